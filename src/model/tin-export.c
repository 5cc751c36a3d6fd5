/* tin-export.c: saves messages for other programs, and for people, to a file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-export-private.h"

#include <glib/gi18n-lib.h>

static const char *const suffixes[TIN_N_EXPORT_FORMATS] = {
  [TIN_EXPORT_PCAPNG] = ".pcapng",
  [TIN_EXPORT_TEXT] = ".txt",
  [TIN_EXPORT_HEXDUMP] = ".hex.txt",
  [TIN_EXPORT_CSV] = ".csv",
  [TIN_EXPORT_JSON] = ".jsonl",
  [TIN_EXPORT_RAW] = ".bin",
};

/**
 * tin_export_format_get_suffix:
 *
 * Returns: (transfer none): how names of such files usually end, with the dot
 */
const char *
tin_export_format_get_suffix (TinExportFormat format)
{
  g_return_val_if_fail ((guint) format < TIN_N_EXPORT_FORMATS, "");

  return suffixes[format];
}

/**
 * tin_export_new:
 * @frames: the messages
 * @format: how to write them
 *
 * Returns: (transfer full): what saves all messages that there are when it is started
 */
TinExport *
tin_export_new (TinFrames       *frames,
                TinExportFormat  format)
{
  TinExport *self;

  g_return_val_if_fail (TIN_IS_FRAMES (frames), NULL);
  g_return_val_if_fail ((guint) format < TIN_N_EXPORT_FORMATS, NULL);

  self = g_new0 (TinExport, 1);
  self->frames = g_object_ref (frames);
  self->format = format;
  self->name = g_strdup ("");
  self->encoding = g_strdup ("UTF-8");
  self->notes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) tin_notes_free);

  return self;
}

/**
 * tin_export_free:
 */
void
tin_export_free (TinExport *self)
{
  g_clear_pointer (&self->numbers, tin_numbers_free);
  g_clear_pointer (&self->pending, g_array_unref);
  g_hash_table_unref (self->notes);
  g_object_unref (self->frames);
  g_free (self->encoding);
  g_free (self->name);
  g_free (self->path);
  g_free (self);
}

/**
 * tin_export_take_numbers:
 * @numbers: (transfer full): of frames
 *
 * Saves these messages only.
 */
void
tin_export_take_numbers (TinExport  *self,
                         TinNumbers *numbers)
{
  g_clear_pointer (&self->numbers, tin_numbers_free);
  self->numbers = numbers;
}

/**
 * tin_export_take_pending:
 * @pending: (transfer full) (element-type TinFrame): messages that were still coming, an
 *   array of tin_frame_array_new()
 *
 * Saves these besides those whose numbers are given, behind them: what had come of them
 * when they were chosen, whatever comes until the file has a name.
 */
void
tin_export_take_pending (TinExport *self,
                         GArray    *pending)
{
  g_return_if_fail (pending != NULL);

  g_clear_pointer (&self->pending, g_array_unref);
  self->pending = pending;
}

/**
 * tin_export_set_session:
 * @session: what JSON calls the session
 * @name: what a recording calls its interface, such as the endpoint
 * @encoding: what to read payloads in; one that is unknown is taken for UTF-8
 */
void
tin_export_set_session (TinExport  *self,
                        guint32     session,
                        const char *name,
                        const char *encoding)
{
  g_return_if_fail (name != NULL);

  self->session = session;
  g_free (self->name);
  self->name = g_strdup (name);
  g_free (self->encoding);
  self->encoding = g_strdup (encoding != NULL ? encoding : "UTF-8");
}

/**
 * tin_export_set_stream:
 * @connection: of whose messages to save, 0 for all
 * @direction: of data to save, %TIN_DIRECTION_NONE for both
 *
 * Leaves out data that went the other way, and all that concerns other connections.
 */
void
tin_export_set_stream (TinExport    *self,
                       guint32       connection,
                       TinDirection  direction)
{
  self->connection = connection;
  self->direction = direction;
}

static void
add_note (TinExport         *self,
          const TinBookmark *bookmark)
{
  TinNotes *notes = g_hash_table_lookup (self->notes, &bookmark->position);

  if (notes == NULL)
    {
      notes = tin_notes_new ();
      g_hash_table_insert (self->notes, g_memdup2 (&bookmark->position, sizeof bookmark->position), notes);
    }
  tin_notes_add (notes, bookmark->offset, bookmark->note);
}

/**
 * tin_export_set_bookmarks:
 * @bookmarks: of the messages
 *
 * Has a recording carry them as they are now, instead of those that the messages were read with; of a file whose
 * own are not all known yet, along with these.
 */
void
tin_export_set_bookmarks (TinExport    *self,
                          TinBookmarks *bookmarks)
{
  g_return_if_fail (TIN_IS_BOOKMARKS (bookmarks));

  g_hash_table_remove_all (self->notes);
  self->notes_mode = tin_bookmarks_is_loading (bookmarks) ? TIN_BLOCK_COPY_KEEP : TIN_BLOCK_COPY_REPLACE;
  for (guint i = 0; i < tin_bookmarks_count (bookmarks); i++)
    add_note (self, tin_bookmarks_get (bookmarks, i));
}

/**
 * tin_export_start:
 * @self: (transfer full): what to save
 * @path: the file
 *
 * Saves the messages that are there now, at the end also those that are still coming as
 * far as they are there. Nothing is seen under @path before all of it
 * is, and what is there stays if this fails or is cancelled. Messages that are no longer
 * kept are left out and counted in the job's last detail.
 *
 * Returns: (transfer full): the job
 */
TinJob *
tin_export_start (TinExport  *self,
                  const char *path)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  name = g_filename_display_basename (path);
  /* Translators: %s is the name of a file */
  title = g_strdup_printf (_("Saving “%s”"), name);

  self->path = g_strdup (path);
  self->published = tin_capture_get_published (tin_frames_get_capture (self->frames));

  return tin_job_start (title, tin_export_run, self, (GDestroyNotify) tin_export_free);
}
