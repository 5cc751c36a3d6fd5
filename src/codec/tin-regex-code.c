/* tin-regex-code.c: a regular expression made ready to be run, within a bound.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-regex-code.h"

#include "codec/tin-codec-error.h"

#include <glib/gi18n-lib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* What an expression may do for a payload: text that is none of its business takes it ten steps a byte. */
#define MIN_STEPS    (1024 * 1024)
#define STEPS_A_BYTE 32

/* Up to there going through all of it from each byte takes no time, and PCRE's own limit is enough. */
#define SMALL_SIZE 1024 /* bytes */
#define SMALL_LIMIT 100000 /* times back into a group, from one place */

#define MIN_STACK_SIZE (32 * 1024)   /* bytes */
#define MAX_STACK_SIZE (1024 * 1024) /* bytes */
#define MAX_HEAP_SIZE  (64 * 1024)   /* KiB, where PCRE does not translate for the machine */

/**
 * TinRegexCode:
 * @plain: for what is small, many times faster
 * @limits: of that
 * @counted: tells before each step
 */
struct _TinRegexCode
{
  pcre2_code          *plain;    /* (owned) */
  pcre2_match_context *limits;   /* (owned) */
  pcre2_code          *counted;  /* (owned) */
};

/**
 * Count:
 * @place: where it was at the last step
 * @n_left: steps
 */
typedef struct
{
  gsize       place;
  gsize       n_left;
  const gint *cancelled;  /* (nullable) (atomic) */
} Count;

static guint32
get_options (GRegexCompileFlags flags)
{
  /* A byte out of the middle of a character is none to go on from. */
  guint32 options = PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C;

  if ((flags & G_REGEX_RAW) == 0)
    options |= PCRE2_UTF | PCRE2_UCP;
  else
    options |= PCRE2_NEVER_UTF | PCRE2_NEVER_UCP;

  if ((flags & G_REGEX_CASELESS) != 0)
    options |= PCRE2_CASELESS;

  if ((flags & G_REGEX_DOTALL) != 0)
    options |= PCRE2_DOTALL;

  return options;
}

/* GRegex understood it, so that little can be wrong. */
static void
explain (int          reason,
         gsize        offset,
         GError     **error)
{
  if (reason == PCRE2_ERROR_BACKSLASH_C_CALLER_DISABLED)
    tin_set_codec_error (error, TIN_CODEC_ERROR_UNSUPPORTED, offset,
                         _("A single byte by “\\C” cannot be looked for here"));
  else
    tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, 0, _("This regular expression is too large"));
}

static pcre2_code *
compile (const char  *expression,
         guint32      options,
         GError     **error)
{
  pcre2_compile_context *context = pcre2_compile_context_create (NULL);
  pcre2_code *code;
  PCRE2_SIZE offset;
  int reason;

  pcre2_set_newline (context, PCRE2_NEWLINE_ANYCRLF);
  code = pcre2_compile ((PCRE2_SPTR) expression, PCRE2_ZERO_TERMINATED, options, &reason, &offset, context);
  pcre2_compile_context_free (context);
  if (code == NULL)
    explain (reason, offset, error);

  /* Where that cannot be it is interpreted. */
  if (code != NULL)
    pcre2_jit_compile (code, PCRE2_JIT_COMPLETE);

  return code;
}

/**
 * tin_regex_code_new:
 * @expression: which GRegex understands, with the same flags
 * @flags: of %G_REGEX_RAW, %G_REGEX_CASELESS and %G_REGEX_DOTALL; lines end as with %G_REGEX_NEWLINE_ANYCRLF, and each
 *   has a beginning and an end
 * @error: %TIN_CODEC_ERROR_TOO_LARGE, or %TIN_CODEC_ERROR_UNSUPPORTED for \C
 *
 * Returns: (transfer full) (nullable): the expression
 */
TinRegexCode *
tin_regex_code_new (const char          *expression,
                    GRegexCompileFlags   flags,
                    GError             **error)
{
  g_autoptr (TinRegexCode) self = g_new0 (TinRegexCode, 1);

  self->plain = compile (expression, get_options (flags), error);
  if (self->plain == NULL)
    return NULL;

  self->counted = compile (expression, get_options (flags) | PCRE2_AUTO_CALLOUT, error);
  if (self->counted == NULL)
    return NULL;

  self->limits = pcre2_match_context_create (NULL);
  pcre2_set_match_limit (self->limits, SMALL_LIMIT);
  pcre2_set_heap_limit (self->limits, MAX_HEAP_SIZE);

  return g_steal_pointer (&self);
}

