/* test-job.c: one long task in a thread of its own, with progress and a way to cancel it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-job.h"

/* What the work waits for before it goes on. */
typedef struct
{
  GMutex    lock;
  GCond     news;
  gboolean  opened;
  GThread  *worker;  /* where the work was done */
  gboolean  freed;
} Gate;

static void
gate_init (Gate *gate)
{
  *gate = (Gate) { 0 };
  g_mutex_init (&gate->lock);
  g_cond_init (&gate->news);
}

static void
gate_clear (Gate *gate)
{
  g_mutex_clear (&gate->lock);
  g_cond_clear (&gate->news);
}

static void
gate_open (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->opened = TRUE;
  g_cond_signal (&gate->news);
  g_mutex_unlock (&gate->lock);
}

static void
gate_pass (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  while (!gate->opened)
    g_cond_wait (&gate->news, &gate->lock);
  g_mutex_unlock (&gate->lock);
}

static void
gate_freed (gpointer data)
{
  Gate *gate = data;

  gate->worker = g_thread_self ();
  gate->freed = TRUE;
}

static void
wait_for_end (TinJob *job)
{
  while (tin_job_get_state (job) == TIN_JOB_RUNNING)
    g_main_context_iteration (NULL, TRUE);
}

/* Who was told of the end lets go before the job is looked at for the last time. */
static void
end (TinJob *job)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_finalize_object (job);
}

static gboolean
go_half_way (TinJob    *job,
             gpointer   data,
             GError   **error)
{
  g_assert_true (tin_job_report (job, 5, 10, error));
  tin_job_take_detail (job, g_strdup ("5 of 10"));
  gate_pass (data);
  tin_job_take_detail (job, g_strdup ("10 messages"));

  return tin_job_report (job, 10, 10, error);
}

static void
test_tells_how_far_it_is (void)
{
  Gate gate;
  TinJob *job;

  gate_init (&gate);
  job = tin_job_start ("Saving", go_half_way, &gate, gate_freed);
  g_assert_cmpstr (tin_job_get_title (job), ==, "Saving");
  g_assert_cmpfloat (tin_job_get_fraction (job), ==, TIN_JOB_UNKNOWN);
  g_assert_cmpstr (tin_job_get_detail (job), ==, "");

  while (*tin_job_get_detail (job) == '\0')
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (tin_job_get_fraction (job), ==, 0.5);
  g_assert_cmpstr (tin_job_get_detail (job), ==, "5 of 10");
  g_assert_cmpint (tin_job_get_state (job), ==, TIN_JOB_RUNNING);

  gate_open (&gate);
  wait_for_end (job);
  g_assert_cmpint (tin_job_get_state (job), ==, TIN_JOB_DONE);
  g_assert_cmpfloat (tin_job_get_fraction (job), ==, 1.0);
  g_assert_cmpstr (tin_job_get_detail (job), ==, "10 messages");
  g_assert_null (tin_job_get_error (job));

  end (job);
  gate_clear (&gate);
}

static void
test_frees_in_its_thread (void)
{
  Gate gate;
  TinJob *job;

  gate_init (&gate);
  gate_open (&gate);
  job = tin_job_start ("Saving", go_half_way, &gate, gate_freed);
  wait_for_end (job);
  g_assert_true (gate.freed);
  g_assert_true (gate.worker != g_thread_self ());

  end (job);
  gate_clear (&gate);
}

static gboolean
work_until_cancelled (TinJob    *job,
                      gpointer   data,
                      GError   **error)
{
  guint64 done = 0;

  while (tin_job_report (job, done++, 0, error))
    g_thread_yield ();

  return FALSE;
}

static void
test_is_cancelled_without_an_error (void)
{
  TinJob *job = tin_job_start ("Saving", work_until_cancelled, NULL, NULL);

  tin_job_cancel (job);
  wait_for_end (job);
  g_assert_cmpint (tin_job_get_state (job), ==, TIN_JOB_CANCELLED);
  g_assert_cmpfloat (tin_job_get_fraction (job), ==, TIN_JOB_UNKNOWN);
  g_assert_null (tin_job_get_error (job));

  end (job);
}

static gboolean
find_the_disk_full (TinJob    *job,
                    gpointer   data,
                    GError   **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The disk is full.");

  return FALSE;
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_says_why_it_failed (void)
{
  TinJob *job = tin_job_start ("Saving", find_the_disk_full, NULL, NULL);
  guint n_ends = 0;

  g_signal_connect_swapped (job, "notify::state", G_CALLBACK (count_cb), &n_ends);
  wait_for_end (job);
  g_assert_cmpint (tin_job_get_state (job), ==, TIN_JOB_FAILED);
  g_assert_error (tin_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpuint (n_ends, ==, 1);

  end (job);
}

/* Who has no interest in the end lets go at once; the work is done all the same. */
static void
test_goes_on_unheld (void)
{
  Gate gate;
  TinJob *job;

  gate_init (&gate);
  job = tin_job_start ("Saving", go_half_way, &gate, gate_freed);
  g_object_add_weak_pointer (G_OBJECT (job), (gpointer *) &job);
  g_object_unref (job);
  gate_open (&gate);

  /* The runner's timeout is the only clock. */
  while (job != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (gate.freed);
  gate_clear (&gate);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job/tells-how-far-it-is", test_tells_how_far_it_is);
  g_test_add_func ("/job/frees-in-its-thread", test_frees_in_its_thread);
  g_test_add_func ("/job/is-cancelled-without-an-error", test_is_cancelled_without_an_error);
  g_test_add_func ("/job/says-why-it-failed", test_says_why_it_failed);
  g_test_add_func ("/job/goes-on-unheld", test_goes_on_unheld);

  return g_test_run ();
}
