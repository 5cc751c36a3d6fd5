/* tin-loader-own.c: reads a recording of this program from its blocks.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A recording may have been cut at any byte and damaged at any other. What is damaged is passed over and counted; what is
 * shown is what was recorded, and never what a peer made to look like it (tin-resync.c).
 */

#include "capture/tin-little-endian.h"
#include "capture/tin-loader-private.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-capture-private.h"
#include "capture/tin-file-source.h"
#include "capture/tin-indexer.h"
#include "capture/tin-pcapng.h"
#include "capture/tin-resync.h"
#include "capture/tin-sidecar.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define SLAB_SIZE  (2 * TIN_BLOCK_MAX_SIZE) /* bytes: the largest block, and as much again */
#define FIRST_SIZE (64 * 1024)              /* bytes: the first rows shall not wait */

typedef struct
{
  TinLoader         *loader;
  TinLoaderProgress *progress;
  TinSink           *source;    /* (unowned): the file */
  guint64            file_size;
  guint64            base;      /* bytes of the files before */
  TinIndexer        *indexer;   /* (owned) */
  TinSidecarWriter  *sidecar;   /* (unowned) (nullable): of the file */
  guint8            *slab;      /* (owned) */
  guint64            offset;    /* in the file, of @slab */
  gsize              size;      /* of what is in @slab, bytes */
  gsize              used;      /* of that */
  guint64            n_taken;   /* records from indexes */
  gboolean           is_last;   /* the slab reaches to the end of the file */
  gboolean           is_last_file;
} Reading;

/* What came of the next block: it was one, it is none, or there is no more of it in the slab. */
typedef enum
{
  TAKEN_ONE,
  TAKEN_NONE,
  TAKEN_ALL,
} Taken;

/* Goes on where the file is one of blocks again. What stands before counts as damaged; or as cut, at the end of
 * the last file, for that is the half of a block that was being written. */
static gboolean
pass_over_damage (Reading  *self,
                  GError  **error)
{
  guint64 start = self->offset + self->used;
  TinResync found;

  if (!tin_resync_find (self->source, start, self->file_size, &self->loader->cancelled, &found, error))
    return FALSE;

  if (self->is_last_file && found.cut == self->file_size && found.next == self->file_size)
    found.cut = start;
  if (self->is_last_file)
    self->progress->n_cut += self->file_size - found.cut;
  self->progress->n_damaged += MIN (found.next, self->is_last_file ? found.cut : self->file_size) - start;

  self->offset = found.next;
  self->size = self->used = 0;
  self->is_last = found.next >= self->file_size;
  return TRUE;
}

static void
take_record (Reading       *self,
             TinIndexEntry *entry)
{
  entry->offset = self->offset + self->used;
  if (self->sidecar != NULL)
    tin_sidecar_writer_add (self->sidecar, entry);
  entry->offset += self->base;
  tin_ring_load_record (self->loader->capture->ring, entry);
}

/* Takes the block at the slab's @used. */
static Taken
take_block (Reading *self)
{
  const guint8 *at = self->slab + self->used;
  gsize left = self->size - self->used;
  gsize size = tin_block_get_size (at, left);
  TinIndexEntry entry;
  gint64 time_ns;

  if (left == 0 || ((left < 8 || size > left) && !self->is_last))
    return TAKEN_ALL;
  if (size == 0 || size > left || tin_get32_le (at + size - 4) != size)
    return TAKEN_NONE;

  /* A length that the end of the block confirms is believed, whatever is inside. */
  switch (tin_indexer_take (self->indexer, at, size, &entry, &time_ns))
    {
    case TIN_INDEXED_RECORD:
      take_record (self, &entry);
      break;
    case TIN_INDEXED_DAMAGED:
      self->progress->n_damaged += size;
      break;
    case TIN_INDEXED_MORE:
    default:
      break;
    }
  self->used += size;
  return TAKEN_ONE;
}

