/* tin-job.h: one long task in a thread of its own, with progress and a way to cancel it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TinJobState:
 * @TIN_JOB_RUNNING: the thread works
 * @TIN_JOB_DONE: it did all that it was to do
 * @TIN_JOB_CANCELLED: the user did not want it any more; no error
 * @TIN_JOB_FAILED: tin_job_get_error() says why
 */
typedef enum
{
  TIN_JOB_RUNNING,
  TIN_JOB_DONE,
  TIN_JOB_CANCELLED,
  TIN_JOB_FAILED,
} TinJobState;

#define TIN_JOB_UNKNOWN (-1.0) /* a fraction that nobody can tell */

#define TIN_TYPE_JOB (tin_job_get_type ())

G_DECLARE_FINAL_TYPE (TinJob, tin_job, TIN, JOB, GObject)

/**
 * TinJob:
 *
 * Properties, all read-only, and notifying in the main context that was the default of
 * the thread that started it: title (string: what it does), fraction (double, from 0 to
 * 1, or %TIN_JOB_UNKNOWN), detail (string: how far it is, at the end what came of it),
 * state (uint, a #TinJobState; the last to be notified, once).
 */

/**
 * TinJobFunc:
 *
 * The work itself, in the thread of @job. It reports every few milliseconds, and gives
 * up when the answer is %FALSE.
 *
 * Returns: %FALSE with @error set if it failed or gave up
 */
typedef gboolean (*TinJobFunc) (TinJob    *job,
                                gpointer   user_data,
                                GError   **error);

TinJob       *tin_job_start           (const char      *title,
                                       TinJobFunc       func,
                                       gpointer         user_data,
                                       GDestroyNotify   free_func);

const char   *tin_job_get_title       (TinJob          *self);
const char   *tin_job_get_detail      (TinJob          *self);
double        tin_job_get_fraction    (TinJob          *self);
TinJobState   tin_job_get_state       (TinJob          *self);
const GError *tin_job_get_error       (TinJob          *self);

/* Any thread. */

void          tin_job_cancel          (TinJob          *self);

GCancellable *tin_job_get_cancellable (TinJob          *self);

/* The job's own thread. */

gboolean      tin_job_report          (TinJob          *self,
                                       guint64          done,
                                       guint64          total,
                                       GError         **error);

void          tin_job_take_detail     (TinJob          *self,
                                       char            *detail);

G_END_DECLS
