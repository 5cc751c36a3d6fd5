/* tin-channel-private.h: what kinds of channels implement and use; the engine's thread alone.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-channel.h"
#include "net/tin-engine-private.h"
#include "net/tin-replies.h"

G_BEGIN_DECLS

/**
 * TinPeerQueue:
 * @link: (nullable): what the kind of channel keeps for this peer; NULL once it is gone;
 *   the engine's thread alone
 * @flow: (nullable): its flow, for as long as @link; the engine's thread alone
 * @queued: bytes that were given to send and that the socket has not taken (atomic)
 * @weight: the same, with %TIN_CHANNEL_MESSAGE_COST for each message besides: what has a bound (atomic)
 * @tcp: (nullable): what the kernel knew when it was last asked; under the channel's lock
 *
 * What the engine and the callers of tin_channel_send() share about one peer.
 */
typedef struct
{
  gatomicrefcount  references;
  guint32          connection;
  gpointer         link;
  TinFlow         *flow;
  int              queued;
  int              weight;
  TinTcpInfo      *tcp;
} TinPeerQueue;

typedef void (*TinChannelPeerFunc) (TinChannel   *channel,
                                    TinPeerQueue *peer);

/**
 * TinChannelClass:
 * @open: begins to open; ends in tin_channel_set_open() or tin_channel_set_closed()
 * @send: queues for one peer what was already counted as queued for it, and may send it at once; the receipt, if any,
 *   hears of all of it
 * @flush: (nullable): sends what @send has queued and not sent yet
 * @finish_sending: half-closes after what is queued
 * @disconnect: ends one peer gracefully; a server stays open
 * @resume_answers: (nullable): answers a peer again that a storm of datagrams has paused
 * @measure: (nullable): asks the kernel about the connection of one peer
 * @stop: ends everything gracefully, or at once while opening; may be called twice
 * @resume: the capture has room again
 * @max_send_size: bytes that can be sent at once
 *
 * Called in the engine's thread, never after tin_channel_set_closed().
 */
struct _TinChannelClass
{
  GObjectClass parent_class;

  void (*open)           (TinChannel   *self);
  void (*send)           (TinChannel   *self,
                          TinPeerQueue *peer,
                          GBytes       *bytes,
                          TinReceipt   *receipt);
  void (*flush)          (TinChannel   *self);
  void (*finish_sending) (TinChannel   *self,
                          TinPeerQueue *peer);
  void (*disconnect)     (TinChannel   *self,
                          TinPeerQueue *peer);
  void (*resume_answers) (TinChannel   *self,
                          TinPeerQueue *peer);
  gboolean (*measure)    (TinChannel   *self,
                          TinPeerQueue *peer,
                          TinTcpInfo   *info);
  void (*stop)           (TinChannel   *self);
  void (*resume)         (TinChannel   *self);

  gsize  max_send_size;
};

TinChannel        *tin_channel_new            (TinEngine         *engine,
                                               const TinEndpoint *endpoint,
                                               TinCapture        *capture,
                                               TinCaptureFunc     news_func,
                                               gpointer           user_data);

void               tin_channel_open           (TinChannel        *self);

void               tin_channel_stop_now       (TinChannel        *self);

void               tin_channel_publish        (TinChannel        *self);

TinEngine         *tin_channel_get_engine     (TinChannel        *self);

const TinEndpoint *tin_channel_get_endpoint   (TinChannel        *self);

const TinReplies  *tin_channel_get_replies    (TinChannel        *self);

TinCapture        *tin_channel_get_capture    (TinChannel        *self);

TinChannelState    tin_channel_get_state      (TinChannel        *self);

void               tin_channel_mark_dirty     (TinChannel        *self);

void               tin_channel_await_room     (TinChannel        *self);

void               tin_channel_record         (TinChannel        *self,
                                               TinFlow           *flow,
                                               TinEvent           event,
                                               TinDirection       direction,
                                               TinBy              by,
                                               guint32            size,
                                               const char        *reason);

void               tin_channel_record_loss    (TinChannel        *self,
                                               TinFlow           *flow,
                                               TinDirection       direction,
                                               TinBy              by,
                                               guint32            size,
                                               TinLoss            loss,
                                               const char        *reason);

void               tin_channel_record_listening (TinChannel       *self,
                                                 const TinAddress *address,
                                                 const char       *reason);

void               tin_channel_record_notes   (TinChannel        *self,
                                               GPtrArray         *notes);

void               tin_channel_fail           (TinChannel        *self,
                                               TinFlow           *flow,
                                               const GError      *error);

void               tin_channel_end            (TinChannel        *self,
                                               TinBy              by,
                                               const GError      *error);

TinPeerQueue      *tin_channel_add_peer       (TinChannel        *self,
                                               TinFlow           *flow,
                                               gpointer           link);

void               tin_channel_remove_peer    (TinChannel        *self,
                                               TinPeerQueue      *peer);

void               tin_channel_count_queued   (TinChannel        *self,
                                               TinPeerQueue      *peer,
                                               gssize             bytes,
                                               int                n_messages);

void               tin_channel_count_paused   (TinChannel        *self,
                                               int                change);

GPtrArray         *tin_channel_list_peers     (TinChannel        *self);

void               tin_channel_for_peers      (TinChannel        *self,
                                               TinChannelPeerFunc func);

guint              tin_channel_get_n_peers    (TinChannel        *self);

void               tin_channel_set_at_limit   (TinChannel        *self,
                                               gboolean           at_limit);

void               tin_channel_set_open       (TinChannel        *self,
                                               const TinAddress  *local);

void               tin_channel_set_closing    (TinChannel        *self);

void               tin_channel_set_closed     (TinChannel        *self,
                                               const GError      *error);

G_END_DECLS
