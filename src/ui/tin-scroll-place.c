/* tin-scroll-place.c: where a list is to be scrolled to when it has been laid out again.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-scroll-place.h"

/* By itself a list whose rows change places follows one of them to wherever that goes. Rows have no place before they
 * are laid out, so it is put back in the same frame after that. */
struct _TinScrollPlace
{
  GObject            parent_instance;

  GtkScrolledWindow *scroller;   /* (unowned) lives longer */
  double             value;      /* pixels */
  GdkFrameClock     *clock;      /* (owned) (nullable) of the layout that is waited for */
};

G_DEFINE_FINAL_TYPE (TinScrollPlace, tin_scroll_place, G_TYPE_OBJECT)

static void
stop_waiting (TinScrollPlace *self)
{
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);

  g_clear_object (&self->clock);
}

static void
frame_clock_layout_cb (TinScrollPlace *self)
{
  stop_waiting (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), self->value);
}

static void
go (TinScrollPlace *self,
    double          value)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->scroller));

  stop_waiting (self);
  if (clock == NULL)
    return;

  self->value = value;
  self->clock = g_object_ref (clock);
  g_signal_connect_data (clock, "layout", G_CALLBACK (frame_clock_layout_cb), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_widget_queue_allocate (GTK_WIDGET (self->scroller));
}

static void
tin_scroll_place_dispose (GObject *object)
{
  stop_waiting (TIN_SCROLL_PLACE (object));

  G_OBJECT_CLASS (tin_scroll_place_parent_class)->dispose (object);
}

static void
tin_scroll_place_class_init (TinScrollPlaceClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tin_scroll_place_dispose;
}

static void
tin_scroll_place_init (TinScrollPlace *self)
{
}

/* For a list in @scroller, which lives longer. */
TinScrollPlace *
tin_scroll_place_new (GtkScrolledWindow *scroller)
{
  TinScrollPlace *self = g_object_new (TIN_TYPE_SCROLL_PLACE, NULL);

  self->scroller = scroller;

  return self;
}

/* Where it is now, or will be when all that was asked for is done. */
void
tin_scroll_place_keep (TinScrollPlace *self)
{
  g_return_if_fail (TIN_IS_SCROLL_PLACE (self));

  if (self->clock == NULL)
    go (self, gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller)));
}

void
tin_scroll_place_top (TinScrollPlace *self)
{
  g_return_if_fail (TIN_IS_SCROLL_PLACE (self));

  go (self, 0);
}
