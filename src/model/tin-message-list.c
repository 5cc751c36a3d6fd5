/* tin-message-list.c: the log: a lazy list of messages over a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-list.h"

#include "model/tin-message-rows.h"

#include <glib/gi18n-lib.h>

/* Rows whose records the capture dropped stay until they are this part of all rows, or
 * until it is quiet: a view pays for a removal by the row it shows, not by the removed. */
#define TRIM_FRACTION 16

struct _TinMessageList
{
  GObject         parent_instance;

  TinCapture     *capture;      /* (owned) (nullable) */
  TinFrames      *frames;       /* (owned) (nullable) of the capture */
  TinFraming      in;
  TinFraming      out;
  char           *encoding;     /* (owned) (nullable) */

  TinMessageRows  rows;
  guint64         clear_undo;   /* the first record that could be a row before Clear */
  guint64         begin;        /* the first record that could be a row */
  gboolean        can_undo;
  guint64         hidden;       /* records that Clear hides */

  GArray         *pending;      /* (owned) (element-type TinFrame): rows of what is still coming, after @rows */

  TinFramesFunc   news_func;    /* (nullable) */
  gpointer        news_data;
  double          progress;

  gboolean        busy;
  gboolean        capped;
};

static void tin_message_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TinMessageList, tin_message_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tin_message_list_list_model_init))

typedef enum
{
  PROP_BUSY = 1,
  PROP_HIDDEN,
  PROP_FRAMES,
  PROP_PROGRESS,
  PROP_NOTE,
} TinMessageListProperty;

static GParamSpec *properties[PROP_NOTE + 1];

static void
announce (TinMessageList *self,
          guint           row,
          guint           n_removed,
          guint           n_added)
{
  if (n_removed > 0 || n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), row, n_removed, n_added);
}

static void
set_busy (TinMessageList *self,
          gboolean        busy)
{
  if (self->busy == busy)
    return;

  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
set_capped (TinMessageList *self,
            gboolean        capped)
{
  if (self->capped == capped)
    return;

  self->capped = capped;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}

static void
set_hidden (TinMessageList *self,
            guint64         hidden)
{
  if (self->hidden == hidden)
    return;

  self->hidden = hidden;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIDDEN]);
}

static guint64
get_frames_first (TinMessageList *self)
{
  return self->frames != NULL ? tin_frames_get_first (self->frames) : 0;
}

static guint64
get_frames_end (TinMessageList *self)
{
  return self->frames != NULL ? tin_frames_get_length (self->frames) : 0;
}

static guint64
find_begin (TinMessageList *self)
{
  return self->frames != NULL ? tin_frames_find (self->frames, self->begin) : 0;
}

static void
remove_before (TinMessageList *self,
               guint64         number)
{
  announce (self, 0, tin_message_rows_drop_before (&self->rows, number), 0);
}

/* Returns: whether rows are left whose frames are gone */
static gboolean
follow_frames_first (TinMessageList *self,
                     gboolean        quiet)
{
  guint64 frames_first = get_frames_first (self);
  guint n_stale;

  /* What was looked at last time may be gone as a whole. */
  if (frames_first > self->rows.end)
    {
      remove_before (self, self->rows.end);
      tin_message_rows_reset (&self->rows, frames_first);
    }

  n_stale = tin_message_rows_find (&self->rows, frames_first);
  if (n_stale == 0)
    return FALSE;

  if (!quiet && n_stale < tin_message_rows_count (&self->rows) / TRIM_FRACTION)
    return TRUE;

  remove_before (self, frames_first);
  return FALSE;
}

/* Keeps the number of rows where their pixels fit into an int, in large steps. */
static void
keep_below_limit (TinMessageList *self,
                  guint64         n_rows)
{
  guint64 excess;

  if (n_rows <= TIN_MESSAGE_LIST_MAX_ITEMS)
    return;

  excess = n_rows - TIN_MESSAGE_LIST_MAX_ITEMS + TIN_MESSAGE_LIST_MAX_ITEMS / TRIM_FRACTION;
  if (excess >= tin_message_rows_count (&self->rows))
    remove_before (self, self->rows.end);
  else
    remove_before (self, tin_message_rows_get_number (&self->rows, (guint) excess));

  set_capped (self, TRUE);
}

static guint
extend_unfiltered (TinMessageList *self,
                   guint64         target)
{
  keep_below_limit (self, target - self->rows.first);

  /* More in one go than can be listed: the newest. */
  if (target - self->rows.first > TIN_MESSAGE_LIST_MAX_ITEMS)
    tin_message_rows_reset (&self->rows, target - TIN_MESSAGE_LIST_MAX_ITEMS);

  return tin_message_rows_extend (&self->rows, target);
}

/* What is still coming is listed as long as nothing is asked about its peer or its bytes. */
static gboolean
is_wanted (TinMessageList *self,
           const TinFrame *frame)
{
  TinQuery *query = self->rows.finder != NULL ? tin_finder_get_query (self->rows.finder) : NULL;
  TinIndexEntry entry;
  TinQueryFacts facts;

  if (query == NULL)
    return TRUE;

  if (tin_query_has_peers (query) || tin_query_has_patterns (query)
      || !tin_capture_peek (self->capture, frame->first, &entry))
    return FALSE;

  facts = tin_query_facts (&entry, frame->size);

  return tin_query_matches_facts (query, &facts);
}

