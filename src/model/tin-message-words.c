/* tin-message-words.c: what happened, in the user's language.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-words.h"

#include "codec/tin-display.h"
#include "model/tin-framing-words.h"
#include "net/tin-replies.h"

#include <glib/gi18n-lib.h>

#define ELLIPSIS "\u2026"

/* Shown as a word in the column beside the direction's arrow. */
static const char *const labels[TIN_N_EVENTS] = {
  [TIN_EVENT_CONNECTING] = NC_("event", "connecting"),
  [TIN_EVENT_LISTENING] = NC_("event", "listening"),
  [TIN_EVENT_OPENED] = NC_("event", "connected"),
  [TIN_EVENT_DATA] = NC_("event", "data"),
  [TIN_EVENT_HALF_CLOSED] = NC_("event", "half-closed"),
  [TIN_EVENT_CLOSED] = NC_("event", "disconnected"),
  [TIN_EVENT_RESET] = NC_("event", "reset"),
  [TIN_EVENT_REFUSED] = NC_("event", "refused"),
  [TIN_EVENT_DROPPED] = NC_("event", "dropped"),
  [TIN_EVENT_RULE] = NC_("event", "rule"),
  [TIN_EVENT_NOTE] = NC_("event", "note"),
  [TIN_EVENT_ERROR] = NC_("event", "error"),
  [TIN_EVENT_STOPPED] = NC_("event", "stopped"),
};

/**
 * tin_event_is_problem:
 *
 * Returns: whether the event means that something went wrong
 */
gboolean
tin_event_is_problem (TinEvent event)
{
  return event == TIN_EVENT_RESET || event == TIN_EVENT_REFUSED ||
         event == TIN_EVENT_DROPPED || event == TIN_EVENT_ERROR;
}

/**
 * tin_message_words_get_label:
 *
 * Returns: (transfer none): a translated word for the event; for data the direction's
 */
const char *
tin_message_words_get_label (TinEvent     event,
                             TinDirection direction)
{
  g_return_val_if_fail (event < TIN_N_EVENTS, "");

  if (event == TIN_EVENT_DATA && direction == TIN_DIRECTION_IN)
    return C_("event", "received");

  if (event == TIN_EVENT_DATA && direction == TIN_DIRECTION_OUT)
    return C_("event", "sent");

  return g_dpgettext2 (GETTEXT_PACKAGE, "event", labels[event]);
}

/**
 * tin_message_words_get_mark:
 * @record: of the message
 * @flags: #TinFrameFlags of the message
 *
 * Returns: (transfer none) (nullable): a translated word to stand in the place of "received" or
 *   "sent" where a message is not whole
 */
const char *
tin_message_words_get_mark (const TinRecord *record,
                            guint            flags)
{
  const char *mark = tin_framing_words_get_mark (flags);

  if (mark != NULL || record->missing == 0)
    return mark;

  /* Translators: instead of "received": the end of a datagram was cut off before it came here */
  return C_("message", "truncated");
}

static char *
describe_connecting (const TinRecord *record,
                     const char      *peer)
{
  if (peer[0] == '\0')
    return g_strdup (_("Connecting"));

  /* Translators: the placeholder is an address with a port */
  return g_strdup_printf (_("Connecting to %s"), peer);
}

static char *
describe_listening (const TinRecord *record,
                    const char      *local)
{
  if (local[0] == '\0')
    return g_strdup (_("Listening"));

  /* Translators: the placeholder is an address with a port */
  return g_strdup_printf (_("Listening on %s"), local);
}

static char *
describe_opened (const TinRecord *record)
{
  if (record->transport == TIN_TRANSPORT_TCP)
    return g_strdup (_("Connected"));

  if (record->by == TIN_BY_PEER)
    return g_strdup (_("First datagram from this address"));

  return g_strdup (_("Ready to send datagrams"));
}

static char *
describe_half_closed (const TinRecord *record)
{
  if (record->by == TIN_BY_PEER || record->direction == TIN_DIRECTION_IN)
    return g_strdup (_("The peer finished sending"));

  return g_strdup (_("Finished sending"));
}

/* The rules that end a conversation have sentences of their own. */
static char *
describe_closed_by_rule (const TinRecord *record)
{
  if (g_strcmp0 (record->reason, TIN_RULE_GREETING) == 0)
    return g_strdup (_("Disconnected after the greeting"));

  if (g_strcmp0 (record->reason, TIN_RULE_GOODBYE) != 0)
    return NULL;

  if (record->by == TIN_BY_PEER)
    return g_strdup (_("The peer said goodbye"));

  return g_strdup (_("Disconnected after the goodbye"));
}

static char *
describe_closed (const TinRecord *record)
{
  if (record->transport == TIN_TRANSPORT_UDP)
    return g_strdup (_("The conversation ended"));

  if (record->by == TIN_BY_PEER)
    return g_strdup (_("Disconnected by the peer"));

  return g_strdup (_("Disconnected"));
}

static char *
describe_reset (const TinRecord *record)
{
  if (record->by == TIN_BY_LOCAL)
    return g_strdup (_("The connection was reset"));

  return g_strdup (_("The connection was reset by the peer"));
}

static char *
describe_refused (const TinRecord *record)
{
  if (record->transport == TIN_TRANSPORT_UDP)
    return g_strdup (_("Server not running"));

  return g_strdup (_("Server not running: the connection was refused"));
}

static char *
describe_unsent (const TinRecord *record,
                 const char      *digits)
{
  if (record->transport == TIN_TRANSPORT_UDP)
    /* Translators: the placeholder is a number of datagrams */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s datagram was not sent", "%s datagrams were not sent",
                                         record->size), digits);

  /* Translators: the placeholder is a number of bytes */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s byte was not sent", "%s bytes were not sent",
                                       record->size), digits);
}

