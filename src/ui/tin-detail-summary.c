/* tin-detail-summary.c: what is known about one message, in one line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-detail-summary.h"

#include <glib/gi18n-lib.h>

#include "codec/tin-display.h"
#include "model/tin-framing-words.h"
#include "ui/tin-time-format.h"

#define MAX_PIECES    1000 /* that are counted; a long message may have millions */
#define MAX_INTERFACE 64   /* bytes of a name */

static char *
dup_amount (TinMessage *message)
{
  guint32 size = tin_message_get_size (message);
  g_autofree char *digits = g_strdup_printf ("%'u", size);

  if (tin_message_get_direction (message) == TIN_DIRECTION_OUT)
    /* Translators: %s is a number of bytes. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Sent %s byte", "Sent %s bytes", size), digits);

  /* Translators: %s is a number of bytes. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Received %s byte", "Received %s bytes", size), digits);
}

static void
append_part (GString    *out,
             const char *part)
{
  if (part == NULL || *part == '\0')
    return;

  if (out->len > 0)
    g_string_append (out, " · ");

  g_string_append (out, part);
}

/* How often the socket's reads or writes cut it, or NULL for not at all. */
static char *
dup_pieces (TinMessage *message)
{
  guint n_pieces = tin_message_count_pieces (message, MAX_PIECES + 1);

  if (n_pieces <= 1)
    return NULL;

  if (n_pieces > MAX_PIECES)
    /* Translators: a message came in more reads of the socket than are counted */
    return g_strdup_printf (_("over %u pieces"), (guint) MAX_PIECES);

  /* Translators: a message came in so many reads of the socket */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u piece", "%u pieces", n_pieces), n_pieces);
}

/* How much of a datagram is there, or NULL for all of it. */
static char *
dup_truncation (TinMessage *message)
{
  guint32 missing = tin_message_get_record (message)->missing;
  TinIndexEntry entry;

  if (missing == 0 ||
      !tin_capture_peek (tin_message_get_capture (message), tin_message_get_position (message), &entry))
    return NULL;

  /* Translators: how many bytes of a datagram are there, and how many it had */
  return g_strdup_printf (_("Truncated: %1$u of %2$u bytes"), entry.size, entry.size + missing);
}

/* To all of a group or a network, or NULL for an address of ours. */
static const char *
get_group_word (const TinRecord *record)
{
  if (!tin_address_is_set (&record->group))
    return NULL;

  /* Translators: a datagram was sent to the address of a group, or to all computers of a network */
  return tin_address_is_multicast (&record->group) ? _("multicast") : _("broadcast");
}

/* What the system calls an interface, or NULL where nobody said. */
static char *
dup_interface (const TinRecord *record)
{
  g_autofree char *name = NULL;

  if (record->interface == NULL)
    return NULL;

  name = tin_display_dup_text (record->interface, MAX_INTERFACE);
  /* Translators: a datagram came in on a network interface such as eth0 */
  return g_strdup_printf (_("on %s"), name);
}

static char *
dup_route (TinMessage *message)
{
  const TinRecord *record = tin_message_get_record (message);
  const char *peer = tin_message_get_peer (message);
  const char *local = tin_message_get_local (message);
  char group[TIN_ADDRESS_STRING_SIZE];

  if (tin_address_is_set (&record->group))
    local = tin_address_format (&record->group, group);

  if (*peer == '\0' || *local == '\0')
    return g_strdup (*peer != '\0' ? peer : local);

  if (tin_message_get_direction (message) == TIN_DIRECTION_OUT)
    return g_strdup_printf ("%s → %s", local, peer);

  return g_strdup_printf ("%s → %s", peer, local);
}

/* How much, and what is missing of it. */
static void
append_amount (GString    *out,
               TinMessage *message)
{
  g_autofree char *amount = dup_amount (message);
  g_autofree char *truncation = dup_truncation (message);
  g_autofree char *pieces = dup_pieces (message);

  append_part (out, amount);
  append_part (out, truncation);
  append_part (out, tin_framing_words_get_mark (tin_message_get_flags (message)));
  append_part (out, pieces);
}

/* Such as "Received 26 bytes · 10:00:00.123456789 · 127.0.0.1:40000 → 127.0.0.1:8080". */
char *
tin_detail_summary (TinMessage *message)
{
  const gboolean is_data = tin_message_get_event (message) == TIN_EVENT_DATA;
  const TinRecord *record = tin_message_get_record (message);
  GString *out = g_string_new (NULL);
  g_autofree char *route = dup_route (message);
  g_autofree char *interface = dup_interface (record);
  char time[TIN_TIME_STRING_SIZE];

  if (is_data)
    append_amount (out, message);
  else
    append_part (out, tin_message_get_event_label (message));

  append_part (out, tin_time_format (TIN_TIME_OF_DAY, TIN_TIME_MAX_DECIMALS,
                                     tin_message_get_time_ns (message), 0, time));
  append_part (out, route);
  append_part (out, get_group_word (record));
  append_part (out, interface);

  if (is_data)
    append_part (out, tin_message_get_reason (message));

  return g_string_free (out, FALSE);
}
