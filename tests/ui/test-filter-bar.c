/* test-filter-bar.c: the bar in which one types what to find in the log of a session.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "find-support.h"

#include "ui/tin-filter-bar.h"
#include "ui/tin-query-help.h"

static gboolean
proposes (FindFixture *fixture)
{
  return gtk_widget_get_visible (ui_find_template_child (fixture->entry, "popover"));
}

static void
test_says_what_is_wrong (FindFixture   *fixture,
                         gconstpointer  data)
{
  GtkWidget *error = page_get_in (&fixture->page, "filter_bar", "error_label");
  GtkLabel *place = GTK_LABEL (page_get_in (&fixture->page, "filter_bar", "place_label"));

  page_activate (&fixture->page, "find");
  find_type (fixture, "alpha size>x");
  g_assert_true (gtk_widget_get_visible (error));
  g_assert_true (gtk_widget_has_css_class (fixture->text, "error"));
  g_assert_nonnull (gtk_entry_get_attributes (GTK_ENTRY (fixture->text)));
  g_assert_cmpstr (gtk_label_get_text (place), ==, "");
  ui_take_picture (fixture->page.window, "find-error");

  find_type (fixture, "alpha size>1");
  g_assert_false (gtk_widget_get_visible (error));
  g_assert_false (gtk_widget_has_css_class (fixture->text, "error"));
  g_assert_null (gtk_entry_get_attributes (GTK_ENTRY (fixture->text)));
}

static void
test_proposes_terms (FindFixture   *fixture,
                     gconstpointer  data)
{
  page_activate (&fixture->page, "find");
  find_type (fixture, "foo ev");
  g_assert_true (proposes (fixture));
  ui_take_picture (fixture->page.window, "find-proposals");

  g_assert_true (page_press (fixture->text, GDK_KEY_Down, 0));
  g_assert_true (page_press (fixture->text, GDK_KEY_Down, 0));
  g_assert_true (page_press (fixture->text, GDK_KEY_Return, 0));
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "foo event:");

  find_type (fixture, "pe");
  g_assert_true (page_press (fixture->text, GDK_KEY_Tab, 0));
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "peer:");
  g_assert_true (page_press (fixture->text, GDK_KEY_Tab, 0));
  g_assert_true (g_str_has_prefix (tin_query_entry_get_text (fixture->entry), "peer:127.0.0.1:"));
  ui_wait_until (find_is_idle, fixture);
  g_assert_cmpuint (find_count_rows (fixture), ==, FIND_N_MESSAGES + 1);

  find_type (fixture, "xx");
  g_assert_false (proposes (fixture));
  find_type (fixture, "");
  g_assert_true (page_press (fixture->text, GDK_KEY_Down, 0));
  g_assert_true (proposes (fixture));
  g_assert_true (page_press (fixture->text, GDK_KEY_Escape, 0));
  g_assert_false (proposes (fixture));
}

static void
test_has_choices (FindFixture   *fixture,
                  gconstpointer  data)
{
  GtkCheckButton *in = GTK_CHECK_BUTTON (page_get_in (&fixture->page, "filter_bar", "in_check"));
  GtkCheckButton *events = GTK_CHECK_BUTTON (page_get_in (&fixture->page, "filter_bar", "events_check"));
  GtkCheckButton *all = GTK_CHECK_BUTTON (page_get_in (&fixture->page, "filter_bar", "all_check"));
  GtkToggleButton *match_case = GTK_TOGGLE_BUTTON (page_get_in (&fixture->page, "filter_bar", "case_button"));

  page_activate (&fixture->page, "find");
  find_type (fixture, "alpha");
  gtk_check_button_set_active (in, TRUE);
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "in alpha");
  gtk_check_button_set_active (events, TRUE);
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "events alpha");
  gtk_check_button_set_active (all, TRUE);
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "alpha");

  find_type (fixture, "in beta");
  g_assert_true (gtk_check_button_get_active (in));
  find_type (fixture, "beta");
  g_assert_true (gtk_check_button_get_active (all));

  find_type (fixture, "alpha");
  gtk_toggle_button_set_active (match_case, TRUE);
  ui_wait_until (find_is_idle, fixture);
  g_assert_cmpuint (find_count_rows (fixture), ==, 2);
}

static void
test_opens_by_itself (FindFixture   *fixture,
                      gconstpointer  data)
{
  TinFilterBar *bar = TIN_FILTER_BAR (page_get (&fixture->page, "filter_bar"));

  tin_search_set_text (tin_session_get_search (fixture->page.session), "time>0:00");
  g_assert_true (tin_filter_bar_is_open (bar));
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "time>0:00");
  g_assert_false (proposes (fixture));
}

/* Every one is a query, and goes to the front of what is there. */
static void
test_has_examples (FindFixture   *fixture,
                   gconstpointer  data)
{
  TinSearch *search = tin_session_get_search (fixture->page.session);
  GtkWidget *help = page_get_in (&fixture->page, "filter_bar", "query_help");
  GtkListBox *list = GTK_LIST_BOX (ui_find_template_child (help, "list"));
  guint n_examples = 0;
  g_autofree char *both = NULL;

  for (const char *example; (example = tin_query_help_get_example (n_examples)) != NULL; n_examples++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TinQuery) query = tin_query_new (example, TIN_QUERY_DEFAULT, "UTF-8", &error);

      g_assert_no_error (error);
      g_assert_false (tin_query_is_empty (query));
      g_assert_null (tin_query_get_hint (query));

      tin_search_set_text (search, "");
      g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, (int) n_examples));
      g_assert_cmpstr (tin_search_get_text (search), ==, example);
    }

  g_assert_cmpuint (n_examples, >, 10);
  g_assert_null (gtk_list_box_get_row_at_index (list, (int) n_examples));

  tin_search_set_text (search, "\"not closed");
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 0));
  both = g_strconcat (tin_query_help_get_example (0), " \"not closed", NULL);
  g_assert_cmpstr (tin_search_get_text (search), ==, both);
}

