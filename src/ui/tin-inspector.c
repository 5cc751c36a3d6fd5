/* tin-inspector.c: what the selected bytes are as numbers, times and characters.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-inspector.h"

#include <glib/gi18n-lib.h>

#include "codec/tin-inspect.h"

#define FIRST_ROW 2 /* of the grid; the place and the titles are above */

typedef enum
{
  COLUMN_KIND,
  COLUMN_LITTLE,
  COLUMN_BIG,
} Column;

#define N_ORDERS 2

struct _TinInspector
{
  AdwBin    parent_instance;

  GtkLabel *place_label;
  GtkGrid  *grid;
  GtkLabel *values[TIN_N_INSPECT_KINDS][N_ORDERS];  /* the second one where the order matters */
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
tin_inspector_class_init (TinInspectorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, TinInspector, place_label);
  gtk_widget_class_bind_template_child (widget_class, TinInspector, grid);
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
