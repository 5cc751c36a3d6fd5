/* test-session-page.c: the page over a real engine: connections, log, banners, actions.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "page-support.h"

#include "ui/tin-banner.h"
#include "ui/tin-detail-pane.h"
#include "ui/tin-log-view.h"
#include "ui/tin-peer-view.h"
#include "ui/tin-status-bar.h"

#include <string.h>
#include <sys/resource.h>

#define N_MANY 1000
#define N_LONG 2000 /* bytes of a message */

static void
set_up (PageFixture   *fixture,
        gconstpointer  uri)
{
  page_set_up (fixture, uri);
}

static void
tear_down (PageFixture   *fixture,
           gconstpointer  uri)
{
  page_tear_down (fixture);
}

static void
select_peer (PageFixture *fixture,
             guint        position)
{
  tin_peer_view_select (TIN_PEER_VIEW (page_get (fixture, "peers")), position);
  ui_draw (fixture->window);
}

static guint
count_rows (PageFixture *fixture)
{
  return g_list_model_get_n_items (tin_log_view_get_rows (TIN_LOG_VIEW (page_get (fixture, "log"))));
}

static TinBanner *
get_banner (PageFixture *fixture,
            const char  *id)
{
  return TIN_BANNER (page_get (fixture, id));
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
  GtkLabel *hint = GTK_LABEL (page_get_in (fixture, "peers", "hint_label"));
  g_autofree char *command = NULL;

  page_start (fixture);
  command = g_strdup_printf ("nc 127.0.0.1 %u", tin_session_get_port (fixture->session));

  g_assert_true (gtk_widget_get_visible (page_get_in (fixture, "peers", "hint_box")));
  g_assert_cmpstr (gtk_label_get_text (hint), ==, command);
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

static void
connect_three (PageFixture       *fixture,
               GSocketConnection *clients[3])
{
  page_start (fixture);

  for (guint i = 0; i < 3; i++)
    {
      clients[i] = page_connect (fixture);
      page_wait_for_peers (fixture, i + 1);
    }

  client_write (clients[0], "from the first");
  page_wait_for_text (fixture, "from the first");
  client_write (clients[1], "from the second");
  page_wait_for_text (fixture, "from the second");
  client_write (clients[2], "from the third");
  page_wait_for_text (fixture, "from the third");
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

  connect_three (fixture, clients);
  select_peer (fixture, 1);
  ui_wait_until (is_filtered, fixture);
  g_assert_false (page_shows (fixture, "from the third"));
  ui_take_picture (fixture->window, "page-selected");

  page_type (fixture, "to you alone");
  page_activate (fixture, "send");
  client_expect (clients[1], "to you alone\n");

  select_peer (fixture, GTK_INVALID_LIST_POSITION);
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
  connect_three (fixture, clients);
  g_assert_false (gtk_widget_get_visible (view));

  select_peer (fixture, 1);
  g_assert_true (gtk_widget_get_visible (view));
  ui_wait_until (shows_round_trip, view);
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-measured");

  tin_peer_view_select_all (TIN_PEER_VIEW (page_get (fixture, "peers")));
  g_assert_false (gtk_widget_get_visible (view));

  select_peer (fixture, 0);
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

  connect_three (fixture, clients);
  select_peer (fixture, 0);
  page_activate (fixture, "disconnect");
  client_expect_end (clients[0]);
  g_clear_object (&clients[0]);
  page_wait_for_peers (fixture, 2);
  g_assert_false (page_is_enabled (fixture, "disconnect"));

  /* Its messages stay. */
  select_peer (fixture, GTK_INVALID_LIST_POSITION);
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
  select_peer (fixture, 0);
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
has_problem (gpointer session)
{
  return tin_session_get_problem (session) != NULL;
}

static gboolean
is_open (gpointer session)
{
  return tin_session_get_state (session) == TIN_SESSION_OPEN;
}

static void
test_offers_a_free_port (PageFixture   *fixture,
                         gconstpointer  uri)
{
  g_autoptr (GSocketListener) other = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) taken = NULL;
  g_autofree char *port = NULL;

  g_socket_listener_add_address (other, wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &taken, &error);
  g_assert_no_error (error);
  port = g_strdup_printf ("%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (taken)));
  g_object_set (tin_session_get_profile (fixture->session), "port", port, NULL);

  g_assert_true (tin_session_start (fixture->session, NULL));
  ui_wait_until (has_problem, fixture->session);
  ui_draw (fixture->window);

  g_assert_true (tin_banner_is_revealed (get_banner (fixture, "problem_banner")));
  g_assert_nonnull (strstr (tin_banner_get_title (get_banner (fixture, "problem_banner")), port));
  g_assert_true (page_is_enabled (fixture, "try-again"));
  ui_take_picture (fixture->window, "page-port-in-use");

  page_activate (fixture, "use-free-port");
  ui_wait_until (is_open, fixture->session);
  g_assert_false (tin_banner_is_revealed (get_banner (fixture, "problem_banner")));
  g_assert_cmpuint (tin_session_get_port (fixture->session), !=,
                    g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (taken)));
}

static void
test_warns_of_the_network (PageFixture   *fixture,
                           gconstpointer  uri)
{
  page_start (fixture);

  g_assert_true (tin_banner_is_revealed (get_banner (fixture, "exposure_banner")));
  ui_take_picture (fixture->window, "page-exposed");
}

static void
test_is_quiet_on_loopback (PageFixture   *fixture,
                           gconstpointer  uri)
{
  page_start (fixture);

  g_assert_false (tin_banner_is_revealed (get_banner (fixture, "exposure_banner")));
  g_assert_false (tin_banner_is_revealed (get_banner (fixture, "recording_banner")));
  g_assert_false (tin_banner_is_revealed (get_banner (fixture, "problem_banner")));
}

static gboolean
warns_of_recording (gpointer data)
{
  PageFixture *fixture = data;

  return tin_banner_is_revealed (get_banner (fixture, "recording_banner"));
}

static void
test_says_when_nothing_is_saved (PageFixture   *fixture,
                                 gconstpointer  uri)
{
  tin_workbench_set_recording (fixture->workbench, FALSE);
  page_start (fixture);
  ui_wait_until (warns_of_recording, fixture);

  g_assert_true (g_str_has_prefix (tin_banner_get_title (get_banner (fixture, "recording_banner")), "Not being saved"));
}

/* All columns are in sight, or the edge glows as if there were more. */
static void
assert_nothing_beside (PageFixture *fixture)
{
  GtkScrollable *rows = GTK_SCROLLABLE (page_get_in (fixture, "log", "column_view"));
  GtkAdjustment *sideways = gtk_scrollable_get_hadjustment (rows);

  g_assert_cmpfloat (gtk_adjustment_get_upper (sideways), <=, gtk_adjustment_get_page_size (sideways));
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
  assert_nothing_beside (fixture);
  ui_take_picture (fixture->window, "page-client");
}

static void
test_shows_a_refusal (PageFixture   *fixture,
                      gconstpointer  uri)
{
  g_assert_true (tin_session_start (fixture->session, NULL));
  ui_wait_until (has_problem, fixture->session);
  ui_draw (fixture->window);

  g_assert_true (tin_banner_is_revealed (get_banner (fixture, "problem_banner")));
  g_assert_false (gtk_widget_get_visible (page_get (fixture, "free_port_button")));
  ui_take_picture (fixture->window, "page-refused");
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

static gboolean
send_ping_cb (gpointer socket)
{
  g_socket_send (socket, "ping", 4, NULL, NULL);

  return G_SOURCE_CONTINUE;
}

/* However slow it is here, a thousand within a second. */
static gboolean
send_pings_cb (gpointer socket)
{
  for (guint i = 0; i < 200; i++)
    send_ping_cb (socket);

  return G_SOURCE_CONTINUE;
}

static gboolean
storm_is_shown (gpointer data)
{
  return tin_banner_is_revealed (get_banner (data, "storm_banner"));
}

static gboolean
storm_is_over (gpointer data)
{
  return !storm_is_shown (data);
}

static void
test_resumes_answers (PageFixture   *fixture,
                      gconstpointer  uri)
{
  g_autoptr (GSocket) client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = NULL;
  guint timer;

  page_start (fixture);
  address = g_inet_socket_address_new (loopback, tin_session_get_port (fixture->session));
  g_assert_true (g_socket_connect (client, address, NULL, NULL));

  timer = g_timeout_add (20, send_pings_cb, client);
  ui_wait_until (storm_is_shown, fixture);
  g_source_remove (timer);

  /* It goes on, more slowly. */
  timer = g_timeout_add (20, send_ping_cb, client);
  g_assert_cmpstr (tin_banner_get_title (get_banner (fixture, "storm_banner")), ==, "Answers to 1 peer pause");
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-storm");

  page_activate (fixture, "resume-answers");
  ui_wait_until (storm_is_over, fixture);
  page_wait_for_text (fixture, "Answers were resumed by hand.");
  g_source_remove (timer);
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

static gboolean
has_name (GtkWidget *widget)
{
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)
      || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return TRUE;

  return GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL;
}

static void
assert_names (GtkWidget *widget)
{
  gboolean control = GTK_IS_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_TEXT_VIEW (widget)
                     || GTK_IS_LIST_VIEW (widget) || GTK_IS_COLUMN_VIEW (widget) || GTK_IS_MENU_BUTTON (widget);

  if (control && gtk_widget_get_visible (widget) && !has_name (widget))
    g_error ("A %s in a %s has no accessible name", G_OBJECT_TYPE_NAME (widget),
             G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));

  /* What is inside a control is GTK's. */
  if (control)
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_names (child);
}

static void
test_has_names (PageFixture   *fixture,
                gconstpointer  uri)
{
  assert_names (GTK_WIDGET (fixture->page));
}

/* Whichever of them are shown. */
static void
assert_totals_are_whole (PageFixture *fixture)
{
  static const char *const labels[] = { "received_label", "sent_label", "short_label" };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      GtkWidget *label = page_get_in (fixture, "status_bar", labels[i]);

      g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
    }
}

