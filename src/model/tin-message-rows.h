/* tin-message-rows.h: which frames of a capture are rows of the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinMessageRows:
 * @first: the oldest frame that is listed, or could match
 * @end: the frame after the newest that was looked at
 * @matches: (element-type guint64) (owned) (nullable): if the log is filtered, the numbers
 *   of the frames that match, ascending
 *
 * Unfiltered, the rows are the frames from @first up to @end. Filtered, they are those
 * in @matches. What changes them says how many rows came or went, for the one
 * who announces it.
 */
typedef struct
{
  guint64  first;
  guint64  end;
  GArray  *matches;
} TinMessageRows;

guint    tin_message_rows_count        (const TinMessageRows *self);

guint64  tin_message_rows_get_number   (const TinMessageRows *self,
                                        guint                 row);

guint    tin_message_rows_find         (const TinMessageRows *self,
                                        guint64               number);

guint    tin_message_rows_drop_before  (TinMessageRows       *self,
                                        guint64               number);

guint    tin_message_rows_reset        (TinMessageRows       *self,
                                        guint64               first);

guint    tin_message_rows_extend       (TinMessageRows       *self,
                                        guint64               end);

guint    tin_message_rows_prepend      (TinMessageRows       *self,
                                        guint64               first);

void     tin_message_rows_set_filtered (TinMessageRows       *self,
                                        gboolean              filtered);

G_END_DECLS
