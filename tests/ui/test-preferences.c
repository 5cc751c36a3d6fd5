/* test-preferences.c: the dialog edits the profile of its tab, at once, and starts it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-support.h"

#include "model/tin-recordings.h"
#include "ui/tin-connection-page.h"
#include "ui/tin-preferences.h"
#include "ui/tin-window.h"

#include <glib/gstdio.h>

typedef struct
{
  TinApplication *application;
  TinWindow      *window;
  TinSession     *session;
  TinProfile     *profile;
  GtkWidget      *preferences;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("tcp-listen://127.0.0.1:0", NULL);
  TinTab *tab;

  fixture->application = ui_start_application ();
  fixture->window = tin_window_new (fixture->application);
  tab = tin_window_add_tab (fixture->window, profile);
  gtk_window_present (GTK_WINDOW (fixture->window));

  fixture->session = tin_tab_get_session (tab);
  fixture->profile = tin_session_get_profile (fixture->session);
  fixture->preferences = tin_preferences_new (GTK_WINDOW (fixture->window), fixture->session,
                                              tin_application_get_workbench (fixture->application),
                                              tin_application_get_settings (fixture->application));
  gtk_window_present (GTK_WINDOW (fixture->preferences));
  g_object_add_weak_pointer (G_OBJECT (fixture->preferences), (gpointer *) &fixture->preferences);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ui_end_application (fixture->application);
  g_assert_null (fixture->preferences);
}

static GtkWidget *
find_row (Fixture    *fixture,
          const char *title)
{
  GtkWidget *row = ui_find (fixture->preferences, ADW_TYPE_PREFERENCES_ROW, title);

  g_test_message ("row “%s”", title);
  g_assert_nonnull (row);

  return row;
}

static void
select_item (Fixture    *fixture,
             const char *title,
             guint       position)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (fixture, title)), position);
}

static void
type_into (Fixture    *fixture,
           const char *title,
           const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_row (fixture, title)), text);
}

static GtkWidget *
get_hint (Fixture    *fixture,
          const char *id)
{
  return ui_find_template_child (ui_find (fixture->preferences, TIN_TYPE_CONNECTION_PAGE, NULL), id);
}

static void
assert_hint (GtkWidget  *hint,
             const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (gtk_widget_get_visible (hint));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (hint)), ==, text);
}

static void
test_changes_role_transport_host_and_port (Fixture       *fixture,
                                           gconstpointer  data)
{
  g_autofree char *uri = NULL;

  select_item (fixture, "Role", TIN_ROLE_CLIENT);
  select_item (fixture, "Transport", TIN_TRANSPORT_UDP);
  type_into (fixture, "Host", "::1");
  type_into (fixture, "Port", "7777");

  g_object_get (fixture->profile, "uri", &uri, NULL);
  g_assert_true (g_str_has_prefix (uri, "udp://[::1]:7777"));
}

static GtkWidget *
find_control (Fixture    *fixture,
              const char *title)
{
  return adw_action_row_get_activatable_widget (ADW_ACTION_ROW (find_row (fixture, title)));
}

static void
test_sets_options (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *uri = NULL;

  select_item (fixture, "Role", TIN_ROLE_CLIENT);
  type_into (fixture, "Port", "7");
  gtk_editable_set_text (GTK_EDITABLE (find_control (fixture, "Time Limit for Connecting")), "3");
  gtk_switch_set_active (GTK_SWITCH (find_control (fixture, "Reset on Closing")), TRUE);
  type_into (fixture, "Network Interface", "a/b");
  g_assert_true (gtk_widget_has_css_class (find_row (fixture, "Network Interface"), "error"));
  type_into (fixture, "Network Interface", "lo");
  g_assert_false (gtk_widget_has_css_class (find_row (fixture, "Network Interface"), "error"));

  g_object_get (fixture->profile, "uri", &uri, NULL);
  g_assert_cmpstr (uri, ==, "tcp://127.0.0.1:7?connect-timeout=3&reset-on-close=1&interface=lo");
}

/* What is no number is not made into another one, least of all into 0 for no limit. */
static void
test_says_what_is_no_number (Fixture       *fixture,
                             gconstpointer  data)
{
  static const char *const bad[] = { "abc", "", "-5", "1k", "1.5", "99999999" };
  GtkWidget *entry = find_control (fixture, "Connections at a Time");
  GtkWidget *hint = gtk_widget_get_next_sibling (find_row (fixture, "Connections at a Time"));
  GtkWidget *button = ui_find_template_child (fixture->preferences, "start_button");
  guint number;

  gtk_editable_set_text (GTK_EDITABLE (entry), "12");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), bad[i]);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, bad[i]);
      g_assert_true (gtk_widget_has_css_class (entry, "error"));
      gtk_test_accessible_assert_state (entry, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
      assert_hint (hint, "This value is a number from 0 to 20000");
      g_object_get (fixture->profile, "max-connections", &number, NULL);
      g_assert_cmpuint (number, ==, 12);
      g_assert_false (gtk_widget_get_sensitive (button));
      g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "start"));
    }

  gtk_editable_set_text (GTK_EDITABLE (entry), "007");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "007");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_LABEL, "Connections at a Time");
  g_assert_false (gtk_widget_get_visible (hint));
  g_object_get (fixture->profile, "max-connections", &number, NULL);
  g_assert_cmpuint (number, ==, 7);
  g_assert_true (gtk_widget_get_sensitive (button));
}

