/* tin-pretty-json.c: JSON over several lines (RFC 8259).
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-pretty-private.h"

#include <string.h>

/* With its quotes; to the end if the second one is missing. */
static gsize
measure_string (const TinPretty *self)
{
  const char *at = self->at + 1;

  while (at < self->end && *at != '"')
    at += *at == '\\' && at + 1 < self->end ? 2 : 1;

  return MIN (at + 1, self->end) - self->at;
}

/* A number, a word, or what does not belong here. */
static gsize
measure_word (const TinPretty *self)
{
  const char *at = self->at;

  while (at < self->end && !tin_pretty_is_space (*at) && (*at == '\0' || strchr ("{}[],:\"", *at) == NULL))
    at++;

  return at - self->at;
}

static gboolean
write_open (TinPretty *self)
{
  const char closing = *self->at == '{' ? '}' : ']';
  gboolean fitted = tin_pretty_take (self, 1);

  tin_pretty_skip_space (self);

  if (self->at < self->end && *self->at == closing)
    return tin_pretty_take (self, 1) && fitted;

  self->depth++;
  tin_pretty_break_line (self);

  return fitted;
}

static gboolean
write_close (TinPretty *self)
{
  if (self->depth > 0)
    self->depth--;

  tin_pretty_break_line (self);

  return tin_pretty_take (self, 1);
}

static gboolean
write_token (TinPretty *self)
{
  gboolean fitted;

  switch (*self->at)
    {
    case '{':
    case '[':
      return write_open (self);

    case '}':
    case ']':
      return write_close (self);

    case ',':
      fitted = tin_pretty_take (self, 1);
      tin_pretty_break_line (self);
      return fitted;

    case ':':
      fitted = tin_pretty_take (self, 1);
      g_string_append_c (self->out, ' ');
      return fitted;

    case '"':
      return tin_pretty_take (self, measure_string (self));

    default:
      return tin_pretty_take (self, MAX (measure_word (self), 1));
    }
}

/* Values behind each other, as in JSON Lines, begin a line each. */
static gboolean
begins_value (const TinPretty *self)
{
  return self->depth == 0 && strchr (",:}]", *self->at) == NULL;
}

/* Writes the rest. Returns whether it fitted. */
gboolean
tin_pretty_write_json (TinPretty *self)
{
  gboolean first = TRUE;

  for (tin_pretty_skip_space (self); self->at < self->end; tin_pretty_skip_space (self))
    {
      if (!first && begins_value (self))
        tin_pretty_break_line (self);

      if (!write_token (self) || self->out->len > self->limit)
        return FALSE;

      first = FALSE;
    }

  return TRUE;
}
