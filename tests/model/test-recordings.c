/* test-recordings.c: tests of what becomes of old recordings.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "folder.h"

#include "model/tin-capture-store.h"
#include "model/tin-recordings.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#define MINUTE 60
#define DAY    (24 * 60 * 60)

static void
add_file (const Folder *folder,
          const char   *name,
          gsize         size,
          gint64        age_s)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *contents = g_malloc0 (size);
  struct utimbuf times;

  write_file (path, contents, size);
  times.actime = times.modtime = g_get_real_time () / G_USEC_PER_SEC - age_s;
  g_assert_cmpint (utime (path, &times), ==, 0);
}

static gboolean
has (const Folder *folder,
     const char   *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* As another program has it. */
static int
lock (const Folder *folder,
      const char   *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = open (path, O_RDWR | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  return fd;
}

static void
add_usual_files (const Folder *folder)
{
  add_file (folder, "tincan-1.pcapng", 1000, 5 * DAY);
  add_file (folder, "tincan-1_00002.pcapng", 2000, 4 * DAY);
  add_file (folder, "tincan-1_00002.pcapng.index", 500, 4 * DAY);
  add_file (folder, "tincan-2.pcapng", 3000, 3 * DAY);
  add_file (folder, "tincan-3.pcapng", 4000, 2 * MINUTE);
  add_file (folder, "holiday.pcapng", 5000, 100 * DAY);
  add_file (folder, "tincan-notes.txt", 6000, 100 * DAY);
}

static void
keep (const Folder       *folder,
      guint64             max_size,
      guint64             max_age_s,
      TinRecordingsUsage *usage)
{
  g_autoptr (GError) error = NULL;

  tin_recordings_keep (folder, max_size, max_age_s, usage, &error);
  g_assert_no_error (error);
  g_assert_true (has (folder, "holiday.pcapng"));
  g_assert_true (has (folder, "tincan-notes.txt"));
}

static void
assert_usage (const TinRecordingsUsage *usage,
              guint                     n_recordings,
              guint64                   size,
              guint                     n_removed)
{
  g_assert_cmpuint (usage->n_recordings, ==, n_recordings);
  g_assert_cmpuint (usage->size, ==, size);
  g_assert_cmpuint (usage->n_removed, ==, n_removed);
}

static void
test_measures (void)
{
  g_autoptr (Folder) folder = folder_new ();
  TinRecordingsUsage usage;

  add_usual_files (folder);
  keep (folder, TIN_RECORDINGS_NO_LIMIT, TIN_RECORDINGS_NO_LIMIT, &usage);
  assert_usage (&usage, 3, 10500, 0);
  g_assert_cmpuint (usage.n_in_use, ==, 0);
}

/* What was becoming an index when a program was killed counts and goes as well, and so does what is left of a
 * recording that somebody removed by hand. */
static void
test_takes_indexes_along (void)
{
  g_autoptr (Folder) folder = folder_new ();
  TinRecordingsUsage usage;

  add_usual_files (folder);
  add_file (folder, "tincan-1.pcapng.index.part", 30, 5 * DAY);
  add_file (folder, "tincan-9.pcapng.index", 40, 9 * DAY);
  add_file (folder, "tincan-9.pcapng.index.part", 50, 9 * DAY);
  add_file (folder, "tincan-9.txt.index", 60, 9 * DAY);
  add_file (folder, "holiday.pcapng.index", 70, 9 * DAY);
  keep (folder, TIN_RECORDINGS_NO_LIMIT, TIN_RECORDINGS_NO_LIMIT, &usage);
  assert_usage (&usage, 3, 10530, 0);
  g_assert_false (has (folder, "tincan-9.pcapng.index"));
  g_assert_false (has (folder, "tincan-9.pcapng.index.part"));
  g_assert_true (has (folder, "tincan-9.txt.index"));
  g_assert_true (has (folder, "holiday.pcapng.index"));

  keep (folder, 0, TIN_RECORDINGS_NO_LIMIT, &usage);
  assert_usage (&usage, 0, 0, 3);
  g_assert_false (has (folder, "tincan-1.pcapng.index.part"));
  g_assert_cmpuint (folder_count (folder, "tincan-1"), ==, 0);
}

static void
test_removes_the_oldest_past_a_size (void)
{
  static const struct
  {
    guint64 max_size;
    guint   n_recordings;
    guint64 size;
    guint   n_removed;
  } cases[] = {
    { 10500, 3, 10500, 0 },
    { 10499, 3, 9500, 1 },   /* the beginning of the oldest */
    { 9499, 2, 7000, 1 },
    { 6999, 1, 4000, 2 },
    { 4000, 1, 4000, 2 },
    { 3999, 0, 0, 3 },
    { 0, 0, 0, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Folder) folder = folder_new ();
      TinRecordingsUsage usage;

      add_usual_files (folder);
      keep (folder, cases[i].max_size, TIN_RECORDINGS_NO_LIMIT, &usage);
      assert_usage (&usage, cases[i].n_recordings, cases[i].size, cases[i].n_removed);
      g_assert_cmpint (has (folder, "tincan-1_00002.pcapng.index"), ==, has (folder, "tincan-1_00002.pcapng"));
    }
}

static void
test_removes_what_is_too_old (void)
{
  g_autoptr (Folder) folder = folder_new ();
  TinRecordingsUsage usage;

  add_usual_files (folder);
  keep (folder, TIN_RECORDINGS_NO_LIMIT, 6 * DAY, &usage);
  assert_usage (&usage, 3, 10500, 0);
  keep (folder, TIN_RECORDINGS_NO_LIMIT, 4 * DAY + MINUTE, &usage);
  assert_usage (&usage, 3, 9500, 1);
  keep (folder, TIN_RECORDINGS_NO_LIMIT, 0, &usage);
  assert_usage (&usage, 0, 0, 3);

  /* A clock that was set back makes nothing old. */
  add_file (folder, "tincan-4.pcapng", 10, -DAY);
  keep (folder, TIN_RECORDINGS_NO_LIMIT, 0, &usage);
  assert_usage (&usage, 1, 10, 0);
}

static void
test_keeps_what_is_in_use (void)
{
  g_autoptr (Folder) folder = folder_new ();
  TinRecordingsUsage usage;
  int fd;

  add_usual_files (folder);
  fd = lock (folder, "tincan-1_00002.pcapng");
  keep (folder, 0, 0, &usage);
  assert_usage (&usage, 1, 2500, 3);
  g_assert_cmpuint (usage.n_in_use, ==, 1);
  g_assert_cmpuint (usage.size_in_use, ==, 2500);

  g_assert_cmpint (close (fd), ==, 0);
  keep (folder, 0, 0, &usage);
  assert_usage (&usage, 0, 0, 1);
}

/* The lowest descriptor that is free. */
static int
find_free_descriptor (void)
{
  int fd = open ("/dev/null", O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  return fd;
}

/* With thousands of connections there may be no descriptor left to look whether a file is locked. */
static void
test_keeps_what_cannot_be_looked_at (void)
{
  g_autoptr (Folder) folder = folder_new ();
  TinRecordingsUsage usage;
  struct rlimit before;
  struct rlimit few;
  int fd;

  add_usual_files (folder);
  fd = lock (folder, "tincan-2.pcapng");
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  few = before;
  few.rlim_cur = find_free_descriptor () + 2;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &few), ==, 0);
  keep (folder, 0, 0, &usage);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);

  g_assert_true (has (folder, "tincan-2.pcapng"));
  g_assert_cmpuint (usage.n_removed, ==, 0);
  g_assert_cmpuint (usage.n_in_use, ==, 3);
  close (fd);
}

