/* tin-window.c: a window with sessions in tabs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-window.h"

#include "ui/tin-banner.h"
#include "ui/tin-closed-tabs.h"
#include "ui/tin-farewell.h"
#include "ui/tin-menus.h"
#include "ui/tin-open-file.h"
#include "ui/tin-preferences.h"
#include "ui/tin-profile-actions.h"
#include "ui/tin-tab-page.h"

#include <glib/gi18n-lib.h>

#define TEXT_TIMEOUT  10 /* seconds that a toast without a button stays */
#define MAX_RECOVERED 8  /* recordings that are opened at once: a tab each */

struct _TinWindow
{
  AdwApplicationWindow  parent_instance;

  TinWorkbench         *workbench;        /* (owned) (nullable) */
  GSettings            *settings;         /* (owned) (nullable) */
  GSignalGroup         *session_signals;  /* (owned) of the tab in front */
  GBindingGroup        *session_bindings; /* (owned) of the tab in front */
  TinClosedTabs        *closed_tabs;      /* (owned) */
  GtkWidget            *preferences;      /* (weak) (nullable) while it is open */

  AdwWindowTitle       *title;
  GtkButton            *start_button;
  GMenu                *examples_menu;
  GMenu                *profiles_menu;
  GMenu                *recent_menu;
  TinBanner            *recovery_banner;
  GPtrArray            *recovered;        /* (owned) (nullable) (element-type TinRecovered) */
  AdwTabView           *tab_view;
  AdwToastOverlay      *toast_overlay;
};

G_DEFINE_FINAL_TYPE (TinWindow, tin_window, ADW_TYPE_APPLICATION_WINDOW)

static TinSession *
get_session (TinWindow *self)
{
  TinTab *tab = tin_window_get_current_tab (self);

  return tab != NULL ? tin_tab_get_session (tab) : NULL;
}

static void
set_action_enabled (TinWindow  *self,
                    const char *name,
                    gboolean    enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* What the one button says and does, in the words of a server or of a client. */
static const char *
get_button_label (TinSession *session)
{
  gboolean is_server = tin_profile_get_role (tin_session_get_profile (session)) == TIN_ROLE_SERVER;

  switch (tin_session_get_state (session))
    {
    case TIN_SESSION_CLOSED:
      return is_server ? _("_Start") : _("_Connect");
    case TIN_SESSION_OPENING:
      return _("_Cancel");
    case TIN_SESSION_OPEN:
      return is_server ? _("_Stop") : _("Dis_connect");
    case TIN_SESSION_CLOSING:
      return is_server ? _("Stopping…") : _("Disconnecting…");
    default:
      g_return_val_if_reached ("");
    }
}

static void
update_start_button (TinWindow *self)
{
  TinSession *session = get_session (self);
  gboolean closed;
  gboolean can_start = FALSE;
  gboolean can_stop = FALSE;

  if (session == NULL)
    return;

  g_object_get (session, "can-start", &can_start, "can-stop", &can_stop, NULL);
  set_action_enabled (self, "start", can_start);
  set_action_enabled (self, "stop", can_stop);

  gtk_widget_set_visible (GTK_WIDGET (self->start_button), tin_session_get_file (session) == NULL);
  closed = tin_session_get_state (session) == TIN_SESSION_CLOSED;
  gtk_button_set_label (self->start_button, get_button_label (session));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->start_button), closed ? "win.start" : "win.stop");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->start_button), closed ? "F5" : "Shift+F5");
  if (closed)
    gtk_widget_add_css_class (GTK_WIDGET (self->start_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->start_button), "suggested-action");
}

static void
session_notify_cb (TinSession *session,
                   GParamSpec *pspec,
                   TinWindow  *self)
{
  update_start_button (self);
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

  self->session_bindings = g_binding_group_new ();
  g_binding_group_bind (self->session_bindings, "title", self->title, "title", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->session_bindings, "status", self->title, "subtitle", G_BINDING_SYNC_CREATE);
  g_binding_group_bind_full (self->session_bindings, "title", self, "title", G_BINDING_SYNC_CREATE,
                             title_to_window_title, NULL, NULL, NULL);
}

static void
tab_view_notify_selected_page_cb (TinWindow *self)
{
  TinTab *tab = tin_window_get_current_tab (self);
  TinSession *session = get_session (self);

  g_signal_group_set_target (self->session_signals, session);
  g_binding_group_set_source (self->session_bindings, session);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page",
                                  tab != NULL ? tin_session_page_get_actions (tin_tab_get_page (tab)) : NULL);
  update_start_button (self);
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

static TinTab *
append_session (TinWindow  *self,
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
  tin_tab_leave_welcome (append_session (self, session));
}

static void
closed_tabs_notify_empty_cb (TinWindow *self)
{
  set_action_enabled (self, "reopen-tab", !tin_closed_tabs_is_empty (self->closed_tabs));
}

static void
new_tab_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  tin_window_add_tab (user_data, NULL);
}

