/* test-loader.c: tests of opening recordings of this program.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"
#include "loader-fixture.h"

#include "capture/tin-indexer.h"
#include "capture/tin-pcapng.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_MESSAGES 20000

static TinFlow
make_flow (TinCapture   *capture,
           TinTransport  transport,
           const char   *local_host,
           const char   *peer_host,
           guint16       peer_port)
{
  TinAddress local = make_address (local_host, 8080);
  TinAddress peer = make_address (peer_host, peer_port);
  TinFlow flow;

  tin_flow_init (&flow, transport, tin_capture_take_connection (capture), &local, &peer);
  return flow;
}

static void
end_flow (TinCapture *capture,
          TinFlow    *flow,
          TinEvent    event)
{
  tin_capture_append_event (capture, flow, event, TIN_DIRECTION_NONE, TIN_BY_PEER, 0, NULL);
}

/* One of everything that a session can record, with ports that are used again. */
static void
append_everything (TinCapture *capture)
{
  TinFlow first = make_flow (capture, TIN_TRANSPORT_TCP, "127.0.0.1", "127.0.0.1", 40000);
  TinFlow again = make_flow (capture, TIN_TRANSPORT_TCP, "127.0.0.1", "127.0.0.1", 40000);
  TinFlow six = make_flow (capture, TIN_TRANSPORT_TCP, "::1", "::1", 40000);
  TinFlow udp = make_flow (capture, TIN_TRANSPORT_UDP, "127.0.0.1", "127.0.0.1", 40000);
  TinFlow refused = make_flow (capture, TIN_TRANSPORT_TCP, "127.0.0.1", "127.0.0.1", 40002);
  TinFlow timed_out = make_flow (capture, TIN_TRANSPORT_TCP, "127.0.0.1", "192.0.2.1", 80);

  tin_capture_append_event (capture, NULL, TIN_EVENT_LISTENING, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);
  append_opened (capture, &first, TIN_DIRECTION_IN);
  append_opened (capture, &six, TIN_DIRECTION_OUT);
  append_in (capture, &first, "one");
  append_in (capture, &six, "six");
  append_out (capture, &first, TIN_BY_RULE, "one", "echo");
  append_out (capture, &first, TIN_BY_RULE, "one", NULL);
  append_out (capture, &six, TIN_BY_LOCAL, "typed", NULL);
  tin_capture_append_event (capture, &first, TIN_EVENT_HALF_CLOSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
  end_flow (capture, &first, TIN_EVENT_CLOSED);
  append_opened (capture, &again, TIN_DIRECTION_IN);
  tin_capture_append_event (capture, &udp, TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
  append_in (capture, &udp, "");
  append_in (capture, &again, "connection 1 closed");
  append_out (capture, &udp, TIN_BY_RULE, "datagram", "echo");
  tin_capture_append_event (capture, &udp, TIN_EVENT_REFUSED, TIN_DIRECTION_NONE, TIN_BY_PEER, 8, "refused");
  end_flow (capture, &again, TIN_EVENT_RESET);
  tin_capture_append_event (capture, &refused, TIN_EVENT_REFUSED, TIN_DIRECTION_NONE, TIN_BY_PEER, 0, "refused");
  tin_capture_append_event (capture, &timed_out, TIN_EVENT_ERROR, TIN_DIRECTION_NONE, TIN_BY_NONE, 0, "Timed out");
  tin_capture_append_event (capture, &udp, TIN_EVENT_DROPPED, TIN_DIRECTION_IN, TIN_BY_LOCAL, 42, "42 lost");
  tin_capture_append_event (capture, NULL, TIN_EVENT_STOPPED, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);
}

/* A peer may come back from the same port before it is noticed that its old connection is gone. */
static void
append_reconnected (TinCapture *capture)
{
  TinFlow old = make_flow (capture, TIN_TRANSPORT_TCP, "127.0.0.1", "127.0.0.1", 40000);
  TinFlow new = make_flow (capture, TIN_TRANSPORT_TCP, "127.0.0.1", "127.0.0.1", 40000);

  append_opened (capture, &old, TIN_DIRECTION_IN);
  append_in (capture, &old, "before");
  append_opened (capture, &new, TIN_DIRECTION_IN);
  end_flow (capture, &old, TIN_EVENT_RESET);
  append_in (capture, &new, "after");
  end_flow (capture, &new, TIN_EVENT_CLOSED);
}

static void
append_many (TinCapture *capture)
{
  TinFlow flows[] = {
    make_flow (capture, TIN_TRANSPORT_TCP, "127.0.0.1", "127.0.0.1", 40000),
    make_flow (capture, TIN_TRANSPORT_UDP, "127.0.0.1", "127.0.0.1", 40000),
    make_flow (capture, TIN_TRANSPORT_TCP, "::1", "::1", 40000),
  };

  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    tin_capture_append_event (capture, &flows[i], TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
  for (guint i = 0; i < N_MESSAGES; i++)
    append_number (capture, &flows[i % G_N_ELEMENTS (flows)], i, 8 + i % 1000);
}

static void
assert_same_entry (const TinIndexEntry *a,
                   const TinIndexEntry *b)
{
  g_assert_cmpint (a->time_us, ==, b->time_us);
  g_assert_cmpint (a->event, ==, b->event);
  g_assert_cmpint (a->direction, ==, b->direction);
  g_assert_cmpint (a->by, ==, b->by);
  g_assert_cmpuint (a->connection, ==, b->connection);
  g_assert_cmpuint (a->size, ==, b->size);
}

/* Whether what was read is what was recorded, to the last byte. */
static void
assert_same (TinCapture *opened,
             TinCapture *original)
{
  guint64 n = tin_capture_get_published (original);

  g_assert_cmpuint (tin_capture_get_published (opened), ==, n);
  g_assert_cmpuint (tin_capture_get_saved (opened), ==, n);
  for (guint64 i = 0; i < n; i++)
    {
      g_auto (TinRecord) a = TIN_RECORD_INIT;
      g_auto (TinRecord) b = TIN_RECORD_INIT;
      TinIndexEntry entry_a, entry_b;

      g_assert_true (tin_capture_peek (opened, i, &entry_a));
      g_assert_true (tin_capture_peek (original, i, &entry_b));
      assert_same_entry (&entry_a, &entry_b);
      g_assert_true (tin_capture_read (opened, i, G_MAXSIZE, &a, NULL));
      g_assert_true (tin_capture_read (original, i, G_MAXSIZE, &b, NULL));
      g_assert_cmpint (a.time_ns, ==, b.time_ns);
      g_assert_cmpstr (a.reason, ==, b.reason);
      g_assert_true (tin_address_equal (&a.local, &b.local));
      g_assert_true (tin_address_equal (&a.peer, &b.peer));
      if (b.event == TIN_EVENT_DATA)
        g_assert_true (g_bytes_equal (a.payload, b.payload));
    }
}

static void
test_opens_what_was_recorded (gconstpointer data)
{
  void (*append) (TinCapture *capture) = (void (*) (TinCapture *)) data;
  g_auto (TinLoaderProgress) progress = { 0 };
  TinCapture *original;
  TinCapture *opened;
  TestFile file;
  gint64 now;

  test_file_set_up (&file);
  original = tin_capture_new ("test", file.sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
  use_counting_clock (original, &now);
  append (original);
  tin_capture_publish (original);
  g_assert_true (tin_capture_flush (original, TEST_TIMEOUT_MS));

  opened = load_file (file.path, &progress);
  assert_same (opened, original);
  g_assert_false (progress.is_foreign);
  g_assert_null (progress.problem);
  g_assert_cmpuint (progress.n_bytes, ==, progress.n_total);
  g_assert_cmpuint (progress.n_cut + progress.n_damaged, ==, 0);

  g_assert_finalize_object (opened);
  g_assert_finalize_object (original);
  test_file_tear_down (&file);
}

/* The rest of a damaged file is still there. */
static void
test_passes_over_damage (void)
{
  g_autoptr (GBytes) whole = save_capture (append_many);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole));
  g_autoptr (GBytes) damaged = NULL;
  g_autoptr (TinCapture) capture = NULL;
  g_auto (TinLoaderProgress) progress = { 0 };
  gsize size = g_bytes_get_size (whole);

  memset (data + size / 2, 0xaa, 5000);
  damaged = g_bytes_new (data, size);
  capture = load_bytes (damaged, &progress, NULL);
  g_assert_nonnull (capture);
  read_all (capture);
  g_assert_cmpuint (progress.n_damaged, >, 4000);
  g_assert_cmpuint (progress.n_damaged, <, 9000);
  g_assert_cmpuint (progress.n_cut, ==, 0);
  g_assert_cmpuint (tin_capture_get_published (capture), >, N_MESSAGES - 60);
}

/* A recording in several files is one, whichever of them is opened; also when the first has gone. */
static void
test_opens_all_files_of_a_recording (void)
{
  const TinCaptureLimits limits = { 1024 * 1024, 64 * 1024 * 1024 };
  g_autoptr (GPtrArray) paths = NULL;
  TinCapture *original;
  TestFile file;

  test_file_set_up (&file);
  original = tin_capture_new_limited ("test", file.sink, TIN_CAPTURE_DEFAULT_RING_SIZE, &limits);
  append_many (original);
  tin_capture_publish (original);
  g_assert_true (tin_capture_flush (original, TEST_TIMEOUT_MS));
  paths = test_file_list (&file);
  g_assert_cmpuint (paths->len, >, 3);

  for (guint i = 0; i < paths->len; i += 2)
    {
      g_auto (TinLoaderProgress) progress = { 0 };
      TinCapture *opened = load_file (paths->pdata[i], &progress);

      g_assert_cmpuint (progress.n_cut + progress.n_damaged, ==, 0);
      g_assert_cmpuint (progress.n_bytes, ==, progress.n_total);
      assert_same (opened, original);
      read_all (opened);
      g_assert_finalize_object (opened);
    }

  g_assert_cmpint (g_unlink (paths->pdata[0]), ==, 0);
  {
    g_auto (TinLoaderProgress) progress = { 0 };
    g_autoptr (TinCapture) opened = load_file (paths->pdata[2], &progress);

    g_assert_cmpuint (tin_capture_get_published (opened), <, tin_capture_get_published (original));
    g_assert_cmpuint (tin_capture_get_published (opened), >, tin_capture_get_published (original) / 2);
    read_all (opened);
  }
  g_assert_finalize_object (original);
  for (guint i = 1; i < paths->len; i++)
    g_assert_cmpint (g_unlink (paths->pdata[i]), ==, 0);
  test_file_tear_down (&file);
}

#define N_SENDERS (TIN_INDEXER_MAX_OPEN + 1000)

/* Datagrams of more senders than anybody has at a time. */
static void
append_strangers (TinCapture *capture)
{
  for (guint i = 0; i < N_SENDERS; i++)
    {
      TinFlow flow = make_flow (capture, TIN_TRANSPORT_UDP, i % 2 == 0 ? "127.0.0.1" : "::1", "::1", i / 2);

      flow.peer = make_address (i % 2 == 0 ? "127.0.0.1" : "::1", i / 2);
      append_in (capture, &flow, "hello");
    }
}

static void
test_follows_a_bounded_number_of_connections (void)
{
  g_autoptr (GBytes) whole = save_capture (append_strangers);
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (TinCapture) capture = load_bytes (whole, &progress, NULL);
  guint n_placed = 0;

  g_assert_cmpuint (tin_capture_get_published (capture), ==, N_SENDERS);
  for (guint i = 0; i < N_SENDERS; i++)
    {
      TinIndexEntry entry;

      g_assert_true (tin_capture_peek (capture, i, &entry));
      n_placed += entry.connection != 0;
    }
  g_assert_cmpuint (n_placed, ==, TIN_INDEXER_MAX_OPEN);
  g_assert_cmpuint (progress.n_unplaced, ==, N_SENDERS - TIN_INDEXER_MAX_OPEN);
}

static void
put32 (guint8  *at,
       guint32  value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

/* A packet with 700,000 bytes in it, which no socket ever gave at once. */
static GBytes *
make_huge_packet (void)
{
  const gsize packet_size = 700000;
  const gsize size = TIN_PCAPNG_PACKET_HEAD + packet_size + 4;
  guint8 *block = g_malloc0 (size);
  guint8 *ip = block + TIN_PCAPNG_PACKET_HEAD;

  put32 (block, TIN_PCAPNG_PACKET);
  put32 (block + 4, size);
  put32 (block + 20, packet_size);
  put32 (block + 24, packet_size);
  put32 (block + size - 4, size);
  ip[0] = 0x45;
  ip[9] = 6;
  ip[32] = 0x50;
  return g_bytes_new_take (block, size);
}

/* Whoever shows a record relies on it that it is none larger than we write. */
static void
test_refuses_what_nobody_recorded (void)
{
  g_autoptr (GBytes) good = save_capture (append_everything);
  g_autoptr (GBytes) huge = make_huge_packet ();
  g_autoptr (GByteArray) both = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_auto (TinLoaderProgress) good_progress = { 0 };
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (TinCapture) original = load_bytes (good, &good_progress, NULL);
  g_autoptr (TinCapture) capture = NULL;

  g_byte_array_append (both, g_bytes_get_data (good, NULL), g_bytes_get_size (good));
  g_byte_array_append (both, g_bytes_get_data (huge, NULL), g_bytes_get_size (huge));
  g_byte_array_append (both, g_bytes_get_data (huge, NULL), TIN_PCAPNG_PACKET_HEAD);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&both));
  capture = load_bytes (bytes, &progress, NULL);

  g_assert_cmpuint (tin_capture_get_published (capture), ==, tin_capture_get_published (original));
  g_assert_cmpuint (progress.n_damaged + progress.n_cut, >=, g_bytes_get_size (huge));
}

static void
test_refuses_what_is_no_recording (void)
{
  static const struct
  {
    const char *contents;
    int         code;
  } cases[] = {
    { "", G_IO_ERROR_INVALID_DATA },
    { "a", G_IO_ERROR_INVALID_DATA },
    { "Dear diary, today I recorded nothing.", G_IO_ERROR_INVALID_DATA },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].contents, strlen (cases[i].contents));
      g_auto (TinLoaderProgress) progress = { 0 };

      g_assert_null (load_bytes (bytes, &progress, &error));
      g_assert_error (error, G_IO_ERROR, cases[i].code);
      g_clear_error (&error);
    }

  g_assert_null (tin_loader_new ("/nowhere/at/all", g_get_tmp_dir (), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (tin_loader_new ("/", g_get_tmp_dir (), &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (tin_loader_new ("/dev/null", g_get_tmp_dir (), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
}

int
main (int   argc,
      char *argv[])
{
  use_fast_folder ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/loader/opens-everything", (gpointer) append_everything, test_opens_what_was_recorded);
  g_test_add_data_func ("/loader/opens-reconnected-peers", (gpointer) append_reconnected, test_opens_what_was_recorded);
  g_test_add_data_func ("/loader/opens-many-messages", (gpointer) append_many, test_opens_what_was_recorded);
  g_test_add_func ("/loader/opens-all-files-of-a-recording", test_opens_all_files_of_a_recording);
  g_test_add_func ("/loader/follows-a-bounded-number-of-connections", test_follows_a_bounded_number_of_connections);
  g_test_add_func ("/loader/passes-over-damage", test_passes_over_damage);
  g_test_add_func ("/loader/refuses-what-nobody-recorded", test_refuses_what_nobody_recorded);
  g_test_add_func ("/loader/refuses-what-is-no-recording", test_refuses_what_is_no_recording);

  return g_test_run ();
}
