/* log-support.c: a capture that a test fills by hand, and a window to look at it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-support.h"

#include "gone.h"

#include <string.h>

/* Frames that a widget needs at most to come to rest without animations. */
#define N_FRAMES 3

void
log_feed_init (LogFeed *feed)
{
  TinAddress local = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 127, 0, 0, 1 } };

  feed->capture = tin_capture_new ("test", NULL, TIN_CAPTURE_DEFAULT_RING_SIZE);
  feed->messages = tin_message_list_new ();

  for (guint i = 0; i < G_N_ELEMENTS (feed->flows); i++)
    {
      TinAddress peer = { .family = TIN_FAMILY_IPV4, .port = 40000 + i, .bytes = { 127, 0, 0, 1 } };

      tin_flow_init (&feed->flows[i], TIN_TRANSPORT_TCP, tin_capture_take_connection (feed->capture), &local, &peer);
      log_feed_add_event (feed, i, TIN_EVENT_OPENED, NULL);
    }

  tin_message_list_set_capture (feed->messages, feed->capture);
  log_feed_show (feed);
}

void
log_feed_clear (LogFeed *feed)
{
  g_assert_finalize_object (feed->messages);

  /* A thread of a finder may still be at its last message. */
  await_finalize (G_OBJECT (feed->capture));
}

void
log_feed_add (LogFeed      *feed,
              guint         flow,
              TinDirection  direction,
              const void   *data,
              gssize        size)
{
  if (size < 0)
    size = strlen (data);

  g_assert_true (tin_capture_append_data (feed->capture, &feed->flows[flow], direction, TIN_BY_LOCAL,
                                          data, size, NULL));
}

void
log_feed_add_event (LogFeed    *feed,
                    guint       flow,
                    TinEvent    event,
                    const char *reason)
{
  tin_capture_append_event (feed->capture, &feed->flows[flow], event, TIN_DIRECTION_IN, TIN_BY_PEER, 0, reason);
}

void
log_feed_add_many (LogFeed *feed,
                   guint    n_messages)
{
  for (guint i = 0; i < n_messages; i++)
    {
      char text[64];

      g_snprintf (text, sizeof text, "message %u", i);
      log_feed_add (feed, i % 2, i % 3 == 0 ? TIN_DIRECTION_OUT : TIN_DIRECTION_IN, text, -1);
    }
}

/* One turn of what a session does once a frame. */
void
log_feed_show (LogFeed *feed)
{
  tin_capture_publish (feed->capture);

  do
    tin_message_list_update (feed->messages);
  while (tin_message_list_is_busy (feed->messages));
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

/* What an application loads by itself. */
static void
load_style (void)
{
  static GtkCssProvider *provider;

  if (provider != NULL)
    return;

  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/io/github/tincan/Tincan/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* A window with @child alone in it, on screen. */
GtkWidget *
ui_show (gpointer child,
         int      width,
         int      height)
{
  GtkWidget *window = gtk_window_new ();

  load_style ();
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  ui_wait_until (is_mapped, child);
  ui_draw (window);

  return window;
}

static gboolean
count_frame (GtkWidget     *widget,
             GdkFrameClock *clock,
             gpointer       data)
{
  guint *n_frames = data;

  gtk_widget_queue_draw (widget);

  return ++*n_frames < N_FRAMES;
}

static gboolean
has_drawn (gpointer data)
{
  return *(guint *) data >= N_FRAMES;
}

/* Until what was changed has been laid out and drawn. */
void
ui_draw (gpointer widget)
{
  guint n_frames = 0;

  gtk_widget_add_tick_callback (widget, count_frame, &n_frames, NULL);
  ui_wait_until (has_drawn, &n_frames);
  ui_settle ();
}
