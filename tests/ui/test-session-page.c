/* test-session-page.c: the page over a real engine: connections, log, banners, actions.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "page-support.h"

#include "ui/tin-detail-pane.h"
#include "ui/tin-log-view.h"
#include "ui/tin-peer-view.h"
#include "ui/tin-status-bar.h"

#include <sys/resource.h>

#define N_MANY 1000
#define N_LONG 2000 /* bytes of a message */

static guint
count_rows (PageFixture *fixture)
{
  return g_list_model_get_n_items (tin_log_view_get_rows (TIN_LOG_VIEW (page_get (fixture, "log"))));
}

static void
test_starts_empty (PageFixture   *fixture,
                   gconstpointer  uri)
{
  g_assert_cmpuint (count_rows (fixture), ==, 0);
  g_assert_true (gtk_widget_get_visible (page_get_in (fixture, "log", "placeholder")));
  g_assert_false (page_is_enabled (fixture, "send"));
  g_assert_false (page_is_enabled (fixture, "clear"));
  g_assert_false (page_is_enabled (fixture, "disconnect"));
  g_assert_false (page_is_enabled (fixture, "disconnect-all"));
  ui_take_picture (fixture->window, "page-empty");
}

static void
test_says_how_to_connect (PageFixture   *fixture,
                          gconstpointer  uri)
{
  GtkWidget *hint = page_get_in (fixture, "peers", "hint");
  GtkLabel *label = GTK_LABEL (ui_find_template_child (hint, "command_label"));
  g_autofree char *command = NULL;

  page_start (fixture);
  command = g_strdup_printf ("nc 127.0.0.1 %u", tin_session_get_port (fixture->session));

  g_assert_true (gtk_widget_get_visible (ui_find_template_child (hint, "command_box")));
  g_assert_cmpstr (gtk_label_get_text (label), ==, command);
  ui_take_picture (fixture->window, "page-listening");
}

static void
test_talks_with_one (PageFixture   *fixture,
                     gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = NULL;

  page_start (fixture);
  client = page_connect (fixture);
  page_wait_for_peers (fixture, 1);

  client_write (client, "hello");
  page_wait_for_text (fixture, "hello");

  page_type (fixture, "how are you?");
  page_activate (fixture, "send");
  client_expect (client, "how are you?\n");
  page_wait_for_text (fixture, "how are you?\\n");

  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-one");
}

static gboolean
is_filtered (gpointer fixture)
{
  return page_shows (fixture, "from the second") && !page_shows (fixture, "from the first");
}

static void
test_filters_by_selection (PageFixture   *fixture,
                           gconstpointer  uri)
{
  GSocketConnection *clients[3];

  page_connect_three (fixture, clients);
  page_select_peer (fixture, 1);
  ui_wait_until (is_filtered, fixture);
  g_assert_false (page_shows (fixture, "from the third"));
  ui_take_picture (fixture->window, "page-selected");

  page_type (fixture, "to you alone");
  page_activate (fixture, "send");
  client_expect (clients[1], "to you alone\n");

  page_select_peer (fixture, GTK_INVALID_LIST_POSITION);
  page_wait_for_text (fixture, "from the first");

  page_type (fixture, "to all");
  page_activate (fixture, "send");

  for (guint i = 0; i < 3; i++)
    {
      client_expect (clients[i], "to all\n");
      g_object_unref (clients[i]);
    }
}

static gboolean
shows_round_trip (gpointer view)
{
  return ui_find (view, GTK_TYPE_LABEL, "0 segments") != NULL;
}

static gboolean
is_hidden (gpointer view)
{
  return !gtk_widget_get_visible (view);
}

/* What the kernel knows is shown of the connection that is selected, and of none when all are. */
static void
test_measures_the_selected (PageFixture   *fixture,
                            gconstpointer  uri)
{
  GtkWidget *view = page_get_in (fixture, "peers", "tcp");
  GSocketConnection *clients[3];

  g_settings_set_boolean (fixture->settings, "show-measurements", TRUE);
  page_connect_three (fixture, clients);
  g_assert_false (gtk_widget_get_visible (view));

  page_select_peer (fixture, 1);
  g_assert_true (gtk_widget_get_visible (view));
  ui_wait_until (shows_round_trip, view);
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-measured");

  tin_peer_view_select_all (TIN_PEER_VIEW (page_get (fixture, "peers")));
  g_assert_false (gtk_widget_get_visible (view));

  page_select_peer (fixture, 0);
  g_assert_true (gtk_widget_get_visible (view));
  for (guint i = 0; i < 3; i++)
    g_object_unref (clients[i]);
  ui_wait_until (is_hidden, view);
}

