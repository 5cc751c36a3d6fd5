/* tin-session-file.c: a session over a file that was opened: nothing but its log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-session-object.h"

#include <glib/gi18n-lib.h>

static void
add_sentence (GString *note,
              char    *sentence)
{
  if (note->len > 0)
    g_string_append_c (note, ' ');
  g_string_append (note, sentence);
  g_free (sentence);
}

/* A sentence with one number in it, where that is not zero. */
static void
add_count (GString    *note,
           guint64     n,
           const char *format)
{
  g_autofree char *digits = g_strdup_printf ("%'" G_GUINT64_FORMAT, n);
  GString *sentence;

  if (n == 0)
    return;

  sentence = g_string_new (format);
  g_string_replace (sentence, "%s", digits, 1);
  add_sentence (note, g_string_free (sentence, FALSE));
}

static void
describe_foreign (GString                 *note,
                  const TinLoaderProgress *progress)
{
  add_sentence (note, g_strdup (_("Captured by another program: the server of each connection is shown as this "
                                  "end, unless the file says which end it was captured at.")));
  /* Translators: %s is a number of packets in a file of another program */
  add_count (note, progress->n_skipped,
             g_dngettext (GETTEXT_PACKAGE, "%s packet is left out, as it is neither TCP nor UDP, or a fragment.",
                          "%s packets are left out, as they are neither TCP nor UDP, or fragments.",
                          progress->n_skipped));
  /* Translators: %s is how many bytes of TCP streams are missing in a file of another program */
  add_count (note, progress->n_missing,
             g_dngettext (GETTEXT_PACKAGE, "%s byte of the streams was not captured.",
                          "%s bytes of the streams were not captured.",
                          progress->n_missing));
  /* Translators: %s is a number of bytes in a file of another program */
  add_count (note, progress->n_late,
             g_dngettext (GETTEXT_PACKAGE, "%s byte came after the end of its connection, and is left out.",
                          "%s bytes came after the end of their connections, and are left out.",
                          progress->n_late));
  /* Translators: %s is a number of connections in a file of another program */
  add_count (note, progress->n_parted,
             g_dngettext (GETTEXT_PACKAGE, "%s connection may be told in parts, as there were too many at a time.",
                          "%s connections may be told in parts, as there were too many at a time.",
                          progress->n_parted));
  /* Translators: %s is a number of packets in a file of another program */
  add_count (note, progress->n_truncated,
             g_dngettext (GETTEXT_PACKAGE, "Of %s packet only the beginning was captured.",
                          "Of %s packets only the beginning was captured.",
                          progress->n_truncated));
}

/* What there is to know of a file besides what is in it; NULL for nothing. */
static char *
describe (const TinLoaderProgress *progress)
{
  GString *note = g_string_new (NULL);

  if (progress->is_foreign)
    describe_foreign (note, progress);
  if (progress->finished)
    {
      /* Translators: %s is a number of bytes at the end of a recording */
      add_count (note, progress->n_cut,
                 g_dngettext (GETTEXT_PACKAGE, "The recording was cut off: the last byte of the file is no whole message.",
                              "The recording was cut off: the last %s bytes of the file are no whole message.",
                              progress->n_cut));
      if (!progress->is_foreign)
        /* Translators: %s is a number of bytes in a recording */
        add_count (note, progress->n_damaged,
                   g_dngettext (GETTEXT_PACKAGE, "%s byte is damaged and was passed over.",
                                "%s bytes are damaged and were passed over.",
                                progress->n_damaged));
      /* Translators: %s is a number of messages and events in a recording */
      add_count (note, progress->n_unplaced,
                 g_dngettext (GETTEXT_PACKAGE, "%s entry is shown without its connection, as too many were open at a time.",
                              "%s entries are shown without their connection, as too many were open at a time.",
                              progress->n_unplaced));
    }
  if (progress->problem != NULL)
    add_sentence (note, g_strdup (progress->problem));
  return g_string_free (note, note->len == 0);
}

static char *
describe_status (const TinLoaderProgress *progress)
{
  guint percent = progress->n_total > 0 ? (guint) (progress->n_bytes * 100.0 / progress->n_total) : 0;

  if (progress->finished)
    return g_strdup (_("Opened for Reading"));
  /* Translators: a file is being read; %u is how much of it has been read in per cent, and %% a percent sign */
  return g_strdup_printf (_("Reading… %u %%"), MIN (percent, 99));
}

/* Looks how far the loader is; whether there is more to come. */
gboolean
tin_session_follow_file (TinSession *self)
{
  g_auto (TinLoaderProgress) progress = { 0 };
  double loaded;

  if (self->loader == NULL)
    return FALSE;

  tin_loader_get_progress (self->loader, &progress);
  loaded = progress.finished ? 1.0 : MIN (0.99, progress.n_bytes / MAX (1.0, (double) progress.n_total));
  tin_session_replace_string (self, &self->file_note, describe (&progress), PROP_FILE_NOTE);
  tin_session_replace_string (self, &self->status, describe_status (&progress), PROP_STATUS);
  if (loaded != self->loaded)
    {
      if (progress.finished)
        tin_bookmarks_load (self->bookmarks, tin_loader_get_capture (self->loader));

      self->loaded = loaded;
      tin_session_notify (self, PROP_LOADED);
    }
  return !progress.finished;
}

/* Takes over @loader: what is shown from then on is its file, and nothing can be opened. */
void
tin_session_show_file (TinSession *self,
                       TinLoader  *loader)
{
  TinCapture *capture = tin_loader_get_capture (loader);

  self->loader = loader;
  self->file_title = g_filename_display_basename (tin_loader_get_path (loader));
  tin_capture_set_news_func (capture, tin_pump_wake, self->pump);
  tin_digest_set_capture (self->digest, capture);
  tin_session_follow_file (self);
  tin_pump_wake (self->pump);
}

/**
 * tin_session_get_file:
 *
 * Returns: (transfer none) (nullable): path of the file that it shows, and can then not
 *   be started; %NULL for a session that can.
 */
const char *
tin_session_get_file (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return self->loader != NULL ? tin_loader_get_path (self->loader) : NULL;
}

/**
 * tin_session_get_loaded:
 *
 * Returns: how much of the file has been read, from 0 to 1; 1 is all
 */
double
tin_session_get_loaded (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), 1.0);

  return self->loaded;
}

/**
 * tin_session_get_file_note:
 *
 * Returns: (transfer none) (nullable): in words, what is to be known of the file: that it was cut,
 *   damaged, or made by another program, and what of it is not shown
 */
const char *
tin_session_get_file_note (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return self->file_note;
}
