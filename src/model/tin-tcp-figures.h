/* tin-tcp-figures.h: what the kernel knows about a connection, in words.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In the order in which they are shown. */
typedef enum
{
  TIN_TCP_ROUND_TRIP,
  TIN_TCP_SENT_AGAIN,
  TIN_TCP_QUEUED,
  TIN_TCP_UNSENT,
  TIN_TCP_UNACKNOWLEDGED,
  TIN_TCP_UNREAD,
  TIN_TCP_PEER_WINDOW,
  TIN_TCP_CONGESTION_WINDOW,
} TinTcpFigure;

#define TIN_N_TCP_FIGURES (TIN_TCP_CONGESTION_WINDOW + 1)

const char *tin_tcp_figure_get_label   (TinTcpFigure figure);

const char *tin_tcp_figure_get_meaning (TinTcpFigure figure);

G_END_DECLS
