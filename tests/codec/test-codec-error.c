/* test-codec-error.c: errors that know their place.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec-assert.h"

static void
test_keeps_its_place (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;

  tin_set_codec_error (&error, TIN_CODEC_ERROR_INVALID, 17, "No %s here", "digit");
  copy = g_error_copy (error);

  g_assert_cmpstr (error->message, ==, "No digit here");
  assert_codec_error (&error, TIN_CODEC_ERROR_INVALID, 17);
  assert_codec_error (&copy, TIN_CODEC_ERROR_INVALID, 17);
}

static void
test_may_be_ignored (void)
{
  tin_set_codec_error (NULL, TIN_CODEC_ERROR_INVALID, 17, "Nobody reads this");
  tin_propagate_codec_error (NULL, g_error_new_literal (TIN_CODEC_ERROR, TIN_CODEC_ERROR_INVALID, "Nor this"), 4);
}

static void
test_has_no_place_in_other_domains (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_IO, "The disk is gone");

  g_assert_cmpuint (tin_codec_error_get_offset (error), ==, 0);
}

static void
test_moves_with_its_part (void)
{
  g_autoptr (GError) part = NULL;
  g_autoptr (GError) whole = NULL;

  tin_set_codec_error (&part, TIN_CODEC_ERROR_TRUNCATED, 3, "It ends early");
  tin_propagate_codec_error (&whole, g_steal_pointer (&part), 20);
  assert_codec_error (&whole, TIN_CODEC_ERROR_TRUNCATED, 23);

  part = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_IO, "The disk is gone");
  tin_propagate_codec_error (&whole, g_steal_pointer (&part), 20);
  g_assert_error (whole, G_FILE_ERROR, G_FILE_ERROR_IO);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/codec-error/keeps-its-place", test_keeps_its_place);
  g_test_add_func ("/codec-error/may-be-ignored", test_may_be_ignored);
  g_test_add_func ("/codec-error/has-no-place-in-other-domains", test_has_no_place_in_other_domains);
  g_test_add_func ("/codec-error/moves-with-its-part", test_moves_with_its_part);

  return g_test_run ();
}
