/* tin-framer.h: finds the ends of messages in one stream of bytes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-framing.h"

G_BEGIN_DECLS

/**
 * TinFramerEnd:
 * @TIN_FRAMER_END_NONE: all was taken, and the message goes on
 * @TIN_FRAMER_END_WHOLE: a message ends with the last byte taken
 * @TIN_FRAMER_END_SPLIT: the message goes on, but it has grown to the maximum
 * @TIN_FRAMER_END_INVALID: its length prefix is less than it has bytes already
 */
typedef enum
{
  TIN_FRAMER_END_NONE,
  TIN_FRAMER_END_WHOLE,
  TIN_FRAMER_END_SPLIT,
  TIN_FRAMER_END_INVALID,
} TinFramerEnd;

/**
 * TinFramerCut:
 * @behind: the byte after it, counted from the first that was given
 * @end: what ends there
 */
typedef struct
{
  gsize        behind;
  TinFramerEnd end;
} TinFramerCut;

/**
 * TinFramer:
 * @framing: (unowned): to outlive the framer
 * @size: bytes of the message, or of its part since it was split, so far
 * @is_rest: whether it is such a part
 *
 * The state of one direction of one connection. It keeps no payload, only how far a
 * message has come. The other fields are private.
 */
typedef struct
{
  const TinFraming *framing;
  guint32           size;
  gboolean          is_rest;

  guint             matched;     /* bytes of the delimiter */
  guint64           done;        /* bytes of the message, all its parts */
  guint64           value;       /* what is known of the length */
  gint64            time_us;     /* of the last byte */
} TinFramer;

void         tin_framer_init        (TinFramer        *self,
                                     const TinFraming *framing);

gsize        tin_framer_take        (TinFramer        *self,
                                     gint64            time_us,
                                     const guint8     *data,
                                     gsize             size,
                                     TinFramerEnd     *end);

gsize        tin_framer_cut         (TinFramer        *self,
                                     gint64            time_us,
                                     const guint8     *data,
                                     gsize             size,
                                     TinFramerCut     *cuts,
                                     guint            *n_cuts);

gboolean     tin_framer_is_idle     (const TinFramer  *self,
                                     gint64            time_us);

void         tin_framer_reset       (TinFramer        *self);

gboolean     tin_framing_needs_data (const TinFraming *framing);

G_END_DECLS
