/* tin-capture.h: the append-only record of a session: the spine that everything else is a view of.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-flow.h"
#include "capture/tin-index.h"
#include "capture/tin-sink.h"

G_BEGIN_DECLS

#define TIN_CAPTURE_DEFAULT_RING_SIZE (64 * 1024 * 1024) /* bytes */
#define TIN_CAPTURE_MAX_PAYLOAD       65495 /* bytes: what fits an IPv4 packet after IP and TCP headers */

#define TIN_TYPE_CAPTURE (tin_capture_get_type ())

G_DECLARE_FINAL_TYPE (TinCapture, tin_capture, TIN, CAPTURE, GObject)

/**
 * TinCaptureFunc:
 *
 * Called in whichever thread made the news. It may only wake somebody up.
 */
typedef void (*TinCaptureFunc) (gpointer user_data);

typedef enum
{
  TIN_CAPTURE_SAVING,       /* what is complete reaches the disk */
  TIN_CAPTURE_MEMORY_ONLY,  /* no file: the ring alone, oldest dropped */
  TIN_CAPTURE_INTERRUPTED,  /* the disk refused, and is tried again until it takes more */
} TinCaptureState;

/**
 * TinRefusal:
 * @TIN_REFUSAL_UNKNOWN: nobody says
 * @TIN_REFUSAL_DISK: the disk takes less than what comes, and the ring is full of what waits for it
 * @TIN_REFUSAL_MEMORY: the system has no memory
 *
 * Why a capture has no room.
 */
typedef enum
{
  TIN_REFUSAL_UNKNOWN,
  TIN_REFUSAL_DISK,
  TIN_REFUSAL_MEMORY,
} TinRefusal;

/**
 * TinCaptureHealth:
 * @path: (nullable): the capture file
 * @reason: (nullable): why it is not being saved, one line for the user
 * @unsaved_records: records that never reached the disk since recording began
 * @unsaved_bytes: their payload, bytes
 * @unwritten_bytes: of the recording, that the disk has not taken yet
 * @file_bytes: of all its files together
 * @is_full: the disk takes so long that there is no room: nothing is received before there is
 *
 * A sampled figure of the capture itself, never a fact of the session.
 */
typedef struct
{
  TinCaptureState  state;
  char            *path;    /* (owned) (nullable) */
  char            *reason;  /* (owned) (nullable) */
  guint64          unsaved_records;
  guint64          unsaved_bytes;
  guint64          unwritten_bytes;
  guint64          file_bytes;
  gboolean         is_full;
} TinCaptureHealth;

/**
 * TinCaptureLimits:
 * @segment_size: bytes after which a new file begins; it may get a few MiB larger
 * @session_limit: bytes of all files together, with the indexes beside them; past that the oldest file goes
 *
 * How much of the disk a capture may take. There are never more than
 * %TIN_CAPTURE_MAX_SEGMENTS files, and room for %TIN_CAPTURE_MIN_SEGMENTS
 * at least, so the size of a file is bent to the limit.
 */
typedef struct
{
  guint64  segment_size;
  guint64  session_limit;
} TinCaptureLimits;

#define TIN_CAPTURE_MIN_SEGMENTS 4
#define TIN_CAPTURE_MAX_SEGMENTS 64

/**
 * TinDelivery:
 * @missing: bytes that the datagram had behind those that are there
 * @group: (nullable): the multicast or broadcast address that it was sent to, if it was no address of ours
 * @interface: (nullable): the network interface that it came in on, if that says more than the address
 *
 * What is known of a datagram besides its bytes.
 */
typedef struct
{
  gsize              missing;
  const TinAddress  *group;
  const char        *interface;
} TinDelivery;

void        tin_capture_health_clear   (TinCaptureHealth  *health);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinCaptureHealth, tin_capture_health_clear)

/* Any thread. */

TinCapture *tin_capture_new            (const char        *name,
                                        TinSink           *sink,
                                        gsize              ring_size);

TinCapture *tin_capture_new_limited    (const char             *name,
                                        TinSink                *sink,
                                        gsize                   ring_size,
                                        const TinCaptureLimits *limits);

guint64     tin_capture_get_first      (TinCapture        *self);

guint64     tin_capture_get_gone       (TinCapture        *self,
                                        TinTotals         *totals);

guint64     tin_capture_get_published  (TinCapture        *self);

guint64     tin_capture_get_saved      (TinCapture        *self);

gboolean    tin_capture_peek           (TinCapture        *self,
                                        guint64            position,
                                        TinIndexEntry     *entry);

gboolean    tin_capture_read           (TinCapture        *self,
                                        guint64            position,
                                        gsize              payload_limit,
                                        TinRecord         *record,
                                        GError           **error);

void        tin_capture_get_health     (TinCapture        *self,
                                        TinCaptureHealth  *health);

gint64      tin_capture_get_now_us     (TinCapture        *self);

void        tin_capture_set_news_func  (TinCapture        *self,
                                        TinCaptureFunc     func,
                                        gpointer           user_data);

void        tin_capture_arm            (TinCapture        *self,
                                        guint64            seen);

gboolean    tin_capture_flush          (TinCapture        *self,
                                        guint              timeout_ms);

gboolean    tin_capture_end            (TinCapture        *self,
                                        guint              timeout_ms);

gboolean    tin_capture_delete_file    (TinCapture        *self,
                                        GError           **error);

/* The engine's thread alone. */

guint32     tin_capture_take_connection (TinCapture       *self);

gint64      tin_capture_get_time_ns    (TinCapture        *self);

void        tin_capture_set_moment     (TinCapture        *self,
                                        gint64             time_ns);

guint8     *tin_capture_reserve        (TinCapture        *self,
                                        const TinFlow     *flow,
                                        gsize              size);

void        tin_capture_commit         (TinCapture        *self,
                                        TinFlow           *flow,
                                        gsize              size);

gboolean    tin_capture_append_data    (TinCapture        *self,
                                        TinFlow           *flow,
                                        TinDirection       direction,
                                        TinBy              by,
                                        const guint8      *data,
                                        gsize              size,
                                        const char        *reason);

gboolean    tin_capture_append_datagram (TinCapture        *self,
                                         TinFlow           *flow,
                                         TinDirection       direction,
                                         const guint8      *data,
                                         gsize              size,
                                         const TinDelivery *delivery);

void        tin_capture_append_event   (TinCapture        *self,
                                        TinFlow           *flow,
                                        TinEvent           event,
                                        TinDirection       direction,
                                        TinBy              by,
                                        guint32            size,
                                        const char        *reason);

void        tin_capture_append_loss    (TinCapture        *self,
                                        TinFlow           *flow,
                                        TinDirection       direction,
                                        TinBy              by,
                                        guint32            size,
                                        TinLoss            loss,
                                        const char        *reason);

gboolean    tin_capture_has_room       (TinCapture        *self);

gboolean    tin_capture_lacks_memory   (TinCapture        *self);

TinRefusal  tin_capture_get_refusal    (TinCapture        *self);

void        tin_capture_publish        (TinCapture        *self);

void        tin_capture_set_room_func  (TinCapture        *self,
                                        TinCaptureFunc     func,
                                        gpointer           user_data);

G_END_DECLS
