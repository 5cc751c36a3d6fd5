/* tin-groups.h: the multicast groups that a server joins.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

#define TIN_GROUPS_MAX 64 /* of one server; Linux has 20 of IPv4 a socket unless told otherwise */

char     *tin_groups_parse (const char         *text,
                            GError            **error);

gboolean  tin_groups_check (const TinEndpoint  *endpoint,
                            GError            **error);

char    **tin_groups_split (const TinEndpoint  *endpoint);

G_END_DECLS
