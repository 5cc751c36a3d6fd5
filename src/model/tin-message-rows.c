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
  return self->matches != NULL ? self->matches->len : (guint) (self->end - self->first);
}

/**
 * tin_message_rows_get_number:
 * @self: rows
 * @row: one of them
 *
 * Returns: the number of its frame
 */
guint64
tin_message_rows_get_number (const TinMessageRows *self,
                             guint                 row)
{
  return self->matches != NULL ? g_array_index (self->matches, guint64, row) : self->first + row;
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
  guint low = 0;
  guint high = tin_message_rows_count (self);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (tin_message_rows_get_number (self, middle) < number)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
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
  if (self->matches != NULL && n_removed > 0)
    g_array_remove_range (self->matches, 0, n_removed);

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

  if (self->matches != NULL)
    g_array_set_size (self->matches, 0);

  self->first = first;
  self->end = first;

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
 * tin_message_rows_set_filtered:
 * @self: no rows, just reset
 * @filtered: whether only those frames are rows that are found to match
 */
void
tin_message_rows_set_filtered (TinMessageRows *self,
                               gboolean        filtered)
{
  if (!filtered)
    g_clear_pointer (&self->matches, g_array_unref);
  else if (self->matches == NULL)
    self->matches = g_array_new (FALSE, FALSE, sizeof (guint64));
}