static void
test_fits_a_narrow_window (PageFixture   *fixture,
                           gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = NULL;
  GtkWidget *editors;
  int minimum;

  page_start (fixture);
  client = page_connect (fixture);
  client_write (client, "hello from a narrow window");
  page_wait_for_text (fixture, "hello from a narrow window");

  gtk_widget_measure (GTK_WIDGET (fixture->page), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 600);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 600);
  ui_draw (fixture->window);
  ui_draw (fixture->window);
  assert_nothing_beside (fixture);
  assert_totals_are_whole (fixture);
  ui_take_picture (fixture->window, "page-narrow");

  page_activate (fixture, "framing");
  ui_draw (fixture->window);
  editors = page_get_in (fixture, "status_bar", "framing");
  editors = ui_find_template_child (editors, "editors");
  g_assert_cmpint (gtk_orientable_get_orientation (GTK_ORIENTABLE (editors)), ==, GTK_ORIENTATION_VERTICAL);
  g_assert_cmpint (gtk_widget_get_width (gtk_widget_get_ancestor (editors, GTK_TYPE_POPOVER)), <=, 600);
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (editors, GTK_TYPE_POPOVER)));

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1700, 900);
  ui_draw (fixture->window);
  ui_draw (fixture->window);
  assert_nothing_beside (fixture);
  ui_take_picture (fixture->window, "page-wide");
}

