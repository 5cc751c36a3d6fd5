/* tin-history.h: what was sent before, newest last, kept between runs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "model/tin-composer.h"

G_BEGIN_DECLS

#define TIN_HISTORY_MAX_ENTRIES    500
#define TIN_HISTORY_MAX_ENTRY_SIZE (64 * 1024) /* bytes; longer ones are not kept */

#define TIN_TYPE_HISTORY (tin_history_get_type ())

G_DECLARE_FINAL_TYPE (TinHistory, tin_history, TIN, HISTORY, GObject)

TinHistory *tin_history_new      (const char  *path);

gboolean    tin_history_load     (TinHistory  *self,
                                  GError     **error);

gboolean    tin_history_save     (TinHistory  *self,
                                  GError     **error);

void        tin_history_add      (TinHistory  *self,
                                  const char  *text,
                                  TinFormat    format);

const char *tin_history_older    (TinHistory  *self,
                                  const char  *draft,
                                  TinFormat   *format);

const char *tin_history_newer    (TinHistory  *self,
                                  TinFormat   *format);

void        tin_history_rewind   (TinHistory  *self);

guint       tin_history_get_length (TinHistory *self);

G_END_DECLS
