/* tin-sidecar-writer.c: writes the index of a recording into a file beside it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-sidecar.h"

#include "capture/tin-index-kind.h"
#include "capture/tin-little-endian.h"
#include "capture/tin-segment-name.h"
#include "capture/tin-sidecar-private.h"
#include "capture/tin-size-limit.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct _TinSidecarWriter
{
  char          *recording;   /* (owned): path */
  char          *path;        /* (owned) */
  char          *temporary;   /* (owned) */
  guint64        set;
  int            fd;          /* -1 once it is closed */
  gboolean       has_failed;
  gboolean       is_whole;    /* but for its name */
  TinIndexEntry  last;
  guint8        *frame;       /* (owned) */
  gsize          frame_size;  /* bytes */
  guint64        size;        /* of what comes before that frame, bytes */
  guint          n_in_frame;
  guint64        n_records;
  guint64        sum;
};

static guint8 *
put_number (guint8  *at,
            guint64  value)
{
  for (; value >= 0x80; value >>= 7)
    *at++ = value | 0x80;
  *at++ = value;
  return at;
}

/* Small numbers of either sign are small. */
static guint64
fold (gint64 value)
{
  return (guint64) value << 1 ^ (guint64) (value >> 63);
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
  if (self->n_in_frame == 0 || self->has_failed)
    return;

  tin_put32_le (tin_put32_le (self->frame, self->n_in_frame), self->frame_size);
  self->sum = tin_sidecar_hash (self->sum, self->frame, TIN_SIDECAR_FRAME_HEAD + self->frame_size);
  self->has_failed = !write_all (self->fd, self->frame, TIN_SIDECAR_FRAME_HEAD + self->frame_size);
  self->size += TIN_SIDECAR_FRAME_HEAD + self->frame_size;
  self->n_in_frame = 0;
  self->frame_size = 0;
}

/**
 * tin_sidecar_writer_new:
 * @path: of a file of the recording
 * @set: the same for all files of a recording
 *
 * Begins an index under another name; it is there once it is whole. That it cannot be written is no
 * failure of anything.
 *
 * Returns: (transfer full) (nullable): a writer, or %NULL where none may be
 */
TinSidecarWriter *
tin_sidecar_writer_new (const char *path,
                        guint64     set)
{
  g_autoptr (TinSidecarWriter) self = g_new0 (TinSidecarWriter, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  guint8 head[TIN_SIDECAR_HEAD_SIZE] = { 0 };
  struct stat status;

  tin_size_limit_make_error ();
  self->fd = -1;
  if (g_stat (folder, &status) != 0 || status.st_uid != geteuid () || (status.st_mode & 0077) != 0 ||
      g_lstat (path, &status) != 0)
    return NULL;

  self->set = set;
  self->recording = g_strdup (path);
  self->path = g_strconcat (path, TIN_SEGMENT_NAME_INDEX, NULL);
  self->temporary = g_strconcat (self->path, TIN_SEGMENT_NAME_PART, NULL);
  self->sum = TIN_SIDECAR_HASH_START;
  self->size = sizeof head;
  self->frame = g_malloc (TIN_SIDECAR_FRAME_HEAD + TIN_SIDECAR_MAX_FRAME);
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
 *
 * Does nothing once the disk has refused a part.
 */
void
tin_sidecar_writer_add (TinSidecarWriter    *self,
                        const TinIndexEntry *entry)
{
  guint8 *start = self->frame + TIN_SIDECAR_FRAME_HEAD + self->frame_size;
  guint8 *at = start;

  if (self->has_failed)
    return;

  *at++ = tin_index_pack_kind (entry);
  at = put_number (at, entry->offset - self->last.offset);
  at = put_number (at, fold (entry->time_us - self->last.time_us));
  at = put_number (at, fold ((gint64) entry->connection - self->last.connection));
  at = put_number (at, entry->size);
  self->frame_size += at - start;
  self->last = *entry;
  self->n_records++;
  if (++self->n_in_frame == TIN_SIDECAR_FRAME_RECORDS)
    end_frame (self);
}

/**
 * tin_sidecar_writer_has_failed:
 * @self: a writer
 *
 * Returns: whether it will be no index, as the disk refused a part of it
 */
gboolean
tin_sidecar_writer_has_failed (TinSidecarWriter *self)
{
  return self->has_failed;
}

/**
 * tin_sidecar_writer_get_size:
 * @self: a writer
 *
 * Returns: bytes that the index takes with what it was given so far
 */
guint64
tin_sidecar_writer_get_size (TinSidecarWriter *self)
{
  return self->size + (self->n_in_frame > 0 ? TIN_SIDECAR_FRAME_HEAD + self->frame_size : 0);
}

/**
 * tin_sidecar_writer_finish:
 * @self: a writer that was given all records of the file
 * @source: the file, open
 * @size: of the file, bytes
 *
 * Makes it whole, under its other name. Nothing can be added any more, and it takes next to no memory from now on.
 */
void
tin_sidecar_writer_finish (TinSidecarWriter *self,
                           TinSink          *source,
                           guint64           size)
{
  TinSidecarHead head = { .size = size, .set = self->set };
  guint8 bytes[TIN_SIDECAR_HEAD_SIZE];

  end_frame (self);
  head.n_records = self->n_records;
  head.sum = self->sum;
  if (!self->has_failed && tin_sidecar_get_change_time (self->recording, &head.time_ns) &&
      tin_sidecar_hash_recording (source, size, &head.recording_sum))
    {
      tin_sidecar_fill_head (bytes, &head);
      self->is_whole = pwrite (self->fd, bytes, sizeof bytes, 0) == sizeof bytes;
    }
  close (self->fd);
  self->fd = -1;
  g_clear_pointer (&self->frame, g_free);
}

/**
 * tin_sidecar_writer_keep:
 * @self: a writer that is finished
 *
 * Who removes a recording meanwhile removes it before its index: then one of both removes this.
 *
 * Returns: whether the index is there now
 */
gboolean
tin_sidecar_writer_keep (TinSidecarWriter *self)
{
  struct stat status;

  if (!self->is_whole || g_rename (self->temporary, self->path) != 0)
    return FALSE;
  if (g_lstat (self->recording, &status) == 0)
    return TRUE;
  g_unlink (self->path);
  return FALSE;
}

/**
 * tin_sidecar_remove:
 * @path: of a file of a recording that is gone
 *
 * Removes its index as well, and what was to become one.
 */
void
tin_sidecar_remove (const char *path)
{
  g_autofree char *index = g_strconcat (path, TIN_SEGMENT_NAME_INDEX, NULL);
  g_autofree char *part = g_strconcat (index, TIN_SEGMENT_NAME_PART, NULL);

  g_unlink (part);
  g_unlink (index);
}

/**
 * tin_sidecar_writer_free:
 * @self: (transfer full): a writer
 *
 * What was not kept is removed.
 */
void
tin_sidecar_writer_free (TinSidecarWriter *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_free (self->recording);
  g_free (self->path);
  g_free (self->temporary);
  g_free (self->frame);
  g_free (self);
}
