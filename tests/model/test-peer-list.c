/* test-peer-list.c: the connection list, derived from the capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-peer-list.h"

#include "model/tin-peer-list-private.h"
#include "list-watch.h"
#include "scene.h"

/* A list that follows a scene, and what it announced. */
typedef struct
{
  Scene         scene;
  TinPeerList  *list;
  guint64       seen;
  ListWatch     watch;
  guint         n_notified;
} Fixture;

static void
notify_cb (Fixture *self)
{
  self->n_notified++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  scene_init (&self->scene);
  self->list = tin_peer_list_new ();
  list_watch_begin (&self->watch, self->list);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->list);
  scene_clear (&self->scene);
}

static void
take_in (Fixture *self)
{
  scene_publish (&self->scene);

  for (; self->seen < tin_capture_get_published (self->scene.capture); self->seen++)
    {
      TinIndexEntry entry;

      g_assert_true (tin_capture_peek (self->scene.capture, self->seen, &entry));
      tin_peer_list_add_record (self->list, self->scene.capture, self->seen, &entry);
    }
}

static void
update (Fixture *self)
{
  take_in (self);
  tin_peer_list_end_update (self->list);
}

static void
test_lists_who_connects (Fixture       *self,
                         gconstpointer  data)
{
  TinPeer *peer;

  scene_event (&self->scene, 0, TIN_EVENT_LISTENING, TIN_BY_LOCAL, NULL);
  scene_open (&self->scene, 1);
  scene_open (&self->scene, 2);
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "hello");
  take_in (self);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, 0);

  tin_peer_list_end_update (self->list);
  g_assert_cmpuint (self->watch.n_changes, ==, 1);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);
  g_assert_cmpuint (tin_peer_list_get_n_open (self->list), ==, 2);

  peer = tin_peer_list_find (self->list, 1);
  g_assert_cmpuint (tin_peer_get_connection (peer), ==, 1);
  g_assert_cmpstr (tin_peer_get_address (peer), ==, "127.0.0.1:40001");
  g_assert_cmpstr (tin_peer_get_local (peer), ==, "127.0.0.1:8080");
  g_assert_cmpint (tin_peer_get_since_ns (peer), >, 0);
  g_assert_cmpuint (tin_peer_get_bytes_in (peer), ==, 5);
  g_assert_cmpuint (tin_peer_get_messages_in (peer), ==, 1);
  g_assert_true (tin_peer_is_open (peer));
  g_assert_null (tin_peer_list_find (self->list, 3));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->list), 2));
}

static void
test_keeps_a_refused_connection_out (Fixture       *self,
                                     gconstpointer  data)
{
  scene_event (&self->scene, 1, TIN_EVENT_REFUSED, TIN_BY_PEER, NULL);
  update (self);

  g_assert_cmpuint (self->watch.n_rows, ==, 0);
  g_assert_null (tin_peer_list_find (self->list, 1));
}

static void
test_follows_the_state (Fixture       *self,
                        gconstpointer  data)
{
  scene_open (&self->scene, 1);
  scene_open (&self->scene, 2);
  update (self);

  scene_event (&self->scene, 1, TIN_EVENT_HALF_CLOSED, TIN_BY_PEER, NULL);
  scene_event (&self->scene, 2, TIN_EVENT_RESET, TIN_BY_PEER, NULL);
  scene_event (&self->scene, 2, TIN_EVENT_CLOSED, TIN_BY_PEER, NULL);
  update (self);
  g_assert_cmpuint (tin_peer_get_state (tin_peer_list_find (self->list, 1)), ==, TIN_PEER_HALF_CLOSED);
  g_assert_cmpuint (tin_peer_get_state (tin_peer_list_find (self->list, 2)), ==, TIN_PEER_RESET);
  g_assert_cmpuint (tin_peer_list_get_n_open (self->list), ==, 1);

  scene_event (&self->scene, 1, TIN_EVENT_CLOSED, TIN_BY_LOCAL, NULL);
  update (self);
  g_assert_cmpuint (tin_peer_get_state (tin_peer_list_find (self->list, 1)), ==, TIN_PEER_CLOSED);
  g_assert_cmpuint (tin_peer_list_get_n_open (self->list), ==, 0);
  g_assert_cmpuint (tin_peer_list_get_most_open (self->list), ==, 2);
  g_assert_cmpuint (self->watch.n_rows, ==, 2);
}

