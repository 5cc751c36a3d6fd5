/* tin-session-page.c: everything a session shows: connections, log, detail, send box, status.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

#include <glib/gi18n-lib.h>

#include "codec/tin-text.h"
#include "ui/tin-inner-names.h"
#include "ui/tin-popovers.h"

/* What is read by sampling is read this often while there is news: often enough to look live, seldom enough to be
 * read, and to leave a screen reader its voice. */
#define REFRESH_INTERVAL_MS 150

G_DEFINE_FINAL_TYPE (TinSessionPage, tin_session_page, ADW_TYPE_BIN)

gboolean
tin_session_page_is_server (TinSessionPage *self)
{
  return tin_profile_get_role (tin_session_get_profile (self->session)) == TIN_ROLE_SERVER;
}

static gboolean
is_udp (TinSessionPage *self)
{
  return tin_profile_get_transport (tin_session_get_profile (self->session)) == TIN_TRANSPORT_UDP;
}

/* A command that connects to us, or NULL. Whoever listens everywhere is reached by loopback. */
static char *
dup_hint_command (TinSessionPage *self)
{
  const char *host = tin_profile_get_host (tin_session_get_profile (self->session));
  guint16 port = tin_session_get_port (self->session);

  if (!tin_session_page_is_server (self) || port == 0 || tin_session_get_state (self->session) != TIN_SESSION_OPEN)
    return NULL;

  if (g_str_equal (host, "0.0.0.0") || *host == '\0')
    host = "127.0.0.1";
  else if (g_str_equal (host, "::"))
    host = "::1";

  return g_strdup_printf ("nc %s%s %u", is_udp (self) ? "-u " : "", host, port);
}

static void
update_hint (TinSessionPage *self)
{
  g_autofree char *command = dup_hint_command (self);
  const char *text = _("No connections");

  if (command != NULL)
    text = is_udp (self) ? _("Waiting for datagrams") : _("Waiting for connections");
  else if (tin_session_get_state (self->session) == TIN_SESSION_OPENING)
    text = tin_session_page_is_server (self) ? _("Starting…") : _("Connecting…");
  else if (!tin_session_page_is_server (self) && tin_session_get_file (self->session) == NULL)
    text = _("Not connected");

  tin_peer_view_set_hint (self->peers, text, command);
}

static void
messages_notify_hidden_cb (TinSessionPage *self)
{
  tin_session_page_update_placeholder (self);
  tin_session_page_update_actions (self);
}

/* It stays, whatever is dropped of a long session. That of a file is known when its first message has been read. */
static void
update_start_time (TinSessionPage *self)
{
  TinCapture *capture = tin_session_get_capture (self->session);
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  if (capture == NULL || capture == self->begun || tin_capture_get_published (capture) == 0)
    return;

  if (!tin_capture_read (capture, tin_capture_get_first (capture), 0, &record, NULL))
    return;

  g_set_weak_pointer (&self->begun, capture);
  tin_log_view_set_start_ns (self->log, record.time_ns);
}

static void
refresh (TinSessionPage *self)
{
  self->stale = FALSE;

  update_start_time (self);
  tin_status_bar_update (self->status_bar, self->session);
  tin_peer_view_update (self->peers);
  tin_chart_update (self->chart);
  tin_session_page_update_actions (self);
}

static gboolean
refresh_timeout_cb (gpointer user_data)
{
  TinSessionPage *self = user_data;

  if (self->stale)
    {
      refresh (self);
      return G_SOURCE_CONTINUE;
    }

  self->refresh_id = 0;

  return G_SOURCE_REMOVE;
}

/* At once for the first news, then at the timer's pace until there is none. */
static void
session_updated_cb (TinSessionPage *self)
{
  self->stale = TRUE;

  if (self->refresh_id != 0)
    return;

  refresh (self);
  self->refresh_id = g_timeout_add (REFRESH_INTERVAL_MS, refresh_timeout_cb, self);
}

