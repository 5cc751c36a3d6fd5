/* tin-export-messages.c: messages as text of some kind, one after another.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-export-private.h"

#include "model/tin-message-format.h"

#define PARTS      1000        /* of a message */
#define SMALL_SIZE (64 * 1024) /* bytes of a message that is read whole */

static gboolean
append (TinExportRun            *run,
        const TinMessageContent *message)
{
  switch (run->export->format)
    {
    case TIN_EXPORT_TEXT:
      return tin_message_format_text (run->text, message);

    case TIN_EXPORT_HEXDUMP:
      return tin_message_format_hexdump (run->text, message);

    case TIN_EXPORT_CSV:
      return tin_message_format_csv (run->text, message);

    case TIN_EXPORT_JSON:
      return tin_message_format_json (run->text, message, run->export->session);

    case TIN_EXPORT_RAW:
      return tin_message_format_raw (run->text, message);

    case TIN_EXPORT_PCAPNG:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* A message within one record, from what the scan has read at once. */
static gboolean
append_record (TinExportRun   *run,
               const TinFrame *frame)
{
  TinMessageContent message = { .encoding = run->export->encoding, .flags = frame->flags };
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  TinScanItem item;

  tin_scan_seek (run->scan, frame->first);
  if (!tin_scan_next (run->scan, &item) || item.position != frame->first ||
      !tin_scan_read (run->scan, 0, &record))
    return FALSE;

  /* Reading it may have moved the payload. */
  tin_scan_seek (run->scan, frame->first);
  if (!tin_scan_next (run->scan, &item) || (item.payload == NULL && (frame->flags & TIN_FRAME_EVENT) == 0 &&
                                            frame->size > 0))
    return FALSE;

  message.record = &record;
  if (item.payload != NULL)
    {
      message.data = item.payload + frame->offset;
      message.size = MIN (frame->size, item.entry.size - MIN (item.entry.size, frame->offset));
    }

  return append (run, &message);
}

/* The payload of a message that several records make: each has a piece of it. */
static gboolean
read_pieces (gpointer            reader,
             TinMessagePieceFunc func,
             gpointer            user_data)
{
  TinExportRun *run = reader;
  guint32 end = 0;
  TinFrameWalk walk;
  TinScanItem item;

  if (!tin_frames_walk (run->export->frames, run->frame, &walk))
    return FALSE;

  while (tin_frame_walk_next (&walk))
    {
      run->part = MAX (run->part, 1 + (guint) ((guint64) walk.offset * (PARTS - 1) / run->frame->size));
      if (!tin_export_go_on (run, &run->error))
        return FALSE;

      tin_scan_seek (run->scan, walk.position);
      if (!tin_scan_next (run->scan, &item) || item.position != walk.position || item.payload == NULL)
        return FALSE;
      if (!func (item.payload + walk.skip, walk.size, user_data))
        return TRUE;
      end = walk.offset + walk.size;
    }

  return end == run->frame->size;
}

/* The time of a message is that of its last byte. */
static gboolean
read_time (TinExportRun   *run,
           const TinFrame *frame,
           gint64         *time_ns)
{
  g_auto (TinRecord) last = TIN_RECORD_INIT;
  TinFrameWalk walk;

  if (frame->size == 0)
    return TRUE;
  if (!tin_frames_walk (run->export->frames, frame, &walk) || !tin_frame_walk_to (&walk, frame->size - 1))
    return FALSE;
  if (!tin_capture_read (run->capture, walk.position, 0, &last, NULL))
    return FALSE;

  *time_ns = last.time_ns;

  return TRUE;
}

/* What of a message was written already is taken back when the others of its bytes are gone. */
static gboolean
append_large (TinExportRun      *run,
              TinMessageContent *message)
{
  const guint64 size_before = tin_output_file_get_size (run->file);
  const gsize text_before = run->text->len;

  message->read = read_pieces;
  message->reader = run;
  if (append (run, message))
    return TRUE;

  if (tin_output_file_get_size (run->file) == size_before)
    g_string_truncate (run->text, text_before);
  else if (run->error == NULL && tin_output_file_cut (run->file, size_before + text_before, &run->error))
    g_string_truncate (run->text, 0);

  return FALSE;
}

/* A message that several records make. */
static gboolean
append_frame (TinExportRun   *run,
              const TinFrame *frame)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  TinMessageContent message = {
    .record = &record, .flags = frame->flags, .encoding = run->export->encoding, .size = frame->size,
  };
  g_autoptr (GBytes) payload = NULL;

  run->frame = frame;
  if (!tin_capture_read (run->capture, frame->first, 0, &record, NULL) || !read_time (run, frame, &record.time_ns))
    return FALSE;
  if (frame->size > SMALL_SIZE)
    return append_large (run, &message);

  payload = tin_frames_read (run->export->frames, frame, 0, G_MAXSIZE, NULL);
  if (payload == NULL)
    return FALSE;

  message.data = g_bytes_get_data (payload, &message.size);

  return append (run, &message);
}

/* None: it is gone. What is not wanted is neither saved nor lost. */
static gboolean
save_frame (TinExportRun    *run,
            const TinFrame  *frame,
            GError         **error)
{
  gboolean kept = frame != NULL;

  if (kept && !tin_export_is_wanted (run->export, frame))
    {
      run->n_passed++;
      return tin_export_go_on (run, error);
    }

  kept = kept && (frame->first == frame->last ? append_record (run, frame) : append_frame (run, frame));
  run->part = 0;
  if (run->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&run->error));
      return FALSE;
    }

  if (kept)
    run->n_saved++;
  else
    run->n_lost++;

  return tin_export_go_on (run, error);
}

static gboolean
save_message (TinExportRun  *run,
              guint64        number,
              GError       **error)
{
  TinFrame frame;
  gboolean kept = tin_frames_get (run->export->frames, number, &frame);

  return save_frame (run, kept ? &frame : NULL, error);
}

static gboolean
save_chosen (TinExportRun  *run,
             GError       **error)
{
  for (guint64 number = 0; tin_numbers_next (run->export->numbers, &number); number++)
    if (!save_message (run, number, error))
      return FALSE;

  return TRUE;
}

static gboolean
save_all (TinExportRun  *run,
          GError       **error)
{
  for (guint64 number = run->export->first; number < run->export->end; number++)
    if (!save_message (run, number, error))
      return FALSE;

  return TRUE;
}

/* What has come of those that are not complete, in the order of their last bytes. */
static gboolean
save_pending (TinExportRun  *run,
              GError       **error)
{
  const GArray *pending = run->export->pending;

  for (guint i = 0; pending != NULL && i < pending->len; i++)
    if (!save_frame (run, &g_array_index (pending, TinFrame, i), error))
      return FALSE;

  return TRUE;
}

/**
 * tin_export_save_messages:
 * @error: %G_IO_ERROR_CANCELLED, or as tin_output_file_write() sets it
 *
 * Writes the messages one after another.
 */
gboolean
tin_export_save_messages (TinExportRun  *run,
                          GError       **error)
{
  TinExport *export = run->export;

  run->total = export->numbers != NULL ? tin_numbers_count (export->numbers) : export->end - export->first;
  run->total += export->pending != NULL ? export->pending->len : 0;
  if (export->format == TIN_EXPORT_CSV)
    tin_message_format_csv_header (run->text);

  return (export->numbers != NULL ? save_chosen (run, error) : save_all (run, error)) && save_pending (run, error);
}
