/* fuzz-capture-file.c: any bytes as a file that a user opens.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-capture.h"

#include <sys/mman.h>
#include <unistd.h>

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);

  g_assert_cmpint (write (fd, data, size), ==, size);
  open_and_read_all (path);
  close (fd);
  return 0;
}
