/* tin-session-page-send-file.c: the action of the group "page." that sends a file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

#include "model/tin-file-sending.h"
#include "ui/tin-choose-file.h"

#include <glib/gi18n-lib.h>

static void
file_chosen_cb (gpointer  self,
                GFile    *file,
                gpointer  receiver)
{
  tin_session_page_send_file (self, GPOINTER_TO_UINT (receiver), file);
}

/* To whom it goes is settled before the file is chosen. */
static void
send_file_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  TinSessionPage *self = user_data;
  guint32 receiver = tin_send_box_get_receiver (self->send_box);

  if (receiver != 0)
    tin_choose_file (self, GTK_FILE_CHOOSER_ACTION_OPEN, _("Send a File"), _("_Send"), NULL,
                     file_chosen_cb, GUINT_TO_POINTER (receiver), NULL);
}

/* Sends the bytes of a file to one connection, with its progress above the status bar. */
void
tin_session_page_send_file (TinSessionPage *self,
                            guint32         connection,
                            GFile          *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (TinJob) job = NULL;

  if (path == NULL)
    {
      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("Only files of this computer can be sent.")));
      return;
    }

  job = tin_file_sending_start (self->session, connection, path);
  tin_session_page_add_job (self, job);
}

void
tin_session_page_add_send_file (TinSessionPage *self)
{
  const GActionEntry entry = { .name = "send-file", .activate = send_file_action };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), &entry, 1, self);
}

/* Datagrams have a size of their own, which a file does not say. */
void
tin_session_page_update_send_file (TinSessionPage *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "send-file");
  TinProfile *profile = tin_session_get_profile (self->session);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                               tin_session_can_send (self->session)
                               && tin_profile_get_transport (profile) == TIN_TRANSPORT_TCP
                               && tin_send_box_get_receiver (self->send_box) != 0);
}
