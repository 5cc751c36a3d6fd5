/* tin-storm-guard.c: notices two programs that answer each other for ever.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-storm-guard.h"

#include <string.h>

/* FNV-1a in steps of eight bytes: only equality matters, and it is on the way of every datagram. */
static guint64
hash_bytes (const guint8 *data,
            gsize         size)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);
  const guint64 prime = G_GUINT64_CONSTANT (0x100000001b3);

  for (; size >= 8; data += 8, size -= 8)
    {
      guint64 word;

      memcpy (&word, data, 8);
      hash = (hash ^ word) * prime;
      hash ^= hash >> 29;
    }

  for (; size > 0; data++, size--)
    hash = (hash ^ *data) * prime;

  return hash;
}

static void
start_over (TinStormGuard *self,
            guint64        hash,
            gsize          size,
            gint64         now)
{
  self->hash = hash;
  self->size = size;
  self->count = 1;
  self->since = now;
  self->raging = FALSE;
}

/**
 * tin_storm_guard_check:
 * @self: the guard of one peer
 * @data: a datagram from it
 * @size: its size
 * @now: monotonic, microseconds
 *
 * A storm begins with %TIN_STORM_COUNT identical datagrams in a row within %TIN_STORM_WINDOW. It
 * ends with a different one, or after a silence of %TIN_STORM_GAP.
 *
 * Returns: whether @data is part of a storm, and so not to be answered
 */
TinStorm
tin_storm_guard_check (TinStormGuard *self,
                       const guint8  *data,
                       gsize          size,
                       gint64         now)
{
  guint64 hash = hash_bytes (data, size);
  gint64 silence = now - self->latest;

  self->latest = now;

  if (self->count == 0 || hash != self->hash || size != self->size || silence >= TIN_STORM_GAP)
    {
      start_over (self, hash, size, now);
      return TIN_STORM_NONE;
    }

  if (self->raging)
    return TIN_STORM_GOES_ON;

  if (now - self->since > TIN_STORM_WINDOW)
    {
      start_over (self, hash, size, now);
      return TIN_STORM_NONE;
    }

  if (++self->count < TIN_STORM_COUNT)
    return TIN_STORM_NONE;

  self->raging = TRUE;

  return TIN_STORM_BEGINS;
}

/**
 * tin_storm_guard_is_over:
 * @self: the guard of one peer
 * @now: monotonic, microseconds
 *
 * Returns: whether no storm rages, or one has been silent for %TIN_STORM_GAP
 */
gboolean
tin_storm_guard_is_over (const TinStormGuard *self,
                         gint64               now)
{
  return !self->raging || now - self->latest >= TIN_STORM_GAP;
}

/**
 * tin_storm_guard_forget:
 * @self: the guard of one peer
 *
 * Whatever comes next is no part of a storm, but may begin one.
 */
void
tin_storm_guard_forget (TinStormGuard *self)
{
  *self = (TinStormGuard) { 0 };
}
