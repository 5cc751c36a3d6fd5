/* tin-writer.c: the thread that puts a capture on disk.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It appends whole batches and never leaves half a block behind: what was cut
 * short is cut off. While the disk refuses it tries again by itself, without
 * an end, as long as there is something to save.
 */

#include "capture/tin-writer.h"

#include "capture/tin-index-keeper.h"
#include "capture/tin-pcapng.h"
#include "capture/tin-size-limit.h"
#include "capture/tin-syncer.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  TinRing        *ring;           /* (owned) */
  TinSink        *sink;           /* (owned): the last segment */
  TinSink        *next;           /* (owned) (nullable): the one that could not be opened yet */
  guint           n_segments;     /* that were tried */
  guint64         segment_size;   /* bytes */
  guint64         session_limit;
  TinSyncer      *syncer;         /* (owned) */
  TinIndexKeeper *keeper;         /* (owned) */
  gboolean        is_open;
  gboolean        hopeless;       /* there will be no file */
  gboolean        refused;        /* by the last attempt */
  gboolean        sync_failed;
  gboolean        torn;           /* the file is longer than its whole blocks */
  gboolean        can_allocate;
  guint64         allocated;      /* up to which offset there is room for certain, bytes */
  gint64          sync_at;        /* when to sync, 0 when everything is; as g_get_monotonic_time() */
} Writer;

static void
writer_free (Writer *self)
{
  g_object_unref (self->sink);
  g_clear_object (&self->next);
  g_clear_pointer (&self->syncer, tin_syncer_free);
  tin_index_keeper_free (self->keeper);
  tin_ring_unref (self->ring);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writer, writer_free)

static gboolean
refuse (Writer       *self,
        const GError *error)
{
  const char *path = tin_sink_get_path (self->sink);
  g_autofree char *reason = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    /* Translators: %s is the file of the recording. */
    reason = g_strdup_printf (_("The disk is full: “%s” cannot grow."), path);
  else
    /* Translators: the first %s is the file of the recording, the second the system's reason. */
    reason = g_strdup_printf (_("“%s” cannot be written: %s"), path, error->message);

  tin_ring_set_state (self->ring, TIN_CAPTURE_INTERRUPTED, reason);
  return FALSE;
}

/* The file is there; the recording may have been deleted meanwhile. */
static void
begin_segment (Writer *self)
{
  self->allocated = 0;
  if (!tin_ring_begin_segment (self->ring, self->sink))
    tin_sink_remove (self->sink, NULL);
}

static gboolean
open_sink (Writer *self)
{
  g_autoptr (GError) error = NULL;

  self->is_open = tin_sink_open (self->sink, &error);
  if (self->is_open)
    {
      begin_segment (self);
      return TRUE;
    }

  /* What may pass is waited for; what will not is final. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES))
    return refuse (self, error);

  self->hopeless = TRUE;
  tin_ring_set_state (self->ring, TIN_CAPTURE_MEMORY_ONLY, error->message);
  return FALSE;
}

/* Cuts off what is no whole block, and what was reserved. */
static gboolean
cut_tail (Writer *self)
{
  g_autoptr (GError) error = NULL;
  guint64 size = tin_ring_get_file_size (self->ring);

  self->torn = !tin_sink_truncate (self->sink, size, &error);
  if (self->torn)
    return refuse (self, error);
  self->allocated = size;
  return TRUE;
}

/* A full disk still takes what fits; so a refusal is no failure yet. */
static void
allocate (Writer *self,
          gsize   size)
{
  g_autoptr (GError) error = NULL;
  guint64 file_size = tin_ring_get_file_size (self->ring);
  guint64 ahead = MAX (size, TIN_WRITER_ALLOCATION);

  if (!self->can_allocate || file_size + size <= self->allocated)
    return;

  if (tin_sink_allocate (self->sink, file_size, ahead, &error))
    self->allocated = file_size + ahead;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    self->can_allocate = FALSE;
}

/* Appends all vectors from @written on, however many calls it takes. A write of several MiB has the system take
 * memory for the file in pieces as large, which no cache has seen: measured to take four times as long as the same in
 * pieces of half a MiB. What begins in the file where a page does is copied fastest. */
static gboolean
write_vectors (Writer              *self,
               const TinRingBatch  *batch,
               gsize               *written,
               GError             **error)
{
  guint64 file_size = tin_ring_get_file_size (self->ring);

  while (*written < batch->size)
    {
      gsize size = TIN_WRITER_PIECE_SIZE - (file_size + *written) % TIN_WRITER_PIECE_SIZE;
      struct iovec vectors[TIN_RING_BATCH_VECTORS];
      int n_vectors = tin_ring_batch_cut (batch, *written, size, vectors);
      gssize n = tin_sink_write (self->sink, vectors, n_vectors, error);

      if (n == 0)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, g_strerror (ENOSPC));
      if (n <= 0)
        return FALSE;
      *written += n;
    }
  return TRUE;
}

