/* test-log-columns.c: the columns of the message log: which there are, what they say, how wide they are.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-view-support.h"

#include "ui/tin-log-widths.h"

static void
test_changes_the_time (LogViewFixture *fixture,
                       gconstpointer   data)
{
  g_settings_set_string (fixture->settings, "time-format", "since-previous");
  g_settings_set_int (fixture->settings, "time-decimals", 0);
  ui_draw (fixture->window);
  g_assert_nonnull (log_view_find_cell (fixture->log, "+0"));

  g_settings_set_string (fixture->settings, "time-format", "since-start");
  g_settings_set_int (fixture->settings, "time-decimals", 0);
  tin_log_view_set_start_ns (fixture->log, G_MAXINT64);
  ui_draw (fixture->window);
  g_assert_nonnull (log_view_find_cell (fixture->log, "0"));
  g_assert_null (log_view_find_cell (fixture->log, "+0"));
}

/* What an answer took. */
static void
test_counts_from_the_last_sent (LogViewFixture *fixture,
                                gconstpointer   data)
{
  g_settings_set_string (fixture->settings, "time-format", "since-sent");
  g_settings_set_int (fixture->settings, "time-decimals", 0);
  log_feed_add (&fixture->feed, 1, TIN_DIRECTION_IN, "unasked", -1);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);
  g_assert_null (log_view_find_cell (fixture->log, "+0"));

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_OUT, "question", -1);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "answer", -1);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);
  g_assert_nonnull (log_view_find_cell (fixture->log, "+0"));
}

static void
test_hides_one_peer (LogViewFixture *fixture,
                     gconstpointer   data)
{
  g_assert_nonnull (log_view_find_cell (fixture->log, "127.0.0.1:40000"));

  tin_log_view_set_one_peer (fixture->log, TRUE);
  ui_draw (fixture->window);
  g_assert_null (log_view_find_cell (fixture->log, "127.0.0.1:40000"));
}

static GtkAccessible *
get_row (LogViewFixture *fixture,
         const char     *text)
{
  GtkWidget *cell = GTK_WIDGET (log_view_find_cell (fixture->log, text));

  return GTK_ACCESSIBLE (gtk_widget_get_parent (gtk_widget_get_parent (cell)));
}

/* The row has the keyboard: a screen reader says what stands in it, and nothing of what is hidden. */
static void
test_names_rows (LogViewFixture *fixture,
                 gconstpointer   data)
{
  const GtkAccessibleRelation by = GTK_ACCESSIBLE_RELATION_LABELLED_BY;
  GtkWidget *cells[5];
  GtkAccessible *row;

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "hello", -1);
  log_feed_show (&fixture->feed);
  ui_draw (fixture->window);
  row = get_row (fixture, "hello");
  for (GtkWidget *place = gtk_widget_get_first_child (GTK_WIDGET (row)), **cell = cells; place != NULL;
       place = gtk_widget_get_next_sibling (place))
    *cell++ = gtk_widget_get_first_child (place);
  g_assert_cmpstr (gtk_inscription_get_text (GTK_INSCRIPTION (cells[1])), ==, "← received");
  g_assert_cmpstr (gtk_inscription_get_text (GTK_INSCRIPTION (cells[2])), ==, "127.0.0.1:40000");
  g_assert_cmpstr (gtk_inscription_get_text (GTK_INSCRIPTION (cells[4])), ==, "hello");
  gtk_test_accessible_assert_relation (row, by, cells[0], cells[1], cells[2], cells[3], cells[4], NULL);

  tin_log_view_set_one_peer (fixture->log, TRUE);
  ui_draw (fixture->window);
  g_assert_true (get_row (fixture, "hello") == row);
  gtk_test_accessible_assert_relation (row, by, cells[0], cells[1], cells[3], cells[4], NULL);

  tin_log_view_set_one_peer (fixture->log, FALSE);
  ui_draw (fixture->window);
  cells[2] = GTK_WIDGET (log_view_find_cell (row, "127.0.0.1:40000"));
  gtk_test_accessible_assert_relation (row, by, cells[0], cells[1], cells[2], cells[3], cells[4], NULL);
}

static gboolean
has_column (LogViewFixture *fixture,
            const char     *title)
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
get_row_end (LogViewFixture *fixture,
             const char     *text)
{
  GtkWidget *cell = GTK_WIDGET (log_view_find_cell (fixture->log, text));
  double x;

  g_assert_nonnull (cell);
  gtk_widget_translate_coordinates (cell, GTK_WIDGET (fixture->log), gtk_widget_get_width (cell), 0, &x, NULL);

  return (int) x;
}

/* What is hidden must not keep its room either. */
static void
assert_text_reaches_the_end (LogViewFixture *fixture,
                             const char     *text)
{
  ui_draw (fixture->window);
  ui_draw (fixture->window);
  g_assert_cmpint (get_row_end (fixture, text), >, gtk_widget_get_width (GTK_WIDGET (fixture->log)) - 20);
}

