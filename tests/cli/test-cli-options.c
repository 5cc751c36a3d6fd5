/* test-cli-options.c: the command line of tincan-cli.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli/tin-cli-options.h"

#include "codec/tin-codec-error.h"

typedef struct
{
  const char   *arguments[4];
  gboolean      understood;
  TinCliFormat  format;
  gboolean      save;
} Case;

static const Case cases[] = {
  { { "tcp://127.0.0.1:80" }, TRUE, TIN_CLI_TEXT, TRUE },
  { { "--json", "tcp://127.0.0.1:80" }, TRUE, TIN_CLI_JSON, TRUE },
  { { "udp-listen://:80", "--raw", "--no-save" }, TRUE, TIN_CLI_RAW, FALSE },
  { { "--", "tcp://127.0.0.1:80" }, TRUE, TIN_CLI_TEXT, TRUE },
  { { NULL }, FALSE },
  { { "--json" }, FALSE },
  { { "--json", "--raw", "tcp://127.0.0.1:80" }, FALSE },
  { { "--loud", "tcp://127.0.0.1:80" }, FALSE },
  { { "tcp://127.0.0.1:80", "tcp://127.0.0.1:81" }, FALSE },
  { { "" }, FALSE },
  { { "127.0.0.1:80" }, FALSE },
  { { "tcp://127.0.0.1" }, FALSE },
  { { "tcp://127.0.0.1:0" }, FALSE },
  { { "tcp://127.0.0.1:80?eol=x" }, FALSE },
};

static gboolean
parse (const char *const  *arguments,
       TinCliOptions      *options,
       GError            **error)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  g_ptr_array_add (argv, (gpointer) "tincan-cli");
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, (gpointer) * arguments);
  g_ptr_array_add (argv, NULL);

  return tin_cli_options_parse (options, (char **) argv->pdata, error);
}

static void
test_parses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (TinCliOptions) options = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (parse (cases[i].arguments, &options, &error), ==, cases[i].understood);

      if (cases[i].understood)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (options.format, ==, cases[i].format);
          g_assert_cmpint (options.save, ==, cases[i].save);
          g_assert_nonnull (options.profile);
        }
      else
        {
          g_assert_nonnull (error);
        }
    }
}

static void
test_needs_nothing_for_the_version (void)
{
  const char *arguments[] = { "--version", NULL };
  g_auto (TinCliOptions) options = { 0 };

  g_assert_true (parse (arguments, &options, NULL));
  g_assert_true (options.version);
  g_assert_null (options.profile);
}

static void
test_says_where_a_uri_is_wrong (void)
{
  const char *arguments[] = { "tcp://127.0.0.1:80?eol=x", NULL };
  g_auto (TinCliOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (parse (arguments, &options, &error));
  g_assert_cmpuint (error->domain, ==, TIN_CODEC_ERROR);
  g_assert_cmpuint (tin_codec_error_get_offset (error), >=, 19);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-options/parses", test_parses);
  g_test_add_func ("/cli-options/needs-nothing-for-the-version", test_needs_nothing_for_the_version);
  g_test_add_func ("/cli-options/says-where-a-uri-is-wrong", test_says_where_a_uri_is_wrong);

  return g_test_run ();
}
