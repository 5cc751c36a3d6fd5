/* tin-message-list-private.h: what the files of the log share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-message-list.h"
#include "model/tin-message-rows.h"

G_BEGIN_DECLS

struct _TinMessageList
{
  GObject         parent_instance;

  TinCapture     *capture;      /* (owned) (nullable) */
  TinFrames      *frames;       /* (owned) (nullable) of the capture */
  TinFraming      in;
  TinFraming      out;
  char           *encoding;     /* (owned) (nullable) */

  TinMessageRows  rows;
  guint64         clear_undo;   /* the first record that could be a row before Clear */
  guint64         begin;        /* the first record that could be a row */
  gboolean        can_undo;
  guint64         hidden;       /* records that Clear hides */

  GArray         *pending;      /* (owned) (element-type TinFrame): rows of what is still coming, after @rows */
  guint           n_unlisted;   /* messages that are coming, too, when @pending has as many as it may have */

  TinFramesFunc   news_func;    /* (nullable) */
  gpointer        news_data;
  double          progress;

  gboolean        busy;
  gboolean        capped;
};

typedef enum
{
  PROP_BUSY = 1,
  PROP_HIDDEN,
  PROP_FRAMES,
  PROP_PROGRESS,
  PROP_NOTE,
} TinMessageListProperty;

#define TIN_N_MESSAGE_LIST_PROPERTIES (PROP_NOTE + 1)

void    tin_message_list_notify           (TinMessageList         *self,
                                           TinMessageListProperty  property);

void    tin_message_list_announce         (TinMessageList         *self,
                                           guint                   row,
                                           guint                   n_removed,
                                           guint                   n_added);

void    tin_message_list_set_busy         (TinMessageList         *self,
                                           gboolean                busy);

void    tin_message_list_set_capped       (TinMessageList         *self,
                                           gboolean                capped);

/* tin-message-list-frames.c */

void    tin_message_list_drop_frames      (TinMessageList         *self);

void    tin_message_list_begin_frames     (TinMessageList         *self);

guint64 tin_message_list_get_frames_first (TinMessageList         *self);

guint64 tin_message_list_get_frames_end   (TinMessageList         *self);

guint64 tin_message_list_find_begin       (TinMessageList         *self);

/* tin-message-list-update.c */

guint   tin_message_list_extend           (TinMessageList         *self,
                                           guint64                 target);

GArray *tin_message_list_dup_pending      (TinMessageList         *self,
                                           gboolean                has_grown);

/* tin-message-list-clear.c */

void    tin_message_list_set_hidden       (TinMessageList         *self,
                                           guint64                 hidden);

void    tin_message_list_reset_rows       (TinMessageList         *self,
                                           guint64                 first);

G_END_DECLS
