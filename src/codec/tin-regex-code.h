/* tin-regex-code.h: a regular expression made ready to be run, within a bound.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-pattern.h"

G_BEGIN_DECLS

/**
 * TinRegexCode:
 *
 * Private to codec/. Never changes, so that any thread may run it.
 *
 * GRegex can neither be told when to stop nor stopped: PCRE counts the times that it goes back into a group, and those
 * from each place anew, so that (\w+)\s(\1) holds a thread for twelve seconds in 64 KiB, and for an hour in 1 MiB.
 * This counts all that is looked at, by PCRE2 itself.
 */
typedef struct _TinRegexCode TinRegexCode;

TinRegexCode *tin_regex_code_new  (const char           *expression,
                                   GRegexCompileFlags    flags,
                                   GError              **error);

void          tin_regex_code_free (TinRegexCode         *self);

TinMatch      tin_regex_code_find (const TinRegexCode   *self,
                                   const guint8         *data,
                                   gsize                 size,
                                   gsize                 start,
                                   const gint           *cancelled,
                                   TinSpan              *span);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinRegexCode, tin_regex_code_free)

G_END_DECLS
