/* tin-record.c: one thing that happened in a session, as captured.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-record.h"

#include <string.h>

static const char *const event_nicks[TIN_N_EVENTS] = {
  [TIN_EVENT_CONNECTING] = "connecting",
  [TIN_EVENT_LISTENING] = "listening",
  [TIN_EVENT_OPENED] = "opened",
  [TIN_EVENT_DATA] = "data",
  [TIN_EVENT_HALF_CLOSED] = "half-closed",
  [TIN_EVENT_CLOSED] = "closed",
  [TIN_EVENT_RESET] = "reset",
  [TIN_EVENT_REFUSED] = "refused",
  [TIN_EVENT_DROPPED] = "dropped",
  [TIN_EVENT_RULE] = "rule",
  [TIN_EVENT_NOTE] = "note",
  [TIN_EVENT_ERROR] = "error",
  [TIN_EVENT_STOPPED] = "stopped",
};

static const char *const loss_nicks[TIN_N_LOSSES] = {
  [TIN_LOSS_RECEIVE_BUFFER] = "receive-buffer",
  [TIN_LOSS_RECORDING] = "recording",
  [TIN_LOSS_DISK] = "disk",
  [TIN_LOSS_QUEUE] = "queue",
  [TIN_LOSS_LEFT] = "left",
  [TIN_LOSS_UNREAD] = "unread",
  [TIN_LOSS_UNCAPTURED] = "uncaptured",
};

/**
 * tin_record_clear:
 * @self: a record, %TIN_RECORD_INIT or filled in
 *
 * Frees what the record holds and makes it empty, fit for another use.
 */
void
tin_record_clear (TinRecord *self)
{
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->notes, tin_notes_free);
  g_clear_pointer (&self->interface, g_free);
  memset (self, 0, sizeof *self);
}

/**
 * tin_record_add_note:
 * @self: a record
 * @offset: of a byte in the payload
 * @text: what is written on it, of any length; what is no UTF-8 in it is replaced
 *
 * Adds a note as far as tin_notes_add() has room for it.
 */
void
tin_record_add_note (TinRecord  *self,
                     guint32     offset,
                     const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  if (self->notes == NULL)
    self->notes = tin_notes_new ();
  tin_notes_add (self->notes, offset, valid);
}

/**
 * tin_event_get_nick:
 * @event: an event
 *
 * Returns: its name in JSON and in captures, such as "half-closed"
 */
const char *
tin_event_get_nick (TinEvent event)
{
  g_return_val_if_fail ((guint) event < TIN_N_EVENTS, "note");

  return event_nicks[event];
}

/**
 * tin_event_from_nick:
 * @nick: a name
 * @event: (out): the event of that name
 *
 * The inverse of tin_event_get_nick(), exact in every letter.
 *
 * Returns: %FALSE when no event is called so
 */
gboolean
tin_event_from_nick (const char *nick,
                     TinEvent   *event)
{
  for (guint i = 0; i < TIN_N_EVENTS; i++)
    if (strcmp (nick, event_nicks[i]) == 0)
      {
        *event = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * tin_direction_get_nick:
 * @direction: a direction
 *
 * Returns: (nullable): "in" or "out", %NULL for %TIN_DIRECTION_NONE
 */
const char *
tin_direction_get_nick (TinDirection direction)
{
  switch (direction)
    {
    case TIN_DIRECTION_IN:
      return "in";
    case TIN_DIRECTION_OUT:
      return "out";
    case TIN_DIRECTION_NONE:
    default:
      return NULL;
    }
}

/**
 * tin_by_get_nick:
 * @by: who did it
 *
 * Returns: (nullable): "local", "peer" or "rule", %NULL for %TIN_BY_NONE
 */
const char *
tin_by_get_nick (TinBy by)
{
  switch (by)
    {
    case TIN_BY_LOCAL:
      return "local";
    case TIN_BY_PEER:
      return "peer";
    case TIN_BY_RULE:
      return "rule";
    case TIN_BY_NONE:
    default:
      return NULL;
    }
}

/**
 * tin_loss_get_nick:
 * @loss: why something was dropped
 *
 * Returns: (nullable): its name in captures, %NULL for %TIN_LOSS_UNKNOWN
 */
const char *
tin_loss_get_nick (TinLoss loss)
{
  g_return_val_if_fail ((guint) loss < TIN_N_LOSSES, NULL);

  return loss_nicks[loss];
}

/**
 * tin_loss_from_nick:
 * @nick: a name
 *
 * Returns: the loss of that name, %TIN_LOSS_UNKNOWN for any other
 */
TinLoss
tin_loss_from_nick (const char *nick)
{
  for (guint i = TIN_LOSS_UNKNOWN + 1; i < TIN_N_LOSSES; i++)
    if (strcmp (nick, loss_nicks[i]) == 0)
      return i;

  return TIN_LOSS_UNKNOWN;
}
