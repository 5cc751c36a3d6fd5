/* tin-framing.h: where one message of a stream ends and the next begins.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-line-ending.h"

G_BEGIN_DECLS

/**
 * TinFramingKind:
 * @TIN_FRAMING_AS_RECEIVED: what a read of the socket gave is a message
 * @TIN_FRAMING_DELIMITER: a message ends with certain bytes, which belong to it
 * @TIN_FRAMING_FIXED: each message has the same size
 * @TIN_FRAMING_LENGTH_PREFIX: a number in front says how long it is
 * @TIN_FRAMING_IDLE_GAP: a message ends where nothing came for a time
 */
typedef enum
{
  TIN_FRAMING_AS_RECEIVED,
  TIN_FRAMING_DELIMITER,
  TIN_FRAMING_FIXED,
  TIN_FRAMING_LENGTH_PREFIX,
  TIN_FRAMING_IDLE_GAP,
} TinFramingKind;

/**
 * TinFramingCounts:
 * @TIN_FRAMING_COUNTS_REST: what follows the number
 * @TIN_FRAMING_COUNTS_ITSELF: the number too
 * @TIN_FRAMING_COUNTS_WHOLE: also what stands before the number: the whole message
 *
 * What the number of a length prefix counts.
 */
typedef enum
{
  TIN_FRAMING_COUNTS_REST,
  TIN_FRAMING_COUNTS_ITSELF,
  TIN_FRAMING_COUNTS_WHOLE,
} TinFramingCounts;

#define TIN_N_FRAMING_KINDS  (TIN_FRAMING_IDLE_GAP + 1)
#define TIN_N_FRAMING_COUNTS (TIN_FRAMING_COUNTS_WHOLE + 1)

#define TIN_FRAMING_MAX_DELIMITER    16                   /* bytes */
#define TIN_FRAMING_MAX_OFFSET       65535                /* bytes before a length */
#define TIN_FRAMING_MAX_GAP          (60 * 60 * 1000)     /* ms */
#define TIN_FRAMING_MAX_SIZE         (1024 * 1024 * 1024) /* bytes of a message at most */
#define TIN_FRAMING_DEFAULT_MAX_SIZE (1024 * 1024)        /* bytes */

/**
 * TinFraming:
 * @delimiter: the bytes that end a message, @delimiter_size of them, the rest zero
 * @size: bytes of a message of fixed size
 * @length_size: bytes of the number: 1, 2, 3, 4 or 8
 * @length_offset: bytes of the message before the number
 * @length_counts: what it counts
 * @gap: ms without a byte that end a message
 * @max_size: bytes after which a message is split, whatever the framing says
 *
 * A plain value. What belongs to another kind is zero, except that @max_size is always
 * set; tin_framing_check() says whether the values make sense.
 */
typedef struct
{
  TinFramingKind    kind;
  guint8            delimiter[TIN_FRAMING_MAX_DELIMITER];
  guint             delimiter_size;  /* bytes */
  guint32           size;            /* bytes */
  guint             length_size;     /* bytes */
  guint             length_offset;   /* bytes */
  TinFramingCounts  length_counts;
  gboolean          little_endian;
  guint             gap;             /* ms */
  guint32           max_size;        /* bytes */
} TinFraming;

#define TIN_FRAMING_INIT { .max_size = TIN_FRAMING_DEFAULT_MAX_SIZE }

gboolean tin_framing_equal      (const TinFraming *a,
                                 const TinFraming *b);

gboolean tin_framing_check      (const TinFraming  *self,
                                 GError           **error);

void     tin_framing_set_delimiter (TinFraming     *self,
                                    const guint8   *data,
                                    gsize           size);

gboolean tin_framing_is_lines   (const TinFraming  *self);

char    *tin_framing_to_text    (const TinFraming  *self);

gboolean tin_framing_parse      (const char        *text,
                                 TinFraming        *out,
                                 GError           **error);

G_END_DECLS
