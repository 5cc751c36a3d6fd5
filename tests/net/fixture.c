/* fixture.c: an engine, a capture and a channel to be looked at.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include "capture/tin-file-sink.h"
#include "gone.h"
#include "keep.h"
#include "net/tin-engine-private.h"

#include <glib/gstdio.h>
#include <string.h>

void
fixture_news_cb (gpointer user_data)
{
  g_main_context_wakeup (NULL);
}

void
fixture_set_up (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->engine = tin_engine_new (&error);
  g_assert_no_error (error);
  self->capture = tin_capture_new ("test", NULL, TIN_CAPTURE_DEFAULT_RING_SIZE);
  tin_capture_set_news_func (self->capture, fixture_news_cb, NULL);
}

void
fixture_tear_down (Fixture       *self,
                   gconstpointer  data)
{
  tin_engine_stop (self->engine);

  if (self->channel != NULL)
    {
      g_assert_cmpint (fixture_get_state (self), ==, TIN_CHANNEL_CLOSED);
      g_assert_cmpuint (fixture_get_queued (self), ==, 0);
      g_assert_finalize_object (self->channel);
    }

  g_assert_finalize_object (self->engine);
  g_assert_finalize_object (self->capture);

  if (self->disk != NULL)
    {
      g_autofree char *path = g_strdup (tin_sink_get_path (TIN_SINK (self->disk)));

      await_finalize (G_OBJECT (self->disk));
      keep_capture (path);
      g_unlink (path);
      g_rmdir (self->folder);
      g_clear_pointer (&self->folder, g_free);
    }
}

/* The same for tests that may have left the channel open. */
void
fixture_stop_and_tear_down (Fixture       *self,
                            gconstpointer  data)
{
  if (self->channel != NULL && fixture_get_state (self) != TIN_CHANNEL_CLOSED)
    fixture_stop (self);

  fixture_tear_down (self, data);
}

/* Records to a disk that can be held, through a ring that is soon full. */
void
fixture_use_slow_disk (Fixture *self)
{
  g_autoptr (TinSink) file = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("tincan-net-XXXXXX", &error);
  g_assert_no_error (error);
  file = tin_file_sink_new (self->folder, "slow");
  self->disk = TIN_FAULTY_SINK (tin_faulty_sink_new (file));

  g_assert_finalize_object (self->capture);
  self->capture = tin_capture_new ("slow", TIN_SINK (self->disk), 2 * 1024 * 1024);
  tin_capture_set_news_func (self->capture, fixture_news_cb, NULL);
}

void
fixture_wait (Fixture *self)
{
  tin_capture_arm (self->capture, self->seen);
  g_main_context_iteration (NULL, TRUE);
}

static gboolean
tick_cb (gpointer is_over)
{
  *(gboolean *) is_over = TRUE;

  return G_SOURCE_REMOVE;
}

