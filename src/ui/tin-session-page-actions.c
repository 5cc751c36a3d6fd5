/* tin-session-page-actions.c: the group "page.": what can be done on the page in front.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

#include <glib/gi18n-lib.h>

static void
set_enabled (TinSessionPage *self,
             const char     *name,
             gboolean        enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
send_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TinSessionPage *self = user_data;

  tin_send_box_send (self->send_box);
}

static void
focus_send_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  TinSessionPage *self = user_data;

  tin_send_box_focus (self->send_box);
}

static void
clear_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  TinSessionPage *self = user_data;
  gboolean saved = tin_session_get_recording_problem (self->session) == NULL;
  AdwToast *undo = adw_toast_new (saved ? _("Log cleared. The bytes stay in the recording.") : _("Log cleared."));

  /* Without rows the log cannot keep it. */
  if (tin_session_page_has_focus_in (self, GTK_WIDGET (self->log)))
    tin_send_box_focus (self->send_box);

  tin_message_list_clear (tin_session_get_messages (self->session));

  adw_toast_set_button_label (undo, _("_Undo"));
  adw_toast_set_action_name (undo, "page.undo-clear");
  adw_toast_overlay_add_toast (self->toasts, undo);

  /* Whoever cleared by mistake takes it back at once. */
  tin_session_page_update_actions (self);
}

static void
undo_clear_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  TinSessionPage *self = user_data;

  tin_message_list_undo_clear (tin_session_get_messages (self->session));
}

static void
copy_address_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  TinSessionPage *self = user_data;
  TinPeer *peer = tin_peer_view_get_meant (self->peers);

  if (peer != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), tin_peer_get_address (peer));
}

static void
disconnect_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  TinSessionPage *self = user_data;
  TinPeer *peer = tin_peer_view_get_meant (self->peers);

  if (peer != NULL)
    tin_session_disconnect_peer (self->session, tin_peer_get_connection (peer));
}

static void
disconnect_all_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  TinSessionPage *self = user_data;

  tin_session_disconnect_all (self->session);
}

static void
finish_sending_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  TinSessionPage *self = user_data;
  TinPeer *peer = tin_peer_view_get_meant (self->peers);

  if (peer != NULL)
    tin_session_finish_sending (self->session, tin_peer_get_connection (peer));
}

static void
resume_answers_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  TinSessionPage *self = user_data;

  tin_session_resume_answers (self->session, 0);
}

static void
forget_closed_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  TinSessionPage *self = user_data;

  tin_peer_list_forget_closed (tin_session_get_peers (self->session));
}

static void
start (TinSessionPage *self)
{
  g_autoptr (GError) error = NULL;

  if (!tin_session_start (self->session, &error))
    tin_banner_show (self->problem_banner, error->message, NULL);
}

static void
try_again_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  start (user_data);
}

static void
use_free_port_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  TinSessionPage *self = user_data;
  TinProblem *problem = tin_session_get_problem (self->session);
  guint16 port = problem != NULL ? tin_problem_get_free_port (problem) : 0;
  g_autofree char *text = g_strdup_printf ("%u", port);

  if (port == 0)
    return;

  g_object_set (tin_session_get_profile (self->session), "port", text, NULL);
  start (self);
}

static void
newest_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  TinSessionPage *self = user_data;

  g_object_set (self->log, "paused", FALSE, "follow", TRUE, NULL);
}

static void
show_connections_action (GSimpleAction *action,
                         GVariant      *state,
                         gpointer       user_data)
{
  TinSessionPage *self = user_data;
  gboolean shown = g_variant_get_boolean (state);

  /* In a narrow window it is a drawer, which is no choice for good. */
  if (!adw_flap_get_folded (self->flap))
    g_settings_set_boolean (self->settings, "show-connections", shown);

  adw_flap_set_reveal_flap (self->flap, shown);
}

