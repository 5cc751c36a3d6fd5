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

static TinNotes *
new_note (const char *text)
{
  TinNotes *notes = tin_notes_new ();

  g_assert_true (tin_notes_add (notes, 0, text));
  return notes;
}

static GByteArray *
copy_all (TinCapture     *capture,
          const TinNotes *notes)
{
  GByteArray *copy = g_byte_array_new ();
  g_autoptr (TinScan) scan = tin_scan_new (capture, 0, tin_capture_get_published (capture));
  TinScanItem item;

  while (tin_scan_next (scan, &item))
    {
      gsize size;
      const guint8 *blocks = tin_scan_get_blocks (scan, &size);

      g_assert_nonnull (blocks);
      g_assert_true (tin_block_copy (copy, blocks, size, notes, TIN_BLOCK_COPY_REPLACE));
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
  g_autoptr (TinNotes) notes = new_note (note);
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

      g_assert_true (tin_block_copy (copy, blocks, size, notes, TIN_BLOCK_COPY_REPLACE));
      block = (TinBlock) { .head = blocks, .head_size = tin_block_get_size (blocks, size) };
      g_assert_true (tin_block_read (&block, G_MAXSIZE, &before, &error));
      block = (TinBlock) { .head = copy->data, .head_size = tin_block_get_size (copy->data, copy->len) };
      g_assert_true (tin_block_read (&block, G_MAXSIZE, &after, &error));
      g_assert_no_error (error);

      g_assert_null (before.notes);
      g_assert_cmpuint (tin_notes_get_length (after.notes), ==, 1);
      g_assert_cmpstr (tin_notes_find (after.notes, 0)->text, ==, expected);
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

/* The only record of a copy of blocks. */
static void
read_back (const GByteArray *copy,
           TinRecord        *record)
{
  TinBlock block = { .head = copy->data, .head_size = tin_block_get_size (copy->data, copy->len) };
  g_autoptr (GError) error = NULL;

  tin_block_read (&block, G_MAXSIZE, record, &error);
  g_assert_no_error (error);
}

static GByteArray *
copy_first (TinCapture       *capture,
            const TinNotes   *notes,
            TinBlockCopyMode  mode)
{
  g_autoptr (TinScan) scan = tin_scan_new (capture, 0, 1);
  GByteArray *copy = g_byte_array_new ();
  TinScanItem item;
  const guint8 *blocks;
  gsize size;

  g_assert_true (tin_scan_next (scan, &item));
  blocks = tin_scan_get_blocks (scan, &size);
  g_assert_true (tin_block_copy (copy, blocks, size, notes, mode));
  return copy;
}

static GByteArray *
copy_again (const GByteArray *copy,
            const TinNotes   *notes,
            TinBlockCopyMode  mode)
{
  GByteArray *again = g_byte_array_new ();

  g_assert_true (tin_block_copy (again, copy->data, copy->len, notes, mode));
  return again;
}

static void
assert_notes (const GByteArray *copy,
              const char       *expected)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_autoptr (GString) found = g_string_new (NULL);

  read_back (copy, &record);
  g_assert_cmpstr (record.reason, ==, "echo");
  g_assert_cmpint (record.by, ==, TIN_BY_RULE);
  for (guint i = 0; record.notes != NULL && i < tin_notes_get_length (record.notes); i++)
    g_string_append_printf (found, "%u=%s;", tin_notes_get (record.notes, i)->offset,
                            tin_notes_get (record.notes, i)->text);
  g_assert_cmpstr (found->str, ==, expected);
}

/* Lines that came together may be marked each, and what a rule was called is still there. A note that was written
 * anew or taken away is gone. */
static void
test_keeps_all_notes (void)
{
  TinCapture *capture = tin_capture_new ("test", NULL, TIN_CAPTURE_DEFAULT_RING_SIZE);
  g_autoptr (TinNotes) notes = tin_notes_new ();
  g_autoptr (TinNotes) others = tin_notes_new ();
  g_autoptr (GByteArray) copy = NULL;
  g_autoptr (GByteArray) kept = NULL;
  g_autoptr (GByteArray) replaced = NULL;
  g_autoptr (GByteArray) bare = NULL;
  g_autoptr (GByteArray) plain = NULL;
  TinFlow flow;

  init_tcp_flow (&flow, capture);
  append_out (capture, &flow, TIN_BY_RULE, "one\ntwo\nthree\n", "echo");
  tin_capture_publish (capture);
  g_assert_true (tin_notes_add (notes, 0, "the first"));
  g_assert_true (tin_notes_add (notes, 4, ""));
  g_assert_true (tin_notes_add (notes, 8, "at 17: a time"));
  g_assert_false (tin_notes_add (notes, 8, "twice"));
  g_assert_true (tin_notes_add (others, 4, "anew"));

  copy = copy_first (capture, notes, TIN_BLOCK_COPY_KEEP);
  assert_notes (copy, "0=the first;4=;8=at 17: a time;");
  kept = copy_again (copy, others, TIN_BLOCK_COPY_KEEP);
  assert_notes (kept, "0=the first;8=at 17: a time;4=anew;");
  replaced = copy_again (copy, others, TIN_BLOCK_COPY_REPLACE);
  assert_notes (replaced, "4=anew;");
  bare = copy_again (copy, NULL, TIN_BLOCK_COPY_REPLACE);
  assert_notes (bare, "");
  plain = copy_first (capture, NULL, TIN_BLOCK_COPY_KEEP);
  g_assert_cmpmem (bare->data, bare->len, plain->data, plain->len);
  g_assert_finalize_object (capture);
}

/* As many as there can be, on the largest packet: still a block that is read. */
static void
test_has_room_for_many_notes (void)
{
  TinCapture *capture = tin_capture_new ("test", NULL, TIN_CAPTURE_DEFAULT_RING_SIZE);
  g_autofree guint8 *payload = g_malloc0 (TIN_CAPTURE_MAX_PAYLOAD);
  g_autofree char *text = g_strnfill (TIN_PCAPNG_MAX_REASON - 1, 'x');
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_autoptr (TinNotes) notes = tin_notes_new ();
  g_autoptr (GByteArray) copy = NULL;
  TinFlow flow;
  guint n = 0;

  init_tcp_flow (&flow, capture);
  tin_capture_append_data (capture, &flow, TIN_DIRECTION_OUT, TIN_BY_LOCAL, payload, TIN_CAPTURE_MAX_PAYLOAD, NULL);
  tin_capture_publish (capture);
  while (tin_notes_add (notes, n, n < 10 ? text : ""))
    n++;
  g_assert_cmpuint (n, >, 400);

  copy = copy_first (capture, notes, TIN_BLOCK_COPY_REPLACE);
  g_assert_cmpuint (copy->len, <, 96 * 1024);
  read_back (copy, &record);
  g_assert_cmpuint (tin_notes_get_length (record.notes), ==, n);
  g_assert_cmpstr (tin_notes_find (record.notes, 9)->text, ==, text);
  g_assert_cmpuint (g_bytes_get_size (record.payload), ==, TIN_CAPTURE_MAX_PAYLOAD);
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
  g_autoptr (TinNotes) note = new_note ("note");
  g_autoptr (GByteArray) whole = copy_all (capture, note);

  for (guint at = 0; at + 4 <= whole->len; at += 4)
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      {
        g_autofree guint8 *damaged = g_memdup2 (whole->data, whole->len);
        g_autoptr (GByteArray) copy = g_byte_array_new ();

        put32 (damaged + at, words[i]);
        if (!tin_block_copy (copy, damaged, whole->len, i % 2 == 0 ? note : NULL, i % 3 == 0))
          g_assert_cmpuint (copy->len, ==, 0);
      }

  for (guint size = 0; size < whole->len; size++)
    {
      g_autofree guint8 *cut = g_memdup2 (whole->data, size);
      g_autoptr (GByteArray) copy = g_byte_array_new ();

      tin_block_copy (copy, cut, size, note, TIN_BLOCK_COPY_REPLACE);
    }

  g_assert_finalize_object (capture);
}

/* More padding than anybody needs, in a file that somebody made up. */
static void
test_adds_a_note_behind_any_padding (void)
{
  static const char text[] = "TINCAN_EVENT=note\n";
  const gsize text_size = strlen (text);
  g_autoptr (TinNotes) note = new_note ("why");

  for (gsize padding = 2; padding < 3000; padding += 4)
    {
      const gsize size = 8 + text_size + padding + 4;
      g_autofree guint8 *block = g_malloc0 (size);
      g_autoptr (GByteArray) copy = g_byte_array_new ();
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      TinBlock copied = { 0 };

      put32 (block, TIN_PCAPNG_JOURNAL);
      put32 (block + 4, size);
      memcpy (block + 8, text, text_size);
      put32 (block + size - 4, size);
      g_assert_true (tin_block_copy (copy, block, size, note, TIN_BLOCK_COPY_KEEP));

      copied.head = copy->data;
      copied.head_size = tin_block_get_size (copy->data, copy->len);
      g_assert_cmpuint (copied.head_size, ==, copy->len);
      g_assert_true (tin_block_read (&copied, 0, &record, NULL));
      g_assert_nonnull (record.notes);
      g_assert_cmpstr (tin_notes_find (record.notes, 0)->text, ==, "why");
    }
}

/* What other programs put into a file stays there. */
static void
test_leaves_out_what_is_no_record (void)
{
  guint8 blocks[2 * TIN_PCAPNG_HEADER_ROOM];
  g_autoptr (GByteArray) copy = g_byte_array_new ();
  g_autoptr (TinNotes) note = new_note ("note");
  gsize size = tin_pcapng_write_header (blocks, "test");

  g_assert_true (tin_block_copy (copy, blocks, size, note, TIN_BLOCK_COPY_KEEP));
  g_assert_cmpuint (copy->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/block-copy/copies-memory-as-a-file", test_copies_memory_as_a_file);
  g_test_add_func ("/block-copy/adds-a-note", test_adds_a_note);
  g_test_add_func ("/block-copy/keeps-all-notes", test_keeps_all_notes);
  g_test_add_func ("/block-copy/has-room-for-many-notes", test_has_room_for_many_notes);
  g_test_add_func ("/block-copy/adds-a-note-behind-any-padding", test_adds_a_note_behind_any_padding);
  g_test_add_func ("/block-copy/believes-nothing", test_believes_nothing);
  g_test_add_func ("/block-copy/leaves-out-what-is-no-record", test_leaves_out_what_is_no_record);

  return g_test_run ();
}
