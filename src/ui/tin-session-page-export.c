/* tin-session-page-export.c: actions of the group "page." that save messages to files.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

#include "ui/tin-choose-file.h"

#include <glib/gi18n-lib.h>

/* Returns: (transfer full) (nullable): the path of a file to save in; NULL, which is said, for one of another computer */
char *
tin_session_page_dup_local_path (TinSessionPage *self,
                                 GFile          *file)
{
  char *path = g_file_get_path (file);

  if (path == NULL)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("Files are saved on this computer only.")));

  return path;
}

static void
export_place_chosen_cb (gpointer  self,
                        GFile    *file,
                        gpointer  data)
{
  g_autoptr (TinExport) export = data;
  g_autofree char *path = tin_session_page_dup_local_path (self, file);

  if (path != NULL)
    {
      g_autoptr (TinJob) job = tin_export_start (g_steal_pointer (&export), path);

      tin_session_page_add_job (self, job);
    }
}

/* Such as "tincan-127.0.0.1-8080-20261123-064100.csv", which needs no quotes anywhere. */
static char *
dup_file_name (TinSessionPage  *self,
               TinExportFormat  format)
{
  TinProfile *profile = tin_session_get_profile (self->session);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *host = g_strdup (tin_profile_get_host (profile));
  guint16 port = tin_session_get_port (self->session);

  for (char *at = host; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '.')
      *at = '-';

  if (*host == '\0' || port == 0)
    return g_strdup_printf ("tincan-%s%s", stamp, tin_export_format_get_suffix (format));

  return g_strdup_printf ("tincan-%s-%u-%s%s", host, port, stamp, tin_export_format_get_suffix (format));
}

static void
choose_file (TinSessionPage  *self,
             TinExport       *export,
             const char      *title,
             TinExportFormat  format)
{
  g_autofree char *name = dup_file_name (self, format);

  tin_choose_file (self, GTK_FILE_CHOOSER_ACTION_SAVE, title, _("_Save"), name,
                   export_place_chosen_cb, export, (GDestroyNotify) tin_export_free);
}

static void
take_range (TinExport      *export,
            TinMessageList *messages,
            guint           row,
            guint           n_rows)
{
  tin_export_take_numbers (export, tin_message_list_dup_numbers (messages, row, n_rows));
  tin_export_take_pending (export, tin_message_list_dup_pending_rows (messages, row, n_rows));
}

static void
take_selected (TinExport       *export,
               TinMessageList  *messages,
               const GtkBitset *selection)
{
  TinNumbers *numbers = tin_numbers_new ();
  GArray *pending = tin_frame_array_new ();
  GtkBitsetIter iter;
  guint row;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selection, &row); more;
       more = gtk_bitset_iter_next (&iter, &row))
    {
      g_autoptr (TinNumbers) one = tin_message_list_dup_numbers (messages, row, 1);
      g_autoptr (GArray) coming = tin_message_list_dup_pending_rows (messages, row, 1);
      guint64 number = 0;

      if (tin_numbers_next (one, &number))
        tin_numbers_add (numbers, number);
      else if (coming->len > 0)
        tin_frame_array_append (pending, &g_array_index (coming, TinFrame, 0));
    }

  tin_export_take_numbers (export, numbers);
  tin_export_take_pending (export, pending);
}

static void
take_selection (TinSessionPage *self,
                TinExport      *export)
{
  TinMessageList *messages = tin_session_get_messages (self->session);
  g_autoptr (GtkBitset) selection = tin_log_view_dup_selection (self->log);
  guint n_selected = gtk_bitset_get_size (selection);
  guint first = gtk_bitset_get_minimum (selection);

  /* All of a range, as after Select All, which may be millions. */
  if (n_selected == 0 || gtk_bitset_get_maximum (selection) - first == n_selected - 1)
    take_range (export, messages, first, n_selected);
  else
    take_selected (export, messages, selection);
}

static guint
count_rows (TinSessionPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (tin_session_get_messages (self->session)));
}

/* What is chosen is taken now, whatever is selected when the name of the file is. */
TinExport *
tin_session_page_create_export (TinSessionPage        *self,
                                const TinExportChoice *choice)
{
  TinProfile *profile = tin_session_get_profile (self->session);
  TinMessageList *messages = tin_session_get_messages (self->session);
  TinExport *export = tin_export_new (tin_message_list_get_frames (messages), choice->format);
  TinPeer *peer = tin_peer_view_get_selected (self->peers);
  guint32 connection = 0;

  if (choice->scope == TIN_EXPORT_PEER && peer != NULL)
    connection = tin_peer_get_connection (peer);
  else if (choice->scope == TIN_EXPORT_SHOWN)
    take_range (export, messages, 0, count_rows (self));
  else if (choice->scope == TIN_EXPORT_SELECTED)
    take_selection (self, export);

  tin_export_set_bookmarks (export, tin_session_get_bookmarks (self->session));
  tin_export_set_stream (export, connection, choice->direction);
  tin_export_set_session (export, tin_session_get_id (self->session), tin_profile_get_uri (profile),
                          tin_detail_pane_get_encoding (self->detail));

  return export;
}

/* What is saved as all messages: those that are still coming as well. */
static guint64
count_all (TinFrames *frames)
{
  g_autoptr (GArray) pending = tin_frames_dup_pending (frames);

  return tin_frames_get_length (frames) - tin_frames_get_first (frames) + (pending != NULL ? pending->len : 0);
}

static gboolean
has_messages (TinSessionPage *self)
{
  TinFrames *frames = tin_message_list_get_frames (tin_session_get_messages (self->session));

  return frames != NULL && tin_capture_get_published (tin_frames_get_capture (frames)) > 0;
}

static void
save_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TinSessionPage *self = user_data;
  const TinExportChoice choice = { .scope = TIN_EXPORT_ALL, .format = TIN_EXPORT_PCAPNG };

  if (has_messages (self))
    choose_file (self, tin_session_page_create_export (self, &choice), _("Save a Copy of the Recording"),
                 choice.format);
}

static void
dialog_chosen_cb (TinExportDialog *dialog,
                  TinSessionPage  *self)
{
  TinExportChoice choice;

  tin_export_dialog_get_choice (dialog, &choice);
  choose_file (self, tin_session_page_create_export (self, &choice), _("Export Messages"), choice.format);
}

static void
export_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  TinSessionPage *self = user_data;
  g_autoptr (GtkBitset) selection = tin_log_view_dup_selection (self->log);
  TinFrames *frames = tin_message_list_get_frames (tin_session_get_messages (self->session));
  TinPeer *peer = tin_peer_view_get_selected (self->peers);
  TinExportOffer offer = { 0 };
  GtkWidget *dialog;

  if (!has_messages (self))
    return;

  offer.n_all = count_all (frames);
  offer.n_shown = count_rows (self);
  offer.n_selected = gtk_bitset_get_size (selection);
  offer.peer = peer != NULL ? tin_peer_get_address (peer) : NULL;

  dialog = tin_export_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), &offer);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (dialog_chosen_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static const GActionEntry entries[] = {
  { .name = "save", .activate = save_action },
  { .name = "export", .activate = export_action },
};

void
tin_session_page_add_export_actions (TinSessionPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

void
tin_session_page_update_export_actions (TinSessionPage *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), entries[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), has_messages (self));
    }
}
