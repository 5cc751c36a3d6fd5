/* tin-recovery.c: finds recordings that broke off: the program or the computer ended before they did.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A recording that ended says so in its last block, and one that goes on is locked. What is neither
 * broke off. It is never changed; a list beside the recordings has the names of those that were found,
 * so that each is told once.
 */

#include "model/tin-recovery.h"

#include "capture/tin-loader.h"
#include "capture/tin-pcapng.h"
#include "capture/tin-segment-name.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILES 32     /* recordings that are told of at once */
#define LIST_NAME "told" /* the file with a name a line */
#define MAX_LIST  (4 * 1024 * 1024) /* bytes */

typedef struct
{
  char *folder;            /* (owned) */
  char *temporary_folder;  /* (owned) */
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  g_free (self->folder);
  g_free (self->temporary_folder);
  g_free (self);
}

static void
recovered_free (gpointer data)
{
  TinRecovered *self = data;

  g_free (self->path);
  g_free (self);
}

static gint
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of all recordings, in the order of their files. */
static GPtrArray *
list_names (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, TIN_SEGMENT_NAME_ENDING))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Whether the recording goes on in the next file: then only that one says whether it ended. */
static gboolean
is_followed (GPtrArray *names,
             guint      i)
{
  g_autofree char *first = NULL;
  g_autofree char *next = NULL;
  guint number = tin_segment_name_parse (g_ptr_array_index (names, i), &first);

  next = tin_segment_name_make (first, number + 1);
  return i + 1 < names->len && strcmp (g_ptr_array_index (names, i + 1), next) == 0;
}

/* The names that were told of before. What cannot be read is none: then they are told of again. */
static GHashTable *
read_list (const char *path)
{
  GHashTable *told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  struct stat status;

  if (g_lstat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size > MAX_LIST ||
      !g_file_get_contents (path, &contents, NULL, NULL))
    return told;

  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      g_hash_table_add (told, g_strdup (lines[i]));
  return told;
}

/* Those of @told that are still there; a list of nothing is no file. */
static void
write_list (const char *path,
            GHashTable *told,
            GPtrArray  *names)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < names->len; i++)
    if (g_hash_table_contains (told, names->pdata[i]) && strchr (names->pdata[i], '\n') == NULL)
      g_string_append_printf (text, "%s\n", (const char *) names->pdata[i]);

  if (text->len == 0)
    g_unlink (path);
  else if (!g_file_set_contents_full (path, text->str, text->len, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_debug ("They will be told of again: %s", error->message);
}

/* Whether nobody writes to it, and it does not end as it should. */
static gboolean
broke_off (const char *path)
{
  guint8 end[TIN_PCAPNG_END_SIZE];
  gboolean broken = FALSE;
  struct stat status;
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) &&
      status.st_size > (off_t) sizeof end && flock (fd, LOCK_SH | LOCK_NB) == 0)
    broken = pread (fd, end, sizeof end, status.st_size - sizeof end) != sizeof end || !tin_pcapng_is_end (end);
  close (fd);
  return broken;
}

static guint64
count_messages (TinCapture *capture)
{
  guint64 end = tin_capture_get_published (capture);
  guint64 n_messages = 0;

  for (guint64 i = tin_capture_get_first (capture); i < end; i++)
    {
      TinIndexEntry entry;

      if (tin_capture_peek (capture, i, &entry) && entry.event == TIN_EVENT_DATA)
        n_messages++;
    }
  return n_messages;
}

/* Reads all of it; NULL when there is no message in it. */
static TinRecovered *
recover (const char *path,
         const char *temporary_folder)
{
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (TinLoader) loader = tin_loader_new (path, temporary_folder, NULL);
  TinRecovered *recovered;
  guint64 n_messages;

  if (loader == NULL)
    return NULL;
  tin_loader_wait (loader);
  tin_loader_get_progress (loader, &progress);
  n_messages = count_messages (tin_loader_get_capture (loader));
  if (progress.is_foreign || n_messages == 0)
    return NULL;

  recovered = g_new0 (TinRecovered, 1);
  recovered->path = g_strdup (path);
  recovered->n_messages = n_messages;
  recovered->n_cut = progress.n_cut;
  return recovered;
}

