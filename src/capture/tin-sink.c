/* tin-sink.c: the few file operations that a capture needs, so that tests can make any of them fail.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-sink.h"

G_DEFINE_INTERFACE (TinSink, tin_sink, G_TYPE_OBJECT)

static void
tin_sink_default_init (TinSinkInterface *iface)
{
}

/**
 * tin_sink_open:
 * @self: a sink that is not open
 * @error: of %G_IO_ERROR
 *
 * Creates the file. Fails when it is there already.
 *
 * Returns: %FALSE on failure, after which it may be tried again
 */
gboolean
tin_sink_open (TinSink  *self,
               GError  **error)
{
  return TIN_SINK_GET_IFACE (self)->open (self, error);
}

/**
 * tin_sink_write:
 * @self: an open sink
 * @vectors: what to append
 * @n_vectors: how many, at most %IOV_MAX
 * @error: of %G_IO_ERROR
 *
 * Returns: how many bytes were appended, maybe fewer than all, or -1
 */
gssize
tin_sink_write (TinSink             *self,
                const struct iovec  *vectors,
                int                  n_vectors,
                GError             **error)
{
  return TIN_SINK_GET_IFACE (self)->write (self, vectors, n_vectors, error);
}

/**
 * tin_sink_read:
 * @self: an open sink
 * @buffer: where to
 * @size: how much, bytes
 * @offset: from where
 * @error: of %G_IO_ERROR
 *
 * Safe in any thread once it is open.
 *
 * Returns: how many bytes were read, fewer than @size at the end alone, or -1
 */
gssize
tin_sink_read (TinSink  *self,
               guint8   *buffer,
               gsize     size,
               guint64   offset,
               GError  **error)
{
  return TIN_SINK_GET_IFACE (self)->read (self, buffer, size, offset, error);
}

/**
 * tin_sink_truncate:
 * @self: an open sink
 * @length: in bytes; what was reserved beyond is given back
 * @error: of %G_IO_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
tin_sink_truncate (TinSink  *self,
                   guint64   length,
                   GError  **error)
{
  return TIN_SINK_GET_IFACE (self)->truncate (self, length, error);
}

/**
 * tin_sink_allocate:
 * @self: an open sink
 * @offset: from where on, bytes
 * @size: how much, bytes
 * @error: of %G_IO_ERROR; %G_IO_ERROR_NOT_SUPPORTED means that there is no such thing here
 *
 * Reserves room on the disk, the length stays.
 *
 * Returns: %FALSE on failure
 */
gboolean
tin_sink_allocate (TinSink  *self,
                   guint64   offset,
                   guint64   size,
                   GError  **error)
{
  return TIN_SINK_GET_IFACE (self)->allocate (self, offset, size, error);
}

/**
 * tin_sink_sync:
 * @self: an open sink
 * @error: of %G_IO_ERROR
 *
 * Returns: %FALSE when what was written is not known to be on the disk
 */
gboolean
tin_sink_sync (TinSink  *self,
               GError  **error)
{
  return TIN_SINK_GET_IFACE (self)->sync (self, error);
}

/**
 * tin_sink_remove:
 * @self: an open sink
 * @error: of %G_IO_ERROR
 *
 * Deletes the file, and the index beside it. Safe in any thread.
 *
 * Returns: %FALSE on failure
 */
gboolean
tin_sink_remove (TinSink  *self,
                 GError  **error)
{
  return TIN_SINK_GET_IFACE (self)->remove (self, error);
}

/**
 * tin_sink_next:
 * @self: a sink, opened or not
 * @number: of the file among those of one recording, from 2 up; @self is the first or a later one
 *
 * Returns: (transfer full): a sink for that file, not open yet
 */
TinSink *
tin_sink_next (TinSink *self,
               guint    number)
{
  return TIN_SINK_GET_IFACE (self)->next (self, number);
}

/**
 * tin_sink_get_path:
 * @self: a sink
 *
 * Returns: (transfer none) (nullable): where the file is or would be
 */
const char *
tin_sink_get_path (TinSink *self)
{
  return TIN_SINK_GET_IFACE (self)->get_path (self);
}
