/* test-chart.c: a session over time, of which a range is selected.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "page-support.h"

#include "ui/tin-session-page-private.h"

#include <string.h>

#define NOON G_GINT64_CONSTANT (1767268800000000) /* µs: 2026-01-01T12:00:00Z */
#define TERM "time:12:00:00.25..12:00:01.999999"

static const struct
{
  const char *query;
  gint64      from;
  gint64      to;
  const char *expected;
} ranges[] = {
  { "", NOON + 250000, NOON + 2000000, TERM },
  { "in /OK/", NOON + 250000, NOON + 2000000, TERM " in /OK/" },
  { "in time:10:00..11:00 /OK/", NOON + 250000, NOON + 2000000, TERM " in /OK/" },
  { "\"a  time:b\"", NOON + 250000, NOON + 2000000, TERM " \"a  time:b\"" },
  { "in time:10:00..11:00", 0, 0, "in" },
  { "time:10:00", 0, 0, "" },
  { "", 0, 0, "" },
};

static void
test_writes_a_range (void)
{
  TinIndexEntry entry = { .time_us = NOON, .event = TIN_EVENT_OPENED };
  g_autoptr (TinSeries) series = tin_series_new ();

  tin_series_add (series, &entry);

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *query = tin_chart_set_range (ranges[i].query, ranges[i].from, ranges[i].to, series);

      g_assert_cmpstr (query, ==, ranges[i].expected);
    }
}

static void
set_up (PageFixture   *fixture,
        gconstpointer  uri)
{
  page_set_up (fixture, uri);
  g_settings_reset (fixture->settings, "show-chart");
}

static void
tear_down (PageFixture   *fixture,
           gconstpointer  uri)
{
  g_settings_reset (fixture->settings, "show-chart");
  page_tear_down (fixture);
}

static GtkWidget *
get_area (PageFixture *fixture)
{
  return ui_find_template_child (page_get (fixture, "chart"), "area");
}

static void
emit (GtkWidget  *widget,
      GType       type,
      const char *signal,
      double      x,
      double      y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_OBJECT_TYPE (controller) == type)
        g_signal_emit_by_name (controller, signal, x, y);
    }
}

static gboolean
press (GtkWidget       *widget,
       guint            key,
       GdkModifierType  modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &taken);
    }

  return taken;
}

static gboolean
has_moved_on (gpointer fixture)
{
  return tin_series_get_n_buckets (tin_session_get_series (((PageFixture *) fixture)->session)) >= 2;
}

/* Messages over more than one bucket. */
static GSocketConnection *
talk (PageFixture *fixture)
{
  GSocketConnection *client;

  page_start (fixture);
  client = page_connect (fixture);
  page_wait_for_peers (fixture, 1);

  while (!has_moved_on (fixture))
    {
      client_write (client, "x");
      g_main_context_iteration (NULL, TRUE);
    }

  return client;
}

static const char *
get_query (PageFixture *fixture)
{
  return tin_search_get_text (tin_session_get_search (fixture->session));
}

static gboolean
tells_a_time (gpointer fixture)
{
  GtkLabel *info = GTK_LABEL (ui_find_template_child (page_get (fixture, "chart"), "info_label"));

  return strchr (gtk_label_get_text (info), ':') != NULL;
}

/* Nothing comes any more that would make it look again. */
static void
test_tells_what_was_before (PageFixture   *fixture,
                            gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = talk (fixture);

  tin_session_stop (fixture->session);
  ui_wait_for_state (fixture->session, TIN_SESSION_CLOSED);
  g_settings_set_boolean (fixture->settings, "show-chart", TRUE);

  ui_wait_until (tells_a_time, fixture);
}

static void
test_is_shown_when_wanted (PageFixture   *fixture,
                           gconstpointer  uri)
{
  GtkWidget *chart = page_get (fixture, "chart");

  g_assert_false (gtk_widget_get_visible (chart));
  g_assert_nonnull (ui_find (chart, GTK_TYPE_LABEL, "Nothing happened yet"));

  page_activate (fixture, "show-chart");
  g_assert_true (gtk_widget_get_visible (chart));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (get_area (fixture)), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_area (fixture)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Chart of what was received and sent");
  ui_draw (fixture->window);

  page_activate (fixture, "show-chart");
  g_assert_false (gtk_widget_get_visible (chart));
}

