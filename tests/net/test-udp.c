/* test-udp.c: datagrams, to a server from anybody and of a client with its server.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include "net/tin-datagram.h"
#include "net/tin-engine-private.h"
#include "net/tin-udp-port.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
test_echo (Fixture       *fixture,
           gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  peer_send (peer, "hello");
  peer_expect (peer, "hello");
  g_assert_cmpuint (fixture_get_n_links (fixture), ==, 1);
  close (peer);

  fixture_stop (fixture);
  assert_story (fixture, "listeninglocal opened#1<peer data#1<hello data#1>hello(echo) closed#1local stoppedlocal");
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  char buffer[8];
  int peer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  g_assert_cmpint (send (peer, "", 0, 0), ==, 0);
  g_assert_cmpint (recv (peer, buffer, sizeof buffer, 0), ==, 0);
  peer_send (peer, "after");
  peer_expect (peer, "after");
  close (peer);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_DATA) == 4);
}

static void
test_largest (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree guint8 *sent = g_malloc (TIN_DATAGRAM_MAX_SIZE), *received = g_malloc (TIN_DATAGRAM_MAX_SIZE + 1);
  int peer;

  memset (sent, 'x', TIN_DATAGRAM_MAX_SIZE);
  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  g_assert_cmpint (send (peer, sent, TIN_DATAGRAM_MAX_SIZE, 0), ==, TIN_DATAGRAM_MAX_SIZE);
  g_assert_cmpint (recv (peer, received, TIN_DATAGRAM_MAX_SIZE + 1, 0), ==, TIN_DATAGRAM_MAX_SIZE);
  g_assert_cmpmem (sent, TIN_DATAGRAM_MAX_SIZE, received, TIN_DATAGRAM_MAX_SIZE);
  close (peer);
}

static void
test_goodbye (Fixture       *fixture,
              gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo&goodbye=bye");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  peer_send (peer, "bye");
  peer_expect (peer, "bye");
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
  peer_send (peer, "again");
  peer_expect (peer, "again");
  close (peer);

  fixture_stop (fixture);
  assert_story (fixture, "listeninglocal opened#1<peer data#1<bye data#1>bye(echo) closed#1peer "
                "opened#2<peer data#2<again data#2>again(echo) closed#2local stoppedlocal");
}

static void
test_greeting (Fixture       *fixture,
               gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=greeting&greeting=Hi");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  peer_send (peer, "1");
  peer_expect (peer, "Hi");
  peer_send (peer, "2");
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == 2);
  close (peer);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_OUT), ==, 2);
}

static void
test_send_to_one (Fixture       *fixture,
                  gconstpointer  data)
{
  int first, second;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  first = peer_connect_datagram (fixture_get_port (fixture));
  second = peer_connect_datagram (fixture_get_port (fixture));
  peer_send (first, "a");
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  peer_send (second, "b");
  wait_until (fixture, fixture_get_n_links (fixture) == 2);

  fixture_send (fixture, 2, "for the second");
  peer_expect (second, "for the second");
  fixture_send (fixture, 0, "for all");
  peer_expect (first, "for all");
  peer_expect (second, "for all");
  close (first);
  close (second);
}

static void
test_server_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  int leaver, stayer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  leaver = peer_connect_datagram (fixture_get_port (fixture));
  stayer = peer_connect_datagram (fixture_get_port (fixture));
  peer_send (leaver, "a");
  peer_expect (leaver, "a");
  peer_send (stayer, "b");
  peer_expect (stayer, "b");
  close (leaver);

  fixture_send (fixture, 1, "are you there");
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_REFUSED) == 1);

  peer_send (stayer, "still here");
  peer_expect (stayer, "still here");
  close (stayer);
  {
    g_auto (TinRecord) record = TIN_RECORD_INIT;

    g_assert_true (fixture_find (fixture, TIN_EVENT_REFUSED, &record));
    g_assert_cmpuint (record.connection, ==, 1);
  }
}

static void
test_client (Fixture       *fixture,
             gconstpointer  data)
{
  struct sockaddr_in from;
  socklen_t size = sizeof from;
  char buffer[64] = "";
  guint port;
  int server = peer_bind_datagram (&port);

  fixture_open_port (fixture, "udp://127.0.0.1:%u?first-message=Hello&goodbye=bye&eol=none", port);
  g_assert_cmpint (recvfrom (server, buffer, sizeof buffer, 0, (struct sockaddr *) &from, &size), ==, 5);
  g_assert_cmpstr (buffer, ==, "Hello");
  g_assert_cmpint (sendto (server, "Yes", 3, 0, (struct sockaddr *) &from, size), ==, 3);
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == 3);

  fixture_send (fixture, 0, "bye");
  peer_expect (server, "bye");
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  close (server);
  assert_story (fixture, "opened#1>local data#1>Hello(first message) data#1<Yes data#1>bye closed#1rule(goodbye) stoppedrule");
}

static void
test_client_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  guint port = peer_get_unused_port (SOCK_DGRAM);
  int server;

  fixture_open_port (fixture, "udp://127.0.0.1:%u?first-message=Hello", port);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_REFUSED) == 1);
  g_assert_cmpint (fixture_get_state (fixture), ==, TIN_CHANNEL_OPEN);

  /* The server is started after all, and hears the next one. */
  {
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port),
                                   .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };

    server = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint (bind (server, (struct sockaddr *) &address, sizeof address), ==, 0);
  }
  fixture_send (fixture, 0, "Now");
  peer_expect (server, "Now");
  close (server);

  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_REFUSED), ==, 1);
}

