/* tin-query-field.h: a named term of a typed query, as a form has it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *tin_query_field_dup_value (const char  *text,
                                 const char  *name);

char *tin_query_field_set_value (const char  *text,
                                 const char  *name,
                                 const char  *value);

void  tin_query_field_dup_range (const char  *text,
                                 const char  *name,
                                 char       **first,
                                 char       **last);

char *tin_query_field_set_range (const char  *text,
                                 const char  *name,
                                 const char  *first,
                                 const char  *last);

G_END_DECLS
