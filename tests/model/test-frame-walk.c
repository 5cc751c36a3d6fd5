/* test-frame-walk.c: the pieces that a message came in, and a page of it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "frames-fixture.h"
#include "model/tin-message.h"

#include <string.h>

static void
assert_page (TinMessage *message,
             guint64     offset,
             gsize       size,
             const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tin_message_read (message, offset, size, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

static void
test_a_message_spans_records (void)
{
  static const TinFrame frame = { .first = 0, .last = 4, .offset = 3, .size = 6, .number = 17 };
  g_auto (Scene) scene;
  TinMessage *message;
  g_autoptr (GArray) cuts = NULL;

  scene_init_pieces (&scene);
  message = tin_message_new_framed (scene.capture, NULL, &frame, NULL);

  g_assert_cmpuint (tin_message_get_frame (message), ==, 17);
  g_assert_cmpuint (tin_message_get_position (message), ==, 0);
  g_assert_cmpuint (tin_message_get_size (message), ==, 6);
  g_assert_cmpstr (tin_message_get_text (message), ==, "defghi");
  assert_page (message, 0, G_MAXSIZE, "defghi");
  assert_page (message, 1, 2, "ef");
  assert_page (message, 3, 1, "g");
  assert_page (message, 4, 100, "hi");
  assert_page (message, 6, 1, "");
  assert_page (message, G_MAXUINT64, 1, "");

  g_assert_cmpuint (tin_message_count_pieces (message, 100), ==, 3);
  g_assert_cmpuint (tin_message_count_pieces (message, 2), ==, 2);

  cuts = tin_message_dup_cuts (message, 0, G_MAXSIZE);
  g_assert_cmpuint (cuts->len, ==, 2);
  g_assert_cmpuint (g_array_index (cuts, guint64, 0), ==, 2);
  g_assert_cmpuint (g_array_index (cuts, guint64, 1), ==, 4);

  g_assert_finalize_object (message);
}

/* The log, the time filter and the chart's range go by the same. */
static void
test_a_message_is_as_late_as_its_last_byte (void)
{
  static const TinFrame frame = { .first = 0, .last = 2, .size = 3, .number = TIN_FRAME_NO_NUMBER };
  g_auto (Scene) scene;
  g_autoptr (TinMessage) message = NULL;
  TinIndexEntry entry, first, second;
  gint64 now;

  scene_init (&scene);
  scene_data (&scene, 1, TIN_DIRECTION_IN, "ab");
  scene_publish (&scene);
  for (now = g_get_real_time (); g_get_real_time () < now + 10;)
    ;
  scene_data (&scene, 1, TIN_DIRECTION_IN, "cd");
  scene_data (&scene, 2, TIN_DIRECTION_IN, "x");
  scene_publish (&scene);

  g_assert_true (tin_capture_peek (scene.capture, 0, &first));
  g_assert_true (tin_capture_peek (scene.capture, 1, &second));
  g_assert_cmpint (first.time_us, <, second.time_us);
  g_assert_true (tin_frame_peek (scene.capture, NULL, &frame, &entry));
  g_assert_cmpint (entry.time_us, ==, second.time_us);
  message = tin_message_new_framed (scene.capture, NULL, &frame, NULL);
  g_assert_cmpint (tin_message_get_time_ns (message) / 1000, ==, entry.time_us);
}