static GtkWidget *
get_section (GtkWidget *row)
{
  return gtk_widget_get_ancestor (gtk_widget_get_parent (row), ADW_TYPE_EXPANDER_ROW);
}

/* Also when what is wrong was not set here. */
static void
test_unfolds_what_is_wrong (Fixture       *fixture,
                            gconstpointer  data)
{
  AdwExpanderRow *section = ADW_EXPANDER_ROW (get_section (find_row (fixture, "Receive Buffer")));

  g_assert_false (adw_expander_row_get_expanded (section));
  tin_profile_set_option_text (fixture->profile, TIN_OPTION_RECEIVE_BUFFER, "100 KB");
  g_assert_true (adw_expander_row_get_expanded (section));
  gtk_test_accessible_assert_property (GTK_WIDGET (section), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Something in here is wrong");

  adw_expander_row_set_expanded (section, FALSE);
  tin_profile_set_option_text (fixture->profile, TIN_OPTION_RECEIVE_BUFFER, "lots");
  g_assert_false (adw_expander_row_get_expanded (section));
  tin_preferences_show_page (TIN_PREFERENCES (fixture->preferences), "appearance");
  tin_preferences_show_problem (TIN_PREFERENCES (fixture->preferences));
  g_assert_true (adw_expander_row_get_expanded (section));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->preferences)),
                                         find_row (fixture, "Receive Buffer")));

  tin_profile_set_option_text (fixture->profile, TIN_OPTION_RECEIVE_BUFFER, "100");
  gtk_test_accessible_assert_property (GTK_WIDGET (section), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
}

static gboolean
is_in_view (gpointer widget)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  return gtk_widget_get_mapped (widget) && gtk_widget_compute_bounds (widget, scroller, &bounds) &&
         bounds.size.height > 0 && bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= gtk_widget_get_height (scroller);
}

static gboolean
is_out_of_view (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && !is_in_view (widget);
}

/* Rows that unfold, and what is said below one while one types. */
static void
test_scrolls_to_what_appears (Fixture       *fixture,
                              gconstpointer  data)
{
  GtkWidget *row = find_row (fixture, "Network Interface");
  GtkWidget *section = get_section (row);

  gtk_window_set_default_size (GTK_WINDOW (fixture->preferences), 600, 400);
  ui_wait_until (is_out_of_view, section);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (section), TRUE);
  ui_wait_until (is_in_view, row);

  gtk_widget_grab_focus (row);
  type_into (fixture, "Network Interface", "a/b");
  ui_wait_until (is_in_view, gtk_widget_get_next_sibling (row));
}

static gboolean
press (GtkWidget *entry,
       guint      key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (entry);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &taken);
    }

  return taken;
}

