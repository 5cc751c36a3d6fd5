/* fuzz-framing.c: any framing, over any bytes, in pieces of any size.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "codec/tin-framer.h"

#include <string.h>

/* Notes the size and end of each message, taking @piece bytes at a time. */
static GArray *
cut (const TinFraming *framing,
     const guint8     *data,
     gsize             size,
     gsize             piece)
{
  GArray *ends = g_array_new (FALSE, FALSE, sizeof (guint64));
  TinFramer framer;
  gsize offset = 0;

  tin_framer_init (&framer, framing);
  while (offset < size)
    {
      gsize rest_of_piece = MIN (piece - offset % piece, size - offset);
      guint64 message = framer.size;
      TinFramerEnd end;
      gsize taken = tin_framer_take (&framer, 0, data + offset, rest_of_piece, &end);

      g_assert_true (taken > 0 && taken <= rest_of_piece);
      offset += taken;
      message = (message + taken) << 2 | end;
      g_assert_cmpuint (message >> 2, <=, framing->max_size);
      if (end != TIN_FRAMER_END_NONE)
        g_array_append_val (ends, message);
    }

  return ends;
}

/* The same, several messages at a time. */
static GArray *
cut_many (const TinFraming *framing,
          const guint8     *data,
          gsize             size)
{
  GArray *ends = g_array_new (FALSE, FALSE, sizeof (guint64));
  TinFramer framer;
  gsize offset = 0;

  tin_framer_init (&framer, framing);
  while (offset < size)
    {
      TinFramerCut cuts[5];
      guint n_cuts = G_N_ELEMENTS (cuts);
      guint64 message = framer.size;
      gsize done = 0;
      gsize taken = tin_framer_cut (&framer, 0, data + offset, size - offset, cuts, &n_cuts);

      for (guint i = 0; i < n_cuts; done = cuts[i++].behind, message = 0)
        {
          guint64 end = (message + cuts[i].behind - done) << 2 | cuts[i].end;

          g_assert_cmpuint (end >> 2, <=, framing->max_size);
          g_array_append_val (ends, end);
        }

      g_assert_true (taken > 0 && taken <= size - offset);
      offset += taken;
    }

  return ends;
}

/* A first line that is a framing, then what it cuts. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  const guint8 *line_end = size > 0 ? memchr (data, '\n', MIN (size, 64)) : NULL;
  g_autofree char *word = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) at_once = NULL;
  g_autoptr (GArray) bytewise = NULL;
  g_autoptr (GArray) in_threes = NULL;
  g_autoptr (GArray) many = NULL;
  TinFraming framing;
  TinFraming parsed;

  if (line_end == NULL)
    return 0;

  word = g_strndup ((const char *) data, (gsize) (line_end - data));
  if (!tin_framing_parse (word, &framing, &error))
    {
      g_assert_nonnull (error);
      return 0;
    }

  again = tin_framing_to_text (&framing);
  g_assert_true (tin_framing_parse (again, &parsed, NULL));
  g_assert_true (tin_framing_equal (&framing, &parsed));

  size -= (size_t) (line_end + 1 - data);
  data = line_end + 1;
  if (framing.kind == TIN_FRAMING_AS_RECEIVED || size == 0)
    return 0;

  at_once = cut (&framing, data, size, size);
  bytewise = cut (&framing, data, size, 1);
  in_threes = cut (&framing, data, size, 3);
  many = cut_many (&framing, data, size);
  g_assert_cmpmem (at_once->data, at_once->len * sizeof (guint64), bytewise->data, bytewise->len * sizeof (guint64));
  g_assert_cmpmem (at_once->data, at_once->len * sizeof (guint64), in_threes->data, in_threes->len * sizeof (guint64));
  g_assert_cmpmem (at_once->data, at_once->len * sizeof (guint64), many->data, many->len * sizeof (guint64));

  return 0;
}
