/* tin-frame-conversations.h: the messages that are coming on all connections, both ways.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-frame-stream.h"

G_BEGIN_DECLS

/**
 * TinFrameConversations:
 *
 * The part of a #TinReframer that knows how far each connection is. One costs some three hundred bytes while it lasts.
 * Past a number of connections those between two messages are forgotten until they go on, and if nearly all are within
 * one, the messages that have waited longest end there, unfinished.
 */
typedef struct _TinFrameConversations TinFrameConversations;

TinFrameConversations *tin_frame_conversations_new           (TinCapture            *capture,
                                                              const TinFraming      *in,
                                                              const TinFraming      *out,
                                                              TinFrameStore         *store);

void                   tin_frame_conversations_free          (TinFrameConversations *self);

TinFrameStream        *tin_frame_conversations_get_stream    (TinFrameConversations *self,
                                                              const TinScanItem     *item,
                                                              gboolean              *has_datagrams);

void                   tin_frame_conversations_end           (TinFrameConversations *self,
                                                              guint32                connection,
                                                              guint64                last);

void                   tin_frame_conversations_end_direction (TinFrameConversations *self,
                                                              guint32                connection,
                                                              TinDirection           direction,
                                                              guint64                last);

void                   tin_frame_conversations_end_all       (TinFrameConversations *self,
                                                              guint64                last);

void                   tin_frame_conversations_end_idle      (TinFrameConversations *self,
                                                              guint64                last,
                                                              gint64                 time_us);

void                   tin_frame_conversations_forget_all    (TinFrameConversations *self);

gint64                 tin_frame_conversations_get_deadline  (TinFrameConversations *self);

GArray                *tin_frame_conversations_dup_pending   (TinFrameConversations *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinFrameConversations, tin_frame_conversations_free)

G_END_DECLS
