/* tin-goodbye.c: looks for the goodbye word in a stream of lines.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-goodbye.h"

#include <string.h>

static void
begin_line (TinGoodbye *self)
{
  self->n_read = 0;
  self->behind = '\0';
  self->differs = FALSE;
}

/* Compares the next bytes of a line with the word. */
static void
compare (TinGoodbye   *self,
         const guint8 *data,
         gsize         size)
{
  gsize word_size;
  const guint8 *word = g_bytes_get_data (self->replies->goodbye, &word_size);

  if (self->n_read < word_size)
    {
      gsize n_compared = MIN (size, word_size - self->n_read);

      self->differs = self->differs || memcmp (word + self->n_read, data, n_compared) != 0;
    }

  if (self->n_read <= word_size && self->n_read + size > word_size)
    self->behind = data[word_size - self->n_read];

  self->n_read += size;
}

/* A CR before a line feed belongs to the line's end, whoever typed it. */
static gboolean
is_the_word (const TinGoodbye *self)
{
  gsize word_size = g_bytes_get_size (self->replies->goodbye);
  const TinFraming *framing = &self->replies->framing;
  gsize whole_size = word_size + framing->delimiter_size;

  if (self->differs || self->n_read < whole_size)
    return FALSE;

  return self->n_read == whole_size ||
         (self->n_read == whole_size + 1 && self->behind == '\r' && framing->delimiter[0] == '\n');
}

/**
 * tin_goodbye_init:
 * @self: (out caller-allocates): the state before the first byte
 * @replies: (transfer none): what the channel says; to outlive this
 */
void
tin_goodbye_init (TinGoodbye       *self,
                  const TinReplies *replies)
{
  *self = (TinGoodbye) { .replies = replies };
  tin_framer_init (&self->framer, &replies->framing);
}

/**
 * tin_goodbye_find:
 * @self: the state
 * @data: what came next from the peer
 * @size: its size
 * @before: (out): how many of these bytes come before the word's line and are answered
 *   as usual
 *
 * Where what is received is framed as lines, the first line that is the word counts, in
 * however many pieces it came; what came of it in earlier ones was answered then. Else
 * this is tin_replies_find_goodbye().
 *
 * Returns: whether @data ends the conversation
 */
gboolean
tin_goodbye_find (TinGoodbye   *self,
                  const guint8 *data,
                  gsize         size,
                  gsize        *before)
{
  gsize begin = 0;
  gsize offset = 0;

  if (!tin_framing_is_lines (&self->replies->framing))
    return tin_replies_find_goodbye (self->replies, data, size, before);

  *before = 0;
  if (g_bytes_get_size (self->replies->goodbye) == 0)
    return FALSE;

  while (offset < size)
    {
      TinFramerEnd end;
      gsize taken = tin_framer_take (&self->framer, 0, data + offset, size - offset, &end);

      compare (self, data + offset, taken);
      offset += taken;

      if (end != TIN_FRAMER_END_WHOLE)
        continue;

      if (is_the_word (self))
        {
          *before = begin;
          return TRUE;
        }

      begin_line (self);
      begin = offset;
    }

  return FALSE;
}
