/* tin-file-source.c: a file that is there already, to be read and nothing else.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-file-source.h"

#include "capture/tin-file-read.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

/**
 * TinFileSource:
 *
 * The reading half of a #TinSink, over a file of the user's that must not be touched. What would
 * change it fails with %G_IO_ERROR_READ_ONLY.
 */
struct _TinFileSource
{
  GObject  parent_instance;

  char    *path;  /* (owned) */
  int      fd;    /* -1 before it is opened */
  guint64  size;  /* bytes, when it was opened */
};

static void tin_file_source_iface_init (TinSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TinFileSource, tin_file_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIN_TYPE_SINK, tin_file_source_iface_init))

static gboolean
fail (TinFileSource  *self,
      int             code,
      GError        **error)
{
  g_autofree char *shown = g_filename_display_basename (self->path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               /* Translators: the first %s is a file, the second the system's reason. */
               _("The file “%s” cannot be read: %s"), shown, g_strerror (code));
  return FALSE;
}

/* A pipe would let us wait for ever, and a folder cannot be read. */
static gboolean
tin_file_source_open (TinSink  *sink,
                      GError  **error)
{
  TinFileSource *self = TIN_FILE_SOURCE (sink);
  struct stat status;

  g_return_val_if_fail (self->fd < 0, FALSE);

  self->fd = open (self->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (self->fd < 0)
    return fail (self, errno, error);
  if (fstat (self->fd, &status) != 0)
    return fail (self, errno, error);
  if (!S_ISREG (status.st_mode))
    {
      g_autofree char *shown = g_filename_display_basename (self->path);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                   /* Translators: %s is what the user wants to open */
                   _("“%s” is not a file."), shown);
      return FALSE;
    }
  self->size = status.st_size;
  return TRUE;
}

static gssize
tin_file_source_read (TinSink  *sink,
                      guint8   *buffer,
                      gsize     size,
                      guint64   offset,
                      GError  **error)
{
  TinFileSource *self = TIN_FILE_SOURCE (sink);
  gssize n = tin_file_read (self->fd, buffer, size, offset);

  if (n < 0)
    fail (self, errno, error);
  return n;
}

static gboolean
refuse (TinSink  *sink,
        GError  **error)
{
  return fail (TIN_FILE_SOURCE (sink), EROFS, error);
}

static gssize
tin_file_source_write (TinSink             *sink,
                       const struct iovec  *vectors,
                       int                  n_vectors,
                       GError             **error)
{
  refuse (sink, error);
  return -1;
}

static gboolean
tin_file_source_truncate (TinSink  *sink,
                          guint64   length,
                          GError  **error)
{
  return refuse (sink, error);
}

static gboolean
tin_file_source_allocate (TinSink  *sink,
                          guint64   offset,
                          guint64   size,
                          GError  **error)
{
  return refuse (sink, error);
}

static const char *
tin_file_source_get_path (TinSink *sink)
{
  return TIN_FILE_SOURCE (sink)->path;
}

static void
tin_file_source_finalize (GObject *object)
{
  TinFileSource *self = TIN_FILE_SOURCE (object);

  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  G_OBJECT_CLASS (tin_file_source_parent_class)->finalize (object);
}

static void
tin_file_source_iface_init (TinSinkInterface *iface)
{
  iface->open = tin_file_source_open;
  iface->write = tin_file_source_write;
  iface->read = tin_file_source_read;
  iface->truncate = tin_file_source_truncate;
  iface->allocate = tin_file_source_allocate;
  iface->sync = refuse;
  iface->remove = refuse;
  iface->get_path = tin_file_source_get_path;
}

static void
tin_file_source_class_init (TinFileSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tin_file_source_finalize;
}

static void
tin_file_source_init (TinFileSource *self)
{
  self->fd = -1;
}

/**
 * tin_file_source_new:
 * @path: of a file that is there
 *
 * Touches nothing before tin_sink_open(), which fails for what is no regular file.
 *
 * Returns: (transfer full): a sink that only reads
 */
TinSink *
tin_file_source_new (const char *path)
{
  TinFileSource *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (TIN_TYPE_FILE_SOURCE, NULL);
  self->path = g_strdup (path);
  return TIN_SINK (self);
}

/**
 * tin_file_source_get_size:
 * @self: an open source
 *
 * Returns: how long the file was when it was opened, bytes
 */
guint64
tin_file_source_get_size (TinFileSource *self)
{
  return self->size;
}
