/* tin-text-walk.c: untrusted text character by character, and which bytes each came from.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-text-walk.h"

#include "codec/tin-iconv.h"
#include "codec/tin-text.h"
#include "codec/tin-visible.h"

#define MAX_CHARACTER_SIZE 16 /* bytes, with the escape sequence before it in a stateful encoding */
#define ROOM               256 /* bytes, for what one character becomes */

typedef struct
{
  TinTextWalkFunc func;
  gpointer        user_data;
} Walk;

/* One call for all of it: what is handed over together came from the same bytes. */
static void
show (Walk         *walk,
      gsize         offset,
      const guint8 *data,
      gsize         size,
      gboolean      is_text)
{
  char buffer[ROOM];
  TinVisible visible = {
    .text = buffer, .size = sizeof buffer, .limit = sizeof buffer, .style = TIN_VISIBLE_LINES,
  };

  if (is_text)
    tin_visible_add (&visible, data, size);
  else
    tin_visible_add_bytes (&visible, data, size);

  if (visible.used > 0)
    walk->func (offset, buffer, visible.used, walk->user_data);
}

static gsize
measure_utf8 (const guint8 *data,
              gsize         size)
{
  gunichar character;

  if (data[0] < 0x80)
    return 1;

  character = g_utf8_get_char_validated ((const char *) data, MIN (size, 4));

  return character == (gunichar) -1 || character == (gunichar) -2 ? 1 : g_utf8_skip[data[0]];
}

static void
walk_utf8 (Walk         *walk,
           const guint8 *data,
           gsize         size)
{
  gsize taken;

  for (gsize at = 0; at < size; at += taken)
    {
      taken = measure_utf8 (data + at, size - at);
      show (walk, at, data + at, taken, TRUE);
    }
}

static void
walk_bytes (Walk         *walk,
            const guint8 *data,
            gsize         first,
            gsize         size)
{
  for (gsize i = 0; i < size; i++)
    show (walk, first + i, data + first + i, 1, FALSE);
}

/* Converts the one character at the beginning, trying ever more bytes. Returns how many it has, 0 for none; @bad is how
 * many bytes are none then. */
static gsize
convert_one (TinIconv     *conversion,
             const guint8 *data,
             gsize         size,
             gsize        *bad)
{
  const gsize most = MIN (size, MAX_CHARACTER_SIZE);

  conversion->used = 0;

  for (gsize n_bytes = 1; n_bytes <= most; n_bytes++)
    {
      const char *input = (const char *) data;
      gsize left = n_bytes;
      const TinIconvResult result = tin_iconv_convert (conversion, &input, &left);

      if (result == TIN_ICONV_DONE)
        return n_bytes;

      if (result != TIN_ICONV_TRUNCATED)
        return 0;

      /* A shift sequence may have been taken before what is not complete: go on behind it. */
      if (left < n_bytes)
        return n_bytes - left;
    }

  /* The end is in the middle of a character. */
  if (most == size)
    *bad = size;

  return 0;
}

static void
walk_by_iconv (Walk         *walk,
               const guint8 *data,
               gsize         size,
               const char   *encoding)
{
  g_auto (TinIconv) conversion = TIN_ICONV_INIT;
  const gsize unit = tin_iconv_get_unit_size (encoding);
  gsize at = 0;

  if (!tin_iconv_open (&conversion, "UTF-8", encoding, NULL))
    {
      walk_bytes (walk, data, 0, size);
      return;
    }

  while (at < size)
    {
      gsize bad = MIN (size - at, unit);
      const gsize taken = convert_one (&conversion, data + at, size - at, &bad);

      if (taken > 0)
        show (walk, at, (const guint8 *) conversion.data, conversion.used, TRUE);
      else
        walk_bytes (walk, data, at, bad);

      at += taken > 0 ? taken : bad;
    }

  /* What an encoding held back belongs to the last byte. */
  conversion.used = 0;
  if (size > 0 && tin_iconv_finish (&conversion) == TIN_ICONV_DONE)
    show (walk, size - 1, (const guint8 *) conversion.data, conversion.used, TRUE);
}

/**
 * tin_text_walk:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 * @encoding: the name of an encoding
 * @func: called for each character or byte that is none, in order
 * @user_data: for @func
 *
 * Reads untrusted text as tin_text_decode_lossy() does, piece by piece, telling where
 * each came from. A line break is a piece of its own. In a stateful encoding the bytes
 * that only change the state belong to no piece.
 */
void
tin_text_walk (const guint8    *data,
               gsize            size,
               const char      *encoding,
               TinTextWalkFunc  func,
               gpointer         user_data)
{
  Walk walk = { .func = func, .user_data = user_data };

  g_return_if_fail (data != NULL || size == 0);
  g_return_if_fail (encoding != NULL);
  g_return_if_fail (func != NULL);

  if (tin_text_is_utf8 (encoding))
    walk_utf8 (&walk, data, size);
  else
    walk_by_iconv (&walk, data, size, encoding);
}
