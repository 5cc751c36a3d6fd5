/* tin-application.c: what there is one of: the workbench, the settings, the command line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-application.h"

#include "codec/tin-display.h"
#include "ui/tin-command-line.h"
#include "ui/tin-failure.h"
#include "ui/tin-help.h"
#include "ui/tin-window.h"

#include <glib/gi18n-lib.h>

#define EXIT_USAGE 2

struct _TinApplication
{
  AdwApplication  parent_instance;

  TinWorkbench   *workbench; /* (owned) (nullable) until started, and when it could not be made */
  GSettings      *settings;  /* (owned) (nullable) until started */
  char           *failure;   /* (nullable) why there is no workbench */
  gboolean        gave_notice;
};

G_DEFINE_FINAL_TYPE (TinApplication, tin_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "new-window", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open a new window"), NULL },
  /* Translators: what stands for the name of an example in the help of the command line */
  { "example", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Open a ready-made example"), N_("NAME") },
  { "start", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Start each session as soon as its tab is open"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version and end"), NULL },
  /* Translators: what stands for the arguments in the help of the command line */
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_("[URI…]") },
  { NULL },
};

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
  { "win.close-tab", { "<Control>w" } },
  { "win.reopen-tab", { "<Control><Shift>t" } },
  { "win.start", { "F5" } },
  { "win.stop", { "<Shift>F5" } },
  { "win.focus-address", { "<Control>l" } },
};

static void
apply_color_scheme (TinApplication *self)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT,
    ADW_COLOR_SCHEME_FORCE_LIGHT,
    ADW_COLOR_SCHEME_FORCE_DARK,
  };
  int chosen = g_settings_get_enum (self->settings, "color-scheme");

  g_return_if_fail (chosen >= 0 && chosen < (int) G_N_ELEMENTS (schemes));

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[chosen]);
}

/* The window that was used last. */
static TinWindow *
find_window (TinApplication *self)
{
  for (GList *at = gtk_application_get_windows (GTK_APPLICATION (self)); at != NULL; at = at->next)
    {
      if (TIN_IS_WINDOW (at->data))
        return at->data;
    }

  return NULL;
}

/* The first one says what became of a file that could not be read. */
static TinWindow *
make_window (TinApplication *self)
{
  TinWindow *window = tin_window_new (self);
  const char *notice = tin_profile_store_get_notice (tin_workbench_get_profiles (self->workbench));

  if (notice != NULL && !self->gave_notice)
    tin_window_show_text (window, notice);
  self->gave_notice = TRUE;

  return window;
}

static TinWindow *
find_or_make_window (TinApplication *self)
{
  TinWindow *window = find_window (self);

  return window != NULL ? window : make_window (self);
}

static void
open_window (TinApplication *self)
{
  TinWindow *window = make_window (self);

  tin_window_add_tab (window, NULL);
  gtk_window_present (GTK_WINDOW (window));
}

static void
open_profile (TinApplication *self,
              TinProfile     *profile,
              gboolean        start)
{
  TinWindow *window = find_or_make_window (self);
  TinTab *tab = tin_window_get_free_tab (window);

  tin_tab_set_up (tab, profile);
  if (start)
    tin_tab_start (tab);

  gtk_window_present (GTK_WINDOW (window));
}

static void
new_window_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  TinApplication *self = user_data;

  if (self->workbench != NULL)
    open_window (self);
  else
    tin_failure_present (GTK_APPLICATION (self), self->failure);
}

static void
open_example (TinApplication *self,
              const char     *id)
{
  const TinExample *example = tin_examples_find (id);
  TinWindow *window;

  if (self->workbench == NULL)
    {
      tin_failure_present (GTK_APPLICATION (self), self->failure);
      return;
    }

  if (example == NULL)
    {
      g_warning ("There is no example called “%s”", id);
      return;
    }

  window = find_or_make_window (self);
  tin_tab_open_example (tin_window_get_free_tab (window), example);
  gtk_window_present (GTK_WINDOW (window));
}

