/* soak-server.c: an echo server with all that a window has but the window, which judges its own log.
 *
 * It prints its port. For each number on its standard input it prints totals of the log, once so
 * many connections have been there, all are over and all of the log is read. At the end of its input it
 * ends the session, tells the totals again, with --hashes a line for each connection, and at last
 * what of the recording is left when it is opened from disk.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-audit.h"
#include "bench-descriptors.h"

#include "model/tin-workbench.h"

#include <stdio.h>
#include <unistd.h>

#define AUDIT_SLICE    1024 /* records */
#define LOOK_INTERVAL  20   /* ms */
#define END_TIMEOUT    60000 /* ms */

typedef struct
{
  GMainLoop       *loop;    /* (owned) */
  TinWorkbench    *workbench; /* (owned) */
  TinSession      *session; /* (owned) */
  BenchAudit      *audit;   /* (owned) */
  GThread         *auditor;
  GIOChannel      *input;   /* (owned) */
  guint64          awaited; /* connections, before totals are told; 0 when nobody asks */
  gboolean         has_told_port;

  GMutex           lock;    /* of all that follows */
  guint64          n_read;  /* records */
  BenchAuditTotals totals;
  gboolean         is_over;
  GCond            over;    /* it is */
} Server;

static int session_limit = 256;
static char *folder;
static gboolean wants_hashes;

static const GOptionEntry options[] = {
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where recordings go; nothing else may be there", "FOLDER" },
  { "limit", 0, 0, G_OPTION_ARG_INT, &session_limit, "Of the recording, MiB (256)", "MIB" },
  { "hashes", 0, 0, G_OPTION_ARG_NONE, &wants_hashes, "Tell SHA-256 of what each connection sent and got", NULL },
  { NULL }
};

/* Locked. News of the log are the session's own, so that it is looked at from time to time until all is over. */
static void
await_look (Server *self)
{
  const gint64 until = g_get_monotonic_time () + LOOK_INTERVAL * G_TIME_SPAN_MILLISECOND;

  while (!self->is_over && g_cond_wait_until (&self->over, &self->lock, until))
    continue;
}

static gpointer
audit_thread (gpointer data)
{
  Server *self = data;
  guint64 n_read;
  gboolean is_over;

  do
    {
      g_mutex_lock (&self->lock);
      is_over = self->is_over;
      g_mutex_unlock (&self->lock);

      n_read = bench_audit_go_on (self->audit, AUDIT_SLICE);

      g_mutex_lock (&self->lock);
      self->n_read += n_read;
      self->totals = *bench_audit_get_totals (self->audit);
      if (n_read == 0)
        await_look (self);
      g_mutex_unlock (&self->lock);
    }
  while (n_read > 0 || !is_over);

  return NULL;
}

static void
tell_totals (const char             *what,
             const BenchAuditTotals *totals)
{
  printf ("%s records %" G_GUINT64_FORMAT " opened %" G_GUINT64_FORMAT " closed %" G_GUINT64_FORMAT
          " reset %" G_GUINT64_FORMAT " in %" G_GUINT64_FORMAT " out %" G_GUINT64_FORMAT
          " closed-in %" G_GUINT64_FORMAT " closed-out %" G_GUINT64_FORMAT
          " wrong %" G_GUINT64_FORMAT " missed %" G_GUINT64_FORMAT "\n",
          what, totals->n_records, totals->n_opened, totals->n_closed, totals->n_reset,
          totals->bytes[TIN_DIRECTION_IN], totals->bytes[TIN_DIRECTION_OUT],
          totals->closed_bytes[TIN_DIRECTION_IN], totals->closed_bytes[TIN_DIRECTION_OUT],
          totals->n_wrong, totals->n_missed);
  fflush (stdout);
}

static void
tell_hashes_cb (const char        *peer,
                const guint64      sizes[TIN_DIRECTION_OUT + 1],
                const char *const  hashes[TIN_DIRECTION_OUT + 1],
                gpointer           user_data)
{
  printf ("peer %s in %" G_GUINT64_FORMAT " %s out %" G_GUINT64_FORMAT " %s\n",
          peer, sizes[TIN_DIRECTION_IN], hashes[TIN_DIRECTION_IN], sizes[TIN_DIRECTION_OUT], hashes[TIN_DIRECTION_OUT]);
}

static gboolean
is_settled (Server           *self,
            BenchAuditTotals *totals)
{
  TinCapture *capture = tin_session_get_capture (self->session);
  guint64 n_read;

  g_mutex_lock (&self->lock);
  n_read = self->n_read;
  *totals = self->totals;
  g_mutex_unlock (&self->lock);

  return n_read == tin_capture_get_published (capture)
         && totals->n_opened >= self->awaited
         && totals->n_opened == totals->n_closed + totals->n_reset
         && tin_peer_list_get_n_open (tin_session_get_peers (self->session)) == 0;
}

