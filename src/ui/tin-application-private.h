/* tin-application-private.h: what the files of the application share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-window.h"

G_BEGIN_DECLS

TinWindow *tin_application_find_window  (TinApplication *self);

void       tin_application_open_window  (TinApplication *self);

void       tin_application_open_example (TinApplication *self,
                                         const char     *id);

gboolean   tin_application_open_file    (TinApplication *self,
                                         GFile          *file,
                                         GError        **error);

void       tin_application_add_actions  (TinApplication *self);

G_END_DECLS