static void
test_too_large (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree guint8 *zeros = g_malloc0 (TIN_DATAGRAM_MAX_SIZE + 1);
  g_autoptr (GBytes) bytes = g_bytes_new_static (zeros, TIN_DATAGRAM_MAX_SIZE + 1);
  g_autoptr (GError) error = NULL;
  guint port;
  int server = peer_bind_datagram (&port);

  fixture_open_port (fixture, "udp://127.0.0.1:%u", port);
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  g_assert_false (tin_channel_send (fixture->channel, 0, bytes, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  close (server);
}

/* A peer with an address of its own. */
static int
connect_from (guint number,
              guint port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (0x7f010000 + number) };
  struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons (port),
                                .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int peer = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (peer, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (connect (peer, (struct sockaddr *) &server, sizeof server), ==, 0);

  return peer;
}

/* Holds the engine's thread, so that nobody reads. */
static GMutex gate;

static gboolean
hold_cb (gpointer user_data)
{
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);

  return G_SOURCE_REMOVE;
}

/* As many as there is room for, and one more. Who has to go does so when that one is read, not when it came. */
static void
test_many_peers (Fixture       *fixture,
                 gconstpointer  data)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  gint64 came_ns;
  guint port;
  int peer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  port = fixture_get_port (fixture);

  for (guint i = 0; i < TIN_UDP_MAX_PEERS; i++)
    {
      peer = connect_from (i, port);
      peer_send (peer, "x");
      peer_expect (peer, "x");
      close (peer);
    }

  peer = connect_from (TIN_UDP_MAX_PEERS, port);
  g_mutex_lock (&gate);
  g_main_context_invoke_full (tin_engine_get_context (fixture->engine), G_PRIORITY_HIGH, hold_cb, NULL, NULL);
  peer_send (peer, "x");
  came_ns = tin_capture_get_time_ns (fixture->capture);
  g_mutex_unlock (&gate);
  peer_expect (peer, "x");
  close (peer);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  g_assert_cmpuint (fixture_get_n_links (fixture), ==, TIN_UDP_MAX_PEERS);
  g_assert_true (fixture_find (fixture, TIN_EVENT_CLOSED, &record));
  g_assert_cmpuint (record.connection, ==, 1);
  g_assert_nonnull (record.reason);
  g_assert_cmpint (record.time_ns, >=, came_ns);
}

