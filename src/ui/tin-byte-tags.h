/* tin-byte-tags.h: how bytes stand out in a text buffer.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "ui/tin-byte-map.h"

G_BEGIN_DECLS

/* What stands out; the later ones win. */
typedef enum
{
  TIN_BYTE_TAG_NO_HYPHENS, /* where a line wraps, a hyphen would look like one of the bytes */
  TIN_BYTE_TAG_CUT,
  TIN_BYTE_TAG_HIT,
  TIN_BYTE_TAG_SELECTION,
} TinByteTag;

#define TIN_N_BYTE_TAGS (TIN_BYTE_TAG_SELECTION + 1)

void tin_byte_tags_create     (GtkTextBuffer    *buffer);

void tin_byte_tags_set_colors (GtkTextBuffer    *buffer,
                               GtkWidget        *widget);

void tin_byte_tags_clear      (GtkTextBuffer    *buffer,
                               TinByteTag        tag);

void tin_byte_tags_apply      (GtkTextBuffer    *buffer,
                               TinByteTag        tag,
                               const TinByteMap *map,
                               gsize             start,
                               gsize             end);

void tin_byte_tags_apply_all  (GtkTextBuffer    *buffer,
                               TinByteTag        tag);

G_END_DECLS
