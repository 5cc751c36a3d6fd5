/* test-saved-copy.c: a saved recording that is opened again shows all that the log showed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-file-sink.h"
#include "capture/tin-loader.h"
#include "capture/tin-ring.h"
#include "codec/tin-hex.h"
#include "folder.h"
#include "gone.h"
#include "model/tin-bookmarks.h"
#include "model/tin-export.h"
#include "tin-faulty-sink.h"

#include <string.h>

#define TIMEOUT_MS 20000
#define RING_SIZE  (2 * TIN_RING_CHUNK_SIZE) /* bytes: as small as there are */
#define DISK_SIZE  (600 * 1000)              /* bytes of a disk that is soon full */

/* A session with a bit of everything that a log can show, on a disk that was full for a while. */
typedef struct
{
  Folder        *folder;
  TinFaultySink *disk;
  TinCapture    *capture;
  TinFrames     *frames;
  TinBookmarks  *bookmarks;
} Fixture;

static TinAddress
make_address (const char *host,
              guint16     port)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (host, port);
  TinAddress result;

  g_assert_true (tin_address_set_from_socket (&result, address));
  return result;
}

static void
begin_flow (Fixture      *fixture,
            TinFlow      *flow,
            TinTransport  transport,
            const char   *local,
            const char   *peer,
            guint16       port)
{
  TinAddress here = make_address (local, 8080);
  TinAddress there = make_address (peer, port);

  tin_flow_init (flow, transport, tin_capture_take_connection (fixture->capture), &here, &there);
}

static void
append_event (Fixture      *fixture,
              TinFlow      *flow,
              TinEvent      event,
              TinDirection  direction,
              TinBy         by,
              guint32       size,
              const char   *reason)
{
  tin_capture_append_event (fixture->capture, flow, event, direction, by, size, reason);
}

static void
append_data (Fixture      *fixture,
             TinFlow      *flow,
             TinDirection  direction,
             TinBy         by,
             const char   *text,
             const char   *reason)
{
  g_assert_true (tin_capture_append_data (fixture->capture, flow, direction, by, (const guint8 *) text, strlen (text),
                                          reason));
}