/* Moves what is left to the beginning, and reads what follows. */
static gboolean
fill_slab (Reading  *self,
           GError  **error)
{
  gsize left = self->size - self->used;
  guint64 wanted = self->offset == 0 && self->size == 0 ? FIRST_SIZE : SLAB_SIZE - left;
  guint64 end;
  gssize n;

  memmove (self->slab, self->slab + self->used, left);
  self->offset += self->used;
  self->used = 0;
  self->size = left;

  end = self->offset + left;
  wanted = MIN (wanted, self->file_size - end);
  n = tin_sink_read (self->source, self->slab + left, wanted, end, error);
  if (n < 0)
    return FALSE;
  self->size += n;
  self->is_last = (guint64) n < wanted || end + n == self->file_size;
  return TRUE;
}

static void
show (Reading *self)
{
  self->progress->n_bytes = self->base + self->offset + self->used;
  tin_ring_show_loaded (self->loader->capture->ring, self->progress->n_bytes);
  tin_loader_tell (self->loader, self->progress);
}

static void
end_file (Reading *self)
{
  if (self->sidecar != NULL)
    tin_sidecar_writer_finish (self->sidecar, self->source, self->file_size);
  self->base += self->offset + self->size;
  self->progress->n_bytes = self->base;
  tin_ring_show_loaded (self->loader->capture->ring, self->base);
}

static gboolean
read_file (Reading  *self,
           TinSink  *source,
           GError  **error)
{
  self->source = source;
  self->file_size = tin_file_source_get_size (TIN_FILE_SOURCE (source));
  self->offset = 0;
  self->size = self->used = 0;
  self->is_last = FALSE;
  while (!self->is_last && !tin_loader_is_cancelled (self->loader))
    {
      Taken taken;

      if (!fill_slab (self, error))
        return FALSE;
      do
        taken = take_block (self);
      while (taken == TAKEN_ONE);
      if (taken == TAKEN_NONE && !pass_over_damage (self, error))
        return FALSE;
      show (self);
    }
  return TRUE;
}

static gboolean
take_entries (const TinIndexEntry *entries,
              guint                n,
              gpointer             user_data)
{
  Reading *self = user_data;

  for (guint i = 0; i < n; i++)
    {
      TinIndexEntry entry = entries[i];

      entry.offset += self->base;
      self->progress->n_bytes = entry.offset;
      tin_ring_load_record (self->loader->capture->ring, &entry);
    }
  self->n_taken += n;
  tin_ring_show_loaded (self->loader->capture->ring, self->base + self->file_size);
  tin_loader_tell (self->loader, self->progress);
  return !tin_loader_is_cancelled (self->loader);
}

static guint64
get_file_size (TinLoader *self,
               guint      file)
{
  return tin_file_source_get_size (TIN_FILE_SOURCE (self->files->pdata[file]));
}

/* The indexes that are kept beside all files, or NULL unless they belong together. */
static GPtrArray *
open_sidecars (TinLoader *self)
{
  g_autoptr (GPtrArray) sidecars = g_ptr_array_new_with_free_func ((GDestroyNotify) tin_sidecar_free);

  for (guint i = 0; i < self->files->len; i++)
    {
      TinSink *file = self->files->pdata[i];
      TinSidecar *sidecar = tin_sidecar_open (tin_sink_get_path (file), file, get_file_size (self, i));

      if (sidecar == NULL)
        return NULL;
      g_ptr_array_add (sidecars, sidecar);
      if (tin_sidecar_get_set (sidecar) != tin_sidecar_get_set (sidecars->pdata[0]))
        return NULL;
    }
  return g_steal_pointer (&sidecars);
}

