/* tin-failure.c: a window that says why there is no other.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-failure.h"

#include <glib/gi18n-lib.h>

void
tin_failure_present (GtkApplication *application,
                     const char     *reason)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *status = adw_status_page_new ();
  g_autofree char *escaped = g_markup_escape_text (reason, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (status), "dialog-error-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (status), _("Tincan Cannot Start"));
  adw_status_page_set_description (ADW_STATUS_PAGE (status), escaped);
  gtk_widget_set_vexpand (status, TRUE);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), status);

  gtk_window_set_title (GTK_WINDOW (window), _("Tincan"));
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 400);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
}
