/* tin-application.h: what there is one of: the workbench, the settings, the command line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-workbench.h"

G_BEGIN_DECLS

#define TIN_TYPE_APPLICATION (tin_application_get_type ())

G_DECLARE_FINAL_TYPE (TinApplication, tin_application, TIN, APPLICATION, AdwApplication)

TinApplication *tin_application_new           (GApplicationFlags  flags);

TinWorkbench   *tin_application_get_workbench (TinApplication    *self);

GSettings      *tin_application_get_settings  (TinApplication    *self);

G_END_DECLS
