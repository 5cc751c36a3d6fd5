/* tin-option-entry.h: preferences: where the number of an option is typed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "model/tin-profile.h"

G_BEGIN_DECLS

#define TIN_TYPE_OPTION_ENTRY (tin_option_entry_get_type ())

G_DECLARE_FINAL_TYPE (TinOptionEntry, tin_option_entry, TIN, OPTION_ENTRY, GtkEntry)

GtkWidget *tin_option_entry_new (TinProfile *profile,
                                 TinOption   option);

G_END_DECLS
