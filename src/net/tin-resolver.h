/* tin-resolver.h: names that this machine knows by itself, on a machine without a network, too.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TIN_TYPE_RESOLVER (tin_resolver_get_type ())

G_DECLARE_FINAL_TYPE (TinResolver, tin_resolver, TIN, RESOLVER, GResolver)

GResolver *tin_resolver_new     (GResolver *system);

void       tin_resolver_install (void);

G_END_DECLS
