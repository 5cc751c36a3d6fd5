/* test-welcome.c: the first page, the examples and saved profiles.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-support.h"

#include "ui/tin-welcome.h"
#include "ui/tin-window.h"

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
  TinProfileStore *store = tin_window_get_profiles (fixture->window);

  while (g_list_model_get_n_items (G_LIST_MODEL (store)) > 0)
    {
      g_autoptr (TinProfile) profile = g_list_model_get_item (G_LIST_MODEL (store), 0);

      g_assert_true (tin_profile_store_remove (store, tin_profile_get_name (profile), NULL));
    }

  ui_end_application (fixture->application);
}

static TinTab *
get_tab (Fixture *fixture)
{
  return tin_window_get_current_tab (fixture->window);
}

static TinSession *
get_session (Fixture *fixture)
{
  return tin_tab_get_session (get_tab (fixture));
}

static TinProfile *
get_profile (Fixture *fixture)
{
  return tin_session_get_profile (get_session (fixture));
}

static void
act (Fixture    *fixture,
     const char *action,
     const char *target)
{
  gtk_widget_activate_action (GTK_WIDGET (get_tab (fixture)), action, target != NULL ? "s" : NULL, target);
}

static void
save (Fixture    *fixture,
      const char *name)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("udp://127.0.0.1:4321", NULL);
  g_autoptr (GError) error = NULL;

  g_object_set (profile, "name", name, NULL);
  tin_profile_store_add (tin_window_get_profiles (fixture->window), profile, &error);
  g_assert_no_error (error);
}

static void
test_offers_every_example (Fixture       *fixture,
                           gconstpointer  data)
{
  guint n_examples = 0;
  const TinExample *examples = tin_examples_get (&n_examples);

  g_assert_cmpuint (n_examples, ==, 6);
  for (guint i = 0; i < n_examples; i++)
    {
      GtkWidget *row = ui_find (get_tab (fixture), ADW_TYPE_ACTION_ROW, examples[i].title);

      g_assert_nonnull (row);
      g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, examples[i].summary);
    }
}

static const struct
{
  const char   *choice;
  TinTransport  transport;
  TinRole       role;
} choices[] = {
  { "tcp-server", TIN_TRANSPORT_TCP, TIN_ROLE_SERVER },
  { "tcp-client", TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT },
  { "udp-server", TIN_TRANSPORT_UDP, TIN_ROLE_SERVER },
  { "udp-client", TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT },
};

static void
test_sets_a_choice_up (Fixture       *fixture,
                       gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      tin_window_add_tab (fixture->window, NULL);
      act (fixture, "tab.choose", choices[i].choice);

      g_assert_cmpint (tin_profile_get_transport (get_profile (fixture)), ==, choices[i].transport);
      g_assert_cmpint (tin_profile_get_role (get_profile (fixture)), ==, choices[i].role);
      g_assert_true (tin_profile_is_valid (get_profile (fixture)));
      g_assert_false (tin_tab_is_welcoming (get_tab (fixture)));
      g_assert_cmpint (tin_session_get_state (get_session (fixture)), ==, TIN_SESSION_CLOSED);
    }
}

static void
test_suggests_what_was_opened_last (Fixture       *fixture,
                                    gconstpointer  data)
{
  TinSession *session;

  act (fixture, "tab.choose", "udp-server");
  session = get_session (fixture);
  g_object_set (get_profile (fixture), "port", "0", NULL);
  tin_tab_start (get_tab (fixture));
  ui_wait_for_state (session, TIN_SESSION_OPEN);

  tin_window_add_tab (fixture->window, NULL);
  act (fixture, "tab.choose", "udp-server");
  g_assert_cmpstr (tin_profile_get_port (get_profile (fixture)), ==, "0");
}

static void
test_sets_an_example_up (Fixture       *fixture,
                         gconstpointer  data)
{
  act (fixture, "tab.example", "echo-server");

  g_assert_cmpstr (tin_profile_get_port (get_profile (fixture)), ==, "8080");
  g_assert_cmpint (tin_profile_get_reply (get_profile (fixture)), ==, TIN_REPLY_ECHO);
  ui_settle ();
  g_assert_cmpint (tin_session_get_state (get_session (fixture)), ==, TIN_SESSION_CLOSED);
}

static gboolean
has_begun (gpointer session)
{
  return tin_session_get_state (session) != TIN_SESSION_CLOSED || tin_session_get_problem (session) != NULL;
}

static void
test_starts_an_example (Fixture       *fixture,
                        gconstpointer  data)
{
  act (fixture, "tab.start-example", "udp-client");
  ui_wait_until (has_begun, get_session (fixture));

  g_assert_cmpint (tin_profile_get_transport (get_profile (fixture)), ==, TIN_TRANSPORT_UDP);
  g_assert_cmpint (tin_profile_get_role (get_profile (fixture)), ==, TIN_ROLE_CLIENT);
}

static void
test_opens_the_other_end (Fixture       *fixture,
                          gconstpointer  data)
{
  TinTab *first = get_tab (fixture);

  act (fixture, "tab.example", "echo-server");
  g_assert_nonnull (ui_find (first, GTK_TYPE_LABEL, "Its other end: “Talking client”"));
  act (fixture, "tab.counterpart", NULL);

  g_assert_true (get_tab (fixture) != first);
  g_assert_cmpint (tin_profile_get_role (get_profile (fixture)), ==, TIN_ROLE_CLIENT);
  g_assert_cmpstr (tin_profile_get_port (get_profile (fixture)), ==, "8080");
}

static void
test_the_other_end_goes_along_with_the_port (Fixture       *fixture,
                                             gconstpointer  data)
{
  act (fixture, "tab.example", "echo-server");
  g_object_set (get_profile (fixture), "port", "8081", NULL);
  act (fixture, "tab.counterpart", NULL);

  g_assert_cmpint (tin_profile_get_role (get_profile (fixture)), ==, TIN_ROLE_CLIENT);
  g_assert_cmpstr (tin_profile_get_port (get_profile (fixture)), ==, "8081");
}

static void
test_a_later_edit_is_kept (Fixture       *fixture,
                           gconstpointer  data)
{
  /* This one waits for what the computer's name stands for. */
  act (fixture, "tab.example", "greeting-server");
  g_object_set (get_profile (fixture), "host", "127.7.7.7", NULL);
  act (fixture, "tab.start-example", "greeting-server");
  g_object_set (get_profile (fixture), "host", "127.7.7.7", "port", "0", NULL);
  ui_wait_until (has_begun, get_session (fixture));

  g_assert_cmpstr (tin_profile_get_host (get_profile (fixture)), ==, "127.7.7.7");
}

