/* test-message-list.c: the log: a lazy list of messages over a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "list-fixture.h"

static void
test_lists_every_record (ListFixture   *self,
                         gconstpointer  data)
{
  list_add_messages (self, 10);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);

  tin_message_list_update (self->list);
  g_assert_cmpuint (self->watch.n_changes, ==, 1);
  g_assert_cmpuint (self->watch.n_rows, ==, 10);
  list_assert_row (self, 0, "message 0");
  list_assert_row (self, 9, "message 9");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->list), 10));

  tin_message_list_update (self->list);
  g_assert_cmpuint (self->watch.n_changes, ==, 1);

  list_add_messages (self, 5);
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
test_lists_one_connection (ListFixture   *self,
                           gconstpointer  data)
{
  list_add_messages (self, 10);
  tin_message_list_update (self->list);

  list_set_connection (self, 2);
  g_assert_cmpuint (self->watch.n_rows, ==, 3);
  list_assert_row (self, 0, "message 1");
  list_assert_row (self, 2, "message 9");
  g_assert_false (tin_message_list_is_busy (self->list));

  list_add_messages (self, 4);
  list_look_at_all (self);
  tin_message_list_update (self->list);
  g_assert_cmpuint (self->watch.n_rows, ==, 4);
  g_assert_cmpuint (self->watch.position, ==, 3);

  list_set_connection (self, 3);
  g_assert_cmpuint (self->watch.n_rows, ==, 3);
  list_assert_row (self, 0, "message 2");

  list_set_connection (self, 0);
  g_assert_cmpuint (self->watch.n_rows, ==, 14);
  list_assert_row (self, 13, "message 3");
}

static void
test_finds_rows (ListFixture   *self,
                 gconstpointer  data)
{
  guint row;

  list_add_messages (self, 10);
  tin_message_list_update (self->list);
  g_assert_true (tin_message_list_find (self->list, 5, &row));
  g_assert_cmpuint (row, ==, 5);
  g_assert_false (tin_message_list_find (self->list, 10, &row));
  g_assert_cmpuint (row, ==, 10);

  list_set_connection (self, 2);
  g_assert_true (tin_message_list_find (self->list, 5, &row));
  g_assert_cmpuint (row, ==, 1);
  g_assert_false (tin_message_list_find (self->list, 6, &row));
  g_assert_cmpuint (row, ==, 2);
  g_assert_false (tin_message_list_find (self->list, G_MAXUINT64, &row));
  g_assert_cmpuint (row, ==, 3);
}

static void
assert_numbers (ListFixture   *self,
                guint          row,
                guint          n_rows,
                const guint64 *expected,
                guint          n_expected)
{
  g_autoptr (TinNumbers) numbers = tin_message_list_dup_numbers (self->list, row, n_rows);

  g_assert_cmpuint (tin_numbers_count (numbers), ==, n_expected);
  for (guint i = 0; i < n_expected; i++)
    g_assert_true (tin_numbers_has (numbers, expected[i]));
}

/* Which messages rows are, one after another or with others between them. */
static void
test_knows_the_numbers_of_rows (ListFixture   *self,
                                gconstpointer  data)
{
  static const guint64 all[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  static const guint64 of_one[] = { 1, 5, 9 };

  assert_numbers (self, 0, G_MAXUINT, all, 0);
  list_add_messages (self, G_N_ELEMENTS (all));
  tin_message_list_update (self->list);
  assert_numbers (self, 0, G_MAXUINT, all, G_N_ELEMENTS (all));
  assert_numbers (self, 2, 3, all + 2, 3);
  assert_numbers (self, 2, 0, all, 0);
  assert_numbers (self, 8, 100, all + 8, 2);
  assert_numbers (self, 10, 1, all, 0);
  assert_numbers (self, G_MAXUINT, G_MAXUINT, all, 0);

  list_set_connection (self, 2);
  assert_numbers (self, 0, G_MAXUINT, of_one, G_N_ELEMENTS (of_one));
  assert_numbers (self, 1, 1, of_one + 1, 1);
  assert_numbers (self, 1, 2, of_one + 1, 2);
}

/* One announcement, so that a view does not empty in between. */
static void
test_goes_over_in_one_step (ListFixture   *self,
                            gconstpointer  data)
{
  g_autoptr (TinQuery) query = tin_query_with_connection (NULL, 2);
  g_autoptr (TinFinder) finder = NULL;

  list_add_messages (self, 10);
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
test_clears_and_takes_it_back (ListFixture   *self,
                               gconstpointer  data)
{
  guint64 hidden;

  list_add_messages (self, 10);
  tin_message_list_update (self->list);

  tin_message_list_clear (self->list);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);
  g_object_get (self->list, "hidden", &hidden, NULL);
  g_assert_cmpuint (hidden, ==, 10);

  list_add_messages (self, 2);
  tin_message_list_update (self->list);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);
  list_assert_row (self, 0, "message 0");

  g_assert_true (tin_message_list_undo_clear (self->list));
  g_assert_cmpuint (self->watch.position, ==, 0);
  g_assert_cmpuint (self->watch.removed, ==, 0);
  g_assert_cmpuint (self->watch.n_rows, ==, 12);
  list_assert_row (self, 9, "message 9");
  g_object_get (self->list, "hidden", &hidden, NULL);
  g_assert_cmpuint (hidden, ==, 0);

  g_assert_false (tin_message_list_undo_clear (self->list));
}

