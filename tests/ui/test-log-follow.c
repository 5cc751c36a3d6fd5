/* test-log-follow.c: what of the message log is in view: its end, or where somebody looks.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-view-support.h"

#include "ui/tin-log-jump.h"

static void
test_follows_the_end (LogViewFixture *fixture,
                      gconstpointer   data)
{
  for (int round = 0; round < 20; round++)
    {
      log_view_add_many (fixture, 37);
      g_assert_cmpfloat (log_view_get_gap (fixture), <, 1.5);
    }

  g_assert_true (tin_log_view_get_follow (fixture->log));
  g_assert_false (gtk_revealer_get_reveal_child (log_view_get_revealer (fixture)));
  g_assert_nonnull (log_view_find_cell (fixture->log, "message 36"));
}

typedef struct
{
  LogViewFixture *fixture;
  guint           n_frames;
  double          largest_gap;
} Watch;

static void
after_paint_cb (GdkFrameClock *clock,
                Watch         *watch)
{
  watch->largest_gap = MAX (watch->largest_gap, log_view_get_gap (watch->fixture));
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
test_follows_in_every_frame (LogViewFixture *fixture,
                             gconstpointer   data)
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
test_stands_still_when_scrolled_up (LogViewFixture *fixture,
                                    gconstpointer   data)
{
  double value;

  log_view_add_many (fixture, 300);
  value = gtk_adjustment_get_value (fixture->adjustment) - 500;
  gtk_adjustment_set_value (fixture->adjustment, value);
  ui_draw (fixture->window);

  g_assert_false (tin_log_view_get_follow (fixture->log));
  g_assert_false (gtk_revealer_get_reveal_child (log_view_get_revealer (fixture)));

  log_view_add_many (fixture, 12);
  g_assert_cmpfloat (ABS (gtk_adjustment_get_value (fixture->adjustment) - value), <, 1.0);
  g_assert_true (gtk_revealer_get_reveal_child (log_view_get_revealer (fixture)));
  g_assert_cmpstr (log_view_get_newest_label (fixture), ==, "12 new");
  ui_take_picture (fixture->window, "log-new");

  log_view_add_many (fixture, 1);
  g_assert_cmpstr (log_view_get_newest_label (fixture), ==, "13 new");
}

/* What was still coming and is whole now was seen before: only what came behind it is new. */
static void
test_counts_what_was_coming_once (LogViewFixture *fixture,
                                  gconstpointer   data)
{
  const TinFraming received = TIN_FRAMING_INIT;
  TinFraming lines = { .kind = TIN_FRAMING_DELIMITER, .max_size = 64 };

  tin_framing_set_delimiter (&lines, (const guint8 *) "\n", 1);
  for (int i = 0; i < 300; i++)
    log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "a line\n", -1);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "the beginning", -1);
  tin_message_list_set_framing (fixture->feed.messages, &lines, &received);
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->feed.messages)) < 301)
    log_feed_show (&fixture->feed);
  log_view_draw (fixture);
  gtk_adjustment_set_value (fixture->adjustment, gtk_adjustment_get_value (fixture->adjustment) - 500);
  ui_draw (fixture->window);
  g_assert_false (tin_log_view_get_follow (fixture->log));

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, " and the end\n", -1);
  for (int i = 0; i < 60000; i++)
    log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "a line\n", -1);
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->feed.messages)) < 60301)
    log_feed_show (&fixture->feed);
  log_view_draw (fixture);

  g_assert_cmpstr (log_view_get_newest_label (fixture), ==, "60000 new");
}

static void
test_returns_to_the_end (LogViewFixture *fixture,
                         gconstpointer   data)
{
  log_view_add_many (fixture, 300);
  gtk_adjustment_set_value (fixture->adjustment, 0);
  log_view_add_many (fixture, 5);

  g_signal_emit_by_name (gtk_revealer_get_child (log_view_get_revealer (fixture)), "clicked");
  ui_draw (fixture->window);

  g_assert_true (tin_log_view_get_follow (fixture->log));
  g_assert_cmpfloat (log_view_get_gap (fixture), <, 1.5);
  g_assert_false (gtk_revealer_get_reveal_child (log_view_get_revealer (fixture)));
}

