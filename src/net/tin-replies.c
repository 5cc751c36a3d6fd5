/* tin-replies.c: what a channel says and answers by itself, as data.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-replies.h"

#include <string.h>

static gboolean
encode (const TinEndpoint  *endpoint,
        GBytes             *written,
        GBytes            **encoded,
        GError            **error)
{
  *encoded = tin_endpoint_encode (endpoint, written, error);

  return *encoded != NULL;
}

static gboolean
set_opening (TinReplies         *self,
             const TinEndpoint  *endpoint,
             GError            **error)
{
  GBytes *written = NULL;

  if (endpoint->role == TIN_ROLE_CLIENT)
    {
      written = endpoint->first_message;
      self->opening_rule = TIN_RULE_FIRST_MESSAGE;
    }
  else if (endpoint->reply == TIN_REPLY_GREETING)
    {
      written = endpoint->greeting;
      self->opening_rule = TIN_RULE_GREETING;
      self->close_after_opening = endpoint->close_after_greeting;
    }

  if (written == NULL || g_bytes_get_size (written) == 0)
    return TRUE;

  return encode (endpoint, written, &self->opening, error);
}

/**
 * tin_replies_init:
 * @self: (out): the replies; to be cleared in either case
 * @endpoint: what the user chose
 * @error: return location for an error of %TIN_CODEC_ERROR: a text that has no
 *   form in the chosen encoding
 *
 * Returns: whether all that @endpoint says can be sent
 */
gboolean
tin_replies_init (TinReplies         *self,
                  const TinEndpoint  *endpoint,
                  GError            **error)
{
  memset (self, 0, sizeof *self);
  self->echo = endpoint->reply == TIN_REPLY_ECHO;
  self->framing = endpoint->framing_in;

  if (!set_opening (self, endpoint, error) || !encode (endpoint, endpoint->goodbye, &self->goodbye, error))
    return FALSE;

  self->has_goodbye = g_bytes_get_size (self->goodbye) > 0;

  return TRUE;
}

void
tin_replies_clear (TinReplies *self)
{
  g_clear_pointer (&self->opening, g_bytes_unref);
  g_clear_pointer (&self->goodbye, g_bytes_unref);
}

static gboolean
ends_line (guint8 byte)
{
  return byte == '\n' || byte == '\r' || byte == '\0';
}

/* One trailing CRLF, LF, CR or NUL does not count. */
static gsize
get_line_size (const guint8 *data,
               gsize         size)
{
  if (size == 0)
    return 0;

  switch (data[size - 1])
    {
    case '\n':
      return size >= 2 && data[size - 2] == '\r' ? size - 2 : size - 1;

    case '\r':
    case '\0':
      return size - 1;

    default:
      return size;
    }
}

/**
 * tin_replies_is_goodbye:
 * @self: the replies
 * @data: what a user wants to send, or a datagram
 * @size: its size
 *
 * Returns: whether it is the goodbye word, with or without a line ending
 */
gboolean
tin_replies_is_goodbye (const TinReplies *self,
                        const guint8     *data,
                        gsize             size)
{
  gsize word_size;
  const guint8 *word = g_bytes_get_data (self->goodbye, &word_size);

  return word_size > 0 && size >= word_size && size <= word_size + 2 &&
         memcmp (data, word, word_size) == 0 &&
         (size == word_size || get_line_size (data, size) == word_size);
}

/**
 * tin_replies_find_goodbye:
 * @self: the replies
 * @data: a received chunk of a stream
 * @size: its size
 * @before: (out): how many bytes come before the word and are answered as usual
 *
 * A chunk ends a conversation if, less one line ending, it is the word, or if its
 * last whole line is; what comes behind that counts for nothing. Nothing is remembered from chunk to chunk.
 *
 * Returns: whether @data ends the conversation
 */
gboolean
tin_replies_find_goodbye (const TinReplies *self,
                          const guint8     *data,
                          gsize             size,
                          gsize            *before)
{
  gsize word_size = g_bytes_get_size (self->goodbye);
  gsize line_size;

  *before = 0;

  if (word_size == 0 || size < word_size)
    return FALSE;

  if (tin_replies_is_goodbye (self, data, size))
    return TRUE;

  /* What comes behind the last line ending is no whole line. */
  while (size > 0 && !ends_line (data[size - 1]))
    size--;

  line_size = get_line_size (data, size);
  if (line_size == size || line_size < word_size)
    return FALSE;

  *before = line_size - word_size;

  return (*before == 0 || ends_line (data[*before - 1])) &&
         tin_replies_is_goodbye (self, data + *before, size - *before);
}
