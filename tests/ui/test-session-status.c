/* test-session-status.c: the status line of the page and its statistics: how much, and what holds it up.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "datagram-flood.h"
#include "page-support.h"
#include "tin-faulty-sink.h"

#include "capture/tin-file-sink.h"
#include "model/tin-session-object.h"

#include <string.h>
#include <unistd.h>

#define RING_SIZE  (2 * 1024 * 1024) /* bytes */
#define N_NOTES    40000             /* more than the ring holds */
#define QUEUE_SIZE (8 * 1024 * 1024) /* bytes: more than sockets hold */

/* What the status line says. */
typedef struct
{
  GtkWidget  *label;
  const char *start;
  const char *part;
} Note;

static gboolean
is_noted (gpointer data)
{
  Note *note = data;
  const char *text = gtk_label_get_text (GTK_LABEL (note->label));

  return gtk_widget_get_visible (note->label) && g_str_has_prefix (text, note->start) && strstr (text, note->part) != NULL;
}

static gboolean
is_hidden (gpointer label)
{
  return !gtk_widget_get_visible (label);
}

/* A sentence with an amount in it that is not known. */
static GtkWidget *
wait_for_note (PageFixture *fixture,
               const char  *start,
               const char  *part)
{
  Note note = { page_get_in (fixture, "status_bar", "notes_label"), start, part };

  ui_wait_until (is_noted, &note);

  return note.label;
}

/* One of the lengths of the note is on screen, and nothing of it is cut off. */
static void
assert_whole (PageFixture *fixture,
              GtkWidget   *label)
{
  GtkWidget *alone = page_get_in (fixture, "status_bar", "alone_label");

  if (!gtk_widget_get_child_visible (gtk_widget_get_parent (label)))
    label = alone;
  ui_draw (fixture->window);
  g_assert_true (gtk_widget_get_mapped (label));
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
}

static void
assert_whole_when_narrow (PageFixture *fixture,
                          const char  *picture)
{
  GtkWidget *brief = page_get_in (fixture, "status_bar", "short_notes_label");

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 740);
  while (gtk_widget_get_width (fixture->window) > 600)
    g_main_context_iteration (NULL, TRUE);
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, picture);
  g_assert_true (gtk_widget_get_mapped (brief));
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (brief))));
}

static gboolean
statistics_say (PageFixture *fixture,
                const char  *text)
{
  return ui_find (page_get_in (fixture, "status_bar", "statistics"), GTK_TYPE_LABEL, text) != NULL;
}

/* While they are shown, and only then. */
static void
test_shows_statistics (PageFixture   *fixture,
                       gconstpointer  uri)
{
  g_autoptr (GSocketConnection) first = NULL, second = NULL;
  GtkWidget *button = page_get_in (fixture, "status_bar", "statistics_button");

  page_start (fixture);
  first = page_connect (fixture);
  second = page_connect (fixture);
  page_wait_for_peers (fixture, 2);
  client_write (first, "hello");
  client_expect (first, "hello");
  page_wait_for_text (fixture, "hello");
  g_assert_false (statistics_say (fixture, "5 bytes"));
  while (ui_find (button, GTK_TYPE_LABEL, "Sent 1 (5 bytes)") == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Received 1 (5 bytes)\nSent 1 (5 bytes)");

  page_activate (fixture, "statistics");
  while (!statistics_say (fixture, "5 bytes/s") || !statistics_say (fixture, "0 records (0 bytes)"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (statistics_say (fixture, "Messages received"));
  g_assert_true (statistics_say (fixture, "5 bytes"));
  g_assert_true (statistics_say (fixture, "2"));
  ui_draw (fixture->window);
  ui_take_picture (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))), "page-statistics");

  g_object_set (tin_session_get_profile (fixture->session), "framing-in", "lines:lf", NULL);
  while (!statistics_say (fixture, "Reads"))
    g_main_context_iteration (NULL, TRUE);
}

/* Returns: (transfer full): the disk that the session records to from its start on, and that nothing is written to
 *   until it is released */
