/* tin-index-keeper.h: keeps the index of a recording beside its files while it is being made.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-ring.h"

G_BEGIN_DECLS

typedef struct _TinIndexKeeper TinIndexKeeper;

TinIndexKeeper *tin_index_keeper_new    (TinRing         *ring);

void            tin_index_keeper_free   (TinIndexKeeper  *self);

void            tin_index_keeper_update (TinIndexKeeper  *self);

void            tin_index_keeper_end    (TinIndexKeeper  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinIndexKeeper, tin_index_keeper_free)

G_END_DECLS
