/* tin-open-file.h: the ways to open a recording in a window: chosen, dropped, or used before.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-window.h"

G_BEGIN_DECLS

void tin_open_file_add         (TinWindow *window,
                                GMenu     *recent_menu);

void tin_open_file_remember    (GFile     *file);

void tin_open_file_or_explain  (TinWindow *window,
                                GFile     *file);

G_END_DECLS
