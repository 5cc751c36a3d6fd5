/* test-finder.c: runs a query over messages, off the caller's thread.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "finder-fixture.h"

#include "capture/tin-file-sink.h"
#include "capture/tin-loader.h"
#include "folder.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void
fill_scene (FinderFixture *fixture)
{
  Scene *scene = &fixture->scene;

  scene_event (scene, 0, TIN_EVENT_LISTENING, TIN_BY_LOCAL, NULL);   /* 0 */
  scene_open (scene, 1);                                             /* 1 */
  scene_open (scene, 2);                                             /* 2 */
  scene_data (scene, 1, TIN_DIRECTION_IN, "Hello");                  /* 3 */
  scene_data (scene, 1, TIN_DIRECTION_OUT, "Hello yourself");        /* 4 */
  scene_data (scene, 2, TIN_DIRECTION_IN, "bye");                    /* 5 */
  scene_bytes (scene, 2, TIN_DIRECTION_IN, (const guint8 *) "", 0);  /* 6 */
  scene_event (scene, 2, TIN_EVENT_RESET, TIN_BY_PEER, NULL);        /* 7 */
  scene_publish (scene);
}

static void
test_finds_what_matches (FinderFixture *fixture,
                         gconstpointer  data)
{
  static const char *const cases[][2] = {
    { "", "0 1 2 3 4 5 6 7" },
    { "hello", "3 4" },
    { "in hello", "3" },
    { "/^$/ data", "6" },
    { "peer:127.0.0.1:40002", "2 5 6 7" },
    { "port:40001 hello -yourself", "3" },
    { "connection:2 in", "5 6" },
    { "events", "0 1 2 7" },
    { "events listening", "0" },
    { "reset", "7" },
    { "errors -reset", "" },
    { "size>4", "3 4" },
    { "hex:6279", "5" },
    { "-e -data", "" },
    { "time:1970-01-01..", "0 1 2 3 4 5 6 7" },
    { "time<1970-01-02", "" },
    { "nothing of that", "" },
  };

  fill_scene (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TinFinder *finder = finder_create (fixture, cases[i][0]);
      g_autofree char *hits = NULL;

      g_test_message ("%s", cases[i][0]);
      finder_look_at_all (fixture, finder);
      hits = finder_dup_hits (finder);
      g_assert_cmpstr (hits, ==, cases[i][1]);
      finder_assert_doubts (finder, 0, FALSE);
      g_assert_finalize_object (finder);
    }
}

static void
test_follows_what_comes (FinderFixture *fixture,
                         gconstpointer  data)
{
  TinFinder *finder = finder_create (fixture, "tick");

  for (guint i = 0; i < 300; i++)
    {
      guint64 n_hits;

      scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, i % 3 == 0 ? "a tick" : "a tock");
      scene_publish (&fixture->scene);
      finder_look_at_all (fixture, finder);
      g_assert_cmpuint (tin_finder_get_end (finder, &n_hits), ==, i + 1);
      g_assert_cmpuint (n_hits, ==, i / 3 + 1);
    }

  g_assert_cmpint (g_atomic_int_get (&fixture->n_news), ==, 300);
  g_assert_finalize_object (finder);
}

/* More slices than threads, so that they take turns. */
static void
test_keeps_the_order_of_many (FinderFixture *fixture,
                              gconstpointer  data)
{
  TinFinder *finder = finder_create (fixture, "7");
  guint64 n_expected = 0;
  guint64 index = 0;
  guint64 number;

  for (guint i = 0; i < 400000; i++)
    {
      char text[16];

      g_snprintf (text, sizeof text, "%u", i);
      scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, text);
    }

  scene_publish (&fixture->scene);
  finder_look_at_all (fixture, finder);

  for (guint i = 0; i < 400000; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      if (strchr (text, '7') == NULL)
        continue;

      n_expected++;
      g_assert_true (tin_finder_get_hit (finder, index++, &number));
      g_assert_cmpuint (number, ==, i);
    }

  g_assert_cmpuint (tin_finder_get_end (finder, &index), ==, 400000);
  g_assert_cmpuint (index, ==, n_expected);
  g_assert_finalize_object (finder);
}

