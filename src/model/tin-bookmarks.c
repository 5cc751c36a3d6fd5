/* tin-bookmarks.c: messages that somebody wants to find again, with what was written on them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-bookmarks.h"

#include "codec/tin-display.h"

#include <string.h>

struct _TinBookmarks
{
  GObject       parent_instance;

  GArray       *bookmarks;   /* (owned) (element-type TinBookmark) ascending */
  GCancellable *loading;     /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TinBookmarks, tin_bookmarks, G_TYPE_OBJECT)

typedef enum
{
  SIGNAL_CHANGED,
} TinBookmarksSignal;

static guint signals[SIGNAL_CHANGED + 1];

static void
stop_loading (TinBookmarks *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
tin_bookmarks_finalize (GObject *object)
{
  TinBookmarks *self = TIN_BOOKMARKS (object);

  stop_loading (self);
  g_array_unref (self->bookmarks);

  G_OBJECT_CLASS (tin_bookmarks_parent_class)->finalize (object);
}

static void
tin_bookmarks_class_init (TinBookmarksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tin_bookmarks_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", TIN_TYPE_BOOKMARKS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
tin_bookmarks_init (TinBookmarks *self)
{
  self->bookmarks = tin_bookmark_array_new ();
}

/**
 * tin_bookmarks_new:
 *
 * Returns: (transfer full): no bookmarks
 */
TinBookmarks *
tin_bookmarks_new (void)
{
  return g_object_new (TIN_TYPE_BOOKMARKS, NULL);
}

/**
 * tin_bookmarks_is_loading:
 *
 * Returns: whether those of a file are not all known yet
 */
gboolean
tin_bookmarks_is_loading (TinBookmarks *self)
{
  g_return_val_if_fail (TIN_IS_BOOKMARKS (self), FALSE);

  return self->loading != NULL;
}

/**
 * tin_bookmarks_count:
 *
 * Returns: how many there are
 */
guint
tin_bookmarks_count (TinBookmarks *self)
{
  g_return_val_if_fail (TIN_IS_BOOKMARKS (self), 0);

  return self->bookmarks->len;
}

/**
 * tin_bookmarks_get:
 * @index: from 0 up
 *
 * Returns: (transfer none) (nullable): one of them, until the next change
 */
const TinBookmark *
tin_bookmarks_get (TinBookmarks *self,
                   guint         index)
{
  g_return_val_if_fail (TIN_IS_BOOKMARKS (self), NULL);

  return index < self->bookmarks->len ? &g_array_index (self->bookmarks, TinBookmark, index) : NULL;
}

/* Returns: the index of the first one that is not before that place */
static guint
find_index (TinBookmarks *self,
            guint64       position,
            guint64       offset)
{
  guint low = 0;
  guint high = self->bookmarks->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const TinBookmark *bookmark = tin_bookmarks_get (self, middle);

      if (bookmark->position < position || (bookmark->position == position && bookmark->offset < offset))
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* Returns: (nullable): the bookmark on just this place */
static const TinBookmark *
find_at (TinBookmarks *self,
         guint64       position,
         guint32       offset)
{
  const TinBookmark *bookmark = tin_bookmarks_get (self, find_index (self, position, offset));

  return bookmark != NULL && bookmark->position == position && bookmark->offset == offset ? bookmark : NULL;
}

/* From @index on, what is on the message; the length if nothing is. Between its bytes may be those of others. */
static guint
find_index_on (TinBookmarks *self,
               TinMessage   *message,
               guint         index)
{
  for (; index < self->bookmarks->len; index++)
    {
      const TinBookmark *bookmark = tin_bookmarks_get (self, index);

      if (bookmark->position > tin_message_get_last (message))
        break;
      if (tin_message_contains (message, bookmark->position, bookmark->offset))
        return index;
    }

  return self->bookmarks->len;
}

static guint
find_begin (TinBookmarks *self,
            TinMessage   *message)
{
  return find_index (self, tin_message_get_position (message), tin_message_get_offset (message));
}

/**
 * tin_bookmarks_find:
 * @message: of the capture that is marked
 *
 * Looks at all bytes of the message, in whatever reads they came.
 *
 * Returns: (transfer none) (nullable): the first bookmark on it, until the next change
 */
const TinBookmark *
tin_bookmarks_find (TinBookmarks *self,
                    TinMessage   *message)
{
  g_return_val_if_fail (TIN_IS_BOOKMARKS (self), NULL);
  g_return_val_if_fail (TIN_IS_MESSAGE (message), NULL);

  return tin_bookmarks_get (self, find_index_on (self, message, find_begin (self, message)));
}

/**
 * tin_bookmarks_find_next:
 * @position: of a record
 * @offset: in its payload, bytes
 *
 * Returns: (transfer none) (nullable): the first one behind that place, or the first of all
 */
const TinBookmark *
tin_bookmarks_find_next (TinBookmarks *self,
                         guint64       position,
                         guint32       offset)
{
  guint index;

  g_return_val_if_fail (TIN_IS_BOOKMARKS (self), NULL);

  index = find_index (self, position, (guint64) offset + 1);

  return tin_bookmarks_get (self, index < self->bookmarks->len ? index : 0);
}

/**
 * tin_bookmarks_find_previous:
 * @position: of a record
 * @offset: in its payload, bytes
 *
 * Returns: (transfer none) (nullable): the last one before that place, or the last of all
 */
const TinBookmark *
tin_bookmarks_find_previous (TinBookmarks *self,
                             guint64       position,
                             guint32       offset)
{
  guint index;

  g_return_val_if_fail (TIN_IS_BOOKMARKS (self), NULL);

  index = find_index (self, position, offset);

  return tin_bookmarks_get (self, (index > 0 ? index : self->bookmarks->len) - 1);
}

/* Whether a saved copy has room for another note on the same record. */
static gboolean
has_room (TinBookmarks *self,
          guint64       position,
          guint32       offset,
          const char   *note)
{
  gsize size = TIN_NOTES_OVERHEAD + strlen (note);

  for (guint i = find_index (self, position, 0); i < self->bookmarks->len; i++)
    {
      const TinBookmark *bookmark = tin_bookmarks_get (self, i);

      if (bookmark->position != position)
        break;
      if (bookmark->offset != offset)
        size += TIN_NOTES_OVERHEAD + strlen (bookmark->note);
    }

  return size <= TIN_NOTES_ROOM;
}

static gboolean
insert (TinBookmarks *self,
        guint64       position,
        guint32       offset,
        const char   *note)
{
  guint index = find_index (self, position, offset);
  TinBookmark bookmark = { position, offset, tin_display_dup_text (note, TIN_BOOKMARKS_MAX_NOTE) };
  gboolean is_there = find_at (self, position, offset) != NULL;

  if ((!is_there && self->bookmarks->len >= TIN_BOOKMARKS_MAX) || !has_room (self, position, offset, bookmark.note))
    {
      g_free (bookmark.note);
      return FALSE;
    }

  if (is_there)
    g_array_remove_index (self->bookmarks, index);
  g_array_insert_val (self->bookmarks, index, bookmark);

  return TRUE;
}

/**
 * tin_bookmarks_add:
 * @position: of the record that a message begins in
 * @offset: where in its payload, bytes
 * @note: what is written on it, which may be empty; of more than one line or
 *   %TIN_BOOKMARKS_MAX_NOTE bytes it becomes one that is safe to show
 *
 * Replaces the note of the one that is there already.
 *
 * Returns: %FALSE if there are %TIN_BOOKMARKS_MAX, or %TIN_NOTES_ROOM on one record
 */
gboolean
tin_bookmarks_add (TinBookmarks *self,
                   guint64       position,
                   guint32       offset,
                   const char   *note)
{
  g_return_val_if_fail (TIN_IS_BOOKMARKS (self), FALSE);
  g_return_val_if_fail (note != NULL, FALSE);

  if (!insert (self, position, offset, note))
    return FALSE;

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return TRUE;
}

/**
 * tin_bookmarks_remove:
 * @message: of the capture that is marked
 *
 * Takes away all that are on the message.
 */
void
tin_bookmarks_remove (TinBookmarks *self,
                      TinMessage   *message)
{
  gboolean changed = FALSE;
  guint index;

  g_return_if_fail (TIN_IS_BOOKMARKS (self));
  g_return_if_fail (TIN_IS_MESSAGE (message));

  index = find_begin (self, message);
  while ((index = find_index_on (self, message, index)) < self->bookmarks->len)
    {
      g_array_remove_index (self->bookmarks, index);
      changed = TRUE;
    }

  if (changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * tin_bookmarks_remove_all:
 *
 * For another capture, where positions mean something else.
 */
void
tin_bookmarks_remove_all (TinBookmarks *self)
{
  g_return_if_fail (TIN_IS_BOOKMARKS (self));

  stop_loading (self);
  if (self->bookmarks->len == 0)
    return;

  g_array_set_size (self->bookmarks, 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      capture,
             GCancellable *cancellable)
{
  g_task_return_pointer (task, tin_bookmark_array_read (capture, cancellable), (GDestroyNotify) g_array_unref);
}

/* What was marked meanwhile stays as it is. */
static void
load_ready_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (TinBookmarks) self = g_weak_ref_get (weak);
  g_autoptr (GArray) found = g_task_propagate_pointer (G_TASK (result), NULL);

  g_weak_ref_clear (weak);
  g_free (weak);

  if (self == NULL || found == NULL)
    return;

  g_clear_object (&self->loading);
  if (found->len == 0)
    return;

  for (guint i = 0; i < found->len; i++)
    {
      const TinBookmark *bookmark = &g_array_index (found, TinBookmark, i);

      if (find_at (self, bookmark->position, bookmark->offset) == NULL)
        insert (self, bookmark->position, bookmark->offset, bookmark->note);
    }

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * tin_bookmarks_load:
 * @capture: a recording that was opened, all of it
 *
 * Adds what a saved copy brought with it, when that is known: it is looked for in a thread.
 */
void
tin_bookmarks_load (TinBookmarks *self,
                    TinCapture   *capture)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TIN_IS_BOOKMARKS (self));
  g_return_if_fail (TIN_IS_CAPTURE (capture));

  stop_loading (self);
  self->loading = g_cancellable_new ();

  g_weak_ref_init (weak, self);
  task = g_task_new (NULL, self->loading, load_ready_cb, weak);
  g_task_set_source_tag (task, tin_bookmarks_load);
  g_task_set_check_cancellable (task, TRUE);
  g_task_set_task_data (task, g_object_ref (capture), g_object_unref);
  g_task_run_in_thread (task, load_thread);
}
