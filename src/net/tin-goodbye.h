/* tin-goodbye.h: looks for the goodbye word in a stream of lines.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-framer.h"
#include "net/tin-replies.h"

G_BEGIN_DECLS

/**
 * TinGoodbye:
 *
 * How far one peer's line has come. All fields are private.
 */
typedef struct
{
  const TinReplies *replies;   /* (unowned) */
  TinFramer         framer;
  gsize             n_read;    /* bytes of the line */
  guint8            behind;    /* the byte behind the word */
  gboolean          differs;
} TinGoodbye;

void     tin_goodbye_init (TinGoodbye       *self,
                           const TinReplies *replies);

gboolean tin_goodbye_find (TinGoodbye       *self,
                           const guint8     *data,
                           gsize             size,
                           gsize            *before);

G_END_DECLS