static gboolean
focus_is_elsewhere (TinSessionPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* Who has pressed Start wants to type next, but whoever works here already is left alone. */
static void
offer_typing (TinSessionPage *self)
{
  if (tin_session_get_state (self->session) == TIN_SESSION_OPEN
      && gtk_widget_get_mapped (GTK_WIDGET (self)) && focus_is_elsewhere (self))
    tin_send_box_focus (self->send_box);
}

static void
session_notify_state_cb (TinSessionPage *self)
{
  update_hint (self);
  refresh (self);
  offer_typing (self);
}

/* What is not an encoding yet, because it is being typed, leaves the old one. */
static void
update_encoding (TinSessionPage *self)
{
  const char *encoding = tin_profile_get_encoding (tin_session_get_profile (self->session));

  if (tin_text_is_encoding (encoding))
    {
      tin_detail_pane_set_encoding (self->detail, encoding);
      tin_log_view_set_encoding (self->log, encoding);
    }
}

static void
profile_notify_cb (TinSessionPage *self)
{
  gboolean one_peer = !tin_session_page_is_server (self);

  tin_log_view_set_one_peer (self->log, one_peer);
  tin_peer_view_set_one_peer (self->peers, one_peer);
  update_encoding (self);
  update_hint (self);
}

static void
peers_notify_selected_cb (TinSessionPage *self)
{
  TinPeer *peer = tin_peer_view_get_selected (self->peers);

  if (self->session == NULL)
    return;

  tin_search_set_connection (tin_session_get_search (self->session),
                             peer != NULL ? tin_peer_get_connection (peer) : 0);
  tin_send_box_set_peer (self->send_box, peer);
  tin_session_page_update_actions (self);
}

static void
log_notify_selected_cb (TinSessionPage *self)
{
  tin_session_page_show_message (self, tin_log_view_get_selected (self->log));

  if (self->session != NULL)
    tin_session_page_update_actions (self);
}

static void
send_box_notify_can_send_cb (TinSessionPage *self)
{
  if (self->session != NULL)
    tin_session_page_update_actions (self);
}

/* What came of it, in words, where it has any. */
static void
job_bar_done_cb (TinSessionPage *self,
                 TinJob         *job)
{
  g_autofree char *escaped = g_markup_escape_text (tin_job_get_detail (job), -1);

  if (*escaped != '\0')
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
flap_notify_reveal_flap_cb (TinSessionPage *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "show-connections");

  if (action != NULL)
    g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (adw_flap_get_reveal_flap (self->flap)));
}

/* Folding hides it; unfolding shows it again if it was wanted. */
static void
flap_notify_folded_cb (TinSessionPage *self)
{
  if (self->settings != NULL && !adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, g_settings_get_boolean (self->settings, "show-connections"));
}

static void
tin_session_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tin_session_page_parent_class)->map (widget);

  offer_typing (TIN_SESSION_PAGE (widget));
}

static void
tin_session_page_unmap (GtkWidget *widget)
{
  tin_session_page_save_detail_height (TIN_SESSION_PAGE (widget));

  GTK_WIDGET_CLASS (tin_session_page_parent_class)->unmap (widget);
}

static void
tin_session_page_dispose (GObject *object)
{
  TinSessionPage *self = TIN_SESSION_PAGE (object);
  /* A session that ends empties its lists; until the widgets are gone somebody would look at what they show. */
  g_autoptr (TinSession) session = g_steal_pointer (&self->session);

  tin_popovers_close (GTK_WIDGET (self));
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_pointer (&self->note_popover, gtk_widget_unparent);
  g_clear_weak_pointer (&self->note_opener);
  g_clear_weak_pointer (&self->begun);
  g_clear_object (&self->workbench);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tin_session_page_parent_class)->dispose (object);
}

static void
tin_session_page_finalize (GObject *object)
{
  TinSessionPage *self = TIN_SESSION_PAGE (object);

  g_clear_object (&self->actions);

  G_OBJECT_CLASS (tin_session_page_parent_class)->finalize (object);
}

static void
ensure_types (void)
{
  g_type_ensure (TIN_TYPE_BANNER);
  g_type_ensure (TIN_TYPE_CHART);
  g_type_ensure (TIN_TYPE_DETAIL_PANE);
  g_type_ensure (TIN_TYPE_JOB_BAR);
  g_type_ensure (TIN_TYPE_FILTER_BAR);
  g_type_ensure (TIN_TYPE_LOG_VIEW);
  g_type_ensure (TIN_TYPE_PEER_VIEW);
  g_type_ensure (TIN_TYPE_SEND_BOX);
  g_type_ensure (TIN_TYPE_STATUS_BAR);
}

