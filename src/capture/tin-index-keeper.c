/* tin-index-keeper.c: keeps the index of a recording beside its files while it is being made.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * So that a large recording opens at once the first time, too. What is in the file goes into the index a
 * batch at a time: at the end there is next to nothing left to do, and nobody waits for it. A small recording has
 * none. Nor has one of which something was lost: there the index and the file do not go on alike.
 *
 * It is the writer's, but for the records, which any thread may read.
 */

#include "capture/tin-index-keeper.h"

#include "capture/tin-pcapng.h"
#include "capture/tin-sidecar.h"

typedef struct
{
  TinSink *sink;   /* (owned) */
  guint64  start;  /* in the stream, bytes */
} Segment;

struct _TinIndexKeeper
{
  TinRing          *ring;          /* (owned) */
  GPtrArray        *segments;      /* (owned) (element-type Segment): those that are not done */
  TinSidecarWriter *writer;        /* (owned) (nullable): of the first of them, once it has begun */
  guint64           set;
  guint64           next;          /* position of the record to take next */
  gboolean          is_worth_it;
  gboolean          has_given_up;
};

static void
segment_free (gpointer data)
{
  Segment *segment = data;

  g_object_unref (segment->sink);
  g_free (segment);
}

static Segment *
get_segment (TinIndexKeeper *self,
             guint           i)
{
  return self->segments->pdata[i];
}

/* The recording will be read when it is opened. */
static void
give_up (TinIndexKeeper *self)
{
  g_clear_pointer (&self->writer, tin_sidecar_writer_free);
  g_ptr_array_set_size (self->segments, 0);
  self->has_given_up = TRUE;
}

/* The first file is as it will stay: @size bytes. */
static void
finish_segment (TinIndexKeeper *self,
                guint64         size)
{
  tin_sidecar_writer_finish (self->writer, get_segment (self, 0)->sink, size);
  tin_sidecar_writer_keep (self->writer);
  g_clear_pointer (&self->writer, tin_sidecar_writer_free);
  g_ptr_array_remove_index (self->segments, 0);
}

static gboolean
begin_index (TinIndexKeeper *self)
{
  if (self->writer == NULL)
    self->writer = tin_sidecar_writer_new (tin_sink_get_path (get_segment (self, 0)->sink), self->set);
  return self->writer != NULL;
}

/* A record goes into the index of the file that it is in. */
static gboolean
take (TinIndexKeeper *self,
      TinIndexEntry  *entry)
{
  gsize header_size = tin_ring_get_header_size (self->ring);

  while (self->segments->len > 1 && entry->offset >= get_segment (self, 1)->start)
    {
      if (!begin_index (self))
        return FALSE;
      finish_segment (self, header_size + get_segment (self, 1)->start - get_segment (self, 0)->start);
    }
  if (entry->offset < get_segment (self, 0)->start || !begin_index (self))
    return FALSE;

  entry->offset = entry->offset - get_segment (self, 0)->start + header_size;
  tin_sidecar_writer_add (self->writer, entry);
  return !tin_sidecar_writer_has_failed (self->writer);
}

/**
 * tin_index_keeper_new:
 * @ring: of a recording that begins
 *
 * Returns: (transfer full): a keeper of nothing yet
 */
TinIndexKeeper *
tin_index_keeper_new (TinRing *ring)
{
  TinIndexKeeper *self = g_new0 (TinIndexKeeper, 1);

  self->ring = tin_ring_ref (ring);
  self->segments = g_ptr_array_new_with_free_func (segment_free);
  self->set = (guint64) g_random_int () << 32 | g_random_int ();
  return self;
}

/**
 * tin_index_keeper_free:
 * @self: (transfer full): a keeper
 *
 * Removes an index that is not whole.
 */
void
tin_index_keeper_free (TinIndexKeeper *self)
{
  g_clear_pointer (&self->writer, tin_sidecar_writer_free);
  g_ptr_array_unref (self->segments);
  tin_ring_unref (self->ring);
  g_free (self);
}

/**
 * tin_index_keeper_begin_segment:
 * @self: a keeper
 * @sink: the file to which the ring goes on; the one before stays as it is
 */
void
tin_index_keeper_begin_segment (TinIndexKeeper *self,
                                TinSink        *sink)
{
  Segment *segment;

  if (self->has_given_up)
    return;

  segment = g_new0 (Segment, 1);
  segment->sink = g_object_ref (sink);
  tin_ring_get_whole_end (self->ring, &segment->start);
  g_ptr_array_add (self->segments, segment);
}

/**
 * tin_index_keeper_drop_segment:
 * @self: a keeper
 * @sink: a file that is about to be removed
 *
 * Its index goes with the file.
 */
void
tin_index_keeper_drop_segment (TinIndexKeeper *self,
                               TinSink        *sink)
{
  if (self->segments->len < 2 || get_segment (self, 0)->sink != sink)
    return;

  g_clear_pointer (&self->writer, tin_sidecar_writer_free);
  g_ptr_array_remove_index (self->segments, 0);
}

static gboolean
is_worth_it (TinIndexKeeper *self,
             guint64         end)
{
  if (!self->is_worth_it)
    self->is_worth_it = self->segments->len > 0 && end - get_segment (self, 0)->start >= TIN_SIDECAR_WORTH_IT;
  return self->is_worth_it;
}

/**
 * tin_index_keeper_update:
 * @self: a keeper
 *
 * Takes in what is in the file by now. Costs some 50 ns a record.
 */
void
tin_index_keeper_update (TinIndexKeeper *self)
{
  TinIndexEntry entry;
  guint64 end;

  if (self->has_given_up)
    return;
  if (!tin_ring_get_whole_end (self->ring, &end))
    {
      give_up (self);
      return;
    }
  if (!is_worth_it (self, end))
    return;

  /* What went with the oldest files before it was worth anything. */
  self->next = MAX (self->next, tin_ring_get_first (self->ring));
  for (; tin_ring_peek (self->ring, self->next, &entry) && entry.offset < end; self->next++)
    if ((self->writer != NULL || entry.offset >= get_segment (self, 0)->start) && !take (self, &entry))
      {
        give_up (self);
        return;
      }
}

/**
 * tin_index_keeper_end:
 * @self: a keeper
 *
 * Says that the recording has ended: the last file is whole, with the block that says so.
 */
void
tin_index_keeper_end (TinIndexKeeper *self)
{
  guint64 end;

  tin_index_keeper_update (self);
  if (self->has_given_up || !tin_ring_get_whole_end (self->ring, &end) || !is_worth_it (self, end))
    return;

  while (self->segments->len > 0 && begin_index (self))
    {
      gboolean is_last = self->segments->len == 1;
      guint64 segment_end = is_last ? end + TIN_PCAPNG_END_SIZE : get_segment (self, 1)->start;

      finish_segment (self, tin_ring_get_header_size (self->ring) + segment_end - get_segment (self, 0)->start);
    }
}
