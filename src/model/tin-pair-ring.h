/* tin-pair-ring.h: many pairs of words, written by one thread and read by any.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinPair:
 *
 * Sixteen bytes, whose meaning is the owner's.
 */
typedef struct
{
  guint64 a;
  guint64 b;
} TinPair;

typedef struct _TinPairRing TinPairRing;

TinPairRing *tin_pair_ring_new         (void);

void         tin_pair_ring_free        (TinPairRing   *self);

gboolean     tin_pair_ring_append      (TinPairRing   *self,
                                        const TinPair *pair);

gboolean     tin_pair_ring_get         (TinPairRing   *self,
                                        guint64        number,
                                        TinPair       *pair);

guint64      tin_pair_ring_get_first   (TinPairRing   *self);

guint64      tin_pair_ring_get_length  (TinPairRing   *self);

void         tin_pair_ring_drop_before (TinPairRing   *self,
                                        guint64        number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinPairRing, tin_pair_ring_free)

G_END_DECLS
