/* peers.h: bare peers: blocking sockets that do what they are told.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PEER_STEP 65536 /* bytes: any receive buffer holds two */

int   peer_connect          (guint port);

int   peer_listen           (guint        *port,
                             int           backlog);

int   peer_bind_datagram    (guint        *port);

int   peer_connect_datagram (guint port);

void  peer_send             (int           fd,
                             const char   *text);

void  peer_send_all         (int           fd,
                             const guint8 *data,
                             gsize         size);

void  peer_expect           (int           fd,
                             const char   *text);

void  peer_expect_end       (int fd);

void  peer_reset            (int fd);

guint64 peer_get_acknowledged (int     fd,
                               guint64 sent);

guint peer_get_unused_port  (int type);

int   peer_find_socket      (guint local_port,
                             guint peer_port);

G_END_DECLS
