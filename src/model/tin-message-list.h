/* tin-message-list.h: the log: a lazy list of messages over a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-message.h"

G_BEGIN_DECLS

#define TIN_TYPE_MESSAGE_LIST (tin_message_list_get_type ())

G_DECLARE_FINAL_TYPE (TinMessageList, tin_message_list, TIN, MESSAGE_LIST, GObject)

/**
 * TinMessageList:
 *
 * A #GListModel of #TinMessage. Nothing is kept a row under "every connection":
 * row n is record first + n. Filtered to one connection it keeps the positions.
 * items-changed is exact, one emission for all that came since the last update.
 */

TinMessageList *tin_message_list_new               (void);

void            tin_message_list_set_capture       (TinMessageList *self,
                                                    TinCapture     *capture);

void            tin_message_list_set_encoding      (TinMessageList *self,
                                                    const char     *encoding);

guint32         tin_message_list_get_connection    (TinMessageList *self);

void            tin_message_list_set_connection    (TinMessageList *self,
                                                    guint32         connection);

void            tin_message_list_update            (TinMessageList *self);

void            tin_message_list_clear             (TinMessageList *self);

gboolean        tin_message_list_undo_clear        (TinMessageList *self);

G_END_DECLS
