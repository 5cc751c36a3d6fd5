/* tin-appearance-page.c: preferences: colors, times in the log, and the panes beside it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-appearance-page.h"

#include "ui/tin-settings-row.h"

struct _TinAppearancePage
{
  AdwPreferencesPage  parent_instance;

  AdwComboRow        *color_scheme;
  AdwComboRow        *time_format;
  GtkSpinButton      *time_decimals;
  GtkSwitch          *show_chart;
  GtkSwitch          *show_detail;
  AdwComboRow        *detail_view;
};

G_DEFINE_FINAL_TYPE (TinAppearancePage, tin_appearance_page, ADW_TYPE_PREFERENCES_PAGE)

static void
tin_appearance_page_class_init (TinAppearancePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-appearance-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TinAppearancePage, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, TinAppearancePage, time_format);
  gtk_widget_class_bind_template_child (widget_class, TinAppearancePage, time_decimals);
  gtk_widget_class_bind_template_child (widget_class, TinAppearancePage, show_chart);
  gtk_widget_class_bind_template_child (widget_class, TinAppearancePage, show_detail);
  gtk_widget_class_bind_template_child (widget_class, TinAppearancePage, detail_view);
}

static void
tin_appearance_page_init (TinAppearancePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once, before it is shown. */
void
tin_appearance_page_set_settings (TinAppearancePage *self,
                                  GSettings         *settings)
{
  g_return_if_fail (TIN_IS_APPEARANCE_PAGE (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  tin_settings_row_bind (self->color_scheme, settings, "color-scheme");
  tin_settings_row_bind (self->time_format, settings, "time-format");
  tin_settings_row_bind (self->detail_view, settings, "detail-view");
  g_settings_bind (settings, "time-decimals", self->time_decimals, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "show-chart", self->show_chart, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "show-detail", self->show_detail, "active", G_SETTINGS_BIND_DEFAULT);
}