static TinFaultySink *
hold_disk (PageFixture *fixture)
{
  g_autoptr (TinSink) file = tin_file_sink_new (fixture->folder, "slow.pcapng");
  TinSink *disk = tin_faulty_sink_new (file);
  g_autoptr (TinCapture) capture = tin_capture_new ("slow", disk, RING_SIZE);

  tin_capture_set_news_func (capture, tin_pump_wake, fixture->session->pump);
  tin_digest_set_capture (fixture->session->digest, capture);
  tin_faulty_sink_hold (TIN_FAULTY_SINK (disk));

  return TIN_FAULTY_SINK (disk);
}

static gpointer
write_thread (gpointer client)
{
  g_autofree char *text = g_strnfill (2 * RING_SIZE, 'x');

  client_write (client, text);

  return NULL;
}

/* It says so as long as the disk hangs, and everything comes afterwards. */
static void
test_says_that_the_disk_is_slow (PageFixture   *fixture,
                                 gconstpointer  uri)
{
  TinFaultySink *disk = hold_disk (fixture);
  g_autoptr (GSocketConnection) client = NULL;
  GtkWidget *notes;
  GThread *writer;

  page_start (fixture);
  client = page_connect (fixture);
  writer = g_thread_new ("writer", write_thread, client);
  notes = wait_for_note (fixture, "Receiving waits for the disk: ", " are not written yet");
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-slow-disk");
  assert_whole_when_narrow (fixture, "page-slow-disk-narrow");

  tin_faulty_sink_release (disk);
  ui_wait_until (is_hidden, notes);
  g_thread_join (writer);
  while (tin_session_get_totals (fixture->session)->bytes_in < 2 * RING_SIZE)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (disk);
}

/* How the note ends when something waits for the one connection alone. */
static char *
dup_waiting_for (PageFixture *fixture,
                 guint        position)
{
  g_autoptr (TinPeer) peer = g_list_model_get_item (G_LIST_MODEL (tin_session_get_peers (fixture->session)), position);

  return g_strconcat (" waiting to be sent to ", tin_peer_get_address (peer), NULL);
}

static void
test_says_what_waits_to_be_sent (PageFixture   *fixture,
                                 gconstpointer  uri)
{
  g_autofree char *text = g_strnfill (QUEUE_SIZE, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, QUEUE_SIZE);
  g_autoptr (GSocketConnection) first = NULL, second = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *address_of_first = NULL;
  GtkWidget *notes, *reason;

  page_start (fixture);
  first = page_connect (fixture);
  page_wait_for_peers (fixture, 1);
  address_of_first = dup_waiting_for (fixture, 0);
  tin_session_send (fixture->session, 0, bytes, &error);
  g_assert_no_error (error);
  notes = wait_for_note (fixture, "", address_of_first);

  second = page_connect (fixture);
  page_wait_for_peers (fixture, 2);
  tin_session_send (fixture->session, 0, bytes, &error);
  g_assert_no_error (error);
  wait_for_note (fixture, "", " waiting to be sent to 2 connections");
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-waiting");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (notes), "Most waits for 127.0.0.1:"));
  assert_whole (fixture, notes);

  /* What the second was not sent counts as well, as does what had no room for the first. */
  g_io_stream_close (G_IO_STREAM (second), NULL, NULL);
  wait_for_note (fixture, "", address_of_first);
  g_io_stream_close (G_IO_STREAM (first), NULL, NULL);
  while (strstr (gtk_label_get_text (GTK_LABEL (notes)), "waiting") != NULL)
    g_main_context_iteration (NULL, TRUE);

  /* It stays said, in the statistics as well. */
  wait_for_note (fixture, "", " not sent");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (notes), "The connection ended before."));
  page_activate (fixture, "statistics");
  reason = ui_find_template_child (page_get_in (fixture, "status_bar", "statistics"), "reason_label");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (reason)), "The connection ended before."));
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-not-sent");
}

