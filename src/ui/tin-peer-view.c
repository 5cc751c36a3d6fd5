/* tin-peer-view.c: the connection list.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-peer-view.h"

#include <glib/gi18n-lib.h>

#include "model/tin-peer-order.h"
#include "ui/tin-context-menu.h"
#include "ui/tin-filling-list.h"
#include "ui/tin-peer-hint.h"
#include "ui/tin-peer-rows.h"
#include "ui/tin-peer-tools.h"
#include "ui/tin-scroll-place.h"
#include "ui/tin-tab-key.h"
#include "ui/tin-tcp-view.h"

struct _TinPeerView
{
  AdwBin              parent_instance;

  TinSession         *session;      /* (owned) (nullable) */
  TinPeerList        *peers;        /* (owned) (nullable) */
  TinPeerOrder       *order;        /* (owned) (nullable) */
  TinFillingList     *filling;      /* (owned) of the order */
  GtkSingleSelection *selection;    /* (owned) */
  TinPeer            *selected;     /* (owned) (nullable) */

  gboolean            one_peer;     /* at a time */
  gboolean            old;          /* of a recording that was opened */
  TinPeerRows        *rows;         /* (owned) */
  TinScrollPlace     *place;        /* (owned) */

  GtkToggleButton    *all_button;
  GtkWidget          *buttons;
  GtkWidget          *disconnect_all_button;
  GtkLabel           *count_label;
  GtkStack           *stack;
  TinPeerHint        *hint;
  TinPeerTools       *tools;
  GtkScrolledWindow  *scroller;
  GtkListView        *list_view;
  TinTcpView         *tcp;
  GMenuModel         *menu;
  GtkWidget          *popover;      /* a child of ours */
};

G_DEFINE_FINAL_TYPE (TinPeerView, tin_peer_view, ADW_TYPE_BIN)

typedef enum
{
  PROP_SELECTED = 1,
} TinPeerViewProperty;

static GParamSpec *properties[PROP_SELECTED + 1];

/* Those that a search leaves out, too. */
static guint
count_peers (TinPeerView *self)
{
  return self->peers != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->peers)) : 0;
}

static void
update_count (TinPeerView *self)
{
  guint n_peers = count_peers (self);
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint n_open = self->peers != NULL ? tin_peer_list_get_n_open (self->peers) : 0;
  g_autofree char *shown_digits = g_strdup_printf ("%'u", n_shown);
  g_autofree char *all_digits = g_strdup_printf ("%'u", n_peers);
  g_autofree char *open_digits = g_strdup_printf ("%'u", n_open);
  g_autofree char *text = NULL;

  if (self->order != NULL && tin_peer_order_is_search (self->order))
    /* Translators: a number of messages or connections that were searched for. */
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s found", "%s found", n_shown), shown_digits);
  else if (self->old)
    /* Translators: %s is a number of connections. */
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s in all", "%s in all", n_peers), all_digits);
  else if (n_peers > 0)
    /* Translators: %s is a number of connections. */
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s open", "%s open", n_open), open_digits);

  gtk_label_set_text (self->count_label, text != NULL ? text : "");
}

/* The one that is selected, or the latest of a session that has one at a time. A server's only one may soon have company,
 * and what was shown of it would go. */
static void
update_measured (TinPeerView *self)
{
  TinPeer *peer = self->selected != NULL || self->one_peer ? tin_peer_view_get_meant (self) : NULL;
  guint32 connection = 0;

  if (peer != NULL && tin_peer_is_open (peer) && tin_session_can_measure (self->session))
    connection = tin_peer_get_connection (peer);

  tin_tcp_view_set_connection (self->tcp, connection);
  tin_tcp_view_update (self->tcp);
}

static void
peers_items_changed_cb (TinPeerView *self)
{
  guint n_peers = count_peers (self);
  gboolean any_shown = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0;

  gtk_stack_set_visible_child_name (self->stack, any_shown ? "list" : n_peers > 0 ? "none" : "empty");
  gtk_widget_set_visible (GTK_WIDGET (self->all_button), !self->one_peer || n_peers > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->tools), n_peers > 1 || tin_peer_tools_is_search (self->tools));
  update_count (self);
}

static void
tools_asked_cb (TinPeerView *self)
{
  tin_scroll_place_top (self->place);
  update_count (self);
}

