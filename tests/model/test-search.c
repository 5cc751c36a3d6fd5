/* test-search.c: what a session is searched for, and what was found.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "search-fixture.h"

#include <string.h>

/* Peers say in turn what they are and count. */
static void
add_messages (SearchFixture *self,
              guint          n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("peer %u says %u", i % 3 + 1, i);

      scene_data (&self->scene, i % 3 + 1, TIN_DIRECTION_IN, text);
    }

  scene_publish (&self->scene);
}

static void
test_lists_what_is_found (SearchFixture *self,
                          gconstpointer  data)
{
  add_messages (self, 30);
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 30);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 0);

  tin_search_set_text (self->search, "\"says 2\"");
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 11);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 11);
  g_assert_cmpint (g_atomic_int_get (&self->n_woken), >, 0);

  add_messages (self, 3);
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 12);

  tin_search_set_text (self->search, "  ");
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 33);
  g_assert_null (tin_search_get_query (self->search));
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 0);
}

static void
test_keeps_what_it_understood (SearchFixture *self,
                               gconstpointer  data)
{
  gsize offset;

  add_messages (self, 30);
  tin_search_set_text (self->search, "peer 2");
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 19);
  g_assert_null (tin_search_get_error (self->search, &offset));

  tin_search_set_text (self->search, "peer 2 /(/");
  search_settle (self);
  g_assert_nonnull (tin_search_get_error (self->search, &offset));
  g_assert_cmpuint (offset, ==, 9);
  g_assert_cmpstr (tin_search_get_understood (self->search), ==, "peer 2");
  g_assert_cmpuint (self->watch.n_rows, ==, 19);

  tin_search_set_text (self->search, "");
  search_settle (self);
  g_assert_null (tin_search_get_error (self->search, NULL));
  g_assert_null (tin_search_get_understood (self->search));
  g_assert_cmpuint (self->watch.n_rows, ==, 30);
}

static void
test_lists_one_connection (SearchFixture *self,
                           gconstpointer  data)
{
  add_messages (self, 30);
  tin_search_set_connection (self->search, 2);
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 10);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 0);

  tin_search_set_text (self->search, "1");
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 5);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 5);

  tin_search_set_connection (self->search, 0);
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 18);
}

static void
test_highlights_instead (SearchFixture *self,
                         gconstpointer  data)
{
  guint64 hit;

  add_messages (self, 30);
  g_object_set (self->search, "filter", FALSE, "text", "\"says 2\"", NULL);
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 30);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 11);

  g_assert_cmpuint (tin_search_get_place (self->search, 2), ==, 1);
  g_assert_cmpuint (tin_search_get_place (self->search, 3), ==, 0);
  g_assert_cmpuint (tin_search_get_place (self->search, 20), ==, 2);
  g_assert_true (tin_search_find_next (self->search, 2, &hit));
  g_assert_cmpuint (hit, ==, 20);
  g_assert_true (tin_search_find_next (self->search, 29, &hit));
  g_assert_cmpuint (hit, ==, 2);
  g_assert_true (tin_search_find_previous (self->search, 20, &hit));
  g_assert_cmpuint (hit, ==, 2);
  g_assert_true (tin_search_find_previous (self->search, 2, &hit));
  g_assert_cmpuint (hit, ==, 29);

  tin_search_set_connection (self->search, 3);
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 10);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 5);

  g_object_set (self->search, "filter", TRUE, NULL);
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 5);
}

/* What Clear hides is no place to go to, wherever one begins. */
static void
test_passes_by_what_is_hidden (SearchFixture *self,
                               gconstpointer  data)
{
  guint64 hit;

  g_assert_cmpfloat (tin_search_get_progress (self->search), ==, 1);
  g_assert_false (tin_search_find_next (self->search, 0, &hit));
  g_assert_false (tin_search_find_previous (self->search, G_MAXUINT64, &hit));

  add_messages (self, 30);
  g_object_set (self->search, "filter", FALSE, "text", "\"says 2\"", NULL);
  search_settle (self);
  g_assert_cmpfloat (tin_search_get_progress (self->search), ==, 1);
  tin_message_list_clear (self->list);
  search_settle (self);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 0);
  g_assert_cmpuint (tin_search_get_place (self->search, 20), ==, 0);
  g_assert_false (tin_search_find_next (self->search, 0, &hit));
  g_assert_false (tin_search_find_previous (self->search, G_MAXUINT64, &hit));

  add_messages (self, 6);
  search_settle (self);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 1);
  g_assert_cmpuint (tin_search_get_place (self->search, 32), ==, 1);
  for (guint64 number = 0; number < 36; number++)
    {
      g_assert_true (tin_search_find_next (self->search, number, &hit));
      g_assert_cmpuint (hit, ==, 32);
      g_assert_true (tin_search_find_previous (self->search, number, &hit));
      g_assert_cmpuint (hit, ==, 32);
    }

  g_assert_true (tin_message_list_undo_clear (self->list));
  search_settle (self);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 12);
  g_assert_cmpuint (tin_search_get_place (self->search, 32), ==, 12);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* Views go by what it says that has changed, once each. */
