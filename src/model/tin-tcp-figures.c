/* tin-tcp-figures.c: what the kernel knows about a connection, in words.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-tcp-figures-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static const struct
{
  const char *label;
  const char *meaning;
} words[TIN_N_TCP_FIGURES] = {
  [TIN_TCP_ROUND_TRIP] = { N_("Round trip"), N_("How long the peer’s system takes to acknowledge, and how much that varies") },
  [TIN_TCP_SENT_AGAIN] = { N_("Sent again"), N_("Segments that were sent more than once") },
  [TIN_TCP_QUEUED] = { N_("Waiting in Tincan"), N_("Is sent when this system has room for it") },
  [TIN_TCP_UNSENT] = { N_("In the send buffer"),
                       N_("Has been sent by Tincan, and waits in this system until the peer’s has room") },
  [TIN_TCP_UNACKNOWLEDGED] = { N_("Not acknowledged"), N_("Has left, and the peer’s system has not said that it came") },
  [TIN_TCP_UNREAD] = { N_("Not read yet"), N_("Has come, and waits in this system") },
  [TIN_TCP_PEER_WINDOW] = { N_("Room at the peer"), N_("What the peer’s system takes before it has acknowledged anything") },
  [TIN_TCP_CONGESTION_WINDOW] = { N_("Allowed on the way"), N_("What this system dares to have on the way at once") },
};

/**
 * tin_tcp_figure_get_label:
 *
 * Returns: (transfer none): a few translated words
 */
const char *
tin_tcp_figure_get_label (TinTcpFigure figure)
{
  g_return_val_if_fail (figure < TIN_N_TCP_FIGURES, NULL);

  return _(words[figure].label);
}

/**
 * tin_tcp_figure_get_meaning:
 *
 * Returns: (transfer none): a translated clause that says what is measured
 */
const char *
tin_tcp_figure_get_meaning (TinTcpFigure figure)
{
  g_return_val_if_fail (figure < TIN_N_TCP_FIGURES, NULL);

  return _(words[figure].meaning);
}

static char *
dup_round_trip (const TinTcpInfo *info)
{
  if (info->rtt_us == 0)
    return g_strdup (_("Not known"));

  /* Translators: a time in milliseconds, and how much it varies */
  return g_strdup_printf (_("%1$.2f ms ± %2$.2f ms"), info->rtt_us / 1000.0, info->rtt_deviation_us / 1000.0);
}

static char *
dup_size (gint64 bytes)
{
  return bytes < 0 ? g_strdup (_("Not known")) : g_format_size (bytes);
}

/**
 * tin_tcp_figure_to_text:
 * @figure: which
 * @info: what the kernel told
 * @queued: bytes that wait in this program
 *
 * Returns: (transfer full): a number with its unit, translated
 */
char *
tin_tcp_figure_to_text (TinTcpFigure      figure,
                        const TinTcpInfo *info,
                        guint64           queued)
{
  switch (figure)
    {
    case TIN_TCP_ROUND_TRIP:
      return dup_round_trip (info);

    case TIN_TCP_SENT_AGAIN:
      return g_strdup_printf (ngettext ("%u segment", "%u segments", info->sent_again), info->sent_again);

    case TIN_TCP_QUEUED:
      return g_format_size (queued);

    case TIN_TCP_UNSENT:
      return dup_size (info->unsent);

    case TIN_TCP_UNACKNOWLEDGED:
      return dup_size (info->unacknowledged);

    case TIN_TCP_UNREAD:
      return dup_size (info->unread);

    case TIN_TCP_PEER_WINDOW:
      return dup_size (info->peer_window);

    case TIN_TCP_CONGESTION_WINDOW:
      return dup_size (info->congestion_window);

    default:
      g_return_val_if_reached (NULL);
    }
}
