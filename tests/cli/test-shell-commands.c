/* test-shell-commands.c: commands that send the same bytes, run by a shell.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-shell.h"

#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

/* Bytes of each kind, more than a pipe takes at once. */
#define STREAM_SIZE 200000

static GBytes *
make_bytes (gsize size)
{
  guint8 *data = g_malloc (MAX (size, 1));

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i < 256 ? i : (guint) g_test_rand_int ());

  return g_bytes_new_take (data, size);
}

static GSocket *
bind_socket (GSocketType  type,
             const char  *host,
             guint16     *port)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string (host, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (g_socket_address_get_family (any), type, G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, any, TRUE, &error));
  bound = g_socket_get_local_address (socket, &error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return socket;
}

/* A tool is found where it is installed; ours is the one that was just built. From a file, as one command line of
 * an exec(2) takes less than a terminal does. */
static GSubprocess *
run_command (const char *command)
{
  g_autofree char *script = NULL;
  int fd = g_file_open_tmp ("tincan-XXXXXX", &script, NULL);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *folder = g_path_get_dirname (g_getenv ("TIN_CLI"));
  g_autofree char *path = g_strdup_printf ("%s:%s", folder, g_getenv ("PATH"));
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  g_assert_true (g_file_set_contents (script, command, -1, NULL));
  g_subprocess_launcher_setenv (launcher, "PATH", path, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, "sh", "-c", "exec 3<\"$1\"; rm \"$1\"; . /dev/fd/3",
                                         "sh", script, NULL);
  g_assert_no_error (error);

  return process;
}

static GSubprocess *
run_tool (TinShellTool  tool,
          TinTransport  transport,
          TinRole       role,
          const char   *host,
          guint16       port,
          GBytes       *bytes)
{
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (transport, role, host, port);
  g_autoptr (GError) error = NULL;
  g_autofree char *command = tin_shell_command (tool, endpoint, g_bytes_get_data (bytes, NULL),
                                                g_bytes_get_size (bytes), &error);

  g_assert_no_error (error);

  return run_command (command);
}

static void
end (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_stream (GSocket *socket,
               GBytes  *bytes)
{
  g_autoptr (GByteArray) received = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  char chunk[65536];
  gssize size;

  while ((size = g_socket_receive (socket, chunk, sizeof chunk, NULL, &error)) > 0)
    g_byte_array_append (received, (const guint8 *) chunk, size);

  g_assert_no_error (error);
  g_assert_cmpmem (received->data, received->len, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_connects (gconstpointer data)
{
  static const char *const hosts[] = { "127.0.0.1", "::1" };
  g_autoptr (GBytes) bytes = make_bytes (STREAM_SIZE);

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      guint16 port;
      g_autoptr (GSocket) listener = bind_socket (G_SOCKET_TYPE_STREAM, hosts[i], &port);
      g_autoptr (GSocket) connection = NULL;
      g_autoptr (GSubprocess) process = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_socket_listen (listener, &error));
      process = run_tool (GPOINTER_TO_UINT (data), TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, hosts[i], port, bytes);
      connection = g_socket_accept (listener, NULL, &error);
      g_assert_no_error (error);

      assert_stream (connection, bytes);
      g_assert_true (g_socket_close (connection, &error));
      end (process);
    }
}

static void
test_sends_one_datagram (gconstpointer data)
{
  static const gsize sizes[] = { 0, 1, 256, 5000, 16000, 65507 };
  static const gsize least[TIN_N_SHELL_TOOLS] = { 1, 0, 1 };
  static const gsize most[TIN_N_SHELL_TOOLS] = { 16384, 65507, 32768 };
  const TinShellTool tool = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint16 port;
      g_autoptr (GSocket) socket = bind_socket (G_SOCKET_TYPE_DATAGRAM, "127.0.0.1", &port);
      g_autoptr (GBytes) bytes = make_bytes (sizes[i]);
      g_autoptr (GSubprocess) process = NULL;
      g_autoptr (GError) error = NULL;
      char chunk[65536];
      gssize size;

      if (sizes[i] < least[tool] || sizes[i] > most[tool])
        continue;

      process = run_tool (tool, TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT, "127.0.0.1", port, bytes);
      size = g_socket_receive (socket, chunk, sizeof chunk, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (chunk, size, g_bytes_get_data (bytes, NULL), sizes[i]);
      g_subprocess_force_exit (process);
      end (process);
    }
}

/* It is not there yet while the shell starts it. */
static GSocket *
connect_to (guint16 port)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);

  for (;;)
    {
      g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                                 G_SOCKET_PROTOCOL_DEFAULT, NULL);
      g_autoptr (GError) error = NULL;

      if (g_socket_connect (socket, address, NULL, &error))
        return g_steal_pointer (&socket);

      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
    }
}

static void
test_serves (gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (40000);
  g_autoptr (GSocket) connection = NULL;
  g_autoptr (GSubprocess) process = NULL;
  guint16 port;
  GSocket *reserved = bind_socket (G_SOCKET_TYPE_STREAM, "127.0.0.1", &port);

  g_object_unref (reserved);
  process = run_tool (GPOINTER_TO_UINT (data), TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, "127.0.0.1", port, bytes);
  connection = connect_to (port);
  assert_stream (connection, bytes);
  g_clear_object (&connection);

  g_subprocess_force_exit (process);
  end (process);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const names[TIN_N_SHELL_TOOLS] = { "nc", "socat", "tincan-cli" };
  static const struct
  {
    const char    *name;
    GTestDataFunc  function;
  } tests[] = {
    { "connects", test_connects },
    { "sends-one-datagram", test_sends_one_datagram },
    { "serves", test_serves },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint tool = 0; tool < TIN_N_SHELL_TOOLS; tool++)
    for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
      {
        g_autofree char *path = g_strdup_printf ("/shell-commands/%s/%s", names[tool], tests[i].name);

        g_test_add_data_func (path, GUINT_TO_POINTER (tool), tests[i].function);
      }

  return g_test_run ();
}
