/* test-log-view.c: the message log: what it shows, what it follows, what is selected.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-view-support.h"

#include "ui/tin-log-cells.h"

#include <string.h>

static void
test_shows_messages (LogViewFixture *fixture,
                     gconstpointer   data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "hello", -1);
  log_feed_add (&fixture->feed, 1, TIN_DIRECTION_OUT, "caf\xc3\xa9\n", -1);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);

  g_assert_nonnull (log_view_find_cell (fixture->log, "hello"));
  g_assert_nonnull (log_view_find_cell (fixture->log, "caf\xc3\xa9\\n"));
  g_assert_nonnull (log_view_find_cell (fixture->log, "← received"));
  g_assert_nonnull (log_view_find_cell (fixture->log, "→ sent"));
  g_assert_nonnull (log_view_find_cell (fixture->log, "127.0.0.1:40001"));
  g_assert_nonnull (log_view_find_cell (fixture->log, "6"));
}

/* Not by colour alone. */
static void
test_marks_problems (LogViewFixture *fixture,
                     gconstpointer   data)
{
  GtkInscription *cell;

  log_feed_add_event (&fixture->feed, 0, TIN_EVENT_RESET, NULL);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);

  cell = log_view_find_cell (fixture->log, "⚠ reset");
  g_assert_nonnull (cell);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (cell), "error"));
}

static void
assert_is_safe (gpointer root)
{
  if (GTK_IS_INSCRIPTION (root))
    {
      const char *text = gtk_inscription_get_text (root);

      g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
      g_assert_true (text == NULL || strlen (text) <= TIN_MESSAGE_TEXT_LIMIT + 64);

      for (const char *at = text; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
        g_assert_true (g_unichar_isprint (g_utf8_get_char (at)));
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    assert_is_safe (child);
}

static void
test_shows_hostile_bytes (LogViewFixture *fixture,
                          gconstpointer   data)
{
  g_autofree char *large = g_strnfill (1024 * 1024, 'A');

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "a\0b\x1b[31m", 8);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "<b>bold</b> &amp;", -1);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "\xff\xfe\xc3", -1);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "x\xe2\x80\xaey\xe2\x81\xa6", -1);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, large, 1024 * 1024);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);

  g_assert_nonnull (log_view_find_cell (fixture->log, "<b>bold</b> &amp;"));
  g_assert_nonnull (log_view_find_cell (fixture->log, "a\\0b\\x1B[31m"));
  assert_is_safe (fixture->log);
}

static void
test_selects (LogViewFixture *fixture,
              gconstpointer   data)
{
  guint n_rows;

  log_view_add_many (fixture, 10);
  n_rows = g_list_model_get_n_items (tin_log_view_get_rows (fixture->log));
  g_assert_null (tin_log_view_get_selected (fixture->log));

  log_view_select_row (fixture, n_rows - 1, TRUE);
  g_assert_cmpstr (tin_message_get_text (tin_log_view_get_selected (fixture->log)), ==, "message 9");

  /* The newest of several, and rows that come change nothing. */
  log_view_select_row (fixture, 3, FALSE);
  log_view_add_many (fixture, 10);
  g_assert_cmpstr (tin_message_get_text (tin_log_view_get_selected (fixture->log)), ==, "message 9");

  tin_message_list_clear (fixture->feed.messages);
  g_assert_null (tin_log_view_get_selected (fixture->log));
}

static void
test_filters (LogViewFixture *fixture,
              gconstpointer   data)
{
  TinMessageList *messages = fixture->feed.messages;
  g_autoptr (TinQuery) query = tin_query_with_connection (NULL, fixture->feed.flows[1].connection);
  g_autoptr (TinFinder) finder = NULL;

  log_view_add_many (fixture, 10);
  finder = tin_finder_new (tin_message_list_get_frames (messages), query, 0);
  tin_message_list_set_finder (messages, finder);
  tin_finder_continue (finder);
  while (tin_finder_is_busy (finder))
    g_thread_yield ();

  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);

  g_assert_null (log_view_find_cell (fixture->log, "127.0.0.1:40000"));
  g_assert_nonnull (log_view_find_cell (fixture->log, "127.0.0.1:40001"));
  g_assert_null (log_view_find_cell (fixture->log, "message 8"));
  g_assert_nonnull (log_view_find_cell (fixture->log, "message 9"));
}

static void
assert_focus (LogViewFixture *fixture,
              guint           position,
              const char     *text)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  guint found = GTK_INVALID_LIST_POSITION;

  g_assert_nonnull (focus);
  g_assert_nonnull (tin_log_cells_find_message (focus, &found));
  g_assert_cmpuint (found, ==, position);
  g_assert_nonnull (log_view_find_cell (focus, text));
}

/* Of the messages of one connection alone; all if it is 0. */
static void
filter (LogViewFixture *fixture,
        guint32         connection)
{
  TinMessageList *messages = fixture->feed.messages;
  g_autoptr (TinQuery) query = connection != 0 ? tin_query_with_connection (NULL, connection) : NULL;
  g_autoptr (TinFinder) finder = NULL;

  if (query != NULL)
    finder = tin_finder_new (tin_message_list_get_frames (messages), query, 0);
  tin_message_list_set_finder (messages, finder);
  if (finder != NULL)
    tin_finder_continue (finder);
  while (finder != NULL && tin_finder_is_busy (finder))
    g_thread_yield ();

  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);
}

