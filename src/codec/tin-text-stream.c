/* tin-text-stream.c: text in any encoding that comes piece by piece.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-text-stream.h"

#include "codec/tin-display.h"
#include "codec/tin-text.h"

#include <string.h>

#define STEP_SIZE 4096 /* bytes that are converted at once, so that the output in between stays small */

/**
 * tin_text_stream_init:
 * @self: (out caller-allocates): a stream
 * @kind: what comes out
 * @encoding: the name of the encoding; it is to outlive the stream. In one that is unknown
 *   nothing is text: all bytes are tokens, and nothing is exact.
 *
 * Begins a text. Free it with tin_text_stream_clear().
 */
void
tin_text_stream_init (TinTextStream     *self,
                      TinTextStreamKind  kind,
                      const char        *encoding)
{
  g_return_if_fail (encoding != NULL);

  *self = (TinTextStream) {
    .kind = kind, .encoding = encoding, .by_iconv = !tin_text_is_utf8 (encoding), .conversion = TIN_ICONV_INIT,
  };

  if (self->by_iconv && !tin_iconv_open (&self->conversion, "UTF-8", encoding, NULL))
    self->failed = TRUE;
}

/* How many bytes at the end are the beginning of a character whose others have not come. */
static gsize
measure_incomplete (const guint8 *data,
                    gsize         size)
{
  for (gsize n_bytes = 1; n_bytes <= MIN (size, 3); n_bytes++)
    {
      const guint8 *lead = data + size - n_bytes;

      if ((*lead & 0xC0) == 0x80)
        continue;

      return g_utf8_get_char_validated ((const char *) lead, (gssize) n_bytes) == (gunichar) -2 && *lead >= 0xC0 ?
             n_bytes : 0;
    }

  return 0;
}

/* UTF-8 with NUL characters, which g_utf8_validate_len() does not like. */
static gboolean
is_utf8 (const guint8 *data,
         gsize         size)
{
  const char *at = (const char *) data;
  const char *end = at + size;

  while (!g_utf8_validate_len (at, (gsize) (end - at), &at))
    {
      if (*at != '\0')
        return FALSE;
      at++;
    }

  return TRUE;
}

static gsize
take_utf8 (TinTextStream *self,
           const guint8  *data,
           gsize          size,
           GString       *out)
{
  const gsize whole = size - measure_incomplete (data, size);

  if (self->kind == TIN_TEXT_STREAM_VISIBLE)
    tin_display_append (out, data, whole, "UTF-8");
  else if (is_utf8 (data, whole))
    g_string_append_len (out, (const char *) data, (gssize) whole);
  else
    self->failed = TRUE;

  return whole;
}

/* What was converted so far. */
static void
put_out (TinTextStream *self,
         GString       *out)
{
  const gsize used = self->conversion.used;

  self->conversion.used = 0;

  if (used == 0)
    return;
  if (self->kind == TIN_TEXT_STREAM_VISIBLE)
    tin_display_append (out, (const guint8 *) self->conversion.data, used, "UTF-8");
  else
    g_string_append_len (out, self->conversion.data, (gssize) used);
}

static void
put_out_bytes (const guint8 *data,
               gsize         size,
               GString      *out)
{
  TinVisible visible;

  tin_visible_init (&visible, TIN_VISIBLE_LINE, size * 4, G_MAXSIZE / 2);
  tin_visible_add_bytes (&visible, data, size);
  g_string_append_len (out, visible.text, (gssize) visible.used);
  g_free (tin_visible_end (&visible));
}

static gsize
take_by_iconv (TinTextStream *self,
               const guint8  *data,
               gsize          size,
               GString       *out)
{
  const char *input = (const char *) data;
  gsize left = size;

  while (left > 0 && !self->failed)
    {
      gsize step = MIN (left, STEP_SIZE);
      const gsize beyond = left - step;
      const TinIconvResult result = tin_iconv_convert (&self->conversion, &input, &step);
      gsize bad;

      put_out (self, out);
      left = step + beyond;

      if (result == TIN_ICONV_DONE || (result == TIN_ICONV_TRUNCATED && beyond > 0))
        continue;
      if (result == TIN_ICONV_TRUNCATED)
        break;
      if (result == TIN_ICONV_NO_MEMORY || self->kind == TIN_TEXT_STREAM_EXACT)
        {
          self->failed = TRUE;
          break;
        }

      bad = tin_iconv_get_unit_size (self->encoding);
      if (left < bad)
        break;
      put_out_bytes ((const guint8 *) input, bad, out);
      input += bad;
      left -= bad;
    }

  return size - left;
}

