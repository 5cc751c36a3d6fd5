/* test-framing-editor.c: rows to choose how the messages of one direction are framed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-framing-editor.h"

#include "ui-support.h"

static void
count_cb (guint *n_changes)
{
  (*n_changes)++;
}

/* The editor, in a group that keeps it. */
static TinFramingEditor *
editor_new (guint *n_changes)
{
  TinFramingEditor *self = g_object_ref_sink (g_object_new (TIN_TYPE_FRAMING_EDITOR, NULL));

  *n_changes = 0;
  g_signal_connect_swapped (self, "notify::framing", G_CALLBACK (count_cb), n_changes);

  return self;
}

/* The row with this title, which must be there; NULL if it is not shown. */
static GtkWidget *
find_row (GtkWidget  *widget,
          const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (widget) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return gtk_widget_get_visible (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkSpinButton *
find_spin (TinFramingEditor *editor,
           const char       *title)
{
  GtkWidget *row = find_row (GTK_WIDGET (editor), title);

  g_assert_nonnull (row);

  return GTK_SPIN_BUTTON (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)));
}

static void
choose (TinFramingEditor *editor,
        const char       *title,
        guint             choice)
{
  GtkWidget *row = find_row (GTK_WIDGET (editor), title);

  g_assert_nonnull (row);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), choice);
}

static void
test_shows_what_is_set (void)
{
  static const char *const framings[] = {
    "lines:lf", "lines:crlf", "lines:cr", "lines:nul", "delimiter:03", "fixed:7", "length:1", "length:2be", "length:3le@5",
    "length:8le@1:itself,max:70000", "length:4be@16:whole", "idle:20ms", "idle:20ms,max:5", "received",
  };
  guint n_changes;
  TinFramingEditor *editor = editor_new (&n_changes);

  for (guint i = 0; i < G_N_ELEMENTS (framings); i++)
    {
      GtkWidget *row = NULL;

      tin_framing_editor_set_framing (editor, framings[i]);
      g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, framings[i]);
      g_assert_cmpuint (n_changes, ==, i + 1);

      /* Whoever touches a row without changing it changes nothing. */
      row = find_row (GTK_WIDGET (editor), "A Message Is");
      g_object_notify (G_OBJECT (row), "selected");
      g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, framings[i]);
      g_assert_cmpuint (n_changes, ==, i + 1);
    }

  tin_framing_editor_set_framing (editor, "no such");
  g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, "received");
  g_assert_finalize_object (editor);
}

static void
test_sets_what_is_chosen (void)
{
  guint n_changes;
  TinFramingEditor *editor = editor_new (&n_changes);

  choose (editor, "A Message Is", 1);
  g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, "lines:lf");
  choose (editor, "A Message Is", 4);
  g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, "lines:nul");

  choose (editor, "A Message Is", 6);
  gtk_spin_button_set_value (find_spin (editor, "Size"), 12);
  g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, "fixed:12");

  choose (editor, "A Message Is", 7);
  g_assert_null (find_row (GTK_WIDGET (editor), "Size"));
  choose (editor, "Length", 3);
  choose (editor, "Byte Order", 1);
  choose (editor, "It Counts", 1);
  gtk_spin_button_set_value (find_spin (editor, "Before It"), 9);
  g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, "length:4le@9:itself");
  choose (editor, "Length", 0);
  g_assert_null (find_row (GTK_WIDGET (editor), "Byte Order"));
  g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, "length:1@9:itself");

  choose (editor, "A Message Is", 8);
  gtk_spin_button_set_value (find_spin (editor, "Pause"), 250);
  gtk_spin_button_set_value (find_spin (editor, "Longest Message"), 1000);
  g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, "idle:250ms,max:1000");

  choose (editor, "A Message Is", 0);
  g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, "received");
  g_assert_null (find_row (GTK_WIDGET (editor), "Longest Message"));
  g_assert_finalize_object (editor);
}

static void
test_says_what_is_wrong (void)
{
  guint n_changes;
  TinFramingEditor *editor = editor_new (&n_changes);
  GtkWidget *delimiter;

  choose (editor, "A Message Is", 5);
  delimiter = find_row (GTK_WIDGET (editor), "Last Bytes, such as \\r\\n or \\x03");
  g_assert_nonnull (delimiter);
  gtk_editable_set_text (GTK_EDITABLE (delimiter), "\\x03");
  g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, "delimiter:03");

  gtk_editable_set_text (GTK_EDITABLE (delimiter), "");
  g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, "delimiter:03");
  g_assert_nonnull (find_row (GTK_WIDGET (editor), "A message ends with 1 to 16 bytes"));

  gtk_editable_set_text (GTK_EDITABLE (delimiter), "12345678901234567");
  g_assert_nonnull (find_row (GTK_WIDGET (editor), "A message ends with 1 to 16 bytes"));

  gtk_editable_set_text (GTK_EDITABLE (delimiter), "\\x0");
  g_assert_true (gtk_widget_has_css_class (delimiter, "error"));
  g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, "delimiter:03");

  gtk_editable_set_text (GTK_EDITABLE (delimiter), "--");
  g_assert_false (gtk_widget_has_css_class (delimiter, "error"));
  g_assert_null (find_row (GTK_WIDGET (editor), "A message ends with 1 to 16 bytes"));
  g_assert_cmpstr (tin_framing_editor_get_framing (editor), ==, "delimiter:2d2d");
  g_assert_finalize_object (editor);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/framing-editor/shows-what-is-set", test_shows_what_is_set);
  g_test_add_func ("/framing-editor/sets-what-is-chosen", test_sets_what_is_chosen);
  g_test_add_func ("/framing-editor/says-what-is-wrong", test_says_what_is_wrong);

  return g_test_run ();
}
