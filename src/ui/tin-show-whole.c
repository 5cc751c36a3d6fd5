/* tin-show-whole.c: scrolls what has just appeared into view.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-show-whole.h"

#define DURATION 400000 /* microseconds: more than a row takes to unfold */

typedef struct
{
  GtkWidget *first; /* (unowned) lives as long as the one that the frames are counted of */
  gint64     end;   /* microseconds of the frame clock; 0 before the first frame */
} Showing;

/* The beginning is seen even where there is no room for all. */
static void
scroll (GtkWidget *first,
        GtkWidget *last)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (last, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t top, bottom;
  double value;

  if (scroller == NULL || !gtk_widget_compute_bounds (first, scroller, &top) ||
      !gtk_widget_compute_bounds (last, scroller, &bottom))
    return;

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  value = gtk_adjustment_get_value (adjustment);
  gtk_adjustment_clamp_page (adjustment, value + top.origin.y, value + bottom.origin.y + bottom.size.height);
}

static gboolean
tick_cb (GtkWidget     *last,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Showing *showing = user_data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (showing->end == 0)
    showing->end = now + DURATION;

  scroll (showing->first, last);

  return now < showing->end ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* From the top of @first to the bottom of @last, which may be the same and is below it in the same list: as they are
 * laid out and unfold. */
void
tin_show_whole (GtkWidget *first,
                GtkWidget *last)
{
  Showing *showing;

  g_return_if_fail (GTK_IS_WIDGET (first));
  g_return_if_fail (GTK_IS_WIDGET (last));

  showing = g_new0 (Showing, 1);
  showing->first = first;
  gtk_widget_add_tick_callback (last, tick_cb, showing, g_free);
}
