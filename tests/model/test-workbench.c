/* test-workbench.c: what all sessions share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-workbench.h"

#include "bench.h"
#include "capture/tin-pcapng.h"
#include "model/tin-capture-store.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
dup_path (TinSession *session)
{
  g_auto (TinCaptureHealth) health = { 0 };

  g_assert_true (tin_capture_flush (tin_session_get_capture (session), G_MAXINT));
  tin_capture_get_health (tin_session_get_capture (session), &health);

  return g_steal_pointer (&health.path);
}

static void
test_names_recordings_apart (Bench         *bench,
                             gconstpointer  data)
{
  TinSession *one = bench_serve (bench, "tcp-listen://127.0.0.1:0");
  TinSession *two = bench_serve (bench, "tcp-listen://127.0.0.1:0");
  g_autofree char *path_one = dup_path (one);
  g_autofree char *path_two = dup_path (two);
  g_autofree char *folder = g_path_get_dirname (path_one);
  g_autofree char *name = g_path_get_basename (path_one);
  GStatBuf status;

  g_assert_cmpstr (path_one, !=, path_two);
  g_assert_cmpstr (folder, ==, tin_workbench_get_captures_folder (bench->workbench));
  g_assert_true (g_regex_match_simple ("^tincan-\\d{8}-\\d{6}-\\d+-\\d+\\.pcapng$", name, 0, 0));
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (path_one, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_null (tin_session_get_recording_problem (one));

  bench_finish (one);
  bench_finish (two);
}

static void
assert_is_whole (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize size;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, >, TIN_PCAPNG_END_SIZE);
  g_assert_true (tin_pcapng_is_end ((const guint8 *) contents + size - TIN_PCAPNG_END_SIZE));
}

/* The program may be gone right behind that; sessions are open still. */
static void
test_recordings_are_whole_when_it_goes (Bench         *bench,
                                        gconstpointer  data)
{
  enum { N = 8 };
  g_autofree char *state = g_build_filename (bench->folder, "state", NULL);
  g_autofree char *config = g_build_filename (bench->folder, "config", NULL);
  g_autoptr (GError) error = NULL;
  char *paths[N];

  for (guint i = 0; i < N; i++)
    {
      TinSession *session = bench_serve (bench, "tcp-listen://127.0.0.1:0");

      paths[i] = dup_path (session);
      g_assert_finalize_object (session);
    }
  g_assert_finalize_object (g_steal_pointer (&bench->workbench));

  for (guint i = 0; i < N; i++)
    {
      assert_is_whole (paths[i]);
      g_free (paths[i]);
    }
  bench->workbench = tin_workbench_new (state, config, &error);
  g_assert_no_error (error);
}

/* All begin in the same second, before any of the files is there. */
static void
test_names_recordings_of_stores_apart (Bench         *bench,
                                       gconstpointer  data)
{
  enum { N = 16 };
  g_autofree char *folder = g_build_filename (bench->folder, "shared", NULL);
  TinCapture *captures[N];

  for (guint i = 0; i < N; i++)
    {
      g_autoptr (TinCaptureStore) store = tin_capture_store_new (folder);
      g_autofree char *reason = NULL;

      captures[i] = tin_capture_store_create (store, "test", &reason);
      g_assert_null (reason);
      tin_capture_append_event (captures[i], NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);
      tin_capture_publish (captures[i]);
    }

  for (guint i = 0; i < N; i++)
    {
      g_assert_true (tin_capture_flush (captures[i], G_MAXINT));
      g_assert_finalize_object (captures[i]);
    }
}

static void
test_says_that_recording_is_off (Bench         *bench,
                                 gconstpointer  data)
{
  TinSession *session;
  g_auto (TinCaptureHealth) health = { 0 };
  gboolean recording;

  tin_workbench_set_recording (bench->workbench, FALSE);
  g_object_get (bench->workbench, "recording", &recording, NULL);
  g_assert_false (recording);

  session = bench_serve (bench, "tcp-listen://127.0.0.1:0");
  g_assert_cmpstr (tin_session_get_recording_problem (session), ==, "Not being saved: recording is switched off");
  tin_capture_get_health (tin_session_get_capture (session), &health);
  g_assert_null (health.path);
  g_assert_false (g_file_test (tin_workbench_get_captures_folder (bench->workbench), G_FILE_TEST_EXISTS));
  bench_finish (session);
}

