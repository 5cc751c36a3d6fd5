/* tin-recall.h: walks through what was sent before, in the box where one types.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "model/tin-history.h"

G_BEGIN_DECLS

gboolean tin_recall_older (TinHistory  *history,
                           TinComposer *composer,
                           GtkTextView *view);

gboolean tin_recall_newer (TinHistory  *history,
                           TinComposer *composer,
                           GtkTextView *view);

G_END_DECLS
