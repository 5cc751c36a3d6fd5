/* test-digest.c: a capture, read on and on into messages, peers and totals.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-digest.h"

#include "scene.h"

static void
count_cb (const TinIndexEntry *entry,
          gpointer             user_data)
{
  guint *count = user_data;

  (*count)++;
}

static guint64
nothing_queued (guint32  connection,
                gpointer user_data)
{
  return 0;
}

static guint
count_rows (gpointer model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

static void
test_is_empty_without_a_capture (void)
{
  guint count = 0;
  g_autoptr (TinDigest) digest = tin_digest_new (count_cb, &count);

  g_assert_false (tin_digest_update (digest, nothing_queued, NULL));
  g_assert_null (tin_digest_get_capture (digest));
  g_assert_cmpuint (count_rows (tin_digest_get_messages (digest)), ==, 0);
  g_assert_cmpuint (count_rows (tin_digest_get_peers (digest)), ==, 0);
}

static void
test_feeds_all_views (void)
{
  g_auto (Scene) scene;
  guint count = 0;
  TinDigest *digest = tin_digest_new (count_cb, &count);

  scene_init (&scene);
  tin_digest_set_capture (digest, scene.capture);
  scene_open (&scene, 1);
  scene_data (&scene, 1, TIN_DIRECTION_IN, "abc");
  scene_publish (&scene);

  g_assert_false (tin_digest_update (digest, nothing_queued, NULL));
  g_assert_cmpuint (count, ==, 2);
  g_assert_cmpuint (tin_digest_get_seen (digest), ==, 2);
  g_assert_cmpuint (count_rows (tin_digest_get_messages (digest)), ==, 2);
  g_assert_cmpuint (count_rows (tin_digest_get_peers (digest)), ==, 1);
  g_assert_cmpuint (tin_digest_get_totals (digest)->bytes_in, ==, 3);

  tin_digest_set_capture (digest, NULL);
  g_assert_cmpuint (tin_digest_get_totals (digest)->bytes_in, ==, 0);
  g_assert_cmpuint (count_rows (tin_digest_get_messages (digest)), ==, 0);
  g_assert_cmpuint (count_rows (tin_digest_get_peers (digest)), ==, 0);

  tin_digest_free (digest);
}

/* Each reason has counts of its own; what could not be sent is none of them. */
static void
test_knows_the_last_of_each_loss (void)
{
  const struct
  {
    TinDirection direction;
    guint32      size;
    TinLoss      loss;
  } cases[] = {
    { TIN_DIRECTION_IN, 1, TIN_LOSS_RECEIVE_BUFFER },
    { TIN_DIRECTION_IN, 2, TIN_LOSS_RECORDING },
    { TIN_DIRECTION_IN, 4, TIN_LOSS_RECEIVE_BUFFER },
    { TIN_DIRECTION_IN, 8, TIN_LOSS_UNKNOWN },
    { TIN_DIRECTION_OUT, 16, TIN_LOSS_QUEUE },
    { TIN_DIRECTION_IN, 32, TIN_LOSS_UNREAD },
    { TIN_DIRECTION_OUT, 64, TIN_LOSS_LEFT },
  };
  g_auto (Scene) scene;
  guint count = 0;
  TinDigest *digest = tin_digest_new (count_cb, &count);
  const TinTotals *totals;
  guint64 position = 0;

  scene_init (&scene);
  tin_digest_set_capture (digest, scene.capture);
  scene_open (&scene, 1);
  scene_publish (&scene);
  tin_digest_update (digest, nothing_queued, NULL);
  g_assert_false (tin_digest_get_last_loss (digest, TIN_LOSS_UNKNOWN, &position));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    tin_capture_append_loss (scene.capture, scene.flows[1], cases[i].direction, TIN_BY_LOCAL, cases[i].size,
                             cases[i].loss, "why");
  scene_publish (&scene);
  tin_digest_update (digest, nothing_queued, NULL);
  totals = tin_digest_get_totals (digest);
  g_assert_cmpuint (totals->dropped, ==, 15);
  g_assert_cmpuint (totals->losses[TIN_LOSS_UNKNOWN], ==, 8);
  g_assert_cmpuint (totals->losses[TIN_LOSS_RECEIVE_BUFFER], ==, 5);
  g_assert_cmpuint (totals->losses[TIN_LOSS_RECORDING], ==, 2);
  g_assert_cmpuint (totals->unread, ==, 32);
  g_assert_cmpuint (totals->unsent, ==, 80);

  g_assert_true (tin_digest_get_last_loss (digest, TIN_LOSS_RECEIVE_BUFFER, &position));
  g_assert_cmpuint (position, ==, 3);
  g_assert_true (tin_digest_get_last_loss (digest, TIN_LOSS_RECORDING, &position));
  g_assert_cmpuint (position, ==, 2);
  g_assert_true (tin_digest_get_last_loss (digest, TIN_LOSS_UNKNOWN, &position));
  g_assert_cmpuint (position, ==, 4);
  g_assert_true (tin_digest_get_last_loss (digest, TIN_LOSS_UNREAD, &position));
  g_assert_cmpuint (position, ==, 6);
  g_assert_true (tin_digest_get_last_loss (digest, TIN_LOSS_QUEUE, &position));
  g_assert_cmpuint (position, ==, 5);
  g_assert_true (tin_digest_get_last_loss (digest, TIN_LOSS_LEFT, &position));
  g_assert_cmpuint (position, ==, 7);
  g_assert_false (tin_digest_get_last_loss (digest, TIN_LOSS_DISK, &position));

  tin_digest_set_capture (digest, NULL);
  g_assert_false (tin_digest_get_last_loss (digest, TIN_LOSS_RECORDING, &position));
  tin_digest_free (digest);
}

