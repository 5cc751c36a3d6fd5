/* test-file-sending.c: tests of files that are sent over a connection.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-file-sending.h"

#include "bench.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#define FILE_SIZE  (24 * 1024 * 1024) /* bytes: more than sockets hold */
#define SMALL_SIZE (400 * 1024)       /* bytes: fewer than may wait, but more than small sockets hold */
#define SMALL_URI  "tcp-listen://127.0.0.1:0?send-buffer=16384"
#define RESET_URI  SMALL_URI "&reset-on-close=1"

/* A server with one client, and a file. */
typedef struct
{
  Bench       bench;
  TinSession *session;  /* (owned) */
  GSocket    *client;   /* (owned) */
  char       *path;     /* (owned) */
  guint8     *contents; /* (owned) */
} Fixture;

/* @data: an endpoint with small buffers, or NULL for those that the system chooses */
static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  bench_set_up (&self->bench, data);
  self->session = bench_serve (&self->bench, data != NULL ? data : "tcp-listen://127.0.0.1:0");
  self->client = socket_new (G_SOCKET_TYPE_STREAM);
  if (data != NULL)
    g_assert_true (g_socket_set_option (self->client, SOL_SOCKET, SO_RCVBUF, 16384, NULL));
  socket_connect (self->client, tin_session_get_port (self->session));
  wait_for_open (self->session, 1);

  self->path = g_build_filename (self->bench.folder, "a file", NULL);
  self->contents = g_malloc (FILE_SIZE);
  for (gsize i = 0; i < FILE_SIZE; i++)
    self->contents[i] = i * 7 + i / 65521;
  write_file (self->path, (const char *) self->contents, FILE_SIZE);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  bench_finish (self->session);
  g_object_unref (self->client);
  g_remove (self->path);
  g_free (self->path);
  g_free (self->contents);
  bench_tear_down (&self->bench, data);
}

static guint32
get_connection (Fixture *self)
{
  g_autoptr (TinPeer) peer = g_list_model_get_item (G_LIST_MODEL (tin_session_get_peers (self->session)), 0);

  return tin_peer_get_connection (peer);
}

static TinJob *
start (Fixture    *self,
       const char *path)
{
  return tin_file_sending_start (self->session, get_connection (self), path);
}

static void
wait_for_end (TinJob      *job,
              TinJobState  state)
{
  wait_until (tin_job_get_state (job) != TIN_JOB_RUNNING);
  g_assert_cmpuint (tin_job_get_state (job), ==, state);
}

static gboolean
has_note (Fixture    *self,
          const char *start,
          const char *end)
{
  TinCapture *capture = tin_session_get_capture (self->session);

  for (guint64 i = tin_capture_get_published (capture); i > 0; i--)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      TinIndexEntry entry;

      if (tin_capture_peek (capture, i - 1, &entry) && entry.event == TIN_EVENT_NOTE &&
          tin_capture_read (capture, i - 1, 0, &record, NULL) &&
          g_str_has_prefix (record.reason, start) && g_str_has_suffix (record.reason, end))
        return TRUE;
    }

  return FALSE;
}

/* How it ended is in the recording. */
static void
wait_for_note (Fixture    *self,
               const char *start,
               const char *end)
{
  wait_until (has_note (self, start, end));
}

static gpointer
receive_thread (gpointer data)
{
  return socket_receive (data, FILE_SIZE);
}

static void
test_arrives_as_it_is_on_disk (Fixture       *self,
                               gconstpointer  data)
{
  GThread *receiver = g_thread_new ("receiver", receive_thread, self->client);
  TinJob *job = start (self, self->path);
  g_autofree char *received = NULL;

  g_assert_cmpstr (tin_job_get_title (job), ==, "Sending “a file”");
  wait_for_end (job, TIN_JOB_DONE);
  g_assert_cmpfloat (tin_job_get_fraction (job), ==, 1.0);
  g_assert_cmpstr (tin_job_get_detail (job), ==, "25.2\302\240MB sent");
  wait_for_note (self, "“a file” was sent: 25.2\302\240MB.", "");

  received = g_thread_join (receiver);
  g_assert_cmpmem (received, FILE_SIZE, self->contents, FILE_SIZE);
  g_assert_finalize_object (job);
}

static void
test_waits_for_a_peer_that_does_not_read (Fixture       *self,
                                          gconstpointer  data)
{
  TinJob *job = start (self, self->path);

  /* It goes on until the peer's buffers are full and as much as may wait does. */
  wait_until (tin_session_get_queued (self->session) > TIN_FILE_SENDING_AHEAD);
  g_assert_cmpuint (tin_session_get_queued (self->session), <=, TIN_FILE_SENDING_AHEAD + TIN_CAPTURE_MAX_PAYLOAD);
  g_assert_cmpuint (tin_job_get_state (job), ==, TIN_JOB_RUNNING);

  tin_job_cancel (job);
  wait_for_end (job, TIN_JOB_CANCELLED);
  wait_for_note (self, "Sending “a file” was cancelled after ", " still wait to be sent.");
  g_assert_finalize_object (job);
}

