/* tin-last-sent.h: when something was last sent before a message.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-message.h"

G_BEGIN_DECLS

/**
 * TinLastSent:
 *
 * Remembers what it has looked through, so that rows beside each other cost nothing. Of
 * one thread.
 */
typedef struct _TinLastSent TinLastSent;

TinLastSent *tin_last_sent_new  (void);

void         tin_last_sent_free (TinLastSent *self);

gboolean     tin_last_sent_find (TinLastSent *self,
                                 TinMessage  *message,
                                 gint64      *time_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinLastSent, tin_last_sent_free)

G_END_DECLS
