/* tin-session-page-view.c: actions of the group "page." on the messages that are looked at.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

#include <glib/gi18n-lib.h>

#include "ui/tin-choose-file.h"
#include "ui/tin-copy.h"

static void
toast (TinSessionPage *self,
       const char     *title)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
report_left_out (TinSessionPage *self,
                 const TinCopy  *copy)
{
  g_autofree char *title = NULL;

  if (copy->problem != NULL)
    title = g_strdup (copy->problem->message);
  else if (copy->form <= TIN_COPY_HEX)
    /* Translators: %u is a number of selected messages that were too many for the clipboard. */
    title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u message was left out: too much for the clipboard",
                                          "%u messages were left out: too much for the clipboard",
                                          copy->n_left_out), copy->n_left_out);
  else
    /* Translators: %u is a number of selected rows of the log that have no bytes to be copied, or too many. */
    title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row was left out: it has no bytes, or too many",
                                          "%u rows were left out: they have no bytes, or too many",
                                          copy->n_left_out), copy->n_left_out);

  toast (self, title);
}

static void
copy_messages (TinSessionPage *self,
               TinCopyForm     form)
{
  TinCopy copy = {
    .form = form, .encoding = tin_detail_pane_get_encoding (self->detail),
    .role = tin_profile_get_role (tin_session_get_profile (self->session)),
    .session = tin_session_get_id (self->session),
  };
  g_autofree char *text = tin_copy_messages (&copy, self->log);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);

  if (copy.n_left_out > 0)
    report_left_out (self, &copy);

  g_clear_error (&copy.problem);
}

static void
copy_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  copy_messages (user_data, TIN_COPY_ROWS);
}

static void
copy_as_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  TinCopyForm form;

  if (tin_copy_form_from_nick (g_variant_get_string (parameter, NULL), &form))
    copy_messages (user_data, form);
}

static void
copy_shown_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  TinSessionPage *self = user_data;
  g_autofree char *text = tin_detail_pane_dup_shown (self->detail);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  else
    toast (self, _("This message cannot be copied: it is too large, or cannot be read."));
}

/* Text, hex, both; from the fourth view back to the first. */
static void
toggle_hex_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  TinSessionPage *self = user_data;
  int view = g_settings_get_enum (self->settings, "detail-view");

  g_settings_set_enum (self->settings, "detail-view", view < TIN_DETAIL_BOTH ? view + 1 : TIN_DETAIL_TEXT);
}

static void
find_in_message_action (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  TinSessionPage *self = user_data;

  tin_detail_pane_find (self->detail);
}

static void
payload_place_chosen_cb (gpointer  self,
                         GFile    *file,
                         gpointer  data)
{
  g_autoptr (TinPayload) payload = data;
  g_autofree char *path = tin_session_page_dup_local_path (self, file);

  if (path != NULL)
    {
      g_autoptr (TinJob) job = tin_payload_save (payload, path);

      tin_session_page_add_job (self, job);
    }
}

/* One that is still coming has no number yet. */
static char *
dup_payload_name (TinMessage *message)
{
  if (tin_message_get_frame (message) == TIN_FRAME_NO_NUMBER)
    return g_strdup ("message.bin");

  return g_strdup_printf ("message-%" G_GUINT64_FORMAT ".bin", tin_message_get_frame (message));
}

/* The message that is shown now, whatever is shown when the name is chosen. */
static void
save_payload_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  TinSessionPage *self = user_data;
  TinMessage *message = tin_detail_pane_get_message (self->detail);
  TinPayload *payload = tin_detail_pane_get_payload (self->detail);
  g_autofree char *name = NULL;

  if (message == NULL || payload == NULL)
    return;

  name = dup_payload_name (message);
  tin_choose_file (self, GTK_FILE_CHOOSER_ACTION_SAVE, _("Save the Bytes of This Message"), _("_Save"), name,
                   payload_place_chosen_cb, tin_payload_ref (payload), (GDestroyNotify) tin_payload_unref);
}

static void
go_to_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  TinSessionPage *self = user_data;

  tin_log_view_ask_where (self->log);
}

static void
oldest_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  TinSessionPage *self = user_data;

  tin_log_view_go_to (self->log, 0);
}

static const GActionEntry entries[] = {
  { .name = "copy", .activate = copy_action },
  { .name = "copy-as", .activate = copy_as_action, .parameter_type = "s" },
  { .name = "copy-shown", .activate = copy_shown_action },
  { .name = "toggle-hex", .activate = toggle_hex_action },
  { .name = "find-in-message", .activate = find_in_message_action },
  { .name = "go-to", .activate = go_to_action },
  { .name = "oldest", .activate = oldest_action },
  { .name = "save-payload", .activate = save_payload_action },
};

static void
take_action (TinSessionPage *self,
             gpointer        action)
{
  g_action_map_add_action (G_ACTION_MAP (self->actions), action);
  g_object_unref (action);
}

static void
set_enabled (TinSessionPage *self,
             const char     *name,
             gboolean        enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
rows_items_changed_cb (TinSessionPage *self)
{
  gboolean has_rows = g_list_model_get_n_items (tin_log_view_get_rows (self->log)) > 0;

  set_enabled (self, "go-to", has_rows);
  set_enabled (self, "oldest", has_rows);
}

/* When something is selected. */
void
tin_session_page_update_view_actions (TinSessionPage *self)
{
  TinMessage *message = tin_detail_pane_get_message (self->detail);
  gboolean selected = tin_log_view_get_selected (self->log) != NULL;
  gboolean has_bytes = message != NULL && tin_message_get_event (message) == TIN_EVENT_DATA;

  set_enabled (self, "copy", selected);
  set_enabled (self, "copy-as", selected);
  set_enabled (self, "copy-shown", selected);
  set_enabled (self, "find-in-message", has_bytes);
  set_enabled (self, "save-payload", has_bytes);
}

void
tin_session_page_add_view_actions (TinSessionPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  take_action (self, g_settings_create_action (self->settings, "show-inspector"));
  g_signal_connect_object (tin_log_view_get_rows (self->log), "items-changed", G_CALLBACK (rows_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  rows_items_changed_cb (self);
}
