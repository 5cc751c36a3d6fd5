/* tin-help.h: a short page on what Tincan does.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TIN_TYPE_HELP (tin_help_get_type ())

G_DECLARE_FINAL_TYPE (TinHelp, tin_help, TIN, HELP, AdwWindow)

GtkWidget *tin_help_new (GtkApplication *application);

G_END_DECLS
