/* tin-byte-tags.c: how bytes stand out in a text buffer.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-byte-tags.h"

static const char *const names[TIN_N_BYTE_TAGS] = { "no-hyphens", "cut", "hit", "selection" };

typedef struct
{
  GtkTextBuffer *buffer;
  const char    *name;
} Tagging;

static void
apply (gsize    first,
       gsize    end,
       gpointer user_data)
{
  const Tagging *tagging = user_data;
  GtkTextIter from, to;

  gtk_text_buffer_get_iter_at_offset (tagging->buffer, &from, (int) first);
  gtk_text_buffer_get_iter_at_offset (tagging->buffer, &to, (int) end);
  gtk_text_buffer_apply_tag_by_name (tagging->buffer, tagging->name, &from, &to);
}

static void
set_color (GtkTextBuffer *buffer,
           TinByteTag     tag,
           const char    *property,
           GtkWidget     *widget,
           const char    *color_name,
           float          alpha)
{
  GtkTextTag *text_tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), names[tag]);
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), color_name, &color))
    color = (GdkRGBA) { 0.5, 0.5, 0.5, 1 };

  color.alpha = alpha;
  g_object_set (text_tag, property, &color, NULL);
}

void
tin_byte_tags_create (GtkTextBuffer *buffer)
{
  gtk_text_buffer_create_tag (buffer, names[TIN_BYTE_TAG_NO_HYPHENS], "insert-hyphens", FALSE, NULL);
  gtk_text_buffer_create_tag (buffer, names[TIN_BYTE_TAG_CUT], "overline", PANGO_OVERLINE_SINGLE, NULL);
  gtk_text_buffer_create_tag (buffer, names[TIN_BYTE_TAG_HIT], NULL);
  gtk_text_buffer_create_tag (buffer, names[TIN_BYTE_TAG_SELECTION], NULL);
}

/* Tags know nothing of style sheets: those that @widget has now. */
void
tin_byte_tags_set_colors (GtkTextBuffer *buffer,
                          GtkWidget     *widget)
{
  set_color (buffer, TIN_BYTE_TAG_CUT, "overline-rgba", widget, "accent_color", 1);
  set_color (buffer, TIN_BYTE_TAG_HIT, "background-rgba", widget, "warning_bg_color", 0.4);
  set_color (buffer, TIN_BYTE_TAG_SELECTION, "background-rgba", widget, "accent_bg_color", 0.35);
}

void
tin_byte_tags_clear (GtkTextBuffer *buffer,
                     TinByteTag     tag)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (buffer, names[tag], &start, &end);
}

/* To the bytes from @start up to @end, wherever @map says that they are. */
void
tin_byte_tags_apply (GtkTextBuffer    *buffer,
                     TinByteTag        tag,
                     const TinByteMap *map,
                     gsize             start,
                     gsize             end)
{
  Tagging tagging = { buffer, names[tag] };

  tin_byte_map_foreach (map, start, end, apply, &tagging);
}

void
tin_byte_tags_apply_all (GtkTextBuffer *buffer,
                         TinByteTag     tag)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_apply_tag_by_name (buffer, names[tag], &start, &end);
}
