/* tin-window-private.h: what the files of a window share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-banner.h"
#include "ui/tin-closed-tabs.h"
#include "ui/tin-window.h"

G_BEGIN_DECLS

struct _TinWindow
{
  AdwApplicationWindow  parent_instance;

  TinWorkbench         *workbench;        /* (owned) (nullable) */
  GSettings            *settings;         /* (owned) (nullable) */
  GSignalGroup         *session_signals;  /* (owned) of the tab in front */
  GSignalGroup         *profile_signals;  /* (owned) likewise */
  GBindingGroup        *session_bindings; /* (owned) of the tab in front */
  TinClosedTabs        *closed_tabs;      /* (owned) */
  GtkWidget            *preferences;      /* (weak) (nullable) while it is open */

  AdwWindowTitle       *title;
  GtkButton            *start_button;
  GMenu                *examples_menu;
  GMenu                *profiles_menu;
  GMenu                *recent_menu;
  TinBanner            *recovery_banner;
  GPtrArray            *recovered;        /* (owned) (nullable) (element-type TinRecovered) */
  AdwTabView           *tab_view;
  AdwToastOverlay      *toast_overlay;
};

TinSession *tin_window_get_session         (TinWindow  *self);

TinTab     *tin_window_append_session      (TinWindow  *self,
                                            TinSession *session);

/* tin-window-files.c */

void        tin_window_open_recovered      (TinWindow  *self);

/* tin-window-actions.c */

void        tin_window_add_actions         (TinWindow  *self);

void        tin_window_update_start_button (TinWindow  *self);

void        tin_window_update_reopen_tab   (TinWindow  *self);

G_END_DECLS
