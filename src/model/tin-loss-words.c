/* tin-loss-words.c: how many datagrams and bytes were lost for which reason, in words.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-loss-words.h"

#include <glib/gi18n-lib.h>

#define BETWEEN " · "

static guint
count_reasons (const TinTotals *totals)
{
  guint n = 0;

  for (guint loss = 0; loss < TIN_N_LOSSES; loss++)
    n += totals->losses[loss] > 0;

  return n + (totals->unread > 0) + (totals->uncaptured > 0);
}

/* Bytes of streams: not to be added to datagrams. NULL for none. */
static char *
dup_unread (const TinTotals *totals)
{
  g_autofree char *size = g_format_size (totals->unread);

  if (totals->unread == 0)
    return NULL;

  /* Translators: an amount such as "1.2 MB" that had been received when a connection ended. Short: there is little room. */
  return g_strdup_printf (_("%s left unread"), size);
}

static char *
dup_uncaptured (const TinTotals *totals)
{
  g_autofree char *size = g_format_size (totals->uncaptured);

  if (totals->uncaptured == 0)
    return NULL;

  /* Translators: an amount such as "1.2 MB" that a capture of another program lacks. Short: there is little room. */
  return g_strdup_printf (_("%s not captured"), size);
}

static void
append (GString    *text,
        const char *between,
        const char *part)
{
  if (part != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? between : "", part);
}

/* In few words: what was recorded is a sentence or two. */
static char *
dup_one (TinLoss loss,
         guint64 n)
{
  g_autofree char *digits = g_strdup_printf ("%'" G_GUINT64_FORMAT, n);

  switch (loss)
    {
    case TIN_LOSS_RECEIVE_BUFFER:
      /* Translators: a number of datagrams. Short: there is little room. */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s lost: receive buffer too small",
                                           "%s lost: receive buffer too small", n), digits);

    case TIN_LOSS_RECORDING:
      /* Translators: a number of datagrams. Short: there is little room. */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s lost: recording fell behind",
                                           "%s lost: recording fell behind", n), digits);

    default:
      /* Translators: a number of datagrams. Short: there is little room. */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s lost: reason unknown", "%s lost: reason unknown",
                                           n), digits);
    }
}

static char *
dup_datagrams (const TinTotals *totals)
{
  g_autofree char *digits = g_strdup_printf ("%'" G_GUINT64_FORMAT, totals->dropped);

  /* Translators: datagrams that were lost before they reached us. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s lost", "%s lost", totals->dropped), digits);
}

/**
 * tin_loss_words_is_any:
 * @totals: of a session
 *
 * Returns: whether anything was lost on its way in, or is missing in a capture
 */
gboolean
tin_loss_words_is_any (const TinTotals *totals)
{
  return count_reasons (totals) > 0;
}

/**
 * tin_loss_words_dup_total:
 * @totals: of a session in which something was lost
 *
 * Returns: (transfer full): how many in all, for no matter what reason
 */
char *
tin_loss_words_dup_total (const TinTotals *totals)
{
  g_autofree char *datagrams = totals->dropped > 0 ? dup_datagrams (totals) : NULL;
  g_autofree char *unread = dup_unread (totals);
  g_autofree char *uncaptured = dup_uncaptured (totals);
  GString *text = g_string_new (datagrams);

  append (text, BETWEEN, unread);
  append (text, BETWEEN, uncaptured);

  return g_string_free (text, FALSE);
}

/**
 * tin_loss_words_dup_brief:
 * @totals: of a session in which something was lost
 *
 * Returns: (transfer full): how many for each reason, in one line
 */
char *
tin_loss_words_dup_brief (const TinTotals *totals)
{
  g_autofree char *unread = dup_unread (totals);
  g_autofree char *uncaptured = dup_uncaptured (totals);
  GString *text = g_string_new (NULL);

  if (count_reasons (totals) == 1 && totals->losses[TIN_LOSS_UNKNOWN] > 0)
    {
      g_string_free (text, TRUE);
      return tin_loss_words_dup_total (totals);
    }

  for (guint loss = 0; loss < TIN_N_LOSSES; loss++)
    {
      g_autofree char *one = totals->losses[loss] > 0 ? dup_one (loss, totals->losses[loss]) : NULL;

      append (text, BETWEEN, one);
    }

  append (text, BETWEEN, unread);
  append (text, BETWEEN, uncaptured);

  return g_string_free (text, FALSE);
}

/**
 * tin_loss_words_dup_unsent:
 * @session: a session
 *
 * May read the recording: not for each message.
 *
 * Returns: (transfer full) (nullable): how much was queued and never sent, in a few words; %NULL for nothing
 */
char *
tin_loss_words_dup_unsent (TinSession *session)
{
  guint64 unsent = tin_session_get_totals (session)->unsent;
  g_autofree char *amount = NULL;

  if (unsent == 0)
    return NULL;

  if (tin_session_loses_datagrams (session))
    {
      amount = g_strdup_printf ("%'" G_GUINT64_FORMAT, unsent);
      /* Translators: a number of datagrams. Short: there is little room. */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s datagram not sent", "%s datagrams not sent", unsent),
                              amount);
    }

  amount = g_format_size (unsent);
  /* Translators: an amount such as "1.2 MB". Short: there is little room. */
  return g_strdup_printf (_("%s not sent"), amount);
}

/* The reasons are those of the last time. */
static void
append_unsent (GString    *text,
               TinSession *session,
               gboolean    is_mixed)
{
  g_autofree char *unsent = is_mixed ? tin_loss_words_dup_unsent (session) : NULL;
  g_autofree char *queue = tin_session_dup_loss_reason (session, TIN_LOSS_QUEUE);
  g_autofree char *left = tin_session_dup_loss_reason (session, TIN_LOSS_LEFT);

  append (text, "\n", unsent);
  append (text, "\n", queue);
  append (text, "\n", left);
}

/* The reason is that of the last connection which lost any so. */
static void
append_bytes (GString    *text,
              TinSession *session,
              TinLoss     loss,
              const char *amount)
{
  g_autofree char *reason = tin_session_dup_loss_reason (session, loss);

  append (text, "\n", amount);
  append (text, "\n", reason);
}

/**
 * tin_loss_words_dup_details:
 * @session: a session
 *
 * Reads the recording: not for each message.
 *
 * Returns: (transfer full) (nullable): lines with why something was lost and what can be done about it, below how many
 *   where there are several reasons; %NULL if that was not recorded
 */
char *
tin_loss_words_dup_details (TinSession *session)
{
  const TinTotals *totals = tin_session_get_totals (session);
  const gboolean is_mixed = count_reasons (totals) > 1;
  g_autofree char *unread = is_mixed ? dup_unread (totals) : NULL;
  g_autofree char *uncaptured = is_mixed ? dup_uncaptured (totals) : NULL;
  GString *text = g_string_new (NULL);

  for (guint loss = 0; loss < TIN_N_LOSSES; loss++)
    {
      g_autofree char *reason = totals->losses[loss] > 0 ? tin_session_dup_loss_reason (session, loss) : NULL;
      g_autofree char *one = is_mixed && totals->losses[loss] > 0 ? dup_one (loss, totals->losses[loss]) : NULL;

      append (text, "\n", one);
      append (text, "\n", reason);
    }

  if (totals->unread > 0)
    append_bytes (text, session, TIN_LOSS_UNREAD, unread);

  if (totals->uncaptured > 0)
    append_bytes (text, session, TIN_LOSS_UNCAPTURED, uncaptured);

  if (totals->unsent > 0)
    append_unsent (text, session, text->len > 0);

  return g_string_free (text, text->len == 0);
}