/* A path is no error, but somebody may have meant something else. */
static void
test_says_what_else_may_be_meant (FindFixture   *fixture,
                                  gconstpointer  data)
{
  TinSearch *search = tin_session_get_search (fixture->page.session);
  GtkWidget *note = page_get_in (&fixture->page, "filter_bar", "note_label");

  g_assert_false (gtk_widget_get_visible (note));
  tin_search_set_text (search, "/item/3");
  g_assert_true (gtk_widget_get_visible (note));
  g_assert_null (tin_search_get_error (search, NULL));
  tin_search_set_text (search, "/item/");
  g_assert_false (gtk_widget_get_visible (note));
}

/* Behind what is there. */
static void
type_more (FindFixture *fixture,
           const char  *text)
{
  int position = -1;

  gtk_editable_insert_text (GTK_EDITABLE (fixture->text), text, -1, &position);
  ui_wait_until (find_is_idle, fixture);
  ui_draw (fixture->page.window);
}

static gboolean
is_placeholder (GtkWidget  *log,
                const char *text)
{
  GtkWidget *label = ui_find_template_child (log, "placeholder");

  return gtk_widget_get_mapped (label) && g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text);
}

/* What was understood last goes on to be shown, and says so: nobody takes it for an answer to what is typed. */
static void
test_says_what_is_still_shown (FindFixture   *fixture,
                               gconstpointer  data)
{
  TinSearch *search = tin_session_get_search (fixture->page.session);
  GtkWidget *log = page_get (&fixture->page, "log");
  GtkLabel *note = GTK_LABEL (page_get_in (&fixture->page, "filter_bar", "note_label"));
  guint n_rows = find_count_rows (fixture);

  page_activate (&fixture->page, "find");
  find_type (fixture, "/(/");
  g_assert_cmpuint (find_count_rows (fixture), ==, n_rows);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (note)));

  find_type (fixture, "alpha");
  type_more (fixture, " size>x");
  g_assert_cmpuint (find_count_rows (fixture), ==, 3);
  g_assert_cmpstr (gtk_label_get_text (note), ==, "The log still shows what was found for “alpha”");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (note)));
  ui_draw (fixture->page.window);
  ui_take_picture (fixture->page.window, "find-error-rows");
  g_object_set (search, "filter", FALSE, NULL);
  g_assert_cmpstr (gtk_label_get_text (note), ==, "The log still highlights what was found for “alpha”");
  g_object_set (search, "filter", TRUE, NULL);

  find_type (fixture, "no\342\200\256where");
  g_assert_true (is_placeholder (log, "No message matches"));
  type_more (fixture, " size>x");
  g_assert_cmpuint (find_count_rows (fixture), ==, 0);
  g_assert_true (is_placeholder (log, "No message matches “no\\u{202E}where”"));
  ui_take_picture (fixture->page.window, "find-error-empty");

  find_type (fixture, "");
  g_assert_cmpuint (find_count_rows (fixture), ==, n_rows);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (note)));
}

