/* test-sidecar.c: tests of the indexes that are beside large recordings, and whether they are believed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"
#include "loader-fixture.h"

#include "capture/tin-file-source.h"
#include "capture/tin-segment-name.h"
#include "capture/tin-little-endian.h"
#include "capture/tin-sidecar-private.h"

#include <glib/gstdio.h>
#include <sys/resource.h>
#include <unistd.h>
#include <utime.h>

#define N_MESSAGES 40000

static void
append_event (TinCapture *capture,
              TinFlow    *flow,
              TinEvent    event,
              guint32     size)
{
  tin_capture_append_event (capture, flow, event, TIN_DIRECTION_NONE, TIN_BY_PEER, size, "why");
}

/* What is no data, as an engine tells it: as packets, and as what is none. */
static void
append_events (TinCapture *capture)
{
  TinAddress local = make_address ("::1", 8080);
  TinAddress peer = make_address ("::1", 40000);
  TinFlow udp, tcp;

  tin_flow_init (&udp, TIN_TRANSPORT_UDP, tin_capture_take_connection (capture), &local, &peer);
  tin_flow_init (&tcp, TIN_TRANSPORT_TCP, tin_capture_take_connection (capture), &local, &peer);
  append_event (capture, NULL, TIN_EVENT_NOTE, 0);
  append_event (capture, &udp, TIN_EVENT_OPENED, 0);
  append_in (capture, &udp, "");
  append_event (capture, &udp, TIN_EVENT_REFUSED, 0);
  append_event (capture, &udp, TIN_EVENT_DROPPED, 7);
  tin_capture_append_loss (capture, &udp, TIN_DIRECTION_IN, TIN_BY_LOCAL, 8, TIN_LOSS_RECORDING, "why");
  append_event (capture, &udp, TIN_EVENT_CLOSED, 0);
  append_event (capture, &tcp, TIN_EVENT_REFUSED, 0);
  append_event (capture, &tcp, TIN_EVENT_ERROR, 0);
  append_opened (capture, &tcp, TIN_DIRECTION_OUT);
  append_out (capture, &tcp, TIN_BY_RULE, "hello", "greeting");
  tin_capture_append_event (capture, &tcp, TIN_EVENT_HALF_CLOSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
  append_event (capture, &tcp, TIN_EVENT_RESET, 0);
}

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
  append_events (capture);
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
                        (guint64) entry.by << 48 | (guint64) entry.loss << 56);
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

/* An index that fits the file, of one record @n times over. */
static void
forge_index (const TestFile      *file,
             const TinIndexEntry *entry,
             guint                n)
{
  g_autoptr (TinSink) source = tin_file_source_new (file->path);
  TinSidecarWriter *writer = tin_sidecar_writer_new (file->path, 1);

  g_assert_true (tin_sink_open (source, NULL));
  for (guint i = 0; i < n; i++)
    tin_sidecar_writer_add (writer, entry);
  tin_sidecar_writer_finish (writer, source, tin_file_source_get_size (TIN_FILE_SOURCE (source)));
  g_assert_true (tin_sidecar_writer_keep (writer));
  tin_sidecar_writer_free (writer);
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

/* Who reads a recording goes on when there is no room for its index. */
static void
test_takes_any_number_when_the_disk_is_full (Large         *large,
                                             gconstpointer  data)
{
  TinSidecarWriter *writer = tin_sidecar_writer_new (large->file.path, 1);
  struct rlimit limit, full;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  full = limit;
  full.rlim_cur = 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &full), ==, 0);
  for (guint i = 1; i < 1000000; i++)
    tin_sidecar_writer_add (writer, &(TinIndexEntry) { .offset = i * 100, .time_us = i });
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_true (tin_sidecar_writer_has_failed (writer));
  g_assert_false (tin_sidecar_writer_keep (writer));
  tin_sidecar_writer_free (writer);
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

/* Which file it is: another is made while this is there. */
static guint64
identify (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_ino;
}

/* One that fits, but was made before it told why something was lost. */
static void
test_believes_no_index_of_an_older_version (Large         *large,
                                            gconstpointer  data)
{
  guint8 *head = (guint8 *) large->contents;
  guint64 before;

  memcpy (head, "TinIdx02", 8);
  tin_put64_le (head + 56, tin_sidecar_hash (TIN_SIDECAR_HASH_START, head, 56));
  replace_file (large->index, large->contents, large->size);
  before = identify (large->index);
  g_assert_cmpuint (load_and_hash (large->file.path), ==, large->sum);
  g_assert_cmpuint (identify (large->index), !=, before);

  /* What is made instead is believed. */
  before = identify (large->index);
  g_assert_cmpuint (load_and_hash (large->file.path), ==, large->sum);
  g_assert_cmpuint (identify (large->index), ==, before);
  g_assert_cmpint (g_unlink (large->index), ==, 0);
}

