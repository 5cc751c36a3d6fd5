/* tin-block-reader.h: what a block of a capture says.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-record.h"

G_BEGIN_DECLS

#define TIN_BLOCK_MIN_SIZE 12u       /* bytes: type and both lengths */
#define TIN_BLOCK_MAX_SIZE 0x100000u /* bytes: far more than anything that we write */

/**
 * TinBlock:
 * @head: the block from its first byte on
 * @head_size: how much of it is there, bytes
 * @options: (nullable): what follows a packet and its padding, if @head does not reach so far
 * @options_size: bytes
 *
 * A block of which the middle of a long payload may be missing.
 */
typedef struct
{
  const guint8 *head;
  gsize         head_size;
  const guint8 *options;
  gsize         options_size;
} TinBlock;

gsize    tin_block_get_size       (const guint8   *head,
                                   gsize           head_size);

gboolean tin_block_locate_options (const guint8   *head,
                                   gsize           head_size,
                                   gsize          *offset,
                                   gsize          *size);

gboolean tin_block_read           (const TinBlock *block,
                                   gsize           payload_limit,
                                   TinRecord      *record,
                                   GError        **error);

G_END_DECLS
