/* tin-extents.c: which file of a recording holds which piece of its stream.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-extents.h"

typedef struct
{
  guint64  start;        /* in the stream */
  guint64  end;
  guint64  file_offset;
  guint64  size;         /* in the file, bytes */
  guint64  segment;      /* number, from 0 up, with those that were dropped */
  gboolean is_note;      /* stands for what was lost from @start to @end */
} Extent;

typedef struct
{
  TinSink *sink;         /* (owned) */
  guint64  start;        /* in the stream */
  guint64  size;         /* of the file, bytes */
  guint64  index_size;   /* of the index beside it, bytes */
} Segment;

/**
 * TinExtents:
 *
 * A recording is a stream of blocks in one file or several, the segments. Where a segment begins, and
 * where something was lost, the stream and a file do not go on alike; all between is one
 * extent. Not for several threads at once.
 */
struct _TinExtents
{
  GArray    *extents;    /* (owned) (element-type Extent): in the order of the stream */
  GPtrArray *segments;   /* (owned) (element-type Segment) */
  guint64    n_dropped;  /* segments */
};

static void
segment_free (gpointer data)
{
  Segment *segment = data;

  g_object_unref (segment->sink);
  g_free (segment);
}

static Segment *
get_segment (TinExtents *self,
             guint       i)
{
  return self->segments->pdata[i];
}

static Segment *
get_last_segment (TinExtents *self)
{
  return get_segment (self, self->segments->len - 1);
}

/**
 * tin_file_segment_clear:
 * @self: a segment, or none
 */
void
tin_file_segment_clear (TinFileSegment *self)
{
  g_clear_object (&self->sink);
  *self = (TinFileSegment) TIN_FILE_SEGMENT_INIT;
}

/* The number of extents that begin at @offset or before. */
static guint
count_up_to (TinExtents *self,
             guint64     offset)
{
  guint low = 0;
  guint high = self->extents->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->extents, Extent, middle).start <= offset)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
append_extent (TinExtents   *self,
               const Extent *extent)
{
  Segment *segment = get_last_segment (self);

  g_array_append_val (self->extents, *extent);
  segment->size = MAX (segment->size, extent->file_offset + extent->size);
}

/**
 * tin_extents_new:
 *
 * Returns: (transfer full): extents of no segment
 */
TinExtents *
tin_extents_new (void)
{
  TinExtents *self = g_new0 (TinExtents, 1);

  self->extents = g_array_new (FALSE, FALSE, sizeof (Extent));
  self->segments = g_ptr_array_new_with_free_func (segment_free);
  return self;
}

/**
 * tin_extents_free:
 * @self: (transfer full): extents
 */
void
tin_extents_free (TinExtents *self)
{
  g_array_unref (self->extents);
  g_ptr_array_unref (self->segments);
  g_free (self);
}

/**
 * tin_extents_get_n_segments:
 * @self: extents
 *
 * Returns: how many files there are
 */
guint
tin_extents_get_n_segments (TinExtents *self)
{
  return self->segments->len;
}

/**
 * tin_extents_get_sink:
 * @self: extents
 * @segment: 0 for the oldest that is there
 *
 * Returns: (transfer none): its file
 */
TinSink *
tin_extents_get_sink (TinExtents *self,
                      guint       segment)
{
  return get_segment (self, segment)->sink;
}

/**
 * tin_extents_get_size:
 * @self: extents
 *
 * Returns: bytes of all files together, and of the indexes beside them
 */
guint64
tin_extents_get_size (TinExtents *self)
{
  guint64 size = 0;

  for (guint i = 0; i < self->segments->len; i++)
    size += get_segment (self, i)->size + get_segment (self, i)->index_size;
  return size;
}

/**
 * tin_extents_get_segment:
 * @self: extents
 * @number: of a segment; where it was dropped, the oldest is meant
 * @segment: (out caller-allocates): what was asked for, or none
 *
 * Returns: %FALSE when there is none from it on
 */
gboolean
tin_extents_get_segment (TinExtents     *self,
                         guint64         number,
                         TinFileSegment *segment)
{
  guint64 i = MAX (number, self->n_dropped) - self->n_dropped;

  *segment = (TinFileSegment) TIN_FILE_SEGMENT_INIT;
  if (i >= self->segments->len)
    return FALSE;

  segment->number = self->n_dropped + i;
  segment->sink = g_object_ref (get_segment (self, i)->sink);
  segment->start = get_segment (self, i)->start;
  if (i + 1 < self->segments->len)
    segment->end = get_segment (self, i + 1)->start;
  return TRUE;
}

