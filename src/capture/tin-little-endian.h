/* tin-little-endian.h: numbers as they stand in a recording.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A block is written in little endian (pcapng, section 3.6), and nothing in it need be aligned for us.
 */

#pragma once

#include <glib.h>
#include <string.h>

static inline guint16
tin_get16_le (const guint8 *at)
{
  guint16 value;

  memcpy (&value, at, sizeof value);
  return GUINT16_FROM_LE (value);
}

static inline guint32
tin_get32_le (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}