static void
example_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  open_example (user_data, g_variant_get_string (parameter, NULL));
}

/* A desktop file can name an action but hand nothing over: one a piece for it. */
static void
desktop_example_action (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  open_example (user_data, name + strlen ("example-"));
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  TinWindow *window = find_window (user_data);

  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.preferences", NULL);
}

static void
help_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  gtk_window_present (GTK_WINDOW (tin_help_new (gtk_application_get_active_window (GTK_APPLICATION (user_data)))));
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

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (user_data));
  g_autolist (GtkWindow) all = g_list_copy_deep (windows, (GCopyFunc) g_object_ref, NULL);

  for (GList *at = all; at != NULL; at = at->next)
    gtk_window_close (at->data);
}

static const GActionEntry actions[] = {
  { .name = "new-window", .activate = new_window_action },
  { .name = "example", .activate = example_action, .parameter_type = "s" },
  { .name = "preferences", .activate = preferences_action },
  { .name = "help", .activate = help_action },
  { .name = "about", .activate = about_action },
  { .name = "quit", .activate = quit_action },
};

static void
add_actions (TinApplication *self)
{
  guint n_examples = 0;
  const TinExample *examples = tin_examples_get (&n_examples);

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

static void
tin_application_startup (GApplication *application)
{
  TinApplication *self = TIN_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  G_APPLICATION_CLASS (tin_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (TIN_APPLICATION_ID);

  self->settings = g_settings_new (TIN_APPLICATION_ID);
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme), self,
                           G_CONNECT_SWAPPED);
  apply_color_scheme (self);

  self->workbench = tin_workbench_new_for_user (&error);
  if (self->workbench != NULL)
    {
      g_settings_bind (self->settings, "recording", self->workbench, "recording", G_SETTINGS_BIND_DEFAULT);
    }
  else
    {
      self->failure = g_strdup (error->message);
      g_printerr ("tincan: %s\n", self->failure);
    }

  add_actions (self);
}

static void
tin_application_activate (GApplication *application)
{
  TinApplication *self = TIN_APPLICATION (application);
  TinWindow *window = find_window (self);

  if (self->workbench == NULL)
    tin_failure_present (GTK_APPLICATION (self), self->failure);
  else if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    open_window (self);
}

static int
tin_application_handle_local_options (GApplication *application,
                                      GVariantDict *given)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (g_variant_dict_contains (given, "version"))
    {
      g_print ("tincan %s\n", TIN_VERSION);
      return EXIT_SUCCESS;
    }

  /* g_settings_new() would end the program without a word that helps. */
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, TIN_APPLICATION_ID, TRUE);
  if (schema == NULL)
    {
      g_printerr (_("tincan: the settings schema %s is not installed. Run “meson install”, or set "
                    "GSETTINGS_SCHEMA_DIR to the folder “data” of the build.\n"),
                  TIN_APPLICATION_ID);
      return EXIT_FAILURE;
    }

  return -1;
}

/* The three ways to call it: with URIs, with the name of an example, with neither. */
static int
open_uris (TinApplication          *self,
           GApplicationCommandLine *command_line,
           const char *const       *uris,
           gboolean                 start)
{
  g_autofree char *complaint = NULL;
  g_autoptr (GPtrArray) profiles = tin_command_line_parse (uris, &complaint);

  if (profiles == NULL)
    {
      g_application_command_line_printerr (command_line, "%s", complaint);
      return EXIT_USAGE;
    }

  if (self->workbench == NULL)
    {
      g_application_command_line_printerr (command_line, "tincan: %s\n", self->failure);
      tin_failure_present (GTK_APPLICATION (self), self->failure);
      return EXIT_FAILURE;
    }

  for (guint i = 0; i < profiles->len; i++)
    open_profile (self, g_ptr_array_index (profiles, i), start);

  return EXIT_SUCCESS;
}

