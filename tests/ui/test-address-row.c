/* test-address-row.c: the row edits the profile, and says what is wrong while one types.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-support.h"

#include "ui/tin-address-row.h"
#include "ui/tin-recent-addresses.h"
#include "ui/tin-recent-button.h"

typedef struct
{
  TinProfile    *profile;
  GtkWidget     *window;
  TinAddressRow *row;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->profile = tin_profile_new_from_uri ("tcp-listen://127.0.0.1:8080", NULL);
  fixture->row = g_object_new (TIN_TYPE_ADDRESS_ROW, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->row));
  tin_address_row_set_profile (fixture->row, fixture->profile);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_settle ();
  g_assert_finalize_object (fixture->profile);
}

static void
type_into (Fixture    *fixture,
           const char *id,
           const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (ui_find_template_child (fixture->row, id)), text);
}

static const char *
get_hint (Fixture *fixture)
{
  GtkWidget *revealer = ui_find_template_child (fixture->row, "hint_revealer");
  GtkWidget *hint = ui_find_template_child (fixture->row, "hint");

  return gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)) ? gtk_label_get_label (GTK_LABEL (hint)) : NULL;
}

static void
test_shows_the_profile (Fixture       *fixture,
                        gconstpointer  data)
{
  GtkWidget *role = ui_find_template_child (fixture->row, "role");
  GtkWidget *transport = ui_find_template_child (fixture->row, "transport");
  GtkWidget *host = ui_find_template_child (fixture->row, "host");
  GtkWidget *port = ui_find_template_child (fixture->row, "port");

  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (role)), ==, TIN_ROLE_SERVER);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (transport)), ==, TIN_TRANSPORT_TCP);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (host)), ==, "127.0.0.1");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (port)), ==, "8080");

  g_object_set (fixture->profile, "role", TIN_ROLE_CLIENT, "transport", TIN_TRANSPORT_UDP, "host", "::1", NULL);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (role)), ==, TIN_ROLE_CLIENT);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (transport)), ==, TIN_TRANSPORT_UDP);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (host)), ==, "::1");
}

static void
add_recent (GSettings  *settings,
            const char *uri)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri (uri, NULL);

  tin_recent_addresses_add (settings, profile);
}

static void
test_remembers_addresses (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (GSettings) settings = g_settings_new (TIN_APPLICATION_ID);
  g_autoptr (TinProfile) wrong = tin_profile_new_from_uri ("tcp://h:1", NULL);
  g_auto (GStrv) some = NULL;
  g_auto (GStrv) many = NULL;
  g_auto (GStrv) none = NULL;

  add_recent (settings, "tcp://one:1?goodbye=bye");
  add_recent (settings, "udp-listen://[::1]:2");
  add_recent (settings, "tcp://one:1");
  some = g_settings_get_strv (settings, TIN_RECENT_ADDRESSES_KEY);
  g_assert_cmpuint (g_strv_length (some), ==, 2);
  g_assert_cmpstr (some[0], ==, "tcp://one:1");
  g_assert_cmpstr (some[1], ==, "udp-listen://[::1]:2");

  g_object_set (wrong, "port", "no port", NULL);
  tin_recent_addresses_add (settings, wrong);

  for (guint i = 0; i < TIN_RECENT_ADDRESSES_MAX; i++)
    {
      g_autofree char *uri = g_strdup_printf ("tcp://host:%u", i + 10);

      add_recent (settings, uri);
    }

  many = g_settings_get_strv (settings, TIN_RECENT_ADDRESSES_KEY);
  g_assert_cmpuint (g_strv_length (many), ==, TIN_RECENT_ADDRESSES_MAX);
  g_assert_cmpstr (many[TIN_RECENT_ADDRESSES_MAX - 1], ==, "tcp://host:10");

  tin_recent_addresses_clear (settings);
  none = g_settings_get_strv (settings, TIN_RECENT_ADDRESSES_KEY);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static void
test_offers_recent_addresses (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GSettings) settings = g_settings_new (TIN_APPLICATION_ID);
  GtkWidget *recent = ui_find_template_child (fixture->row, "recent_button");
  GtkMenuButton *button = GTK_MENU_BUTTON (ui_find_template_child (recent, "button"));
  const char *damaged[] = { "no uri", "tcp://under_score:1", NULL };
  g_autoptr (GMenuModel) section = NULL;
  g_autofree char *label = NULL;

  tin_address_row_set_settings (fixture->row, settings);
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (button)));

  g_settings_set_strv (settings, TIN_RECENT_ADDRESSES_KEY, damaged);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (button)));
  section = g_menu_model_get_item_link (gtk_menu_button_get_menu_model (button), 0, G_MENU_LINK_SECTION);
  g_assert_cmpint (g_menu_model_get_n_items (section), ==, 1);
  g_menu_model_get_item_attribute (section, 0, G_MENU_ATTRIBUTE_LABEL, "s", &label);
  g_assert_nonnull (strstr (label, "under__score:1"));

  gtk_widget_activate_action (recent, "recent.choose", "s", "udp://[::1]:53");
  g_assert_cmpstr (tin_profile_get_uri (fixture->profile), ==, "udp://[::1]:53");
  gtk_widget_activate_action (recent, "recent.choose", "s", "no uri");
  g_assert_cmpstr (tin_profile_get_uri (fixture->profile), ==, "udp://[::1]:53");

  g_object_set (fixture->profile, "editable", FALSE, NULL);
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (button)));
  g_object_set (fixture->profile, "editable", TRUE, NULL);

  gtk_widget_activate_action (recent, "recent.clear", NULL);
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (button)));
}

static void
test_edits_the_profile (Fixture       *fixture,
                        gconstpointer  data)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (ui_find_template_child (fixture->row, "role")), TIN_ROLE_CLIENT);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (ui_find_template_child (fixture->row, "transport")), TIN_TRANSPORT_UDP);
  type_into (fixture, "host", "example.org");
  type_into (fixture, "port", "53");

  g_assert_cmpint (tin_profile_get_role (fixture->profile), ==, TIN_ROLE_CLIENT);
  g_assert_cmpint (tin_profile_get_transport (fixture->profile), ==, TIN_TRANSPORT_UDP);
  g_assert_cmpstr (tin_profile_get_host (fixture->profile), ==, "example.org");
  g_assert_cmpstr (tin_profile_get_port (fixture->profile), ==, "53");
}

static const struct
{
  const char *port;
  gboolean    client;
  gboolean    wrong;
} ports[] = {
  { "8080", FALSE, FALSE },
  { "65535", FALSE, FALSE },
  { "0", FALSE, FALSE },
  { "0", TRUE, TRUE },
  { "1", TRUE, FALSE },
  { "65536", FALSE, TRUE },
  { "99999999999999999999", FALSE, TRUE },
  { "-1", FALSE, TRUE },
  { "80a", FALSE, TRUE },
  { "", FALSE, TRUE },
  { "", TRUE, TRUE },
};

static void
test_says_what_is_wrong_with_a_port (Fixture       *fixture,
                                     gconstpointer  data)
{
  GtkWidget *port = ui_find_template_child (fixture->row, "port");

  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_test_message ("“%s”", ports[i].port);
      g_object_set (fixture->profile, "role", ports[i].client ? TIN_ROLE_CLIENT : TIN_ROLE_SERVER, NULL);
      type_into (fixture, "port", ports[i].port);

      g_assert_cmpint (gtk_widget_has_css_class (port, "error"), ==, ports[i].wrong);
      gtk_test_accessible_assert_state (GTK_ACCESSIBLE (port), GTK_ACCESSIBLE_STATE_INVALID,
                                        ports[i].wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE);
      if (ports[i].wrong)
        {
          g_assert_cmpstr (get_hint (fixture), ==, tin_profile_get_problem (fixture->profile, TIN_PROFILE_PORT));
          gtk_test_accessible_assert_property (GTK_ACCESSIBLE (port), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                               get_hint (fixture));
        }
    }
}

static void
test_says_what_is_wrong_with_a_host (Fixture       *fixture,
                                     gconstpointer  data)
{
  GtkWidget *host = ui_find_template_child (fixture->row, "host");

  type_into (fixture, "host", "two words");
  g_assert_true (gtk_widget_has_css_class (host, "error"));
  g_assert_cmpstr (get_hint (fixture), ==, tin_profile_get_problem (fixture->profile, TIN_PROFILE_HOST));

  type_into (fixture, "host", "127.0.0.1");
  g_assert_false (gtk_widget_has_css_class (host, "error"));
  g_assert_null (get_hint (fixture));
}

/* The page of an open session shows it larger. */
static void
test_warns_before_it_is_open (Fixture       *fixture,
                              gconstpointer  data)
{
  type_into (fixture, "host", "0.0.0.0");
  g_assert_nonnull (get_hint (fixture));

  g_object_set (fixture->profile, "editable", FALSE, NULL);
  g_assert_null (get_hint (fixture));

  g_object_set (fixture->profile, "editable", TRUE, NULL);
  g_assert_nonnull (get_hint (fixture));
}

