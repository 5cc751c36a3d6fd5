/* test-frame-time.c: whether the window keeps its frame rate while datagrams pour in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures, no verdict: they belong to the machine. Suite "slow".
 */

#include "pace.h"
#include "page-support.h"

#include "ui/tin-log-view.h"

#include <time.h>

#define BURST_INTERVAL_US 2000
#define N_FRAMES          300

typedef struct
{
  GSocket *socket;
  guint    rate;       /* datagrams a second */
  int      stop;       /* atomic */
} Sender;

typedef struct
{
  guint  n_frames;
  gint64 frame_start;  /* microseconds, as all of these */
  gint64 first;
  gint64 last;
  gint64 busy;
  gint64 cpu_start;
  gint64 cpu;          /* of this thread in all, also between frames */
  gint64 longest;
  gint64 longest_gap;
} Frames;

static gpointer
send_datagrams (gpointer data)
{
  Sender *sender = data;
  gint64 start = g_get_monotonic_time ();
  guint64 n_sent = 0;
  Pace pace;

  pace_init (&pace, BURST_INTERVAL_US);
  while (!g_atomic_int_get (&sender->stop))
    {
      guint64 due = (g_get_monotonic_time () - start) * sender->rate / G_USEC_PER_SEC;

      for (; n_sent < due; n_sent++)
        {
          char text[64];
          int size = g_snprintf (text, sizeof text, "reading %" G_GUINT64_FORMAT ": 21.5 °C", n_sent);

          g_socket_send (sender->socket, text, size, NULL, NULL);
        }

      pace_wait (&pace);
    }

  return NULL;
}

static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 Frames        *frames)
{
  gint64 now = g_get_monotonic_time ();

  if (frames->frame_start != 0)
    frames->longest_gap = MAX (frames->longest_gap, now - frames->frame_start);
  else
    {
      frames->first = now;
      frames->cpu_start = get_cpu_time ();
    }

  frames->frame_start = now;
}

static void
after_paint_cb (GdkFrameClock *clock,
                Frames        *frames)
{
  frames->last = g_get_monotonic_time ();
  frames->cpu = get_cpu_time () - frames->cpu_start;
  frames->busy += frames->last - frames->frame_start;
  frames->longest = MAX (frames->longest, frames->last - frames->frame_start);
  frames->n_frames++;
}

static gboolean
saw_enough (gpointer data)
{
  return ((Frames *) data)->n_frames >= N_FRAMES;
}

static void
measure (PageFixture *fixture,
         guint        rate)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  Frames frames = { 0 };
  gulong before = g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &frames);
  gulong after = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &frames);
  double seconds;

  ui_wait_until (saw_enough, &frames);
  g_signal_handler_disconnect (clock, before);
  g_signal_handler_disconnect (clock, after);

  seconds = (frames.last - frames.first) / (double) G_USEC_PER_SEC;
  g_test_message ("%u datagrams/s: %.1f frames/s, %.1f ms a frame (CPU with all between frames %.1f ms), "
                  "longest %.1f ms, longest pause %.1f ms, %u rows",
                  rate, frames.n_frames / seconds, frames.busy / 1e3 / frames.n_frames,
                  frames.cpu / 1e3 / frames.n_frames, frames.longest / 1e3, frames.longest_gap / 1e3,
                  g_list_model_get_n_items (tin_log_view_get_rows (TIN_LOG_VIEW (page_get (fixture, "log")))));
}

static void
test_rate (gconstpointer data)
{
  PageFixture fixture = { 0 };
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket = NULL;
  Sender sender = { .rate = GPOINTER_TO_UINT (data) };
  GThread *thread;

  page_set_up (&fixture, "udp-listen://127.0.0.1:0");
  page_start (&fixture);

  address = g_inet_socket_address_new (loopback, tin_session_get_port (fixture.session));
  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_assert_true (g_socket_connect (socket, address, NULL, NULL));
  sender.socket = socket;

  thread = g_thread_new ("sender", send_datagrams, &sender);
  measure (&fixture, sender.rate);
  g_atomic_int_set (&sender.stop, TRUE);
  g_thread_join (thread);

  page_tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_data_func ("/frame-time/1000", GUINT_TO_POINTER (1000), test_rate);
  g_test_add_data_func ("/frame-time/20000", GUINT_TO_POINTER (20000), test_rate);
  g_test_add_data_func ("/frame-time/100000", GUINT_TO_POINTER (100000), test_rate);

  return g_test_run ();
}
