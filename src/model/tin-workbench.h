/* tin-workbench.h: what all sessions share: the engine, the profiles, the history, the captures folder.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-capture-store.h"
#include "model/tin-examples.h"
#include "model/tin-history.h"
#include "model/tin-profile-store.h"
#include "model/tin-recovery.h"
#include "model/tin-session.h"

G_BEGIN_DECLS

#define TIN_TYPE_WORKBENCH (tin_workbench_get_type ())

G_DECLARE_FINAL_TYPE (TinWorkbench, tin_workbench, TIN, WORKBENCH, GObject)

/**
 * TinWorkbench:
 *
 * Property: recording (boolean): whether new sessions are saved to disk.
 */

TinWorkbench    *tin_workbench_new             (const char    *state_folder,
                                                const char    *config_folder,
                                                GError       **error);

TinWorkbench    *tin_workbench_new_for_user    (GError       **error);

TinProfileStore *tin_workbench_get_profiles    (TinWorkbench  *self);
TinHistory      *tin_workbench_get_history     (TinWorkbench  *self);
TinCaptureStore *tin_workbench_get_captures    (TinWorkbench  *self);
const char      *tin_workbench_get_captures_folder (TinWorkbench *self);

gboolean         tin_workbench_get_recording   (TinWorkbench  *self);
void             tin_workbench_set_recording   (TinWorkbench  *self,
                                                gboolean       recording);

TinSession      *tin_workbench_create_session  (TinWorkbench  *self,
                                                TinProfile    *profile);

TinSession      *tin_workbench_open_file            (TinWorkbench   *self,
                                                    const char      *path,
                                                    GError         **error);

void             tin_workbench_recover_async        (TinWorkbench        *self,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);

G_END_DECLS