static void
test_disconnects (PageFixture   *fixture,
                  gconstpointer  uri)
{
  GSocketConnection *clients[3];

  page_connect_three (fixture, clients);
  page_select_peer (fixture, 0);
  page_activate (fixture, "disconnect");
  client_expect_end (clients[0]);
  g_clear_object (&clients[0]);
  page_wait_for_peers (fixture, 2);
  g_assert_false (page_is_enabled (fixture, "disconnect"));

  /* Its messages stay. */
  page_select_peer (fixture, GTK_INVALID_LIST_POSITION);
  page_wait_for_text (fixture, "from the first");

  page_activate (fixture, "disconnect-all");
  client_expect_end (clients[1]);
  client_expect_end (clients[2]);
  g_clear_object (&clients[1]);
  g_clear_object (&clients[2]);
  page_wait_for_peers (fixture, 0);
  ui_take_picture (fixture->window, "page-disconnected");

  page_activate (fixture, "forget-closed");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tin_session_get_peers (fixture->session))), ==, 0);
}

static void
test_finishes_sending (PageFixture   *fixture,
                       gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = NULL;

  page_start (fixture);
  client = page_connect (fixture);
  page_wait_for_peers (fixture, 1);
  page_select_peer (fixture, 0);
  page_activate (fixture, "finish-sending");
  client_expect_end (client);

  /* It still listens to what the client says. */
  client_write (client, "and another thing");
  page_wait_for_text (fixture, "and another thing");
}

static void
test_clears_and_takes_back (PageFixture   *fixture,
                            gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = NULL;

  page_start (fixture);
  client = page_connect (fixture);
  client_write (client, "hello");
  page_wait_for_text (fixture, "hello");
  ui_draw (fixture->window);

  g_assert_false (page_is_enabled (fixture, "undo-clear"));
  page_activate (fixture, "clear");
  g_assert_cmpuint (count_rows (fixture), ==, 0);
  g_assert_true (page_is_enabled (fixture, "undo-clear"));
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-cleared");

  page_activate (fixture, "undo-clear");
  page_wait_for_text (fixture, "hello");
}

static void
test_shows_the_selected_message (PageFixture   *fixture,
                                 gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = NULL;
  g_autofree char *shown = NULL;
  TinDetailPane *detail = TIN_DETAIL_PANE (page_get (fixture, "detail"));
  TinLogView *log = TIN_LOG_VIEW (page_get (fixture, "log"));

  page_start (fixture);
  client = page_connect (fixture);
  client_write (client, "{ \"temperature\": 21.5,\n  \"unit\": \"°C\" }");
  page_wait_for_text (fixture, "{ \"temperature\": 21.5,\\n  \"unit\": \"°C\" }");
  g_assert_false (page_is_enabled (fixture, "copy"));

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (tin_log_view_get_rows (log)), count_rows (fixture) - 1, TRUE);
  g_assert_true (page_is_enabled (fixture, "copy"));
  shown = tin_detail_pane_dup_shown (detail);
  g_assert_cmpstr (shown, ==, "{ \"temperature\": 21.5,\n  \"unit\": \"°C\" }");

  page_activate (fixture, "toggle-hex");
  g_assert_cmpint (g_settings_get_enum (fixture->settings, "detail-view"), ==, TIN_DETAIL_HEX);
  page_activate (fixture, "toggle-hex");
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-detail-both");
  page_activate (fixture, "toggle-hex");
  g_assert_cmpint (g_settings_get_enum (fixture->settings, "detail-view"), ==, TIN_DETAIL_TEXT);
}

