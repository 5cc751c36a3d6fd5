/* tin-cli-output.c: what a session captures, written to standard output as fast as that takes it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli/tin-cli-output.h"

#include "cli/tin-cli-format.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#define BATCH_SIZE (256 * 1024)      /* bytes that are formatted before they are written */
#define TURN_SIZE  (4 * 1024 * 1024) /* bytes that are written before anything else has its turn */

/* What a pipe that polls writable takes without blocking (pipe(7)). Standard output may
 * be shared with other programs, so that it cannot be made non-blocking. */
#define WRITE_SIZE 4096 /* bytes */

/**
 * TinCliOutput:
 *
 * Reads the capture behind the models' back, as a line wants the whole payload. While
 * standard output is slow, it reads no further: the capture is the only buffer.
 */
struct _TinCliOutput
{
  TinSession        *session;      /* (owned) */
  TinCliFormat       format;
  TinCliOutputFunc   func;
  gpointer           user_data;

  guint64            position;     /* the next record */
  GString           *pending;      /* (owned) */
  gsize              written;      /* bytes of @pending */
  gboolean           closed;

  guint              watch_id;     /* standard output has no reader any more */
  guint              ready_id;     /* standard output takes more */
  guint              next_id;      /* the next turn */
};

static gboolean
is_done (TinCliOutput *self)
{
  TinCapture *capture = tin_session_get_capture (self->session);

  return self->written == self->pending->len &&
         (capture == NULL || self->position >= tin_capture_get_published (capture));
}

static void
set_closed (TinCliOutput *self)
{
  if (self->closed)
    return;

  self->closed = TRUE;
  g_string_truncate (self->pending, 0);
  self->written = 0;
  self->func (self->user_data);
}

/* What passes through belongs to the stream, what is said about it does not. */
static void
append_raw (TinCliOutput    *self,
            const TinRecord *record,
            const char      *encoding)
{
  g_autoptr (GString) notice = NULL;

  if (record->event == TIN_EVENT_DATA)
    {
      if (record->direction == TIN_DIRECTION_IN && record->payload != NULL)
        g_string_append_len (self->pending, g_bytes_get_data (record->payload, NULL),
                             (gssize) g_bytes_get_size (record->payload));
      return;
    }

  notice = g_string_new (NULL);
  tin_cli_format_text (notice, record, encoding);
  fputs (notice->str, stderr);
}

static void
append_record (TinCliOutput    *self,
               const TinRecord *record)
{
  const char *encoding = tin_profile_get_encoding (tin_session_get_profile (self->session));

  switch (self->format)
    {
    case TIN_CLI_JSON:
      tin_cli_format_json (self->pending, record, tin_session_get_id (self->session), encoding);
      break;

    case TIN_CLI_RAW:
      append_raw (self, record, encoding);
      break;

    case TIN_CLI_TEXT:
    default:
      tin_cli_format_text (self->pending, record, encoding);
    }
}

static void
report_missing (guint64 n_records)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n_records);

  g_printerr (g_dngettext (GETTEXT_PACKAGE,
                           /* Translators: the placeholder is a number */
                           "tincan-cli: %s record was not kept long enough to be written\n",
                           "tincan-cli: %s records were not kept long enough to be written\n",
                           n_records),
              digits);
}

/* A ring without a file drops its oldest records when standard output does not keep up. */
static void
skip_dropped (TinCliOutput *self,
              TinCapture   *capture)
{
  guint64 first = tin_capture_get_first (capture);

  if (first <= self->position)
    return;

  report_missing (first - self->position);
  self->position = first;
}

static void
append_next (TinCliOutput *self,
             TinCapture   *capture)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_autoptr (GError) error = NULL;

  if (tin_capture_read (capture, self->position, G_MAXSIZE, &record, &error))
    append_record (self, &record);
  else if (tin_capture_get_first (capture) <= self->position)
    g_printerr (_("tincan-cli: a record cannot be read: %s\n"), error->message);
  else
    return;

  self->position++;
}

