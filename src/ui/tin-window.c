/* tin-window.c: a window with sessions in tabs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-window-private.h"

#include "ui/tin-farewell.h"
#include "ui/tin-menus.h"
#include "ui/tin-open-file.h"
#include "ui/tin-popovers.h"
#include "ui/tin-profile-actions.h"
#include "ui/tin-tab-page.h"

#include <glib/gi18n-lib.h>

#define TEXT_TIMEOUT 10 /* seconds that a toast without a button stays */

G_DEFINE_FINAL_TYPE (TinWindow, tin_window, ADW_TYPE_APPLICATION_WINDOW)

static void
session_notify_cb (TinSession *session,
                   GParamSpec *pspec,
                   TinWindow  *self)
{
  tin_window_update_start_button (self);
}

static void
profile_notify_cb (TinProfile *profile,
                   GParamSpec *pspec,
                   TinWindow  *self)
{
  tin_window_update_start_button (self);
}

static gboolean
title_to_window_title (GBinding     *binding,
                       const GValue *from,
                       GValue       *to,
                       gpointer      user_data)
{
  /* Translators: %s is what is open, such as "TCP server 127.0.0.1:8080" */
  g_value_take_string (to, g_strdup_printf (_("%s — Tincan"), g_value_get_string (from)));

  return TRUE;
}

static void
bind_session (TinWindow *self)
{
  self->session_signals = g_signal_group_new (TIN_TYPE_SESSION);
  g_signal_group_connect (self->session_signals, "notify", G_CALLBACK (session_notify_cb), self);
  self->profile_signals = g_signal_group_new (TIN_TYPE_PROFILE);
  g_signal_group_connect (self->profile_signals, "notify", G_CALLBACK (profile_notify_cb), self);

  self->session_bindings = g_binding_group_new ();
  g_binding_group_bind (self->session_bindings, "title", self->title, "title", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->session_bindings, "status", self->title, "subtitle", G_BINDING_SYNC_CREATE);
  g_binding_group_bind_full (self->session_bindings, "title", self, "title", G_BINDING_SYNC_CREATE,
                             title_to_window_title, NULL, NULL, NULL);
}

/* The rows that came to the log of a tab behind others are laid out as it comes in front, and the scrollbar that they
 * may bring asks for a layout of all that is around it. GTK 4.8 forgets to give one to what it does not lay out at that
 * moment, and draws it no more: so all is laid out. */
static void
tab_view_notify_selected_page_cb (TinWindow *self)
{
  TinTab *tab = tin_window_get_current_tab (self);
  TinSession *session = tin_window_get_session (self);

  g_signal_group_set_target (self->session_signals, session);
  g_signal_group_set_target (self->profile_signals, session != NULL ? tin_session_get_profile (session) : NULL);
  g_binding_group_set_source (self->session_bindings, session);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page",
                                  tab != NULL ? tin_session_page_get_actions (tin_tab_get_page (tab)) : NULL);
  tin_window_update_start_button (self);
  gtk_widget_queue_resize (GTK_WIDGET (self->tab_view));
}

/* The last tab has gone: dragged away or closed before anything happened in it, and the window goes too;
 * else a first page takes its place, so that the toast with Undo has somewhere to be. */
static void
tab_view_notify_pages_cb (TinWindow *self)
{
  if (adw_tab_view_get_n_pages (self->tab_view) > 0 || adw_tab_view_get_is_transferring_page (self->tab_view))
    return;

  if (self->workbench == NULL || gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;

  if (tin_closed_tabs_is_empty (self->closed_tabs))
    gtk_window_close (GTK_WINDOW (self));
  else
    tin_window_add_tab (self, NULL);
}

static gboolean
tab_view_close_page_cb (AdwTabView *view,
                        AdwTabPage *page,
                        TinWindow  *self)
{
  TinTab *tab = TIN_TAB (adw_tab_page_get_child (page));
  TinSession *session = tin_tab_get_session (tab);

  tin_session_stop (session);
  if (!tin_tab_is_welcoming (tab))
    tin_closed_tabs_add (self->closed_tabs, session);
  adw_tab_view_close_page_finish (view, page, TRUE);

  return GDK_EVENT_STOP;
}

static AdwTabView *
tab_view_create_window_cb (AdwTabView *view,
                           TinWindow  *self)
{
  TinWindow *window = tin_window_new (TIN_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));

  gtk_window_present (GTK_WINDOW (window));

  return window->tab_view;
}