/* In the row of the same message, or in the next that is there. */
static void
test_keeps_the_keyboard_in_a_row (LogViewFixture *fixture,
                                  gconstpointer   data)
{
  log_view_add_many (fixture, 1000);
  tin_log_view_go_to (fixture->log, 500);
  ui_draw (fixture->window);
  assert_focus (fixture, 500, "message 498");

  filter (fixture, fixture->feed.flows[1].connection);
  assert_focus (fixture, 250, "message 499");
  g_assert_false (tin_log_view_get_follow (fixture->log));
  filter (fixture, 0);
  assert_focus (fixture, 501, "message 499");

  /* All gone, and back. */
  tin_message_list_clear (fixture->feed.messages);
  ui_draw (fixture->window);
  g_assert_true (tin_message_list_undo_clear (fixture->feed.messages));
  ui_draw (fixture->window);
  assert_focus (fixture, 501, "message 499");

  /* Back, and gone again before a row could have it. */
  tin_message_list_clear (fixture->feed.messages);
  ui_draw (fixture->window);
  g_assert_true (tin_message_list_undo_clear (fixture->feed.messages));
  tin_message_list_clear (fixture->feed.messages);
  ui_draw (fixture->window);
  g_assert_true (tin_message_list_undo_clear (fixture->feed.messages));
  ui_draw (fixture->window);
  assert_focus (fixture, 501, "message 499");
}

static void
test_clears_and_takes_back (LogViewFixture *fixture,
                            gconstpointer   data)
{
  GtkWidget *placeholder = ui_find_template_child (fixture->log, "placeholder");

  log_view_add_many (fixture, 10);
  g_assert_false (gtk_widget_get_visible (placeholder));

  tin_message_list_clear (fixture->feed.messages);
  ui_draw (fixture->window);
  g_assert_true (gtk_widget_get_visible (placeholder));
  g_assert_null (log_view_find_cell (fixture->log, "message 9"));

  g_assert_true (tin_message_list_undo_clear (fixture->feed.messages));
  ui_draw (fixture->window);
  g_assert_false (gtk_widget_get_visible (placeholder));
  g_assert_nonnull (log_view_find_cell (fixture->log, "message 9"));
}

/* It is under the pointer that selected it; only one that has no room there any more moves, no further than it must. */
static void
test_leaves_the_selected_row_where_it_is (LogViewFixture *fixture,
                                          gconstpointer   data)
{
  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->log), 240);
  do
    log_view_add_many (fixture, 1);
  while (gtk_adjustment_get_upper (fixture->adjustment) <= gtk_adjustment_get_page_size (fixture->adjustment));

  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->log), 0);
  ui_draw (fixture->window);
  g_assert_true (tin_log_view_get_follow (fixture->log));
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->adjustment), ==, 0);

  log_view_select_row (fixture, 0, TRUE);
  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->log), 240);
  ui_draw (fixture->window);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->adjustment), ==, 0);
  g_assert_false (tin_log_view_get_follow (fixture->log));
}

static void
test_has_names_and_roles (LogViewFixture *fixture,
                          gconstpointer   data)
{
  GtkAccessible *view = GTK_ACCESSIBLE (ui_find (fixture->log, GTK_TYPE_COLUMN_VIEW, NULL));

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->log), GTK_ACCESSIBLE_ROLE_LOG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->log), GTK_ACCESSIBLE_PROPERTY_LABEL, "Message log");
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Messages");
}

static gboolean
has_action (GMenuModel *menu,
            const char *action)
{
  gboolean found = FALSE;

  for (int i = 0; i < g_menu_model_get_n_items (menu) && !found; i++)
    {
      g_autofree char *own = NULL;
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);

      g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &own);
      found = g_strcmp0 (own, action) == 0 || (section != NULL && has_action (section, action));
    }

  return found;
}

/* What concerns a message is in the menu of its row, and not below anything. */
static void
test_offers_marks_on_rows (LogViewFixture *fixture,
                           gconstpointer   data)
{
  const GType type = TIN_TYPE_LOG_VIEW;
  GtkWidget *log = GTK_WIDGET (fixture->log);

  g_assert_true (has_action (G_MENU_MODEL (gtk_widget_get_template_child (log, type, "menu")), "page.toggle-bookmark"));
  g_assert_true (has_action (G_MENU_MODEL (gtk_widget_get_template_child (log, type, "menu")), "page.edit-note"));
}

/* A row costs only while it is on screen. */
static void
test_keeps_no_rows (LogViewFixture *fixture,
                    gconstpointer   data)
{
  log_feed_add_many (&fixture->feed, 200000);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (tin_log_view_get_rows (fixture->log)));
  ui_draw (fixture->window);

  g_assert_cmpfloat (log_view_get_gap (fixture), <, 1.5);
  g_assert_nonnull (log_view_find_cell (fixture->log, "message 199999"));
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(name, function) \
  g_test_add ("/log-view/" name, LogViewFixture, NULL, log_view_set_up, function, log_view_tear_down)
  ADD ("shows-messages", test_shows_messages);
  ADD ("marks-problems", test_marks_problems);
  ADD ("shows-hostile-bytes", test_shows_hostile_bytes);
  ADD ("selects", test_selects);
  ADD ("filters", test_filters);
  ADD ("keeps-the-keyboard-in-a-row", test_keeps_the_keyboard_in_a_row);
  ADD ("clears-and-takes-back", test_clears_and_takes_back);
  ADD ("leaves-the-selected-row-where-it-is", test_leaves_the_selected_row_where_it_is);
  ADD ("has-names-and-roles", test_has_names_and_roles);
  ADD ("offers-marks-on-rows", test_offers_marks_on_rows);
  ADD ("keeps-no-rows", test_keeps_no_rows);
#undef ADD

  return g_test_run ();
}
