/* test-syncer.c: tests of TinSyncer.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include "capture/tin-syncer.h"
#include "tin-faulty-sink.h"

#include <errno.h>

typedef struct
{
  TestFile       file;
  TinFaultySink *faulty;
  TinSyncer     *syncer;
  gint           n_woken;   /* atomic */
} Fixture;

static void
woken_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_atomic_int_inc (&fixture->n_woken);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  test_file_set_up (&fixture->file);
  fixture->faulty = TIN_FAULTY_SINK (tin_faulty_sink_new (fixture->file.sink));
  g_assert_true (tin_sink_open (TIN_SINK (fixture->faulty), NULL));
  fixture->syncer = tin_syncer_new (woken_cb, fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->syncer, tin_syncer_free);
  g_assert_finalize_object (fixture->faulty);
  test_file_tear_down (&fixture->file);
}

static void
test_does_nothing_unasked (Fixture       *fixture,
                           gconstpointer  data)
{
  tin_syncer_wait (fixture->syncer);
  g_assert_null (tin_syncer_take_error (fixture->syncer));
  g_assert_cmpuint (tin_faulty_sink_get_n_calls (fixture->faulty), ==, 1);
}

static void
test_syncs (Fixture       *fixture,
            gconstpointer  data)
{
  tin_syncer_sync (fixture->syncer, TIN_SINK (fixture->faulty));
  tin_syncer_wait (fixture->syncer);
  g_assert_cmpuint (tin_faulty_sink_get_n_calls (fixture->faulty), ==, 2);
  g_assert_null (tin_syncer_take_error (fixture->syncer));
  g_assert_cmpint (fixture->n_woken, ==, 0);
}

/* What is asked for while it is at it is done once more, and not more often. */
static void
test_does_it_once_more_at_most (Fixture       *fixture,
                                gconstpointer  data)
{
  tin_faulty_sink_hold (fixture->faulty);
  tin_syncer_sync (fixture->syncer, TIN_SINK (fixture->faulty));
  tin_faulty_sink_await_writer (fixture->faulty);
  for (guint i = 0; i < 10; i++)
    tin_syncer_sync (fixture->syncer, TIN_SINK (fixture->faulty));
  tin_faulty_sink_release (fixture->faulty);
  tin_syncer_wait (fixture->syncer);
  g_assert_cmpuint (tin_faulty_sink_get_n_calls (fixture->faulty), ==, 3);
}

static void
test_tells_what_failed (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  tin_faulty_sink_fail_at (fixture->faulty, 2, TIN_FAULT_FOR_EVER, ENOSPC);
  for (guint i = 0; i < 2; i++)
    {
      tin_syncer_sync (fixture->syncer, TIN_SINK (fixture->faulty));
      tin_syncer_wait (fixture->syncer);
    }
  g_assert_cmpint (fixture->n_woken, ==, 2);
  error = tin_syncer_take_error (fixture->syncer);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_null (tin_syncer_take_error (fixture->syncer));
}

/* The file that it was, whichever was synced since. */
static void
test_retries_what_failed (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tin_syncer_retry (fixture->syncer, &error));
  g_assert_cmpuint (tin_faulty_sink_get_n_calls (fixture->faulty), ==, 1);

  tin_faulty_sink_fail_at (fixture->faulty, 2, TIN_FAULT_FOR_EVER, ENOSPC);
  tin_syncer_sync (fixture->syncer, TIN_SINK (fixture->faulty));
  tin_syncer_wait (fixture->syncer);
  tin_syncer_sync (fixture->syncer, fixture->file.sink);
  tin_syncer_wait (fixture->syncer);

  g_assert_false (tin_syncer_retry (fixture->syncer, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);
  tin_faulty_sink_fail_at (fixture->faulty, G_MAXUINT, TIN_FAULT_ONCE, ENOSPC);
  g_assert_true (tin_syncer_retry (fixture->syncer, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tin_faulty_sink_get_n_calls (fixture->faulty), ==, 4);
  g_assert_true (tin_syncer_retry (fixture->syncer, &error));
  g_assert_cmpuint (tin_faulty_sink_get_n_calls (fixture->faulty), ==, 4);
}

static void
test_ends_with_what_was_asked_for (Fixture       *fixture,
                                   gconstpointer  data)
{
  tin_faulty_sink_hold (fixture->faulty);
  tin_syncer_sync (fixture->syncer, TIN_SINK (fixture->faulty));
  tin_faulty_sink_await_writer (fixture->faulty);
  tin_syncer_sync (fixture->syncer, TIN_SINK (fixture->faulty));
  tin_faulty_sink_release (fixture->faulty);
  g_clear_pointer (&fixture->syncer, tin_syncer_free);
  g_assert_cmpuint (tin_faulty_sink_get_n_calls (fixture->faulty), ==, 3);
}

static void
add (const char *path,
     void        (*function) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, function, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/syncer/does-nothing-unasked", test_does_nothing_unasked);
  add ("/syncer/syncs", test_syncs);
  add ("/syncer/does-it-once-more-at-most", test_does_it_once_more_at_most);
  add ("/syncer/tells-what-failed", test_tells_what_failed);
  add ("/syncer/retries-what-failed", test_retries_what_failed);
  add ("/syncer/ends-with-what-was-asked-for", test_ends_with_what_was_asked_for);

  return g_test_run ();
}
