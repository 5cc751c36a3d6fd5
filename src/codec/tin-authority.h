/* tin-authority.h: the part of a URI that says where: a host and a port.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

char *tin_authority_parse  (const char  *uri,
                            gsize        begin,
                            gsize        end,
                            TinRole      role,
                            guint16     *port,
                            GError     **error);

void  tin_authority_append (GString     *text,
                            const char  *host,
                            guint16      port);

G_END_DECLS
