/* test-extents.c: tests of TinExtents.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-extents.h"
#include "capture/tin-file-sink.h"

#define HEADER 100 /* bytes */

typedef struct
{
  TinExtents *extents;
  TinSink    *sinks[3];
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char *const names[] = { "one", "two", "three" };

  fixture->extents = tin_extents_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    fixture->sinks[i] = tin_file_sink_new ("/nowhere", names[i]);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  tin_extents_free (fixture->extents);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->sinks); i++)
    g_assert_finalize_object (fixture->sinks[i]);
}

static void
assert_found (Fixture *fixture,
              guint64  offset,
              guint    sink,
              guint64  file_offset,
              guint64  available)
{
  guint64 found_offset;
  guint64 found_available;
  g_autoptr (TinSink) found = tin_extents_find (fixture->extents, offset, &found_offset, &found_available);

  g_assert_true (found == fixture->sinks[sink]);
  g_assert_cmpuint (found_offset, ==, file_offset);
  g_assert_cmpuint (found_available, ==, available);
}

static void
assert_gone (Fixture *fixture,
             guint64  offset)
{
  guint64 file_offset;
  guint64 available;

  g_assert_null (tin_extents_find (fixture->extents, offset, &file_offset, &available));
}

/* Three files, in the second of which 1000 bytes from 450 on are lost. */
static void
fill (Fixture *fixture)
{
  tin_extents_begin_segment (fixture->extents, fixture->sinks[0], 0);
  tin_extents_append (fixture->extents, 0, 100, HEADER);
  tin_extents_append (fixture->extents, 100, 0, HEADER + 100);
  tin_extents_append (fixture->extents, 100, 200, HEADER + 100);
  tin_extents_begin_segment (fixture->extents, fixture->sinks[1], 300);
  tin_extents_append (fixture->extents, 300, 150, HEADER);
  tin_extents_append_note (fixture->extents, 450, 1450, 80, HEADER + 150);
  tin_extents_append (fixture->extents, 1450, 50, HEADER + 230);
  tin_extents_begin_segment (fixture->extents, fixture->sinks[2], 1500);
  tin_extents_append (fixture->extents, 1500, 10, HEADER);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  assert_gone (fixture, 0);
  g_assert_cmpuint (tin_extents_get_n_segments (fixture->extents), ==, 0);
  g_assert_cmpuint (tin_extents_get_size (fixture->extents), ==, 0);

  tin_extents_begin_segment (fixture->extents, fixture->sinks[0], 0);
  assert_gone (fixture, 0);
  g_assert_cmpuint (tin_extents_get_n_segments (fixture->extents), ==, 1);
}

static void
test_finds_the_file (Fixture       *fixture,
                     gconstpointer  data)
{
  fill (fixture);
  assert_found (fixture, 0, 0, HEADER, 300);
  assert_found (fixture, 299, 0, HEADER + 299, 1);
  assert_found (fixture, 300, 1, HEADER, 150);
  assert_found (fixture, 449, 1, HEADER + 149, 1);
  assert_found (fixture, 450, 1, HEADER + 150, 80);
  assert_gone (fixture, 451);
  assert_gone (fixture, 1449);
  assert_found (fixture, 1450, 1, HEADER + 230, 50);
  assert_found (fixture, 1509, 2, HEADER + 9, 1);
  assert_gone (fixture, 1510);
  assert_gone (fixture, G_MAXUINT64);
  g_assert_cmpuint (tin_extents_get_size (fixture->extents), ==, 3 * HEADER + 300 + 280 + 10);
  g_assert_true (tin_extents_get_sink (fixture->extents, 1) == fixture->sinks[1]);
}

