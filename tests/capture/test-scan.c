/* test-scan.c: tests of going through the payloads of many records.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-ring.h"
#include "capture/tin-scan.h"
#include "tin-faulty-sink.h"

#define RING_SIZE    (2 * TIN_RING_CHUNK_SIZE)
#define MESSAGE_SIZE 1000 /* bytes */
#define N_MESSAGES   9000

static TinCapture *
new_in_memory (void)
{
  return tin_capture_new ("test", NULL, RING_SIZE);
}

static void
send_many (TinCapture *capture,
           TinFlow    *flow,
           guint       first,
           guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      if (!tin_capture_has_room (capture))
        await_room (capture);
      append_number (capture, flow, first + i, MESSAGE_SIZE);
      tin_capture_publish (capture);
    }
}

/* The whole record, from what the scan holds already. */
static void
assert_reads (TinScan         *scan,
              const TinRecord *expected)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  const guint8 *blocks;
  gsize size = 0;

  g_assert_true (tin_scan_read (scan, G_MAXSIZE, &record));
  g_assert_cmpint (record.event, ==, expected->event);
  g_assert_cmpint (record.direction, ==, expected->direction);
  g_assert_cmpint (record.by, ==, expected->by);
  g_assert_cmpuint (record.connection, ==, expected->connection);
  g_assert_cmpint (record.time_ns, ==, expected->time_ns);
  g_assert_cmpuint (record.size, ==, expected->size);
  g_assert_cmpstr (record.reason, ==, expected->reason);
  g_assert_true (tin_address_equal (&record.local, &expected->local));
  g_assert_true (tin_address_equal (&record.peer, &expected->peer));
  if (expected->payload != NULL)
    g_assert_cmpmem (g_bytes_get_data (record.payload, NULL), g_bytes_get_size (record.payload),
                     g_bytes_get_data (expected->payload, NULL), g_bytes_get_size (expected->payload));

  blocks = tin_scan_get_blocks (scan, &size);
  g_assert_nonnull (blocks);
  for (gsize at = 0; at < size; at += tin_block_get_size (blocks + at, size - at))
    g_assert_cmpuint (tin_block_get_size (blocks + at, size - at), >=, TIN_BLOCK_MIN_SIZE);
}

/* Whether each item says what the capture says. */
static guint64
assert_same_as_read (TinScan    *scan,
                     TinCapture *capture,
                     guint64     first)
{
  TinScanItem item;
  guint64 n = 0;

  for (; tin_scan_next (scan, &item); n++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      g_assert_cmpuint (item.position, ==, first + n);
      g_assert_true (tin_capture_read (capture, item.position, G_MAXSIZE, &record, NULL));
      g_assert_cmpint (item.entry.event, ==, record.event);
      g_assert_cmpuint (item.entry.size, ==, record.size);
      if (record.event == TIN_EVENT_DATA && record.size > 0)
        g_assert_cmpmem (item.payload, item.entry.size,
                         g_bytes_get_data (record.payload, NULL), g_bytes_get_size (record.payload));
      else
        g_assert_null (item.payload);
      assert_reads (scan, &record);
    }
  return n;
}

