/* tin-sidecar.c: the index of a recording as a file beside it, so that it opens without being read.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It is a copy of what the recording says, made when that was read or ended, and believed only while it fits
 * it: by size, by the first and the last bytes, and by a sum over itself. If it does not, or is not
 * there, the recording is read, and another is made. It is used in a folder alone that nobody
 * else may enter: elsewhere somebody could hide records by it.
 *
 * After the head come frames of records, each field as its difference from the record before,
 * in seven bits a byte: some seven bytes a record.
 */

#include "capture/tin-sidecar.h"

#include "capture/tin-segment-name.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC          "TinIdx01"
#define HEAD_SIZE      48           /* bytes: see fill_head() */
#define FRAME_RECORDS  8192
#define MAX_RECORD     (1 + 4 * 10) /* bytes */
#define FRAME_HEAD     8            /* bytes: number of records, size of what follows */
#define MAX_FRAME      (FRAME_RECORDS * MAX_RECORD)
#define SAMPLE_SIZE    4096         /* bytes at each end of the recording */
#define HASH_START     G_GUINT64_CONSTANT (0xcbf29ce484222325)

struct _TinSidecarWriter
{
  char          *path;        /* (owned) */
  char          *temporary;   /* (owned) */
  int            fd;
  gboolean       has_failed;
  TinIndexEntry  last;
  guint8        *frame;       /* (owned) */
  gsize          frame_size;  /* bytes */
  guint          n_in_frame;
  guint64        n_records;
  guint64        sum;
};

