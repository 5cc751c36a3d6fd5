/* tin-log-highlight.c: what a query found in a row of the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-log-highlight.h"

#include <string.h>

#include "codec/tin-display.h"

#define MAX_SPANS  32 /* in a row, which has not more to look at */
#define MAX_BYTES  (TIN_MESSAGE_TEXT_LIMIT + 8) /* of a payload that a row can show */

/* Black on yellow, which can be read on any background. */
static void
add_span (PangoAttrList *attributes,
          gsize          start,
          gsize          end)
{
  PangoAttribute *background = pango_attr_background_new (0xf9f9, 0xf0f0, 0x6b6b);
  PangoAttribute *foreground = pango_attr_foreground_new (0, 0, 0);

  background->start_index = foreground->start_index = (guint) start;
  background->end_index = foreground->end_index = (guint) end;
  pango_attr_list_insert (attributes, background);
  pango_attr_list_insert (attributes, foreground);
}

static void
add_sentence_spans (PangoAttrList *attributes,
                    TinQuery      *query,
                    const char    *text)
{
  TinSpan span = { 0 };

  for (guint i = 0; i < MAX_SPANS && tin_query_next_in_sentence (query, text, span.end, &span); i++)
    add_span (attributes, span.start, span.end);
}

/* Where in the text of the row a byte of the payload stands: behind what stands for the bytes before it. */
static gsize
find_in_text (const guint8 *data,
              gsize         n_bytes,
              const char   *encoding,
              gsize         text_size)
{
  char buffer[TIN_MESSAGE_TEXT_LIMIT + 1];
  gboolean complete;

  return MIN (tin_display_line_encoded (data, n_bytes, encoding, buffer, sizeof buffer, &complete), text_size);
}

static void
add_payload_spans (PangoAttrList *attributes,
                   TinQuery      *query,
                   GBytes        *payload,
                   const char    *encoding,
                   gsize          text_size)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (payload, &size);
  TinSpan span = { 0 };

  for (guint i = 0; i < MAX_SPANS && tin_query_next_match (query, data, size, span.end, &span); i++)
    {
      gsize start = find_in_text (data, span.start, encoding, text_size);
      gsize end = find_in_text (data, span.end, encoding, text_size);

      if (start >= end)
        break;

      add_span (attributes, start, end);
    }
}

/* Returns: (transfer full): attributes for the text of the row, none if nothing is found in what it shows */
PangoAttrList *
tin_log_highlight (TinQuery   *query,
                   TinMessage *message,
                   const char *encoding)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  const char *text = tin_message_get_text (message);
  g_autoptr (GBytes) payload = NULL;

  if (!tin_query_has_highlights (query))
    return attributes;

  if (tin_message_get_event (message) != TIN_EVENT_DATA)
    {
      add_sentence_spans (attributes, query, text);
      return attributes;
    }

  payload = tin_message_read (message, 0, MAX_BYTES, NULL);
  if (payload != NULL)
    add_payload_spans (attributes, query, payload, encoding, strlen (text));

  return attributes;
}
