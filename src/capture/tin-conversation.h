/* tin-conversation.h: one connection in another program's capture, told again as one of ours.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"
#include "capture/tin-dissect.h"
#include "capture/tin-stream-order.h"

G_BEGIN_DECLS

/**
 * TinConversation:
 * @link: of a list of conversations, for their owner
 * @capture: (unowned): what it is told to
 * @order: of what comes in, and of what goes out
 * @opener: which way the first SYN went, %TIN_DIRECTION_NONE if it was not captured
 * @is_opened: whether somebody answered
 * @is_ended: whether nothing more is to come
 * @ended_first: which way the first end of a stream went
 * @n_missing: bytes that nobody captured
 */
typedef struct
{
  GList            link;
  TinCapture      *capture;
  TinFlow          flow;
  TinStreamOrder   order[2];
  TinCaptureFunc   room_func;
  gpointer         room_data;
  TinDirection     opener;
  guint32          syn_sequence;
  gboolean         is_opened;
  gboolean         is_ended;
  TinDirection     ended_first;
  guint64          n_missing;
} TinConversation;

TinConversation *tin_conversation_new          (TinCapture       *capture,
                                                TinCaptureFunc    room_func,
                                                gpointer          room_data,
                                                const TinSegment *first);

void             tin_conversation_free         (TinConversation  *self);

gboolean         tin_conversation_is_new       (TinConversation  *self,
                                                const TinSegment *segment);

gsize            tin_conversation_get_held     (TinConversation  *self);

guint64          tin_conversation_get_repeated (TinConversation  *self);

guint64          tin_conversation_get_late     (TinConversation  *self);

void             tin_conversation_take         (TinConversation  *self,
                                                const TinSegment *segment);

void             tin_conversation_flush        (TinConversation  *self);

void             tin_conversation_end          (TinConversation  *self);

void             tin_conversation_give_up      (TinConversation  *self);

G_END_DECLS
