/* test-history.c: what was sent before.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-history.h"

#include "folder.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  Folder     *folder;
  char       *path;
  TinHistory *history;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = folder_new ();
  fixture->path = g_build_filename (fixture->folder, "history", NULL);
  fixture->history = tin_history_new (fixture->path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->history);
  folder_free (fixture->folder);
  g_free (fixture->path);
}

static void
assert_older (TinHistory *history,
              const char *draft,
              const char *expected,
              TinFormat   expected_format)
{
  TinFormat format = TIN_FORMAT_HEX;

  g_assert_cmpstr (tin_history_older (history, draft, &format), ==, expected);
  g_assert_cmpint (format, ==, expected_format);
}

static void
assert_newer (TinHistory *history,
              const char *expected,
              TinFormat   expected_format)
{
  TinFormat format = TIN_FORMAT_HEX;

  g_assert_cmpstr (tin_history_newer (history, &format), ==, expected);
  g_assert_cmpint (format, ==, expected_format);
}

static void
test_goes_back_and_forth (Fixture       *fixture,
                          gconstpointer  data)
{
  TinHistory *history = fixture->history;

  assert_older (history, "draft", NULL, TIN_FORMAT_HEX);
  assert_newer (history, NULL, TIN_FORMAT_HEX);

  tin_history_add (history, "one", TIN_FORMAT_TEXT);
  tin_history_add (history, "two\\n", TIN_FORMAT_ESCAPES);

  /* The draft is hexadecimal, and comes back so. */
  assert_older (history, "64 72", "two\\n", TIN_FORMAT_ESCAPES);
  assert_older (history, "changed", "one", TIN_FORMAT_TEXT);
  assert_older (history, "changed", NULL, TIN_FORMAT_HEX);
  assert_newer (history, "two\\n", TIN_FORMAT_ESCAPES);
  assert_newer (history, "64 72", TIN_FORMAT_HEX);
  assert_newer (history, NULL, TIN_FORMAT_HEX);
}

static void
test_begins_again_after_sending (Fixture       *fixture,
                                 gconstpointer  data)
{
  TinHistory *history = fixture->history;

  tin_history_add (history, "one", TIN_FORMAT_TEXT);
  tin_history_add (history, "two", TIN_FORMAT_TEXT);
  assert_older (history, "", "two", TIN_FORMAT_TEXT);
  assert_older (history, "", "one", TIN_FORMAT_TEXT);

  tin_history_add (history, "three", TIN_FORMAT_TEXT);
  assert_older (history, "", "three", TIN_FORMAT_TEXT);

  tin_history_rewind (history);
  assert_newer (history, NULL, TIN_FORMAT_HEX);
  assert_older (history, "other draft", "three", TIN_FORMAT_TEXT);
  assert_newer (history, "other draft", TIN_FORMAT_HEX);
}

static void
test_keeps_what_is_worth_it (Fixture       *fixture,
                             gconstpointer  data)
{
  TinHistory *history = fixture->history;
  g_autofree char *longest = g_strnfill (TIN_HISTORY_MAX_ENTRY_SIZE, 'a');
  g_autofree char *too_long = g_strnfill (TIN_HISTORY_MAX_ENTRY_SIZE + 1, 'a');

  tin_history_add (history, "", TIN_FORMAT_TEXT);
  tin_history_add (history, too_long, TIN_FORMAT_TEXT);
  tin_history_add (history, "\xFF", TIN_FORMAT_TEXT);
  g_assert_cmpuint (tin_history_get_length (history), ==, 0);

  tin_history_add (history, "same", TIN_FORMAT_TEXT);
  tin_history_add (history, "same", TIN_FORMAT_TEXT);
  g_assert_cmpuint (tin_history_get_length (history), ==, 1);
  tin_history_add (history, "same", TIN_FORMAT_ESCAPES);
  tin_history_add (history, longest, TIN_FORMAT_TEXT);
  tin_history_add (history, "same", TIN_FORMAT_TEXT);
  g_assert_cmpuint (tin_history_get_length (history), ==, 4);
}

static void
test_drops_the_oldest_when_full (Fixture       *fixture,
                                 gconstpointer  data)
{
  TinHistory *history = fixture->history;
  TinFormat format = TIN_FORMAT_TEXT;
  const char *oldest = NULL;
  const char *text;

  for (guint i = 0; i < TIN_HISTORY_MAX_ENTRIES + 3; i++)
    {
      g_autofree char *entry = g_strdup_printf ("%u", i);

      tin_history_add (history, entry, TIN_FORMAT_TEXT);
    }
  g_assert_cmpuint (tin_history_get_length (history), ==, TIN_HISTORY_MAX_ENTRIES);

  while ((text = tin_history_older (history, "", &format)) != NULL)
    oldest = text;
  g_assert_cmpstr (oldest, ==, "3");
}