/* Returns: (transfer full): the messages to list although they are not finished, those of now
 * or, while that is being found out, those of before unless they may be finished by now */
static GArray *
dup_pending (TinMessageList *self,
             gboolean        has_grown)
{
  g_autoptr (GArray) pending = self->frames != NULL ? tin_frames_dup_pending (self->frames) : NULL;

  if (pending == NULL && !has_grown)
    return g_array_copy (self->pending);

  if (pending == NULL)
    return g_array_new (FALSE, FALSE, sizeof (TinFrame));

  for (guint i = pending->len; i-- > 0;)
    {
      const TinFrame *frame = &g_array_index (pending, TinFrame, i);

      if (frame->last < self->begin || !is_wanted (self, frame))
        g_array_remove_index (pending, i);
    }

  return g_steal_pointer (&pending);
}

static guint
count_common (GArray *pending,
              GArray *others)
{
  guint n_common = 0;

  while (n_common < MIN (pending->len, others->len) &&
         tin_frame_equal (&g_array_index (pending, TinFrame, n_common), &g_array_index (others, TinFrame, n_common)))
    n_common++;

  return n_common;
}

/* Announces the rows that came after @n_rows, and puts what is still coming behind them. */
static void
update_tail (TinMessageList *self,
             guint           n_added)
{
  guint n_rows = tin_message_rows_count (&self->rows) - n_added;
  guint n_removed = self->pending->len;
  GArray *pending = dup_pending (self, n_added > 0);
  guint n_common = n_added == 0 ? count_common (self->pending, pending) : 0;

  g_array_unref (self->pending);
  self->pending = pending;
  announce (self, n_rows + n_common, n_removed - n_common, n_added + pending->len - n_common);
}

static void
update_rows (TinMessageList *self,
             guint64         target)
{
  guint n_added = 0;

  if (self->rows.finder != NULL)
    n_added = tin_message_rows_follow (&self->rows);
  else if (target > self->rows.end)
    n_added = extend_unfiltered (self, target);

  update_tail (self, n_added);
  keep_below_limit (self, tin_message_rows_count (&self->rows));
}

static void
update_progress (TinMessageList *self)
{
  guint64 published = tin_capture_get_published (self->capture);
  guint64 done = tin_frames_get_done (self->frames);
  double progress = 1;

  /* What has just come is not worth a word. */
  if (published > done + TIN_MESSAGE_LIST_SLICE_SIZE)
    progress = (double) done / (double) published;

  if (ABS (self->progress - progress) < 0.01 && (progress < 1 || self->progress >= 1))
    return;

  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

/* Empties the list; the next update fills it again from @first on. */
static void
reset_rows (TinMessageList *self,
            guint64         first)
{
  guint n_pending = self->pending->len;

  g_array_set_size (self->pending, 0);
  announce (self, 0, tin_message_rows_reset (&self->rows, first) + n_pending, 0);
}

/* Lists older frames again, before those that are listed. */
static void
prepend_rows (TinMessageList *self,
              guint64         first)
{
  if (self->rows.end > TIN_MESSAGE_LIST_MAX_ITEMS)
    first = MAX (first, self->rows.end - TIN_MESSAGE_LIST_MAX_ITEMS);

  announce (self, 0, 0, tin_message_rows_prepend (&self->rows, first));
}

/* Others may hold them still, and they would go on to call. */
static void
drop_frames (TinMessageList *self)
{
  if (self->frames != NULL)
    tin_frames_set_news_func (self->frames, NULL, NULL);

  g_clear_object (&self->frames);
}

/* Makes frames of the capture anew; the next update lists them. */
static void
begin_frames (TinMessageList *self)
{
  reset_rows (self, 0);
  tin_message_rows_set_finder (&self->rows, NULL);
  drop_frames (self);
  if (self->capture != NULL)
    {
      self->frames = tin_frames_new (self->capture, &self->in, &self->out);
      tin_frames_set_news_func (self->frames, self->news_func, self->news_data);
    }

  tin_message_rows_reset (&self->rows, find_begin (self));
  set_capped (self, FALSE);
  set_busy (self, FALSE);
  self->progress = 1;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRAMES]);
}

static void
tin_message_list_dispose (GObject *object)
{
  TinMessageList *self = TIN_MESSAGE_LIST (object);

  g_clear_object (&self->rows.finder);
  drop_frames (self);
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
  self->pending = g_array_new (FALSE, FALSE, sizeof (TinFrame));
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
    return tin_message_new_framed (self->capture, TIN_MESSAGE_NO_FRAME,
                                   &g_array_index (self->pending, TinFrame, row - n_rows), self->encoding);

  number = tin_message_rows_get_number (&self->rows, row);
  if (!tin_frames_get (self->frames, number, &frame))
    frame = (TinFrame) { .first = G_MAXUINT64, .last = G_MAXUINT64 };

  return tin_message_new_framed (self->capture, number, &frame, self->encoding);
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

  reset_rows (self, 0);
  self->begin = 0;
  g_set_object (&self->capture, capture);
  begin_frames (self);
  self->can_undo = FALSE;
  set_hidden (self, 0);
}

