/* tin-query-private.h: what the files of a query share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-query-term.h"

G_BEGIN_DECLS

/**
 * TinQuery:
 * @hint: (nullable): what may be meant in another way, translated
 * @zone: local time, for terms of every day
 * @zone_cache: (atomic): a quarter of an hour in the upper half, and in the lower how far local time is ahead of UTC
 *   in it, seconds
 * @n_slow: (atomic): how often what was to be highlighted took too many steps
 */
struct _TinQuery
{
  gatomicrefcount  n_references;
  GPtrArray       *terms;         /* (owned) (element-type TinQueryTerm) */
  const char      *hint;
  GTimeZone       *zone;          /* (owned) */
  guint64          zone_cache;
  gint             n_slow;        /* (atomic) */
  gboolean         has_facts;
  gboolean         has_peers;
  gboolean         has_patterns;
};

G_END_DECLS
