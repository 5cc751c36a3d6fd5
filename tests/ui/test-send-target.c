/* test-send-target.c: to whom a message goes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "page-support.h"

#include "ui/tin-send-target.h"

typedef struct
{
  PageFixture    page;
  TinSendTarget *target;      /* (owned) */
  guint          n_changes;
} Fixture;

static void
count_cb (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  uri)
{
  page_test_set_up (&fixture->page, uri);
  page_start (&fixture->page);

  fixture->target = g_object_ref_sink (g_object_new (TIN_TYPE_SEND_TARGET, NULL));
  tin_send_target_set_peers (fixture->target, tin_session_get_peers (fixture->page.session));
  g_signal_connect_swapped (fixture->target, "changed", G_CALLBACK (count_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  uri)
{
  g_assert_finalize_object (fixture->target);
  page_test_tear_down (&fixture->page, uri);
}

/* Returns: (transfer none): the list keeps it */
static TinPeer *
get_peer (Fixture *fixture,
          guint    position)
{
  g_autoptr (TinPeer) peer = g_list_model_get_item (G_LIST_MODEL (tin_session_get_peers (fixture->page.session)),
                                                    position);

  return peer;
}

static GtkDropDown *
get_choice (Fixture *fixture)
{
  return GTK_DROP_DOWN (ui_find_template_child (fixture->target, "drop_down"));
}

static void
test_is_the_only_one (Fixture       *fixture,
                      gconstpointer  uri)
{
  g_autoptr (GSocketConnection) first = NULL;
  g_autoptr (GSocketConnection) second = NULL;

  g_assert_null (tin_send_target_get_peer (fixture->target));
  g_assert_cmpuint (tin_send_target_get_receiver (fixture->target), ==, 0);

  first = page_connect (&fixture->page);
  page_wait_for_peers (&fixture->page, 1);
  g_assert_cmpuint (tin_send_target_get_receiver (fixture->target), ==,
                    tin_peer_get_connection (get_peer (fixture, 0)));

  second = page_connect (&fixture->page);
  page_wait_for_peers (&fixture->page, 2);
  g_assert_cmpuint (tin_send_target_get_receiver (fixture->target), ==, 0);

  g_io_stream_close (G_IO_STREAM (first), NULL, NULL);
  page_wait_for_peers (&fixture->page, 1);
  g_assert_cmpuint (tin_send_target_get_receiver (fixture->target), ==,
                    tin_peer_get_connection (get_peer (fixture, 1)));
}

static void
test_is_the_selected_one (Fixture       *fixture,
                          gconstpointer  uri)
{
  g_autoptr (GSocketConnection) first = page_connect (&fixture->page);
  g_autoptr (GSocketConnection) second = page_connect (&fixture->page);
  TinPeer *peer;

  page_wait_for_peers (&fixture->page, 2);
  peer = get_peer (fixture, 0);
  tin_send_target_set_selected (fixture->target, peer);
  g_assert_cmpuint (fixture->n_changes, >, 0);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (get_choice (fixture))));
  g_assert_true (tin_send_target_get_peer (fixture->target) == peer);
  g_assert_cmpuint (tin_send_target_get_receiver (fixture->target), ==, tin_peer_get_connection (peer));

  fixture->n_changes = 0;
  gtk_drop_down_set_selected (get_choice (fixture), 0);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_null (tin_send_target_get_peer (fixture->target));
  g_assert_cmpuint (tin_send_target_get_receiver (fixture->target), ==, 0);

  tin_send_target_set_selected (fixture->target, NULL);
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (get_choice (fixture))));
  g_assert_null (tin_send_target_get_peer (fixture->target));
}

/* It stays the target, so that what is typed does not go to another one. */
static void
test_tells_that_it_closed (Fixture       *fixture,
                           gconstpointer  uri)
{
  g_autoptr (GSocketConnection) first = page_connect (&fixture->page);
  g_autoptr (GSocketConnection) second = page_connect (&fixture->page);
  TinPeer *peer;

  page_wait_for_peers (&fixture->page, 2);
  peer = get_peer (fixture, 0);
  tin_send_target_set_selected (fixture->target, peer);
  fixture->n_changes = 0;

  tin_session_disconnect_peer (fixture->page.session, tin_peer_get_connection (peer));
  page_wait_for_peers (&fixture->page, 1);
  g_assert_cmpuint (fixture->n_changes, >, 0);
  g_assert_true (tin_send_target_get_peer (fixture->target) == peer);
  g_assert_cmpuint (tin_send_target_get_receiver (fixture->target), ==, 0);
}

static void
test_is_no_choice_of_one (Fixture       *fixture,
                          gconstpointer  uri)
{
  g_autoptr (GSocketConnection) first = page_connect (&fixture->page);

  page_wait_for_peers (&fixture->page, 1);
  tin_send_target_set_selected (fixture->target, get_peer (fixture, 0));
  tin_send_target_set_one_peer (fixture->target, TRUE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->target)));
  g_assert_null (tin_send_target_get_peer (fixture->target));
  g_assert_cmpuint (tin_send_target_get_receiver (fixture->target), ==,
                    tin_peer_get_connection (get_peer (fixture, 0)));
}

int
main (int    argc,
      char **argv)
{
  const char *server = "tcp-listen://127.0.0.1:0";

  ui_test_init (&argc, &argv);

#define ADD(name, function) g_test_add ("/send-target/" name, Fixture, server, set_up, function, tear_down)
  ADD ("is-the-only-one", test_is_the_only_one);
  ADD ("is-the-selected-one", test_is_the_selected_one);
  ADD ("tells-that-it-closed", test_tells_that_it_closed);
  ADD ("is-no-choice-of-one", test_is_no_choice_of_one);
#undef ADD

  return g_test_run ();
}
