/* tin-little-endian.h: numbers as they stand in a recording.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blocks are written in little endian (pcapng, section 3.6), and so is an index beside them. Nothing need be aligned.
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

static inline guint64
tin_get64_le (const guint8 *at)
{
  guint64 value;

  memcpy (&value, at, sizeof value);
  return GUINT64_FROM_LE (value);
}

/* All that put return the place behind. */
static inline guint8 *
tin_put16_le (guint8  *at,
              guint16  value)
{
  value = GUINT16_TO_LE (value);
  memcpy (at, &value, sizeof value);
  return at + sizeof value;
}

static inline guint8 *
tin_put32_le (guint8  *at,
              guint32  value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
  return at + sizeof value;
}

static inline guint8 *
tin_put64_le (guint8  *at,
              guint64  value)
{
  value = GUINT64_TO_LE (value);
  memcpy (at, &value, sizeof value);
  return at + sizeof value;
}
