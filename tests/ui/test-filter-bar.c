/* test-filter-bar.c: finding in the log of a session.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "page-support.h"

#include "ui/tin-filter-bar.h"
#include "ui/tin-log-view.h"
#include "ui/tin-query-entry.h"
#include "ui/tin-query-help.h"

#include <string.h>

typedef struct
{
  PageFixture        page;
  GSocketConnection *client;   /* (owned) */
  TinQueryEntry     *entry;
  GtkWidget         *text;     /* that is typed into */
} Fixture;

static const char *const messages[] = {
  "alpha one", "beta two", "alpha three", "gamma four", "Alpha five",
};

/* Five messages, each in its own row. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  page_set_up (&fixture->page, "tcp-listen://127.0.0.1:0");
  page_start (&fixture->page);
  fixture->client = page_connect (&fixture->page);
  page_wait_for_peers (&fixture->page, 1);

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      client_write (fixture->client, messages[i]);
      page_wait_for_text (&fixture->page, messages[i]);
    }

  fixture->entry = TIN_QUERY_ENTRY (page_get_in (&fixture->page, "filter_bar", "entry"));
  fixture->text = ui_find_template_child (fixture->entry, "entry");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->client);
  page_tear_down (&fixture->page);
}

static TinLogView *
get_log (Fixture *fixture)
{
  return TIN_LOG_VIEW (page_get (&fixture->page, "log"));
}

static guint
count_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (tin_log_view_get_rows (get_log (fixture)));
}

static gboolean
is_idle (gpointer data)
{
  Fixture *fixture = data;
  gboolean busy;

  g_object_get (tin_session_get_search (fixture->page.session), "busy", &busy, NULL);

  return !busy;
}

/* As a user does it, with the cursor behind what is typed. */
static void
type (Fixture    *fixture,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->text), "");
  gtk_editable_set_text (GTK_EDITABLE (fixture->text), text);
  gtk_editable_set_position (GTK_EDITABLE (fixture->text), -1);
  ui_wait_until (is_idle, fixture);
  ui_draw (fixture->page.window);
}

static const char *
get_place (Fixture *fixture)
{
  return gtk_label_get_text (GTK_LABEL (page_get_in (&fixture->page, "filter_bar", "place_label")));
}

static const char *
get_selected (Fixture *fixture)
{
  TinMessage *message = tin_log_view_get_selected (get_log (fixture));

  return message != NULL ? tin_message_get_text (message) : NULL;
}

static gboolean
proposes (Fixture *fixture)
{
  return gtk_widget_get_visible (ui_find_template_child (fixture->entry, "popover"));
}

static void
test_shows_what_is_found (Fixture       *fixture,
                          gconstpointer  data)
{
  TinFilterBar *bar = TIN_FILTER_BAR (page_get (&fixture->page, "filter_bar"));
  guint n_rows = count_rows (fixture);

  g_assert_false (tin_filter_bar_is_open (bar));
  g_assert_false (page_is_enabled (&fixture->page, "find-next"));

  page_activate (&fixture->page, "find");
  g_assert_true (tin_filter_bar_is_open (bar));

  type (fixture, "alpha");
  g_assert_cmpuint (count_rows (fixture), ==, 3);
  g_assert_cmpstr (get_place (fixture), ==, "3 found");
  g_assert_true (page_shows (&fixture->page, "alpha three"));
  g_assert_false (page_shows (&fixture->page, "beta two"));
  ui_take_picture (fixture->page.window, "find-hits");

  client_write (fixture->client, "the last alpha");
  page_wait_for_text (&fixture->page, "the last alpha");
  g_assert_cmpuint (count_rows (fixture), ==, 4);

  type (fixture, "nowhere");
  g_assert_cmpuint (count_rows (fixture), ==, 0);
  g_assert_cmpstr (get_place (fixture), ==, "Nothing found");

  g_assert_true (page_press (fixture->text, GDK_KEY_Escape, 0));
  g_assert_false (tin_filter_bar_is_open (bar));
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "");
  g_assert_cmpuint (count_rows (fixture), ==, n_rows + 1);
}

