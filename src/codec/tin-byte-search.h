/* tin-byte-search.h: where a few bytes stand among many.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TIN_BYTE_SEARCH_NOT_FOUND G_MAXSIZE
#define TIN_BYTE_SEARCH_GAVE_UP   (G_MAXSIZE - 1)

#define TIN_BYTE_SEARCH_N_BYTES   256 /* values that a byte has */

/**
 * TinByteSearch:
 * @bytes: what is looked for, each with the bits of its mask set
 * @masks: bits of each byte that do not matter
 * @size: how many, at least 1
 * @anchors: which two of them are looked for first, as they seem to be rare
 * @borders: by how many bytes match: with how many of them one can go on if the next does not
 * @classes: bytes of one class may stand for each other somewhere
 * @exact: whether they may everywhere
 *
 * A place matches where each byte, with the bits of its mask set, is the one of @bytes. An ASCII letter of either case
 * has the mask 0x20.
 */
typedef struct
{
  guint8  *bytes;       /* (owned) */
  guint8  *masks;       /* (owned) */
  gsize    size;
  gsize    anchors[2];
  guint32 *borders;     /* (owned) */
  guint8   classes[TIN_BYTE_SEARCH_N_BYTES];
  gboolean exact;
} TinByteSearch;

void  tin_byte_search_init  (TinByteSearch       *self,
                             const guint8        *bytes,
                             const guint8        *masks,
                             gsize                size);

void  tin_byte_search_clear (TinByteSearch       *self);

gsize tin_byte_search_find  (const TinByteSearch *self,
                             const guint8        *data,
                             gsize                size,
                             gsize                start);

gsize tin_byte_search_find_within
                            (const TinByteSearch *self,
                             const guint8        *data,
                             gsize                size,
                             gsize                start,
                             gsize                limit,
                             gsize               *steps);

G_END_DECLS
