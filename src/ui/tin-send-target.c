/* tin-send-target.c: to whom a message goes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-send-target.h"

#include <glib/gi18n-lib.h>

enum
{
  TARGET_ALL,
  TARGET_SELECTED,
};

struct _TinSendTarget
{
  AdwBin        parent_instance;

  TinPeerList  *peers;          /* (owned) (nullable) */
  TinPeer      *selected;       /* (owned) (nullable) */
  GSignalGroup *peer_signals;   /* (owned) */
  gboolean      one_peer;       /* at a time: nothing to choose */

  GtkDropDown  *drop_down;
};

G_DEFINE_FINAL_TYPE (TinSendTarget, tin_send_target, ADW_TYPE_BIN)

typedef enum
{
  SIGNAL_CHANGED,
} TinSendTargetSignal;

static guint signals[SIGNAL_CHANGED + 1];

static void
emit_changed (TinSendTarget *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
update_choice (TinSendTarget *self)
{
  g_autoptr (GtkStringList) targets = gtk_string_list_new (NULL);
  gboolean any = self->selected != NULL;

  gtk_string_list_append (targets, _("All connections"));

  if (any)
    gtk_string_list_append (targets, tin_peer_get_address (self->selected));

  gtk_drop_down_set_model (self->drop_down, G_LIST_MODEL (targets));
  gtk_drop_down_set_selected (self->drop_down, any ? TARGET_SELECTED : TARGET_ALL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->drop_down), any);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), any ? NULL : _("Select a connection to write to it alone"));
}

/* From the end: the newest of many is the likeliest to be open. */
static guint32
find_only_open (TinPeerList *peers)
{
  guint n_peers = g_list_model_get_n_items (G_LIST_MODEL (peers));

  if (tin_peer_list_get_n_open (peers) != 1)
    return 0;

  for (guint i = n_peers; i > 0; i--)
    {
      g_autoptr (TinPeer) peer = g_list_model_get_item (G_LIST_MODEL (peers), i - 1);

      if (tin_peer_is_open (peer))
        return tin_peer_get_connection (peer);
    }

  return 0;
}

static void
tin_send_target_dispose (GObject *object)
{
  TinSendTarget *self = TIN_SEND_TARGET (object);

  g_clear_object (&self->peer_signals);
  g_clear_object (&self->selected);
  g_clear_object (&self->peers);

  G_OBJECT_CLASS (tin_send_target_parent_class)->dispose (object);
}

static void
tin_send_target_class_init (TinSendTargetClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_send_target_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", TIN_TYPE_SEND_TARGET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-send-target.ui");

  gtk_widget_class_bind_template_child (widget_class, TinSendTarget, drop_down);

  gtk_widget_class_bind_template_callback (widget_class, emit_changed);
}

static void
tin_send_target_init (TinSendTarget *self)
{
  self->peer_signals = g_signal_group_new (TIN_TYPE_PEER);
  g_signal_group_connect_swapped (self->peer_signals, "notify::state", G_CALLBACK (emit_changed), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  update_choice (self);
}

/* Once. */
void
tin_send_target_set_peers (TinSendTarget *self,
                           TinPeerList   *peers)
{
  g_return_if_fail (TIN_IS_SEND_TARGET (self));
  g_return_if_fail (self->peers == NULL);

  self->peers = g_object_ref (peers);
}

/* Where there is never more than one peer, there is nothing to choose, whatever is selected. */
void
tin_send_target_set_one_peer (TinSendTarget *self,
                              gboolean       one_peer)
{
  g_return_if_fail (TIN_IS_SEND_TARGET (self));

  self->one_peer = one_peer;
  gtk_widget_set_visible (GTK_WIDGET (self), !one_peer);
  emit_changed (self);
}

/* Aims at one connection, or with NULL at all of them. */
void
tin_send_target_set_selected (TinSendTarget *self,
                              TinPeer       *selected)
{
  g_return_if_fail (TIN_IS_SEND_TARGET (self));
  g_return_if_fail (selected == NULL || TIN_IS_PEER (selected));

  if (!g_set_object (&self->selected, selected))
    return;

  g_signal_group_set_target (self->peer_signals, selected);
  update_choice (self);
  emit_changed (self);
}

/* Returns: (transfer none) (nullable): the connection to send to; NULL for all */
TinPeer *
tin_send_target_get_peer (TinSendTarget *self)
{
  g_return_val_if_fail (TIN_IS_SEND_TARGET (self), NULL);

  if (self->one_peer || gtk_drop_down_get_selected (self->drop_down) != TARGET_SELECTED)
    return NULL;

  return self->selected;
}

/* Returns: the number of the one connection that is sent to, or 0 where there is none or more than one */
guint32
tin_send_target_get_receiver (TinSendTarget *self)
{
  TinPeer *peer;

  g_return_val_if_fail (TIN_IS_SEND_TARGET (self), 0);
  g_return_val_if_fail (self->peers != NULL, 0);

  peer = tin_send_target_get_peer (self);
  if (peer != NULL)
    return tin_peer_is_open (peer) ? tin_peer_get_connection (peer) : 0;

  return find_only_open (self->peers);
}