static void
find (GTask        *task,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  const Search *search = task_data;
  GPtrArray *found = g_ptr_array_new_with_free_func (recovered_free);
  g_autoptr (GPtrArray) names = list_names (search->folder);
  g_autofree char *list = g_build_filename (search->folder, LIST_NAME, NULL);
  g_autoptr (GHashTable) told = read_list (list);
  guint n_known = g_hash_table_size (told);

  for (guint i = names->len; i > 0 && found->len < MAX_FILES && !g_cancellable_is_cancelled (cancellable); i--)
    {
      g_autofree char *path = g_build_filename (search->folder, g_ptr_array_index (names, i - 1), NULL);
      TinRecovered *recovered;

      if (g_hash_table_contains (told, names->pdata[i - 1]) || is_followed (names, i - 1) || !broke_off (path))
        continue;
      recovered = recover (path, search->temporary_folder);
      if (recovered != NULL)
        g_ptr_array_add (found, recovered);
      g_hash_table_add (told, g_strdup (names->pdata[i - 1]));
    }
  if (n_known > 0 || g_hash_table_size (told) > 0)
    write_list (list, told, names);
  g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * tin_recovery_find_async:
 * @folder: of recordings
 * @temporary_folder: as for tin_loader_new()
 * @cancellable: (nullable): to give up
 * @callback: called when all are found
 * @user_data: for @callback
 *
 * Looks for recordings that broke off, in another thread, and reads each. The newest come first, at most 32 of them.
 * Those of a running program are let alone.
 */
void
tin_recovery_find_async (const char          *folder,
                         const char          *temporary_folder,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  g_return_if_fail (folder != NULL && temporary_folder != NULL);

  search->folder = g_strdup (folder);
  search->temporary_folder = g_strdup (temporary_folder);
  g_task_set_source_tag (task, tin_recovery_find_async);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, find);
}

/**
 * tin_recovery_find_finish:
 * @result: of tin_recovery_find_async()
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type TinRecovered): what broke off, maybe nothing
 */
GPtrArray *
tin_recovery_find_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tin_recovery_forget:
 * @recovered: (element-type TinRecovered): what was found
 * @path: of a file that its user has opened already
 *
 * There is no need to tell of that one.
 */
void
tin_recovery_forget (GPtrArray  *recovered,
                     const char *path)
{
  for (guint i = recovered->len; i > 0; i--)
    if (strcmp (((const TinRecovered *) recovered->pdata[i - 1])->path, path) == 0)
      g_ptr_array_remove_index (recovered, i - 1);
}

static guint64
sum_messages (GPtrArray *recovered)
{
  guint64 sum = 0;

  for (guint i = 0; i < recovered->len; i++)
    sum += ((const TinRecovered *) g_ptr_array_index (recovered, i))->n_messages;
  return sum;
}

/**
 * tin_recovery_dup_title:
 * @recovered: (element-type TinRecovered): not empty
 *
 * Returns: (transfer full): in words, how much there is
 */
char *
tin_recovery_dup_title (GPtrArray *recovered)
{
  guint64 n_messages = sum_messages (recovered);
  g_autofree char *digits = g_strdup_printf ("%'" G_GUINT64_FORMAT, n_messages);

  /* Translators: %s is a number of messages */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Recovered %s message", "Recovered %s messages", n_messages),
                          digits);
}

/**
 * tin_recovery_dup_advice:
 * @recovered: (element-type TinRecovered): not empty
 *
 * Returns: (transfer full): in words, why, and what is missing
 */
char *
tin_recovery_dup_advice (GPtrArray *recovered)
{
  guint64 n_cut = 0;
  g_autofree char *digits = NULL;
  GString *advice = g_string_new (_("Tincan did not end as it should while it recorded."));

  for (guint i = 0; i < recovered->len; i++)
    n_cut += ((const TinRecovered *) g_ptr_array_index (recovered, i))->n_cut;

  digits = g_strdup_printf ("%'" G_GUINT64_FORMAT, n_cut);
  g_string_append_c (advice, ' ');
  if (n_cut > 0)
    g_string_append_printf (advice,
                            /* Translators: %s is a number of bytes at the end of a recording */
                            g_dngettext (GETTEXT_PACKAGE, "The last %s byte is no whole message.",
                                         "The last %s bytes are no whole message.", n_cut), digits);
  else
    g_string_append (advice, _("All that reached the disk is whole."));
  return g_string_free (advice, FALSE);
}
