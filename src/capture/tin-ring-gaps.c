/* tin-ring-gaps.c: what a disk refused for too long, in the ring, in the file and in words.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A gap takes the place of the chunks that were given up. In the file a note
 * stands there, and what follows is as much nearer to the beginning.
 */

#include "capture/tin-ring-private.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-pcapng.h"

#include <glib/gi18n-lib.h>

/* The gap at the cursor, of which the file does not know yet. Lock held. */
TinGap *
tin_ring_get_open_gap (TinRing *self)
{
  TinGap *gap;

  if (self->gaps->len == 0)
    return NULL;
  gap = &g_array_index (self->gaps, TinGap, self->gaps->len - 1);
  return gap->written ? NULL : gap;
}

static gint64
get_block_time (const TinChunk *chunk,
                guint64         offset)
{
  TinBlock block = { .head = chunk->data + (offset - chunk->base) };
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  block.head_size = MIN (chunk->end - offset, TIN_PCAPNG_JOURNAL_ROOM);
  if (!tin_block_read (&block, 0, &record, NULL))
    return chunk->last_time_ns;
  return record.time_ns;
}

/* The time of day, as the user's language has it. */
char *
tin_ring_format_time (gint64 time_ns)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_ns / G_GINT64_CONSTANT (1000000000));
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%X") : g_strdup ("?");
}

/* A journal block that says what the gap is. */
static void
write_note (TinGap *gap)
{
  g_autofree char *from = tin_ring_format_time (gap->from_ns);
  g_autofree char *to = tin_ring_format_time (gap->to_ns);
  g_autofree char *n_records = g_strdup_printf ("%" G_GUINT64_FORMAT, gap->n_records);
  g_autofree char *n_bytes = g_strdup_printf ("%" G_GUINT64_FORMAT, gap->n_bytes);
  g_autofree char *reason = NULL;
  char clean[TIN_PCAPNG_MAX_REASON];
  guint8 block[TIN_PCAPNG_JOURNAL_ROOM];
  TinRecord record = {
    .event = TIN_EVENT_DROPPED,
    .loss = TIN_LOSS_DISK,
    .by = TIN_BY_LOCAL,
    .time_ns = gap->to_ns,
    .size = MIN (gap->n_bytes, G_MAXUINT32),
  };

  /* Translators: what is missing in a recording: how many messages, their bytes, and two times of day. */
  reason = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%1$s message (%2$s bytes) was not recorded, from %3$s to %4$s.",
                                         "%1$s messages (%2$s bytes) were not recorded, from %3$s to %4$s.",
                                         gap->n_records),
                            n_records, n_bytes, from, to);
  record.reason = (char *) tin_pcapng_clean_reason (reason, clean);
  g_clear_pointer (&gap->note, g_bytes_unref);
  gap->note = g_bytes_new (block, tin_pcapng_write_journal (block, &record));
}

/* Gives up a full, published chunk that the disk did not take. Lock held; the
 * engine's thread. */
void
tin_ring_lose_chunk (TinRing        *self,
                     const TinChunk *chunk)
{
  TinGap *gap = tin_ring_get_open_gap (self);
  guint64 n_records = 0;
  guint64 n_bytes = 0;
  guint64 start;

  if (gap == NULL)
    {
      TinGap fresh = { .start = self->cursor, .from_ns = get_block_time (chunk, self->cursor) };

      g_array_append_val (self->gaps, fresh);
      gap = tin_ring_get_open_gap (self);
    }

  start = MAX (gap->start, chunk->base);
  for (guint64 i = 0; i < chunk->n_records; i++)
    {
      TinIndexEntry entry;

      if (!tin_index_get (self->index, chunk->first_record + i, &entry) || entry.offset < start)
        continue;
      n_records++;
      n_bytes += entry.event == TIN_EVENT_DATA ? entry.size : 0;
    }

  gap->end = chunk->end;
  gap->n_records += n_records;
  gap->n_bytes += n_bytes;
  gap->to_ns = chunk->last_time_ns;
  self->n_lost_records += n_records;
  self->n_lost_bytes += n_bytes;
  write_note (gap);
}

/* The notes are in the file by now; here they become records like any other. The engine's thread. */
void
tin_ring_log_gaps (TinRing *self)
{
  guint n = 0;

  g_mutex_lock (&self->lock);
  g_atomic_int_set (&self->told, self->removed.position > tin_index_get_first (self->index));
  while (n < self->gaps->len && g_array_index (self->gaps, TinGap, n).written)
    {
      const TinGap *gap = &g_array_index (self->gaps, TinGap, n++);
      TinIndexEntry entry = {
        .offset = gap->start,
        .time_us = gap->to_ns / 1000,
        .event = TIN_EVENT_DROPPED,
        .by = TIN_BY_LOCAL,
        .loss = TIN_LOSS_DISK,
        .size = MIN (gap->n_bytes, G_MAXUINT32),
      };

      if (tin_index_append (self->index, &entry))
        self->n_records++;
    }
  if (n > 0)
    g_array_remove_range (self->gaps, 0, n);
  g_mutex_unlock (&self->lock);
}
