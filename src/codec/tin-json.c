/* tin-json.c: writes JSON objects of strings and integers.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-json.h"

#include "codec/tin-rfc3339.h"

#include <string.h>

/* The characters that have an escape of one letter (RFC 8259 section 7). */
static char
get_short_escape (char character)
{
  switch (character)
    {
    case '"':
    case '\\':
      return character;

    case '\b':
      return 'b';

    case '\f':
      return 'f';

    case '\n':
      return 'n';

    case '\r':
      return 'r';

    case '\t':
      return 't';

    default:
      return '\0';
    }
}

static gboolean
needs_escape (guchar byte)
{
  return byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7f;
}

/**
 * tin_json_append:
 * @text: valid UTF-8; anything else is the caller's error
 * @size: bytes
 *
 * Goes on with a string that tin_json_begin_string() began.
 */
void
tin_json_append (GString    *out,
                 const char *text,
                 gsize       size)
{
  const char *plain = text;

  for (const char *at = text; at < text + size; at++)
    {
      char letter;

      if (!needs_escape ((guchar) * at))
        continue;

      g_string_append_len (out, plain, at - plain);
      plain = at + 1;

      letter = get_short_escape (*at);
      if (letter != '\0')
        g_string_append_printf (out, "\\%c", letter);
      else
        g_string_append_printf (out, "\\u%04x", (guchar) * at);
    }

  g_string_append_len (out, plain, text + size - plain);
}

static void
append_name (GString    *out,
             const char *name)
{
  if (out->len == 0 || out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');

  g_string_append_c (out, '"');
  g_string_append (out, name);
  g_string_append (out, "\":");
}

/**
 * tin_json_begin:
 *
 * Begins an object (RFC 8259 section 4). Members follow in the order they are added;
 * names are the program's own and need no escaping.
 */
void
tin_json_begin (GString *out)
{
  g_string_append_c (out, '{');
}

/**
 * tin_json_begin_string:
 *
 * Begins a string that comes piece by piece. tin_json_end_string() ends it.
 */
void
tin_json_begin_string (GString    *out,
                       const char *name)
{
  append_name (out, name);
  g_string_append_c (out, '"');
}

/**
 * tin_json_end_string:
 *
 * Ends a string.
 */
void
tin_json_end_string (GString *out)
{
  g_string_append_c (out, '"');
}

/**
 * tin_json_add_string:
 * @text: valid UTF-8; anything else is the caller's error
 * @size: bytes, or -1 if @text ends in a NUL
 *
 * Escapes quotes, backslashes and all controls (RFC 8259 section 7).
 */
void
tin_json_add_string (GString    *out,
                     const char *name,
                     const char *text,
                     gssize      size)
{
  tin_json_begin_string (out, name);
  tin_json_append (out, text, size < 0 ? strlen (text) : (gsize) size);
  tin_json_end_string (out);
}

/**
 * tin_json_add_integer:
 *
 * Adds a number without a fraction.
 */
void
tin_json_add_integer (GString    *out,
                      const char *name,
                      guint64     value)
{
  append_name (out, name);
  g_string_append_printf (out, "%" G_GUINT64_FORMAT, value);
}

/**
 * tin_json_add_null:
 *
 * Adds a member that is there and has no value.
 */
void
tin_json_add_null (GString    *out,
                   const char *name)
{
  append_name (out, name);
  g_string_append (out, "null");
}

/**
 * tin_json_add_time:
 * @time_ns: nanoseconds since 1970, not negative
 *
 * Adds a time in UTC with nine decimals, as in RFC 3339.
 */
void
tin_json_add_time (GString    *out,
                   const char *name,
                   gint64      time_ns)
{
  append_name (out, name);
  g_string_append_c (out, '"');
  tin_rfc3339_append (out, time_ns);
  g_string_append_c (out, '"');
}

/**
 * tin_json_end:
 *
 * Ends the object and its line.
 */
void
tin_json_end (GString *out)
{
  g_string_append (out, "}\n");
}