static char *
describe_dropped (const TinRecord *record)
{
  g_autofree char *digits = g_strdup_printf ("%'u", record->size);

  if (record->loss == TIN_LOSS_QUEUE || record->loss == TIN_LOSS_LEFT)
    return describe_unsent (record, digits);

  if (record->loss == TIN_LOSS_UNREAD)
    /* Translators: the placeholder is a number of bytes */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s byte was left unread", "%s bytes were left unread",
                                         record->size), digits);

  if (record->loss == TIN_LOSS_UNCAPTURED)
    /* Translators: the placeholder is a number of bytes */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s byte was not captured", "%s bytes were not captured",
                                         record->size), digits);

  if (record->transport == TIN_TRANSPORT_UDP)
    /* Translators: the placeholder is a number of datagrams */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s datagram was lost", "%s datagrams were lost",
                                         record->size), digits);

  /* Translators: the placeholder is a number of bytes */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s byte was lost", "%s bytes were lost",
                                       record->size), digits);
}

static char *
describe_event (const TinRecord *record,
                const char      *peer,
                const char      *local)
{
  switch (record->event)
    {
    case TIN_EVENT_CONNECTING:
      return describe_connecting (record, peer);

    case TIN_EVENT_LISTENING:
      return describe_listening (record, local);

    case TIN_EVENT_OPENED:
      return describe_opened (record);

    case TIN_EVENT_HALF_CLOSED:
      return describe_half_closed (record);

    case TIN_EVENT_CLOSED:
      return describe_closed (record);

    case TIN_EVENT_RESET:
      return describe_reset (record);

    case TIN_EVENT_REFUSED:
      return describe_refused (record);

    case TIN_EVENT_DROPPED:
      return describe_dropped (record);

    case TIN_EVENT_RULE:
      return g_strdup (_("A rule was applied"));

    case TIN_EVENT_STOPPED:
      return g_strdup (_("Stopped"));

    case TIN_EVENT_ERROR:
      return g_strdup (_("Something went wrong"));

    case TIN_EVENT_NOTE:
    case TIN_EVENT_DATA:
    default:
      return g_strdup ("");
    }
}

/* Where the reason says why, and not how much. */
static gboolean
is_counted_apart (const TinRecord *record)
{
  switch (record->loss)
    {
    case TIN_LOSS_RECEIVE_BUFFER:
    case TIN_LOSS_RECORDING:
    case TIN_LOSS_QUEUE:
    case TIN_LOSS_LEFT:
      return record->size > 0;

    case TIN_LOSS_UNKNOWN:
    case TIN_LOSS_DISK:
    case TIN_LOSS_UNREAD:
    default:
      return FALSE;
    }
}

/* What has no sentence but its reason, or one that the reason only repeats. */
static gboolean
reason_says_all (const TinRecord *record)
{
  switch (record->event)
    {
    case TIN_EVENT_NOTE:
    case TIN_EVENT_ERROR:
    case TIN_EVENT_RULE:
    case TIN_EVENT_RESET:
      return TRUE;

    case TIN_EVENT_DROPPED:
      return !is_counted_apart (record);

    case TIN_EVENT_REFUSED:
      return record->transport == TIN_TRANSPORT_TCP;

    case TIN_EVENT_CONNECTING:
    case TIN_EVENT_LISTENING:
    case TIN_EVENT_OPENED:
    case TIN_EVENT_DATA:
    case TIN_EVENT_HALF_CLOSED:
    case TIN_EVENT_CLOSED:
    case TIN_EVENT_STOPPED:
    default:
      return FALSE;
    }
}

/**
 * tin_message_words_dup_sentence:
 * @record: anything but data
 * @peer: the remote address, may be empty
 * @local: our own address, may be empty
 *
 * Returns: (transfer full): what happened, and the reason behind it as a clause of its
 *   own. The reason may hold what a peer wrote: not safe for a widget yet
 */
char *
tin_message_words_dup_sentence (const TinRecord *record,
                                const char      *peer,
                                const char      *local)
{
  g_autofree char *sentence = NULL;

  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (peer != NULL && local != NULL, NULL);

  if (record->reason == NULL || record->reason[0] == '\0')
    return describe_event (record, peer, local);

  if (reason_says_all (record))
    return g_strdup (record->reason);

  if (record->event == TIN_EVENT_CLOSED)
    sentence = describe_closed_by_rule (record);
  if (sentence != NULL)
    return g_steal_pointer (&sentence);

  sentence = describe_event (record, peer, local);

  /* Translators: a row of the log; first what happened ("Disconnected"), then why, a sentence of its own */
  return g_strdup_printf (_("%1$s. %2$s"), sentence, record->reason);
}

/**
 * tin_message_words_dup_payload:
 * @data: the first bytes of a payload
 * @size: how many are there
 * @whole_size: how many the payload has
 * @encoding: (nullable): the name of an encoding, UTF-8 unless told
 * @limit: bytes of UTF-8 that the line may have, up to %TIN_DISPLAY_MAX_SIZE
 *
 * Returns: (transfer full): the payload as one safe line, with an ellipsis where it was cut
 */
char *
tin_message_words_dup_payload (const guint8 *data,
                               gsize         size,
                               gsize         whole_size,
                               const char   *encoding,
                               gsize         limit)
{
  g_autofree char *line = g_malloc (limit + 1);
  gboolean complete;

  tin_display_line_encoded (data, size, encoding != NULL ? encoding : "UTF-8", line,
                            limit + 1 - strlen (ELLIPSIS), &complete);

  if (!complete || size < whole_size)
    g_strlcat (line, ELLIPSIS, limit + 1);

  return g_steal_pointer (&line);
}
