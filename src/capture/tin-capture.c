/* tin-capture.c: the append-only record of a session: the spine that everything else is a view of.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-capture.h"

#include "capture/tin-capture-private.h"
#include "capture/tin-writer.h"

#include <glib/gi18n-lib.h>
#include <time.h>

#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)
#define STOP_TIMEOUT  (2 * G_USEC_PER_SEC) /* µs that a hanging disk may hold up who did not ask for the end before */

/**
 * TinCapture:
 *
 * One engine thread appends, any thread reads what is published, and a thread
 * of its own puts it into a pcapng file. Each record has a position, from 0 up,
 * which it keeps.
 */
G_DEFINE_FINAL_TYPE (TinCapture, tin_capture, G_TYPE_OBJECT)

static gint64
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return time.tv_sec * NS_PER_SECOND + time.tv_nsec;
}

static void
tin_capture_dispose (GObject *object)
{
  TinCapture *self = TIN_CAPTURE (object);
  GThread *writer = g_steal_pointer (&self->writer);

  /* The thread holds what it needs, so one that hangs with its disk is left to end when that does. */
  if (writer != NULL && !g_atomic_int_get (&self->ended) &&
      tin_ring_stop (self->ring, g_get_monotonic_time () + STOP_TIMEOUT))
    g_thread_join (g_steal_pointer (&writer));
  g_clear_pointer (&writer, g_thread_unref);
  G_OBJECT_CLASS (tin_capture_parent_class)->dispose (object);
}

static void
tin_capture_finalize (GObject *object)
{
  TinCapture *self = TIN_CAPTURE (object);

  tin_ring_unref (self->ring);
  G_OBJECT_CLASS (tin_capture_parent_class)->finalize (object);
}

static void
tin_capture_class_init (TinCaptureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tin_capture_dispose;
  object_class->finalize = tin_capture_finalize;
}

static void
tin_capture_init (TinCapture *self)
{
  self->clock_offset = read_clock (CLOCK_REALTIME) - read_clock (CLOCK_MONOTONIC);
}

/**
 * tin_capture_health_clear:
 * @health: filled in by tin_capture_get_health()
 *
 * Frees what it holds.
 */
void
tin_capture_health_clear (TinCaptureHealth *health)
{
  g_clear_pointer (&health->path, g_free);
  g_clear_pointer (&health->reason, g_free);
}

/**
 * tin_capture_new:
 * @name: what other programs show as the interface, such as the endpoint
 * @sink: (nullable): the file, not open yet; %NULL to keep the ring alone
 * @ring_size: bytes of memory between the engine and the disk; 2 MiB at least
 *   are taken, %TIN_CAPTURE_DEFAULT_RING_SIZE is right for most
 *
 * Begins a capture. The file is made by another thread soon after, so that
 * whether it could be is told by tin_capture_get_health() alone: a capture
 * without a file works on, in memory.
 *
 * Returns: (transfer full): a capture without records
 */
TinCapture *
tin_capture_new (const char *name,
                 TinSink    *sink,
                 gsize       ring_size)
{
  static const TinCaptureLimits none = { G_MAXUINT64, G_MAXUINT64 };

  return tin_capture_new_limited (name, sink, ring_size, &none);
}

/**
 * tin_capture_new_limited:
 * @name: as for tin_capture_new()
 * @sink: (nullable): as for tin_capture_new(); the first file
 * @ring_size: as for tin_capture_new()
 * @limits: how much of the disk it may take
 *
 * Begins a capture in several files: when one is full the next is made beside
 * it, as tin_sink_next() says. A record is never in two. When all files together reach the limit the
 * oldest is removed with its records, and a record says so.
 *
 * Returns: (transfer full): a capture without records
 */
TinCapture *
tin_capture_new_limited (const char             *name,
                         TinSink                *sink,
                         gsize                   ring_size,
                         const TinCaptureLimits *limits)
{
  TinCapture *self = g_object_new (TIN_TYPE_CAPTURE, NULL);
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  self->session_limit = limits->session_limit;
  self->ring = tin_ring_new (name, ring_size,
                             sink != NULL ? TIN_CAPTURE_SAVING : TIN_CAPTURE_MEMORY_ONLY, NULL);
  if (sink == NULL)
    return self;

  tin_ring_set_path (self->ring, tin_sink_get_path (sink));
  self->writer = tin_writer_start (self->ring, sink, limits, &error);
  if (self->writer == NULL)
    tin_ring_set_state (self->ring, TIN_CAPTURE_MEMORY_ONLY, error->message);
  return self;
}

/* A capture over a file that is there, open for reading; a loader fills its ring. */
TinCapture *
tin_capture_new_for_source (TinSink *source)
{
  TinCapture *self = g_object_new (TIN_TYPE_CAPTURE, NULL);

  self->ring = tin_ring_new_for_file ();
  tin_ring_begin_segment (self->ring, source);
  return self;
}