/**
 * tin_extents_set_index_size:
 * @self: extents
 * @number: of a segment; nothing is done where it was dropped
 * @size: of the index beside it, bytes
 */
void
tin_extents_set_index_size (TinExtents *self,
                            guint64     number,
                            guint64     size)
{
  if (number >= self->n_dropped && number - self->n_dropped < self->segments->len)
    get_segment (self, number - self->n_dropped)->index_size = size;
}

/**
 * tin_extents_begin_segment:
 * @self: extents
 * @sink: the file that takes what follows
 * @start: where it goes on, an offset in the stream
 */
void
tin_extents_begin_segment (TinExtents *self,
                           TinSink    *sink,
                           guint64     start)
{
  Segment *segment = g_new0 (Segment, 1);

  segment->sink = g_object_ref (sink);
  segment->start = start;
  g_ptr_array_add (self->segments, segment);
}

/**
 * tin_extents_append:
 * @self: extents with a segment
 * @start: an offset in the stream, where the last extent ends or behind
 * @size: bytes, as many in the stream as in the file
 * @file_offset: where in the last segment
 */
void
tin_extents_append (TinExtents *self,
                    guint64     start,
                    guint64     size,
                    guint64     file_offset)
{
  Extent extent = {
    .start = start,
    .end = start + size,
    .file_offset = file_offset,
    .size = size,
    .segment = self->n_dropped + self->segments->len - 1,
  };
  Extent *last = NULL;

  if (size == 0)
    return;
  if (self->extents->len > 0)
    last = &g_array_index (self->extents, Extent, self->extents->len - 1);
  if (last == NULL || last->is_note || last->segment != extent.segment || last->end != start ||
      last->file_offset + last->size != file_offset)
    {
      append_extent (self, &extent);
      return;
    }

  last->end += size;
  last->size += size;
  get_last_segment (self)->size = file_offset + size;
}

/**
 * tin_extents_append_note:
 * @self: extents with a segment
 * @start: where something was lost, an offset in the stream
 * @end: where it goes on
 * @size: of the note, bytes
 * @file_offset: where in the last segment the note is
 *
 * Of what was lost only the beginning is found afterwards, and that is the note.
 */
void
tin_extents_append_note (TinExtents *self,
                         guint64     start,
                         guint64     end,
                         gsize       size,
                         guint64     file_offset)
{
  Extent extent = {
    .start = start,
    .end = end,
    .file_offset = file_offset,
    .size = size,
    .segment = self->n_dropped + self->segments->len - 1,
    .is_note = TRUE,
  };

  append_extent (self, &extent);
}

/**
 * tin_extents_drop_segment:
 * @self: extents with a segment
 * @start: (out): where the stream begins now; with the last segment gone, the highest offset of all
 *
 * Forgets the oldest segment.
 *
 * Returns: (transfer full): its file
 */
TinSink *
tin_extents_drop_segment (TinExtents *self,
                          guint64    *start)
{
  g_autoptr (TinSink) sink = g_object_ref (get_segment (self, 0)->sink);
  guint n = 0;

  while (n < self->extents->len && g_array_index (self->extents, Extent, n).segment == self->n_dropped)
    n++;
  if (n > 0)
    g_array_remove_range (self->extents, 0, n);
  g_ptr_array_remove_index (self->segments, 0);
  self->n_dropped++;

  *start = self->segments->len > 0 ? get_segment (self, 0)->start : G_MAXUINT64;
  return g_steal_pointer (&sink);
}

/**
 * tin_extents_find:
 * @self: extents
 * @offset: in the stream
 * @file_offset: (out): where in the file
 * @available: (out): how many bytes follow there as they do in the stream; of a note, its own
 *
 * Returns: (transfer full) (nullable): the file, or %NULL when it holds no such byte
 */
TinSink *
tin_extents_find (TinExtents *self,
                  guint64     offset,
                  guint64    *file_offset,
                  guint64    *available)
{
  guint n = count_up_to (self, offset);
  const Extent *extent;
  guint64 skip;

  if (n == 0)
    return NULL;
  extent = &g_array_index (self->extents, Extent, n - 1);
  skip = offset - extent->start;
  if (offset >= extent->end || (extent->is_note && skip > 0))
    return NULL;

  *file_offset = extent->file_offset + skip;
  *available = extent->size - skip;
  return g_object_ref (get_segment (self, extent->segment - self->n_dropped)->sink);
}
