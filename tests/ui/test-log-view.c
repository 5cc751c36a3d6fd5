/* test-log-view.c: the message log: what it shows, what it follows, what is selected.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-support.h"

#include "ui/tin-copy.h"
#include "ui/tin-log-jump.h"
#include "ui/tin-log-view.h"

#include <string.h>

typedef struct
{
  LogFeed        feed;
  GSettings     *settings;
  TinLogView    *log;
  GtkWidget     *window;
  GtkAdjustment *adjustment;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *scroller;

  log_feed_init (&fixture->feed);
  fixture->settings = g_settings_new (TIN_APPLICATION_ID);
  g_settings_reset (fixture->settings, "time-format");
  g_settings_reset (fixture->settings, "log-columns");
  g_settings_reset (fixture->settings, "log-column-widths");
  g_settings_reset (fixture->settings, "time-decimals");

  fixture->log = g_object_new (TIN_TYPE_LOG_VIEW, NULL);
  tin_log_view_set_settings (fixture->log, fixture->settings);
  tin_log_view_set_messages (fixture->log, fixture->feed.messages);
  fixture->window = ui_show (fixture->log, 800, 400);

  scroller = ui_find (fixture->log, GTK_TYPE_SCROLLED_WINDOW, NULL);
  fixture->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->log), (gpointer *) &fixture->log);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_settle ();
  g_assert_null (fixture->log);
  g_assert_finalize_object (fixture->settings);
  log_feed_clear (&fixture->feed);
}

static GtkInscription *
find_cell (gpointer    root,
           const char *text)
{
  if (GTK_IS_INSCRIPTION (root) && g_strcmp0 (gtk_inscription_get_text (root), text) == 0)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkInscription *found = find_cell (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static double
get_gap (Fixture *fixture)
{
  return gtk_adjustment_get_upper (fixture->adjustment) - gtk_adjustment_get_page_size (fixture->adjustment)
         - gtk_adjustment_get_value (fixture->adjustment);
}

static void
add_many (Fixture *fixture,
          guint    n_messages)
{
  log_feed_add_many (&fixture->feed, n_messages);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);
}

static GtkRevealer *
get_revealer (Fixture *fixture)
{
  return GTK_REVEALER (ui_find_template_child (fixture->log, "newest_revealer"));
}

static const char *
get_newest_label (Fixture *fixture)
{
  return adw_button_content_get_label (ADW_BUTTON_CONTENT (ui_find_template_child (fixture->log, "newest_content")));
}

static void
select_row (Fixture  *fixture,
            guint     position,
            gboolean  alone)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (tin_log_view_get_rows (fixture->log)), position, alone);
}

static void
test_shows_messages (Fixture       *fixture,
                     gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "hello", -1);
  log_feed_add (&fixture->feed, 1, TIN_DIRECTION_OUT, "caf\xc3\xa9\n", -1);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);

  g_assert_nonnull (find_cell (fixture->log, "hello"));
  g_assert_nonnull (find_cell (fixture->log, "caf\xc3\xa9\\n"));
  g_assert_nonnull (find_cell (fixture->log, "← received"));
  g_assert_nonnull (find_cell (fixture->log, "→ sent"));
  g_assert_nonnull (find_cell (fixture->log, "127.0.0.1:40001"));
  g_assert_nonnull (find_cell (fixture->log, "6"));
}

/* Not by colour alone. */
static void
test_marks_problems (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkInscription *cell;

  log_feed_add_event (&fixture->feed, 0, TIN_EVENT_RESET, NULL);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);

  cell = find_cell (fixture->log, "⚠ reset");
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
test_shows_hostile_bytes (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autofree char *large = g_strnfill (1024 * 1024, 'A');

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "a\0b\x1b[31m", 8);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "<b>bold</b> &amp;", -1);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "\xff\xfe\xc3", -1);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "x\xe2\x80\xaey\xe2\x81\xa6", -1);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, large, 1024 * 1024);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);

  g_assert_nonnull (find_cell (fixture->log, "<b>bold</b> &amp;"));
  g_assert_nonnull (find_cell (fixture->log, "a\\0b\\x1B[31m"));
  assert_is_safe (fixture->log);
}

