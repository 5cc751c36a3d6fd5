/* tin-job-row.h: a long task: what it does, how far it is, and a button to cancel it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-job.h"

G_BEGIN_DECLS

#define TIN_TYPE_JOB_ROW (tin_job_row_get_type ())

G_DECLARE_FINAL_TYPE (TinJobRow, tin_job_row, TIN, JOB_ROW, AdwBin)

/**
 * TinJobRow:
 *
 * Signal: closed, when it need not be seen any more: the job was done or cancelled, or the user has read why it
 * failed.
 */

GtkWidget *tin_job_row_new     (TinJob    *job);

TinJob    *tin_job_row_get_job (TinJobRow *self);

G_END_DECLS