/**
 * tin_regex_code_free:
 * @self: (transfer full): an expression
 */
void
tin_regex_code_free (TinRegexCode *self)
{
  pcre2_code_free (self->plain);
  pcre2_match_context_free (self->limits);
  pcre2_code_free (self->counted);
  g_free (self);
}

/* From one place to the next it may have passed over bytes, or have taken back as many: that is work as well. */
static int
count_step (pcre2_callout_block *block,
            void                *data)
{
  Count *count = data;
  const gsize place = block->current_position;
  const gsize n_steps = 1 + MAX (place, count->place) - MIN (place, count->place);

  count->place = place;
  if (n_steps > count->n_left || (count->cancelled != NULL && g_atomic_int_get (count->cancelled)))
    return PCRE2_ERROR_CALLOUT;

  count->n_left -= n_steps;

  return 0;
}

/* Returns: 0 or more if it is there, else what PCRE2 says */
static int
match (const pcre2_code    *code,
       pcre2_match_context *context,
       const guint8        *data,
       gsize                size,
       gsize                start,
       TinSpan             *span)
{
  pcre2_match_data *found = pcre2_match_data_create (1, NULL);
  const PCRE2_SIZE *ends = pcre2_get_ovector_pointer (found);
  const int result = pcre2_match (code, data, size, start, PCRE2_NO_UTF_CHECK, found, context);

  /* The sign for the beginning may stand behind the end, in an expression that looks ahead. */
  if (result >= 0 && span != NULL)
    *span = (TinSpan) { MIN (ends[0], ends[1]), ends[1] };

  pcre2_match_data_free (found);

  return result;
}

/* The stack of the thread is enough most of the time, and costs nothing. */
static int
match_counted (const TinRegexCode  *self,
               pcre2_match_context *context,
               const guint8        *data,
               gsize                size,
               gsize                start,
               TinSpan             *span)
{
  int result = match (self->counted, context, data, size, start, span);
  pcre2_jit_stack *stack;

  if (result != PCRE2_ERROR_JIT_STACKLIMIT)
    return result;

  stack = pcre2_jit_stack_create (MIN_STACK_SIZE, MAX_STACK_SIZE, NULL);
  pcre2_jit_stack_assign (context, NULL, stack);
  result = match (self->counted, context, data, size, start, span);
  pcre2_jit_stack_free (stack);

  return result;
}

static int
find_counted (const TinRegexCode *self,
              const guint8       *data,
              gsize               size,
              gsize               start,
              const gint         *cancelled,
              TinSpan            *span)
{
  pcre2_match_context *context = pcre2_match_context_create (NULL);
  Count count = { .place = start, .n_left = MIN_STEPS + (size - start) * STEPS_A_BYTE, .cancelled = cancelled };
  int result;

  pcre2_set_match_limit (context, G_MAXUINT32);
  pcre2_set_heap_limit (context, MAX_HEAP_SIZE);
  pcre2_set_callout (context, count_step, &count);
  result = match_counted (self, context, data, size, start, span);
  pcre2_match_context_free (context);

  return result;
}

/**
 * tin_regex_code_find:
 * @data: (array length=size): a payload; UTF-8 unless the expression is of bytes
 * @size: bytes of it
 * @start: where to begin, where a character does
 * @cancelled: (nullable) (atomic): whether nobody wants to know any more
 * @span: (out) (optional): where it was found
 *
 * Gives up after a million steps and as many as 32 for each byte, and at once when it is cancelled.
 *
 * Returns: whether it is there
 */
TinMatch
tin_regex_code_find (const TinRegexCode *self,
                     const guint8       *data,
                     gsize               size,
                     gsize               start,
                     const gint         *cancelled,
                     TinSpan            *span)
{
  int result = PCRE2_ERROR_MATCHLIMIT;

  if (size - start <= SMALL_SIZE)
    result = match (self->plain, self->limits, data, size, start, span);

  if (result < PCRE2_ERROR_NOMATCH)
    result = find_counted (self, data, size, start, cancelled, span);

  if (result >= 0)
    return TIN_MATCH_YES;

  return result == PCRE2_ERROR_NOMATCH ? TIN_MATCH_NO : TIN_MATCH_UNKNOWN;
}
