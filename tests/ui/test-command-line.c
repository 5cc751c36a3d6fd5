/* test-command-line.c: URIs on the command line, and where they are wrong.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-codec-error.h"
#include "ui/tin-command-line.h"

#include <string.h>

/* The text above the caret, for what may be any length. */
static char *
get_marked (const char *lines,
            gsize       size)
{
  g_auto (GStrv) split = g_strsplit (lines, "\n", -1);
  const char *caret;

  g_assert_cmpuint (g_strv_length (split), ==, 4);
  caret = strchr (split[2], '^');
  g_assert_nonnull (caret);

  return g_strndup (split[1] + (caret - split[2]), size);
}

static void
test_reads_every_uri (void)
{
  const char *const uris[] = { "tcp-listen://127.0.0.1:8080", "udp://[::1]:53", NULL };
  g_autofree char *complaint = NULL;
  g_autoptr (GPtrArray) profiles = tin_command_line_parse (uris, &complaint);

  g_assert_nonnull (profiles);
  g_assert_null (complaint);
  g_assert_cmpuint (profiles->len, ==, 2);
  g_assert_cmpint (tin_profile_get_role (g_ptr_array_index (profiles, 0)), ==, TIN_ROLE_SERVER);
  g_assert_cmpint (tin_profile_get_transport (g_ptr_array_index (profiles, 1)), ==, TIN_TRANSPORT_UDP);
}

static void
test_complains_about_each (void)
{
  const char *const uris[] = { "tcp://127.0.0.1:70000", "tcp://127.0.0.1:80", "gopher://a:70", NULL };
  g_autofree char *complaint = NULL;

  g_assert_null (tin_command_line_parse (uris, &complaint));
  g_assert_nonnull (strstr (complaint, "70000"));
  g_assert_nonnull (strstr (complaint, "gopher"));
  g_assert_null (strstr (complaint, "tcp://127.0.0.1:80\n"));
}

static void
test_points_at_the_place (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *marked = NULL;

  tin_set_codec_error (&error, TIN_CODEC_ERROR_INVALID, strlen ("tcp://localhost:"), "no port");
  lines = tin_command_line_explain ("tcp://localhost:x", error);
  marked = get_marked (lines, 1);

  g_assert_cmpstr (marked, ==, "x");
  g_assert_true (g_str_has_prefix (lines, "tincan: no port\n"));
}

static void
test_counts_columns_not_bytes (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;

  /* One wide character: three bytes, two columns. */
  tin_set_codec_error (&error, TIN_CODEC_ERROR_INVALID, strlen ("tcp://猫"), "no port");
  lines = tin_command_line_explain ("tcp://猫x", error);

  g_assert_cmpstr (lines, ==, "tincan: no port\n  tcp://猫x\n          ^\n");
}

static void
test_shortens_a_long_uri (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *uri = g_strnfill (100000, 'a');
  g_autofree char *marked = NULL;

  uri[50000] = 'b';
  tin_set_codec_error (&error, TIN_CODEC_ERROR_INVALID, 50000, "no");
  lines = tin_command_line_explain (uri, error);
  marked = get_marked (lines, 1);

  g_assert_cmpuint (strlen (lines), <, 400);
  g_assert_cmpstr (marked, ==, "b");
}

static void
test_survives_any_bytes (void)
{
  const char *hostile[] = { "", "\xff\xfe", "tcp://\x1b[31m:1", "tcp://%", "\xe7\x8c" };

  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      const char * const uris[] = { hostile[i], NULL };
      g_autofree char *complaint = NULL;

      g_assert_null (tin_command_line_parse (uris, &complaint));
      g_assert_true (g_utf8_validate (complaint, -1, NULL));
      g_assert_null (strchr (complaint, '\x1b'));
    }
}

static void
test_tells_files_from_endpoints (void)
{
  static const struct
  {
    const char *argument;
    gboolean    is_file;
  } cases[] = {
    { "tcp://localhost:80", FALSE },
    { "gopher://localhost:80", FALSE },
    { "localhost:80", FALSE },
    { "", FALSE },
    { "nowhere", FALSE },
    { "nowhere.pcapng", TRUE },
    { "nowhere.pcap", TRUE },
    { "/nowhere", TRUE },
    { "file:///nowhere", TRUE },
    { "passwd", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (tin_command_line_is_file (cases[i].argument, "/etc"), ==, cases[i].is_file);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/command-line/reads-every-uri", test_reads_every_uri);
  g_test_add_func ("/command-line/complains-about-each", test_complains_about_each);
  g_test_add_func ("/command-line/points-at-the-place", test_points_at_the_place);
  g_test_add_func ("/command-line/counts-columns-not-bytes", test_counts_columns_not_bytes);
  g_test_add_func ("/command-line/shortens-a-long-uri", test_shortens_a_long_uri);
  g_test_add_func ("/command-line/tells-files-from-endpoints", test_tells_files_from_endpoints);
  g_test_add_func ("/command-line/survives-any-bytes", test_survives_any_bytes);

  return g_test_run ();
}
