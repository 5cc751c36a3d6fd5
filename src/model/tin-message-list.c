/* tin-message-list.c: the log: a lazy list of messages over a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-list-private.h"

#include <glib/gi18n-lib.h>

/* Rows that are told of in one change where each stays in its place. */
#define ANNOUNCED_AT_ONCE 1024

static void tin_message_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TinMessageList, tin_message_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tin_message_list_list_model_init))

static GParamSpec *properties[TIN_N_MESSAGE_LIST_PROPERTIES];

static void
tin_message_list_dispose (GObject *object)
{
  TinMessageList *self = TIN_MESSAGE_LIST (object);

  g_clear_object (&self->rows.finder);
  tin_message_list_drop_frames (self);
  g_clear_object (&self->capture);

  G_OBJECT_CLASS (tin_message_list_parent_class)->dispose (object);
}

static void
tin_message_list_finalize (GObject *object)
{
  TinMessageList *self = TIN_MESSAGE_LIST (object);

  g_array_unref (self->pending);
  g_free (self->encoding);

  G_OBJECT_CLASS (tin_message_list_parent_class)->finalize (object);
}

static void
tin_message_list_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  TinMessageList *self = TIN_MESSAGE_LIST (object);

  switch ((TinMessageListProperty) id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;

    case PROP_HIDDEN:
      g_value_set_uint64 (value, self->hidden);
      break;

    case PROP_FRAMES:
      g_value_set_object (value, self->frames);
      break;

    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;

    case PROP_NOTE:
      g_value_set_string (value, tin_message_list_get_note (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_message_list_class_init (TinMessageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tin_message_list_dispose;
  object_class->finalize = tin_message_list_finalize;
  object_class->get_property = tin_message_list_get_property;

  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HIDDEN] =
    g_param_spec_uint64 ("hidden", NULL, NULL, 0, G_MAXUINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FRAMES] =
    g_param_spec_object ("frames", NULL, NULL, TIN_TYPE_FRAMES, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROGRESS] =
    g_param_spec_double ("progress", NULL, NULL, 0, 1, 1, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NOTE] =
    g_param_spec_string ("note", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tin_message_list_init (TinMessageList *self)
{
  self->pending = tin_frame_array_new ();
  self->progress = 1;
  self->in = (TinFraming) TIN_FRAMING_INIT;
  self->out = (TinFraming) TIN_FRAMING_INIT;
}

static GType
tin_message_list_get_item_type (GListModel *model)
{
  return TIN_TYPE_MESSAGE;
}

static guint
tin_message_list_get_n_items (GListModel *model)
{
  TinMessageList *self = TIN_MESSAGE_LIST (model);

  return tin_message_rows_count (&self->rows) + self->pending->len;
}

static gpointer
tin_message_list_get_item (GListModel *model,
                           guint       row)
{
  TinMessageList *self = TIN_MESSAGE_LIST (model);
  guint n_rows = tin_message_rows_count (&self->rows);
  TinFrame frame;
  guint64 number;

  if (row >= n_rows + self->pending->len)
    return NULL;

  if (row >= n_rows)
    return tin_message_new_framed (self->capture, tin_frames_get_store (self->frames),
                                   &g_array_index (self->pending, TinFrame, row - n_rows), self->encoding);

  number = tin_message_rows_get_number (&self->rows, row);
  if (!tin_frames_get (self->frames, number, &frame))
    frame = (TinFrame) { .first = G_MAXUINT64, .last = G_MAXUINT64, .number = number };

  return tin_message_new_framed (self->capture, tin_frames_get_store (self->frames), &frame, self->encoding);
}

static void
tin_message_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tin_message_list_get_item_type;
  iface->get_n_items = tin_message_list_get_n_items;
  iface->get_item = tin_message_list_get_item;
}

/**
 * tin_message_list_new:
 *
 * Returns: (transfer full): a list of nothing, until it gets a capture
 */
TinMessageList *
tin_message_list_new (void)
{
  return g_object_new (TIN_TYPE_MESSAGE_LIST, NULL);
}

/**
 * tin_message_list_set_capture:
 * @capture: (nullable): what to list; its records appear with the next update
 *
 * Begins anew with another capture, and without a filter.
 */
void
tin_message_list_set_capture (TinMessageList *self,
                              TinCapture     *capture)
{
  g_return_if_fail (TIN_IS_MESSAGE_LIST (self));

  if (self->capture == capture)
    return;

  tin_message_list_reset_rows (self, 0);
  self->begin = 0;
  g_set_object (&self->capture, capture);
  tin_message_list_begin_frames (self);
  self->can_undo = FALSE;
  tin_message_list_set_hidden (self, 0);
}

/**
 * tin_message_list_set_encoding:
 * @encoding: (nullable): an iconv name
 *
 * How to read the payload of every row, old ones too.
 */
void
tin_message_list_set_encoding (TinMessageList *self,
                               const char     *encoding)
{
  guint n_rows;

  g_return_if_fail (TIN_IS_MESSAGE_LIST (self));

  if (g_strcmp0 (self->encoding, encoding) == 0)
    return;

  g_free (self->encoding);
  self->encoding = g_strdup (encoding);

  /* A view may look through all rows of one change for those that it had. */
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (self));
  for (guint row = 0, n; row < n_rows; row += n)
    {
      n = MIN (n_rows - row, ANNOUNCED_AT_ONCE);
      tin_message_list_announce (self, row, n, n);
    }
}

/**
 * tin_message_list_get_finder:
 *
 * Returns: (transfer none) (nullable): who finds what is listed; %NULL if all is
 */
TinFinder *
tin_message_list_get_finder (TinMessageList *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), NULL);

  return self->rows.finder;
}

