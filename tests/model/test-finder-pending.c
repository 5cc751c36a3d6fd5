/* test-finder-pending.c: a finder looks at messages that are still coming.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "finder-fixture.h"

#include <string.h>

#define RECORD_SIZE 65000
#define N_RECORDS   130                   /* more than two pages of 4 MiB */
#define ACROSS      (4 * 1024 * 1024 - 3) /* where a page ends in the middle of a word */

/* Waits until what was published is framed and looked at. Returns: (transfer full): what matches of what is coming */
static GArray *
look_at_pending (FinderFixture *fixture,
                 TinFinder     *finder)
{
  GArray *found;

  while (TRUE)
    {
      g_autoptr (GArray) pending = NULL;

      tin_frames_wake (fixture->frames);
      pending = tin_frames_dup_pending (fixture->frames);
      if (pending != NULL
          && tin_frames_get_done (fixture->frames) == tin_capture_get_published (fixture->scene.capture))
        break;

      g_thread_yield ();
    }

  finder_look_at_all (fixture, finder);
  found = tin_finder_dup_pending (finder, tin_frames_get_length (fixture->frames));
  g_assert_nonnull (found);

  return found;
}

static void
assert_pending (FinderFixture *fixture,
                TinFinder     *finder,
                guint          n_found)
{
  g_autoptr (GArray) found = look_at_pending (fixture, finder);

  g_assert_cmpuint (found->len, ==, n_found);
}

static void
publish (FinderFixture *fixture,
         guint          peer,
         const char    *text)
{
  scene_data (&fixture->scene, peer, TIN_DIRECTION_IN, text);
  scene_publish (&fixture->scene);
}

static void
test_finds_what_is_coming (FinderFixture *fixture,
                           gconstpointer  data)
{
  static const struct
  {
    const char *text;
    guint       n_found;
  } cases[] = {
    { "hello", 2 },
    { "Hello", 1 },
    { "/^hel+o w/", 1 },
    { "hex:0068", 1 },
    { "-hello", 1 },
    { "-/hel+o/", 1 },
    { "peer:127.0.0.1:40002", 1 },
    { "peer:127.0.0.1 hello -world", 1 },
    { "peer:127.0.0.2", 0 },
    { "connection:2 hello", 1 },
    { "size>10", 2 },
    { "in", 3 },
    { "out", 0 },
    { "events", 0 },
    { "whole", 0 },
  };

  publish (fixture, 1, "whole\nHello world");
  publish (fixture, 2, "a hello");
  publish (fixture, 3, "");
  scene_bytes (&fixture->scene, 3, TIN_DIRECTION_IN, (const guint8 *) "other bytes\0h", 13);
  scene_publish (&fixture->scene);
  finder_frame_lines (fixture, TIN_FRAMING_MAX_SIZE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TinFinder *finder = finder_create (fixture, cases[i].text);

      g_test_message ("%s", cases[i].text);
      assert_pending (fixture, finder, cases[i].n_found);
      g_assert_finalize_object (finder);
    }
}

/* What comes, what it makes of what came before, and its end. */
static void
test_follows_what_grows (FinderFixture *fixture,
                         gconstpointer  data)
{
  TinFinder *text, *expression;
  guint64 n_hits;

  publish (fixture, 1, "first\nnee");
  finder_frame_lines (fixture, TIN_FRAMING_MAX_SIZE);
  text = finder_create (fixture, "needle");
  expression = finder_create (fixture, "/^nee$/");
  assert_pending (fixture, text, 0);
  assert_pending (fixture, expression, 1);

  publish (fixture, 1, "dl");
  publish (fixture, 2, "need");
  assert_pending (fixture, text, 0);
  assert_pending (fixture, expression, 0);
  publish (fixture, 1, "e or so");
  publish (fixture, 2, "le");
  assert_pending (fixture, text, 2);
  publish (fixture, 1, " and more");
  assert_pending (fixture, text, 2);

  publish (fixture, 1, "\n");
  assert_pending (fixture, text, 1);
  tin_finder_get_end (text, &n_hits);
  g_assert_cmpuint (n_hits, ==, 1);
  g_assert_cmpint (g_atomic_int_get (&fixture->n_news), >, 0);

  g_assert_finalize_object (text);
  g_assert_finalize_object (expression);
}

