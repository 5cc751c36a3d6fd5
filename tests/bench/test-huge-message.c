/* test-huge-message.c: a message of a gigabyte, without a newline, through the echo server.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-process.h"
#include "bench-stream.h"

#define MESSAGE_SIZE G_GUINT64_CONSTANT (0x40000000) /* bytes */
#define MEMORY_BOUND (100 * 1024 * 1024)             /* bytes: the ring, its index and what is under way */

static BenchProcess *
start_server (guint16 *port)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (self);
  g_autofree char *program = g_build_filename (folder, "echo-server", NULL);
  /* A temporary folder is often in memory, and this takes two gigabytes. */
  const char *const arguments[] = { program, "--folder", "/var/tmp", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  BenchProcess *server = bench_process_start (arguments, BENCH_ANY_CPU, &error);

  g_assert_no_error (error);
  line = bench_process_read_line (server);
  g_assert_nonnull (line);
  *port = g_ascii_strtoull (line, NULL, 10);

  return server;
}

static void
test_is_echoed_and_recorded_within_bounds (void)
{
  guint16 port;
  g_autoptr (BenchProcess) server = start_server (&port);
  guint64 memory = bench_process_get_memory (server->pid, "VmRSS");
  BenchStream stream = bench_stream_run (port, MESSAGE_SIZE, 0);
  g_autofree char *expected = NULL;
  g_autofree char *totals = NULL;

  g_assert_cmpuint (stream.sent, ==, MESSAGE_SIZE);
  g_assert_cmpuint (stream.received, ==, MESSAGE_SIZE);
  g_assert_true (stream.is_whole);

  g_assert_cmpuint (memory, >, 0);
  memory = bench_process_get_memory (server->pid, "VmHWM") - memory;
  g_test_message ("memory grew by %" G_GUINT64_FORMAT " bytes", memory);
  g_assert_cmpuint (memory, <, MEMORY_BOUND);

  bench_process_end_input (server);
  totals = bench_process_read_line (server);
  g_assert_nonnull (totals);
  expected = g_strdup_printf (" received %" G_GUINT64_FORMAT " sent %" G_GUINT64_FORMAT " unsaved 0",
                              MESSAGE_SIZE, MESSAGE_SIZE);
  g_assert_true (g_str_has_suffix (totals, expected));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/huge-message/is-echoed-and-recorded-within-bounds", test_is_echoed_and_recorded_within_bounds);

  return g_test_run ();
}
