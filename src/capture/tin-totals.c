/* tin-totals.c: what a session received and sent in all.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-totals.h"

static void
add_data (TinTotals           *self,
          const TinIndexEntry *entry)
{
  if (entry->direction == TIN_DIRECTION_IN)
    {
      self->bytes_in += entry->size;
      self->messages_in++;
    }
  else if (entry->direction == TIN_DIRECTION_OUT)
    {
      self->bytes_out += entry->size;
      self->messages_out++;
    }
}

/* What could not be sent or recorded is a number of bytes, and not the system's doing. What is missing in a stream is a
 * number of bytes, too, and no datagrams. */
static void
add_dropped (TinTotals           *self,
             const TinIndexEntry *entry)
{
  if (entry->loss == TIN_LOSS_UNCAPTURED)
    self->uncaptured += entry->size;
  else if (entry->direction == TIN_DIRECTION_IN && entry->loss == TIN_LOSS_UNREAD)
    self->unread += entry->size;
  else if (entry->direction == TIN_DIRECTION_IN)
    {
      self->dropped += entry->size;
      self->losses[entry->loss] += entry->size;
    }
  else
    {
      if (entry->loss == TIN_LOSS_QUEUE || entry->loss == TIN_LOSS_LEFT)
        self->unsent += entry->size;
      self->problems++;
    }
}

/**
 * tin_totals_add:
 * @self: all zero before the first record
 * @entry: of the next record of the session, each counted once
 *
 * Counts one more record. An empty datagram is a message of no bytes.
 */
void
tin_totals_add (TinTotals           *self,
                const TinIndexEntry *entry)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (entry != NULL);

  switch ((TinEvent) entry->event)
    {
    case TIN_EVENT_DATA:
      add_data (self, entry);
      break;

    case TIN_EVENT_OPENED:
      self->connections++;
      break;

    case TIN_EVENT_DROPPED:
      add_dropped (self, entry);
      break;

    case TIN_EVENT_REFUSED:
    case TIN_EVENT_RESET:
    case TIN_EVENT_ERROR:
      self->problems++;
      break;

    case TIN_EVENT_CONNECTING:
    case TIN_EVENT_LISTENING:
    case TIN_EVENT_HALF_CLOSED:
    case TIN_EVENT_CLOSED:
    case TIN_EVENT_RULE:
    case TIN_EVENT_NOTE:
    case TIN_EVENT_STOPPED:
    default:
      break;
    }
}