static void
test_tells_what_changed (SearchFixture *self,
                         gconstpointer  data)
{
  g_autofree char *error = NULL;
  guint n_texts = 0, n_errors = 0, n_hits = 0, n_connections = 0;
  guint connection;
  guint64 found;

  g_signal_connect_swapped (self->search, "notify::text", G_CALLBACK (count_cb), &n_texts);
  g_signal_connect_swapped (self->search, "notify::error", G_CALLBACK (count_cb), &n_errors);
  g_signal_connect_swapped (self->search, "notify::n-hits", G_CALLBACK (count_cb), &n_hits);
  g_signal_connect_swapped (self->search, "notify::connection", G_CALLBACK (count_cb), &n_connections);

  add_messages (self, 30);
  g_object_set (self->search, "text", "peer size>x", NULL);
  g_object_set (self->search, "text", "peer size>x", NULL);
  g_object_get (self->search, "error", &error, NULL);
  g_assert_nonnull (error);
  g_assert_cmpuint (n_texts, ==, 1);
  g_assert_cmpuint (n_errors, ==, 1);
  g_assert_cmpuint (n_hits, ==, 0);

  g_object_set (self->search, "text", "peer", NULL);
  search_settle (self);
  g_clear_pointer (&error, g_free);
  g_object_get (self->search, "error", &error, "n-hits", &found, NULL);
  g_assert_null (error);
  g_assert_cmpuint (found, ==, 30);
  g_assert_cmpuint (n_texts, ==, 2);
  g_assert_cmpuint (n_errors, ==, 2);
  g_assert_cmpuint (n_hits, >, 0);

  g_object_set (self->search, "connection", 2, NULL);
  g_object_set (self->search, "connection", 2, NULL);
  g_object_get (self->search, "connection", &connection, NULL);
  g_assert_cmpuint (connection, ==, 2);
  g_assert_cmpuint (n_connections, ==, 1);
}

/* Nobody takes what was given up for what does not match. */
static void
test_tells_its_doubts (SearchFixture *self,
                       gconstpointer  data)
{
  g_autofree char *hostile = g_strnfill (4000, 'a');
  TinFinderDoubts doubts;

  tin_search_get_doubts (self->search, &doubts);
  g_assert_cmpuint (doubts.n_given_up, ==, 0);

  hostile[3999] = '-';
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, hostile);
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "aaa");
  scene_publish (&self->scene);
  tin_search_set_text (self->search, "/^(a+)+$/");
  search_settle (self);
  tin_search_get_doubts (self->search, &doubts);
  g_assert_cmpuint (doubts.n_given_up, ==, 1);
  g_assert_cmpuint (doubts.n_partly, ==, 0);
  g_assert_false (doubts.is_stopped);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 1);
}

static void
test_minds_how_text_is_meant (SearchFixture *self,
                              gconstpointer  data)
{
  gboolean match_case, regex, filter;
  g_autofree char *text = NULL;

  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "Peer");
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "peer");
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "p..r");
  scene_bytes (&self->scene, 1, TIN_DIRECTION_IN, (const guint8 *) "\344", 1);
  scene_publish (&self->scene);

  tin_search_set_text (self->search, "peer");
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);

  g_object_set (self->search, "match-case", TRUE, NULL);
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 1);

  g_object_set (self->search, "regex", TRUE, "text", "p..r", NULL);
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);

  g_object_get (self->search, "match-case", &match_case, "regex", &regex, "filter", &filter, "text", &text, NULL);
  g_assert_true (match_case && regex && filter);
  g_assert_cmpstr (text, ==, "p..r");

  g_object_set (self->search, "regex", FALSE, "text", "\303\244", NULL);
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);
  tin_search_set_encoding (self->search, "ISO-8859-1");
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 1);
}

static void
test_goes_on_with_other_frames (SearchFixture *self,
                                gconstpointer  data)
{
  const TinFraming out = TIN_FRAMING_INIT;
  TinFraming in;

  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "one\ntwo\nthr");
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "ee\ntwo\n");
  scene_publish (&self->scene);
  tin_search_set_text (self->search, "/two|three/");
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);

  g_assert_true (tin_framing_parse ("lines:lf", &in, NULL));
  tin_message_list_set_framing (self->list, &in, &out);
  while (tin_search_get_n_hits (self->search) < 3)
    search_settle (self);

  g_assert_cmpuint (self->watch.n_rows, ==, 3);
}

static void
test_forgets_a_connection_with_its_capture (SearchFixture *self,
                                            gconstpointer  data)
{
  add_messages (self, 30);
  tin_search_set_text (self->search, "says");
  tin_search_set_connection (self->search, 2);
  search_settle (self);

  tin_message_list_set_capture (self->list, NULL);
  g_assert_cmpuint (tin_search_get_connection (self->search), ==, 0);
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 0);

  tin_message_list_set_capture (self->list, self->scene.capture);
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 30);
}

static void
test_lists_all_again_when_it_goes (SearchFixture *self,
                                   gconstpointer  data)
{
  add_messages (self, 30);
  tin_search_set_text (self->search, "nothing");
  search_settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);

  g_assert_finalize_object (self->search);
  g_assert_cmpuint (self->watch.n_rows, ==, 30);
  self->search = tin_search_new (self->list);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/search/" path, SearchFixture, NULL, search_set_up, func, search_tear_down)
  ADD ("lists-what-is-found", test_lists_what_is_found);
  ADD ("keeps-what-it-understood", test_keeps_what_it_understood);
  ADD ("lists-one-connection", test_lists_one_connection);
  ADD ("highlights-instead", test_highlights_instead);
  ADD ("passes-by-what-is-hidden", test_passes_by_what_is_hidden);
  ADD ("tells-what-changed", test_tells_what_changed);
  ADD ("tells-its-doubts", test_tells_its_doubts);
  ADD ("minds-how-text-is-meant", test_minds_how_text_is_meant);
  ADD ("goes-on-with-other-frames", test_goes_on_with_other_frames);
  ADD ("forgets-a-connection-with-its-capture", test_forgets_a_connection_with_its_capture);
  ADD ("lists-all-again-when-it-goes", test_lists_all_again_when_it_goes);
#undef ADD

  return g_test_run ();
}