static void
tin_session_page_class_init (TinSessionPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_session_page_dispose;
  object_class->finalize = tin_session_page_finalize;

  widget_class->map = tin_session_page_map;
  widget_class->unmap = tin_session_page_unmap;

  ensure_types ();
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-session-page.ui");

  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, problem_banner);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, free_port_button);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, try_again_button);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, recording_banner);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, exposure_banner);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, note_banner);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, storm_banner);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, flap);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, peers);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, paned);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, log);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, detail);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, send_box);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, chart);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, job_bar);
  gtk_widget_class_bind_template_child (widget_class, TinSessionPage, status_bar);

  gtk_widget_class_bind_template_callback (widget_class, job_bar_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, flap_notify_reveal_flap_cb);
  gtk_widget_class_bind_template_callback (widget_class, flap_notify_folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, peers_notify_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, log_notify_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_box_notify_can_send_cb);
}

static void
tin_session_page_init (TinSessionPage *self)
{
  self->actions = g_simple_action_group_new ();
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (self->actions));

  gtk_widget_init_template (GTK_WIDGET (self));
  tin_inner_names_set (GTK_WIDGET (self));
}

static void
detail_view_changed_cb (TinSessionPage *self)
{
  tin_detail_pane_set_view (self->detail, g_settings_get_enum (self->settings, "detail-view"));
}

static void
follow_settings (TinSessionPage *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self->peers), g_settings_get_int (self->settings, "sidebar-width"), -1);
  adw_flap_set_reveal_flap (self->flap, g_settings_get_boolean (self->settings, "show-connections"));
  tin_session_page_add_detail (self);
  g_signal_connect_object (self->settings, "changed::detail-view", G_CALLBACK (detail_view_changed_cb),
                           self, G_CONNECT_SWAPPED);
  detail_view_changed_cb (self);
  tin_log_view_set_settings (self->log, self->settings);
}

static void
follow_session (TinSessionPage *self)
{
  TinSession *session = self->session;
  TinProfile *profile = tin_session_get_profile (session);
  TinMessageList *messages = tin_session_get_messages (session);

  tin_log_view_set_messages (self->log, messages);
  tin_status_bar_set_session (self->status_bar, session);
  tin_peer_view_set_session (self->peers, session, self->settings);
  if (tin_session_get_file (session) != NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->send_box), FALSE);
      tin_log_view_set_old (self->log);
      tin_peer_view_set_old (self->peers);
    }
  tin_send_box_set_session (self->send_box, session, tin_workbench_get_history (self->workbench), self->settings);

  g_signal_connect_object (session, "updated", G_CALLBACK (session_updated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (session_notify_state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (messages, "notify::hidden", G_CALLBACK (messages_notify_hidden_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (profile, "notify", G_CALLBACK (profile_notify_cb), self, G_CONNECT_SWAPPED);

  profile_notify_cb (self);
  tin_session_page_follow_banners (self);
  refresh (self);
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

  tin_session_page_add_actions (self);
  tin_session_page_add_find (self);
  tin_session_page_add_bookmarks (self);
  follow_settings (self);
  follow_session (self);
  tin_session_page_add_chart (self);

  return GTK_WIDGET (self);
}

/* Shows @job above the status bar until it has ended. It is cancelled when the page goes. */
void
tin_session_page_add_job (TinSessionPage *self,
                          TinJob         *job)
{
  g_return_if_fail (TIN_IS_SESSION_PAGE (self));

  tin_job_bar_add (self->job_bar, job);
}

/* The group "page.", which the window takes up as well, so that accelerators and its menu reach it wherever
 * the focus is. */
GActionGroup *
tin_session_page_get_actions (TinSessionPage *self)
{
  g_return_val_if_fail (TIN_IS_SESSION_PAGE (self), NULL);

  return G_ACTION_GROUP (self->actions);
}
