/* tin-pattern.h: text, bytes or a regular expression to be found in a payload.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinCase:
 * @TIN_CASE_SMART: case matters if there is a capital letter in what is looked for
 */
typedef enum
{
  TIN_CASE_SMART,
  TIN_CASE_IGNORED,
  TIN_CASE_MATTERS,
} TinCase;

/**
 * TinMatch:
 * @TIN_MATCH_UNKNOWN: it took too many steps and was given up, or was cancelled
 */
typedef enum
{
  TIN_MATCH_NO,
  TIN_MATCH_YES,
  TIN_MATCH_UNKNOWN,
} TinMatch;

/**
 * TinSpan:
 *
 * The bytes from @start up to @end, which is not one of them.
 */
typedef struct
{
  gsize start;
  gsize end;
} TinSpan;

/**
 * TinPattern:
 *
 * Never changes, so that any thread may search with it.
 */
typedef struct _TinPattern TinPattern;

TinPattern *tin_pattern_new_bytes (GBytes            *bytes);

TinPattern *tin_pattern_new_text  (const char        *text,
                                   const char        *encoding,
                                   TinCase            letter_case,
                                   GError           **error);

TinPattern *tin_pattern_new_regex (const char        *expression,
                                   const char        *encoding,
                                   TinCase            letter_case,
                                   gboolean           dot_all,
                                   GError           **error);

TinPattern *tin_pattern_ref       (TinPattern        *self);

void        tin_pattern_unref     (TinPattern        *self);

gsize       tin_pattern_get_size  (const TinPattern  *self);

TinMatch    tin_pattern_find      (const TinPattern  *self,
                                   const guint8      *data,
                                   gsize              size,
                                   gsize              start,
                                   TinSpan           *span);

TinMatch    tin_pattern_find_until
                                  (const TinPattern  *self,
                                   const guint8      *data,
                                   gsize              size,
                                   gsize              start,
                                   const gint        *cancelled,
                                   TinSpan           *span);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinPattern, tin_pattern_unref)

G_END_DECLS
