/* tin-cli-options.c: the command line of tincan-cli.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli/tin-cli-options.h"

#include "model/tin-parameter-words.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  gboolean   version;
  gboolean   json;
  gboolean   raw;
  gboolean   no_save;
  char     **uris;     /* (owned) (nullable) */
} Arguments;

static GOptionContext *
create_context (Arguments *arguments)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &arguments->json, N_("Write each event as a line of JSON"), NULL },
    { "raw", 0, 0, G_OPTION_ARG_NONE, &arguments->raw, N_("Pass bytes through as they are, notices to standard error"),
      NULL },
    { "no-save", 0, 0, G_OPTION_ARG_NONE, &arguments->no_save, N_("Keep no recording"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &arguments->version, N_("Show the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments->uris, NULL, N_("URI") },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);
  g_autofree char *parameters = tin_parameter_words_dup_help ();
  g_autofree char *description = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Serve or connect over TCP or UDP in a terminal."));
  description = g_strconcat (_("Examples:\n"
                               "  tincan-cli tcp-listen://127.0.0.1:8080?reply=echo\n"
                               "  tincan-cli tcp://127.0.0.1:8080\n"
                               "  tincan-cli --json udp-listen://127.0.0.1:8080\n"
                               "  tincan-cli udp-listen://0.0.0.0:5000?group=239.1.2.3\n"),
                             "\n", parameters, NULL);
  g_option_context_set_description (context, description);

  return context;
}

static gboolean
check (const Arguments  *arguments,
       GError          **error)
{
  if (arguments->json && arguments->raw)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("--json and --raw exclude each other"));
      return FALSE;
    }

  if (arguments->uris == NULL || arguments->uris[0] == NULL || arguments->uris[1] != NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("Give one URI, such as tcp://127.0.0.1:8080"));
      return FALSE;
    }

  return TRUE;
}

/**
 * tin_cli_options_parse:
 * @self: (out): what was asked for
 * @arguments: of the program, ended by %NULL; not changed
 * @error: return location for an error of %G_OPTION_ERROR or, about the URI, of
 *   %TIN_CODEC_ERROR
 *
 * With --help it writes the help and exits.
 *
 * Returns: whether the command line means something
 */
gboolean
tin_cli_options_parse (TinCliOptions  *self,
                       char          **arguments,
                       GError        **error)
{
  g_auto (GStrv) copy = g_strdupv (arguments);
  g_auto (GStrv) uris = NULL;
  Arguments parsed = { 0 };
  g_autoptr (GOptionContext) context = create_context (&parsed);
  gboolean understood = g_option_context_parse_strv (context, &copy, error);

  uris = parsed.uris;
  *self = (TinCliOptions) { .version = parsed.version, .save = !parsed.no_save };

  if (!understood)
    return FALSE;
  if (parsed.version)
    return TRUE;
  if (!check (&parsed, error))
    return FALSE;

  if (parsed.json)
    self->format = TIN_CLI_JSON;
  else if (parsed.raw)
    self->format = TIN_CLI_RAW;

  self->profile = tin_profile_new_from_uri (uris[0], error);

  return self->profile != NULL;
}

/**
 * tin_cli_options_clear:
 *
 * Frees what the options own.
 */
void
tin_cli_options_clear (TinCliOptions *self)
{
  g_clear_object (&self->profile);
}
