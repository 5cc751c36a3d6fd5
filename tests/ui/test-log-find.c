/* test-log-find.c: what is found in the log of a session, and the way from one message to the next.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "find-support.h"
#include "log-view-support.h"

#include "ui/tin-filter-bar.h"

static void
test_shows_what_is_found (FindFixture   *fixture,
                          gconstpointer  data)
{
  TinFilterBar *bar = TIN_FILTER_BAR (page_get (&fixture->page, "filter_bar"));
  guint n_rows = find_count_rows (fixture);

  g_assert_false (tin_filter_bar_is_open (bar));
  g_assert_false (page_is_enabled (&fixture->page, "find-next"));

  page_activate (&fixture->page, "find");
  g_assert_true (tin_filter_bar_is_open (bar));

  find_type (fixture, "alpha");
  g_assert_cmpuint (find_count_rows (fixture), ==, 3);
  g_assert_cmpstr (find_get_place (fixture), ==, "3 found");
  g_assert_true (page_shows (&fixture->page, "alpha three"));
  g_assert_false (page_shows (&fixture->page, "beta two"));
  ui_take_picture (fixture->page.window, "find-hits");

  client_write (fixture->client, "the last alpha");
  page_wait_for_text (&fixture->page, "the last alpha");
  g_assert_cmpuint (find_count_rows (fixture), ==, 4);

  find_type (fixture, "nowhere");
  g_assert_cmpuint (find_count_rows (fixture), ==, 0);
  g_assert_cmpstr (find_get_place (fixture), ==, "Nothing found");

  g_assert_true (page_press (fixture->text, GDK_KEY_Escape, 0));
  g_assert_false (tin_filter_bar_is_open (bar));
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "");
  g_assert_cmpuint (find_count_rows (fixture), ==, n_rows + 1);
}

static void
test_goes_from_one_to_the_next (FindFixture   *fixture,
                                gconstpointer  data)
{
  guint n_rows = find_count_rows (fixture);

  page_activate (&fixture->page, "find");
  g_object_set (tin_session_get_search (fixture->page.session), "filter", FALSE, NULL);
  find_type (fixture, "alpha");
  g_assert_cmpuint (find_count_rows (fixture), ==, n_rows);

  g_assert_true (page_press (fixture->text, GDK_KEY_Return, 0));
  g_assert_cmpstr (find_get_selected (fixture), ==, "alpha one");
  g_assert_cmpstr (find_get_place (fixture), ==, "1 of 3");

  page_activate (&fixture->page, "find-next");
  page_activate (&fixture->page, "find-next");
  g_assert_cmpstr (find_get_selected (fixture), ==, "Alpha five");
  g_assert_cmpstr (find_get_place (fixture), ==, "3 of 3");
  ui_draw (fixture->page.window);
  ui_take_picture (fixture->page.window, "find-highlights");

  page_activate (&fixture->page, "find-next");
  g_assert_cmpstr (find_get_selected (fixture), ==, "alpha one");

  g_assert_true (page_press (fixture->text, GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_cmpstr (find_get_selected (fixture), ==, "Alpha five");
  page_activate (&fixture->page, "find-previous");
  g_assert_cmpstr (find_get_selected (fixture), ==, "alpha three");
}

static void
test_highlights_what_is_found (FindFixture   *fixture,
                               gconstpointer  data)
{
  GtkInscription *cell;
  PangoAttrList *attributes;
  g_autoptr (PangoAttrIterator) iterator = NULL;
  int start, end;

  page_activate (&fixture->page, "find");
  find_type (fixture, "three");
  cell = log_view_find_cell (find_get_log (fixture), "alpha three");
  attributes = gtk_inscription_get_attributes (cell);
  g_assert_nonnull (attributes);

  iterator = pango_attr_list_get_iterator (attributes);
  g_assert_null (pango_attr_iterator_get (iterator, PANGO_ATTR_BACKGROUND));
  g_assert_true (pango_attr_iterator_next (iterator));
  g_assert_nonnull (pango_attr_iterator_get (iterator, PANGO_ATTR_BACKGROUND));
  pango_attr_iterator_range (iterator, &start, &end);
  g_assert_cmpint (start, ==, 6);
  g_assert_cmpint (end, ==, 11);

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (tin_log_view_get_rows (find_get_log (fixture))), 0, TRUE);
  ui_draw (fixture->page.window);
  ui_take_picture (fixture->page.window, "find-detail");

  page_activate (&fixture->page, "find-stop");
  ui_wait_until (find_is_idle, fixture);
  ui_draw (fixture->page.window);
  cell = log_view_find_cell (find_get_log (fixture), "alpha three");
  g_assert_null (gtk_inscription_get_attributes (cell));
}

/* In a popover that is a child of the page itself. */
static GtkWidget *
find_note_entry (GtkWidget *page)
{
  for (GtkWidget *child = gtk_widget_get_first_child (page); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      return ui_find (child, GTK_TYPE_ENTRY, NULL);

  return NULL;
}

static void
test_marks_messages (FindFixture   *fixture,
                     gconstpointer  data)
{
  GtkSelectionModel *rows = GTK_SELECTION_MODEL (tin_log_view_get_rows (find_get_log (fixture)));
  GtkWidget *box = page_get_in (&fixture->page, "detail", "note_box");
  GtkLabel *label = GTK_LABEL (page_get_in (&fixture->page, "detail", "note_label"));
  GtkWidget *entry;

  g_assert_false (page_is_enabled (&fixture->page, "toggle-bookmark"));
  g_assert_false (page_is_enabled (&fixture->page, "next-bookmark"));

  gtk_selection_model_select_item (rows, 3, TRUE);
  page_activate (&fixture->page, "toggle-bookmark");
  g_assert_false (gtk_widget_get_visible (box));
  gtk_selection_model_select_item (rows, 5, TRUE);
  page_activate (&fixture->page, "edit-note");
  entry = find_note_entry (GTK_WIDGET (fixture->page.page));
  gtk_editable_set_text (GTK_EDITABLE (entry), "look here");
  g_signal_emit_by_name (entry, "activate");
  ui_draw (fixture->page.window);

  g_assert_true (gtk_widget_get_mapped (box));
  g_assert_cmpstr (gtk_label_get_text (label), ==, "look here");
  g_assert_null (gtk_widget_get_tooltip_text (GTK_WIDGET (log_view_find_cell (find_get_log (fixture), "★ received"))));
  g_assert_cmpuint (tin_bookmarks_count (tin_session_get_bookmarks (fixture->page.session)), ==, 2);
  ui_take_picture (fixture->page.window, "bookmarks");

  page_activate (&fixture->page, "next-bookmark");
  g_assert_cmpstr (find_get_selected (fixture), ==, "beta two");
  g_assert_false (gtk_widget_get_visible (box));
  page_activate (&fixture->page, "next-bookmark");
  g_assert_cmpstr (find_get_selected (fixture), ==, "gamma four");
  page_activate (&fixture->page, "previous-bookmark");
  g_assert_cmpstr (find_get_selected (fixture), ==, "beta two");
  page_activate (&fixture->page, "toggle-bookmark");
  g_assert_cmpuint (tin_bookmarks_count (tin_session_get_bookmarks (fixture->page.session)), ==, 1);
  g_assert_cmpstr (tin_bookmarks_get (tin_session_get_bookmarks (fixture->page.session), 0)->note, ==, "look here");
}

static gboolean
has_two_hits (gpointer search)
{
  return tin_search_get_n_hits (search) == 2;
}

/* What has not ended is found behind all others. */
static void
test_goes_to_what_is_coming (FindFixture   *fixture,
                             gconstpointer  data)
{
  TinSearch *search = tin_session_get_search (fixture->page.session);

  g_object_set (tin_session_get_profile (fixture->page.session), "framing-in", "lines:lf", NULL);
  client_write (fixture->client, "\nnothing\nalpha six");
  page_activate (&fixture->page, "find");
  g_object_set (search, "filter", FALSE, NULL);
  find_type (fixture, "alpha");
  ui_wait_until (has_two_hits, search);
  g_assert_cmpstr (find_get_place (fixture), ==, "2 found");

  page_activate (&fixture->page, "find-next");
  g_assert_true (g_str_has_prefix (find_get_selected (fixture), "alpha one"));
  page_activate (&fixture->page, "find-next");
  g_assert_cmpstr (find_get_selected (fixture), ==, "alpha six");
  g_assert_cmpstr (find_get_place (fixture), ==, "2 of 2");
  page_activate (&fixture->page, "find-next");
  g_assert_cmpstr (find_get_place (fixture), ==, "1 of 2");
  g_assert_true (g_str_has_prefix (find_get_selected (fixture), "alpha one"));
  page_activate (&fixture->page, "find-previous");
  g_assert_cmpstr (find_get_selected (fixture), ==, "alpha six");
  page_activate (&fixture->page, "find-previous");
  g_assert_true (g_str_has_prefix (find_get_selected (fixture), "alpha one"));

  /* Alone. */
  find_type (fixture, "six");
  page_activate (&fixture->page, "find-next");
  g_assert_cmpstr (find_get_selected (fixture), ==, "alpha six");
  page_activate (&fixture->page, "find-previous");
  g_assert_cmpstr (find_get_selected (fixture), ==, "alpha six");
}

/* What has not ended has a row, but no number. */
static void
test_marks_what_is_coming (FindFixture   *fixture,
                           gconstpointer  data)
{
  GtkSelectionModel *rows = GTK_SELECTION_MODEL (tin_log_view_get_rows (find_get_log (fixture)));

  g_object_set (tin_session_get_profile (fixture->page.session), "framing-in", "lines:lf", NULL);
  client_write (fixture->client, "\nnothing\nalpha six");
  page_wait_for_text (&fixture->page, "alpha six");
  gtk_selection_model_select_item (rows, g_list_model_get_n_items (G_LIST_MODEL (rows)) - 1, TRUE);
  page_activate (&fixture->page, "toggle-bookmark");
  gtk_selection_model_select_item (rows, 0, TRUE);

  page_activate (&fixture->page, "next-bookmark");
  g_assert_cmpstr (find_get_selected (fixture), ==, "alpha six");
}

/* What is marked stays so when a framing joins it to what came before, and can be left again. */
static void
test_marks_outlast_a_framing (FindFixture   *fixture,
                              gconstpointer  data)
{
  GtkSelectionModel *rows = GTK_SELECTION_MODEL (tin_log_view_get_rows (find_get_log (fixture)));
  TinBookmarks *bookmarks = tin_session_get_bookmarks (fixture->page.session);

  gtk_selection_model_select_item (rows, 3, TRUE);
  page_activate (&fixture->page, "toggle-bookmark");
  g_object_set (tin_session_get_profile (fixture->page.session), "framing-in", "lines:lf", NULL);
  client_write (fixture->client, "\nnothing\nalpha six");
  page_wait_for_text (&fixture->page, "alpha six");
  ui_draw (fixture->page.window);
  g_assert_nonnull (log_view_find_cell (find_get_log (fixture), "★ received"));

  gtk_selection_model_select_item (rows, 0, TRUE);
  page_activate (&fixture->page, "next-bookmark");
  g_assert_true (g_str_has_prefix (find_get_selected (fixture), "alpha one"));
  page_activate (&fixture->page, "toggle-bookmark");
  g_assert_cmpuint (tin_bookmarks_count (bookmarks), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(path, func) g_test_add ("/log-find/" path, FindFixture, NULL, find_set_up, func, find_tear_down)
  ADD ("goes-to-what-is-coming", test_goes_to_what_is_coming);
  ADD ("shows-what-is-found", test_shows_what_is_found);
  ADD ("goes-from-one-to-the-next", test_goes_from_one_to_the_next);
  ADD ("highlights-what-is-found", test_highlights_what_is_found);
  ADD ("marks-messages", test_marks_messages);
  ADD ("marks-what-is-coming", test_marks_what_is_coming);
  ADD ("marks-outlast-a-framing", test_marks_outlast_a_framing);
#undef ADD

  return g_test_run ();
}