/* Some files of a few MiB; returns their names. */
static GPtrArray *
save_in_files (const TestFile *file)
{
  const TinCaptureLimits limits = { 5 * 1024 * 1024, 80 * 1024 * 1024 };
  TinCapture *capture = tin_capture_new_limited ("test", file->sink, TIN_CAPTURE_DEFAULT_RING_SIZE, &limits);

  append_large (capture);
  tin_capture_publish (capture);
  g_assert_true (tin_capture_end (capture, TEST_TIMEOUT_MS));
  g_assert_finalize_object (capture);
  return test_file_list (file);
}

static void
remove_files (GPtrArray *paths)
{
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *index = get_index (paths->pdata[i]);

      g_unlink (index);
      g_assert_cmpint (g_unlink (paths->pdata[i]), ==, 0);
    }
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

  remove_files (paths);
  test_file_tear_down (&file);
}

/* What was recorded opens at once, and shows what reading it shows. */
static void
test_is_there_when_a_recording_ends (void)
{
  g_autoptr (GPtrArray) paths = NULL;
  TestFile file;
  guint64 sum = 0;

  test_file_set_up (&file);
  paths = save_in_files (&file);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *index = get_index (paths->pdata[i]);
      guint64 before = identify (index);

      sum = load_and_hash (paths->pdata[0]);
      g_assert_cmpuint (identify (index), ==, before);
    }
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *index = get_index (paths->pdata[i]);

      g_assert_cmpint (g_unlink (index), ==, 0);
    }
  g_assert_cmpuint (load_and_hash (paths->pdata[0]), ==, sum);
  g_assert_cmpuint (test_file_count (&file), ==, 2 * paths->len);
  remove_files (paths);
  test_file_tear_down (&file);
}

/* One with a right sum that says what cannot be, or is larger than what it is about. */
static void
test_believes_no_made_up_index (Large         *large,
                                gconstpointer  data)
{
  static const TinIndexEntry impossible[] = {
    { .offset = 11 }, { .offset = 200, .time_us = -1 }, { .offset = 200, .event = 15 },
    { .offset = G_MAXINT64 }, { .offset = 200, .direction = 3 },
    { .offset = 200, .event = TIN_EVENT_DATA, .direction = TIN_DIRECTION_IN, .by = TIN_BY_PEER, .size = 1024 * 1024 },
  };
  const char *path = large->file.path;

  for (guint i = 0; i < G_N_ELEMENTS (impossible); i++)
    {
      forge_index (&large->file, &impossible[i], 1);
      g_assert_cmpuint (load_and_hash (path), ==, large->sum);
    }

  /* It could be so, but for another record in the same place. */
  forge_index (&large->file, &(TinIndexEntry) { .offset = 200 }, 1);
  g_assert_cmpuint (load_and_hash (path), !=, large->sum);
  forge_index (&large->file, &(TinIndexEntry) { .offset = 200 }, 2);
  g_assert_cmpuint (load_and_hash (path), ==, large->sum);

  g_assert_cmpint (truncate (large->index, (gint64) 1 << 40), ==, 0);
  g_assert_cmpuint (load_and_hash (path), ==, large->sum);
  g_assert_cmpint (g_unlink (large->index), ==, 0);
  g_assert_cmpint (g_mkdir (large->index, 0700), ==, 0);
  g_assert_cmpuint (load_and_hash (path), ==, large->sum);
  g_assert_cmpint (g_rmdir (large->index), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  use_fast_folder ();

  g_test_add ("/sidecar/is-kept-beside-a-large-recording", Large, NULL, large_set_up,
              test_keeps_an_index_beside_a_large_one, large_tear_down);
  g_test_add ("/sidecar/takes-any-number-when-the-disk-is-full", Large, NULL, large_set_up,
              test_takes_any_number_when_the_disk_is_full, large_tear_down);
  g_test_add ("/sidecar/is-not-believed-if-it-does-not-fit", Large, NULL, large_set_up,
              test_believes_no_index_that_does_not_fit, large_tear_down);
  g_test_add ("/sidecar/is-not-believed-of-an-older-version", Large, NULL, large_set_up,
              test_believes_no_index_of_an_older_version, large_tear_down);
  g_test_add_func ("/sidecar/is-kept-beside-each-file", test_keeps_an_index_beside_each_file);
  g_test_add_func ("/sidecar/is-there-when-a-recording-ends", test_is_there_when_a_recording_ends);
  g_test_add ("/sidecar/believes-no-made-up-index", Large, NULL, large_set_up, test_believes_no_made_up_index,
              large_tear_down);

  return g_test_run ();
}
