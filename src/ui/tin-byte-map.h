/* tin-byte-map.h: the text of some bytes, and which characters are which bytes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-hex-layout.h"
#include "codec/tin-pattern.h"

G_BEGIN_DECLS

/**
 * TinByteMap:
 *
 * Characters and bytes are counted from the beginning of the page.
 */
typedef struct
{
  gboolean      is_hex;
  TinHexLayout  layout;   /* of hexadecimal */
  GArray       *offsets;  /* (owned) of guint32: of text, which byte each character came from, and the end */
  gsize         n_bytes;  /* of the page */
} TinByteMap;

typedef void (*TinByteMapFunc) (gsize    first,
                                gsize    end,
                                gpointer user_data);

char     *tin_byte_map_set_hex       (TinByteMap       *self,
                                      GBytes           *bytes,
                                      gsize             size,
                                      guint             n_columns,
                                      guint64           offset,
                                      guint64           whole_size);

char     *tin_byte_map_set_text      (TinByteMap       *self,
                                      GBytes           *bytes,
                                      gsize             size,
                                      guint64           offset,
                                      const char       *encoding);

void      tin_byte_map_clear         (TinByteMap       *self);

TinSpan   tin_byte_map_get_bytes     (const TinByteMap *self,
                                      gsize             first,
                                      gsize             end);

TinSpan   tin_byte_map_get_selection (const TinByteMap *self,
                                      gsize             start,
                                      gsize             end);

void      tin_byte_map_foreach       (const TinByteMap *self,
                                      gsize             start,
                                      gsize             end,
                                      TinByteMapFunc    func,
                                      gpointer          user_data);

G_END_DECLS
