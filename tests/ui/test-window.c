/* test-window.c: tabs come, go, come back and move, and the one button follows the one in front.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-support.h"

#include "model/tin-recovery.h"
#include "ui/tin-banner.h"
#include "ui/tin-window.h"

#include <glib/gstdio.h>

typedef struct
{
  TinApplication *application;
  TinWindow      *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->application = ui_start_application ();
  fixture->window = tin_window_new (fixture->application);
  tin_window_add_tab (fixture->window, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ui_end_application (fixture->application);
}

static void
act (Fixture    *fixture,
     const char *name)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), name, NULL);
}

static gboolean
is_enabled (Fixture    *fixture,
            const char *name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), name);
}

static int
count_tabs (TinWindow *window)
{
  return adw_tab_view_get_n_pages (tin_window_get_tab_view (window));
}

static TinSession *
get_session (Fixture *fixture)
{
  return tin_tab_get_session (tin_window_get_current_tab (fixture->window));
}

static TinTab *
add_tab (Fixture    *fixture,
         const char *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri (uri, &error);

  g_assert_no_error (error);

  return tin_window_add_tab (fixture->window, profile);
}

static const char *
get_button_label (Fixture *fixture)
{
  return gtk_button_get_label (GTK_BUTTON (ui_find_template_child (fixture->window, "start_button")));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* Only when it changes: GTK asks the display server about the pointer each time it is set. */
static void
test_says_once_why_it_cannot_start (Fixture       *fixture,
                                    gconstpointer  data)
{
  TinTab *tab = add_tab (fixture, "tcp-listen://127.0.0.1:0");
  TinProfile *profile = tin_session_get_profile (tin_tab_get_session (tab));
  GtkWidget *button = ui_find_template_child (fixture->window, "start_button");
  guint n_tooltips = 0;

  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "F5");
  g_signal_connect_swapped (button, "notify::tooltip-text", G_CALLBACK (count_cb), &n_tooltips);
  g_object_set (profile, "port", "65536", NULL);
  g_assert_cmpuint (n_tooltips, ==, 1);
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       gtk_widget_get_tooltip_text (button));

  g_object_set (profile, "transport", TIN_TRANSPORT_UDP, NULL);
  g_assert_cmpuint (n_tooltips, ==, 1);
  g_object_set (profile, "port", "65535", NULL);
  g_assert_cmpuint (n_tooltips, ==, 2);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "F5");
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  g_signal_handlers_disconnect_by_func (button, count_cb, &n_tooltips);
}

static void
test_begins_with_the_first_page (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_assert_true (tin_tab_is_welcoming (tin_window_get_current_tab (fixture->window)));
  g_assert_cmpint (tin_session_get_state (get_session (fixture)), ==, TIN_SESSION_CLOSED);
}

static void
test_opens_and_closes_tabs (Fixture       *fixture,
                            gconstpointer  data)
{
  act (fixture, "new-tab");
  act (fixture, "new-tab");
  g_assert_cmpint (count_tabs (fixture->window), ==, 3);

  act (fixture, "close-tab");
  g_assert_cmpint (count_tabs (fixture->window), ==, 2);
}

static void
test_closes_with_its_last_tab (Fixture       *fixture,
                               gconstpointer  data)
{
  GtkWindow *window = GTK_WINDOW (fixture->window);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  act (fixture, "close-tab");
  ui_settle ();

  g_assert_null (window);
}

static void
test_brings_a_closed_tab_back (Fixture       *fixture,
                               gconstpointer  data)
{
  TinSession *session;

  g_assert_false (is_enabled (fixture, "reopen-tab"));
  add_tab (fixture, "tcp-listen://127.0.0.1:0");
  session = get_session (fixture);
  act (fixture, "start");
  ui_wait_for_state (session, TIN_SESSION_OPEN);

  act (fixture, "close-tab");
  g_assert_cmpint (count_tabs (fixture->window), ==, 1);
  g_assert_true (is_enabled (fixture, "reopen-tab"));
  ui_wait_for_state (session, TIN_SESSION_CLOSED);

  act (fixture, "reopen-tab");
  g_assert_cmpint (count_tabs (fixture->window), ==, 2);
  g_assert_true (get_session (fixture) == session);
  g_assert_false (is_enabled (fixture, "reopen-tab"));
}

