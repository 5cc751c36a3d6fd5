/* tin-binding.h: the sockets that listen where a host says.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-address.h"
#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

/**
 * TinBinding:
 * @sockets: (element-type GSocket): bound; those of a stream listen
 * @addresses: (element-type TinAddress): where, with the effective port, one a socket
 * @notes: (element-type utf8): lines for the user: addresses that were left out, options of which less was given
 */
typedef struct
{
  GPtrArray *sockets;    /* (owned) */
  GArray    *addresses;  /* (owned) */
  GPtrArray *notes;      /* (owned) */
} TinBinding;

gboolean tin_binding_open  (TinBinding        *self,
                            const TinEndpoint *endpoint,
                            GArray            *addresses,
                            GError           **error);

void     tin_binding_clear (TinBinding        *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinBinding, tin_binding_clear)

G_END_DECLS
