/* loader-fixture.c: what the tests of opening files have in common.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "loader-fixture.h"

#include "capture/tin-scan.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Thousands of small files shall not wait for a disk. To be called first of all. */
void
use_fast_folder (void)
{
  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
}

static TinCapture *
finish_loading (TinLoader         *loader,
                TinLoaderProgress *progress)
{
  TinCapture *capture = g_object_ref (tin_loader_get_capture (loader));

  tin_loader_wait (loader);
  tin_loader_get_progress (loader, progress);
  tin_loader_free (loader);
  return capture;
}

/* A file that must be one, read to its end. */
TinCapture *
load_file (const char        *path,
           TinLoaderProgress *progress)
{
  g_autoptr (GError) error = NULL;
  TinLoader *loader = tin_loader_new (path, g_get_tmp_dir (), &error);

  g_assert_no_error (error);
  return finish_loading (loader, progress);
}

/* The same of a file that is never on a disk. */
TinCapture *
load_bytes (GBytes             *contents,
            TinLoaderProgress  *progress,
            GError            **error)
{
  int fd = memfd_create ("test", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  gsize size;
  gconstpointer data = g_bytes_get_data (contents, &size);
  TinLoader *loader;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, data, size), ==, size);
  loader = tin_loader_new (path, g_get_tmp_dir (), error);
  close (fd);
  return loader != NULL ? finish_loading (loader, progress) : NULL;
}

/* Whatever a file says, each record can be asked for in every way, and answers in bounds. */
void
read_all (TinCapture *capture)
{
  guint64 first = tin_capture_get_first (capture);
  guint64 end = tin_capture_get_published (capture);
  g_autoptr (TinScan) scan = tin_scan_new (capture, first, end);
  TinScanItem item;
  gint64 time_ns = 0;

  for (guint64 i = first; i < end; i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      g_autoptr (GError) error = NULL;

      g_assert_true (tin_scan_next (scan, &item));
      g_assert_cmpuint ((guint) item.entry.event, <, TIN_N_EVENTS);
      if (!tin_capture_read (capture, i, G_MAXSIZE, &record, &error))
        {
          g_assert_nonnull (error);
          continue;
        }
      g_assert_true (record.reason == NULL || g_utf8_validate (record.reason, -1, NULL));
      if (record.event == TIN_EVENT_DATA)
        {
          g_assert_cmpuint (g_bytes_get_size (record.payload), <=, record.size);
          time_ns = MAX (time_ns, record.time_ns);
        }
    }
}