static void
append_tcp (Fixture *fixture,
            TinFlow *flow)
{
  append_event (fixture, flow, TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
  append_data (fixture, flow, TIN_DIRECTION_IN, TIN_BY_PEER, "one\ntwo\nthree\n", NULL);
  append_data (fixture, flow, TIN_DIRECTION_OUT, TIN_BY_RULE, "one\ntwo\nthree\n", "echo");
  append_data (fixture, flow, TIN_DIRECTION_OUT, TIN_BY_LOCAL, "bookmark: no note\n", NULL);
  append_event (fixture, flow, TIN_EVENT_DROPPED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 17, "17 bytes were not sent.");
  append_event (fixture, flow, TIN_EVENT_HALF_CLOSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
  append_event (fixture, flow, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, "Nothing came for a minute.");
}

static void
append_failures (Fixture *fixture,
                 TinFlow *refused,
                 TinFlow *failed,
                 TinFlow *reset)
{
  append_event (fixture, refused, TIN_EVENT_CONNECTING, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0, NULL);
  append_event (fixture, refused, TIN_EVENT_REFUSED, TIN_DIRECTION_NONE, TIN_BY_PEER, 0, "Nobody listens there.");
  append_event (fixture, failed, TIN_EVENT_CONNECTING, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0, NULL);
  append_event (fixture, failed, TIN_EVENT_ERROR, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, "No answer within 15 seconds.");
  append_event (fixture, reset, TIN_EVENT_OPENED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0, NULL);
  append_event (fixture, reset, TIN_EVENT_ERROR, TIN_DIRECTION_NONE, TIN_BY_NONE, 0, "Connection reset by peer");
  append_event (fixture, reset, TIN_EVENT_RESET, TIN_DIRECTION_NONE, TIN_BY_PEER, 0, "Connection reset by peer");
}

static void
append_udp (Fixture *fixture,
            TinFlow *flow)
{
  append_event (fixture, flow, TIN_EVENT_OPENED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0, NULL);
  append_data (fixture, flow, TIN_DIRECTION_OUT, TIN_BY_RULE, "Hello server, from UDP client!", "first-message");
  append_event (fixture, flow, TIN_EVENT_REFUSED, TIN_DIRECTION_NONE, TIN_BY_PEER, 0, "Nobody listens there.");
  append_data (fixture, flow, TIN_DIRECTION_IN, TIN_BY_PEER, "", NULL);
  append_event (fixture, flow, TIN_EVENT_DROPPED, TIN_DIRECTION_IN, TIN_BY_LOCAL, 3, "3 datagrams were dropped.");
  append_event (fixture, flow, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_RULE, 0, "Answers are paused.");
  append_event (fixture, flow, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);
}

/* Until the disk has refused and messages were given up. */
static void
fill_disk (Fixture *fixture,
           TinFlow *flow)
{
  g_autofree char *text = g_strnfill (10 * 1000, 'x');
  g_auto (TinCaptureHealth) health = { 0 };

  tin_faulty_sink_set_capacity (fixture->disk, tin_faulty_sink_get_used (fixture->disk) + DISK_SIZE);
  while (health.unsaved_records == 0)
    {
      if (tin_capture_has_room (fixture->capture))
        append_data (fixture, flow, TIN_DIRECTION_IN, TIN_BY_PEER, text, NULL);
      tin_capture_publish (fixture->capture);
      tin_capture_health_clear (&health);
      tin_capture_get_health (fixture->capture, &health);
    }
  tin_faulty_sink_set_capacity (fixture->disk, G_MAXUINT64);
  tin_capture_flush (fixture->capture, TIMEOUT_MS);
  g_assert_true (tin_capture_flush (fixture->capture, TIMEOUT_MS));
  tin_capture_publish (fixture->capture);
}

static void
append_all (Fixture *fixture)
{
  TinFlow tcp, local, udp, refused, failed, reset, flood;

  begin_flow (fixture, &tcp, TIN_TRANSPORT_TCP, "127.0.0.1", "127.0.0.1", 40001);
  begin_flow (fixture, &refused, TIN_TRANSPORT_TCP, "127.0.0.1", "127.0.0.1", 40002);
  begin_flow (fixture, &failed, TIN_TRANSPORT_TCP, "::1", "::1", 40003);
  begin_flow (fixture, &reset, TIN_TRANSPORT_TCP, "127.0.0.1", "127.0.0.1", 40004);
  begin_flow (fixture, &udp, TIN_TRANSPORT_UDP, "127.0.0.1", "127.0.0.1", 40005);
  begin_flow (fixture, &local, TIN_TRANSPORT_TCP, "fe80::1", "fe80::2", 40006);
  local.local.scope = local.peer.scope = 7;
  begin_flow (fixture, &flood, TIN_TRANSPORT_TCP, "127.0.0.1", "127.0.0.1", 40007);

  append_event (fixture, NULL, TIN_EVENT_LISTENING, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);
  append_event (fixture, NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, "Grüße: ein Hinweis mit = und \\");
  append_tcp (fixture, &tcp);
  append_failures (fixture, &refused, &failed, &reset);
  append_udp (fixture, &udp);
  append_event (fixture, &flood, TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
  tin_capture_publish (fixture->capture);
  fill_disk (fixture, &flood);
  append_tcp (fixture, &local);
  append_event (fixture, NULL, TIN_EVENT_STOPPED, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);
  tin_capture_publish (fixture->capture);
  g_assert_true (tin_capture_flush (fixture->capture, TIMEOUT_MS));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const TinFraming as_received = TIN_FRAMING_INIT;
  g_autoptr (TinSink) file = NULL;

  fixture->folder = folder_new ();
  file = tin_file_sink_new (fixture->folder, "original.pcapng");
  fixture->disk = TIN_FAULTY_SINK (tin_faulty_sink_new (file));
  fixture->capture = tin_capture_new ("test", TIN_SINK (fixture->disk), RING_SIZE);
  fixture->bookmarks = tin_bookmarks_new ();
  append_all (fixture);
  fixture->frames = tin_frames_new (fixture->capture, &as_received, &as_received);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->frames);
  g_assert_finalize_object (fixture->bookmarks);
  await_finalize (G_OBJECT (fixture->capture));
  await_finalize (G_OBJECT (fixture->disk));
  folder_free (fixture->folder);
}

/* All that a log can show of a record, but for its place; NULL if it is no longer held. */
static char *
describe (TinCapture *capture,
          guint64     position)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  char local[TIN_ADDRESS_STRING_SIZE];
  char peer[TIN_ADDRESS_STRING_SIZE];
  g_autofree char *hex = NULL;

  if (!tin_capture_read (capture, position, G_MAXSIZE, &record, NULL))
    return NULL;

  tin_address_format (&record.local, local);
  tin_address_format (&record.peer, peer);
  if (record.payload != NULL)
    hex = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, record.payload);
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s %s %s connection %u transport %d local %s peer %s size %u “%s” %s",
                          record.time_ns, tin_event_get_nick (record.event),
                          tin_direction_get_nick (record.direction), tin_by_get_nick (record.by), record.connection,
                          record.transport, local, peer, record.size, record.reason, hex);
}

