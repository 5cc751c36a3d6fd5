/* tin-iconv.c: one conversion between UTF-8 and another encoding.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-iconv.h"

#include "codec/tin-codec-error.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_NAME_SIZE 64  /* bytes */
#define FIRST_SIZE    256 /* bytes of output to begin with */
#define SHOW_SIZE     512 /* bytes of UTF-8 that are converted at once to be shown */

/**
 * tin_iconv_is_name:
 * @encoding: (nullable): anything
 *
 * Tells whether a string has the form of an encoding's name. A slash is refused,
 * because iconv takes what follows it as a request to replace characters.
 *
 * Returns: whether it may be given to iconv
 */
gboolean
tin_iconv_is_name (const char *encoding)
{
  if (encoding == NULL || encoding[0] == '\0' || strlen (encoding) > MAX_NAME_SIZE)
    return FALSE;

  for (const char *at = encoding; *at != '\0'; at++)
    {
      if (!g_ascii_isalnum (*at) && strchr ("-_.:+()", *at) == NULL)
        return FALSE;
    }

  return TRUE;
}

/**
 * tin_iconv_open:
 * @self: (out): a conversion that is not open
 * @to: the name of an encoding
 * @from: the name of another
 * @error: return location for an error
 *
 * Begins a conversion. Fails with %TIN_CODEC_ERROR_UNSUPPORTED if iconv does not
 * have it.
 *
 * Returns: whether it can be used
 */
gboolean
tin_iconv_open (TinIconv    *self,
                const char  *to,
                const char  *from,
                GError     **error)
{
  const gboolean named = tin_iconv_is_name (to) && tin_iconv_is_name (from);

  *self = (TinIconv) { .descriptor = named ? g_iconv_open (to, from) : TIN_NO_ICONV };

  if (self->descriptor == TIN_NO_ICONV)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_UNSUPPORTED, 0,
                           _("This text encoding is not known here"));
      return FALSE;
    }

  return TRUE;
}

/**
 * tin_iconv_close:
 * @self: a conversion
 *
 * Ends a conversion and frees its output.
 */
void
tin_iconv_close (TinIconv *self)
{
  if (self->descriptor != TIN_NO_ICONV)
    g_iconv_close (self->descriptor);

  self->descriptor = TIN_NO_ICONV;
  g_clear_pointer (&self->data, g_free);
}

static gboolean
grow (TinIconv *self)
{
  const gsize size = self->size == 0 ? FIRST_SIZE : self->size * 2;
  char *data;

  if (size <= self->size)
    return FALSE;

  data = g_try_realloc (self->data, size);
  if (data == NULL)
    return FALSE;

  self->data = data;
  self->size = size;

  return TRUE;
}

/* One step with what room there is; one byte is always kept for a NUL. */
static TinIconvResult
step (TinIconv    *self,
      const char **input,
      gsize       *left)
{
  char *output = self->data + self->used;
  gsize room = self->size - self->used - 1;
  gsize result;
  int cause;

  errno = 0;
  result = g_iconv (self->descriptor, (char **) input, left, &output, &room);
  cause = errno;
  self->used = output - self->data;

  if (result != (gsize) -1)
    return TIN_ICONV_DONE;

  switch (cause)
    {
    case E2BIG:
      return TIN_ICONV_NO_MEMORY;

    case EINVAL:
      return TIN_ICONV_TRUNCATED;

    default:
      return TIN_ICONV_INVALID;
    }
}

/**
 * tin_iconv_convert:
 * @self: a conversion
 * @input: (inout): what is to be converted; moves to what was not
 * @left: (inout): how many bytes that is
 *
 * Converts as much as can be and adds it to the output, which grows as needed.
 *
 * Returns: %TIN_ICONV_DONE if nothing is left, else why something is
 */
TinIconvResult
tin_iconv_convert (TinIconv    *self,
                   const char **input,
                   gsize       *left)
{
  TinIconvResult result = TIN_ICONV_NO_MEMORY;

  if (self->size == 0 && !grow (self))
    return TIN_ICONV_NO_MEMORY;

  do
    result = step (self, input, left);
  while (result == TIN_ICONV_NO_MEMORY && grow (self));

  return result;
}

/**
 * tin_iconv_finish:
 * @self: a conversion
 *
 * Adds what a stateful encoding still owes: the character it held back, the way back
 * to its initial state.
 *
 * Returns: %TIN_ICONV_DONE or %TIN_ICONV_NO_MEMORY
 */
TinIconvResult
tin_iconv_finish (TinIconv *self)
{
  const char *nothing = NULL;
  gsize left = 0;

  if (self->size == 0 && !grow (self))
    return TIN_ICONV_NO_MEMORY;

  for (;;)
    {
      char *output = self->data + self->used;
      gsize room = self->size - self->used - 1;
      const gsize result = g_iconv (self->descriptor, (char **) &nothing, &left, &output, &room);

      self->used = output - self->data;

      if (result != (gsize) -1 || errno != E2BIG)
        return TIN_ICONV_DONE;
      if (!grow (self))
        return TIN_ICONV_NO_MEMORY;
    }
}

/* Shows what was converted so far and empties the output. */
static gboolean
flush_to (TinIconv   *self,
          TinVisible *visible)
{
  const gsize used = self->used;

  self->used = 0;

  return tin_visible_add (visible, (const guint8 *) self->data, used) == used;
}

/**
 * tin_iconv_get_unit_size:
 * @encoding: the name of an encoding
 *
 * Returns: how many bytes to give up at one that is no character, so that the next one is read
 *   from its beginning
 */
gsize
tin_iconv_get_unit_size (const char *encoding)
{
  if (g_ascii_strncasecmp (encoding, "UTF-16", 6) == 0 || g_ascii_strncasecmp (encoding, "UCS-2", 5) == 0)
    return 2;

  if (g_ascii_strncasecmp (encoding, "UTF-32", 6) == 0 || g_ascii_strncasecmp (encoding, "UCS-4", 5) == 0)
    return 4;

  return 1;
}

/**
 * tin_iconv_show:
 * @encoding: the name of an encoding
 * @data: (array length=size) (nullable): bytes in it
 * @size: how many
 * @visible: where the text goes
 *
 * Adds bytes in an encoding to a text that is safe to show. Each byte that is not
 * part of a character, and each one if the encoding is not known, becomes a token.
 *
 * Works in steps of a fixed size and stops as soon as the text is full.
 *
 * Returns: whether all of it fitted
 */
gboolean
tin_iconv_show (const char   *encoding,
                const guint8 *data,
                gsize         size,
                TinVisible   *visible)
{
  g_auto (TinIconv) self = TIN_ICONV_INIT;
  const char *input = (const char *) data;
  gsize left = size;

  if (!tin_iconv_open (&self, "UTF-8", encoding, NULL))
    return tin_visible_add_bytes (visible, data, size);

  self.data = g_malloc (SHOW_SIZE);
  self.size = SHOW_SIZE;

  while (left > 0)
    {
      const TinIconvResult result = step (&self, &input, &left);

      if (!flush_to (&self, visible))
        return FALSE;

      if (result == TIN_ICONV_TRUNCATED)
        return tin_visible_add_bytes (visible, (const guint8 *) input, left);

      if (result == TIN_ICONV_INVALID)
        {
          const gsize bad = MIN (left, tin_iconv_get_unit_size (encoding));

          if (!tin_visible_add_bytes (visible, (const guint8 *) input, bad))
            return FALSE;
          input += bad;
          left -= bad;
        }
    }

  return tin_iconv_finish (&self) == TIN_ICONV_DONE && flush_to (&self, visible);
}
