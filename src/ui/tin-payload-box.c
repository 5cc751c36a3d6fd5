/* tin-payload-box.c: text and hexadecimal beside each other, or below each other where it is narrow.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-payload-box.h"

#include "ui/tin-byte-view.h"
#include "ui/tin-text-width.h"

#define FEW_COLUMNS  8   /* of hexadecimal: with less, it is better off below the text */
#define MANY_COLUMNS 16
#define MIN_TEXT     20  /* characters that the text has beside few columns */
#define GOOD_TEXT    40  /* characters that it has beside many */

struct _TinPayloadBox
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (TinPayloadBox, tin_payload_box, GTK_TYPE_WIDGET)

static int
measure_text (GtkWidget *text,
              int        n_characters)
{
  GtkWidget *view = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (text));

  return tin_text_width_measure (GTK_TEXT_VIEW (view), n_characters);
}

/* Returns: how much of @width hexadecimal takes beside text, in whole columns; 0 if it has to go below */
static int
get_width_beside (GtkWidget *text,
                  GtkWidget *hex,
                  int        width)
{
  TinByteView *view = TIN_BYTE_VIEW (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (hex)));
  const int many = tin_byte_view_measure_columns (view, MANY_COLUMNS);
  const int few = tin_byte_view_measure_columns (view, FEW_COLUMNS);

  if (width >= many + measure_text (text, GOOD_TEXT))
    return many;

  return width >= few + measure_text (text, MIN_TEXT) ? few : 0;
}

static void
allocate_at (GtkWidget *child,
             int        x,
             int        y,
             int        width,
             int        height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, width, height }, -1);
}

static void
tin_payload_box_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  GtkWidget *text = gtk_widget_get_first_child (widget);
  GtkWidget *hex = gtk_widget_get_last_child (widget);
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int beside;

  if (!gtk_widget_should_layout (text) || !gtk_widget_should_layout (hex))
    {
      allocate_at (gtk_widget_should_layout (hex) ? hex : text, 0, 0, width, height);
      return;
    }

  beside = get_width_beside (text, hex, width);

  if (beside > 0)
    {
      allocate_at (text, right_to_left ? beside : 0, 0, width - beside, height);
      allocate_at (hex, right_to_left ? 0 : width - beside, 0, beside, height);
    }
  else
    {
      allocate_at (text, 0, 0, width, height / 2);
      allocate_at (hex, 0, height / 2, width, height - height / 2);
    }
}

/* As much as it takes whichever way they stand. */
static void
tin_payload_box_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = *natural = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *natural += child_natural;

      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        *minimum = MAX (*minimum, child_minimum);
      else
        *minimum += child_minimum;
    }
}

static void
tin_payload_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (tin_payload_box_parent_class)->dispose (object);
}

static void
tin_payload_box_class_init (TinPayloadBoxClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_payload_box_dispose;

  widget_class->size_allocate = tin_payload_box_size_allocate;
  widget_class->measure = tin_payload_box_measure;
}

static void
tin_payload_box_init (TinPayloadBox *self)
{
}
