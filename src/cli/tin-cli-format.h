/* tin-cli-format.h: a record as a line of text or of JSON.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-session.h"

G_BEGIN_DECLS

void tin_cli_format_json (GString         *out,
                          const TinRecord *record,
                          guint32          session,
                          const char      *encoding);

void tin_cli_format_text (GString         *out,
                          const TinRecord *record,
                          const char      *encoding);

G_END_DECLS
