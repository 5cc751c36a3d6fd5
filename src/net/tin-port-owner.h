/* tin-port-owner.h: which program holds a port, as far as /proc tells.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-address.h"
#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

typedef struct
{
  guint  pid;      /* 0: another user's, or not to be found out */
  char  *program;  /* (owned) (nullable) */
} TinPortOwner;

void     tin_port_owner_clear (TinPortOwner *self);

gboolean tin_port_owner_find  (TinTransport  transport,
                               guint16       port,
                               TinPortOwner *owner);

guint16  tin_port_find_free   (TinTransport  transport,
                               const char   *host,
                               guint16       after);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinPortOwner, tin_port_owner_clear)

G_END_DECLS
