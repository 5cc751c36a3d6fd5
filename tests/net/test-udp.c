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

/* Holds the engine's thread, so that nobody reads. */
static GMutex gate;

static void
gate_cb (gpointer user_data)
{
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);
  g_main_context_wakeup (NULL);
}

/* @data: the endpoint, with a buffer of a size that the system chooses or one that is far too small. */
static void
test_dropped (Fixture       *fixture,
              gconstpointer  data)
{
  enum { N = 40000 };
  guint8 payload[1000] = { 0 };
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  int peer;

  fixture_serve (fixture, data);
  peer = peer_connect_datagram (fixture_get_port (fixture));

  /* The first sender is news, which is where the engine is held. */
  tin_channel_set_news_func (fixture->channel, gate_cb, NULL);
  g_mutex_lock (&gate);
  for (int i = 0; i < N; i++)
    g_assert_cmpint (send (peer, payload, sizeof payload, 0), ==, sizeof payload);
  g_mutex_unlock (&gate);

  close (peer);
  fixture_stop (fixture);

  g_assert_cmpuint (fixture_sum_dropped (fixture), >, 0);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture), ==, N);
  g_assert_true (fixture_find (fixture, TIN_EVENT_DROPPED, &record));
  g_assert_nonnull (strstr (record.reason, "net.core.rmem_max"));
}

static gboolean
hold_cb (gpointer user_data)
{
  gate_cb (user_data);

  return G_SOURCE_REMOVE;
}

/* Both ways it is datagrams that are counted, not their bytes. */
static void
test_unsent (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GBytes) goodbye = g_bytes_new_static ("bye", 3);
  g_autoptr (GBytes) late = g_bytes_new_static ("too late", 8);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  TinRecord record = TIN_RECORD_INIT;
  guint port;
  int server = peer_bind_datagram (&port);

  fixture_open_port (fixture, "udp://127.0.0.1:%u?goodbye=bye&eol=none", port);
  wait_until (fixture, fixture_get_n_links (fixture) == 1);

  g_mutex_lock (&gate);
  g_main_context_invoke (tin_engine_get_context (fixture->engine), hold_cb, NULL);
  g_assert_true (tin_channel_send (fixture->channel, 0, goodbye, NULL));
  g_assert_true (tin_channel_send (fixture->channel, 0, late, NULL));
  g_assert_true (tin_channel_send (fixture->channel, 0, empty, NULL));
  g_mutex_unlock (&gate);

  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  g_assert_true (fixture_find (fixture, TIN_EVENT_DROPPED, &record));
  g_assert_cmpuint (record.size, ==, 2);
  g_assert_cmpint (record.transport, ==, TIN_TRANSPORT_UDP);
  tin_record_clear (&record);
  close (server);
}

/* The disk hangs, the ring is full: what is lost is counted, and all is well when the disk is back. */
static void
test_slow_disk (Fixture       *fixture,
                gconstpointer  data)
{
  enum { N = 20000 };
  guint8 payload[1000] = { 0 };
  int peer;

  fixture_use_slow_disk (fixture);
  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  tin_faulty_sink_hold (fixture->disk);
  peer = peer_connect_datagram (fixture_get_port (fixture));
  for (int i = 0; i < N; i++)
    g_assert_cmpint (send (peer, payload, sizeof payload, 0), ==, sizeof payload);
  close (peer);

  tin_faulty_sink_release (fixture->disk);
  wait_until (fixture, fixture_sum_dropped (fixture) > 0);
  fixture_stop (fixture);
  g_assert_cmpuint (fixture_sum_dropped (fixture), >, 0);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture), ==, N);
}

/* Stopped while the disk still hangs: what was never recorded is counted all the same. */
static void
test_stop_with_slow_disk (Fixture       *fixture,
                          gconstpointer  data)
{
  enum { N = 20000 };
  guint8 payload[1000] = { 0 };
  int peer;

  fixture_use_slow_disk (fixture);
  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  tin_faulty_sink_hold (fixture->disk);
  peer = peer_connect_datagram (fixture_get_port (fixture));
  for (int i = 0; i < N; i++)
    g_assert_cmpint (send (peer, payload, sizeof payload, 0), ==, sizeof payload);
  close (peer);

  fixture_stop (fixture);
  tin_faulty_sink_release (fixture->disk);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture), ==, N);
}

static void
test_many_peers (Fixture       *fixture,
                 gconstpointer  data)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  guint port;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  port = fixture_get_port (fixture);

  for (guint i = 0; i <= TIN_UDP_MAX_PEERS; i++)
    {
      struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (0x7f010000 + i) };
      struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons (port),
                                    .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
      int peer = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

      g_assert_cmpint (bind (peer, (struct sockaddr *) &address, sizeof address), ==, 0);
      g_assert_cmpint (connect (peer, (struct sockaddr *) &server, sizeof server), ==, 0);
      peer_send (peer, "x");
      peer_expect (peer, "x");
      close (peer);
    }

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  g_assert_cmpuint (fixture_get_n_links (fixture), ==, TIN_UDP_MAX_PEERS);
  g_assert_true (fixture_find (fixture, TIN_EVENT_CLOSED, &record));
  g_assert_cmpuint (record.connection, ==, 1);
  g_assert_nonnull (record.reason);
}

/* Returns: a peer that gets no more answers */
static int
begin_storm (Fixture *fixture)
{
  int peer;
  guint n_echoed = 0;
  char buffer[16];

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  peer = peer_connect_datagram (fixture_get_port (fixture));

  /* A peer that sends back what it gets, for ever. */
  peer_send (peer, "ping");
  while (fixture_count (fixture, TIN_EVENT_NOTE) == 0)
    {
      gssize size = recv (peer, buffer, sizeof buffer, MSG_DONTWAIT);

      if (size <= 0)
        continue;

      n_echoed++;
      g_assert_cmpint (send (peer, buffer, size, 0), ==, size);
    }

  g_assert_cmpuint (n_echoed, <, 2000);

  return peer;
}

