/* tin-message-words.h: what happened, in the user's language.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-record.h"

G_BEGIN_DECLS

gboolean    tin_event_is_problem           (TinEvent         event);

const char *tin_message_words_get_label    (TinEvent         event,
                                            TinDirection     direction);

const char *tin_message_words_get_mark     (const TinRecord *record,
                                            guint            flags);

char       *tin_message_words_dup_sentence (const TinRecord *record,
                                            const char      *peer,
                                            const char      *local);

char       *tin_message_words_dup_payload  (const guint8    *data,
                                            gsize            size,
                                            gsize            whole_size,
                                            const char      *encoding,
                                            gsize            limit);

G_END_DECLS
