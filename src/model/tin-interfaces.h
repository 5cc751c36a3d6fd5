/* tin-interfaces.h: the computer's own addresses and network interfaces.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GPtrArray *tin_interfaces_list_addresses (void);

GPtrArray *tin_interfaces_list_names     (void);

gboolean   tin_interfaces_have_ipv6      (void);

G_END_DECLS
