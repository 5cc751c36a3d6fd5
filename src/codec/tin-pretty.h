/* tin-pretty.h: JSON and XML over several lines.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinPrettyKind:
 * @TIN_PRETTY_NONE: neither
 * @TIN_PRETTY_JSON: RFC 8259, also several values behind each other
 * @TIN_PRETTY_XML: or what looks like it
 *
 * What a text is written in, as far as its beginning tells.
 */
typedef enum
{
  TIN_PRETTY_NONE,
  TIN_PRETTY_JSON,
  TIN_PRETTY_XML,
} TinPrettyKind;

TinPrettyKind tin_pretty_guess (const char *text,
                                gsize       size,
                                gsize      *start);

GString      *tin_pretty       (const char *text,
                                gsize       size,
                                gsize       limit,
                                gboolean   *complete);

G_END_DECLS
