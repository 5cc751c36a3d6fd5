/* tin-inspector.c: what the selected bytes are as numbers, times and characters.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-inspector.h"

#include <glib/gi18n-lib.h>

#include "codec/tin-inspect.h"

#define FIRST_ROW    2 /* of the grid; the place and the titles are above */

#define WIDEST_NAME  "time64 ms"
#define WIDEST_VALUE "-2.225074402864398e-308"
#define BYTES_SHARE  0.6 /* of what this takes with both orders, that the bytes have at least */

typedef enum
{
  COLUMN_KIND,
  COLUMN_LITTLE,
  COLUMN_BIG,
} Column;

#define N_ORDERS 2

struct _TinInspector
{
  AdwBin             parent_instance;

  GtkScrolledWindow *scroller;
  GtkLabel          *place_label;
  GtkGrid           *grid;
  GtkWidget         *little_label;
  GtkWidget         *big_label;
  GtkDropDown       *order_drop_down;
  GtkLabel          *values[TIN_N_INSPECT_KINDS][N_ORDERS];  /* the second one where the order matters */

  int                room;        /* pixels for this and the bytes beside it */
  guint              room_id;     /* until it is looked at; 0 for none */
  gboolean           one_order;   /* as there is no room for both */
};

G_DEFINE_FINAL_TYPE (TinInspector, tin_inspector, ADW_TYPE_BIN)

/* As programs write them, in every language. */
static const char *const names[TIN_N_INSPECT_KINDS] = {
  "bits", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64",
  "float32", "float64", "time32", "time64", "time64 ms", "UTF-8",
};

/* What a name means that not everybody knows. */
static const char *const meanings[TIN_N_INSPECT_KINDS] = {
  [TIN_INSPECT_TIME32] = N_("Seconds since 1970, in four bytes"),
  [TIN_INSPECT_TIME64] = N_("Seconds since 1970, in eight bytes"),
  [TIN_INSPECT_TIME64_MS] = N_("Milliseconds since 1970, in eight bytes"),
};

static const int byte_orders[N_ORDERS] = { G_LITTLE_ENDIAN, G_BIG_ENDIAN };

static GtkWidget *
create_label (const char *text,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_add_css_class (label, "caption");

  return label;
}

static void
add_value (TinInspector  *self,
           GtkWidget     *name,
           TinInspectKind kind,
           int            order)
{
  GtkWidget *value = create_label (NULL, "numeric");
  gboolean has_order = tin_inspect_has_order (kind);

  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name, NULL, -1);
  gtk_grid_attach (self->grid, value, COLUMN_LITTLE + order, FIRST_ROW + kind, has_order ? 1 : N_ORDERS, 1);
  self->values[kind][order] = GTK_LABEL (value);
}

static void
add_row (TinInspector   *self,
         TinInspectKind  kind)
{
  GtkWidget *name = create_label (names[kind], "dim-label");

  if (meanings[kind] != NULL)
    gtk_widget_set_tooltip_text (name, _(meanings[kind]));

  gtk_grid_attach (self->grid, name, COLUMN_KIND, FIRST_ROW + kind, 1, 1);

  for (int order = 0; order < (tin_inspect_has_order (kind) ? N_ORDERS : 1); order++)
    add_value (self, name, kind, order);
}

static void
show_orders (TinInspector *self)
{
  int chosen = (int) gtk_drop_down_get_selected (self->order_drop_down);

  gtk_widget_set_visible (GTK_WIDGET (self->order_drop_down), self->one_order);
  gtk_widget_set_visible (self->little_label, !self->one_order);
  gtk_widget_set_visible (self->big_label, !self->one_order);

  for (guint kind = 0; kind < TIN_N_INSPECT_KINDS; kind++)
    for (int order = 0; order < N_ORDERS; order++)
      if (tin_inspect_has_order (kind))
        gtk_widget_set_visible (GTK_WIDGET (self->values[kind][order]), !self->one_order || order == chosen);
}

