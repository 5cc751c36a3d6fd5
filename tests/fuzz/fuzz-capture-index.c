/* fuzz-capture-index.c: any bytes as the index that is kept beside a large recording.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first byte says whether the rest is all of the index, or what comes behind a head that fits. The recording is
 * mostly holes: whatever the index says of it is not there.
 */

#include "fuzz-capture.h"
#include "fuzz-folder.h"

#include "capture/tin-file-source.h"
#include "capture/tin-pcapng.h"
#include "capture/tin-segment-name.h"
#include "capture/tin-sidecar-private.h"

#include <string.h>
#include <unistd.h>

#define RECORDING_SIZE (TIN_SIDECAR_WORTH_IT + 4096) /* bytes */

static const char *
get_recording (void)
{
  static char *path;
  guint8 header[TIN_PCAPNG_HEADER_ROOM];
  guint8 end[TIN_PCAPNG_END_SIZE];
  g_autoptr (GString) whole = NULL;

  if (path != NULL)
    return path;

  path = g_build_filename (get_folder (), "fuzz.pcapng", NULL);
  whole = g_string_sized_new (RECORDING_SIZE);
  g_string_append_len (whole, (const char *) header, tin_pcapng_write_header (header, "fuzz"));
  g_string_set_size (whole, RECORDING_SIZE);
  memset (whole->str + 1024, 0, RECORDING_SIZE - 1024);
  tin_pcapng_write_end (end, 0);
  memcpy (whole->str + RECORDING_SIZE - sizeof end, end, sizeof end);
  g_assert_true (g_file_set_contents (path, whole->str, whole->len, NULL));
  return path;
}

/* One that fits, but for what follows. */
static void
fill_head (guint8       *head,
           TinSink      *source,
           const guint8 *frames,
           gsize         size)
{
  TinSidecarHead fitting = { .size = RECORDING_SIZE, .set = 1, .sum = TIN_SIDECAR_HASH_START };

  for (gsize at = 0, frame_size; at + TIN_SIDECAR_FRAME_HEAD <= size; at += frame_size)
    {
      guint32 counts[2];

      memcpy (counts, frames + at, sizeof counts);
      fitting.n_records += GUINT32_FROM_LE (counts[0]);
      frame_size = MIN (TIN_SIDECAR_FRAME_HEAD + (gsize) GUINT32_FROM_LE (counts[1]), size - at);
      fitting.sum = tin_sidecar_hash (fitting.sum, frames + at, frame_size);
    }
  g_assert_true (tin_sidecar_get_change_time (get_recording (), &fitting.time_ns));
  g_assert_true (tin_sidecar_hash_recording (source, RECORDING_SIZE, &fitting.recording_sum));
  tin_sidecar_fill_head (head, &fitting);
}

/* What is believed can be. */
static gboolean
check_entries (const TinIndexEntry *entries,
               guint                n,
               gpointer             user_data)
{
  TinIndexEntry *last = user_data;

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (entries[i].offset, >, last->offset);
      g_assert_cmpuint (entries[i].offset, <, RECORDING_SIZE);
      g_assert_cmpint (entries[i].time_us, >=, last->time_us);
      g_assert_cmpuint (entries[i].event, <, TIN_N_EVENTS);
      *last = entries[i];
    }
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autoptr (TinSink) source = tin_file_source_new (get_recording ());
  g_autofree char *path = g_strconcat (get_recording (), TIN_SEGMENT_NAME_INDEX, NULL);
  g_autoptr (GByteArray) index = g_byte_array_new ();
  g_autoptr (TinSidecar) sidecar = NULL;
  guint8 head[TIN_SIDECAR_HEAD_SIZE];
  TinIndexEntry last = { 0 };

  if (size == 0)
    return 0;

  g_assert_true (tin_sink_open (source, NULL));
  if (data[0] != 0)
    {
      fill_head (head, source, data + 1, size - 1);
      g_byte_array_append (index, head, sizeof head);
    }
  g_byte_array_append (index, data + 1, size - 1);
  g_assert_true (g_file_set_contents_full (path, (const char *) index->data, index->len, G_FILE_SET_CONTENTS_NONE, 0600,
                                           NULL));

  /* One that is refused costs reading the recording: that is another target's. */
  sidecar = tin_sidecar_open (get_recording (), source, RECORDING_SIZE);
  if (sidecar != NULL)
    {
      g_assert_true (tin_sidecar_read (sidecar, check_entries, &last));
      open_and_read_all (get_recording ());
    }
  return 0;
}
