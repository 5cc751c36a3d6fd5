/* tin-ring.h: the memory of a capture: chunks of a byte stream between the engine, the disk and the readers.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"
#include "capture/tin-extents.h"

G_BEGIN_DECLS

#define TIN_RING_CHUNK_SIZE    (1024 * 1024) /* bytes */
#define TIN_RING_MAX_RECORD    (72 * 1024)   /* bytes: no record asks for more room */
#define TIN_RING_BATCH_VECTORS 16
#define TIN_RING_BATCH_SIZE    (1024 * 1024) /* bytes */

/**
 * TinRingBatch:
 * @vectors: what to append to the file next
 * @size: of all of it, bytes
 * @header_size: how much of it is the head of the file, bytes
 * @note_size: how much of what follows says what was lost just there, bytes
 * @end: the offset in the stream behind the batch
 * @records: that are complete once it is written
 */
typedef struct
{
  struct iovec  vectors[TIN_RING_BATCH_VECTORS];
  int           n_vectors;
  gsize         size;
  gsize         header_size;
  gsize         note_size;
  guint64       end;
  guint64       records;
} TinRingBatch;

/**
 * TinRingRemoved:
 * @position: of the first record that is left: so many went with their files
 * @time_us: of the last that went, as in #TinIndexEntry
 */
typedef struct
{
  guint64  position;
  gint64   time_us;
} TinRingRemoved;

typedef enum
{
  TIN_RING_HERE,     /* copied from memory */
  TIN_RING_IN_FILE,  /* to be read from a file */
  TIN_RING_GONE,
} TinRingPlace;

typedef struct _TinRing TinRing;

TinRing     *tin_ring_new             (const char         *name,
                                       gsize               size,
                                       TinCaptureState     state,
                                       const char         *reason);

TinRing     *tin_ring_ref             (TinRing            *self);

void         tin_ring_unref           (TinRing            *self);

/* The engine's thread alone. */

guint8      *tin_ring_prepare         (TinRing            *self,
                                       gsize               size,
                                       gboolean            must);

void         tin_ring_append          (TinRing            *self,
                                       gsize               size,
                                       gint64              time_ns,
                                       TinIndexEntry      *entry);

void         tin_ring_lose            (TinRing            *self,
                                       gsize               size);

gboolean     tin_ring_has_room        (TinRing            *self);

gboolean     tin_ring_lacks_memory    (TinRing            *self);

gboolean     tin_ring_is_saving       (TinRing            *self);

void         tin_ring_publish         (TinRing            *self);

gboolean     tin_ring_take_removed    (TinRing            *self,
                                       TinRingRemoved     *removed);

/* Any thread. */

guint64      tin_ring_get_first       (TinRing            *self);

guint64      tin_ring_get_gone        (TinRing            *self,
                                       TinTotals          *totals);

guint64      tin_ring_get_published   (TinRing            *self);

guint64      tin_ring_get_published_end (TinRing          *self);

guint64      tin_ring_get_saved       (TinRing            *self);

gboolean     tin_ring_peek            (TinRing            *self,
                                       guint64             position,
                                       TinIndexEntry      *entry);

guint        tin_ring_peek_many       (TinRing            *self,
                                       guint64             position,
                                       TinIndexEntry      *entries,
                                       guint               n_entries);

TinRingPlace tin_ring_locate          (TinRing            *self,
                                       guint64             offset,
                                       gsize               skip,
                                       guint8             *buffer,
                                       gsize              *size,
                                       TinSink           **sink,
                                       guint64            *file_offset);

void         tin_ring_get_health      (TinRing            *self,
                                       TinCaptureHealth   *health);

void         tin_ring_set_news_func   (TinRing            *self,
                                       TinCaptureFunc      func,
                                       gpointer            user_data);

void         tin_ring_set_room_func   (TinRing            *self,
                                       TinCaptureFunc      func,
                                       gpointer            user_data);

void         tin_ring_arm             (TinRing            *self,
                                       guint64             seen);

gboolean     tin_ring_flush           (TinRing            *self,
                                       gint64              deadline);

/* The writer's thread, and who waits for it. */

typedef enum
{
  TIN_RING_ASKED_NOTHING = 0,
  TIN_RING_ASKED_FLUSH   = 1 << 0,
  TIN_RING_ASKED_STOP    = 1 << 1,
} TinRingAsked;

TinRingAsked tin_ring_wait            (TinRing            *self,
                                       gsize               enough,
                                       gint64              deadline);

void         tin_ring_set_path        (TinRing            *self,
                                       const char         *path);

gboolean     tin_ring_begin_segment   (TinRing            *self,
                                       TinSink            *sink);

gboolean     tin_ring_needs_segment   (TinRing            *self,
                                       guint64             size);

TinSink     *tin_ring_drop_segment    (TinRing            *self,
                                       guint64             size);

gboolean     tin_ring_get_segment     (TinRing            *self,
                                       guint64             number,
                                       TinFileSegment     *segment);

void         tin_ring_set_index_size  (TinRing            *self,
                                       guint64             number,
                                       guint64             size);

gboolean     tin_ring_collect         (TinRing            *self,
                                       gsize               enough,
                                       TinRingBatch       *batch);

void         tin_ring_settle          (TinRing            *self,
                                       const TinRingBatch *batch,
                                       gsize               size);

gsize        tin_ring_batch_count_whole (const TinRingBatch *batch,
                                         gsize               written);

int          tin_ring_batch_cut       (const TinRingBatch *batch,
                                       gsize               written,
                                       gsize               size,
                                       struct iovec       *vectors);

guint64      tin_ring_get_file_size   (TinRing            *self);

gboolean     tin_ring_get_whole_end   (TinRing            *self,
                                       guint64            *end);

gsize        tin_ring_get_header_size (TinRing            *self);

void         tin_ring_set_state       (TinRing            *self,
                                       TinCaptureState     state,
                                       const char         *reason);

gboolean     tin_ring_delete_files    (TinRing            *self,
                                       const char         *reason,
                                       GError            **error);

void         tin_ring_wake            (TinRing            *self);

void         tin_ring_finish          (TinRing            *self);

gboolean     tin_ring_stop            (TinRing            *self,
                                       gint64              deadline);

/* The loader's thread. */

TinRing     *tin_ring_new_for_file    (void);

void         tin_ring_load_record     (TinRing            *self,
                                       const TinIndexEntry *entry);

void         tin_ring_show_loaded     (TinRing            *self,
                                       guint64             end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinRing, tin_ring_unref)

G_END_DECLS
