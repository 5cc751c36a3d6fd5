/* tin-ring-private.h: what the parts of the ring share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-extents.h"
#include "capture/tin-ring.h"

G_BEGIN_DECLS

#define TIN_RING_AWAKE  G_MAXUINT64       /* nobody is to be woken */
#define TIN_RING_NEVER  (G_MAXUINT64 - 1) /* no offset is worth waking for */
#define TIN_CHUNK_OPEN  G_MAXUINT64       /* end of a chunk that is being filled */

/* A piece of the stream: blocks from @base up to @end. */
typedef struct
{
  guint64  base;
  guint64  end;
  guint64  first_record;
  guint64  n_records;     /* known when it is full */
  gint64   last_time_ns;
  guint8  *data;          /* (owned) */
} TinChunk;

/* A piece of the stream that the disk refused for too long. In the file a note stands in its place. */
typedef struct
{
  guint64   start;
  guint64   end;
  guint64   n_records;
  guint64   n_bytes;
  gint64    from_ns;
  gint64    to_ns;
  gboolean  written;
  GBytes   *note;         /* (owned): a journal block */
} TinGap;

typedef struct
{
  GMutex          lock;
  TinCaptureFunc  func;
  gpointer        user_data;
} TinNotifier;

/**
 * TinRing:
 *
 * The stream is what the file would be without its head: blocks one after
 * another, addressed by their offset. It lives in chunks of one size; a record
 * never straddles two. The engine fills the last chunk without a lock;
 * @published says how far others may look. The writer moves @cursor on, and what
 * lies before it is taken from the file.
 */
struct _TinRing
{
  gatomicrefcount   ref_count;
  TinIndex         *index;              /* (owned) */
  GBytes           *header;             /* (owned): the head of the file */

  /* The engine's alone. */
  TinChunk         *current;            /* (nullable): the last of @chunks */
  guint64           end;                /* of the stream, with what is not published */
  guint64           n_records;
  guint64           n_bytes;            /* of payload */
  gboolean          refused;            /* since the last publishing */
  gboolean          starved;            /* what was refused last was memory, and no room in the ring */

  /* Atomic. */
  guint64           published_bytes;
  guint64           published_end;
  guint64           published;
  guint64           saved;
  guint64           wake_at;            /* published_end from which on the writer wants to be woken */
  gint              armed;
  gint              told;               /* the writer has something for the log */
  TinCaptureState   state;              /* written under the lock */

  /* Under the lock. */
  GMutex            lock;
  GCond             wake;               /* the writer waits */
  GCond             progress;           /* others wait for the writer */
  GPtrArray        *chunks;             /* (owned) (element-type TinChunk): in the order of the stream */
  GPtrArray        *spare;              /* (owned) (element-type TinChunk): the last is the warmest */
  guint             max_chunks;
  char             *reason;             /* (owned) (nullable) */
  guint64           cursor;             /* what is before is in the file, or in a gap that is */
  gboolean          cursor_is_inside;   /* a record: the disk refused the rest of it */
  guint64           file_size;          /* of the last segment */
  char             *path;               /* (owned) (nullable): of the last segment */
  TinExtents       *extents;            /* (owned) */
  GArray           *gaps;               /* (owned) (element-type TinGap): that are not logged yet */
  TinRingRemoved    removed;
  gboolean          forgotten;          /* the files were deleted: nothing is written any more */
  guint64           n_lost_records;
  guint64           n_lost_bytes;
  guint             n_failures;         /* attempts of the writer that failed */
  TinRingAsked      asked;
  gboolean          writing;            /* the writer reads the chunks without the lock */
  gboolean          room_wanted;
  gboolean          finished;           /* the writer is gone */

  TinNotifier       news;
  TinNotifier       room;
};

void     tin_notifier_set       (TinNotifier    *notifier,
                                 TinCaptureFunc  func,
                                 gpointer        user_data);

void     tin_notifier_call      (TinNotifier    *notifier);

void     tin_ring_call_news     (TinRing        *self);

TinGap  *tin_ring_get_open_gap  (TinRing        *self);

gboolean tin_ring_offer_room    (TinRing        *self);

void     tin_ring_count_saved   (TinRing        *self);

void     tin_ring_retire_chunks (TinRing        *self);

void     tin_ring_lose_chunk    (TinRing        *self,
                                 const TinChunk *chunk);

char    *tin_ring_format_time   (gint64          time_ns);

void     tin_ring_log_gaps      (TinRing        *self);

G_END_DECLS
