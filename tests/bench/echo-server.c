/* echo-server.c: Tincan's engine and capture as an echo server, with nothing above them.
 *
 * It prints its port, serves until told to end, and prints what its capture says about the whole session.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-descriptors.h"

#include "capture/tin-capture.h"
#include "capture/tin-file-sink.h"
#include "net/tin-engine.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <stdio.h>

#define FLUSH_TIMEOUT 60000 /* ms */
#define CAPTURE_NAME  "echo.pcapng"

typedef struct
{
  GMainLoop  *loop;     /* (owned) */
  TinChannel *channel;  /* (owned) (nullable) */
  gboolean    has_told_port;
  GError     *error;    /* (owned) (nullable) */
} Server;

static gboolean is_sink;
static gboolean is_unrecorded;
static char *folder;

static const GOptionEntry options[] = {
  { "sink", 0, 0, G_OPTION_ARG_NONE, &is_sink, "Receive and answer nothing", NULL },
  { "no-record", 0, 0, G_OPTION_ARG_NONE, &is_unrecorded, "Write no capture file", NULL },
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where the capture file is for the time being", "FOLDER" },
  { NULL }
};

static gboolean
look_cb (gpointer user_data)
{
  Server *self = user_data;
  g_auto (TinChannelSnapshot) snapshot = { 0 };

  if (self->channel == NULL)
    return G_SOURCE_REMOVE;

  tin_channel_get_snapshot (self->channel, &snapshot);

  if (snapshot.state == TIN_CHANNEL_OPEN && !self->has_told_port)
    {
      self->has_told_port = TRUE;
      printf ("%u\n", snapshot.local.port);
      fflush (stdout);
    }

  if (snapshot.state == TIN_CHANNEL_CLOSED)
    {
      self->error = g_steal_pointer (&snapshot.error);
      g_main_loop_quit (self->loop);
    }

  return G_SOURCE_REMOVE;
}

/* In the engine's thread. */
static void
channel_news_cb (gpointer user_data)
{
  g_idle_add (look_cb, user_data);
}

static gboolean
stop_cb (gpointer user_data)
{
  Server *self = user_data;

  tin_channel_stop (self->channel);

  return G_SOURCE_REMOVE;
}

static gboolean
input_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  char ignored[256];

  if (read (fd, ignored, sizeof ignored) > 0)
    return G_SOURCE_CONTINUE;

  return stop_cb (user_data);
}

static void
tell_totals (TinCapture *capture)
{
  guint64 totals[3] = { 0 };
  guint64 end = tin_capture_get_published (capture);
  g_auto (TinCaptureHealth) health = { 0 };
  TinIndexEntry entry;

  for (guint64 i = tin_capture_get_first (capture); i < end; i++)
    {
      if (tin_capture_peek (capture, i, &entry) && entry.event == TIN_EVENT_DATA)
        totals[entry.direction] += entry.size;
    }

  tin_capture_get_health (capture, &health);

  printf ("records %" G_GUINT64_FORMAT " received %" G_GUINT64_FORMAT " sent %" G_GUINT64_FORMAT
          " unsaved %" G_GUINT64_FORMAT "\n",
          end, totals[TIN_DIRECTION_IN], totals[TIN_DIRECTION_OUT], health.unsaved_records);
}

static void
serve (Server     *self,
       TinEngine  *engine,
       TinCapture *capture)
{
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, "127.0.0.1", 0);

  endpoint->reply = is_sink ? TIN_REPLY_NONE : TIN_REPLY_ECHO;
  self->channel = tin_engine_open (engine, endpoint, capture, channel_news_cb, self);
  look_cb (self);

  g_unix_signal_add (SIGTERM, stop_cb, self);
  g_unix_signal_add (SIGINT, stop_cb, self);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, input_cb, self);
  g_main_loop_run (self->loop);

  tin_channel_set_news_func (self->channel, NULL, NULL);
  tin_capture_flush (capture, FLUSH_TIMEOUT);
  tell_totals (capture);
  g_clear_object (&self->channel);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TinEngine) engine = NULL;
  g_autoptr (TinSink) sink = NULL;
  g_autoptr (TinCapture) capture = NULL;
  g_autofree char *template = NULL;
  g_autofree char *path = NULL;
  Server server = { 0 };

  g_option_context_add_main_entries (context, options, NULL);

  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  bench_raise_descriptor_limit ();
  template = g_build_filename (folder != NULL ? folder : g_get_tmp_dir (), "tincan-bench-XXXXXX", NULL);
  path = g_build_filename (g_mkdtemp (template), CAPTURE_NAME, NULL);
  sink = is_unrecorded ? NULL : tin_file_sink_new (template, CAPTURE_NAME);
  capture = tin_capture_new ("echo", sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
  engine = tin_engine_new (&error);

  if (engine != NULL)
    {
      server.loop = g_main_loop_new (NULL, FALSE);
      serve (&server, engine, capture);
      tin_engine_stop (engine);
      g_main_loop_unref (server.loop);
      error = g_steal_pointer (&server.error);
    }

  g_unlink (path);
  g_rmdir (template);

  if (error != NULL)
    g_printerr ("%s\n", error->message);

  return error != NULL ? 1 : 0;
}
