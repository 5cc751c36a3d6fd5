/* tin-detail-formatted.h: a payload of JSON or XML, made readable.
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

G_END_DECLS
