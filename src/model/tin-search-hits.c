/* tin-search-hits.c: goes from one message that was found to another.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-search-private.h"

/**
 * tin_search_count_gone:
 * @self: a search that has a finder
 *
 * Returns: how many hits are of frames that are gone or hidden
 */
guint64
tin_search_count_gone (TinSearch *self)
{
  return tin_finder_count_before (self->finder, tin_message_list_get_first (self->messages));
}

/* Returns: (transfer full) (nullable) (element-type TinFrame): hidden ones, too */
static GArray *
dup_found_pending (TinSearch *self)
{
  return self->finder != NULL ? tin_finder_dup_pending (self->finder, tin_finder_get_end (self->finder, NULL)) : NULL;
}

/**
 * tin_search_count_pending:
 * @self: a search
 *
 * Returns: how many messages were found that are still coming
 */
guint64
tin_search_count_pending (TinSearch *self)
{
  g_autoptr (GArray) found = dup_found_pending (self);
  guint64 count = 0;

  for (guint i = 0; found != NULL && i < found->len; i++)
    count += tin_message_list_hides (self->messages, &g_array_index (found, TinFrame, i)) ? 0 : 1;

  return count;
}

/**
 * tin_search_dup_pending:
 *
 * Returns: (transfer full) (element-type TinFrame): the messages that were found although they are still coming, in the
 *   order of their last bytes
 */
GArray *
tin_search_dup_pending (TinSearch *self)
{
  GArray *shown = tin_frame_array_new ();
  g_autoptr (GArray) found = NULL;

  g_return_val_if_fail (TIN_IS_SEARCH (self), shown);

  found = dup_found_pending (self);
  for (guint i = 0; found != NULL && i < found->len; i++)
    if (!tin_message_list_hides (self->messages, &g_array_index (found, TinFrame, i)))
      tin_frame_array_append (shown, &g_array_index (found, TinFrame, i));

  return shown;
}

/**
 * tin_search_get_doubts:
 * @doubts: (out): see tin_finder_get_doubts()
 */
void
tin_search_get_doubts (TinSearch       *self,
                       TinFinderDoubts *doubts)
{
  g_return_if_fail (TIN_IS_SEARCH (self));

  *doubts = (TinFinderDoubts) { 0 };
  if (self->finder != NULL)
    tin_finder_get_doubts (self->finder, doubts);
}

/**
 * tin_search_get_progress:
 *
 * Returns: which part of all frames was looked at, 0 to 1
 */
double
tin_search_get_progress (TinSearch *self)
{
  guint64 first, length, end;

  g_return_val_if_fail (TIN_IS_SEARCH (self), 1);

  if (self->finder == NULL)
    return 1;

  first = tin_frames_get_first (tin_finder_get_frames (self->finder));
  length = tin_frames_get_length (tin_finder_get_frames (self->finder));
  end = tin_finder_get_end (self->finder, NULL);

  return end >= length || end < first ? 1 : (double) (end - first) / (double) (length - first);
}

/**
 * tin_search_get_place:
 * @number: of a frame
 *
 * Returns: which hit it is, from 1 up; 0 if it is none
 */
guint64
tin_search_get_place (TinSearch *self,
                      guint64    number)
{
  guint64 index;
  guint64 n_gone;
  guint64 hit;

  g_return_val_if_fail (TIN_IS_SEARCH (self), 0);

  if (self->finder == NULL)
    return 0;

  index = tin_finder_count_before (self->finder, number);

  n_gone = tin_search_count_gone (self);
  if (index < n_gone || !tin_finder_get_hit (self->finder, index, &hit) || hit != number)
    return 0;

  return index - n_gone + 1;
}

/**
 * tin_search_get_pending_place:
 * @position: of the record that a message begins in which is still coming
 * @offset: where in its payload, bytes
 *
 * Returns: which hit it is, behind all those that are finished; 0 if it is none
 */
guint64
tin_search_get_pending_place (TinSearch *self,
                              guint64    position,
                              guint32    offset)
{
  g_autoptr (GArray) pending = NULL;
  guint64 n_hits, n_gone;

  g_return_val_if_fail (TIN_IS_SEARCH (self), 0);

  if (self->finder == NULL)
    return 0;

  tin_finder_get_end (self->finder, &n_hits);
  n_gone = tin_search_count_gone (self);
  pending = tin_search_dup_pending (self);

  for (guint i = 0; i < pending->len; i++)
    if (g_array_index (pending, TinFrame, i).first == position && g_array_index (pending, TinFrame, i).offset == offset)
      return n_hits - MIN (n_hits, n_gone) + i + 1;

  return 0;
}

/**
 * tin_search_find_next:
 * @number: of a frame
 * @hit: (out): number of the first one after it that was found, or of the first of all
 *
 * Returns: %FALSE if nothing was found
 */
gboolean
tin_search_find_next (TinSearch *self,
                      guint64    number,
                      guint64   *hit)
{
  guint64 first;

  g_return_val_if_fail (TIN_IS_SEARCH (self), FALSE);

  if (self->finder == NULL)
    return FALSE;

  first = tin_message_list_get_first (self->messages);

  return (number < G_MAXUINT64 && tin_finder_find_next (self->finder, MAX (number + 1, first), hit))
         || tin_finder_find_next (self->finder, first, hit);
}

/**
 * tin_search_find_previous:
 * @number: of a frame
 * @hit: (out): number of the last one before it that was found, or of the last of all
 *
 * Returns: %FALSE if nothing was found
 */
gboolean
tin_search_find_previous (TinSearch *self,
                          guint64    number,
                          guint64   *hit)
{
  g_return_val_if_fail (TIN_IS_SEARCH (self), FALSE);

  if (self->finder == NULL)
    return FALSE;

  if (tin_finder_find_previous (self->finder, number, hit) && *hit >= tin_message_list_get_first (self->messages))
    return TRUE;

  return tin_finder_find_previous (self->finder, G_MAXUINT64, hit)
         && *hit >= tin_message_list_get_first (self->messages);
}
