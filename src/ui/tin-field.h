/* tin-field.h: what is wrong with a field, where it is typed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-profile.h"

G_BEGIN_DECLS

char *tin_field_show           (GtkWidget       *field,
                                TinProfile      *profile,
                                TinProfileField  which);

void  tin_field_show_with_hint (GtkWidget       *field,
                                AdwActionRow    *hint,
                                TinProfile      *profile,
                                TinProfileField  which);

char *tin_field_dup_problem    (TinProfile      *profile);

G_END_DECLS
