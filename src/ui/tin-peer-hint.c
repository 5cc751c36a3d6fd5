/* tin-peer-hint.c: what a connection list says that has none to show.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-peer-hint.h"

struct _TinPeerHint
{
  AdwBin     parent_instance;

  GtkLabel  *text_label;
  GtkWidget *command_box;
  GtkLabel  *command_label;
};

G_DEFINE_FINAL_TYPE (TinPeerHint, tin_peer_hint, ADW_TYPE_BIN)

static void
copy_button_clicked_cb (TinPeerHint *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->command_label));
}

static void
tin_peer_hint_class_init (TinPeerHintClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-peer-hint.ui");

  gtk_widget_class_bind_template_child (widget_class, TinPeerHint, text_label);
  gtk_widget_class_bind_template_child (widget_class, TinPeerHint, command_box);
  gtk_widget_class_bind_template_child (widget_class, TinPeerHint, command_label);

  gtk_widget_class_bind_template_callback (widget_class, copy_button_clicked_cb);
}

static void
tin_peer_hint_init (TinPeerHint *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A command to try in a terminal is optional. */
void
tin_peer_hint_set (TinPeerHint *self,
                   const char  *text,
                   const char  *command)
{
  g_return_if_fail (TIN_IS_PEER_HINT (self));

  gtk_label_set_text (self->text_label, text);
  gtk_label_set_text (self->command_label, command != NULL ? command : "");
  gtk_widget_set_visible (self->command_box, command != NULL);
}
