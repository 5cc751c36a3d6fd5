/* test-append.c: tests of what a capture makes of what is appended.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"
#include "errno-shim.h"

#include <errno.h>
#include <string.h>

static void
test_splits_a_stream (TestCapture   *fixture,
                      gconstpointer  where)
{
  static guint8 data[200000];
  guint64 total = 0;

  g_assert_true (tin_capture_append_data (fixture->capture, &fixture->flow, TIN_DIRECTION_OUT, TIN_BY_LOCAL,
                                          data, sizeof data, NULL));
  tin_capture_publish (fixture->capture);
  g_assert_cmpuint (tin_capture_get_published (fixture->capture), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      TinIndexEntry entry;

      g_assert_true (tin_capture_peek (fixture->capture, i, &entry));
      g_assert_cmpuint (entry.size, <=, TIN_CAPTURE_MAX_PAYLOAD);
      total += entry.size;
    }
  g_assert_cmpuint (total, ==, sizeof data);
}

static void
test_empty_data_is_a_record (TestCapture   *fixture,
                             gconstpointer  where)
{
  fixture->flow.transport = TIN_TRANSPORT_UDP;
  append_in (fixture->capture, &fixture->flow, "");
  append_out (fixture->capture, &fixture->flow, TIN_BY_LOCAL, "", NULL);
  tin_capture_publish (fixture->capture);
  assert_payload (fixture->capture, 0, "");
  assert_payload (fixture->capture, 1, "");
}

static void
test_time_never_goes_back (TestCapture   *fixture,
                           gconstpointer  where)
{
  gint64 real = g_get_real_time () * 1000;
  gint64 last = tin_capture_get_time_ns (fixture->capture);

  g_assert_cmpint (ABS (last - real), <, 60 * G_GINT64_CONSTANT (1000000000));
  for (guint i = 0; i < 1000; i++)
    {
      gint64 now = tin_capture_get_time_ns (fixture->capture);

      g_assert_cmpint (now, >=, last);
      last = now;
    }
}

/* What is known of a datagram besides its bytes. */
static void
test_delivery (TestCapture   *fixture,
               gconstpointer  where)
{
  static const struct
  {
    const char *group;
    const char *interface;
    gsize       missing;
    const char *expected;   /* (nullable) of the interface, if it is another */
  } rows[] = {
    { NULL, NULL, 0 },
    { NULL, "eth0", 0 },
    { "239.1.2.3", "eth0", 400 },
    { "255.255.255.255", NULL, 65507 - 5 },
    { "ff02::1", "to on rule\xff\033", 1, "to on rule\357\277\275 " },
    { NULL, "connection 17", 0 },
    { NULL, "bookmark", 0 },
  };

  fixture->flow.transport = TIN_TRANSPORT_UDP;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TinAddress group = rows[i].group != NULL ? make_address (rows[i].group, 5353) : (TinAddress) { 0 };
      TinDelivery delivery = { rows[i].missing, rows[i].group != NULL ? &group : NULL, rows[i].interface };

      g_assert_true (tin_capture_append_datagram (fixture->capture, &fixture->flow, TIN_DIRECTION_IN,
                                                  (const guint8 *) "hello", 5, &delivery));
    }
  tin_capture_publish (fixture->capture);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TinAddress group = rows[i].group != NULL ? make_address (rows[i].group, 5353) : (TinAddress) { 0 };
      const char *interface = rows[i].expected != NULL ? rows[i].expected : rows[i].interface;
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      assert_payload (fixture->capture, i, "hello");
      g_assert_true (tin_capture_read (fixture->capture, i, 0, &record, NULL));
      g_assert_cmpuint (record.size, ==, 5);
      g_assert_cmpuint (record.missing, ==, rows[i].missing);
      g_assert_true (tin_address_equal (&record.group, &group));
      g_assert_cmpstr (record.interface, ==, interface);
      g_assert_null (record.reason);
      g_assert_null (record.notes);
      g_assert_cmpuint (record.connection, ==, fixture->flow.connection);
    }
}

/* What happened before it was noticed says when it did, but never before what is recorded already. */
static void
test_moment (TestCapture   *fixture,
             gconstpointer  data)
{
  const gint64 now = tin_capture_get_time_ns (fixture->capture);
  const gint64 moments[] = { now - 7000, now - 3001, now - 5000, 0, now - 1 };
  gint64 last = 0;

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      tin_capture_set_moment (fixture->capture, moments[i]);
      tin_capture_append_event (fixture->capture, NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);
    }
  tin_capture_set_moment (fixture->capture, 0);
  tin_capture_publish (fixture->capture);

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      g_assert_true (tin_capture_read (fixture->capture, i, 0, &record, NULL));
      if (moments[i] != 0)
        g_assert_cmpint (record.time_ns, ==, MAX (moments[i], last));
      else
        g_assert_cmpint (record.time_ns, >=, now);
      last = record.time_ns;
    }
}

static guint64
get_unsaved_bytes (TinCapture *capture,
                   guint64    *n_records)
{
  TinCaptureHealth health;
  guint64 n_bytes;

  tin_capture_get_health (capture, &health);
  *n_records = health.unsaved_records;
  n_bytes = health.unsaved_bytes;
  tin_capture_health_clear (&health);

  return n_bytes;
}

