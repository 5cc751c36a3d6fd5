/* test-message-list.c: the log: a lazy list of messages over a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-list.h"

#include "list-watch.h"
#include "scene.h"

/* A list over a scene, and what it announced. */
typedef struct
{
  Scene            scene;
  TinMessageList  *list;
  ListWatch        watch;
} Fixture;

static void
begin (Fixture *self)
{
  self->list = tin_message_list_new ();
  list_watch_begin (&self->watch, self->list);
  tin_message_list_set_capture (self->list, self->scene.capture);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  scene_init (&self->scene);
  begin (self);
}

static void
set_up_small (Fixture       *self,
              gconstpointer  data)
{
  scene_init_small (&self->scene);
  begin (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->list);
  scene_clear (&self->scene);
}

static void
add_messages (Fixture *self,
              guint    n_messages)
{
  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %u", i);

      scene_data (&self->scene, 1 + i % 4, TIN_DIRECTION_IN, text);
    }

  scene_publish (&self->scene);
}

/* The runner's timeout is the only clock. */
static void
look_at_all (Fixture *self)
{
  TinFinder *finder = tin_message_list_get_finder (self->list);

  if (finder == NULL)
    return;

  tin_finder_continue (finder);
  while (tin_finder_is_busy (finder))
    g_thread_yield ();
}

/* Lists one connection alone, or with 0 all of them. */
static void
set_connection (Fixture *self,
                guint32  connection)
{
  g_autoptr (TinQuery) query = tin_query_with_connection (NULL, connection);
  g_autoptr (TinFinder) finder = NULL;

  if (connection != 0)
    finder = tin_finder_new (tin_message_list_get_frames (self->list), query, 0);

  tin_message_list_set_finder (self->list, finder);
  look_at_all (self);
  tin_message_list_update (self->list);
}

static void
assert_row (Fixture    *self,
            guint       row,
            const char *text)
{
  g_autoptr (TinMessage) message = g_list_model_get_item (G_LIST_MODEL (self->list), row);

  g_assert_nonnull (message);
  g_assert_cmpstr (tin_message_get_text (message), ==, text);
}

static void
test_lists_every_record (Fixture       *self,
                         gconstpointer  data)
{
  add_messages (self, 10);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);

  tin_message_list_update (self->list);
  g_assert_cmpuint (self->watch.n_changes, ==, 1);
  g_assert_cmpuint (self->watch.n_rows, ==, 10);
  assert_row (self, 0, "message 0");
  assert_row (self, 9, "message 9");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->list), 10));

  tin_message_list_update (self->list);
  g_assert_cmpuint (self->watch.n_changes, ==, 1);

  add_messages (self, 5);
  tin_message_list_update (self->list);
  g_assert_cmpuint (self->watch.n_changes, ==, 2);
  g_assert_cmpuint (self->watch.position, ==, 10);
  g_assert_cmpuint (self->watch.added, ==, 5);
}

static void
test_is_empty_without_a_capture (void)
{
  TinMessageList *list = tin_message_list_new ();

  tin_message_list_update (list);
  tin_message_list_clear (list);
  tin_message_list_set_finder (list, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 0));
  g_assert_false (tin_message_list_undo_clear (list));
  g_assert_finalize_object (list);
}

static void
test_lists_one_connection (Fixture       *self,
                           gconstpointer  data)
{
  add_messages (self, 10);
  tin_message_list_update (self->list);

  set_connection (self, 2);
  g_assert_cmpuint (self->watch.n_rows, ==, 3);
  assert_row (self, 0, "message 1");
  assert_row (self, 2, "message 9");
  g_assert_false (tin_message_list_is_busy (self->list));

  add_messages (self, 4);
  look_at_all (self);
  tin_message_list_update (self->list);
  g_assert_cmpuint (self->watch.n_rows, ==, 4);
  g_assert_cmpuint (self->watch.position, ==, 3);

  set_connection (self, 3);
  g_assert_cmpuint (self->watch.n_rows, ==, 3);
  assert_row (self, 0, "message 2");

  set_connection (self, 0);
  g_assert_cmpuint (self->watch.n_rows, ==, 14);
  assert_row (self, 13, "message 3");
}

static void
test_finds_rows (Fixture       *self,
                 gconstpointer  data)
{
  guint row;

  add_messages (self, 10);
  tin_message_list_update (self->list);
  g_assert_true (tin_message_list_find (self->list, 5, &row));
  g_assert_cmpuint (row, ==, 5);
  g_assert_false (tin_message_list_find (self->list, 10, &row));
  g_assert_cmpuint (row, ==, 10);

  set_connection (self, 2);
  g_assert_true (tin_message_list_find (self->list, 5, &row));
  g_assert_cmpuint (row, ==, 1);
  g_assert_false (tin_message_list_find (self->list, 6, &row));
  g_assert_cmpuint (row, ==, 2);
  g_assert_false (tin_message_list_find (self->list, G_MAXUINT64, &row));
  g_assert_cmpuint (row, ==, 3);
}

