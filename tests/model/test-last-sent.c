/* test-last-sent.c: when something was last sent before a message.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-last-sent.h"

#define N_FLOWS 3

typedef struct
{
  TinCapture *capture;
  TinFlow     flows[N_FLOWS];
  guint64     n_records;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  TinAddress local = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 127, 0, 0, 1 } };

  fixture->capture = tin_capture_new ("test", NULL, TIN_CAPTURE_DEFAULT_RING_SIZE);
  fixture->n_records = 0;

  for (guint i = 0; i < N_FLOWS; i++)
    {
      TinAddress peer = { .family = TIN_FAMILY_IPV4, .port = 40000 + i, .bytes = { 127, 0, 0, 1 } };

      tin_flow_init (&fixture->flows[i], TIN_TRANSPORT_TCP, tin_capture_take_connection (fixture->capture),
                     &local, &peer);
      tin_capture_append_event (fixture->capture, &fixture->flows[i], TIN_EVENT_OPENED, TIN_DIRECTION_IN,
                                TIN_BY_PEER, 0, NULL);
      fixture->n_records++;
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->capture);
}

static guint64
add (Fixture      *fixture,
     guint         flow,
     TinDirection  direction)
{
  g_assert_true (tin_capture_append_data (fixture->capture, &fixture->flows[flow], direction, TIN_BY_LOCAL,
                                          (const guint8 *) "x", 1, NULL));

  return fixture->n_records++;
}

static gint64
get_time (Fixture *fixture,
          guint64  position)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  g_assert_true (tin_capture_read (fixture->capture, position, 0, &record, NULL));

  return record.time_ns;
}

static gint64
find (Fixture     *fixture,
      TinLastSent *last_sent,
      guint64      position)
{
  g_autoptr (TinMessage) message = tin_message_new (fixture->capture, position, "UTF-8");
  gint64 time_ns;

  return tin_last_sent_find (last_sent, message, &time_ns) ? time_ns : -1;
}

static void
test_finds_the_nearest (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (TinLastSent) last_sent = tin_last_sent_new ();
  guint64 first = add (fixture, 0, TIN_DIRECTION_OUT);
  guint64 answer = add (fixture, 0, TIN_DIRECTION_IN);
  guint64 second = add (fixture, 0, TIN_DIRECTION_OUT);
  guint64 other = add (fixture, 1, TIN_DIRECTION_IN);
  guint64 last = add (fixture, 0, TIN_DIRECTION_IN);

  tin_capture_publish (fixture->capture);

  g_assert_cmpint (find (fixture, last_sent, answer), ==, get_time (fixture, first));
  g_assert_cmpint (find (fixture, last_sent, last), ==, get_time (fixture, second));
  g_assert_cmpint (find (fixture, last_sent, second), ==, get_time (fixture, first));
  g_assert_cmpint (find (fixture, last_sent, first), ==, -1);
  g_assert_cmpint (find (fixture, last_sent, other), ==, -1);
}

/* In whatever order rows are asked for, the answer is that of who looks at each record. */
static void
test_is_right_in_any_order (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (TinLastSent) last_sent = tin_last_sent_new ();
  const guint n_records = 3000;

  for (guint i = 0; i < n_records; i++)
    add (fixture, g_test_rand_int_range (0, N_FLOWS),
         g_test_rand_int_range (0, 40) == 0 ? TIN_DIRECTION_OUT : TIN_DIRECTION_IN);

  tin_capture_publish (fixture->capture);

  for (guint round = 0; round < 3000; round++)
    {
      guint64 position = g_test_rand_int_range (0, (int) fixture->n_records);
      gint64 expected = -1;
      TinIndexEntry asked, entry;

      g_assert_true (tin_capture_peek (fixture->capture, position, &asked));

      for (guint64 at = position; at-- > 0 && expected < 0;)
        if (tin_capture_peek (fixture->capture, at, &entry) && entry.event == TIN_EVENT_DATA
            && entry.direction == TIN_DIRECTION_OUT && entry.connection == asked.connection)
          expected = get_time (fixture, at);

      g_assert_cmpint (find (fixture, last_sent, position), ==, expected);
    }
}

/* A peer that was answered nothing since the beginning costs a bounded look back. */
static void
test_gives_up (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (TinLastSent) last_sent = tin_last_sent_new ();
  guint64 sent = add (fixture, 0, TIN_DIRECTION_OUT);
  guint64 last = 0;

  for (guint i = 0; i < 30000; i++)
    last = add (fixture, 0, TIN_DIRECTION_IN);

  tin_capture_publish (fixture->capture);

  g_assert_cmpint (find (fixture, last_sent, last), ==, -1);

  /* It goes on where it stopped. */
  g_assert_cmpint (find (fixture, last_sent, last), ==, get_time (fixture, sent));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/last-sent/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("finds-the-nearest", test_finds_the_nearest);
  ADD ("is-right-in-any-order", test_is_right_in_any_order);
  ADD ("gives-up", test_gives_up);
#undef ADD

  return g_test_run ();
}
