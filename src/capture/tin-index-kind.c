/* tin-index-kind.c: event, direction, by and the reason of a loss in the eight bits that an index has for them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the lowest bit on: four of the event, two of the direction, two of who did it. Numbers that no event has are those
 * of something dropped for one of the reasons, up to three, that there are for its direction and for who did it: what we
 * leave unread is our doing, what was not captured is nobody's.
 */

#include "capture/tin-index-kind.h"

#define FIRST_LOSS  TIN_N_EVENTS
#define SECOND_LOSS (TIN_N_EVENTS + 1)
#define THIRD_LOSS  (TIN_N_EVENTS + 2)

G_STATIC_ASSERT (THIRD_LOSS < TIN_INDEX_KIND_EVENTS && TIN_BY_RULE < 4 && TIN_DIRECTION_OUT < 4);

const guint8 tin_index_kind_events[TIN_INDEX_KIND_EVENTS] = {
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, TIN_EVENT_DROPPED, TIN_EVENT_DROPPED, TIN_EVENT_DROPPED,
};

#define ROW(direction, by) [TIN_INDEX_KIND_ROW (TIN_DIRECTION_ ## direction, TIN_BY_ ## by)]
#define NONE { [FIRST_LOSS] = TIN_LOSS_DISK }
#define IN(third) { [FIRST_LOSS] = TIN_LOSS_RECEIVE_BUFFER, [SECOND_LOSS] = TIN_LOSS_RECORDING, [THIRD_LOSS] = third }
#define OUT { [FIRST_LOSS] = TIN_LOSS_QUEUE, [SECOND_LOSS] = TIN_LOSS_LEFT, [THIRD_LOSS] = TIN_LOSS_UNCAPTURED }

const guint8 tin_index_kind_losses[TIN_INDEX_KIND_ROWS][TIN_INDEX_KIND_EVENTS] = {
  ROW (NONE, NONE) = NONE, ROW (NONE, LOCAL) = NONE, ROW (NONE, PEER) = NONE, ROW (NONE, RULE) = NONE,
  ROW (IN, NONE) = IN (TIN_LOSS_UNCAPTURED), ROW (IN, LOCAL) = IN (TIN_LOSS_UNREAD),
  ROW (IN, PEER) = IN (TIN_LOSS_UNREAD), ROW (IN, RULE) = IN (TIN_LOSS_UNREAD),
  ROW (OUT, NONE) = OUT, ROW (OUT, LOCAL) = OUT, ROW (OUT, PEER) = OUT, ROW (OUT, RULE) = OUT,
};

#undef ROW
#undef NONE
#undef IN
#undef OUT

static guint
get_event_number (const TinIndexEntry *entry)
{
  if (entry->event != TIN_EVENT_DROPPED || entry->loss == TIN_LOSS_UNKNOWN)
    return entry->event;

  for (guint number = FIRST_LOSS; number <= THIRD_LOSS; number++)
    if (tin_index_kind_losses[TIN_INDEX_KIND_ROW (entry->direction, entry->by)][number] == entry->loss)
      return number;

  return TIN_EVENT_DROPPED;
}

/**
 * tin_index_pack_kind:
 * @entry: of a record
 *
 * Returns: what tin_index_unpack_kind() makes the same event, direction, by and loss of
 */
guint8
tin_index_pack_kind (const TinIndexEntry *entry)
{
  return get_event_number (entry) | entry->direction << 4 | entry->by << 6;
}
