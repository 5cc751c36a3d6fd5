/* finder-fixture.c: a finder over a scene.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "finder-fixture.h"

#include "gone.h"

/* In any thread. */
static void
news (gpointer user_data)
{
  FinderFixture *fixture = user_data;

  g_atomic_int_inc (&fixture->n_news);
}

void
finder_frame_as_received (FinderFixture *fixture)
{
  const TinFraming framing = TIN_FRAMING_INIT;

  fixture->frames = tin_frames_new (fixture->scene.capture, &framing, &framing);
}

/* Begins anew, with a line at least. */
void
finder_frame_lines (FinderFixture *fixture,
                    guint32        max_size)
{
  TinFraming framing = { .kind = TIN_FRAMING_DELIMITER, .max_size = max_size };

  tin_framing_set_delimiter (&framing, (const guint8 *) "\n", 1);
  g_assert_finalize_object (fixture->frames);
  fixture->frames = tin_frames_new (fixture->scene.capture, &framing, &framing);
  tin_frames_wake (fixture->frames);
  while (tin_frames_get_length (fixture->frames) < 1)
    g_thread_yield ();
}

void
finder_set_up (FinderFixture *fixture,
               gconstpointer  data)
{
  scene_init (&fixture->scene);
  finder_frame_as_received (fixture);
}

void
finder_tear_down (FinderFixture *fixture,
                  gconstpointer  data)
{
  /* A thread may still be at its last message. */
  await_finalize (G_OBJECT (fixture->frames));
  scene_clear (&fixture->scene);
}

TinFinder *
finder_create (FinderFixture *fixture,
               const char    *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TinQuery) query = tin_query_new (text, TIN_QUERY_DEFAULT, "UTF-8", &error);
  TinFinder *finder;

  g_assert_no_error (error);
  finder = tin_finder_new (fixture->frames, query, 0);
  tin_finder_set_news_func (finder, news, fixture);

  return finder;
}

/* The runner's timeout is the only clock. */
void
finder_look_at_all (FinderFixture *fixture,
                    TinFinder     *finder)
{
  tin_finder_continue (finder);

  while (tin_finder_is_busy (finder))
    g_thread_yield ();

  g_assert_cmpuint (tin_finder_get_end (finder, NULL), ==, tin_frames_get_length (fixture->frames));
}

char *
finder_dup_hits (TinFinder *finder)
{
  GString *out = g_string_new (NULL);
  guint64 number;

  for (guint64 i = 0; tin_finder_get_hit (finder, i, &number); i++)
    g_string_append_printf (out, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "", number);

  return g_string_free (out, FALSE);
}

void
finder_assert_doubts (TinFinder *finder,
                      guint64    n_given_up,
                      gboolean   is_stopped)
{
  TinFinderDoubts doubts;

  tin_finder_get_doubts (finder, &doubts);
  g_assert_cmpuint (doubts.n_given_up, ==, n_given_up);
  g_assert_cmpuint (doubts.n_partly, ==, 0);
  g_assert_cmpint (doubts.is_stopped, ==, is_stopped);
}
