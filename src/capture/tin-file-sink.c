/* tin-file-sink.c: a capture file on disk.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-file-sink.h"

#include "capture/tin-file-read.h"
#include "capture/tin-segment-name.h"
#include "capture/tin-sidecar.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/**
 * TinFileSink:
 *
 * Plain system calls on one descriptor, each repeated when a signal interrupts
 * it. A file is made with a name that nobody has yet, never through a symbolic
 * link, for its owner alone, and locked so that other programs can see that it is in use.
 */
struct _TinFileSink
{
  GObject  parent_instance;

  char    *folder;      /* (owned) */
  char    *path;        /* (owned) */
  gboolean is_temporary;
  int      folder_fd;   /* -1 before it is opened */
  int      fd;          /* -1 before it is opened */
};

static void tin_file_sink_iface_init (TinSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TinFileSink, tin_file_sink, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIN_TYPE_SINK, tin_file_sink_iface_init))

/* The words of the system for what went wrong, as an error of GIO. */
static gboolean
fail (GError **error,
      int      code)
{
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
  return FALSE;
}

static gboolean
open_folder (TinFileSink  *self,
             GError      **error)
{
  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   /* Translators: the first %s is a folder, the second the system's reason. */
                   _("The folder “%s” could not be created: %s"), self->folder, g_strerror (code));
      return FALSE;
    }

  self->folder_fd = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->folder_fd < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   /* Translators: the first %s is a folder, the second the system's reason. */
                   _("The folder “%s” could not be opened: %s"), self->folder, g_strerror (code));
      return FALSE;
    }
  return TRUE;
}

static gboolean
tin_file_sink_open (TinSink  *sink,
                    GError  **error)
{
  TinFileSink *self = TIN_FILE_SINK (sink);
  g_autofree char *name = g_path_get_basename (self->path);
  int code;

  g_return_val_if_fail (self->fd < 0, FALSE);

  if (self->folder_fd < 0 && !open_folder (self, error))
    return FALSE;

  self->fd = openat (self->folder_fd, name,
                     O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      code = errno;
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   /* Translators: the first %s is a file, the second the system's reason. */
                   _("The file “%s” could not be created: %s"), self->path, g_strerror (code));
      return FALSE;
    }

  /* What is open needs no name; so nothing is left behind, however the program ends. */
  if (self->is_temporary)
    unlinkat (self->folder_fd, name, 0);

  /* Only a hint for others; file systems without locks do as well. */
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    g_debug ("No lock on %s: %s", self->path, g_strerror (errno));
  return TRUE;
}

static gssize
tin_file_sink_write (TinSink             *sink,
                     const struct iovec  *vectors,
                     int                  n_vectors,
                     GError             **error)
{
  TinFileSink *self = TIN_FILE_SINK (sink);
  gssize n;

  do
    n = writev (self->fd, vectors, n_vectors);
  while (n < 0 && errno == EINTR);

  if (n < 0)
    fail (error, errno);
  return n;
}

static gssize
tin_file_sink_read (TinSink  *sink,
                    guint8   *buffer,
                    gsize     size,
                    guint64   offset,
                    GError  **error)
{
  TinFileSink *self = TIN_FILE_SINK (sink);
  gssize n = tin_file_read (self->fd, buffer, size, offset);

  if (n < 0)
    fail (error, errno);
  return n;
}

static gboolean
tin_file_sink_truncate (TinSink  *sink,
                        guint64   length,
                        GError  **error)
{
  TinFileSink *self = TIN_FILE_SINK (sink);
  int result;

  do
    result = ftruncate (self->fd, length);
  while (result != 0 && errno == EINTR);

  return result == 0 || fail (error, errno);
}

