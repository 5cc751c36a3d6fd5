/* tin-recovery.c: finds recordings that broke off: the program or the computer ended before they did.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A recording that ended says so in its last block, and one that goes on is locked. What is neither
 * broke off. It is never changed but for one thing: it becomes read-only once it was found, so that
 * it is told once.
 */

#include "model/tin-recovery.h"

#include "capture/tin-loader.h"
#include "capture/tin-pcapng.h"
#include "capture/tin-segment-name.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILES 32 /* recordings that are told of at once */

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

/* Whether nobody has been told of it, nobody writes to it, and it does not end as it should. */
static gboolean
broke_off (const char *path)
{
  guint8 end[TIN_PCAPNG_END_SIZE];
  gboolean broken = FALSE;
  struct stat status;
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && (status.st_mode & S_IWUSR) &&
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

  for (guint i = names->len; i > 0 && found->len < MAX_FILES && !g_cancellable_is_cancelled (cancellable); i--)
    {
      g_autofree char *path = g_build_filename (search->folder, g_ptr_array_index (names, i - 1), NULL);
      TinRecovered *recovered;

      if (is_followed (names, i - 1) || !broke_off (path))
        continue;
      recovered = recover (path, search->temporary_folder);
      if (recovered != NULL)
        g_ptr_array_add (found, recovered);
      if (chmod (path, S_IRUSR) != 0)
        g_debug ("%s will be told of again", path);
    }
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
