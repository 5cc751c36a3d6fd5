/* tin-pretty.c: JSON and XML over several lines.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-pretty.h"

#include "codec/tin-pretty-private.h"

#include <string.h>

#define INDENTATION "  "
#define MAX_INDENT  64 /* levels; deeper ones stand in one column, or brackets alone could fill the limit */

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

gboolean
tin_pretty_is_space (char character)
{
  return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

void
tin_pretty_skip_space (TinPretty *self)
{
  while (self->at < self->end && tin_pretty_is_space (*self->at))
    self->at++;
}

/* To the indentation of the depth; nothing at the very beginning. */
void
tin_pretty_break_line (TinPretty *self)
{
  if (self->out->len == 0)
    return;

  if (self->out->str[self->out->len - 1] != '\n')
    g_string_append_c (self->out, '\n');

  for (guint i = 0; i < MIN (self->depth, MAX_INDENT); i++)
    g_string_append (self->out, INDENTATION);
}

/* Passes @size bytes on. Returns %FALSE when the text is full. */
gboolean
tin_pretty_take (TinPretty *self,
                 gsize      size)
{
  const gsize room = self->limit > self->out->len ? self->limit - self->out->len : 0;
  gsize taken = MIN (size, room);

  while (taken < size && taken > 0 && (self->at[taken] & 0xC0) == 0x80)
    taken--;

  g_string_append_len (self->out, self->at, (gssize) taken);
  self->at += size;

  return taken == size;
}

/* A request or an answer of HTTP/1 (RFC 9112 section 2.1): what is of interest stands behind its header. */
static gsize
find_body (const char *text,
           gsize       size)
{
  const char *line_end = memchr (text, '\n', MIN (size, 8192));
  const char *end = NULL;

  if (line_end == NULL || g_strstr_len (text, line_end - text, "HTTP/1.") == NULL)
    return 0;

  end = g_strstr_len (text, (gssize) size, "\r\n\r\n");

  return end != NULL ? (gsize) (end - text) + 4 : 0;
}

static gsize
find_start (const char *text,
            gsize       size)
{
  gsize start = find_body (text, size);

  if (size - start >= 3 && memcmp (text + start, BYTE_ORDER_MARK, 3) == 0)
    start += 3;

  while (start < size && tin_pretty_is_space (text[start]))
    start++;

  return start;
}

static char
peek_next (const char *at,
           const char *end)
{
  while (at < end && tin_pretty_is_space (*at))
    at++;

  return at < end ? *at : '\0';
}

/**
 * tin_pretty_guess:
 * @text: (array length=size): UTF-8
 * @size: how many bytes
 * @start: (out): where it begins, behind white space, a byte order mark and a header
 *   of HTTP
 *
 * Looks at no more than the beginning.
 *
 * Returns: what it seems to be
 */
TinPrettyKind
tin_pretty_guess (const char *text,
                  gsize       size,
                  gsize      *start)
{
  char next;

  g_return_val_if_fail (text != NULL || size == 0, TIN_PRETTY_NONE);
  g_return_val_if_fail (start != NULL, TIN_PRETTY_NONE);

  *start = size > 0 ? find_start (text, size) : 0;
  if (*start >= size)
    return TIN_PRETTY_NONE;

  next = peek_next (text + *start + 1, text + size);

  switch (text[*start])
    {
    case '{':
      return next == '"' || next == '}' ? TIN_PRETTY_JSON : TIN_PRETTY_NONE;

    case '[':
      return next != '\0' && strchr ("[{\"]-0123456789tfn", next) != NULL ? TIN_PRETTY_JSON : TIN_PRETTY_NONE;

    case '<':
      next = *start + 1 < size ? text[*start + 1] : '\0';
      return g_ascii_isalpha (next) || next == '_' || next == '!' || next == '?' ? TIN_PRETTY_XML : TIN_PRETTY_NONE;

    default:
      return TIN_PRETTY_NONE;
    }
}

/**
 * tin_pretty:
 * @text: (array length=size): UTF-8, not trusted, perhaps not complete
 * @size: how many bytes
 * @limit: how many bytes the result may have
 * @complete: (out) (optional): whether all of it fitted
 *
 * Writes JSON or XML with a line for each element and two spaces for each level, up to
 * 64. It is no parser: strings, names and numbers are passed on as they are, white
 * space between them is not, and what is wrong stays wrong. A header of HTTP before it
 * stays as it is. Takes time in proportion to @size and no stack.
 *
 * The result is not safe to show as it is: it has what control characters @text has.
 *
 * Returns: (transfer full) (nullable): UTF-8, or %NULL if it is neither
 */
GString *
tin_pretty (const char *text,
            gsize       size,
            gsize       limit,
            gboolean   *complete)
{
  gsize start = 0;
  const TinPrettyKind kind = tin_pretty_guess (text, size, &start);
  TinPretty self = { .at = text, .limit = limit };
  gboolean fitted;

  if (kind == TIN_PRETTY_NONE)
    return NULL;

  self.out = g_string_sized_new (MIN (size + size / 4, limit) + 1);
  self.end = text + size;
  fitted = tin_pretty_take (&self, start);

  if (fitted)
    fitted = kind == TIN_PRETTY_JSON ? tin_pretty_write_json (&self) : tin_pretty_write_xml (&self);

  if (complete != NULL)
    *complete = fitted;

  return self.out;
}
