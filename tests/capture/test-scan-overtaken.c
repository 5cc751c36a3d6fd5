/* test-scan-overtaken.c: tests of going through records while the oldest are dropped.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include "capture/tin-ring.h"
#include "capture/tin-scan.h"

#define RING_SIZE    (2 * TIN_RING_CHUNK_SIZE)
#define MESSAGE_SIZE 1000 /* bytes */
#define N_MESSAGES   9000

/* Numbered messages, without an end. */
typedef struct
{
  TinCapture *capture;
  TinFlow     flow;
  guint       next;
} Stream;

static void
stream_send (Stream *self,
             guint   n)
{
  for (guint i = 0; i < n; i++)
    {
      append_number (self->capture, &self->flow, self->next++, MESSAGE_SIZE);
      tin_capture_publish (self->capture);
    }
}

/* @n items in a row from @first on: what the capture had, and of payloads none but the first is missing. */
static guint64
assert_given (const TinScanItem *items,
              guint              n,
              guint64            first)
{
  guint64 n_missing = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GBytes) payload = NULL;
      guint number;

      g_assert_cmpuint (items[i].position, ==, first + i);
      g_assert_cmpuint (items[i].entry.size, ==, MESSAGE_SIZE);
      g_assert_true (i == 0 || items[i].payload != NULL);
      n_missing += items[i].payload == NULL;
      if (items[i].payload == NULL)
        continue;

      payload = g_bytes_new_static (items[i].payload, MESSAGE_SIZE);
      g_assert_true (parse_number (payload, &number));
      g_assert_cmpuint (number, ==, items[i].position);
    }

  return n_missing;
}

/* A scan over a ring that goes on, and drops what was not read yet. */
typedef struct
{
  Stream   stream;
  TinScan *scan;     /* (owned) */
  guint64  next;     /* that no item came from yet */
  guint64  n_given;
  guint64  n_lost;   /* payloads of those that were given */
  guint    n_jumps;
} Chase;

static void
chase_begin (Chase   *self,
             guint64  end)
{
  *self = (Chase) { .stream = { .capture = tin_capture_new ("test", NULL, RING_SIZE) } };
  init_tcp_flow (&self->stream.flow, self->stream.capture);
  self->scan = tin_scan_new (self->stream.capture, 0, end);
}

static void
chase_take (Chase             *self,
            const TinScanItem *items,
            guint              n)
{
  g_assert_cmpuint (items[0].position, >=, self->next);
  self->n_jumps += items[0].position > self->next;
  self->n_lost += assert_given (items, n, items[0].position);
  self->n_given += n;
  self->next = items[0].position + n;
}

/* Each record was given once as it was, or counted as lost. */
static void
chase_end (Chase   *self,
           guint64  end)
{
  g_assert_cmpuint (self->next, ==, end);
  g_assert_cmpuint (tin_scan_get_n_lost (self->scan), ==, end - self->n_given + self->n_lost);
  g_clear_pointer (&self->scan, tin_scan_free);
  g_assert_finalize_object (self->stream.capture);
}

/* The ring goes on, further each time than the scan does, and so drops what is to come next, and more. */
static void
test_is_overtaken_by_what_memory_drops (void)
{
  const guint64 end = 3 * N_MESSAGES;
  TinScanItem items[TIN_SCAN_MANY];
  Chase chase;
  guint n;

  chase_begin (&chase, end);
  stream_send (&chase.stream, N_MESSAGES);

  while ((n = tin_scan_next_many (chase.scan, items, TIN_SCAN_MANY)) > 0)
    {
      chase_take (&chase, items, n);

      if (chase.stream.next < end)
        stream_send (&chase.stream, MIN (3 * TIN_SCAN_MANY, end - chase.stream.next));
      /* What was given stays, whatever is dropped. */
      assert_given (items, n, items[0].position);
    }

  g_assert_cmpuint (chase.n_jumps, >, 1);
  chase_end (&chase, end);
}

static gpointer
stream_thread (gpointer data)
{
  stream_send (data, 20 * N_MESSAGES);

  return NULL;
}

/* The same in another thread, which asks nobody: a record may be dropped after the index told of it. */
static void
test_is_overtaken_in_another_thread (void)
{
  const guint64 end = 20 * N_MESSAGES;
  TinScanItem items[TIN_SCAN_MANY];
  GThread *thread;
  Chase chase;

  chase_begin (&chase, end);
  thread = g_thread_new ("stream", stream_thread, &chase.stream);

  while (chase.next < end)
    {
      guint n = tin_scan_next_many (chase.scan, items, TIN_SCAN_MANY);

      if (n > 0)
        chase_take (&chase, items, n);
    }

  g_thread_join (thread);
  chase_end (&chase, end);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scan-overtaken/by-what-memory-drops", test_is_overtaken_by_what_memory_drops);
  g_test_add_func ("/scan-overtaken/by-another-thread", test_is_overtaken_in_another_thread);

  return g_test_run ();
}
