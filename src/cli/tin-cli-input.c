/* tin-cli-input.c: standard input, sent over a session as fast as that takes it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli/tin-cli-input.h"

#include "codec/tin-text.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define READ_SIZE     (32 * 1024)  /* bytes; as a datagram it still fits */
#define BACKLOG_LIMIT (256 * 1024) /* bytes that may wait in the session before nothing more is read */

/**
 * TinCliInput:
 *
 * Reads only while the session is open and keeps up, so that what it holds is bounded:
 * at most one line and one read.
 */
struct _TinCliInput
{
  TinSession       *session;    /* (owned) */
  TinEndpoint      *endpoint;   /* (owned) for encoding and line ending */
  gboolean          raw;
  TinCliInputFunc   func;
  gpointer          user_data;

  GByteArray       *buffer;     /* (owned) read and not sent yet */
  gsize             handed;     /* bytes given to the session since it was last sampled */
  guint             watch_id;
  gboolean          ended;      /* standard input has */
  gboolean          reported;   /* that it ended */
  gboolean          dropping;   /* nobody is connected, and that was said */
};

static void
complain (const char *message)
{
  /* Translators: why something that was typed was not sent */
  g_printerr (_("tincan-cli: not sent: %s\n"), message);
}

static gboolean
is_server (TinCliInput *self)
{
  return self->endpoint->role == TIN_ROLE_SERVER;
}

/* A server sends to whoever is there; a client waits until its peer is. */
static gboolean
may_send (TinCliInput *self)
{
  if (tin_session_get_queued (self->session) + self->handed >= BACKLOG_LIMIT)
    return FALSE;

  return tin_session_can_send (self->session) ||
         (is_server (self) && tin_session_get_state (self->session) == TIN_SESSION_OPEN);
}

/* Returns: %FALSE if the same bytes have to be tried again later */
static gboolean
hand_over (TinCliInput *self,
           GBytes      *bytes)
{
  g_autoptr (GError) error = NULL;

  if (tin_session_send (self->session, 0, bytes, &error))
    {
      self->handed += g_bytes_get_size (bytes);
      self->dropping = FALSE;
      return TRUE;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return FALSE;

  /* Said once, or a file piped into an idle server would fill the screen. */
  if (!self->dropping)
    complain (error->message);

  self->dropping = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);

  return TRUE;
}

static GBytes *
encode_line (TinCliInput   *self,
             const guint8  *data,
             gsize          size,
             gboolean       whole,
             GError       **error)
{
  gsize ending_size = 0;
  const guint8 *ending = tin_line_ending_get_bytes (self->endpoint->line_ending, &ending_size);
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GBytes) tail = NULL;
  GByteArray *line = NULL;

  /* Whoever speaks UTF-8 may send what is none. */
  if (tin_text_is_utf8 (self->endpoint->encoding))
    text = g_bytes_new (data, size);
  else
    text = tin_text_encode_sized ((const char *) data, size, self->endpoint->encoding, error);

  if (text == NULL)
    return NULL;
  if (!whole || ending_size == 0)
    return g_steal_pointer (&text);

  /* A line ending is text, too: two bytes in UTF-16. */
  tail = tin_text_encode_sized ((const char *) ending, ending_size, self->endpoint->encoding, error);
  if (tail == NULL)
    return NULL;

  line = g_byte_array_sized_new ((guint) (g_bytes_get_size (text) + g_bytes_get_size (tail)));
  g_byte_array_append (line, g_bytes_get_data (text, NULL), (guint) g_bytes_get_size (text));
  g_byte_array_append (line, g_bytes_get_data (tail, NULL), (guint) g_bytes_get_size (tail));

  return g_byte_array_free_to_bytes (line);
}

/* Returns: how many bytes of the buffer are one line with its end; 0 for not yet */
static gsize
find_line (TinCliInput *self,
           gsize       *size,
           gboolean    *whole)
{
  const guint8 *end = self->buffer->len > 0 ? memchr (self->buffer->data, '\n', self->buffer->len) : NULL;

  *whole = TRUE;

  if (end != NULL)
    {
      *size = (gsize) (end - self->buffer->data);
      if (*size > 0 && end[-1] == '\r')
        (*size)--;

      return (gsize) (end - self->buffer->data) + 1;
    }

  *whole = self->ended;
  *size = self->buffer->len;

  return self->ended || self->buffer->len >= TIN_CLI_LINE_LIMIT ? self->buffer->len : 0;
}

