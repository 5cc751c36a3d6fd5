/* bench-recording.c: a recording of many short messages, and the same bytes as a text file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-recording.h"

#include "capture/tin-file-sink.h"

#include <stdio.h>
#include <string.h>

#define A_TURN        4096   /* messages between two publishings */
#define FLUSH_TIMEOUT 60000  /* ms */

/* One in a million has the needle. */
static void
write_message (guint64 number,
               char    message[BENCH_MESSAGE_SIZE + 1])
{
  static const char letters[] = "the quick brown fox jumps over a lazy dog";
  int used = g_snprintf (message, BENCH_MESSAGE_SIZE + 1, "message %" G_GUINT64_FORMAT " ", number);

  for (int i = used; i < BENCH_MESSAGE_SIZE; i++)
    message[i] = letters[(number * 7 + (guint64) i) % (sizeof letters - 1)];

  if (number % 1000000 == 999999)
    memcpy (message + BENCH_MESSAGE_SIZE - 7, "Needle", 6);

  message[BENCH_MESSAGE_SIZE - 1] = '\n';
}

static void
await_room (TinCapture *capture)
{
  tin_capture_publish (capture);
  tin_capture_flush (capture, FLUSH_TIMEOUT);
}

/**
 * bench_recording_create:
 * @path: of the recording
 * @lines_path: of the text file
 * @n_messages: how many
 *
 * Returns: (transfer full): the capture, all of it on disk
 */
TinCapture *
bench_recording_create (const char *path,
                        const char *lines_path,
                        guint64     n_messages)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (TinSink) sink = tin_file_sink_new (folder, name);
  TinAddress local = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 127, 0, 0, 1 } };
  TinAddress peer = { .family = TIN_FAMILY_IPV4, .port = 50000, .bytes = { 127, 0, 0, 1 } };
  TinCapture *capture = tin_capture_new ("bench", sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
  FILE *lines = fopen (lines_path, "w");
  TinFlow flow;

  g_assert_nonnull (lines);
  tin_flow_init (&flow, TIN_TRANSPORT_TCP, tin_capture_take_connection (capture), &local, &peer);
  tin_capture_append_event (capture, &flow, TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);

  for (guint64 i = 0; i < n_messages; i++)
    {
      char message[BENCH_MESSAGE_SIZE + 1];

      write_message (i, message);
      fwrite (message, 1, BENCH_MESSAGE_SIZE, lines);
      if (!tin_capture_has_room (capture))
        await_room (capture);
      tin_capture_append_data (capture, &flow, TIN_DIRECTION_IN, TIN_BY_PEER, (const guint8 *) message,
                               BENCH_MESSAGE_SIZE, NULL);
      if (i % A_TURN == 0)
        tin_capture_publish (capture);
    }

  fclose (lines);
  await_room (capture);

  return capture;
}