static void
close_tab_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  TinWindow *self = user_data;
  AdwTabPage *page = adw_tab_view_get_selected_page (self->tab_view);

  if (page != NULL)
    adw_tab_view_close_page (self->tab_view, page);
}

static void
reopen_tab_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  TinWindow *self = user_data;

  tin_closed_tabs_reopen (self->closed_tabs);
}

static void
start_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  TinTab *tab = tin_window_get_current_tab (user_data);

  if (tab != NULL)
    tin_tab_start (tab);
}

static void
stop_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TinSession *session = get_session (user_data);

  if (session != NULL)
    tin_session_stop (session);
}

static void
focus_address_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  TinTab *tab = tin_window_get_current_tab (user_data);

  if (tab != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (tab));
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  TinWindow *self = user_data;
  TinSession *session = get_session (self);

  if (session == NULL)
    return;

  if (self->preferences == NULL)
    g_set_weak_pointer (&self->preferences,
                        tin_preferences_new (GTK_WINDOW (self), session, self->workbench, self->settings));
  gtk_window_present (GTK_WINDOW (self->preferences));
}

static void
open_recovered_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  TinWindow *self = user_data;

  for (guint i = 0; self->recovered != NULL && i < MIN (self->recovered->len, MAX_RECOVERED); i++)
    {
      const TinRecovered *recovered = g_ptr_array_index (self->recovered, i);
      g_autoptr (GFile) file = g_file_new_for_path (recovered->path);

      tin_open_file_or_explain (self, file);
    }
  tin_banner_hide (self->recovery_banner);
}

static const GActionEntry actions[] = {
  { .name = "open-recovered", .activate = open_recovered_action },
  { .name = "new-tab", .activate = new_tab_action },
  { .name = "close-tab", .activate = close_tab_action },
  { .name = "reopen-tab", .activate = reopen_tab_action },
  { .name = "start", .activate = start_action },
  { .name = "stop", .activate = stop_action },
  { .name = "preferences", .activate = preferences_action },
  { .name = "focus-address", .activate = focus_address_action },
};

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
  if (self->session_bindings != NULL)
    g_binding_group_set_source (self->session_bindings, NULL);
  g_clear_object (&self->session_signals);
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
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  tin_profile_actions_add (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  tin_menus_fill_examples (self->examples_menu);
  tin_open_file_add (self, self->recent_menu);

  bind_session (self);

  self->closed_tabs = tin_closed_tabs_new (self->toast_overlay);
  g_signal_connect_object (self->closed_tabs, "reopen", G_CALLBACK (closed_tabs_reopen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->closed_tabs, "notify::empty", G_CALLBACK (closed_tabs_notify_empty_cb), self,
                           G_CONNECT_SWAPPED);
  closed_tabs_notify_empty_cb (self);
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
  tab = append_session (self, session);
  if (profile != NULL)
    tin_tab_leave_welcome (tab);

  return tab;
}

static AdwTabPage *
find_file (TinWindow  *self,
           const char *path)
{
  for (int i = 0; i < adw_tab_view_get_n_pages (self->tab_view); i++)
    {
      AdwTabPage *page = adw_tab_view_get_nth_page (self->tab_view, i);
      TinSession *session = tin_tab_get_session (TIN_TAB (adw_tab_page_get_child (page)));

      if (g_strcmp0 (tin_session_get_file (session), path) == 0)
        return page;
    }
  return NULL;
}

/* In a tab of its own, in place of a first page; or the tab that shows it already. */
gboolean
tin_window_open_file (TinWindow  *self,
                      GFile      *file,
                      GError    **error)
{
  g_autofree char *path = NULL;
  g_autoptr (TinSession) session = NULL;
  AdwTabPage *old;

  g_return_val_if_fail (TIN_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  path = g_file_get_path (file);
  if (path == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _("Only files on this computer can be opened."));
      return FALSE;
    }

  old = find_file (self, path);
  if (old != NULL)
    {
      adw_tab_view_set_selected_page (self->tab_view, old);
      return TRUE;
    }

  session = tin_workbench_open_file (self->workbench, path, error);
  if (session == NULL)
    return FALSE;

  old = adw_tab_view_get_selected_page (self->tab_view);
  append_session (self, session);
  if (old != NULL && tin_tab_is_welcoming (TIN_TAB (adw_tab_page_get_child (old))))
    adw_tab_view_close_page (self->tab_view, old);
  tin_open_file_remember (file);

  return TRUE;
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

/* Says what was @recovered, until the user closes it or opens that. */
void
tin_window_show_recovered (TinWindow *self,
                           GPtrArray *recovered)
{
  g_autofree char *title = NULL;
  g_autofree char *advice = NULL;

  g_return_if_fail (TIN_IS_WINDOW (self));
  g_return_if_fail (recovered != NULL && recovered->len > 0);

  title = tin_recovery_dup_title (recovered);
  advice = tin_recovery_dup_advice (recovered);
  g_clear_pointer (&self->recovered, g_ptr_array_unref);
  self->recovered = g_ptr_array_ref (recovered);
  tin_banner_show (self->recovery_banner, title, advice);
}
