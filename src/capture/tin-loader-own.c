/* tin-loader-own.c: reads a recording of this program from its blocks.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A recording may have been cut at any byte and damaged at any other. What says nothing is
 * passed over up to the next block that does, and counted.
 */

#include "capture/tin-loader-private.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-capture-private.h"
#include "capture/tin-file-source.h"
#include "capture/tin-indexer.h"
#include "capture/tin-pcapng.h"
#include "capture/tin-sidecar.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define SLAB_SIZE  (2 * TIN_BLOCK_MAX_SIZE) /* bytes: the largest block, and as much again */
#define FIRST_SIZE (64 * 1024)              /* bytes: the first rows shall not wait */
#define WORTH_IT   (16 * 1024 * 1024)       /* bytes: smaller recordings need no index beside them */

typedef struct
{
  TinLoader         *loader;
  TinLoaderProgress *progress;
  TinSink           *source;    /* (unowned): the file */
  guint64            file_size;
  guint64            base;      /* bytes of the files before */
  TinIndexer        *indexer;   /* (owned) */
  TinSidecarWriter  *sidecar;   /* (owned) (nullable) */
  guint8            *slab;      /* (owned) */
  guint64            offset;    /* in the file, of @slab */
  gsize              size;      /* of what is in @slab, bytes */
  gsize              used;      /* of that */
  gboolean           is_last;   /* the slab reaches to the end of the file */
  guint64            gap;       /* offset of the first byte that says nothing, while there are such */
  gboolean           in_gap;
} Reading;

static inline guint32
get32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

/* Whether a whole block may begin here, in the middle of what says nothing. */
static gboolean
looks_like_a_block (const guint8 *at,
                    gsize         size)
{
  gsize block_size;

  if (size < TIN_BLOCK_MIN_SIZE)
    return FALSE;
  switch (get32 (at))
    {
    case TIN_PCAPNG_PACKET:
    case TIN_PCAPNG_JOURNAL:
    case TIN_PCAPNG_SECTION:
    case TIN_PCAPNG_INTERFACE:
      block_size = tin_block_get_size (at, size);
      return block_size != 0 && block_size <= size && get32 (at + block_size - 4) == block_size;
    default:
      return FALSE;
    }
}

static void
end_gap (Reading *self,
         guint64  offset)
{
  if (self->in_gap)
    self->progress->n_damaged += offset - self->gap;
  self->in_gap = FALSE;
}

static void
begin_gap (Reading *self)
{
  if (!self->in_gap)
    self->gap = self->offset + self->used;
  self->in_gap = TRUE;
}