/* An empty pane would take a third of the log away. */
static void
test_opens_the_detail_for_a_message (PageFixture   *fixture,
                                     gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = NULL;
  GtkSelectionModel *rows = GTK_SELECTION_MODEL (tin_log_view_get_rows (TIN_LOG_VIEW (page_get (fixture, "log"))));
  GtkWidget *detail = page_get (fixture, "detail");
  GtkWidget *log = page_get (fixture, "log");
  int bar, all;

  page_start (fixture);
  client = page_connect (fixture);
  client_write (client, "hello");
  page_wait_for_text (fixture, "hello");
  ui_draw (fixture->window);
  bar = gtk_widget_get_height (detail);
  all = gtk_widget_get_height (log);
  g_assert_cmpint (bar, <, 60);

  gtk_selection_model_select_item (rows, 0, TRUE);
  ui_draw (fixture->window);
  g_assert_cmpint (gtk_widget_get_height (detail), ==, g_settings_get_int (fixture->settings, "detail-height"));

  gtk_paned_set_position (GTK_PANED (page_get (fixture, "paned")), 150);
  ui_draw (fixture->window);
  g_assert_cmpint (gtk_widget_get_height (log), ==, 150);

  gtk_selection_model_unselect_all (rows);
  ui_draw (fixture->window);
  g_assert_cmpint (gtk_widget_get_height (detail), ==, bar);
  g_assert_cmpint (gtk_widget_get_height (log), ==, all);

  gtk_paned_set_position (GTK_PANED (page_get (fixture, "paned")), 150);
  ui_draw (fixture->window);
  g_assert_cmpint (gtk_widget_get_height (detail), ==, bar);

  gtk_selection_model_select_item (rows, 0, TRUE);
  ui_draw (fixture->window);
  g_assert_cmpint (gtk_widget_get_height (log), ==, 150);
}

static gboolean
has_all_of_it (gpointer session)
{
  return tin_session_get_totals (session)->bytes_in == N_LONG;
}

static void
test_shows_one_peer_alone (PageFixture   *fixture,
                           gconstpointer  uri)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autofree char *port = g_strdup_printf ("%u", g_socket_listener_add_any_inet_port (listener, NULL, NULL));
  g_autoptr (GSocketConnection) server = NULL;
  g_autofree char *text = g_strnfill (N_LONG, 'x');

  g_object_set (tin_session_get_profile (fixture->session), "port", port, NULL);
  page_start (fixture);
  server = g_socket_listener_accept (listener, NULL, NULL, NULL);
  client_write (server, text);
  page_wait_for_peers (fixture, 1);
  ui_wait_until (has_all_of_it, fixture->session);
  ui_draw (fixture->window);
  ui_draw (fixture->window);

  g_assert_false (gtk_widget_get_visible (page_get_in (fixture, "peers", "all_button")));
  g_assert_false (gtk_widget_get_visible (page_get_in (fixture, "peers", "disconnect_all_button")));
  page_assert_nothing_beside (fixture);
  ui_take_picture (fixture->window, "page-client");
}

static void
test_echoes_datagrams (PageFixture   *fixture,
                       gconstpointer  uri)
{
  g_autoptr (GSocket) client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  char buffer[16] = { 0 };

  page_start (fixture);
  address = g_inet_socket_address_new (loopback, tin_session_get_port (fixture->session));
  g_socket_connect (client, address, NULL, &error);
  g_assert_no_error (error);
  g_socket_send (client, "ping", 4, NULL, &error);
  g_socket_receive (client, buffer, sizeof buffer, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (buffer, ==, "ping");

  page_wait_for_text (fixture, "ping");
  page_wait_for_peers (fixture, 1);
  g_assert_false (page_is_enabled (fixture, "finish-sending"));
  ui_take_picture (fixture->window, "page-udp");
}

static void
test_serves_a_thousand (PageFixture   *fixture,
                        gconstpointer  uri)
{
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);
  struct rlimit limit;
  GListModel *peers;

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = MIN (limit.rlim_max, 8192);
  setrlimit (RLIMIT_NOFILE, &limit);

  page_start (fixture);

  for (guint i = 0; i < N_MANY; i++)
    g_ptr_array_add (clients, page_connect (fixture));

  page_wait_for_peers (fixture, N_MANY);

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *text = g_strdup_printf ("client %u", i);

      client_write (clients->pdata[i], text);
      client_expect (clients->pdata[i], text);
    }

  peers = G_LIST_MODEL (tin_session_get_peers (fixture->session));
  g_assert_cmpuint (g_list_model_get_n_items (peers), ==, N_MANY);

  /* Listening, and for each client: connected, received, sent. */
  while (count_rows (fixture) < 1 + 3 * N_MANY)
    g_main_context_iteration (NULL, TRUE);

  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-thousand");
}