static void
test_storm (Fixture       *fixture,
            gconstpointer  data)
{
  int peer = begin_storm (fixture);

  g_assert_cmpuint (fixture_get_n_paused (fixture), ==, 1);
  peer_send (peer, "something else");
  peer_expect (peer, "something else");
  g_assert_cmpuint (fixture_get_n_paused (fixture), ==, 0);
  close (peer);
}

static void
test_storm_resumed (Fixture       *fixture,
                    gconstpointer  data)
{
  int peer = begin_storm (fixture);
  char buffer[16];

  while (recv (peer, buffer, sizeof buffer, MSG_DONTWAIT) > 0)
    ;

  tin_channel_resume_answers (fixture->channel, 0);
  wait_until (fixture, fixture_get_n_paused (fixture) == 0);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 2);

  peer_send (peer, "ping");
  peer_expect (peer, "ping");
  close (peer);
}

static void
test_storm_blows_over (Fixture       *fixture,
                       gconstpointer  data)
{
  int peer = begin_storm (fixture);

  /* Nothing more comes. */
  wait_until (fixture, fixture_get_n_paused (fixture) == 0);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 1);
  close (peer);
}

static void
test_stop_in_storm (Fixture       *fixture,
                    gconstpointer  data)
{
  int peer = begin_storm (fixture);

  fixture_stop (fixture);
  g_assert_cmpuint (fixture_get_n_paused (fixture), ==, 0);
  tin_channel_resume_answers (fixture->channel, 0);
  close (peer);
}

/* A peer of one server whose address becomes that of another: neither may answer the other. */
static void
test_mirror (Fixture       *fixture,
             gconstpointer  data)
{
  Fixture other = { .engine = fixture->engine, .capture = tin_capture_new ("other", NULL, 0) };
  guint port;
  int peer = peer_bind_datagram (&port);
  struct sockaddr_in server = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };

  tin_capture_set_news_func (other.capture, fixture_news_cb, NULL);
  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  server.sin_port = htons (fixture_get_port (fixture));
  g_assert_cmpint (sendto (peer, "a", 1, 0, (struct sockaddr *) &server, sizeof server), ==, 1);
  peer_expect (peer, "a");
  close (peer);

  fixture_open_port (&other, "udp-listen://127.0.0.1:%u?reply=echo", port);
  wait_until (&other, fixture_get_state (&other) == TIN_CHANNEL_OPEN);
  fixture_send (fixture, 1, "who is there");
  wait_until (&other, fixture_count (&other, TIN_EVENT_NOTE) == 1);
  fixture_stop (&other);
  fixture_stop (fixture);

  g_assert_cmpuint (fixture_count_bytes (&other, TIN_DIRECTION_OUT), ==, 0);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), ==, 1);
  g_assert_finalize_object (other.channel);
  g_assert_finalize_object (other.capture);
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

/* Two of our own: a client that echoes and a server that echoes would never end. */
static void
test_client_echo (Fixture       *fixture,
                  gconstpointer  data)
{
  Fixture other = { .engine = fixture->engine, .capture = tin_capture_new ("other", NULL, 0) };

  tin_capture_set_news_func (other.capture, fixture_news_cb, NULL);
  fixture_serve (fixture, "udp-listen://[::1]:0?reply=echo");
  fixture_open_port (&other, "udp://[::1]:%u?first-message=ping&reply=echo", fixture_get_port (fixture));
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_NOTE) > 0 || fixture_count (&other, TIN_EVENT_NOTE) > 0);
  fixture_stop (&other);
  fixture_stop (fixture);
  g_assert_finalize_object (other.channel);
  g_assert_finalize_object (other.capture);
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
  ADD ("ends-a-storm-between-our-own", test_client_echo);
  ADD ("client-says-why-it-cannot-open", test_client_unreachable);
  ADD ("refuses-a-datagram-that-is-too-large", test_too_large);
  g_test_add ("/udp/counts-what-the-system-drops", Fixture, "udp-listen://127.0.0.1:0", fixture_set_up, test_dropped,
              fixture_tear_down);
  g_test_add ("/udp/counts-what-a-small-buffer-drops", Fixture, "udp-listen://127.0.0.1:0?receive-buffer=8192",
              fixture_set_up, test_dropped, fixture_tear_down);
  ADD ("counts-what-was-too-late-to-be-sent", test_unsent);
  ADD ("counts-what-a-slow-disk-costs", test_slow_disk);
  ADD ("counts-what-a-slow-disk-costs-at-the-end", test_stop_with_slow_disk);
  ADD ("forgets-the-longest-silent-peer", test_many_peers);
  ADD ("ends-a-storm", test_storm);
  ADD ("answers-in-a-storm-when-told", test_storm_resumed);
  ADD ("notices-that-a-storm-is-over", test_storm_blows_over);
  ADD ("stops-in-a-storm", test_stop_in_storm);
  ADD ("does-not-answer-an-own-server", test_mirror);
  g_test_add ("/udp/answers-from-the-address-that-was-asked", Fixture, "udp-listen://0.0.0.0:0?reply=echo",
              fixture_set_up, test_any, fixture_tear_down);
  g_test_add ("/udp/answers-ipv4-on-both", Fixture, "udp-listen://[::]:0?reply=echo",
              fixture_set_up, test_any, fixture_tear_down);

  return g_test_run ();
}