/* The log, with the bookmarks in their places. */
static GPtrArray *
list_log (TinCapture   *capture,
          TinBookmarks *bookmarks)
{
  GPtrArray *log = g_ptr_array_new_with_free_func (g_free);

  for (guint64 i = tin_capture_get_first (capture); i < tin_capture_get_published (capture); i++)
    {
      char *line = describe (capture, i);

      if (line == NULL)
        continue;
      g_ptr_array_add (log, line);
      for (guint n = 0; n < tin_bookmarks_count (bookmarks); n++)
        {
          const TinBookmark *bookmark = tin_bookmarks_get (bookmarks, n);

          if (bookmark->position == i)
            g_ptr_array_add (log, g_strdup_printf ("note at %u: “%s”", bookmark->offset, bookmark->note));
        }
    }
  return log;
}

static void
assert_same (GPtrArray *read,
             GPtrArray *shown)
{
  for (guint i = 0; i < MIN (read->len, shown->len); i++)
    g_assert_cmpstr (read->pdata[i], ==, shown->pdata[i]);
  g_assert_cmpuint (read->len, ==, shown->len);
}

static guint
count (GPtrArray  *log,
       const char *words)
{
  guint n = 0;

  for (guint i = 0; i < log->len; i++)
    n += strstr (log->pdata[i], words) != NULL;
  return n;
}

