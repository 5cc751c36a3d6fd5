/* tin-socket-options.h: an endpoint's options on a socket, and what the system made of them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-address.h"
#include "codec/tin-endpoint.h"

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean tin_socket_options_set         (int                 fd,
                                         gboolean            is_v6,
                                         const TinEndpoint  *endpoint,
                                         GPtrArray          *notes,
                                         GError            **error);

gboolean tin_socket_options_bind_source (int                 fd,
                                         gboolean            is_v6,
                                         const TinEndpoint  *endpoint,
                                         GError            **error);

GSocketFamily tin_socket_options_get_family (const TinEndpoint *endpoint);

gboolean tin_socket_options_take_no_packets (int fd);

guint    tin_socket_options_get_receive_buffer (int fd);

char    *tin_socket_options_describe_preset (int                fd,
                                             const TinEndpoint *endpoint);

gboolean tin_socket_options_listen      (int                 fd,
                                         const TinEndpoint  *endpoint,
                                         GPtrArray          *notes);

G_END_DECLS
