/* test-application.c: actions, keys, and what the command line opens.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-support.h"

#include "ui/tin-window.h"

static void
test_every_key_has_an_action (void)
{
  TinApplication *application = ui_start_application ();
  TinWindow *window = tin_window_new (application);
  g_auto (GStrv) names = NULL;

  tin_window_add_tab (window, NULL);
  gtk_window_present (GTK_WINDOW (window));
  names = gtk_application_list_action_descriptions (GTK_APPLICATION (application));
  g_assert_cmpuint (g_strv_length (names), >=, 10);

  for (guint i = 0; names[i] != NULL; i++)
    {
      GActionGroup *group = g_str_has_prefix (names[i], "app.") ? G_ACTION_GROUP (application) : G_ACTION_GROUP (window);

      g_test_message ("%s", names[i]);
      g_assert_true (g_action_group_has_action (group, strchr (names[i], '.') + 1));
    }

  ui_end_application (application);
}

static void
test_no_key_has_two_actions (void)
{
  TinApplication *application = ui_start_application ();
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) names = gtk_application_list_action_descriptions (GTK_APPLICATION (application));

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_auto (GStrv) accels = gtk_application_get_accels_for_action (GTK_APPLICATION (application), names[i]);

      for (guint j = 0; accels[j] != NULL; j++)
        {
          g_test_message ("%s: %s", accels[j], names[i]);
          g_assert_true (g_hash_table_add (keys, g_strdup (accels[j])));
        }
    }

  ui_end_application (application);
}

static void
test_desktop_actions_open_examples (void)
{
  TinApplication *application = ui_start_application ();
  TinWindow *window;
  TinProfile *profile;

  g_action_group_activate_action (G_ACTION_GROUP (application), "example-udp-echo-server", NULL);
  window = TIN_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (application)));
  profile = tin_session_get_profile (tin_tab_get_session (tin_window_get_current_tab (window)));
  g_assert_cmpint (tin_profile_get_transport (profile), ==, TIN_TRANSPORT_UDP);
  g_assert_cmpint (tin_profile_get_role (profile), ==, TIN_ROLE_SERVER);

  ui_end_application (application);
}

static void
test_a_first_page_makes_room (void)
{
  TinApplication *application = ui_start_application ();
  TinWindow *window;

  g_application_activate (G_APPLICATION (application));
  window = TIN_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (application)));
  g_action_group_activate_action (G_ACTION_GROUP (application), "example", g_variant_new_string ("echo-server"));
  g_assert_cmpint (adw_tab_view_get_n_pages (tin_window_get_tab_view (window)), ==, 1);

  g_action_group_activate_action (G_ACTION_GROUP (application), "example", g_variant_new_string ("talking-client"));
  g_assert_cmpint (adw_tab_view_get_n_pages (tin_window_get_tab_view (window)), ==, 2);

  ui_end_application (application);
}

static void
test_preferences_open_once (void)
{
  TinApplication *application = ui_start_application ();
  guint n_windows;

  g_application_activate (G_APPLICATION (application));
  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  n_windows = g_list_model_get_n_items (gtk_window_get_toplevels ());
  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, n_windows);

  ui_end_application (application);
}

typedef struct
{
  guint n_tabs;
  guint n_started;
} Seen;

static gboolean
look_and_quit (gpointer data)
{
  Seen *seen = data;
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  AdwTabView *view = tin_window_get_tab_view (TIN_WINDOW (gtk_application_get_active_window (application)));

  seen->n_tabs = adw_tab_view_get_n_pages (view);
  for (guint i = 0; i < seen->n_tabs; i++)
    {
      TinTab *tab = TIN_TAB (adw_tab_page_get_child (adw_tab_view_get_nth_page (view, i)));

      if (tin_session_get_state (tin_tab_get_session (tab)) != TIN_SESSION_CLOSED)
        seen->n_started++;
    }
  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);

  return G_SOURCE_REMOVE;
}

static void
application_window_added_cb (GtkApplication *application,
                             GtkWindow      *window,
                             Seen           *seen)
{
  g_idle_add_full (G_PRIORITY_LOW, look_and_quit, seen, NULL);
}

/* Runs a whole program with these arguments; @seen is what its window shows, if it has one. */
static int
run (char **arguments,
     Seen  *seen)
{
  TinApplication *application = tin_application_new (G_APPLICATION_NON_UNIQUE);
  int status;

  g_application_set_default (G_APPLICATION (application));
  if (seen != NULL)
    g_signal_connect (application, "window-added", G_CALLBACK (application_window_added_cb), seen);
  status = g_application_run (G_APPLICATION (application), g_strv_length (arguments), arguments);
  g_application_set_default (NULL);
  g_assert_finalize_object (application);

  return status;
}

static void
test_opens_a_tab_a_uri (void)
{
  char *arguments[] = { "tincan", "tcp-listen://127.0.0.1:0", "udp://127.0.0.1:9", NULL };
  Seen seen = { 0 };

  g_assert_cmpint (run (arguments, &seen), ==, 0);
  g_assert_cmpuint (seen.n_tabs, ==, 2);
  g_assert_cmpuint (seen.n_started, ==, 0);
}

static void
test_starts_what_it_opens (void)
{
  char *arguments[] = { "tincan", "--start", "tcp-listen://127.0.0.1:0", "udp-listen://127.0.0.1:0", NULL };
  Seen seen = { 0 };

  g_assert_cmpint (run (arguments, &seen), ==, 0);
  g_assert_cmpuint (seen.n_tabs, ==, 2);
  g_assert_cmpuint (seen.n_started, ==, 2);
}

static void
test_opens_nothing_if_a_uri_is_wrong (void)
{
  char *arguments[] = { "tincan", "tcp://127.0.0.1:80", "tcp://127.0.0.1:70000", NULL };

  g_assert_cmpint (run (arguments, NULL), ==, 2);
}

static void
test_refuses_to_start_nothing (void)
{
  char *arguments[] = { "tincan", "--start", NULL };

  g_assert_cmpint (run (arguments, NULL), ==, 2);
}

static void
test_refuses_an_unknown_example (void)
{
  char *arguments[] = { "tincan", "--example=none-such", NULL };

  g_assert_cmpint (run (arguments, NULL), ==, 2);
}

static void
test_opens_an_example_by_name (void)
{
  char *arguments[] = { "tincan", "--example=echo-server", NULL };
  Seen seen = { 0 };

  g_assert_cmpint (run (arguments, &seen), ==, 0);
  g_assert_cmpuint (seen.n_tabs, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/application/every-key-has-an-action", test_every_key_has_an_action);
  g_test_add_func ("/application/no-key-has-two-actions", test_no_key_has_two_actions);
  g_test_add_func ("/application/desktop-actions-open-examples", test_desktop_actions_open_examples);
  g_test_add_func ("/application/a-first-page-makes-room", test_a_first_page_makes_room);
  g_test_add_func ("/application/preferences-open-once", test_preferences_open_once);
  g_test_add_func ("/application/opens-a-tab-a-uri", test_opens_a_tab_a_uri);
  g_test_add_func ("/application/starts-what-it-opens", test_starts_what_it_opens);
  g_test_add_func ("/application/opens-nothing-if-a-uri-is-wrong", test_opens_nothing_if_a_uri_is_wrong);
  g_test_add_func ("/application/refuses-to-start-nothing", test_refuses_to_start_nothing);
  g_test_add_func ("/application/refuses-an-unknown-example", test_refuses_an_unknown_example);
  g_test_add_func ("/application/opens-an-example-by-name", test_opens_an_example_by_name);

  return g_test_run ();
}
