/* tin-detail-pager.c: which part of a large message is shown, and the way to the others.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-detail-pager.h"

#include <glib/gi18n-lib.h>

struct _TinDetailPager
{
  AdwBin       parent_instance;

  guint64      offset;     /* of the page, bytes */
  guint64      page_size;  /* bytes */
  guint64      size;       /* of everything, bytes */

  GtkLabel    *range_label;
  GtkPopover  *popover;
  GtkEditable *entry;
  GtkWidget   *previous_button;
  GtkWidget   *next_button;
};

G_DEFINE_FINAL_TYPE (TinDetailPager, tin_detail_pager, ADW_TYPE_BIN)

enum
{
  TURN,
  GO,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static guint64
get_page_end (TinDetailPager *self)
{
  return MIN (self->offset + self->page_size, self->size);
}

static void
previous_button_clicked_cb (TinDetailPager *self)
{
  g_signal_emit (self, signals[TURN], 0, self->offset - MIN (self->offset, self->page_size));
}

static void
next_button_clicked_cb (TinDetailPager *self)
{
  g_signal_emit (self, signals[TURN], 0, get_page_end (self));
}

/* Decimal, or hexadecimal as in C. */
static gboolean
read_offset (TinDetailPager *self,
             guint64        *offset)
{
  const char *text = gtk_editable_get_text (self->entry);
  const gboolean is_hex = g_ascii_strncasecmp (text, "0x", 2) == 0;

  return g_ascii_string_to_unsigned (is_hex ? text + 2 : text, is_hex ? 16 : 10, 0, self->size - 1, offset, NULL);
}

static void
entry_changed_cb (TinDetailPager *self)
{
  guint64 offset;

  if (*gtk_editable_get_text (self->entry) == '\0' || read_offset (self, &offset))
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
}

static void
entry_activate_cb (TinDetailPager *self)
{
  guint64 offset;

  if (!read_offset (self, &offset))
    return;

  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[GO], 0, offset);
}

static void
tin_detail_pager_class_init (TinDetailPagerClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  signals[TURN] = g_signal_new ("turn", TIN_TYPE_DETAIL_PAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[GO] = g_signal_new ("go", TIN_TYPE_DETAIL_PAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_UINT64);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-detail-pager.ui");

  gtk_widget_class_bind_template_child (widget_class, TinDetailPager, range_label);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPager, popover);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPager, entry);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPager, previous_button);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPager, next_button);

  gtk_widget_class_bind_template_callback (widget_class, previous_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
}

static void
tin_detail_pager_init (TinDetailPager *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The page at @offset; all in bytes. */
void
tin_detail_pager_set_page (TinDetailPager *self,
                           guint64         offset,
                           guint64         page_size,
                           guint64         size)
{
  g_autofree char *range = NULL;

  g_return_if_fail (TIN_IS_DETAIL_PAGER (self));

  self->offset = offset;
  self->page_size = page_size;
  self->size = size;

  gtk_widget_set_visible (GTK_WIDGET (self), size > page_size);

  if (size <= page_size)
    return;

  /* Translators: which part of a large message is shown, counted from 1, such as "1–16384 of 65495 bytes". */
  range = g_strdup_printf (_("%1$zu–%2$zu of %3$zu bytes"), (gsize) offset + 1, (gsize) get_page_end (self), (gsize) size);
  gtk_label_set_text (self->range_label, range);
  gtk_widget_set_sensitive (self->previous_button, offset > 0);
  gtk_widget_set_sensitive (self->next_button, get_page_end (self) < size);
}
