/* test-message-view.c: what can be done with the message that is looked at.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "page-support.h"

#include "ui/tin-detail-pane.h"
#include "ui/tin-log-view.h"

#include <string.h>

#define REPORT "{\"sensor\":\"kitchen\",\"values\":[21.5,22,null],\"ok\":true}"

static void
select_newest (PageFixture *fixture)
{
  TinLogView *log = TIN_LOG_VIEW (page_get (fixture, "log"));
  guint n_rows = g_list_model_get_n_items (tin_log_view_get_rows (log));

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (tin_log_view_get_rows (log)), n_rows - 1, TRUE);
}

static GSocketConnection *
receive (PageFixture *fixture,
         const char  *text)
{
  GSocketConnection *client;

  page_start (fixture);
  client = page_connect (fixture);
  client_write (client, text);
  page_wait_for_text (fixture, text);
  select_newest (fixture);

  return client;
}

static void
test_shows_it_in_every_way (PageFixture   *fixture,
                            gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = receive (fixture, REPORT);
  TinDetailPane *detail = TIN_DETAIL_PANE (page_get (fixture, "detail"));
  g_autofree char *formatted = NULL;
  int minimum;

  g_settings_set_enum (fixture->settings, "detail-view", TIN_DETAIL_BOTH);
  g_settings_set_boolean (fixture->settings, "show-inspector", TRUE);
  tin_detail_pane_select (detail, 11, 18);
  ui_draw (fixture->window);
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "message-inspector");

  gtk_widget_measure (GTK_WIDGET (fixture->page), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 600);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 740);
  ui_draw (fixture->window);
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "message-narrow");

  g_settings_set_boolean (fixture->settings, "show-inspector", FALSE);
  g_settings_set_enum (fixture->settings, "detail-view", TIN_DETAIL_FORMATTED);
  page_activate (fixture, "find-in-message");
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "message-formatted");

  formatted = tin_detail_pane_dup_shown (detail);
  g_assert_true (g_str_has_prefix (formatted, "{\n  \"sensor\": \"kitchen\",\n"));
}

static void
test_looks_well_in_the_dark (PageFixture   *fixture,
                             gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = receive (fixture, REPORT);
  TinDetailPane *detail = TIN_DETAIL_PANE (page_get (fixture, "detail"));

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  g_settings_set_enum (fixture->settings, "detail-view", TIN_DETAIL_BOTH);
  tin_detail_pane_select (detail, 30, 45);
  ui_draw (fixture->window);
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "message-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

typedef struct
{
  GdkClipboard *clipboard;
  char         *text;
  gboolean      ended;
} Reading;

static void
read_ready_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Reading *reading = user_data;

  reading->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  reading->ended = TRUE;
}

static gboolean
has_read (gpointer data)
{
  return ((Reading *) data)->ended;
}

static char *
read_clipboard (PageFixture *fixture)
{
  Reading reading = { 0 };

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->window), NULL, read_ready_cb, &reading);
  ui_wait_until (has_read, &reading);

  return reading.text;
}

static void
copy_as (PageFixture *fixture,
         const char  *form)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (tin_session_page_get_actions (fixture->page)), "copy-as");

  g_action_activate (action, g_variant_new_string (form));
}

static void
test_copies_it_in_every_form (PageFixture   *fixture,
                              gconstpointer  uri)
{
  static const char *const forms[] = { "rows", "text", "hex", "c", "python", "json", "nc", "socat", "tincan-cli" };
  g_autoptr (GSocketConnection) client = receive (fixture, "hello");
  g_autofree char *command = NULL;
  g_autofree char *expected = g_strdup_printf ("printf 'hello' | nc -N 127.0.0.1 %u",
                                               tin_session_get_port (fixture->session));

  g_assert_true (page_is_enabled (fixture, "copy-as"));

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *text = NULL;

      copy_as (fixture, forms[i]);
      text = read_clipboard (fixture);
      g_assert_nonnull (text);
      g_assert_true (strstr (text, "hello") != NULL || strstr (text, "68") != NULL);
    }

  copy_as (fixture, "nc");
  command = read_clipboard (fixture);
  g_assert_cmpstr (command, ==, expected);
}

static void
test_offers_only_what_can_be_done (PageFixture   *fixture,
                                   gconstpointer  uri)
{
  static const char *const actions[] = { "copy", "copy-as", "copy-shown", "find-in-message", "save-payload" };
  g_autoptr (GSocketConnection) client = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_false (page_is_enabled (fixture, actions[i]));

  client = receive (fixture, "hello");

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_true (page_is_enabled (fixture, actions[i]));

  /* What is no data has no bytes. */
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (tin_log_view_get_rows (TIN_LOG_VIEW (page_get (fixture, "log")))),
                                   0, TRUE);
  g_assert_true (page_is_enabled (fixture, "copy"));
  g_assert_false (page_is_enabled (fixture, "save-payload"));
  g_assert_false (page_is_enabled (fixture, "find-in-message"));
}

int
main (int    argc,
      char **argv)
{
  static const char server[] = "tcp-listen://127.0.0.1:0";

  ui_test_init (&argc, &argv);

#define ADD(name, function) g_test_add ("/message-view/" name, PageFixture, server, page_test_set_up, function, page_test_tear_down)
  ADD ("shows-it-in-every-way", test_shows_it_in_every_way);
  ADD ("looks-well-in-the-dark", test_looks_well_in_the_dark);
  ADD ("copies-it-in-every-form", test_copies_it_in_every_form);
  ADD ("offers-only-what-can-be-done", test_offers_only_what_can_be_done);
#undef ADD

  return g_test_run ();
}