static void
test_follows_the_end (Fixture       *fixture,
                      gconstpointer  data)
{
  for (int round = 0; round < 20; round++)
    {
      add_many (fixture, 37);
      g_assert_cmpfloat (get_gap (fixture), <, 1.5);
    }

  g_assert_true (tin_log_view_get_follow (fixture->log));
  g_assert_false (gtk_revealer_get_reveal_child (get_revealer (fixture)));
  g_assert_nonnull (find_cell (fixture->log, "message 36"));
}

typedef struct
{
  Fixture *fixture;
  guint    n_frames;
  double   largest_gap;
} Watch;

static void
after_paint_cb (GdkFrameClock *clock,
                Watch         *watch)
{
  watch->largest_gap = MAX (watch->largest_gap, get_gap (watch->fixture));
  watch->n_frames++;
}

static gboolean
append_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       data)
{
  Watch *watch = data;

  log_feed_add_many (&watch->fixture->feed, 300);
  log_feed_show (&watch->fixture->feed);

  return G_SOURCE_CONTINUE;
}

static gboolean
saw_enough (gpointer data)
{
  return ((Watch *) data)->n_frames >= 60;
}

/* In no frame that is painted does the newest row lack. */
static void
test_follows_in_every_frame (Fixture       *fixture,
                             gconstpointer  data)
{
  Watch watch = { .fixture = fixture };
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &watch);
  guint tick = gtk_widget_add_tick_callback (fixture->window, append_cb, &watch, NULL);

  ui_wait_until (saw_enough, &watch);

  gtk_widget_remove_tick_callback (fixture->window, tick);
  g_signal_handler_disconnect (clock, id);
  g_assert_cmpfloat (watch.largest_gap, <, 1.5);
}

static void
test_stands_still_when_scrolled_up (Fixture       *fixture,
                                    gconstpointer  data)
{
  double value;

  add_many (fixture, 300);
  value = gtk_adjustment_get_value (fixture->adjustment) - 500;
  gtk_adjustment_set_value (fixture->adjustment, value);
  ui_draw (fixture->window);

  g_assert_false (tin_log_view_get_follow (fixture->log));
  g_assert_false (gtk_revealer_get_reveal_child (get_revealer (fixture)));

  add_many (fixture, 12);
  g_assert_cmpfloat (ABS (gtk_adjustment_get_value (fixture->adjustment) - value), <, 1.0);
  g_assert_true (gtk_revealer_get_reveal_child (get_revealer (fixture)));
  g_assert_cmpstr (get_newest_label (fixture), ==, "12 new");
  ui_take_picture (fixture->window, "log-new");

  add_many (fixture, 1);
  g_assert_cmpstr (get_newest_label (fixture), ==, "13 new");
}

static void
test_returns_to_the_end (Fixture       *fixture,
                         gconstpointer  data)
{
  add_many (fixture, 300);
  gtk_adjustment_set_value (fixture->adjustment, 0);
  add_many (fixture, 5);

  g_signal_emit_by_name (gtk_revealer_get_child (get_revealer (fixture)), "clicked");
  ui_draw (fixture->window);

  g_assert_true (tin_log_view_get_follow (fixture->log));
  g_assert_cmpfloat (get_gap (fixture), <, 1.5);
  g_assert_false (gtk_revealer_get_reveal_child (get_revealer (fixture)));
}

static void
test_follows_again_at_the_end (Fixture       *fixture,
                               gconstpointer  data)
{
  add_many (fixture, 300);
  gtk_adjustment_set_value (fixture->adjustment, 0);
  ui_draw (fixture->window);
  gtk_adjustment_set_value (fixture->adjustment, gtk_adjustment_get_upper (fixture->adjustment));
  ui_draw (fixture->window);

  g_assert_true (tin_log_view_get_follow (fixture->log));
}