static void
test_follows_again_at_the_end (LogViewFixture *fixture,
                               gconstpointer   data)
{
  log_view_add_many (fixture, 300);
  gtk_adjustment_set_value (fixture->adjustment, 0);
  ui_draw (fixture->window);
  gtk_adjustment_set_value (fixture->adjustment, gtk_adjustment_get_upper (fixture->adjustment));
  ui_draw (fixture->window);

  g_assert_true (tin_log_view_get_follow (fixture->log));
}

static void
test_pauses (LogViewFixture *fixture,
             gconstpointer   data)
{
  guint n_rows = g_list_model_get_n_items (tin_log_view_get_rows (fixture->log));

  g_object_set (fixture->log, "paused", TRUE, NULL);
  log_view_add_many (fixture, 10);

  g_assert_cmpuint (g_list_model_get_n_items (tin_log_view_get_rows (fixture->log)), ==, n_rows);
  g_assert_cmpstr (log_view_get_newest_label (fixture), ==, "Paused: 10 new");
  g_assert_true (gtk_revealer_get_reveal_child (log_view_get_revealer (fixture)));

  g_signal_emit_by_name (gtk_revealer_get_child (log_view_get_revealer (fixture)), "clicked");
  ui_draw (fixture->window);

  g_assert_cmpuint (g_list_model_get_n_items (tin_log_view_get_rows (fixture->log)), ==, n_rows + 10);
  g_assert_false (gtk_revealer_get_reveal_child (log_view_get_revealer (fixture)));
}

static void
assert_row_is_in_view (LogViewFixture *fixture,
                       guint           position)
{
  double height = gtk_adjustment_get_upper (fixture->adjustment)
                  / g_list_model_get_n_items (tin_log_view_get_rows (fixture->log));
  double value = gtk_adjustment_get_value (fixture->adjustment);

  g_assert_cmpfloat (position * height, >, value - 2);
  g_assert_cmpfloat ((position + 1) * height, <, value + gtk_adjustment_get_page_size (fixture->adjustment) + 2);
}

static void
test_goes_to_a_time (LogViewFixture *fixture,
                     gconstpointer   data)
{
  GtkWidget *jump = ui_find (fixture->log, TIN_TYPE_LOG_JUMP, NULL);
  GtkWidget *entry;
  g_autoptr (GtkBitset) selection = NULL;

  log_view_add_many (fixture, 5000);
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
test_keeps_the_selected_row_in_view (LogViewFixture *fixture,
                                     gconstpointer   data)
{
  log_view_add_many (fixture, 8);
  g_assert_true (tin_log_view_get_follow (fixture->log));
  log_view_select_row (fixture, 1, TRUE);

  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->log), 240);
  ui_draw (fixture->window);
  assert_row_is_in_view (fixture, 1);

  log_view_add_many (fixture, 50);
  assert_row_is_in_view (fixture, 1);

  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->log), 0);
  tin_log_view_set_follow (fixture->log, TRUE);
  ui_draw (fixture->window);
  log_view_select_row (fixture, 59, TRUE);
  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->log), 240);
  ui_draw (fixture->window);
  assert_row_is_in_view (fixture, 59);
  g_assert_true (tin_log_view_get_follow (fixture->log));
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(name, function) \
  g_test_add ("/log-follow/" name, LogViewFixture, NULL, log_view_set_up, function, log_view_tear_down)
  ADD ("follows-the-end", test_follows_the_end);
  ADD ("follows-in-every-frame", test_follows_in_every_frame);
  ADD ("stands-still-when-scrolled-up", test_stands_still_when_scrolled_up);
  ADD ("counts-what-was-coming-once", test_counts_what_was_coming_once);
  ADD ("returns-to-the-end", test_returns_to_the_end);
  ADD ("follows-again-at-the-end", test_follows_again_at_the_end);
  ADD ("pauses", test_pauses);
  ADD ("goes-to-a-time", test_goes_to_a_time);
  ADD ("keeps-the-selected-row-in-view", test_keeps_the_selected_row_in_view);
#undef ADD

  return g_test_run ();
}
