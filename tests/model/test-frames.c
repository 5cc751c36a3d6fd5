/* test-frames.c: the messages that a framing makes of a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frames.h"

#include "model/tin-message.h"
#include "scene.h"

#include <string.h>

static const TinFraming as_received = TIN_FRAMING_INIT;

static void
test_is_the_identity_as_received (void)
{
  g_auto (Scene) scene;
  TinFrames *frames;
  TinFrame frame;

  scene_init (&scene);
  scene_open (&scene, 1);
  scene_data (&scene, 1, TIN_DIRECTION_IN, "hello");
  scene_publish (&scene);

  frames = tin_frames_new (scene.capture, &as_received, &as_received);
  g_assert_true (tin_frames_is_identity (frames));
  g_assert_cmpuint (tin_frames_get_length (frames), ==, 2);
  g_assert_cmpuint (tin_frames_get_done (frames), ==, 2);

  g_assert_true (tin_frames_get (frames, 0, &frame));
  g_assert_cmpuint (frame.flags, ==, TIN_FRAME_EVENT);

  g_assert_true (tin_frames_get (frames, 1, &frame));
  g_assert_cmpuint (frame.first, ==, 1);
  g_assert_cmpuint (frame.last, ==, 1);
  g_assert_cmpuint (frame.offset, ==, 0);
  g_assert_cmpuint (frame.size, ==, 5);
  g_assert_cmpuint (frame.flags, ==, 0);

  g_assert_false (tin_frames_get (frames, 2, &frame));
  g_assert_cmpuint (tin_frames_find (frames, 1), ==, 1);
  g_assert_cmpuint (tin_frames_find (frames, 7), ==, 2);

  g_assert_finalize_object (frames);
}

/* Two messages of peer 1 in four reads, with peer 2 in between: "abc", "defghi". */
static void
fill_with_pieces (Scene *scene)
{
  scene_init (scene);
  scene_data (scene, 1, TIN_DIRECTION_IN, "abcde");
  scene_data (scene, 2, TIN_DIRECTION_IN, "xyz");
  scene_data (scene, 1, TIN_DIRECTION_OUT, "out");
  scene_data (scene, 1, TIN_DIRECTION_IN, "fg");
  scene_data (scene, 1, TIN_DIRECTION_IN, "hijk");
  scene_publish (scene);
}

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
  static const TinFrame frame = { .first = 0, .last = 4, .offset = 3, .size = 6 };
  g_auto (Scene) scene;
  TinMessage *message;
  g_autoptr (GArray) cuts = NULL;

  fill_with_pieces (&scene);
  message = tin_message_new_framed (scene.capture, 17, &frame, NULL);

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

  cuts = tin_message_dup_cuts (message, 0, G_MAXSIZE);
  g_assert_cmpuint (cuts->len, ==, 2);
  g_assert_cmpuint (g_array_index (cuts, guint64, 0), ==, 2);
  g_assert_cmpuint (g_array_index (cuts, guint64, 1), ==, 4);

  g_assert_finalize_object (message);
}

static void
test_a_message_tells_that_it_is_gone (void)
{
  static const TinFrame frame = { .first = 0, .last = 4, .offset = 3, .size = 60 };
  g_auto (Scene) scene;
  TinMessage *message;
  g_autoptr (GError) error = NULL;

  fill_with_pieces (&scene);
  message = tin_message_new_framed (scene.capture, 0, &frame, NULL);
  g_assert_true (tin_message_is_problem (message));
  g_assert_null (tin_message_load_payload (message, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  g_assert_finalize_object (message);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frames/is-the-identity-as-received", test_is_the_identity_as_received);
  g_test_add_func ("/frames/a-message-spans-records", test_a_message_spans_records);
  g_test_add_func ("/frames/a-message-tells-that-it-is-gone", test_a_message_tells_that_it_is_gone);

  return g_test_run ();
}