static void
test_pauses (Fixture       *fixture,
             gconstpointer  data)
{
  guint n_rows = g_list_model_get_n_items (tin_log_view_get_rows (fixture->log));

  g_object_set (fixture->log, "paused", TRUE, NULL);
  add_many (fixture, 10);

  g_assert_cmpuint (g_list_model_get_n_items (tin_log_view_get_rows (fixture->log)), ==, n_rows);
  g_assert_cmpstr (get_newest_label (fixture), ==, "Paused: 10 new");
  g_assert_true (gtk_revealer_get_reveal_child (get_revealer (fixture)));

  g_signal_emit_by_name (gtk_revealer_get_child (get_revealer (fixture)), "clicked");
  ui_draw (fixture->window);

  g_assert_cmpuint (g_list_model_get_n_items (tin_log_view_get_rows (fixture->log)), ==, n_rows + 10);
  g_assert_false (gtk_revealer_get_reveal_child (get_revealer (fixture)));
}

static void
test_selects (Fixture       *fixture,
              gconstpointer  data)
{
  guint n_rows;

  add_many (fixture, 10);
  n_rows = g_list_model_get_n_items (tin_log_view_get_rows (fixture->log));
  g_assert_null (tin_log_view_get_selected (fixture->log));

  select_row (fixture, n_rows - 1, TRUE);
  g_assert_cmpstr (tin_message_get_text (tin_log_view_get_selected (fixture->log)), ==, "message 9");

  /* The newest of several, and rows that come change nothing. */
  select_row (fixture, 3, FALSE);
  add_many (fixture, 10);
  g_assert_cmpstr (tin_message_get_text (tin_log_view_get_selected (fixture->log)), ==, "message 9");

  tin_message_list_clear (fixture->feed.messages);
  g_assert_null (tin_log_view_get_selected (fixture->log));
}

static void
test_filters (Fixture       *fixture,
              gconstpointer  data)
{
  TinMessageList *messages = fixture->feed.messages;
  g_autoptr (TinQuery) query = tin_query_with_connection (NULL, fixture->feed.flows[1].connection);
  g_autoptr (TinFinder) finder = NULL;

  add_many (fixture, 10);
  finder = tin_finder_new (tin_message_list_get_frames (messages), query, 0);
  tin_message_list_set_finder (messages, finder);
  tin_finder_continue (finder);
  while (tin_finder_is_busy (finder))
    g_thread_yield ();

  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);

  g_assert_null (find_cell (fixture->log, "127.0.0.1:40000"));
  g_assert_nonnull (find_cell (fixture->log, "127.0.0.1:40001"));
  g_assert_null (find_cell (fixture->log, "message 8"));
  g_assert_nonnull (find_cell (fixture->log, "message 9"));
}

static void
test_clears_and_takes_back (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWidget *placeholder = ui_find_template_child (fixture->log, "placeholder");

  add_many (fixture, 10);
  g_assert_false (gtk_widget_get_visible (placeholder));

  tin_message_list_clear (fixture->feed.messages);
  ui_draw (fixture->window);
  g_assert_true (gtk_widget_get_visible (placeholder));
  g_assert_null (find_cell (fixture->log, "message 9"));

  g_assert_true (tin_message_list_undo_clear (fixture->feed.messages));
  ui_draw (fixture->window);
  g_assert_false (gtk_widget_get_visible (placeholder));
  g_assert_nonnull (find_cell (fixture->log, "message 9"));
}

static void
test_changes_the_time (Fixture       *fixture,
                       gconstpointer  data)
{
  g_settings_set_string (fixture->settings, "time-format", "since-previous");
  g_settings_set_int (fixture->settings, "time-decimals", 0);
  ui_draw (fixture->window);
  g_assert_nonnull (find_cell (fixture->log, "+0"));

  g_settings_set_string (fixture->settings, "time-format", "since-start");
  g_settings_set_int (fixture->settings, "time-decimals", 0);
  tin_log_view_set_start_ns (fixture->log, G_MAXINT64);
  ui_draw (fixture->window);
  g_assert_nonnull (find_cell (fixture->log, "0"));
  g_assert_null (find_cell (fixture->log, "+0"));
}

/* What an answer took. */
static void
test_counts_from_the_last_sent (Fixture       *fixture,
                                gconstpointer  data)
{
  g_settings_set_string (fixture->settings, "time-format", "since-sent");
  g_settings_set_int (fixture->settings, "time-decimals", 0);
  log_feed_add (&fixture->feed, 1, TIN_DIRECTION_IN, "unasked", -1);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);
  g_assert_null (find_cell (fixture->log, "+0"));

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_OUT, "question", -1);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "answer", -1);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);
  g_assert_nonnull (find_cell (fixture->log, "+0"));
}