static void
assert_received (TinDigest *digest,
                 guint      n_messages,
                 gsize      size)
{
  const TinTotals *totals = tin_digest_get_totals (digest);

  g_assert_cmpuint (totals->messages_in, ==, n_messages);
  g_assert_cmpuint (totals->bytes_in, ==, n_messages * size);
}

static void
test_takes_a_flood_in_slices (void)
{
  const guint n_records = 5 * TIN_DIGEST_SLICE_SIZE / 2;
  g_auto (Scene) scene;
  guint count = 0;
  TinDigest *digest = tin_digest_new (count_cb, &count);

  scene_init (&scene);
  for (guint i = 0; i < n_records; i++)
    scene_data (&scene, 1, TIN_DIRECTION_IN, "x");
  scene_publish (&scene);
  tin_digest_set_capture (digest, scene.capture);

  g_assert_true (tin_digest_update (digest, nothing_queued, NULL));
  g_assert_cmpuint (count, ==, TIN_DIGEST_SLICE_SIZE);
  g_assert_true (tin_digest_update (digest, nothing_queued, NULL));
  g_assert_false (tin_digest_update (digest, nothing_queued, NULL));
  g_assert_cmpuint (count, ==, n_records);
  g_assert_cmpuint (tin_digest_get_totals (digest)->messages_in, ==, n_records);

  tin_digest_free (digest);
}

static void
test_counts_what_a_ring_dropped (void)
{
  static const guint8 payload[8192];
  g_auto (Scene) scene;
  guint count = 0;
  TinDigest *digest = tin_digest_new (count_cb, &count);
  guint64 n_kept;

  scene_init_small (&scene);
  tin_digest_set_capture (digest, scene.capture);
  for (guint i = 0; i < 4000; i++)
    {
      scene_bytes (&scene, 1, TIN_DIRECTION_IN, payload, sizeof payload);
      scene_publish (&scene);
    }

  n_kept = tin_capture_get_published (scene.capture) - tin_capture_get_first (scene.capture);
  g_assert_cmpuint (n_kept, <, 4000);
  tin_digest_update (digest, nothing_queued, NULL);
  g_assert_cmpuint (count, ==, n_kept);
  g_assert_cmpuint (count_rows (tin_digest_get_peers (digest)), ==, 1);
  assert_received (digest, 4000, sizeof payload);
  g_assert_cmpuint (tin_digest_get_n_unseen (digest), ==, 4000 - n_kept);

  /* Once more, with something that was seen before. */
  for (guint i = 0; i < 1000; i++)
    {
      scene_bytes (&scene, 1, TIN_DIRECTION_IN, payload, sizeof payload);
      scene_publish (&scene);
    }
  tin_digest_update (digest, nothing_queued, NULL);
  assert_received (digest, 5000, sizeof payload);
  g_assert_cmpuint (tin_digest_get_n_unseen (digest), ==, 5000 - count);

  tin_digest_set_capture (digest, NULL);
  g_assert_cmpuint (tin_digest_get_n_unseen (digest), ==, 0);

  tin_digest_free (digest);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/digest/is-empty-without-a-capture", test_is_empty_without_a_capture);
  g_test_add_func ("/digest/feeds-all-views", test_feeds_all_views);
  g_test_add_func ("/digest/knows-the-last-of-each-loss", test_knows_the_last_of_each_loss);
  g_test_add_func ("/digest/takes-a-flood-in-slices", test_takes_a_flood_in_slices);
  g_test_add_func ("/digest/counts-what-a-ring-dropped", test_counts_what_a_ring_dropped);

  return g_test_run ();
}