static void
test_gives_every_kind_of_payload (void)
{
  g_autoptr (TinScan) scan = NULL;
  g_autofree guint8 *large = g_malloc0 (3 * TIN_CAPTURE_MAX_PAYLOAD);
  TinAddress local = make_address ("::1", 8080);
  TinAddress peer = make_address ("::1", 40000);
  TinCapture *capture = new_in_memory ();
  TinFlow tcp, udp;

  init_tcp_flow (&tcp, capture);
  tin_flow_init (&udp, TIN_TRANSPORT_UDP, tin_capture_take_connection (capture), &local, &peer);
  append_opened (capture, &tcp, TIN_DIRECTION_IN);
  append_in (capture, &tcp, "over TCP");
  append_out (capture, &udp, TIN_BY_RULE, "over UDP", "echo");
  append_in (capture, &udp, "");
  tin_capture_append_event (capture, NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, "a note");
  tin_capture_append_data (capture, &tcp, TIN_DIRECTION_OUT, TIN_BY_LOCAL, large,
                           3 * TIN_CAPTURE_MAX_PAYLOAD, NULL);
  tin_capture_append_event (capture, &tcp, TIN_EVENT_CLOSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
  tin_capture_publish (capture);

  scan = tin_scan_new (capture, 0, tin_capture_get_published (capture));
  g_assert_cmpuint (assert_same_as_read (scan, capture, 0), ==, tin_capture_get_published (capture));
  g_assert_cmpuint (tin_scan_get_n_lost (scan), ==, 0);
  g_clear_pointer (&scan, tin_scan_free);
  g_assert_finalize_object (capture);
}

static void
test_reads_from_file_and_memory (void)
{
  g_autoptr (TinScan) scan = NULL;
  g_autoptr (TinScan) middle = NULL;
  TinCapture *capture;
  TinFlow flow;
  TestFile file;

  test_file_set_up (&file);
  capture = tin_capture_new ("test", file.sink, RING_SIZE);
  use_room_func (capture);
  init_tcp_flow (&flow, capture);
  send_many (capture, &flow, 0, N_MESSAGES);

  scan = tin_scan_new (capture, 0, N_MESSAGES);
  middle = tin_scan_new (capture, N_MESSAGES / 2, N_MESSAGES / 2 + 10);
  g_assert_cmpuint (assert_same_as_read (scan, capture, 0), ==, N_MESSAGES);
  g_assert_cmpuint (assert_same_as_read (middle, capture, N_MESSAGES / 2), ==, 10);

  tin_scan_extend (scan, 1);
  g_assert_cmpuint (assert_same_as_read (scan, capture, 0), ==, 0);
  tin_scan_extend (scan, N_MESSAGES + 7);
  g_assert_cmpuint (assert_same_as_read (scan, capture, 0), ==, 0);
  send_many (capture, &flow, N_MESSAGES, 20);
  g_assert_cmpuint (assert_same_as_read (scan, capture, N_MESSAGES), ==, 7);
  g_assert_cmpuint (tin_scan_get_n_lost (scan), ==, 0);

  g_clear_pointer (&scan, tin_scan_free);
  g_clear_pointer (&middle, tin_scan_free);
  g_assert_finalize_object (capture);
  test_file_tear_down (&file);
}

static void
assert_same_item (const TinScanItem *item,
                  const TinScanItem *expected)
{
  g_assert_cmpuint (item->position, ==, expected->position);
  g_assert_cmpuint (item->entry.offset, ==, expected->entry.offset);
  g_assert_cmpint (item->entry.event, ==, expected->entry.event);
  g_assert_cmpuint (item->entry.size, ==, expected->entry.size);
  g_assert_true ((item->payload == NULL) == (expected->payload == NULL));
  if (item->payload != NULL)
    g_assert_cmpmem (item->payload, item->entry.size, expected->payload, expected->entry.size);
}

/* Whether many at a time are the same as one at a time. Returns: how many there were */
static guint64
assert_same_as_single (TinCapture *capture,
                       guint64     end,
                       guint       n_wanted)
{
  g_autoptr (TinScan) scan = tin_scan_new (capture, 0, end);
  g_autoptr (TinScan) single = tin_scan_new (capture, 0, end);
  TinScanItem items[TIN_SCAN_MANY + 1];
  TinScanItem item;
  guint64 n = 0;
  guint n_items;

  while ((n_items = tin_scan_next_many (scan, items, n_wanted)) > 0)
    {
      g_assert_cmpuint (n_items, <=, MIN (n_wanted, TIN_SCAN_MANY));
      n += n_items;
      for (guint i = 0; i < n_items; i++)
        {
          g_assert_true (tin_scan_next (single, &item));
          assert_same_item (&items[i], &item);
          g_assert_true (i == 0 || item.payload != NULL || item.entry.event != TIN_EVENT_DATA);
        }
    }

  g_assert_false (tin_scan_next (single, &item));
  g_assert_cmpuint (tin_scan_get_n_lost (scan), ==, tin_scan_get_n_lost (single));

  return n;
}

static void
test_gives_many_at_once (void)
{
  TinCapture *capture;
  TinFlow flow;
  TestFile file;

  test_file_set_up (&file);
  capture = tin_capture_new ("test", file.sink, RING_SIZE);
  use_room_func (capture);
  init_tcp_flow (&flow, capture);
  append_opened (capture, &flow, TIN_DIRECTION_IN);
  send_many (capture, &flow, 0, N_MESSAGES);

  for (guint n_wanted = 1; n_wanted <= TIN_SCAN_MANY + 1; n_wanted += 21)
    g_assert_cmpuint (assert_same_as_single (capture, N_MESSAGES + 1, n_wanted), ==, N_MESSAGES + 1);
  g_assert_cmpuint (assert_same_as_single (capture, 3, TIN_SCAN_MANY), ==, 3);
  g_assert_cmpuint (assert_same_as_single (capture, 0, TIN_SCAN_MANY), ==, 0);

  g_assert_finalize_object (capture);
  test_file_tear_down (&file);
}

static void
test_omits_payloads (void)
{
  g_autoptr (TinScan) scan = NULL;
  TinCapture *capture = new_in_memory ();
  TinScanItem items[3];
  TinFlow flow;

  init_tcp_flow (&flow, capture);
  append_in (capture, &flow, "hello");
  append_in (capture, &flow, "you");
  tin_capture_publish (capture);

  scan = tin_scan_new (capture, 0, 2);
  tin_scan_omit_payloads (scan);
  g_assert_cmpuint (tin_scan_next_many (scan, items, G_N_ELEMENTS (items)), ==, 2);
  g_assert_cmpuint (items[1].entry.size, ==, 3);
  g_assert_null (items[0].payload);
  g_assert_null (items[1].payload);
  g_assert_cmpuint (tin_scan_get_n_lost (scan), ==, 0);
  g_clear_pointer (&scan, tin_scan_free);
  g_assert_finalize_object (capture);
}

static void
test_seeks (void)
{
  static const guint64 positions[] = { 0, 1, 5000, 4999, 7, N_MESSAGES - 1 };
  g_autoptr (TinScan) scan = NULL;
  TinCapture *capture;
  TinFlow flow;
  TestFile file;

  test_file_set_up (&file);
  capture = tin_capture_new ("test", file.sink, RING_SIZE);
  use_room_func (capture);
  init_tcp_flow (&flow, capture);
  send_many (capture, &flow, 0, N_MESSAGES);

  scan = tin_scan_new (capture, 0, N_MESSAGES);
  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      TinScanItem item;

      tin_scan_seek (scan, positions[i]);
      g_assert_true (tin_scan_next (scan, &item));
      g_assert_cmpuint (item.position, ==, positions[i]);
      g_assert_true (tin_capture_read (capture, positions[i], G_MAXSIZE, &record, NULL));
      assert_reads (scan, &record);
    }
  g_assert_false (tin_scan_next (scan, &(TinScanItem) { 0 }));
  g_assert_cmpuint (tin_scan_get_n_lost (scan), ==, 0);

  g_clear_pointer (&scan, tin_scan_free);
  g_assert_finalize_object (capture);
  test_file_tear_down (&file);
}

