/* tin-recordings.c: the recordings in a folder: what they take, and which of them go.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only files that are called like recordings of ours are counted and removed, and never one that a
 * running program, this or another, has locked. The oldest file goes first, so that of a long recording its
 * beginning goes.
 */

#include "model/tin-recordings.h"

#include "capture/tin-segment-name.h"
#include "model/tin-capture-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define YOUNG_S 60 /* an empty file may be one that somebody is about to lock */

typedef struct
{
  char    *name;     /* (owned) */
  guint64  size;     /* bytes, with its index */
  gint64   time_s;   /* of the last change, since 1970 */
  gboolean in_use;
  gboolean removed;
} File;

static void
file_free (gpointer data)
{
  File *file = data;

  g_free (file->name);
  g_free (file);
}

static gboolean
fail (GError     **error,
      const char  *path,
      int          code)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               /* Translators: the first %s is a file or folder, the second the system's reason. */
               _("“%s” could not be removed: %s"), shown, g_strerror (code));
  return FALSE;
}

static char *
get_index_name (const char *name)
{
  return g_strconcat (name, TIN_SEGMENT_NAME_INDEX, NULL);
}

static char *
get_part_name (const char *name)
{
  return g_strconcat (name, TIN_SEGMENT_NAME_INDEX TIN_SEGMENT_NAME_PART, NULL);
}

static gboolean
is_recording (const char *name)
{
  return g_str_has_prefix (name, TIN_CAPTURE_STORE_PREFIX) && g_str_has_suffix (name, TIN_SEGMENT_NAME_ENDING);
}

