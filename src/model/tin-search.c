/* tin-search.c: what a session is searched for, and what was found.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-search.h"

#include "codec/tin-codec-error.h"

/* So long the list keeps what it shows if the new finder is not at the end yet. */
#define MAX_DELAY_US 100000

struct _TinSearch
{
  GObject         parent_instance;

  TinMessageList *messages;      /* (owned) */
  TinCapture     *capture;       /* (unowned) (nullable) only to be compared */
  TinFinderFunc   func;          /* (nullable) */
  gpointer        user_data;

  char           *text;          /* (owned) */
  TinQueryFlags   flags;
  gboolean        filter;
  guint32         connection;
  char           *encoding;      /* (owned) */

  TinQuery       *query;         /* (owned) (nullable) what was understood last, if it asks for anything */
  GError         *error;         /* (owned) (nullable) */

  TinFinder      *finder;        /* (owned) (nullable) finds what was typed */
  TinFinder      *rows;          /* (owned) (nullable) what the list shall show, which may be the same */
  gint64          rows_since;    /* monotonic, microseconds: when it was made, if the list does not show it yet */
  guint64         n_hits;
  gboolean        busy;
};

G_DEFINE_FINAL_TYPE (TinSearch, tin_search, G_TYPE_OBJECT)

typedef enum
{
  PROP_TEXT = 1,
  PROP_MATCH_CASE,
  PROP_REGEX,
  PROP_FILTER,
  PROP_CONNECTION,
  PROP_QUERY,
  PROP_ERROR,
  PROP_N_HITS,
  PROP_BUSY,
} TinSearchProperty;

static GParamSpec *properties[PROP_BUSY + 1];

static void
notify (TinSearch         *self,
        TinSearchProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
clear_finder (TinFinder **finder)
{
  if (*finder != NULL)
    tin_finder_set_news_func (*finder, NULL, NULL);

  g_clear_object (finder);
}

/* Returns: (transfer full): a finder of all frames, which begins with the next update */
static TinFinder *
create_finder (TinSearch *self,
               TinQuery  *query)
{
  g_autoptr (TinQuery) whole = tin_query_with_connection (query, self->connection);
  TinFrames *frames = tin_message_list_get_frames (self->messages);
  TinFinder *finder = tin_finder_new (frames, whole, tin_frames_get_first (frames));

  tin_finder_set_news_func (finder, self->func, self->user_data);

  return finder;
}

/* Returns: how many hits are of frames that are gone or hidden */
static guint64
count_gone (TinSearch *self)
{
  return tin_finder_count_before (self->finder, tin_message_list_get_first (self->messages));
}

static void
update_figures (TinSearch *self)
{
  guint64 n_hits = 0;
  gboolean busy = self->rows != tin_message_list_get_finder (self->messages)
                  || (self->rows != NULL && tin_finder_is_busy (self->rows));

  if (self->finder != NULL)
    {
      guint64 n_gone = count_gone (self);

      tin_finder_get_end (self->finder, &n_hits);
      n_hits -= MIN (n_hits, n_gone);
      busy |= tin_finder_is_busy (self->finder);
    }

  if (self->n_hits != n_hits)
    {
      self->n_hits = n_hits;
      notify (self, PROP_N_HITS);
    }

  if (self->busy != busy)
    {
      self->busy = busy;
      notify (self, PROP_BUSY);
    }
}

/* The list goes over when all is found, so that it does not flicker, or when that takes too long. */
static void
hand_over_rows (TinSearch *self)
{
  if (tin_message_list_get_finder (self->messages) == self->rows)
    return;

  if (self->rows != NULL && tin_finder_is_busy (self->rows)
      && g_get_monotonic_time () - self->rows_since < MAX_DELAY_US)
    return;

  tin_message_list_set_finder (self->messages, self->rows);
}

static void
begin (TinSearch *self)
{
  gboolean has_frames = tin_message_list_get_frames (self->messages) != NULL;

  clear_finder (&self->rows);
  clear_finder (&self->finder);

  if (has_frames && self->query != NULL)
    self->finder = create_finder (self, self->query);

  if (self->finder != NULL && self->filter)
    self->rows = g_object_ref (self->finder);
  else if (has_frames && self->connection != 0)
    self->rows = create_finder (self, NULL);

  self->rows_since = g_get_monotonic_time ();
  tin_search_update (self);
}

static void
set_error (TinSearch *self,
           GError    *error)
{
  gboolean changed = self->error != NULL || error != NULL;

  g_clear_error (&self->error);
  self->error = error;

  if (changed)
    notify (self, PROP_ERROR);
}

/* What was understood last stays while there is an error. */
static void
read_text (TinSearch *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TinQuery) query = tin_query_new (self->text, self->flags, self->encoding, &error);

  if (query == NULL)
    {
      set_error (self, g_steal_pointer (&error));
      return;
    }

  set_error (self, NULL);
  if (tin_query_is_empty (query))
    g_clear_pointer (&query, tin_query_unref);

  if (self->query == NULL && query == NULL)
    return;

  g_clear_pointer (&self->query, tin_query_unref);
  self->query = g_steal_pointer (&query);
  begin (self);
  notify (self, PROP_QUERY);
}

