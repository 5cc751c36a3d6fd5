/* tin-peer-tools.c: what is looked for in the connection list, and in which order it is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-peer-tools.h"

struct _TinPeerTools
{
  AdwBin          parent_instance;

  TinPeerOrder   *order;         /* (owned) (nullable) */
  GSettings      *settings;      /* (owned) (nullable) */

  GtkEditable    *search_entry;
  GtkWidget      *order_button;
};

G_DEFINE_FINAL_TYPE (TinPeerTools, tin_peer_tools, ADW_TYPE_BIN)

typedef enum
{
  SIGNAL_ASKED,
  SIGNAL_LEFT,
} TinPeerToolsSignal;

static guint signals[SIGNAL_LEFT + 1];

static void
ask (TinPeerTools *self)
{
  g_signal_emit (self, signals[SIGNAL_ASKED], 0);
}

static void
leave (TinPeerTools *self,
       gboolean      choose)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0, choose);
}

static void
search_entry_search_changed_cb (TinPeerTools *self)
{
  if (self->order == NULL)
    return;

  tin_peer_order_set_search (self->order, gtk_editable_get_text (self->search_entry));
  ask (self);
}

/* Escape: first for what was typed, then for the list. */
static void
search_entry_stop_search_cb (TinPeerTools *self)
{
  if (tin_peer_tools_is_search (self))
    gtk_editable_set_text (self->search_entry, "");
  else
    leave (self, FALSE);
}

/* What was typed last may not have been looked for yet. */
static void
search_entry_activate_cb (TinPeerTools *self)
{
  search_entry_search_changed_cb (self);
  leave (self, TRUE);
}

static gboolean
search_key_pressed_cb (TinPeerTools    *self,
                       guint            key,
                       guint            code,
                       GdkModifierType  modifiers)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;

  leave (self, FALSE);

  return GDK_EVENT_STOP;
}

static void
settings_changed_cb (TinPeerTools *self)
{
  gboolean reversed = g_settings_get_boolean (self->settings, "connection-order-reversed");

  tin_peer_order_set_sort (self->order, g_settings_get_enum (self->settings, "connection-order"), reversed);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->order_button),
                                 reversed ? "view-sort-ascending-symbolic" : "view-sort-descending-symbolic");
  ask (self);
}

static void
tin_peer_tools_dispose (GObject *object)
{
  TinPeerTools *self = TIN_PEER_TOOLS (object);

  g_clear_object (&self->order);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tin_peer_tools_parent_class)->dispose (object);
}

static void
tin_peer_tools_class_init (TinPeerToolsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_peer_tools_dispose;

  signals[SIGNAL_ASKED] = g_signal_new ("asked", TIN_TYPE_PEER_TOOLS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  signals[SIGNAL_LEFT] = g_signal_new ("left", TIN_TYPE_PEER_TOOLS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-peer-tools.ui");
  gtk_widget_class_bind_template_child (widget_class, TinPeerTools, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TinPeerTools, order_button);
  gtk_widget_class_bind_template_callback (widget_class, search_entry_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_entry_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_pressed_cb);
}

static void
tin_peer_tools_init (TinPeerTools *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_actions (TinPeerTools *self)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  const char *keys[] = { "connection-order", "connection-order-reversed" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GAction) action = g_settings_create_action (self->settings, keys[i]);

      g_action_map_add_action (G_ACTION_MAP (actions), action);
    }

  gtk_widget_insert_action_group (GTK_WIDGET (self), "peers", G_ACTION_GROUP (actions));
}

/* Once. What is typed in @list is looked for. */
void
tin_peer_tools_set_order (TinPeerTools *self,
                          TinPeerOrder *order,
                          GtkWidget    *list,
                          GSettings    *settings)
{
  g_return_if_fail (TIN_IS_PEER_TOOLS (self));
  g_return_if_fail (self->order == NULL);

  self->order = g_object_ref (order);
  self->settings = g_object_ref (settings);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search_entry), list);
  add_actions (self);

  g_signal_connect_object (settings, "changed::connection-order", G_CALLBACK (settings_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::connection-order-reversed", G_CALLBACK (settings_changed_cb),
                           self, G_CONNECT_SWAPPED);
  settings_changed_cb (self);
}

/* Whether anything was typed that is or will be looked for. */
gboolean
tin_peer_tools_is_search (TinPeerTools *self)
{
  g_return_val_if_fail (TIN_IS_PEER_TOOLS (self), FALSE);

  return *gtk_editable_get_text (self->search_entry) != '\0';
}

void
tin_peer_tools_focus (TinPeerTools *self)
{
  g_return_if_fail (TIN_IS_PEER_TOOLS (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
