/* tin-loss-words.c: how many datagrams were lost for which reason, in words.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-loss-words.h"

#include <glib/gi18n-lib.h>

static guint
count_reasons (const TinTotals *totals)
{
  guint n = 0;

  for (guint loss = 0; loss < TIN_N_LOSSES; loss++)
    n += totals->losses[loss] > 0;

  return n;
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
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s lost: disk too slow", "%s lost: disk too slow",
                                           n), digits);

    default:
      /* Translators: a number of datagrams. Short: there is little room. */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s lost: reason unknown", "%s lost: reason unknown",
                                           n), digits);
    }
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
  g_autofree char *digits = g_strdup_printf ("%'" G_GUINT64_FORMAT, totals->dropped);

  /* Translators: datagrams that were lost before they reached us. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s lost", "%s lost", totals->dropped), digits);
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
  GString *text = g_string_new (NULL);

  if (count_reasons (totals) == 1 && totals->losses[TIN_LOSS_UNKNOWN] > 0)
    {
      g_string_free (text, TRUE);
      return tin_loss_words_dup_total (totals);
    }

  for (guint loss = 0; loss < TIN_N_LOSSES; loss++)
    {
      g_autofree char *one = totals->losses[loss] > 0 ? dup_one (loss, totals->losses[loss]) : NULL;

      if (one != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", one);
    }

  return g_string_free (text, FALSE);
}

/**
 * tin_loss_words_dup_details:
 * @session: a session
 *
 * Reads the recording: not for each message.
 *
 * Returns: (transfer full) (nullable): lines with why datagrams were lost and what can be done about it, below how many
 *   where there are several reasons; %NULL if that was not recorded
 */
char *
tin_loss_words_dup_details (TinSession *session)
{
  const TinTotals *totals = tin_session_get_totals (session);
  const gboolean is_mixed = count_reasons (totals) > 1;
  GString *text = g_string_new (NULL);

  for (guint loss = 0; loss < TIN_N_LOSSES; loss++)
    {
      g_autofree char *reason = totals->losses[loss] > 0 ? tin_session_dup_loss_reason (session, loss) : NULL;
      g_autofree char *one = is_mixed && totals->losses[loss] > 0 ? dup_one (loss, totals->losses[loss]) : NULL;

      if (one != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", one);
      if (reason != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", reason);
    }

  return g_string_free (text, text->len == 0);
}
