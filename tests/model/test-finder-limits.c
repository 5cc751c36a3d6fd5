/* test-finder-limits.c: what a finder could not find out.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "finder-fixture.h"

#include <string.h>

#define HUGE_RECORD_SIZE 65000
#define N_HUGE_RECORDS   1040 /* more than an expression is asked about */

/* One line of which an expression sees the beginning. */
static void
add_huge_line (Scene *scene)
{
  g_autofree guint8 *bytes = g_malloc (HUGE_RECORD_SIZE);

  memset (bytes, 'x', HUGE_RECORD_SIZE);
  memcpy (bytes, "begin", 5);
  scene_bytes (scene, 1, TIN_DIRECTION_IN, bytes, HUGE_RECORD_SIZE);
  memset (bytes, 'x', 5);
  for (gsize i = 2; i < N_HUGE_RECORDS; i++)
    scene_bytes (scene, 1, TIN_DIRECTION_IN, bytes, HUGE_RECORD_SIZE);

  memcpy (bytes + HUGE_RECORD_SIZE - 4, "end\n", 4);
  scene_bytes (scene, 1, TIN_DIRECTION_IN, bytes, HUGE_RECORD_SIZE);
  scene_publish (scene);
}

static void
test_says_what_it_saw_in_part (void)
{
  static const struct
  {
    const char *text;
    guint64     n_hits;
    guint64     n_partly;
  } cases[] = {
    { "/be+gin/", 1, 0 },
    { "/en+d$/", 0, 1 },
    { "-/en+d$/", 0, 1 },
    { "/en+d$/ size<5", 0, 0 },
    { "end", 1, 0 },
  };
  FinderFixture fixture = { .scene.capture = tin_capture_new ("test", NULL, 96 * 1024 * 1024) };

  g_assert_cmpuint ((guint64) N_HUGE_RECORDS * HUGE_RECORD_SIZE, >, TIN_QUERY_MAX_EXPRESSION_SIZE);
  finder_frame_as_received (&fixture);
  add_huge_line (&fixture.scene);
  finder_frame_lines (&fixture, TIN_FRAMING_MAX_SIZE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TinFinder *finder = finder_create (&fixture, cases[i].text);
      TinFinderDoubts doubts;
      guint64 n_hits;

      g_test_message ("%s", cases[i].text);
      finder_look_at_all (&fixture, finder);
      tin_finder_get_end (finder, &n_hits);
      tin_finder_get_doubts (finder, &doubts);
      g_assert_cmpuint (n_hits, ==, cases[i].n_hits);
      g_assert_cmpuint (doubts.n_partly, ==, cases[i].n_partly);
      g_assert_cmpuint (doubts.n_given_up, ==, 0);
      g_assert_finalize_object (finder);
    }

  finder_tear_down (&fixture, NULL);
}

/* A message for which PCRE alone takes an hour. */
static void
add_hostile_line (Scene *scene)
{
  g_autofree char *text = g_strnfill (64 * 1024 - 1, 'a');

  for (guint i = 0; i < 16; i++)
    scene_data (scene, 1, TIN_DIRECTION_IN, text);

  scene_data (scene, 1, TIN_DIRECTION_IN, "- b\n");
  scene_publish (scene);
}

static void
test_says_what_it_could_not_search (FinderFixture *fixture,
                                    gconstpointer  data)
{
  static const char *const texts[] = { "/(a+)+$/", "-/(a+)+$/", "/(\\w+)\\s(\\1)/", "/(\\w+)(\\w+)\\s\\1/" };

  add_hostile_line (&fixture->scene);
  finder_frame_lines (fixture, TIN_FRAMING_MAX_SIZE);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      TinFinder *finder = finder_create (fixture, texts[i]);
      guint64 n_hits;

      g_test_message ("%s", texts[i]);
      finder_look_at_all (fixture, finder);
      tin_finder_get_end (finder, &n_hits);
      g_assert_cmpuint (n_hits, ==, 0);
      finder_assert_doubts (finder, 1, FALSE);
      g_assert_finalize_object (finder);
    }
}

#define ADD(path, func) g_test_add ("/finder/" path, FinderFixture, NULL, finder_set_up, func, finder_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("says-what-it-could-not-search", test_says_what_it_could_not_search);
  g_test_add_func ("/finder/says-what-it-saw-in-part", test_says_what_it_saw_in_part);

  return g_test_run ();
}