static void
test_what_is_wrong_comes_before_a_warning (Fixture       *fixture,
                                           gconstpointer  data)
{
  type_into (fixture, "host", "0.0.0.0");
  g_assert_nonnull (get_hint (fixture));
  g_assert_true (gtk_widget_has_css_class (ui_find_template_child (fixture->row, "hint"), "warning"));

  type_into (fixture, "port", "x");
  g_assert_cmpstr (get_hint (fixture), ==, tin_profile_get_problem (fixture->profile, TIN_PROFILE_PORT));
  g_assert_true (gtk_widget_has_css_class (ui_find_template_child (fixture->row, "hint"), "error"));
}

/* What is set up elsewhere is named, with a way to get there. */
static void
test_says_what_else_is_wrong (Fixture       *fixture,
                              gconstpointer  data)
{
  GtkWidget *button = ui_find_template_child (fixture->row, "show_button");

  tin_profile_set_option_text (fixture->profile, TIN_OPTION_RECEIVE_BUFFER, "lots");
  g_assert_cmpstr (get_hint (fixture), ==, "Receive Buffer: This value is a number from 0 to 1073741823");
  g_assert_true (gtk_widget_has_css_class (ui_find_template_child (fixture->row, "hint"), "error"));
  g_assert_true (gtk_widget_get_visible (button));

  type_into (fixture, "port", "x");
  g_assert_cmpstr (get_hint (fixture), ==, tin_profile_get_problem (fixture->profile, TIN_PROFILE_PORT));
  g_assert_false (gtk_widget_get_visible (button));
  type_into (fixture, "port", "8080");
  tin_profile_set_option_text (fixture->profile, TIN_OPTION_RECEIVE_BUFFER, "4096");
  g_assert_null (get_hint (fixture));
}

