/* tin-log-view-private.h: what the files of the log share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-filling-list.h"
#include "ui/tin-follow-bin.h"
#include "ui/tin-log-columns.h"
#include "ui/tin-log-view.h"
#include "ui/tin-row-selection.h"

G_BEGIN_DECLS

struct _TinLogView
{
  AdwBin               parent_instance;

  TinFillingList      *filling;        /* (owned) */
  TinRowSelection     *rows;           /* (owned) */
  TinMessage          *selected;       /* (owned) (nullable) */
  GSettings           *settings;       /* (owned) (nullable) */
  TinLogStyle          style;
  TinLogColumns       *columns;        /* (owned) */
  guint                room_id;        /* an idle source that tells them how much room there is */
  TinMessage          *focused;        /* (owned) (nullable): whose row had the keyboard, and went */
  gboolean             focus_follows;  /* the newest row stayed in view then */
  guint                focus_id;       /* an idle source that gives the keyboard to another row */
  guint                n_new;          /* rows that came since following stopped */
  guint                n_gone;         /* last rows that went, and in whose place none came yet */
  gboolean             is_old;         /* what comes is read from a file */

  TinFollowBin        *follow_bin;
  GtkColumnView       *column_view;
  GtkWidget           *placeholder;
  GtkRevealer         *newest_revealer;
  GtkWidget           *newest_button;
  AdwButtonContent    *newest_content;
  GMenuModel          *menu;
  GMenuModel          *header_menu;
  GtkWidget           *popover;        /* a child of ours */
  GtkWidget           *jump;           /* a child of ours */
  GtkWidget           *widths;         /* a child of ours */
};

typedef enum
{
  PROP_SELECTED = 1,
  PROP_FOLLOW,
  PROP_PAUSED,
} TinLogViewProperty;

#define TIN_N_LOG_VIEW_PROPERTIES (PROP_PAUSED + 1)

void     tin_log_view_notify          (TinLogView         *self,
                                       TinLogViewProperty  property);

void     tin_log_view_update_selected (TinLogView         *self);

/* tin-log-view-focus.c */

void     tin_log_view_focus_row       (TinLogView         *self,
                                       guint               position);

void     tin_log_view_keep_focus      (TinLogView         *self,
                                       guint               position,
                                       guint               removed);

/* tin-log-view-follow.c */

void     tin_log_view_bind_follow     (GtkWidgetClass     *widget_class);

void     tin_log_view_watch_rows      (TinLogView         *self);

void     tin_log_view_go_to_newest    (TinLogView         *self);

/* tin-log-view-input.c */

void     tin_log_view_bind_input      (GtkWidgetClass     *widget_class);

G_END_DECLS