static void
test_looks_well_in_the_dark (PageFixture   *fixture,
                             gconstpointer  uri)
{
  GSocketConnection *clients[3];
  AdwStyleManager *style = adw_style_manager_get_default ();

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  connect_three (fixture, clients);
  select_peer (fixture, 1);
  g_clear_object (&clients[0]);
  page_wait_for_peers (fixture, 2);
  ui_take_picture (fixture->window, "page-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);

  g_object_unref (clients[1]);
  g_object_unref (clients[2]);
}

static void
test_cycles_its_panes (PageFixture   *fixture,
                       gconstpointer  uri)
{
  const char *order[] = { "peers", "log", "detail", "send_box", "peers" };
  g_autoptr (GSocketConnection) client = NULL;
  TinLogView *log = TIN_LOG_VIEW (page_get (fixture, "log"));

  page_start (fixture);
  client = page_connect (fixture);
  client_write (client, "hello");
  page_wait_for_text (fixture, "hello");
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (tin_log_view_get_rows (log)), 0, TRUE);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      GtkWidget *focus;

      page_activate (fixture, "next-pane");
      focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
      g_assert_nonnull (focus);
      g_assert_true (gtk_widget_is_ancestor (focus, page_get (fixture, order[i])));
    }

  page_activate (fixture, "previous-pane");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)),
                                         page_get (fixture, "send_box")));
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

#define ADD(name, uri, function) g_test_add ("/session-page/" name, PageFixture, uri, set_up, function, tear_down)
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
  ADD ("offers-a-free-port", server, test_offers_a_free_port);
  ADD ("warns-of-the-network", "tcp-listen://0.0.0.0:0", test_warns_of_the_network);
  ADD ("is-quiet-on-loopback", server, test_is_quiet_on_loopback);
  ADD ("says-when-nothing-is-saved", server, test_says_when_nothing_is_saved);
  ADD ("shows-one-peer-alone", "tcp://127.0.0.1:1", test_shows_one_peer_alone);
  ADD ("shows-a-refusal", "tcp://127.0.0.1:1", test_shows_a_refusal);
  ADD ("echoes-datagrams", "udp-listen://127.0.0.1:0?reply=echo", test_echoes_datagrams);
  ADD ("resumes-answers", "udp-listen://127.0.0.1:0?reply=echo", test_resumes_answers);
  ADD ("serves-a-thousand", echo, test_serves_a_thousand);
  ADD ("has-names", server, test_has_names);
  ADD ("fits-a-narrow-window", server, test_fits_a_narrow_window);
  ADD ("looks-well-in-the-dark", server, test_looks_well_in_the_dark);
  ADD ("cycles-its-panes", server, test_cycles_its_panes);
#undef ADD

  return g_test_run ();
}
