/* test-message-list-frames.c: the log when a framing makes its messages.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "list-fixture.h"

static void
set_lines (ListFixture *self)
{
  TinFraming in;
  const TinFraming out = TIN_FRAMING_INIT;

  g_assert_true (tin_framing_parse ("lines:lf", &in, NULL));
  tin_message_list_set_framing (self->list, &in, &out);
}

/* Waits until the list shows all that was published. */
static void
settle_framed (ListFixture *self)
{
  TinFrames *frames = tin_message_list_get_frames (self->list);
  g_autoptr (GArray) pending = NULL;

  do
    {
      g_clear_pointer (&pending, g_array_unref);
      tin_frames_wake (frames);
      g_thread_yield ();
      pending = tin_frames_dup_pending (frames);
    }
  while (pending == NULL || tin_frames_get_done (frames) < tin_capture_get_published (self->scene.capture));

  list_settle (self);
}

static void
test_frames_old_messages_anew (ListFixture   *self,
                               gconstpointer  data)
{
  g_autoptr (TinMessage) message = NULL;

  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "a\nb");
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "c\nd");
  scene_publish (&self->scene);
  tin_message_list_update (self->list);
  list_assert_row (self, 0, "a\\nb");

  set_lines (self);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 3);
  list_assert_row (self, 0, "a\\n");
  list_assert_row (self, 1, "bc\\n");
  list_assert_row (self, 2, "d");

  message = g_list_model_get_item (G_LIST_MODEL (self->list), 2);
  g_assert_cmpuint (tin_message_get_flags (message), ==, TIN_FRAME_UNFINISHED);
  g_assert_cmpuint (tin_message_get_frame (message), ==, TIN_FRAME_NO_NUMBER);
  g_clear_object (&message);

  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "e\nf");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 4);
  list_assert_row (self, 2, "de\\n");
  list_assert_row (self, 3, "f");
}

static void
test_leaves_what_is_coming_alone (ListFixture   *self,
                                  gconstpointer  data)
{
  guint n_changes;

  set_lines (self);
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "a");
  scene_data (&self->scene, 2, TIN_DIRECTION_IN, "b");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);

  n_changes = self->watch.n_changes;
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_changes, ==, n_changes);

  scene_data (&self->scene, 2, TIN_DIRECTION_IN, "c");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.position, >=, 1);
  list_assert_row (self, 0, "a");
  list_assert_row (self, 1, "bc");
}

static void
test_lists_what_is_coming_of_one_connection (ListFixture   *self,
                                             gconstpointer  data)
{
  set_lines (self);
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "a\nb");
  scene_data (&self->scene, 2, TIN_DIRECTION_IN, "c\nd");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 4);

  list_set_connection (self, 2);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);
  list_assert_row (self, 0, "c\\n");
  list_assert_row (self, 1, "d");
}

static guint
count_pending (ListFixture *self,
               guint        row,
               guint        n_rows)
{
  g_autoptr (GArray) pending = tin_message_list_dup_pending_rows (self->list, row, n_rows);

  return pending->len;
}

/* What is chosen is numbers and, of what has none yet, the messages themselves. */
static void
test_tells_rows_that_are_coming_from_others (ListFixture   *self,
                                             gconstpointer  data)
{
  g_autoptr (TinNumbers) numbers = NULL;
  g_autoptr (GArray) last = NULL;

  set_lines (self);
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "a\nbb");
  scene_data (&self->scene, 2, TIN_DIRECTION_IN, "c\nddd");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 4);

  numbers = tin_message_list_dup_numbers (self->list, 0, G_MAXUINT);
  g_assert_cmpuint (tin_numbers_count (numbers), ==, 2);
  g_assert_cmpuint (count_pending (self, 0, G_MAXUINT), ==, 2);
  g_assert_cmpuint (count_pending (self, 0, 2), ==, 0);
  g_assert_cmpuint (count_pending (self, 1, 2), ==, 1);
  g_assert_cmpuint (count_pending (self, 4, 1), ==, 0);
  g_assert_cmpuint (count_pending (self, G_MAXUINT, G_MAXUINT), ==, 0);

  last = tin_message_list_dup_pending_rows (self->list, 3, 1);
  g_assert_cmpuint (last->len, ==, 1);
  g_assert_cmpuint (g_array_index (last, TinFrame, 0).size, ==, 3);
}

