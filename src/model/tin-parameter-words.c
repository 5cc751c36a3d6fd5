/* tin-parameter-words.c: the parameters of a URI, in words for the help of a command line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-parameter-words.h"

#include "model/tin-option-words.h"

#include <glib/gi18n-lib.h>

/* Those that are no options: they mean something to Tincan alone. */
static const struct
{
  const char *name;
  const char *meaning;
} parameters[] = {
  { "reply", N_("What a server answers: none, echo or greeting") },
  { "greeting", N_("What a server with reply=greeting sends to each who connects") },
  { "close-after-greeting", N_("1: the server closes after the greeting") },
  { "first-message", N_("What a client sends as soon as it is connected") },
  { "goodbye", N_("The word that ends a conversation") },
  { "eol", N_("What is added to each line that is sent: none, lf, crlf, cr or nul") },
  { "encoding", N_("How bytes are read as text, such as UTF-8") },
  { "framing-in", N_("How what is received is cut into messages: received, lines:lf, delimiter:0d0a, fixed:64, "
                     "length:2be@4 or idle:20ms") },
  { "framing-out", N_("How what is sent is cut into messages, in the words of framing-in") },
};

static void
append_line (GString    *help,
             const char *name,
             const char *meaning)
{
  g_string_append_printf (help, "  %-22s %s\n", name, meaning);
}

static void
append_option (GString   *help,
               TinOption  option)
{
  const TinOptionInfo *info = tin_option_get_info (option);
  const char *title = tin_option_get_title (option);
  const char *subtitle = tin_option_get_subtitle (option);
  g_autofree char *meaning = NULL;

  if (info->kind == TIN_OPTION_FLAG)
    /* Translators: what an option does that is 0 or 1 */
    meaning = g_strdup_printf (_("%s: 0 or 1"), title);
  else if (subtitle != NULL)
    /* Translators: what an option is called, and unit and meaning of its numbers */
    meaning = g_strdup_printf (_("%1$s. %2$s"), title, subtitle);

  append_line (help, info->name, meaning != NULL ? meaning : title);
}

/**
 * tin_parameter_words_dup_help:
 *
 * Returns: (transfer full): a heading, and a line for each parameter that the URI of an endpoint may have
 */
char *
tin_parameter_words_dup_help (void)
{
  GString *help = g_string_new (_("Parameters of a URI:"));

  g_string_append_c (help, '\n');

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    append_line (help, parameters[i].name, _(parameters[i].meaning));

  for (TinOption option = 0; option < TIN_N_OPTIONS; option++)
    append_option (help, option);

  return g_string_free (help, FALSE);
}