/* In a tab of its own, which comes to the front. */
TinTab *
tin_window_append_session (TinWindow  *self,
                           TinSession *session)
{
  GtkWidget *tab = tin_tab_new (session, self->workbench, self->settings);
  AdwTabPage *page = adw_tab_view_append (self->tab_view, tab);

  tin_tab_page_follow (page, session);
  adw_tab_view_set_selected_page (self->tab_view, page);

  return TIN_TAB (tab);
}

static void
closed_tabs_reopen_cb (TinWindow  *self,
                       TinSession *session)
{
  tin_tab_leave_welcome (tin_window_append_session (self, session));
}

static void
restore_size (TinWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
save_size (TinWindow *self)
{
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 240));
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
tin_window_close_request (GtkWindow *window)
{
  TinWindow *self = TIN_WINDOW (window);
  GApplication *application = G_APPLICATION (gtk_window_get_application (window));

  save_size (self);

  for (int i = 0; i < adw_tab_view_get_n_pages (self->tab_view); i++)
    {
      AdwTabPage *page = adw_tab_view_get_nth_page (self->tab_view, i);

      tin_farewell (tin_tab_get_session (TIN_TAB (adw_tab_page_get_child (page))), application);
    }
  tin_closed_tabs_forget (self->closed_tabs);

  return GTK_WINDOW_CLASS (tin_window_parent_class)->close_request (window);
}

