/* test-bookmarks.c: messages that somebody wants to find again.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-bookmarks.h"

#include <string.h>

static void
count_cb (guint *n_changes)
{
  (*n_changes)++;
}

static void
test_keeps_them_in_order (void)
{
  TinBookmarks *bookmarks = tin_bookmarks_new ();
  guint n_changes = 0;

  g_signal_connect_swapped (bookmarks, "changed", G_CALLBACK (count_cb), &n_changes);
  g_assert_null (tin_bookmarks_get (bookmarks, 0));
  g_assert_null (tin_bookmarks_find_next (bookmarks, 0, 0));
  g_assert_null (tin_bookmarks_find_previous (bookmarks, 0, 0));

  g_assert_true (tin_bookmarks_add (bookmarks, 7, 0, "seven"));
  g_assert_true (tin_bookmarks_add (bookmarks, 3, 10, ""));
  g_assert_true (tin_bookmarks_add (bookmarks, 3, 5, "three"));
  g_assert_true (tin_bookmarks_add (bookmarks, 7, 0, "new"));
  g_assert_cmpuint (n_changes, ==, 4);
  g_assert_cmpuint (tin_bookmarks_count (bookmarks), ==, 3);
  g_assert_cmpstr (tin_bookmarks_get (bookmarks, 0)->note, ==, "three");
  g_assert_cmpstr (tin_bookmarks_get (bookmarks, 1)->note, ==, "");
  g_assert_cmpstr (tin_bookmarks_get (bookmarks, 2)->note, ==, "new");

  g_assert_cmpuint (tin_bookmarks_find_next (bookmarks, 3, 5)->offset, ==, 10);
  g_assert_cmpuint (tin_bookmarks_find_next (bookmarks, 3, 10)->position, ==, 7);
  g_assert_cmpuint (tin_bookmarks_find_next (bookmarks, 7, 0)->offset, ==, 5);
  g_assert_cmpuint (tin_bookmarks_find_previous (bookmarks, 3, 5)->position, ==, 7);
  g_assert_cmpuint (tin_bookmarks_find_previous (bookmarks, 3, 6)->offset, ==, 5);

  g_assert_finalize_object (bookmarks);
}

/* Framed anew, a message has more or fewer of the same bytes. */
static void
test_are_on_bytes (void)
{
  TinBookmarks *bookmarks = tin_bookmarks_new ();

  tin_bookmarks_add (bookmarks, 3, 5, "");
  tin_bookmarks_add (bookmarks, 3, 10, "");
  tin_bookmarks_add (bookmarks, 4, 0, "");

  g_assert_nonnull (tin_bookmarks_find (bookmarks, 3, 0, 100));
  g_assert_nonnull (tin_bookmarks_find (bookmarks, 3, 5, 1));
  g_assert_nonnull (tin_bookmarks_find (bookmarks, 4, 0, 0));
  g_assert_null (tin_bookmarks_find (bookmarks, 3, 0, 5));
  g_assert_null (tin_bookmarks_find (bookmarks, 3, 6, 4));
  g_assert_null (tin_bookmarks_find (bookmarks, 5, 0, 100));

  tin_bookmarks_remove (bookmarks, 3, 0, 100);
  g_assert_cmpuint (tin_bookmarks_count (bookmarks), ==, 1);
  tin_bookmarks_remove_all (bookmarks);
  g_assert_cmpuint (tin_bookmarks_count (bookmarks), ==, 0);

  g_assert_finalize_object (bookmarks);
}

static void
test_have_bounds (void)
{
  TinBookmarks *bookmarks = tin_bookmarks_new ();
  g_autofree char *text = g_strnfill (100000, 'x');

  g_assert_true (tin_bookmarks_add (bookmarks, 0, 0, text));
  g_assert_cmpuint (strlen (tin_bookmarks_get (bookmarks, 0)->note), <=, TIN_BOOKMARKS_MAX_NOTE);
  g_assert_true (tin_bookmarks_add (bookmarks, 0, 0, "a\nb\033"));
  g_assert_null (strpbrk (tin_bookmarks_get (bookmarks, 0)->note, "\n\033"));

  for (guint i = 1; i < TIN_BOOKMARKS_MAX; i++)
    g_assert_true (tin_bookmarks_add (bookmarks, i, 0, ""));

  g_assert_false (tin_bookmarks_add (bookmarks, TIN_BOOKMARKS_MAX, 0, ""));
  g_assert_true (tin_bookmarks_add (bookmarks, 5, 0, "again"));
  g_assert_cmpuint (tin_bookmarks_count (bookmarks), ==, TIN_BOOKMARKS_MAX);

  g_assert_finalize_object (bookmarks);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bookmarks/keeps-them-in-order", test_keeps_them_in_order);
  g_test_add_func ("/bookmarks/are-on-bytes", test_are_on_bytes);
  g_test_add_func ("/bookmarks/have-bounds", test_have_bounds);

  return g_test_run ();
}
