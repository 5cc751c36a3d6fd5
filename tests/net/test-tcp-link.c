/* test-tcp-link.c: nothing is lost, whoever ends a connection, and however.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include "net/tin-tcp-link.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BULK_SIZE (8 * 1024 * 1024) /* bytes: more than all buffers on the way together */

typedef struct
{
  int           fd;
  const guint8 *data;
  gsize         size;
} Sending;

static guint8 *
make_bulk (gsize size)
{
  guint8 *bulk = g_malloc (size);
  guint32 state = 1;

  for (gsize i = 0; i < size; i++)
    {
      state = state * 1664525 + 1013904223;
      bulk[i] = state >> 24;
    }

  return bulk;
}

static gpointer
send_in_thread (gpointer data)
{
  Sending *sending = data;

  peer_send_all (sending->fd, sending->data, sending->size);
  shutdown (sending->fd, SHUT_WR);

  return NULL;
}

static void
expect_bulk (int           fd,
             const guint8 *bulk,
             gsize         size)
{
  g_autofree guint8 *buffer = g_malloc (65536);
  gsize received = 0;
  gssize n;

  while ((n = recv (fd, buffer, 65536, 0)) > 0)
    {
      g_assert_cmpuint (received + n, <=, size);
      g_assert_true (memcmp (bulk + received, buffer, n) == 0);
      received += n;
    }

  g_assert_cmpint (n, ==, 0);
  g_assert_cmpuint (received, ==, size);
}

static void
test_bulk_echo (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree guint8 *bulk = make_bulk (BULK_SIZE);
  int peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  Sending sending = { peer, bulk, BULK_SIZE };
  g_autoptr (GThread) thread = g_thread_new ("sender", send_in_thread, &sending);
  g_autoptr (GByteArray) in = NULL, out = NULL;

  /* It half-closes after the last byte, and still gets all of them back. */
  expect_bulk (peer, bulk, BULK_SIZE);
  g_thread_join (g_steal_pointer (&thread));
  close (peer);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  in = fixture_collect (fixture, 1, TIN_DIRECTION_IN);
  out = fixture_collect (fixture, 1, TIN_DIRECTION_OUT);
  g_assert_cmpmem (in->data, in->len, bulk, BULK_SIZE);
  g_assert_cmpmem (out->data, out->len, bulk, BULK_SIZE);
}

/* It sends and sends, and reads nothing until it can send no more. */
static void
test_never_reads_echo (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree guint8 *bulk = make_bulk (4 * BULK_SIZE);
  int peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  gsize sent = 0, queued = 0;
  gssize n;

  /* Neither does the server read, nor the system between them take any more. */
  do
    {
      n = send (peer, bulk + sent, MIN (65536, 4 * BULK_SIZE - sent), MSG_DONTWAIT | MSG_NOSIGNAL);
      sent += MAX (n, 0);
      queued = fixture_get_queued (fixture);
      g_assert_cmpuint (sent, <, 4 * BULK_SIZE);
      g_assert_cmpuint (queued, <=, TIN_TCP_ECHO_HIGH_MARK + TIN_CAPTURE_MAX_PAYLOAD);
      if (n < 0)
        fixture_wait_a_tick ();
    }
  while (n > 0 || queued < TIN_TCP_ECHO_HIGH_MARK);

  shutdown (peer, SHUT_WR);
  expect_bulk (peer, bulk, sent);
  close (peer);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
}

/* What it leaves in our queue has no end to wait for: we take no more, and count what never left. */
static void
test_never_reads_us (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GBytes) largest = g_bytes_new_take (g_malloc0 (TIN_TCP_MAX_SEND_SIZE), TIN_TCP_MAX_SEND_SIZE);
  g_autoptr (GBytes) more = g_bytes_new_static ("more", 4);
  int peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0");

  g_assert_true (tin_channel_send (fixture->channel, 1, largest, NULL));

  /* Until the kernel has taken something, and after that. */
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (tin_channel_send (fixture->channel, 1, more, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
      wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_OUT) > 0);
    }

  fixture_stop (fixture);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_OUT) + fixture_sum_dropped (fixture), ==,
                    TIN_TCP_MAX_SEND_SIZE);
  g_assert_cmpuint (fixture_sum_dropped (fixture), >, 0);
  close (peer);
}

/* However many small ones there are, and however slowly they go. */
static void
test_queue_has_a_limit (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (100000), 100000);
  g_autoptr (GError) error = NULL;
  int peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0");
  gsize accepted = 0;

  while (tin_channel_send (fixture->channel, 1, bytes, &error))
    {
      accepted += g_bytes_get_size (bytes);
      g_assert_cmpuint (tin_channel_get_queued (fixture->channel, 1), <=, TIN_CHANNEL_QUEUE_LIMIT);
      g_assert_cmpuint (accepted, <, 256 * 1024 * 1024);
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);

  fixture_stop (fixture);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_OUT) + fixture_sum_dropped (fixture), ==, accepted);
  close (peer);
}

