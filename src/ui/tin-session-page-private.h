/* tin-session-page-private.h: what the page and its actions share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-banner.h"
#include "ui/tin-chart.h"
#include "ui/tin-detail-pane.h"
#include "ui/tin-filter-bar.h"
#include "ui/tin-export-dialog.h"
#include "ui/tin-job-bar.h"
#include "ui/tin-log-view.h"
#include "ui/tin-peer-view.h"
#include "ui/tin-send-box.h"
#include "ui/tin-session-page.h"
#include "ui/tin-status-bar.h"

G_BEGIN_DECLS

struct _TinSessionPage
{
  AdwBin              parent_instance;

  TinSession         *session;       /* (owned) */
  TinWorkbench       *workbench;     /* (owned) */
  GSettings          *settings;      /* (owned) */
  GSimpleActionGroup *actions;       /* (owned) */
  guint               refresh_id;    /* a timer, while news come in */
  gboolean            stale;         /* news since the timer's last turn */
  TinCapture         *begun;         /* (weak) (nullable): whose first record times are counted from */
  int                 detail_height; /* pixels, with a message in it */

  AdwToastOverlay    *toasts;
  TinBanner          *problem_banner;
  GtkButton          *free_port_button;
  GtkWidget          *try_again_button;
  TinBanner          *recording_banner;
  TinBanner          *exposure_banner;
  TinBanner          *note_banner;
  TinBanner          *storm_banner;
  AdwFlap            *flap;
  TinPeerView        *peers;
  TinFilterBar       *filter_bar;
  GtkWidget          *note_popover;    /* a child of ours */
  GtkWidget          *note_entry;
  GtkWidget          *note_opener;     /* (weak) (nullable): what had the keyboard before, unless that was the log */
  TinBookmark         bookmark;        /* the place that was gone to last, without its note */
  GtkPaned           *paned;
  TinLogView         *log;
  TinDetailPane      *detail;
  TinSendBox         *send_box;
  TinChart           *chart;
  TinJobBar          *job_bar;
  TinStatusBar       *status_bar;
};

gboolean tin_session_page_is_server          (TinSessionPage *self);

void     tin_session_page_follow_banners     (TinSessionPage *self);

void     tin_session_page_add_actions        (TinSessionPage *self);

void     tin_session_page_update_actions     (TinSessionPage *self);

void     tin_session_page_add_view_actions   (TinSessionPage *self);

void     tin_session_page_add_focus_actions  (TinSessionPage *self);

gboolean tin_session_page_has_focus_in       (TinSessionPage *self,
                                              GtkWidget      *part);

gboolean tin_session_page_give_focus         (TinSessionPage *self);

void     tin_session_page_add_chart          (TinSessionPage *self);

void     tin_session_page_add_export_actions (TinSessionPage *self);

void     tin_session_page_update_export_actions (TinSessionPage *self);

TinExport *
         tin_session_page_create_export      (TinSessionPage        *self,
                                              const TinExportChoice *choice);

char    *tin_session_page_dup_local_path     (TinSessionPage *self,
                                              GFile          *file);

void     tin_session_page_add_send_file      (TinSessionPage *self);

void     tin_session_page_update_send_file   (TinSessionPage *self);

void     tin_session_page_send_file          (TinSessionPage *self,
                                              guint32         connection,
                                              GFile          *file);

void     tin_session_page_update_view_actions (TinSessionPage *self);

void     tin_session_page_add_find           (TinSessionPage *self);

void     tin_session_page_add_bookmarks      (TinSessionPage *self);

void     tin_session_page_update_note         (TinSessionPage *self);

void     tin_session_page_update_placeholder (TinSessionPage *self);

void     tin_session_page_add_detail         (TinSessionPage *self);

gboolean tin_session_page_detail_is_open     (TinSessionPage *self);

void     tin_session_page_show_message       (TinSessionPage *self,
                                              TinMessage     *message);

void     tin_session_page_save_detail_height (TinSessionPage *self);

G_END_DECLS
