/* test-search-pending.c: what a session is searched for, among messages that are still coming.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "search-fixture.h"

/* Waits until all that was published is in messages. */
static void
settle_framed (SearchFixture *self)
{
  TinFrames *frames = tin_message_list_get_frames (self->list);

  while (TRUE)
    {
      g_autoptr (GArray) pending = tin_frames_dup_pending (frames);

      if (pending != NULL && tin_frames_get_done (frames) == tin_capture_get_published (self->scene.capture))
        break;

      search_update (self);
      g_thread_yield ();
    }

  search_settle (self);
}

/* It stands behind the others, is counted as they are, and is neither there twice nor missing when it ends. */
static void
test_finds_what_is_coming (SearchFixture *self,
                           gconstpointer  data)
{
  const TinFraming out = TIN_FRAMING_INIT;
  g_autoptr (GArray) pending = NULL;
  TinFraming in;
  guint row;

  g_assert_true (tin_framing_parse ("lines:lf", &in, NULL));
  tin_message_list_set_framing (self->list, &in, &out);
  tin_search_set_text (self->search, "needle");
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "a needle\nanother nee");
  scene_data (&self->scene, 2, TIN_DIRECTION_IN, "nothing\nof the kind");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 1);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 1);

  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "dle");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 2);
  pending = tin_search_dup_pending (self->search);
  g_assert_cmpuint (pending->len, ==, 1);
  g_assert_true (tin_message_list_find_pending (self->list, 0, 9, &row));
  g_assert_cmpuint (row, ==, 1);
  g_assert_false (tin_message_list_find_pending (self->list, 1, 8, &row));

  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "\n");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 2);
  g_assert_false (tin_message_list_find_pending (self->list, 0, 9, &row));
}

static void
test_clears_what_is_coming (SearchFixture *self,
                            gconstpointer  data)
{
  const TinFraming out = TIN_FRAMING_INIT;
  TinFraming in;

  g_assert_true (tin_framing_parse ("lines:lf", &in, NULL));
  tin_message_list_set_framing (self->list, &in, &out);
  g_object_set (self->search, "filter", FALSE, "text", "needle", NULL);
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "a needle");
  scene_publish (&self->scene);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 1);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 1);

  tin_message_list_clear (self->list);
  settle_framed (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/search-pending/" path, SearchFixture, NULL, search_set_up, func, search_tear_down)
  ADD ("finds-what-is-coming", test_finds_what_is_coming);
  ADD ("clears-what-is-coming", test_clears_what_is_coming);
#undef ADD

  return g_test_run ();
}