static void
tin_window_dispose (GObject *object)
{
  TinWindow *self = TIN_WINDOW (object);

  /* GTK may keep what it looks actions up in for longer than the window. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", NULL);

  if (self->session_signals != NULL)
    g_signal_group_set_target (self->session_signals, NULL);
  if (self->profile_signals != NULL)
    g_signal_group_set_target (self->profile_signals, NULL);
  if (self->session_bindings != NULL)
    g_binding_group_set_source (self->session_bindings, NULL);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->profile_signals);
  g_clear_object (&self->session_bindings);
  g_clear_object (&self->closed_tabs);
  g_clear_weak_pointer (&self->preferences);
  g_clear_pointer (&self->recovered, g_ptr_array_unref);
  g_clear_object (&self->workbench);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tin_window_parent_class)->dispose (object);
}

static void
tin_window_class_init (TinWindowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (class);

  object_class->dispose = tin_window_dispose;
  window_class->close_request = tin_window_close_request;

  g_type_ensure (TIN_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TinWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TinWindow, start_button);
  gtk_widget_class_bind_template_child (widget_class, TinWindow, examples_menu);
  gtk_widget_class_bind_template_child (widget_class, TinWindow, profiles_menu);
  gtk_widget_class_bind_template_child (widget_class, TinWindow, recent_menu);
  gtk_widget_class_bind_template_child (widget_class, TinWindow, recovery_banner);
  gtk_widget_class_bind_template_child (widget_class, TinWindow, tab_view);
  gtk_widget_class_bind_template_child (widget_class, TinWindow, toast_overlay);
  gtk_widget_class_bind_template_callback (widget_class, tab_view_notify_selected_page_cb);
  gtk_widget_class_bind_template_callback (widget_class, tab_view_notify_pages_cb);
  gtk_widget_class_bind_template_callback (widget_class, tab_view_close_page_cb);
  gtk_widget_class_bind_template_callback (widget_class, tab_view_create_window_cb);
}

static void
tin_window_init (TinWindow *self)
{
  tin_window_add_actions (self);
  tin_profile_actions_add (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  tin_menus_fill_examples (self->examples_menu);
  tin_open_file_add (self, self->recent_menu);
  tin_popovers_keep_keyboard (GTK_WINDOW (self));

  bind_session (self);

  self->closed_tabs = tin_closed_tabs_new (self->toast_overlay);
  g_signal_connect_object (self->closed_tabs, "reopen", G_CALLBACK (closed_tabs_reopen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->closed_tabs, "notify::empty", G_CALLBACK (tin_window_update_reopen_tab), self,
                           G_CONNECT_SWAPPED);
  tin_window_update_reopen_tab (self);
}

static void
profiles_items_changed_cb (TinWindow *self)
{
  tin_menus_fill_profiles (self->profiles_menu, tin_window_get_profiles (self));
}

/* A window without a tab: whoever makes one puts something in it. */
TinWindow *
tin_window_new (TinApplication *application)
{
  TinWindow *self;

  g_return_val_if_fail (TIN_IS_APPLICATION (application), NULL);

  self = g_object_new (TIN_TYPE_WINDOW, "application", application, NULL);
  self->workbench = g_object_ref (tin_application_get_workbench (application));
  self->settings = g_object_ref (tin_application_get_settings (application));
  restore_size (self);

  g_signal_connect_object (tin_window_get_profiles (self), "items-changed",
                           G_CALLBACK (profiles_items_changed_cb), self, G_CONNECT_SWAPPED);
  profiles_items_changed_cb (self);

  return self;
}

/* With the first page if there is no @profile. */
TinTab *
tin_window_add_tab (TinWindow  *self,
                    TinProfile *profile)
{
  g_autoptr (TinProfile) own = NULL;
  g_autoptr (TinSession) session = NULL;
  TinTab *tab;

  g_return_val_if_fail (TIN_IS_WINDOW (self), NULL);
  g_return_val_if_fail (profile == NULL || TIN_IS_PROFILE (profile), NULL);

  own = profile != NULL ? tin_profile_duplicate (profile) : tin_profile_new ();
  session = tin_workbench_create_session (self->workbench, own);
  tab = tin_window_append_session (self, session);
  if (profile != NULL)
    tin_tab_leave_welcome (tab);

  return tab;
}

/* The tab in front while that still shows its first page, else a new one. */
TinTab *
tin_window_get_free_tab (TinWindow *self)
{
  TinTab *tab;

  g_return_val_if_fail (TIN_IS_WINDOW (self), NULL);

  tab = tin_window_get_current_tab (self);

  return tab != NULL && tin_tab_is_welcoming (tab) ? tab : tin_window_add_tab (self, NULL);
}

TinTab *
tin_window_get_current_tab (TinWindow *self)
{
  AdwTabPage *page;

  g_return_val_if_fail (TIN_IS_WINDOW (self), NULL);

  page = adw_tab_view_get_selected_page (self->tab_view);

  return page != NULL ? TIN_TAB (adw_tab_page_get_child (page)) : NULL;
}

/* Returns: (transfer none) (nullable): of the tab in front */
TinSession *
tin_window_get_session (TinWindow *self)
{
  TinTab *tab = tin_window_get_current_tab (self);

  return tab != NULL ? tin_tab_get_session (tab) : NULL;
}

AdwTabView *
tin_window_get_tab_view (TinWindow *self)
{
  g_return_val_if_fail (TIN_IS_WINDOW (self), NULL);

  return self->tab_view;
}

TinProfileStore *
tin_window_get_profiles (TinWindow *self)
{
  g_return_val_if_fail (TIN_IS_WINDOW (self), NULL);

  return tin_workbench_get_profiles (self->workbench);
}

/* Takes @toast. Its title is markup: what a user or a peer wrote is escaped in it. */
void
tin_window_show_toast (TinWindow *self,
                       AdwToast  *toast)
{
  g_return_if_fail (TIN_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/* Any @text. */
void
tin_window_show_text (TinWindow  *self,
                      const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_timeout (toast, TEXT_TIMEOUT);
  tin_window_show_toast (self, toast);
}