static void
test_steps_numbers_by_keys (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWidget *entry = find_control (fixture, "Hop Limit (TTL)");

  g_assert_true (press (entry, GDK_KEY_Up));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "1");
  press (entry, GDK_KEY_Page_Up);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "11");
  press (entry, GDK_KEY_Page_Down);
  press (entry, GDK_KEY_Page_Down);
  press (entry, GDK_KEY_Down);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0");
  gtk_editable_set_text (GTK_EDITABLE (entry), "250");
  press (entry, GDK_KEY_Page_Up);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "255");
  gtk_editable_set_text (GTK_EDITABLE (entry), "all");
  press (entry, GDK_KEY_Down);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "254");
  g_assert_true (tin_profile_is_valid (fixture->profile));
  g_assert_false (press (entry, GDK_KEY_Left));
}

/* Where it is typed, on whichever page. */
static void
test_goes_to_what_is_wrong_with_what_is_said (Fixture       *fixture,
                                              gconstpointer  data)
{
  GtkWidget *row = find_row (fixture, "Greeting");

  select_item (fixture, "Answer", TIN_REPLY_GREETING);
  type_into (fixture, "Greeting", "\\x");
  g_assert_nonnull (tin_profile_get_problem (fixture->profile, TIN_PROFILE_GREETING));
  tin_preferences_show_problem (TIN_PREFERENCES (fixture->preferences));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->preferences)), row));
  ui_wait_until (is_in_view, row);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* The field is emptied before the new number stands there: that is nothing that was typed. */
static void
test_numbers_from_outside_stay_valid (Fixture       *fixture,
                                      gconstpointer  data)
{
  GtkWidget *entry = find_control (fixture, "Hop Limit (TTL)");
  AdwExpanderRow *section = ADW_EXPANDER_ROW (get_section (find_row (fixture, "Hop Limit (TTL)")));
  guint n_changes = 0;

  g_signal_connect_swapped (fixture->profile, "notify::valid", G_CALLBACK (count_cb), &n_changes);
  g_object_set (fixture->profile, "hop-limit", 64, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "64");
  press (entry, GDK_KEY_Up);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "65");
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_false (adw_expander_row_get_expanded (section));

  /* What is typed still counts. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "all");
  g_assert_false (tin_profile_is_valid (fixture->profile));
  g_assert_cmpuint (n_changes, >, 0);
  g_signal_handlers_disconnect_by_func (fixture->profile, count_cb, &n_changes);
}

/* What means nothing for a role and a transport is not offered. */
static void
test_offers_options_that_apply (Fixture       *fixture,
                                gconstpointer  data)
{
  g_assert_true (gtk_widget_get_visible (find_row (fixture, "Waiting Connections")));
  g_assert_false (gtk_widget_get_visible (find_row (fixture, "Source Port")));
  g_assert_true (gtk_widget_get_visible (find_row (fixture, "Keep-Alive")));

  select_item (fixture, "Role", TIN_ROLE_CLIENT);
  select_item (fixture, "Transport", TIN_TRANSPORT_UDP);
  g_assert_false (gtk_widget_get_visible (find_row (fixture, "Waiting Connections")));
  g_assert_true (gtk_widget_get_visible (find_row (fixture, "Source Port")));
  g_assert_false (gtk_widget_get_visible (find_row (fixture, "Keep-Alive")));
}

/* Beside the interface that they are joined on; what is wrong with them stands below. */
static void
test_joins_groups (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *title = "Multicast Groups, Separated by Commas";
  g_autofree char *uri = NULL;

  g_assert_false (gtk_widget_get_visible (find_row (fixture, title)));
  select_item (fixture, "Transport", TIN_TRANSPORT_UDP);
  g_assert_true (gtk_widget_get_visible (find_row (fixture, title)));

  type_into (fixture, "Host", "127.0.0.1");
  type_into (fixture, "Port", "7");
  type_into (fixture, title, "239.1.2.3, 239.1.2.4");
  g_assert_true (gtk_widget_has_css_class (find_row (fixture, title), "error"));
  assert_hint (gtk_widget_get_next_sibling (find_row (fixture, title)),
               "What is sent to groups is received on the host 0.0.0.0 or, with those of IPv6, [::]");

  type_into (fixture, "Host", "0.0.0.0");
  g_assert_false (gtk_widget_has_css_class (find_row (fixture, title), "error"));
  g_object_get (fixture->profile, "uri", &uri, NULL);
  g_assert_cmpstr (uri, ==, "udp-listen://0.0.0.0:7?group=239.1.2.3,239.1.2.4");
}

