/* test-peer-view.c: the connection list: what is looked for in it, and its order.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "page-support.h"

#include "ui-support.h"
#include "ui/tin-peer-row.h"
#include "ui/tin-peer-view.h"

#include <sys/socket.h>

#define N_MANY 60

static GtkSelectionModel *
get_rows (PageFixture *fixture)
{
  return gtk_list_view_get_model (GTK_LIST_VIEW (page_get_in (fixture, "peers", "list_view")));
}

static GtkWidget *
get_tool (PageFixture *fixture,
          const char  *id)
{
  return ui_find_template_child (page_get_in (fixture, "peers", "tools"), id);
}

/* Numbers of connections, as "1 2". */
static char *
dup_order (PageFixture *fixture)
{
  GListModel *rows = G_LIST_MODEL (get_rows (fixture));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (TinPeer) peer = g_list_model_get_item (rows, i);

      g_string_append_printf (text, "%s%u", i == 0 ? "" : " ", tin_peer_get_connection (peer));
    }

  return g_string_free (text, FALSE);
}

static void
wait_for_order (PageFixture *fixture,
                const char  *expected)
{
  for (;;)
    {
      g_autofree char *order = dup_order (fixture);

      if (g_str_equal (order, expected))
        return;

      g_main_context_iteration (NULL, TRUE);
    }
}

static void
search (PageFixture *fixture,
        const char  *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_tool (fixture, "search_entry")), text);
}

static void
test_offers_a_search_for_several (PageFixture   *fixture,
                                  gconstpointer  uri)
{
  GtkWidget *tools = page_get_in (fixture, "peers", "tools");
  TinPeerView *peers = TIN_PEER_VIEW (page_get (fixture, "peers"));
  g_autoptr (GSocketConnection) first = NULL, second = NULL;

  page_start (fixture);
  g_assert_false (gtk_widget_get_visible (tools));
  first = page_connect (fixture);
  page_wait_for_peers (fixture, 1);
  g_assert_false (gtk_widget_get_visible (tools));
  g_assert_nonnull (tin_peer_view_get_meant (peers));
  second = page_connect (fixture);
  page_wait_for_peers (fixture, 2);
  g_assert_true (gtk_widget_get_visible (tools));

  g_assert_null (tin_peer_view_get_meant (peers));
  tin_peer_view_select (peers, 0);
  g_assert_true (tin_peer_view_get_meant (peers) == tin_peer_view_get_selected (peers));
  tin_peer_view_select_all (peers);

  page_activate (fixture, "find-connection");
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)),
                                         get_tool (fixture, "search_entry")));
  gtk_test_accessible_assert_property (get_tool (fixture, "search_entry"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Find connections by address or state");
  gtk_test_accessible_assert_property (get_tool (fixture, "order_button"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Order of the connections");
}

static void
test_finds (PageFixture   *fixture,
            gconstpointer  uri)
{
  GtkStack *stack = GTK_STACK (page_get_in (fixture, "peers", "stack"));
  GtkLabel *count = GTK_LABEL (page_get_in (fixture, "peers", "count_label"));
  GSocketConnection *clients[3];
  g_autoptr (TinPeer) second = NULL;

  page_connect_three (fixture, clients);
  second = g_list_model_get_item (G_LIST_MODEL (tin_session_get_peers (fixture->session)), 1);

  search (fixture, strrchr (tin_peer_get_address (second), ':'));
  wait_for_order (fixture, "2");
  g_assert_cmpstr (gtk_label_get_text (count), ==, "1 found");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");

  /* The first of what was found is chosen with Enter, and stays when something else is looked for. */
  g_signal_emit_by_name (get_tool (fixture, "search_entry"), "activate");
  g_assert_true (tin_peer_view_get_selected (TIN_PEER_VIEW (page_get (fixture, "peers"))) == second);
  search (fixture, "reset");
  wait_for_order (fixture, "2");
  g_assert_true (tin_peer_view_get_selected (TIN_PEER_VIEW (page_get (fixture, "peers"))) == second);

  tin_peer_view_select_all (TIN_PEER_VIEW (page_get (fixture, "peers")));
  search (fixture, "reset x");
  wait_for_order (fixture, "");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "none");
  g_assert_cmpstr (gtk_label_get_text (count), ==, "0 found");
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "peers-none");

  g_signal_emit_by_name (get_tool (fixture, "search_entry"), "stop-search");
  wait_for_order (fixture, "1 2 3");
  g_assert_cmpstr (gtk_label_get_text (count), ==, "3 open");

  for (guint i = 0; i < 3; i++)
    g_object_unref (clients[i]);
}

static void
select_when_first (PageFixture *fixture,
                   guint        connection)
{
  GtkSelectionModel *rows = get_rows (fixture);

  while (!gtk_selection_model_is_selected (rows, 0))
    {
      g_autoptr (TinPeer) first = g_list_model_get_item (G_LIST_MODEL (rows), 0);

      if (tin_peer_get_connection (first) == connection)
        tin_peer_view_select (TIN_PEER_VIEW (page_get (fixture, "peers")), 0);
      else
        g_main_context_iteration (NULL, TRUE);
    }
}

/* What is selected stays so, and the list stays where it is scrolled to. */
static void
test_sorts (PageFixture   *fixture,
            gconstpointer  uri)
{
  TinPeerView *view = TIN_PEER_VIEW (page_get (fixture, "peers"));
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (page_get_in (fixture, "peers", "scroller"));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);
  GtkSelectionModel *rows;
  TinPeer *selected;
  double value;

  page_start (fixture);
  for (guint i = 0; i < N_MANY; i++)
    g_ptr_array_add (clients, page_connect (fixture));
  page_wait_for_peers (fixture, N_MANY);
  rows = get_rows (fixture);
  g_settings_set_string (fixture->settings, "connection-order", "received");
  client_write (clients->pdata[29], "something");
  select_when_first (fixture, 30);
  selected = tin_peer_view_get_selected (view);
  g_assert_cmpuint (tin_peer_get_connection (selected), ==, 30);

  ui_draw (fixture->window);
  gtk_adjustment_set_value (adjustment, 500);
  ui_draw (fixture->window);
  value = gtk_adjustment_get_value (adjustment);
  g_assert_cmpfloat (value, >, 0);

  client_write (clients->pdata[39], "something longer");
  while (gtk_selection_model_is_selected (rows, 0))
    g_main_context_iteration (NULL, TRUE);
  ui_draw (fixture->window);
  g_assert_true (gtk_selection_model_is_selected (rows, 1));
  g_assert_true (tin_peer_view_get_selected (view) == selected);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment), value, 0.5);

  g_settings_set_boolean (fixture->settings, "connection-order-reversed", TRUE);
  ui_draw (fixture->window);
  g_assert_true (gtk_selection_model_is_selected (rows, N_MANY - 2));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
}