static void
test_tells_changes_once_an_update (Fixture       *self,
                                   gconstpointer  data)
{
  TinPeer *peer;

  scene_open (&self->scene, 1);
  update (self);
  peer = tin_peer_list_find (self->list, 1);
  g_signal_connect_swapped (peer, "notify::bytes-in", G_CALLBACK (notify_cb), self);

  for (guint i = 0; i < 100; i++)
    scene_data (&self->scene, 1, TIN_DIRECTION_IN, "0123456789");

  update (self);
  g_assert_cmpuint (self->n_notified, ==, 1);
  g_assert_cmpuint (tin_peer_get_bytes_in (peer), ==, 1000);

  scene_data (&self->scene, 1, TIN_DIRECTION_OUT, "answer");
  update (self);
  g_assert_cmpuint (self->n_notified, ==, 1);
  g_assert_cmpuint (tin_peer_get_bytes_out (peer), ==, 6);
  g_assert_cmpuint (tin_peer_get_messages_out (peer), ==, 1);
}

static void
test_has_nobody_open_after_the_end (Fixture       *self,
                                    gconstpointer  data)
{
  guint n_open;

  scene_open (&self->scene, 1);
  scene_open (&self->scene, 2);
  scene_event (&self->scene, 0, TIN_EVENT_STOPPED, TIN_BY_LOCAL, NULL);
  update (self);

  g_object_get (self->list, "n-open", &n_open, NULL);
  g_assert_cmpuint (n_open, ==, 0);
  g_assert_false (tin_peer_is_open (tin_peer_list_find (self->list, 1)));
}

static void
test_forgets_who_left (Fixture       *self,
                       gconstpointer  data)
{
  for (guint peer = 1; peer <= 9; peer++)
    scene_open (&self->scene, peer);
  for (guint peer = 1; peer <= 9; peer++)
    if (peer % 3 != 0)
      scene_event (&self->scene, peer, TIN_EVENT_CLOSED, TIN_BY_PEER, NULL);

  update (self);
  tin_peer_list_forget_closed (self->list);

  g_assert_cmpuint (self->watch.n_rows, ==, 3);
  g_assert_nonnull (tin_peer_list_find (self->list, 3));
  g_assert_nonnull (tin_peer_list_find (self->list, 9));
  g_assert_null (tin_peer_list_find (self->list, 1));
}

static guint64
queue_of_ten (guint32  connection,
              gpointer user_data)
{
  guint *n_asked = user_data;

  return (*n_asked)++ == 0 ? 10 : 0;
}

static void
test_asks_again_while_something_waits (Fixture       *self,
                                       gconstpointer  data)
{
  guint n_asked = 0;
  TinPeer *peer;

  scene_open (&self->scene, 1);
  scene_open (&self->scene, 2);
  update (self);
  peer = tin_peer_list_find (self->list, 1);

  tin_peer_list_touch (self->list, 1);
  tin_peer_list_sample_queues (self->list, queue_of_ten, &n_asked);
  tin_peer_list_end_update (self->list);
  g_assert_cmpuint (tin_peer_get_queued (peer), ==, 10);
  g_assert_cmpuint (tin_peer_list_get_n_waiting (self->list), ==, 1);

  tin_peer_list_sample_queues (self->list, queue_of_ten, &n_asked);
  tin_peer_list_end_update (self->list);
  g_assert_cmpuint (tin_peer_get_queued (peer), ==, 0);

  tin_peer_list_sample_queues (self->list, queue_of_ten, &n_asked);
  g_assert_cmpuint (n_asked, ==, 2);

  tin_peer_list_touch (self->list, 0);
  tin_peer_list_sample_queues (self->list, queue_of_ten, &n_asked);
  tin_peer_list_end_update (self->list);
  g_assert_cmpuint (n_asked, ==, 4);
}