static void
test_counts_what_memory_dropped (void)
{
  g_autoptr (TinScan) scan = NULL;
  TinCapture *capture = new_in_memory ();
  TinFlow flow;
  guint64 first;

  init_tcp_flow (&flow, capture);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      append_number (capture, &flow, i, MESSAGE_SIZE);
      tin_capture_publish (capture);
    }
  first = tin_capture_get_first (capture);
  g_assert_cmpuint (first, >, 0);

  scan = tin_scan_new (capture, 0, N_MESSAGES);
  g_assert_cmpuint (assert_same_as_read (scan, capture, first), ==, N_MESSAGES - first);
  g_assert_cmpuint (tin_scan_get_n_lost (scan), ==, first);
  g_assert_cmpuint (assert_same_as_single (capture, N_MESSAGES, TIN_SCAN_MANY), ==, N_MESSAGES - first);
  g_clear_pointer (&scan, tin_scan_free);
  g_assert_finalize_object (capture);
}

/* What a full disk made of the stream must neither be shown nor shift what follows. */
static void
test_passes_over_a_gap (void)
{
  g_autoptr (TinScan) scan = NULL;
  g_autoptr (TinSink) sink = NULL;
  TinFaultySink *faulty;
  TinCapture *capture;
  TinScanItem item;
  TinFlow flow;
  TestFile file;
  guint64 n_lost = 0;
  guint64 published;
  gsize size;

  test_file_set_up (&file);
  sink = tin_faulty_sink_new (file.sink);
  faulty = TIN_FAULTY_SINK (sink);
  capture = tin_capture_new ("test", sink, RING_SIZE);
  use_room_func (capture);
  init_tcp_flow (&flow, capture);
  send_many (capture, &flow, 0, N_MESSAGES / 3);
  g_assert_true (tin_capture_flush (capture, TEST_TIMEOUT_MS));
  tin_faulty_sink_set_capacity (faulty, 1);
  send_many (capture, &flow, N_MESSAGES / 3, N_MESSAGES / 3);
  tin_faulty_sink_set_capacity (faulty, G_MAXUINT64);
  while (!tin_capture_flush (capture, TEST_TIMEOUT_MS))
    g_thread_yield ();
  send_many (capture, &flow, N_MESSAGES / 3 * 2, N_MESSAGES / 3);

  published = tin_capture_get_published (capture);
  scan = tin_scan_new (capture, 0, published);
  for (guint64 i = 0; tin_scan_next (scan, &item); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      gboolean held = tin_capture_read (capture, i, G_MAXSIZE, &record, NULL);

      g_assert_cmpuint (item.position, ==, i);
      if (item.entry.event != TIN_EVENT_DATA)
        continue;
      g_assert_true (held == (item.payload != NULL));
      if (held)
        g_assert_cmpmem (item.payload, item.entry.size, g_bytes_get_data (record.payload, NULL), record.size);
      else
        n_lost++;
      g_assert_true (held == (tin_scan_get_blocks (scan, &size) != NULL));
    }
  g_assert_cmpuint (n_lost, >, 0);
  g_assert_cmpuint (tin_scan_get_n_lost (scan), ==, n_lost);
  g_assert_cmpuint (assert_same_as_single (capture, published, TIN_SCAN_MANY), ==, published);

  g_clear_pointer (&scan, tin_scan_free);
  g_assert_finalize_object (capture);
  g_clear_object (&sink);
  test_file_tear_down (&file);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scan/gives-every-kind-of-payload", test_gives_every_kind_of_payload);
  g_test_add_func ("/scan/reads-from-file-and-memory", test_reads_from_file_and_memory);
  g_test_add_func ("/scan/gives-many-at-once", test_gives_many_at_once);
  g_test_add_func ("/scan/omits-payloads", test_omits_payloads);
  g_test_add_func ("/scan/seeks", test_seeks);
  g_test_add_func ("/scan/counts-what-memory-dropped", test_counts_what_memory_dropped);
  g_test_add_func ("/scan/passes-over-a-gap", test_passes_over_a_gap);

  return g_test_run ();
}
