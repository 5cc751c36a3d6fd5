/* tin-filter-note.c: what somebody should know of what was found.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-filter-note.h"

#include <glib/gi18n-lib.h>

#include "codec/tin-display.h"

#define MAX_TEXT_SIZE 120 /* bytes of UTF-8 */

static char *
dup_given_up (const TinFinderDoubts *doubts)
{
  if (doubts->is_stopped)
    return g_strdup (_("Stopped: the regular expression takes too many steps. "
                       "A repetition within a repetition, such as (a+)+, often is the reason."));

  /* Translators: %'u is a number of messages */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%'u message was given up, as looking through it took too many steps",
                                       "%'u messages were given up, as looking through them took too many steps",
                                       (gulong) doubts->n_given_up), (guint) doubts->n_given_up);
}

static char *
dup_partly (const TinFinderDoubts *doubts)
{
  g_autofree char *size = g_format_size_full (TIN_QUERY_MAX_EXPRESSION_SIZE, G_FORMAT_SIZE_IEC_UNITS);
  const guint n_partly = (guint) MIN (doubts->n_partly, G_MAXUINT);

  /* Translators: %1$'u is a number of messages, %2$s a size such as 64 MiB */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Of %1$'u message the regular expression saw only the first %2$s",
                                       "Of %1$'u messages the regular expression saw only the first %2$s",
                                       n_partly), n_partly, size);
}

static char *
dup_doubts (const TinFinderDoubts *doubts)
{
  g_autofree char *given_up = doubts->n_given_up > 0 ? dup_given_up (doubts) : NULL;
  g_autofree char *partly = doubts->n_partly > 0 ? dup_partly (doubts) : NULL;

  if (partly == NULL)
    return g_steal_pointer (&given_up);

  if (given_up == NULL)
    return g_steal_pointer (&partly);

  return g_strjoin (" · ", given_up, partly, NULL);
}

/* Returns: (transfer full) (nullable): what was understood last, while what is typed cannot be; NULL if that is nothing */
char *
tin_filter_note_dup_last (TinSearch *search)
{
  if (tin_search_get_understood (search) == NULL)
    return NULL;

  return tin_display_dup_text (tin_search_get_understood (search), MAX_TEXT_SIZE);
}

/* So that nobody takes it for an answer to what is typed. */
static char *
dup_still (TinSearch *search)
{
  g_autofree char *last = tin_filter_note_dup_last (search);

  if (last == NULL)
    return NULL;

  if (tin_search_get_filter (search))
    /* Translators: %s is what somebody typed into the filter before something that cannot be understood */
    return g_strdup_printf (_("The log still shows what was found for “%s”"), last);

  /* Translators: %s is what somebody typed into the filter before something that cannot be understood */
  return g_strdup_printf (_("The log still highlights what was found for “%s”"), last);
}

/* Returns: (transfer full) (nullable): a sentence, NULL if nothing is special */
char *
tin_filter_note_dup (TinSearch *search)
{
  TinQuery *query = tin_search_get_query (search);
  TinFinderDoubts doubts;

  if (tin_search_get_error (search, NULL) != NULL)
    return dup_still (search);

  if (query == NULL)
    return NULL;

  tin_search_get_doubts (search, &doubts);
  if (doubts.n_given_up > 0 || doubts.n_partly > 0)
    return dup_doubts (&doubts);

  return g_strdup (tin_query_get_hint (query));
}