static void
test_begins_anew (Fixture       *self,
                  gconstpointer  data)
{
  scene_open (&self->scene, 1);
  update (self);
  tin_peer_list_remove_all (self->list);

  g_assert_cmpuint (self->watch.n_rows, ==, 0);
  g_assert_cmpuint (tin_peer_list_get_n_open (self->list), ==, 0);
  g_assert_null (tin_peer_list_find (self->list, 1));
}

/* By index entries alone, as ten thousand flows would not fit a scene. */
static void
add_entry (Fixture  *self,
           TinEvent  event,
           guint32   connection)
{
  TinIndexEntry entry = { .event = event, .connection = connection };

  tin_peer_list_add_record (self->list, self->scene.capture, 0, &entry);
}

static void
test_drops_the_oldest_that_left (Fixture       *self,
                                 gconstpointer  data)
{
  const guint n_peers = TIN_PEER_LIST_MAX_CLOSED + 10;

  scene_open (&self->scene, 1);
  scene_publish (&self->scene);

  for (guint32 connection = 1; connection <= n_peers; connection++)
    add_entry (self, TIN_EVENT_OPENED, connection);
  for (guint32 connection = 2; connection <= n_peers; connection++)
    add_entry (self, TIN_EVENT_CLOSED, connection);

  tin_peer_list_end_update (self->list);

  g_assert_cmpuint (self->watch.n_rows, <=, TIN_PEER_LIST_MAX_CLOSED + 1);
  g_assert_cmpuint (self->watch.n_rows, >, TIN_PEER_LIST_MAX_CLOSED / 2);
  g_assert_nonnull (tin_peer_list_find (self->list, 1));
  g_assert_null (tin_peer_list_find (self->list, 2));
  g_assert_nonnull (tin_peer_list_find (self->list, n_peers));
}

static void
test_lists_whose_beginning_is_gone (Fixture       *self,
                                    gconstpointer  data)
{
  TinIndexEntry opened = { .event = TIN_EVENT_OPENED, .connection = 1 };
  TinIndexEntry received = { .event = TIN_EVENT_DATA, .direction = TIN_DIRECTION_IN, .connection = 1, .size = 3 };
  guint64 position;
  TinPeer *peer;

  scene_open (&self->scene, 1);
  scene_data (&self->scene, 1, TIN_DIRECTION_IN, "abc");
  scene_publish (&self->scene);
  position = tin_capture_get_published (self->scene.capture) - 1;

  tin_peer_list_add_record (self->list, self->scene.capture, G_MAXUINT32, &opened);
  tin_peer_list_end_update (self->list);
  peer = tin_peer_list_find (self->list, 1);
  g_assert_cmpstr (tin_peer_get_address (peer), ==, "");

  g_signal_connect_swapped (peer, "notify::address", G_CALLBACK (notify_cb), self);
  tin_peer_list_add_record (self->list, self->scene.capture, position, &received);
  tin_peer_list_end_update (self->list);
  g_assert_cmpstr (tin_peer_get_address (peer), ==, "127.0.0.1:40001");
  g_assert_cmpuint (self->n_notified, ==, 1);
}

#define ADD(path, test) g_test_add ("/peer-list/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("lists-who-connects", test_lists_who_connects);
  ADD ("keeps-a-refused-connection-out", test_keeps_a_refused_connection_out);
  ADD ("follows-the-state", test_follows_the_state);
  ADD ("tells-changes-once-an-update", test_tells_changes_once_an_update);
  ADD ("has-nobody-open-after-the-end", test_has_nobody_open_after_the_end);
  ADD ("forgets-who-left", test_forgets_who_left);
  ADD ("asks-again-while-something-waits", test_asks_again_while_something_waits);
  ADD ("begins-anew", test_begins_anew);
  ADD ("drops-the-oldest-that-left", test_drops_the_oldest_that_left);
  ADD ("lists-whose-beginning-is-gone", test_lists_whose_beginning_is_gone);

  return g_test_run ();
}