/* A regular file that is open and locked for us alone; -1 if it is none, or another program has it, or may. */
static int
open_locked (int         folder_fd,
             const char *name,
             gboolean   *in_use)
{
  int fd = openat (folder_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat status;

  *in_use = fd < 0 && errno != ENOENT;
  if (fd < 0)
    return -1;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    {
      gboolean may_be_new = status.st_size == 0 && time (NULL) - status.st_mtime < YOUNG_S;

      if (!may_be_new && flock (fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
      *in_use = TRUE;
    }
  close (fd);
  return -1;
}

static guint64
get_size (int         folder_fd,
          const char *name)
{
  struct stat status;

  return fstatat (folder_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_size : 0;
}

/* Of what is there already, and of what is becoming one. */
static guint64
get_index_size (int         folder_fd,
                const char *name)
{
  g_autofree char *index_name = get_index_name (name);
  g_autofree char *part_name = get_part_name (name);

  return get_size (folder_fd, index_name) + get_size (folder_fd, part_name);
}

static void
remove_index (int         folder_fd,
              const char *name)
{
  g_autofree char *index_name = get_index_name (name);
  g_autofree char *part_name = get_part_name (name);

  unlinkat (folder_fd, part_name, 0);
  unlinkat (folder_fd, index_name, 0);
}

/* An index whose recording somebody removed by hand is of no use to anybody. */
static void
remove_if_orphaned (int         folder_fd,
                    const char *name)
{
  gsize size = strlen (name);
  g_autofree char *recording = NULL;

  if (g_str_has_suffix (name, TIN_SEGMENT_NAME_PART))
    size -= strlen (TIN_SEGMENT_NAME_PART);
  if (size < strlen (TIN_SEGMENT_NAME_INDEX))
    return;
  size -= strlen (TIN_SEGMENT_NAME_INDEX);
  recording = g_strndup (name, size);
  if (!g_str_has_prefix (name + size, TIN_SEGMENT_NAME_INDEX) || !is_recording (recording))
    return;
  if (faccessat (folder_fd, recording, F_OK, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
    remove_index (folder_fd, recording);
}

static void
add_file (GPtrArray  *files,
          int         folder_fd,
          const char *name)
{
  struct stat status;
  File *file;
  int fd;

  if (fstatat (folder_fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG (status.st_mode))
    return;

  file = g_new0 (File, 1);
  file->name = g_strdup (name);
  file->size = status.st_size + get_index_size (folder_fd, name);
  file->time_s = status.st_mtime;
  fd = open_locked (folder_fd, name, &file->in_use);
  if (fd >= 0)
    close (fd);
  g_ptr_array_add (files, file);
}

static gint
compare_files (gconstpointer a,
               gconstpointer b)
{
  const File *one = *(const File *const *) a;
  const File *other = *(const File *const *) b;

  if (one->time_s != other->time_s)
    return one->time_s < other->time_s ? -1 : 1;
  return strcmp (one->name, other->name);
}

/* The oldest first. */
static GPtrArray *
list_files (GDir *dir,
            int   folder_fd)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (file_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (is_recording (name))
      add_file (files, folder_fd, name);
    else
      remove_if_orphaned (folder_fd, name);
  g_ptr_array_sort (files, compare_files);
  return files;
}

/* Removed while it is locked, so that nobody begins to use it meanwhile. */
static gboolean
remove_file (int          folder_fd,
             const char  *folder,
             File        *file,
             GError     **error)
{
  g_autofree char *path = g_build_filename (folder, file->name, NULL);
  int fd = open_locked (folder_fd, file->name, &file->in_use);
  int code = 0;

  if (fd < 0 && file->in_use)
    return TRUE;
  if (unlinkat (folder_fd, file->name, 0) != 0 && errno != ENOENT)
    code = errno;
  else
    remove_index (folder_fd, file->name);
  if (fd >= 0)
    close (fd);

  file->removed = code == 0;
  return code == 0 || fail (error, path, code);
}

static gboolean
remove_old_files (GPtrArray   *files,
                  int          folder_fd,
                  const char  *folder,
                  guint64      max_size,
                  guint64      max_age_s,
                  GError     **error)
{
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  guint64 size = 0;

  for (guint i = 0; i < files->len; i++)
    size += ((const File *) files->pdata[i])->size;

  for (guint i = 0; i < files->len; i++)
    {
      File *file = files->pdata[i];
      gboolean too_old = max_age_s != TIN_RECORDINGS_NO_LIMIT && file->time_s < now_s &&
                         (guint64) (now_s - file->time_s) > max_age_s;

      if (file->in_use || (size <= max_size && !too_old))
        continue;
      if (!remove_file (folder_fd, folder, file, error))
        return FALSE;
      size -= file->removed ? file->size : 0;
    }
  return TRUE;
}

static void
count_files (GPtrArray          *files,
             TinRecordingsUsage *usage)
{
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) in_use = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  *usage = (TinRecordingsUsage) { 0 };
  for (guint i = 0; i < files->len; i++)
    {
      const File *file = files->pdata[i];
      char *first;

      tin_segment_name_parse (file->name, &first);
      if (file->removed)
        {
          g_hash_table_add (removed, first);
          continue;
        }
      g_hash_table_add (kept, first);
      usage->size += file->size;
      usage->size_in_use += file->in_use ? file->size : 0;
      if (file->in_use)
        g_hash_table_add (in_use, g_strdup (first));
    }
  usage->n_recordings = g_hash_table_size (kept);
  usage->n_in_use = g_hash_table_size (in_use);
  usage->n_removed = g_hash_table_size (removed);
}

/**
 * tin_recordings_keep:
 * @folder: of recordings; one that is not there has none
 * @max_size: bytes that all of them may take: 0 removes whatever nobody uses, and
 *   %TIN_RECORDINGS_NO_LIMIT nothing
 * @max_age_s: seconds since their last change, or %TIN_RECORDINGS_NO_LIMIT
 * @usage: (out caller-allocates): what there is now, on failure as well
 * @error: of %G_IO_ERROR
 *
 * Removes the oldest files, each with its index, until the rest is within the limits. What is in use counts but is never
 * removed, so that more than @max_size may stay. Reads and locks each file for a moment: not for a
 * thread that a user waits for.
 *
 * Returns: %FALSE when the folder could not be read or a file not be removed
 */
gboolean
tin_recordings_keep (const char          *folder,
                     guint64              max_size,
                     guint64              max_age_s,
                     TinRecordingsUsage  *usage,
                     GError             **error)
{
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GDir) dir = NULL;
  gboolean kept;
  int folder_fd;

  g_return_val_if_fail (folder != NULL && usage != NULL, FALSE);

  *usage = (TinRecordingsUsage) { 0 };
  folder_fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_fd < 0)
    return errno == ENOENT || fail (error, folder, errno);

  dir = g_dir_open (folder, 0, NULL);
  if (dir == NULL)
    {
      close (folder_fd);
      return fail (error, folder, EACCES);
    }
  files = list_files (dir, folder_fd);
  kept = remove_old_files (files, folder_fd, folder, max_size, max_age_s, error);
  count_files (files, usage);
  close (folder_fd);
  return kept;
}

typedef struct
{
  char    *folder;   /* (owned) */
  guint64  max_size;
  guint64  max_age_s;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->folder);
  g_free (wish);
}

static void
keep_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Wish *wish = task_data;
  g_autofree TinRecordingsUsage *usage = g_new0 (TinRecordingsUsage, 1);
  GError *error = NULL;

  if (!tin_recordings_keep (wish->folder, wish->max_size, wish->max_age_s, usage, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&usage), g_free);
}

/**
 * tin_recordings_keep_async:
 * @folder: as for tin_recordings_keep()
 * @max_size: as for tin_recordings_keep()
 * @max_age_s: as for tin_recordings_keep()
 * @cancellable: (nullable): has the answer not arrive; what has begun goes on
 * @callback: called in the thread-default main context of now
 * @user_data: for @callback
 *
 * The same in another thread.
 */
void
tin_recordings_keep_async (const char          *folder,
                           guint64              max_size,
                           guint64              max_age_s,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  g_task_set_source_tag (task, tin_recordings_keep_async);
  wish->folder = g_strdup (folder);
  wish->max_size = max_size;
  wish->max_age_s = max_age_s;
  g_task_set_task_data (task, wish, wish_free);
  g_task_run_in_thread (task, keep_in_thread);
}

/**
 * tin_recordings_keep_finish:
 * @result: what the callback was given
 * @usage: (out caller-allocates): what there is now
 * @error: of %G_IO_ERROR
 *
 * Returns: %FALSE on failure; then @usage is not filled in
 */
gboolean
tin_recordings_keep_finish (GAsyncResult        *result,
                            TinRecordingsUsage  *usage,
                            GError             **error)
{
  g_autofree TinRecordingsUsage *found = g_task_propagate_pointer (G_TASK (result), error);

  if (found == NULL)
    return FALSE;
  *usage = *found;
  return TRUE;
}
