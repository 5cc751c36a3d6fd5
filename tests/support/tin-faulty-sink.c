/* tin-faulty-sink.c: a disk that is slow, full, or fails when it is told to.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tin-faulty-sink.h"

#include <errno.h>

/* What several files of one disk have in common. */
typedef struct
{
  gatomicrefcount  ref_count;
  GMutex           lock;
  GCond            changed;
  guint            n_calls;
  guint            fail_at;       /* 0 for never */
  TinFaultDuration duration;
  int              code;          /* an errno */
  guint64          capacity;      /* bytes that fit the disk */
  guint64          used;          /* bytes of all files */
  gsize            piece;         /* bytes that one write takes at most */
  gsize            largest_write; /* bytes that one was asked to take */
  gboolean         held;
  gboolean         sync_held;
  gboolean         waiting;
} Faults;

static Faults *
faults_new (void)
{
  Faults *self = g_new0 (Faults, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->capacity = G_MAXUINT64;
  self->piece = G_MAXSIZE;
  return self;
}

static void
faults_unref (Faults *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

/**
 * TinFaultySink:
 *
 * Stands before a real sink. Calls that change something (open, write,
 * truncate, allocate, sync) are numbered from 1 up, and any can be made to
 * fail. A failing write leaves half of what it was given, as a full disk does.
 * The sinks that it makes for further files are on the same disk: calls and room count for all of
 * them together. All but the calls of #TinSink may come from any thread.
 */
struct _TinFaultySink
{
  GObject  parent_instance;

  TinSink *disk;     /* (owned) */
  Faults  *faults;   /* (owned) */
  guint64  length;   /* bytes of the file */
};

static void tin_faulty_sink_iface_init (TinSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TinFaultySink, tin_faulty_sink, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIN_TYPE_SINK, tin_faulty_sink_iface_init))

static gboolean
fail (GError **error,
      int      code)
{
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
  return FALSE;
}

/* Counts a call, waits while held; returns the errno to fail with, or 0. */
static int
begin_call (TinFaultySink *self)
{
  int code = 0;

  g_mutex_lock (&self->faults->lock);
  self->faults->waiting = TRUE;
  g_cond_broadcast (&self->faults->changed);
  while (self->faults->held)
    g_cond_wait (&self->faults->changed, &self->faults->lock);
  self->faults->waiting = FALSE;

  self->faults->n_calls++;
  if (self->faults->fail_at != 0 &&
      (self->faults->n_calls == self->faults->fail_at ||
       (self->faults->duration == TIN_FAULT_FOR_EVER && self->faults->n_calls > self->faults->fail_at)))
    code = self->faults->code;
  g_mutex_unlock (&self->faults->lock);
  return code;
}

static gboolean
tin_faulty_sink_open (TinSink  *sink,
                      GError  **error)
{
  TinFaultySink *self = TIN_FAULTY_SINK (sink);
  int code = begin_call (self);

  return code != 0 ? fail (error, code) : tin_sink_open (self->disk, error);
}

static gssize
write_at_most (TinFaultySink       *self,
               const struct iovec  *vectors,
               int                  n_vectors,
               gsize                limit,
               GError             **error)
{
  g_autofree struct iovec *part = g_new (struct iovec, n_vectors);
  int n_part = 0;
  gssize n;

  for (int i = 0; i < n_vectors && limit > 0; i++)
    {
      part[i] = (struct iovec) { vectors[i].iov_base, MIN (vectors[i].iov_len, limit) };
      limit -= part[i].iov_len;
      n_part++;
    }
  n = tin_sink_write (self->disk, part, n_part, error);
  if (n > 0)
    {
      g_mutex_lock (&self->faults->lock);
      self->length += n;
      self->faults->used += n;
      g_mutex_unlock (&self->faults->lock);
    }
  return n;
}

static gssize
tin_faulty_sink_write (TinSink             *sink,
                       const struct iovec  *vectors,
                       int                  n_vectors,
                       GError             **error)
{
  TinFaultySink *self = TIN_FAULTY_SINK (sink);
  int code = begin_call (self);
  guint64 room;
  gsize size = 0;

  for (int i = 0; i < n_vectors; i++)
    size += vectors[i].iov_len;

  if (code != 0)
    {
      write_at_most (self, vectors, n_vectors, size / 2, NULL);
      fail (error, code);
      return -1;
    }

  g_mutex_lock (&self->faults->lock);
  room = self->faults->capacity - MIN (self->faults->capacity, self->faults->used);
  room = MIN (room, self->faults->piece);
  self->faults->largest_write = MAX (self->faults->largest_write, size);
  g_mutex_unlock (&self->faults->lock);
  if (room == 0)
    {
      fail (error, ENOSPC);
      return -1;
    }
  return write_at_most (self, vectors, n_vectors, MIN (size, room), error);
}

static gssize
tin_faulty_sink_read (TinSink  *sink,
                      guint8   *buffer,
                      gsize     size,
                      guint64   offset,
                      GError  **error)
{
  return tin_sink_read (TIN_FAULTY_SINK (sink)->disk, buffer, size, offset, error);
}

static gboolean
tin_faulty_sink_truncate (TinSink  *sink,
                          guint64   length,
                          GError  **error)
{
  TinFaultySink *self = TIN_FAULTY_SINK (sink);
  int code = begin_call (self);

  if (code != 0)
    return fail (error, code);
  g_mutex_lock (&self->faults->lock);
  self->faults->used += length - self->length;
  self->length = length;
  g_mutex_unlock (&self->faults->lock);
  return tin_sink_truncate (self->disk, length, error);
}

static gboolean
tin_faulty_sink_allocate (TinSink  *sink,
                          guint64   offset,
                          guint64   size,
                          GError  **error)
{
  TinFaultySink *self = TIN_FAULTY_SINK (sink);
  int code = begin_call (self);

  g_mutex_lock (&self->faults->lock);
  if (code == 0 && self->faults->used - self->length + offset + size > self->faults->capacity)
    code = ENOSPC;
  g_mutex_unlock (&self->faults->lock);
  return code != 0 ? fail (error, code) : tin_sink_allocate (self->disk, offset, size, error);
}

/* The disk below is not asked: no test outlives the power, and hundreds of captures would wait for it. */
static gboolean
tin_faulty_sink_sync (TinSink  *sink,
                      GError  **error)
{
  TinFaultySink *self = TIN_FAULTY_SINK (sink);
  int code;

  g_mutex_lock (&self->faults->lock);
  while (self->faults->sync_held)
    g_cond_wait (&self->faults->changed, &self->faults->lock);
  g_mutex_unlock (&self->faults->lock);
  code = begin_call (self);
  return code == 0 || fail (error, code);
}

static gboolean
tin_faulty_sink_remove (TinSink  *sink,
                        GError  **error)
{
  TinFaultySink *self = TIN_FAULTY_SINK (sink);

  g_mutex_lock (&self->faults->lock);
  self->faults->used -= self->length;
  self->length = 0;
  g_mutex_unlock (&self->faults->lock);
  return tin_sink_remove (self->disk, error);
}

static TinSink *
tin_faulty_sink_next (TinSink *sink,
                      guint    number)
{
  TinFaultySink *self = TIN_FAULTY_SINK (sink);
  g_autoptr (TinSink) disk = tin_sink_next (self->disk, number);
  TinFaultySink *next = g_object_new (TIN_TYPE_FAULTY_SINK, NULL);

  next->disk = g_steal_pointer (&disk);
  next->faults = self->faults;
  g_atomic_ref_count_inc (&self->faults->ref_count);
  return TIN_SINK (next);
}

static const char *
tin_faulty_sink_get_path (TinSink *sink)
{
  return tin_sink_get_path (TIN_FAULTY_SINK (sink)->disk);
}

static void
tin_faulty_sink_finalize (GObject *object)
{
  TinFaultySink *self = TIN_FAULTY_SINK (object);

  g_object_unref (self->disk);
  faults_unref (self->faults);
  G_OBJECT_CLASS (tin_faulty_sink_parent_class)->finalize (object);
}

static void
tin_faulty_sink_iface_init (TinSinkInterface *iface)
{
  iface->open = tin_faulty_sink_open;
  iface->write = tin_faulty_sink_write;
  iface->read = tin_faulty_sink_read;
  iface->truncate = tin_faulty_sink_truncate;
  iface->allocate = tin_faulty_sink_allocate;
  iface->sync = tin_faulty_sink_sync;
  iface->remove = tin_faulty_sink_remove;
  iface->next = tin_faulty_sink_next;
  iface->get_path = tin_faulty_sink_get_path;
}

static void
tin_faulty_sink_class_init (TinFaultySinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tin_faulty_sink_finalize;
}

static void
tin_faulty_sink_init (TinFaultySink *self)
{
}

/**
 * tin_faulty_sink_new:
 * @disk: what to stand before
 *
 * Returns: (transfer full): a sink that does what @disk does, until it is told otherwise
 */
TinSink *
tin_faulty_sink_new (TinSink *disk)
{
  TinFaultySink *self = g_object_new (TIN_TYPE_FAULTY_SINK, NULL);

  self->disk = g_object_ref (disk);
  self->faults = faults_new ();
  return TIN_SINK (self);
}

/**
 * tin_faulty_sink_get_n_calls:
 * @self: a sink
 *
 * Returns: how many calls were made that could have been made to fail
 */
guint
tin_faulty_sink_get_n_calls (TinFaultySink *self)
{
  guint n_calls;

  g_mutex_lock (&self->faults->lock);
  n_calls = self->faults->n_calls;
  g_mutex_unlock (&self->faults->lock);
  return n_calls;
}

/**
 * tin_faulty_sink_fail_at:
 * @self: a sink
 * @call: which call fails, from 1 up; 0 for none
 * @duration: whether all later ones fail as well
 * @code: an errno
 */
void
tin_faulty_sink_fail_at (TinFaultySink    *self,
                         guint             call,
                         TinFaultDuration  duration,
                         int               code)
{
  g_mutex_lock (&self->faults->lock);
  self->faults->fail_at = call;
  self->faults->duration = duration;
  self->faults->code = code;
  g_mutex_unlock (&self->faults->lock);
}

/**
 * tin_faulty_sink_set_capacity:
 * @self: a sink
 * @capacity: size that all files together may grow to; the write that reaches it is cut short
 */
void
tin_faulty_sink_set_capacity (TinFaultySink *self,
                              guint64        capacity)
{
  g_mutex_lock (&self->faults->lock);
  self->faults->capacity = capacity;
  g_mutex_unlock (&self->faults->lock);
}

/**
 * tin_faulty_sink_get_used:
 * @self: a sink
 *
 * Returns: bytes of all files together
 */
guint64
tin_faulty_sink_get_used (TinFaultySink *self)
{
  guint64 used;

  g_mutex_lock (&self->faults->lock);
  used = self->faults->used;
  g_mutex_unlock (&self->faults->lock);
  return used;
}

/**
 * tin_faulty_sink_get_largest_write:
 * @self: a sink
 *
 * Returns: bytes that one write was asked to take at most so far
 */
gsize
tin_faulty_sink_get_largest_write (TinFaultySink *self)
{
  gsize size;

  g_mutex_lock (&self->faults->lock);
  size = self->faults->largest_write;
  g_mutex_unlock (&self->faults->lock);
  return size;
}

/**
 * tin_faulty_sink_set_piece:
 * @self: a sink
 * @piece: bytes that one write takes at most
 */
void
tin_faulty_sink_set_piece (TinFaultySink *self,
                           gsize          piece)
{
  g_mutex_lock (&self->faults->lock);
  self->faults->piece = piece;
  g_mutex_unlock (&self->faults->lock);
}

/**
 * tin_faulty_sink_hold:
 * @self: a sink
 *
 * Makes every further call wait for tin_faulty_sink_release().
 */
void
tin_faulty_sink_hold (TinFaultySink *self)
{
  g_mutex_lock (&self->faults->lock);
  self->faults->held = TRUE;
  g_mutex_unlock (&self->faults->lock);
}

/**
 * tin_faulty_sink_hold_sync:
 * @self: a sink
 *
 * Makes every further sync wait for tin_faulty_sink_release(), and nothing else.
 */
void
tin_faulty_sink_hold_sync (TinFaultySink *self)
{
  g_mutex_lock (&self->faults->lock);
  self->faults->sync_held = TRUE;
  g_mutex_unlock (&self->faults->lock);
}

/**
 * tin_faulty_sink_release:
 * @self: a sink
 */
void
tin_faulty_sink_release (TinFaultySink *self)
{
  g_mutex_lock (&self->faults->lock);
  self->faults->held = FALSE;
  self->faults->sync_held = FALSE;
  g_cond_broadcast (&self->faults->changed);
  g_mutex_unlock (&self->faults->lock);
}

/**
 * tin_faulty_sink_await_writer:
 * @self: a sink that is held
 *
 * Waits until the writer is in a call that waits.
 */
void
tin_faulty_sink_await_writer (TinFaultySink *self)
{
  g_mutex_lock (&self->faults->lock);
  while (!(self->faults->held && self->faults->waiting))
    g_cond_wait (&self->faults->changed, &self->faults->lock);
  g_mutex_unlock (&self->faults->lock);
}
