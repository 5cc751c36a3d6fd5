/* log-support.h: a capture that a test fills by hand, and a window to look at it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-message-list.h"
#include "ui-support.h"

G_BEGIN_DECLS

/**
 * LogFeed:
 *
 * What the engine would do: two connections into a capture in memory.
 */
typedef struct
{
  TinCapture     *capture;
  TinMessageList *messages;
  TinFlow         flows[2];
} LogFeed;

void       log_feed_init      (LogFeed      *feed);

void       log_feed_clear     (LogFeed      *feed);

void       log_feed_add       (LogFeed      *feed,
                               guint         flow,
                               TinDirection  direction,
                               const void   *data,
                               gssize        size);

void       log_feed_add_event (LogFeed      *feed,
                               guint         flow,
                               TinEvent      event,
                               const char   *reason);

void       log_feed_add_many  (LogFeed      *feed,
                               guint         n_messages);

void       log_feed_show      (LogFeed      *feed);

GtkWidget *ui_show            (gpointer      child,
                               int           width,
                               int           height);

void       ui_draw            (gpointer      widget);

G_END_DECLS
