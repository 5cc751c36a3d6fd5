/* tin-history.c: what was sent before, newest last, kept between runs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-history.h"

#include "codec/tin-escape.h"
#include "model/tin-settings-file.h"
#include "model/tin-settings-writer.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* The file has a line an entry: the word for its format, a tab, the text in escape notation.
 *
 * It is written by itself a while after something was added, on a thread, because a disk may
 * keep one waiting, and when the history goes. */

#define SAVE_DELAY_MS 1000 /* what is typed one after the other is written once */

typedef struct
{
  char      *text;   /* (owned) */
  TinFormat  format;
} Entry;

struct _TinHistory
{
  GObject            parent_instance;

  char              *path;         /* (owned) */
  TinSettingsWriter *writer;       /* (owned) */
  GPtrArray         *entries;      /* (owned) of Entry, newest last */
  guint              position;     /* which entry is shown; their number while it is the draft */
  char              *draft;        /* (owned) (nullable) what was being typed */
  TinFormat          draft_format;

  GSource           *save_source;  /* (owned) (nullable) while something waits to be written */
};

static const char *const format_words[] = {
  [TIN_FORMAT_TEXT] = "text",
  [TIN_FORMAT_ESCAPES] = "escapes",
  [TIN_FORMAT_HEX] = "hex",
};

G_STATIC_ASSERT (G_N_ELEMENTS (format_words) == TIN_N_FORMATS);

G_DEFINE_FINAL_TYPE (TinHistory, tin_history, G_TYPE_OBJECT)

static void
entry_free (Entry *self)
{
  g_free (self->text);
  g_free (self);
}

static void
rewind_to_draft (TinHistory *self)
{
  self->position = self->entries->len;
  g_clear_pointer (&self->draft, g_free);
}

/* Returns whether it is worth keeping. */
static gboolean
append (TinHistory *self,
        const char *text,
        TinFormat   format)
{
  const Entry *newest = self->entries->len > 0 ? self->entries->pdata[self->entries->len - 1] : NULL;
  Entry *entry;

  if (text[0] == '\0' || strlen (text) > TIN_HISTORY_MAX_ENTRY_SIZE || !g_utf8_validate (text, -1, NULL))
    return FALSE;

  if (newest != NULL && newest->format == format && strcmp (newest->text, text) == 0)
    return FALSE;

  entry = g_new (Entry, 1);
  entry->text = g_strdup (text);
  entry->format = format;
  g_ptr_array_add (self->entries, entry);

  if (self->entries->len > TIN_HISTORY_MAX_ENTRIES)
    g_ptr_array_remove_range (self->entries, 0, self->entries->len - TIN_HISTORY_MAX_ENTRIES);

  return TRUE;
}

static gboolean
find_format (const char *word,
             gsize       size,
             TinFormat  *format)
{
  for (guint i = 0; i < TIN_N_FORMATS; i++)
    {
      if (strlen (format_words[i]) == size && memcmp (format_words[i], word, size) == 0)
        {
          *format = i;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
read_line (TinHistory *self,
           const char *line)
{
  const char *tab = strchr (line, '\t');
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  TinFormat format;
  gsize size;
  const char *data;

  if (tab == NULL || !find_format (line, tab - line, &format))
    return FALSE;

  bytes = tin_escape_decode (tab + 1, "UTF-8", NULL);
  if (bytes == NULL)
    return FALSE;

  data = g_bytes_get_data (bytes, &size);
  if (size == 0 || size > TIN_HISTORY_MAX_ENTRY_SIZE || memchr (data, '\0', size) != NULL)
    return FALSE;

  text = g_strndup (data, size);
  append (self, text, format);

  return TRUE;
}

static gboolean
read_lines (TinHistory  *self,
            const char  *contents,
            GError     **error)
{
  g_auto (GStrv) lines = g_strsplit (contents, "\n", -1);
  gboolean good = TRUE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] != '\0' && !read_line (self, lines[i]))
        good = FALSE;
    }

  if (!good)
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("Some lines of the file mean nothing"));

  return good;
}

/* (transfer full): the file as it should be */
static char *
write_lines (TinHistory *self)
{
  GString *contents = g_string_new (NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = self->entries->pdata[i];
      g_autofree char *text = tin_escape_encode ((const guint8 *) entry->text, strlen (entry->text));

      g_string_append_printf (contents, "%s\t%s\n", format_words[entry->format], text);
    }

  return g_string_free (contents, FALSE);
}

static void
cancel_saving (TinHistory *self)
{
  if (self->save_source != NULL)
    g_source_destroy (self->save_source);
  g_clear_pointer (&self->save_source, g_source_unref);
}

static gboolean
save_cb (gpointer user_data)
{
  TinHistory *self = user_data;

  tin_settings_writer_write_later (self->writer, write_lines (self));
  cancel_saving (self);

  return G_SOURCE_REMOVE;
}

static void
save_later (TinHistory *self)
{
  if (self->save_source != NULL)
    return;

  self->save_source = g_timeout_source_new (SAVE_DELAY_MS);
  g_source_set_callback (self->save_source, save_cb, self, NULL);
  g_source_attach (self->save_source, g_main_context_get_thread_default ());
}

static void
tin_history_dispose (GObject *object)
{
  TinHistory *self = TIN_HISTORY (object);

  if (self->save_source != NULL)
    save_cb (self);
  g_clear_pointer (&self->writer, tin_settings_writer_free);

  G_OBJECT_CLASS (tin_history_parent_class)->dispose (object);
}

static void
tin_history_finalize (GObject *object)
{
  TinHistory *self = TIN_HISTORY (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->draft, g_free);

  G_OBJECT_CLASS (tin_history_parent_class)->finalize (object);
}

