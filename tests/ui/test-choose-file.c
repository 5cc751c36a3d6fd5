/* test-choose-file.c: asking for one file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-support.h"
#include "ui/tin-choose-file.h"

#include <glib/gstdio.h>

typedef struct
{
  char      *folder;    /* (owned) that is asked in; nobody else writes there */
  char      *before;    /* (owned) the folder that the program was started in */
  GtkWidget *window;    /* (nullable) */
  GtkDialog *dialog;    /* (nullable) cleared when it is gone */
  char      *name;      /* (owned) (nullable) of what was chosen */
  gpointer   data;      /* (nullable) what the function was given */
  guint      n_freed;
} Fixture;

static Fixture *current;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  current = fixture;
  fixture->before = g_get_current_dir ();
  fixture->folder = g_dir_make_tmp ("tincan-choose-XXXXXX", NULL);
  g_assert_cmpint (g_chdir (fixture->folder), ==, 0);
  fixture->window = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static gboolean
is_gone (gpointer fixture)
{
  return ((Fixture *) fixture)->dialog == NULL;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ui_wait_until (is_gone, fixture);
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_settle ();
  g_assert_cmpint (g_chdir (fixture->before), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_clear_pointer (&fixture->before, g_free);
  g_clear_pointer (&fixture->folder, g_free);
  g_clear_pointer (&fixture->name, g_free);
}

static void
chosen_cb (gpointer  widget,
           GFile    *file,
           gpointer  data)
{
  g_assert_true (widget == current->window);
  current->name = g_file_get_basename (file);
  current->data = data;
}

static void
free_cb (gpointer data)
{
  current->n_freed++;
}

/* Where no portal does it, it is a window of ours. */
static gboolean
find_dialog (gpointer dialog)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (GTK_IS_FILE_CHOOSER_DIALOG (at->data) && gtk_widget_get_mapped (at->data))
      *(GtkDialog **) dialog = at->data;

  return *(GtkDialog **) dialog != NULL;
}

/* Only when it has read the folder does it take an answer. */
static gboolean
is_ready (gpointer dialog)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (dialog);
  GtkWidget *button = gtk_dialog_get_widget_for_response (dialog, GTK_RESPONSE_ACCEPT);

  return file != NULL && g_file_has_parent (file, NULL) && gtk_widget_is_sensitive (button);
}

static GtkDialog *
ask (Fixture    *fixture,
     const char *name)
{
  GtkDialog *dialog = NULL;

  tin_choose_file (fixture->window, GTK_FILE_CHOOSER_ACTION_SAVE, "Save", "_Save", name, chosen_cb, fixture, free_cb);
  ui_wait_until (find_dialog, &dialog);
  g_assert_true (gtk_window_get_modal (GTK_WINDOW (dialog)));
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (dialog)) == GTK_WINDOW (fixture->window));
  ui_wait_until (is_ready, dialog);
  fixture->dialog = dialog;
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &fixture->dialog);

  return dialog;
}

static gboolean
is_answered (gpointer fixture)
{
  return ((Fixture *) fixture)->name != NULL;
}

static gboolean
is_freed (gpointer fixture)
{
  return ((Fixture *) fixture)->n_freed > 0;
}

static void
test_tells_what_was_chosen (Fixture       *fixture,
                            gconstpointer  data)
{
  gtk_dialog_response (ask (fixture, "log.txt"), GTK_RESPONSE_ACCEPT);
  ui_wait_until (is_answered, fixture);
  g_assert_cmpstr (fixture->name, ==, "log.txt");
  g_assert_true (fixture->data == fixture);

  /* That is the business of who was told. */
  g_assert_cmpuint (fixture->n_freed, ==, 0);
}

static void
test_tells_nothing_of_a_cancel (Fixture       *fixture,
                                gconstpointer  data)
{
  gtk_dialog_response (ask (fixture, "log.txt"), GTK_RESPONSE_CANCEL);
  ui_wait_until (is_freed, fixture);
  g_assert_cmpuint (fixture->n_freed, ==, 1);
  g_assert_null (fixture->name);
}

/* As when the program is ended while it asks. */
static void
test_goes_with_its_window (Fixture       *fixture,
                           gconstpointer  data)
{
  ask (fixture, "log.txt");
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&fixture->window)));
  ui_wait_until (is_freed, fixture);
  ui_wait_until (is_gone, fixture);
  g_assert_cmpuint (fixture->n_freed, ==, 1);
  g_assert_null (fixture->name);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add ("/choose-file/tells-what-was-chosen", Fixture, NULL, set_up, test_tells_what_was_chosen, tear_down);
  g_test_add ("/choose-file/tells-nothing-of-a-cancel", Fixture, NULL, set_up, test_tells_nothing_of_a_cancel,
              tear_down);
  g_test_add ("/choose-file/goes-with-its-window", Fixture, NULL, set_up, test_goes_with_its_window, tear_down);

  return g_test_run ();
}
