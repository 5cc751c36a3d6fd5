/* tin-regex-literal.c: bytes without which a regular expression cannot match.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-regex-literal.h"

#include <string.h>

/* Where the scan is in an expression as pcre2pattern(3) has it. */
typedef struct
{
  const char *at;
  gboolean    caseless;
  GString    *run;       /* (owned) bytes that stand in a row so far */
  GString    *best;      /* (owned) the longest such row */
} Scan;

static void
end_run (Scan *self)
{
  if (self->run->len > self->best->len)
    g_string_assign (self->best, self->run->str);

  g_string_truncate (self->run, 0);
}

/* What is behind an atom, once it was read. */
typedef enum
{
  ONCE,
  REPEATED,
  OPTIONAL,
  UNCLEAR,
} Count;

/* Other braces than these are characters, or counts in newer versions of PCRE. */
static Count
read_braces (const char **at)
{
  const char *least = *at + 1;
  const char *end = least + strspn (least, "0123456789");
  const gboolean is_zero = least + strspn (least, "0") == end;

  if (end == least)
    return UNCLEAR;

  if (*end == ',')
    end += 1 + strspn (end + 1, "0123456789");

  if (*end != '}')
    return UNCLEAR;

  *at = end + 1;

  return is_zero ? OPTIONAL : REPEATED;
}

static Count
read_count (const char **at)
{
  Count count = ONCE;

  if (**at == '{')
    count = read_braces (at);
  else if (**at == '*' || **at == '?')
    count = OPTIONAL;
  else if (**at == '+')
    count = REPEATED;

  if (count == OPTIONAL || count == REPEATED)
    {
      if ((*at)[-1] != '}')
        (*at)++;

      if (**at == '?' || **at == '+')
        (*at)++;
    }

  return count;
}

/* One that is the same in both cases as a letter beyond ASCII is none: the Kelvin sign and the long s. */
static gboolean
is_certain (const Scan *self,
            char        character)
{
  return g_ascii_isprint (character)
         && !(self->caseless && strchr ("kKsS", character) != NULL);
}

/* Takes a character that stands for itself, and how often. */
static gboolean
take_character (Scan *self,
                char  character)
{
  const gboolean certain = is_certain (self, character);
  const Count count = read_count (&self->at);

  if (count == UNCLEAR)
    return FALSE;

  if (!certain || count == OPTIONAL)
    {
      end_run (self);
      return TRUE;
    }

  g_string_append_c (self->run, character);
  if (count == REPEATED)
    {
      end_run (self);
      g_string_append_c (self->run, character);
    }

  return TRUE;
}

/* Takes what stands for one of several characters, or for a place. */
static gboolean
take_other (Scan *self)
{
  end_run (self);

  return read_count (&self->at) != UNCLEAR;
}

static gboolean
skip_class (const char **at)
{
  const char *i = *at + 1;

  if (*i == '^')
    i++;

  if (*i == ']')
    i++;

  for (; *i != ']'; i++)
    {
      if (*i == '\0' || (i[0] == '\\' && (i[1] == '\0' || i[1] == 'Q')))
        return FALSE;

      if (*i == '\\')
        {
          i++;
        }
      else if (i[0] == '[' && i[1] == ':')
        {
          i = strstr (i + 2, ":]");
          if (i == NULL)
            return FALSE;

          i++;
        }
    }

  *at = i + 1;

  return TRUE;
}

/* Only of kinds that change nothing for what is around them. */
static gboolean
enter_group (const char **at)
{
  const char *i = *at + 1;

  if (*i == '*' || (*i == '?' && (i[1] == '\0' || strchr (":=!<>|", i[1]) == NULL)))
    return FALSE;

  *at = *i == '?' ? i + 2 : i;

  return TRUE;
}

static gboolean
skip_group (const char **at)
{
  guint depth = 0;

  do
    {
      gboolean clear = TRUE;

      if (**at == '(')
        {
          clear = enter_group (at);
          depth++;
        }
      else if (**at == '[')
        {
          clear = skip_class (at);
        }
      else if (**at == '\\')
        {
          clear = (*at)[1] != '\0' && (*at)[1] != 'Q' && (*at)[1] != 'K';
          *at += 2;
        }
      else
        {
          clear = **at != '\0';
          depth -= **at == ')' ? 1 : 0;
          *at += 1;
        }

      if (!clear)
        return FALSE;
    }
  while (depth > 0);

  return TRUE;
}

static gboolean
take_escape (Scan *self)
{
  const char character = self->at[1];

  if (character == '\0')
    return FALSE;

  self->at += 2;
  if (g_ascii_ispunct (character))
    return take_character (self, character);

  return strchr ("dDwWsShHvVRbBAzZntrfea", character) != NULL && take_other (self);
}

/* Returns: %FALSE if it is not clear what is to come */
static gboolean
take_next (Scan *self)
{
  switch (*self->at)
    {
    case '|':
    case ')':
    case '*':
    case '+':
    case '?':
    case '{':
      return FALSE;

    case '\\':
      return take_escape (self);

    case '(':
      return skip_group (&self->at) && take_other (self);

    case '[':
      return skip_class (&self->at) && take_other (self);

    case '.':
    case '^':
    case '$':
      self->at++;
      return take_other (self);

    default:
      self->at++;
      return take_character (self, self->at[-1]);
    }
}

/**
 * tin_regex_literal_dup:
 * @expression: as PCRE understands it, bytes in any encoding that has ASCII in it; without the option for white space
 * @caseless: whether it matches either case
 *
 * Looks at what stands outside of all brackets, and does not try to be clever: where there are alternatives, options
 * or rare escapes, it says that there is nothing.
 *
 * Returns: (transfer full) (nullable): printable ASCII, in some case, that is in every match
 */
char *
tin_regex_literal_dup (const char *expression,
                       gboolean    caseless)
{
  Scan scan = { expression, caseless, g_string_new (NULL), g_string_new (NULL) };
  gboolean clear = TRUE;

  while (clear && *scan.at != '\0')
    clear = take_next (&scan);

  end_run (&scan);
  g_string_free (scan.run, TRUE);

  return g_string_free (scan.best, !clear || scan.best->len == 0);
}
