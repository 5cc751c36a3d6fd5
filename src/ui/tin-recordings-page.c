/* tin-recordings-page.c: preferences: what is recorded, how much of it is kept, and what it takes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-recordings-page.h"

#include "model/tin-recordings.h"

#include <glib/gi18n-lib.h>

/* New limits remove nothing at once, but when the next session starts: a number that is being typed is smaller than
 * the one that is meant. */
struct _TinRecordingsPage
{
  AdwPreferencesPage  parent_instance;

  char               *folder;      /* (owned) (nullable) */
  GCancellable       *cancellable; /* (owned) ends what is being counted or removed for this page */
  TinRecordingsUsage  usage;       /* as it was counted last */

  GtkSwitch          *recording;
  AdwActionRow       *folder_row;
  GtkSpinButton      *segment_size;
  GtkSpinButton      *session_limit;
  GtkSpinButton      *recordings_limit;
  GtkSpinButton      *recordings_age;
  AdwActionRow       *usage_row;
  GtkButton          *delete_button;
};

G_DEFINE_FINAL_TYPE (TinRecordingsPage, tin_recordings_page, ADW_TYPE_PREFERENCES_PAGE)

static void
open_folder_clicked_cb (TinRecordingsPage *self)
{
  g_autofree char *uri = g_filename_to_uri (self->folder, NULL, NULL);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (root), uri, GDK_CURRENT_TIME);
}

static char *
describe_usage (const TinRecordingsUsage *usage)
{
  g_autofree char *size = g_format_size_full (usage->size, G_FORMAT_SIZE_IEC_UNITS);

  if (usage->n_recordings == 0)
    return g_strdup (_("There are no recordings."));

  if (usage->n_in_use == 0)
    /* Translators: a number of recordings, and what they take, such as “1.2 GiB” */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$u recording takes %2$s.", "%1$u recordings take %2$s.",
                                         usage->n_recordings),
                            usage->n_recordings, size);

  /* Translators: a number of recordings, what they take, such as “1.2 GiB”, and how many are still being written or
   * shown */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$u recording takes %2$s; %3$u is in use.",
                                       "%1$u recordings take %2$s; %3$u of them in use.", usage->n_recordings),
                          usage->n_recordings, size, usage->n_in_use);
}

static void
show_usage (TinRecordingsPage *self)
{
  g_autofree char *text = describe_usage (&self->usage);

  adw_action_row_set_subtitle (self->usage_row, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->delete_button), self->usage.n_recordings > self->usage.n_in_use);
}

/* When it was cancelled there may be no page any more. */
static void
keep_ready_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  TinRecordingsPage *self = user_data;
  g_autoptr (GError) error = NULL;
  TinRecordingsUsage usage;

  if (!tin_recordings_keep_finish (result, &usage, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      adw_action_row_set_subtitle (self->usage_row, error->message);
      gtk_widget_set_sensitive (GTK_WIDGET (self->delete_button), TRUE);
      return;
    }

  self->usage = usage;
  show_usage (self);
}

static void
keep (TinRecordingsPage *self,
      guint64            max_size)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->delete_button), FALSE);
  tin_recordings_keep_async (self->folder, max_size, TIN_RECORDINGS_NO_LIMIT, self->cancellable, keep_ready_cb, self);
}

static void
delete_response_cb (TinRecordingsPage *self)
{
  keep (self, 0);
}

static void
delete_clicked_cb (TinRecordingsPage *self)
{
  guint n = self->usage.n_recordings - self->usage.n_in_use;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (root), _("Delete All Recordings?"), NULL);

  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  g_dngettext (GETTEXT_PACKAGE,
                                               "%u recording will be deleted for good. What is in use stays.",
                                               "%u recordings will be deleted for good. What is in use stays.", n), n);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "delete", _("_Delete All"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response::delete", G_CALLBACK (delete_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What was recorded since the page was shown last counts, too. */
static void
tin_recordings_page_map (GtkWidget *widget)
{
  TinRecordingsPage *self = TIN_RECORDINGS_PAGE (widget);

  GTK_WIDGET_CLASS (tin_recordings_page_parent_class)->map (widget);

  if (self->folder != NULL)
    keep (self, TIN_RECORDINGS_NO_LIMIT);
}

static void
tin_recordings_page_dispose (GObject *object)
{
  TinRecordingsPage *self = TIN_RECORDINGS_PAGE (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (tin_recordings_page_parent_class)->dispose (object);
}

static void
tin_recordings_page_finalize (GObject *object)
{
  TinRecordingsPage *self = TIN_RECORDINGS_PAGE (object);

  g_object_unref (self->cancellable);
  g_free (self->folder);

  G_OBJECT_CLASS (tin_recordings_page_parent_class)->finalize (object);
}

static void
tin_recordings_page_class_init (TinRecordingsPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_recordings_page_dispose;
  object_class->finalize = tin_recordings_page_finalize;
  widget_class->map = tin_recordings_page_map;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-recordings-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TinRecordingsPage, recording);
  gtk_widget_class_bind_template_child (widget_class, TinRecordingsPage, folder_row);
  gtk_widget_class_bind_template_child (widget_class, TinRecordingsPage, segment_size);
  gtk_widget_class_bind_template_child (widget_class, TinRecordingsPage, session_limit);
  gtk_widget_class_bind_template_child (widget_class, TinRecordingsPage, recordings_limit);
  gtk_widget_class_bind_template_child (widget_class, TinRecordingsPage, recordings_age);
  gtk_widget_class_bind_template_child (widget_class, TinRecordingsPage, usage_row);
  gtk_widget_class_bind_template_child (widget_class, TinRecordingsPage, delete_button);
  gtk_widget_class_bind_template_callback (widget_class, open_folder_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_clicked_cb);
}

static void
tin_recordings_page_init (TinRecordingsPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once, before it is shown. */
void
tin_recordings_page_set_settings (TinRecordingsPage *self,
                                  GSettings         *settings,
                                  const char        *folder)
{
  g_autofree char *shown = NULL;

  g_return_if_fail (TIN_IS_RECORDINGS_PAGE (self));
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (folder != NULL);
  g_return_if_fail (self->folder == NULL);

  self->folder = g_strdup (folder);
  shown = g_filename_display_name (folder);
  adw_action_row_set_subtitle (self->folder_row, shown);

  g_settings_bind (settings, "recording", self->recording, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "segment-size", self->segment_size, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "session-limit", self->session_limit, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "recordings-limit", self->recordings_limit, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "recordings-age", self->recordings_age, "value", G_SETTINGS_BIND_DEFAULT);
}
