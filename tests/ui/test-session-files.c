/* test-session-files.c: files in the page: sent over a connection, and shown.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "page-support.h"

#include "capture/tin-file-sink.h"
#include "model/tin-session-private.h"

static gboolean
can_send_file (gpointer fixture)
{
  return page_is_enabled (fixture, "send-file");
}

static gboolean
cannot_send_file (gpointer fixture)
{
  return !page_is_enabled (fixture, "send-file");
}

/* A file goes to one: who reads slowly must not hold up the others, and gets all of it. */
static void
test_sends_files_to_one (PageFixture   *fixture,
                         gconstpointer  uri)
{
  g_autoptr (GSocketConnection) first = NULL;
  g_autoptr (GSocketConnection) second = NULL;

  g_assert_false (page_is_enabled (fixture, "send-file"));
  page_start (fixture);
  first = page_connect (fixture);
  page_wait_for_peers (fixture, 1);
  ui_wait_until (can_send_file, fixture);

  second = page_connect (fixture);
  page_wait_for_peers (fixture, 2);
  ui_wait_until (cannot_send_file, fixture);
}

/* Returns: (transfer full): a file with one message */
static char *
record (PageFixture *fixture)
{
  TinAddress local = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 127, 0, 0, 1 } };
  TinAddress peer = { .family = TIN_FAMILY_IPV4, .port = 40000, .bytes = { 127, 0, 0, 1 } };
  g_autoptr (TinSink) sink = tin_file_sink_new (fixture->folder, "recorded.pcapng");
  TinCapture *capture = tin_capture_new ("test", sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
  TinFlow flow;

  tin_flow_init (&flow, TIN_TRANSPORT_TCP, tin_capture_take_connection (capture), &local, &peer);
  tin_capture_append_data (capture, &flow, TIN_DIRECTION_IN, TIN_BY_PEER, (const guint8 *) "recorded", 8, NULL);
  tin_capture_publish (capture);
  g_assert_finalize_object (capture);

  return g_strdup (tin_sink_get_path (sink));
}

/* The first message of a large file, or of a slow disk, comes when the page has been there for a while. */
static void
test_counts_from_the_beginning_of_a_file (PageFixture   *fixture,
                                          gconstpointer  uri)
{
  g_autofree char *path = record (fixture);
  g_autoptr (GError) error = NULL;
  TinLoader *loader = tin_loader_new (path, fixture->folder, &error);

  g_assert_no_error (error);
  g_settings_set_string (fixture->settings, "time-format", "since-start");
  tin_session_show_file (fixture->session, loader);
  page_wait_for_text (fixture, "recorded");
  page_wait_for_text (fixture, "0.000");
  g_settings_reset (fixture->settings, "time-format");
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(name, uri, function) \
  g_test_add ("/session-files/" name, PageFixture, uri, page_test_set_up, function, page_test_tear_down)
  ADD ("sends-files-to-one", "tcp-listen://127.0.0.1:0", test_sends_files_to_one);
  ADD ("counts-from-the-beginning-of-a-file", "tcp://127.0.0.1:1", test_counts_from_the_beginning_of_a_file);
#undef ADD

  return g_test_run ();
}
