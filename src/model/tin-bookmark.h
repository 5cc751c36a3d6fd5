/* tin-bookmark.h: a message that somebody wants to find again, and those that a recording brings with it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"

G_BEGIN_DECLS

#define TIN_BOOKMARKS_MAX 10000 /* bookmarks */

/**
 * TinBookmark:
 * @position: of the record that the message began in when it was marked
 * @offset: where in its payload, bytes
 * @note: empty for a mere bookmark
 *
 * Bound to bytes and not to a frame, so that it stays where it is when messages are framed anew.
 */
typedef struct
{
  guint64  position;
  guint32  offset;
  char    *note;      /* (owned) */
} TinBookmark;

GArray *tin_bookmark_array_new  (void);

GArray *tin_bookmark_array_read (TinCapture   *capture,
                                 GCancellable *cancellable);

G_END_DECLS
