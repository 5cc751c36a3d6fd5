/* tin-job-bar.h: the long tasks that run, each with its progress and a button to cancel it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-job.h"

G_BEGIN_DECLS

#define TIN_TYPE_JOB_BAR (tin_job_bar_get_type ())

G_DECLARE_FINAL_TYPE (TinJobBar, tin_job_bar, TIN, JOB_BAR, AdwBin)

/**
 * TinJobBar:
 *
 * Takes no room while nothing runs. A job that fails says why until that was read; one that is done is told of
 * by the signal done, with the job, and one that was cancelled goes without a word. What still runs when the bar
 * goes is cancelled.
 */

void     tin_job_bar_add     (TinJobBar *self,
                              TinJob    *job);

gboolean tin_job_bar_is_busy (TinJobBar *self);

G_END_DECLS
