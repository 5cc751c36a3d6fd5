/* test-peer-order.c: the connection list, searched and in some order.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-peer-order.h"

#include "model/tin-peer-list-private.h"
#include "list-watch.h"
#include "scene.h"

#include <string.h>

/* Four peers: the first sends most, the second gets most and is reset, for the third most waits, and the fourth is
 * closed and was heard of last. */
typedef struct
{
  Scene         scene;
  TinPeerList  *list;
  TinPeerOrder *order;
  guint64       seen;
  guint         n_reordered;
  ListWatch     watch;
} Fixture;

static guint64
queue_for_three (guint32  connection,
                 gpointer user_data)
{
  return connection == 3 ? 4096 : 0;
}

static void
update (Fixture *self)
{
  scene_publish (&self->scene);

  for (; self->seen < tin_capture_get_published (self->scene.capture); self->seen++)
    {
      TinIndexEntry entry;

      g_assert_true (tin_capture_peek (self->scene.capture, self->seen, &entry));
      entry.time_us = (gint64) self->seen + 1;
      tin_peer_list_add_record (self->list, self->scene.capture, self->seen, &entry);
    }

  tin_peer_list_sample_queues (self->list, queue_for_three, NULL);
  tin_peer_list_end_update (self->list);
}

static void
reordered_cb (Fixture *self)
{
  self->n_reordered++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  scene_init (&self->scene);
  self->list = tin_peer_list_new ();
  self->order = tin_peer_order_new (self->list);
  g_signal_connect_swapped (self->order, "reordered", G_CALLBACK (reordered_cb), self);
  list_watch_begin (&self->watch, self->order);

  for (guint peer = 1; peer <= 4; peer++)
    scene_open (&self->scene, peer);
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "a long message");
  scene_data (&self->scene, 2, TIN_DIRECTION_OUT, "a long answer");
  scene_data (&self->scene, 3, TIN_DIRECTION_IN, "short");
  scene_event (&self->scene, 2, TIN_EVENT_RESET, TIN_BY_PEER, NULL);
  scene_event (&self->scene, 4, TIN_EVENT_CLOSED, TIN_BY_PEER, NULL);
  update (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->order);
  g_assert_finalize_object (self->list);
  scene_clear (&self->scene);
}

/* Numbers of connections, as "1 2". */
static char *
dup_order (Fixture *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->order)); i++)
    {
      g_autoptr (TinPeer) peer = g_list_model_get_item (G_LIST_MODEL (self->order), i);

      g_string_append_printf (text, "%s%u", i == 0 ? "" : " ", tin_peer_get_connection (peer));
    }

  return g_string_free (text, FALSE);
}

static void
assert_order (Fixture    *self,
              const char *expected)
{
  g_autofree char *order = dup_order (self);

  g_assert_cmpstr (order, ==, expected);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->order), strlen (expected) + 1));
}