static void
find_connection_action (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  TinSessionPage *self = user_data;

  if (!adw_flap_get_reveal_flap (self->flap))
    g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "show-connections",
                                        g_variant_new_boolean (TRUE));

  tin_peer_view_search (self->peers);
}

static void
framing_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  TinSessionPage *self = user_data;

  tin_status_bar_show_framing (self->status_bar);
}

static void
statistics_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  TinSessionPage *self = user_data;

  tin_status_bar_show_statistics (self->status_bar);
}

static const GActionEntry entries[] = {
  { .name = "send", .activate = send_action },
  { .name = "focus-send", .activate = focus_send_action },
  { .name = "clear", .activate = clear_action },
  { .name = "framing", .activate = framing_action },
  { .name = "statistics", .activate = statistics_action },
  { .name = "undo-clear", .activate = undo_clear_action },
  { .name = "copy-address", .activate = copy_address_action },
  { .name = "disconnect", .activate = disconnect_action },
  { .name = "disconnect-all", .activate = disconnect_all_action },
  { .name = "finish-sending", .activate = finish_sending_action },
  { .name = "resume-answers", .activate = resume_answers_action },
  { .name = "forget-closed", .activate = forget_closed_action },
  { .name = "try-again", .activate = try_again_action },
  { .name = "use-free-port", .activate = use_free_port_action },
  { .name = "newest", .activate = newest_action },
  { .name = "find-connection", .activate = find_connection_action },
  { .name = "show-connections", .state = "true", .change_state = show_connections_action },
};

static void
take_action (TinSessionPage *self,
             gpointer        action)
{
  g_action_map_add_action (G_ACTION_MAP (self->actions), action);
  g_object_unref (action);
}

/* After the template and the settings are there. */
void
tin_session_page_add_actions (TinSessionPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  tin_session_page_add_focus_actions (self);
  tin_session_page_add_view_actions (self);
  tin_session_page_add_export_actions (self);
  tin_session_page_add_send_file (self);

  take_action (self, g_settings_create_action (self->settings, "show-detail"));
  take_action (self, g_settings_create_action (self->settings, "detail-view"));
  take_action (self, g_property_action_new ("pause", self->log, "paused"));
}

/* A few times a second and when something is selected. */
void
tin_session_page_update_actions (TinSessionPage *self)
{
  TinPeerList *peers = tin_session_get_peers (self->session);
  TinPeer *peer = tin_peer_view_get_meant (self->peers);
  TinProblem *problem = tin_session_get_problem (self->session);
  gboolean is_live = tin_session_get_file (self->session) == NULL;
  gboolean peer_open = is_live && peer != NULL && tin_peer_is_open (peer);
  gboolean is_tcp = tin_profile_get_transport (tin_session_get_profile (self->session)) == TIN_TRANSPORT_TCP;
  gboolean can_start = tin_session_can_start (self->session);
  guint n_open = tin_peer_list_get_n_open (peers);
  guint n_rows = g_list_model_get_n_items (tin_log_view_get_rows (self->log));
  guint64 n_hidden = 0;

  g_object_get (tin_session_get_messages (self->session), "hidden", &n_hidden, NULL);

  tin_session_page_update_export_actions (self);
  tin_session_page_update_view_actions (self);
  tin_session_page_update_send_file (self);
  set_enabled (self, "send", tin_send_box_get_can_send (self->send_box));
  set_enabled (self, "clear", n_rows > 0);
  set_enabled (self, "undo-clear", n_hidden > 0);
  set_enabled (self, "copy-address", peer != NULL);
  set_enabled (self, "disconnect", peer_open);
  set_enabled (self, "disconnect-all", is_live && n_open > 0);
  set_enabled (self, "finish-sending", peer_open && is_tcp);
  set_enabled (self, "forget-closed", tin_peer_list_get_n_ended (peers) > 0);
  set_enabled (self, "try-again", can_start);
  set_enabled (self, "use-free-port", can_start && problem != NULL && tin_problem_get_free_port (problem) != 0);
}