static void
test_hides_one_peer (Fixture       *fixture,
                     gconstpointer  data)
{
  g_assert_nonnull (find_cell (fixture->log, "127.0.0.1:40000"));

  tin_log_view_set_one_peer (fixture->log, TRUE);
  ui_draw (fixture->window);
  g_assert_null (find_cell (fixture->log, "127.0.0.1:40000"));
}

static gboolean
has_column (Fixture    *fixture,
            const char *title)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (ui_find_template_child (fixture->log,
                                                                                              "column_view")));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_str_equal (gtk_column_view_column_get_title (column), title))
        return gtk_column_view_column_get_visible (column);
    }

  g_assert_not_reached ();
}

static int
get_row_end (Fixture    *fixture,
             const char *text)
{
  GtkWidget *cell = GTK_WIDGET (find_cell (fixture->log, text));
  double x;

  g_assert_nonnull (cell);
  gtk_widget_translate_coordinates (cell, GTK_WIDGET (fixture->log), gtk_widget_get_width (cell), 0, &x, NULL);

  return (int) x;
}

/* What is hidden must not keep its room either. */
static void
assert_text_reaches_the_end (Fixture    *fixture,
                             const char *text)
{
  ui_draw (fixture->window);
  ui_draw (fixture->window);
  g_assert_cmpint (get_row_end (fixture, text), >, gtk_widget_get_width (GTK_WIDGET (fixture->log)) - 20);
}

static void
test_leaves_room_for_messages (Fixture       *fixture,
                               gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "hello", -1);
  log_feed_show (&fixture->feed);
  g_assert_true (has_column (fixture, "Peer"));
  g_assert_true (has_column (fixture, "Bytes"));
  assert_text_reaches_the_end (fixture, "hello");

  gtk_widget_set_margin_end (GTK_WIDGET (fixture->log), 240);
  assert_text_reaches_the_end (fixture, "hello");
  g_assert_true (has_column (fixture, "Peer"));
  g_assert_false (has_column (fixture, "Bytes"));

  gtk_widget_set_margin_end (GTK_WIDGET (fixture->log), 400);
  assert_text_reaches_the_end (fixture, "hello");
  g_assert_false (has_column (fixture, "Peer"));

  gtk_widget_set_margin_end (GTK_WIDGET (fixture->log), 0);
  assert_text_reaches_the_end (fixture, "hello");
  g_assert_true (has_column (fixture, "Peer"));
  g_assert_true (has_column (fixture, "Bytes"));

  tin_log_view_set_one_peer (fixture->log, TRUE);
  assert_text_reaches_the_end (fixture, "hello");
  g_assert_false (has_column (fixture, "Peer"));
}

static void
choose (Fixture    *fixture,
        const char *action)
{
  g_assert_true (gtk_widget_activate_action (ui_find_template_child (fixture->log, "column_view"), action, NULL));
  ui_draw (fixture->window);
}

/* What the user has chosen stays, whatever room there is, and for the next log as well. */
static void
test_shows_the_chosen_columns (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GVariant) chosen = NULL;
  TinLogView *other;
  GtkWidget *window;

  choose (fixture, "log.event");
  g_assert_false (has_column (fixture, "Event"));
  g_assert_true (has_column (fixture, "Time"));

  gtk_widget_set_margin_end (GTK_WIDGET (fixture->log), 540);
  ui_draw (fixture->window);
  ui_draw (fixture->window);
  g_assert_false (has_column (fixture, "Peer"));
  choose (fixture, "log.peer");
  ui_draw (fixture->window);
  g_assert_true (has_column (fixture, "Peer"));

  chosen = g_settings_get_value (fixture->settings, "log-columns");
  g_assert_cmpuint (g_variant_n_children (chosen), ==, 2);

  other = g_object_new (TIN_TYPE_LOG_VIEW, NULL);
  window = ui_show (other, 900, 300);
  tin_log_view_set_settings (other, fixture->settings);
  ui_draw (window);
  {
    TinLogView *first = fixture->log;

    fixture->log = other;
    g_assert_false (has_column (fixture, "Event"));
    fixture->log = first;
  }
  gtk_window_destroy (GTK_WINDOW (window));

  gtk_widget_set_margin_end (GTK_WIDGET (fixture->log), 0);
  choose (fixture, "log.reset");
  g_assert_true (has_column (fixture, "Event"));
}