static gboolean
look_cb (gpointer user_data)
{
  Server *self = user_data;
  BenchAuditTotals totals;

  if (!self->has_told_port && tin_session_get_state (self->session) == TIN_SESSION_OPEN)
    {
      self->has_told_port = TRUE;
      printf ("%u\n", tin_session_get_port (self->session));
      fflush (stdout);
    }

  if (self->awaited > 0 && is_settled (self, &totals))
    {
      self->awaited = 0;
      tell_totals ("so-far", &totals);
    }

  if (tin_session_get_state (self->session) == TIN_SESSION_CLOSED)
    g_main_loop_quit (self->loop);

  return G_SOURCE_CONTINUE;
}

static gboolean
input_cb (GIOChannel   *input,
          GIOCondition  condition,
          gpointer      user_data)
{
  Server *self = user_data;
  g_autofree char *line = NULL;

  if (g_io_channel_read_line (input, &line, NULL, NULL, NULL) == G_IO_STATUS_NORMAL)
    {
      self->awaited = g_ascii_strtoull (line, NULL, 10);
      return G_SOURCE_CONTINUE;
    }

  tin_session_stop (self->session);

  return G_SOURCE_REMOVE;
}

static gboolean
start (Server  *self,
       GError **error)
{
  g_autofree char *configuration = g_build_filename (folder, "config", NULL);
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("tcp-listen://127.0.0.1:0?reply=echo", error);

  if (profile == NULL || (self->workbench = tin_workbench_new (folder, configuration, error)) == NULL)
    return FALSE;

  g_object_set (tin_workbench_get_captures (self->workbench), "session-limit", session_limit, NULL);
  self->session = tin_workbench_create_session (self->workbench, profile);

  return tin_session_start (self->session, error);
}

static void
serve (Server *self)
{
  guint look_id = g_timeout_add (LOOK_INTERVAL, look_cb, self);

  self->audit = bench_audit_new (tin_session_get_capture (self->session),
                                 wants_hashes ? BENCH_AUDIT_HASHES : BENCH_AUDIT_FIGURES);
  self->auditor = g_thread_new ("audit", audit_thread, self);
  self->input = g_io_channel_unix_new (STDIN_FILENO);
  g_io_add_watch (self->input, G_IO_IN | G_IO_HUP, input_cb, self);
  g_main_loop_run (self->loop);
  g_source_remove (look_id);

  g_mutex_lock (&self->lock);
  self->is_over = TRUE;
  g_cond_signal (&self->over);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->auditor);

  tell_totals ("in-all", bench_audit_get_totals (self->audit));
  if (wants_hashes)
    bench_audit_foreach (self->audit, tell_hashes_cb, NULL);
}

/* What the log still has of what is on disk: a file that went at the last moment has no note in the log. */
static guint64
count_left (TinCapture *capture)
{
  guint64 saved = tin_capture_get_saved (capture);
  guint64 n_left = 0;

  for (guint64 position = tin_capture_get_first (capture); position < saved; position++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      n_left += tin_capture_read (capture, position, 0, &record, NULL);
    }

  return n_left;
}

/* Reads what is on disk as anybody would who opens it later: when the writer has written the last of it. */
static gboolean
judge_recording (Server  *self,
                 GError **error)
{
  TinCapture *capture = tin_session_get_capture (self->session);
  g_auto (TinCaptureHealth) health = { 0 };
  g_autoptr (TinSession) opened = NULL;
  g_autoptr (BenchAudit) audit = NULL;

  if (!tin_capture_end (capture, END_TIMEOUT))
    g_printerr ("the last of the log was not written\n");

  tin_capture_get_health (capture, &health);
  opened = tin_workbench_open_file (self->workbench, health.path, error);
  if (opened == NULL)
    return FALSE;

  while (tin_session_get_loaded (opened) < 1.0)
    g_main_context_iteration (NULL, TRUE);

  audit = bench_audit_new (tin_session_get_capture (opened), BENCH_AUDIT_FIGURES);
  while (bench_audit_go_on (audit, AUDIT_SLICE) > 0)
    continue;

  tell_totals ("on-disk", bench_audit_get_totals (audit));
  printf ("left records %" G_GUINT64_FORMAT " unsaved %" G_GUINT64_FORMAT " path %s\n",
          count_left (capture), health.unsaved_records, health.path);

  return TRUE;
}

static void
clear (Server *self)
{
  g_clear_pointer (&self->input, g_io_channel_unref);
  g_clear_pointer (&self->audit, bench_audit_free);
  g_clear_object (&self->session);
  g_clear_object (&self->workbench);
  g_clear_pointer (&self->loop, g_main_loop_unref);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Server self = { 0 };

  g_option_context_add_main_entries (context, options, NULL);

  if (!g_option_context_parse (context, &argc, &argv, &error) || folder == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "--folder is needed");
      return 2;
    }

  bench_raise_descriptor_limit ();
  self.loop = g_main_loop_new (NULL, FALSE);
  if (start (&self, &error))
    {
      serve (&self);
      judge_recording (&self, &error);
    }

  clear (&self);
  if (error != NULL)
    g_printerr ("%s\n", error->message);

  return error != NULL ? 1 : 0;
}
