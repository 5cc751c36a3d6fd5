/* disk-fixture.h: a capture on a disk that can be made slow, full or failing.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture-fixture.h"
#include "tin-faulty-sink.h"

G_BEGIN_DECLS

typedef struct
{
  TestFile       file;
  TinFaultySink *faulty;
  TinCapture    *capture;  /* (nullable) between test_disk_end() and test_disk_begin() */
  TinFlow        flow;
  guint          n_sent;   /* messages since the beginning */
} TestDisk;

void       test_disk_set_up             (TestDisk               *self,
                                         gconstpointer           data);

void       test_disk_tear_down          (TestDisk               *self,
                                         gconstpointer           data);

void       test_disk_restart            (TestDisk               *self);

void       test_disk_begin              (TestDisk               *self,
                                         const TinCaptureLimits *limits);

void       test_disk_end                (TestDisk               *self);

void       test_disk_send               (TestDisk               *self,
                                         guint                   n,
                                         gsize                   size);

void       test_disk_flush              (TestDisk               *self);

GPtrArray *test_disk_list_files         (TestDisk               *self);

void       test_disk_assert_all_in_file (TestDisk               *self);

G_END_DECLS