static void
test_brings_several_back_in_order (Fixture       *fixture,
                                   gconstpointer  data)
{
  TinSession *first = tin_tab_get_session (add_tab (fixture, "tcp://127.0.0.1:1"));
  TinSession *second = tin_tab_get_session (add_tab (fixture, "tcp://127.0.0.1:2"));

  act (fixture, "close-tab");
  act (fixture, "close-tab");
  g_assert_cmpint (count_tabs (fixture->window), ==, 1);

  act (fixture, "reopen-tab");
  g_assert_cmpint (count_tabs (fixture->window), ==, 3);
  g_assert_true (get_session (fixture) == first);
  act (fixture, "close-tab");
  g_assert_true (get_session (fixture) == second);
}

static void
test_keeps_a_window_for_undo (Fixture       *fixture,
                              gconstpointer  data)
{
  add_tab (fixture, "tcp://127.0.0.1:1");
  adw_tab_view_set_selected_page (tin_window_get_tab_view (fixture->window),
                                  adw_tab_view_get_nth_page (tin_window_get_tab_view (fixture->window), 0));
  act (fixture, "close-tab");
  act (fixture, "close-tab");

  g_assert_cmpint (count_tabs (fixture->window), ==, 1);
  g_assert_true (tin_tab_is_welcoming (tin_window_get_current_tab (fixture->window)));
  g_assert_true (is_enabled (fixture, "reopen-tab"));
}

static void
test_a_tab_moves_to_its_own_window (Fixture       *fixture,
                                    gconstpointer  data)
{
  AdwTabView *view = tin_window_get_tab_view (fixture->window);
  AdwTabView *other = NULL;
  TinTab *tab = add_tab (fixture, "tcp-listen://127.0.0.1:0");
  TinSession *session = tin_tab_get_session (tab);
  TinWindow *window;

  act (fixture, "start");
  ui_wait_for_state (session, TIN_SESSION_OPEN);

  g_signal_emit_by_name (view, "create-window", &other);
  g_assert_nonnull (other);
  adw_tab_view_transfer_page (view, adw_tab_view_get_selected_page (view), other, 0);
  window = TIN_WINDOW (gtk_widget_get_root (GTK_WIDGET (other)));

  g_assert_cmpint (count_tabs (fixture->window), ==, 1);
  g_assert_cmpint (count_tabs (window), ==, 1);
  g_assert_true (tin_window_get_current_tab (window) == tab);
  g_assert_cmpint (tin_session_get_state (session), ==, TIN_SESSION_OPEN);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "stop"));
}

static void
test_the_button_says_what_it_does (Fixture       *fixture,
                                   gconstpointer  data)
{
  TinSession *session;

  add_tab (fixture, "tcp://127.0.0.1:1");
  g_assert_cmpstr (get_button_label (fixture), ==, "_Connect");

  add_tab (fixture, "tcp-listen://127.0.0.1:0");
  session = get_session (fixture);
  g_assert_cmpstr (get_button_label (fixture), ==, "_Start");
  g_assert_true (is_enabled (fixture, "start"));
  g_assert_false (is_enabled (fixture, "stop"));

  act (fixture, "start");
  ui_wait_for_state (session, TIN_SESSION_OPEN);
  g_assert_cmpstr (get_button_label (fixture), ==, "_Stop");
  g_assert_false (is_enabled (fixture, "start"));
  g_assert_true (is_enabled (fixture, "stop"));

  act (fixture, "stop");
  ui_wait_for_state (session, TIN_SESSION_CLOSED);
  g_assert_cmpstr (get_button_label (fixture), ==, "_Start");
}

static void
test_start_waits_for_a_valid_address (Fixture       *fixture,
                                      gconstpointer  data)
{
  TinProfile *profile;

  add_tab (fixture, "tcp-listen://127.0.0.1:0");
  profile = tin_session_get_profile (get_session (fixture));

  g_object_set (profile, "port", "65536", NULL);
  g_assert_false (is_enabled (fixture, "start"));
  g_object_set (profile, "port", "65535", NULL);
  g_assert_true (is_enabled (fixture, "start"));
}

