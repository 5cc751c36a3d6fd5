/* tin-display.c: untrusted bytes as one safe line of text.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-display.h"

#include "codec/tin-iconv.h"
#include "codec/tin-text.h"
#include "codec/tin-visible.h"

#include <string.h>

static const char ellipsis[] = "…";

/**
 * tin_display_line_encoded:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 * @encoding: the name of the encoding they are in
 * @buffer: (out caller-allocates) (array length=buffer_size): where the line goes
 * @buffer_size: its size in bytes; more than %TIN_DISPLAY_MAX_SIZE are not used
 * @complete: (out) (optional): whether all of @data is in the line
 *
 * tin_display_line() for text in any encoding: its characters are shown, and a byte
 * that is part of none is \xNN. If the encoding is not UTF-8, tin_escape_decode()
 * gives the text in UTF-8 and not the bytes.
 *
 * Returns: how many bytes of UTF-8 the line has, without the NUL that ends it
 */
gsize
tin_display_line_encoded (const guint8 *data,
                          gsize         size,
                          const char   *encoding,
                          char         *buffer,
                          gsize         buffer_size,
                          gboolean     *complete)
{
  TinVisible visible;
  gboolean fitted;

  g_return_val_if_fail (data != NULL || size == 0, 0);
  g_return_val_if_fail (encoding != NULL, 0);
  g_return_val_if_fail (buffer != NULL && buffer_size > 0, 0);

  buffer_size = MIN (buffer_size, TIN_DISPLAY_MAX_SIZE);
  buffer[0] = '\0';
  visible = (TinVisible) {
    .text = buffer,
    .size = buffer_size,
    .limit = buffer_size,
    .style = TIN_VISIBLE_LINE,
  };

  if (tin_text_is_utf8 (encoding))
    fitted = tin_visible_add (&visible, data, size) == size;
  else
    fitted = tin_iconv_show (encoding, data, size, &visible);

  if (complete != NULL)
    *complete = fitted;

  return visible.used;
}

/**
 * tin_display_line:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 * @buffer: (out caller-allocates) (array length=buffer_size): where the line goes
 * @buffer_size: its size in bytes; more than %TIN_DISPLAY_MAX_SIZE are not used
 * @complete: (out) (optional): whether all of @data is in the line
 *
 * Shows untrusted bytes as one line of valid UTF-8 in which nothing acts on the
 * terminal, the text around it or the reader: characters that show themselves stay,
 * and all else is a token: \n \r \t \0, \xNN for another control or a byte that is
 * not UTF-8, \u{N…} for a format (also bidirectional), separator, private, unassigned
 * or invisible character, and \\ for a backslash. tin_escape_decode() reads it back.
 *
 * The line is cut between whole tokens. Nothing is allocated, and no more of @data is
 * looked at than fits.
 *
 * Returns: how many bytes the line has, without the NUL that ends it
 */
gsize
tin_display_line (const guint8 *data,
                  gsize         size,
                  char         *buffer,
                  gsize         buffer_size,
                  gboolean     *complete)
{
  return tin_display_line_encoded (data, size, "UTF-8", buffer, buffer_size, complete);
}

/**
 * tin_display_dup:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 * @limit: how many bytes of UTF-8 the line may have, up to %TIN_DISPLAY_MAX_SIZE
 *
 * tin_display_line() as a new string. One that was cut ends in an ellipsis, which the
 * limit includes if there is room for one, and then it cannot be read back.
 *
 * Returns: (transfer full) (not nullable): the line
 */
char *
tin_display_dup (const guint8 *data,
                 gsize         size,
                 gsize         limit)
{
  const gsize room = MIN (limit, TIN_DISPLAY_MAX_SIZE - 1) + 1; /* with the NUL */
  TinVisible visible;

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  tin_visible_init (&visible, TIN_VISIBLE_LINE, size, room);
  if (tin_visible_add (&visible, data, size) == size)
    return tin_visible_end (&visible);

  g_free (tin_visible_end (&visible));
  if (room < sizeof ellipsis)
    return g_strdup ("");

  tin_visible_init (&visible, TIN_VISIBLE_LINE, size, room - strlen (ellipsis));
  tin_visible_add (&visible, data, size);
  visible.limit = room;
  tin_visible_add (&visible, (const guint8 *) ellipsis, strlen (ellipsis));

  return tin_visible_end (&visible);
}

/**
 * tin_display_append:
 * @out: where the line is appended
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 * @encoding: the name of the encoding they are in
 *
 * tin_display_line_encoded() without a limit, for files: a line may be ten times as
 * large as @data. If there is not enough memory it ends between whole tokens.
 */
void
tin_display_append (GString      *out,
                    const guint8 *data,
                    gsize         size,
                    const char   *encoding)
{
  TinVisible visible;

  g_return_if_fail (data != NULL || size == 0);
  g_return_if_fail (encoding != NULL);

  tin_visible_init (&visible, TIN_VISIBLE_LINE, size, G_MAXSIZE / 2);
  if (tin_text_is_utf8 (encoding))
    tin_visible_add (&visible, data, size);
  else
    tin_iconv_show (encoding, data, size, &visible);

  g_string_append_len (out, visible.text, (gssize) visible.used);
  g_free (tin_visible_end (&visible));
}

/**
 * tin_display_dup_text:
 * @text: (nullable): a string that somebody else chose, UTF-8 or not
 * @limit: how many bytes of UTF-8 the line may have, up to %TIN_DISPLAY_MAX_SIZE
 *
 * tin_display_dup() for a string: a host's name, the words of a system error.
 *
 * Returns: (transfer full) (not nullable): the line; empty for %NULL
 */
char *
tin_display_dup_text (const char *text,
                      gsize       limit)
{
  return tin_display_dup ((const guint8 *) text, text != NULL ? strlen (text) : 0, limit);
}
