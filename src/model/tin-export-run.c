/* tin-export-run.c: the thread that saves messages to a file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-export-private.h"

#include "capture/tin-block-copy.h"
#include "capture/tin-pcapng.h"
#include "capture/tin-scan.h"
#include "model/tin-message-format.h"
#include "model/tin-output-file.h"

#include <glib/gi18n-lib.h>

#define FLUSH_SIZE    (256 * 1024) /* bytes written at once */
#define REPORT_EVERY  1024         /* messages */
#define WAIT_INTERVAL 20000       /* µs between two looks at messages that are being made */

typedef struct
{
  TinExport     *export;    /* (unowned) */
  TinJob        *job;       /* (unowned) */
  TinCapture    *capture;   /* (unowned) */
  TinScan       *scan;      /* (owned) */
  TinOutputFile *file;      /* (owned) */
  GString       *text;      /* (owned) what is not written yet, of all but recordings */
  GByteArray    *blocks;    /* (owned) the same of recordings */
  guint64        n_saved;   /* messages; for recordings, records */
  guint64        n_lost;    /* no longer kept */
  guint64        total;
} Run;

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->scan, tin_scan_free);
  g_clear_pointer (&run->file, tin_output_file_free);
  g_string_free (run->text, TRUE);
  g_byte_array_unref (run->blocks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
flush (Run     *run,
       gsize    least,
       GError **error)
{
  if (run->text->len >= least)
    {
      if (!tin_output_file_write (run->file, run->text->str, run->text->len, error))
        return FALSE;
      g_string_truncate (run->text, 0);
    }

  if (run->blocks->len >= least)
    {
      if (!tin_output_file_write (run->file, run->blocks->data, run->blocks->len, error))
        return FALSE;
      g_byte_array_set_size (run->blocks, 0);
    }

  return TRUE;
}

static void
take_progress (Run     *run,
               guint64  n_done)
{
  g_autofree char *done = g_strdup_printf ("%'" G_GUINT64_FORMAT, n_done);
  g_autofree char *total = g_strdup_printf ("%'" G_GUINT64_FORMAT, run->total);

  /* Translators: how many messages of how many are saved */
  tin_job_take_detail (run->job, g_strdup_printf (_("%1$s of %2$s messages"), done, total));
}

/* Between two messages. */
static gboolean
go_on (Run     *run,
       GError **error)
{
  guint64 n_done = run->n_saved + run->n_lost;

  if (!flush (run, FLUSH_SIZE, error))
    return FALSE;
  if (n_done % REPORT_EVERY != 0)
    return TRUE;

  take_progress (run, n_done);

  return tin_job_report (run->job, n_done, run->total, error);
}

static void
append (Run                     *run,
        const TinMessageContent *message)
{
  switch (run->export->format)
    {
    case TIN_EXPORT_TEXT:
      tin_message_format_text (run->text, message);
      break;

    case TIN_EXPORT_HEXDUMP:
      tin_message_format_hexdump (run->text, message);
      break;

    case TIN_EXPORT_CSV:
      tin_message_format_csv (run->text, message);
      break;

    case TIN_EXPORT_JSON:
      tin_message_format_json (run->text, message, run->export->session);
      break;

    case TIN_EXPORT_RAW:
      g_string_append_len (run->text, (const char *) message->data, (gssize) message->size);
      break;

    case TIN_EXPORT_PCAPNG:
    default:
      g_return_if_reached ();
    }
}

/* A message within one record, from what the scan has read at once. */
static gboolean
append_record (Run            *run,
               const TinFrame *frame)
{
  TinMessageContent message = { .encoding = run->export->encoding };
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
  append (run, &message);

  return TRUE;
}

/* A message that several records make. */
static gboolean
append_frame (Run            *run,
              const TinFrame *frame)
{
  TinMessageContent message = { .encoding = run->export->encoding };
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_autoptr (GBytes) payload = NULL;

  if (!tin_capture_read (run->capture, frame->first, 0, &record, NULL))
    return FALSE;
  payload = tin_frame_read (run->capture, frame, 0, G_MAXSIZE, NULL);
  if (payload == NULL)
    return FALSE;

  message.record = &record;
  message.data = g_bytes_get_data (payload, &message.size);
  append (run, &message);

  return TRUE;
}

/* None: it is gone. What is not wanted is neither saved nor lost. */
static gboolean
save_frame (Run             *run,
            const TinFrame  *frame,
            GError         **error)
{
  gboolean kept = frame != NULL;

  if (kept && !tin_export_is_wanted (run->export, frame))
    {
      run->total--;
      return TRUE;
    }

  kept = kept && (frame->first == frame->last ? append_record (run, frame) : append_frame (run, frame));
  if (kept)
    run->n_saved++;
  else
    run->n_lost++;

  return go_on (run, error);
}

static gboolean
save_message (Run      *run,
              guint64   number,
              GError  **error)
{
  TinFrame frame;
  gboolean kept = tin_frames_get (run->export->frames, number, &frame);

  return save_frame (run, kept ? &frame : NULL, error);
}

static gboolean
save_messages (Run     *run,
               GError **error)
{
  TinExport *export = run->export;

  run->total = export->numbers != NULL ? tin_numbers_count (export->numbers) : export->end - export->first;
  if (export->format == TIN_EXPORT_CSV)
    tin_message_format_csv_header (run->text);

  if (export->numbers != NULL)
    {
      for (guint64 number = 0; tin_numbers_next (export->numbers, &number); number++)
        if (!save_message (run, number, error))
          return FALSE;
      return TRUE;
    }

  for (guint64 number = export->first; number < export->end; number++)
    if (!save_message (run, number, error))
      return FALSE;

  for (guint i = 0; export->pending != NULL && i < export->pending->len; i++)
    if (!save_frame (run, &g_array_index (export->pending, TinFrame, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
save_record (Run      *run,
             guint64   position,
             GError  **error)
{
  const char *note = g_hash_table_lookup (run->export->notes, &position);
  const guint8 *blocks = NULL;
  TinScanItem item;
  gsize size;

  tin_scan_seek (run->scan, position);
  if (tin_scan_next (run->scan, &item) && item.position == position)
    blocks = tin_scan_get_blocks (run->scan, &size);

  if (blocks != NULL && tin_block_copy (run->blocks, blocks, size, note))
    run->n_saved++;
  else
    run->n_lost++;

  return go_on (run, error);
}

static gboolean
save_recording (Run     *run,
                GError **error)
{
  guint8 header[TIN_PCAPNG_HEADER_ROOM];
  gsize size = tin_pcapng_write_header (header, run->export->name);
  g_autoptr (TinNumbers) records = tin_export_list_records (run->export, run->job, error);

  if (records == NULL)
    return FALSE;

  run->total = tin_numbers_count (records);
  g_byte_array_append (run->blocks, header, size);

  for (guint64 position = 0; tin_numbers_next (records, &position); position++)
    if (!save_record (run, position, error))
      return FALSE;

  return TRUE;
}

static char *
dup_result (Run *run)
{
  g_autofree char *name = g_filename_display_basename (run->export->path);
  g_autofree char *n_saved = g_strdup_printf ("%'" G_GUINT64_FORMAT, run->n_saved);
  g_autofree char *n_lost = g_strdup_printf ("%'" G_GUINT64_FORMAT, run->n_lost);
  g_autofree char *saved = NULL;

  /* Translators: a number of messages, and the name of a file */
  saved = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Saved %1$s message as “%2$s”",
                                        "Saved %1$s messages as “%2$s”", run->n_saved), n_saved, name);
  if (run->n_lost == 0)
    return g_steal_pointer (&saved);

  /* Translators: first "Saved 12 messages as “log.txt”", then how many others were lost before */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s; %2$s was no longer held",
                                       "%1$s; %2$s were no longer held", run->n_lost), saved, n_lost);
}

/* Messages may be made of the records anew just now. Who shows them may look no more, and so wake nobody. */
static gboolean
await_frames (Run     *run,
              GError **error)
{
  TinExport *export = run->export;

  while (tin_frames_get_done (export->frames) < export->published)
    {
      if (!tin_job_report (run->job, 0, 0, error))
        return FALSE;
      tin_frames_wake (export->frames);
      g_usleep (WAIT_INTERVAL);
    }

  return TRUE;
}

/* What is complete, and what is still coming. A message that was complete in between would be missed, or saved
 * twice. */
static void
take_end (TinExport *export)
{
  export->first = MAX (export->first, tin_frames_get_first (export->frames));
  do
    {
      g_clear_pointer (&export->pending, g_array_unref);
      export->end = tin_frames_get_length (export->frames);
      if (!tin_frames_is_identity (export->frames))
        export->pending = tin_frames_dup_pending (export->frames);
    }
  while (export->pending != NULL && tin_frames_get_length (export->frames) != export->end);
}

/**
 * tin_export_run:
 * @export: a #TinExport
 *
 * The work of the job.
 */
gboolean
tin_export_run (TinJob    *job,
                gpointer   export,
                GError   **error)
{
  g_auto (Run) run = { .export = export, .job = job, .text = g_string_new (NULL), .blocks = g_byte_array_new () };
  gboolean recording = run.export->format == TIN_EXPORT_PCAPNG;

  run.capture = tin_frames_get_capture (run.export->frames);
  run.scan = tin_scan_new (run.capture, 0, run.export->published);
  run.file = tin_output_file_new (run.export->path, error);

  if (run.file == NULL || !await_frames (&run, error))
    return FALSE;
  take_end (run.export);
  if (!(recording ? save_recording (&run, error) : save_messages (&run, error)))
    return FALSE;
  if (!flush (&run, 1, error) || !tin_job_report (job, 1, 1, error))
    return FALSE;
  if (!tin_output_file_commit (run.file, error))
    return FALSE;

  tin_job_take_detail (job, dup_result (&run));

  return TRUE;
}