static void
test_survives_a_restart (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (TinHistory) restarted = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  tin_history_add (fixture->history, "Grüße\n\ttwo\\lines\r\n", TIN_FORMAT_TEXT);
  tin_history_add (fixture->history, "\\x00\\n", TIN_FORMAT_ESCAPES);
  tin_history_add (fixture->history, "00 ff", TIN_FORMAT_HEX);
  g_assert_true (tin_history_save (fixture->history, &error));
  g_assert_no_error (error);
  g_assert_no_errno (g_stat (fixture->path, &status));
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  restarted = tin_history_new (fixture->path);
  g_assert_true (tin_history_load (restarted, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tin_history_get_length (restarted), ==, 3);
  assert_older (restarted, "", "00 ff", TIN_FORMAT_HEX);
  assert_older (restarted, "", "\\x00\\n", TIN_FORMAT_ESCAPES);
  assert_older (restarted, "", "Grüße\n\ttwo\\lines\r\n", TIN_FORMAT_TEXT);
}

/* What happens in another thread wakes nobody here. */
static gboolean
look_again (void)
{
  return G_SOURCE_CONTINUE;
}

static void
test_is_saved_by_itself (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *contents = NULL;
  guint tick = g_timeout_add (1, G_SOURCE_FUNC (look_again), NULL);

  tin_history_add (fixture->history, "one", TIN_FORMAT_TEXT);
  tin_history_add (fixture->history, "two", TIN_FORMAT_TEXT);

  while (!g_file_test (fixture->path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (tick);

  contents = read_file (fixture->path);
  g_assert_cmpstr (contents, ==, "text\tone\ntext\ttwo\n");
}

static void
test_is_saved_when_it_goes (Fixture       *fixture,
                            gconstpointer  data)
{
  TinHistory *history = tin_history_new (fixture->path);
  g_autofree char *contents = NULL;

  tin_history_add (history, "one", TIN_FORMAT_TEXT);
  g_assert_finalize_object (history);
  contents = read_file (fixture->path);
  g_assert_cmpstr (contents, ==, "text\tone\n");

  /* Not if there is nothing new in it. */
  g_assert_no_errno (g_unlink (fixture->path));
  history = tin_history_new (fixture->path);
  g_assert_finalize_object (history);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_begins_empty (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tin_history_load (fixture->history, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tin_history_get_length (fixture->history), ==, 0);
}

static void
test_keeps_what_is_left_of_a_damaged_file (Fixture       *fixture,
                                           gconstpointer  data)
{
  static const struct
  {
    const char *contents;
    gssize      size;
    guint       n_entries;
  } cases[] = {
    { "text\tone\nnonsense\ntext\ttwo\n", -1, 2 },
    { "text\tone\ntext\ttw\\", -1, 1 },
    { "TEXT\tone\n", -1, 0 },
    { "\tone\n", -1, 0 },
    { "text\t\ntext\tone", -1, 1 },
    { "text\ta\\0b\ntext\tc", -1, 1 },
    { "text\t\xFF\n", -1, 0 },
    { "text\tone\0", 9, 0 },
    { "\x7F" "ELF", -1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TinHistory) history = tin_history_new (fixture->path);
      g_autoptr (GError) error = NULL;

      write_file (fixture->path, cases[i].contents, cases[i].size);
      g_assert_false (tin_history_load (history, &error));
      g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
      g_assert_nonnull (strstr (error->message, "history.bad-"));
      g_assert_cmpuint (tin_history_get_length (history), ==, cases[i].n_entries);
      g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
      g_assert_cmpuint (folder_count (fixture->folder, "history.bad-"), ==, i + 1);
    }
}

static void
test_says_why_it_cannot_save (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->path, "below-a-file", NULL);
  g_autoptr (TinHistory) history = tin_history_new (path);
  g_autoptr (GError) error = NULL;

  write_file (fixture->path, "", 0);
  tin_history_add (history, "one", TIN_FORMAT_TEXT);
  g_assert_false (tin_history_save (history, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (tin_history_get_length (history), ==, 1);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/history/goes-back-and-forth", test_goes_back_and_forth);
  ADD ("/history/begins-again-after-sending", test_begins_again_after_sending);
  ADD ("/history/keeps-what-is-worth-it", test_keeps_what_is_worth_it);
  ADD ("/history/drops-the-oldest-when-full", test_drops_the_oldest_when_full);
  ADD ("/history/survives-a-restart", test_survives_a_restart);
  ADD ("/history/is-saved-by-itself", test_is_saved_by_itself);
  ADD ("/history/is-saved-when-it-goes", test_is_saved_when_it_goes);
  ADD ("/history/begins-empty", test_begins_empty);
  ADD ("/history/keeps-what-is-left-of-a-damaged-file", test_keeps_what_is_left_of_a_damaged_file);
  ADD ("/history/says-why-it-cannot-save", test_says_why_it_cannot_save);

  return g_test_run ();
}
