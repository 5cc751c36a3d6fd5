/* tin-query-text.h: changes a typed query, and says how it could go on.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinQueryProposal:
 * @text: what could stand there
 * @hint: (nullable): what it means, translated
 */
typedef struct
{
  char       *text;   /* (owned) */
  const char *hint;
} TinQueryProposal;

int        tin_query_text_find     (const char         *text,
                                    const char *const  *words);

char      *tin_query_text_replace  (const char         *text,
                                    const char *const  *words,
                                    const char         *replacement);

GPtrArray *tin_query_text_complete (const char         *text,
                                    gsize               cursor,
                                    const char *const  *peers,
                                    gsize              *start,
                                    gsize              *end);

char      *tin_query_text_quote    (const char         *text);

G_END_DECLS
