/* tin-inspector.h: what the selected bytes are as numbers, times and characters.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TIN_TYPE_INSPECTOR (tin_inspector_get_type ())

G_DECLARE_FINAL_TYPE (TinInspector, tin_inspector, TIN, INSPECTOR, AdwBin)

void tin_inspector_show_bytes (TinInspector *self,
                               guint64       offset,
                               guint64       n_selected,
                               GBytes       *bytes);

void tin_inspector_set_room   (TinInspector *self,
                               int           room);

G_END_DECLS
