/* test-session-layout.c: how the page looks and is gone through: names, a narrow window, the dark, panes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "page-support.h"

#include "ui/tin-log-view.h"

#define SERVER "tcp-listen://127.0.0.1:0"

static void
test_has_names (PageFixture   *fixture,
                gconstpointer  uri)
{
  ui_assert_names (GTK_WIDGET (fixture->page));
}

/* Whichever of them are shown. */
static void
assert_totals_are_whole (PageFixture *fixture)
{
  static const char *const labels[] = { "received_label", "sent_label", "short_label" };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      GtkWidget *label = page_get_in (fixture, "status_bar", labels[i]);

      g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
    }
}

static void
test_fits_a_narrow_window (PageFixture   *fixture,
                           gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = NULL;
  GtkWidget *editors;
  int minimum;

  page_start (fixture);
  client = page_connect (fixture);
  client_write (client, "hello from a narrow window");
  page_wait_for_text (fixture, "hello from a narrow window");

  gtk_widget_measure (GTK_WIDGET (fixture->page), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 600);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 600);
  ui_draw (fixture->window);
  ui_draw (fixture->window);
  page_assert_nothing_beside (fixture);
  assert_totals_are_whole (fixture);
  ui_take_picture (fixture->window, "page-narrow");

  page_activate (fixture, "framing");
  ui_draw (fixture->window);
  editors = page_get_in (fixture, "status_bar", "framing");
  editors = ui_find_template_child (editors, "editors");
  g_assert_cmpint (gtk_orientable_get_orientation (GTK_ORIENTABLE (editors)), ==, GTK_ORIENTATION_VERTICAL);
  g_assert_cmpint (gtk_widget_get_width (gtk_widget_get_ancestor (editors, GTK_TYPE_POPOVER)), <=, 600);
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (editors, GTK_TYPE_POPOVER)));

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1700, 900);
  ui_draw (fixture->window);
  ui_draw (fixture->window);
  page_assert_nothing_beside (fixture);
  ui_take_picture (fixture->window, "page-wide");
}

static void
test_looks_well_in_the_dark (PageFixture   *fixture,
                             gconstpointer  uri)
{
  GSocketConnection *clients[3];
  AdwStyleManager *style = adw_style_manager_get_default ();

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  page_connect_three (fixture, clients);
  page_select_peer (fixture, 1);
  g_clear_object (&clients[0]);
  page_wait_for_peers (fixture, 2);
  ui_take_picture (fixture->window, "page-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);

  g_object_unref (clients[1]);
  g_object_unref (clients[2]);
}

static void
test_cycles_its_panes (PageFixture   *fixture,
                       gconstpointer  uri)
{
  const char *order[] = { "peers", "log", "detail", "send_box", "peers" };
  g_autoptr (GSocketConnection) client = NULL;
  TinLogView *log = TIN_LOG_VIEW (page_get (fixture, "log"));

  page_start (fixture);
  client = page_connect (fixture);
  client_write (client, "hello");
  page_wait_for_text (fixture, "hello");
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (tin_log_view_get_rows (log)), 0, TRUE);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      GtkWidget *focus;

      page_activate (fixture, "next-pane");
      focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
      g_assert_nonnull (focus);
      g_assert_true (gtk_widget_is_ancestor (focus, page_get (fixture, order[i])));
    }

  page_activate (fixture, "previous-pane");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)),
                                         page_get (fixture, "send_box")));
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(name, uri, function) \
  g_test_add ("/session-layout/" name, PageFixture, uri, page_test_set_up, function, page_test_tear_down)
  ADD ("has-names", SERVER, test_has_names);
  ADD ("fits-a-narrow-window", SERVER, test_fits_a_narrow_window);
  ADD ("looks-well-in-the-dark", SERVER, test_looks_well_in_the_dark);
  ADD ("cycles-its-panes", SERVER, test_cycles_its_panes);
#undef ADD

  return g_test_run ();
}
