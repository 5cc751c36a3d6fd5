/* tin-parameter.h: the parameters of an endpoint's URI, a table row each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

#define TIN_MAX_PARAMETERS 64 /* a bit each in the set of those that were read */

/* Private to codec/. Those with a meaning to Tincan itself come first, then the options. */

guint       tin_parameter_get_count (void);

const char *tin_parameter_get_name  (guint               position);

gboolean    tin_parameter_applies   (guint               position,
                                     const TinEndpoint  *endpoint);

gboolean    tin_parameter_parse     (guint               position,
                                     TinEndpoint        *endpoint,
                                     GBytes             *value,
                                     GError            **error);

GBytes     *tin_parameter_format    (guint               position,
                                     const TinEndpoint  *endpoint);

G_END_DECLS