/* Between the making of a file and its lock. */
static void
test_keeps_what_is_just_being_made (void)
{
  g_autoptr (Folder) folder = folder_new ();
  TinRecordingsUsage usage;

  add_file (folder, "tincan-1.pcapng", 0, 0);
  add_file (folder, "tincan-2.pcapng", 0, 10 * MINUTE);
  g_assert_true (tin_recordings_keep (folder, 0, 0, &usage, NULL));
  g_assert_true (has (folder, "tincan-1.pcapng"));
  g_assert_false (has (folder, "tincan-2.pcapng"));
}

static void
test_follows_no_links (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *link = g_build_filename (folder, "tincan-link.pcapng", NULL);
  g_autofree char *pipe = g_build_filename (folder, "tincan-pipe.pcapng", NULL);
  g_autofree char *inner = g_build_filename (folder, "tincan-folder.pcapng", NULL);
  TinRecordingsUsage usage;

  add_file (folder, "precious", 100, 10 * DAY);
  g_assert_cmpint (symlink ("precious", link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  g_assert_true (tin_recordings_keep (folder, 0, 0, &usage, NULL));
  assert_usage (&usage, 0, 0, 0);
  g_assert_true (has (folder, "precious"));
  g_assert_true (has (folder, "tincan-link.pcapng"));
  g_assert_true (has (folder, "tincan-pipe.pcapng"));

  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_cmpint (g_unlink (pipe), ==, 0);
  g_assert_cmpint (g_rmdir (inner), ==, 0);
}

static void
test_has_none_without_a_folder (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error = NULL;
  TinRecordingsUsage usage = { .n_recordings = 7 };

  g_assert_true (tin_recordings_keep (missing, 0, 0, &usage, NULL));
  assert_usage (&usage, 0, 0, 0);

  write_file (file, "", 0);
  g_assert_false (tin_recordings_keep (file, 0, 0, &usage, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
}

static void
finish_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static void
test_works_in_another_thread (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TinRecordingsUsage usage;

  add_usual_files (folder);
  tin_recordings_keep_async (folder, 7000, TIN_RECORDINGS_NO_LIMIT, NULL, finish_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  tin_recordings_keep_finish (result, &usage, &error);
  g_assert_no_error (error);
  assert_usage (&usage, 2, 7000, 1);
}

/* The limits of the store reach the files: a running recording is kept, and old ones go when it begins. */
static void
test_store_tidies_when_a_capture_begins (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autoptr (TinCaptureStore) store = tin_capture_store_new (folder);
  g_autofree char *reason = NULL;
  TinCapture *capture;

  add_file (folder, "tincan-1.pcapng", 1000, 5 * DAY);
  g_object_set (store, "recordings-age", 6, NULL);
  capture = tin_capture_store_create (store, "test", &reason);
  g_assert_null (reason);
  g_assert_finalize_object (capture);
  g_assert_true (has (folder, "tincan-1.pcapng"));

  g_object_set (store, "recordings-age", 4, NULL);
  capture = tin_capture_store_create (store, "test", &reason);
  while (has (folder, "tincan-1.pcapng"))
    g_main_context_iteration (NULL, FALSE);
  g_assert_finalize_object (capture);
  g_assert_finalize_object (g_steal_pointer (&store));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recordings/measures", test_measures);
  g_test_add_func ("/recordings/takes-indexes-along", test_takes_indexes_along);
  g_test_add_func ("/recordings/removes-the-oldest-past-a-size", test_removes_the_oldest_past_a_size);
  g_test_add_func ("/recordings/removes-what-is-too-old", test_removes_what_is_too_old);
  g_test_add_func ("/recordings/keeps-what-is-in-use", test_keeps_what_is_in_use);
  g_test_add_func ("/recordings/keeps-what-cannot-be-looked-at", test_keeps_what_cannot_be_looked_at);
  g_test_add_func ("/recordings/keeps-what-is-just-being-made", test_keeps_what_is_just_being_made);
  g_test_add_func ("/recordings/follows-no-links", test_follows_no_links);
  g_test_add_func ("/recordings/has-none-without-a-folder", test_has_none_without_a_folder);
  g_test_add_func ("/recordings/works-in-another-thread", test_works_in_another_thread);
  g_test_add_func ("/recordings/store-tidies-when-a-capture-begins", test_store_tidies_when_a_capture_begins);

  return g_test_run ();
}
