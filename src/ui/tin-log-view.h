/* tin-log-view.h: the message log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-bookmarks.h"
#include "model/tin-message-list.h"

G_BEGIN_DECLS

#define TIN_TYPE_LOG_VIEW (tin_log_view_get_type ())

G_DECLARE_FINAL_TYPE (TinLogView, tin_log_view, TIN, LOG_VIEW, AdwBin)

/**
 * TinLogView:
 *
 * Properties: selected (TinMessage, nullable, read-only): the newest of the
 * selected rows; follow (boolean): whether the newest row stays in view; paused
 * (boolean): whether rows that come are held back.
 */

void        tin_log_view_set_messages    (TinLogView     *self,
                                          TinMessageList *messages);

void        tin_log_view_set_settings    (TinLogView     *self,
                                          GSettings      *settings);

void        tin_log_view_set_start_ns    (TinLogView     *self,
                                          gint64          start_ns);

void        tin_log_view_set_one_peer    (TinLogView     *self,
                                          gboolean        one_peer);

void        tin_log_view_set_encoding    (TinLogView     *self,
                                          const char     *encoding);

void        tin_log_view_set_bookmarks   (TinLogView     *self,
                                          TinBookmarks   *bookmarks);

void        tin_log_view_set_query       (TinLogView     *self,
                                          TinQuery       *query);

void        tin_log_view_set_placeholder (TinLogView     *self,
                                          const char     *text);

TinMessage *tin_log_view_get_selected    (TinLogView     *self);

GtkBitset  *tin_log_view_dup_selection   (TinLogView     *self);

GListModel *tin_log_view_get_rows        (TinLogView     *self);

char       *tin_log_view_dup_row         (TinLogView     *self,
                                          TinMessage     *message,
                                          guint           position);

void        tin_log_view_go_to           (TinLogView     *self,
                                          guint           position);

void        tin_log_view_ask_where       (TinLogView     *self);

void        tin_log_view_set_old         (TinLogView     *self);

gboolean    tin_log_view_get_follow      (TinLogView     *self);
void        tin_log_view_set_follow      (TinLogView     *self,
                                          gboolean        follow);

void        tin_log_view_reveal          (TinLogView     *self,
                                          guint           position);

void        tin_log_view_focus           (TinLogView     *self);

G_END_DECLS
