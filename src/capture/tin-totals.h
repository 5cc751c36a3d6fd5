/* tin-totals.h: what a session received and sent in all.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-index-entry.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 bytes_in;
  guint64 bytes_out;
  guint64 messages_in;
  guint64 messages_out;
  guint64 connections;
  guint64 dropped;       /* datagrams that were lost before they were received */
  guint64 losses[TIN_N_LOSSES]; /* the same, for each reason */
  guint64 unread;        /* bytes of streams that the system had received, and that nobody read */
  guint64 uncaptured;    /* bytes of streams, either way, that another program's capture lacks */
  guint64 unsent;        /* bytes of streams, or datagrams where those are sent, that were queued and never went;
                          * not what the system refused for good, each of which is an error, with its own reason */
  guint64 problems;      /* refused, reset, not sent, error */
} TinTotals;

void tin_totals_add (TinTotals           *self,
                     const TinIndexEntry *entry);

G_END_DECLS
