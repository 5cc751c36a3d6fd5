/* test-frames-many.c: a framing of more than is kept: records, connections, work.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "frames-fixture.h"

/* A ring without a file drops its oldest: so do the frames. */
static void
test_forgets_what_the_capture_dropped (void)
{
  static const guint8 payload[8192] = { '\n' };
  g_auto (Scene) scene;
  TinFrames *frames;
  TinFrame frame;

  scene_init_small (&scene);
  frames = frames_make (&scene, "lines:lf", "received");
  for (guint i = 0; i < 4000; i++)
    {
      scene_bytes (&scene, 1 + i % 4, TIN_DIRECTION_IN, payload, sizeof payload);
      if (i % 50 == 49)
        {
          scene_publish (&scene);
          g_array_unref (frames_settle (frames, 4));
        }
    }

  g_assert_cmpuint (tin_frames_get_first (frames), >, 0);
  g_assert_false (tin_frames_get (frames, 0, &frame));
  g_assert_true (tin_frames_get (frames, tin_frames_get_first (frames), &frame));
  g_assert_cmpuint (frame.last, >=, tin_capture_get_first (scene.capture));
  g_assert_cmpuint (frame.size, ==, sizeof payload);

  g_assert_finalize_object (frames);
}

static void
say_something (Scene   *scene,
               guint32  connection)
{
  TinAddress local = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 127, 0, 0, 1 } };
  TinAddress remote = { .family = TIN_FAMILY_IPV4, .port = 40000, .bytes = { 127, 0, 0, 1 } };
  TinFlow flow;

  tin_flow_init (&flow, TIN_TRANSPORT_TCP, connection, &local, &remote);
  g_assert_true (tin_capture_append_data (scene->capture, &flow, TIN_DIRECTION_IN, TIN_BY_PEER, (const guint8 *) "a", 1,
                                          NULL));
}

/* More than are remembered, each in the midst of a line: all is in frames, or still coming. */
static void
test_remembers_so_many_connections (void)
{
  const guint n_connections = 200000;
  g_auto (Scene) scene;
  TinFrames *frames;
  g_autoptr (GArray) pending = NULL;
  TinFrame frame;

  scene_init (&scene);
  for (guint32 connection = 1; connection <= n_connections; connection++)
    say_something (&scene, connection);
  scene_publish (&scene);

  frames = frames_make (&scene, "lines:lf", "received");
  while (pending == NULL)
    {
      g_thread_yield ();
      pending = tin_frames_dup_pending (frames);
    }

  g_assert_cmpuint (pending->len, <, 128 * 1024);
  g_assert_cmpuint (tin_frames_get_length (frames) + pending->len, ==, n_connections);
  g_assert_cmpuint (g_array_index (pending, TinFrame, 0).first, ==, tin_frames_get_length (frames));
  g_assert_true (tin_frames_get (frames, 0, &frame));
  g_assert_cmpuint (frame.first, ==, 0);
  g_assert_cmpuint (frame.flags, ==, TIN_FRAME_UNFINISHED);

  g_assert_finalize_object (frames);
}

/* Stopping in the midst of much work is no matter. */
static void
test_ends_at_once (void)
{
  g_auto (Scene) scene;
  TinFrames *frames;

  scene_init (&scene);
  for (guint i = 0; i < 200000; i++)
    scene_data (&scene, 1, TIN_DIRECTION_IN, "a\nb");
  scene_publish (&scene);

  for (guint i = 0; i < 10; i++)
    {
      frames = frames_make (&scene, "lines:lf", "received");
      g_assert_finalize_object (frames);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frames-many/forgets-what-the-capture-dropped", test_forgets_what_the_capture_dropped);
  g_test_add_func ("/frames-many/remembers-so-many-connections", test_remembers_so_many_connections);
  g_test_add_func ("/frames-many/ends-at-once", test_ends_at_once);

  return g_test_run ();
}
