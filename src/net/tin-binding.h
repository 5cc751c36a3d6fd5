/* tin-binding.h: the sockets that listen where a host says.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-address.h"
#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

#define TIN_LISTEN_BACKLOG 4096 /* connections that wait to be accepted; the default of 10 stalls bursts for seconds */

/**
 * TinBinding:
 * @sockets: (element-type GSocket): bound; those of a stream listen
 * @addresses: (element-type TinAddress): where, with the effective port, one a socket
 * @note: (nullable): a line for the user about an address that was left out
 */
typedef struct
{
  GPtrArray *sockets;    /* (owned) */
  GArray    *addresses;  /* (owned) */
  char      *note;       /* (owned) (nullable) */
} TinBinding;

gboolean tin_binding_open  (TinBinding        *self,
                            TinTransport       transport,
                            GArray            *addresses,
                            guint16            port,
                            GError           **error);

void     tin_binding_clear (TinBinding        *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinBinding, tin_binding_clear)

G_END_DECLS
