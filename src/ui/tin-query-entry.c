/* tin-query-entry.c: where a query is typed, with what could stand there and what is wrong.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-query-entry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/tin-query-text.h"

#define MAX_PEERS 20

struct _TinQueryEntry
{
  AdwBin        parent_instance;

  TinPeerList  *peers;       /* (owned) (nullable) */
  gboolean      is_typing;   /* what changes the text now is the user */
  gsize         start;       /* of what a proposal replaces, bytes */
  gsize         end;

  GtkEntry     *entry;
  GtkPopover   *popover;     /* a child of ours */
  GtkListBox   *proposals;
};

G_DEFINE_FINAL_TYPE (TinQueryEntry, tin_query_entry, ADW_TYPE_BIN)

typedef enum
{
  SIGNAL_CHANGED,
  SIGNAL_NEXT,
  SIGNAL_PREVIOUS,
  SIGNAL_STOP,
} TinQueryEntrySignal;

static guint signals[SIGNAL_STOP + 1];

static const char *
get_text (TinQueryEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/* In bytes, as queries count. */
static gsize
get_cursor (TinQueryEntry *self)
{
  const char *text = get_text (self);

  return (gsize) (g_utf8_offset_to_pointer (text, gtk_editable_get_position (GTK_EDITABLE (self->entry))) - text);
}

/* Returns: (transfer full) (array zero-terminated=1): addresses, the newest first */
static char **
dup_addresses (TinQueryEntry *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_peers = self->peers != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->peers)) : 0;

  for (guint i = 0; i < MIN (n_peers, MAX_PEERS); i++)
    {
      g_autoptr (TinPeer) peer = g_list_model_get_item (G_LIST_MODEL (self->peers), n_peers - 1 - i);

      g_strv_builder_add (builder, tin_peer_get_address (peer));
    }

  return g_strv_builder_end (builder);
}

static GtkWidget *
create_row (const TinQueryProposal *proposal)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = gtk_label_new (proposal->text);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (box), text);

  if (proposal->hint != NULL)
    {
      GtkWidget *hint = gtk_label_new (proposal->hint);

      gtk_label_set_ellipsize (GTK_LABEL (hint), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (hint, "dim-label");
      gtk_box_append (GTK_BOX (box), hint);
    }

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY, text, NULL, -1);
  g_object_set_data_full (G_OBJECT (row), "tin-proposal", g_strdup (proposal->text), g_free);

  return row;
}

static void
hide_proposals (TinQueryEntry *self)
{
  gtk_popover_popdown (self->popover);
}

static void
show_proposals (TinQueryEntry *self,
                GPtrArray     *proposals)
{
  GtkWidget *row;
  GtkAllocation allocation;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->proposals))) != NULL)
    gtk_list_box_remove (self->proposals, row);

  for (guint i = 0; i < proposals->len; i++)
    gtk_list_box_append (self->proposals, create_row (g_ptr_array_index (proposals, i)));

  gtk_list_box_unselect_all (self->proposals);

  gtk_widget_get_allocation (GTK_WIDGET (self->entry), &allocation);
  gtk_popover_set_pointing_to (self->popover, &(GdkRectangle) { 0, allocation.height, 1, 1 });
  gtk_popover_popup (self->popover);
}

/* Unasked only where it is likely to be of use: in the middle of a word that has a meaning, or behind its colon. */
static void
propose (TinQueryEntry *self,
         gboolean       asked)
{
  g_auto (GStrv) addresses = dup_addresses (self);
  gsize cursor = get_cursor (self);
  g_autoptr (GPtrArray) proposals = tin_query_text_complete (get_text (self), cursor,
                                                             (const char *const *) addresses, &self->start, &self->end);
  gboolean is_value = cursor > 0 && get_text (self)[cursor - 1] == ':';

  if (proposals->len > 0 && (asked || cursor - self->start >= 2 || (is_value && self->start == cursor)))
    show_proposals (self, proposals);
  else
    hide_proposals (self);
}

static void
take_proposal (TinQueryEntry *self,
               GtkListBoxRow *row)
{
  const char *proposal = g_object_get_data (G_OBJECT (row), "tin-proposal");
  const char *text = get_text (self);
  gboolean is_whole = !g_str_has_suffix (proposal, ":") && !g_str_has_suffix (proposal, ">")
                      && !g_str_has_suffix (proposal, "<");
  g_autofree char *changed = NULL;
  glong position;

  changed = g_strdup_printf ("%.*s%s%s%s", (int) self->start, text, proposal,
                             is_whole && text[self->end] == '\0' ? " " : "", text + self->end);
  position = g_utf8_pointer_to_offset (changed, changed + self->start + strlen (proposal)) + (is_whole ? 1 : 0);

  hide_proposals (self);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), changed);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), (int) position);

  if (!is_whole)
    propose (self, FALSE);
}

static void
proposals_row_activated_cb (TinQueryEntry *self,
                            GtkListBoxRow *row)
{
  take_proposal (self, row);
}

static void
select_proposal (TinQueryEntry *self,
                 int            step)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->proposals);
  int index = selected != NULL ? gtk_list_box_row_get_index (selected) + step : step > 0 ? 0 : -1;
  GtkListBoxRow *row = index >= 0 ? gtk_list_box_get_row_at_index (self->proposals, index) : NULL;
  GtkWidget *viewport = gtk_widget_get_parent (GTK_WIDGET (self->proposals));
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  GtkAllocation allocation;

  gtk_list_box_select_row (self->proposals, row);
  if (row == NULL)
    return;

  gtk_widget_get_allocation (GTK_WIDGET (row), &allocation);
  gtk_adjustment_clamp_page (adjustment, allocation.y, allocation.y + allocation.height);
}