static void
test_says_what_is_wrong (Fixture       *fixture,
                         gconstpointer  data)
{
  GtkWidget *error = page_get_in (&fixture->page, "filter_bar", "error_label");
  GtkLabel *place = GTK_LABEL (page_get_in (&fixture->page, "filter_bar", "place_label"));

  page_activate (&fixture->page, "find");
  type (fixture, "alpha size>x");
  g_assert_true (gtk_widget_get_visible (error));
  g_assert_true (gtk_widget_has_css_class (fixture->text, "error"));
  g_assert_nonnull (gtk_entry_get_attributes (GTK_ENTRY (fixture->text)));
  g_assert_cmpstr (gtk_label_get_text (place), ==, "");
  ui_take_picture (fixture->page.window, "find-error");

  type (fixture, "alpha size>1");
  g_assert_false (gtk_widget_get_visible (error));
  g_assert_false (gtk_widget_has_css_class (fixture->text, "error"));
  g_assert_null (gtk_entry_get_attributes (GTK_ENTRY (fixture->text)));
}

static void
test_goes_from_one_to_the_next (Fixture       *fixture,
                                gconstpointer  data)
{
  guint n_rows = count_rows (fixture);

  page_activate (&fixture->page, "find");
  g_object_set (tin_session_get_search (fixture->page.session), "filter", FALSE, NULL);
  type (fixture, "alpha");
  g_assert_cmpuint (count_rows (fixture), ==, n_rows);

  g_assert_true (page_press (fixture->text, GDK_KEY_Return, 0));
  g_assert_cmpstr (get_selected (fixture), ==, "alpha one");
  g_assert_cmpstr (get_place (fixture), ==, "1 of 3");

  page_activate (&fixture->page, "find-next");
  page_activate (&fixture->page, "find-next");
  g_assert_cmpstr (get_selected (fixture), ==, "Alpha five");
  g_assert_cmpstr (get_place (fixture), ==, "3 of 3");
  ui_draw (fixture->page.window);
  ui_take_picture (fixture->page.window, "find-highlights");

  page_activate (&fixture->page, "find-next");
  g_assert_cmpstr (get_selected (fixture), ==, "alpha one");

  g_assert_true (page_press (fixture->text, GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_cmpstr (get_selected (fixture), ==, "Alpha five");
  page_activate (&fixture->page, "find-previous");
  g_assert_cmpstr (get_selected (fixture), ==, "alpha three");
}

static gboolean
is_text_cell (GtkWidget  *widget,
              const char *text)
{
  return GTK_IS_INSCRIPTION (widget) && g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) == 0;
}

static GtkWidget *
find_cell (GtkWidget  *root,
           const char *text)
{
  if (is_text_cell (root, text))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_cell (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_highlights_what_is_found (Fixture       *fixture,
                               gconstpointer  data)
{
  GtkWidget *cell;
  PangoAttrList *attributes;
  g_autoptr (PangoAttrIterator) iterator = NULL;
  int start, end;

  page_activate (&fixture->page, "find");
  type (fixture, "three");
  cell = find_cell (GTK_WIDGET (get_log (fixture)), "alpha three");
  attributes = gtk_inscription_get_attributes (GTK_INSCRIPTION (cell));
  g_assert_nonnull (attributes);

  iterator = pango_attr_list_get_iterator (attributes);
  g_assert_null (pango_attr_iterator_get (iterator, PANGO_ATTR_BACKGROUND));
  g_assert_true (pango_attr_iterator_next (iterator));
  g_assert_nonnull (pango_attr_iterator_get (iterator, PANGO_ATTR_BACKGROUND));
  pango_attr_iterator_range (iterator, &start, &end);
  g_assert_cmpint (start, ==, 6);
  g_assert_cmpint (end, ==, 11);

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (tin_log_view_get_rows (get_log (fixture))), 0, TRUE);
  ui_draw (fixture->page.window);
  ui_take_picture (fixture->page.window, "find-detail");

  page_activate (&fixture->page, "find-stop");
  ui_wait_until (is_idle, fixture);
  ui_draw (fixture->page.window);
  cell = find_cell (GTK_WIDGET (get_log (fixture)), "alpha three");
  g_assert_null (gtk_inscription_get_attributes (GTK_INSCRIPTION (cell)));
}

static void
test_proposes_terms (Fixture       *fixture,
                     gconstpointer  data)
{
  page_activate (&fixture->page, "find");
  type (fixture, "foo ev");
  g_assert_true (proposes (fixture));
  ui_take_picture (fixture->page.window, "find-proposals");

  g_assert_true (page_press (fixture->text, GDK_KEY_Down, 0));
  g_assert_true (page_press (fixture->text, GDK_KEY_Down, 0));
  g_assert_true (page_press (fixture->text, GDK_KEY_Return, 0));
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "foo event:");

  type (fixture, "pe");
  g_assert_true (page_press (fixture->text, GDK_KEY_Tab, 0));
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "peer:");
  g_assert_true (page_press (fixture->text, GDK_KEY_Tab, 0));
  g_assert_true (g_str_has_prefix (tin_query_entry_get_text (fixture->entry), "peer:127.0.0.1:"));
  ui_wait_until (is_idle, fixture);
  g_assert_cmpuint (count_rows (fixture), ==, G_N_ELEMENTS (messages) + 1);

  type (fixture, "xx");
  g_assert_false (proposes (fixture));
  type (fixture, "");
  g_assert_true (page_press (fixture->text, GDK_KEY_Down, 0));
  g_assert_true (proposes (fixture));
  g_assert_true (page_press (fixture->text, GDK_KEY_Escape, 0));
  g_assert_false (proposes (fixture));
}

