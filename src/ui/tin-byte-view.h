/* tin-byte-view.h: some bytes as text or as hexadecimal, which can be selected as bytes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "codec/tin-pattern.h"

G_BEGIN_DECLS

/* What stands out, beside the selection. */
typedef enum
{
  TIN_BYTE_MARK_CUT,  /* the byte before which a read or write of the socket ended */
  TIN_BYTE_MARK_HIT,  /* what was looked for */
} TinByteMark;

#define TIN_N_BYTE_MARKS (TIN_BYTE_MARK_HIT + 1)

#define TIN_TYPE_BYTE_VIEW (tin_byte_view_get_type ())

G_DECLARE_FINAL_TYPE (TinByteView, tin_byte_view, TIN, BYTE_VIEW, GtkTextView)

/**
 * TinByteView:
 *
 * One page, a few KiB: laying out text costs with its size. Bytes are counted from the beginning of the page.
 * Property: hex (boolean, construct only). Signal: selected, when the user has selected other bytes.
 */

void tin_byte_view_show_bytes    (TinByteView   *self,
                                  GBytes        *bytes,
                                  gsize          size,
                                  guint64        offset,
                                  guint64        whole_size,
                                  const char    *encoding);

void tin_byte_view_show_text     (TinByteView   *self,
                                  const char    *text);

int  tin_byte_view_measure_columns (TinByteView *self,
                                    guint        n_columns);

void tin_byte_view_get_selection (TinByteView   *self,
                                  gsize         *start,
                                  gsize         *end);

void tin_byte_view_select        (TinByteView   *self,
                                  gsize          start,
                                  gsize          end);

void tin_byte_view_mark          (TinByteView   *self,
                                  TinByteMark    mark,
                                  const TinSpan *spans,
                                  guint          n_spans);

G_END_DECLS
