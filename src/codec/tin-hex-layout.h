/* tin-hex-layout.h: where each byte stands in a hexadecimal view.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinHexLayout:
 * @n_columns: bytes a line, 1 to 64
 * @n_digits: of an offset
 * @first_offset: what the first byte is numbered
 * @n_bytes: how many there are
 *
 * Lines of one length: an offset, a pair of digits for each byte, the printable ASCII.
 * Positions in the text are characters, which are bytes too.
 */
typedef struct
{
  guint    n_columns;
  guint    n_digits;
  guint64  first_offset;
  gsize    n_bytes;
} TinHexLayout;

void   tin_hex_layout_init          (TinHexLayout       *self,
                                     guint               n_columns,
                                     guint64             first_offset,
                                     gsize               n_bytes,
                                     guint64             end_offset);

guint  tin_hex_layout_get_line_size (const TinHexLayout *self);

char  *tin_hex_layout_write         (const TinHexLayout *self,
                                     const guint8       *data);

gsize  tin_hex_layout_get_pair      (const TinHexLayout *self,
                                     gsize               byte);

gsize  tin_hex_layout_get_character (const TinHexLayout *self,
                                     gsize               byte);

gsize  tin_hex_layout_find_byte     (const TinHexLayout *self,
                                     gsize               position);

gsize  tin_hex_layout_find_end      (const TinHexLayout *self,
                                     gsize               position);

G_END_DECLS
