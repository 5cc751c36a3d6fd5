/* test-bookmarks.c: messages that somebody wants to find again.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "frames-fixture.h"
#include "model/tin-bookmarks.h"

#include <string.h>

static void
count_cb (guint *n_changes)
{
  (*n_changes)++;
}

static void
test_keeps_them_in_order (void)
{
  TinBookmarks *bookmarks = tin_bookmarks_new ();
  guint n_changes = 0;

  g_signal_connect_swapped (bookmarks, "changed", G_CALLBACK (count_cb), &n_changes);
  g_assert_null (tin_bookmarks_get (bookmarks, 0));
  g_assert_null (tin_bookmarks_find_next (bookmarks, 0, 0));
  g_assert_null (tin_bookmarks_find_previous (bookmarks, 0, 0));

  g_assert_true (tin_bookmarks_add (bookmarks, 7, 0, "seven"));
  g_assert_true (tin_bookmarks_add (bookmarks, 3, 10, ""));
  g_assert_true (tin_bookmarks_add (bookmarks, 3, 5, "three"));
  g_assert_true (tin_bookmarks_add (bookmarks, 7, 0, "new"));
  g_assert_cmpuint (n_changes, ==, 4);
  g_assert_cmpuint (tin_bookmarks_count (bookmarks), ==, 3);
  g_assert_cmpstr (tin_bookmarks_get (bookmarks, 0)->note, ==, "three");
  g_assert_cmpstr (tin_bookmarks_get (bookmarks, 1)->note, ==, "");
  g_assert_cmpstr (tin_bookmarks_get (bookmarks, 2)->note, ==, "new");

  g_assert_cmpuint (tin_bookmarks_find_next (bookmarks, 3, 5)->offset, ==, 10);
  g_assert_cmpuint (tin_bookmarks_find_next (bookmarks, 3, 10)->position, ==, 7);
  g_assert_cmpuint (tin_bookmarks_find_next (bookmarks, 7, 0)->offset, ==, 5);
  g_assert_cmpuint (tin_bookmarks_find_previous (bookmarks, 3, 5)->position, ==, 7);
  g_assert_cmpuint (tin_bookmarks_find_previous (bookmarks, 3, 6)->offset, ==, 5);

  g_assert_finalize_object (bookmarks);
}

/* Framed anew, a message has more or fewer of the same bytes. */
static void
test_are_on_bytes (void)
{
  static const TinFrame frame = { .first = 0, .last = 4, .offset = 3, .size = 6, .number = TIN_FRAME_NO_NUMBER };
  static const struct
  {
    guint64  position;
    guint32  offset;
    gboolean is_on;
  } places[] = {
    { 0, 2, FALSE }, { 0, 3, TRUE }, { 0, 4, TRUE }, { 1, 0, FALSE }, { 2, 0, FALSE }, { 3, 0, TRUE },
    { 3, 1, TRUE }, { 4, 0, TRUE }, { 4, 1, TRUE }, { 4, 2, FALSE }, { 5, 0, FALSE },
  };
  TinBookmarks *bookmarks = tin_bookmarks_new ();
  g_auto (Scene) scene;
  g_autoptr (TinMessage) message = NULL;

  scene_init_pieces (&scene);
  message = tin_message_new_framed (scene.capture, NULL, &frame, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const TinBookmark *found;

      tin_bookmarks_add (bookmarks, places[i].position, places[i].offset, "");
      found = tin_bookmarks_find (bookmarks, message);
      g_assert_true ((found != NULL) == places[i].is_on);
      if (found != NULL)
        g_assert_cmpuint (found->position, ==, places[i].position);
      tin_bookmarks_remove_all (bookmarks);
    }

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    tin_bookmarks_add (bookmarks, places[i].position, places[i].offset, "");
  tin_bookmarks_remove (bookmarks, message);
  g_assert_cmpuint (tin_bookmarks_count (bookmarks), ==, 5);
  g_assert_null (tin_bookmarks_find (bookmarks, message));

  g_assert_finalize_object (bookmarks);
}