/* One announcement, so that a view does not empty in between. */
static void
test_goes_over_in_one_step (Fixture       *self,
                            gconstpointer  data)
{
  g_autoptr (TinQuery) query = tin_query_with_connection (NULL, 2);
  g_autoptr (TinFinder) finder = NULL;

  add_messages (self, 10);
  tin_message_list_update (self->list);
  finder = tin_finder_new (tin_message_list_get_frames (self->list), query, 0);
  tin_finder_continue (finder);
  while (tin_finder_is_busy (finder))
    g_thread_yield ();

  self->watch.n_changes = 0;
  tin_message_list_set_finder (self->list, finder);
  g_assert_cmpuint (self->watch.n_changes, ==, 1);
  g_assert_cmpuint (self->watch.removed, ==, 10);
  g_assert_cmpuint (self->watch.added, ==, 3);

  tin_message_list_set_finder (self->list, NULL);
  g_assert_cmpuint (self->watch.n_changes, ==, 2);
  g_assert_cmpuint (self->watch.n_rows, ==, 10);
}

static void
test_clears_and_takes_it_back (Fixture       *self,
                               gconstpointer  data)
{
  guint64 hidden;

  add_messages (self, 10);
  tin_message_list_update (self->list);

  tin_message_list_clear (self->list);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);
  g_object_get (self->list, "hidden", &hidden, NULL);
  g_assert_cmpuint (hidden, ==, 10);

  add_messages (self, 2);
  tin_message_list_update (self->list);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);
  assert_row (self, 0, "message 0");

  g_assert_true (tin_message_list_undo_clear (self->list));
  g_assert_cmpuint (self->watch.position, ==, 0);
  g_assert_cmpuint (self->watch.removed, ==, 0);
  g_assert_cmpuint (self->watch.n_rows, ==, 12);
  assert_row (self, 9, "message 9");
  g_object_get (self->list, "hidden", &hidden, NULL);
  g_assert_cmpuint (hidden, ==, 0);

  g_assert_false (tin_message_list_undo_clear (self->list));
}

static void
test_clears_one_connection (Fixture       *self,
                            gconstpointer  data)
{
  add_messages (self, 8);
  tin_message_list_update (self->list);
  set_connection (self, 1);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);

  tin_message_list_clear (self->list);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);
  add_messages (self, 4);
  look_at_all (self);
  tin_message_list_update (self->list);
  g_assert_cmpuint (self->watch.n_rows, ==, 1);

  g_assert_true (tin_message_list_undo_clear (self->list));
  g_assert_cmpuint (self->watch.n_rows, ==, 3);

  tin_message_list_clear (self->list);
  set_connection (self, 0);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);
}

static void
test_reads_old_rows_anew (Fixture       *self,
                          gconstpointer  data)
{
  scene_bytes (&self->scene, 1, TIN_DIRECTION_IN, (const guint8 *) "\xfc", 1);
  scene_publish (&self->scene);
  tin_message_list_update (self->list);
  assert_row (self, 0, "\\xFC");

  tin_message_list_set_encoding (self->list, "ISO-8859-1");
  g_assert_cmpuint (self->watch.removed, ==, 1);
  g_assert_cmpuint (self->watch.added, ==, 1);
  assert_row (self, 0, "\303\274");

  tin_message_list_set_encoding (self->list, "ISO-8859-1");
  g_assert_cmpuint (self->watch.n_changes, ==, 2);
}

static void
test_begins_anew_with_another_capture (Fixture       *self,
                                       gconstpointer  data)
{
  add_messages (self, 10);
  tin_message_list_update (self->list);
  set_connection (self, 1);
  tin_message_list_clear (self->list);

  tin_message_list_set_capture (self->list, NULL);
  g_assert_null (tin_message_list_get_finder (self->list));
  g_assert_cmpuint (self->watch.n_rows, ==, 0);

  tin_message_list_set_capture (self->list, self->scene.capture);
  g_assert_false (tin_message_list_undo_clear (self->list));
  tin_message_list_update (self->list);
  g_assert_cmpuint (self->watch.n_rows, ==, 10);
}

/* Fills a ring that drops its oldest records, an update a batch. */
static void
flood (Fixture *self)
{
  static const guint8 payload[8192];

  for (guint i = 0; i < 4000; i++)
    {
      scene_bytes (&self->scene, 1 + i % 4, TIN_DIRECTION_IN, payload, sizeof payload);
      if (i % 50 == 49)
        {
          scene_publish (&self->scene);
          look_at_all (self);
          tin_message_list_update (self->list);
        }
    }
}

static void
settle (Fixture *self)
{
  look_at_all (self);

  do
    tin_message_list_update (self->list);
  while (tin_message_list_is_busy (self->list));
}

