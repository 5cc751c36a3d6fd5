/* tin-bookmarks.h: messages that somebody wants to find again, with what was written on them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-bookmark.h"
#include "model/tin-message.h"

G_BEGIN_DECLS

#define TIN_BOOKMARKS_MAX_NOTE 1023 /* bytes of a note: what a comment in a saved copy holds */

#define TIN_TYPE_BOOKMARKS (tin_bookmarks_get_type ())

G_DECLARE_FINAL_TYPE (TinBookmarks, tin_bookmarks, TIN, BOOKMARKS, GObject)

/**
 * TinBookmarks:
 *
 * Ordered as the bytes came. Signal: changed.
 */

TinBookmarks      *tin_bookmarks_new           (void);

gboolean           tin_bookmarks_is_loading    (TinBookmarks  *self);

guint              tin_bookmarks_count         (TinBookmarks  *self);

const TinBookmark *tin_bookmarks_get           (TinBookmarks  *self,
                                                guint          index);

const TinBookmark *tin_bookmarks_find          (TinBookmarks  *self,
                                                TinMessage    *message);

const TinBookmark *tin_bookmarks_find_next     (TinBookmarks  *self,
                                                guint64        position,
                                                guint32        offset);

const TinBookmark *tin_bookmarks_find_previous (TinBookmarks  *self,
                                                guint64        position,
                                                guint32        offset);

gboolean           tin_bookmarks_add           (TinBookmarks  *self,
                                                guint64        position,
                                                guint32        offset,
                                                const char    *note);

void               tin_bookmarks_remove        (TinBookmarks  *self,
                                                TinMessage    *message);

void               tin_bookmarks_remove_all    (TinBookmarks  *self);

void               tin_bookmarks_load          (TinBookmarks  *self,
                                                TinCapture    *capture);

G_END_DECLS