static gboolean
is_visible (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static void
test_says_what_was_not_searched (FindFixture   *fixture,
                                 gconstpointer  data)
{
  GtkWidget *note = page_get_in (&fixture->page, "filter_bar", "note_label");
  g_autofree char *hostile = g_strnfill (4000, 'a');

  hostile[3999] = '-';
  client_write (fixture->client, hostile);
  page_activate (&fixture->page, "find");
  find_type (fixture, "/^(a+)+$/");
  ui_wait_until (is_visible, note);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (note)), ==,
                   "1 message was given up, as looking through it took too many steps");
  ui_take_picture (fixture->page.window, "find-given-up");
}

static void
test_has_fields (FindFixture   *fixture,
                 gconstpointer  data)
{
  GtkWidget *form = page_get_in (&fixture->page, "filter_bar", "query_form");
  GtkPopover *popover = GTK_POPOVER (gtk_widget_get_ancestor (form, GTK_TYPE_POPOVER));
  GtkEditable *peer = GTK_EDITABLE (ui_find_template_child (form, "peer_entry"));
  GtkEditable *first = GTK_EDITABLE (ui_find_template_child (form, "size_first_entry"));
  GtkEditable *last = GTK_EDITABLE (ui_find_template_child (form, "size_last_entry"));
  GtkEditable *until = GTK_EDITABLE (ui_find_template_child (form, "time_last_entry"));

  page_activate (&fixture->page, "find");
  find_type (fixture, "a");
  gtk_editable_set_text (first, "10");
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "size>=10 a");
  gtk_editable_set_text (last, "10");
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "size:10..10 a");
  ui_wait_until (find_is_idle, fixture);
  g_assert_cmpuint (find_count_rows (fixture), ==, 2);
  gtk_popover_popup (popover);
  ui_take_picture (popover, "find-fields");
  gtk_popover_popdown (popover);

  find_type (fixture, "-in peer:10.0.0.0/8 time<14:05 size<3");
  g_assert_cmpstr (gtk_editable_get_text (peer), ==, "10.0.0.0/8");
  g_assert_cmpstr (gtk_editable_get_text (first), ==, "");
  g_assert_cmpstr (gtk_editable_get_text (last), ==, "3");
  g_assert_cmpstr (gtk_editable_get_text (until), ==, "14:05");

  gtk_editable_set_text (peer, "");
  gtk_editable_set_text (last, "");
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "-in time<14:05");
}

/* Where one types, with the reason under the entry. */
static void
test_says_what_is_wrong_in_a_field (FindFixture   *fixture,
                                    gconstpointer  data)
{
  GtkWidget *form = page_get_in (&fixture->page, "filter_bar", "query_form");
  GtkEditable *peer = GTK_EDITABLE (ui_find_template_child (form, "peer_entry"));

  page_activate (&fixture->page, "find");
  gtk_editable_set_text (peer, "some one\"");
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "peer:\"some one\\\"\"");
  g_assert_true (gtk_widget_get_visible (page_get_in (&fixture->page, "filter_bar", "error_label")));
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(path, func) g_test_add ("/filter-bar/" path, FindFixture, NULL, find_set_up, func, find_tear_down)
  ADD ("says-what-is-still-shown", test_says_what_is_still_shown);
  ADD ("says-what-was-not-searched", test_says_what_was_not_searched);
  ADD ("says-what-is-wrong", test_says_what_is_wrong);
  ADD ("proposes-terms", test_proposes_terms);
  ADD ("has-choices", test_has_choices);
  ADD ("has-fields", test_has_fields);
  ADD ("says-what-is-wrong-in-a-field", test_says_what_is_wrong_in_a_field);
  ADD ("has-examples", test_has_examples);
  ADD ("says-what-else-may-be-meant", test_says_what_else_may_be_meant);
  ADD ("opens-by-itself", test_opens_by_itself);
#undef ADD

  return g_test_run ();
}