static void
test_a_message_tells_that_it_is_gone (void)
{
  static const TinFrame frame = { .first = 0, .last = 4, .offset = 3, .size = 60 };
  g_auto (Scene) scene;
  TinMessage *message;
  g_autoptr (GError) error = NULL;

  scene_init_pieces (&scene);
  message = tin_message_new_framed (scene.capture, NULL, &frame, NULL);
  g_assert_true (tin_message_is_problem (message));
  g_assert_null (tin_message_load_payload (message, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  g_assert_finalize_object (message);
}

/* A line of peer 1 a byte at a time, with so many records of others between two bytes. */
static void
fill_with_a_slow_line (Scene *scene,
                       guint  n_pieces,
                       guint  n_between)
{
  scene_init (scene);
  for (guint i = 0; i < n_pieces; i++)
    {
      char text[] = { (char) ('a' + i % 26), '\0' };

      scene_data (scene, 1, TIN_DIRECTION_IN, text);
      for (guint j = 0; j < n_between; j++)
        scene_data (scene, 2, TIN_DIRECTION_IN, "of another$");
    }
  scene_publish (scene);
}

static void
assert_few_looks (TinFrames      *frames,
                  const TinFrame *frame,
                  guint           n_pieces)
{
  TinFrameWalk walk;
  guint n_walked = 0;

  g_assert_cmpuint (frame->size, ==, n_pieces);
  for (guint32 offset = 0; offset < frame->size; offset += MAX (frame->size / 7, 1))
    {
      g_autoptr (GBytes) page = tin_frames_read (frames, frame, offset, 1, NULL);

      g_assert_true (tin_frames_walk (frames, frame, &walk));
      g_assert_true (tin_frame_walk_to (&walk, offset));
      g_assert_cmpuint (walk.offset, ==, offset);
      g_assert_cmpuint (walk.n_looks, <=, TIN_FRAME_MARK_INTERVAL);
      g_assert_cmpmem (g_bytes_get_data (page, NULL), g_bytes_get_size (page), &"abcdefghijklmnopqrstuvwxyz"[offset % 26], 1);
    }

  g_assert_true (tin_frames_walk (frames, frame, &walk));
  while (tin_frame_walk_next (&walk))
    n_walked++;
  g_assert_cmpuint (n_walked, ==, n_pieces);
  g_assert_cmpuint (walk.n_looks, <=, (guint64) n_pieces * TIN_FRAME_MARK_INTERVAL);
  g_assert_cmpuint (walk.n_looks, <=, frame->last - frame->first + 1);
}

static const TinFrame *
find_of_peer (TinFrames *frames,
              guint      peer,
              TinFrame  *frame)
{
  TinIndexEntry entry = { .connection = 0 };

  for (guint64 number = 0; entry.connection != peer; number++)
    {
      g_assert_true (tin_frames_get (frames, number, frame));
      g_assert_true (tin_capture_peek (tin_frames_get_capture (frames), frame->first, &entry));
    }

  return frame;
}

static void
test_a_look_costs_by_the_piece (void)
{
  static const struct
  {
    guint n_pieces;
    guint n_between;
  } cases[] = {
    { 3, 2000 }, { 200, 100 }, { 40, 5000 }, { 500, TIN_FRAME_MARK_INTERVAL - 1 }, { 100, TIN_FRAME_MARK_INTERVAL },
    { 20000, 0 }, { 5000, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Scene) scene;
      TinFrames *frames;
      GArray *pending;
      TinFrame frame;

      fill_with_a_slow_line (&scene, cases[i].n_pieces, cases[i].n_between);
      frames = frames_make (&scene, "lines:lf", "received");
      pending = frames_settle (frames, cases[i].n_between > 0 ? 2 : 1);
      assert_few_looks (frames, &g_array_index (pending, TinFrame, 0), cases[i].n_pieces);

      frames_play (&scene, "1#");
      g_array_unref (frames_settle (frames, cases[i].n_between > 0 ? 1 : 0));
      assert_few_looks (frames, find_of_peer (frames, 1, &frame), cases[i].n_pieces);

      g_array_unref (pending);
      g_assert_finalize_object (frames);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frame-walk/reads-a-message-that-spans-records", test_a_message_spans_records);
  g_test_add_func ("/frame-walk/a-message-is-as-late-as-its-last-byte", test_a_message_is_as_late_as_its_last_byte);
  g_test_add_func ("/frame-walk/tells-that-a-message-is-gone", test_a_message_tells_that_it_is_gone);
  g_test_add_func ("/frame-walk/costs-by-the-piece", test_a_look_costs_by_the_piece);

  return g_test_run ();
}