/* Datagrams both ways, and bytes of a stream, of which there is no memory to tell; returns: how many records there are. */
static guint
lose_without_memory (TestCapture *fixture)
{
  static const guint sizes[] = { 7, 5 };
  TinFlow datagrams;
  guint64 n_lost;
  guint n = 0;

  tin_flow_init (&datagrams, TIN_TRANSPORT_UDP, 9, &fixture->flow.local, &fixture->flow.peer);
  append_in (fixture->capture, &fixture->flow, "first");
  errno_shim_fail (ERRNO_SHIM_CHUNK, ENOMEM, G_MAXINT);
  for (; get_unsaved_bytes (fixture->capture, &n_lost) == 0 && n_lost == 0; n++)
    tin_capture_append_event (fixture->capture, NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      tin_capture_append_loss (fixture->capture, &datagrams, TIN_DIRECTION_IN, TIN_BY_LOCAL, sizes[i],
                               TIN_LOSS_RECORDING, "early");
      tin_capture_append_loss (fixture->capture, &datagrams, TIN_DIRECTION_OUT, TIN_BY_LOCAL, sizes[i], TIN_LOSS_LEFT,
                               "early");
    }
  tin_capture_append_loss (fixture->capture, &fixture->flow, TIN_DIRECTION_IN, TIN_BY_PEER, 1000, TIN_LOSS_UNREAD, NULL);

  /* The first event that was lost is one too many, and the data before them is none. */
  return n;
}

/* What was lost while there was no memory to say so is told when there is, all of a kind together. */
static void
test_loss_without_memory (TestCapture   *fixture,
                          gconstpointer  where)
{
  static const struct
  {
    TinTransport transport;
    TinDirection direction;
    TinLoss      loss;
    guint32      size;
  } rows[] = {
    { TIN_TRANSPORT_TCP, TIN_DIRECTION_IN, TIN_LOSS_UNREAD, 1000 },
    { TIN_TRANSPORT_UDP, TIN_DIRECTION_OUT, TIN_LOSS_LEFT, 12 },
    { TIN_TRANSPORT_UDP, TIN_DIRECTION_IN, TIN_LOSS_RECORDING, 12 },
  };
  const guint n = lose_without_memory (fixture);
  guint64 n_lost;

  errno_shim_fail (ERRNO_SHIM_CHUNK, 0, 0);
  tin_capture_publish (fixture->capture);
  tin_capture_publish (fixture->capture);
  g_assert_cmpuint (tin_capture_get_published (fixture->capture), ==, n + G_N_ELEMENTS (rows));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      g_assert_true (tin_capture_read (fixture->capture, n + i, 0, &record, NULL));
      g_assert_cmpint (record.event, ==, TIN_EVENT_DROPPED);
      g_assert_cmpint (record.transport, ==, rows[i].transport);
      g_assert_cmpint (record.direction, ==, rows[i].direction);
      g_assert_cmpint (record.loss, ==, rows[i].loss);
      g_assert_cmpuint (record.size, ==, rows[i].size);
      g_assert_nonnull (record.reason);
    }

  /* Besides all that is in memory alone. */
  g_assert_cmpuint (get_unsaved_bytes (fixture->capture, &n_lost), ==, strlen ("first"));
  g_assert_cmpuint (n_lost, ==, n + G_N_ELEMENTS (rows) + 1);
}

/* Where there is none till the end, it is in what is said of the recording itself, once. */
static void
test_loss_without_memory_at_the_end (TestCapture   *fixture,
                                     gconstpointer  where)
{
  guint64 n_lost;

  lose_without_memory (fixture);
  g_assert_true (tin_capture_end (fixture->capture, TEST_TIMEOUT_MS));
  g_assert_true (tin_capture_end (fixture->capture, TEST_TIMEOUT_MS));
  errno_shim_fail (ERRNO_SHIM_CHUNK, 0, 0);
  g_assert_cmpuint (get_unsaved_bytes (fixture->capture, &n_lost), ==, 1000 + 12 + 12);
  g_assert_cmpuint (n_lost, ==, 1 + 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, where, function) \
  g_test_add ("/append/" name, TestCapture, GINT_TO_POINTER (where), test_capture_set_up, function, \
              test_capture_tear_down)
  ADD ("splits-a-stream", TEST_IN_MEMORY, test_splits_a_stream);
  ADD ("empty-data-is-a-record", TEST_IN_MEMORY, test_empty_data_is_a_record);
  ADD ("time-never-goes-back", TEST_IN_MEMORY, test_time_never_goes_back);
  ADD ("has-the-time-when-it-happened", TEST_IN_MEMORY, test_moment);
  ADD ("knows-how-a-datagram-came/in-memory", TEST_IN_MEMORY, test_delivery);
  ADD ("knows-how-a-datagram-came/in-file", TEST_IN_FILE, test_delivery);
  ADD ("tells-a-loss-when-there-is-memory", TEST_IN_MEMORY, test_loss_without_memory);
  ADD ("counts-a-loss-that-there-was-no-memory-for", TEST_IN_MEMORY, test_loss_without_memory_at_the_end);
#undef ADD

  return g_test_run ();
}