static GtkColumnViewColumn *
get_column (Fixture *fixture,
            guint    position)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (ui_find_template_child (fixture->log, "column_view"));
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (view), position);

  return column;
}

static gboolean
widths_are_saved (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GVariant) widths = g_settings_get_value (fixture->settings, "log-column-widths");
  int width = 0;

  return g_variant_lookup (widths, "time", "i", &width) && width == 222;
}

static void
test_keeps_the_widths (Fixture       *fixture,
                       gconstpointer  data)
{
  int usual = gtk_column_view_column_get_fixed_width (get_column (fixture, 0));

  gtk_column_view_column_set_fixed_width (get_column (fixture, 0), 222);
  ui_wait_until (widths_are_saved, fixture);

  /* Neither other times nor hiding it in between changes what was chosen. */
  g_settings_set_string (fixture->settings, "time-format", "since-start");
  choose (fixture, "log.time");
  choose (fixture, "log.time");
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (get_column (fixture, 0)), ==, 222);

  g_settings_reset (fixture->settings, "time-format");
  choose (fixture, "log.reset");
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (get_column (fixture, 0)), ==, usual);
}

static void
assert_row_is_in_view (Fixture *fixture,
                       guint    position)
{
  double height = gtk_adjustment_get_upper (fixture->adjustment)
                  / g_list_model_get_n_items (tin_log_view_get_rows (fixture->log));
  double value = gtk_adjustment_get_value (fixture->adjustment);

  g_assert_cmpfloat (position * height, >, value - 2);
  g_assert_cmpfloat ((position + 1) * height, <, value + gtk_adjustment_get_page_size (fixture->adjustment) + 2);
}

static void
test_goes_to_a_time (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWidget *jump = ui_find (fixture->log, TIN_TYPE_LOG_JUMP, NULL);
  GtkWidget *entry;
  g_autoptr (GtkBitset) selection = NULL;

  add_many (fixture, 5000);
  g_assert_nonnull (jump);
  tin_log_view_ask_where (fixture->log);
  ui_draw (fixture->window);
  g_assert_true (gtk_widget_get_visible (jump));

  entry = ui_find_template_child (jump, "entry");
  gtk_editable_set_text (GTK_EDITABLE (entry), "soon");
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (gtk_widget_get_visible (ui_find_template_child (jump, "problem_label")));

  gtk_editable_set_text (GTK_EDITABLE (entry), "#2500");
  g_signal_emit_by_name (entry, "activate");
  ui_draw (fixture->window);
  g_assert_false (tin_log_view_get_follow (fixture->log));
  selection = tin_log_view_dup_selection (fixture->log);
  g_assert_cmpuint (gtk_bitset_get_size (selection), ==, 1);
  g_assert_cmpuint (gtk_bitset_get_minimum (selection), ==, 2499);
  assert_row_is_in_view (fixture, 2499);

  tin_log_view_go_to (fixture->log, 0);
  ui_draw (fixture->window);
  assert_row_is_in_view (fixture, 0);
}

/* As when the whole of it is shown below the log. */
static void
test_keeps_the_selected_row_in_view (Fixture       *fixture,
                                     gconstpointer  data)
{
  add_many (fixture, 8);
  g_assert_true (tin_log_view_get_follow (fixture->log));
  select_row (fixture, 1, TRUE);

  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->log), 240);
  ui_draw (fixture->window);
  assert_row_is_in_view (fixture, 1);

  add_many (fixture, 50);
  assert_row_is_in_view (fixture, 1);

  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->log), 0);
  tin_log_view_set_follow (fixture->log, TRUE);
  ui_draw (fixture->window);
  select_row (fixture, 59, TRUE);
  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->log), 240);
  ui_draw (fixture->window);
  assert_row_is_in_view (fixture, 59);
  g_assert_true (tin_log_view_get_follow (fixture->log));
}

