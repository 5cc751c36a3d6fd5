/* test-dialogs.c: each dialog opens over the window, and goes with it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-support.h"

#include "ui/tin-failure.h"

static void
test_shows_each_dialog (void)
{
  static const char *dialogs[] = { "preferences", "help", "about" };
  TinApplication *application = ui_start_application ();

  g_application_activate (G_APPLICATION (application));
  for (gsize i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      guint n_before = g_list_model_get_n_items (gtk_window_get_toplevels ());

      g_action_group_activate_action (G_ACTION_GROUP (application), dialogs[i], NULL);
      ui_settle ();
      g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, n_before + 1);
    }

  ui_end_application (application);
}

static void
test_says_why_it_cannot_start (void)
{
  TinApplication *application = ui_start_application ();
  GtkWindow *window;

  tin_failure_present (GTK_APPLICATION (application), "No <room> left");
  window = gtk_application_get_active_window (GTK_APPLICATION (application));
  g_assert_nonnull (ui_find (window, GTK_TYPE_LABEL, "No &lt;room&gt; left"));

  ui_end_application (application);
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/dialogs/each-is-shown", test_shows_each_dialog);
  g_test_add_func ("/dialogs/failure-says-why", test_says_why_it_cannot_start);

  return g_test_run ();
}
