/* tin-file-sending.c: sends a file of any size over a connection.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-file-sending.h"

#include "model/tin-peer-list-private.h"
#include "model/tin-session-object.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONNECTION_KEY "tin-file-sending-connection"

#define FIRST_PAUSE 1  /* ms until a peer that does not keep up is asked again */
#define LAST_PAUSE  64 /* ms: the pause doubles up to that */

typedef struct
{
  TinChannel *channel;     /* (owned) (nullable) */
  guint32     connection;
  char       *path;        /* (owned) */
  guint64     done;        /* bytes that were queued */
  TinReceipt *receipt;     /* (owned) what became of them */
  guint64     total;       /* bytes that the file had at first */
} Sending;

static void
sending_free (gpointer data)
{
  Sending *self = data;

  g_clear_object (&self->channel);
  tin_receipt_unref (self->receipt);
  g_free (self->path);
  g_free (self);
}

static gboolean
fail_to_read (Sending     *self,
              int          error_number,
              GError     **error)
{
  g_autofree char *name = g_filename_display_basename (self->path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (error_number),
               /* Translators: the name of a file, and why it cannot be read */
               _("Cannot read “%1$s”: %2$s"), name, g_strerror (error_number));

  return FALSE;
}

/* A pipe or a device has no size, and may never end: that is for tincan-cli. */
static int
open_file (Sending  *self,
           GError  **error)
{
  struct stat status;
  int fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0 || fstat (fd, &status) != 0)
    {
      fail_to_read (self, errno, error);
    }
  else if (!S_ISREG (status.st_mode))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _("Only regular files can be sent."));
    }
  else
    {
      self->total = status.st_size;
      return fd;
    }

  if (fd >= 0)
    close (fd);

  return -1;
}

/* Ends at once when the job is cancelled. */
static void
pause_for (TinJob *job,
           int     milliseconds)
{
  GPollFD cancelled;

  if (!g_cancellable_make_pollfd (tin_job_get_cancellable (job), &cancelled))
    {
      g_usleep (milliseconds * 1000);
      return;
    }

  g_poll (&cancelled, 1, milliseconds);
  g_cancellable_release_fd (tin_job_get_cancellable (job));
}

/* What the socket has not taken yet. */
static guint64
get_waiting (Sending *self)
{
  return self->done - tin_receipt_get_taken (self->receipt) - tin_receipt_get_lost (self->receipt);
}

/* Returns: FALSE when it was cancelled */
static gboolean
report (TinJob   *job,
        Sending  *self,
        GError  **error)
{
  const guint64 taken = tin_receipt_get_taken (self->receipt);
  const guint64 total = MAX (self->total, self->done);
  g_autofree char *sent_size = g_format_size (taken);
  g_autofree char *total_size = g_format_size (total);
  g_autofree char *waiting_size = g_format_size (get_waiting (self));

  if (get_waiting (self) > 0)
    /* Translators: three sizes such as "3.1 MB" */
    tin_job_take_detail (job, g_strdup_printf (_("%1$s of %2$s sent, %3$s waiting"), sent_size, total_size,
                                               waiting_size));
  else
    /* Translators: two sizes such as "3.1 MB" */
    tin_job_take_detail (job, g_strdup_printf (_("%1$s of %2$s sent"), sent_size, total_size));

  return tin_job_report (job, taken, total, error);
}

/* Until the kernel has all that was queued, or never will have it. Returns: FALSE when it was cancelled */
static gboolean
await_queued (TinJob   *job,
              Sending  *self,
              GError  **error)
{
  for (int pause = FIRST_PAUSE; get_waiting (self) > 0; pause = MIN (pause * 2, LAST_PAUSE))
    {
      pause_for (job, pause);
      if (!report (job, self, error))
        return FALSE;
    }

  return TRUE;
}

/* With the exact number: the next attempt may begin there. A connection that takes no more may still send what it has
 * taken before. */
