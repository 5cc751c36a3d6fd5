/* tin-peer-rows.c: the rows of a connection list that are on screen.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-peer-rows.h"

#include "ui/tin-peer-row.h"

#define ITEM_KEY "tin-peer-rows-item"

struct _TinPeerRows
{
  GObject    parent_instance;

  GtkWidget *list;     /* (unowned): has this object no longer than it lives */
  GPtrArray *bound;    /* (owned) (element-type TinPeerRow, unowned) that show a peer */
};

G_DEFINE_FINAL_TYPE (TinPeerRows, tin_peer_rows, G_TYPE_OBJECT)

static void
factory_setup_cb (TinPeerRows *self,
                  GtkListItem *item)
{
  GtkWidget *row = tin_peer_row_new ();

  g_object_set_data (G_OBJECT (row), ITEM_KEY, item);
  gtk_list_item_set_child (item, row);
}

static void
factory_bind_cb (TinPeerRows *self,
                 GtkListItem *item)
{
  TinPeerRow *row = TIN_PEER_ROW (gtk_list_item_get_child (item));

  tin_peer_row_set_peer (row, gtk_list_item_get_item (item));
  g_ptr_array_add (self->bound, row);
}

static void
factory_unbind_cb (TinPeerRows *self,
                   GtkListItem *item)
{
  TinPeerRow *row = TIN_PEER_ROW (gtk_list_item_get_child (item));

  g_ptr_array_remove_fast (self->bound, row);
  tin_peer_row_set_peer (row, NULL);
}

/* The place in the list of the row that @widget is in, or is the frame of, which belongs to the list. */
static guint
find_position (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, TIN_TYPE_PEER_ROW);

  if (row == NULL && TIN_IS_PEER_ROW (gtk_widget_get_first_child (widget)))
    row = gtk_widget_get_first_child (widget);

  return row != NULL ? gtk_list_item_get_position (g_object_get_data (G_OBJECT (row), ITEM_KEY))
                     : GTK_INVALID_LIST_POSITION;
}

static void
tin_peer_rows_finalize (GObject *object)
{
  TinPeerRows *self = TIN_PEER_ROWS (object);

  g_ptr_array_unref (self->bound);

  G_OBJECT_CLASS (tin_peer_rows_parent_class)->finalize (object);
}

static void
tin_peer_rows_class_init (TinPeerRowsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tin_peer_rows_finalize;
}

static void
tin_peer_rows_init (TinPeerRows *self)
{
  self->bound = g_ptr_array_new ();
}

/* Makes the rows of the list from here on. Who has this object takes the model from the list before it goes. */
TinPeerRows *
tin_peer_rows_new (GtkListView *list_view)
{
  TinPeerRows *self = g_object_new (TIN_TYPE_PEER_ROWS, NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->list = GTK_WIDGET (list_view);
  g_signal_connect_object (factory, "setup", G_CALLBACK (factory_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (factory_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (factory_unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (list_view, factory);

  return self;
}

/* Brings their figures up to date. */
void
tin_peer_rows_update (TinPeerRows *self)
{
  g_return_if_fail (TIN_IS_PEER_ROWS (self));

  for (guint i = 0; i < self->bound->len; i++)
    tin_peer_row_update (g_ptr_array_index (self->bound, i));
}

/* Returns: the place in the list of the row there, or GTK_INVALID_LIST_POSITION */
guint
tin_peer_rows_find_at (TinPeerRows *self,
                       double       x,
                       double       y)
{
  GtkWidget *picked;

  g_return_val_if_fail (TIN_IS_PEER_ROWS (self), GTK_INVALID_LIST_POSITION);

  picked = gtk_widget_pick (self->list, x, y, GTK_PICK_DEFAULT);

  return picked != NULL ? find_position (picked) : GTK_INVALID_LIST_POSITION;
}

/* Returns: likewise, of the row that the keys go to */
guint
tin_peer_rows_find_focused (TinPeerRows *self)
{
  GtkWidget *focused;

  g_return_val_if_fail (TIN_IS_PEER_ROWS (self), GTK_INVALID_LIST_POSITION);

  focused = gtk_widget_get_focus_child (self->list);

  return focused != NULL ? find_position (focused) : GTK_INVALID_LIST_POSITION;
}
