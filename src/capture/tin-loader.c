/* tin-loader.c: opens a file as a capture that is only read.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-loader.h"

#include "capture/tin-capture-private.h"
#include "capture/tin-file-format.h"
#include "capture/tin-file-sink.h"
#include "capture/tin-file-source.h"
#include "capture/tin-loader-private.h"
#include "capture/tin-segment-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define MAX_FILES 500 /* of one recording: each takes a descriptor */

/**
 * TinLoader:
 *
 * A thread of its own reads the file, for as long as that takes. It appends to the capture, as an
 * engine does; whoever shows the capture sees it grow.
 *
 * A file of ours stays where it is, and the capture reads from it. One of another
 * program is told again in our own words, into a temporary file.
 */

static void
loader_unref (TinLoader *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_object (&self->capture);
  g_clear_object (&self->source);
  g_ptr_array_unref (self->files);
  tin_loader_progress_clear (&self->progress);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}

static gpointer
run (gpointer data)
{
  TinLoader *self = data;
  g_auto (TinLoaderProgress) progress = { 0 };

  progress.is_foreign = self->progress.is_foreign;
  progress.n_total = self->progress.n_total;
  if (progress.is_foreign)
    tin_loader_import (self, &progress);
  else
    tin_loader_read_own (self, &progress);

  progress.finished = TRUE;
  tin_loader_tell (self, &progress);
  loader_unref (self);
  return NULL;
}

/* Returns how much of its beginning there is, -1 on failure. */
static gssize
detect_source (TinSink        *source,
               TinFileFormat  *format,
               GError        **error)
{
  guint8 head[TIN_FILE_FORMAT_HEAD_SIZE];
  gssize size = tin_sink_read (source, head, sizeof head, 0, error);

  *format = tin_file_format_detect (head, MAX (size, 0));
  return size;
}

static gboolean
detect (TinLoader      *self,
        TinFileFormat  *format,
        GError        **error)
{
  g_autofree char *shown = g_filename_display_basename (self->path);
  gssize size = detect_source (self->source, format, error);

  if (size < 0)
    return FALSE;
  if (*format != TIN_FILE_FORMAT_UNKNOWN)
    return TRUE;

  if (size == 0)
    /* Translators: %s is the file that the user wants to open */
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” is empty."), shown);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 /* Translators: %s is the file that the user wants to open */
                 _("“%s” is no recording: it is neither pcapng nor pcap."), shown);
  return FALSE;
}

/* Files of one recording begin with the same bytes; the name alone would join what a user called alike. */
static gboolean
begins_alike (TinSink *a,
              TinSink *b)
{
  guint8 head_a[TIN_FILE_FORMAT_HEAD_SIZE];
  guint8 head_b[TIN_FILE_FORMAT_HEAD_SIZE];
  gssize size_a = tin_sink_read (a, head_a, sizeof head_a, 0, NULL);
  gssize size_b = tin_sink_read (b, head_b, sizeof head_b, 0, NULL);
  gssize size = size_a < 0 ? 0 : (gssize) tin_file_format_get_head_size (head_a, size_a);

  return size > 0 && size <= MIN (size_a, size_b) && memcmp (head_a, head_b, size) == 0;
}

/* Another file of the same recording, or NULL. */
static TinSink *
open_neighbour (TinLoader *self,
                guint      number)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *name = g_path_get_basename (self->path);
  g_autofree char *first = NULL;
  g_autofree char *other = NULL;
  g_autofree char *path = NULL;
  g_autoptr (TinSink) source = NULL;
  TinFileFormat format;

  tin_segment_name_parse (name, &first);
  other = number > 1 ? tin_segment_name_make (first, number) : g_strdup (first);
  path = g_build_filename (folder, other, NULL);
  source = tin_file_source_new (path);
  if (!tin_sink_open (source, NULL) || detect_source (source, &format, NULL) < 0 || format != TIN_FILE_FORMAT_OWN ||
      !begins_alike (self->source, source))
    return NULL;
  return g_steal_pointer (&source);
}

/* A recording of ours may be in several files; whichever is opened, all of it is meant. */
static void
collect_files (TinLoader *self)
{
  guint number = tin_segment_name_parse (self->path, NULL);
  TinSink *source;

  g_ptr_array_add (self->files, g_object_ref (self->source));
  for (guint i = number; i > 1 && self->files->len < MAX_FILES; i--)
    {
      source = open_neighbour (self, i - 1);
      if (source == NULL)
        break;
      g_ptr_array_insert (self->files, 0, source);
    }
  for (guint i = number; i < G_MAXUINT && self->files->len < MAX_FILES; i++)
    {
      source = open_neighbour (self, i + 1);
      if (source == NULL)
        break;
      g_ptr_array_add (self->files, source);
    }
}

