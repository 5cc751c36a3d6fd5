/* frames-fixture.c: what a scene says, and the frames of it, in words.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "frames-fixture.h"

/* Waits until all is framed, and until @n_pending messages are still coming. */
GArray *
frames_settle (TinFrames *frames,
               guint      n_pending)
{
  TinCapture *capture = tin_frames_get_capture (frames);

  for (;;)
    {
      g_autoptr (GArray) pending = tin_frames_dup_pending (frames);

      if (pending != NULL && pending->len == n_pending &&
          tin_frames_get_done (frames) == tin_capture_get_published (capture))
        return g_steal_pointer (&pending);

      tin_frames_wake (frames);
      g_thread_yield ();
    }
}

static void
append_frame (GString        *words,
              TinFrames      *frames,
              const TinFrame *frame)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tin_frames_read (frames, frame, 0, G_MAXSIZE, &error);
  g_autofree char *text = NULL;
  TinIndexEntry entry;

  if (words->len > 0)
    g_string_append_c (words, ' ');

  g_assert_true (tin_capture_peek (tin_frames_get_capture (frames), frame->first, &entry));
  if ((frame->flags & TIN_FRAME_EVENT) != 0)
    {
      g_string_append_printf (words, "<%s>", tin_event_get_nick (entry.event));
      return;
    }

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, frame->size);
  text = frame->size > 0 ? g_strndup (g_bytes_get_data (bytes, NULL), frame->size) : g_strdup ("");
  g_string_append_printf (words, "%u:%s", entry.connection, g_strdelimit (text, "\n", '$'));
  if ((frame->flags & TIN_FRAME_REST) != 0)
    g_string_append_c (words, '&');
  if ((frame->flags & TIN_FRAME_SPLIT) != 0)
    g_string_append_c (words, '/');
  if ((frame->flags & TIN_FRAME_UNFINISHED) != 0)
    g_string_append_c (words, '?');
  if ((frame->flags & TIN_FRAME_INVALID) != 0)
    g_string_append_c (words, '!');
}

/* All frames in words: "1:abc$ <closed>", what is still coming after a "|". */
char *
frames_describe (TinFrames *frames,
                 guint      n_pending)
{
  g_autoptr (GArray) pending = frames_settle (frames, n_pending);
  GString *words = g_string_new (NULL);
  guint64 last = 0;

  for (guint64 number = tin_frames_get_first (frames); number < tin_frames_get_length (frames); number++)
    {
      TinFrame frame;

      g_assert_true (tin_frames_get (frames, number, &frame));
      g_assert_cmpuint (frame.first, <=, frame.last);
      g_assert_cmpuint (frame.last, >=, last);
      last = frame.last;
      append_frame (words, frames, &frame);
    }

  if (pending->len > 0)
    g_string_append (words, " |");
  for (guint i = 0; i < pending->len; i++)
    append_frame (words, frames, &g_array_index (pending, TinFrame, i));

  return g_string_free (words, FALSE);
}

TinFrames *
frames_make (Scene      *scene,
             const char *in,
             const char *out)
{
  TinFraming framing_in;
  TinFraming framing_out;

  g_assert_true (tin_framing_parse (in, &framing_in, NULL));
  g_assert_true (tin_framing_parse (out, &framing_out, NULL));

  return tin_frames_new (scene->capture, &framing_in, &framing_out);
}

void
frames_play (Scene      *scene,
             const char *script)
{
  g_auto (GStrv) steps = g_strsplit (script, " ", -1);

  for (guint i = 0; steps[i] != NULL; i++)
    {
      guint peer = (guint) g_ascii_digit_value (steps[i][0]);
      const char *text = g_strdelimit (steps[i] + 2, "$", '\n');

      if (steps[i][1] == '#')
        scene_event (scene, peer, TIN_EVENT_CLOSED, TIN_BY_PEER, NULL);
      else if (steps[i][1] == '-')
        tin_capture_append_event (scene->capture, scene->flows[peer], TIN_EVENT_HALF_CLOSED, TIN_DIRECTION_IN,
                                  TIN_BY_PEER, 0, NULL);
      else if (steps[i][1] == '.')
        scene_event (scene, 0, TIN_EVENT_STOPPED, TIN_BY_LOCAL, NULL);
      else
        scene_data (scene, peer, steps[i][1] == '<' ? TIN_DIRECTION_IN : TIN_DIRECTION_OUT, text);
    }

  scene_publish (scene);
}