static void
test_starts_what_it_set_up (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWidget *button;

  select_item (fixture, "Transport", TIN_TRANSPORT_UDP);
  type_into (fixture, "Host", "127.0.0.1");
  type_into (fixture, "Port", "0");

  button = ui_find_template_child (fixture->preferences, "start_button");
  g_signal_emit_by_name (button, "clicked");

  ui_wait_for_state (fixture->session, TIN_SESSION_OPEN);
  ui_settle ();
  g_assert_null (fixture->preferences);
  g_assert_cmpuint (tin_session_get_port (fixture->session), !=, 0);
}

static void
test_says_what_is_wrong_as_one_types (Fixture       *fixture,
                                      gconstpointer  data)
{
  GtkWidget *port = find_row (fixture, "Port");
  GtkWidget *button = ui_find_template_child (fixture->preferences, "start_button");
  GtkWidget *hint = get_hint (fixture, "port_hint");

  type_into (fixture, "Port", "65536");
  g_assert_true (gtk_widget_has_css_class (port, "error"));
  assert_hint (hint, tin_profile_get_problem (fixture->profile, TIN_PROFILE_PORT));
  g_assert_false (gtk_widget_get_sensitive (button));

  type_into (fixture, "Port", "65535");
  g_assert_false (gtk_widget_has_css_class (port, "error"));
  g_assert_false (gtk_widget_get_visible (hint));
  g_assert_true (gtk_widget_get_sensitive (button));
}

static void
test_explains_a_port_below_1024 (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autofree char *warning = NULL;

  type_into (fixture, "Port", "80");
  warning = tin_profile_get_warning (fixture->profile, TIN_PROFILE_PORT);
  assert_hint (get_hint (fixture, "port_hint"), warning);
}

static void
test_explains_an_address_others_can_reach (Fixture       *fixture,
                                           gconstpointer  data)
{
  g_autofree char *warning = NULL;

  type_into (fixture, "Host", "0.0.0.0");
  warning = tin_profile_get_warning (fixture->profile, TIN_PROFILE_HOST);
  assert_hint (get_hint (fixture, "host_hint"), warning);
}

static void
test_sets_what_is_said (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *greeting = NULL;
  g_autofree char *goodbye = NULL;

  g_assert_false (gtk_widget_get_visible (find_row (fixture, "Greeting")));
  select_item (fixture, "Answer", TIN_REPLY_GREETING);
  g_assert_true (gtk_widget_get_visible (find_row (fixture, "Greeting")));
  type_into (fixture, "Greeting", "Hello\\r\\n");
  type_into (fixture, "Goodbye Word", "bye");

  g_object_get (fixture->profile, "greeting", &greeting, "goodbye", &goodbye, NULL);
  g_assert_cmpint (tin_profile_get_reply (fixture->profile), ==, TIN_REPLY_GREETING);
  g_assert_cmpstr (greeting, ==, "Hello\\r\\n");
  g_assert_cmpstr (goodbye, ==, "bye");

  type_into (fixture, "Greeting", "\\q");
  g_assert_true (gtk_widget_has_css_class (find_row (fixture, "Greeting"), "error"));
}

static void
test_sets_encoding_and_line_ending (Fixture       *fixture,
                                    gconstpointer  data)
{
  AdwComboRow *row = ADW_COMBO_ROW (find_row (fixture, "Encoding"));

  g_object_set (fixture->profile, "encoding", "KOI8-R", NULL);
  g_assert_cmpstr (gtk_string_object_get_string (adw_combo_row_get_selected_item (row)), ==, "KOI8-R");

  adw_combo_row_set_selected (row, 0);
  g_assert_cmpstr (tin_profile_get_encoding (fixture->profile), ==, "UTF-8");

  select_item (fixture, "Line Ending", TIN_LINE_ENDING_CRLF);
  g_assert_cmpint (tin_profile_get_line_ending (fixture->profile), ==, TIN_LINE_ENDING_CRLF);
}