/* A message that may have ended since is not told of. */
static void
test_tells_of_none_that_may_have_ended (FinderFixture *fixture,
                                        gconstpointer  data)
{
  TinFinder *finder;
  g_autoptr (GArray) found = NULL;

  publish (fixture, 1, "first\nneedle");
  finder_frame_lines (fixture, TIN_FRAMING_MAX_SIZE);
  finder = finder_create (fixture, "needle");
  found = tin_finder_dup_pending (finder, 0);
  g_assert_null (found);
  assert_pending (fixture, finder, 1);
  found = tin_finder_dup_pending (finder, 2);
  g_assert_null (found);

  g_assert_finalize_object (finder);
}

/* Page by page, and then only what came. */
static void
test_finds_in_what_is_large_and_coming (FinderFixture *fixture,
                                        gconstpointer  data)
{
  g_autofree guint8 *bytes = g_malloc (RECORD_SIZE);
  TinFinder *across, *late, *expression;

  publish (fixture, 2, "\n");
  finder_frame_lines (fixture, TIN_FRAMING_MAX_SIZE);
  across = finder_create (fixture, "needle");
  late = finder_create (fixture, "latest");
  expression = finder_create (fixture, "/nee+dl.*s$/");

  memset (bytes, 'x', RECORD_SIZE);
  for (gsize i = 0; i < N_RECORDS; i++)
    {
      if (i == ACROSS / RECORD_SIZE)
        memcpy (bytes + ACROSS % RECORD_SIZE, "needle", 6);

      scene_bytes (&fixture->scene, 1, TIN_DIRECTION_IN, bytes, RECORD_SIZE);
      memset (bytes, 'x', RECORD_SIZE);
    }

  scene_publish (&fixture->scene);
  assert_pending (fixture, across, 1);
  assert_pending (fixture, late, 0);
  assert_pending (fixture, expression, 0);
  publish (fixture, 1, "the late");
  assert_pending (fixture, late, 0);
  publish (fixture, 1, "st news");
  assert_pending (fixture, late, 1);
  assert_pending (fixture, across, 1);
  assert_pending (fixture, expression, 1);

  g_assert_finalize_object (across);
  g_assert_finalize_object (late);
  g_assert_finalize_object (expression);
}

/* Before its end comes, and behind it. */
static void
test_says_what_is_coming_and_not_searched (FinderFixture *fixture,
                                           gconstpointer  data)
{
  g_autofree char *text = g_strnfill (60000, 'a');
  TinFinder *finder;

  publish (fixture, 2, "\n");
  finder_frame_lines (fixture, TIN_FRAMING_MAX_SIZE);
  finder = finder_create (fixture, "/(\\w+)\\s(\\1)/");
  publish (fixture, 1, text);
  publish (fixture, 1, "- b");
  assert_pending (fixture, finder, 0);
  finder_assert_doubts (finder, 1, FALSE);
  publish (fixture, 1, "\n");
  assert_pending (fixture, finder, 0);
  finder_assert_doubts (finder, 1, FALSE);

  g_assert_finalize_object (finder);
}

#define ADD(path, func) g_test_add ("/finder/" path, FinderFixture, NULL, finder_set_up, func, finder_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("finds-what-is-coming", test_finds_what_is_coming);
  ADD ("follows-what-grows", test_follows_what_grows);
  ADD ("tells-of-none-that-may-have-ended", test_tells_of_none_that_may_have_ended);
  ADD ("finds-in-what-is-large-and-coming", test_finds_in_what_is_large_and_coming);
  ADD ("says-what-is-coming-and-not-searched", test_says_what_is_coming_and_not_searched);

  return g_test_run ();
}