/* It is under the pointer that selected it; only one that has no room there any more moves, no further than it must. */
static void
test_leaves_the_selected_row_where_it_is (Fixture       *fixture,
                                          gconstpointer  data)
{
  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->log), 240);
  do
    add_many (fixture, 1);
  while (gtk_adjustment_get_upper (fixture->adjustment) <= gtk_adjustment_get_page_size (fixture->adjustment));

  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->log), 0);
  ui_draw (fixture->window);
  g_assert_true (tin_log_view_get_follow (fixture->log));
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->adjustment), ==, 0);

  select_row (fixture, 0, TRUE);
  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->log), 240);
  ui_draw (fixture->window);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->adjustment), ==, 0);
  g_assert_false (tin_log_view_get_follow (fixture->log));
}

static char *
copy_as (Fixture     *fixture,
         TinCopyForm  form)
{
  TinCopy copy = { .form = form, .encoding = "UTF-8", .role = TIN_ROLE_SERVER };
  char *text = tin_copy_messages (&copy, fixture->log);

  g_assert_no_error (copy.problem);
  g_assert_cmpuint (copy.n_left_out, ==, 0);

  return text;
}

static void
select_last_rows (Fixture *fixture,
                  guint    n_rows)
{
  guint n_all = g_list_model_get_n_items (tin_log_view_get_rows (fixture->log));

  for (guint i = 0; i < n_rows; i++)
    select_row (fixture, n_all - n_rows + i, i == 0);
}

static void
test_copies (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *rows = NULL;
  g_autofree char *text = NULL;
  g_autofree char *hex = NULL;

  g_assert_null (copy_as (fixture, TIN_COPY_ROWS));

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "one\n", -1);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_OUT, "two", -1);
  log_feed_show (&fixture->feed);
  select_last_rows (fixture, 2);

  rows = copy_as (fixture, TIN_COPY_ROWS);
  g_assert_nonnull (strstr (rows, "\t← received\t127.0.0.1:40000\t4\tone\\n\n"));
  g_assert_true (g_str_has_suffix (rows, "\t→ sent\t127.0.0.1:40000\t3\ttwo"));

  text = copy_as (fixture, TIN_COPY_TEXT);
  g_assert_cmpstr (text, ==, "one\ntwo");

  hex = copy_as (fixture, TIN_COPY_HEX);
  g_assert_cmpstr (hex, ==, "6f6e650a\n74776f");
}

static void
test_copies_as_source (Fixture       *fixture,
                       gconstpointer  data)
{
  static const struct
  {
    TinCopyForm  form;
    const char  *text;
  } cases[] = {
    { TIN_COPY_C, "/* 2 bytes */\nstatic const unsigned char message_1[2] = {\n  0x68, 0x69,\n};\n"
      "/* 1 byte */\nstatic const unsigned char message_2[1] = {\n  0x00,\n};\n" },
    { TIN_COPY_PYTHON, "b'hi'\nb'\\x00'" },
    { TIN_COPY_NC, "printf 'hi' | nc -N 127.0.0.1 8080\nprintf '\\000' | nc -N -l 127.0.0.1 8080" },
    { TIN_COPY_SOCAT, "printf 'hi' | socat - TCP4:127.0.0.1:8080\n"
      "printf '\\000' | socat - TCP4-LISTEN:8080,bind=127.0.0.1,reuseaddr" },
    { TIN_COPY_TINCAN, "printf 'hi' | tincan-cli --raw tcp://127.0.0.1:8080\n"
      "tincan-cli 'tcp-listen://127.0.0.1:8080?reply=greeting&greeting=%00&close-after-greeting=1'" },
  };
  g_autofree char *json = NULL;

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "hi", 2);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_OUT, "", 1);
  log_feed_show (&fixture->feed);
  select_last_rows (fixture, 2);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = copy_as (fixture, cases[i].form);

      g_assert_cmpstr (text, ==, cases[i].text);
    }

  json = copy_as (fixture, TIN_COPY_JSON);
  g_assert_nonnull (strstr (json, "\"event\":\"data\",\"session\":1,\"connection\":1,\"direction\":\"in\","
                            "\"peer\":\"127.0.0.1:40000\",\"local\":\"127.0.0.1:8080\","
                            "\"size\":2,\"text\":\"hi\",\"hex\":\"6869\""));
}

