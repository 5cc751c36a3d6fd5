/* tin-log-widths.c: asks how wide the columns of the log are to be.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-log-widths.h"

/* Pixels, as a setting may ask for. */
#define MIN_WIDTH 20
#define MAX_WIDTH 4000
#define STEP      4
#define PAGE      40

/* What a border that is dragged does, without a mouse: a number for each column, which is as wide at once. */
struct _TinLogWidths
{
  GtkPopover  parent_instance;

  GtkGrid    *grid;
  GPtrArray  *spins;  /* (owned) (element-type GtkSpinButton), unowned: they are in @grid */
};

G_DEFINE_FINAL_TYPE (TinLogWidths, tin_log_widths, GTK_TYPE_POPOVER)

static void
spin_value_changed_cb (GtkSpinButton       *spin,
                       GtkColumnViewColumn *column)
{
  gtk_column_view_column_set_fixed_width (column, gtk_spin_button_get_value_as_int (spin));
}

/* Also one that is narrower than could be asked for here stays as it is. A hidden column has no width. */
static void
column_notify_fixed_width_cb (GtkColumnViewColumn *column,
                              GParamSpec          *pspec,
                              GtkSpinButton       *spin)
{
  const int width = gtk_column_view_column_get_fixed_width (column);

  if (width <= 0)
    return;

  g_signal_handlers_block_by_func (spin, spin_value_changed_cb, column);
  gtk_spin_button_set_value (spin, width);
  g_signal_handlers_unblock_by_func (spin, spin_value_changed_cb, column);
}

static void
add_row (TinLogWidths        *self,
         GtkColumnViewColumn *column,
         int                  row)
{
  GtkWidget *label = gtk_label_new (gtk_column_view_column_get_title (column));
  GtkWidget *spin = gtk_spin_button_new_with_range (MIN_WIDTH, MAX_WIDTH, STEP);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_spin_button_set_increments (GTK_SPIN_BUTTON (spin), STEP, PAGE);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 4);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_grid_attach (self->grid, label, 0, row, 1, 1);
  gtk_grid_attach (self->grid, spin, 1, row, 1, 1);
  g_ptr_array_add (self->spins, spin);

  g_object_bind_property (column, "visible", label, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (column, "visible", spin, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (spin, "value-changed", G_CALLBACK (spin_value_changed_cb), column, 0);
  g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (column_notify_fixed_width_cb), spin, 0);
  column_notify_fixed_width_cb (column, NULL, GTK_SPIN_BUTTON (spin));
}

static void
tin_log_widths_dispose (GObject *object)
{
  TinLogWidths *self = TIN_LOG_WIDTHS (object);

  g_clear_pointer (&self->spins, g_ptr_array_unref);

  /* gtk_widget_dispose_template() is not there in GTK 4.8, and leaves a child of a popover to us. */
  gtk_popover_set_child (GTK_POPOVER (self), NULL);

  G_OBJECT_CLASS (tin_log_widths_parent_class)->dispose (object);
}

static void
tin_log_widths_class_init (TinLogWidthsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_log_widths_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-log-widths.ui");
  gtk_widget_class_bind_template_child (widget_class, TinLogWidths, grid);
}

static void
tin_log_widths_init (TinLogWidths *self)
{
  self->spins = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @columns: (element-type GtkColumnViewColumn), of which the first @n_columns have a width to choose */
GtkWidget *
tin_log_widths_new (GListModel *columns,
                    guint       n_columns)
{
  TinLogWidths *self = g_object_new (TIN_TYPE_LOG_WIDTHS, NULL);

  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      add_row (self, column, (int) i);
    }

  return GTK_WIDGET (self);
}

/* The keyboard is with the first column that is shown, if any is. */
void
tin_log_widths_open (TinLogWidths *self)
{
  g_return_if_fail (TIN_IS_LOG_WIDTHS (self));

  gtk_popover_popup (GTK_POPOVER (self));

  for (guint i = 0; i < self->spins->len; i++)
    if (gtk_widget_get_visible (g_ptr_array_index (self->spins, i)))
      {
        gtk_widget_grab_focus (g_ptr_array_index (self->spins, i));
        break;
      }
}
