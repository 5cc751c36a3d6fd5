/* tin-application-actions.c: the actions "app.", and every key.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-application-private.h"

#include "ui/tin-help.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.help", { "F1" } },
  { "app.new-window", { "<Control>n" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
  { "win.new-tab", { "<Control>t" } },
  { "win.open", { "<Control>o" } },
  { "win.close-tab", { "<Control>w" } },
  { "win.reopen-tab", { "<Control><Shift>t" } },
  { "win.start", { "F5" } },
  { "win.stop", { "<Shift>F5" } },
  { "win.focus-address", { "<Control>l" } },
};

static void
new_window_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  tin_application_open_window (user_data);
}

static void
example_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  tin_application_open_example (user_data, g_variant_get_string (parameter, NULL), NULL);
}

/* The other end of an example is where that one is. */
static void
counterpart_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  const char *id, *port;

  g_variant_get (parameter, "(&s&s)", &id, &port);
  tin_application_open_example (user_data, id, port);
}

/* A desktop file can name an action but hand nothing over: one a piece for it. */
static void
desktop_example_action (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  tin_application_open_example (user_data, name + strlen ("example-"), NULL);
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  TinWindow *window = tin_application_find_window (user_data);

  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.preferences", NULL);
}

static void
help_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GtkApplication *application = user_data;

  for (GList *at = gtk_application_get_windows (application); at != NULL; at = at->next)
    {
      if (TIN_IS_HELP (at->data))
        {
          gtk_window_present (at->data);
          return;
        }
    }

  gtk_window_present (GTK_WINDOW (tin_help_new (application)));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (user_data)),
                         "application-name", _("Tincan"),
                         "application-icon", TIN_APPLICATION_ID,
                         "version", TIN_VERSION,
                         "comments", _("Serve and connect over TCP and UDP, and watch every message."),
                         "developer-name", _("The Tincan authors"),
                         "copyright", "© 2026 The Tincan authors",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your name, and an address if you like, a line each */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static guint
get_depth (GtkWindow *window)
{
  guint depth = 0;

  while ((window = gtk_window_get_transient_for (window)) != NULL)
    depth++;

  return depth;
}

/* The deepest first: dialogs before the windows that they belong to. */
static int
compare_by_depth (gconstpointer a,
                  gconstpointer b)
{
  return (int) get_depth ((GtkWindow *) b) - (int) get_depth ((GtkWindow *) a);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (user_data));
  g_autolist (GtkWindow) all = g_list_copy_deep (windows, (GCopyFunc) g_object_ref, NULL);

  /* In the end a dialog looks at its parent once more. */
  all = g_list_sort (all, compare_by_depth);

  for (GList *at = all; at != NULL; at = at->next)
    {
      gtk_window_close (at->data);

      /* Whoever still holds it, as the key does that was pressed in it, may do so for longer than its parent lives. */
      gtk_window_set_transient_for (at->data, NULL);
    }
}

static const GActionEntry actions[] = {
  { .name = "new-window", .activate = new_window_action },
  { .name = "example", .activate = example_action, .parameter_type = "s" },
  { .name = "counterpart", .activate = counterpart_action, .parameter_type = "(ss)" },
  { .name = "preferences", .activate = preferences_action },
  { .name = "help", .activate = help_action },
  { .name = "about", .activate = about_action },
  { .name = "quit", .activate = quit_action },
};

/* Actions of the application, and the keys for its own and the window's. */
void
tin_application_add_actions (TinApplication *self)
{
  guint n_examples = 0;
  const TinExample *examples = tin_examples_get (&n_examples);

  g_return_if_fail (TIN_IS_APPLICATION (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);

  for (guint i = 0; i < n_examples; i++)
    {
      g_autofree char *name = g_strconcat ("example-", examples[i].id, NULL);
      const GActionEntry entry = { .name = name, .activate = desktop_example_action };

      g_action_map_add_action_entries (G_ACTION_MAP (self), &entry, 1, self);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action, accelerators[i].keys);
}
