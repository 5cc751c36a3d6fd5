/* tin-tab-page.c: how a tab looks in the tab bar.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-tab-page.h"

static gboolean
state_to_loading (GBinding     *binding,
                  const GValue *from,
                  GValue       *to,
                  gpointer      user_data)
{
  guint state = g_value_get_uint (from);

  g_value_set_boolean (to, state == TIN_SESSION_OPENING || state == TIN_SESSION_CLOSING);

  return TRUE;
}

static gboolean
state_to_indicator (GBinding     *binding,
                    const GValue *from,
                    GValue       *to,
                    gpointer      user_data)
{
  if (g_value_get_uint (from) == TIN_SESSION_OPEN)
    g_value_take_object (to, g_themed_icon_new ("network-transmit-receive-symbolic"));
  else
    g_value_set_object (to, NULL);

  return TRUE;
}

/* Only a tab behind others asks for a look. */
static gboolean
problem_to_needs_attention (GBinding     *binding,
                            const GValue *from,
                            GValue       *to,
                            gpointer      user_data)
{
  g_autoptr (GObject) page = g_binding_dup_target (binding);

  g_value_set_boolean (to, g_value_get_object (from) != NULL && !adw_tab_page_get_selected (ADW_TAB_PAGE (page)));

  return TRUE;
}

/* Title, spinner, the sign of an open session and that of a problem are those of @session for as long as both
 * are there, whichever window the tab is in. */
void
tin_tab_page_follow (AdwTabPage *page,
                     TinSession *session)
{
  g_return_if_fail (ADW_IS_TAB_PAGE (page));
  g_return_if_fail (TIN_IS_SESSION (session));

  g_object_bind_property (session, "title", page, "title", G_BINDING_SYNC_CREATE);
  g_object_bind_property_full (session, "state", page, "loading", G_BINDING_SYNC_CREATE,
                               state_to_loading, NULL, NULL, NULL);
  g_object_bind_property_full (session, "state", page, "indicator-icon", G_BINDING_SYNC_CREATE,
                               state_to_indicator, NULL, NULL, NULL);
  g_object_bind_property_full (session, "problem", page, "needs-attention", G_BINDING_DEFAULT,
                               problem_to_needs_attention, NULL, NULL, NULL);
}
