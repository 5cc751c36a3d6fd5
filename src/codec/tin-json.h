/* tin-json.h: writes JSON objects of strings and integers.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void tin_json_begin        (GString       *out);

void tin_json_begin_string (GString       *out,
                            const char    *name);

void tin_json_append       (GString       *out,
                            const char    *text,
                            gsize          size);

void tin_json_end_string   (GString       *out);

void tin_json_add_string   (GString       *out,
                            const char    *name,
                            const char    *text,
                            gssize         size);

void tin_json_add_integer  (GString       *out,
                            const char    *name,
                            guint64        value);

void tin_json_add_null     (GString       *out,
                            const char    *name);

void tin_json_add_time     (GString       *out,
                            const char    *name,
                            gint64         time_ns);

void tin_json_end          (GString       *out);

G_END_DECLS