/* To the byte: what is recorded as sent was, and nothing else. */
static void
assert_tells_how_much (Fixture *self,
                       TinJob  *job,
                       guint64  total)
{
  g_autofree char *all = g_format_size_full (total, G_FORMAT_SIZE_LONG_FORMAT);
  g_autofree char *taken = NULL;
  g_autofree char *beginning = NULL;

  wait_for_open (self->session, 0);
  g_assert_cmpuint (tin_session_get_totals (self->session)->bytes_out, <, total);
  taken = g_format_size_full (tin_session_get_totals (self->session)->bytes_out, G_FORMAT_SIZE_LONG_FORMAT);
  beginning = g_strdup_printf ("%s of %s were sent. ", taken, all);
  g_assert_true (g_str_has_prefix (tin_job_get_error (job)->message, beginning));
}

static void
test_fails_when_the_peer_goes (Fixture       *self,
                               gconstpointer  data)
{
  TinJob *job = start (self, self->path);

  wait_until (tin_session_get_queued (self->session) > TIN_FILE_SENDING_AHEAD);
  g_socket_close (self->client, NULL);
  wait_for_end (job, TIN_JOB_FAILED);
  g_assert_error (tin_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
  assert_tells_how_much (self, job, FILE_SIZE);
  wait_for_note (self, "Sending “a file” failed. ", tin_job_get_error (job)->message);
  g_assert_finalize_object (job);
}

/* A file that fits what may wait for the peer; returns when all of it is queued, and the kernel takes no more. */
static TinJob *
start_small (Fixture *self)
{
  TinJob *job;

  write_file (self->path, (const char *) self->contents, SMALL_SIZE);
  job = start (self, self->path);
  wait_until (tin_session_get_queued (self->session) > 0
              && tin_session_get_queued (self->session) + tin_session_get_totals (self->session)->bytes_out == SMALL_SIZE);
  wait_until (g_str_has_suffix (tin_job_get_detail (job), " waiting"));
  g_assert_cmpuint (tin_job_get_state (job), ==, TIN_JOB_RUNNING);

  return job;
}

/* All is queued, but what waits here is not sent. */
static void
test_is_done_when_the_socket_has_all (Fixture       *self,
                                      gconstpointer  data)
{
  TinJob *job = start_small (self);
  g_autofree char *received = socket_receive (self->client, SMALL_SIZE);

  g_assert_cmpmem (received, SMALL_SIZE, self->contents, SMALL_SIZE);
  wait_for_end (job, TIN_JOB_DONE);
  wait_until (tin_session_get_queued (self->session) == 0);
  g_assert_finalize_object (job);
}

static void
test_fails_when_the_peer_goes_before_the_rest (Fixture       *self,
                                               gconstpointer  data)
{
  TinJob *job = start_small (self);

  g_socket_close (self->client, NULL);
  wait_for_end (job, TIN_JOB_FAILED);
  g_assert_error (tin_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
  assert_tells_how_much (self, job, SMALL_SIZE);
  g_assert_finalize_object (job);
}

/* The end of sending waits behind what is queued, and whatever comes after it is dropped: the rest of the file is not
 * read for that, but what was queued still counts. */
static void
test_stops_when_sending_was_finished (Fixture       *self,
                                      gconstpointer  data)
{
  const TinTotals *totals = tin_session_get_totals (self->session);
  TinJob *job = start (self, self->path);
  GThread *receiver;
  g_autofree char *beginning = NULL;
  g_autofree char *received = NULL;

  /* Of what is queued the client reads a little, so that there is room for more of the file, and then for long nothing. */
  wait_until (tin_session_get_queued (self->session) > TIN_FILE_SENDING_AHEAD);
  tin_session_finish_sending (self->session, get_connection (self));
  beginning = socket_receive (self->client, TIN_FILE_SENDING_AHEAD / 2);
  wait_until (totals->problems > 0);
  g_assert_cmpuint (tin_session_get_queued (self->session), >, 0);
  g_assert_cmpuint (tin_job_get_state (job), ==, TIN_JOB_RUNNING);

  receiver = g_thread_new ("receiver", receive_thread, self->client);
  wait_for_end (job, TIN_JOB_FAILED);
  g_assert_error (tin_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);

  received = g_thread_join (receiver);
  g_socket_close (self->client, NULL);
  assert_tells_how_much (self, job, FILE_SIZE);
  g_assert_cmpuint (totals->problems, <=, TIN_FILE_SENDING_AHEAD / TIN_CAPTURE_MAX_PAYLOAD + 2);
  g_assert_finalize_object (job);
}

/* Who ends the session drops what waits as well. */
static void
test_fails_when_the_session_stops (Fixture       *self,
                                   gconstpointer  data)
{
  TinJob *job = start_small (self);

  tin_session_stop (self->session);
  wait_for_end (job, TIN_JOB_FAILED);
  assert_tells_how_much (self, job, SMALL_SIZE);
  g_assert_finalize_object (job);
}

static void
assert_is_reset (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  char buffer[65536];

  while (g_socket_receive (self->client, buffer, sizeof buffer, NULL, &error) > 0)
    ;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
}

/* A reset does not wait for what is queued, nor does the job. */
static void
test_fails_when_the_connection_is_reset (Fixture       *self,
                                         gconstpointer  data)
{
  TinJob *job = start_small (self);

  tin_session_disconnect_peer (self->session, get_connection (self));
  wait_for_end (job, TIN_JOB_FAILED);
  g_assert_error (tin_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
  assert_tells_how_much (self, job, SMALL_SIZE);
  assert_is_reset (self);
  g_assert_finalize_object (job);
}

/* The same while more of the file is to be read than may wait. */
static void
test_fails_when_a_session_that_resets_stops (Fixture       *self,
                                             gconstpointer  data)
{
  TinJob *job = start (self, self->path);

  wait_until (tin_session_get_queued (self->session) > TIN_FILE_SENDING_AHEAD);
  tin_session_stop (self->session);
  wait_for_end (job, TIN_JOB_FAILED);
  g_assert_error (tin_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
  assert_tells_how_much (self, job, FILE_SIZE);
  assert_is_reset (self);
  g_assert_finalize_object (job);
}

static void
test_sends_nothing_of_an_empty_file (Fixture       *self,
                                     gconstpointer  data)
{
  TinJob *job;

  write_file (self->path, "", 0);
  job = start (self, self->path);
  wait_for_end (job, TIN_JOB_DONE);
  g_assert_cmpuint (tin_session_get_totals (self->session)->bytes_out, ==, 0);
  g_assert_finalize_object (job);
}

static void
test_says_why_it_cannot_read (Fixture       *self,
                              gconstpointer  data)
{
  g_autofree char *missing = g_build_filename (self->bench.folder, "missing", NULL);
  g_autofree char *pipe = g_build_filename (self->bench.folder, "pipe", NULL);
  TinJob *job = start (self, missing);

  wait_for_end (job, TIN_JOB_FAILED);
  g_assert_error (tin_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_finalize_object (job);

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  job = start (self, pipe);
  wait_for_end (job, TIN_JOB_FAILED);
  g_assert_error (tin_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_finalize_object (job);
  g_remove (pipe);
}

static void
test_needs_an_open_session (Fixture       *self,
                            gconstpointer  data)
{
  TinSession *closed = bench_create (&self->bench, "tcp-listen://127.0.0.1:0");
  TinJob *job = tin_file_sending_start (closed, 1, self->path);

  wait_for_end (job, TIN_JOB_FAILED);
  g_assert_error (tin_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
  g_assert_finalize_object (job);
  g_assert_finalize_object (closed);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void      (*func) (Fixture       *self,
                       gconstpointer  data);
    const char *uri;
  } tests[] = {
    { "/file-sending/arrives-as-it-is-on-disk", test_arrives_as_it_is_on_disk },
    { "/file-sending/waits-for-a-peer-that-does-not-read", test_waits_for_a_peer_that_does_not_read },
    { "/file-sending/fails-when-the-peer-goes", test_fails_when_the_peer_goes },
    { "/file-sending/is-done-when-the-socket-has-all", test_is_done_when_the_socket_has_all, SMALL_URI },
    { "/file-sending/fails-when-the-peer-goes-before-the-rest", test_fails_when_the_peer_goes_before_the_rest, SMALL_URI },
    { "/file-sending/stops-when-sending-was-finished", test_stops_when_sending_was_finished, SMALL_URI },
    { "/file-sending/fails-when-the-session-stops", test_fails_when_the_session_stops, SMALL_URI },
    { "/file-sending/fails-when-the-connection-is-reset", test_fails_when_the_connection_is_reset, RESET_URI },
    { "/file-sending/fails-when-a-session-that-resets-stops", test_fails_when_a_session_that_resets_stops, RESET_URI },
    { "/file-sending/sends-nothing-of-an-empty-file", test_sends_nothing_of_an_empty_file },
    { "/file-sending/says-why-it-cannot-read", test_says_why_it_cannot_read },
    { "/file-sending/needs-an-open-session", test_needs_an_open_session },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].uri, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
