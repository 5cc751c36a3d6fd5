/* tin-bookmark.c: a message that somebody wants to find again, and those that a recording brings with it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-bookmark.h"

#include "capture/tin-scan.h"
#include "codec/tin-byte-search.h"

#include <string.h>

/* Both forms in which a recording keeps notes have one of these words in its blocks. */
static const char *const marks[] = { "bookmark", "TINCAN_NOTE=" };

#define CANCEL_INTERVAL 4096 /* records */

static void
clear_bookmark (gpointer data)
{
  g_free (((TinBookmark *) data)->note);
}

/**
 * tin_bookmark_array_new:
 *
 * Returns: (transfer full) (element-type TinBookmark): room for bookmarks, which it owns with their notes
 */
GArray *
tin_bookmark_array_new (void)
{
  GArray *bookmarks = g_array_new (FALSE, FALSE, sizeof (TinBookmark));

  g_array_set_clear_func (bookmarks, clear_bookmark);

  return bookmarks;
}

static gboolean
has_mark (const TinByteSearch *searches,
          const guint8        *blocks,
          gsize                size)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (tin_byte_search_find (&searches[i], blocks, size, 0) != TIN_BYTE_SEARCH_NOT_FOUND)
      return TRUE;

  return FALSE;
}

/* What is on no byte of the record is none. */
static void
take_notes (GArray          *found,
            guint64          position,
            const TinRecord *record)
{
  for (guint i = 0; i < tin_notes_get_length (record->notes) && found->len < TIN_BOOKMARKS_MAX; i++)
    {
      const TinNote *note = tin_notes_get (record->notes, i);
      TinBookmark bookmark = { position, note->offset, NULL };

      if (note->offset >= MAX (record->size, 1))
        continue;
      bookmark.note = g_strdup (note->text);
      g_array_append_val (found, bookmark);
    }
}

/* Most records are passed over by a look at their bytes. */
static void
collect (TinScan             *scan,
         const TinByteSearch *searches,
         GArray              *found,
         GCancellable        *cancellable)
{
  TinScanItem item;

  while (found->len < TIN_BOOKMARKS_MAX && tin_scan_next (scan, &item))
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      gsize size;
      const guint8 *blocks;

      if (item.position % CANCEL_INTERVAL == 0 && g_cancellable_is_cancelled (cancellable))
        return;

      blocks = tin_scan_get_blocks (scan, &size);
      if (blocks == NULL || !has_mark (searches, blocks, size) || !tin_scan_read (scan, 0, &record)
          || record.notes == NULL)
        continue;

      take_notes (found, item.position, &record);
    }
}

/**
 * tin_bookmark_array_read:
 * @capture: a recording that was opened, all of it
 * @cancellable: (nullable): ends it early, with those that were found
 *
 * Looks at every record: for a thread other than that of the window. A note on a byte that its record
 * does not have is left out.
 *
 * Returns: (transfer full) (element-type TinBookmark): those that a saved copy brought with it, record by
 *   record; %TIN_BOOKMARKS_MAX at the most
 */
GArray *
tin_bookmark_array_read (TinCapture   *capture,
                         GCancellable *cancellable)
{
  g_autoptr (TinScan) scan = tin_scan_new (capture, tin_capture_get_first (capture),
                                           tin_capture_get_published (capture));
  TinByteSearch searches[G_N_ELEMENTS (marks)];
  GArray *found = tin_bookmark_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    tin_byte_search_init (&searches[i], (const guint8 *) marks[i], NULL, strlen (marks[i]));

  collect (scan, searches, found, cancellable);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    tin_byte_search_clear (&searches[i]);

  return found;
}
