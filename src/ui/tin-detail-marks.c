/* tin-detail-marks.c: what stands out on a page of a payload.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-detail-marks.h"

#include "codec/tin-pattern.h"

#define MAX_SPANS 1000 /* on a page */

/* Of @hits, what is on the page from @offset up to @end. Returns: (transfer full) (element-type TinSpan): counted from
 * the beginning of the page */
GArray *
tin_detail_marks_of_hits (GArray  *hits,
                          guint64  offset,
                          guint64  end)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (TinSpan));

  for (guint i = 0; i < hits->len; i++)
    {
      const TinSpan *hit = &g_array_index (hits, TinSpan, i);
      TinSpan span;

      if (hit->end <= offset || hit->start >= end)
        continue;

      span.start = MAX (hit->start, offset) - offset;
      span.end = MIN (hit->end, end) - offset;
      g_array_append_val (spans, span);
    }

  return spans;
}

/* What a search of the log found on a page, of which @size bytes are shown. Returns as tin_detail_marks_of_hits() */
GArray *
tin_detail_marks_of_query (TinQuery *query,
                           GBytes   *page,
                           gsize     size)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (TinSpan));
  gsize page_size;
  const guint8 *data = g_bytes_get_data (page, &page_size);
  TinSpan span = { 0 };

  while (spans->len < MAX_SPANS && tin_query_next_match (query, data, page_size, span.end, &span) && span.start < size)
    {
      const TinSpan shown = { span.start, MIN (span.end, size) };

      g_array_append_val (spans, shown);
    }

  return spans;
}

/* The first bytes behind where the socket's reads or writes ended. Returns as tin_detail_marks_of_hits() */
GArray *
tin_detail_marks_of_cuts (TinMessage *message,
                          guint64     offset,
                          gsize       size)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (TinSpan));
  g_autoptr (GArray) cuts = tin_message_dup_cuts (message, offset, size);

  for (guint i = 0; i < cuts->len; i++)
    {
      const gsize at = g_array_index (cuts, guint64, i) - offset;
      const TinSpan span = { at, at + 1 };

      g_array_append_val (spans, span);
    }

  return spans;
}
