/* tin-socket-groups.h: the multicast groups of an endpoint, on a socket.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-endpoint.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void     tin_socket_groups_refuse_others (int                 fd,
                                          gboolean            is_v6,
                                          const TinEndpoint  *endpoint);

gboolean tin_socket_groups_join          (GSocket            *socket,
                                          const TinEndpoint  *endpoint,
                                          GError            **error);

G_END_DECLS