static void
test_drops_the_oldest (Fixture       *fixture,
                       gconstpointer  data)
{
  guint64 start;

  fill (fixture);
  g_object_unref (tin_extents_drop_segment (fixture->extents, &start));
  g_assert_cmpuint (start, ==, 300);
  assert_gone (fixture, 0);
  assert_gone (fixture, 299);
  assert_found (fixture, 300, 1, HEADER, 150);
  assert_found (fixture, 1500, 2, HEADER, 10);
  g_assert_cmpuint (tin_extents_get_size (fixture->extents), ==, 2 * HEADER + 280 + 10);

  /* It goes on where it was. */
  tin_extents_append (fixture->extents, 1510, 5, HEADER + 10);
  assert_found (fixture, 1500, 2, HEADER, 15);

  g_object_unref (tin_extents_drop_segment (fixture->extents, &start));
  g_assert_cmpuint (start, ==, 1500);
  g_object_unref (tin_extents_drop_segment (fixture->extents, &start));
  g_assert_cmpuint (start, ==, G_MAXUINT64);
  assert_gone (fixture, 1500);
  g_assert_cmpuint (tin_extents_get_n_segments (fixture->extents), ==, 0);
}

static void
assert_segment (Fixture *fixture,
                guint64  asked,
                guint    number,
                guint64  start,
                guint64  end)
{
  g_auto (TinFileSegment) segment = TIN_FILE_SEGMENT_INIT;

  g_assert_true (tin_extents_get_segment (fixture->extents, asked, &segment));
  g_assert_cmpuint (segment.number, ==, number);
  g_assert_true (segment.sink == fixture->sinks[number]);
  g_assert_cmpuint (segment.start, ==, start);
  g_assert_cmpuint (segment.end, ==, end);
}

/* A number stays that of the file; where that is gone, the oldest that is left is meant. */
static void
test_numbers_segments (Fixture       *fixture,
                       gconstpointer  data)
{
  g_auto (TinFileSegment) none = TIN_FILE_SEGMENT_INIT;
  guint64 start;

  g_assert_false (tin_extents_get_segment (fixture->extents, 0, &none));
  fill (fixture);
  assert_segment (fixture, 0, 0, 0, 300);
  assert_segment (fixture, 1, 1, 300, 1500);
  assert_segment (fixture, 2, 2, 1500, G_MAXUINT64);
  g_assert_false (tin_extents_get_segment (fixture->extents, 3, &none));
  g_assert_null (none.sink);

  g_object_unref (tin_extents_drop_segment (fixture->extents, &start));
  assert_segment (fixture, 0, 1, 300, 1500);
  assert_segment (fixture, 2, 2, 1500, G_MAXUINT64);
  g_object_unref (tin_extents_drop_segment (fixture->extents, &start));
  g_object_unref (tin_extents_drop_segment (fixture->extents, &start));
  g_assert_false (tin_extents_get_segment (fixture->extents, 2, &none));
}

static void
test_counts_indexes (Fixture       *fixture,
                     gconstpointer  data)
{
  const guint64 size = 3 * HEADER + 300 + 280 + 10;
  guint64 start;

  fill (fixture);
  tin_extents_set_index_size (fixture->extents, 0, 40);
  tin_extents_set_index_size (fixture->extents, 1, 30);
  tin_extents_set_index_size (fixture->extents, 1, 20);
  tin_extents_set_index_size (fixture->extents, 3, 1000);
  g_assert_cmpuint (tin_extents_get_size (fixture->extents), ==, size + 60);

  g_object_unref (tin_extents_drop_segment (fixture->extents, &start));
  tin_extents_set_index_size (fixture->extents, 0, 1000);
  g_assert_cmpuint (tin_extents_get_size (fixture->extents), ==, size - HEADER - 300 + 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/extents/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/extents/finds-the-file", Fixture, NULL, set_up, test_finds_the_file, tear_down);
  g_test_add ("/extents/drops-the-oldest", Fixture, NULL, set_up, test_drops_the_oldest, tear_down);
  g_test_add ("/extents/numbers-segments", Fixture, NULL, set_up, test_numbers_segments, tear_down);
  g_test_add ("/extents/counts-indexes", Fixture, NULL, set_up, test_counts_indexes, tear_down);

  return g_test_run ();
}
