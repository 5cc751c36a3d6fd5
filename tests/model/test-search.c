/* test-search.c: what a session is searched for, and what was found.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-search.h"

#include "list-watch.h"
#include "scene.h"

#include <string.h>

typedef struct
{
  Scene           scene;
  TinMessageList *list;     /* (owned) */
  TinSearch      *search;   /* (owned) */
  ListWatch       watch;
  gint            n_woken;  /* (atomic) */
} Fixture;

static void
wake (gpointer user_data)
{
  g_atomic_int_inc (&((Fixture *) user_data)->n_woken);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  scene_init (&self->scene);
  self->list = tin_message_list_new ();
  self->search = tin_search_new (self->list);
  tin_search_set_wake_func (self->search, wake, self);
  tin_message_list_set_capture (self->list, self->scene.capture);
  list_watch_begin (&self->watch, self->list);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->search);
  tin_message_list_set_capture (self->list, NULL);
  g_assert_finalize_object (self->list);
  scene_clear (&self->scene);
}

static void
update (Fixture *self)
{
  tin_search_update (self->search);
  tin_message_list_update (self->list);
}

/* As a session does it, until there is nothing left to do. The runner's timeout is the only clock. */
static void
settle (Fixture *self)
{
  gboolean busy;

  do
    {
      update (self);
      g_thread_yield ();
      g_object_get (self->search, "busy", &busy, NULL);
    }
  while (busy);

  update (self);
}

/* Peers say in turn what they are and count. */
static void
add_messages (Fixture *self,
              guint    n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("peer %u says %u", i % 3 + 1, i);

      scene_data (&self->scene, i % 3 + 1, TIN_DIRECTION_IN, text);
    }

  scene_publish (&self->scene);
}

static void
test_lists_what_is_found (Fixture       *self,
                          gconstpointer  data)
{
  add_messages (self, 30);
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 30);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 0);

  tin_search_set_text (self->search, "\"says 2\"");
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 11);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 11);
  g_assert_cmpint (g_atomic_int_get (&self->n_woken), >, 0);

  add_messages (self, 3);
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 12);

  tin_search_set_text (self->search, "  ");
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 33);
  g_assert_null (tin_search_get_query (self->search));
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 0);
}

static void
test_keeps_what_it_understood (Fixture       *self,
                               gconstpointer  data)
{
  gsize offset;

  add_messages (self, 30);
  tin_search_set_text (self->search, "peer 2");
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 19);
  g_assert_null (tin_search_get_error (self->search, &offset));

  tin_search_set_text (self->search, "peer 2 /(/");
  settle (self);
  g_assert_nonnull (tin_search_get_error (self->search, &offset));
  g_assert_cmpuint (offset, ==, 9);
  g_assert_cmpstr (tin_search_get_understood (self->search), ==, "peer 2");
  g_assert_cmpuint (self->watch.n_rows, ==, 19);

  tin_search_set_text (self->search, "");
  settle (self);
  g_assert_null (tin_search_get_error (self->search, NULL));
  g_assert_null (tin_search_get_understood (self->search));
  g_assert_cmpuint (self->watch.n_rows, ==, 30);
}

static void
test_lists_one_connection (Fixture       *self,
                           gconstpointer  data)
{
  add_messages (self, 30);
  tin_search_set_connection (self->search, 2);
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 10);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 0);

  tin_search_set_text (self->search, "1");
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 5);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 5);

  tin_search_set_connection (self->search, 0);
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 18);
}

static void
test_highlights_instead (Fixture       *self,
                         gconstpointer  data)
{
  guint64 hit;

  add_messages (self, 30);
  g_object_set (self->search, "filter", FALSE, "text", "\"says 2\"", NULL);
  settle (self);
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
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 10);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 5);

  g_object_set (self->search, "filter", TRUE, NULL);
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 5);
}