/* An event has no bytes: nothing is made up for it. */
static void
test_leaves_out_what_has_no_bytes (Fixture       *fixture,
                                   gconstpointer  data)
{
  TinCopy copy = { .form = TIN_COPY_C, .encoding = "UTF-8" };

  select_row (fixture, 0, TRUE);
  g_assert_null (tin_copy_messages (&copy, fixture->log));
  g_assert_cmpuint (copy.n_left_out, ==, 1);
}

static void
test_bounds_what_it_copies (Fixture       *fixture,
                            gconstpointer  data)
{
  TinCopy copy = { .form = TIN_COPY_ROWS, .encoding = "UTF-8" };
  g_autofree char *rows = NULL;

  log_feed_add_many (&fixture->feed, TIN_COPY_MAX_ROWS);
  log_feed_show (&fixture->feed);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (tin_log_view_get_rows (fixture->log)));

  rows = tin_copy_messages (&copy, fixture->log);
  g_assert_nonnull (rows);
  g_assert_cmpuint (copy.n_left_out, ==, 2);
}

static void
test_has_names_and_roles (Fixture       *fixture,
                          gconstpointer  data)
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
test_offers_marks_on_rows (Fixture       *fixture,
                           gconstpointer  data)
{
  const GType type = TIN_TYPE_LOG_VIEW;
  GtkWidget *log = GTK_WIDGET (fixture->log);

  g_assert_true (has_action (G_MENU_MODEL (gtk_widget_get_template_child (log, type, "menu")), "page.toggle-bookmark"));
  g_assert_true (has_action (G_MENU_MODEL (gtk_widget_get_template_child (log, type, "menu")), "page.edit-note"));
}

/* A row costs only while it is on screen. */
static void
test_keeps_no_rows (Fixture       *fixture,
                    gconstpointer  data)
{
  log_feed_add_many (&fixture->feed, 200000);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (tin_log_view_get_rows (fixture->log)));
  ui_draw (fixture->window);

  g_assert_cmpfloat (get_gap (fixture), <, 1.5);
  g_assert_nonnull (find_cell (fixture->log, "message 199999"));
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(name, function) g_test_add ("/log-view/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("shows-messages", test_shows_messages);
  ADD ("marks-problems", test_marks_problems);
  ADD ("shows-hostile-bytes", test_shows_hostile_bytes);
  ADD ("follows-the-end", test_follows_the_end);
  ADD ("follows-in-every-frame", test_follows_in_every_frame);
  ADD ("stands-still-when-scrolled-up", test_stands_still_when_scrolled_up);
  ADD ("returns-to-the-end", test_returns_to_the_end);
  ADD ("follows-again-at-the-end", test_follows_again_at_the_end);
  ADD ("pauses", test_pauses);
  ADD ("selects", test_selects);
  ADD ("filters", test_filters);
  ADD ("clears-and-takes-back", test_clears_and_takes_back);
  ADD ("changes-the-time", test_changes_the_time);
  ADD ("counts-from-the-last-sent", test_counts_from_the_last_sent);
  ADD ("shows-the-chosen-columns", test_shows_the_chosen_columns);
  ADD ("keeps-the-widths", test_keeps_the_widths);
  ADD ("hides-one-peer", test_hides_one_peer);
  ADD ("leaves-room-for-messages", test_leaves_room_for_messages);
  ADD ("leaves-the-selected-row-where-it-is", test_leaves_the_selected_row_where_it_is);
  ADD ("goes-to-a-time", test_goes_to_a_time);
  ADD ("keeps-the-selected-row-in-view", test_keeps_the_selected_row_in_view);
  ADD ("copies", test_copies);
  ADD ("copies-as-source", test_copies_as_source);
  ADD ("leaves-out-what-has-no-bytes", test_leaves_out_what_has_no_bytes);
  ADD ("bounds-what-it-copies", test_bounds_what_it_copies);
  ADD ("has-names-and-roles", test_has_names_and_roles);
  ADD ("offers-marks-on-rows", test_offers_marks_on_rows);
  ADD ("keeps-no-rows", test_keeps_no_rows);
#undef ADD

  return g_test_run ();
}
