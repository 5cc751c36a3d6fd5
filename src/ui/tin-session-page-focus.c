/* tin-session-page-focus.c: which part of the page has the keyboard.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

/* In the order in which they are gone through. */
typedef enum
{
  PANE_PEERS,
  PANE_CHART,
  PANE_LOG,
  PANE_TOAST,
  PANE_DETAIL,
  PANE_SEND_BOX,
} Pane;

#define N_PANES (PANE_SEND_BOX + 1)

/* libadwaita has no name for it but that of its style. One that fades away takes no keyboard any more. */
static gboolean
is_toast (GtkWidget *widget)
{
  return g_str_equal (gtk_widget_get_css_name (widget), "toast") && gtk_widget_get_can_focus (widget)
         && gtk_widget_get_can_target (widget);
}

/* The one that is shown, or NULL. */
static GtkWidget *
find_toast (TinSessionPage *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->toasts));

  while (child != NULL && !is_toast (child))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

static gboolean
pane_is_usable (TinSessionPage *self,
                Pane            pane)
{
  switch (pane)
    {
    case PANE_PEERS:
      return adw_flap_get_reveal_flap (self->flap);

    case PANE_CHART:
      return gtk_widget_get_visible (GTK_WIDGET (self->chart));

    case PANE_TOAST:
      return find_toast (self) != NULL;

    case PANE_DETAIL:
      return tin_session_page_detail_is_open (self);

    case PANE_SEND_BOX:
      return gtk_widget_get_visible (GTK_WIDGET (self->send_box));

    case PANE_LOG:
    default:
      return TRUE;
    }
}

static void
focus_pane (TinSessionPage *self,
            Pane            pane)
{
  switch (pane)
    {
    case PANE_PEERS:
      tin_peer_view_focus (self->peers);
      break;

    case PANE_CHART:
      tin_chart_focus (self->chart);
      break;

    case PANE_LOG:
      tin_log_view_focus (self->log);
      break;

    case PANE_TOAST:
      gtk_widget_child_focus (find_toast (self), GTK_DIR_TAB_FORWARD);
      break;

    case PANE_DETAIL:
      tin_detail_pane_focus (self->detail);
      break;

    case PANE_SEND_BOX:
    default:
      tin_send_box_focus (self->send_box);
      break;
    }
}

static void
cycle_panes (TinSessionPage *self,
             int             step)
{
  GtkWidget *panes[N_PANES] = {
    GTK_WIDGET (self->peers), GTK_WIDGET (self->chart), GTK_WIDGET (self->log), find_toast (self),
    GTK_WIDGET (self->detail), GTK_WIDGET (self->send_box),
  };
  int current = PANE_SEND_BOX;

  for (int i = 0; i < N_PANES; i++)
    if (panes[i] != NULL && tin_session_page_has_focus_in (self, panes[i]))
      current = i;

  do
    current = (current + step + N_PANES) % N_PANES;
  while (!pane_is_usable (self, current));

  focus_pane (self, current);
}

static void
next_pane_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  cycle_panes (user_data, 1);
}

static void
previous_pane_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  cycle_panes (user_data, -1);
}

static const GActionEntry entries[] = {
  { .name = "next-pane", .activate = next_pane_action },
  { .name = "previous-pane", .activate = previous_pane_action },
};

void
tin_session_page_add_focus_actions (TinSessionPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

gboolean
tin_session_page_has_focus_in (TinSessionPage *self,
                               GtkWidget      *part)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == part || gtk_widget_is_ancestor (focus, part));
}

/* Where the keyboard goes when the part that had it is hidden: to what is read, or else to what is written. It is not
 * how a page grabs the focus, as Tab would then begin there and pass over what stands before.
 *
 * Returns: whether there is one of them */
gboolean
tin_session_page_give_focus (TinSessionPage *self)
{
  if (gtk_widget_grab_focus (GTK_WIDGET (self->log)))
    return TRUE;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->send_box)))
    return FALSE;

  tin_send_box_focus (self->send_box);

  return TRUE;
}

void
tin_session_page_focus_log (TinSessionPage *self)
{
  g_return_if_fail (TIN_IS_SESSION_PAGE (self));

  tin_log_view_focus (self->log);
}
