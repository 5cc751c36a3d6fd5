/* tin-shortage.h: errors that pass by themselves.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <errno.h>
#include <glib.h>

G_BEGIN_DECLS

/* Returns: whether the kernel had no memory for what was asked: that is worth another try a little later */
static inline gboolean
tin_errno_is_shortage (int error_number)
{
  return error_number == ENOBUFS || error_number == ENOMEM;
}

G_END_DECLS
