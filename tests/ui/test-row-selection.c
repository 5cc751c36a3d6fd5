/* test-row-selection.c: the selection of a list whose items come and go.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-row-selection.h"

#include "ui-support.h"

#define N_ROWS 100
#define MANY 1000000

typedef struct
{
  GtkStringList   *rows;
  TinRowSelection *selection;
  guint            position;    /* of the last items-changed */
  guint            removed;
  guint            added;
  guint            n_changes;
} Fixture;

static void
items_changed_cb (Fixture *fixture,
                  guint    position,
                  guint    removed,
                  guint    added)
{
  fixture->position = position;
  fixture->removed = removed;
  fixture->added = added;
  fixture->n_changes++;
}

static void
append (Fixture *fixture,
        guint    n_rows)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < n_rows; i++)
    g_ptr_array_add (words, (gpointer) "row");

  g_ptr_array_add (words, NULL);
  gtk_string_list_splice (fixture->rows, g_list_model_get_n_items (G_LIST_MODEL (fixture->rows)), 0,
                          (const char *const *) words->pdata);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->rows = gtk_string_list_new (NULL);
  append (fixture, N_ROWS);
  fixture->selection = tin_row_selection_new (G_LIST_MODEL (fixture->rows));
  g_signal_connect_swapped (fixture->selection, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->selection);
  g_assert_finalize_object (fixture->rows);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->selection));
}

static guint
count_selected_of (TinRowSelection *selection)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (selection));

  return gtk_bitset_get_size (selected);
}

static guint
count_selected (Fixture *fixture)
{
  return count_selected_of (fixture->selection);
}

static void
test_selects (Fixture       *fixture,
              gconstpointer  data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);

  g_assert_true (gtk_selection_model_select_item (model, 3, TRUE));
  g_assert_true (gtk_selection_model_select_item (model, 5, FALSE));
  g_assert_true (gtk_selection_model_is_selected (model, 3));
  g_assert_true (gtk_selection_model_is_selected (model, 5));
  g_assert_false (gtk_selection_model_is_selected (model, 4));

  g_assert_true (gtk_selection_model_select_range (model, 10, 5, TRUE));
  g_assert_cmpuint (count_selected (fixture), ==, 5);

  g_assert_true (gtk_selection_model_select_all (model));
  g_assert_cmpuint (count_selected (fixture), ==, N_ROWS);

  g_assert_true (gtk_selection_model_unselect_all (model));
  g_assert_cmpuint (count_selected (fixture), ==, 0);
}

static void
test_says_what_changed (Fixture       *fixture,
                        gconstpointer  data)
{
  guint calls = 0;
  gulong id = g_signal_connect_swapped (fixture->selection, "selection-changed", G_CALLBACK (g_atomic_int_inc), &calls);

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (fixture->selection), 3, TRUE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (fixture->selection), 3, TRUE);
  g_assert_cmpuint (calls, ==, 1);

  g_signal_handler_disconnect (fixture->selection, id);
}

static void
test_moves_with_its_rows (Fixture       *fixture,
                          gconstpointer  data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);

  gtk_selection_model_select_item (model, 50, TRUE);
  gtk_string_list_splice (fixture->rows, 0, 20, NULL);

  g_assert_true (gtk_selection_model_is_selected (model, 30));
  g_assert_cmpuint (count_selected (fixture), ==, 1);

  gtk_string_list_splice (fixture->rows, 30, 1, NULL);
  g_assert_cmpuint (count_selected (fixture), ==, 0);
}

static void
test_passes_changes_on (Fixture       *fixture,
                        gconstpointer  data)
{
  append (fixture, 7);

  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (fixture->position, ==, N_ROWS);
  g_assert_cmpuint (fixture->removed, ==, 0);
  g_assert_cmpuint (fixture->added, ==, 7);
}

static void
test_holds_rows_back (Fixture       *fixture,
                      gconstpointer  data)
{
  tin_row_selection_set_frozen (fixture->selection, TRUE);
  append (fixture, 7);
  append (fixture, 3);

  g_assert_cmpuint (fixture->n_changes, ==, 0);
  g_assert_cmpuint (count (fixture), ==, N_ROWS);
  g_assert_cmpuint (tin_row_selection_count_held_back (fixture->selection), ==, 10);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->selection), N_ROWS));

  tin_row_selection_set_frozen (fixture->selection, FALSE);

  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (fixture->added, ==, 10);
  g_assert_cmpuint (count (fixture), ==, N_ROWS + 10);
}