static gboolean
tin_file_sink_allocate (TinSink  *sink,
                        guint64   offset,
                        guint64   size,
                        GError  **error)
{
#ifdef FALLOC_FL_KEEP_SIZE
  TinFileSink *self = TIN_FILE_SINK (sink);
  int result;

  if (self->is_temporary)
    return fail (error, EOPNOTSUPP);

  do
    result = fallocate (self->fd, FALLOC_FL_KEEP_SIZE, offset, size);
  while (result != 0 && errno == EINTR);

  return result == 0 || fail (error, errno == ENOSYS ? EOPNOTSUPP : errno);
#else
  return fail (error, EOPNOTSUPP);
#endif
}

static gboolean
tin_file_sink_sync (TinSink  *sink,
                    GError  **error)
{
  TinFileSink *self = TIN_FILE_SINK (sink);
  int result;

  if (self->is_temporary)
    return TRUE;

  do
    result = fdatasync (self->fd);
  while (result != 0 && errno == EINTR);

  return result == 0 || fail (error, errno);
}

static gboolean
tin_file_sink_remove (TinSink  *sink,
                      GError  **error)
{
  TinFileSink *self = TIN_FILE_SINK (sink);

  if (self->is_temporary)
    return TRUE;
  if (g_unlink (self->path) != 0)
    return fail (error, errno);
  tin_sidecar_remove (self->path);
  return TRUE;
}

static TinSink *
tin_file_sink_next (TinSink *sink,
                    guint    number)
{
  TinFileSink *self = TIN_FILE_SINK (sink);
  g_autofree char *name = g_path_get_basename (self->path);
  g_autofree char *next_name = tin_segment_name_make (name, number);

  return tin_file_sink_new (self->folder, next_name);
}

static const char *
tin_file_sink_get_path (TinSink *sink)
{
  return TIN_FILE_SINK (sink)->path;
}

static void
tin_file_sink_finalize (GObject *object)
{
  TinFileSink *self = TIN_FILE_SINK (object);

  if (self->fd >= 0)
    close (self->fd);
  if (self->folder_fd >= 0)
    close (self->folder_fd);
  g_free (self->folder);
  g_free (self->path);
  G_OBJECT_CLASS (tin_file_sink_parent_class)->finalize (object);
}

static void
tin_file_sink_iface_init (TinSinkInterface *iface)
{
  iface->open = tin_file_sink_open;
  iface->write = tin_file_sink_write;
  iface->read = tin_file_sink_read;
  iface->truncate = tin_file_sink_truncate;
  iface->allocate = tin_file_sink_allocate;
  iface->sync = tin_file_sink_sync;
  iface->remove = tin_file_sink_remove;
  iface->next = tin_file_sink_next;
  iface->get_path = tin_file_sink_get_path;
}

static void
tin_file_sink_class_init (TinFileSinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tin_file_sink_finalize;
}

static void
tin_file_sink_init (TinFileSink *self)
{
  self->folder_fd = -1;
  self->fd = -1;
}

/**
 * tin_file_sink_new:
 * @folder: where; made for its owner alone (0700) when it is not there
 * @name: of the file, without folder; must not be there when the sink is opened
 *
 * Touches nothing before tin_sink_open().
 *
 * Returns: (transfer full): a sink for that file
 */
TinSink *
tin_file_sink_new (const char *folder,
                   const char *name)
{
  TinFileSink *self;

  g_return_val_if_fail (folder != NULL && name != NULL && strchr (name, '/') == NULL, NULL);

  self = g_object_new (TIN_TYPE_FILE_SINK, NULL);
  self->folder = g_strdup (folder);
  self->path = g_build_filename (folder, name, NULL);
  return TIN_SINK (self);
}

/**
 * tin_file_sink_new_temporary:
 * @folder: where; made for its owner alone (0700) when it is not there
 * @name: of the file, for the moment that it has one
 *
 * As tin_file_sink_new(), but nobody else shall ever see the file, and nothing of it survives the
 * program. So it costs no waiting for the disk.
 *
 * Returns: (transfer full): a sink for that file
 */
TinSink *
tin_file_sink_new_temporary (const char *folder,
                             const char *name)
{
  TinSink *self = tin_file_sink_new (folder, name);

  if (self != NULL)
    TIN_FILE_SINK (self)->is_temporary = TRUE;
  return self;
}
