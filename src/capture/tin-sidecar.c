/* tin-sidecar.c: the index of a recording as a file beside it, so that it opens without being read.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It is a copy of what one file of the recording says, made when that was recorded or read, and believed only while it fits
 * the file: by size, by the time of its last change, by the first and the last bytes, and by a sum over itself.
 * Indexes of several files belong together when they were made at once, which a number says that is drawn by lot:
 * who is which connection is known from the files before. If one does not fit, or is not there, all of the recording is
 * read, and others are made. They are used in a folder alone that nobody else may enter: elsewhere
 * somebody could hide records by them.
 *
 * After the head come frames of records, each field as its difference from the record before,
 * in seven bits a byte: some seven bytes a record.
 */

#include "capture/tin-sidecar.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-index-kind.h"
#include "capture/tin-little-endian.h"
#include "capture/tin-segment-name.h"
#include "capture/tin-sidecar-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC       "TinIdx03" /* another whenever the same bytes mean something else */
#define SAMPLE_SIZE 4096       /* bytes at each end of the recording */
#define MAX_PAYLOAD G_MAXUINT16 /* bytes: what no record that we write goes past */

struct _TinSidecar
{
  int            fd;
  TinSidecarHead head;
};

/* Against accidents, not against somebody: who could write the file could write this. */
guint64
tin_sidecar_hash (guint64       sum,
                  const guint8 *data,
                  gsize         size)
{
  for (; size >= 8; data += 8, size -= 8)
    sum = ((sum ^ tin_get64_le (data)) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) ^ (sum >> 29);
  for (; size > 0; data++, size--)
    sum = (sum ^ *data) * G_GUINT64_CONSTANT (0x100000001b3);
  return sum;
}

/* Of both ends of the recording. */
gboolean
tin_sidecar_hash_recording (TinSink *source,
                            guint64  size,
                            guint64 *sum)
{
  guint8 sample[SAMPLE_SIZE];
  gssize n = tin_sink_read (source, sample, MIN (size, sizeof sample), 0, NULL);

  if (n < 0)
    return FALSE;
  *sum = tin_sidecar_hash (TIN_SIDECAR_HASH_START, sample, n);
  n = tin_sink_read (source, sample, MIN (size, sizeof sample), size - MIN (size, sizeof sample), NULL);
  if (n < 0)
    return FALSE;
  *sum = tin_sidecar_hash (*sum, sample, n);
  return TRUE;
}

/* When the file was changed last, nanoseconds since 1970; FALSE when it is not there. */
gboolean
tin_sidecar_get_change_time (const char *path,
                             guint64    *time_ns)
{
  struct stat status;

  if (stat (path, &status) != 0)
    return FALSE;
  *time_ns = (guint64) status.st_mtim.tv_sec * G_GUINT64_CONSTANT (1000000000) + status.st_mtim.tv_nsec;
  return TRUE;
}

/* The first bytes of an index, with a sum over themselves. */
void
tin_sidecar_fill_head (guint8               *bytes,
                       const TinSidecarHead *head)
{
  memcpy (bytes, MAGIC, 8);
  tin_put64_le (bytes + 8, head->size);
  tin_put64_le (bytes + 16, head->time_ns);
  tin_put64_le (bytes + 24, head->recording_sum);
  tin_put64_le (bytes + 32, head->set);
  tin_put64_le (bytes + 40, head->n_records);
  tin_put64_le (bytes + 48, head->sum);
  tin_put64_le (bytes + 56, tin_sidecar_hash (TIN_SIDECAR_HASH_START, bytes, 56));
}

static const guint8 *
get_number (const guint8 *at,
            const guint8 *end,
            guint64      *value)
{
  *value = 0;
  for (guint shift = 0; at != NULL && at < end && shift < 64; shift += 7)
    {
      guint8 byte = *at++;

      *value |= (guint64) (byte & 0x7f) << shift;
      if (!(byte & 0x80))
        return at;
    }
  return NULL;
}

static gint64
unfold (guint64 value)
{
  return (gint64) (value >> 1) ^ -(gint64) (value & 1);
}

/* A number that is @last and the folded difference; FALSE when it is none from 0 up to @limit. */
static gboolean
add_folded (guint64  last,
            guint64  folded,
            guint64  limit,
            guint64 *value)
{
  *value = last + (guint64) unfold (folded);
  return *value <= limit;
}

/* One record; NULL when it cannot be the next: a block takes some bytes, is in the file, and no older than the last. */
static const guint8 *
read_record (const guint8        *at,
             const guint8        *end,
             guint64              limit,
             const TinIndexEntry *last,
             TinIndexEntry       *entry)
{
  guint64 step, time, connection, size;
  guint8 kind = *at++;

  at = get_number (at, end, &step);
  at = get_number (at, end, &time);
  at = get_number (at, end, &connection);
  at = get_number (at, end, &size);
  if (at == NULL || step < TIN_BLOCK_MIN_SIZE || step >= limit - last->offset || size > G_MAXUINT32 ||
      !add_folded (last->time_us, time, G_MAXINT64, &time) || time < (guint64) last->time_us ||
      !add_folded (last->connection, connection, G_MAXUINT32, &connection))
    return NULL;

  entry->offset = last->offset + step;
  entry->time_us = (gint64) time;
  entry->connection = (guint32) connection;
  entry->size = (guint32) size;
  tin_index_unpack_kind (kind, entry);
  if ((entry->event == TIN_EVENT_DROPPED && tin_index_pack_kind (entry) != kind) ||
      entry->direction > TIN_DIRECTION_OUT ||
      (entry->event == TIN_EVENT_DATA && entry->size > MAX_PAYLOAD))
    return NULL;
  return at;
}

