/* bench-servers.h: the servers that the table compares.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bench-contender.h"

G_BEGIN_DECLS

typedef enum
{
  BENCH_SET_NONE,
  BENCH_SET_ECHO = 1 << 0,
  BENCH_SET_STREAM = 1 << 1,  /* received, and answered with nothing */
  BENCH_SET_MEMORY = 1 << 2,
  BENCH_SET_STREAM_ECHO = 1 << 3,
} BenchSet;

/**
 * BenchPart:
 *
 * What a server is in a comparison.
 */
typedef enum
{
  BENCH_PART_OTHER,
  BENCH_PART_RAW,
  BENCH_PART_RAW_WRITING,
  BENCH_PART_IPERF,
  BENCH_PART_RECORDING,
  BENCH_PART_NOT_RECORDING,
} BenchPart;

typedef struct
{
  BenchContender contender;
  BenchSet       sets;
  BenchPart      part;
} BenchServer;

const BenchServer *bench_servers_get (gsize *n_servers);

G_END_DECLS
