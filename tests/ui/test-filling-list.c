/* test-filling-list.c: tests of a list whose first rows come a few at a time.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-filling-list.h"
#include "ui/tin-row-selection.h"

#include "ui-support.h"

#define FEW  8    /* rows that are shown at once even where there were none */
#define SOME 1000

static GListModel *
new_empty (GtkStringList **rows)
{
  *rows = gtk_string_list_new (NULL);

  return G_LIST_MODEL (tin_filling_list_new (G_LIST_MODEL (*rows)));
}

/* Puts @added rows, no two of which are ever the same, in the place of others. */
static void
splice (GtkStringList *rows,
        guint          position,
        guint          removed,
        guint          added)
{
  static guint n_made;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  for (guint i = 0; i < added; i++)
    {
      g_autofree char *word = g_strdup_printf ("row %u", n_made++);

      g_strv_builder_add (builder, word);
    }

  words = g_strv_builder_end (builder);
  gtk_string_list_splice (rows, position, removed, (const char *const *) words);
}

static void
assert_step_cb (GListModel *list,
                guint       position,
                guint       removed,
                guint       added,
                gpointer    data)
{
  if (position < 200)
    g_assert_cmpuint (added, <=, FEW);
}

/* No frame has to make widgets for all that a view wants to have at hand. */
static void
test_shows_the_first_few_at_a_time (void)
{
  GtkStringList *rows;
  GListModel *list = new_empty (&rows);

  g_signal_connect (list, "items-changed", G_CALLBACK (assert_step_cb), NULL);
  splice (rows, 0, 0, SOME);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, FEW);
  while (g_list_model_get_n_items (list) < SOME)
    g_main_context_iteration (NULL, TRUE);

  /* From there on they come as they do. */
  splice (rows, SOME, 0, SOME);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 2 * SOME);
  g_assert_finalize_object (list);
  g_assert_finalize_object (rows);
}

/* Who wants to have all of them selected does not wait. */
static void
test_shows_all_when_asked (void)
{
  GtkStringList *rows;
  GListModel *list = new_empty (&rows);
  TinRowSelection *selection = tin_row_selection_new (list);
  g_autoptr (GtkBitset) selected = NULL;

  splice (rows, 0, 0, SOME);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (selection));
  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (selection));
  g_assert_cmpuint (gtk_bitset_get_size (selected), ==, SOME);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, SOME);
  g_assert_finalize_object (selection);
  g_assert_finalize_object (list);
  g_assert_finalize_object (rows);
}

/* What a view knows, from the changes alone. */
static void
mirror_cb (GListModel *list,
           guint       position,
           guint       removed,
           guint       added,
           GPtrArray  *mirror)
{
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (list, position + i));
}

static void
assert_mirrored (GListModel *list,
                 GPtrArray  *mirror)
{
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, mirror->len);
  for (guint i = 0; i < mirror->len; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);

      g_assert_true (item == mirror->pdata[i]);
    }
}

/* Whatever happens while the first rows come: a view hears of it. */
static void
test_stays_exact_while_it_fills (void)
{
  for (int round = 0; round < 200; round++)
    {
      g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);
      GtkStringList *rows;
      GListModel *list = new_empty (&rows);

      g_signal_connect (list, "items-changed", G_CALLBACK (mirror_cb), mirror);
      splice (rows, 0, 0, 100);
      for (int change = 0; change < 5; change++)
        {
          guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (rows));
          guint position = (guint) g_test_rand_int_range (0, (int) n_rows + 1);
          guint removed = (guint) g_test_rand_int_range (0, (int) (n_rows - position) + 1);

          splice (rows, position, removed, (guint) g_test_rand_int_range (0, 60));
          assert_mirrored (list, mirror);
        }

      tin_filling_list_fill (TIN_FILLING_LIST (list));
      assert_mirrored (list, mirror);
      g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (G_LIST_MODEL (rows)));
      g_assert_finalize_object (list);
      g_ptr_array_set_size (mirror, 0);
      g_assert_finalize_object (rows);
    }
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/filling-list/shows-the-first-few-at-a-time", test_shows_the_first_few_at_a_time);
  g_test_add_func ("/filling-list/shows-all-when-asked", test_shows_all_when_asked);
  g_test_add_func ("/filling-list/stays-exact-while-it-fills", test_stays_exact_while_it_fills);

  return g_test_run ();
}