static TinSink *
make_temporary_sink (const char *folder)
{
  static int n_made;
  g_autofree char *name = g_strdup_printf ("import-%d-%d.pcapng", (int) getpid (), g_atomic_int_add (&n_made, 1));

  return tin_file_sink_new_temporary (folder, name);
}

static void
make_capture (TinLoader  *self,
              const char *temporary_folder)
{
  g_autoptr (TinSink) sink = NULL;
  g_autofree char *name = g_filename_display_basename (self->path);

  if (!self->progress.is_foreign)
    {
      self->capture = tin_capture_new_for_source (self->files->pdata[0]);
      return;
    }
  sink = make_temporary_sink (temporary_folder);
  self->capture = tin_capture_new (name, sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
}

gboolean
tin_loader_is_cancelled (TinLoader *self)
{
  return g_atomic_int_get (&self->cancelled);
}

/* Shows others how far the thread is. */
void
tin_loader_tell (TinLoader               *self,
                 const TinLoaderProgress *progress)
{
  g_mutex_lock (&self->lock);
  g_free (self->progress.problem);
  self->progress = *progress;
  self->progress.problem = g_strdup (progress->problem);
  g_mutex_unlock (&self->lock);
}

/**
 * tin_loader_progress_clear:
 * @progress: filled in by tin_loader_get_progress()
 *
 * Frees what it holds.
 */
void
tin_loader_progress_clear (TinLoaderProgress *progress)
{
  g_clear_pointer (&progress->problem, g_free);
}

/**
 * tin_loader_new:
 * @path: of a recording, of this or of another program
 * @temporary_folder: where what is made of another program's file goes, for the owner alone
 * @error: %G_IO_ERROR_INVALID_DATA for what is no capture at all, %G_IO_ERROR_NOT_REGULAR_FILE, or why the
 *   file cannot be read; %G_THREAD_ERROR
 *
 * Opens the file, looks at its beginning, and starts to read it. Never changes it. A file
 * that grows meanwhile is read as far as it went in the beginning. A recording of ours in several files, of
 * which this may be any, is read from the oldest that is there.
 *
 * Returns: (transfer full) (nullable): a loader
 */
TinLoader *
tin_loader_new (const char  *path,
                const char  *temporary_folder,
                GError     **error)
{
  g_autoptr (TinLoader) self = NULL;
  TinFileFormat format;

  g_return_val_if_fail (path != NULL && temporary_folder != NULL, NULL);

  self = g_new0 (TinLoader, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->path = g_strdup (path);
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  self->source = tin_file_source_new (path);
  if (!tin_sink_open (self->source, error) || !detect (self, &format, error))
    return NULL;

  self->progress.is_foreign = format != TIN_FILE_FORMAT_OWN;
  if (format == TIN_FILE_FORMAT_OWN)
    collect_files (self);
  else
    g_ptr_array_add (self->files, g_object_ref (self->source));
  for (guint i = 0; i < self->files->len; i++)
    self->progress.n_total += tin_file_source_get_size (self->files->pdata[i]);
  make_capture (self, temporary_folder);

  g_atomic_ref_count_inc (&self->ref_count);
  self->thread = g_thread_try_new ("tin-loader", run, self, error);
  if (self->thread == NULL)
    {
      loader_unref (self);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * tin_loader_free:
 * @self: (transfer full): a loader
 *
 * Has the thread end as soon as it can, without waiting for it. The capture keeps what was read.
 */
void
tin_loader_free (TinLoader *self)
{
  g_atomic_int_set (&self->cancelled, TRUE);
  g_clear_pointer (&self->thread, g_thread_unref);
  loader_unref (self);
}

/**
 * tin_loader_get_path:
 * @self: a loader
 *
 * Returns: (transfer none): of the file
 */
const char *
tin_loader_get_path (TinLoader *self)
{
  return self->path;
}

/**
 * tin_loader_get_capture:
 * @self: a loader
 *
 * Returns: (transfer none): what has been read so far; nobody else may append to it
 */
TinCapture *
tin_loader_get_capture (TinLoader *self)
{
  return self->capture;
}

/**
 * tin_loader_get_progress:
 * @self: a loader
 * @progress: (out caller-allocates): to be cleared with tin_loader_progress_clear()
 *
 * Says how far it is and what it met. Safe in any thread.
 */
void
tin_loader_get_progress (TinLoader         *self,
                         TinLoaderProgress *progress)
{
  g_mutex_lock (&self->lock);
  *progress = self->progress;
  progress->problem = g_strdup (self->progress.problem);
  g_mutex_unlock (&self->lock);
}

/**
 * tin_loader_wait:
 * @self: a loader
 *
 * Waits until the whole file was read, which may take minutes: not for a thread that a user waits
 * for. Only one thread may.
 */
void
tin_loader_wait (TinLoader *self)
{
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
}
