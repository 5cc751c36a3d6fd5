/* tin-message-rows.c: which frames of a capture are rows of the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-rows.h"

/**
 * tin_message_rows_count:
 * @self: rows
 *
 * Returns: how many there are
 */
guint
tin_message_rows_count (const TinMessageRows *self)
{
  return (guint) (self->finder != NULL ? self->end_hit - self->first_hit : self->end - self->first);
}

/**
 * tin_message_rows_get_number:
 * @self: rows
 * @row: one of them
 *
 * Returns: the number of its frame; %G_MAXUINT64 if it is not known any more, as the frame
 *   is gone
 */
guint64
tin_message_rows_get_number (const TinMessageRows *self,
                             guint                 row)
{
  guint64 number;

  if (self->finder == NULL)
    return self->first + row;

  return tin_finder_get_hit (self->finder, self->first_hit + row, &number) ? number : G_MAXUINT64;
}

/**
 * tin_message_rows_find:
 * @self: rows
 * @number: of a frame
 *
 * Returns: the first row at or after it; as many rows are before it
 */
guint
tin_message_rows_find (const TinMessageRows *self,
                       guint64               number)
{
  if (self->finder == NULL)
    return (guint) (CLAMP (number, self->first, self->end) - self->first);

  return (guint) (CLAMP (tin_finder_count_before (self->finder, number), self->first_hit, self->end_hit)
                  - self->first_hit);
}

/**
 * tin_message_rows_drop_before:
 * @self: rows
 * @number: of a frame
 *
 * Drops the rows of the frames before it, as far as they were looked at.
 *
 * Returns: how many rows went, from the first on
 */
guint
tin_message_rows_drop_before (TinMessageRows *self,
                              guint64         number)
{
  guint n_removed;

  number = MIN (number, self->end);
  if (number <= self->first)
    return 0;

  n_removed = tin_message_rows_find (self, number);
  self->first_hit += n_removed;
  self->first = number;

  return n_removed;
}

/**
 * tin_message_rows_reset:
 * @self: rows
 * @first: the frame to begin anew with
 *
 * Drops all rows.
 *
 * Returns: how many rows went
 */
guint
tin_message_rows_reset (TinMessageRows *self,
                        guint64         first)
{
  guint n_rows = tin_message_rows_count (self);

  self->first = first;
  self->end = first;
  self->first_hit = self->end_hit;

  return n_rows;
}

/**
 * tin_message_rows_extend:
 * @self: unfiltered rows
 * @end: the frame after the last that is to be listed
 *
 * Returns: how many rows came, after the last
 */
guint
tin_message_rows_extend (TinMessageRows *self,
                         guint64         end)
{
  guint64 n_added = end - self->end;

  self->end = end;

  return (guint) n_added;
}

/**
 * tin_message_rows_prepend:
 * @self: unfiltered rows
 * @first: the oldest frame that is to be listed
 *
 * Returns: how many rows came, before the first
 */
guint
tin_message_rows_prepend (TinMessageRows *self,
                          guint64         first)
{
  guint64 n_added;

  if (first >= self->first)
    return 0;

  n_added = self->first - first;
  self->first = first;

  return (guint) n_added;
}

/**
 * tin_message_rows_follow:
 * @self: filtered rows
 *
 * Takes in what was found since.
 *
 * Returns: how many rows came, after the last
 */
guint
tin_message_rows_follow (TinMessageRows *self)
{
  guint64 n_hits;
  guint64 end = tin_finder_get_end (self->finder, &n_hits);
  guint64 n_added;

  if (end <= self->end)
    return 0;

  /* Only now it is known how many there are before the first. */
  if (self->first_hit == self->end_hit)
    self->first_hit = self->end_hit = tin_finder_count_before (self->finder, self->first);

  n_added = n_hits - MIN (n_hits, self->end_hit);
  self->end_hit += n_added;
  self->end = end;

  return (guint) n_added;
}

/**
 * tin_message_rows_set_finder:
 * @self: no rows, just reset
 * @finder: (nullable): who finds the frames that are rows; %NULL if all are
 */
void
tin_message_rows_set_finder (TinMessageRows *self,
                             TinFinder      *finder)
{
  g_set_object (&self->finder, finder);
  self->first_hit = 0;
  self->end_hit = 0;
}
