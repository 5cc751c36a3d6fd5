/* test-export-dialog.c: which messages are saved, and how, is chosen; the page saves them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "page-support.h"

#include "ui/tin-session-page-private.h"

#include <string.h>

static GtkWidget *parent;

static TinExportDialog *
ask (const TinExportOffer *offer)
{
  TinExportDialog *dialog = TIN_EXPORT_DIALOG (tin_export_dialog_new (GTK_WINDOW (parent), offer));

  gtk_window_present (GTK_WINDOW (dialog));
  ui_assert_names (GTK_WIDGET (dialog));

  return dialog;
}

static void
select_row (TinExportDialog *dialog,
            const char      *id,
            guint            position)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (ui_find_template_child (dialog, id)), position);
}

static guint
count_scopes (TinExportDialog *dialog)
{
  AdwComboRow *row = ADW_COMBO_ROW (ui_find_template_child (dialog, "scope_row"));

  return g_list_model_get_n_items (adw_combo_row_get_model (row));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static gboolean
is_gone (gpointer dialog)
{
  return *(gpointer *) dialog == NULL;
}

static void
end_dialog (TinExportDialog *dialog)
{
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_window_close (GTK_WINDOW (dialog));
  ui_wait_until (is_gone, &dialog);
}

/* As a click on the button does. */
static void
respond (TinExportDialog *dialog,
         const char      *response)
{
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  if (dialog != NULL)
    gtk_window_close (GTK_WINDOW (dialog));
  ui_wait_until (is_gone, &dialog);
}

static void
test_offers_what_there_is (void)
{
  const TinExportOffer all = { .n_all = 8, .n_shown = 8 };
  const TinExportOffer everything = { .n_all = 8000, .n_shown = 12, .n_selected = 3, .peer = "127.0.0.1:40001" };
  TinExportDialog *dialog = ask (&all);
  TinExportChoice choice;

  g_assert_cmpuint (count_scopes (dialog), ==, 1);
  tin_export_dialog_get_choice (dialog, &choice);
  g_assert_cmpint (choice.scope, ==, TIN_EXPORT_ALL);
  g_assert_cmpint (choice.format, ==, TIN_EXPORT_PCAPNG);
  end_dialog (dialog);

  dialog = ask (&everything);
  g_assert_cmpuint (count_scopes (dialog), ==, 4);
  tin_export_dialog_get_choice (dialog, &choice);
  g_assert_cmpint (choice.scope, ==, TIN_EXPORT_SELECTED);
  select_row (dialog, "scope_row", 1);
  tin_export_dialog_get_choice (dialog, &choice);
  g_assert_cmpint (choice.scope, ==, TIN_EXPORT_PEER);
  ui_take_picture (dialog, "export-dialog");
  end_dialog (dialog);
}

static void
test_asks_for_a_direction (void)
{
  const TinExportOffer offer = { .n_all = 8, .n_shown = 8 };
  TinExportDialog *dialog = ask (&offer);
  GtkWidget *direction = ui_find_template_child (dialog, "direction_row");
  TinExportChoice choice;

  g_assert_false (gtk_widget_get_visible (direction));
  tin_export_dialog_get_choice (dialog, &choice);
  g_assert_cmpint (choice.direction, ==, TIN_DIRECTION_NONE);

  select_row (dialog, "format_row", TIN_EXPORT_RAW);
  g_assert_true (gtk_widget_get_visible (direction));
  tin_export_dialog_get_choice (dialog, &choice);
  g_assert_cmpint (choice.format, ==, TIN_EXPORT_RAW);
  g_assert_cmpint (choice.direction, ==, TIN_DIRECTION_IN);
  select_row (dialog, "direction_row", 1);
  tin_export_dialog_get_choice (dialog, &choice);
  g_assert_cmpint (choice.direction, ==, TIN_DIRECTION_OUT);
  ui_take_picture (dialog, "export-dialog-raw");
  end_dialog (dialog);
}

static void
test_goes_on_to_a_file (void)
{
  const TinExportOffer offer = { .n_all = 8, .n_shown = 8 };
  TinExportDialog *dialog = ask (&offer);
  guint n_chosen = 0;

  g_signal_connect_swapped (dialog, "chosen", G_CALLBACK (count_cb), &n_chosen);
  respond (dialog, "choose");
  g_assert_cmpuint (n_chosen, ==, 1);

  dialog = ask (&offer);
  g_signal_connect_swapped (dialog, "chosen", G_CALLBACK (count_cb), &n_chosen);
  respond (dialog, "cancel");
  g_assert_cmpuint (n_chosen, ==, 1);
}

static gboolean
has_ended (gpointer job)
{
  return tin_job_get_state (job) != TIN_JOB_RUNNING;
}

/* What the page saves of the chosen messages. */
static char *
save (PageFixture           *fixture,
      const TinExportChoice *choice)
{
  g_autofree char *path = g_build_filename (fixture->folder, "log", NULL);
  TinJob *job = tin_export_start (tin_session_page_create_export (fixture->page, choice), path);

  tin_session_page_add_job (fixture->page, job);
  ui_wait_until (has_ended, job);
  g_assert_cmpint (tin_job_get_state (job), ==, TIN_JOB_DONE);
  g_assert_false (tin_job_bar_is_busy (fixture->page->job_bar));
  ui_settle ();
  g_assert_finalize_object (job);

  return read_file (path);
}