static gsize
find_chunk (TinCliInput *self)
{
  return MIN (self->buffer->len, READ_SIZE);
}

/* Returns: %FALSE if there is nothing to send, or it cannot be sent now */
static gboolean
send_next (TinCliInput *self)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gboolean whole = FALSE;
  gsize size;
  gsize used;

  if (self->raw)
    used = size = find_chunk (self);
  else
    used = find_line (self, &size, &whole);

  if (used == 0 || !may_send (self))
    return FALSE;

  if (self->raw)
    bytes = g_bytes_new (self->buffer->data, size);
  else
    bytes = encode_line (self, self->buffer->data, size, whole, &error);

  if (bytes == NULL)
    complain (error->message);
  else if (!hand_over (self, bytes))
    return FALSE;

  g_byte_array_remove_range (self->buffer, 0, (guint) used);

  return TRUE;
}

static void
send_all (TinCliInput *self)
{
  while (send_next (self))
    ;

  if (self->ended && self->buffer->len == 0 && !self->reported)
    {
      self->reported = TRUE;
      self->func (self->user_data);
    }
}

static gboolean
is_full (TinCliInput *self)
{
  gboolean whole;
  gsize size;

  return self->raw ? self->buffer->len > 0 : find_line (self, &size, &whole) > 0;
}

static gboolean
readable_cb (int          fd,
             GIOCondition condition,
             gpointer     user_data)
{
  TinCliInput *self = user_data;
  guint8 chunk[READ_SIZE];
  gssize size = read (fd, chunk, sizeof chunk);

  if (size > 0)
    g_byte_array_append (self->buffer, chunk, (guint) size);
  else if (size == 0 || (errno != EAGAIN && errno != EINTR))
    self->ended = TRUE;

  send_all (self);

  if (!self->ended && may_send (self) && !is_full (self))
    return G_SOURCE_CONTINUE;

  self->watch_id = 0;

  return G_SOURCE_REMOVE;
}

/* Below what a session has to tell, so that a flood of input starves nothing. */
static void
watch (TinCliInput *self)
{
  g_autoptr (GSource) source = g_unix_fd_source_new (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR);

  g_source_set_priority (source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (source, G_SOURCE_FUNC (readable_cb), self, NULL);
  self->watch_id = g_source_attach (source, NULL);
}

/**
 * tin_cli_input_new:
 * @session: where to send to; opening or open
 * @raw: whether bytes go out as they come, instead of line by line
 * @func: called at the end of standard input
 * @user_data: for @func
 *
 * Returns: (transfer full): an input that waits for the session to open
 */
TinCliInput *
tin_cli_input_new (TinSession      *session,
                   gboolean         raw,
                   TinCliInputFunc  func,
                   gpointer         user_data)
{
  TinCliInput *self = g_new0 (TinCliInput, 1);

  self->session = g_object_ref (session);
  self->endpoint = tin_profile_to_endpoint (tin_session_get_profile (session), NULL);
  self->raw = raw;
  self->func = func;
  self->user_data = user_data;
  self->buffer = g_byte_array_new ();

  return self;
}

/**
 * tin_cli_input_free:
 *
 * What was not sent yet is forgotten.
 */
void
tin_cli_input_free (TinCliInput *self)
{
  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_byte_array_unref (self->buffer);
  tin_endpoint_free (self->endpoint);
  g_object_unref (self->session);
  g_free (self);
}

/**
 * tin_cli_input_update:
 *
 * To be called whenever the session was sampled: it may take more now.
 */
void
tin_cli_input_update (TinCliInput *self)
{
  self->handed = 0;
  send_all (self);

  if (self->watch_id == 0 && !self->ended && may_send (self) && !is_full (self))
    watch (self);
}