/* Returns: whether there is anything to write */
static gboolean
fill (TinCliOutput *self)
{
  TinCapture *capture = tin_session_get_capture (self->session);

  if (capture == NULL)
    return FALSE;

  g_string_truncate (self->pending, 0);
  self->written = 0;

  while (self->pending->len < BATCH_SIZE && self->position < tin_capture_get_published (capture))
    {
      skip_dropped (self, capture);
      append_next (self, capture);
    }

  return self->pending->len > 0;
}

static gboolean
is_writable (void)
{
  struct pollfd target = { .fd = STDOUT_FILENO, .events = POLLOUT };

  return poll (&target, 1, 0) > 0;
}

/* Returns: %FALSE until standard output is writable again, or when it is closed */
static gboolean
drain (TinCliOutput *self)
{
  while (self->written < self->pending->len)
    {
      gsize size = MIN (self->pending->len - self->written, WRITE_SIZE);
      gssize n_taken;

      if (!is_writable ())
        return FALSE;

      n_taken = write (STDOUT_FILENO, self->pending->str + self->written, size);

      if (n_taken >= 0)
        {
          self->written += (gsize) n_taken;
        }
      else if (errno == EAGAIN)
        {
          return FALSE;
        }
      else if (errno != EINTR)
        {
          set_closed (self);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
next_cb (gpointer user_data)
{
  TinCliOutput *self = user_data;

  self->next_id = 0;
  tin_cli_output_update (self);

  return G_SOURCE_REMOVE;
}

static gboolean
ready_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  TinCliOutput *self = user_data;

  self->ready_id = 0;
  tin_cli_output_update (self);

  return G_SOURCE_REMOVE;
}

static gboolean
closed_cb (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  TinCliOutput *self = user_data;

  self->watch_id = 0;
  set_closed (self);

  return G_SOURCE_REMOVE;
}

/**
 * tin_cli_output_new:
 * @session: whose capture to write
 * @func: called when all that the capture has is written, and when standard output is closed
 * @user_data: for @func
 *
 * Returns: (transfer full): an output at the beginning of the capture
 */
TinCliOutput *
tin_cli_output_new (TinSession       *session,
                    TinCliFormat      format,
                    TinCliOutputFunc  func,
                    gpointer          user_data)
{
  TinCliOutput *self = g_new0 (TinCliOutput, 1);

  self->session = g_object_ref (session);
  self->format = format;
  self->func = func;
  self->user_data = user_data;
  self->pending = g_string_new (NULL);
  self->watch_id = g_unix_fd_add (STDOUT_FILENO, G_IO_ERR, closed_cb, self);

  return self;
}

/**
 * tin_cli_output_free:
 *
 * What is not written yet stays unwritten.
 */
void
tin_cli_output_free (TinCliOutput *self)
{
  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_clear_handle_id (&self->ready_id, g_source_remove);
  g_clear_handle_id (&self->next_id, g_source_remove);
  g_string_free (self->pending, TRUE);
  g_object_unref (self->session);
  g_free (self);
}

/**
 * tin_cli_output_update:
 *
 * Writes what was published since, and goes on by itself as standard output takes it.
 */
void
tin_cli_output_update (TinCliOutput *self)
{
  gsize n_written = 0;

  if (self->closed || self->ready_id != 0 || self->next_id != 0)
    return;

  while (drain (self) && n_written < TURN_SIZE && fill (self))
    n_written += self->pending->len;

  if (self->closed)
    return;

  if (is_done (self))
    self->func (self->user_data);
  else if (self->written < self->pending->len)
    self->ready_id = g_unix_fd_add (STDOUT_FILENO, G_IO_OUT, ready_cb, self);
  else
    self->next_id = g_idle_add (next_cb, self);
}

/**
 * tin_cli_output_is_idle:
 *
 * Returns: whether all that was published is written, or never can be
 */
gboolean
tin_cli_output_is_idle (TinCliOutput *self)
{
  return self->closed || is_done (self);
}

/**
 * tin_cli_output_is_closed:
 *
 * Returns: whether nobody reads standard output any more
 */
gboolean
tin_cli_output_is_closed (TinCliOutput *self)
{
  return self->closed;
}