static void
test_is_locked_while_open (Fixture       *fixture,
                           gconstpointer  data)
{
  g_object_set (fixture->profile, "editable", FALSE, NULL);

  g_assert_false (gtk_widget_get_sensitive (ui_find_template_child (fixture->row, "role")));
  g_assert_false (gtk_widget_get_sensitive (ui_find_template_child (fixture->row, "transport")));
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (ui_find_template_child (fixture->row, "host"))));
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (ui_find_template_child (fixture->row, "port"))));
}

static void
test_has_names (Fixture       *fixture,
                gconstpointer  data)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ui_find_template_child (fixture->row, "host")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Host");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ui_find_template_child (fixture->row, "port")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Port");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ui_find_template_child (fixture->row, "role")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Role");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ui_find_template_child (fixture->row, "transport")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Transport");
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

  add ("/address-row/shows-the-profile", test_shows_the_profile);
  add ("/address-row/edits-the-profile", test_edits_the_profile);
  add ("/address-row/says-what-is-wrong-with-a-port", test_says_what_is_wrong_with_a_port);
  add ("/address-row/says-what-is-wrong-with-a-host", test_says_what_is_wrong_with_a_host);
  add ("/address-row/warns-before-it-is-open", test_warns_before_it_is_open);
  add ("/address-row/what-is-wrong-comes-before-a-warning", test_what_is_wrong_comes_before_a_warning);
  add ("/address-row/says-what-else-is-wrong", test_says_what_else_is_wrong);
  add ("/address-row/is-locked-while-open", test_is_locked_while_open);
  add ("/address-row/remembers-addresses", test_remembers_addresses);
  add ("/address-row/offers-recent-addresses", test_offers_recent_addresses);
  add ("/address-row/has-names", test_has_names);

  return g_test_run ();
}
