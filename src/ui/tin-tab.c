/* tin-tab.c: one session in a tab: address row, first page, session page.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-tab.h"

#include <glib/gi18n-lib.h>

struct _TinTab
{
  AdwBin          parent_instance;

  TinSession     *session;   /* (owned) */
  TinWorkbench   *workbench; /* (owned) */
  GSettings      *settings;  /* (owned) */

  TinSessionPage *page;
  GtkStack       *stack;
};

G_DEFINE_FINAL_TYPE (TinTab, tin_tab, ADW_TYPE_BIN)

static void
tin_tab_dispose (GObject *object)
{
  TinTab *self = TIN_TAB (object);

  g_clear_object (&self->session);
  g_clear_object (&self->workbench);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tin_tab_parent_class)->dispose (object);
}

static void
tin_tab_class_init (TinTabClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_tab_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, TinTab, stack);
}

static void
tin_tab_init (TinTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tin_tab_new (TinSession   *session,
             TinWorkbench *workbench,
             GSettings    *settings)
{
  TinTab *self = g_object_new (TIN_TYPE_TAB, NULL);

  self->session = g_object_ref (session);
  self->workbench = g_object_ref (workbench);
  self->settings = g_object_ref (settings);

  self->page = TIN_SESSION_PAGE (tin_session_page_new (session, workbench, settings));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->page), "session");

  return GTK_WIDGET (self);
}

TinSession *
tin_tab_get_session (TinTab *self)
{
  g_return_val_if_fail (TIN_IS_TAB (self), NULL);

  return self->session;
}

TinSessionPage *
tin_tab_get_page (TinTab *self)
{
  g_return_val_if_fail (TIN_IS_TAB (self), NULL);

  return self->page;
}

/* Whether it still shows the first page: nobody has chosen anything. */
gboolean
tin_tab_is_welcoming (TinTab *self)
{
  g_return_val_if_fail (TIN_IS_TAB (self), FALSE);

  return gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->page);
}

void
tin_tab_leave_welcome (TinTab *self)
{
  g_return_if_fail (TIN_IS_TAB (self));

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->page));
}

void
tin_tab_set_up (TinTab     *self,
                TinProfile *profile)
{
  TinProfile *own;
  g_autoptr (TinEndpoint) endpoint = NULL;

  g_return_if_fail (TIN_IS_TAB (self));
  g_return_if_fail (TIN_IS_PROFILE (profile));

  own = tin_session_get_profile (self->session);
  endpoint = tin_profile_to_endpoint (profile, NULL);
  if (endpoint != NULL)
    tin_profile_set_endpoint (own, endpoint);
  g_object_set (own, "name", tin_profile_get_name (profile), NULL);

  tin_tab_leave_welcome (self);
}

void
tin_tab_offer_counterpart (TinTab           *self,
                           const TinExample *example)
{
  g_return_if_fail (TIN_IS_TAB (self));
}

/* Opens the session. Why it could not is the session's problem, which its page shows. */
void
tin_tab_start (TinTab *self)
{
  TinProfile *profile;

  g_return_if_fail (TIN_IS_TAB (self));

  tin_tab_leave_welcome (self);
  profile = tin_session_get_profile (self->session);
  if (tin_session_start (self->session, NULL))
    tin_profile_store_set_last (tin_workbench_get_profiles (self->workbench), profile, NULL);
}

void
tin_tab_focus_address (TinTab *self)
{
  g_return_if_fail (TIN_IS_TAB (self));
}
