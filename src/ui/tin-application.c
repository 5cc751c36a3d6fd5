/* tin-application.c: what there is one of: the workbench, the settings, the command line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-application-private.h"

#include "codec/tin-display.h"
#include "ui/tin-command-line.h"
#include "ui/tin-failure.h"
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
  GCancellable   *recovering; /* (owned) (nullable) until started */
};

G_DEFINE_FINAL_TYPE (TinApplication, tin_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "new-window", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open a new window"), NULL },
  /* Translators: what stands for the name of an example in the help of the command line */
  { "example", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Open a ready-made example"), N_("NAME") },
  { "start", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Start each session as soon as its tab is open"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version and end"), NULL },
  /* Translators: what stands for the arguments in the help of the command line */
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_("[URI or file…]") },
  { NULL },
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

static void
recover_ready_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GPtrArray) recovered = tin_recovery_find_finish (result, NULL);
  TinWindow *window;

  /* Then the application may be gone. */
  if (recovered == NULL || recovered->len == 0)
    return;

  window = tin_application_find_window (user_data);
  if (window != NULL)
    tin_window_show_recovered (window, recovered);
}

/* The first one says what became of a file that could not be read. */
static TinWindow *
make_window (TinApplication *self)
{
  TinWindow *window = tin_window_new (self);
  const char *notice = tin_profile_store_get_notice (tin_workbench_get_profiles (self->workbench));

  if (notice != NULL && !self->gave_notice)
    tin_window_show_text (window, notice);
  if (!self->gave_notice)
    tin_workbench_recover_async (self->workbench, self->recovering, recover_ready_cb, self);
  self->gave_notice = TRUE;

  return window;
}

static TinWindow *
find_or_make_window (TinApplication *self)
{
  TinWindow *window = tin_application_find_window (self);

  return window != NULL ? window : make_window (self);
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
tin_application_startup (GApplication *application)
{
  TinApplication *self = TIN_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  G_APPLICATION_CLASS (tin_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (TIN_APPLICATION_ID);
  self->recovering = g_cancellable_new ();

  self->settings = g_settings_new (TIN_APPLICATION_ID);
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme), self,
                           G_CONNECT_SWAPPED);
  apply_color_scheme (self);

  self->workbench = tin_workbench_new_for_user (&error);
  if (self->workbench != NULL)
    {
      g_settings_bind (self->settings, "recording", self->workbench, "recording", G_SETTINGS_BIND_DEFAULT);
      tin_capture_store_bind (tin_workbench_get_captures (self->workbench), self->settings);
      tin_capture_store_tidy (tin_workbench_get_captures (self->workbench));
    }
  else
    {
      self->failure = g_strdup (error->message);
      g_printerr ("tincan: %s\n", self->failure);
    }

  tin_application_add_actions (self);
}

static void
tin_application_activate (GApplication *application)
{
  TinApplication *self = TIN_APPLICATION (application);
  TinWindow *window = tin_application_find_window (self);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    tin_application_open_window (self);
}

/* The arguments that name endpoints; those that name files are left out. */
static const char **
pick_uris (const char *const *arguments,
           const char        *folder)
{
  g_autoptr (GPtrArray) uris = g_ptr_array_new ();

  for (; *arguments != NULL; arguments++)
    if (!tin_command_line_is_file (*arguments, folder))
      g_ptr_array_add (uris, (gpointer) * arguments);
  g_ptr_array_add (uris, NULL);

  return (const char **) g_ptr_array_free (g_steal_pointer (&uris), FALSE);
}

/* Before a display is needed or a running program is asked: what is typed wrong is said where it was typed. */
static gboolean
check_uris (GVariantDict *given)
{
  g_autofree const char **arguments = NULL;
  g_autofree const char **uris = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr (GPtrArray) profiles = NULL;

  if (!g_variant_dict_lookup (given, G_OPTION_REMAINING, "^a&ay", &arguments))
    return TRUE;

  uris = pick_uris (arguments, NULL);
  profiles = tin_command_line_parse (uris, &complaint);
  if (profiles == NULL)
    g_printerr ("%s", complaint);

  return profiles != NULL;
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

  if (!check_uris (given))
    return EXIT_USAGE;

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

/* In the window that was used last; why a file cannot be opened is said there, and to the caller's terminal. */
static int
open_files (TinApplication          *self,
            GApplicationCommandLine *command_line,
            const char *const       *arguments)
{
  const char *folder = g_application_command_line_get_cwd (command_line);
  int status = EXIT_SUCCESS;

  for (; *arguments != NULL; arguments++)
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, *arguments);
      g_autoptr (GError) error = NULL;

      if (!tin_command_line_is_file (*arguments, folder))
        continue;
      if (!tin_application_open_file (self, file, &error))
        {
          g_application_command_line_printerr (command_line, "tincan: %s\n", error->message);
          status = EXIT_FAILURE;
        }
    }

  return status;
}

