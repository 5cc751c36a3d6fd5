/* test-resync.c: tests of what is read of a damaged recording, where peers sent what looks like blocks of one.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"
#include "loader-fixture.h"

#include "capture/tin-pcapng.h"

#include <string.h>

#define FORGED  "never said"
#define N_TURNS 4

static GBytes *forgery; /* a whole recording of what nobody said */

static void
append_forged (TinCapture *capture)
{
  TinFlow flow;

  init_tcp_flow (&flow, capture);
  append_opened (capture, &flow, TIN_DIRECTION_IN);
  for (guint i = 0; i < 3; i++)
    append_in (capture, &flow, FORGED);
}

/* A peer that sends recordings, between words. */
static void
append_recordings (TinCapture *capture)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (forgery, &size);
  TinFlow flow;

  init_tcp_flow (&flow, capture);
  append_opened (capture, &flow, TIN_DIRECTION_IN);
  for (guint i = 0; i < N_TURNS; i++)
    {
      append_in (capture, &flow, "said");
      g_assert_true (tin_capture_append_data (capture, &flow, TIN_DIRECTION_IN, TIN_BY_PEER, data, size, NULL));
      append_out (capture, &flow, TIN_BY_LOCAL, "answered", i % 2 == 0 ? NULL : "with a reason");
    }
}

static gboolean
is_forged (TinCapture *capture,
           guint64     position)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  g_assert_true (tin_capture_read (capture, position, G_MAXSIZE, &record, NULL));
  return record.event == TIN_EVENT_DATA && record.size == strlen (FORGED) &&
         memcmp (g_bytes_get_data (record.payload, NULL), FORGED, record.size) == 0;
}

/* How many records there are in what a damaged file holds; all of them genuine, and every byte accounted for. */
static guint64
count_genuine (const guint8 *data,
               gsize         size,
               gsize         max_damage)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TinCapture) capture = load_bytes (bytes, &progress, &error);

  if (capture == NULL)
    {
      g_assert_nonnull (error);
      return 0;
    }
  if (progress.is_foreign)
    return 0;
  for (guint64 i = 0; i < tin_capture_get_published (capture); i++)
    g_assert_false (is_forged (capture, i));
  g_assert_cmpuint (progress.n_damaged + progress.n_cut, <=, max_damage);
  g_assert_null (progress.problem);
  return tin_capture_get_published (capture);
}

static void
test_takes_nothing_out_of_a_cut_payload (void)
{
  g_autoptr (GBytes) whole = save_capture (append_recordings);
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);
  guint64 n_before = 0;

  for (gsize length = 0; length <= size; length++)
    {
      guint64 n = count_genuine (data, length, g_bytes_get_size (forgery) + 100);

      g_assert_cmpuint (n, >=, n_before);
      n_before = n;
    }
  g_assert_cmpuint (n_before, ==, 1 + 3 * N_TURNS);
}

/* A length that is wrong costs its block, and neither what follows nor what a peer sent. */
static void
test_loses_one_block_for_a_wrong_length (void)
{
  g_autoptr (GBytes) whole = save_capture (append_recordings);
  g_autoptr (GArray) blocks = find_blocks (whole);
  gsize size = g_bytes_get_size (whole);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (whole, NULL), size);

  for (guint i = 2; i + 1 < blocks->len; i++)
    {
      gsize begin = g_array_index (blocks, gsize, i);
      gsize end = g_array_index (blocks, gsize, i + 1);

      for (guint bit = 0; bit < 64; bit++)
        {
          guint8 *at = bit < 32 ? data + begin + 4 : data + end - 4;

          at[bit % 32 / 8] ^= 1 << bit % 8;
          g_assert_cmpuint (count_genuine (data, size, end - begin), >=, 3 * N_TURNS);
          at[bit % 32 / 8] ^= 1 << bit % 8;
        }
    }
}

/* To the byte, so that nobody can tell: see tin_resync_find(). */
static gboolean
ends_like_a_recording (const guint8 *data,
                       gsize         size)
{
  return tin_pcapng_is_end (data + size - TIN_PCAPNG_END_SIZE);
}

/* A page that never reached the disk, anywhere; then also an end anywhere. */
static void
test_takes_nothing_from_between_damage (void)
{
  g_autoptr (GBytes) whole = save_capture (append_recordings);
  g_autoptr (GArray) blocks = find_blocks (whole);
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);

  for (guint i = 2; i + 2 < blocks->len; i++)
    {
      g_autofree guint8 *damaged = g_memdup2 (data, size);
      gsize begin = g_array_index (blocks, gsize, i);
      gsize end = MIN (size, begin + 300);
      guint64 n;

      memset (damaged + begin, 0, end - begin);
      n = count_genuine (damaged, size, end - begin + g_bytes_get_size (forgery) + 100);
      g_assert_cmpuint (n, >=, 3 * N_TURNS - 3);
      for (gsize length = end; length < size; length += 3)
        if (!ends_like_a_recording (damaged, length))
          g_assert_cmpuint (count_genuine (damaged, length, size), <=, n);
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  use_fast_folder ();
  g_test_init (&argc, &argv, NULL);
  forgery = save_capture (append_forged);

  g_test_add_func ("/resync/takes-nothing-out-of-a-cut-payload", test_takes_nothing_out_of_a_cut_payload);
  g_test_add_func ("/resync/loses-one-block-for-a-wrong-length", test_loses_one_block_for_a_wrong_length);
  g_test_add_func ("/resync/takes-nothing-from-between-damage", test_takes_nothing_from_between_damage);

  status = g_test_run ();
  g_bytes_unref (forgery);
  return status;
}