/* The indexes that are kept beside the recording; FALSE when the recording must be read. */
static gboolean
read_sidecars (TinLoader         *self,
               TinLoaderProgress *progress)
{
  g_autoptr (GPtrArray) sidecars = progress->n_total < TIN_SIDECAR_WORTH_IT ? NULL : open_sidecars (self);
  Reading reading = { .loader = self, .progress = progress };

  if (sidecars == NULL)
    return FALSE;
  for (guint i = 0; i < sidecars->len; i++)
    {
      reading.file_size = get_file_size (self, i);
      if (i > 0)
        tin_ring_begin_segment (self->capture->ring, self->files->pdata[i]);
      if (!tin_sidecar_read (sidecars->pdata[i], take_entries, &reading))
        {
          if (i == 0 && reading.n_taken == 0)
            return FALSE;
          if (!tin_loader_is_cancelled (self))
            progress->problem = g_strdup (_("The index beside the recording is damaged. Delete it, and open the recording again."));
          return TRUE;
        }
      reading.base += reading.file_size;
      tin_ring_show_loaded (self->capture->ring, reading.base);
    }
  progress->n_bytes = progress->n_total;
  return TRUE;
}

static void
begin_sidecar (Reading   *self,
               GPtrArray *sidecars,
               guint      file,
               guint64    set)
{
  self->sidecar = NULL;
  if (self->progress->n_total < TIN_SIDECAR_WORTH_IT || sidecars->len < file)
    return;
  self->sidecar = tin_sidecar_writer_new (tin_sink_get_path (self->loader->files->pdata[file]), set);
  if (self->sidecar != NULL)
    g_ptr_array_add (sidecars, self->sidecar);
}

/* Only of what ended, and has no fault that was to be told again. */
static void
keep_sidecars (Reading   *self,
               GPtrArray *sidecars)
{
  const TinLoaderProgress *progress = self->progress;
  guint8 end[TIN_PCAPNG_END_SIZE];

  if (sidecars->len < self->loader->files->len || progress->n_cut > 0 || progress->n_damaged > 0 ||
      progress->n_unplaced > 0 || tin_loader_is_cancelled (self->loader))
    return;
  if (tin_sink_read (self->source, end, sizeof end, self->file_size - sizeof end, NULL) != sizeof end ||
      !tin_pcapng_is_end (end))
    return;
  for (guint i = 0; i < sidecars->len; i++)
    tin_sidecar_writer_keep (sidecars->pdata[i]);
}

/**
 * tin_loader_read_own:
 * @self: a loader, in its thread
 * @progress: what is told, and filled in
 *
 * Takes the index of the capture from beside the files, if it is there for all of them and fits. Else it makes one
 * from all blocks of all files, and leaves it there if the recording is large.
 */
void
tin_loader_read_own (TinLoader         *self,
                     TinLoaderProgress *progress)
{
  g_autoptr (TinIndexer) indexer = tin_indexer_new ();
  g_autofree guint8 *slab = g_try_malloc (MIN (SLAB_SIZE, MAX (progress->n_total, FIRST_SIZE)));
  g_autoptr (GPtrArray) sidecars = g_ptr_array_new_with_free_func ((GDestroyNotify) tin_sidecar_writer_free);
  guint64 set = (guint64) g_random_int () << 32 | g_random_int ();
  g_autoptr (GError) error = NULL;
  Reading reading = { .loader = self, .progress = progress, .indexer = indexer, .slab = slab };

  if (read_sidecars (self, progress))
    return;

  if (slab == NULL)
    {
      progress->problem = g_strdup (g_strerror (ENOMEM));
      return;
    }

  for (guint i = 0; i < self->files->len && !tin_loader_is_cancelled (self); i++)
    {
      if (i > 0)
        tin_ring_begin_segment (self->capture->ring, self->files->pdata[i]);
      reading.is_last_file = i + 1 == self->files->len;
      begin_sidecar (&reading, sidecars, i, set);
      if (!read_file (&reading, self->files->pdata[i], &error))
        {
          progress->problem = g_strdup (error->message);
          return;
        }
      end_file (&reading);
    }
  progress->n_unplaced = tin_indexer_get_n_unplaced (indexer);
  keep_sidecars (&reading, sidecars);
}