static void
test_large_message (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree guint8 *bulk = make_bulk (TIN_TCP_MAX_SEND_SIZE + 1);
  g_autoptr (GBytes) largest = g_bytes_new_static (bulk, TIN_TCP_MAX_SEND_SIZE);
  g_autoptr (GBytes) too_large = g_bytes_new_static (bulk, TIN_TCP_MAX_SEND_SIZE + 1);
  g_autoptr (GError) error = NULL;
  int peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0");

  g_assert_false (tin_channel_send (fixture->channel, 1, too_large, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_assert_true (tin_channel_send (fixture->channel, 1, largest, NULL));
  tin_channel_finish_sending (fixture->channel, 1);
  expect_bulk (peer, bulk, TIN_TCP_MAX_SEND_SIZE);
  close (peer);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_OUT), ==, TIN_TCP_MAX_SEND_SIZE);
}

/* A close with unread input would have the kernel destroy what is on its way to the peer. */
static void
test_unread_input (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree guint8 *bulk = make_bulk (BULK_SIZE);
  g_autoptr (GBytes) bytes = g_bytes_new_static (bulk, BULK_SIZE);
  int peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0");
  g_autofree guint8 *chatter = g_malloc0 (200000);

  g_assert_true (tin_channel_send (fixture->channel, 1, bytes, NULL));
  tin_channel_disconnect (fixture->channel, 1);
  peer_send_all (peer, chatter, 200000);
  expect_bulk (peer, bulk, BULK_SIZE);
  peer_send (peer, "the end");
  close (peer);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), ==, 200007);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_RESET), ==, 0);
}

static void
test_finish_sending (Fixture       *fixture,
                     gconstpointer  data)
{
  int peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("late", 4);

  fixture_send (fixture, 1, "question");
  tin_channel_finish_sending (fixture->channel, 1);
  peer_expect (peer, "question");
  peer_expect_end (peer);
  peer_send (peer, "answer");
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == 6);
  tin_channel_send (fixture->channel, 1, bytes, NULL);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_DROPPED) == 1);
  close (peer);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  assert_story (fixture, "listeninglocal opened#1<peer data#1>question half-closed#1>local data#1<answer "
                "dropped#1>local closed#1peer");
}

static void
test_reset (Fixture       *fixture,
            gconstpointer  data)
{
  int peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0");

  peer_send (peer, "hello");
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == 5);
  peer_reset (peer);
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
  fixture_stop (fixture);
  assert_story (fixture, "listeninglocal opened#1<peer data#1<hello reset#1peer stoppedlocal");
}

static GMutex gate;

static void
gate_cb (gpointer user_data)
{
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);
  g_main_context_wakeup (NULL);
}

/* While the engine is held the peer comes, speaks and resets: all of it is told. */
static void
test_reset_before_accept (Fixture       *fixture,
                          gconstpointer  data)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  int first, peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  tin_channel_set_news_func (fixture->channel, gate_cb, NULL);
  g_mutex_lock (&gate);
  first = peer_connect (fixture_get_port (fixture));
  peer = peer_connect (fixture_get_port (fixture));
  peer_send (peer, "last words");
  peer_reset (peer);
  g_mutex_unlock (&gate);

  wait_until (fixture, fixture_find (fixture, TIN_EVENT_RESET, &record));
  g_assert_cmpuint (record.connection, ==, 2);
  g_assert_true (tin_address_is_loopback (&record.peer));
  g_assert_cmpuint (record.peer.port, !=, 0);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_OPENED), ==, 2);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), ==, 10);
  close (first);
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
}

static void
test_reset_with_queue (Fixture       *fixture,
                       gconstpointer  data)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (TIN_TCP_MAX_SEND_SIZE), TIN_TCP_MAX_SEND_SIZE);
  int peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0");

  g_assert_true (tin_channel_send (fixture->channel, 1, bytes, NULL));
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_OUT) > 0);
  peer_reset (peer);
  wait_until (fixture, fixture_find (fixture, TIN_EVENT_RESET, &record));
  g_assert_nonnull (strpbrk (record.reason, "123456789"));
}

/* Peers that neither read nor leave do not keep it from ending. */
static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  int peers[3];

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  for (int i = 0; i < 3; i++)
    peers[i] = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 3);

  fixture_stop (fixture);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_CLOSED), ==, 3);

  for (int i = 0; i < 3; i++)
    {
      peer_expect_end (peers[i]);
      close (peers[i]);
    }
}

static void
test_reconnect (Fixture       *fixture,
                gconstpointer  data)
{
  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo");

  for (int i = 0; i < 300; i++)
    {
      int peer = peer_connect (fixture_get_port (fixture));

      peer_send (peer, "again");
      peer_expect (peer, "again");
      close (peer);
    }

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 300);
  g_assert_cmpuint (fixture_get_n_links (fixture), ==, 0);
}

