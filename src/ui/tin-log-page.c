/* tin-log-page.c: preferences: times in the log, and what is saved where.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-log-page.h"

#include "ui/tin-settings-row.h"

struct _TinLogPage
{
  AdwPreferencesPage  parent_instance;

  char               *captures_folder; /* (nullable) */

  AdwComboRow        *time_format;
  GtkSpinButton      *time_decimals;
  GtkSwitch          *recording;
  AdwActionRow       *folder_row;
};

G_DEFINE_FINAL_TYPE (TinLogPage, tin_log_page, ADW_TYPE_PREFERENCES_PAGE)

static void
open_folder_clicked_cb (TinLogPage *self)
{
  g_autofree char *uri = g_filename_to_uri (self->captures_folder, NULL, NULL);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (root), uri, GDK_CURRENT_TIME);
}

static void
tin_log_page_finalize (GObject *object)
{
  TinLogPage *self = TIN_LOG_PAGE (object);

  g_free (self->captures_folder);

  G_OBJECT_CLASS (tin_log_page_parent_class)->finalize (object);
}

static void
tin_log_page_class_init (TinLogPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->finalize = tin_log_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-log-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TinLogPage, time_format);
  gtk_widget_class_bind_template_child (widget_class, TinLogPage, time_decimals);
  gtk_widget_class_bind_template_child (widget_class, TinLogPage, recording);
  gtk_widget_class_bind_template_child (widget_class, TinLogPage, folder_row);
  gtk_widget_class_bind_template_callback (widget_class, open_folder_clicked_cb);
}

static void
tin_log_page_init (TinLogPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once, before it is shown. */
void
tin_log_page_set_settings (TinLogPage *self,
                           GSettings  *settings,
                           const char *captures_folder)
{
  g_autofree char *shown = NULL;

  g_return_if_fail (TIN_IS_LOG_PAGE (self));
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (captures_folder != NULL);
  g_return_if_fail (self->captures_folder == NULL);

  self->captures_folder = g_strdup (captures_folder);
  shown = g_filename_display_name (captures_folder);
  adw_action_row_set_subtitle (self->folder_row, shown);

  tin_settings_row_bind (self->time_format, settings, "time-format");
  g_settings_bind (settings, "time-decimals", self->time_decimals, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "recording", self->recording, "active", G_SETTINGS_BIND_DEFAULT);
}
