/* bench-process.h: a program that is measured or measures: started on its own processor, weighed, stopped.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include <stdio.h>

G_BEGIN_DECLS

#define BENCH_ANY_CPU (-1)

/**
 * BenchProcess:
 * @pid: also the number of its process group, so that children it forks are weighed and stopped with it
 * @input: its standard input; closing it tells our own programs to end
 * @output: its standard output
 */
typedef struct
{
  GPid   pid;
  int    input;
  FILE  *output;  /* (owned) */
} BenchProcess;

BenchProcess *bench_process_start       (const char * const  *arguments,
                                         int                  cpu,
                                         GError             **error);

char         *bench_process_read_line   (BenchProcess        *self);

void          bench_process_end_input   (BenchProcess        *self);

void          bench_process_stop        (BenchProcess        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchProcess, bench_process_stop)

void          bench_choose_cpus         (int                 *server_cpu,
                                         int                 *load_cpu);

guint64       bench_group_get_cpu_ns    (pid_t                group);

guint64       bench_process_get_memory  (pid_t                pid,
                                         const char          *field);

gint64        bench_get_time_ns         (void);

G_END_DECLS
