/* tin-rounds.h: long work of many, done in pieces, so that nothing else waits for all of it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TinRounds    TinRounds;
typedef struct _TinRoundNode TinRoundNode;

/* Does a piece of the work, after which the node is in no round any more unless it is added again; may free it.
 * Returns: how much that was, bytes */
typedef gsize (*TinRoundFunc) (TinRoundNode *node);

/**
 * TinRoundNode:
 * @func: does a piece
 * @data: the owner's
 *
 * Embedded in whatever has work to do. The other fields are those of the rounds.
 */
struct _TinRoundNode
{
  TinRoundFunc  func;
  gpointer      data;

  GList         link;
  gboolean      waiting;
};

TinRounds *tin_rounds_new    (GMainContext *context,
                              gsize         budget);

void       tin_rounds_free   (TinRounds    *self);

void       tin_rounds_add    (TinRounds    *self,
                              TinRoundNode *node);

void       tin_rounds_remove (TinRounds    *self,
                              TinRoundNode *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinRounds, tin_rounds_free)

G_END_DECLS
