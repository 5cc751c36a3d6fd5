/* tin-message-list.h: the log: a lazy list of messages over a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-finder.h"
#include "model/tin-message.h"
#include "model/tin-numbers.h"

G_BEGIN_DECLS

#define TIN_MESSAGE_LIST_MAX_ITEMS  59000000 /* rows: pixels of a list are an int, 32 a row */
#define TIN_MESSAGE_LIST_SLICE_SIZE 100000   /* records that are too few for a word on progress */

#define TIN_MESSAGE_LIST_MAX_PENDING 100 /* rows of messages still coming, those with the newest bytes */

#define TIN_TYPE_MESSAGE_LIST (tin_message_list_get_type ())

G_DECLARE_FINAL_TYPE (TinMessageList, tin_message_list, TIN, MESSAGE_LIST, GObject)

/**
 * TinMessageList:
 *
 * A #GListModel of #TinMessage, a row for each frame. Nothing is kept a row: row n is
 * frame first + n, or, filtered, the hit first + n of a finder.
 * Under a framing, what has come of messages that are not finished yet stands in rows
 * after those of the frames, which are replaced as more comes. items-changed is exact, one
 * emission for all that came since the last update.
 *
 * Properties: busy (boolean, read-only: another update has more to do), hidden (uint64, read-only: how many
 * records Clear hides now), frames (TinFrames, nullable, read-only: what the rows are
 * made of, another one with each framing), progress (double, read-only: how far old
 * messages are framed anew, 1 when they are), note (string, nullable, read-only: what is not listed
 * and why).
 */

TinMessageList *tin_message_list_new               (void);

void            tin_message_list_set_capture       (TinMessageList *self,
                                                    TinCapture     *capture);

void            tin_message_list_set_framing      (TinMessageList   *self,
                                                    const TinFraming *in,
                                                    const TinFraming *out);

void            tin_message_list_set_news_func     (TinMessageList *self,
                                                    TinFramesFunc   func,
                                                    gpointer        user_data);

TinFrames      *tin_message_list_get_frames        (TinMessageList *self);

void            tin_message_list_set_encoding      (TinMessageList *self,
                                                    const char     *encoding);

TinFinder      *tin_message_list_get_finder        (TinMessageList *self);

void            tin_message_list_set_finder        (TinMessageList *self,
                                                    TinFinder      *finder);

guint64         tin_message_list_get_first         (TinMessageList *self);

gboolean        tin_message_list_find              (TinMessageList *self,
                                                    guint64         number,
                                                    guint          *row);

guint           tin_message_list_count_unlisted    (TinMessageList *self);

gboolean        tin_message_list_find_pending      (TinMessageList *self,
                                                    guint64         position,
                                                    guint32         offset,
                                                    guint          *row);

void            tin_message_list_update            (TinMessageList *self);

gboolean        tin_message_list_is_busy           (TinMessageList *self);

const char     *tin_message_list_get_note          (TinMessageList *self);

TinNumbers     *tin_message_list_dup_numbers       (TinMessageList *self,
                                                    guint           row,
                                                    guint           n_rows);

GArray         *tin_message_list_dup_pending_rows  (TinMessageList *self,
                                                    guint           row,
                                                    guint           n_rows);

void            tin_message_list_clear             (TinMessageList *self);

gboolean        tin_message_list_hides             (TinMessageList *self,
                                                    const TinFrame *frame);

gboolean        tin_message_list_undo_clear        (TinMessageList *self);

G_END_DECLS
