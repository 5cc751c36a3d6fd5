/* bench-servers.c: the servers that the table compares.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-servers.h"

#define REPETITIONS_BESIDE  2     /* of programs that are many times slower */
#define MANY                15000 /* connections: what one descriptor table of 20,000 holds */
#define FEW                 1000  /* of a program that starts a process for each */

/* Two kinds of program, as they are measured. */
#define HOLDS_MANY     .max_connections = MANY, .max_repetitions = BENCH_MAX_REPETITIONS
#define FORKS_FOR_EACH .max_connections = FEW, .max_repetitions = REPETITIONS_BESIDE, .forks = TRUE

static const BenchServer servers[] = {
  {
    .contender = {
      .name = "raw epoll loop",
      .command = "exec \"$FOLDER\"/raw-server",
      .tells_port = TRUE,
      HOLDS_MANY,
    },
    .sets = BENCH_SET_ECHO | BENCH_SET_STREAM_ECHO | BENCH_SET_MEMORY,
    .part = BENCH_PART_RAW,
  },
  {
    .contender = {
      .name = "raw epoll loop and write(2)",
      .command = "exec \"$FOLDER\"/raw-server --file \"$STATE\"/both-ways",
      .tells_port = TRUE,
      HOLDS_MANY,
    },
    .sets = BENCH_SET_STREAM_ECHO,
    .part = BENCH_PART_RAW_WRITING,
  },
  {
    .contender = {
      .name = "Tincan, recording",
      .command = "exec \"$FOLDER\"/echo-server --folder \"$STATE\"",
      .tells_port = TRUE,
      .tells_totals = TRUE,
      HOLDS_MANY,
    },
    .sets = BENCH_SET_ECHO | BENCH_SET_STREAM_ECHO | BENCH_SET_MEMORY,
    .part = BENCH_PART_RECORDING,
  },
  {
    .contender = {
      .name = "Tincan, not recording",
      .command = "exec \"$FOLDER\"/echo-server --no-record",
      .tells_port = TRUE,
      HOLDS_MANY,
    },
    .sets = BENCH_SET_ECHO | BENCH_SET_STREAM_ECHO,
    .part = BENCH_PART_NOT_RECORDING,
  },
  {
    .contender = {
      .name = "tincan-cli --json >/dev/null",
      .command = "XDG_STATE_HOME=\"$STATE\" XDG_CONFIG_HOME=\"$STATE\" "
                 "exec \"$CLI\" --json \"tcp-listen://127.0.0.1:$PORT?reply=echo\" >/dev/null",
      .program = "$CLI",
      HOLDS_MANY,
    },
    .sets = BENCH_SET_ECHO | BENCH_SET_STREAM_ECHO | BENCH_SET_MEMORY,
    .part = BENCH_PART_OTHER,
  },
  {
    .contender = {
      .name = "ncat -k -e /bin/cat",
      .command = "exec ncat -l -k -m 20000 -e /bin/cat 127.0.0.1 $PORT",
      .program = "ncat",
      FORKS_FOR_EACH,
    },
    /* It echoes no stream: while it writes to cat it does not read from it, so that both wait for good once the pipes
     * are full; and where they do not, it ends with the peer's side and loses what cat still has. */
    .sets = BENCH_SET_ECHO,
    .part = BENCH_PART_OTHER,
  },
  {
    .contender = {
      .name = "socat fork PIPE",
      .command = "exec socat TCP-LISTEN:$PORT,bind=127.0.0.1,fork,reuseaddr,backlog=4096,nodelay PIPE",
      .program = "socat",
      FORKS_FOR_EACH,
    },
    .sets = BENCH_SET_ECHO | BENCH_SET_STREAM_ECHO,
    .part = BENCH_PART_OTHER,
  },
  {
    .contender = {
      .name = "raw epoll loop",
      .command = "exec \"$FOLDER\"/raw-server --sink",
      .tells_port = TRUE,
      HOLDS_MANY,
    },
    .sets = BENCH_SET_STREAM,
    .part = BENCH_PART_RAW,
  },
  {
    .contender = {
      .name = "raw epoll loop and write(2)",
      .command = "exec \"$FOLDER\"/raw-server --sink --file \"$STATE\"/received",
      .tells_port = TRUE,
      HOLDS_MANY,
    },
    .sets = BENCH_SET_STREAM,
    .part = BENCH_PART_RAW_WRITING,
  },
  {
    .contender = {
      .name = "Tincan, recording",
      .command = "exec \"$FOLDER\"/echo-server --sink --folder \"$STATE\"",
      .tells_port = TRUE,
      .tells_totals = TRUE,
      HOLDS_MANY,
    },
    .sets = BENCH_SET_STREAM,
    .part = BENCH_PART_RECORDING,
  },
  {
    .contender = {
      .name = "Tincan, not recording",
      .command = "exec \"$FOLDER\"/echo-server --sink --no-record",
      .tells_port = TRUE,
      HOLDS_MANY,
    },
    .sets = BENCH_SET_STREAM,
    .part = BENCH_PART_NOT_RECORDING,
  },
  {
    .contender = {
      .name = "iperf3",
      .command = "exec iperf3 -s -B 127.0.0.1 -p $PORT >/dev/null 2>&1",
      .load = "iperf3 -c 127.0.0.1 -p $PORT -C cubic -t $DURATION -J | "
              "awk -F: '/\"sum_received\"/ { sum = 1 } "
              "sum && /\"bytes\"/ { bytes = $2 } "
              "sum && /bits_per_second/ { printf \"rate %.1f megabytes %.1f\\n\", $2 / 8e6, bytes / 1e6; exit }'",
      .program = "iperf3",
      .max_connections = 1,
      .max_repetitions = BENCH_MAX_REPETITIONS,
    },
    .sets = BENCH_SET_STREAM,
    .part = BENCH_PART_IPERF,
  },
};

/**
 * bench_servers_get:
 * @n_servers: (out): how many
 *
 * Returns: (transfer none): all of them, installed or not; of each set the reference first
 */
const BenchServer *
bench_servers_get (gsize *n_servers)
{
  *n_servers = G_N_ELEMENTS (servers);

  return servers;
}