static void
put64 (guint8  *at,
       guint64  value)
{
  value = GUINT64_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

static guint64
get64 (const guint8 *at)
{
  guint64 value;

  memcpy (&value, at, sizeof value);
  return GUINT64_FROM_LE (value);
}

static guint32
get32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

/* Against accidents, not against somebody: who could write the file could write this. */
static guint64
hash (guint64       sum,
      const guint8 *data,
      gsize         size)
{
  for (; size >= 8; data += 8, size -= 8)
    sum = ((sum ^ get64 (data)) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) ^ (sum >> 29);
  for (; size > 0; data++, size--)
    sum = (sum ^ *data) * G_GUINT64_CONSTANT (0x100000001b3);
  return sum;
}

/* Of both ends of the recording. */
static gboolean
hash_recording (TinSink *source,
                guint64  size,
                guint64 *sum)
{
  guint8 sample[SAMPLE_SIZE];
  gssize n = tin_sink_read (source, sample, MIN (size, sizeof sample), 0, NULL);

  if (n < 0)
    return FALSE;
  *sum = hash (HASH_START, sample, n);
  n = tin_sink_read (source, sample, MIN (size, sizeof sample), size - MIN (size, sizeof sample), NULL);
  if (n < 0)
    return FALSE;
  *sum = hash (*sum, sample, n);
  return TRUE;
}

static void
fill_head (guint8  *head,
           guint64  size,
           guint64  recording_sum,
           guint64  n_records,
           guint64  sum)
{
  memcpy (head, MAGIC, 8);
  put64 (head + 8, size);
  put64 (head + 16, recording_sum);
  put64 (head + 24, n_records);
  put64 (head + 32, sum);
  put64 (head + 40, hash (HASH_START, head, 40));
}

static guint8 *
put_number (guint8  *at,
            guint64  value)
{
  for (; value >= 0x80; value >>= 7)
    *at++ = value | 0x80;
  *at++ = value;
  return at;
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

/* Small numbers of either sign are small. */
static guint64
fold (gint64 value)
{
  return (guint64) value << 1 ^ (guint64) (value >> 63);
}

static gint64
unfold (guint64 value)
{
  return (gint64) (value >> 1) ^ -(gint64) (value & 1);
}

static gboolean
write_all (int           fd,
           const guint8 *data,
           gsize         size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      size -= n;
    }
  return TRUE;
}

static void
end_frame (TinSidecarWriter *self)
{
  guint32 counts[2] = { GUINT32_TO_LE (self->n_in_frame), GUINT32_TO_LE ((guint32) self->frame_size) };

  if (self->n_in_frame == 0 || self->has_failed)
    return;

  memcpy (self->frame, counts, sizeof counts);
  self->sum = hash (self->sum, self->frame, FRAME_HEAD + self->frame_size);
  self->has_failed = !write_all (self->fd, self->frame, FRAME_HEAD + self->frame_size);
  self->n_in_frame = 0;
  self->frame_size = 0;
}

/**
 * tin_sidecar_writer_new:
 * @path: of the recording
 *
 * Begins an index under another name; it is there once it is whole. That it cannot be written is no
 * failure of anything.
 *
 * Returns: (transfer full) (nullable): a writer, or %NULL where none may be
 */
TinSidecarWriter *
tin_sidecar_writer_new (const char *path)
{
  g_autoptr (TinSidecarWriter) self = g_new0 (TinSidecarWriter, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  guint8 head[HEAD_SIZE] = { 0 };
  struct stat status;

  self->fd = -1;
  if (g_stat (folder, &status) != 0 || status.st_uid != geteuid () || (status.st_mode & 0077) != 0)
    return NULL;

  self->path = g_strconcat (path, TIN_SEGMENT_NAME_INDEX, NULL);
  self->temporary = g_strconcat (self->path, ".part", NULL);
  self->sum = HASH_START;
  self->frame = g_malloc (FRAME_HEAD + MAX_FRAME);
  g_unlink (self->temporary);
  self->fd = open (self->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (self->fd < 0 || !write_all (self->fd, head, sizeof head))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * tin_sidecar_writer_add:
 * @self: a writer
 * @entry: of the next record, with its offset in the file
 */
void
tin_sidecar_writer_add (TinSidecarWriter    *self,
                        const TinIndexEntry *entry)
{
  guint8 *start = self->frame + FRAME_HEAD + self->frame_size;
  guint8 *at = start;

  *at++ = entry->event | entry->direction << 4 | entry->by << 6;
  at = put_number (at, entry->offset - self->last.offset);
  at = put_number (at, fold (entry->time_us - self->last.time_us));
  at = put_number (at, fold ((gint64) entry->connection - self->last.connection));
  at = put_number (at, entry->size);
  self->frame_size += at - start;
  self->last = *entry;
  self->n_records++;
  if (++self->n_in_frame == FRAME_RECORDS)
    end_frame (self);
}

/**
 * tin_sidecar_writer_finish:
 * @self: a writer that was given all records
 * @source: the recording, open
 * @size: of the recording, bytes
 *
 * Returns: whether the index is there now
 */
gboolean
tin_sidecar_writer_finish (TinSidecarWriter *self,
                           TinSink          *source,
                           guint64           size)
{
  guint8 head[HEAD_SIZE];
  guint64 recording_sum;

  end_frame (self);
  if (self->has_failed || !hash_recording (source, size, &recording_sum))
    return FALSE;

  fill_head (head, size, recording_sum, self->n_records, self->sum);
  return pwrite (self->fd, head, sizeof head, 0) == sizeof head && g_rename (self->temporary, self->path) == 0;
}

/**
 * tin_sidecar_writer_free:
 * @self: (transfer full): a writer
 *
 * What was not finished is removed.
 */
void
tin_sidecar_writer_free (TinSidecarWriter *self)
{
  if (self->fd >= 0)
    {
      g_unlink (self->temporary);
      close (self->fd);
    }
  g_free (self->path);
  g_free (self->temporary);
  g_free (self->frame);
  g_free (self);
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
      TinIndexEntry *entry = &entries[i];
      guint64 offset, time, connection, bytes;
      guint8 kind;

      if (at == NULL || at >= end)
        return FALSE;
      kind = *at++;
      at = get_number (at, end, &offset);
      at = get_number (at, end, &time);
      at = get_number (at, end, &connection);
      at = get_number (at, end, &bytes);

      *entry = *last;
      entry->offset += offset;
      entry->time_us += unfold (time);
      entry->connection = (guint32) (entry->connection + unfold (connection));
      entry->size = (guint32) bytes;
      entry->event = kind & 0xf;
      entry->direction = kind >> 4 & 3;
      entry->by = kind >> 6;
      if (at == NULL || entry->event >= TIN_N_EVENTS || entry->direction > TIN_DIRECTION_OUT || entry->offset >= limit)
        return FALSE;
      *last = *entry;
    }
  return at == end;
}

/* Goes through all frames of an open file; @func is NULL to look only at their sum. */
static gboolean
read_frames (int             fd,
             guint64         limit,
             guint64        *sum,
             TinSidecarFunc  func,
             gpointer        user_data)
{
  g_autofree guint8 *frame = g_malloc (FRAME_HEAD + MAX_FRAME);
  g_autofree TinIndexEntry *entries = g_new (TinIndexEntry, FRAME_RECORDS);
  TinIndexEntry last = { 0 };
  guint64 offset = HEAD_SIZE;

  for (;;)
    {
      gssize there = pread (fd, frame, FRAME_HEAD + MAX_FRAME, offset);
      guint32 n, size;

      if (there == 0)
        return TRUE;
      if (there < FRAME_HEAD)
        return FALSE;
      n = get32 (frame);
      size = get32 (frame + 4);
      if (n > FRAME_RECORDS || size > MAX_FRAME || (gsize) there < FRAME_HEAD + (gsize) size)
        return FALSE;

      if (func == NULL)
        *sum = hash (*sum, frame, FRAME_HEAD + size);
      else if (!read_frame (frame + FRAME_HEAD, size, n, limit, &last, entries) || !func (entries, n, user_data))
        return FALSE;
      offset += FRAME_HEAD + size;
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

/* Whether it is whole, and of this recording as it is now. */
static gboolean
fits (int      fd,
      TinSink *source,
      guint64  size)
{
  guint8 head[HEAD_SIZE];
  guint8 expected[HEAD_SIZE];
  guint64 sum = HASH_START;
  guint64 recording_sum;

  if (pread (fd, head, sizeof head, 0) != sizeof head || !hash_recording (source, size, &recording_sum) ||
      !read_frames (fd, size, &sum, NULL, NULL))
    return FALSE;
  fill_head (expected, size, recording_sum, get64 (head + 24), sum);
  return memcmp (head, expected, sizeof head) == 0;
}

/**
 * tin_sidecar_read:
 * @path: of the recording
 * @source: the recording, open
 * @size: of the recording, bytes
 * @func: given all records in their order, some thousands at a time
 * @user_data: for @func
 *
 * Nothing is given before the whole index was found to fit.
 *
 * Returns: %FALSE when there is none that fits, or @func gave up
 */
gboolean
tin_sidecar_read (const char     *path,
                  TinSink        *source,
                  guint64         size,
                  TinSidecarFunc  func,
                  gpointer        user_data)
{
  int fd = open_index (path);
  gboolean good;

  if (fd < 0)
    return FALSE;
  good = fits (fd, source, size) && read_frames (fd, size, NULL, func, user_data);
  close (fd);
  return good;
}