static void
fail_to_send (TinJob        *job,
              Sending       *self,
              GIOErrorEnum   code,
              const char    *why,
              GError       **error)
{
  const guint64 total = MAX (self->total, self->done);
  g_autofree char *sent_size = NULL;
  g_autofree char *total_size = NULL;

  if (!await_queued (job, self, error))
    return;

  sent_size = g_format_size_full (tin_receipt_get_taken (self->receipt), G_FORMAT_SIZE_LONG_FORMAT);
  total_size = g_format_size_full (total, G_FORMAT_SIZE_LONG_FORMAT);
  g_set_error (error, G_IO_ERROR, code,
               /* Translators: two sizes such as "3.1 MB (3,145,728 bytes)", and a sentence that says why */
               _("%1$s of %2$s were sent. %3$s"), sent_size, total_size, why);
}

/* Returns: FALSE with @error set when the peer is gone, without it when it cannot take more yet */
static gboolean
try_block (TinJob   *job,
           Sending  *self,
           GBytes   *block,
           GError  **error)
{
  g_autoptr (GError) problem = NULL;

  if (tin_channel_get_queued (self->channel, self->connection) <= TIN_FILE_SENDING_AHEAD
      && tin_channel_send_with_receipt (self->channel, self->connection, block, self->receipt, &problem))
    return TRUE;

  if (problem != NULL && !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    fail_to_send (job, self, problem->code, problem->message, error);

  return FALSE;
}

/* A connection that is ending takes what comes for it, only to drop it. */
static gboolean
check_nothing_lost (TinJob   *job,
                    Sending  *self,
                    GError  **error)
{
  if (tin_receipt_get_lost (self->receipt) == 0)
    return TRUE;

  fail_to_send (job, self, G_IO_ERROR_NOT_CONNECTED, _("The connection did not take the rest."), error);

  return FALSE;
}

static gboolean
send_block (TinJob   *job,
            Sending  *self,
            GBytes   *block,
            GError  **error)
{
  g_autoptr (GError) problem = NULL;

  if (!check_nothing_lost (job, self, error))
    return FALSE;

  for (int pause = FIRST_PAUSE; !try_block (job, self, block, &problem); pause = MIN (pause * 2, LAST_PAUSE))
    {
      if (problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }

      pause_for (job, pause);
      if (!check_nothing_lost (job, self, error) || !report (job, self, error))
        return FALSE;
    }

  self->done += g_bytes_get_size (block);

  return report (job, self, error);
}

/* A file is sent when the kernel has its last byte, and no sooner. */
static gboolean
await_rest (TinJob   *job,
            Sending  *self,
            GError  **error)
{
  return await_queued (job, self, error) && check_nothing_lost (job, self, error);
}

/* One block after the other, each as large as what one record holds. */
static gboolean
send_all (TinJob   *job,
          Sending  *self,
          int       fd,
          GError  **error)
{
  for (;;)
    {
      g_autofree guint8 *data = g_malloc (TIN_CAPTURE_MAX_PAYLOAD);
      g_autoptr (GBytes) block = NULL;
      gssize size = read (fd, data, TIN_CAPTURE_MAX_PAYLOAD);

      if (size < 0 && errno == EINTR)
        continue;
      if (size < 0)
        return fail_to_read (self, errno, error);
      if (size == 0)
        return await_rest (job, self, error);

      block = g_bytes_new_take (g_steal_pointer (&data), size);
      if (!send_block (job, self, block, error))
        return FALSE;
    }
}

/* What is queued goes on waiting: it may be in the midst of what the peer understands. */
static char *
describe_cancelled (Sending    *self,
                    const char *name)
{
  const guint64 waiting = get_waiting (self);
  g_autofree char *sent_size = g_format_size (tin_receipt_get_taken (self->receipt));
  g_autofree char *total_size = g_format_size (MAX (self->total, self->done));
  g_autofree char *waiting_size = g_format_size (waiting);

  if (waiting > 0)
    /* Translators: the name of a file, and three sizes such as "3.1 MB" */
    return g_strdup_printf (_("Sending “%1$s” was cancelled after %2$s of %3$s. %4$s still wait to be sent."), name,
                            sent_size, total_size, waiting_size);

  /* Translators: the name of a file, and two sizes such as "3.1 MB" */
  return g_strdup_printf (_("Sending “%1$s” was cancelled after %2$s of %3$s."), name, sent_size, total_size);
}

/* The log shall say what its messages were. */
static void
note_end (Sending      *self,
          const GError *error)
{
  g_autofree char *name = g_filename_display_basename (self->path);
  g_autofree char *size = g_format_size (self->done);
  g_autofree char *text = NULL;

  if (error == NULL)
    /* Translators: the name of a file, and a size such as "3.1 MB" */
    text = g_strdup_printf (_("“%1$s” was sent: %2$s."), name, size);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    text = describe_cancelled (self, name);
  else
    /* Translators: the name of a file, and sentences that say how much of it went, and why no more */
    text = g_strdup_printf (_("Sending “%1$s” failed. %2$s"), name, error->message);

  tin_channel_note (self->channel, self->connection, text);
}

static gboolean
send_file (TinJob    *job,
           gpointer   user_data,
           GError   **error)
{
  Sending *self = user_data;
  g_autoptr (GError) problem = NULL;
  gboolean sent;
  int fd;

  if (self->channel == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, _("Nothing is open to send over"));
      return FALSE;
    }

  fd = open_file (self, error);
  if (fd < 0)
    return FALSE;

  sent = send_all (job, self, fd, &problem);
  close (fd);
  note_end (self, problem);

  if (sent)
    {
      g_autofree char *size = g_format_size (self->done);

      /* Translators: %s is a size such as "3.1 MB" */
      tin_job_take_detail (job, g_strdup_printf (_("%s sent"), size));
      /* The kernel may have taken the rest since the last report; who cancels now comes too late. */
      tin_job_report (job, self->done, self->done, NULL);
    }
  else
    {
      g_propagate_error (error, g_steal_pointer (&problem));
    }

  return sent;
}