static int
measure_text (TinInspector *self,
              const char   *text)
{
  GtkWidget *value = GTK_WIDGET (self->values[0][0]);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (value, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width;

  /* What the style class says of digits is not in the layout. */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);

  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

/* What is there when nothing is cut off, whatever is selected: it would move with every byte otherwise. */
static int
measure_orders (TinInspector *self,
                int           n_orders)
{
  GtkWidget *grid = GTK_WIDGET (self->grid);
  int spacing = (int) gtk_grid_get_column_spacing (self->grid);
  int width = gtk_widget_get_margin_start (grid) + gtk_widget_get_margin_end (grid);

  width += measure_text (self, WIDEST_NAME);

  return width + n_orders * (spacing + measure_text (self, WIDEST_VALUE));
}

static gboolean
update_room (gpointer user_data)
{
  TinInspector *self = user_data;
  int both = measure_orders (self, N_ORDERS);

  self->room_id = 0;
  self->one_order = self->room < both + both * BYTES_SHARE;
  gtk_scrolled_window_set_min_content_width (self->scroller, self->one_order ? measure_orders (self, 1) : both);
  show_orders (self);

  return G_SOURCE_REMOVE;
}

static void
tin_inspector_dispose (GObject *object)
{
  TinInspector *self = TIN_INSPECTOR (object);

  g_clear_handle_id (&self->room_id, g_source_remove);

  G_OBJECT_CLASS (tin_inspector_parent_class)->dispose (object);
}

static void
tin_inspector_class_init (TinInspectorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_inspector_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, TinInspector, scroller);
  gtk_widget_class_bind_template_child (widget_class, TinInspector, place_label);
  gtk_widget_class_bind_template_child (widget_class, TinInspector, grid);
  gtk_widget_class_bind_template_child (widget_class, TinInspector, little_label);
  gtk_widget_class_bind_template_child (widget_class, TinInspector, big_label);
  gtk_widget_class_bind_template_child (widget_class, TinInspector, order_drop_down);
  gtk_widget_class_bind_template_callback (widget_class, show_orders);
}

static void
tin_inspector_init (TinInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint kind = 0; kind < TIN_N_INSPECT_KINDS; kind++)
    add_row (self, kind);

  tin_inspector_show_bytes (self, 0, 0, NULL);
}

static char *
dup_place (guint64 offset,
           guint64 n_selected)
{
  g_autofree char *place = g_strdup_printf ("%" G_GUINT64_FORMAT " (0x%" G_GINT64_MODIFIER "x)", offset, offset);

  if (n_selected == 0)
    /* Translators: where the caret is in a message, counted from 0: a number, and the same in hexadecimal in
     * parentheses */
    return g_strdup_printf (_("Byte %s"), place);

  /* Translators: where the selection in a message begins, counted from 0: a number, and the same in hexadecimal in
   * parentheses; then how many bytes are selected */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Byte %1$s, %2$u selected", "Byte %1$s, %2$u selected",
                                       (gulong) n_selected), place, (guint) n_selected);
}

/* What stands at @offset: @bytes begin there, and TIN_INSPECT_MAX_SIZE of them are enough. Without any, nothing. */
void
tin_inspector_show_bytes (TinInspector *self,
                          guint64       offset,
                          guint64       n_selected,
                          GBytes       *bytes)
{
  gsize size = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  g_autofree char *place = size > 0 ? dup_place (offset, n_selected) : g_strdup (_("Nothing selected"));

  g_return_if_fail (TIN_IS_INSPECTOR (self));

  gtk_label_set_text (self->place_label, place);

  for (guint kind = 0; kind < TIN_N_INSPECT_KINDS; kind++)
    for (int order = 0; order < N_ORDERS && self->values[kind][order] != NULL; order++)
      {
        g_autofree char *value = tin_inspect (kind, byte_orders[order], data, size);

        gtk_label_set_text (self->values[kind][order], value != NULL ? value : "–");
      }
}

/* How many pixels there are for this and what is beside it: with little, numbers are in one order at a time. It may be
 * told of while both are laid out, and does nothing until that is over. */
void
tin_inspector_set_room (TinInspector *self,
                        int           room)
{
  g_return_if_fail (TIN_IS_INSPECTOR (self));

  if (self->room == room)
    return;

  self->room = room;
  if (self->room_id == 0)
    self->room_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_room, self, NULL);
}