static void
tin_history_class_init (TinHistoryClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = tin_history_dispose;
  object_class->finalize = tin_history_finalize;
}

static void
tin_history_init (TinHistory *self)
{
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
}

/**
 * tin_history_new:
 * @path: the file, whose folder is made when it is written first
 *
 * Makes an empty history; see tin_history_load().
 *
 * Returns: (transfer full): a new history
 */
TinHistory *
tin_history_new (const char *path)
{
  TinHistory *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (TIN_TYPE_HISTORY, NULL);
  self->path = g_strdup (path);
  self->writer = tin_settings_writer_new (path, 0600);

  return self;
}

/**
 * tin_history_load:
 * @self: a history
 * @error: return location for an error
 *
 * Adds what the file has. That it is not there is no error. A file that cannot be read is
 * set aside as "NAME.bad-DATE"; lines that can be are taken over even so.
 *
 * Fails with %G_FILE_ERROR, as the system says or %G_FILE_ERROR_INVAL if it is damaged. The
 * history can be used all the same.
 *
 * Returns: whether all of it was read
 */
gboolean
tin_history_load (TinHistory  *self,
                  GError     **error)
{
  g_autofree char *contents = NULL;
  g_autofree char *aside = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (TIN_IS_HISTORY (self), FALSE);

  tin_settings_file_sweep (self->path);

  contents = tin_settings_file_read (self->path, &cause);
  if (contents != NULL)
    read_lines (self, contents, &cause);
  rewind_to_draft (self);

  if (cause == NULL || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;

  aside = tin_settings_file_set_aside (self->path, NULL);
  if (aside != NULL)
    /* Translators: the name of a file, in front of a clause that says what is wrong with it. */
    g_prefix_error (&cause, _("The file was put aside as %s: "), aside);
  g_propagate_error (error, g_steal_pointer (&cause));

  return FALSE;
}

/**
 * tin_history_save:
 * @self: a history
 * @error: return location for an error
 *
 * Writes the file at once, whole or not at all, for its owner alone to read. There is no need
 * to: it is written a second after something was added, and when the history goes.
 *
 * Fails as g_file_set_contents_full() does.
 *
 * Returns: whether it was written
 */
gboolean
tin_history_save (TinHistory  *self,
                  GError     **error)
{
  g_autofree char *contents = NULL;

  g_return_val_if_fail (TIN_IS_HISTORY (self), FALSE);

  cancel_saving (self);
  contents = write_lines (self);

  return tin_settings_writer_write (self->writer, contents, error);
}

/**
 * tin_history_add:
 * @self: a history
 * @text: what was sent, as it was typed
 * @format: how it was read
 *
 * Adds an entry as the newest one and goes back to the draft. What equals the newest entry,
 * is empty, or is over %TIN_HISTORY_MAX_ENTRY_SIZE is not added; over
 * %TIN_HISTORY_MAX_ENTRIES the oldest one goes.
 */
void
tin_history_add (TinHistory *self,
                 const char *text,
                 TinFormat   format)
{
  g_return_if_fail (TIN_IS_HISTORY (self));
  g_return_if_fail (text != NULL);
  g_return_if_fail (format < TIN_N_FORMATS);

  if (append (self, text, format))
    save_later (self);
  rewind_to_draft (self);
}

/**
 * tin_history_older:
 * @self: a history
 * @draft: what is being typed; it is kept when the first step away from it is made
 * @format: (inout): how the draft is read, and then how the entry is
 *
 * Goes one entry back.
 *
 * Returns: (transfer none) (nullable): the text of the entry, valid until the history
 *   changes; %NULL if there is no older one, and then nothing changes
 */
const char *
tin_history_older (TinHistory *self,
                   const char *draft,
                   TinFormat  *format)
{
  const Entry *entry;

  g_return_val_if_fail (TIN_IS_HISTORY (self), NULL);
  g_return_val_if_fail (draft != NULL, NULL);
  g_return_val_if_fail (format != NULL, NULL);

  if (self->position == 0)
    return NULL;

  if (self->position == self->entries->len)
    {
      g_free (self->draft);
      self->draft = g_strdup (draft);
      self->draft_format = *format;
    }

  entry = self->entries->pdata[--self->position];
  *format = entry->format;

  return entry->text;
}

/**
 * tin_history_newer:
 * @self: a history
 * @format: (out): how the entry or the draft is read; untouched if there is none
 *
 * Goes one entry forward, from the newest one back to the draft.
 *
 * Returns: (transfer none) (nullable): the text of the entry or the draft, valid until the
 *   history changes; %NULL if that is where one is already
 */
const char *
tin_history_newer (TinHistory *self,
                   TinFormat  *format)
{
  const Entry *entry;

  g_return_val_if_fail (TIN_IS_HISTORY (self), NULL);
  g_return_val_if_fail (format != NULL, NULL);

  if (self->position == self->entries->len)
    return NULL;

  if (++self->position == self->entries->len)
    {
      *format = self->draft_format;
      return self->draft;
    }

  entry = self->entries->pdata[self->position];
  *format = entry->format;

  return entry->text;
}

/**
 * tin_history_rewind:
 * @self: a history
 *
 * Goes back to the draft and forgets it: the next step begins at the newest entry.
 */
void
tin_history_rewind (TinHistory *self)
{
  g_return_if_fail (TIN_IS_HISTORY (self));

  rewind_to_draft (self);
}

/**
 * tin_history_get_length:
 * @self: a history
 *
 * Returns: how many entries it has, up to %TIN_HISTORY_MAX_ENTRIES
 */
guint
tin_history_get_length (TinHistory *self)
{
  g_return_val_if_fail (TIN_IS_HISTORY (self), 0);

  return self->entries->len;
}
