/* fuzz-capture-file.c: any bytes as a file that a user opens.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "capture/tin-loader.h"
#include "capture/tin-scan.h"

#include <sys/mman.h>
#include <unistd.h>

/* Every record can be asked for, and none says more than it has. */
static void
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
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (TinLoader) loader = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (write (fd, data, size), ==, size);
  loader = tin_loader_new (path, g_get_tmp_dir (), &error);
  close (fd);
  if (loader == NULL)
    {
      g_assert_nonnull (error);
      return 0;
    }

  tin_loader_wait (loader);
  tin_loader_get_progress (loader, &progress);
  g_assert_true (progress.finished);
  g_assert_cmpuint (progress.n_bytes, <=, progress.n_total);
  g_assert_cmpuint (progress.n_cut, <=, progress.n_total);
  g_assert_cmpuint (progress.n_damaged, <=, progress.n_total);
  read_all (tin_loader_get_capture (loader));
  return 0;
}
