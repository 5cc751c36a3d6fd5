/* tin-application-arguments.c: what the application is told on the command line, and does for it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-application-private.h"

#include "codec/tin-display.h"
#include "model/tin-parameter-words.h"
#include "ui/tin-command-line.h"
#include "ui/tin-failure.h"

#include <glib/gi18n-lib.h>

#define EXIT_USAGE 2

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

/* Returns: -1 to go on, or what to exit with; see #GApplicationClass */
int
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
    tin_application_open_profile (self, g_ptr_array_index (profiles, i), start);

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

  tin_application_open_example (self, id, NULL);

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

/* Returns: what the caller exits with; see #GApplicationClass */
int
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

void
tin_application_add_options (GApplication *application)
{
  g_autofree char *parameters = tin_parameter_words_dup_help ();

  g_application_add_main_option_entries (application, options);
  g_application_set_option_context_parameter_string (application, NULL);
  g_application_set_option_context_summary (application,
                                            _("Opens a tab for each URI, such as tcp-listen://localhost:8080 or "
                                              "udp://127.0.0.1:9999, and for each recording (pcapng or pcap)."));
  g_application_set_option_context_description (application, parameters);
}
