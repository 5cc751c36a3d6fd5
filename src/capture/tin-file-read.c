/* tin-file-read.c: reads from any place of a file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-file-read.h"

#include <errno.h>
#include <unistd.h>

/**
 * tin_file_read:
 * @fd: a descriptor of a file
 * @buffer: room for @size bytes
 * @size: how much is wanted, bytes
 * @offset: where in the file
 *
 * Repeats pread(2) until all is there or the file ends, whatever signals come.
 *
 * Returns: how many bytes there were; -1 on failure, with errno set
 */
gssize
tin_file_read (int      fd,
               guint8  *buffer,
               gsize    size,
               guint64  offset)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n = pread (fd, buffer + done, size - done, offset + done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      done += n;
    }
  return done;
}
