/* tin-pretty-private.h: what the printers of JSON and XML share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinPretty:
 *
 * A text that is read token by token and written with line breaks and indentation.
 * Nothing is refused: what makes no sense is written as it came.
 */
typedef struct
{
  const char *at;
  const char *end;
  GString    *out;     /* (unowned) */
  gsize       limit;   /* bytes of @out */
  guint       depth;
} TinPretty;

gboolean tin_pretty_is_space   (char       character);

void     tin_pretty_skip_space (TinPretty *self);

void     tin_pretty_break_line (TinPretty *self);

gboolean tin_pretty_take       (TinPretty *self,
                                gsize      size);

gboolean tin_pretty_write_json (TinPretty *self);

gboolean tin_pretty_write_xml  (TinPretty *self);

G_END_DECLS