/* Takes the block at the slab's @used; FALSE when more of the file is needed to see it. */
static gboolean
take_block (Reading *self)
{
  const guint8 *at = self->slab + self->used;
  gsize left = self->size - self->used;
  gsize size = tin_block_get_size (at, left);
  TinIndexEntry entry;
  TinIndexed indexed = TIN_INDEXED_DAMAGED;
  gint64 time_ns;

  if ((left < 8 || size > left) && !self->is_last)
    return FALSE;
  if (left < TIN_BLOCK_MIN_SIZE)
    {
      begin_gap (self);
      return FALSE;
    }

  if (size != 0 && size <= left && (!self->in_gap || looks_like_a_block (at, left)))
    indexed = tin_indexer_take (self->indexer, at, size, &entry, &time_ns);
  if (indexed == TIN_INDEXED_DAMAGED)
    {
      /* A length that the end of the block confirms is believed, whatever is inside. */
      begin_gap (self);
      self->used += looks_like_a_block (at, left) ? size : 4;
      return TRUE;
    }

  end_gap (self, self->offset + self->used);
  if (indexed == TIN_INDEXED_RECORD)
    {
      entry.offset = self->base + self->offset + self->used;
      tin_ring_load_record (self->loader->capture->ring, &entry);
      if (self->sidecar != NULL)
        tin_sidecar_writer_add (self->sidecar, &entry);
    }
  self->used += size;
  return TRUE;
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

/* What says nothing up to the end is the half of a block that was being written: but only at
 * the end of the last file. */
static void
end_file (Reading  *self,
          gboolean  is_last_file)
{
  guint64 end = self->offset + self->size;

  if (self->in_gap && is_last_file)
    self->progress->n_cut = end - self->gap;
  else if (self->in_gap)
    self->progress->n_damaged += end - self->gap;
  self->base += end;
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
  self->in_gap = self->is_last = FALSE;
  while (!self->is_last && !tin_loader_is_cancelled (self->loader))
    {
      if (!fill_slab (self, error))
        return FALSE;
      while (take_block (self))
        ;
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
    tin_ring_load_record (self->loader->capture->ring, &entries[i]);
  self->used += n;
  self->progress->n_bytes = n > 0 ? entries[n - 1].offset : 0;
  tin_ring_show_loaded (self->loader->capture->ring, self->progress->n_total);
  tin_loader_tell (self->loader, self->progress);
  return !tin_loader_is_cancelled (self->loader);
}

/* The index that is kept beside the recording; FALSE when the recording must be read. */
static gboolean
read_sidecar (TinLoader         *self,
              TinLoaderProgress *progress)
{
  Reading reading = { .loader = self, .progress = progress };

  if (progress->n_total < WORTH_IT || self->files->len > 1)
    return FALSE;
  if (tin_sidecar_read (self->path, self->source, progress->n_total, take_entries, &reading))
    progress->n_bytes = progress->n_total;
  else if (reading.used == 0)
    return FALSE;
  else if (!tin_loader_is_cancelled (self))
    progress->problem = g_strdup (_("The index beside the recording is damaged. Delete it, and open the recording again."));
  return TRUE;
}

/* Only of what ended, and has no fault that was to be told again. */
static void
keep_sidecar (Reading *self)
{
  const TinLoaderProgress *progress = self->progress;
  guint8 end[TIN_PCAPNG_END_SIZE];

  if (self->sidecar == NULL || progress->n_cut > 0 || progress->n_damaged > 0 || tin_loader_is_cancelled (self->loader))
    return;
  if (tin_sink_read (self->loader->source, end, sizeof end, progress->n_total - sizeof end, NULL) == sizeof end &&
      tin_pcapng_is_end (end))
    tin_sidecar_writer_finish (self->sidecar, self->loader->source, progress->n_total);
}

/**
 * tin_loader_read_own:
 * @self: a loader, in its thread
 * @progress: what is told, and filled in
 *
 * Takes the index of the capture from beside the file, if it is there and fits. Else it makes one from
 * all blocks of all files, and leaves it there if the recording is large and in one file.
 */
void
tin_loader_read_own (TinLoader         *self,
                     TinLoaderProgress *progress)
{
  g_autoptr (TinIndexer) indexer = tin_indexer_new ();
  g_autofree guint8 *slab = g_try_malloc (MIN (SLAB_SIZE, MAX (progress->n_total, FIRST_SIZE)));
  g_autoptr (TinSidecarWriter) sidecar = NULL;
  g_autoptr (GError) error = NULL;
  Reading reading = { .loader = self, .progress = progress, .indexer = indexer, .slab = slab };

  if (read_sidecar (self, progress))
    return;

  if (slab == NULL)
    {
      progress->problem = g_strdup (g_strerror (ENOMEM));
      return;
    }

  if (progress->n_total >= WORTH_IT && self->files->len == 1)
    reading.sidecar = sidecar = tin_sidecar_writer_new (self->path);
  for (guint i = 0; i < self->files->len && !tin_loader_is_cancelled (self); i++)
    {
      if (i > 0)
        tin_ring_begin_segment (self->capture->ring, self->files->pdata[i]);
      if (!read_file (&reading, self->files->pdata[i], &error))
        {
          progress->problem = g_strdup (error->message);
          return;
        }
      end_file (&reading, i + 1 == self->files->len);
    }
  keep_sidecar (&reading);
}
