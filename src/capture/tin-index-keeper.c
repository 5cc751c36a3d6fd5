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

#define RECORDS_A_LOOK 256 /* that are taken from the ring's index at once */

struct _TinIndexKeeper
{
  TinRing          *ring;          /* (owned) */
  TinFileSegment    segment;       /* the oldest file that has no index yet */
  TinSidecarWriter *writer;        /* (owned) (nullable): of its index, once it has begun */
  guint64           set;
  guint64           next;          /* position of the record to take next */
  gboolean          is_worth_it;
  gboolean          has_given_up;
};

/* The recording will be read when it is opened. */
static void
give_up (TinIndexKeeper *self)
{
  if (self->writer != NULL)
    tin_ring_set_index_size (self->ring, self->segment.number, 0);
  g_clear_pointer (&self->writer, tin_sidecar_writer_free);
  tin_file_segment_clear (&self->segment);
  self->has_given_up = TRUE;
}

/* Goes on with a file, or, where it was removed, with the oldest that is left: its index went with it. FALSE when there
 * is none from @number on. */
static gboolean
find_segment (TinIndexKeeper *self,
              guint64         number)
{
  TinFileSegment found = TIN_FILE_SEGMENT_INIT;

  if (!tin_ring_get_segment (self->ring, number, &found))
    return FALSE;
  if (found.number != self->segment.number)
    g_clear_pointer (&self->writer, tin_sidecar_writer_free);
  tin_file_segment_clear (&self->segment);
  self->segment = found;
  return TRUE;
}

static gboolean
begin_index (TinIndexKeeper *self)
{
  if (self->writer == NULL)
    self->writer = tin_sidecar_writer_new (tin_sink_get_path (self->segment.sink), self->set);
  return self->writer != NULL;
}

static void
count_index (TinIndexKeeper *self)
{
  if (self->writer != NULL)
    tin_ring_set_index_size (self->ring, self->segment.number, tin_sidecar_writer_get_size (self->writer));
}

/* The file is as it will stay, up to @end in the stream. */
static gboolean
finish_index (TinIndexKeeper *self,
              guint64         end)
{
  if (!begin_index (self))
    return FALSE;
  tin_sidecar_writer_finish (self->writer, self->segment.sink,
                             tin_ring_get_header_size (self->ring) + end - self->segment.start);
  if (tin_sidecar_writer_keep (self->writer))
    count_index (self);
  else
    tin_ring_set_index_size (self->ring, self->segment.number, 0);
  g_clear_pointer (&self->writer, tin_sidecar_writer_free);
  return TRUE;
}

/* A record goes into the index of the file that it is in. */
static gboolean
take (TinIndexKeeper *self,
      TinIndexEntry  *entry)
{
  while (entry->offset >= self->segment.end)
    if (!finish_index (self, self->segment.end) || !find_segment (self, self->segment.number + 1))
      return FALSE;
  if (entry->offset < self->segment.start || !begin_index (self))
    return FALSE;

  entry->offset = entry->offset - self->segment.start + tin_ring_get_header_size (self->ring);
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
  self->segment = (TinFileSegment) TIN_FILE_SEGMENT_INIT;
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
  tin_file_segment_clear (&self->segment);
  tin_ring_unref (self->ring);
  g_free (self);
}

static gboolean
is_worth_it (TinIndexKeeper *self,
             guint64         end)
{
  if (!self->is_worth_it)
    self->is_worth_it = end - self->segment.start >= TIN_SIDECAR_WORTH_IT;
  return self->is_worth_it;
}

/* Returns: FALSE when there can be no index any more */
static gboolean
take_some (TinIndexKeeper *self,
           TinIndexEntry  *entries,
           guint           n_entries)
{
  for (guint i = 0; i < n_entries; i++, self->next++)
    if ((self->writer != NULL || entries[i].offset >= self->segment.start) && !take (self, &entries[i]))
      return FALSE;
  return TRUE;
}

/* How many of @entries, which follow one another in the stream, begin before @end. */
static guint
count_before (const TinIndexEntry *entries,
              guint                n_entries,
              guint64              end)
{
  while (n_entries > 0 && entries[n_entries - 1].offset >= end)
    n_entries--;
  return n_entries;
}

/**
 * tin_index_keeper_update:
 * @self: a keeper
 *
 * Takes in what is in the files by now, and has the ring count what the index takes.
 */
void
tin_index_keeper_update (TinIndexKeeper *self)
{
  TinIndexEntry entries[RECORDS_A_LOOK];
  guint64 end;
  guint n_entries;

  if (self->has_given_up)
    return;
  if (!tin_ring_get_whole_end (self->ring, &end) || !find_segment (self, self->segment.number))
    {
      give_up (self);
      return;
    }
  if (!is_worth_it (self, end))
    return;

  /* What went with the oldest files before it was worth anything. */
  self->next = MAX (self->next, tin_ring_get_first (self->ring));
  do
    {
      n_entries = tin_ring_peek_many (self->ring, self->next, entries, RECORDS_A_LOOK);
      n_entries = count_before (entries, n_entries, end);
      if (!take_some (self, entries, n_entries))
        {
          give_up (self);
          return;
        }
    }
  while (n_entries > 0);
  count_index (self);
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

  while (self->segment.end < G_MAXUINT64)
    if (!finish_index (self, self->segment.end) || !find_segment (self, self->segment.number + 1))
      return;
  finish_index (self, end + TIN_PCAPNG_END_SIZE);
}
