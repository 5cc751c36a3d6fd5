/* tin-sockaddr.h: between the kernel's socket addresses and ours, without an allocation.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-address.h"

#include <sys/socket.h>

G_BEGIN_DECLS

gboolean  tin_sockaddr_to_address    (const struct sockaddr_storage *from,
                                      TinAddress                    *address);

socklen_t tin_sockaddr_from_address  (const TinAddress              *address,
                                      gboolean                       mapped,
                                      struct sockaddr_storage       *to);

gboolean  tin_sockaddr_get_local     (int                            fd,
                                      TinAddress                    *address);

gboolean  tin_sockaddr_get_peer      (int                            fd,
                                      TinAddress                    *address);

gboolean  tin_address_is_on_this_host (const TinAddress             *address);

G_END_DECLS