static gboolean
write_batch (Writer             *self,
             const TinRingBatch *batch)
{
  g_autoptr (GError) error = NULL;
  gsize written = 0;
  gsize whole;

  allocate (self, batch->size);
  if (write_vectors (self, batch, &written, &error))
    {
      tin_ring_settle (self->ring, batch, written);
      tin_index_keeper_update (self->keeper);
      if (self->sync_at == 0)
        self->sync_at = g_get_monotonic_time () + TIN_WRITER_SYNC_TIME;
      return TRUE;
    }

  whole = tin_ring_batch_count_whole (batch, written);
  tin_ring_settle (self->ring, batch, whole);
  self->torn = TRUE;
  cut_tail (self);
  return refuse (self, error);
}

static void
begin_sync (Writer *self)
{
  if (self->sync_at != 0)
    tin_syncer_sync (self->syncer, self->sink);
  self->sync_at = 0;
}

/* Has it done if it is time; %FALSE when the disk refused the last. Then it is waited for, until it succeeds. */
static gboolean
sync_if_due (Writer *self)
{
  g_autoptr (GError) error = tin_syncer_take_error (self->syncer);

  if (error != NULL || (self->sync_failed && !tin_syncer_retry (self->syncer, &error)))
    {
      self->sync_failed = TRUE;
      return refuse (self, error);
    }
  self->sync_failed = FALSE;
  if (self->sync_at != 0 && g_get_monotonic_time () >= self->sync_at)
    begin_sync (self);
  return TRUE;
}

/* In the syncer's thread. */
static void
wake_cb (gpointer user_data)
{
  tin_ring_wake (user_data);
}

/* Removes the oldest files until @size bytes more fit. */
static void
keep_limit (Writer  *self,
            guint64  size)
{
  const guint64 left = self->session_limit - MIN (size, self->session_limit);

  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TinSink) sink = tin_ring_drop_segment (self->ring, left);

      if (sink == NULL)
        return;
      if (!tin_sink_remove (sink, &error))
        g_message ("%s could not be removed: %s", tin_sink_get_path (sink), error->message);
    }
}

/* Opens a file under a name that no file has. Returns: %FALSE with @error; then a call again tries the next name if
 * this one is taken, else the same. */
static gboolean
open_next (Writer  *self,
           GError **error)
{
  if (self->next == NULL)
    self->next = tin_sink_next (self->sink, self->n_segments + 1);
  if (tin_sink_open (self->next, error))
    return TRUE;

  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      self->n_segments++;
      g_clear_object (&self->next);
    }
  return FALSE;
}

/* Goes on in another file when this one is full. When there cannot be one yet, this one may become twice
 * as large. */
static gboolean
begin_segment_if_due (Writer *self)
{
  g_autoptr (GError) error = NULL;

  if (!tin_ring_needs_segment (self->ring, self->segment_size))
    return TRUE;
  if (!cut_tail (self))
    return FALSE;
  if (!open_next (self, &error))
    return tin_ring_get_file_size (self->ring) < 2 * self->segment_size || refuse (self, error);

  begin_sync (self);
  g_object_unref (self->sink);
  self->sink = g_steal_pointer (&self->next);
  self->n_segments++;
  begin_segment (self);
  keep_limit (self, self->segment_size);
  return TRUE;
}

static gsize
get_room_in_segment (Writer *self)
{
  guint64 size = tin_ring_get_file_size (self->ring);

  return size < self->segment_size ? MIN (self->segment_size - size, G_MAXSIZE) : 1;
}

/* Saves all that there is; FALSE when the disk refuses. */
static gboolean
save (Writer *self)
{
  TinRingBatch batch;

  if (!self->is_open && !open_sink (self))
    return FALSE;
  if (self->torn && !cut_tail (self))
    return FALSE;

  while (begin_segment_if_due (self))
    {
      if (!tin_ring_collect (self->ring, get_room_in_segment (self), &batch))
        return sync_if_due (self);
      keep_limit (self, batch.size);
      if (!write_batch (self, &batch) || !sync_if_due (self))
        return FALSE;
    }
  return FALSE;
}

