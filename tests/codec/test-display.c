/* test-display.c: untrusted bytes as one safe line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-display.h"
#include "codec/tin-escape.h"

#include "codec-assert.h"

#define N_CODE_POINTS 0x110000
#define N_RANDOM      1000000

static void
assert_line (const guint8 *data,
             gsize         size,
             const char   *expected)
{
  char buffer[256];
  gboolean complete = FALSE;
  const gsize used = tin_display_line (data, size, buffer, sizeof buffer, &complete);

  g_assert_cmpstr (buffer, ==, expected);
  g_assert_cmpuint (used, ==, strlen (expected));
  g_assert_true (complete);
}

static void
test_shows_tokens (void)
{
  assert_line (NULL, 0, "");
  assert_line (BYTES ("Hello, Wörld 日本 😀"), "Hello, Wörld 日本 😀");
  assert_line (BYTES ("a\\b"), "a\\\\b");
  assert_line (BYTES ("\r\n\t\0"), "\\r\\n\\t\\0");
  assert_line (BYTES ("\x1B[2J\x07\x7F"), "\\x1B[2J\\x07\\x7F");
  assert_line (BYTES ("<b>&amp;"), "<b>&amp;");
  assert_line (BYTES ("\xC2\x80\xC2\x9B"), "\\u{80}\\u{9B}");
  assert_line (BYTES ("\xE2\x80\xAA\xE2\x80\xAE\xE2\x81\xA6\xE2\x81\xA9"), "\\u{202A}\\u{202E}\\u{2066}\\u{2069}");
  assert_line (BYTES ("\xE2\x80\x8E\xE2\x80\x8F\xD8\x9C"), "\\u{200E}\\u{200F}\\u{61C}");
  assert_line (BYTES ("\xE2\x80\xA8\xE2\x80\xA9\xEF\xBB\xBF"), "\\u{2028}\\u{2029}\\u{FEFF}");
  assert_line (BYTES ("\xEE\x80\x80\xEF\xBF\xBE\xF3\xB0\x80\x80"), "\\u{E000}\\u{FFFE}\\u{F0000}");
  assert_line (BYTES ("\xF3\xA0\x81\x81\xEF\xB8\x8F\xE3\x85\xA4"), "\\u{E0041}\\u{FE0F}\\u{3164}");
  assert_line (BYTES ("\xF4\x8F\xBF\xBF"), "\\u{10FFFF}");
}

static void
test_shows_what_is_not_utf8 (void)
{
  assert_line (BYTES ("\x80"), "\\x80");
  assert_line (BYTES ("\xC0\x80"), "\\xC0\\x80");
  assert_line (BYTES ("\xC3"), "\\xC3");
  assert_line (BYTES ("\xC3z"), "\\xC3z");
  assert_line (BYTES ("\xE2\x82"), "\\xE2\\x82");
  assert_line (BYTES ("\xED\xA0\x80"), "\\xED\\xA0\\x80");
  assert_line (BYTES ("\xF4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80");
  assert_line (BYTES ("\xF8\x88\x80\x80\x80"), "\\xF8\\x88\\x80\\x80\\x80");
  assert_line (BYTES ("\xFE\xFF"), "\\xFE\\xFF");
  assert_line (BYTES ("ü\xFFü"), "ü\\xFFü");
}

static void
test_shows_other_encodings (void)
{
  char buffer[64];
  gboolean complete;

  tin_display_line_encoded (BYTES ("Gr\xFC\\\n\x9B"), "ISO-8859-1", buffer, sizeof buffer, &complete);
  g_assert_cmpstr (buffer, ==, "Grü\\\\\\n\\u{9B}");
  g_assert_true (complete);

  tin_display_line_encoded (BYTES ("a\xFFz"), "US-ASCII", buffer, sizeof buffer, &complete);
  g_assert_cmpstr (buffer, ==, "a\\xFFz");
  g_assert_true (complete);

  tin_display_line_encoded (BYTES ("abcdefgh"), "US-ASCII", buffer, 4, &complete);
  g_assert_cmpstr (buffer, ==, "abc");
  g_assert_false (complete);

  tin_display_line_encoded (BYTES ("ab"), "no-such", buffer, sizeof buffer, NULL);
  g_assert_cmpstr (buffer, ==, "\\x61\\x62");
}

static gboolean
has_to_be_a_token (gunichar character)
{
  return character < 0x20 || character == '\\' ||
         (character >= 0x7F && character <= 0x9F) ||
         (character >= 0x200B && character <= 0x200F) ||
         (character >= 0x2028 && character <= 0x202E) ||
         (character >= 0x2060 && character <= 0x206F) ||
         (character >= 0xE000 && character <= 0xF8FF) ||
         (character >= 0xFFF0 && character <= 0xFFFB) ||
         (character & 0xFFFE) == 0xFFFE ||
         character == 0xAD || character == 0x61C || character == 0xFEFF || character >= 0xE0000;
}

static void
test_is_safe_for_every_code_point (void)
{
  for (gunichar character = 0; character < N_CODE_POINTS; character++)
    {
      char utf8[6], line[32];
      gsize size, used;
      gboolean complete;

      /* Surrogates too, as a careless program would encode them. */
      size = g_unichar_to_utf8 (character, utf8);
      used = tin_display_line ((guint8 *) utf8, size, line, sizeof line, &complete);

      g_assert_true (complete);
      g_assert_true (g_utf8_validate_len (line, used, NULL));

      if (used == size && memcmp (line, utf8, size) == 0)
        {
          g_assert_false (has_to_be_a_token (character));
          g_assert_true (g_unichar_isgraph (character) || g_unichar_type (character) == G_UNICODE_SPACE_SEPARATOR);
        }
      else
        {
          g_autoptr (GBytes) back = tin_escape_decode (line, "UTF-8", NULL);

          g_assert_cmpint (line[0], ==, '\\');
          for (gsize i = 0; i < used; i++)
            g_assert_true (g_ascii_isprint (line[i]));
          assert_bytes (back, utf8, size);
        }
    }
}

