/* tin-log-page.c: preferences: times in the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-log-page.h"

#include "ui/tin-settings-row.h"

struct _TinLogPage
{
  AdwPreferencesPage  parent_instance;

  AdwComboRow        *time_format;
  GtkSpinButton      *time_decimals;
};

G_DEFINE_FINAL_TYPE (TinLogPage, tin_log_page, ADW_TYPE_PREFERENCES_PAGE)

static void
tin_log_page_class_init (TinLogPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-log-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TinLogPage, time_format);
  gtk_widget_class_bind_template_child (widget_class, TinLogPage, time_decimals);
}

static void
tin_log_page_init (TinLogPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once, before it is shown. */
void
tin_log_page_set_settings (TinLogPage *self,
                           GSettings  *settings)
{
  g_return_if_fail (TIN_IS_LOG_PAGE (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  tin_settings_row_bind (self->time_format, settings, "time-format");
  g_settings_bind (settings, "time-decimals", self->time_decimals, "value", G_SETTINGS_BIND_DEFAULT);
}