static void
test_names_the_limit_of_connections (PageFixture   *fixture,
                                     gconstpointer  uri)
{
  g_autoptr (GSocketConnection) first = NULL, second = NULL;
  const char *tooltip;
  GtkWidget *notes;

  page_start (fixture);
  g_assert_cmpuint (tin_session_get_reached_limit (fixture->session), ==, 0);
  first = page_connect (fixture);
  page_wait_for_peers (fixture, 1);
  second = page_connect (fixture);
  notes = wait_for_note (fixture, "No more connections are accepted", "");
  tooltip = gtk_widget_get_tooltip_text (notes);
  g_assert_cmpuint (tin_session_get_reached_limit (fixture->session), ==, 1);
  g_assert_nonnull (strstr (tooltip, "The limit of 1 connection is reached. Once the session is stopped, "));
  g_assert_nonnull (strstr (tooltip, "“Connections at a Time”"));

  g_io_stream_close (G_IO_STREAM (second), NULL, NULL);
  g_io_stream_close (G_IO_STREAM (first), NULL, NULL);
  ui_wait_until (is_hidden, notes);
}

/* In few words, with what can be done about it where there is room for that. */
static void
test_says_why_datagrams_are_lost (PageFixture   *fixture,
                                  gconstpointer  uri)
{
  GtkWidget *notes, *reason;
  int peer;

  page_start (fixture);
  peer = datagram_flood_connect (tin_session_get_port (fixture->session));
  while (tin_session_get_totals (fixture->session)->dropped == 0)
    {
      g_assert_true (datagram_flood_send_cut (peer, 10000));
      g_main_context_iteration (NULL, FALSE);
    }
  close (peer);

  notes = wait_for_note (fixture, "", " lost: receive buffer too small");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (notes), "net.core.rmem_max"));
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-lost");
  assert_whole_when_narrow (fixture, "page-lost-narrow");

  page_activate (fixture, "statistics");
  reason = ui_find_template_child (page_get_in (fixture, "status_bar", "statistics"), "reason_label");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (reason)), "net.core.rmem_max"));
}

static void
lose (TinCapture *capture,
      guint32     n_datagrams,
      TinLoss     loss,
      const char *reason)
{
  tin_capture_append_loss (capture, NULL, TIN_DIRECTION_IN, TIN_BY_LOCAL, n_datagrams, loss, reason);
  tin_capture_publish (capture);
}

/* Each with its own number, and where there is no room for both, neither takes the other's. */
static void
test_parts_losses_by_reason (PageFixture   *fixture,
                             gconstpointer  uri)
{
  g_autoptr (TinCapture) capture = tin_capture_new ("lossy", NULL, RING_SIZE);
  GtkWidget *notes, *reason, *brief = page_get_in (fixture, "status_bar", "short_notes_label");
  const char *details = "1200 lost: receive buffer too small\nEnlarge it.\n34 lost: recording fell behind\nSpeed it up.";

  tin_capture_set_news_func (capture, tin_pump_wake, fixture->session->pump);
  tin_digest_set_capture (fixture->session->digest, capture);
  lose (capture, 1000, TIN_LOSS_RECEIVE_BUFFER, "Enlarge it.");
  lose (capture, 34, TIN_LOSS_RECORDING, "Speed it up.");
  lose (capture, 200, TIN_LOSS_RECEIVE_BUFFER, "Enlarge it.");
  page_start (fixture);

  notes = wait_for_note (fixture, "1200 lost: receive buffer too small · 34 lost: recording fell behind", "");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (brief)), ==, "1234 lost");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (notes), details));
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-lost-twice");
  assert_whole_when_narrow (fixture, "page-lost-twice-narrow");

  page_activate (fixture, "statistics");
  reason = ui_find_template_child (page_get_in (fixture, "status_bar", "statistics"), "reason_label");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (reason)), ==, details);
}

/* Bytes are not added to datagrams. */
static void
test_tells_bytes_left_unread (PageFixture   *fixture,
                              gconstpointer  uri)
{
  g_autoptr (TinCapture) capture = tin_capture_new ("unread", NULL, RING_SIZE);
  GtkWidget *notes, *brief = page_get_in (fixture, "status_bar", "short_notes_label");

  tin_capture_set_news_func (capture, tin_pump_wake, fixture->session->pump);
  tin_digest_set_capture (fixture->session->digest, capture);
  lose (capture, 458634, TIN_LOSS_UNREAD, "The disk is slow.");
  page_start (fixture);

  notes = wait_for_note (fixture, "458.6\302\240kB left unread", "");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (brief)), ==, "458.6\302\240kB left unread");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (notes), "left unread\nThe disk is slow."));

  lose (capture, 34, TIN_LOSS_RECORDING, "Speed it up.");
  notes = wait_for_note (fixture, "34 lost: recording fell behind · 458.6\302\240kB left unread", "");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (brief)), ==, "34 lost · 458.6\302\240kB left unread");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (notes), "458.6\302\240kB left unread\nThe disk is slow."));
  ui_draw (fixture->window);
  page_activate (fixture, "statistics");
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-left-unread");
}

