/* tin-export-run.c: the thread that saves messages to a file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-export-private.h"

#include "capture/tin-pcapng.h"

#include <glib/gi18n-lib.h>

#define WAIT_INTERVAL  20000 /* µs between two looks at messages that are being made */
#define DETAIL_EVERY   1024  /* messages */
#define REPORT_EVERY   256   /* messages, wanted or not */
#define PARTS          1000  /* of a message, in what is reported */

static void
tin_export_run_clear (TinExportRun *run)
{
  g_clear_pointer (&run->scan, tin_scan_free);
  g_clear_pointer (&run->file, tin_output_file_free);
  g_string_free (run->text, TRUE);
  g_byte_array_unref (run->blocks);
  g_clear_error (&run->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinExportRun, tin_export_run_clear)

/**
 * tin_export_flush:
 * @least: bytes that are worth to be written
 * @error: as tin_output_file_write() sets it
 *
 * Writes what is to be written.
 */
gboolean
tin_export_flush (TinExportRun  *run,
                  gsize          least,
                  GError       **error)
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
take_progress (TinExportRun *run)
{
  g_autofree char *done = g_strdup_printf ("%'" G_GUINT64_FORMAT, run->n_saved + run->n_lost);
  g_autofree char *total = g_strdup_printf ("%'" G_GUINT64_FORMAT, run->total - run->n_passed);

  /* Translators: how many messages of how many are saved */
  tin_job_take_detail (run->job, g_strdup_printf (_("%1$s of %2$s messages"), done, total));
}

/**
 * tin_export_go_on:
 * @error: %G_IO_ERROR_CANCELLED, or as tin_output_file_write() sets it
 *
 * What is to be done between two messages, and between two pieces of one.
 *
 * Returns: %FALSE to give up
 */
gboolean
tin_export_go_on (TinExportRun  *run,
                  GError       **error)
{
  const guint64 n_done = run->n_saved + run->n_lost + run->n_passed;

  if (!tin_export_flush (run, TIN_EXPORT_FLUSH_SIZE, error))
    return FALSE;
  if (run->part == 0 && n_done % REPORT_EVERY != 0)
    return TRUE;
  if (run->part == 0 && n_done % DETAIL_EVERY == 0)
    take_progress (run);

  return tin_job_report (run->job, n_done * PARTS + MIN (run->part, PARTS), run->total * PARTS, error);
}

static gboolean
save_record (TinExportRun  *run,
             guint64        position,
             GError       **error)
{
  const TinNotes *notes = g_hash_table_lookup (run->export->notes, &position);
  const guint8 *blocks = NULL;
  TinScanItem item;
  gsize size;

  tin_scan_seek (run->scan, position);
  if (tin_scan_next (run->scan, &item) && item.position == position)
    blocks = tin_scan_get_blocks (run->scan, &size);

  run->part = 0;
  if (blocks != NULL && tin_block_copy (run->blocks, blocks, size, notes, run->export->notes_mode))
    run->n_saved++;
  else
    run->n_lost++;

  return tin_export_go_on (run, error);
}

/* A copy is whole: whoever opens it shall not take it for one that broke off. */
static void
append_end (TinExportRun *run)
{
  guint8 block[TIN_PCAPNG_END_SIZE];
  TinIndexEntry last = { 0 };

  if (run->export->published > 0)
    tin_capture_peek (run->capture, run->export->published - 1, &last);
  g_byte_array_append (run->blocks, block, tin_pcapng_write_end (block, last.time_us * 1000));
}

static gboolean
save_recording (TinExportRun  *run,
                GError       **error)
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

  append_end (run);
  return TRUE;
}

static char *
dup_result (TinExportRun *run)
{
  g_autofree char *name = g_filename_display_basename (run->export->path);
  g_autofree char *n_saved = g_strdup_printf ("%'" G_GUINT64_FORMAT, run->n_saved);
  g_autofree char *n_lost = g_strdup_printf ("%'" G_GUINT64_FORMAT, run->n_lost);
  g_autofree char *saved = NULL;

  /* Translators: a number of messages and events of the log, and the name of a file */
  saved = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Saved %1$s entry as “%2$s”", "Saved %1$s entries as “%2$s”",
                                        run->n_saved), n_saved, name);
  if (run->n_lost == 0)
    return g_steal_pointer (&saved);

  /* Translators: first "Saved 12 entries as “log.txt”", then how many others were lost before */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s; %2$s was no longer held",
                                       "%1$s; %2$s were no longer held", run->n_lost), saved, n_lost);
}

/* Messages may be made of the records anew just now. Who shows them may look no more, and so wake nobody. */
static gboolean
await_frames (TinExportRun  *run,
              GError       **error)
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

/* What is complete, and what is still coming, unless somebody chose. A message that was complete in between would be missed, or saved
 * twice. */
static void
find_end (TinExport *export)
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

/* Only now: frames may be of records that came since it was started. */
static void
take_end (TinExportRun *run)
{
  TinExport *export = run->export;

  if (export->numbers == NULL)
    find_end (export);

  export->published = tin_capture_get_published (run->capture);
  tin_scan_extend (run->scan, export->published);
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
  g_auto (TinExportRun) run = { .export = export, .job = job, .text = g_string_new (NULL), .blocks = g_byte_array_new () };
  gboolean recording = run.export->format == TIN_EXPORT_PCAPNG;

  run.capture = tin_frames_get_capture (run.export->frames);
  run.scan = tin_scan_new (run.capture, 0, run.export->published);
  run.file = tin_output_file_new (run.export->path, error);

  if (run.file == NULL || !await_frames (&run, error))
    return FALSE;
  take_end (&run);
  if (!(recording ? save_recording (&run, error) : tin_export_save_messages (&run, error)))
    return FALSE;
  if (!tin_export_flush (&run, 1, error) || !tin_job_report (job, 1, 1, error))
    return FALSE;
  if (!tin_output_file_commit (run.file, error))
    return FALSE;

  tin_job_take_detail (job, dup_result (&run));

  return TRUE;
}