static void
test_follows_a_ring_that_drops (Fixture       *self,
                                gconstpointer  connection)
{
  TinCapture *capture = self->scene.capture;
  guint64 n_kept;
  g_autoptr (TinMessage) message = NULL;

  set_connection (self, GPOINTER_TO_UINT (connection));
  flood (self);
  settle (self);

  g_assert_cmpuint (tin_capture_get_first (capture), >, 0);
  n_kept = tin_capture_get_published (capture) - tin_capture_get_first (capture);
  if (connection == NULL)
    g_assert_cmpuint (self->watch.n_rows, ==, n_kept);
  else
    g_assert_cmpuint (self->watch.n_rows, >=, n_kept / 4);
  g_assert_cmpuint (self->watch.n_changes, <, 4000);

  message = g_list_model_get_item (G_LIST_MODEL (self->list), 0);
  g_assert_cmpuint (tin_message_get_position (message), >=, tin_capture_get_first (capture));
  g_assert_false (tin_message_is_problem (message));
  g_clear_object (&message);
}

static void
test_takes_back_what_is_still_kept (Fixture       *self,
                                    gconstpointer  data)
{
  add_messages (self, 4);
  tin_message_list_update (self->list);
  tin_message_list_clear (self->list);
  flood (self);
  settle (self);

  tin_message_list_undo_clear (self->list);
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==,
                    tin_capture_get_published (self->scene.capture) - tin_capture_get_first (self->scene.capture));
}

static void
set_lines (Fixture *self)
{
  TinFraming in;
  const TinFraming out = TIN_FRAMING_INIT;

  g_assert_true (tin_framing_parse ("lines:lf", &in, NULL));
  tin_message_list_set_framing (self->list, &in, &out);
}

/* Waits until the list shows all that was published. */
static void
settle_framed (Fixture *self)
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

  settle (self);
}

static void
test_frames_old_messages_anew (Fixture       *self,
                               gconstpointer  data)
{
  g_autoptr (TinMessage) message = NULL;

  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "a\nb");
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "c\nd");
  scene_publish (&self->scene);
  tin_message_list_update (self->list);
  assert_row (self, 0, "a\\nb");

  set_lines (self);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 3);
  assert_row (self, 0, "a\\n");
  assert_row (self, 1, "bc\\n");
  assert_row (self, 2, "d");

  message = g_list_model_get_item (G_LIST_MODEL (self->list), 2);
  g_assert_cmpuint (tin_message_get_flags (message), ==, TIN_FRAME_UNFINISHED);
  g_assert_cmpuint (tin_message_get_frame (message), ==, TIN_FRAME_NO_NUMBER);
  g_clear_object (&message);

  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "e\nf");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 4);
  assert_row (self, 2, "de\\n");
  assert_row (self, 3, "f");
}

static void
test_leaves_what_is_coming_alone (Fixture       *self,
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
  assert_row (self, 0, "a");
  assert_row (self, 1, "bc");
}

static void
test_lists_what_is_coming_of_one_connection (Fixture       *self,
                                             gconstpointer  data)
{
  set_lines (self);
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "a\nb");
  scene_data (&self->scene, 2, TIN_DIRECTION_IN, "c\nd");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 4);

  set_connection (self, 2);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);
  assert_row (self, 0, "c\\n");
  assert_row (self, 1, "d");
}

static void
test_clears_what_is_framed_later (Fixture       *self,
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
  assert_row (self, 0, "cd\\n");

  g_assert_true (tin_message_list_undo_clear (self->list));
  g_assert_cmpuint (self->watch.n_rows, ==, 3);
  assert_row (self, 0, "a\\n");
}

#define ADD(path, setup, data, test) g_test_add ("/message-list/" path, Fixture, data, setup, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message-list/is-empty-without-a-capture", test_is_empty_without_a_capture);
  ADD ("lists-every-record", set_up, NULL, test_lists_every_record);
  ADD ("lists-one-connection", set_up, NULL, test_lists_one_connection);
  ADD ("finds-rows", set_up, NULL, test_finds_rows);
  ADD ("goes-over-in-one-step", set_up, NULL, test_goes_over_in_one_step);
  ADD ("clears-and-takes-it-back", set_up, NULL, test_clears_and_takes_it_back);
  ADD ("clears-one-connection", set_up, NULL, test_clears_one_connection);
  ADD ("reads-old-rows-anew", set_up, NULL, test_reads_old_rows_anew);
  ADD ("begins-anew-with-another-capture", set_up, NULL, test_begins_anew_with_another_capture);
  ADD ("follows-a-ring-that-drops/unfiltered", set_up_small, NULL, test_follows_a_ring_that_drops);
  ADD ("follows-a-ring-that-drops/filtered", set_up_small, GUINT_TO_POINTER (2), test_follows_a_ring_that_drops);
  ADD ("frames-old-messages-anew", set_up, NULL, test_frames_old_messages_anew);
  ADD ("leaves-what-is-coming-alone", set_up, NULL, test_leaves_what_is_coming_alone);
  ADD ("lists-what-is-coming-of-one-connection", set_up, NULL, test_lists_what_is_coming_of_one_connection);
  ADD ("clears-what-is-framed-later", set_up, NULL, test_clears_what_is_framed_later);
  ADD ("takes-back-what-is-still-kept", set_up_small, NULL, test_takes_back_what_is_still_kept);

  return g_test_run ();
}