/* Of a stream, too, though nobody here could have received them. */
static void
test_tells_bytes_not_captured (PageFixture   *fixture,
                               gconstpointer  uri)
{
  g_autoptr (TinCapture) capture = tin_capture_new ("uncaptured", NULL, RING_SIZE);
  GtkWidget *notes, *brief = page_get_in (fixture, "status_bar", "short_notes_label");

  tin_capture_set_news_func (capture, tin_pump_wake, fixture->session->pump);
  tin_digest_set_capture (fixture->session->digest, capture);
  tin_capture_append_loss (capture, NULL, TIN_DIRECTION_IN, TIN_BY_NONE, 1000, TIN_LOSS_UNCAPTURED, "Two gaps.");
  tin_capture_append_loss (capture, NULL, TIN_DIRECTION_OUT, TIN_BY_NONE, 500, TIN_LOSS_UNCAPTURED, "Two gaps.");
  tin_capture_publish (capture);
  page_start (fixture);

  notes = wait_for_note (fixture, "1.5\302\240kB not captured", "");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (brief)), ==, "1.5\302\240kB not captured");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (notes), "not captured\nTwo gaps."));
  ui_draw (fixture->window);
  page_activate (fixture, "statistics");
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-not-captured");
}

/* Memory alone holds them for a while, and the window looks too late. */
static void
test_counts_what_went_unseen (PageFixture   *fixture,
                              gconstpointer  uri)
{
  g_autoptr (TinCapture) capture = tin_capture_new ("brief", NULL, RING_SIZE);
  GtkWidget *notes, *brief = page_get_in (fixture, "status_bar", "short_notes_label");
  g_autofree char *expected = NULL;

  tin_capture_set_news_func (capture, tin_pump_wake, fixture->session->pump);
  tin_digest_set_capture (fixture->session->digest, capture);
  for (guint i = 0; i < N_NOTES; i++)
    {
      tin_capture_append_event (capture, NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, "one of many");
      tin_capture_publish (capture);
    }
  expected = g_strdup_printf ("%" G_GUINT64_FORMAT " unseen", tin_capture_get_first (capture));
  page_start (fixture);

  notes = wait_for_note (fixture, "", " records were gone before they could be shown");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (notes), "the chart and the list of peers lack them."));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (brief)), ==, expected);
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-unseen");
  assert_whole_when_narrow (fixture, "page-unseen-narrow");
}

int
main (int    argc,
      char **argv)
{
  const char *server = "tcp-listen://127.0.0.1:0";

  ui_test_init (&argc, &argv);

#define ADD(name, uri, function) \
  g_test_add ("/session-status/" name, PageFixture, uri, page_test_set_up, function, page_test_tear_down)
  ADD ("shows-statistics", "tcp-listen://127.0.0.1:0?reply=echo", test_shows_statistics);
  ADD ("says-that-the-disk-is-slow", server, test_says_that_the_disk_is_slow);
  ADD ("says-what-waits-to-be-sent", server, test_says_what_waits_to_be_sent);
  ADD ("names-the-limit-of-connections", "tcp-listen://127.0.0.1:0?max-connections=1", test_names_the_limit_of_connections);
  ADD ("says-why-datagrams-are-lost", "udp-listen://127.0.0.1:0?receive-buffer=8192", test_says_why_datagrams_are_lost);
  ADD ("parts-losses-by-reason", server, test_parts_losses_by_reason);
  ADD ("tells-bytes-left-unread", server, test_tells_bytes_left_unread);
  ADD ("tells-bytes-not-captured", server, test_tells_bytes_not_captured);
  ADD ("counts-what-went-unseen", server, test_counts_what_went_unseen);
#undef ADD

  return g_test_run ();
}
