/* ui-support.h: what the tests of the window share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-application.h"

G_BEGIN_DECLS

typedef gboolean (*UiCondition) (gpointer data);

void            ui_test_init           (int             *argc,
                                        char          ***argv);

TinApplication *ui_start_application   (void);

void            ui_end_application     (TinApplication  *application);

void            ui_wait_until          (UiCondition      condition,
                                        gpointer         data);

void            ui_wait_for_state      (TinSession      *session,
                                        TinSessionState  state);

void            ui_settle              (void);

GtkWidget      *ui_find                (gpointer         root,
                                        GType            type,
                                        const char      *label);

GtkWidget      *ui_find_template_child (gpointer         widget,
                                        const char      *id);

void            ui_assert_names        (GtkWidget       *widget);

void            ui_take_picture        (gpointer         widget,
                                        const char      *name);

G_END_DECLS
