/* datagram-flood.h: datagrams, so many and no more, at an even pace or as fast as the system takes them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DATAGRAM_FLOOD_SIZE 64 /* bytes of each */

int      datagram_flood_connect   (guint     port);

gboolean datagram_flood_send      (int       fd,
                                   guint64   n_datagrams,
                                   guint     rate);

gboolean datagram_flood_send_cut  (int       fd,
                                   guint64   n_datagrams);

G_END_DECLS
