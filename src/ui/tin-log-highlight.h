/* tin-log-highlight.h: what a query found in a row of the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <pango/pango.h>

#include "model/tin-message.h"
#include "model/tin-query.h"

G_BEGIN_DECLS

PangoAttrList *tin_log_highlight (TinQuery   *query,
                                  TinMessage *message,
                                  const char *encoding);

G_END_DECLS