/* Old messages are framed anew at once, and what is selected says how it came. A popover that is open goes with the
 * page. */
static void
test_frames_messages_anew (PageFixture   *fixture,
                           gconstpointer  uri)
{
  TinProfile *profile = tin_session_get_profile (fixture->session);
  g_autoptr (GSocketConnection) client = NULL;
  GtkPopover *popover = NULL;
  GtkWidget *framing;

  page_start (fixture);
  client = page_connect (fixture);
  page_wait_for_peers (fixture, 1);
  client_write (client, "one\ntw");
  page_wait_for_text (fixture, "one\\ntw");
  client_write (client, "o\nthree");
  page_wait_for_text (fixture, "o\\nthree");

  framing = page_get_in (fixture, "status_bar", "framing");
  g_assert_nonnull (ui_find (framing, GTK_TYPE_LABEL, "As received"));

  g_object_set (profile, "framing-in", "lines:lf", NULL);
  page_wait_for_text (fixture, "two\\n");
  page_wait_for_text (fixture, "three");
  g_assert_false (page_shows (fixture, "one\\ntw"));
  g_assert_nonnull (ui_find (framing, GTK_TYPE_LABEL, "Lines (LF) / As sent"));

  g_object_set (profile, "framing-out", "lines:lf", NULL);
  g_assert_nonnull (ui_find (framing, GTK_TYPE_LABEL, "Lines (LF)"));

  client_write (client, "\n");
  page_wait_for_text (fixture, "three\\n");
  while (ui_find (gtk_widget_get_ancestor (framing, TIN_TYPE_STATUS_BAR), GTK_TYPE_LABEL, "Received 14 bytes in 3 reads") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_object_set (profile, "framing-in", "length:2be", "framing-out", "length:2be", NULL);
  page_activate (fixture, "framing");
  ui_draw (fixture->window);
  g_set_weak_pointer (&popover, gtk_menu_button_get_popover (GTK_MENU_BUTTON (ui_find_template_child (framing, "button"))));
  ui_take_picture (GTK_WIDGET (popover), "page-framing");
  page_close (fixture);
  g_assert_null (popover);
}

int
main (int    argc,
      char **argv)
{
  const char *server = "tcp-listen://127.0.0.1:0";
  const char *echo = "tcp-listen://127.0.0.1:0?reply=echo";

  ui_test_init (&argc, &argv);

#define ADD(name, uri, function) \
  g_test_add ("/session-page/" name, PageFixture, uri, page_test_set_up, function, page_test_tear_down)
  ADD ("starts-empty", server, test_starts_empty);
  ADD ("says-how-to-connect", server, test_says_how_to_connect);
  ADD ("talks-with-one", server, test_talks_with_one);
  ADD ("frames-messages-anew", server, test_frames_messages_anew);
  ADD ("filters-by-selection", server, test_filters_by_selection);
  ADD ("measures-the-selected", server, test_measures_the_selected);
  ADD ("disconnects", server, test_disconnects);
  ADD ("finishes-sending", server, test_finishes_sending);
  ADD ("clears-and-takes-back", server, test_clears_and_takes_back);
  ADD ("shows-the-selected-message", server, test_shows_the_selected_message);
  ADD ("opens-the-detail-for-a-message", server, test_opens_the_detail_for_a_message);
  ADD ("shows-one-peer-alone", "tcp://127.0.0.1:1", test_shows_one_peer_alone);
  ADD ("echoes-datagrams", "udp-listen://127.0.0.1:0?reply=echo", test_echoes_datagrams);
  ADD ("serves-a-thousand", echo, test_serves_a_thousand);
#undef ADD

  return g_test_run ();
}