static void
test_drops_old_rows_while_frozen (Fixture       *fixture,
                                  gconstpointer  data)
{
  tin_row_selection_set_frozen (fixture->selection, TRUE);
  append (fixture, 5);
  gtk_string_list_splice (fixture->rows, 0, 40, NULL);

  g_assert_true (tin_row_selection_get_frozen (fixture->selection));
  g_assert_cmpuint (count (fixture), ==, N_ROWS - 40);
  g_assert_cmpuint (tin_row_selection_count_held_back (fixture->selection), ==, 5);
}

/* The last row shown was a message still coming; now it is finished, and more came. */
static void
test_replaces_the_last_rows_while_frozen (Fixture       *fixture,
                                          gconstpointer  data)
{
  const char *words[] = { "a", "b", "c", NULL };

  tin_row_selection_set_frozen (fixture->selection, TRUE);
  gtk_string_list_splice (fixture->rows, N_ROWS - 1, 1, words);
  g_assert_true (tin_row_selection_get_frozen (fixture->selection));
  g_assert_cmpuint (fixture->position, ==, N_ROWS - 1);
  g_assert_cmpuint (fixture->removed, ==, 1);
  g_assert_cmpuint (fixture->added, ==, 1);
  g_assert_cmpuint (count (fixture), ==, N_ROWS);
  g_assert_cmpuint (tin_row_selection_count_held_back (fixture->selection), ==, 2);

  gtk_string_list_splice (fixture->rows, N_ROWS + 1, 1, words);
  g_assert_true (tin_row_selection_get_frozen (fixture->selection));
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (tin_row_selection_count_held_back (fixture->selection), ==, 4);
}

static void
test_thaws_when_replaced (Fixture       *fixture,
                          gconstpointer  data)
{
  const char *words[] = { "a", "b", NULL };

  tin_row_selection_set_frozen (fixture->selection, TRUE);
  append (fixture, 5);
  gtk_string_list_splice (fixture->rows, 0, N_ROWS + 5, words);

  g_assert_false (tin_row_selection_get_frozen (fixture->selection));
  g_assert_cmpuint (count (fixture), ==, 2);
}

/* Every step is checked against what a plain model would say. */
static void
test_stays_exact_at_random (Fixture       *fixture,
                            gconstpointer  data)
{
  guint n_shown = N_ROWS;

  for (int round = 0; round < 500; round++)
    {
      guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (fixture->rows));

      fixture->n_changes = 0;

      switch (g_test_rand_int_range (0, 4))
        {
        case 0:
          tin_row_selection_set_frozen (fixture->selection, g_test_rand_bit ());
          break;

        case 1:
          gtk_string_list_splice (fixture->rows, 0, g_test_rand_int_range (0, n_rows / 2 + 1), NULL);
          break;

        case 2:
          gtk_selection_model_select_item (GTK_SELECTION_MODEL (fixture->selection), 0, FALSE);
          break;

        default:
          append (fixture, g_test_rand_int_range (0, 50));
          break;
        }

      if (fixture->n_changes > 0)
        n_shown = n_shown - fixture->removed + fixture->added;

      g_assert_cmpuint (fixture->n_changes, <=, 1);
      g_assert_cmpuint (count (fixture), ==, n_shown);
      g_assert_cmpuint (n_shown + tin_row_selection_count_held_back (fixture->selection), ==,
                        g_list_model_get_n_items (G_LIST_MODEL (fixture->rows)));
    }
}

/* Rows that count how often somebody asks for one of them. */
#define TEST_TYPE_COSTLY_ROWS (test_costly_rows_get_type ())
G_DECLARE_FINAL_TYPE (TestCostlyRows, test_costly_rows, TEST, COSTLY_ROWS, GObject)

struct _TestCostlyRows
{
  GObject parent_instance;

  guint   n_rows;
  guint   n_asked;
};

