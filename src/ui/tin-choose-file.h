/* tin-choose-file.h: asks for one file, to open or to save in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TinChooseFileFunc:
 * @widget: that asked
 * @file: what was chosen
 * @data: what for; its own from here on
 */
typedef void (*TinChooseFileFunc) (gpointer   widget,
                                   GFile     *file,
                                   gpointer   data);

void tin_choose_file      (gpointer              widget,
                           GtkFileChooserAction  action,
                           const char           *title,
                           const char           *accept_label,
                           const char           *name,
                           TinChooseFileFunc     func,
                           gpointer              data,
                           GDestroyNotify        free_data);

void tin_choose_file_show (GtkFileChooserNative *dialog);

G_END_DECLS