static void
save (TinFrames    *frames,
      TinBookmarks *bookmarks,
      const char   *path)
{
  TinExport *export = tin_export_new (frames, TIN_EXPORT_PCAPNG);
  TinJob *job;

  tin_export_set_session (export, 1, "tcp-listen://127.0.0.1:8080", NULL);
  tin_export_set_bookmarks (export, bookmarks);
  job = tin_export_start (export, path);
  while (tin_job_get_state (job) == TIN_JOB_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (tin_job_get_state (job), ==, TIN_JOB_DONE);
  g_assert_finalize_object (job);
}

/* Returns what the file shows, and the capture of it. */
static TinLoader *
open_file (const char   *path,
           TinBookmarks *bookmarks)
{
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (GError) error = NULL;
  TinLoader *loader = tin_loader_new (path, g_get_tmp_dir (), &error);

  g_assert_no_error (error);
  tin_loader_wait (loader);
  tin_loader_get_progress (loader, &progress);
  g_assert_true (progress.finished);
  g_assert_false (progress.is_foreign);
  g_assert_cmpuint (progress.n_damaged + progress.n_cut + progress.n_unplaced, ==, 0);
  g_assert_null (progress.problem);

  tin_bookmarks_load (bookmarks, tin_loader_get_capture (loader));
  g_assert_true (tin_bookmarks_is_loading (bookmarks));
  while (tin_bookmarks_is_loading (bookmarks))
    g_main_context_iteration (NULL, TRUE);
  return loader;
}

/* On everything, on events with a reason of their own too, and on lines that came together. */
static void
mark_all (Fixture *fixture)
{
  for (guint64 i = 0; i < tin_capture_get_published (fixture->capture); i++)
    {
      g_autofree char *line = describe (fixture->capture, i);
      g_autofree char *note = g_strdup_printf ("note %" G_GUINT64_FORMAT ": „wichtig“ = 1", i);

      if (line == NULL || (strstr (line, " data ") != NULL && strstr (line, "size 10000") != NULL && i % 50 != 0))
        continue;
      g_assert_true (tin_bookmarks_add (fixture->bookmarks, i, 0, i % 2 == 0 ? note : ""));
      if (strstr (line, "size 14") == NULL)
        continue;
      g_assert_true (tin_bookmarks_add (fixture->bookmarks, i, 4, ""));
      g_assert_true (tin_bookmarks_add (fixture->bookmarks, i, 8, "the third line"));
    }
}

static void
test_loses_nothing (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "copy.pcapng", NULL);
  g_autoptr (TinBookmarks) bookmarks = tin_bookmarks_new ();
  g_autoptr (GPtrArray) shown = NULL;
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (TinLoader) loader = NULL;

  mark_all (fixture);
  shown = list_log (fixture->capture, fixture->bookmarks);
  g_assert_cmpuint (count (shown, "not recorded"), ==, 1);
  g_assert_cmpuint (count (shown, " refused "), ==, 2);
  g_assert_cmpuint (count (shown, " dropped "), ==, 4);
  g_assert_cmpuint (count (shown, "%7"), >=, 7);
  g_assert_cmpuint (count (shown, "the third line"), ==, 4);

  save (fixture->frames, fixture->bookmarks, path);
  loader = open_file (path, bookmarks);
  read = list_log (tin_loader_get_capture (loader), bookmarks);
  assert_same (read, shown);
}

static void
unmark (TinCapture   *capture,
        TinBookmarks *bookmarks,
        guint64       position,
        guint32       offset)
{
  const TinFrame frame = { .first = position, .last = position, .offset = offset, .size = 1 };
  g_autoptr (TinMessage) message = tin_message_new_framed (capture, NULL, &frame, NULL);

  tin_bookmarks_remove (bookmarks, message);
}

/* What was written anew or taken away since is not brought back by what the file had. */
static void
test_keeps_changes (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "copy.pcapng", NULL);
  g_autofree char *second_path = g_build_filename (fixture->folder, "second.pcapng", NULL);
  const TinFraming as_received = TIN_FRAMING_INIT;
  g_autoptr (TinBookmarks) bookmarks = tin_bookmarks_new ();
  g_autoptr (TinBookmarks) second_bookmarks = tin_bookmarks_new ();
  g_autoptr (GPtrArray) shown = NULL;
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (TinLoader) loader = NULL;
  g_autoptr (TinLoader) second = NULL;
  g_autoptr (TinFrames) frames = NULL;

  mark_all (fixture);
  save (fixture->frames, fixture->bookmarks, path);
  loader = open_file (path, bookmarks);
  unmark (tin_loader_get_capture (loader), bookmarks, 0, 0);
  g_assert_true (tin_bookmarks_add (bookmarks, 1, 0, "anew"));
  unmark (tin_loader_get_capture (loader), bookmarks, 3, 4);
  g_assert_true (tin_bookmarks_add (bookmarks, 3, 8, "anew, too"));
  shown = list_log (tin_loader_get_capture (loader), bookmarks);

  frames = tin_frames_new (tin_loader_get_capture (loader), &as_received, &as_received);
  save (frames, bookmarks, second_path);
  second = open_file (second_path, second_bookmarks);
  read = list_log (tin_loader_get_capture (second), second_bookmarks);
  assert_same (read, shown);
  g_assert_cmpuint (count (read, "anew"), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/saved-copy/loses-nothing", Fixture, NULL, set_up, test_loses_nothing, tear_down);
  g_test_add ("/saved-copy/keeps-changes", Fixture, NULL, set_up, test_keeps_changes, tear_down);

  return g_test_run ();
}
