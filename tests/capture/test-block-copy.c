/* test-block-copy.c: blocks of a capture, for another file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include "capture/tin-block-copy.h"
#include "capture/tin-block-reader.h"
#include "capture/tin-pcapng.h"
#include "capture/tin-scan.h"

#include <string.h>

/* A bit of everything. */
static void
append_all_kinds (TinCapture *capture)
{
  TinAddress local = make_address ("::1", 8080);
  TinAddress peer = make_address ("::1", 40000);
  TinFlow tcp, udp;

  init_tcp_flow (&tcp, capture);
  tin_flow_init (&udp, TIN_TRANSPORT_UDP, tin_capture_take_connection (capture), &local, &peer);
  append_opened (capture, &tcp, TIN_DIRECTION_IN);
  append_in (capture, &tcp, "over TCP");
  append_out (capture, &udp, TIN_BY_RULE, "over UDP", "echo");
  append_in (capture, &udp, "");
  append_in (capture, &udp, "odd");
  tin_capture_append_event (capture, &udp, TIN_EVENT_REFUSED, TIN_DIRECTION_IN, TIN_BY_PEER, 3, "Refused");
  tin_capture_append_event (capture, NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, "a note");
  tin_capture_append_event (capture, &tcp, TIN_EVENT_CLOSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
}

static TinCapture *
new_in_memory (void)
{
  TinCapture *capture = tin_capture_new ("test", NULL, TIN_CAPTURE_DEFAULT_RING_SIZE);
  gint64 now;

  use_counting_clock (capture, &now);
  append_all_kinds (capture);
  tin_capture_publish (capture);

  return capture;
}

static GByteArray *
copy_all (TinCapture *capture,
          const char *note)
{
  GByteArray *copy = g_byte_array_new ();
  g_autoptr (TinScan) scan = tin_scan_new (capture, 0, tin_capture_get_published (capture));
  TinScanItem item;

  while (tin_scan_next (scan, &item))
    {
      gsize size;
      const guint8 *blocks = tin_scan_get_blocks (scan, &size);

      g_assert_nonnull (blocks);
      g_assert_true (tin_block_copy (copy, blocks, size, note));
    }

  return copy;
}

/* What memory leaves out is there: the copy is the file that would have been written. */
static void
test_copies_memory_as_a_file (void)
{
  TinCapture *capture = new_in_memory ();
  g_autoptr (GByteArray) copy = copy_all (capture, NULL);
  g_autoptr (GBytes) saved = save_capture (append_all_kinds);
  gsize size;
  const guint8 *data = g_bytes_get_data (saved, &size);

  /* A copy has an end of its own, or none. */
  size -= TIN_PCAPNG_END_SIZE;
  g_assert_cmpuint (size, >, copy->len);
  g_assert_cmpmem (data + size - copy->len, copy->len, copy->data, copy->len);
  g_assert_finalize_object (capture);
}

static void
assert_note (TinCapture *capture,
             const char *note,
             const char *expected)
{
  g_autoptr (TinScan) scan = tin_scan_new (capture, 0, tin_capture_get_published (capture));
  TinScanItem item;

  while (tin_scan_next (scan, &item))
    {
      g_autoptr (GByteArray) copy = g_byte_array_new ();
      g_auto (TinRecord) before = TIN_RECORD_INIT;
      g_auto (TinRecord) after = TIN_RECORD_INIT;
      g_autoptr (GError) error = NULL;
      gsize size;
      const guint8 *blocks = tin_scan_get_blocks (scan, &size);
      TinBlock block;

      g_assert_true (tin_block_copy (copy, blocks, size, note));
      block = (TinBlock) { .head = blocks, .head_size = tin_block_get_size (blocks, size) };
      g_assert_true (tin_block_read (&block, G_MAXSIZE, &before, &error));
      block = (TinBlock) { .head = copy->data, .head_size = tin_block_get_size (copy->data, copy->len) };
      g_assert_true (tin_block_read (&block, G_MAXSIZE, &after, &error));
      g_assert_no_error (error);

      g_assert_null (before.note);
      g_assert_cmpstr (after.note, ==, expected);
      g_assert_cmpstr (after.reason, ==, before.reason);
      g_assert_cmpint (after.event, ==, before.event);
      g_assert_cmpint (after.by, ==, before.by);
      g_assert_cmpint (after.time_ns, ==, before.time_ns);
      g_assert_cmpuint (after.connection, ==, before.connection);
      g_assert_cmpuint (after.size, ==, before.size);
      g_assert_true ((after.payload == NULL) == (before.payload == NULL));
      g_assert_true (after.payload == NULL || g_bytes_equal (after.payload, before.payload));

      for (gsize at = 0; at < copy->len; at += tin_block_get_size (copy->data + at, copy->len - at))
        g_assert_cmpuint (tin_block_get_size (copy->data + at, copy->len - at), >=, TIN_BLOCK_MIN_SIZE);
    }
}

static void
test_adds_a_note (void)
{
  TinCapture *capture = new_in_memory ();

  assert_note (capture, "", "");
  assert_note (capture, "x", "x");
  assert_note (capture, "why 3?", "why 3?");
  assert_note (capture, "Grüße,\nzwei Zeilen\033", "Grüße, zwei Zeilen ");
  g_assert_finalize_object (capture);
}

/* A comment that only begins alike is a reason. */
static void
test_knows_a_note_from_a_reason (void)
{
  TinCapture *capture = tin_capture_new ("test", NULL, TIN_CAPTURE_DEFAULT_RING_SIZE);
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  TinFlow flow;

  init_tcp_flow (&flow, capture);
  append_out (capture, &flow, TIN_BY_LOCAL, "x", "bookmarks are full");
  tin_capture_publish (capture);
  g_assert_true (tin_capture_read (capture, 0, 0, &record, NULL));
  g_assert_cmpstr (record.reason, ==, "bookmarks are full");
  g_assert_null (record.note);
  g_assert_finalize_object (capture);
}

static void
put32 (guint8  *at,
       guint32  value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

/* Whatever a file says of itself, and wherever it ends. */
static void
test_believes_nothing (void)
{
  static const guint32 words[] = { 0, 1, 4, 27, 28, 32, 40, 65535, 0x7fffffff, 0xfffffffc, G_MAXUINT32 };
  TinCapture *capture = new_in_memory ();
  g_autoptr (GByteArray) whole = copy_all (capture, "note");

  for (guint at = 0; at + 4 <= whole->len; at += 4)
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      {
        g_autofree guint8 *damaged = g_memdup2 (whole->data, whole->len);
        g_autoptr (GByteArray) copy = g_byte_array_new ();

        put32 (damaged + at, words[i]);
        if (!tin_block_copy (copy, damaged, whole->len, i % 2 == 0 ? "note" : NULL))
          g_assert_cmpuint (copy->len, ==, 0);
      }

  for (guint size = 0; size < whole->len; size++)
    {
      g_autofree guint8 *cut = g_memdup2 (whole->data, size);
      g_autoptr (GByteArray) copy = g_byte_array_new ();

      tin_block_copy (copy, cut, size, "note");
    }

  g_assert_finalize_object (capture);
}

/* What other programs put into a file stays there. */
static void
test_leaves_out_what_is_no_record (void)
{
  guint8 blocks[2 * TIN_PCAPNG_HEADER_ROOM];
  g_autoptr (GByteArray) copy = g_byte_array_new ();
  gsize size = tin_pcapng_write_header (blocks, "test");

  g_assert_true (tin_block_copy (copy, blocks, size, "note"));
  g_assert_cmpuint (copy->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/block-copy/copies-memory-as-a-file", test_copies_memory_as_a_file);
  g_test_add_func ("/block-copy/adds-a-note", test_adds_a_note);
  g_test_add_func ("/block-copy/knows-a-note-from-a-reason", test_knows_a_note_from_a_reason);
  g_test_add_func ("/block-copy/believes-nothing", test_believes_nothing);
  g_test_add_func ("/block-copy/leaves-out-what-is-no-record", test_leaves_out_what_is_no_record);

  return g_test_run ();
}