void
fixture_wait_a_tick (void)
{
  gboolean is_over = FALSE;

  g_timeout_add (1, tick_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

void
fixture_open (Fixture    *self,
              const char *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_parse (uri, &error);

  g_assert_no_error (error);

  /* The engine may still hold the one of before, until its turn ends. */
  g_clear_object (&self->channel);
  self->channel = tin_engine_open (self->engine, endpoint, self->capture, fixture_news_cb, NULL);
}

void
fixture_open_port (Fixture    *self,
                   const char *format,
                   guint       port)
{
  g_autofree char *uri = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  uri = g_strdup_printf (format, port);
#pragma GCC diagnostic pop
  fixture_open (self, uri);
}

void
fixture_serve (Fixture    *self,
               const char *uri)
{
  fixture_open (self, uri);
  wait_until (self, fixture_get_state (self) != TIN_CHANNEL_OPENING);
  g_assert_cmpint (fixture_get_state (self), ==, TIN_CHANNEL_OPEN);
}

/* A server, and a peer that is connected to it. Returns: the peer's socket */
int
fixture_serve_one (Fixture    *self,
                   const char *uri)
{
  int peer;

  fixture_serve (self, uri);
  peer = peer_connect (fixture_get_port (self));
  wait_until (self, fixture_get_n_links (self) == 1);

  return peer;
}

void
fixture_stop (Fixture *self)
{
  tin_channel_stop (self->channel);
  wait_until (self, fixture_get_state (self) == TIN_CHANNEL_CLOSED);
}

/* So that another can be served. */
void
fixture_stop_and_forget (Fixture *self)
{
  fixture_stop (self);
  g_clear_object (&self->channel);
}

TinChannelState
fixture_get_state (Fixture *self)
{
  g_auto (TinChannelSnapshot) snapshot = { 0 };

  tin_channel_get_snapshot (self->channel, &snapshot);

  return snapshot.state;
}

guint
fixture_get_port (Fixture *self)
{
  g_auto (TinChannelSnapshot) snapshot = { 0 };

  tin_channel_get_snapshot (self->channel, &snapshot);

  return snapshot.local.port;
}

guint
fixture_get_n_links (Fixture *self)
{
  g_auto (TinChannelSnapshot) snapshot = { 0 };

  tin_channel_get_snapshot (self->channel, &snapshot);

  return snapshot.n_links;
}

guint
fixture_get_n_paused (Fixture *self)
{
  g_auto (TinChannelSnapshot) snapshot = { 0 };

  tin_channel_get_snapshot (self->channel, &snapshot);

  return snapshot.n_paused;
}

gsize
fixture_get_queued (Fixture *self)
{
  g_auto (TinChannelSnapshot) snapshot = { 0 };

  tin_channel_get_snapshot (self->channel, &snapshot);

  return snapshot.queued;
}

/* Whether the disk takes so long that nothing more is received or sent. */
gboolean
fixture_is_full (Fixture *self)
{
  g_auto (TinCaptureHealth) health = { 0 };

  tin_capture_get_health (self->capture, &health);

  return health.is_full;
}

gboolean
fixture_has_error (Fixture *self,
                   GQuark   domain,
                   int      code)
{
  g_auto (TinChannelSnapshot) snapshot = { 0 };

  tin_channel_get_snapshot (self->channel, &snapshot);

  return g_error_matches (snapshot.error, domain, code);
}

static void
read_record (Fixture   *self,
             guint64    position,
             TinRecord *record)
{
  g_autoptr (GError) error = NULL;

  tin_capture_read (self->capture, position, G_MAXSIZE, record, &error);
  g_assert_no_error (error);
}

guint
fixture_count (Fixture  *self,
               TinEvent  event)
{
  guint64 end = tin_capture_get_published (self->capture);
  guint count = 0;

  for (guint64 i = tin_capture_get_first (self->capture); i < end; i++)
    {
      TinIndexEntry entry;

      count += tin_capture_peek (self->capture, i, &entry) && entry.event == event;
    }

  return count;
}

gboolean
fixture_find (Fixture   *self,
              TinEvent   event,
              TinRecord *record)
{
  guint64 end = tin_capture_get_published (self->capture);

  for (guint64 i = tin_capture_get_first (self->capture); i < end; i++)
    {
      TinIndexEntry entry;

      if (!tin_capture_peek (self->capture, i, &entry) || entry.event != event)
        continue;

      read_record (self, i, record);
      return TRUE;
    }

  return FALSE;
}

/* Why the last of these events happened. */
char *
fixture_dup_reason (Fixture  *self,
                    TinEvent  event)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  g_assert_true (fixture_find (self, event, &record));

  return g_strdup (record.reason);
}

GByteArray *
fixture_collect (Fixture      *self,
                 guint32       connection,
                 TinDirection  direction)
{
  guint64 end = tin_capture_get_published (self->capture);
  GByteArray *bytes = g_byte_array_new ();

  for (guint64 i = tin_capture_get_first (self->capture); i < end; i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      gsize size;
      const guint8 *data;

      read_record (self, i, &record);
      if (record.event != TIN_EVENT_DATA || record.direction != direction ||
          (connection != 0 && record.connection != connection))
        continue;

      data = record.payload != NULL ? g_bytes_get_data (record.payload, &size) : NULL;
      if (data != NULL)
        g_byte_array_append (bytes, data, size);
    }

  return bytes;
}

gsize
fixture_sum_dropped (Fixture *self)
{
  guint64 end = tin_capture_get_published (self->capture);
  gsize sum = 0;

  for (guint64 i = tin_capture_get_first (self->capture); i < end; i++)
    {
      TinIndexEntry entry;

      if (tin_capture_peek (self->capture, i, &entry) && entry.event == TIN_EVENT_DROPPED)
        sum += entry.size;
    }

  return sum;
}

gsize
fixture_count_bytes (Fixture      *self,
                     TinDirection  direction)
{
  guint64 end = tin_capture_get_published (self->capture);
  gsize size = 0;

  for (guint64 i = tin_capture_get_first (self->capture); i < end; i++)
    {
      TinIndexEntry entry;

      if (tin_capture_peek (self->capture, i, &entry) && entry.event == TIN_EVENT_DATA && entry.direction == direction)
        size += entry.size;
    }

  return size;
}

void
fixture_send (Fixture    *self,
              guint32     connection,
              const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  tin_channel_send (self->channel, connection, bytes, &error);
  g_assert_no_error (error);
}

/* The whole story in one line: "listening opened#1 data#1<hello data#1>hello(echo) …" */
char *
fixture_describe (Fixture *self)
{
  guint64 end = tin_capture_get_published (self->capture);
  GString *story = g_string_new (NULL);

  for (guint64 i = tin_capture_get_first (self->capture); i < end; i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      read_record (self, i, &record);

      g_string_append_printf (story, "%s%s", i > 0 ? " " : "", tin_event_get_nick (record.event));
      if (record.connection != 0)
        g_string_append_printf (story, "#%u", record.connection);
      if (record.direction != TIN_DIRECTION_NONE)
        g_string_append (story, record.direction == TIN_DIRECTION_IN ? "<" : ">");
      if (record.event == TIN_EVENT_DATA && record.payload != NULL)
        g_string_append_len (story, g_bytes_get_data (record.payload, NULL), g_bytes_get_size (record.payload));
      else if (record.by != TIN_BY_NONE)
        g_string_append (story, tin_by_get_nick (record.by));
      if (record.reason != NULL && record.by == TIN_BY_RULE)
        g_string_append_printf (story, "(%s)", record.reason);
    }

  return g_string_free (story, FALSE);
}

static gboolean
turn_cb (gpointer done)
{
  g_atomic_int_set ((int *) done, TRUE);
  g_main_context_wakeup (NULL);

  return G_SOURCE_REMOVE;
}

/* As often as the engine needs to see what is ready, and more. */
void
fixture_await_turns (Fixture *self)
{
  for (int i = 0; i < 10; i++)
    {
      int done = FALSE;

      g_main_context_invoke (tin_engine_get_context (self->engine), turn_cb, &done);
      wait_until (self, g_atomic_int_get (&done));
    }
}

/* Holds the thread of an engine. */
static GMutex gate;

static gboolean
gate_cb (gpointer is_held)
{
  g_atomic_int_set ((int *) is_held, TRUE);
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);

  return G_SOURCE_REMOVE;
}

/* From here on it does nothing that it is asked for, and reads nothing, until fixture_release_engine(). */
void
fixture_hold_engine (Fixture *self)
{
  int is_held = FALSE;

  g_mutex_lock (&gate);
  g_main_context_invoke (tin_engine_get_context (self->engine), gate_cb, &is_held);
  sample_until (g_atomic_int_get (&is_held));
}

void
fixture_release_engine (Fixture *self)
{
  g_mutex_unlock (&gate);
}

/* One step, which our side's system has room for. */
void
fixture_push_step (int peer)
{
  static const guint8 data[PEER_STEP];

  peer_send_all (peer, data, PEER_STEP);
  sample_until (peer_get_acknowledged (peer, PEER_STEP) == PEER_STEP);
}

/* The disk is held: until nothing is read any more, and a step further; returns: how much came here */
guint64
fixture_fill_ring (Fixture *self,
                   int      peer)
{
  guint64 sent = 0;

  while (!fixture_is_full (self))
    {
      fixture_push_step (peer);
      sent += PEER_STEP;
      sample_until (fixture_is_full (self) || fixture_count_bytes (self, TIN_DIRECTION_IN) == sent);
    }

  fixture_push_step (peer);

  return sent + PEER_STEP;
}
