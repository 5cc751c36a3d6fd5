/* test-interop.c: other people's programs, as our peers and as our servers.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Programs of the base system of every test machine. %u is the port. The ones that
 * send to us read their standard input, and print what they get. */
typedef struct
{
  const char *name;
  const char *arguments[12];
} Program;

static const Program tcp_clients[] = {
  { "ncat", { "ncat", "127.0.0.1", "%u" } },
  { "socat", { "socat", "-t10", "-", "TCP4:127.0.0.1:%u" } },
  { "nc", { "nc", "-N", "127.0.0.1", "%u" } },
  { "python", { "python3", "-c",
                "import socket, sys\n"
                "s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))\n"
                "s.sendall(sys.stdin.buffer.read())\n"
                "s.shutdown(socket.SHUT_WR)\n"
                "while True:\n"
                "    data = s.recv(1024)\n"
                "    if not data: break\n"
                "    sys.stdout.buffer.write(data)\n", "%u" } },
};

static const Program udp_clients[] = {
  { "ncat", { "sh", "-c", "(cat; sleep 1) | ncat -u 127.0.0.1 \"$1\"", "sh", "%u" } }, /* it leaves with its input */
  { "socat", { "socat", "-t1", "-", "UDP4:127.0.0.1:%u" } },
  { "nc", { "nc", "-u", "-w", "1", "127.0.0.1", "%u" } },
  { "python", { "python3", "-c",
                "import socket, sys\n"
                "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                "s.sendto(sys.stdin.buffer.read(), ('127.0.0.1', int(sys.argv[1])))\n"
                "sys.stdout.buffer.write(s.recvfrom(1024)[0])\n", "%u" } },
};

static const Program tcp_servers[] = {
  { "ncat", { "ncat", "-l", "127.0.0.1", "%u", "--exec", "/bin/cat" } },
  { "socat", { "socat", "-t10", "TCP4-LISTEN:%u,bind=127.0.0.1,reuseaddr", "EXEC:cat" } },
  { "python", { "python3", "-c",
                "import socket, sys\n"
                "s = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"
                "c, _ = s.accept()\n"
                "while True:\n"
                "    data = c.recv(1024)\n"
                "    if not data: break\n"
                "    c.sendall(data)\n"
                "c.close()\n", "%u" } },
};

static const Program udp_servers[] = {
  { "socat", { "socat", "UDP4-RECVFROM:%u,bind=127.0.0.1", "EXEC:cat" } },
  { "python", { "python3", "-c",
                "import socket, sys\n"
                "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                "s.bind(('127.0.0.1', int(sys.argv[1])))\n"
                "data, address = s.recvfrom(1024)\n"
                "s.sendto(data, address)\n", "%u" } },
};

static GSubprocess *
spawn (const Program    *program,
       guint             port,
       GSubprocessFlags  flags)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *number = g_strdup_printf ("%u", port);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  for (gsize i = 0; program->arguments[i] != NULL; i++)
    {
      g_autoptr (GString) argument = g_string_new (program->arguments[i]);

      g_string_replace (argument, "%u", number, 0);
      g_ptr_array_add (arguments, g_strdup (argument->str));
    }

  g_ptr_array_add (arguments, NULL);
  process = g_subprocess_newv ((const char *const *) arguments->pdata, flags, &error);
  g_assert_no_error (error);

  return process;
}

static GBytes *
make_text (gsize size)
{
  GString *text = g_string_sized_new (size);

  for (int i = 0; text->len < size; i++)
    g_string_append_printf (text, "line %d\n", i);

  g_string_truncate (text, size);

  return g_string_free_to_bytes (text);
}

static void
test_client (Fixture       *fixture,
             gconstpointer  data)
{
  const Program *program = data;
  gboolean is_udp = program >= udp_clients && program < udp_clients + G_N_ELEMENTS (udp_clients);
  g_autoptr (GBytes) text = make_text (is_udp ? 1000 : 3000000);
  g_autoptr (GBytes) echoed = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) in = NULL;

  fixture_serve (fixture, is_udp ? "udp-listen://127.0.0.1:0?reply=echo" : "tcp-listen://127.0.0.1:0?reply=echo");
  process = spawn (program, fixture_get_port (fixture),
                   G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_communicate (process, text, NULL, &echoed, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (text, echoed));

  /* Answers leave before what they answer is published. */
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == g_bytes_get_size (text));
  if (!is_udp)
    wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);

  in = fixture_collect (fixture, 1, TIN_DIRECTION_IN);
  g_assert_cmpmem (in->data, in->len, g_bytes_get_data (text, NULL), g_bytes_get_size (text));
}

/* Again and again until the other program has begun to listen. */
static void
connect_when_ready (Fixture    *fixture,
                    const char *format,
                    guint       port)
{
  do
    {
      fixture_open_port (fixture, format, port);
      wait_until (fixture, fixture_get_state (fixture) != TIN_CHANNEL_OPENING);
    }
  while (fixture_count (fixture, TIN_EVENT_OPENED) == 0);
}

static void
test_server (Fixture       *fixture,
             gconstpointer  data)
{
  const Program *program = data;
  guint port = peer_get_unused_port (SOCK_STREAM);
  g_autoptr (GSubprocess) process = spawn (program, port, G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GBytes) text = make_text (30000); /* ncat and its child block each other on more than a pipe holds */
  g_autoptr (GByteArray) in = NULL;
  g_autoptr (GError) error = NULL;

  connect_when_ready (fixture, "tcp://127.0.0.1:%u", port);
  tin_channel_send (fixture->channel, 0, text, &error);
  g_assert_no_error (error);
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == g_bytes_get_size (text));
  tin_channel_finish_sending (fixture->channel, 0);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);

  in = fixture_collect (fixture, 0, TIN_DIRECTION_IN);
  g_assert_cmpmem (in->data, in->len, g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
}

static void
test_udp_server (Fixture       *fixture,
                 gconstpointer  data)
{
  const Program *program = data;
  guint port = peer_get_unused_port (SOCK_DGRAM);
  g_autoptr (GSubprocess) process = spawn (program, port, G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  fixture_open_port (fixture, "udp://127.0.0.1:%u", port);
  wait_until (fixture, fixture_get_n_links (fixture) == 1);

  /* Refused until the other program is there, and open all the while. */
  while (fixture_count_bytes (fixture, TIN_DIRECTION_IN) == 0)
    {
      guint n_refused = fixture_count (fixture, TIN_EVENT_REFUSED);

      fixture_send (fixture, 0, "hello");
      wait_until (fixture, fixture_count (fixture, TIN_EVENT_REFUSED) > n_refused ||
                  fixture_count_bytes (fixture, TIN_DIRECTION_IN) > 0);
    }

  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), ==, 5);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
}

static void
add_tests (const char     *group,
           const Program  *programs,
           gsize           n_programs,
           void          (*function) (Fixture *, gconstpointer))
{
  for (gsize i = 0; i < n_programs; i++)
    {
      g_autofree char *path = g_strdup_printf ("/interop/%s/%s", group, programs[i].name);

      g_test_add (path, Fixture, &programs[i], fixture_set_up, function, fixture_tear_down);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_tests ("tcp-client", tcp_clients, G_N_ELEMENTS (tcp_clients), test_client);
  add_tests ("udp-client", udp_clients, G_N_ELEMENTS (udp_clients), test_client);
  add_tests ("tcp-server", tcp_servers, G_N_ELEMENTS (tcp_servers), test_server);
  add_tests ("udp-server", udp_servers, G_N_ELEMENTS (udp_servers), test_udp_server);

  return g_test_run ();
}
