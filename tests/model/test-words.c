/* test-words.c: framings and options as users read of them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-parameter.h"
#include "model/tin-frame.h"
#include "model/tin-framing-words.h"
#include "model/tin-option-words.h"
#include "model/tin-parameter-words.h"

#include <string.h>

static void
test_names_each_framing (void)
{
  static const struct
  {
    const char *framing;
    const char *label;
  } cases[] = {
    { "received", "As received" },
    { "lines:lf", "Lines (LF)" },
    { "lines:crlf", "Lines (CR LF)" },
    { "lines:cr", "Lines (CR)" },
    { "lines:nul", "Lines (NUL)" },
    { "fixed:1", "1 byte each" },
    { "fixed:512", "512 bytes each" },
    { "length:1", "Length in 1 byte" },
    { "length:4le", "Length in 4 bytes" },
    { "idle:20ms", "Pauses of 20 ms" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *label = NULL;
      TinFraming framing;

      g_assert_true (tin_framing_parse (cases[i].framing, &framing, NULL));
      label = tin_framing_words_dup_label (&framing, FALSE);
      g_assert_cmpstr (label, ==, cases[i].label);
    }
}

/* With the name that the parser knows it by, and no other. */
static void
test_lists_each_parameter (void)
{
  g_autofree char *help = tin_parameter_words_dup_help ();
  g_auto (GStrv) lines = g_strsplit (help, "\n", -1);

  g_assert_cmpstr (lines[0], ==, "Parameters of a URI:");
  for (guint i = 0; i < tin_parameter_get_count (); i++)
    {
      g_autofree char *start = g_strdup_printf ("  %s ", tin_parameter_get_name (i));

      g_assert_nonnull (lines[i + 1]);
      g_assert_true (g_str_has_prefix (lines[i + 1], start));
      g_assert_true (g_utf8_validate (lines[i + 1], -1, NULL));
    }
  g_assert_cmpuint (g_strv_length (lines), ==, tin_parameter_get_count () + 2);
}

static void
test_names_what_is_sent (void)
{
  const TinFraming as_sent = TIN_FRAMING_INIT;
  TinFraming own = { .kind = TIN_FRAMING_DELIMITER, .delimiter = "\r\n\r\n", .delimiter_size = 4 };
  g_autofree char *sent = tin_framing_words_dup_label (&as_sent, TRUE);
  g_autofree char *ends = tin_framing_words_dup_label (&own, TRUE);

  g_assert_cmpstr (sent, ==, "As sent");
  g_assert_cmpstr (ends, ==, "Up to \\r\\n\\r\\n");
}

/* The worst of several is said. */
static void
test_marks_what_is_not_whole (void)
{
  static const struct
  {
    guint       flags;
    const char *mark;
  } cases[] = {
    { 0, NULL },
    { TIN_FRAME_EVENT, NULL },
    { TIN_FRAME_REST, "the rest" },
    { TIN_FRAME_UNFINISHED | TIN_FRAME_REST, "unfinished" },
    { TIN_FRAME_SPLIT | TIN_FRAME_REST, "a part" },
    { TIN_FRAME_INVALID | TIN_FRAME_SPLIT, "bad length" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (tin_framing_words_get_mark (cases[i].flags), ==, cases[i].mark);
}

static void
test_names_each_option (void)
{
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_in_section[TIN_N_OPTION_SECTIONS] = { 0 };

  for (TinOption option = 0; option < TIN_N_OPTIONS; option++)
    {
      g_autofree char *subtitle = tin_option_dup_subtitle (option);
      const char *title = tin_option_get_title (option);

      g_assert_nonnull (subtitle);
      g_assert_cmpuint (strlen (title), >, 0);
      g_assert_true (g_hash_table_add (titles, (gpointer) title));
      g_assert_cmpuint (tin_option_get_section (option), <, TIN_N_OPTION_SECTIONS);
      n_in_section[tin_option_get_section (option)]++;
    }

  for (TinOptionSection section = 0; section < TIN_N_OPTION_SECTIONS; section++)
    {
      g_assert_cmpuint (n_in_section[section], >, 0);
      g_assert_cmpuint (strlen (tin_option_section_get_title (section)), >, 0);
    }
}

/* As it is now, in the unit of the option. */
static void
test_says_what_the_system_gives (void)
{
  g_autofree char *contents = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *backlog = tin_option_dup_subtitle (TIN_OPTION_BACKLOG);

  if (!g_file_get_contents ("/proc/sys/net/core/somaxconn", &contents, NULL, NULL))
    {
      g_assert_null (strstr (backlog, "The system gives"));
      return;
    }

  expected = g_strdup_printf (". The system gives at most %s.", g_strstrip (contents));
  g_assert_true (g_str_has_suffix (backlog, expected));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/name-each-framing", test_names_each_framing);
  g_test_add_func ("/words/list-each-parameter", test_lists_each_parameter);
  g_test_add_func ("/words/name-what-is-sent", test_names_what_is_sent);
  g_test_add_func ("/words/mark-what-is-not-whole", test_marks_what_is_not_whole);
  g_test_add_func ("/words/name-each-option", test_names_each_option);
  g_test_add_func ("/words/say-what-the-system-gives", test_says_what_the_system_gives);

  return g_test_run ();
}
