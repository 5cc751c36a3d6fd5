/* test-frame-store.c: sixteen bytes a frame, and the marks of those that need any.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frame-store.h"

#include <stdlib.h>

#define BLOCK 65536 /* frames that memory is asked for at once */

static gboolean has_memory = TRUE;

/* In place of GLib's: memory is at its end when a test says so. */
gpointer
g_try_malloc (gsize n_bytes)
{
  return has_memory ? malloc (n_bytes) : NULL;
}

static gboolean
append (TinFrameStore *store,
        guint64        number,
        TinFrameTrail *trail)
{
  const TinFrame frame = { .first = 2 * number, .last = 2 * number + 1, .size = 1000, .trail = trail };

  return tin_frame_store_append (store, &frame);
}

static void
assert_mark (TinFrameStore *store,
             guint64        number,
             gboolean       is_there)
{
  TinFrameMark mark;
  TinFrame frame;

  g_assert_cmpint (tin_frame_store_get (store, number, &frame), ==, is_there);
  g_assert_cmpint (tin_frame_store_find_mark (store, number, 500, &mark), ==, is_there);
  if (is_there)
    g_assert_cmpuint (mark.offset, ==, 400);
}

/* All of a block have a mark each. */
static TinFrameStore *
make_store (void)
{
  TinFrameStore *store = tin_frame_store_new ();
  g_autoptr (TinFrameTrail) trail = tin_frame_trail_new ();

  tin_frame_trail_append (trail, &(TinFrameMark) { .offset = 400, .distance = 1 });
  for (guint64 i = 0; i < BLOCK; i++)
    g_assert_true (append (store, i, trail));

  return store;
}

static void
test_drops_marks_with_frames (void)
{
  TinFrameStore *store = make_store ();

  assert_mark (store, 0, TRUE);
  tin_frame_store_drop_before (store, 100);
  assert_mark (store, 99, FALSE);
  assert_mark (store, 100, TRUE);
  assert_mark (store, BLOCK - 1, TRUE);
  tin_frame_store_unref (store);
}

/* Frames go by themselves then, and their marks with them, though none of those that come has any. */
static void
test_drops_marks_when_memory_ends (void)
{
  TinFrameStore *store = make_store ();

  has_memory = FALSE;
  g_assert_false (append (store, BLOCK, NULL));
  has_memory = TRUE;

  g_assert_cmpuint (tin_frame_store_get_first (store), ==, BLOCK / 2);
  assert_mark (store, 0, FALSE);
  assert_mark (store, BLOCK / 2 - 1, FALSE);
  assert_mark (store, BLOCK / 2, TRUE);

  g_assert_true (append (store, BLOCK, NULL));
  assert_mark (store, BLOCK - 1, TRUE);
  tin_frame_store_unref (store);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frame-store/drops-marks-with-frames", test_drops_marks_with_frames);
  g_test_add_func ("/frame-store/drops-marks-when-memory-ends", test_drops_marks_when_memory_ends);

  return g_test_run ();
}
