/* test-sidecar.c: tests of the indexes that are kept beside large recordings.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"
#include "loader-fixture.h"

#include "capture/tin-segment-name.h"

#include <glib/gstdio.h>
#include <utime.h>

#define N_MESSAGES 40000

/* Some 20 MiB on three connections. */
static void
append_large (TinCapture *capture)
{
  TinFlow flows[3];

  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      init_tcp_flow (&flows[i], capture);
      flows[i].peer.port += i;
      append_opened (capture, &flows[i], TIN_DIRECTION_IN);
    }
  for (guint i = 0; i < N_MESSAGES; i++)
    append_number (capture, &flows[i % G_N_ELEMENTS (flows)], i, 8 + i % 1000);
}

/* All that the index says, in one number. */
static guint64
hash_index (TinCapture *capture)
{
  guint64 sum = tin_capture_get_published (capture);

  for (guint64 i = 0; i < tin_capture_get_published (capture); i++)
    {
      TinIndexEntry entry;

      g_assert_true (tin_capture_peek (capture, i, &entry));
      sum = sum * 31 + entry.offset;
      sum = sum * 31 + entry.time_us;
      sum = sum * 31 + entry.connection;
      sum = sum * 31 + (entry.size | (guint64) entry.event << 32 | (guint64) entry.direction << 40 |
                        (guint64) entry.by << 48);
    }
  return sum;
}

static guint64
load_and_hash (const char *path)
{
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (TinCapture) capture = load_file (path, &progress);

  g_assert_null (progress.problem);
  g_assert_cmpuint (progress.n_bytes, ==, progress.n_total);
  return hash_index (capture);
}

static char *
get_index (const char *path)
{
  return g_strconcat (path, TIN_SEGMENT_NAME_INDEX, NULL);
}

/* A large recording that was opened once. */
typedef struct
{
  TestFile  file;
  char     *index;     /* (owned) its path */
  char     *contents;  /* (owned) of the index */
  gsize     size;      /* of the index, bytes */
  guint64   sum;       /* what the index says */
} Large;

static void
large_set_up (Large         *self,
              gconstpointer  data)
{
  g_autoptr (GBytes) whole = save_capture (append_large);

  test_file_set_up (&self->file);
  replace_file (self->file.path, g_bytes_get_data (whole, NULL), g_bytes_get_size (whole));
  self->index = get_index (self->file.path);
  self->sum = load_and_hash (self->file.path);
  g_assert_true (g_file_get_contents (self->index, &self->contents, &self->size, NULL));
}

static void
large_tear_down (Large         *self,
                 gconstpointer  data)
{
  g_free (self->index);
  g_free (self->contents);
  test_file_tear_down (&self->file);
}

static void
test_keeps_an_index_beside_a_large_one (Large         *large,
                                        gconstpointer  data)
{
  g_assert_cmpuint (large->size, <, N_MESSAGES * 12);
  g_assert_cmpuint (load_and_hash (large->file.path), ==, large->sum);

  /* Where others may enter, none is made or believed. */
  g_assert_cmpint (g_chmod (large->file.folder, 0755), ==, 0);
  g_assert_cmpint (g_unlink (large->index), ==, 0);
  g_assert_cmpuint (load_and_hash (large->file.path), ==, large->sum);
  g_assert_false (g_file_test (large->index, G_FILE_TEST_EXISTS));
}

/* One that is damaged, cut or of another recording is made anew. */
static void
test_believes_no_index_that_does_not_fit (Large         *large,
                                          gconstpointer  data)
{
  char *contents = large->contents;

  for (guint i = 0; i < 40; i++)
    {
      gsize at = i < 16 ? 3 * i : (gsize) g_test_rand_int_range (0, large->size);

      contents[at] ^= 1 << i % 8;
      replace_file (large->index, contents, large->size);
      contents[at] ^= 1 << i % 8;
      g_assert_cmpuint (load_and_hash (large->file.path), ==, large->sum);
    }
  for (guint i = 0; i < 10; i++)
    {
      replace_file (large->index, contents, g_test_rand_int_range (0, large->size));
      g_assert_cmpuint (load_and_hash (large->file.path), ==, large->sum);
    }
  g_assert_cmpint (g_unlink (large->index), ==, 0);
}

/* Some files of a few MiB; returns their names. */
static GPtrArray *
save_in_files (const TestFile *file)
{
  const TinCaptureLimits limits = { 5 * 1024 * 1024, 80 * 1024 * 1024 };
  TinCapture *capture = tin_capture_new_limited ("test", file->sink, TIN_CAPTURE_DEFAULT_RING_SIZE, &limits);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  append_large (capture);
  tin_capture_publish (capture);
  g_assert_true (tin_capture_end (capture, TEST_TIMEOUT_MS));
  g_assert_finalize_object (capture);
  for (guint i = 1;; i++)
    {
      g_autofree char *name = i > 1 ? tin_segment_name_make ("test.pcapng", i) : g_strdup ("test.pcapng");
      g_autofree char *path = g_build_filename (file->folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return paths;
      g_ptr_array_add (paths, g_steal_pointer (&path));
    }
}

/* Which file it is: another is made while this is there. */
static guint64
identify (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_ino;
}

/* Whatever is wrong with one of them, all are made anew, and say the same. */
static void
test_keeps_an_index_beside_each_file (void)
{
  g_autoptr (GPtrArray) paths = NULL;
  guint64 sum;
  TestFile file;

  test_file_set_up (&file);
  paths = save_in_files (&file);
  g_assert_cmpuint (paths->len, >, 2);
  sum = load_and_hash (paths->pdata[0]);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *index = get_index (paths->pdata[i]);
      guint64 before = identify (index);
      g_autofree char *contents = NULL;
      gsize size;

      g_assert_cmpuint (load_and_hash (paths->pdata[i]), ==, sum);
      g_assert_cmpuint (identify (index), ==, before);

      g_assert_true (g_file_get_contents (index, &contents, &size, NULL));
      contents[size / 2] ^= 1;
      replace_file (index, contents, size);
      before = identify (index);
      g_assert_cmpuint (load_and_hash (paths->pdata[0]), ==, sum);
      g_assert_cmpuint (identify (index), !=, before);

      /* The file was changed; its ends were not. */
      before = identify (index);
      g_assert_cmpint (g_utime (paths->pdata[i], NULL), ==, 0);
      g_assert_cmpuint (load_and_hash (paths->pdata[0]), ==, sum);
      g_assert_cmpuint (identify (index), !=, before);

      g_assert_cmpint (g_unlink (index), ==, 0);
      g_assert_cmpuint (load_and_hash (paths->pdata[0]), ==, sum);
      g_assert_true (g_file_test (index, G_FILE_TEST_EXISTS));
    }

  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *index = get_index (paths->pdata[i]);

      g_assert_cmpint (g_unlink (index), ==, 0);
      g_assert_cmpint (g_unlink (paths->pdata[i]), ==, 0);
    }
  test_file_tear_down (&file);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  use_fast_folder ();

  g_test_add ("/sidecar/is-kept-beside-a-large-recording", Large, NULL, large_set_up,
              test_keeps_an_index_beside_a_large_one, large_tear_down);
  g_test_add ("/sidecar/is-not-believed-if-it-does-not-fit", Large, NULL, large_set_up,
              test_believes_no_index_that_does_not_fit, large_tear_down);
  g_test_add_func ("/sidecar/is-kept-beside-each-file", test_keeps_an_index_beside_each_file);

  return g_test_run ();
}
