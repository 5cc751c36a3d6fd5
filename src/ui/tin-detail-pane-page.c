/* tin-detail-pane-page.c: the page of a payload that the detail pane shows, and what is selected on it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-detail-pane-private.h"

#include "codec/tin-inspect.h"
#include "ui/tin-detail-marks.h"

#define LOOKAHEAD 3 /* bytes that may complete the last character of a page */

static guint64
get_size (TinDetailPane *self)
{
  TinPayload *shown = tin_detail_pane_get_shown (self);

  return shown != NULL ? tin_payload_get_size (shown) : 0;
}

static guint64
get_page_end (TinDetailPane *self)
{
  return MIN (self->offset + TIN_DETAIL_PAGE_SIZE, get_size (self));
}

static void
mark_cuts (TinDetailPane *self)
{
  g_autoptr (GArray) spans = NULL;

  if (self->message == NULL || self->view == TIN_DETAIL_FORMATTED)
    return;

  spans = tin_detail_marks_of_cuts (self->message, self->offset, TIN_DETAIL_PAGE_SIZE);
  tin_payload_view_mark (self->views, TIN_BYTE_MARK_CUT, spans);
}

/* Returns: (transfer none) (nullable): the bytes, or the same in a nicer form */
TinPayload *
tin_detail_pane_get_shown (TinDetailPane *self)
{
  return self->view == TIN_DETAIL_FORMATTED ? self->formatted : self->payload;
}

/* What tin_detail_pane_get_shown() is text in. */
const char *
tin_detail_pane_get_shown_encoding (TinDetailPane *self)
{
  return self->view == TIN_DETAIL_FORMATTED ? "UTF-8" : self->encoding;
}

/* What is no data has no bytes, but words. */
gboolean
tin_detail_pane_shows_event (TinDetailPane *self)
{
  return self->message != NULL && tin_message_get_event (self->message) != TIN_EVENT_DATA;
}

/* Reads the page again and shows it. */
void
tin_detail_pane_update_page (TinDetailPane *self)
{
  const guint64 size = get_size (self);
  TinPayload *shown = tin_detail_pane_get_shown (self);
  g_autoptr (GBytes) page = NULL;
  g_autoptr (GError) error = NULL;

  if (tin_detail_pane_shows_event (self))
    tin_payload_view_show_text (self->views, tin_message_get_text (self->message));
  else if (shown != NULL)
    page = tin_payload_read (shown, self->offset, TIN_DETAIL_PAGE_SIZE + LOOKAHEAD, &error);

  if (page != NULL)
    {
      tin_payload_view_show_page (self->views, page, (gsize) (get_page_end (self) - self->offset), self->offset, size,
                                  tin_detail_pane_get_shown_encoding (self));
      tin_detail_pane_mark_hits (self);
      mark_cuts (self);
    }

  if (error != NULL)
    tin_payload_view_show_problem (self->views, error->message);

  tin_detail_pager_set_page (self->pager, self->offset, TIN_DETAIL_PAGE_SIZE, size);
  tin_detail_pane_update_inspector (self);
}

/* After another selection, or other bytes. */
void
tin_detail_pane_update_inspector (TinDetailPane *self)
{
  guint64 start = 0, end = 0;
  g_autoptr (GBytes) bytes = NULL;

  if (!gtk_widget_get_visible (GTK_WIDGET (self->inspector)))
    return;

  tin_detail_pane_get_selection (self, &start, &end);

  if (self->payload != NULL && self->view != TIN_DETAIL_FORMATTED)
    bytes = tin_payload_read (self->payload, start, TIN_INSPECT_MAX_SIZE, NULL);

  tin_inspector_show_bytes (self->inspector, start, end - start, bytes);
}

/* What was found on the page; what is looked for here goes before what the log is searched for. */
void
tin_detail_pane_mark_hits (TinDetailPane *self)
{
  const guint64 end = get_page_end (self);
  GArray *hits = tin_detail_find_get_hits (self->find);
  TinPayload *shown = tin_detail_pane_get_shown (self);
  g_autoptr (GArray) spans = tin_detail_marks_of_hits (hits, self->offset, end);
  g_autoptr (GBytes) page = NULL;

  if (hits->len == 0 && self->query != NULL && shown != NULL)
    page = tin_payload_read (shown, self->offset, TIN_DETAIL_PAGE_SIZE + LOOKAHEAD, NULL);

  if (page != NULL)
    {
      g_array_unref (spans);
      spans = tin_detail_marks_of_query (self->query, page, (gsize) (end - self->offset));
    }

  tin_payload_view_mark (self->views, TIN_BYTE_MARK_HIT, spans);
}

/* To the page at @offset, bytes. */
void
tin_detail_pane_turn_page (TinDetailPane *self,
                           guint64        offset)
{
  self->offset = offset;
  tin_detail_pane_update_page (self);
}

/* Bytes of the payload; a caret alone is before @start, and @end is the same. */
void
tin_detail_pane_get_selection (TinDetailPane *self,
                               guint64       *start,
                               guint64       *end)
{
  gsize first, last;

  g_return_if_fail (TIN_IS_DETAIL_PANE (self));

  tin_payload_view_get_selection (self->views, &first, &last);
  *start = self->offset + first;
  *end = self->offset + last;
}

/* Turns to the page where they begin, and selects what of them is on it. */
void
tin_detail_pane_select (TinDetailPane *self,
                        guint64        start,
                        guint64        end)
{
  const guint64 size = get_size (self);
  guint64 page;

  g_return_if_fail (TIN_IS_DETAIL_PANE (self));

  start = MIN (start, size > 0 ? size - 1 : 0);
  end = CLAMP (end, start, size);
  page = start - start % TIN_DETAIL_PAGE_SIZE;

  if (page != self->offset)
    tin_detail_pane_turn_page (self, page);

  end = MIN (end, get_page_end (self));

  tin_payload_view_select (self->views, (gsize) (start - page), (gsize) (end - page));
  tin_detail_pane_update_inspector (self);
}