/**
 * tin_message_list_set_framing:
 * @in: for what is received
 * @out: for what is sent
 *
 * Where messages end, in what was captured already too. The filter goes, as it is about
 * other frames. Rows appear with the updates that follow.
 */
void
tin_message_list_set_framing (TinMessageList   *self,
                              const TinFraming *in,
                              const TinFraming *out)
{
  g_return_if_fail (TIN_IS_MESSAGE_LIST (self));
  g_return_if_fail (in != NULL && out != NULL);

  if (tin_framing_equal (&self->in, in) && tin_framing_equal (&self->out, out))
    return;

  self->in = *in;
  self->out = *out;
  begin_frames (self);
  tin_message_list_update (self);
}

/**
 * tin_message_list_set_news_func:
 * @func: (nullable): called in any thread when tin_message_list_update() has something to
 *   do although the capture published nothing; it may only wake somebody up
 * @user_data: for @func
 */
void
tin_message_list_set_news_func (TinMessageList *self,
                                TinFramesFunc   func,
                                gpointer        user_data)
{
  g_return_if_fail (TIN_IS_MESSAGE_LIST (self));

  self->news_func = func;
  self->news_data = user_data;
  if (self->frames != NULL)
    tin_frames_set_news_func (self->frames, func, user_data);
}

/**
 * tin_message_list_get_frames:
 *
 * Returns: (transfer none) (nullable): what the rows are made of; %NULL without a capture
 */
TinFrames *
tin_message_list_get_frames (TinMessageList *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), NULL);

  return self->frames;
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

  n_rows = g_list_model_get_n_items (G_LIST_MODEL (self));
  announce (self, 0, n_rows, n_rows);
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
  tin_message_rows_reset (&self->rows, find_begin (self));
  tin_message_rows_set_finder (&self->rows, finder);

  if (finder != NULL)
    n_added = tin_message_rows_follow (&self->rows);
  else
    n_added = extend_unfiltered (self, get_frames_end (self));

  g_array_unref (self->pending);
  self->pending = dup_pending (self, TRUE);
  announce (self, 0, n_removed, n_added + self->pending->len);
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

  return MAX (find_begin (self), get_frames_first (self));
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
 * tin_message_list_update:
 *
 * Takes in what the capture published, and drops the rows whose records it dropped:
 * at most one items-changed for each. Costs nothing a record.
 */
void
tin_message_list_update (TinMessageList *self)
{
  guint64 target;
  gboolean stale;
  gboolean quiet;

  g_return_if_fail (TIN_IS_MESSAGE_LIST (self));

  if (self->frames == NULL)
    return;

  tin_frames_wake (self->frames);

  /* What Clear hid may be framed only now. */
  if (tin_message_rows_count (&self->rows) == 0 && find_begin (self) > self->rows.end)
    tin_message_rows_reset (&self->rows, find_begin (self));

  target = get_frames_end (self);
  quiet = target <= self->rows.end;
  stale = follow_frames_first (self, quiet);

  update_rows (self, target);
  update_progress (self);
  set_busy (self, stale);
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
 * tin_message_list_clear:
 *
 * Hides all that has been captured so far. Nothing is deleted.
 */
void
tin_message_list_clear (TinMessageList *self)
{
  guint64 end;
  guint64 begin;

  g_return_if_fail (TIN_IS_MESSAGE_LIST (self));

  begin = self->capture != NULL ? tin_capture_get_published (self->capture) : 0;
  if (begin <= self->begin)
    return;

  self->clear_undo = self->begin;
  self->begin = begin;
  self->can_undo = TRUE;
  end = find_begin (self);
  reset_rows (self, end);
  set_hidden (self, end - MIN (end, get_frames_first (self)));
  set_busy (self, FALSE);
}

/**
 * tin_message_list_undo_clear:
 *
 * Shows again what the last tin_message_list_clear() hid, as far as it is still kept.
 *
 * Returns: %FALSE if there was nothing to undo
 */
gboolean
tin_message_list_undo_clear (TinMessageList *self)
{
  guint64 first;

  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), FALSE);

  if (!self->can_undo)
    return FALSE;

  self->can_undo = FALSE;
  self->begin = self->clear_undo;
  first = find_begin (self);
  if (self->rows.finder != NULL)
    reset_rows (self, first);
  else
    prepend_rows (self, first);

  set_hidden (self, first - MIN (first, get_frames_first (self)));
  tin_message_list_update (self);

  return TRUE;
}

/**
 * tin_message_list_dup_numbers:
 * @row: the first
 * @n_rows: how many
 *
 * Returns: (transfer full): the numbers of the frames in these rows; what is not
 *   finished yet has none
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
