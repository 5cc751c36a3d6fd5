/* page-support.c: a session page on screen, over a real engine, and programs that connect to it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "page-support.h"

#include "ui/tin-peer-view.h"

#include <string.h>

void
page_set_up (PageFixture *fixture,
             const char  *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri (uri, &error);
  g_autofree char *state = NULL;
  g_autofree char *config = NULL;

  g_assert_no_error (error);

  fixture->folder = folder_new ();
  state = g_build_filename (fixture->folder, "state", NULL);
  config = g_build_filename (fixture->folder, "config", NULL);
  fixture->workbench = tin_workbench_new (state, config, &error);
  g_assert_no_error (error);

  fixture->settings = g_settings_new (TIN_APPLICATION_ID);
  g_settings_reset (fixture->settings, "keep-sent-text");
  g_settings_reset (fixture->settings, "detail-view");
  g_settings_reset (fixture->settings, "show-detail");
  g_settings_reset (fixture->settings, "show-connections");
  g_settings_reset (fixture->settings, "show-measurements");

  fixture->session = tin_workbench_create_session (fixture->workbench, profile);
  fixture->page = TIN_SESSION_PAGE (tin_session_page_new (fixture->session, fixture->workbench, fixture->settings));
  fixture->window = ui_show (fixture->page, 1080, 740);
}

/* As a closed tab. Nothing that the page was made of may be left, and nobody else holds it meanwhile: a popover that
 * outlived its surface would be asked for the pointer when the time of a tooltip has come. */
void
page_close (PageFixture *fixture)
{
  if (fixture->page == NULL)
    return;

  tin_session_stop (fixture->session);
  ui_wait_for_state (fixture->session, TIN_SESSION_CLOSED);

  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_settle ();
  g_assert_null (fixture->page);
}

void
page_tear_down (PageFixture *fixture)
{
  page_close (fixture);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->settings);
  g_assert_finalize_object (fixture->workbench);

  folder_leave (fixture->folder);
}

/* The same two as a test wants them. */
void
page_test_set_up (PageFixture   *fixture,
                  gconstpointer  uri)
{
  page_set_up (fixture, uri);
}

void
page_test_tear_down (PageFixture   *fixture,
                     gconstpointer  uri)
{
  page_tear_down (fixture);
}

void
page_start (PageFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tin_session_start (fixture->session, &error));
  g_assert_no_error (error);
  ui_wait_for_state (fixture->session, TIN_SESSION_OPEN);
  ui_draw (fixture->window);
}

/* A part of the page by its name in the template. */
GtkWidget *
page_get (PageFixture *fixture,
          const char  *id)
{
  return ui_find_template_child (fixture->page, id);
}

/* A part of a part of the page. */
GtkWidget *
page_get_in (PageFixture *fixture,
             const char  *part,
             const char  *id)
{
  return ui_find_template_child (page_get (fixture, part), id);
}

void
page_activate (PageFixture *fixture,
               const char  *action)
{
  g_assert_true (page_is_enabled (fixture, action));
  g_action_group_activate_action (tin_session_page_get_actions (fixture->page), action, NULL);
}

gboolean
page_is_enabled (PageFixture *fixture,
                 const char  *action)
{
  return g_action_group_get_action_enabled (tin_session_page_get_actions (fixture->page), action);
}

GSocketConnection *
page_connect (PageFixture *fixture)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, tin_session_get_port (fixture->session));
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);

  return connection;
}

typedef struct
{
  PageFixture *fixture;
  guint        n_open;
  const char  *text;
} Wait;

static gboolean
has_peers (gpointer data)
{
  Wait *wait = data;

  return tin_peer_list_get_n_open (tin_session_get_peers (wait->fixture->session)) == wait->n_open;
}

/* Open ones, in the list and on screen. */
void
page_wait_for_peers (PageFixture *fixture,
                     guint        n_open)
{
  Wait wait = { .fixture = fixture, .n_open = n_open };

  ui_wait_until (has_peers, &wait);
  ui_draw (fixture->window);
}

static gboolean
shows_text (GtkWidget  *widget,
            const char *text)
{
  if (GTK_IS_INSCRIPTION (widget) && g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) == 0)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_text (child, text))
      return TRUE;

  return FALSE;
}

static gboolean
text_came (gpointer data)
{
  Wait *wait = data;

  return page_shows (wait->fixture, wait->text);
}

void
page_wait_for_text (PageFixture *fixture,
                    const char  *text)
{
  Wait wait = { .fixture = fixture, .text = text };

  ui_wait_until (text_came, &wait);
}

/* Whether a row of the log has exactly this text in a cell. */
gboolean
page_shows (PageFixture *fixture,
            const char  *text)
{
  return shows_text (page_get (fixture, "log"), text);
}

void
page_type (PageFixture *fixture,
           const char  *text)
{
  GtkTextView *view = GTK_TEXT_VIEW (page_get_in (fixture, "send_box", "text_view"));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
}

/* A key as the widget's own controllers see it. Returns: whether one of them took it */
gboolean
page_press (GtkWidget       *widget,
            guint            key,
            GdkModifierType  modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &taken);
    }

  return taken;
}

void
client_write (GSocketConnection *client,
              const char        *text)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (client));
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (output, text, strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Waits in this thread: the engine has its own. */
void
client_expect (GSocketConnection *client,
               const char        *text)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (client));
  g_autofree char *got = g_malloc0 (strlen (text) + 1);
  g_autoptr (GError) error = NULL;

  g_input_stream_read_all (input, got, strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (got, ==, text);
}

void
client_expect_end (GSocketConnection *client)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (client));
  g_autoptr (GError) error = NULL;
  char byte;

  g_assert_cmpint (g_input_stream_read (input, &byte, 1, NULL, &error), ==, 0);
  g_assert_no_error (error);
}

void
page_select_peer (PageFixture *fixture,
                  guint        position)
{
  tin_peer_view_select (TIN_PEER_VIEW (page_get (fixture, "peers")), position);
  ui_draw (fixture->window);
}

void
page_connect_three (PageFixture       *fixture,
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

/* All columns are in sight, or the edge glows as if there were more. */
void
page_assert_nothing_beside (PageFixture *fixture)
{
  GtkScrollable *rows = GTK_SCROLLABLE (page_get_in (fixture, "log", "column_view"));
  GtkAdjustment *sideways = gtk_scrollable_get_hadjustment (rows);

  g_assert_cmpfloat (gtk_adjustment_get_upper (sideways), <=, gtk_adjustment_get_page_size (sideways));
}
