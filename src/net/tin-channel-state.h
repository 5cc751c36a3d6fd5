/* tin-channel-state.h: what the files that make up the channel share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-channel-private.h"

G_BEGIN_DECLS

typedef struct
{
  TinEngine       *engine;         /* (unowned) (nullable) once closed */
  GMainContext    *context;        /* (owned) */
  TinEndpoint     *endpoint;       /* (owned) nobody changes it */
  TinReplies       replies;
  GError          *replies_error;  /* (owned) (nullable) */
  TinCapture      *capture;        /* (owned) */
  TinDelayNode     hunger;         /* the engine's thread alone: runs while the capture lacks memory */
  gboolean         dirty;          /* the engine's thread alone */
  gboolean         peers_changed;  /* the engine's thread alone: since the news function was called */

  GMutex           news_lock;
  TinCaptureFunc   news_func;      /* (nullable) under news_lock */
  gpointer         news_data;

  GMutex           lock;           /* of all that follows */
  TinChannelState  state;
  GError          *error;          /* (owned) (nullable) */
  TinAddress       local;
  gboolean         at_limit;
  guint            n_paused;       /* peers that get no answers */
  GHashTable      *peers;          /* (owned) connection → owned TinPeerQueue */
  gboolean         resume_posted;
  gsize            posted;         /* bytes of sends that were accepted and have not run yet */
  guint            n_posted;       /* how many these are */
  gsize            posted_to_all;  /* the weight of those among them that are for several peers */
  gssize           queued;         /* bytes for all peers (atomic) */
} TinChannelPrivate;

TinChannelPrivate *tin_channel_get_private     (TinChannel   *self);

void               tin_channel_call_news       (TinChannel   *self);

void               tin_channel_room_cb         (gpointer      user_data);

void               tin_channel_record_too_late (TinChannel   *self,
                                                gsize         size,
                                                guint         n_messages);

TinPeerQueue      *tin_peer_queue_ref          (TinPeerQueue *peer);

void               tin_peer_queue_unref        (gpointer      data);

G_END_DECLS