static void
test_a_failed_start_can_be_repeated (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autofree char *uri = NULL;
  TinSession *first;
  TinSession *second;

  add_tab (fixture, "tcp-listen://127.0.0.1:0");
  first = get_session (fixture);
  act (fixture, "start");
  ui_wait_for_state (first, TIN_SESSION_OPEN);

  uri = g_strdup_printf ("tcp-listen://127.0.0.1:%u", tin_session_get_port (first));
  add_tab (fixture, uri);
  second = get_session (fixture);
  act (fixture, "start");
  while (tin_session_get_problem (second) == NULL)
    g_main_context_iteration (NULL, TRUE);

  ui_wait_for_state (second, TIN_SESSION_CLOSED);
  g_assert_true (is_enabled (fixture, "start"));
}

static void
test_follows_the_tab_in_front (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autofree char *title = NULL;

  add_tab (fixture, "udp://127.0.0.1:7777");
  g_object_get (get_session (fixture), "title", &title, NULL);
  g_assert_cmpstr (adw_window_title_get_title (ADW_WINDOW_TITLE (ui_find_template_child (fixture->window, "title"))),
                   ==, title);
  g_assert_true (g_str_has_prefix (gtk_window_get_title (GTK_WINDOW (fixture->window)), title));
}

static void
test_remembers_its_size (Fixture       *fixture,
                         gconstpointer  data)
{
  GSettings *settings = tin_application_get_settings (fixture->application);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 801, 602);
  ui_settle ();
  gtk_window_close (GTK_WINDOW (fixture->window));
  ui_settle ();

  g_assert_cmpint (g_settings_get_int (settings, "window-width"), ==, 801);
  g_assert_cmpint (g_settings_get_int (settings, "window-height"), ==, 602);
}

static void
test_closing_ends_open_sessions (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (TinSession) session = NULL;

  add_tab (fixture, "tcp-listen://127.0.0.1:0");
  session = g_object_ref (get_session (fixture));
  act (fixture, "start");
  ui_wait_for_state (session, TIN_SESSION_OPEN);

  gtk_window_close (GTK_WINDOW (fixture->window));
  ui_wait_for_state (session, TIN_SESSION_CLOSED);
  ui_settle ();
  g_assert_cmpuint (G_OBJECT (session)->ref_count, ==, 1);
}

static gboolean
is_loaded (gpointer session)
{
  return tin_session_get_loaded (session) == 1.0 &&
         g_list_model_get_n_items (G_LIST_MODEL (tin_session_get_messages (session))) == 15;
}

/* More than are opened at once: the rest is offered again. */
static void
test_opens_all_that_was_recovered (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (GPtrArray) recovered = g_ptr_array_new ();
  g_autofree char *contents = NULL;
  gsize size;
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *original = g_test_build_filename (G_TEST_DIST, "capture", "foreign", "small.pcapng", NULL);
  TinBanner *banner = TIN_BANNER (ui_find_template_child (fixture->window, "recovery_banner"));
  TinRecovered files[10];

  g_assert_true (g_file_get_contents (original, &contents, &size, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.pcapng", i);

      files[i] = (TinRecovered) { .path = g_build_filename (folder, name, NULL), .n_messages = 10 };
      g_assert_true (g_file_set_contents (files[i].path, contents, size, NULL));
      g_ptr_array_add (recovered, &files[i]);
    }

  tin_window_show_recovered (fixture->window, recovered);
  g_assert_cmpstr (tin_banner_get_title (banner), ==, "Recovered 100 messages");
  act (fixture, "open-recovered");
  g_assert_cmpint (count_tabs (fixture->window), ==, 8);
  g_assert_true (tin_banner_is_revealed (banner));
  g_assert_cmpstr (tin_banner_get_title (banner), ==, "Recovered 20 messages");
  act (fixture, "open-recovered");
  g_assert_cmpint (count_tabs (fixture->window), ==, 10);
  g_assert_false (tin_banner_is_revealed (banner));

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_unlink (files[i].path);
      g_free (files[i].path);
    }
  g_rmdir (folder);
}