/* A number of a connection means nothing in another capture. */
static void
messages_notify_frames_cb (TinSearch *self)
{
  TinFrames *frames = tin_message_list_get_frames (self->messages);
  TinCapture *capture = frames != NULL ? tin_frames_get_capture (frames) : NULL;

  if (capture != self->capture && self->connection != 0)
    {
      self->connection = 0;
      notify (self, PROP_CONNECTION);
    }

  self->capture = capture;
  begin (self);

  /* There is nothing that the list could go on to show. */
  tin_message_list_set_finder (self->messages, self->rows);
  update_figures (self);
}

static void
tin_search_dispose (GObject *object)
{
  TinSearch *self = TIN_SEARCH (object);

  if (self->messages != NULL && self->rows != NULL
      && tin_message_list_get_finder (self->messages) == self->rows)
    tin_message_list_set_finder (self->messages, NULL);

  clear_finder (&self->rows);
  clear_finder (&self->finder);
  g_clear_object (&self->messages);

  G_OBJECT_CLASS (tin_search_parent_class)->dispose (object);
}

static void
tin_search_finalize (GObject *object)
{
  TinSearch *self = TIN_SEARCH (object);

  g_free (self->text);
  g_free (self->encoding);
  g_clear_pointer (&self->query, tin_query_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (tin_search_parent_class)->finalize (object);
}

static void
set_flag (TinSearch         *self,
          TinQueryFlags      flag,
          gboolean           set,
          TinSearchProperty  property)
{
  if (((self->flags & flag) != 0) == set)
    return;

  self->flags ^= flag;
  notify (self, property);
  read_text (self);
}

static void
set_filter (TinSearch *self,
            gboolean   filter)
{
  if (self->filter == filter)
    return;

  self->filter = filter;
  notify (self, PROP_FILTER);
  begin (self);
}

static void
tin_search_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  TinSearch *self = TIN_SEARCH (object);

  switch ((TinSearchProperty) id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case PROP_MATCH_CASE:
      g_value_set_boolean (value, (self->flags & TIN_QUERY_MATCH_CASE) != 0);
      break;

    case PROP_REGEX:
      g_value_set_boolean (value, (self->flags & TIN_QUERY_REGEX) != 0);
      break;

    case PROP_FILTER:
      g_value_set_boolean (value, self->filter);
      break;

    case PROP_CONNECTION:
      g_value_set_uint (value, self->connection);
      break;

    case PROP_QUERY:
      g_value_set_boxed (value, self->query);
      break;

    case PROP_ERROR:
      g_value_set_string (value, tin_search_get_error (self, NULL));
      break;

    case PROP_N_HITS:
      g_value_set_uint64 (value, self->n_hits);
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_search_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  TinSearch *self = TIN_SEARCH (object);

  switch ((TinSearchProperty) id)
    {
    case PROP_TEXT:
      tin_search_set_text (self, g_value_get_string (value));
      break;

    case PROP_MATCH_CASE:
      set_flag (self, TIN_QUERY_MATCH_CASE, g_value_get_boolean (value), id);
      break;

    case PROP_REGEX:
      set_flag (self, TIN_QUERY_REGEX, g_value_get_boolean (value), id);
      break;

    case PROP_FILTER:
      set_filter (self, g_value_get_boolean (value));
      break;

    case PROP_CONNECTION:
      tin_search_set_connection (self, g_value_get_uint (value));
      break;

    case PROP_QUERY:
    case PROP_ERROR:
    case PROP_N_HITS:
    case PROP_BUSY:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_search_class_init (TinSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tin_search_dispose;
  object_class->finalize = tin_search_finalize;
  object_class->get_property = tin_search_get_property;
  object_class->set_property = tin_search_set_property;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", writable);
  properties[PROP_MATCH_CASE] = g_param_spec_boolean ("match-case", NULL, NULL, FALSE, writable);
  properties[PROP_REGEX] = g_param_spec_boolean ("regex", NULL, NULL, FALSE, writable);
  properties[PROP_FILTER] = g_param_spec_boolean ("filter", NULL, NULL, TRUE, writable);
  properties[PROP_CONNECTION] = g_param_spec_uint ("connection", NULL, NULL, 0, G_MAXUINT32, 0, writable);
  properties[PROP_QUERY] = g_param_spec_boxed ("query", NULL, NULL, TIN_TYPE_QUERY, readable);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, readable);
  properties[PROP_N_HITS] = g_param_spec_uint64 ("n-hits", NULL, NULL, 0, G_MAXUINT64, 0, readable);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, readable);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tin_search_init (TinSearch *self)
{
  self->text = g_strdup ("");
  self->encoding = g_strdup ("UTF-8");
  self->filter = TRUE;
}

/**
 * tin_search_new:
 * @messages: whose frames are searched, and which shows what is found; kept
 *
 * Returns: (transfer full): a search for nothing
 */
TinSearch *
tin_search_new (TinMessageList *messages)
{
  TinSearch *self;

  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (messages), NULL);

  self = g_object_new (TIN_TYPE_SEARCH, NULL);
  self->messages = g_object_ref (messages);
  g_signal_connect_object (messages, "notify::frames", G_CALLBACK (messages_notify_frames_cb), self,
                           G_CONNECT_SWAPPED);
  messages_notify_frames_cb (self);

  return self;
}

/**
 * tin_search_set_wake_func:
 * @func: (nullable): called in any thread when tin_search_update() has something to do
 * @user_data: for @func
 *
 * When this returns, the function that was set before is not called any more.
 */
void
tin_search_set_wake_func (TinSearch     *self,
                          TinFinderFunc  func,
                          gpointer       user_data)
{
  g_return_if_fail (TIN_IS_SEARCH (self));

  self->func = func;
  self->user_data = user_data;

  if (self->finder != NULL)
    tin_finder_set_news_func (self->finder, func, user_data);

  if (self->rows != NULL)
    tin_finder_set_news_func (self->rows, func, user_data);
}

/**
 * tin_search_update:
 *
 * Has what was captured since looked at, and takes in what was found. To be called before the list's own update.
 */
void
tin_search_update (TinSearch *self)
{
  TinFrames *frames;

  g_return_if_fail (TIN_IS_SEARCH (self));

  frames = tin_message_list_get_frames (self->messages);

  if (self->finder != NULL)
    {
      tin_finder_drop_before (self->finder, tin_frames_get_first (frames));
      tin_finder_continue (self->finder);
    }

  if (self->rows != NULL && self->rows != self->finder)
    {
      tin_finder_drop_before (self->rows, tin_frames_get_first (frames));
      tin_finder_continue (self->rows);
    }

  hand_over_rows (self);
  update_figures (self);
}

/**
 * tin_search_get_text:
 *
 * Returns: (transfer none): what was typed
 */
const char *
tin_search_get_text (TinSearch *self)
{
  g_return_val_if_fail (TIN_IS_SEARCH (self), "");

  return self->text;
}

/**
 * tin_search_set_text:
 * @text: see tin_query_new()
 *
 * Nothing is read here: finding begins at once, in other threads.
 */
void
tin_search_set_text (TinSearch  *self,
                     const char *text)
{
  g_return_if_fail (TIN_IS_SEARCH (self));
  g_return_if_fail (text != NULL);

  if (g_str_equal (self->text, text))
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  notify (self, PROP_TEXT);
  read_text (self);
}

/**
 * tin_search_set_encoding:
 * @encoding: what payloads are text in, an iconv name
 */
void
tin_search_set_encoding (TinSearch  *self,
                         const char *encoding)
{
  g_return_if_fail (TIN_IS_SEARCH (self));
  g_return_if_fail (encoding != NULL);

  if (g_str_equal (self->encoding, encoding))
    return;

  g_free (self->encoding);
  self->encoding = g_strdup (encoding);
  read_text (self);
}

/**
 * tin_search_get_connection:
 *
 * Returns: the connection that is listed alone, 0 for every one
 */
guint32
tin_search_get_connection (TinSearch *self)
{
  g_return_val_if_fail (TIN_IS_SEARCH (self), 0);

  return self->connection;
}

/**
 * tin_search_set_connection:
 * @connection: a peer's number, or 0 for every one
 *
 * Lists one connection alone, and finds in it only.
 */
void
tin_search_set_connection (TinSearch *self,
                           guint32    connection)
{
  g_return_if_fail (TIN_IS_SEARCH (self));

  if (self->connection == connection)
    return;

  self->connection = connection;
  notify (self, PROP_CONNECTION);
  begin (self);
}

/**
 * tin_search_get_filter:
 *
 * Returns: whether the list shows only what was found
 */
gboolean
tin_search_get_filter (TinSearch *self)
{
  g_return_val_if_fail (TIN_IS_SEARCH (self), FALSE);

  return self->filter;
}

/**
 * tin_search_get_query:
 *
 * Returns: (transfer none) (nullable): what was understood last; %NULL if nothing is asked for
 */
TinQuery *
tin_search_get_query (TinSearch *self)
{
  g_return_val_if_fail (TIN_IS_SEARCH (self), NULL);

  return self->query;
}

/**
 * tin_search_get_error:
 * @offset: (out) (optional): where in the text, bytes
 *
 * Returns: (transfer none) (nullable): what is wrong with the text
 */
const char *
tin_search_get_error (TinSearch *self,
                      gsize     *offset)
{
  g_return_val_if_fail (TIN_IS_SEARCH (self), NULL);

  if (self->error == NULL)
    return NULL;

  if (offset != NULL)
    *offset = tin_codec_error_get_offset (self->error);

  return self->error->message;
}

/**
 * tin_search_get_n_hits:
 *
 * Returns: how many messages were found until the last update
 */
guint64
tin_search_get_n_hits (TinSearch *self)
{
  g_return_val_if_fail (TIN_IS_SEARCH (self), 0);

  return self->n_hits;
}

/**
 * tin_search_get_n_unknown:
 *
 * Returns: see tin_finder_get_n_unknown()
 */
guint64
tin_search_get_n_unknown (TinSearch *self)
{
  g_return_val_if_fail (TIN_IS_SEARCH (self), 0);

  return self->finder != NULL ? tin_finder_get_n_unknown (self->finder) : 0;
}

/**
 * tin_search_get_progress:
 *
 * Returns: which part of all frames was looked at, 0 to 1
 */
double
tin_search_get_progress (TinSearch *self)
{
  guint64 first, length, end;

  g_return_val_if_fail (TIN_IS_SEARCH (self), 1);

  if (self->finder == NULL)
    return 1;

  first = tin_frames_get_first (tin_finder_get_frames (self->finder));
  length = tin_frames_get_length (tin_finder_get_frames (self->finder));
  end = tin_finder_get_end (self->finder, NULL);

  return end >= length || end < first ? 1 : (double) (end - first) / (double) (length - first);
}

/**
 * tin_search_get_place:
 * @number: of a frame
 *
 * Returns: which hit it is, from 1 up; 0 if it is none
 */
guint64
tin_search_get_place (TinSearch *self,
                      guint64    number)
{
  guint64 index;
  guint64 n_gone;
  guint64 hit;

  g_return_val_if_fail (TIN_IS_SEARCH (self), 0);

  if (self->finder == NULL)
    return 0;

  index = tin_finder_count_before (self->finder, number);

  n_gone = count_gone (self);
  if (index < n_gone || !tin_finder_get_hit (self->finder, index, &hit) || hit != number)
    return 0;

  return index - n_gone + 1;
}

/**
 * tin_search_find_next:
 * @number: of a frame
 * @hit: (out): number of the first one after it that was found, or of the first of all
 *
 * Returns: %FALSE if nothing was found
 */
gboolean
tin_search_find_next (TinSearch *self,
                      guint64    number,
                      guint64   *hit)
{
  g_return_val_if_fail (TIN_IS_SEARCH (self), FALSE);

  if (self->finder == NULL)
    return FALSE;

  return (number < G_MAXUINT64 && tin_finder_find_next (self->finder, number + 1, hit))
         || tin_finder_find_next (self->finder, tin_message_list_get_first (self->messages), hit);
}

/**
 * tin_search_find_previous:
 * @number: of a frame
 * @hit: (out): number of the last one before it that was found, or of the last of all
 *
 * Returns: %FALSE if nothing was found
 */
gboolean
tin_search_find_previous (TinSearch *self,
                          guint64    number,
                          guint64   *hit)
{
  g_return_val_if_fail (TIN_IS_SEARCH (self), FALSE);

  if (self->finder == NULL)
    return FALSE;

  if (tin_finder_find_previous (self->finder, number, hit) && *hit >= tin_message_list_get_first (self->messages))
    return TRUE;

  return tin_finder_find_previous (self->finder, G_MAXUINT64, hit)
         && *hit >= tin_message_list_get_first (self->messages);
}