static TinPeerRow *
find_row (GtkWidget *widget)
{
  TinPeerRow *row = TIN_IS_PEER_ROW (widget) ? TIN_PEER_ROW (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); row == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    row = find_row (child);

  return row;
}

/* A client that does not read, and is sent more than the system holds for it. */
static void
test_shows_what_waits (PageFixture   *fixture,
                       gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = NULL;
  g_autofree char *much = g_malloc0 (512 * 1024);
  g_autoptr (GBytes) bytes = g_bytes_new (much, 512 * 1024);
  GtkInscription *state;
  TinPeerRow *row;

  page_start (fixture);
  client = page_connect (fixture);
  page_wait_for_peers (fixture, 1);
  while ((row = find_row (page_get_in (fixture, "peers", "list_view"))) == NULL)
    ui_draw (fixture->window);
  state = GTK_INSCRIPTION (ui_find_template_child (GTK_WIDGET (row), "state"));
  g_assert_cmpstr (gtk_inscription_get_text (state), ==, "Open");

  while (!g_str_has_suffix (gtk_inscription_get_text (state), " waiting"))
    {
      tin_session_send (fixture->session, 1, bytes, NULL);
      g_main_context_iteration (NULL, FALSE);
    }

  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (state), "warning"));
  g_assert_nonnull (gtk_widget_get_tooltip_text (GTK_WIDGET (row)));
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "peers-waiting");
}

int
main (int    argc,
      char **argv)
{
  const char *server = "tcp-listen://127.0.0.1:0";

  ui_test_init (&argc, &argv);

#define ADD(name, uri, function) \
  g_test_add ("/peer-view/" name, PageFixture, uri, page_test_set_up, function, page_test_tear_down)
  ADD ("offers-a-search-for-several", server, test_offers_a_search_for_several);
  ADD ("finds", server, test_finds);
  ADD ("sorts", server, test_sorts);
  ADD ("shows-what-waits", server, test_shows_what_waits);
#undef ADD

  return g_test_run ();
}