static void
tools_left_cb (TinPeerView *self,
               gboolean     choose)
{
  if (choose && g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    tin_peer_view_select (self, 0);

  tin_peer_view_focus (self);
}

static void
selection_notify_selected_item_cb (TinPeerView *self)
{
  TinPeer *selected = gtk_single_selection_get_selected_item (self->selection);

  gtk_toggle_button_set_active (self->all_button, selected == NULL);

  if (g_set_object (&self->selected, selected))
    {
      tin_peer_order_set_kept (self->order, selected);
      update_measured (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
    }
}

static void
all_button_clicked_cb (TinPeerView *self)
{
  tin_peer_view_select_all (self);
  gtk_toggle_button_set_active (self->all_button, TRUE);
}

static void
click_pressed_cb (TinPeerView *self,
                  int          n_press,
                  double       x,
                  double       y)
{
  guint position = tin_peer_rows_find_at (self->rows, x, y);
  double menu_x, menu_y;

  if (position == GTK_INVALID_LIST_POSITION)
    return;

  tin_peer_view_select (self, position);

  /* Where the focus returns to when the menu closes. */
  tin_peer_view_focus (self);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->list_view), GTK_WIDGET (self), x, y, &menu_x, &menu_y);
  tin_context_menu_popup (self->popover, menu_x, menu_y);
}

/* As a click with the mouse does, where it is not clear which one is meant. */
static void
select_focused (TinPeerView *self)
{
  guint position = tin_peer_rows_find_focused (self->rows);

  if (position != GTK_INVALID_LIST_POSITION && tin_peer_view_get_meant (self) == NULL)
    tin_peer_view_select (self, position);
}

static gboolean
key_pressed_cb (TinPeerView     *self,
                guint            key,
                guint            code,
                GdkModifierType  modifiers)
{
  if (tin_tab_key_leave (GTK_WIDGET (self->list_view), key, modifiers))
    return GDK_EVENT_STOP;

  if (key == GDK_KEY_Escape && self->selected != NULL)
    {
      tin_peer_view_select_all (self);
      return GDK_EVENT_STOP;
    }

  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && (modifiers & GDK_SHIFT_MASK) != 0))
    {
      select_focused (self);
      tin_context_menu_popup (self->popover, -1, -1);
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
set_up_list (TinPeerView *self)
{
  self->rows = tin_peer_rows_new (self->list_view);

  self->filling = tin_filling_list_new (NULL);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->filling)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (selection_notify_selected_item_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed",
                           G_CALLBACK (peers_items_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
}

static void
tin_peer_view_dispose (GObject *object)
{
  TinPeerView *self = TIN_PEER_VIEW (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);

  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);

  g_clear_object (&self->selection);
  g_clear_object (&self->filling);
  g_clear_object (&self->selected);
  g_clear_object (&self->order);
  g_clear_object (&self->rows);
  g_clear_object (&self->place);
  g_clear_object (&self->peers);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tin_peer_view_parent_class)->dispose (object);
}