static void
wait_for_order (Fixture    *self,
                const char *expected)
{
  for (;;)
    {
      g_autofree char *order = dup_order (self);

      if (g_str_equal (order, expected))
        return;

      g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_sorts (Fixture       *self,
            gconstpointer  data)
{
  const struct
  {
    TinPeerSort  sort;
    const char  *order;
    const char  *reversed;
  } cases[] = {
    { TIN_PEER_SORT_CONNECTION, "1 2 3 4", "4 3 2 1" },
    { TIN_PEER_SORT_ADDRESS, "1 2 3 4", "4 3 2 1" },
    { TIN_PEER_SORT_RECEIVED, "1 3 2 4", "2 4 3 1" },
    { TIN_PEER_SORT_SENT, "2 1 3 4", "1 3 4 2" },
    { TIN_PEER_SORT_WAITING, "3 1 2 4", "1 2 4 3" },
    { TIN_PEER_SORT_ACTIVITY, "4 2 3 1", "1 3 2 4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      tin_peer_order_set_sort (self->order, cases[i].sort, FALSE);
      assert_order (self, cases[i].order);
      tin_peer_order_set_sort (self->order, cases[i].sort, TRUE);
      assert_order (self, cases[i].reversed);
    }

  g_assert_cmpuint (self->n_reordered, ==, 0);
}

static void
test_finds (Fixture       *self,
            gconstpointer  data)
{
  const struct
  {
    const char *text;
    const char *found;
  } cases[] = {
    { "", "1 2 3 4" },
    { " \t ", "1 2 3 4" },
    { "127.0.0.1", "1 2 3 4" },
    { "40003", "3" },
    { ":4000", "1 2 3 4" },
    { "reset", "2" },
    { "OPEN", "1 3" },
    { "closed", "4" },
    { "open 40001", "1" },
    { "40001  open ", "1" },
    { "waiting", "3" },
    { "40001 reset", "" },
    { "Straße \xc3\xa9", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      tin_peer_order_set_search (self->order, cases[i].text);
      assert_order (self, cases[i].found);
      g_assert_cmpint (tin_peer_order_is_search (self->order), ==, i > 1);
    }
}

static void
test_survives_a_huge_search (Fixture       *self,
                             gconstpointer  data)
{
  g_autofree char *huge = g_strnfill (1000000, 'z');

  tin_peer_order_set_search (self->order, huge);
  assert_order (self, "");
  memset (huge, ' ', 999999);
  tin_peer_order_set_search (self->order, huge);
  assert_order (self, "");
  tin_peer_order_set_search (self->order, "");
  assert_order (self, "1 2 3 4");
}

/* Whoever is chosen stays, whatever is searched for and however it ends. */
static void
test_keeps_who_is_chosen (Fixture       *self,
                          gconstpointer  data)
{
  tin_peer_order_set_kept (self->order, tin_peer_list_find (self->list, 4));
  tin_peer_order_set_search (self->order, "open");
  assert_order (self, "1 3 4");

  tin_peer_order_set_kept (self->order, NULL);
  tin_peer_order_set_search (self->order, "open 127");
  assert_order (self, "1 3");
}

/* As long as nothing is asked, it tells what the list tells. */
static void
test_is_the_list_at_first (Fixture       *self,
                           gconstpointer  data)
{
  guint n_changes = self->watch.n_changes;

  scene_open (&self->scene, 5);
  update (self);
  assert_order (self, "1 2 3 4 5");
  g_assert_cmpuint (self->watch.n_changes, ==, n_changes + 1);
  g_assert_cmpuint (self->watch.position, ==, 4);
  g_assert_cmpuint (self->watch.added, ==, 1);

  tin_peer_list_forget_closed (self->list);
  assert_order (self, "1 3 5");
}

/* Says no more than has to be said. */
static void
test_announces_what_moved (Fixture       *self,
                           gconstpointer  data)
{
  tin_peer_order_set_sort (self->order, TIN_PEER_SORT_RECEIVED, FALSE);
  g_assert_cmpuint (self->watch.position, ==, 1);
  g_assert_cmpuint (self->watch.removed, ==, 2);
  g_assert_cmpuint (self->watch.added, ==, 2);

  tin_peer_order_set_search (self->order, "open");
  g_assert_cmpuint (self->watch.position, ==, 2);
  g_assert_cmpuint (self->watch.removed, ==, 2);
  g_assert_cmpuint (self->watch.added, ==, 0);
}

/* However often something happens, the order is made anew once in a while. */
static void
test_is_made_anew_seldom (Fixture       *self,
                          gconstpointer  data)
{
  gint64 begin_us = g_get_monotonic_time ();

  tin_peer_order_set_sort (self->order, TIN_PEER_SORT_RECEIVED, FALSE);
  assert_order (self, "1 3 2 4");

  for (guint i = 0; i < 100; i++)
    {
      scene_data (&self->scene, 3, TIN_DIRECTION_IN, "and more");
      update (self);
      tin_peer_order_update (self->order);
    }

  g_assert_cmpint (self->n_reordered, <=, (g_get_monotonic_time () - begin_us) / (G_USEC_PER_SEC / 2));
  wait_for_order (self, "3 1 2 4");
}

/* Who comes and goes is shown at that pace, too. */
static void
test_follows_who_comes_and_goes (Fixture       *self,
                                 gconstpointer  data)
{
  tin_peer_order_set_sort (self->order, TIN_PEER_SORT_CONNECTION, TRUE);
  scene_open (&self->scene, 5);
  update (self);
  tin_peer_list_forget_closed (self->list);

  wait_for_order (self, "5 3 1");

  tin_peer_list_remove_all (self->list);
  wait_for_order (self, "");
}

#define ADD(path, test) g_test_add ("/peer-order/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("sorts", test_sorts);
  ADD ("finds", test_finds);
  ADD ("survives-a-huge-search", test_survives_a_huge_search);
  ADD ("keeps-who-is-chosen", test_keeps_who_is_chosen);
  ADD ("is-the-list-at-first", test_is_the_list_at_first);
  ADD ("announces-what-moved", test_announces_what_moved);
  ADD ("is-made-anew-seldom", test_is_made_anew_seldom);
  ADD ("follows-who-comes-and-goes", test_follows_who_comes_and_goes);

  return g_test_run ();
}