/* On a machine with several addresses an answer must come from the one that was asked. */
static void
test_any (Fixture       *fixture,
          gconstpointer  data)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (0x7f000305) };
  char text[TIN_ADDRESS_STRING_SIZE];
  int peer = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  fixture_serve (fixture, data);
  address.sin_port = htons (fixture_get_port (fixture));
  g_assert_cmpint (connect (peer, (struct sockaddr *) &address, sizeof address), ==, 0);
  peer_send (peer, "hello");
  peer_expect (peer, "hello");
  close (peer);

  wait_until (fixture, fixture_find (fixture, TIN_EVENT_OPENED, &record));
  g_assert_true (g_str_has_prefix (tin_address_format (&record.local, text), "127.0.3.5:"));
}

static void
test_greet_and_close (Fixture       *fixture,
                      gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=greeting&greeting=Hi&close-after-greeting=1");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  peer_send (peer, "1");
  peer_expect (peer, "Hi");
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  g_assert_cmpuint (fixture_get_n_links (fixture), ==, 0);
  close (peer);
}

static void
test_disconnect (Fixture       *fixture,
                 gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  peer_send (peer, "a");
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  tin_channel_finish_sending (fixture->channel, 1);
  tin_channel_disconnect (fixture->channel, 1);
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
  g_assert_cmpint (fixture_get_state (fixture), ==, TIN_CHANNEL_OPEN);
  close (peer);
}

static void
test_client_ends (Fixture       *fixture,
                  gconstpointer  data)
{
  guint port;
  int server = peer_bind_datagram (&port);

  fixture_open_port (fixture, "udp://localhost:%u", port);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_OPEN);
  fixture_send (fixture, 0, "last");
  tin_channel_finish_sending (fixture->channel, 0);
  tin_channel_disconnect (fixture->channel, 0);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  peer_expect (server, "last");
  close (server);
  assert_story (fixture, "opened#1>local data#1>last closed#1local stoppedlocal");
}

static void
test_client_scripted_goodbye (Fixture       *fixture,
                              gconstpointer  data)
{
  guint port;
  int server = peer_bind_datagram (&port);

  fixture_open_port (fixture, "udp://127.0.0.1:%u?first-message=bye&goodbye=bye", port);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  peer_expect (server, "bye");
  close (server);
  assert_story (fixture, "opened#1>local data#1>bye(first message) closed#1rule(goodbye) stoppedrule");
}

static void
test_client_unreachable (Fixture       *fixture,
                         gconstpointer  data)
{
  g_auto (TinChannelSnapshot) snapshot = { 0 };

  fixture_open (fixture, "udp://255.255.255.255:9");
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  tin_channel_get_snapshot (fixture->channel, &snapshot);
  g_assert_nonnull (snapshot.error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/udp/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("server-echoes", test_echo);
  ADD ("an-empty-datagram-is-a-datagram", test_empty);
  ADD ("takes-the-largest-datagram", test_largest);
  ADD ("server-answers-goodbye-and-lets-go", test_goodbye);
  ADD ("server-greets-once", test_greeting);
  ADD ("server-sends-to-one-or-all", test_send_to_one);
  ADD ("server-survives-a-refusal-and-names-the-peer", test_server_refused);
  ADD ("client-talks", test_client);
  ADD ("client-stays-open-when-refused", test_client_refused);
  ADD ("server-greets-and-lets-go", test_greet_and_close);
  ADD ("server-disconnects-one", test_disconnect);
  ADD ("client-ends-when-told", test_client_ends);
  ADD ("client-says-goodbye-from-a-script", test_client_scripted_goodbye);
  ADD ("client-says-why-it-cannot-open", test_client_unreachable);
  ADD ("refuses-a-datagram-that-is-too-large", test_too_large);
  ADD ("forgets-the-longest-silent-peer", test_many_peers);
  g_test_add ("/udp/answers-from-the-address-that-was-asked", Fixture, "udp-listen://0.0.0.0:0?reply=echo",
              fixture_set_up, test_any, fixture_tear_down);
  g_test_add ("/udp/answers-ipv4-on-both", Fixture, "udp-listen://[::]:0?reply=echo",
              fixture_set_up, test_any, fixture_tear_down);

  return g_test_run ();
}