/* What has no bytes is marked where it is. */
static void
test_are_on_what_has_no_bytes (void)
{
  TinBookmarks *bookmarks = tin_bookmarks_new ();
  g_auto (Scene) scene;
  g_autoptr (TinMessage) opened = NULL;
  g_autoptr (TinMessage) data = NULL;

  scene_init (&scene);
  scene_open (&scene, 1);
  scene_data (&scene, 1, TIN_DIRECTION_IN, "a");
  scene_publish (&scene);
  opened = tin_message_new (scene.capture, 0, NULL);
  data = tin_message_new (scene.capture, 1, NULL);

  tin_bookmarks_add (bookmarks, 0, 0, "");
  g_assert_nonnull (tin_bookmarks_find (bookmarks, opened));
  g_assert_null (tin_bookmarks_find (bookmarks, data));

  g_assert_finalize_object (bookmarks);
}

/* Whichever reads a framing joins. */
static void
test_lead_to_frames (void)
{
  g_auto (Scene) scene;
  g_autoptr (TinFrames) lines = NULL;
  g_autoptr (GArray) pending = NULL;
  guint64 number = 0;

  scene_init (&scene);
  frames_play (&scene, "1<ab 2<x 1<cd 1<e$f 2<y$");
  lines = frames_make (&scene, "lines:lf", "lines:lf");
  pending = frames_settle (lines, 1);

  for (guint64 position = 0; position < 4; position++)
    {
      g_assert_true (tin_frames_find_byte (lines, position, 0, &number));
      g_assert_cmpuint (number, ==, position == 1 ? 1 : 0);
    }
  g_assert_true (tin_frames_find_byte (lines, 3, 1, &number));
  g_assert_cmpuint (number, ==, 0);
  g_assert_false (tin_frames_find_byte (lines, 3, 2, &number));
  g_assert_true (tin_frames_find_byte (lines, 4, 1, &number));
  g_assert_cmpuint (number, ==, 1);
  g_assert_false (tin_frames_find_byte (lines, 5, 0, &number));
}

static void
test_have_bounds (void)
{
  TinBookmarks *bookmarks = tin_bookmarks_new ();
  g_autofree char *text = g_strnfill (100000, 'x');

  g_assert_true (tin_bookmarks_add (bookmarks, 0, 0, text));
  g_assert_cmpuint (strlen (tin_bookmarks_get (bookmarks, 0)->note), <=, TIN_BOOKMARKS_MAX_NOTE);
  g_assert_true (tin_bookmarks_add (bookmarks, 0, 0, "a\nb\033"));
  g_assert_null (strpbrk (tin_bookmarks_get (bookmarks, 0)->note, "\n\033"));

  for (guint i = 1; i < TIN_BOOKMARKS_MAX; i++)
    g_assert_true (tin_bookmarks_add (bookmarks, i, 0, ""));

  g_assert_false (tin_bookmarks_add (bookmarks, TIN_BOOKMARKS_MAX, 0, ""));
  g_assert_true (tin_bookmarks_add (bookmarks, 5, 0, "again"));
  g_assert_cmpuint (tin_bookmarks_count (bookmarks), ==, TIN_BOOKMARKS_MAX);

  g_assert_finalize_object (bookmarks);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bookmarks/keeps-them-in-order", test_keeps_them_in_order);
  g_test_add_func ("/bookmarks/are-on-bytes", test_are_on_bytes);
  g_test_add_func ("/bookmarks/are-on-what-has-no-bytes", test_are_on_what_has_no_bytes);
  g_test_add_func ("/bookmarks/lead-to-frames", test_lead_to_frames);
  g_test_add_func ("/bookmarks/have-bounds", test_have_bounds);

  return g_test_run ();
}
