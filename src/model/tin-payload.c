/* tin-payload.c: the bytes of one message, read part by part, searched and saved.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-payload.h"

#include "model/tin-output-file.h"

#include <glib/gi18n-lib.h>

#define SLAB_SIZE (4 * 1024 * 1024) /* bytes that are searched or saved at once */

/* What may stand across the border of two slabs. */
#define OVERLAP (64 * 1024) /* bytes */

#define LOOK_BACK  4096        /* bytes before a place that say whether something begins there */
#define MIN_WINDOW (16 * 1024) /* bytes that are searched at once behind a hit */

struct _TinPayload
{
  gatomicrefcount  ref_count;
  TinMessage      *message;   /* (owned) (nullable) */
  GBytes          *bytes;     /* (owned) (nullable) instead of a message */
};

/**
 * tin_payload_new:
 * @message: a message
 *
 * Returns: (transfer full): its payload; an event has none
 */
TinPayload *
tin_payload_new (TinMessage *message)
{
  TinPayload *self;

  g_return_val_if_fail (TIN_IS_MESSAGE (message), NULL);

  self = g_new0 (TinPayload, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->message = g_object_ref (message);

  return self;
}

/**
 * tin_payload_new_bytes:
 * @bytes: any bytes
 *
 * Returns: (transfer full): what is looked at like a payload and is none
 */
TinPayload *
tin_payload_new_bytes (GBytes *bytes)
{
  TinPayload *self;

  g_return_val_if_fail (bytes != NULL, NULL);

  self = g_new0 (TinPayload, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = g_bytes_ref (bytes);

  return self;
}

TinPayload *
tin_payload_ref (TinPayload *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tin_payload_unref (TinPayload *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_object (&self->message);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/**
 * tin_payload_get_size:
 *
 * Returns: bytes
 */
guint64
tin_payload_get_size (TinPayload *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->bytes != NULL)
    return g_bytes_get_size (self->bytes);

  return tin_message_get_event (self->message) == TIN_EVENT_DATA ? tin_message_get_size (self->message) : 0;
}

/**
 * tin_payload_read:
 * @self: a payload
 * @offset: where to begin, bytes
 * @size: how many bytes are wanted; fewer come at the end
 * @error: as tin_message_read() sets it
 *
 * May read from the disk. Any thread.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
tin_payload_read (TinPayload  *self,
                  guint64      offset,
                  gsize        size,
                  GError     **error)
{
  guint64 whole = tin_payload_get_size (self);

  g_return_val_if_fail (self != NULL, NULL);

  offset = MIN (offset, whole);
  size = (gsize) MIN (size, whole - offset);

  if (self->bytes != NULL)
    return g_bytes_new_from_bytes (self->bytes, offset, size);

  return tin_message_read (self->message, offset, size, error);
}

typedef struct
{
  TinPayload *payload;
  TinPattern *pattern;
  gboolean    complete;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  tin_payload_unref (search->payload);
  tin_pattern_unref (search->pattern);
  g_free (search);
}

/* Where to let the pattern begin, so that it can look back; not within a character, if that can be, of one to four
 * bytes. */
static gsize
begin_window (const guint8 *data,
              gsize         at)
{
  const gsize begin = (at - MIN (at, LOOK_BACK)) & ~(gsize) 3;

  for (gsize i = begin; i < at; i += 4)
    if ((data[i] & 0xC0) != 0x80)
      return i;

  return begin;
}

static gsize
end_window (const guint8 *data,
            gsize         size,
            gsize         own_end)
{
  gsize end = MIN (size, own_end + OVERLAP);

  for (guint i = 0; i < 3 && end < size && (data[end] & 0xC0) == 0x80; i++)
    end--;

  return end;
}

static gsize
get_own_start (GArray  *hits,
               guint64  first)
{
  const guint64 last_end = hits->len > 0 ? g_array_index (hits, TinSpan, hits->len - 1).end : 0;

  return last_end > first ? (gsize) (last_end - first) : 0;
}

/* Adds what begins in the first @own bytes of a slab; hits do not overlap. An expression looks at all that it is given
 * before each hit, so it is given little where there are many. */
static void
search_slab (Search       *search,
             GArray       *hits,
             guint64       first,
             GBytes       *slab,
             gsize         own,
             GCancellable *cancellable)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (slab, &size);
  gsize window = MIN_WINDOW;

  own = MIN (own, size);
  for (gsize at = get_own_start (hits, first); at < own && !g_cancellable_is_cancelled (cancellable);)
    {
      const gsize own_end = at + MIN (window, own - at);
      const gsize begin = begin_window (data, at);
      const gsize end = end_window (data, size, own_end);
      TinSpan hit;

      if (tin_pattern_find (search->pattern, data + begin, end - begin, at - begin, &hit) != TIN_MATCH_YES ||
          begin + hit.start >= own_end)
        {
          at = own_end;
          window = MIN (window * 4, SLAB_SIZE);
          continue;
        }

      if (hits->len >= TIN_PAYLOAD_MAX_HITS)
        {
          search->complete = FALSE;
          return;
        }

      at = begin + MAX (hit.end, hit.start + 1);
      hit.start += first + begin;
      hit.end += first + begin;
      g_array_append_val (hits, hit);
      window = MIN_WINDOW;
    }
}

static void
search_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Search *search = data;
  const guint64 size = tin_payload_get_size (search->payload);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (TinSpan));

  for (guint64 first = 0; first < size && search->complete; first += SLAB_SIZE)
    {
      g_autoptr (GBytes) slab = NULL;
      g_autoptr (GError) error = NULL;

      if (g_task_return_error_if_cancelled (task))
        return;

      slab = tin_payload_read (search->payload, first, SLAB_SIZE + OVERLAP, &error);

      if (slab == NULL)
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }

      search_slab (search, hits, first, slab, SLAB_SIZE, cancellable);
    }

  g_task_return_pointer (task, g_steal_pointer (&hits), (GDestroyNotify) g_array_unref);
}

