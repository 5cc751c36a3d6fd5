/* tin-digest.h: a capture, read on and on into messages, peers and totals.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-message-list.h"
#include "model/tin-peer-list-private.h"
#include "model/tin-rates.h"
#include "model/tin-series.h"
#include "capture/tin-totals.h"

G_BEGIN_DECLS

#define TIN_DIGEST_SLICE_SIZE 100000 /* records that one update takes in: a few milliseconds */

typedef struct _TinDigest TinDigest;

typedef void (*TinDigestFunc) (const TinIndexEntry *entry,
                               gpointer             user_data);

TinDigest       *tin_digest_new          (TinDigestFunc  func,
                                          gpointer       user_data);

void             tin_digest_free         (TinDigest     *self);

TinCapture      *tin_digest_get_capture  (TinDigest     *self);

void             tin_digest_set_capture  (TinDigest     *self,
                                          TinCapture    *capture);

TinMessageList  *tin_digest_get_messages (TinDigest     *self);
TinPeerList     *tin_digest_get_peers    (TinDigest     *self);
const TinTotals *tin_digest_get_totals   (TinDigest     *self);
const TinRates  *tin_digest_get_rates    (TinDigest     *self);
TinSeries       *tin_digest_get_series   (TinDigest     *self);
guint64          tin_digest_get_seen     (TinDigest     *self);
guint64          tin_digest_get_n_unseen (TinDigest     *self);
gboolean         tin_digest_get_last_loss (TinDigest    *self,
                                           TinLoss       loss,
                                           guint64      *position);

gboolean         tin_digest_update       (TinDigest     *self,
                                          TinQueuedFunc  queued_func,
                                          gpointer       user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinDigest, tin_digest_free)

G_END_DECLS