/* What Clear hides is no place to go to, wherever one begins. */
static void
test_passes_by_what_is_hidden (Fixture       *self,
                               gconstpointer  data)
{
  guint64 hit;

  g_assert_cmpfloat (tin_search_get_progress (self->search), ==, 1);
  g_assert_false (tin_search_find_next (self->search, 0, &hit));
  g_assert_false (tin_search_find_previous (self->search, G_MAXUINT64, &hit));

  add_messages (self, 30);
  g_object_set (self->search, "filter", FALSE, "text", "\"says 2\"", NULL);
  settle (self);
  g_assert_cmpfloat (tin_search_get_progress (self->search), ==, 1);
  tin_message_list_clear (self->list);
  settle (self);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 0);
  g_assert_cmpuint (tin_search_get_place (self->search, 20), ==, 0);
  g_assert_false (tin_search_find_next (self->search, 0, &hit));
  g_assert_false (tin_search_find_previous (self->search, G_MAXUINT64, &hit));

  add_messages (self, 6);
  settle (self);
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
  settle (self);
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
test_tells_what_changed (Fixture       *self,
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
  settle (self);
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
test_tells_its_doubts (Fixture       *self,
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
  settle (self);
  tin_search_get_doubts (self->search, &doubts);
  g_assert_cmpuint (doubts.n_given_up, ==, 1);
  g_assert_cmpuint (doubts.n_partly, ==, 0);
  g_assert_false (doubts.is_stopped);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 1);
}

static void
test_minds_how_text_is_meant (Fixture       *self,
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
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);

  g_object_set (self->search, "match-case", TRUE, NULL);
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 1);

  g_object_set (self->search, "regex", TRUE, "text", "p..r", NULL);
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);

  g_object_get (self->search, "match-case", &match_case, "regex", &regex, "filter", &filter, "text", &text, NULL);
  g_assert_true (match_case && regex && filter);
  g_assert_cmpstr (text, ==, "p..r");

  g_object_set (self->search, "regex", FALSE, "text", "\303\244", NULL);
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);
  tin_search_set_encoding (self->search, "ISO-8859-1");
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 1);
}

static void
test_goes_on_with_other_frames (Fixture       *self,
                                gconstpointer  data)
{
  const TinFraming out = TIN_FRAMING_INIT;
  TinFraming in;

  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "one\ntwo\nthr");
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "ee\ntwo\n");
  scene_publish (&self->scene);
  tin_search_set_text (self->search, "/two|three/");
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);

  g_assert_true (tin_framing_parse ("lines:lf", &in, NULL));
  tin_message_list_set_framing (self->list, &in, &out);
  while (tin_search_get_n_hits (self->search) < 3)
    settle (self);

  g_assert_cmpuint (self->watch.n_rows, ==, 3);
}

static void
test_forgets_a_connection_with_its_capture (Fixture       *self,
                                            gconstpointer  data)
{
  add_messages (self, 30);
  tin_search_set_text (self->search, "says");
  tin_search_set_connection (self->search, 2);
  settle (self);

  tin_message_list_set_capture (self->list, NULL);
  g_assert_cmpuint (tin_search_get_connection (self->search), ==, 0);
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);
  g_assert_cmpuint (tin_search_get_n_hits (self->search), ==, 0);

  tin_message_list_set_capture (self->list, self->scene.capture);
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 30);
}

static void
test_lists_all_again_when_it_goes (Fixture       *self,
                                   gconstpointer  data)
{
  add_messages (self, 30);
  tin_search_set_text (self->search, "nothing");
  settle (self);
  g_assert_cmpuint (self->watch.n_rows, ==, 0);

  g_assert_finalize_object (self->search);
  g_assert_cmpuint (self->watch.n_rows, ==, 30);
  self->search = tin_search_new (self->list);
}

/* Waits until all that was published is in messages. */
static void
settle_framed (Fixture *self)
{
  TinFrames *frames = tin_message_list_get_frames (self->list);

  while (TRUE)
    {
      g_autoptr (GArray) pending = tin_frames_dup_pending (frames);

      if (pending != NULL && tin_frames_get_done (frames) == tin_capture_get_published (self->scene.capture))
        break;

      update (self);
      g_thread_yield ();
    }

  settle (self);
}

/* It stands behind the others, is counted as they are, and is neither there twice nor missing when it ends. */
static void
test_finds_what_is_coming (Fixture       *self,
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
test_clears_what_is_coming (Fixture       *self,
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

#define ADD(path, func) g_test_add ("/search/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("finds-what-is-coming", test_finds_what_is_coming);
  ADD ("clears-what-is-coming", test_clears_what_is_coming);
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
