/* tin-query-help.h: what can be asked for in a query, by examples.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TIN_TYPE_QUERY_HELP (tin_query_help_get_type ())

G_DECLARE_FINAL_TYPE (TinQueryHelp, tin_query_help, TIN, QUERY_HELP, AdwBin)

/**
 * TinQueryHelp:
 *
 * Signals: chosen (string: an example, to be added to the query).
 */

const char *tin_query_help_get_example (guint index);

G_END_DECLS