/**
 * tin_payload_find_async:
 * @self: a payload
 * @pattern: text or bytes of at most 64 KiB; what is longer is not found across the
 *   borders of the parts that are read
 * @cancellable: (nullable): ends the search
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Looks for @pattern in all of the payload, in a thread of its own.
 */
void
tin_payload_find_async (TinPayload          *self,
                        TinPattern          *pattern,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new (Search, 1);

  g_return_if_fail (self != NULL);
  g_return_if_fail (pattern != NULL);

  search->payload = tin_payload_ref (self);
  search->pattern = tin_pattern_ref (pattern);
  search->complete = TRUE;

  g_task_set_source_tag (task, tin_payload_find_async);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, search_thread);
}

/**
 * tin_payload_find_finish:
 * @result: what the callback was given
 * @complete: (out) (optional): %FALSE if there are more than %TIN_PAYLOAD_MAX_HITS
 * @error: %G_IO_ERROR_CANCELLED, or as tin_payload_read() sets it
 *
 * Returns: (transfer full) (nullable) (element-type TinSpan): where it is, ascending
 */
GArray *
tin_payload_find_finish (GAsyncResult  *result,
                         gboolean      *complete,
                         GError       **error)
{
  Search *search;

  g_return_val_if_fail (g_async_result_is_tagged (result, tin_payload_find_async), NULL);

  search = g_task_get_task_data (G_TASK (result));

  if (complete != NULL)
    *complete = search->complete;

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  TinPayload *payload;
  char       *path;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  tin_payload_unref (saving->payload);
  g_free (saving->path);
  g_free (saving);
}

static gboolean
write_slab (Saving         *saving,
            TinOutputFile  *file,
            guint64         first,
            GError        **error)
{
  g_autoptr (GBytes) slab = tin_payload_read (saving->payload, first, SLAB_SIZE, error);

  return slab != NULL
         && tin_output_file_write (file, g_bytes_get_data (slab, NULL), g_bytes_get_size (slab), error);
}

static gboolean
save (TinJob    *job,
      gpointer   user_data,
      GError   **error)
{
  Saving *saving = user_data;
  const guint64 size = tin_payload_get_size (saving->payload);
  g_autoptr (TinOutputFile) file = tin_output_file_new (saving->path, error);
  g_autofree char *amount = g_format_size (size);
  g_autofree char *name = g_filename_display_basename (saving->path);

  if (file == NULL)
    return FALSE;

  for (guint64 first = 0; first < size; first += SLAB_SIZE)
    if (!tin_job_report (job, first, size, error) || !write_slab (saving, file, first, error))
      return FALSE;

  if (!tin_output_file_commit (file, error))
    return FALSE;

  /* Translators: what came of saving a message: a file's name, and how large it is, such as “3.2 MB” */
  tin_job_take_detail (job, g_strdup_printf (_("Saved “%1$s”, %2$s"), name, amount));

  return TRUE;
}

/**
 * tin_payload_save:
 * @self: a payload
 * @path: the file that will have its bytes and nothing else
 *
 * Writes all of the payload in a thread of its own. Until the end an old file of that
 * name is there as it was, and so if it fails or is cancelled.
 *
 * Returns: (transfer full): the job
 */
TinJob *
tin_payload_save (TinPayload *self,
                  const char *path)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  Saving *saving;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  saving = g_new (Saving, 1);
  saving->payload = tin_payload_ref (self);
  saving->path = g_strdup (path);

  name = g_filename_display_basename (path);
  /* Translators: a task in progress; %s is a file's name */
  title = g_strdup_printf (_("Saving “%s”"), name);

  return tin_job_start (title, save, saving, saving_free);
}