static void
test_lists_saved_profiles (Fixture       *fixture,
                           gconstpointer  data)
{
  save (fixture, "Lamp & <b>fan</b>");
  g_assert_nonnull (ui_find (get_tab (fixture), ADW_TYPE_ACTION_ROW, "Lamp & <b>fan</b>"));

  act (fixture, "tab.profile", "Lamp & <b>fan</b>");
  g_assert_cmpstr (tin_profile_get_port (get_profile (fixture)), ==, "4321");
  g_assert_cmpstr (tin_profile_get_name (get_profile (fixture)), ==, "Lamp & <b>fan</b>");
}

static void
test_a_removed_profile_comes_back (Fixture       *fixture,
                                   gconstpointer  data)
{
  TinProfileStore *store = tin_window_get_profiles (fixture->window);
  GtkWidget *undo;

  save (fixture, "Lamp");
  act (fixture, "tab.remove-profile", "Lamp");
  g_assert_null (tin_profile_store_find (store, "Lamp"));
  g_assert_null (ui_find (get_tab (fixture), ADW_TYPE_ACTION_ROW, "Lamp"));

  undo = ui_find (fixture->window, GTK_TYPE_BUTTON, "Undo");
  g_assert_nonnull (undo);
  g_signal_emit_by_name (undo, "clicked");
  g_assert_nonnull (tin_profile_store_find (store, "Lamp"));
}

static void
test_choices_have_names (Fixture       *fixture,
                         gconstpointer  data)
{
  GtkWidget *start = ui_find (get_tab (fixture), GTK_TYPE_BUTTON, "Start");

  g_assert_nonnull (start);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (start), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Start “Greeting server”");
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

  add ("/welcome/offers-every-example", test_offers_every_example);
  add ("/welcome/sets-a-choice-up", test_sets_a_choice_up);
  add ("/welcome/suggests-what-was-opened-last", test_suggests_what_was_opened_last);
  add ("/welcome/sets-an-example-up", test_sets_an_example_up);
  add ("/welcome/starts-an-example", test_starts_an_example);
  add ("/welcome/opens-the-other-end", test_opens_the_other_end);
  add ("/welcome/the-other-end-goes-along-with-the-port", test_the_other_end_goes_along_with_the_port);
  add ("/welcome/a-later-edit-is-kept", test_a_later_edit_is_kept);
  add ("/welcome/lists-saved-profiles", test_lists_saved_profiles);
  add ("/welcome/a-removed-profile-comes-back", test_a_removed_profile_comes_back);
  add ("/welcome/choices-have-names", test_choices_have_names);

  return g_test_run ();
}