/* The three ways to call it: with URIs and files, with the name of an example, with neither. */
static int
open_arguments (TinApplication          *self,
                GApplicationCommandLine *command_line,
                const char *const       *arguments,
                gboolean                 start)
{
  g_autofree const char **uris = pick_uris (arguments, g_application_command_line_get_cwd (command_line));
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

  return open_files (self, command_line, arguments);
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

  tin_application_open_example (self, id);

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

  return open_arguments (self, command_line, uris, g_variant_dict_contains (given, "start"));
}

/* From a file manager, over D-Bus. */
static void
tin_application_open (GApplication  *application,
                      GFile        **files,
                      int            n_files,
                      const char    *hint)
{
  TinApplication *self = TIN_APPLICATION (application);

  for (int i = 0; i < n_files; i++)
    tin_application_open_file (self, files[i], NULL);
}

static void
tin_application_dispose (GObject *object)
{
  TinApplication *self = TIN_APPLICATION (object);

  g_cancellable_cancel (self->recovering);
  g_clear_object (&self->recovering);
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
  application_class->open = tin_application_open;
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
                                              "udp://127.0.0.1:9999, and for each recording (pcapng or pcap)."));
}

TinApplication *
tin_application_new (GApplicationFlags flags)
{
  return g_object_new (TIN_TYPE_APPLICATION,
                       "application-id", TIN_APPLICATION_ID,
                       "resource-base-path", "/io/github/tincan/Tincan",
                       "flags", flags | G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
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

/* The window that was used last. */
TinWindow *
tin_application_find_window (TinApplication *self)
{
  g_return_val_if_fail (TIN_IS_APPLICATION (self), NULL);

  for (GList *at = gtk_application_get_windows (GTK_APPLICATION (self)); at != NULL; at = at->next)
    {
      if (TIN_IS_WINDOW (at->data))
        return at->data;
    }

  return NULL;
}

/* A new one, with the first page; or the reason why there is none. */
void
tin_application_open_window (TinApplication *self)
{
  TinWindow *window;

  g_return_if_fail (TIN_IS_APPLICATION (self));

  if (self->workbench == NULL)
    {
      tin_failure_present (GTK_APPLICATION (self), self->failure);
      return;
    }

  window = make_window (self);
  tin_window_add_tab (window, NULL);
  gtk_window_present (GTK_WINDOW (window));
}

/* Where the first page is shown, or in a tab of its own. */
void
tin_application_open_example (TinApplication *self,
                              const char     *id)
{
  const TinExample *example;
  TinWindow *window;

  g_return_if_fail (TIN_IS_APPLICATION (self));
  g_return_if_fail (id != NULL);

  if (self->workbench == NULL)
    {
      tin_failure_present (GTK_APPLICATION (self), self->failure);
      return;
    }

  example = tin_examples_find (id);
  if (example == NULL)
    {
      g_warning ("There is no example called “%s”", id);
      return;
    }

  window = find_or_make_window (self);
  tin_tab_open_example (tin_window_get_free_tab (window), example);
  gtk_window_present (GTK_WINDOW (window));
}

/* In a tab of the window that was used last. What is wrong with it is said there, too. */
gboolean
tin_application_open_file (TinApplication  *self,
                           GFile           *file,
                           GError         **error)
{
  g_autoptr (GError) problem = NULL;
  TinWindow *window;

  g_return_val_if_fail (TIN_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  if (self->workbench == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, self->failure);
      tin_failure_present (GTK_APPLICATION (self), self->failure);
      return FALSE;
    }

  window = find_or_make_window (self);
  if (!tin_window_open_file (window, file, &problem))
    {
      /* Somewhere to say it. */
      if (tin_window_get_current_tab (window) == NULL)
        tin_window_add_tab (window, NULL);
      tin_window_show_text (window, problem->message);
      g_propagate_error (error, g_error_copy (problem));
    }
  gtk_window_present (GTK_WINDOW (window));

  return problem == NULL;
}