/**
 * tin_capture_get_first:
 * @self: a capture
 *
 * In memory alone, and past 64 Mi records, the oldest go, many at a time.
 *
 * Returns: the position of the oldest record that the capture knows of
 */
guint64
tin_capture_get_first (TinCapture *self)
{
  return tin_ring_get_first (self->ring);
}

/**
 * tin_capture_get_gone:
 * @self: a capture
 * @totals: (out caller-allocates): of all records that it knows of no more
 *
 * What nobody looked at in time can still be counted so.
 *
 * Returns: how many that are: at least as many as tin_capture_get_first() said before
 */
guint64
tin_capture_get_gone (TinCapture *self,
                      TinTotals  *totals)
{
  return tin_ring_get_gone (self->ring, totals);
}

/**
 * tin_capture_get_published:
 * @self: a capture
 *
 * Returns: how many records are complete: the position of the next
 */
guint64
tin_capture_get_published (TinCapture *self)
{
  return tin_ring_get_published (self->ring);
}

/**
 * tin_capture_get_saved:
 * @self: a capture
 *
 * Returns: how many of them the system took for the disk. What a full disk
 *   made impossible counts as well once the file says so; see #TinCaptureHealth.
 */
guint64
tin_capture_get_saved (TinCapture *self)
{
  return tin_ring_get_saved (self->ring);
}

/**
 * tin_capture_peek:
 * @self: a capture
 * @position: of a record
 * @entry: (out caller-allocates): what the index says of it
 *
 * Costs a few nanoseconds and never waits.
 *
 * Returns: %FALSE when the record is gone or not published yet
 */
gboolean
tin_capture_peek (TinCapture    *self,
                  guint64        position,
                  TinIndexEntry *entry)
{
  return tin_ring_peek (self->ring, position, entry);
}

/**
 * tin_capture_get_health:
 * @self: a capture
 * @health: (out caller-allocates): to be cleared with tin_capture_health_clear()
 *
 * Says whether records are being saved, where, and what was lost.
 */
void
tin_capture_get_health (TinCapture       *self,
                        TinCaptureHealth *health)
{
  tin_ring_get_health (self->ring, health);
}

/**
 * tin_capture_get_now_us:
 * @self: a capture
 *
 * The system's clock may be set while it records, and goes on while the computer sleeps. The times of records follow
 * neither, and so does this: only such a time tells how long ago a record was.
 *
 * Returns: what the time of a record would be now, µs since 1970
 */
gint64
tin_capture_get_now_us (TinCapture *self)
{
  return (self->clock_offset + read_clock (CLOCK_MONOTONIC)) / 1000;
}

/**
 * tin_capture_set_news_func:
 * @self: a capture
 * @func: (nullable): called once after each tin_capture_arm(), in the engine's
 *   thread or in the one that armed
 * @user_data: for @func
 *
 * When this returns, the function of before is not running and never will, so
 * it must not be called from it.
 */
void
tin_capture_set_news_func (TinCapture     *self,
                           TinCaptureFunc  func,
                           gpointer        user_data)
{
  tin_ring_set_news_func (self->ring, func, user_data);
}

/**
 * tin_capture_arm:
 * @self: a capture
 * @seen: how many published records the caller has looked at
 *
 * Has the news function called once when there are more than @seen; at once
 * if there are.
 */
void
tin_capture_arm (TinCapture *self,
                 guint64     seen)
{
  tin_ring_arm (self->ring, seen);
}

/**
 * tin_capture_flush:
 * @self: a capture
 * @timeout_ms: how long to wait, ms
 *
 * Waits until all that is published is saved.
 *
 * Returns: %FALSE when it is not: after the time, when the disk refuses, or
 *   when there is no file
 */
gboolean
tin_capture_flush (TinCapture *self,
                   guint       timeout_ms)
{
  return tin_ring_flush (self->ring, g_get_monotonic_time () + timeout_ms * G_GINT64_CONSTANT (1000));
}

/**
 * tin_capture_end:
 * @self: a capture to which nobody appends any more
 * @timeout_ms: how long to wait for the disk, ms
 *
 * Saves what is published, and ends the recording so that it is whole. It may be read on. Any thread may
 * call it, and several may at once. Whoever drops the last reference afterwards does not wait: a thread that wants
 * nothing to do with the disk has another one call this, which holds a reference meanwhile. Without
 * it, the one who drops the last reference waits for two seconds at most.
 *
 * Returns: %FALSE when the disk needs longer; then it is left to itself
 */
gboolean
tin_capture_end (TinCapture *self,
                 guint       timeout_ms)
{
  gint64 deadline = g_get_monotonic_time () + timeout_ms * G_GINT64_CONSTANT (1000);
  gboolean ended = TRUE;

  tin_capture_give_up_losses (self);
  if (self->writer != NULL)
    {
      tin_ring_flush (self->ring, deadline);
      ended = tin_ring_stop (self->ring, deadline);
    }
  g_atomic_int_set (&self->ended, TRUE);
  return ended;
}