static void
test_has_choices (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkCheckButton *in = GTK_CHECK_BUTTON (page_get_in (&fixture->page, "filter_bar", "in_check"));
  GtkCheckButton *events = GTK_CHECK_BUTTON (page_get_in (&fixture->page, "filter_bar", "events_check"));
  GtkCheckButton *all = GTK_CHECK_BUTTON (page_get_in (&fixture->page, "filter_bar", "all_check"));
  GtkToggleButton *match_case = GTK_TOGGLE_BUTTON (page_get_in (&fixture->page, "filter_bar", "case_button"));

  page_activate (&fixture->page, "find");
  type (fixture, "alpha");
  gtk_check_button_set_active (in, TRUE);
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "in alpha");
  gtk_check_button_set_active (events, TRUE);
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "events alpha");
  gtk_check_button_set_active (all, TRUE);
  g_assert_cmpstr (tin_query_entry_get_text (fixture->entry), ==, "alpha");

  type (fixture, "in beta");
  g_assert_true (gtk_check_button_get_active (in));
  type (fixture, "beta");
  g_assert_true (gtk_check_button_get_active (all));

  type (fixture, "alpha");
  gtk_toggle_button_set_active (match_case, TRUE);
  ui_wait_until (is_idle, fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 2);
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
test_marks_messages (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkSelectionModel *rows = GTK_SELECTION_MODEL (tin_log_view_get_rows (get_log (fixture)));
  GtkWidget *entry;

  g_assert_false (page_is_enabled (&fixture->page, "toggle-bookmark"));
  g_assert_false (page_is_enabled (&fixture->page, "next-bookmark"));

  gtk_selection_model_select_item (rows, 3, TRUE);
  page_activate (&fixture->page, "toggle-bookmark");
  gtk_selection_model_select_item (rows, 5, TRUE);
  page_activate (&fixture->page, "edit-note");
  entry = find_note_entry (GTK_WIDGET (fixture->page.page));
  gtk_editable_set_text (GTK_EDITABLE (entry), "look here");
  g_signal_emit_by_name (entry, "activate");
  ui_draw (fixture->page.window);

  g_assert_cmpstr (gtk_widget_get_tooltip_text (find_cell (GTK_WIDGET (get_log (fixture)), "★ received")), ==, NULL);
  g_assert_cmpuint (tin_bookmarks_count (tin_session_get_bookmarks (fixture->page.session)), ==, 2);
  ui_take_picture (fixture->page.window, "bookmarks");

  page_activate (&fixture->page, "next-bookmark");
  g_assert_cmpstr (get_selected (fixture), ==, "beta two");
  page_activate (&fixture->page, "next-bookmark");
  g_assert_cmpstr (get_selected (fixture), ==, "gamma four");
  page_activate (&fixture->page, "previous-bookmark");
  g_assert_cmpstr (get_selected (fixture), ==, "beta two");
  page_activate (&fixture->page, "toggle-bookmark");
  g_assert_cmpuint (tin_bookmarks_count (tin_session_get_bookmarks (fixture->page.session)), ==, 1);
  g_assert_cmpstr (tin_bookmarks_get (tin_session_get_bookmarks (fixture->page.session), 0)->note, ==, "look here");
}

