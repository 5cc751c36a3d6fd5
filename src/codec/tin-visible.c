/* tin-visible.c: where untrusted characters become text that is safe to show.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-visible.h"

#include <string.h>

static const char digits[] = "0123456789ABCDEF";

/* Code points of Default_Ignorable_Code_Point (Unicode 15, DerivedCoreProperties)
 * that GLib's general category does not give away: they take no room on the screen,
 * so that two different texts would look the same. */
static const struct
{
  gunichar first;
  gunichar last;
} invisible[] = {
  { 0x034F, 0x034F },   /* combining grapheme joiner */
  { 0x115F, 0x1160 },   /* Hangul fillers */
  { 0x17B4, 0x17B5 },   /* Khmer inherent vowels */
  { 0x180B, 0x180F },   /* Mongolian variation selectors */
  { 0x3164, 0x3164 },   /* Hangul filler */
  { 0xFE00, 0xFE0F },   /* variation selectors */
  { 0xFFA0, 0xFFA0 },   /* halfwidth Hangul filler */
  { 0xE0100, 0xE01EF }, /* variation selectors supplement */
};

static gboolean
is_invisible (gunichar character)
{
  if (character < invisible[0].first)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (invisible); i++)
    {
      if (character >= invisible[i].first && character <= invisible[i].last)
        return TRUE;
    }

  return FALSE;
}

/**
 * tin_visible_is_plain:
 * @character: any code point
 *
 * Tells whether a character may be shown as it is: not a control or format
 * character (bidirectional controls are some), no line or paragraph separator, not
 * unassigned, private or a surrogate, and not one that takes no room.
 *
 * Returns: whether it shows itself and nothing else
 */
gboolean
tin_visible_is_plain (gunichar character)
{
  if (character < 0x7F)
    return character >= 0x20;

  switch (g_unichar_type (character))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return FALSE;

    default:
      return !is_invisible (character);
    }
}

static gsize
write_byte_token (guint8  byte,
                  char   *token)
{
  static const char named[] = { '\0', '0', '\t', 't', '\n', 'n', '\r', 'r', '\\', '\\' };

  token[0] = '\\';

  for (guint i = 0; i < G_N_ELEMENTS (named); i += 2)
    {
      if (named[i] == (char) byte)
        {
          token[1] = named[i + 1];
          return 2;
        }
    }

  token[1] = 'x';
  token[2] = digits[byte >> 4];
  token[3] = digits[byte & 0xf];

  return 4;
}

static gsize
write_character_token (gunichar  character,
                       char     *token)
{
  gsize size = 0;
  guint shift = 4;

  while (character >> shift >> 4 > 0)
    shift += 4;

  token[size++] = '\\';
  token[size++] = 'u';
  token[size++] = '{';
  for (guint i = 0; i <= shift; i += 4)
    token[size++] = digits[character >> (shift - i) & 0xf];
  token[size++] = '}';

  return size;
}

/* Makes room for @size bytes and the NUL; the buffer of somebody else never grows. */
static gboolean
make_room (TinVisible *self,
           gsize       size)
{
  gsize wanted;
  char *text;

  if (size < self->size - self->used)
    return TRUE;

  if (size >= self->limit - self->used)
    return FALSE;

  wanted = self->size > self->limit / 2 ? self->limit : MAX (self->size * 2, self->used + size + 1);
  text = g_try_realloc (self->text, wanted);
  if (text == NULL)
    return FALSE;

  self->text = text;
  self->size = wanted;

  return TRUE;
}

static gboolean
append (TinVisible *self,
        const void *text,
        gsize       size)
{
  if (!make_room (self, size))
    return FALSE;

  memcpy (self->text + self->used, text, size);
  self->used += size;

  return TRUE;
}

static gboolean
is_plain_byte (const TinVisible *self,
               guint8            byte)
{
  if (byte >= 0x20 && byte < 0x7F)
    return byte != '\\' || self->style == TIN_VISIBLE_LINES;

  return self->style == TIN_VISIBLE_LINES && (byte == '\n' || byte == '\r' || byte == '\t');
}