/* Records of one frame; FALSE when it contradicts itself. */
static gboolean
read_frame (const guint8  *at,
            gsize          size,
            guint          n,
            guint64        limit,
            TinIndexEntry *last,
            TinIndexEntry *entries)
{
  const guint8 *end = at + size;

  for (guint i = 0; i < n; i++)
    {
      if (at >= end)
        return FALSE;
      at = read_record (at, end, limit, last, &entries[i]);
      if (at == NULL)
        return FALSE;
      *last = entries[i];
    }
  return at == end;
}

/* Goes through all frames of an open file; FALSE when one contradicts itself, or @func gives up. */
static gboolean
read_frames (int             fd,
             guint64         limit,
             TinSidecarHead *found,
             TinSidecarFunc  func,
             gpointer        user_data)
{
  g_autofree guint8 *frame = g_malloc (TIN_SIDECAR_FRAME_HEAD + TIN_SIDECAR_MAX_FRAME);
  g_autofree TinIndexEntry *entries = g_new (TinIndexEntry, TIN_SIDECAR_FRAME_RECORDS);
  TinIndexEntry last = { 0 };
  guint64 offset = TIN_SIDECAR_HEAD_SIZE;

  for (;;)
    {
      gssize there = pread (fd, frame, TIN_SIDECAR_FRAME_HEAD + TIN_SIDECAR_MAX_FRAME, offset);
      guint32 n, size;

      if (there == 0)
        return TRUE;
      if (there < TIN_SIDECAR_FRAME_HEAD)
        return FALSE;
      n = tin_get32_le (frame);
      size = tin_get32_le (frame + 4);
      if (n > TIN_SIDECAR_FRAME_RECORDS || size > TIN_SIDECAR_MAX_FRAME || (gsize) there < TIN_SIDECAR_FRAME_HEAD + (gsize) size ||
          !read_frame (frame + TIN_SIDECAR_FRAME_HEAD, size, n, limit, &last, entries))
        return FALSE;

      found->sum = tin_sidecar_hash (found->sum, frame, TIN_SIDECAR_FRAME_HEAD + size);
      found->n_records += n;
      if (func != NULL && !func (entries, n, user_data))
        return FALSE;
      offset += TIN_SIDECAR_FRAME_HEAD + size;
    }
}

static int
open_index (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_strconcat (path, TIN_SEGMENT_NAME_INDEX, NULL);
  struct stat status;

  if (g_stat (folder, &status) != 0 || status.st_uid != geteuid () || (status.st_mode & 0077) != 0)
    return -1;
  return open (name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

/* Whether it is whole, and of this file as it is now. */
static gboolean
fits (int                   fd,
      const char           *path,
      TinSink              *source,
      guint64               size,
      TinSidecarHead       *head)
{
  guint8 bytes[TIN_SIDECAR_HEAD_SIZE];
  guint8 expected[TIN_SIDECAR_HEAD_SIZE];
  struct stat status;

  *head = (TinSidecarHead) { .size = size, .sum = TIN_SIDECAR_HASH_START };
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode) || status.st_uid != geteuid () ||
      (guint64) status.st_size > size)
    return FALSE;
  if (pread (fd, bytes, sizeof bytes, 0) != sizeof bytes || !tin_sidecar_get_change_time (path, &head->time_ns) ||
      !tin_sidecar_hash_recording (source, size, &head->recording_sum))
    return FALSE;
  head->set = tin_get64_le (bytes + 32);
  if (tin_get64_le (bytes + 8) != size || tin_get64_le (bytes + 16) != head->time_ns ||
      tin_get64_le (bytes + 24) != head->recording_sum || !read_frames (fd, size, head, NULL, NULL))
    return FALSE;
  tin_sidecar_fill_head (expected, head);
  return memcmp (bytes, expected, sizeof bytes) == 0;
}

/**
 * tin_sidecar_open:
 * @path: of a file of the recording
 * @source: the file, open
 * @size: of the file, bytes
 *
 * Looks at all of the index, so that afterwards it can be believed.
 *
 * Returns: (transfer full) (nullable): the index, or %NULL when there is none that fits
 */
TinSidecar *
tin_sidecar_open (const char *path,
                  TinSink    *source,
                  guint64     size)
{
  g_autoptr (TinSidecar) self = g_new0 (TinSidecar, 1);

  self->fd = open_index (path);
  if (self->fd < 0 || !fits (self->fd, path, source, size, &self->head))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * tin_sidecar_free:
 * @self: (transfer full): an index
 */
void
tin_sidecar_free (TinSidecar *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

/**
 * tin_sidecar_get_set:
 * @self: an index
 *
 * Returns: what it has in common with those that belong to it
 */
guint64
tin_sidecar_get_set (TinSidecar *self)
{
  return self->head.set;
}

/**
 * tin_sidecar_read:
 * @self: an index
 * @func: given all records in their order, some thousands at a time
 * @user_data: for @func
 *
 * Returns: %FALSE when @func gave up, or the index has changed since it was opened
 */
gboolean
tin_sidecar_read (TinSidecar     *self,
                  TinSidecarFunc  func,
                  gpointer        user_data)
{
  TinSidecarHead found = { .sum = TIN_SIDECAR_HASH_START };

  return read_frames (self->fd, self->head.size, &found, func, user_data) && found.sum == self->head.sum;
}
