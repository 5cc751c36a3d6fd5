/* fuzz-capture.h: what must hold of every recording that was opened, whatever is in it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "fuzz.h"

#include "capture/tin-loader.h"
#include "capture/tin-scan.h"

/* Every record can be asked for, and none says more than it has. */
static inline void
read_all (TinCapture *capture)
{
  guint64 first = tin_capture_get_first (capture);
  guint64 end = tin_capture_get_published (capture);
  g_autoptr (TinScan) scan = tin_scan_new (capture, first, end);
  TinScanItem item;

  while (tin_scan_next (scan, &item))
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint ((guint) item.entry.event, <, TIN_N_EVENTS);
      if (!tin_capture_read (capture, item.position, G_MAXSIZE, &record, &error))
        g_assert_nonnull (error);
      else if (record.event == TIN_EVENT_DATA)
        g_assert_cmpuint (g_bytes_get_size (record.payload), <=, record.size);
      g_assert_true (record.reason == NULL || g_utf8_validate (record.reason, -1, NULL));
      for (guint i = 0; record.notes != NULL && i < tin_notes_get_length (record.notes); i++)
        g_assert_true (g_utf8_validate (tin_notes_get (record.notes, i)->text, -1, NULL));
    }
}

/* Opens the file, with those that belong to it; refuses it, or shows what there is of it. */
static inline void
open_and_read_all (const char *path)
{
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (TinLoader) loader = NULL;
  g_autoptr (GError) error = NULL;

  loader = tin_loader_new (path, g_get_tmp_dir (), &error);
  if (loader == NULL)
    {
      g_assert_nonnull (error);
      return;
    }

  tin_loader_wait (loader);
  tin_loader_get_progress (loader, &progress);
  g_assert_true (progress.finished);
  g_assert_cmpuint (progress.n_bytes, <=, progress.n_total);
  g_assert_cmpuint (progress.n_cut, <=, progress.n_total);
  g_assert_cmpuint (progress.n_damaged, <=, progress.n_total);
  read_all (tin_loader_get_capture (loader));
}