static void
test_sets_the_settings (Fixture       *fixture,
                        gconstpointer  data)
{
  GSettings *settings = tin_application_get_settings (fixture->application);

  select_item (fixture, "Time Column", 1);
  g_assert_cmpint (g_settings_get_enum (settings, "time-format"), ==, 1);
  select_item (fixture, "Show It As", 2);
  g_assert_cmpint (g_settings_get_enum (settings, "detail-view"), ==, 2);
  g_settings_reset (settings, "detail-view");
  select_item (fixture, "Colors", 2);
  g_assert_cmpint (g_settings_get_enum (settings, "color-scheme"), ==, 2);
  g_assert_true (adw_style_manager_get_dark (adw_style_manager_get_default ()));

  g_settings_set_string (settings, "color-scheme", "light");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (find_row (fixture, "Colors"))), ==, 1);
  g_settings_reset (settings, "color-scheme");
  g_settings_reset (settings, "time-format");
}

static void
test_is_locked_while_open (Fixture       *fixture,
                           gconstpointer  data)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "start", NULL);
  ui_wait_for_state (fixture->session, TIN_SESSION_OPEN);

  g_assert_false (gtk_widget_is_sensitive (find_row (fixture, "Role")));
  g_assert_false (gtk_widget_is_sensitive (find_row (fixture, "Host")));
  g_assert_false (gtk_widget_is_sensitive (find_row (fixture, "Goodbye Word")));
  g_assert_false (gtk_widget_is_sensitive (find_row (fixture, "Encoding")));
  g_assert_true (gtk_widget_is_sensitive (find_row (fixture, "Time Column")));
}

static void
test_says_whose_they_are (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autofree char *title = NULL;
  g_autofree char *expected = NULL;

  g_object_get (fixture->session, "title", &title, NULL);
  expected = g_strdup_printf ("Preferences — %s", title);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->preferences)), ==, expected);
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

static gboolean
has_subtitle (gpointer row)
{
  const char *subtitle = adw_action_row_get_subtitle (row);

  return subtitle != NULL && subtitle[0] != '\0';
}

static gboolean
is_empty (gpointer row)
{
  return g_str_equal (adw_action_row_get_subtitle (row), "There are no recordings.");
}

static GtkWidget *
find_message_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data))
      return l->data;
  g_assert_not_reached ();
}

/* One in two files; it is deleted only when the user says so twice. */
static void
test_counts_and_deletes_recordings (Fixture       *fixture,
                                    gconstpointer  data)
{
  const char *folder = tin_workbench_get_captures_folder (tin_application_get_workbench (fixture->application));
  g_autofree char *path = g_build_filename (folder, "tincan-1.pcapng", NULL);
  g_autofree char *second_path = g_build_filename (folder, "tincan-1_00002.pcapng", NULL);
  GtkWidget *row = find_row (fixture, "Used Space");
  GtkWidget *button = ui_find (row, GTK_TYPE_BUTTON, NULL);
  TinRecordingsUsage usage;
  GtkWidget *dialog;

  /* What the tests before recorded. */
  g_assert_true (tin_recordings_keep (folder, 0, 0, &usage, NULL));
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "12345", 5, NULL));
  g_assert_true (g_file_set_contents (second_path, "67890", 5, NULL));
  tin_preferences_show_page (TIN_PREFERENCES (fixture->preferences), "recordings");
  ui_wait_until (has_subtitle, row);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "1 recording takes 10 bytes.");
  g_assert_true (gtk_widget_get_sensitive (button));

  g_signal_emit_by_name (button, "clicked");
  dialog = find_message_dialog ();
  g_assert_true (g_str_has_prefix (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "1 recording "));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "delete");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ui_wait_until (is_empty, row);
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (second_path, G_FILE_TEST_EXISTS));
}