static void
test_goes_to_the_next (FinderFixture *fixture,
                       gconstpointer  data)
{
  TinFinder *finder = finder_create (fixture, "hello");
  guint64 number = 0;

  fill_scene (fixture);
  g_assert_false (tin_finder_find_next (finder, 0, &number));
  g_assert_false (tin_finder_find_previous (finder, 100, &number));

  finder_look_at_all (fixture, finder);
  g_assert_true (tin_finder_find_next (finder, 0, &number));
  g_assert_cmpuint (number, ==, 3);
  g_assert_true (tin_finder_find_next (finder, 4, &number));
  g_assert_cmpuint (number, ==, 4);
  g_assert_false (tin_finder_find_next (finder, 5, &number));
  g_assert_true (tin_finder_find_previous (finder, 100, &number));
  g_assert_cmpuint (number, ==, 4);
  g_assert_true (tin_finder_find_previous (finder, 4, &number));
  g_assert_cmpuint (number, ==, 3);
  g_assert_false (tin_finder_find_previous (finder, 3, &number));
  g_assert_cmpuint (tin_finder_count_before (finder, 4), ==, 1);

  g_assert_finalize_object (finder);
}

static void
test_counts_what_it_gave_up (FinderFixture *fixture,
                             gconstpointer  data)
{
  g_autofree char *text = g_strnfill (10000, 'a');
  TinFinder *finder = finder_create (fixture, "/(a+)+$/");
  guint64 n_hits;

  text[9999] = 'b';
  scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, text);
  scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, "aa");
  scene_publish (&fixture->scene);
  finder_look_at_all (fixture, finder);

  tin_finder_get_end (finder, &n_hits);
  g_assert_cmpuint (n_hits, ==, 1);
  finder_assert_doubts (finder, 1, FALSE);

  g_assert_finalize_object (finder);
}

#define RECORD_SIZE 65000
#define N_RECORDS   130                           /* more than two pages of 4 MiB */
#define ACROSS      (4 * 1024 * 1024 - 3)         /* where a page ends in the middle of a word */

/* One line of many records, which no scan passes and which is read in pages. */
static void
add_large_line (Scene *scene)
{
  g_autofree guint8 *bytes = g_malloc (RECORD_SIZE);

  for (gsize i = 0; i < N_RECORDS; i++)
    {
      memset (bytes, 'x', RECORD_SIZE);
      if (i == ACROSS / RECORD_SIZE)
        memcpy (bytes + ACROSS % RECORD_SIZE, "needle", 6);

      if (i == N_RECORDS - 1)
        memcpy (bytes + RECORD_SIZE - 4, "end\n", 4);

      scene_bytes (scene, 1, TIN_DIRECTION_IN, bytes, RECORD_SIZE);
    }

  scene_publish (scene);
}

static void
test_looks_at_a_large_message (FinderFixture *fixture,
                               gconstpointer  data)
{
  static const struct
  {
    const char *text;
    guint64     n_hits;
  } cases[] = {
    { "needle", 1 },
    { "NEEDLE", 0 },
    { "hex:6e6565646c65", 1 },
    { "end", 1 },
    { "needle -end", 0 },
    { "x end -needless", 1 },
    { "/n(e+)dle/", 1 },
    { "/e.d$/ needle", 1 },
    { "/n(e+)dles/", 0 },
  };

  add_large_line (&fixture->scene);
  finder_frame_lines (fixture, 64 * 1024 * 1024);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TinFinder *finder = finder_create (fixture, cases[i].text);
      guint64 n_hits;

      g_test_message ("%s", cases[i].text);
      finder_look_at_all (fixture, finder);
      tin_finder_get_end (finder, &n_hits);
      g_assert_cmpuint (n_hits, ==, cases[i].n_hits);
      finder_assert_doubts (finder, 0, FALSE);
      g_assert_finalize_object (finder);
    }
}

/* What was found before stays; what comes after is not looked at, so that it ends. */
static void
test_stops_where_it_would_go_on_for_ever (FinderFixture *fixture,
                                          gconstpointer  data)
{
  g_autofree char *text = g_strnfill (64, 'a');
  TinFinder *finder = finder_create (fixture, "/(a+)+$/");
  TinFinderDoubts doubts;
  guint64 n_hits;

  text[63] = 'b';
  scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, "aa");
  for (guint i = 0; i < 200000; i++)
    scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, text);

  scene_publish (&fixture->scene);
  tin_finder_continue (finder);
  while (tin_finder_is_busy (finder))
    g_thread_yield ();

  g_assert_cmpuint (tin_finder_get_end (finder, &n_hits), <, 200);
  g_assert_cmpuint (n_hits, ==, 1);
  tin_finder_get_doubts (finder, &doubts);
  g_assert_true (doubts.is_stopped);
  g_assert_cmpuint (doubts.n_given_up, <=, 400);

  scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, "aa");
  scene_publish (&fixture->scene);
  tin_finder_continue (finder);
  g_assert_false (tin_finder_is_busy (finder));

  g_assert_finalize_object (finder);
}