static void
test_opens_a_file_only_for_reading (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "capture", "foreign", "small.pcapng", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  TinTab *tab;

  /* In place of the first page. */
  g_assert_true (tin_window_open_file (fixture->window, file, &error));
  g_assert_no_error (error);
  ui_settle ();
  g_assert_cmpint (count_tabs (fixture->window), ==, 1);

  tab = tin_window_get_current_tab (fixture->window);
  g_assert_false (tin_tab_is_welcoming (tab));
  ui_wait_until (is_loaded, get_session (fixture));
  g_assert_false (is_enabled (fixture, "start"));
  g_assert_false (is_enabled (fixture, "save-profile"));
  g_assert_false (gtk_widget_get_visible (ui_find_template_child (fixture->window, "start_button")));
  g_assert_false (gtk_widget_get_visible (ui_find_template_child (tab, "address_row")));
  g_assert_true (gtk_widget_get_visible (ui_find_template_child (tab, "file_row")));
  g_assert_false (gtk_widget_get_visible (ui_find_template_child (tin_tab_get_page (tab), "send_box")));

  /* The tab that shows it already. */
  tin_window_add_tab (fixture->window, NULL);
  g_assert_true (tin_window_open_file (fixture->window, file, &error));
  g_assert_cmpint (count_tabs (fixture->window), ==, 2);
  g_assert_true (tin_window_get_current_tab (fixture->window) == tab);
}

static void
test_says_why_a_file_cannot_be_opened (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere.pcapng");
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://example.invalid/a.pcapng");
  g_autoptr (GError) error = NULL;

  g_assert_false (tin_window_open_file (fixture->window, missing, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tin_window_open_file (fixture->window, remote, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (count_tabs (fixture->window), ==, 1);
}

static GtkEventController *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return controller;
    }

  return NULL;
}

/* Returns whether the window takes them. */
static gboolean
drop (Fixture *fixture,
      GSList  *files)
{
  GtkEventController *target = find_drop_target (GTK_WIDGET (fixture->window));
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_assert_nonnull (target);
  g_assert_true (gdk_content_formats_contain_gtype (gtk_drop_target_get_formats (GTK_DROP_TARGET (target)),
                                                    GDK_TYPE_FILE_LIST));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  g_signal_emit_by_name (target, "drop", &value, 10.0, 10.0, &taken);
  ui_settle ();

  return taken;
}

static void
test_opens_what_is_dropped (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "capture", "foreign", "small.pcapng", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere.pcapng");
  g_autoptr (GSList) files = g_slist_append (g_slist_append (NULL, missing), file);

  g_assert_false (drop (fixture, NULL));
  g_assert_true (drop (fixture, files));
  g_assert_cmpint (count_tabs (fixture->window), ==, 1);
  ui_wait_until (is_loaded, get_session (fixture));
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

  add ("/window/begins-with-the-first-page", test_begins_with_the_first_page);
  add ("/window/says-once-why-it-cannot-start", test_says_once_why_it_cannot_start);
  add ("/window/opens-and-closes-tabs", test_opens_and_closes_tabs);
  add ("/window/closes-with-its-last-tab", test_closes_with_its_last_tab);
  add ("/window/brings-a-closed-tab-back", test_brings_a_closed_tab_back);
  add ("/window/brings-several-back-in-order", test_brings_several_back_in_order);
  add ("/window/keeps-a-window-for-undo", test_keeps_a_window_for_undo);
  add ("/window/a-tab-moves-to-its-own-window", test_a_tab_moves_to_its_own_window);
  add ("/window/the-button-says-what-it-does", test_the_button_says_what_it_does);
  add ("/window/start-waits-for-a-valid-address", test_start_waits_for_a_valid_address);
  add ("/window/a-failed-start-can-be-repeated", test_a_failed_start_can_be_repeated);
  add ("/window/follows-the-tab-in-front", test_follows_the_tab_in_front);
  add ("/window/remembers-its-size", test_remembers_its_size);
  add ("/window/opens-all-that-was-recovered", test_opens_all_that_was_recovered);
  add ("/window/opens-a-file-only-for-reading", test_opens_a_file_only_for_reading);
  add ("/window/says-why-a-file-cannot-be-opened", test_says_why_a_file_cannot_be_opened);
  add ("/window/opens-what-is-dropped", test_opens_what_is_dropped);
  add ("/window/closing-ends-open-sessions", test_closing_ends_open_sessions);

  return g_test_run ();
}