/* Nothing is connected there: there is nothing to set, and it says why. */
static void
test_sets_no_connection_of_a_recording (Fixture       *fixture,
                                        gconstpointer  data)
{
  static const char *const groups[] = { "endpoint_group", "address_group", "options_group" };
  TinWorkbench *workbench = tin_application_get_workbench (fixture->application);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "capture", "golden", "udp.pcapng", NULL);
  g_autoptr (GError) error = NULL;
  TinSession *opened = tin_workbench_open_file (workbench, path, &error);
  GtkWidget *page, *reason;

  g_assert_no_error (error);
  gtk_window_destroy (GTK_WINDOW (fixture->preferences));
  fixture->preferences = tin_preferences_new (GTK_WINDOW (fixture->window), opened, workbench,
                                              tin_application_get_settings (fixture->application));
  g_object_add_weak_pointer (G_OBJECT (fixture->preferences), (gpointer *) &fixture->preferences);
  gtk_window_present (GTK_WINDOW (fixture->preferences));

  page = ui_find (fixture->preferences, TIN_TYPE_CONNECTION_PAGE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    g_assert_false (gtk_widget_get_visible (ui_find_template_child (page, groups[i])));
  reason = ui_find_template_child (page, "locked_group");
  g_assert_true (gtk_widget_get_visible (reason));
  g_assert_nonnull (strstr (adw_preferences_group_get_description (ADW_PREFERENCES_GROUP (reason)), "opened for reading"));
  g_assert_true (gtk_widget_is_sensitive (find_row (fixture, "Encoding")));
  g_assert_false (gtk_widget_get_visible (find_row (fixture, "Line Ending")));

  gtk_window_destroy (GTK_WINDOW (fixture->preferences));
  g_assert_finalize_object (opened);
}

static void
test_limits_reach_the_store (Fixture       *fixture,
                             gconstpointer  data)
{
  TinCaptureStore *store = tin_workbench_get_captures (tin_application_get_workbench (fixture->application));
  GtkWidget *spin = ui_find (find_row (fixture, "Limit of a Session"), GTK_TYPE_SPIN_BUTTON, NULL);
  int limit;

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 1234);
  g_object_get (store, "session-limit", &limit, NULL);
  g_assert_cmpint (limit, ==, 1234);

  spin = ui_find (find_row (fixture, "Keep at Most"), GTK_TYPE_SPIN_BUTTON, NULL);
  g_object_get (store, "recordings-limit", &limit, NULL);
  g_assert_cmpint (limit, ==, 20480);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (spin)), ==, 20480);
}

/* On all pages. */
static void
test_has_names (Fixture       *fixture,
                gconstpointer  data)
{
  ui_assert_names (fixture->preferences);
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

  add ("/preferences/changes-role-transport-host-and-port", test_changes_role_transport_host_and_port);
  add ("/preferences/starts-what-it-set-up", test_starts_what_it_set_up);
  add ("/preferences/sets-options", test_sets_options);
  add ("/preferences/says-what-is-no-number", test_says_what_is_no_number);
  add ("/preferences/unfolds-what-is-wrong", test_unfolds_what_is_wrong);
  add ("/preferences/scrolls-to-what-appears", test_scrolls_to_what_appears);
  add ("/preferences/steps-numbers-by-keys", test_steps_numbers_by_keys);
  add ("/preferences/numbers-from-outside-stay-valid", test_numbers_from_outside_stay_valid);
  add ("/preferences/goes-to-what-is-wrong-with-what-is-said", test_goes_to_what_is_wrong_with_what_is_said);
  add ("/preferences/offers-options-that-apply", test_offers_options_that_apply);
  add ("/preferences/joins-groups", test_joins_groups);
  add ("/preferences/says-what-is-wrong-as-one-types", test_says_what_is_wrong_as_one_types);
  add ("/preferences/explains-a-port-below-1024", test_explains_a_port_below_1024);
  add ("/preferences/explains-an-address-others-can-reach", test_explains_an_address_others_can_reach);
  add ("/preferences/sets-what-is-said", test_sets_what_is_said);
  add ("/preferences/sets-encoding-and-line-ending", test_sets_encoding_and_line_ending);
  add ("/preferences/sets-the-settings", test_sets_the_settings);
  add ("/preferences/counts-and-deletes-recordings", test_counts_and_deletes_recordings);
  add ("/preferences/limits-reach-the-store", test_limits_reach_the_store);
  add ("/preferences/is-locked-while-open", test_is_locked_while_open);
  add ("/preferences/sets-no-connection-of-a-recording", test_sets_no_connection_of_a_recording);
  add ("/preferences/says-whose-they-are", test_says_whose_they_are);
  add ("/preferences/has-names", test_has_names);

  return g_test_run ();
}
