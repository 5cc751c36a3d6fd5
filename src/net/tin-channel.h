/* tin-channel.h: an opened endpoint: a listener with its links, or a link.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"
#include "codec/tin-endpoint.h"
#include "net/tin-receipt.h"
#include "net/tin-tcp-info.h"

G_BEGIN_DECLS

#define TIN_CHANNEL_QUEUE_LIMIT    (1024 * 1024) /* bytes waiting for one peer, with the cost of each message */
#define TIN_CHANNEL_MESSAGE_COST   400           /* bytes of memory that a small message takes besides, on its way */
#define TIN_CHANNEL_DRAIN_TIMEOUT  500           /* ms to wait for a peer's end after ours */

#define TIN_TYPE_CHANNEL (tin_channel_get_type ())

G_DECLARE_DERIVABLE_TYPE (TinChannel, tin_channel, TIN, CHANNEL, GObject)

typedef enum
{
  TIN_CHANNEL_OPENING,
  TIN_CHANNEL_OPEN,
  TIN_CHANNEL_CLOSING,
  TIN_CHANNEL_CLOSED,
} TinChannelState;

/**
 * TinChannelSnapshot:
 * @error: (nullable): why it closed, or could not open
 * @local: the effective address, with the port the system chose; unset until open
 * @n_links: peers that can be sent to now
 * @queued: bytes that wait for all peers together
 * @at_limit: no connection is accepted until one ends
 * @n_paused: peers that get no answers until a storm of datagrams is over
 *
 * How things are, sampled; what happened is in the capture.
 */
typedef struct
{
  TinChannelState  state;
  GError          *error;    /* (owned) (nullable) */
  TinAddress       local;
  guint            n_links;
  gsize            queued;
  gboolean         at_limit;
  guint            n_paused;
} TinChannelSnapshot;

void        tin_channel_snapshot_clear (TinChannelSnapshot *snapshot);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinChannelSnapshot, tin_channel_snapshot_clear)

/* Any thread. */

void        tin_channel_get_snapshot   (TinChannel         *self,
                                        TinChannelSnapshot *snapshot);

gsize       tin_channel_get_queued     (TinChannel         *self,
                                        guint32             connection);

void        tin_channel_measure        (TinChannel         *self,
                                        guint32             connection);

gboolean    tin_channel_get_tcp_info   (TinChannel         *self,
                                        guint32             connection,
                                        TinTcpInfo         *info);

void        tin_channel_set_news_func  (TinChannel         *self,
                                        TinCaptureFunc      func,
                                        gpointer            user_data);

gboolean    tin_channel_send           (TinChannel         *self,
                                        guint32             connection,
                                        GBytes             *bytes,
                                        GError            **error);

gboolean    tin_channel_send_with_receipt (TinChannel      *self,
                                           guint32          connection,
                                           GBytes          *bytes,
                                           TinReceipt      *receipt,
                                           GError         **error);

void        tin_channel_finish_sending (TinChannel         *self,
                                        guint32             connection);

void        tin_channel_disconnect     (TinChannel         *self,
                                        guint32             connection);

void        tin_channel_resume_answers (TinChannel         *self,
                                        guint32             connection);

void        tin_channel_note           (TinChannel         *self,
                                        guint32             connection,
                                        const char         *text);

void        tin_channel_stop           (TinChannel         *self);

G_END_DECLS