static int
open_named_example (TinApplication          *self,
                    GApplicationCommandLine *command_line,
                    const char              *id)
{
  if (tin_examples_find (id) == NULL)
    {
      g_autofree char *shown = tin_display_dup_text (id, TIN_DISPLAY_MAX_SIZE);

      /* Translators: %s is what the user typed as the name of an example */
      g_application_command_line_printerr (command_line, _("tincan: there is no example called “%s”\n"), shown);
      return EXIT_USAGE;
    }

  open_example (self, id);

  return EXIT_SUCCESS;
}

static int
open_without_uris (TinApplication          *self,
                   GApplicationCommandLine *command_line,
                   GVariantDict            *given)
{
  const char *example = NULL;

  if (g_variant_dict_lookup (given, "example", "&s", &example))
    return open_named_example (self, command_line, example);

  if (g_variant_dict_contains (given, "start"))
    {
      g_application_command_line_printerr (command_line, _("tincan: --start needs a URI\n"));
      return EXIT_USAGE;
    }

  if (g_variant_dict_contains (given, "new-window"))
    g_action_group_activate_action (G_ACTION_GROUP (self), "new-window", NULL);
  else
    g_application_activate (G_APPLICATION (self));

  return EXIT_SUCCESS;
}

static int
tin_application_command_line (GApplication            *application,
                              GApplicationCommandLine *command_line)
{
  TinApplication *self = TIN_APPLICATION (application);
  GVariantDict *given = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **uris = NULL;

  g_variant_dict_lookup (given, G_OPTION_REMAINING, "^a&ay", &uris);

  if (uris == NULL || uris[0] == NULL)
    return open_without_uris (self, command_line, given);

  return open_uris (self, command_line, uris, g_variant_dict_contains (given, "start"));
}

static void
tin_application_dispose (GObject *object)
{
  TinApplication *self = TIN_APPLICATION (object);

  g_clear_object (&self->workbench);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tin_application_parent_class)->dispose (object);
}

static void
tin_application_finalize (GObject *object)
{
  TinApplication *self = TIN_APPLICATION (object);

  g_free (self->failure);

  G_OBJECT_CLASS (tin_application_parent_class)->finalize (object);
}

static void
tin_application_class_init (TinApplicationClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  object_class->dispose = tin_application_dispose;
  object_class->finalize = tin_application_finalize;
  application_class->startup = tin_application_startup;
  application_class->activate = tin_application_activate;
  application_class->handle_local_options = tin_application_handle_local_options;
  application_class->command_line = tin_application_command_line;
}

static void
tin_application_init (TinApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option_entries (application, options);
  g_application_set_option_context_parameter_string (application, NULL);
  g_application_set_option_context_summary (application,
                                            _("Opens a tab for each URI, such as tcp-listen://localhost:8080 or "
                                              "udp://127.0.0.1:9999."));
}

TinApplication *
tin_application_new (GApplicationFlags flags)
{
  return g_object_new (TIN_TYPE_APPLICATION,
                       "application-id", TIN_APPLICATION_ID,
                       "resource-base-path", "/io/github/tincan/Tincan",
                       "flags", flags | G_APPLICATION_HANDLES_COMMAND_LINE,
                       NULL);
}

/**
 * tin_application_get_workbench:
 *
 * Returns: (nullable) (transfer none): what sessions share, once started
 */
TinWorkbench *
tin_application_get_workbench (TinApplication *self)
{
  g_return_val_if_fail (TIN_IS_APPLICATION (self), NULL);

  return self->workbench;
}

/**
 * tin_application_get_settings:
 *
 * Returns: (nullable) (transfer none): the user's settings, once started
 */
GSettings *
tin_application_get_settings (TinApplication *self)
{
  g_return_val_if_fail (TIN_IS_APPLICATION (self), NULL);

  return self->settings;
}
