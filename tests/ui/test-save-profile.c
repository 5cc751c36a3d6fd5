/* test-save-profile.c: a profile is saved under a name, and replaced knowingly.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-support.h"

#include "ui/tin-save-profile.h"
#include "ui/tin-window.h"

typedef struct
{
  TinApplication   *application;
  TinWindow        *window;
  TinProfileStore  *store;
  TinProfile       *profile;
  AdwMessageDialog *dialog;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("tcp-listen://127.0.0.1:4711", NULL);

  fixture->application = ui_start_application ();
  fixture->window = tin_window_new (fixture->application);
  tin_window_add_tab (fixture->window, profile);
  gtk_window_present (GTK_WINDOW (fixture->window));

  fixture->store = tin_window_get_profiles (fixture->window);
  fixture->profile = tin_session_get_profile (tin_tab_get_session (tin_window_get_current_tab (fixture->window)));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->store)) > 0)
    {
      g_autoptr (TinProfile) profile = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);

      tin_profile_store_remove (fixture->store, tin_profile_get_name (profile), NULL);
    }

  ui_end_application (fixture->application);
}

static void
ask (Fixture    *fixture,
     const char *name)
{
  fixture->dialog = ADW_MESSAGE_DIALOG (tin_save_profile_new (GTK_WINDOW (fixture->window), fixture->profile,
                                                              fixture->store));
  gtk_window_present (GTK_WINDOW (fixture->dialog));
  ui_assert_names (GTK_WIDGET (fixture->dialog));
  gtk_editable_set_text (GTK_EDITABLE (ui_find_template_child (fixture->dialog, "name")), name);
}

static void
test_saves_under_a_name (Fixture       *fixture,
                         gconstpointer  data)
{
  TinProfile *saved;

  ask (fixture, "  My <server> ");
  adw_message_dialog_response (fixture->dialog, "save");

  saved = tin_profile_store_find (fixture->store, "My <server>");
  g_assert_nonnull (saved);
  g_assert_true (saved != fixture->profile);
  g_assert_cmpstr (tin_profile_get_port (saved), ==, "4711");
}

static void
test_needs_a_name (Fixture       *fixture,
                   gconstpointer  data)
{
  ask (fixture, "   ");
  g_assert_false (adw_message_dialog_get_response_enabled (fixture->dialog, "save"));

  gtk_editable_set_text (GTK_EDITABLE (ui_find_template_child (fixture->dialog, "name")), "x");
  g_assert_true (adw_message_dialog_get_response_enabled (fixture->dialog, "save"));
  gtk_window_destroy (GTK_WINDOW (fixture->dialog));
}

static void
test_says_that_it_replaces (Fixture       *fixture,
                            gconstpointer  data)
{
  ask (fixture, "Lamp");
  adw_message_dialog_response (fixture->dialog, "save");

  g_object_set (fixture->profile, "port", "4712", NULL);
  ask (fixture, "Lamp");
  g_assert_true (gtk_widget_get_visible (ui_find_template_child (fixture->dialog, "hint")));
  adw_message_dialog_response (fixture->dialog, "save");

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->store)), ==, 1);
  g_assert_cmpstr (tin_profile_get_port (tin_profile_store_find (fixture->store, "Lamp")), ==, "4712");
}

static void
test_cancel_saves_nothing (Fixture       *fixture,
                           gconstpointer  data)
{
  ask (fixture, "Lamp");
  adw_message_dialog_response (fixture->dialog, "cancel");

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->store)), ==, 0);
}

static void
test_is_opened_from_the_menu (Fixture       *fixture,
                              gconstpointer  data)
{
  TinProfile *profile;

  ask (fixture, "Lamp");
  adw_message_dialog_response (fixture->dialog, "save");
  tin_window_add_tab (fixture->window, NULL);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "open-profile", g_variant_new_string ("Lamp"));

  profile = tin_session_get_profile (tin_tab_get_session (tin_window_get_current_tab (fixture->window)));
  g_assert_cmpstr (tin_profile_get_name (profile), ==, "Lamp");
  g_assert_cmpstr (tin_profile_get_port (profile), ==, "4711");
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

  add ("/save-profile/saves-under-a-name", test_saves_under_a_name);
  add ("/save-profile/needs-a-name", test_needs_a_name);
  add ("/save-profile/says-that-it-replaces", test_says_that_it_replaces);
  add ("/save-profile/cancel-saves-nothing", test_cancel_saves_nothing);
  add ("/save-profile/is-opened-from-the-menu", test_is_opened_from_the_menu);

  return g_test_run ();
}