/* Returns how many bytes were taken; the others are the beginning of a character. */
static gsize
take (TinTextStream *self,
      const guint8  *data,
      gsize          size,
      GString       *out)
{
  if (!self->failed)
    return self->by_iconv ? take_by_iconv (self, data, size, out) : take_utf8 (self, data, size, out);

  if (self->kind == TIN_TEXT_STREAM_VISIBLE)
    put_out_bytes (data, size, out);

  return size;
}

/* Completes the character that was begun. Returns how many bytes of the piece that took. */
static gsize
take_rest (TinTextStream *self,
           const guint8  *data,
           gsize          size,
           GString       *out)
{
  const gsize had = self->n_rest;
  const gsize more = MIN (size, sizeof self->rest - had);
  gsize taken;

  memcpy (self->rest + had, data, more);
  self->n_rest += more;
  taken = take (self, self->rest, self->n_rest, out);

  /* Nothing is a character of so many bytes. */
  if (taken == 0 && self->n_rest == sizeof self->rest)
    {
      self->failed = TRUE;
      taken = take (self, self->rest, self->n_rest, out);
    }

  if (taken < had)
    {
      memmove (self->rest, self->rest + taken, self->n_rest - taken);
      self->n_rest -= taken;
      return more;
    }

  self->n_rest = 0;
  return taken - had;
}

/**
 * tin_text_stream_add:
 * @data: (array length=size): the next piece
 * @size: bytes
 * @out: where the text goes: at most ten bytes of UTF-8 for one of the encoding. Of an exact
 *   text it is not to be used once this fails.
 *
 * Returns: %FALSE if it is to be exact and something so far is no text
 */
gboolean
tin_text_stream_add (TinTextStream *self,
                     const guint8  *data,
                     gsize          size,
                     GString       *out)
{
  g_return_val_if_fail (data != NULL || size == 0, FALSE);

  while (self->n_rest > 0 && size > 0)
    {
      const gsize taken = take_rest (self, data, size, out);

      data += taken;
      size -= taken;
    }

  if (size > 0)
    {
      const gsize taken = take (self, data, size, out);

      /* Only a broken converter wants more than any character has. */
      self->failed = self->failed || size - taken >= sizeof self->rest;
      if (size - taken < sizeof self->rest)
        memcpy (self->rest, data + taken, self->n_rest = size - taken);
      else
        take (self, data + taken, size - taken, out);
    }

  return self->kind == TIN_TEXT_STREAM_VISIBLE || !self->failed;
}

/**
 * tin_text_stream_end:
 * @out: where the text goes
 *
 * Ends the text: what is still the beginning of a character is none, and what a stateful
 * encoding held back comes out.
 *
 * Returns: as tin_text_stream_add()
 */
gboolean
tin_text_stream_end (TinTextStream *self,
                     GString       *out)
{
  if (self->n_rest > 0 && self->kind == TIN_TEXT_STREAM_EXACT)
    self->failed = TRUE;
  else
    put_out_bytes (self->rest, self->n_rest, out);
  self->n_rest = 0;

  if (self->by_iconv && !self->failed)
    {
      self->failed = tin_iconv_finish (&self->conversion) != TIN_ICONV_DONE;
      put_out (self, out);
    }

  return self->kind == TIN_TEXT_STREAM_VISIBLE || !self->failed;
}

/**
 * tin_text_stream_clear:
 *
 * Frees what the stream holds.
 */
void
tin_text_stream_clear (TinTextStream *self)
{
  tin_iconv_close (&self->conversion);
}