/* What waits is sampled when there is news, and what the socket does not take makes none. */
static void
job_notify_detail_cb (TinSession *session,
                      GParamSpec *pspec,
                      TinJob     *job)
{
  guint32 connection = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (job), CONNECTION_KEY));

  tin_peer_list_touch (tin_session_get_peers (session), connection);
  tin_pump_wake (session->pump);
}

/**
 * tin_file_sending_start:
 * @session: over what; a TCP session that is open
 * @connection: a peer's number: only one can be waited for
 * @path: of a regular file
 *
 * Begins to send a file as it is on disk. It is read piece by piece, in the job's thread, and only as fast as
 * the peer takes it: never more than %TIN_FILE_SENDING_AHEAD bytes and one piece wait for it, whatever size the file
 * has. What was sent when the job is cancelled stays sent, and what waits then is sent yet. A note in the recording says
 * how it ended.
 *
 * Fails with %G_IO_ERROR_NOT_CONNECTED when the peer goes, and says how many bytes of how many the kernel had
 * taken by then; or with %G_IO_ERROR_NOT_REGULAR_FILE, or what open(2) and read(2) say.
 *
 * Returns: (transfer full): the job, which is done when the kernel has taken all
 */
TinJob *
tin_file_sending_start (TinSession *session,
                        guint32     connection,
                        const char *path)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  TinJob *job;
  Sending *self;

  g_return_val_if_fail (TIN_IS_SESSION (session), NULL);
  g_return_val_if_fail (connection != 0, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (Sending, 1);
  self->channel = session->channel != NULL ? g_object_ref (session->channel) : NULL;
  self->connection = connection;
  self->path = g_strdup (path);
  self->receipt = tin_receipt_new ();

  name = g_filename_display_basename (path);
  /* Translators: %s is the name of a file */
  title = g_strdup_printf (_("Sending “%s”"), name);

  job = tin_job_start (title, send_file, self, sending_free);
  g_object_set_data (G_OBJECT (job), CONNECTION_KEY, GUINT_TO_POINTER (connection));
  g_signal_connect_object (job, "notify::detail", G_CALLBACK (job_notify_detail_cb), session, G_CONNECT_SWAPPED);

  return job;
}
