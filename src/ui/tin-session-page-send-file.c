/* tin-session-page-send-file.c: the action of the group "page." that sends a file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

#include "model/tin-file-sending.h"

#include <glib/gi18n-lib.h>

/* Whom a file is being chosen for. */
typedef struct
{
  TinSessionPage *page;        /* (owned) */
  guint32         connection;
} Choosing;

static void
choosing_free (gpointer data)
{
  Choosing *choosing = data;

  g_object_unref (choosing->page);
  g_free (choosing);
}

static void
chooser_response_cb (GtkNativeDialog *dialog,
                     int              response,
                     Choosing        *choosing)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    tin_session_page_send_file (choosing->page, choosing->connection, file);

  g_object_unref (dialog);
}

static void
send_file_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  TinSessionPage *self = user_data;
  GtkFileChooserNative *dialog;
  Choosing *choosing;

  if (tin_send_box_get_receiver (self->send_box) == 0)
    return;

  choosing = g_new (Choosing, 1);
  choosing->page = g_object_ref (self);
  choosing->connection = tin_send_box_get_receiver (self->send_box);

  dialog = gtk_file_chooser_native_new (_("Send a File"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                        GTK_FILE_CHOOSER_ACTION_OPEN, _("_Send"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (chooser_response_cb), choosing,
                         (GClosureNotify) (void (*) (void)) choosing_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
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
