/* tin-message-rows.h: which frames of a capture are rows of the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-finder.h"

G_BEGIN_DECLS

/**
 * TinMessageRows:
 * @first: the oldest frame that is listed, or could be found
 * @end: the frame after the newest that was looked at
 * @finder: (owned) (nullable): if the log is filtered, who finds the frames that are listed
 * @first_hit: index of the first hit that is listed
 * @end_hit: index of the hit after the last that is listed
 *
 * Unfiltered, the rows are the frames from @first up to @end. Filtered, they are the hits
 * of @finder from @first_hit up to @end_hit. What changes them says how many rows came or
 * went, for the one who announces it.
 */
typedef struct
{
  guint64    first;
  guint64    end;
  TinFinder *finder;
  guint64    first_hit;
  guint64    end_hit;
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

guint    tin_message_rows_follow       (TinMessageRows       *self);

void     tin_message_rows_set_finder   (TinMessageRows       *self,
                                        TinFinder            *finder);

G_END_DECLS
