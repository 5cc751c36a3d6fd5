/* tin-session-page.c: everything a session shows: connections, log, detail, send box, status.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page.h"

struct _TinSessionPage
{
  AdwBin              parent_instance;

  TinSession         *session;   /* (owned) */
  TinWorkbench       *workbench; /* (owned) */
  GSettings          *settings;  /* (owned) */
  GSimpleActionGroup *actions;   /* (owned) */
};

G_DEFINE_FINAL_TYPE (TinSessionPage, tin_session_page, ADW_TYPE_BIN)

static void
tin_session_page_dispose (GObject *object)
{
  TinSessionPage *self = TIN_SESSION_PAGE (object);

  g_clear_object (&self->session);
  g_clear_object (&self->workbench);
  g_clear_object (&self->settings);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (tin_session_page_parent_class)->dispose (object);
}

static void
tin_session_page_class_init (TinSessionPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_session_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-session-page.ui");
}

static void
tin_session_page_init (TinSessionPage *self)
{
  self->actions = g_simple_action_group_new ();
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (self->actions));

  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tin_session_page_new (TinSession   *session,
                      TinWorkbench *workbench,
                      GSettings    *settings)
{
  TinSessionPage *self = g_object_new (TIN_TYPE_SESSION_PAGE, NULL);

  self->session = g_object_ref (session);
  self->workbench = g_object_ref (workbench);
  self->settings = g_object_ref (settings);

  return GTK_WIDGET (self);
}

/* The group "page.", which the window takes up as well, so that accelerators and its menu reach it wherever
 * the focus is. */
GActionGroup *
tin_session_page_get_actions (TinSessionPage *self)
{
  g_return_val_if_fail (TIN_IS_SESSION_PAGE (self), NULL);

  return G_ACTION_GROUP (self->actions);
}
