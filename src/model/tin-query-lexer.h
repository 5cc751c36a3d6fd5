/* tin-query-lexer.h: the terms of a typed query, not understood yet.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TIN_QUERY_REGEX_FLAGS "ics"

/**
 * TinQueryTokenKind:
 * @TIN_QUERY_TOKEN_WORD: without a mark of its own
 * @TIN_QUERY_TOKEN_QUOTED: between quotation marks
 * @TIN_QUERY_TOKEN_REGEX: between slashes, with %TIN_QUERY_REGEX_FLAGS behind the second if any
 * @TIN_QUERY_TOKEN_NAMED: a name, an operator and a value
 */
typedef enum
{
  TIN_QUERY_TOKEN_WORD,
  TIN_QUERY_TOKEN_QUOTED,
  TIN_QUERY_TOKEN_REGEX,
  TIN_QUERY_TOKEN_NAMED,
} TinQueryTokenKind;

/**
 * TinQueryToken:
 * @start: its first byte in the query, with the minus if it has one
 * @end: the byte after it
 * @negated: whether a minus stands before it
 * @finished: whether the quotation mark at its end is there
 * @name_start: (of a named one): the first byte of its name
 * @name_end: the byte after its name
 * @operator: one of `:`, `=`, `<`, `>`, `l` (less or equal) and `g` (greater or equal)
 * @value_start: the first byte of what it says, without marks
 * @value_end: the byte after that; flags of an expression stand between the slash and @end
 */
typedef struct
{
  TinQueryTokenKind kind;
  gsize             start;
  gsize             end;
  gboolean          negated;
  gboolean          finished;
  gsize             name_start;
  gsize             name_end;
  char              operator;
  gsize             value_start;
  gsize             value_end;
} TinQueryToken;

gboolean tin_query_lexer_next (const char          *text,
                               gsize                offset,
                               TinQueryToken       *token);

gboolean tin_query_token_is   (const TinQueryToken *self,
                               const char          *text,
                               const char          *word);

char    *tin_query_token_dup_value (const TinQueryToken *self,
                                    const char          *text);

G_END_DECLS
