/* soak-churn.c: connects, floods, closes and resets for an hour, and nothing grows.
 *
 * A round is so many conversations; between two rounds all of them are over and in the log. Then
 * the server is weighed, so that what is measured is what stays. TIN_CHURN_SECONDS of
 * the environment says how long; TIN_CHURN_PAUSE how many milliseconds of rest a round has.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-descriptors.h"
#include "bench-histogram.h"
#include "soak-callers.h"
#include "soak-process.h"

#define DURATION          3600     /* s */
#define WARM_UP           300      /* s; growth is not judged in less than three times that */
#define RECORDING_LIMIT   128      /* MiB: full long before the server is weighed in earnest */
#define CALLS_A_ROUND     3000
#define CALLS_AT_ONCE     200
#define SECOND            G_USEC_PER_SEC

/* The ring, the index and the list hold what the last 128 MiB of recording have: a quarter of that goes at a
 * time, and with it up to 300,000 records of 16 bytes. The allocator keeps as much again. */
#define MEMORY_TOLERANCE  (10 * 1024 * 1024) /* bytes */

/* The files that the recording has open come and go with its segments. */
#define DESCRIPTOR_TOLERANCE 4

typedef struct
{
  double seconds;  /* since the beginning */
  double memory;   /* bytes */
  double descriptors;
} Weight;

typedef struct
{
  SoakServer *server;   /* (owned) */
  GRand      *random;   /* (owned) */
  GArray     *weights;  /* (element-type Weight) (owned) */
  SoakCount   count;
  gint64      start;    /* as g_get_monotonic_time() */
} Churn;

static void
assert_totals (const char      *line,
               const SoakCount *count)
{
  g_assert_cmpuint (soak_get_figure (line, "wrong"), ==, 0);
  g_assert_cmpuint (soak_get_figure (line, "missed"), ==, 0);
  g_assert_cmpuint (soak_get_figure (line, "opened"), ==, count->n_orderly + count->n_broken);
  g_assert_cmpuint (soak_get_figure (line, "closed"), ==, count->n_orderly);
  g_assert_cmpuint (soak_get_figure (line, "reset"), ==, count->n_broken);
  g_assert_cmpuint (soak_get_figure (line, "closed-in"), ==, count->orderly_bytes);
  g_assert_cmpuint (soak_get_figure (line, "closed-out"), ==, count->orderly_bytes);
}

static void
weigh (Churn *self)
{
  Weight weight = {
    .seconds = (g_get_monotonic_time () - self->start) / (double) SECOND,
    .memory = bench_process_get_memory (self->server->process->pid, "VmRSS"),
    .descriptors = soak_server_get_descriptors (self->server),
  };
  guint n = self->weights->len;

  if (n == 0 || (int) (g_array_index (self->weights, Weight, n - 1).seconds / 60) < (int) (weight.seconds / 60))
    g_test_message ("%4.0f s: %" G_GUINT64_FORMAT " conversations, resident %.1f MiB, %.0f descriptors",
                    weight.seconds, self->count.n_orderly + self->count.n_broken,
                    weight.memory / (1024 * 1024), weight.descriptors);

  g_array_append_val (self->weights, weight);
}

static void
play_round (Churn *self)
{
  g_autofree char *line = NULL;

  g_assert_true (soak_callers_run (self->server->port, CALLS_A_ROUND, CALLS_AT_ONCE, self->random, &self->count));
  line = soak_server_ask (self->server, self->count.n_orderly + self->count.n_broken);
  assert_totals (line, &self->count);
  weigh (self);
}

/* The median of what was weighed within a stretch of time. */
static double
get_median (Churn  *self,
            gsize   offset,
            double  from,
            double  to)
{
  g_autofree double *values = g_new (double, self->weights->len);
  guint n = 0;

  for (guint i = 0; i < self->weights->len; i++)
    {
      const Weight *weight = &g_array_index (self->weights, Weight, i);

      if (weight->seconds >= from && weight->seconds <= to)
        values[n++] = G_STRUCT_MEMBER (double, weight, offset);
    }

  g_assert_cmpuint (n, >, 0);

  return bench_median (values, n);
}

/* What it weighs in the last quarter of the time, against the first after the warm-up. */
static void
assert_no_growth (Churn *self)
{
  double end = g_array_index (self->weights, Weight, self->weights->len - 1).seconds;
  double quarter = (end - WARM_UP) / 4;
  double memory[2];
  double descriptors[2];

  for (guint i = 0; i < 2; i++)
    {
      double from = i == 0 ? WARM_UP : end - quarter;

      memory[i] = get_median (self, G_STRUCT_OFFSET (Weight, memory), from, from + quarter);
      descriptors[i] = get_median (self, G_STRUCT_OFFSET (Weight, descriptors), from, from + quarter);
    }

  g_test_message ("after the warm-up %.1f MiB and %.0f descriptors, in the end %.1f MiB and %.0f",
                  memory[0] / (1024 * 1024), descriptors[0], memory[1] / (1024 * 1024), descriptors[1]);
  g_assert_cmpfloat (memory[1], <=, memory[0] + MEMORY_TOLERANCE);
  g_assert_cmpfloat (descriptors[1], <=, descriptors[0] + DESCRIPTOR_TOLERANCE);
}

/* The whole log, and what of it is left on disk. */
static void
assert_log (Churn *self)
{
  g_autofree char *whole = NULL;
  g_autofree char *on_disk = NULL;
  g_autofree char *left = NULL;

  soak_server_end (self->server);
  whole = bench_process_read_line (self->server->process);
  on_disk = bench_process_read_line (self->server->process);
  left = bench_process_read_line (self->server->process);
  g_assert_nonnull (left);
  g_test_message ("%s", whole);
  g_test_message ("%s", on_disk);
  g_test_message ("%s", left);

  assert_totals (whole, &self->count);
  g_assert_cmpuint (soak_get_figure (on_disk, "records"), >, 0);
  g_assert_cmpuint (soak_get_figure (on_disk, "records"), ==, soak_get_figure (left, "records"));
  g_assert_cmpuint (soak_get_figure (on_disk, "wrong"), ==, 0);
  g_assert_cmpuint (soak_get_figure (on_disk, "missed"), ==, 0);
  g_assert_cmpuint (soak_get_figure (left, "unsaved"), ==, 0);
}

static void
test_churn (void)
{
  double duration = soak_get_option ("TIN_CHURN_SECONDS", DURATION);
  guint pause = soak_get_option ("TIN_CHURN_PAUSE", 0);
  Churn self = {
    .server = soak_server_start (RECORDING_LIMIT, FALSE),
    .random = g_rand_new_with_seed (g_test_rand_int ()),
    .weights = g_array_new (FALSE, FALSE, sizeof (Weight)),
    .start = g_get_monotonic_time (),
  };

  do
    {
      play_round (&self);
      g_usleep (pause * 1000);
    }
  while (g_get_monotonic_time () - self.start < duration * SECOND);

  if (duration >= 3 * WARM_UP)
    assert_no_growth (&self);
  assert_log (&self);

  g_array_unref (self.weights);
  g_rand_free (self.random);
  soak_server_free (self.server);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bench_raise_descriptor_limit ();
  g_test_add_func ("/churn/grows-nothing-and-loses-nothing", test_churn);

  return g_test_run ();
}
