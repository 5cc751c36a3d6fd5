/* test-framer.c: finds the ends of messages in one stream of bytes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-framer.h"

#include "codec-assert.h"

typedef struct
{
  const char   *name;
  const char   *framing;
  const guint8 *data;
  gsize         size;
  const char   *ends;   /* size and end of each, "." whole, "/" split, "!" invalid; what is left last */
} StreamCase;

static const StreamCase streams[] = {
  { "received", "received", BYTES ("abc"), "3. 0" },
  { "lf", "lines:lf", BYTES ("a\nbc\n\ndef"), "2. 3. 1. 3" },
  { "lf-with-cr", "lines:lf", BYTES ("a\r\nb"), "3. 1" },
  { "crlf", "lines:crlf", BYTES ("a\r\nb\nc\r\r\nd\r"), "3. 6. 2" },
  { "cr", "lines:cr", BYTES ("a\r\nb\r"), "2. 3. 0" },
  { "nul", "lines:nul", BYTES ("a\0\0b"), "2. 1. 1" },
  { "nothing-but-ends", "lines:crlf", BYTES ("\r\n\r\n\r\n"), "2. 2. 2. 0" },
  { "overlapping", "delimiter:616162", BYTES ("aaabaab aaaab"), "4. 3. 6. 0" },
  { "border", "delimiter:61626163", BYTES ("abababac-abac"), "8. 5. 0" },
  { "lf-split", "lines:lf,max:4", BYTES ("abcdefghij\nk"), "4/ 4/ 3. 1" },
  { "lf-just-fits", "lines:lf,max:4", BYTES ("abc\nabcd\n"), "4. 4/ 1. 0" },
  { "crlf-across-a-split", "lines:crlf,max:4", BYTES ("abc\r\nx"), "4/ 1. 1" },
  { "fixed", "fixed:3", BYTES ("abcdefgh"), "3. 3. 2" },
  { "fixed-1", "fixed:1", BYTES ("abc"), "1. 1. 1. 0" },
  { "length-1", "length:1", BYTES ("\3abc\0\1x\2y"), "4. 1. 2. 2" },
  { "length-2be", "length:2be", BYTES ("\0\3abc\0\0"), "5. 2. 0" },
  { "length-2le", "length:2le", BYTES ("\3\0abc\0\1"), "5. 2" },
  { "length-3be", "length:3be", BYTES ("\0\0\1a\0"), "4. 1" },
  { "length-4le", "length:4le", BYTES ("\2\0\0\0ab\1"), "6. 1" },
  { "length-8be", "length:8be", BYTES ("\0\0\0\0\0\0\0\2abc"), "10. 1" },
  { "length-8le", "length:8le", BYTES ("\2\0\0\0\0\0\0\0abc"), "10. 1" },
  { "length-at-an-offset", "length:2be@2", BYTES ("xy\0\1aXY\0\0"), "5. 4. 0" },
  { "length-with-itself", "length:4be@1:itself", BYTES ("Q\0\0\0\6abZ\0\0\0\4I"), "7. 5. 1" },
  { "length-of-the-whole", "length:2be@1:whole", BYTES ("m\0\5xyn\0\3o"), "5. 3. 1" },
  { "length-too-small", "length:2be:itself", BYTES ("\0\1\0\4ab"), "2! 4. 0" },
  { "length-of-the-whole-too-small", "length:2be@3:whole", BYTES ("abc\0\4abc\0\6x"), "5! 6. 0" },
  { "length-split", "length:1,max:4", BYTES ("\11abcdefghi\1z"), "4/ 4/ 2. 2. 0" },
  { "length-just-fits", "length:1,max:4", BYTES ("\3abc\4abcd"), "4. 4/ 1. 0" },
  { "hostile-length", "length:4be,max:8", BYTES ("\xff\xff\xff\xff" "abcdefghijklm"), "8/ 8/ 1" },
  { "hostile-64-bit-length", "length:8be@3,max:16", BYTES ("abc\xff\xff\xff\xff\xff\xff\xff\xff" "abcdefghijklm"), "16/ 8" },
  { "idle", "idle:20ms", BYTES ("abc"), "3" },
  { "idle-split", "idle:20ms,max:2", BYTES ("abc"), "2/ 1" },
  { "nothing", "lines:lf", BYTES (""), "0" },
};

