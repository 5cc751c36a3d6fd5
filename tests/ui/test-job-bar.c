/* test-job-bar.c: long tasks are seen, cancelled, and say why they failed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-support.h"

#include "ui/tin-job-bar.h"

typedef struct
{
  TinJobBar *bar;
  GtkWidget *window;
  guint      n_done;
} Fixture;

static void
done_cb (Fixture *fixture)
{
  fixture->n_done++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->bar = g_object_new (TIN_TYPE_JOB_BAR, NULL);
  fixture->window = ui_show (fixture->bar, 600, 120);
  g_object_ref (fixture->bar);
  g_signal_connect_swapped (fixture->bar, "done", G_CALLBACK (done_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_settle ();
  g_assert_finalize_object (fixture->bar);
}

static gboolean
has_ended (gpointer job)
{
  return tin_job_get_state (job) != TIN_JOB_RUNNING;
}

static void
end (TinJob *job)
{
  ui_wait_until (has_ended, job);
  ui_settle ();
  g_assert_finalize_object (job);
}

static gboolean
work_until_cancelled (TinJob    *job,
                      gpointer   data,
                      GError   **error)
{
  tin_job_take_detail (job, g_strdup ("4,096 messages"));
  while (tin_job_report (job, 1, 4, error))
    g_thread_yield ();

  return FALSE;
}

/* What it is at and how far are told one after the other. */
static gboolean
has_reported (gpointer job)
{
  return *tin_job_get_detail (job) != '\0' && tin_job_get_fraction (job) > 0;
}

static void
test_shows_how_far_it_is (Fixture       *fixture,
                          gconstpointer  data)
{
  TinJob *job = tin_job_start ("Saving log.txt", work_until_cancelled, NULL, NULL);
  GtkWidget *progress;

  g_assert_false (tin_job_bar_is_busy (fixture->bar));
  tin_job_bar_add (fixture->bar, job);
  g_assert_true (tin_job_bar_is_busy (fixture->bar));
  ui_wait_until (has_reported, job);

  g_assert_nonnull (ui_find (fixture->bar, GTK_TYPE_LABEL, "Saving log.txt"));
  g_assert_nonnull (ui_find (fixture->bar, GTK_TYPE_LABEL, "4,096 messages"));
  progress = ui_find (fixture->bar, GTK_TYPE_PROGRESS_BAR, NULL);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (progress)), ==, 0.25);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->bar), GTK_ACCESSIBLE_ROLE_STATUS);
  ui_take_picture (fixture->window, "job-bar");

  tin_job_cancel (job);
  end (job);
}

static void
test_cancels (Fixture       *fixture,
              gconstpointer  data)
{
  TinJob *job = tin_job_start ("Saving log.txt", work_until_cancelled, NULL, NULL);

  tin_job_bar_add (fixture->bar, job);
  g_signal_emit_by_name (ui_find (fixture->bar, GTK_TYPE_BUTTON, "_Cancel"), "clicked");
  ui_wait_until (has_ended, job);

  g_assert_cmpint (tin_job_get_state (job), ==, TIN_JOB_CANCELLED);
  g_assert_false (tin_job_bar_is_busy (fixture->bar));
  g_assert_cmpuint (fixture->n_done, ==, 0);
  end (job);
}

static gboolean
work (TinJob    *job,
      gpointer   reason,
      GError   **error)
{
  if (reason == NULL)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, reason);

  return FALSE;
}

static void
test_tells_that_it_is_done (Fixture       *fixture,
                            gconstpointer  data)
{
  TinJob *job = tin_job_start ("Saving log.txt", work, NULL, NULL);

  tin_job_bar_add (fixture->bar, job);
  ui_wait_until (has_ended, job);
  g_assert_cmpuint (fixture->n_done, ==, 1);
  g_assert_false (tin_job_bar_is_busy (fixture->bar));
  end (job);
}

static void
test_says_why_it_failed (Fixture       *fixture,
                         gconstpointer  data)
{
  char reason[] = "The disk is full.";
  TinJob *job = tin_job_start ("Saving log.txt", work, reason, NULL);
  GtkWidget *close;

  tin_job_bar_add (fixture->bar, job);
  ui_wait_until (has_ended, job);
  g_assert_true (tin_job_bar_is_busy (fixture->bar));
  g_assert_nonnull (ui_find (fixture->bar, GTK_TYPE_LABEL, "The disk is full."));
  ui_take_picture (fixture->window, "job-bar-failed");

  close = ui_find (fixture->bar, GTK_TYPE_BUTTON, "_Close");
  g_assert_nonnull (close);
  g_signal_emit_by_name (close, "clicked");
  g_assert_false (tin_job_bar_is_busy (fixture->bar));
  g_assert_cmpuint (fixture->n_done, ==, 0);
  end (job);
}

static gboolean
fail_when_cancelled (TinJob    *job,
                     gpointer   reason,
                     GError   **error)
{
  while (tin_job_report (job, 1, 4, NULL))
    g_thread_yield ();

  return work (job, reason, error);
}

/* The disk may be full just when somebody had enough of it. */
static void
test_closes_what_failed_while_it_was_cancelled (Fixture       *fixture,
                                                gconstpointer  data)
{
  char reason[] = "The disk is full.";
  TinJob *job = tin_job_start ("Saving log.txt", fail_when_cancelled, reason, NULL);
  GtkWidget *close;

  tin_job_bar_add (fixture->bar, job);
  g_signal_emit_by_name (ui_find (fixture->bar, GTK_TYPE_BUTTON, "_Cancel"), "clicked");
  ui_wait_until (has_ended, job);

  close = ui_find (fixture->bar, GTK_TYPE_BUTTON, "_Close");
  g_assert_nonnull (close);
  g_assert_true (gtk_widget_get_sensitive (close));
  g_signal_emit_by_name (close, "clicked");
  g_assert_false (tin_job_bar_is_busy (fixture->bar));
  end (job);
}

static void
test_takes_its_jobs_along (Fixture       *fixture,
                           gconstpointer  data)
{
  TinJob *job = tin_job_start ("Saving log.txt", work_until_cancelled, NULL, NULL);

  tin_job_bar_add (fixture->bar, job);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fixture->window = NULL;
  ui_settle ();
  g_object_run_dispose (G_OBJECT (fixture->bar));
  ui_wait_until (has_ended, job);
  g_assert_cmpint (tin_job_get_state (job), ==, TIN_JOB_CANCELLED);
  end (job);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add ("/job-bar/shows-how-far-it-is", Fixture, NULL, set_up, test_shows_how_far_it_is, tear_down);
  g_test_add ("/job-bar/cancels", Fixture, NULL, set_up, test_cancels, tear_down);
  g_test_add ("/job-bar/tells-that-it-is-done", Fixture, NULL, set_up, test_tells_that_it_is_done, tear_down);
  g_test_add ("/job-bar/says-why-it-failed", Fixture, NULL, set_up, test_says_why_it_failed, tear_down);
  g_test_add ("/job-bar/closes-what-failed-while-it-was-cancelled", Fixture, NULL, set_up,
              test_closes_what_failed_while_it_was_cancelled, tear_down);
  g_test_add ("/job-bar/takes-its-jobs-along", Fixture, NULL, set_up, test_takes_its_jobs_along, tear_down);

  return g_test_run ();
}