/**
 * tin_capture_delete_file:
 * @self: a capture to which nobody appends until this returns
 * @error: of %G_IO_ERROR
 *
 * Deletes the file, or all of them, for good; what memory does not hold is gone. The capture
 * may be used on, in memory. Waits for no disk: a file that is being made just now goes as soon as it is there.
 *
 * Returns: %FALSE when a file could not be deleted
 */
gboolean
tin_capture_delete_file (TinCapture  *self,
                         GError     **error)
{
  if (self->writer == NULL || !tin_ring_is_saving (self->ring))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _("There is no recording to delete."));
      return FALSE;
    }

  if (!tin_ring_delete_files (self->ring, _("The recording was deleted."), error))
    return FALSE;
  tin_ring_stop (self->ring, 0);
  return TRUE;
}

/**
 * tin_capture_take_connection:
 * @self: a capture
 *
 * Returns: a number for a connection, from 1 up, given to no other
 */
guint32
tin_capture_take_connection (TinCapture *self)
{
  return ++self->last_connection;
}

/**
 * tin_capture_get_time_ns:
 * @self: a capture
 *
 * The real time when the capture began and the time that has passed since, so
 * that nobody who sets a clock can make records go back in time.
 *
 * Returns: nanoseconds since 1970
 */
gint64
tin_capture_get_time_ns (TinCapture *self)
{
  if (G_UNLIKELY (self->clock != NULL))
    return self->clock (self->clock_data);
  return self->clock_offset + read_clock (CLOCK_MONOTONIC);
}

/**
 * tin_capture_set_moment:
 * @self: a capture
 * @time_ns: a time as of tin_capture_get_time_ns() that is over, or 0 for the time of each record
 *
 * Has what is appended from here on carry the time when it happened, where that is known better than by
 * when it was noticed: a datagram has the time of its arrival. As times never go back, a record
 * has the time of the one before it at least.
 */
void
tin_capture_set_moment (TinCapture *self,
                        gint64      time_ns)
{
  self->moment_ns = time_ns;
}

/* The time of the next record. */
gint64
tin_capture_take_time_ns (TinCapture *self)
{
  gint64 time_ns = self->moment_ns != 0 ? self->moment_ns : tin_capture_get_time_ns (self);

  self->last_time_ns = MAX (self->last_time_ns, time_ns);

  return self->last_time_ns;
}

/* Puts another clock in place of the real one, so that a capture can be made
 * the same twice. */
void
tin_capture_set_clock (TinCapture      *self,
                       TinCaptureClock  clock,
                       gpointer         user_data)
{
  self->clock = clock;
  self->clock_data = user_data;
}

/**
 * tin_capture_has_room:
 * @self: a capture
 *
 * Returns: %FALSE when the ring is full: nothing more should be received or
 *   sent until the room function is called, or, if tin_capture_lacks_memory(), until a later try
 */
gboolean
tin_capture_has_room (TinCapture *self)
{
  return tin_ring_has_room (self->ring);
}

/**
 * tin_capture_lacks_memory:
 * @self: a capture that just had no room
 *
 * Returns: whether it is memory that is missing, and no room in the ring. Then the room function will not be called, as
 *   nobody tells when there is memory again
 */
gboolean
tin_capture_lacks_memory (TinCapture *self)
{
  return tin_ring_lacks_memory (self->ring);
}

/**
 * tin_capture_get_refusal:
 * @self: a capture that just had no room, with all that was appended published
 *
 * Returns: why
 */
TinRefusal
tin_capture_get_refusal (TinCapture *self)
{
  if (tin_ring_lacks_memory (self->ring))
    return TIN_REFUSAL_MEMORY;

  return tin_ring_is_saving (self->ring) ? TIN_REFUSAL_DISK : TIN_REFUSAL_UNKNOWN;
}

/**
 * tin_capture_publish:
 * @self: a capture
 *
 * Shows everybody what was appended, and lets the writer have it. Called once
 * a turn, and after the room function; what tin_capture_reserve() returned before is no longer valid.
 */
void
tin_capture_publish (TinCapture *self)
{
  tin_capture_note_removed (self);
  tin_capture_tell_losses (self);
  tin_ring_publish (self->ring);
}

/**
 * tin_capture_set_room_func:
 * @self: a capture
 * @func: (nullable): called once after each refusal, when there is room again,
 *   in the writer's thread or in tin_capture_publish(); also when something is to be published
 * @user_data: for @func
 *
 * When this returns, the function of before is not running and never will.
 */
void
tin_capture_set_room_func (TinCapture     *self,
                           TinCaptureFunc  func,
                           gpointer        user_data)
{
  tin_ring_set_room_func (self->ring, func, user_data);
}