static void
test_selects_by_the_pointer (PageFixture   *fixture,
                             gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = NULL;
  GtkWidget *area = get_area (fixture);

  page_activate (fixture, "show-chart");
  client = talk (fixture);
  ui_draw (fixture->window);

  emit (area, GTK_TYPE_EVENT_CONTROLLER_MOTION, "motion", 1, 10);
  emit (area, GTK_TYPE_GESTURE_DRAG, "drag-begin", 1, 10);
  emit (area, GTK_TYPE_GESTURE_DRAG, "drag-update", 200, 0);
  ui_take_picture (fixture->window, "chart");
  emit (area, GTK_TYPE_GESTURE_DRAG, "drag-end", 200, 0);
  g_assert_true (g_str_has_prefix (get_query (fixture), "time:"));
  g_assert_nonnull (tin_search_get_query (tin_session_get_search (fixture->session)));

  emit (area, GTK_TYPE_GESTURE_DRAG, "drag-begin", 5, 10);
  emit (area, GTK_TYPE_GESTURE_DRAG, "drag-end", 0, 0);
  g_assert_cmpstr (get_query (fixture), ==, "");
}

/* Whoever removes the range from the query has no bars left that say it is there. */
static void
test_follows_the_query (PageFixture   *fixture,
                        gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = NULL;
  TinSearch *search = tin_session_get_search (fixture->session);
  TinChartArea *area = TIN_CHART_AREA (get_area (fixture));
  g_autofree char *longer = NULL;
  gint64 from, to;

  page_activate (fixture, "show-chart");
  client = talk (fixture);
  ui_draw (fixture->window);
  press (GTK_WIDGET (area), GDK_KEY_Home, 0);
  press (GTK_WIDGET (area), GDK_KEY_End, GDK_SHIFT_MASK);
  press (GTK_WIDGET (area), GDK_KEY_Return, 0);
  g_assert_true (tin_chart_area_get_range (area, &from, &to));

  longer = g_strconcat ("size>0  ", get_query (fixture), " ", NULL);
  tin_search_set_text (search, longer);
  g_assert_true (tin_chart_area_get_range (area, &from, &to));

  tin_search_set_text (search, "x");
  g_assert_false (tin_chart_area_get_range (area, &from, &to));
  g_assert_cmpstr (get_query (fixture), ==, "x");
}

static void
test_selects_by_the_keyboard (PageFixture   *fixture,
                              gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = NULL;
  GtkWidget *area = get_area (fixture);

  page_activate (fixture, "show-chart");
  g_assert_false (press (area, GDK_KEY_Left, 0));
  client = talk (fixture);
  ui_draw (fixture->window);

  g_assert_true (press (area, GDK_KEY_Home, 0));
  g_assert_true (press (area, GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_true (press (area, GDK_KEY_Left, GDK_SHIFT_MASK));
  g_assert_true (press (area, GDK_KEY_End, GDK_SHIFT_MASK));
  g_assert_true (press (area, GDK_KEY_Return, 0));
  g_assert_true (g_str_has_prefix (get_query (fixture), "time:"));

  g_assert_true (press (area, GDK_KEY_Escape, 0));
  g_assert_cmpstr (get_query (fixture), ==, "");
  g_assert_false (press (area, GDK_KEY_Escape, 0));
}

static void
test_counts_each_kind (PageFixture   *fixture,
                       gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = NULL;
  GtkDropDown *kinds = GTK_DROP_DOWN (ui_find_template_child (page_get (fixture, "chart"), "kind_drop_down"));
  GtkLabel *info = GTK_LABEL (ui_find_template_child (page_get (fixture, "chart"), "info_label"));

  page_activate (fixture, "show-chart");
  client = talk (fixture);

  for (guint kind = 0; kind < TIN_N_CHART_KINDS; kind++)
    {
      gtk_drop_down_set_selected (kinds, kind);
      ui_draw (fixture->window);
      g_assert_cmpstr (gtk_label_get_text (info), !=, "");
    }

  g_assert_nonnull (strstr (gtk_label_get_text (info), "at most 1 connection"));
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/chart/writes-a-range", test_writes_a_range);
  g_test_add ("/chart/is-shown-when-wanted", PageFixture, "tcp-listen://127.0.0.1:0", set_up,
              test_is_shown_when_wanted, tear_down);
  g_test_add ("/chart/tells-what-was-before", PageFixture, "tcp-listen://127.0.0.1:0", set_up,
              test_tells_what_was_before, tear_down);
  g_test_add ("/chart/selects-by-the-pointer", PageFixture, "tcp-listen://127.0.0.1:0", set_up,
              test_selects_by_the_pointer, tear_down);
  g_test_add ("/chart/selects-by-the-keyboard", PageFixture, "tcp-listen://127.0.0.1:0", set_up,
              test_selects_by_the_keyboard, tear_down);
  g_test_add ("/chart/follows-the-query", PageFixture, "tcp-listen://127.0.0.1:0", set_up,
              test_follows_the_query, tear_down);
  g_test_add ("/chart/counts-each-kind", PageFixture, "tcp-listen://127.0.0.1:0", set_up,
              test_counts_each_kind, tear_down);

  return g_test_run ();
}
