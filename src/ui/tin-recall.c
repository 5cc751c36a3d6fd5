/* tin-recall.c: walks through what was sent before, in the box where one types.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-recall.h"

static int
get_caret_line (GtkTextBuffer *buffer)
{
  GtkTextIter caret;

  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));

  return gtk_text_iter_get_line (&caret);
}

static void
put_caret_at_end (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);
  gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (buffer));
}

static gboolean
show (TinComposer *composer,
      GtkTextView *view,
      const char  *text,
      TinFormat    format)
{
  if (text == NULL)
    return FALSE;

  /* The format first: a change of it rewrites the text. */
  tin_composer_set_format (composer, format);
  tin_composer_set_text (composer, text);
  put_caret_at_end (view);

  return TRUE;
}

/* From the first line of what is typed; from others the caret goes up as everywhere.
 * Returns: whether there was something older */
gboolean
tin_recall_older (TinHistory  *history,
                  TinComposer *composer,
                  GtkTextView *view)
{
  TinFormat format = tin_composer_get_format (composer);
  g_autofree char *text = NULL;

  if (get_caret_line (gtk_text_view_get_buffer (view)) > 0)
    return FALSE;

  text = g_strdup (tin_history_older (history, tin_composer_get_text (composer), &format));

  return show (composer, view, text, format);
}

/* From the last line, back to what was being typed. Returns: whether there was something newer */
gboolean
tin_recall_newer (TinHistory  *history,
                  TinComposer *composer,
                  GtkTextView *view)
{
  TinFormat format = tin_composer_get_format (composer);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *text = NULL;

  if (get_caret_line (buffer) < gtk_text_buffer_get_line_count (buffer) - 1)
    return FALSE;

  text = g_strdup (tin_history_newer (history, &format));

  return show (composer, view, text, format);
}