static void
tin_peer_view_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TinPeerView *self = TIN_PEER_VIEW (object);

  switch ((TinPeerViewProperty) id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_peer_view_class_init (TinPeerViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_peer_view_dispose;
  object_class->get_property = tin_peer_view_get_property;

  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, TIN_TYPE_PEER,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TIN_TYPE_PEER_HINT);
  g_type_ensure (TIN_TYPE_PEER_TOOLS);
  g_type_ensure (TIN_TYPE_TCP_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-peer-view.ui");

  gtk_widget_class_bind_template_child (widget_class, TinPeerView, all_button);
  gtk_widget_class_bind_template_child (widget_class, TinPeerView, disconnect_all_button);
  gtk_widget_class_bind_template_child (widget_class, TinPeerView, buttons);
  gtk_widget_class_bind_template_child (widget_class, TinPeerView, count_label);
  gtk_widget_class_bind_template_child (widget_class, TinPeerView, stack);
  gtk_widget_class_bind_template_child (widget_class, TinPeerView, hint);
  gtk_widget_class_bind_template_child (widget_class, TinPeerView, tools);
  gtk_widget_class_bind_template_child (widget_class, TinPeerView, scroller);
  gtk_widget_class_bind_template_child (widget_class, TinPeerView, list_view);
  gtk_widget_class_bind_template_child (widget_class, TinPeerView, tcp);
  gtk_widget_class_bind_template_child (widget_class, TinPeerView, menu);

  gtk_widget_class_bind_template_callback (widget_class, all_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, tools_asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, tools_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, click_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
tin_peer_view_init (TinPeerView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->popover = tin_context_menu_new (GTK_WIDGET (self), self->menu);
  g_signal_connect_object (self->popover, "closed", G_CALLBACK (tin_peer_view_focus), self, G_CONNECT_SWAPPED);
  self->place = tin_scroll_place_new (self->scroller);
  set_up_list (self);
}

/* Once. */
void
tin_peer_view_set_session (TinPeerView *self,
                           TinSession  *session,
                           GSettings   *settings)
{
  g_return_if_fail (TIN_IS_PEER_VIEW (self));
  g_return_if_fail (self->peers == NULL);

  self->session = g_object_ref (session);
  self->peers = g_object_ref (tin_session_get_peers (session));
  self->order = tin_peer_order_new (self->peers);
  g_signal_connect_object (self->order, "reordered", G_CALLBACK (tin_scroll_place_keep), self->place,
                           G_CONNECT_SWAPPED);
  /* Not of the list itself, which has keys of its own: they come first. */
  tin_peer_tools_set_order (self->tools, self->order, GTK_WIDGET (self->scroller), settings);
  tin_filling_list_set_model (self->filling, G_LIST_MODEL (self->order));
  tin_tcp_view_set_session (self->tcp, session, settings);
  peers_items_changed_cb (self);
}

/* Where there is never more than one peer, nothing is said of all. Those of earlier starts may still be there. */
void
tin_peer_view_set_one_peer (TinPeerView *self,
                            gboolean     one_peer)
{
  g_return_if_fail (TIN_IS_PEER_VIEW (self));

  self->one_peer = one_peer;
  gtk_widget_set_visible (self->disconnect_all_button, !one_peer);
  peers_items_changed_cb (self);
}

/* Nothing can be done any more with the connections of a recording that was opened. */
void
tin_peer_view_set_old (TinPeerView *self)
{
  g_return_if_fail (TIN_IS_PEER_VIEW (self));

  self->old = TRUE;
  gtk_widget_set_visible (self->buttons, FALSE);
  update_count (self);
}

/* What an empty list says; a command to try is optional. */
void
tin_peer_view_set_hint (TinPeerView *self,
                        const char  *text,
                        const char  *command)
{
  g_return_if_fail (TIN_IS_PEER_VIEW (self));

  tin_peer_hint_set (self->hint, text, command);
}

TinPeer *
tin_peer_view_get_selected (TinPeerView *self)
{
  g_return_val_if_fail (TIN_IS_PEER_VIEW (self), NULL);

  return self->selected;
}

/* The one that is selected, or that is alone, or the latest of a session that has one at a time; or NULL. */
TinPeer *
tin_peer_view_get_meant (TinPeerView *self)
{
  g_autoptr (TinPeer) last = NULL;
  guint n_peers;

  g_return_val_if_fail (TIN_IS_PEER_VIEW (self), NULL);

  n_peers = count_peers (self);
  if (self->selected == NULL && (n_peers == 1 || (n_peers > 1 && self->one_peer)))
    last = g_list_model_get_item (G_LIST_MODEL (self->peers), n_peers - 1);

  /* The list keeps it. */
  return last != NULL ? last : self->selected;
}

void
tin_peer_view_select (TinPeerView *self,
                      guint        position)
{
  g_return_if_fail (TIN_IS_PEER_VIEW (self));

  tin_filling_list_fill (self->filling);
  gtk_single_selection_set_selected (self->selection, position);
}

void
tin_peer_view_select_all (TinPeerView *self)
{
  tin_peer_view_select (self, GTK_INVALID_LIST_POSITION);
}

/* Brings the rows on screen up to date. Costs by what is visible. */
void
tin_peer_view_update (TinPeerView *self)
{
  g_return_if_fail (TIN_IS_PEER_VIEW (self));

  if (self->order != NULL)
    tin_peer_order_update (self->order);
  tin_peer_rows_update (self->rows);

  update_count (self);
  update_measured (self);
}

void
tin_peer_view_focus (TinPeerView *self)
{
  g_return_if_fail (TIN_IS_PEER_VIEW (self));

  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
  else if (!gtk_widget_grab_focus (GTK_WIDGET (self->all_button)))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/* Where there is something to look for. */
void
tin_peer_view_search (TinPeerView *self)
{
  g_return_if_fail (TIN_IS_PEER_VIEW (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self->tools)))
    tin_peer_tools_focus (self->tools);
  else
    tin_peer_view_focus (self);
}
