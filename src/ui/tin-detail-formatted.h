/* tin-detail-formatted.h: a payload made readable, or ready to be copied.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-payload.h"

G_BEGIN_DECLS

TinPayload *tin_detail_formatted (TinPayload  *payload,
                                  const char  *encoding,
                                  const char **problem);

char       *tin_detail_copy      (TinPayload  *payload,
                                  gboolean     as_hex,
                                  const char  *encoding);

G_END_DECLS