/**
 * tin_message_list_set_finder:
 * @finder: (nullable): who finds what is to be listed, among tin_message_list_get_frames()
 *   from the first on; %NULL lists all
 *
 * Lists what was found so far; every tin_message_list_update() takes in what was found since.
 */
void
tin_message_list_set_finder (TinMessageList *self,
                             TinFinder      *finder)
{
  guint n_removed;
  guint n_added;

  g_return_if_fail (TIN_IS_MESSAGE_LIST (self));
  g_return_if_fail (finder == NULL || tin_finder_get_frames (finder) == self->frames);

  if (self->rows.finder == finder)
    return;

  n_removed = g_list_model_get_n_items (G_LIST_MODEL (self));
  g_array_set_size (self->pending, 0);
  tin_message_rows_reset (&self->rows, tin_message_list_find_begin (self));
  tin_message_rows_set_finder (&self->rows, finder);

  if (finder != NULL)
    n_added = tin_message_rows_follow (&self->rows);
  else
    n_added = tin_message_list_extend (self, tin_message_list_get_frames_end (self));

  g_array_unref (self->pending);
  self->pending = tin_message_list_dup_pending (self, TRUE);
  tin_message_list_announce (self, 0, n_removed, n_added + self->pending->len);
}

/**
 * tin_message_list_get_first:
 *
 * Returns: number of the first frame that could be listed, as it is still there and Clear
 *   does not hide it
 */
guint64
tin_message_list_get_first (TinMessageList *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), 0);

  return MAX (tin_message_list_find_begin (self), tin_message_list_get_frames_first (self));
}

/**
 * tin_message_list_find:
 * @number: of a frame
 * @row: (out): where it is listed, or, if it is not, the first one after it
 *
 * Returns: whether it is listed
 */
gboolean
tin_message_list_find (TinMessageList *self,
                       guint64         number,
                       guint          *row)
{
  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), FALSE);

  *row = tin_message_rows_find (&self->rows, number);

  return *row < tin_message_rows_count (&self->rows) && tin_message_rows_get_number (&self->rows, *row) == number;
}

/**
 * tin_message_list_count_unlisted:
 *
 * Returns: how many messages are still coming that are not listed, as there are more than %TIN_MESSAGE_LIST_MAX_PENDING
 */
guint
tin_message_list_count_unlisted (TinMessageList *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), 0);

  return self->pending->len < TIN_MESSAGE_LIST_MAX_PENDING ? 0 : self->n_unlisted;
}

/**
 * tin_message_list_find_pending:
 * @position: of a record with bytes of a message that is still coming
 * @offset: of one of them in its payload, bytes
 * @row: (out): where it is listed
 *
 * Returns: whether it is listed
 */