/* A generator of our own: GLib's takes a third of the time that this test has. */
static guint32
next_random (guint64 *state)
{
  *state = *state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);

  return *state >> 33;
}

/* Bytes that come in the neighbourhood of trouble more often than by chance. */
static gsize
fill (guint8  *data,
      gsize    most,
      guint64 *state)
{
  static const guint8 trouble[] = { 0, '\n', 0x1B, '\\', 'x', 'u', '{', 0x7F, 0x80, 0xC2, 0xE2, 0x80, 0xAE, 0xED, 0xA0, 0xEF, 0xBB, 0xBF, 0xF0, 0xF3, 0xF4, 0x8F, 0xFF };
  const gsize size = next_random (state) % (most + 1);

  for (gsize i = 0; i < size; i++)
    {
      const guint32 random = next_random (state);

      data[i] = random & 1 ? random >> 8 : trouble[(random >> 8) % sizeof trouble];
    }

  return size;
}

static void
assert_safe (const char *line,
             gsize       used)
{
  g_assert_true (g_utf8_validate_len (line, used, NULL));

  for (const char *at = line; at < line + used; at = g_utf8_next_char (at))
    {
      const gunichar character = g_utf8_get_char (at);

      g_assert_false (character != '\\' && has_to_be_a_token (character));
    }
}

static void
test_is_safe_for_random_bytes (void)
{
  guint64 state = g_test_rand_int ();

  for (guint round = 0; round < N_RANDOM; round++)
    {
      guint8 data[24];
      char line[96];
      const gsize size = fill (data, sizeof data, &state);
      const gsize room = 1 + next_random (&state) % sizeof line;
      gboolean complete;
      const gsize used = tin_display_line (data, size, line, room, &complete);

      g_assert_cmpuint (used, <, room);
      g_assert_cmpint (line[used], ==, '\0');
      assert_safe (line, used);

      /* The cut is at a whole token, so that what is there can always be read. */
      if (round % 4 == 0)
        {
          g_autoptr (GBytes) back = tin_escape_decode (line, "UTF-8", NULL);
          const gsize shown = g_bytes_get_size (back);

          g_assert_cmpmem (g_bytes_get_data (back, NULL), shown, data, shown);
          g_assert_true (complete == (shown == size));
        }
    }
}

