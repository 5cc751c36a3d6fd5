/* tin-search.c: what a session is searched for, and what was found.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-search-private.h"

#include "codec/tin-codec-error.h"

/* So long the list keeps what it shows if the new finder is not at the end yet. */
#define MAX_DELAY_US 100000

G_DEFINE_FINAL_TYPE (TinSearch, tin_search, G_TYPE_OBJECT)

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

static void
update_figures (TinSearch *self)
{
  guint64 n_hits = 0;
  gboolean busy = self->rows != tin_message_list_get_finder (self->messages)
                  || (self->rows != NULL && tin_finder_is_busy (self->rows));

  if (self->finder != NULL)
    {
      guint64 n_gone = tin_search_count_gone (self);

      tin_finder_get_end (self->finder, &n_hits);
      n_hits -= MIN (n_hits, n_gone);
      n_hits += tin_search_count_pending (self);
      busy |= tin_finder_is_busy (self->finder);
    }

  if (self->n_hits != n_hits)
    {
      self->n_hits = n_hits;
      tin_search_notify (self, PROP_N_HITS);
    }

  if (self->busy != busy)
    {
      self->busy = busy;
      tin_search_notify (self, PROP_BUSY);
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

/**
 * tin_search_begin:
 * @self: a search
 *
 * Begins to find anew, after any change of what is asked for or where.
 */
void
tin_search_begin (TinSearch *self)
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
    tin_search_notify (self, PROP_ERROR);
}

/**
 * tin_search_read_text:
 * @self: a search
 *
 * Understands the text anew. What was understood last stays while there is an error.
 */
void
tin_search_read_text (TinSearch *self)
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
  g_clear_pointer (&self->understood, g_free);
  self->query = g_steal_pointer (&query);
  if (self->query != NULL)
    self->understood = g_strdup (self->text);

  tin_search_begin (self);
  tin_search_notify (self, PROP_QUERY);
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
      tin_search_notify (self, PROP_CONNECTION);
    }

  self->capture = capture;
  tin_search_begin (self);

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
  g_free (self->understood);
  g_clear_pointer (&self->query, tin_query_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (tin_search_parent_class)->finalize (object);
}

static void
tin_search_class_init (TinSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tin_search_dispose;
  object_class->finalize = tin_search_finalize;
  tin_search_install (object_class);
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
  tin_search_notify (self, PROP_TEXT);
  tin_search_read_text (self);
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
  tin_search_read_text (self);
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
  tin_search_notify (self, PROP_CONNECTION);
  tin_search_begin (self);
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
 * tin_search_get_understood:
 *
 * Returns: (transfer none) (nullable): the text of what is asked for, which is not what was typed since while that
 *   cannot be understood; %NULL if nothing is asked for
 */
const char *
tin_search_get_understood (TinSearch *self)
{
  g_return_val_if_fail (TIN_IS_SEARCH (self), NULL);

  return self->understood;
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
 * Returns: how many messages were found until the last update, those that are still coming as well
 */
guint64
tin_search_get_n_hits (TinSearch *self)
{
  g_return_val_if_fail (TIN_IS_SEARCH (self), 0);

  return self->n_hits;
}