static void
test_clears_one_connection (ListFixture   *self,
                            gconstpointer  data)
{
  list_add_messages (self, 8);
  tin_message_list_update (self->list);
  list_set_connection (self, 1);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);

  tin_message_list_clear (self->list);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);
  list_add_messages (self, 4);
  list_look_at_all (self);
  tin_message_list_update (self->list);
  g_assert_cmpuint (self->watch.n_rows, ==, 1);

  g_assert_true (tin_message_list_undo_clear (self->list));
  g_assert_cmpuint (self->watch.n_rows, ==, 3);

  tin_message_list_clear (self->list);
  list_set_connection (self, 0);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);
}

static void
test_reads_old_rows_anew (ListFixture   *self,
                          gconstpointer  data)
{
  scene_bytes (&self->scene, 1, TIN_DIRECTION_IN, (const guint8 *) "\xfc", 1);
  scene_publish (&self->scene);
  tin_message_list_update (self->list);
  list_assert_row (self, 0, "\\xFC");

  tin_message_list_set_encoding (self->list, "ISO-8859-1");
  g_assert_cmpuint (self->watch.removed, ==, 1);
  g_assert_cmpuint (self->watch.added, ==, 1);
  list_assert_row (self, 0, "\303\274");

  tin_message_list_set_encoding (self->list, "ISO-8859-1");
  g_assert_cmpuint (self->watch.n_changes, ==, 2);

  /* A view that looks for a row among those of one change finds it soon. */
  list_add_messages (self, 3000);
  tin_message_list_update (self->list);
  self->watch.n_changes = 0;
  tin_message_list_set_encoding (self->list, NULL);
  g_assert_cmpuint (self->watch.n_changes, ==, 3);
  g_assert_cmpuint (self->watch.n_rows, ==, 3001);
  list_assert_row (self, 0, "\\xFC");
}

static void
test_begins_anew_with_another_capture (ListFixture   *self,
                                       gconstpointer  data)
{
  list_add_messages (self, 10);
  tin_message_list_update (self->list);
  list_set_connection (self, 1);
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
flood (ListFixture *self)
{
  static const guint8 payload[8192];

  for (guint i = 0; i < 4000; i++)
    {
      scene_bytes (&self->scene, 1 + i % 4, TIN_DIRECTION_IN, payload, sizeof payload);
      if (i % 50 == 49)
        {
          scene_publish (&self->scene);
          list_look_at_all (self);
          tin_message_list_update (self->list);
        }
    }
}

static void
test_follows_a_ring_that_drops (ListFixture   *self,
                                gconstpointer  connection)
{
  TinCapture *capture = self->scene.capture;
  guint64 n_kept;
  g_autoptr (TinMessage) message = NULL;

  list_set_connection (self, GPOINTER_TO_UINT (connection));
  flood (self);
  list_settle (self);

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
test_takes_back_what_is_still_kept (ListFixture   *self,
                                    gconstpointer  data)
{
  list_add_messages (self, 4);
  tin_message_list_update (self->list);
  tin_message_list_clear (self->list);
  flood (self);
  list_settle (self);

  tin_message_list_undo_clear (self->list);
  list_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==,
                    tin_capture_get_published (self->scene.capture) - tin_capture_get_first (self->scene.capture));
}

#define ADD(path, setup, data, test) g_test_add ("/message-list/" path, ListFixture, data, setup, test, list_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message-list/is-empty-without-a-capture", test_is_empty_without_a_capture);
  ADD ("lists-every-record", list_set_up, NULL, test_lists_every_record);
  ADD ("lists-one-connection", list_set_up, NULL, test_lists_one_connection);
  ADD ("finds-rows", list_set_up, NULL, test_finds_rows);
  ADD ("knows-the-numbers-of-rows", list_set_up, NULL, test_knows_the_numbers_of_rows);
  ADD ("goes-over-in-one-step", list_set_up, NULL, test_goes_over_in_one_step);
  ADD ("clears-and-takes-it-back", list_set_up, NULL, test_clears_and_takes_it_back);
  ADD ("clears-one-connection", list_set_up, NULL, test_clears_one_connection);
  ADD ("reads-old-rows-anew", list_set_up, NULL, test_reads_old_rows_anew);
  ADD ("begins-anew-with-another-capture", list_set_up, NULL, test_begins_anew_with_another_capture);
  ADD ("follows-a-ring-that-drops/unfiltered", list_set_up_small, NULL, test_follows_a_ring_that_drops);
  ADD ("follows-a-ring-that-drops/filtered", list_set_up_small, GUINT_TO_POINTER (2), test_follows_a_ring_that_drops);
  ADD ("takes-back-what-is-still-kept", list_set_up_small, NULL, test_takes_back_what_is_still_kept);

  return g_test_run ();
}
