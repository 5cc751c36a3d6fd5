/* bench-contender.h: a server that is compared with others, and what was measured of it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bench-process.h"

G_BEGIN_DECLS

#define BENCH_MAX_REPETITIONS 100

/**
 * BenchContender:
 * @name: for the table
 * @command: for a shell; $FOLDER is where our programs are, $CLI the path of
 *   tincan-cli, $PORT a free port and $STATE a folder that is removed afterwards
 * @load: (nullable): for a shell, what measures it where our load generator cannot: it prints "rate NUMBER" and
 *   finds $DURATION, a whole number, in its environment
 * @program: (nullable): what must be installed
 * @tells_port: it chooses and prints its port
 * @tells_totals: it ends with its standard input, and then prints totals of its record
 * @max_connections: that it is asked to hold
 * @max_repetitions: that it is worth the time
 * @forks: it starts a process for each connection, and what that cost is lost when it ends
 */
typedef struct
{
  const char *name;
  const char *command;
  const char *load;
  const char *program;
  gboolean    tells_port;
  gboolean    tells_totals;
  guint       max_connections;
  guint       max_repetitions;
  gboolean    forks;
} BenchContender;

typedef enum
{
  BENCH_RATE,
  BENCH_P50,
  BENCH_P99,
  BENCH_CPU,
  BENCH_TRIPS,
} BenchFigure;

#define BENCH_N_FIGURES (BENCH_TRIPS + 1)

/**
 * BenchRun:
 * @figures: of each repetition, by #BenchFigure
 */
typedef struct
{
  const BenchContender *contender;
  BenchProcess         *process;  /* (owned) (nullable) */
  BenchProcess         *idle;     /* (owned) (nullable): holds idle connections */
  guint16               port;
  guint                 n_repetitions;
  double                figures[BENCH_N_FIGURES][BENCH_MAX_REPETITIONS];
} BenchRun;

gboolean  bench_contender_is_installed (const BenchContender *self);

gboolean  bench_run_start              (BenchRun             *self);

gboolean  bench_run_measure            (BenchRun             *self,
                                        const char           *verb,
                                        guint                 n_connections,
                                        guint                 size,
                                        double                seconds);

gboolean  bench_run_hold               (BenchRun             *self,
                                        guint                 n_connections);

void      bench_run_release            (BenchRun             *self);

double    bench_run_get_median         (const BenchRun       *self,
                                        BenchFigure           figure);

double    bench_run_get_ratio          (const BenchRun       *self,
                                        const BenchRun       *reference,
                                        BenchFigure           figure);

guint     bench_run_get_ratios         (const BenchRun       *self,
                                        const BenchRun       *reference,
                                        BenchFigure           figure,
                                        double                ratios[BENCH_MAX_REPETITIONS]);

char     *bench_run_stop               (BenchRun             *self);

void      bench_set_cpus               (int                   server_cpu,
                                        int                   load_cpu);

G_END_DECLS