/* At once, on the same port, with connections of before still lingering in the kernel. */
static void
test_restart (Fixture       *fixture,
              gconstpointer  data)
{
  guint port;
  int peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0");

  port = fixture_get_port (fixture);
  fixture_stop (fixture);
  peer_expect_end (peer);
  close (peer);

  fixture_open_port (fixture, "tcp-listen://127.0.0.1:%u", port);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_OPEN);
  g_assert_cmpuint (fixture_get_port (fixture), ==, port);
}

static void
test_full_capture (Fixture       *fixture,
                   gconstpointer  data)
{
  /* A ring that holds a fraction of what comes: in memory alone the oldest goes, and nothing stalls. */
  g_autofree guint8 *bulk = make_bulk (4 * BULK_SIZE);
  Sending sending;
  g_autoptr (GThread) thread = NULL;
  int peer;

  g_assert_finalize_object (fixture->capture);
  fixture->capture = tin_capture_new ("small", NULL, 2 * 1024 * 1024);
  tin_capture_set_news_func (fixture->capture, fixture_news_cb, NULL);
  peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  sending = (Sending) { peer, bulk, 4 * BULK_SIZE };
  thread = g_thread_new ("sender", send_in_thread, &sending);
  expect_bulk (peer, bulk, 4 * BULK_SIZE);
  g_thread_join (g_steal_pointer (&thread));
  close (peer);
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
}

/* The disk hangs: the peer has to wait, and so do our answers; nothing is lost. */
static void
test_slow_disk (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree guint8 *bulk = make_bulk (BULK_SIZE);
  Sending sending = { -1, bulk, BULK_SIZE };
  g_autoptr (GThread) thread = NULL;
  g_autoptr (GByteArray) in = NULL, out = NULL;

  fixture_use_slow_disk (fixture);
  sending.fd = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  tin_faulty_sink_hold (fixture->disk);
  thread = g_thread_new ("sender", send_in_thread, &sending);

  sample_until (fixture_is_full (fixture));
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), <, BULK_SIZE);
  tin_faulty_sink_release (fixture->disk);
  expect_bulk (sending.fd, bulk, BULK_SIZE);
  g_thread_join (g_steal_pointer (&thread));
  close (sending.fd);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  in = fixture_collect (fixture, 1, TIN_DIRECTION_IN);
  out = fixture_collect (fixture, 1, TIN_DIRECTION_OUT);
  g_assert_cmpmem (in->data, in->len, bulk, BULK_SIZE);
  g_assert_cmpmem (out->data, out->len, bulk, BULK_SIZE);
}

static guint64
get_n_unsaved (Fixture *fixture)
{
  g_auto (TinCaptureHealth) health = { 0 };

  tin_capture_get_health (fixture->capture, &health);

  return health.unsaved_records;
}

/* The disk is full, and then it is not: what was not recorded is told at once, without a word from anybody. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree guint8 *bulk = make_bulk (BULK_SIZE);
  int peer;

  fixture_use_slow_disk (fixture);
  peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0");
  tin_faulty_sink_set_capacity (fixture->disk, 1024 * 1024);
  peer_send_all (peer, bulk, BULK_SIZE);
  wait_until (fixture, get_n_unsaved (fixture) > 0);
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == BULK_SIZE);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DROPPED), ==, 0);

  tin_faulty_sink_set_capacity (fixture->disk, G_MAXUINT64);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_DROPPED) == 1);
  close (peer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/tcp-link/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("echoes-megabytes-exactly-to-a-peer-that-half-closes", test_bulk_echo);
  ADD ("stops-reading-from-a-peer-that-never-reads", test_never_reads_echo);
  ADD ("bounds-what-waits-for-a-peer-that-never-reads", test_never_reads_us);
  ADD ("queues-no-more-than-its-limit", test_queue_has_a_limit);
  ADD ("sends-one-large-message-but-none-too-large", test_large_message);
  ADD ("destroys-nothing-by-closing-with-unread-input", test_unread_input);
  ADD ("half-closes-and-goes-on-reading", test_finish_sending);
  ADD ("tells-a-reset-once", test_reset);
  ADD ("tells-what-came-before-a-reset", test_reset_before_accept);
  ADD ("tells-what-a-reset-left-unsent", test_reset_with_queue);
  ADD ("stops-while-peers-stay", test_stop);
  ADD ("takes-peers-that-come-and-go", test_reconnect);
  ADD ("listens-again-at-once", test_restart);
  ADD ("waits-for-a-slow-disk-and-loses-nothing", test_slow_disk);
  ADD ("tells-what-a-full-disk-cost", test_full_disk);
  ADD ("goes-on-with-a-small-capture", test_full_capture);

  return g_test_run ();
}
