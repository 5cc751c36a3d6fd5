/* tin-message.h: a row of the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-frames.h"

G_BEGIN_DECLS

#define TIN_MESSAGE_TEXT_LIMIT 1024 /* bytes of UTF-8 that a row shows at most */

#define TIN_TYPE_MESSAGE (tin_message_get_type ())

G_DECLARE_FINAL_TYPE (TinMessage, tin_message, TIN, MESSAGE, GObject)

/**
 * TinMessage:
 *
 * Exists while it is on screen. It never changes. A record that its capture has
 * dropped since (a ring without a file keeps the newest only) is still a message,
 * whose text says so.
 */

TinMessage  *tin_message_new             (TinCapture   *capture,
                                          guint64       position,
                                          const char   *encoding);

TinMessage  *tin_message_new_framed      (TinCapture     *capture,
                                          TinFrameStore  *store,
                                          const TinFrame *frame,
                                          const char     *encoding);

TinCapture  *tin_message_get_capture     (TinMessage   *self);
guint64      tin_message_get_frame       (TinMessage   *self);
guint32      tin_message_get_offset      (TinMessage   *self);
guint        tin_message_get_flags       (TinMessage   *self);
guint64      tin_message_get_position    (TinMessage   *self);
guint64      tin_message_get_last        (TinMessage   *self);
TinEvent     tin_message_get_event       (TinMessage   *self);
TinDirection tin_message_get_direction   (TinMessage   *self);
TinBy        tin_message_get_by          (TinMessage   *self);
guint32      tin_message_get_connection  (TinMessage   *self);
gint64       tin_message_get_time_ns     (TinMessage   *self);
guint32      tin_message_get_size        (TinMessage   *self);
const char  *tin_message_get_peer        (TinMessage   *self);
const char  *tin_message_get_local       (TinMessage   *self);
const char  *tin_message_get_reason      (TinMessage   *self);
const char  *tin_message_get_text        (TinMessage   *self);
gboolean     tin_message_is_problem      (TinMessage   *self);

gboolean     tin_message_contains        (TinMessage   *self,
                                          guint64       position,
                                          guint32       offset);

const TinRecord *tin_message_get_record  (TinMessage   *self);

GBytes      *tin_message_load_payload    (TinMessage   *self,
                                          GError      **error);

GBytes      *tin_message_read            (TinMessage   *self,
                                          guint64       offset,
                                          gsize         size,
                                          GError      **error);

guint        tin_message_count_pieces    (TinMessage   *self,
                                          guint         limit);

GArray      *tin_message_dup_cuts        (TinMessage   *self,
                                          guint64       offset,
                                          gsize         size);

const char  *tin_message_get_event_label (TinMessage   *self);

G_END_DECLS