static void
test_uses_all_the_room (void)
{
  char buffer[16];
  gboolean complete;

  g_assert_cmpuint (tin_display_line (BYTES ("0123456789abcde"), buffer, sizeof buffer, &complete), ==, 15);
  g_assert_true (complete);
  g_assert_cmpuint (tin_display_line (BYTES ("0123456789abcdef"), buffer, sizeof buffer, &complete), ==, 15);
  g_assert_false (complete);
  g_assert_cmpuint (tin_display_line (BYTES ("0123456789abc\n"), buffer, sizeof buffer, &complete), ==, 15);
  g_assert_true (complete);
  g_assert_cmpuint (tin_display_line (BYTES ("0123456789abcd\n"), buffer, sizeof buffer, &complete), ==, 14);
  g_assert_false (complete);
  g_assert_cmpuint (tin_display_line (BYTES ("a"), buffer, 1, &complete), ==, 0);
  g_assert_cmpstr (buffer, ==, "");
  g_assert_false (complete);
  g_assert_cmpuint (tin_display_line (NULL, 0, buffer, 1, &complete), ==, 0);
  g_assert_true (complete);
}

static void
test_is_bounded_whatever_is_asked_for (void)
{
  const gsize size = 16 * 1024 * 1024;
  g_autofree char *data = g_strnfill (size, 'a');
  g_autofree char *buffer = g_malloc (size);
  g_autofree char *line = tin_display_dup ((guint8 *) data, size, G_MAXSIZE);
  gboolean complete;

  g_assert_cmpuint (tin_display_line ((guint8 *) data, size, buffer, size, &complete), ==, TIN_DISPLAY_MAX_SIZE - 1);
  g_assert_false (complete);
  g_assert_cmpuint (strlen (line), ==, TIN_DISPLAY_MAX_SIZE - 1);
}

static void
test_marks_a_cut_string (void)
{
  static const struct
  {
    const char *text;
    gsize       limit;
    const char *line;
  } cases[] = {
    { "abcdef", 6, "abcdef" },
    { "abcdef", 5, "ab…" },
    { "abcdef", 3, "…" },
    { "abcdef", 2, "" },
    { "abcdef", 0, "" },
    { "", 0, "" },
    { NULL, 10, "" },
    { "a\n\n\n", 6, "a\\n…" },
    { "aüüü", 6, "aü…" },
    { "\xFF\xFE", 100, "\\xFF\\xFE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = tin_display_dup_text (cases[i].text, cases[i].limit);

      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

static void
test_is_quick (void)
{
  guint8 data[1024];
  char line[1024];
  gint64 begin;
  guint64 state = 1;

  for (guint i = 0; i < sizeof data; i++)
    data[i] = next_random (&state);

  begin = g_get_monotonic_time ();
  for (guint i = 0; i < 20000; i++)
    tin_display_line (data, sizeof data, line, sizeof line, NULL);
  g_test_message ("%.2f µs a row of random bytes", (g_get_monotonic_time () - begin) / 20000.0);

  memset (data, 'a', sizeof data);
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < 20000; i++)
    tin_display_line (data, sizeof data, line, sizeof line, NULL);
  g_test_message ("%.2f µs a row of letters", (g_get_monotonic_time () - begin) / 20000.0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/display/shows-tokens", test_shows_tokens);
  g_test_add_func ("/display/shows-what-is-not-utf8", test_shows_what_is_not_utf8);
  g_test_add_func ("/display/shows-other-encodings", test_shows_other_encodings);
  g_test_add_func ("/display/is-safe-for-every-code-point", test_is_safe_for_every_code_point);
  g_test_add_func ("/display/is-safe-for-random-bytes", test_is_safe_for_random_bytes);
  g_test_add_func ("/display/uses-all-the-room", test_uses_all_the_room);
  g_test_add_func ("/display/is-bounded-whatever-is-asked-for", test_is_bounded_whatever_is_asked_for);
  g_test_add_func ("/display/marks-a-cut-string", test_marks_a_cut_string);
  if (g_test_perf ())
    g_test_add_func ("/display/is-quick", test_is_quick);

  return g_test_run ();
}