static const char end_marks[] = {
  [TIN_FRAMER_END_WHOLE] = '.',
  [TIN_FRAMER_END_SPLIT] = '/',
  [TIN_FRAMER_END_INVALID] = '!',
};

/* Takes all of a chunk, and writes down what ended as the cases have it. */
static void
take_chunk (TinFramer    *framer,
            const guint8 *chunk,
            gsize         chunk_size,
            GString      *ends)
{
  gsize offset = 0;

  while (offset < chunk_size)
    {
      const guint8 *data = tin_framing_needs_data (framer->framing) ? chunk + offset : NULL;
      guint32 before = framer->size;
      TinFramerEnd end;
      gsize taken = tin_framer_take (framer, 0, data, chunk_size - offset, &end);

      g_assert_cmpuint (taken, >, 0);
      g_assert_cmpuint (taken, <=, chunk_size - offset);
      offset += taken;

      if (end == TIN_FRAMER_END_NONE)
        g_assert_cmpuint (offset, ==, chunk_size);
      else
        g_string_append_printf (ends, "%u%c ", before + (guint) taken, end_marks[end]);

      g_assert_cmpint (framer->is_rest, ==, ends->len > 0 && ends->str[ends->len - 2] == '/');
    }
}

/* The same, as many messages at once as there is room for. */
static void
cut_chunk (TinFramer    *framer,
           const guint8 *chunk,
           gsize         chunk_size,
           guint         room,
           GString      *ends)
{
  TinFramerCut cuts[8];
  gsize offset = 0;

  while (offset < chunk_size)
    {
      const guint8 *data = tin_framing_needs_data (framer->framing) ? chunk + offset : NULL;
      guint32 size = framer->size;
      guint n_cuts = room;
      gsize done = 0;
      gsize taken = tin_framer_cut (framer, 0, data, chunk_size - offset, cuts, &n_cuts);

      g_assert_cmpuint (n_cuts, <=, room);
      g_assert_cmpuint (taken, <=, chunk_size - offset);
      if (taken < chunk_size - offset)
        g_assert_true (n_cuts == room && cuts[room - 1].behind == taken);

      for (guint i = 0; i < n_cuts; done = cuts[i++].behind, size = 0)
        g_string_append_printf (ends, "%u%c ", size + (guint) (cuts[i].behind - done), end_marks[cuts[i].end]);

      offset += taken;
    }
}

static char *
cut_many (const StreamCase *c,
          gsize             chunk_size,
          guint             room)
{
  TinFraming framing;
  TinFramer framer;
  GString *ends = g_string_new (NULL);

  g_assert_true (tin_framing_parse (c->framing, &framing, NULL));
  tin_framer_init (&framer, &framing);

  for (gsize begin = 0; begin < c->size; begin += chunk_size)
    cut_chunk (&framer, c->data + begin, MIN (chunk_size, c->size - begin), room, ends);

  g_string_append_printf (ends, "%u", framer.size);

  return g_string_free (ends, FALSE);
}

static void
test_cuts_many_at_once (gconstpointer data)
{
  const StreamCase *c = data;

  for (guint room = 1; room <= 8; room++)
    {
      g_autofree char *ends = cut_many (c, MAX (c->size, 1), room);

      g_assert_cmpstr (ends, ==, c->ends);
    }
}

static char *
cut (const StreamCase *c,
     gsize             chunk_size)
{
  TinFraming framing;
  TinFramer framer;
  GString *ends = g_string_new (NULL);

  g_assert_true (tin_framing_parse (c->framing, &framing, NULL));
  tin_framer_init (&framer, &framing);

  for (gsize begin = 0; begin < c->size; begin += chunk_size)
    take_chunk (&framer, c->data + begin, MIN (chunk_size, c->size - begin), ends);

  g_string_append_printf (ends, "%u", framer.size);

  return g_string_free (ends, FALSE);
}