static TinRingAsked
wait_for_work (Writer *self)
{
  gint64 now = g_get_monotonic_time ();
  TinRingAsked asked;

  if (self->refused)
    return tin_ring_wait (self->ring, G_MAXSIZE, now + TIN_WRITER_RETRY_TIME);

  asked = tin_ring_wait (self->ring, 1, self->sync_at);
  now = g_get_monotonic_time ();
  if (asked != TIN_RING_ASKED_NOTHING || (self->sync_at != 0 && now >= self->sync_at))
    return asked;
  return tin_ring_wait (self->ring, TIN_WRITER_COALESCE_SIZE, now + TIN_WRITER_COALESCE_TIME);
}

/* Whoever opens the file sees that it is whole. A disk that does not take this lost nothing else. */
static void
write_end (Writer *self)
{
  guint64 n_records = tin_ring_get_published (self->ring);
  TinIndexEntry entry = { 0 };
  guint8 block[TIN_PCAPNG_END_SIZE];
  struct iovec vector = { block, sizeof block };

  if (n_records > 0)
    tin_ring_peek (self->ring, n_records - 1, &entry);
  tin_pcapng_write_end (block, entry.time_us * 1000);
  if (tin_sink_write (self->sink, &vector, 1, NULL) != sizeof block)
    {
      self->torn = TRUE;
      return;
    }
  if (self->sync_at == 0)
    self->sync_at = g_get_monotonic_time ();
  tin_index_keeper_end (self->keeper);
}

static void
close_sink (Writer *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->is_open)
    return;

  if (self->torn || self->allocated > tin_ring_get_file_size (self->ring))
    cut_tail (self);
  if (!self->refused && !self->torn && tin_ring_get_file_size (self->ring) > 0)
    write_end (self);
  if (self->torn)
    cut_tail (self);
  tin_syncer_wait (self->syncer);
  error = tin_syncer_take_error (self->syncer);
  if (error != NULL || (self->sync_failed && !tin_syncer_retry (self->syncer, &error))
      || (self->sync_at != 0 && !tin_sink_sync (self->sink, &error)))
    g_message ("%s may not be on the disk: %s", tin_sink_get_path (self->sink), error->message);
}

/* Nobody is left who could be told but the system's log. */
static void
tell_what_is_lost (Writer *self)
{
  guint64 n_records = tin_ring_get_published (self->ring) - tin_ring_get_saved (self->ring);

  if (self->refused && !self->hopeless && n_records > 0)
    g_message ("%" G_GUINT64_FORMAT " records could not be saved in %s", n_records,
               tin_sink_get_path (self->sink));
}

static gpointer
run (gpointer data)
{
  g_autoptr (Writer) self = data;
  TinRingAsked asked = TIN_RING_ASKED_NOTHING;

  for (;;)
    {
      gboolean saved = save (self);

      if (saved && self->refused)
        tin_ring_set_state (self->ring, TIN_CAPTURE_SAVING, NULL);
      self->refused = !saved;
      if (self->hopeless || (asked & TIN_RING_ASKED_STOP))
        break;
      asked = wait_for_work (self);
    }

  tell_what_is_lost (self);
  close_sink (self);
  tin_ring_finish (self->ring);
  return NULL;
}

/**
 * tin_writer_start:
 * @ring: what to save
 * @sink: where; not open yet, and from now on the writer's alone but for reading
 * @limits: when to begin another file, and when to remove the oldest
 * @error: of %G_THREAD_ERROR
 *
 * Starts a thread that opens @sink at once and ends after tin_ring_stop(), or
 * when the file cannot be made. It leaves @sink open for readers.
 *
 * Returns: (transfer full) (nullable): the thread, or %NULL when there are too many
 */
GThread *
tin_writer_start (TinRing                 *ring,
                  TinSink                 *sink,
                  const TinCaptureLimits  *limits,
                  GError                 **error)
{
  g_autoptr (Writer) self = g_new0 (Writer, 1);
  GThread *thread;

  tin_size_limit_make_error ();
  self->ring = tin_ring_ref (ring);
  self->sink = g_object_ref (sink);
  self->syncer = tin_syncer_new (wake_cb, ring);
  self->keeper = tin_index_keeper_new (ring);
  self->can_allocate = TRUE;
  self->n_segments = 1;
  self->session_limit = limits->session_limit;
  self->segment_size = CLAMP (limits->segment_size, limits->session_limit / TIN_CAPTURE_MAX_SEGMENTS,
                              limits->session_limit / TIN_CAPTURE_MIN_SEGMENTS);

  thread = g_thread_try_new ("tin-writer", run, self, error);
  if (thread != NULL)
    g_steal_pointer (&self);
  return thread;
}
