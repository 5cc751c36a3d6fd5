/* log-view-support.h: a message log on screen.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "log-support.h"
#include "ui/tin-log-view.h"

G_BEGIN_DECLS

typedef struct
{
  LogFeed        feed;
  GSettings     *settings;
  TinLogView    *log;
  GtkWidget     *window;
  GtkAdjustment *adjustment;
} LogViewFixture;

void            log_view_set_up           (LogViewFixture *fixture,
                                           gconstpointer   data);

void            log_view_tear_down        (LogViewFixture *fixture,
                                           gconstpointer   data);

GtkInscription *log_view_find_cell        (gpointer        root,
                                           const char     *text);

double          log_view_get_gap          (LogViewFixture *fixture);

void            log_view_draw             (LogViewFixture *fixture);

void            log_view_add_many         (LogViewFixture *fixture,
                                           guint           n_messages);

GtkRevealer    *log_view_get_revealer     (LogViewFixture *fixture);

const char     *log_view_get_newest_label (LogViewFixture *fixture);

void            log_view_select_row       (LogViewFixture *fixture,
                                           guint           position,
                                           gboolean        alone);

G_END_DECLS