/* As root no folder is closed by its mode, but a file is never a folder. */
static void
test_works_without_a_folder (Bench         *bench,
                             gconstpointer  data)
{
  const char *folder = tin_workbench_get_captures_folder (bench->workbench);
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autoptr (GSocket) client = socket_new (G_SOCKET_TYPE_STREAM);
  TinSession *session;

  g_assert_true (g_file_set_contents (parent, "in the way", -1, NULL));
  session = bench_serve (bench, "tcp-listen://127.0.0.1:0");
  g_assert_true (g_str_has_prefix (tin_session_get_recording_problem (session), "Not being saved: "));
  g_assert_nonnull (strstr (tin_session_get_recording_problem (session), folder));

  socket_connect (client, tin_session_get_port (session));
  socket_send (client, "kept in memory");
  wait_until (tin_session_get_totals (session)->bytes_in == 14);
  g_socket_close (client, NULL);
  bench_finish (session);
}

static void
test_ends_what_is_open (void)
{
  Bench bench;
  TinSession *session;
  g_autoptr (GSocket) client = socket_new (G_SOCKET_TYPE_STREAM);
  g_autofree char *nothing = NULL;

  bench_set_up (&bench, NULL);
  session = bench_serve (&bench, "tcp-listen://127.0.0.1:0");
  socket_connect (client, tin_session_get_port (session));
  wait_for_open (session, 1);

  g_clear_object (&bench.workbench);
  nothing = socket_receive (client, 1);
  g_assert_cmpstr (nothing, ==, "");
  wait_for_state (session, TIN_SESSION_CLOSED);
  g_assert_cmpuint (tin_capture_get_saved (tin_session_get_capture (session)), ==,
                    tin_capture_get_published (tin_session_get_capture (session)));
  g_assert_finalize_object (session);

  bench.workbench = tin_workbench_new (bench.folder, bench.folder, NULL);
  bench_tear_down (&bench, NULL);
}

static void
test_saves_what_a_session_leaves (void)
{
  Bench bench;
  TinSession *session;
  g_autoptr (GSocket) client = socket_new (G_SOCKET_TYPE_STREAM);
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  gsize size;

  bench_set_up (&bench, NULL);
  session = bench_serve (&bench, "tcp-listen://127.0.0.1:0");
  path = dup_path (session);
  socket_connect (client, tin_session_get_port (session));
  socket_send (client, "last words");
  wait_until (tin_session_get_totals (session)->bytes_in == 10);
  g_assert_finalize_object (session);
  g_clear_object (&bench.workbench);

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_nonnull (memmem (contents, size, "last words", 10));

  bench.workbench = tin_workbench_new (bench.folder, bench.folder, NULL);
  bench_tear_down (&bench, NULL);
}

static void
test_shares_profiles_and_history (Bench         *bench,
                                  gconstpointer  data)
{
  TinHistory *history = tin_workbench_get_history (bench->workbench);
  TinProfileStore *profiles = tin_workbench_get_profiles (bench->workbench);

  g_assert_cmpuint (tin_history_get_length (history), ==, 0);
  g_assert_true (tin_workbench_get_history (bench->workbench) == history);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (profiles)), ==, 0);
  g_assert_true (tin_workbench_get_profiles (bench->workbench) == profiles);
}

#define ADD(path, test) g_test_add ("/workbench/" path, Bench, NULL, bench_set_up, test, bench_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("names-recordings-apart", test_names_recordings_apart);
  ADD ("recordings-are-whole-when-it-goes", test_recordings_are_whole_when_it_goes);
  ADD ("names-recordings-of-stores-apart", test_names_recordings_of_stores_apart);
  ADD ("says-that-recording-is-off", test_says_that_recording_is_off);
  ADD ("works-without-a-folder", test_works_without_a_folder);
  ADD ("shares-profiles-and-history", test_shares_profiles_and_history);
  g_test_add_func ("/workbench/saves-what-a-session-leaves", test_saves_what_a_session_leaves);
  g_test_add_func ("/workbench/ends-what-is-open", test_ends_what_is_open);

  return g_test_run ();
}