static GType
test_costly_rows_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
test_costly_rows_get_n_items (GListModel *model)
{
  return TEST_COSTLY_ROWS (model)->n_rows;
}

static gpointer
test_costly_rows_get_item (GListModel *model,
                           guint       position)
{
  TestCostlyRows *self = TEST_COSTLY_ROWS (model);

  self->n_asked++;

  return position < self->n_rows ? g_object_new (G_TYPE_OBJECT, NULL) : NULL;
}

static void
test_costly_rows_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = test_costly_rows_get_item_type;
  interface->get_n_items = test_costly_rows_get_n_items;
  interface->get_item = test_costly_rows_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestCostlyRows, test_costly_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, test_costly_rows_list_model_init))

static void
test_costly_rows_class_init (TestCostlyRowsClass *class)
{
}

static void
test_costly_rows_init (TestCostlyRows *self)
{
}

static void
replace (TestCostlyRows *self,
         guint           position,
         guint           n_rows)
{
  const guint removed = self->n_rows - position;

  self->n_rows = n_rows;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, n_rows - position);
}

static void
set_up_row_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item)
{
  gtk_list_item_set_child (item, gtk_label_new ("row"));
}

static GtkWidget *
show_in_a_window (TinRowSelection *selection)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *view = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (selection)), factory);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *window = gtk_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_row_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 300);
  gtk_window_present (GTK_WINDOW (window));
  ui_settle ();

  return window;
}

/* A view looks for the row that has the focus, or is at its top, among all that come with the change that took it. */
static void
test_lets_a_view_ask_for_few_rows (void)
{
  static const struct
  {
    const char *what;
    guint       position;
    guint       n_rows;
  } changes[] = {
    { "a few become many", 0, MANY },
    { "each becomes another", 0, MANY },
    { "many become others", 0, MANY + 1 },
    { "many become few", 0, 10 },
    { "the last become many", 5, MANY },
  };
  TestCostlyRows *rows = g_object_new (TEST_TYPE_COSTLY_ROWS, NULL);
  TinRowSelection *selection = tin_row_selection_new (G_LIST_MODEL (rows));
  GtkWidget *window = show_in_a_window (selection);
  GtkWidget *scroller = gtk_window_get_child (GTK_WINDOW (window));
  GtkWidget *focus;

  replace (rows, 0, 10);
  ui_settle ();
  gtk_widget_child_focus (scroller, GTK_DIR_TAB_FORWARD);
  g_assert_nonnull (gtk_window_get_focus (GTK_WINDOW (window)));

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      rows->n_asked = 0;
      gtk_selection_model_select_all (GTK_SELECTION_MODEL (selection));
      replace (rows, changes[i].position, changes[i].n_rows);
      g_assert_cmpuint (count_selected_of (selection), ==, changes[i].position);
      ui_settle ();

      g_test_message ("%s: asked for %u", changes[i].what, rows->n_asked);
      g_assert_cmpuint (rows->n_asked, >, 0);
      g_assert_cmpuint (rows->n_asked, <, MANY / 100);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, changes[i].n_rows);
      focus = gtk_window_get_focus (GTK_WINDOW (window));
      g_assert_true (focus == scroller || gtk_widget_is_ancestor (focus, scroller));
    }

  gtk_window_destroy (GTK_WINDOW (window));
  ui_settle ();
  g_assert_finalize_object (selection);
  g_assert_finalize_object (rows);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/row-selection/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("selects", test_selects);
  ADD ("says-what-changed", test_says_what_changed);
  ADD ("moves-with-its-rows", test_moves_with_its_rows);
  ADD ("passes-changes-on", test_passes_changes_on);
  ADD ("holds-rows-back", test_holds_rows_back);
  ADD ("drops-old-rows-while-frozen", test_drops_old_rows_while_frozen);
  ADD ("replaces-the-last-rows-while-frozen", test_replaces_the_last_rows_while_frozen);
  ADD ("thaws-when-replaced", test_thaws_when_replaced);
  ADD ("stays-exact-at-random", test_stays_exact_at_random);
#undef ADD
  g_test_add_func ("/row-selection/lets-a-view-ask-for-few-rows", test_lets_a_view_ask_for_few_rows);

  return g_test_run ();
}
