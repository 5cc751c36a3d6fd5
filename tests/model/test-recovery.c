/* test-recovery.c: tests of finding recordings that broke off.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-recovery.h"

#include "capture/tin-pcapng.h"
#include "folder.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <string.h>
#include <unistd.h>

static void
find_ready_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray **found = user_data;

  *found = tin_recovery_find_finish (result, &error);
  g_assert_no_error (error);
}

static GPtrArray *
find (Folder *folder)
{
  GPtrArray *found = NULL;

  tin_recovery_find_async (folder, g_get_tmp_dir (), NULL, find_ready_cb, &found);
  while (found == NULL)
    g_main_context_iteration (NULL, TRUE);

  return found;
}

/* A recording of six messages, without its last @n_cut bytes. */
static char *
add_recording (Folder     *folder,
               const char *name,
               gsize       n_cut)
{
  g_autofree char *golden = g_test_build_filename (G_TEST_DIST, "capture", "golden", "tcp-echo-server.pcapng", NULL);
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (golden, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (path, contents, size - n_cut, NULL));

  return path;
}

/* One, of one file. */
static void
assert_recovered (GPtrArray  *found,
                  guint       i,
                  const char *path,
                  gboolean    is_cut)
{
  const TinRecovered *one = g_ptr_array_index (found, i);

  g_assert_cmpstr (one->path, ==, path);
  g_assert_cmpuint (one->n_messages, ==, 4);
  g_assert_cmpint (one->n_cut > 0, ==, is_cut);
}

static void
test_finds_what_broke_off (void)
{
  Folder *folder = folder_new ();
  g_autofree char *ended = add_recording (folder, "a.pcapng", 0);
  g_autofree char *broken = add_recording (folder, "b.pcapng", TIN_PCAPNG_END_SIZE);
  g_autofree char *cut = add_recording (folder, "c.pcapng", TIN_PCAPNG_END_SIZE + 5);
  g_autofree char *first = add_recording (folder, "d.pcapng", TIN_PCAPNG_END_SIZE);
  g_autofree char *second = add_recording (folder, "d_00002.pcapng", 0);
  g_autofree char *junk = g_build_filename (folder, "f.pcapng", NULL);
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *title = NULL;
  g_autofree char *advice = NULL;
  struct stat status;

  g_assert_true (g_file_set_contents (junk, "no recording at all, but long enough to be one", -1, NULL));
  found = find (folder);
  g_assert_cmpuint (found->len, ==, 2);
  assert_recovered (found, 0, cut, TRUE);
  assert_recovered (found, 1, broken, FALSE);
  title = tin_recovery_dup_title (found);
  advice = tin_recovery_dup_advice (found);
  g_assert_cmpstr (title, ==, "Recovered 8 messages");
  g_assert_nonnull (strstr (advice, "bytes are no whole message"));

  /* What its user has opened need not be told; none of them is changed. */
  tin_recovery_forget (found, broken);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpint (g_stat (broken, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & S_IWUSR, !=, 0);

  folder_free (folder);
}

/* What was in use may break off later. */
static void
test_leaves_what_is_in_use (void)
{
  Folder *folder = folder_new ();
  g_autofree char *in_use = add_recording (folder, "a.pcapng", TIN_PCAPNG_END_SIZE);
  g_autoptr (GPtrArray) found = NULL;
  int fd = open (in_use, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  found = find (folder);
  g_assert_cmpuint (found->len, ==, 0);

  close (fd);
  g_clear_pointer (&found, g_ptr_array_unref);
  found = find (folder);
  g_assert_cmpuint (found->len, ==, 1);
  assert_recovered (found, 0, in_use, FALSE);

  folder_free (folder);
}

static void
test_tells_of_each_once (void)
{
  Folder *folder = folder_new ();
  g_autofree char *broken = add_recording (folder, "a.pcapng", TIN_PCAPNG_END_SIZE);
  g_autofree char *list = g_build_filename (folder, "told", NULL);
  g_autofree char *later = NULL;
  g_autoptr (GPtrArray) found = find (folder);

  g_assert_cmpuint (found->len, ==, 1);

  later = add_recording (folder, "b.pcapng", TIN_PCAPNG_END_SIZE);
  g_clear_pointer (&found, g_ptr_array_unref);
  found = find (folder);
  g_assert_cmpuint (found->len, ==, 1);
  assert_recovered (found, 0, later, FALSE);

  /* Without the list, of all of them again; and the list goes when they do. */
  g_assert_cmpint (g_unlink (list), ==, 0);
  g_clear_pointer (&found, g_ptr_array_unref);
  found = find (folder);
  g_assert_cmpuint (found->len, ==, 2);
  g_unlink (broken);
  g_unlink (later);
  g_clear_pointer (&found, g_ptr_array_unref);
  found = find (folder);
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_false (g_file_test (list, G_FILE_TEST_EXISTS));

  folder_free (folder);
}

static void
test_finds_nothing_where_nothing_is (void)
{
  Folder *folder = folder_new ();
  g_autoptr (GPtrArray) found = find (folder);

  g_assert_cmpuint (found->len, ==, 0);
  folder_free (folder);
  g_clear_pointer (&found, g_ptr_array_unref);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recovery/finds-what-broke-off", test_finds_what_broke_off);
  g_test_add_func ("/recovery/leaves-what-is-in-use", test_leaves_what_is_in_use);
  g_test_add_func ("/recovery/tells-of-each-once", test_tells_of_each_once);
  g_test_add_func ("/recovery/finds-nothing-where-nothing-is", test_finds_nothing_where_nothing_is);

  return g_test_run ();
}