static gboolean
can_save (gpointer fixture)
{
  return page_is_enabled (fixture, "save") && page_is_enabled (fixture, "export");
}

static void
select_rows (PageFixture *fixture,
             guint        first,
             guint        second)
{
  TinLogView *log = TIN_LOG_VIEW (page_get (fixture, "log"));
  GtkSelectionModel *rows = GTK_SELECTION_MODEL (tin_log_view_get_rows (log));

  gtk_selection_model_select_item (rows, first, TRUE);
  gtk_selection_model_select_item (rows, second, FALSE);
}

static void
test_saves_from_the_page (PageFixture   *fixture,
                          gconstpointer  uri)
{
  TinExportChoice choice = { .scope = TIN_EXPORT_ALL, .format = TIN_EXPORT_RAW, .direction = TIN_DIRECTION_IN };
  g_autoptr (GSocketConnection) first = NULL;
  g_autoptr (GSocketConnection) second = NULL;
  g_autofree char *all = NULL;
  g_autofree char *peer = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *selected = NULL;

  g_assert_false (page_is_enabled (fixture, "save"));
  g_assert_false (page_is_enabled (fixture, "export"));

  page_start (fixture);
  first = page_connect (fixture);
  page_wait_for_peers (fixture, 1);
  client_write (first, "one");
  page_wait_for_text (fixture, "one");
  second = page_connect (fixture);
  page_wait_for_peers (fixture, 2);
  client_write (second, "two");
  page_wait_for_text (fixture, "two");
  client_write (first, "three");
  page_wait_for_text (fixture, "three");
  ui_wait_until (can_save, fixture);

  all = save (fixture, &choice);
  g_assert_cmpstr (all, ==, "onetwothree");

  /* Listening, connected, one, connected, two, three. */
  select_rows (fixture, 2, 4);
  choice.scope = TIN_EXPORT_SELECTED;
  selected = save (fixture, &choice);
  g_assert_cmpstr (selected, ==, "onetwo");

  tin_peer_view_select (TIN_PEER_VIEW (page_get (fixture, "peers")), 1);
  choice.scope = TIN_EXPORT_PEER;
  peer = save (fixture, &choice);
  g_assert_cmpstr (peer, ==, "two");

  tin_peer_view_select (TIN_PEER_VIEW (page_get (fixture, "peers")), GTK_INVALID_LIST_POSITION);
  page_activate (fixture, "clear");
  choice.scope = TIN_EXPORT_SHOWN;
  shown = save (fixture, &choice);
  g_assert_cmpstr (shown, ==, "");
}

static gboolean
is_listed_alone (gpointer messages)
{
  g_autoptr (GArray) pending = tin_message_list_dup_pending_rows (messages, 0, G_MAXUINT);

  return g_list_model_get_n_items (messages) == 1 && pending->len == 1;
}

static void
test_saves_what_is_unfinished (PageFixture   *fixture,
                               gconstpointer  uri)
{
  TinExportChoice choice = { .scope = TIN_EXPORT_ALL, .format = TIN_EXPORT_RAW, .direction = TIN_DIRECTION_IN };
  TinMessageList *messages = tin_session_get_messages (fixture->session);
  g_autoptr (GSocketConnection) client = NULL;
  g_autofree char *all = NULL;
  g_autofree char *selected = NULL;
  g_autofree char *shown = NULL;

  g_object_set (tin_session_get_profile (fixture->session), "framing-in", "lines:lf", NULL);
  page_start (fixture);
  client = page_connect (fixture);
  page_wait_for_peers (fixture, 1);
  client_write (client, "one\ntwo\nthr");
  page_wait_for_text (fixture, "thr");
  ui_wait_until (can_save, fixture);

  all = save (fixture, &choice);
  g_assert_cmpstr (all, ==, "one\ntwo\nthr");

  /* Listening, connected, one, two, and what has come of three. */
  select_rows (fixture, 2, 4);
  choice.scope = TIN_EXPORT_SELECTED;
  selected = save (fixture, &choice);
  g_assert_cmpstr (selected, ==, "one\nthr");

  tin_search_set_text (tin_session_get_search (fixture->session), "size:3");
  ui_wait_until (is_listed_alone, messages);
  choice.scope = TIN_EXPORT_SHOWN;
  shown = save (fixture, &choice);
  g_assert_cmpstr (shown, ==, "thr");
}

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

int
main (int    argc,
      char **argv)
{
  int result;

  ui_test_init (&argc, &argv);
  parent = ui_show (gtk_label_new (NULL), 600, 400);

  g_test_add_func ("/export-dialog/offers-what-there-is", test_offers_what_there_is);
  g_test_add_func ("/export-dialog/asks-for-a-direction", test_asks_for_a_direction);
  g_test_add_func ("/export-dialog/goes-on-to-a-file", test_goes_on_to_a_file);
  g_test_add ("/export-dialog/saves-from-the-page", PageFixture, "tcp-listen://127.0.0.1:0", set_up,
              test_saves_from_the_page, tear_down);
  g_test_add ("/export-dialog/saves-what-is-unfinished", PageFixture, "tcp-listen://127.0.0.1:0", set_up,
              test_saves_what_is_unfinished, tear_down);

  result = g_test_run ();
  gtk_window_destroy (GTK_WINDOW (parent));

  return result;
}
