/* tin-pretty-xml.c: XML over several lines (W3C XML 1.0, fifth edition).
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-pretty-private.h"

#include <string.h>

typedef enum
{
  TOKEN_OTHER,      /* a comment, an instruction, an empty element: stands alone */
  TOKEN_OPEN,       /* a start tag */
  TOKEN_CLOSE,      /* an end tag */
  TOKEN_TEXT,       /* text directly behind a start tag */
} Token;

static gboolean
starts_with (const TinPretty *self,
             const char      *prefix)
{
  const gsize size = strlen (prefix);

  return (gsize) (self->end - self->at) >= size && memcmp (self->at, prefix, size) == 0;
}

/* To the end of @terminator, or of everything. */
static gsize
measure_until (const TinPretty *self,
               const char      *terminator)
{
  const gsize size = strlen (terminator);
  const char *at = self->at;

  while ((at = memchr (at, terminator[0], self->end - at)) != NULL)
    {
      if ((gsize) (self->end - at) >= size && memcmp (at, terminator, size) == 0)
        return at + size - self->at;

      at++;
    }

  return self->end - self->at;
}

/* To its ">", which may stand in a quoted value or in the brackets of a document type, too. */
static gsize
measure_tag (const TinPretty *self)
{
  gboolean declaration = starts_with (self, "<!");
  guint n_brackets = 0;
  char quote = '\0';
  const char *at;

  for (at = self->at + 1; at < self->end; at++)
    {
      if (quote != '\0')
        quote = *at == quote ? '\0' : quote;
      else if (*at == '"' || *at == '\'')
        quote = *at;
      else if (declaration && *at == '[')
        n_brackets++;
      else if (declaration && *at == ']' && n_brackets > 0)
        n_brackets--;
      else if (*at == '>' && n_brackets == 0)
        return at + 1 - self->at;
    }

  return self->end - self->at;
}

static gsize
measure_markup (const TinPretty *self,
                Token           *token)
{
  gsize size;

  *token = TOKEN_OTHER;

  if (starts_with (self, "<!--"))
    return measure_until (self, "-->");

  if (starts_with (self, "<![CDATA["))
    return measure_until (self, "]]>");

  if (starts_with (self, "<?"))
    return measure_until (self, "?>");

  size = measure_tag (self);

  if (starts_with (self, "</"))
    *token = TOKEN_CLOSE;
  else if (!starts_with (self, "<!") && (size < 2 || self->at[size - 2] != '/'))
    *token = TOKEN_OPEN;

  return size;
}

static gsize
measure_text (const TinPretty *self)
{
  const char *end = memchr (self->at, '<', self->end - self->at);

  return (end != NULL ? end : self->end) - self->at;
}

/* A short element stays on one line: its end tag stands behind its text. */
static gboolean
write_markup (TinPretty *self,
              Token     *last)
{
  Token token;
  const gsize size = measure_markup (self, &token);
  const gboolean joined = token == TOKEN_CLOSE && (*last == TOKEN_OPEN || *last == TOKEN_TEXT);

  if (token == TOKEN_CLOSE && self->depth > 0)
    self->depth--;

  if (!joined)
    tin_pretty_break_line (self);

  if (token == TOKEN_OPEN)
    self->depth++;

  *last = token;

  return tin_pretty_take (self, size);
}

static gboolean
write_text (TinPretty *self,
            Token     *last)
{
  const char *next = self->at + measure_text (self);
  gsize size = next - self->at;
  gboolean fitted;

  while (size > 0 && tin_pretty_is_space (self->at[size - 1]))
    size--;

  if (*last != TOKEN_OPEN)
    tin_pretty_break_line (self);

  *last = *last == TOKEN_OPEN ? TOKEN_TEXT : TOKEN_OTHER;
  fitted = tin_pretty_take (self, size);
  self->at = next;

  return fitted;
}

/* Writes the rest. Returns whether it fitted. */
gboolean
tin_pretty_write_xml (TinPretty *self)
{
  Token last = TOKEN_OTHER;

  for (tin_pretty_skip_space (self); self->at < self->end; tin_pretty_skip_space (self))
    {
      gboolean fitted = *self->at == '<' ? write_markup (self, &last) : write_text (self, &last);

      if (!fitted || self->out->len > self->limit)
        return FALSE;
    }

  return TRUE;
}
