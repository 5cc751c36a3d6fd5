/* tin-lookup.h: the addresses that a host stands for.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-address.h"
#include "net/tin-deadline.h"

G_BEGIN_DECLS

gboolean  tin_host_is_localhost (const char          *host);

gboolean  tin_host_to_address   (const char          *host,
                                 TinAddress          *address,
                                 GError             **error);

void      tin_lookup_async      (const char          *host,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);

GArray   *tin_lookup_finish     (GAsyncResult        *result,
                                 GError             **error);

void      tin_lookup_explain    (const char          *host,
                                 const TinDeadline   *deadline,
                                 GError             **error);

G_END_DECLS