static gboolean
proposals_are_shown (TinQueryEntry *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->popover));
}

static gboolean
proposals_key (TinQueryEntry *self,
               guint          key)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->proposals);

  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      select_proposal (self, 1);
      return GDK_EVENT_STOP;

    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      select_proposal (self, -1);
      return GDK_EVENT_STOP;

    case GDK_KEY_Tab:
      if (selected == NULL)
        selected = gtk_list_box_get_row_at_index (self->proposals, 0);

      take_proposal (self, selected);
      return GDK_EVENT_STOP;

    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (selected == NULL)
        return GDK_EVENT_PROPAGATE;

      take_proposal (self, selected);
      return GDK_EVENT_STOP;

    case GDK_KEY_Escape:
      hide_proposals (self);
      return GDK_EVENT_STOP;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
key_pressed_cb (TinQueryEntry   *self,
                guint            key,
                guint            code,
                GdkModifierType  modifiers)
{
  if (proposals_are_shown (self) && proposals_key (self, key) == GDK_EVENT_STOP)
    return GDK_EVENT_STOP;

  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      propose (self, TRUE);
      return GDK_EVENT_STOP;

    case GDK_KEY_space:
      if ((modifiers & GDK_CONTROL_MASK) == 0)
        return GDK_EVENT_PROPAGATE;

      propose (self, TRUE);
      return GDK_EVENT_STOP;

    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if ((modifiers & GDK_CONTROL_MASK) != 0)
        return GDK_EVENT_PROPAGATE;

      hide_proposals (self);
      g_signal_emit (self, signals[(modifiers & GDK_SHIFT_MASK) != 0 ? SIGNAL_PREVIOUS : SIGNAL_NEXT], 0);
      return GDK_EVENT_STOP;

    case GDK_KEY_Escape:
      g_signal_emit (self, signals[SIGNAL_STOP], 0);
      return GDK_EVENT_STOP;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
entry_changed_cb (TinQueryEntry *self)
{
  gboolean is_empty = *get_text (self) == '\0';

  gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_SECONDARY, is_empty ? NULL : "edit-clear-symbolic");
  gtk_entry_set_icon_tooltip_text (self->entry, GTK_ENTRY_ICON_SECONDARY, is_empty ? NULL : _("Clear"));
  self->is_typing = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The cursor moves after the text has changed. */
static void
entry_notify_cursor_position_cb (TinQueryEntry *self)
{
  if (self->is_typing && gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)))))
    propose (self, FALSE);
  else
    hide_proposals (self);

  self->is_typing = FALSE;
}

static void
entry_icon_release_cb (TinQueryEntry        *self,
                       GtkEntryIconPosition  position)
{
  if (position == GTK_ENTRY_ICON_SECONDARY)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
focus_leave_cb (TinQueryEntry *self)
{
  hide_proposals (self);
}

static void
tin_query_entry_dispose (GObject *object)
{
  TinQueryEntry *self = TIN_QUERY_ENTRY (object);

  if (self->popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->popover));

  self->popover = NULL;
  g_clear_object (&self->peers);

  G_OBJECT_CLASS (tin_query_entry_parent_class)->dispose (object);
}

static void
tin_query_entry_class_init (TinQueryEntryClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  static const char *const names[] = { "changed", "next", "previous", "stop" };

  object_class->dispose = tin_query_entry_dispose;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    signals[i] = g_signal_new (names[i], TIN_TYPE_QUERY_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-query-entry.ui");

  gtk_widget_class_bind_template_child (widget_class, TinQueryEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, TinQueryEntry, popover);
  gtk_widget_class_bind_template_child (widget_class, TinQueryEntry, proposals);

  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_notify_cursor_position_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_icon_release_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, proposals_row_activated_cb);
}

static void
tin_query_entry_init (TinQueryEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
}

/* Whose addresses are proposed. */
void
tin_query_entry_set_peers (TinQueryEntry *self,
                           TinPeerList   *peers)
{
  g_return_if_fail (TIN_IS_QUERY_ENTRY (self));

  g_set_object (&self->peers, peers);
}

const char *
tin_query_entry_get_text (TinQueryEntry *self)
{
  g_return_val_if_fail (TIN_IS_QUERY_ENTRY (self), "");

  return get_text (self);
}

void
tin_query_entry_set_text (TinQueryEntry *self,
                          const char    *text)
{
  g_return_if_fail (TIN_IS_QUERY_ENTRY (self));

  if (g_str_equal (get_text (self), text))
    return;

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->is_typing = FALSE;
  hide_proposals (self);
}

/* Underlines the text from @offset on, in bytes. */
void
tin_query_entry_mark_error (TinQueryEntry *self,
                            gboolean       has_error,
                            gsize          offset)
{
  g_autoptr (PangoAttrList) attributes = NULL;

  g_return_if_fail (TIN_IS_QUERY_ENTRY (self));

  if (has_error)
    {
      gsize size = strlen (get_text (self));
      PangoAttribute *underline = pango_attr_underline_new (PANGO_UNDERLINE_ERROR_LINE);

      /* At the end it is the last character that stands before what is missing. */
      underline->start_index = (guint) (offset < size ? offset : size - MIN (size, 1));
      attributes = pango_attr_list_new ();
      pango_attr_list_insert (attributes, underline);
    }

  gtk_entry_set_attributes (self->entry, attributes);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               has_error ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);

  if (has_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

void
tin_query_entry_focus (TinQueryEntry *self)
{
  g_return_if_fail (TIN_IS_QUERY_ENTRY (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
