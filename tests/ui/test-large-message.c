/* test-large-message.c: whether a message of a gigabyte can be looked at like a small one.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures beside the verdict: they belong to the machine. Suite "slow".
 */

#include "folder.h"
#include "log-support.h"

#include "capture/tin-file-sink.h"
#include "ui/tin-detail-pane.h"

#include <string.h>

#define CHUNK_SIZE TIN_CAPTURE_MAX_PAYLOAD
#define N_CHUNKS   16400 /* a little over 1 GiB */

typedef struct
{
  Folder     *folder;
  TinCapture *capture;
  guint64     n_records;
} Recording;

static void
append (Recording    *recording,
        TinFlow      *flow,
        const guint8 *chunk)
{
  while (!tin_capture_append_data (recording->capture, flow, TIN_DIRECTION_IN, TIN_BY_PEER, chunk, CHUNK_SIZE, NULL))
    {
      tin_capture_publish (recording->capture);
      g_thread_yield ();
    }

  recording->n_records++;
  tin_capture_publish (recording->capture);
}

static void
record (Recording *recording)
{
  TinAddress local = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 127, 0, 0, 1 } };
  TinAddress peer = { .family = TIN_FAMILY_IPV4, .port = 40000, .bytes = { 127, 0, 0, 1 } };
  g_autofree guint8 *chunk = g_malloc (CHUNK_SIZE);
  TinSink *sink;
  TinFlow flow;

  recording->folder = folder_new ();
  sink = tin_file_sink_new (recording->folder, "large.pcapng");
  recording->capture = tin_capture_new ("test", sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
  recording->n_records = 0;
  g_object_unref (sink);

  tin_flow_init (&flow, TIN_TRANSPORT_TCP, tin_capture_take_connection (recording->capture), &local, &peer);
  memset (chunk, 'x', CHUNK_SIZE);

  for (guint i = 0; i < N_CHUNKS; i++)
    append (recording, &flow, chunk);

  memcpy (chunk + CHUNK_SIZE - 6, "needle", 6);
  append (recording, &flow, chunk);
}

static void
forget (Recording *recording)
{
  g_assert_finalize_object (recording->capture);
  folder_free (recording->folder);
}

static gboolean
search_ended (gpointer label)
{
  return g_str_equal (gtk_label_get_text (label), "1 of 1");
}

static void
tell (gint64     *start,
      const char *what)
{
  const gint64 now = g_get_monotonic_time ();

  g_test_message ("%s: %.1f ms", what, (now - *start) / 1e3);
  *start = now;
}

static void
look_at (TinDetailPane *pane,
         GtkWidget     *window,
         TinMessage    *message)
{
  GtkWidget *find = ui_find_template_child (pane, "find");
  GtkWidget *entry = ui_find_template_child (find, "entry");
  const guint64 size = tin_message_get_size (message);
  gint64 start = g_get_monotonic_time ();
  guint64 first, end;

  tin_detail_pane_set_message (pane, message);
  ui_draw (window);
  tell (&start, "to the first page, with three frames");

  tin_detail_pane_select (pane, size - 1, size);
  ui_draw (window);
  tell (&start, "to the last page, with three frames");

  tin_detail_pane_find (pane);
  gtk_editable_set_text (GTK_EDITABLE (entry), "needle");
  g_signal_emit_by_name (entry, "search-changed");
  tell (&start, "to begin a search");
  ui_wait_until (search_ended, ui_find_template_child (find, "count_label"));
  tell (&start, "to search all of it, in its thread");

  tin_detail_pane_get_selection (pane, &first, &end);
  g_assert_cmpuint (first, ==, size - 6);
  g_assert_cmpuint (end, ==, size);
}

static void
test_opens_a_gigabyte (void)
{
  Recording recording;
  TinDetailPane *pane = g_object_new (TIN_TYPE_DETAIL_PANE, NULL);
  GtkWidget *window = ui_show (pane, 900, 300);
  g_autoptr (TinMessage) message = NULL;
  TinFrame frame = { 0 };

  record (&recording);
  frame.last = recording.n_records - 1;
  frame.size = (guint32) (recording.n_records * CHUNK_SIZE);
  message = tin_message_new_framed (recording.capture, NULL, &frame, "UTF-8");

  tin_detail_pane_set_view (pane, TIN_DETAIL_BOTH);
  look_at (pane, window, message);

  gtk_window_destroy (GTK_WINDOW (window));
  ui_settle ();
  g_clear_object (&message);
  forget (&recording);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/large-message/opens-a-gigabyte", test_opens_a_gigabyte);

  return g_test_run ();
}
