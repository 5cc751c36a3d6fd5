/* tin-search.h: what a session is searched for, and what was found.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-finder.h"
#include "model/tin-message-list.h"

G_BEGIN_DECLS

#define TIN_TYPE_SEARCH (tin_search_get_type ())

G_DECLARE_FINAL_TYPE (TinSearch, tin_search, TIN, SEARCH, GObject)

/**
 * TinSearch:
 *
 * Runs what somebody typed over the frames of a message list, and has the list show what was found, or a connection
 * alone, or both. While what is typed cannot be understood, what was understood last stays, and views say so.
 *
 * Properties: text (string), match-case, regex (boolean: how text is meant), filter (boolean: whether the list shows
 * only what was found), connection (uint, 0 for every one), query (#TinQuery, nullable, read-only: what was
 * understood), error (string, nullable, read-only: what is wrong with the text),
 * n-hits (uint64, read-only), busy (boolean, read-only).
 */

TinSearch  *tin_search_new            (TinMessageList  *messages);

void        tin_search_set_wake_func  (TinSearch       *self,
                                       TinFinderFunc    func,
                                       gpointer         user_data);

void        tin_search_update         (TinSearch       *self);

const char *tin_search_get_text       (TinSearch       *self);
void        tin_search_set_text       (TinSearch       *self,
                                       const char      *text);

void        tin_search_set_encoding   (TinSearch       *self,
                                       const char      *encoding);

guint32     tin_search_get_connection (TinSearch       *self);
void        tin_search_set_connection (TinSearch       *self,
                                       guint32          connection);

gboolean    tin_search_get_filter     (TinSearch       *self);

TinQuery   *tin_search_get_query      (TinSearch       *self);

const char *tin_search_get_understood (TinSearch       *self);

const char *tin_search_get_error      (TinSearch       *self,
                                       gsize           *offset);

guint64     tin_search_get_n_hits     (TinSearch       *self);

void        tin_search_get_doubts     (TinSearch       *self,
                                       TinFinderDoubts *doubts);

double      tin_search_get_progress   (TinSearch       *self);

guint64     tin_search_get_place      (TinSearch       *self,
                                       guint64          number);

guint64     tin_search_get_pending_place
                                      (TinSearch       *self,
                                       guint64          position,
                                       guint32          offset);

GArray     *tin_search_dup_pending    (TinSearch       *self);

gboolean    tin_search_find_next      (TinSearch       *self,
                                       guint64          number,
                                       guint64         *hit);

gboolean    tin_search_find_previous  (TinSearch       *self,
                                       guint64          number,
                                       guint64         *hit);

G_END_DECLS