static void
test_leaves_room_for_messages (LogViewFixture *fixture,
                               gconstpointer   data)
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
choose (LogViewFixture *fixture,
        const char     *action)
{
  g_assert_true (gtk_widget_activate_action (ui_find_template_child (fixture->log, "column_view"), action, NULL));
  ui_draw (fixture->window);
}

/* What the user has chosen stays, whatever room there is, and for the next log as well. */
static void
test_shows_the_chosen_columns (LogViewFixture *fixture,
                               gconstpointer   data)
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
get_column (LogViewFixture *fixture,
            guint           position)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (ui_find_template_child (fixture->log, "column_view"));
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (view), position);

  return column;
}

static gboolean
widths_are_saved (gpointer data)
{
  LogViewFixture *fixture = data;
  g_autoptr (GVariant) widths = g_settings_get_value (fixture->settings, "log-column-widths");
  int width = 0;

  return g_variant_lookup (widths, "time", "i", &width) && width == 222;
}

static void
test_keeps_the_widths (LogViewFixture *fixture,
                       gconstpointer   data)
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

static GtkWidget *
get_spin (LogViewFixture *fixture,
          guint           position)
{
  GtkWidget *grid = ui_find_template_child (ui_find (fixture->log, TIN_TYPE_LOG_WIDTHS, NULL), "grid");

  return gtk_grid_get_child_at (GTK_GRID (grid), 1, (int) position);
}

static int
get_width (LogViewFixture *fixture,
           guint           position)
{
  return gtk_column_view_column_get_fixed_width (get_column (fixture, position));
}

/* GTK looks for the pointer in a popover that is open when its window goes. */
static void
close_widths (LogViewFixture *fixture)
{
  gtk_popover_popdown (GTK_POPOVER (ui_find (fixture->log, TIN_TYPE_LOG_WIDTHS, NULL)));
  ui_draw (fixture->window);
}

/* What else takes a mouse. */
static void
test_sizes_without_a_mouse (LogViewFixture *fixture,
                            gconstpointer   data)
{
  GtkWidget *widths = ui_find (fixture->log, TIN_TYPE_LOG_WIDTHS, NULL);
  GtkSpinButton *spin = GTK_SPIN_BUTTON (get_spin (fixture, 2));
  const int usual = get_width (fixture, 2);

  g_assert_false (gtk_widget_get_mapped (widths));
  choose (fixture, "log.widths");
  g_assert_true (gtk_widget_get_mapped (widths));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), get_spin (fixture, 0)));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (spin), ==, usual);
  gtk_test_accessible_assert_relation (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                       ui_find (widths, GTK_TYPE_LABEL, "Peer"), NULL);

  /* It stays open, for several steps and several columns. */
  gtk_spin_button_spin (spin, GTK_SPIN_STEP_FORWARD, 0);
  gtk_spin_button_spin (spin, GTK_SPIN_STEP_FORWARD, 0);
  ui_draw (fixture->window);
  g_assert_true (gtk_widget_get_mapped (widths));
  g_assert_cmpint (get_width (fixture, 2), >, usual);
  gtk_spin_button_set_value (spin, 0);
  g_assert_cmpint (get_width (fixture, 2), ==, 20);

  choose (fixture, "log.reset-widths");
  g_assert_cmpint (get_width (fixture, 2), ==, usual);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (spin), ==, usual);
  close_widths (fixture);
}

/* Of one that is hidden there is nothing to change, and a border that is dragged is not put elsewhere. */
static void
test_offers_the_widths_that_there_are (LogViewFixture *fixture,
                                       gconstpointer   data)
{
  choose (fixture, "log.time");
  g_assert_false (gtk_widget_get_visible (get_spin (fixture, 0)));
  g_assert_cmpint (get_width (fixture, 0), ==, -1);
  choose (fixture, "log.widths");
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), get_spin (fixture, 1)));

  gtk_column_view_column_set_fixed_width (get_column (fixture, 1), 7);
  g_assert_cmpint (get_width (fixture, 1), ==, 7);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (get_spin (fixture, 1))), ==, 20);

  /* Widths alone: what is hidden stays so. */
  choose (fixture, "log.reset-widths");
  g_assert_false (has_column (fixture, "Time"));
  choose (fixture, "log.reset");
  g_assert_true (has_column (fixture, "Time"));
  g_assert_true (gtk_widget_get_visible (get_spin (fixture, 0)));
  close_widths (fixture);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(name, function) \
  g_test_add ("/log-columns/" name, LogViewFixture, NULL, log_view_set_up, function, log_view_tear_down)
  ADD ("changes-the-time", test_changes_the_time);
  ADD ("counts-from-the-last-sent", test_counts_from_the_last_sent);
  ADD ("hides-one-peer", test_hides_one_peer);
  ADD ("names-rows", test_names_rows);
  ADD ("leaves-room-for-messages", test_leaves_room_for_messages);
  ADD ("shows-the-chosen-columns", test_shows_the_chosen_columns);
  ADD ("keeps-the-widths", test_keeps_the_widths);
  ADD ("sizes-without-a-mouse", test_sizes_without_a_mouse);
  ADD ("offers-the-widths-that-there-are", test_offers_the_widths_that_there_are);
#undef ADD

  return g_test_run ();
}
