/* tin-output-file.c: a file that is there whole under its name, or not at all.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-output-file.h"

#include "capture/tin-size-limit.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DESCRIPTOR_PATH_SIZE 64 /* bytes: "/proc/self/fd/2147483647" */

/**
 * TinOutputFile:
 *
 * Where the file system can, the data has no name until it is complete (O_TMPFILE of
 * open(2)), so that not even a crash leaves anything behind; else it has a temporary one
 * in the same folder.
 */
struct _TinOutputFile
{
  char    *path;       /* (owned) the name that was asked for, or what a link of that name points to */
  char    *temporary;  /* (owned) (nullable) the name until then */
  int      descriptor;
  guint64  size;       /* bytes written */
};

static gboolean
fail (TinOutputFile  *self,
      int             code,
      GError        **error)
{
  g_autofree char *name = g_filename_display_basename (self->path);

  /* Translators: a file's name, and the system's reason */
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("“%1$s” could not be saved: %2$s"),
               name, g_strerror (code));

  return FALSE;
}

static char *
dup_sibling (TinOutputFile *self,
             guint32        number)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  return g_strdup_printf ("%s/.tincan-%08x", folder, number);
}

/* A descriptor without a name can be given one through /proc alone. */
static gboolean
open_nameless (TinOutputFile *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (g_access ("/proc/self/fd", X_OK) != 0)
    return FALSE;

  self->descriptor = open (folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);

  return self->descriptor >= 0;
}

static gboolean
open_temporary (TinOutputFile  *self,
                GError        **error)
{
  for (;;)
    {
      g_autofree char *name = dup_sibling (self, g_random_int ());

      self->descriptor = g_open (name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
      if (self->descriptor >= 0)
        {
          self->temporary = g_steal_pointer (&name);
          return TRUE;
        }
      if (errno != EEXIST)
        return fail (self, errno, error);
    }
}

/* What is replaced keeps who may read it. Whatever is no plain file is none of ours to replace. */
static gboolean
follow_existing (TinOutputFile  *self,
                 struct stat    *existing,
                 gboolean       *exists,
                 GError        **error)
{
  char *real = realpath (self->path, NULL);

  *exists = real != NULL && stat (real, existing) == 0;
  if (real != NULL)
    {
      g_free (self->path);
      self->path = g_strdup (real);
      free (real);
    }

  if (*exists && S_ISDIR (existing->st_mode))
    return fail (self, EISDIR, error);
  if (*exists && !S_ISREG (existing->st_mode))
    return fail (self, EINVAL, error);
  if (*exists && g_access (self->path, W_OK) != 0)
    return fail (self, errno, error);

  return TRUE;
}

/* Names the data under a temporary name first: linkat(2) replaces nothing. */
static gboolean
give_temporary_name (TinOutputFile  *self,
                     GError        **error)
{
  char descriptor[DESCRIPTOR_PATH_SIZE];

  g_snprintf (descriptor, sizeof descriptor, "/proc/self/fd/%d", self->descriptor);

  for (;;)
    {
      g_autofree char *name = dup_sibling (self, g_random_int ());

      if (linkat (AT_FDCWD, descriptor, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0)
        {
          self->temporary = g_steal_pointer (&name);
          return TRUE;
        }
      if (errno != EEXIST)
        return fail (self, errno, error);
    }
}

/**
 * tin_output_file_new:
 * @path: what the file is to be called
 * @error: of %G_IO_ERROR, with a clause for the user that names the file
 *
 * Begins a file. Nothing is seen under @path, and what is there stays, until
 * tin_output_file_commit().
 *
 * Returns: (transfer full) (nullable): the file
 */
TinOutputFile *
tin_output_file_new (const char  *path,
                     GError     **error)
{
  g_autoptr (TinOutputFile) self = g_new0 (TinOutputFile, 1);
  struct stat existing;
  gboolean exists;

  g_return_val_if_fail (path != NULL, NULL);

  tin_size_limit_make_error ();
  self->path = g_strdup (path);
  self->descriptor = -1;

  if (!follow_existing (self, &existing, &exists, error))
    return NULL;
  if (!open_nameless (self) && !open_temporary (self, error))
    return NULL;
  if (exists)
    (void) !fchmod (self->descriptor, existing.st_mode & 0777);

  return g_steal_pointer (&self);
}

/**
 * tin_output_file_write:
 * @data: what comes next
 * @size: bytes
 * @error: as for tin_output_file_new()
 *
 * Returns: %FALSE if not all of it could be written; then the file is to be freed
 */
gboolean
tin_output_file_write (TinOutputFile  *self,
                       gconstpointer   data,
                       gsize           size,
                       GError        **error)
{
  const guint8 *at = data;

  while (size > 0)
    {
      gssize n = write (self->descriptor, at, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (self, errno, error);

      at += n;
      size -= (gsize) n;
      self->size += (guint64) n;
    }

  return TRUE;
}

/**
 * tin_output_file_get_size:
 *
 * Returns: bytes that were written
 */
guint64
tin_output_file_get_size (TinOutputFile *self)
{
  return self->size;
}

/**
 * tin_output_file_cut:
 * @size: bytes, at most as many as were written
 * @error: as for tin_output_file_new()
 *
 * Takes back what was written behind @size.
 *
 * Returns: %FALSE if that cannot be; then the file is to be freed
 */
gboolean
tin_output_file_cut (TinOutputFile  *self,
                     guint64         size,
                     GError        **error)
{
  g_return_val_if_fail (size <= self->size, FALSE);

  if (ftruncate (self->descriptor, (off_t) size) != 0 || lseek (self->descriptor, (off_t) size, SEEK_SET) < 0)
    return fail (self, errno, error);

  self->size = size;

  return TRUE;
}

/* What is interrupted is done again; what knows no syncing, such as a pipe, needs none. */
static gboolean
sync_data (TinOutputFile  *self,
           GError        **error)
{
  int result;

  do
    result = fsync (self->descriptor);
  while (result != 0 && errno == EINTR);

  return result == 0 || errno == EINVAL || fail (self, errno, error);
}

/**
 * tin_output_file_commit:
 * @error: as for tin_output_file_new()
 *
 * Waits until the data is on the disk and gives it the name that was asked for, in place
 * of what had it.
 *
 * Returns: %FALSE if the name stays with what had it, if anything
 */
gboolean
tin_output_file_commit (TinOutputFile  *self,
                        GError        **error)
{
  if (!sync_data (self, error))
    return FALSE;
  if (self->temporary == NULL && !give_temporary_name (self, error))
    return FALSE;
  if (g_rename (self->temporary, self->path) != 0)
    return fail (self, errno, error);

  g_clear_pointer (&self->temporary, g_free);

  return TRUE;
}

/**
 * tin_output_file_free:
 *
 * What was not committed is gone.
 */
void
tin_output_file_free (TinOutputFile *self)
{
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  if (self->descriptor >= 0)
    close (self->descriptor);

  g_free (self->temporary);
  g_free (self->path);
  g_free (self);
}
