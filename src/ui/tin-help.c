/* tin-help.c: a short page on what Tincan does.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-help.h"

#include "ui/tin-transient.h"

struct _TinHelp
{
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (TinHelp, tin_help, ADW_TYPE_WINDOW)

static void
tin_help_class_init (TinHelpClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-help.ui");
}

static void
tin_help_init (TinHelp *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tin_transient_set_up (GTK_WINDOW (self));
}

/* Over the window that is in front, if there is one. */
GtkWidget *
tin_help_new (GtkApplication *application)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);

  return g_object_new (TIN_TYPE_HELP,
                       "application", application,
                       "transient-for", gtk_application_get_active_window (application),
                       NULL);
}