/* Adds as many as fit of the bytes at the beginning that are shown as they are. */
static gsize
add_plain_run (TinVisible   *self,
               const guint8 *data,
               gsize         size)
{
  const gsize most = MIN (size, self->limit - self->used - 1);
  gsize n_plain = 0;

  while (n_plain < most && is_plain_byte (self, data[n_plain]))
    n_plain++;

  if (!make_room (self, n_plain))
    n_plain = self->size - self->used - 1;

  memcpy (self->text + self->used, data, n_plain);
  self->used += n_plain;

  return n_plain;
}

/* Adds the character or the bad byte at the beginning. Returns how many bytes it took, 0 if it did not fit. */
static gsize
add_other (TinVisible   *self,
           const guint8 *data,
           gsize         size)
{
  char token[TIN_VISIBLE_MAX_TOKEN_SIZE];
  gunichar character;
  gsize taken;

  if (data[0] < 0x80)
    return append (self, token, write_byte_token (data[0], token)) ? 1 : 0;

  character = g_utf8_get_char_validated ((const char *) data, MIN (size, 4));
  if (character == (gunichar) -1 || character == (gunichar) -2)
    return append (self, token, write_byte_token (data[0], token)) ? 1 : 0;

  taken = g_utf8_skip[data[0]];
  if (tin_visible_is_plain (character))
    return append (self, data, taken) ? taken : 0;

  return append (self, token, write_character_token (character, token)) ? taken : 0;
}

/**
 * tin_visible_init:
 * @self: text to be begun
 * @style: how it will be shown
 * @expected: how many bytes it will likely have
 * @limit: how many bytes it may have at most, with the NUL; at least 1
 *
 * Begins a text that grows. To use a buffer of one's own instead, fill the struct.
 */
void
tin_visible_init (TinVisible      *self,
                  TinVisibleStyle  style,
                  gsize            expected,
                  gsize            limit)
{
  self->style = style;
  self->limit = MAX (limit, 1);
  self->size = expected < self->limit ? expected + 1 : self->limit;
  self->used = 0;
  self->text = g_try_malloc (self->size);

  if (self->text == NULL)
    {
      self->size = 1;
      self->text = g_malloc (1);
    }

  self->text[0] = '\0';
}

/**
 * tin_visible_add:
 * @self: a text
 * @data: (array length=size): bytes that should be UTF-8
 * @size: how many
 *
 * Adds characters: plain ones as they are, others as tokens, and each byte that is
 * not part of valid UTF-8 as a token of its own.
 *
 * Returns: how many bytes of @data were added; less than @size if the text is full
 *   (or there is not enough memory), and then the cut is between whole tokens
 */
gsize
tin_visible_add (TinVisible   *self,
                 const guint8 *data,
                 gsize         size)
{
  gsize at = 0;

  while (at < size)
    {
      gsize taken;

      if (is_plain_byte (self, data[at]))
        taken = add_plain_run (self, data + at, size - at);
      else
        taken = add_other (self, data + at, size - at);

      if (taken == 0)
        break;

      at += taken;
    }

  self->text[self->used] = '\0';

  return at;
}

/**
 * tin_visible_add_byte:
 * @self: a text
 * @byte: a byte that is no character in the encoding of its text
 *
 * Adds a token for a byte.
 *
 * Returns: whether it fitted
 */
gboolean
tin_visible_add_byte (TinVisible *self,
                      guint8      byte)
{
  char token[TIN_VISIBLE_MAX_TOKEN_SIZE];
  gboolean fitted;

  fitted = append (self, token, write_byte_token (byte, token));
  self->text[self->used] = '\0';

  return fitted;
}

/**
 * tin_visible_add_bytes:
 * @self: a text
 * @data: (array length=size): bytes that are no characters in the encoding of their text
 * @size: how many
 *
 * Adds a token for each byte.
 *
 * Returns: whether all of them fitted
 */
gboolean
tin_visible_add_bytes (TinVisible   *self,
                       const guint8 *data,
                       gsize         size)
{
  for (gsize i = 0; i < size; i++)
    {
      if (!tin_visible_add_byte (self, data[i]))
        return FALSE;
    }

  return TRUE;
}

/**
 * tin_visible_end:
 * @self: a text that grew
 *
 * Returns: (transfer full): the text
 */
char *
tin_visible_end (TinVisible *self)
{
  return g_steal_pointer (&self->text);
}