/* Those with the newest bytes, and how many there are besides. */
static void
test_lists_some_of_many_that_are_coming (ListFixture   *self,
                                         gconstpointer  data)
{
  set_lines (self);
  for (guint i = 1; i <= TIN_MESSAGE_LIST_MAX_PENDING; i++)
    scene_data (&self->scene, i, TIN_DIRECTION_IN, "a");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, TIN_MESSAGE_LIST_MAX_PENDING);
  g_assert_cmpuint (tin_message_list_count_unlisted (self->list), ==, 0);

  for (guint i = 1; i <= 7; i++)
    scene_data (&self->scene, TIN_MESSAGE_LIST_MAX_PENDING + i, TIN_DIRECTION_IN, "b");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, TIN_MESSAGE_LIST_MAX_PENDING);
  g_assert_cmpuint (tin_message_list_count_unlisted (self->list), ==, 7);

  list_set_connection (self, 2);
  settle_framed (self);
  g_assert_cmpuint (tin_message_list_count_unlisted (self->list), ==, 0);
}

/* Clear hides those whose newest bytes came before it, wherever their messages began, and counts them no more. */
static void
test_clears_many_that_are_coming (ListFixture   *self,
                                  gconstpointer  data)
{
  const guint n_shown = TIN_MESSAGE_LIST_MAX_PENDING + 30;
  const guint n_coming = 2 * n_shown;

  set_lines (self);
  for (guint i = 1; i <= n_coming; i++)
    scene_data (&self->scene, i, TIN_DIRECTION_IN, "a");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (tin_message_list_count_unlisted (self->list), ==, n_coming - TIN_MESSAGE_LIST_MAX_PENDING);

  tin_message_list_clear (self->list);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);
  g_assert_cmpuint (tin_message_list_count_unlisted (self->list), ==, 0);

  for (guint i = 2; i <= n_coming; i += 2)
    scene_data (&self->scene, i, TIN_DIRECTION_IN, "b");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, TIN_MESSAGE_LIST_MAX_PENDING);
  g_assert_cmpuint (tin_message_list_count_unlisted (self->list), ==, 30);
  list_assert_row (self, TIN_MESSAGE_LIST_MAX_PENDING - 1, "ab");

  g_assert_true (tin_message_list_undo_clear (self->list));
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, TIN_MESSAGE_LIST_MAX_PENDING);
}

static void
test_clears_what_is_framed_later (ListFixture   *self,
                                  gconstpointer  data)
{
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "a\nb\nc");
  scene_publish (&self->scene);
  tin_message_list_update (self->list);
  tin_message_list_clear (self->list);

  set_lines (self);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);

  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "d\n");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 1);
  list_assert_row (self, 0, "cd\\n");

  g_assert_true (tin_message_list_undo_clear (self->list));
  g_assert_cmpuint (self->watch.n_rows, ==, 3);
  list_assert_row (self, 0, "a\\n");
}

#define ADD(path, test) \
  g_test_add ("/message-list-frames/" path, ListFixture, NULL, list_set_up, test, list_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("are-made-anew-of-old-messages", test_frames_old_messages_anew);
  ADD ("that-are-coming-are-left-alone", test_leaves_what_is_coming_alone);
  ADD ("that-are-coming-are-those-of-one-connection", test_lists_what_is_coming_of_one_connection);
  ADD ("that-are-coming-are-told-from-others", test_tells_rows_that_are_coming_from_others);
  ADD ("that-are-coming-are-not-too-many", test_lists_some_of_many_that_are_coming);
  ADD ("that-are-coming-are-cleared-many-at-once", test_clears_many_that_are_coming);
  ADD ("that-are-made-later-are-cleared", test_clears_what_is_framed_later);

  return g_test_run ();
}