static void
test_cuts (gconstpointer data)
{
  const StreamCase *c = data;
  g_autofree char *ends = cut (c, MAX (c->size, 1));

  g_assert_cmpstr (ends, ==, c->ends);
}

static void
test_cuts_alike_however_it_comes (gconstpointer data)
{
  const StreamCase *c = data;

  for (gsize chunk_size = 1; chunk_size < c->size; chunk_size++)
    {
      g_autofree char *ends = cut (c, chunk_size);

      g_assert_cmpstr (ends, ==, c->ends);
    }
}

static void
test_cuts_noise_alike_however_it_comes (void)
{
  static const char *const framings[] = {
    "lines:lf,max:7", "lines:crlf,max:7", "delimiter:0000,max:50", "delimiter:000100,max:9", "fixed:5", "length:1@1,max:4",
    "length:2le:whole,max:3", "length:8be:itself,max:8",
  };
  guint8 noise[500];

  for (guint i = 0; i < G_N_ELEMENTS (noise); i++)
    noise[i] = (guint8) (g_test_rand_int_range (0, 3) * g_test_rand_int_range (0, 14));

  for (guint i = 0; i < G_N_ELEMENTS (framings); i++)
    {
      StreamCase c = { "noise", framings[i], noise, sizeof noise, NULL };
      g_autofree char *at_once = cut (&c, sizeof noise);

      for (gsize chunk_size = 1; chunk_size < 30; chunk_size++)
        {
          g_autofree char *ends = cut (&c, chunk_size);
          g_autofree char *many = cut_many (&c, chunk_size, 1 + chunk_size % 8);

          g_assert_cmpstr (ends, ==, at_once);
          g_assert_cmpstr (many, ==, at_once);
        }
    }
}

static void
test_waits_for_a_pause (void)
{
  static const TinFraming framing = { .kind = TIN_FRAMING_IDLE_GAP, .gap = 20, .max_size = 4 };
  TinFramer framer;
  TinFramerEnd end;

  tin_framer_init (&framer, &framing);
  g_assert_false (tin_framer_is_idle (&framer, G_MAXINT64));

  tin_framer_take (&framer, 1000, NULL, 3, &end);
  g_assert_cmpint (end, ==, TIN_FRAMER_END_NONE);
  g_assert_false (tin_framer_is_idle (&framer, 1000));
  g_assert_false (tin_framer_is_idle (&framer, 20999));
  g_assert_true (tin_framer_is_idle (&framer, 21000));

  tin_framer_take (&framer, 5000, NULL, 1, &end);
  g_assert_cmpint (end, ==, TIN_FRAMER_END_SPLIT);
  g_assert_false (tin_framer_is_idle (&framer, 24999));
  g_assert_true (tin_framer_is_idle (&framer, 25000));

  tin_framer_reset (&framer);
  g_assert_cmpuint (framer.size, ==, 0);
  g_assert_false (framer.is_rest);
  g_assert_false (tin_framer_is_idle (&framer, G_MAXINT64));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_autofree char *path = g_strconcat ("/framer/cuts/", streams[i].name, NULL);
      g_autofree char *other = g_strconcat ("/framer/cuts-alike-however-it-comes/", streams[i].name, NULL);
      g_autofree char *many = g_strconcat ("/framer/cuts-many-at-once/", streams[i].name, NULL);

      g_test_add_data_func (path, &streams[i], test_cuts);
      g_test_add_data_func (many, &streams[i], test_cuts_many_at_once);
      if (!g_str_equal (streams[i].framing, "received"))
        g_test_add_data_func (other, &streams[i], test_cuts_alike_however_it_comes);
    }

  g_test_add_func ("/framer/cuts-noise-alike-however-it-comes", test_cuts_noise_alike_however_it_comes);
  g_test_add_func ("/framer/waits-for-a-pause", test_waits_for_a_pause);

  return g_test_run ();
}