/* While threads are at work; who is told must not be told afterwards. */
static void
test_stops_when_nobody_asks (FinderFixture *fixture,
                             gconstpointer  data)
{
  for (guint i = 0; i < 200000; i++)
    scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, "something");

  scene_publish (&fixture->scene);

  for (guint i = 0; i < 20; i++)
    {
      TinFinder *finder = finder_create (fixture, "/some(thing|what)+x/");

      tin_finder_continue (finder);
      g_assert_finalize_object (finder);
      g_atomic_int_set (&fixture->n_news, 0);
    }

  g_assert_cmpint (g_atomic_int_get (&fixture->n_news), ==, 0);
}

static void
test_passes_over_what_is_gone (void)
{
  FinderFixture fixture = { 0 };
  TinFinder *finder;
  guint64 first;
  guint64 number;
  guint64 n_hits;

  scene_init_small (&fixture.scene);
  finder_frame_as_received (&fixture);

  for (guint i = 0; i < 100000; i++)
    {
      scene_data (&fixture.scene, 1, TIN_DIRECTION_IN, "0123456789012345678901234567890123456789");
      scene_publish (&fixture.scene);
    }

  first = tin_frames_get_first (fixture.frames);
  g_assert_cmpuint (first, >, 0);

  finder = finder_create (&fixture, "789");
  finder_look_at_all (&fixture, finder);
  g_assert_cmpuint (tin_finder_get_end (finder, &n_hits), ==, 100000);
  g_assert_cmpuint (n_hits, ==, 100000 - first);
  g_assert_true (tin_finder_get_hit (finder, 0, &number));
  g_assert_cmpuint (number, ==, first);

  g_assert_finalize_object (finder);
  finder_tear_down (&fixture, NULL);
}

/* Overwrites the blocks of one record, of a file that is ours to the byte. */
static void
damage (TinCapture *capture,
        const char *path,
        guint64     position)
{
  static const guint8 nothing[28];
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  TinIndexEntry entry;

  g_assert_true (tin_capture_peek (capture, position, &entry));
  g_assert_cmpint (pwrite (fd, nothing, sizeof nothing, entry.offset), ==, sizeof nothing);
  close (fd);
}

/* Records 0 and 1, on disk. */
static char *
record_to (const char *folder)
{
  g_autoptr (TinSink) sink = tin_file_sink_new (folder, "two.pcapng");
  char *path = g_strdup (tin_sink_get_path (sink));
  Scene scene = { .capture = tin_capture_new ("test", sink, TIN_CAPTURE_DEFAULT_RING_SIZE) };

  scene_data (&scene, 1, TIN_DIRECTION_IN, "first");
  scene_data (&scene, 1, TIN_DIRECTION_IN, "second");
  scene_publish (&scene);
  scene_clear (&scene);

  return path;
}

/* A record that cannot be read says nothing of its peer: the next one does. */
static void
test_knows_a_peer_behind_damage (void)
{
  Folder *folder = folder_new ();
  g_autofree char *path = record_to (folder);
  TinLoader *loader = tin_loader_new (path, folder, NULL);
  FinderFixture fixture = { 0 };
  TinFinder *finder;
  g_autofree char *hits = NULL;

  tin_loader_wait (loader);
  fixture.scene.capture = g_object_ref (tin_loader_get_capture (loader));
  tin_loader_free (loader);
  finder_frame_as_received (&fixture);
  g_assert_cmpuint (tin_frames_get_length (fixture.frames), ==, 2);
  damage (fixture.scene.capture, path, 0);

  finder = finder_create (&fixture, "peer:127.0.0.1");
  finder_look_at_all (&fixture, finder);
  hits = finder_dup_hits (finder);
  g_assert_cmpstr (hits, ==, "1");

  g_assert_finalize_object (finder);
  finder_tear_down (&fixture, NULL);
  folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, FinderFixture, NULL, finder_set_up, func, finder_tear_down)
  ADD ("/finder/finds-what-matches", test_finds_what_matches);
  ADD ("/finder/follows-what-comes", test_follows_what_comes);
  ADD ("/finder/keeps-the-order-of-many", test_keeps_the_order_of_many);
  ADD ("/finder/goes-to-the-next", test_goes_to_the_next);
  ADD ("/finder/counts-what-it-gave-up", test_counts_what_it_gave_up);
  ADD ("/finder/looks-at-a-large-message", test_looks_at_a_large_message);
  ADD ("/finder/stops-where-it-would-go-on-for-ever", test_stops_where_it_would_go_on_for_ever);
  ADD ("/finder/stops-when-nobody-asks", test_stops_when_nobody_asks);
#undef ADD
  g_test_add_func ("/finder/passes-over-what-is-gone", test_passes_over_what_is_gone);
  g_test_add_func ("/finder/knows-a-peer-behind-damage", test_knows_a_peer_behind_damage);

  return g_test_run ();
}