gboolean
tin_message_list_find_pending (TinMessageList *self,
                               guint64         position,
                               guint32         offset,
                               guint          *row)
{
  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), FALSE);

  for (guint i = 0; i < self->pending->len; i++)
    {
      const TinFrame *frame = &g_array_index (self->pending, TinFrame, i);

      if (!tin_frame_contains (tin_frames_get_capture (self->frames), NULL, frame, position, offset))
        continue;

      *row = tin_message_rows_count (&self->rows) + i;
      return TRUE;
    }

  return FALSE;
}

/**
 * tin_message_list_is_busy:
 *
 * Returns: whether another tin_message_list_update() has work although nothing new came
 */
gboolean
tin_message_list_is_busy (TinMessageList *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), FALSE);

  return self->busy;
}

/**
 * tin_message_list_get_note:
 *
 * Returns: (transfer none) (nullable): a sentence on what is not listed although it
 *   is captured
 */
const char *
tin_message_list_get_note (TinMessageList *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), NULL);

  return self->capped ? _("Only the newest 59 million messages are listed. The older ones are still in the recording.")
                      : NULL;
}

/**
 * tin_message_list_dup_numbers:
 * @row: the first
 * @n_rows: how many
 *
 * Returns: (transfer full): the numbers of the frames in these rows; what is not
 *   finished yet has none, see tin_message_list_dup_pending_rows()
 */
TinNumbers *
tin_message_list_dup_numbers (TinMessageList *self,
                              guint           row,
                              guint           n_rows)
{
  TinNumbers *numbers = tin_numbers_new ();
  guint end;
  guint64 first;
  guint64 last;

  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), numbers);

  end = tin_message_rows_count (&self->rows);
  end = n_rows < end - MIN (end, row) ? row + n_rows : end;
  if (row >= end)
    return numbers;

  /* The numbers ascend: as many as fit between two are all that there are. */
  first = tin_message_rows_get_number (&self->rows, row);
  last = tin_message_rows_get_number (&self->rows, end - 1);
  if (last - first == end - 1 - row)
    tin_numbers_add_range (numbers, first, last + 1);
  else
    for (; row < end; row++)
      tin_numbers_add (numbers, tin_message_rows_get_number (&self->rows, row));

  return numbers;
}

/**
 * tin_message_list_dup_pending_rows:
 * @row: the first
 * @n_rows: how many
 *
 * Returns: (transfer full) (element-type TinFrame): the messages in these rows that are not
 *   finished yet, as far as they are listed
 */
GArray *
tin_message_list_dup_pending_rows (TinMessageList *self,
                                   guint           row,
                                   guint           n_rows)
{
  GArray *pending = tin_frame_array_new ();
  guint n_numbered;
  guint64 end;

  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), pending);

  n_numbered = tin_message_rows_count (&self->rows);
  end = MIN ((guint64) row + n_rows, (guint64) n_numbered + self->pending->len);

  for (guint64 i = MAX (row, n_numbered); i < end; i++)
    tin_frame_array_append (pending, &g_array_index (self->pending, TinFrame, i - n_numbered));

  return pending;
}

/**
 * tin_message_list_notify:
 * @property: which has another value
 */
void
tin_message_list_notify (TinMessageList         *self,
                         TinMessageListProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * tin_message_list_announce:
 * @row: the first that is another one
 * @n_removed: rows that went
 * @n_added: rows that came in their place
 *
 * Tells whoever shows the list, if there is anything to tell.
 */
void
tin_message_list_announce (TinMessageList *self,
                           guint           row,
                           guint           n_removed,
                           guint           n_added)
{
  if (n_removed > 0 || n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), row, n_removed, n_added);
}

/**
 * tin_message_list_set_busy:
 * @busy: see tin_message_list_is_busy()
 */
void
tin_message_list_set_busy (TinMessageList *self,
                           gboolean        busy)
{
  if (self->busy == busy)
    return;

  self->busy = busy;
  tin_message_list_notify (self, PROP_BUSY);
}

/**
 * tin_message_list_set_capped:
 * @capped: whether more is captured than can be listed
 */
void
tin_message_list_set_capped (TinMessageList *self,
                             gboolean        capped)
{
  if (self->capped == capped)
    return;

  self->capped = capped;
  tin_message_list_notify (self, PROP_NOTE);
}
