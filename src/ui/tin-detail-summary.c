/* tin-detail-summary.c: what is known about one message, in one line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-detail-summary.h"

#include <glib/gi18n-lib.h>

#include "model/tin-framing-words.h"
#include "ui/tin-time-format.h"

#define MAX_PIECES 1000 /* that are counted; a long message may have millions */

static char *
dup_amount (TinMessage *message)
{
  guint32 size = tin_message_get_size (message);

  if (tin_message_get_direction (message) == TIN_DIRECTION_OUT)
    /* Translators: %u is a number of bytes. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Sent %u byte", "Sent %u bytes", size), size);

  /* Translators: %u is a number of bytes. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Received %u byte", "Received %u bytes", size), size);
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

static char *
dup_route (TinMessage *message)
{
  const char *peer = tin_message_get_peer (message);
  const char *local = tin_message_get_local (message);

  if (*peer == '\0' || *local == '\0')
    return g_strdup (*peer != '\0' ? peer : local);

  if (tin_message_get_direction (message) == TIN_DIRECTION_OUT)
    return g_strdup_printf ("%s → %s", local, peer);

  return g_strdup_printf ("%s → %s", peer, local);
}

/* Such as "Received 26 bytes · 10:00:00.123456789 · 127.0.0.1:40000 → 127.0.0.1:8080". */
char *
tin_detail_summary (TinMessage *message)
{
  GString *out = g_string_new (NULL);
  g_autofree char *amount = NULL;
  g_autofree char *pieces = NULL;
  g_autofree char *route = dup_route (message);
  char time[TIN_TIME_STRING_SIZE];

  if (tin_message_get_event (message) == TIN_EVENT_DATA)
    {
      amount = dup_amount (message);
      pieces = dup_pieces (message);
      append_part (out, amount);
      append_part (out, tin_framing_words_get_mark (tin_message_get_flags (message)));
      append_part (out, pieces);
    }
  else
    {
      append_part (out, tin_message_get_event_label (message));
    }

  append_part (out, tin_time_format (TIN_TIME_OF_DAY, TIN_TIME_MAX_DECIMALS,
                                     tin_message_get_time_ns (message), 0, time));
  append_part (out, route);

  if (tin_message_get_event (message) == TIN_EVENT_DATA)
    append_part (out, tin_message_get_reason (message));

  return g_string_free (out, FALSE);
}
