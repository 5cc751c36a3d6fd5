/* tin-numbers.h: a set of numbers, such as those of the messages that were selected.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TinNumbers TinNumbers;

TinNumbers *tin_numbers_new       (void);

void        tin_numbers_free      (TinNumbers *self);

void        tin_numbers_add       (TinNumbers *self,
                                   guint64     number);

void        tin_numbers_add_range (TinNumbers *self,
                                   guint64     first,
                                   guint64     end);

gboolean    tin_numbers_has       (TinNumbers *self,
                                   guint64     number);

guint64     tin_numbers_count     (TinNumbers *self);

gboolean    tin_numbers_next      (TinNumbers *self,
                                   guint64    *number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinNumbers, tin_numbers_free)

G_END_DECLS
