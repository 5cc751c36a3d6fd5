/* tin-parameter.h: the parameters of an endpoint's URI, a table row each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

#define TIN_MAX_PARAMETERS 32 /* a bit each in the set of those that were read */

/**
 * TinParameter:
 * @name: as in the URI
 * @parse: takes a value with its percent signs decoded; an error's offset counts from
 *   the beginning of the value
 * @format: (transfer full): the value before percent signs are encoded; %NULL if it is
 *   the default, which the canonical URI leaves out
 *
 * One option of an endpoint. Private to codec/.
 */
typedef struct
{
  const char *name;
  gboolean (*parse)  (TinEndpoint        *endpoint,
                      GBytes             *value,
                      GError            **error);
  GBytes  *(*format) (const TinEndpoint  *endpoint);
} TinParameter;

const TinParameter *tin_parameters_get  (guint              *n_parameters);

G_END_DECLS
