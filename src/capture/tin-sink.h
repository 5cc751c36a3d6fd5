/* tin-sink.h: the few file operations that a capture needs, so that tests can make any of them fail.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include <sys/uio.h>

G_BEGIN_DECLS

#define TIN_TYPE_SINK (tin_sink_get_type ())

G_DECLARE_INTERFACE (TinSink, tin_sink, TIN, SINK, GObject)

/**
 * TinSinkInterface:
 * @open: creates the file, which must not be there yet, 0600, for appending and reading
 * @write: appends; may take less than it was given, and says how much it took; -1 on error
 * @read: from an offset, like pread(2); may run in any thread
 * @truncate: cuts to a length
 * @allocate: reserves room beyond the end without changing the length
 *   (fallocate(2) with %FALLOC_FL_KEEP_SIZE); %G_IO_ERROR_NOT_SUPPORTED is no failure
 * @sync: fdatasync(2)
 * @remove: deletes the file; may run in any thread
 * @next: another sink, for the file that goes on where this one ends; not open yet
 *
 * All but @read and @remove are called by the writer thread alone. Errors are of %G_IO_ERROR.
 */
struct _TinSinkInterface
{
  GTypeInterface parent;

  gboolean    (*open)     (TinSink             *self,
                           GError             **error);
  gssize      (*write)    (TinSink             *self,
                           const struct iovec  *vectors,
                           int                  n_vectors,
                           GError             **error);
  gssize      (*read)     (TinSink             *self,
                           guint8              *buffer,
                           gsize                size,
                           guint64              offset,
                           GError             **error);
  gboolean    (*truncate) (TinSink             *self,
                           guint64              length,
                           GError             **error);
  gboolean    (*allocate) (TinSink             *self,
                           guint64              offset,
                           guint64              size,
                           GError             **error);
  gboolean    (*sync)     (TinSink             *self,
                           GError             **error);
  gboolean    (*remove)   (TinSink             *self,
                           GError             **error);
  TinSink    *(*next)     (TinSink             *self,
                           guint                number);
  const char *(*get_path) (TinSink             *self);
};

gboolean    tin_sink_open     (TinSink *self, GError **error);
gssize      tin_sink_write    (TinSink *self, const struct iovec *vectors, int n_vectors, GError **error);
gssize      tin_sink_read     (TinSink *self, guint8 *buffer, gsize size, guint64 offset, GError **error);
gboolean    tin_sink_truncate (TinSink *self, guint64 length, GError **error);
gboolean    tin_sink_allocate (TinSink *self, guint64 offset, guint64 size, GError **error);
gboolean    tin_sink_sync     (TinSink *self, GError **error);
gboolean    tin_sink_remove   (TinSink *self, GError **error);
TinSink    *tin_sink_next     (TinSink *self, guint number);
const char *tin_sink_get_path (TinSink *self);

G_END_DECLS