static void
test_opens_by_itself (Fixture       *fixture,
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
test_has_examples (Fixture       *fixture,
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
test_says_what_else_may_be_meant (Fixture       *fixture,
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
type_more (Fixture    *fixture,
           const char *text)
{
  int position = -1;

  gtk_editable_insert_text (GTK_EDITABLE (fixture->text), text, -1, &position);
  ui_wait_until (is_idle, fixture);
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
test_says_what_is_still_shown (Fixture       *fixture,
                               gconstpointer  data)
{
  TinSearch *search = tin_session_get_search (fixture->page.session);
  GtkWidget *log = page_get (&fixture->page, "log");
  GtkLabel *note = GTK_LABEL (page_get_in (&fixture->page, "filter_bar", "note_label"));
  guint n_rows = count_rows (fixture);

  page_activate (&fixture->page, "find");
  type (fixture, "/(/");
  g_assert_cmpuint (count_rows (fixture), ==, n_rows);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (note)));

  type (fixture, "alpha");
  type_more (fixture, " size>x");
  g_assert_cmpuint (count_rows (fixture), ==, 3);
  g_assert_cmpstr (gtk_label_get_text (note), ==, "The log still shows what was found for “alpha”");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (note)));
  ui_draw (fixture->page.window);
  ui_take_picture (fixture->page.window, "find-error-rows");
  g_object_set (search, "filter", FALSE, NULL);
  g_assert_cmpstr (gtk_label_get_text (note), ==, "The log still highlights what was found for “alpha”");
  g_object_set (search, "filter", TRUE, NULL);

  type (fixture, "no\342\200\256where");
  g_assert_true (is_placeholder (log, "No message matches"));
  type_more (fixture, " size>x");
  g_assert_cmpuint (count_rows (fixture), ==, 0);
  g_assert_true (is_placeholder (log, "No message matches “no\\u{202E}where”"));
  ui_take_picture (fixture->page.window, "find-error-empty");

  type (fixture, "");
  g_assert_cmpuint (count_rows (fixture), ==, n_rows);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (note)));
}

static gboolean
has_two_hits (gpointer search)
{
  return tin_search_get_n_hits (search) == 2;
}

/* What has not ended is found behind all others. */
static void
test_goes_to_what_is_coming (Fixture       *fixture,
                             gconstpointer  data)
{
  TinSearch *search = tin_session_get_search (fixture->page.session);

  g_object_set (tin_session_get_profile (fixture->page.session), "framing-in", "lines:lf", NULL);
  client_write (fixture->client, "\nnothing\nalpha six");
  page_activate (&fixture->page, "find");
  g_object_set (search, "filter", FALSE, NULL);
  type (fixture, "alpha");
  ui_wait_until (has_two_hits, search);
  g_assert_cmpstr (get_place (fixture), ==, "2 found");

  page_activate (&fixture->page, "find-next");
  g_assert_true (g_str_has_prefix (get_selected (fixture), "alpha one"));
  page_activate (&fixture->page, "find-next");
  g_assert_cmpstr (get_selected (fixture), ==, "alpha six");
  page_activate (&fixture->page, "find-next");
  g_assert_true (g_str_has_prefix (get_selected (fixture), "alpha one"));
  page_activate (&fixture->page, "find-previous");
  g_assert_cmpstr (get_selected (fixture), ==, "alpha six");
  page_activate (&fixture->page, "find-previous");
  g_assert_true (g_str_has_prefix (get_selected (fixture), "alpha one"));

  /* Alone. */
  type (fixture, "six");
  page_activate (&fixture->page, "find-next");
  g_assert_cmpstr (get_selected (fixture), ==, "alpha six");
  page_activate (&fixture->page, "find-previous");
  g_assert_cmpstr (get_selected (fixture), ==, "alpha six");
}

static gboolean
is_visible (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static void
test_says_what_was_not_searched (Fixture       *fixture,
                                 gconstpointer  data)
{
  GtkWidget *note = page_get_in (&fixture->page, "filter_bar", "note_label");
  g_autofree char *hostile = g_strnfill (4000, 'a');

  hostile[3999] = '-';
  client_write (fixture->client, hostile);
  page_activate (&fixture->page, "find");
  type (fixture, "/^(a+)+$/");
  ui_wait_until (is_visible, note);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (note)), ==,
                   "1 message was given up, as looking through it took too many steps");
  ui_take_picture (fixture->page.window, "find-given-up");
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(path, func) g_test_add ("/filter-bar/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("says-what-is-still-shown", test_says_what_is_still_shown);
  ADD ("goes-to-what-is-coming", test_goes_to_what_is_coming);
  ADD ("says-what-was-not-searched", test_says_what_was_not_searched);
  ADD ("shows-what-is-found", test_shows_what_is_found);
  ADD ("says-what-is-wrong", test_says_what_is_wrong);
  ADD ("goes-from-one-to-the-next", test_goes_from_one_to_the_next);
  ADD ("highlights-what-is-found", test_highlights_what_is_found);
  ADD ("proposes-terms", test_proposes_terms);
  ADD ("has-choices", test_has_choices);
  ADD ("has-examples", test_has_examples);
  ADD ("says-what-else-may-be-meant", test_says_what_else_may_be_meant);
  ADD ("opens-by-itself", test_opens_by_itself);
  ADD ("marks-messages", test_marks_messages);
#undef ADD

  return g_test_run ();
}
