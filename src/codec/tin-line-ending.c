/* tin-line-ending.c: the bytes that end a typed line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-line-ending.h"

#include <string.h>

static const struct
{
  const char *nick;
  const char *bytes;
  gsize       size;
} line_endings[] = {
  [TIN_LINE_ENDING_NONE] = { "none", "", 0 },
  [TIN_LINE_ENDING_LF] = { "lf", "\n", 1 },
  [TIN_LINE_ENDING_CRLF] = { "crlf", "\r\n", 2 },
  [TIN_LINE_ENDING_CR] = { "cr", "\r", 1 },
  [TIN_LINE_ENDING_NUL] = { "nul", "\0", 1 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (line_endings) == TIN_N_LINE_ENDINGS);

/**
 * tin_line_ending_get_nick:
 * @self: a line ending
 *
 * Returns: its word in URIs and files: "none", "lf", "crlf", "cr" or "nul"
 */
const char *
tin_line_ending_get_nick (TinLineEnding self)
{
  g_return_val_if_fail (self < TIN_N_LINE_ENDINGS, NULL);

  return line_endings[self].nick;
}

/**
 * tin_line_ending_from_nick:
 * @nick: a word
 * @out: (out): the line ending; untouched if there is no such word
 *
 * Finds a line ending by its word, which is in lower case.
 *
 * Returns: whether there is one
 */
gboolean
tin_line_ending_from_nick (const char    *nick,
                           TinLineEnding *out)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  for (guint i = 0; i < TIN_N_LINE_ENDINGS; i++)
    {
      if (strcmp (line_endings[i].nick, nick) == 0)
        {
          *out = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * tin_line_ending_get_bytes:
 * @self: a line ending
 * @size: (out): how many bytes it has
 *
 * Returns: (array length=size): its bytes in ASCII, which are its characters in
 *   every encoding; never %NULL
 */
const guint8 *
tin_line_ending_get_bytes (TinLineEnding  self,
                           gsize         *size)
{
  g_return_val_if_fail (self < TIN_N_LINE_ENDINGS, NULL);
  g_return_val_if_fail (size != NULL, NULL);

  *size = line_endings[self].size;

  return (const guint8 *) line_endings[self].bytes;
}

/**
 * tin_line_ending_trim:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 *
 * Takes one line ending away: one trailing CR LF, LF, CR or NUL, no more.
 *
 * Returns: how many bytes are in front of it; @size if there is none
 */
gsize
tin_line_ending_trim (const guint8 *data,
                      gsize         size)
{
  g_return_val_if_fail (data != NULL || size == 0, 0);

  if (size == 0)
    return 0;

  if (size >= 2 && data[size - 2] == '\r' && data[size - 1] == '\n')
    return size - 2;

  if (data[size - 1] == '\n' || data[size - 1] == '\r' || data[size - 1] == '\0')
    return size - 1;

  return size;
}
