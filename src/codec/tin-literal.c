/* tin-literal.c: bytes as they are written in a program's source.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-literal.h"

#define C_BYTES_PER_LINE 12

/* A longer literal of Python is written in pieces, a line each. */
#define PYTHON_LINE_BYTES 1000 /* of what is written */

static const char digits[] = "0123456789abcdef";

/**
 * tin_literal_c:
 * @name: an identifier
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 *
 * Writes bytes as the definition of an array in C (ISO/IEC 9899, section 6.7.9),
 * twelve a line. An array of nothing does not exist in C: no bytes give one of one
 * byte, and the comment before it still says how many there are.
 *
 * Returns: (transfer full): printable ASCII that ends in a newline, about six times
 *   as large as @data
 */
char *
tin_literal_c (const char   *name,
               const guint8 *data,
               gsize         size)
{
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (data != NULL || size == 0, NULL);

  g_string_append_printf (out, "/* %" G_GSIZE_FORMAT " %s */\n", size, size == 1 ? "byte" : "bytes");
  g_string_append_printf (out, "static const unsigned char %s[%" G_GSIZE_FORMAT "] = {", name, MAX (size, 1));

  for (gsize i = 0; i < size; i++)
    {
      const char byte[] = { ' ', '0', 'x', digits[data[i] >> 4], digits[data[i] & 0xf], ',' };

      if (i % C_BYTES_PER_LINE == 0)
        g_string_append (out, "\n ");

      g_string_append_len (out, byte, sizeof byte);
    }

  g_string_append (out, size > 0 ? "\n};\n" : " 0 };\n");

  return g_string_free (out, FALSE);
}

static void
append_python_byte (GString *out,
                    guint8   byte,
                    char     quote)
{
  switch (byte)
    {
    case '\n':
      g_string_append (out, "\\n");
      break;

    case '\r':
      g_string_append (out, "\\r");
      break;

    case '\t':
      g_string_append (out, "\\t");
      break;

    default:
      if (byte == '\\' || byte == (guint8) quote)
        g_string_append_c (out, '\\');

      if (g_ascii_isprint (byte))
        g_string_append_c (out, (char) byte);
      else
        g_string_append_printf (out, "\\x%c%c", digits[byte >> 4], digits[byte & 0xf]);
    }
}

/* As Python itself chooses: the other quote where that saves backslashes. */
static char
choose_quote (const guint8 *data,
              gsize         size)
{
  if (size == 0 || memchr (data, '\'', size) == NULL || memchr (data, '"', size) != NULL)
    return '\'';

  return '"';
}

/**
 * tin_literal_python:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 *
 * Writes bytes as an expression of Python, as its own repr() does; a long one is put
 * in parentheses and broken into pieces.
 *
 * Returns: (transfer full): printable ASCII without a newline at its end, at most a
 *   little over four times as large as @data
 */
char *
tin_literal_python (const guint8 *data,
                    gsize         size)
{
  const char quote = choose_quote (data, size);
  GString *out = g_string_sized_new (size + 8);
  gboolean broken = FALSE;
  gsize line = 0;

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  g_string_append_printf (out, "b%c", quote);

  for (gsize i = 0; i < size; i++)
    {
      if (out->len - line >= PYTHON_LINE_BYTES)
        {
          g_string_append_printf (out, "%c\n b%c", quote, quote);
          line = out->len;
          broken = TRUE;
        }

      append_python_byte (out, data[i], quote);
    }

  g_string_append_c (out, quote);

  if (broken)
    {
      g_string_prepend_c (out, '(');
      g_string_append_c (out, ')');
    }

  return g_string_free (out, FALSE);
}
