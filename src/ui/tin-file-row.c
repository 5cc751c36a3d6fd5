/* tin-file-row.c: which file a tab shows, and what is to be known of it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-file-row.h"

#include <glib/gi18n-lib.h>

struct _TinFileRow
{
  AdwBin          parent_instance;

  TinSession     *session;      /* (owned) (nullable) */

  GtkLabel       *name_label;
  GtkLabel       *folder_label;
  GtkLabel       *note_label;
  GtkProgressBar *progress;
};

G_DEFINE_FINAL_TYPE (TinFileRow, tin_file_row, ADW_TYPE_BIN)

static void
session_notify_loaded_cb (TinFileRow *self)
{
  double loaded = tin_session_get_loaded (self->session);

  gtk_progress_bar_set_fraction (self->progress, loaded);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), loaded < 1.0);
}

static void
session_notify_file_note_cb (TinFileRow *self)
{
  const char *note = tin_session_get_file_note (self->session);

  gtk_label_set_text (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL);
}

static void
tin_file_row_dispose (GObject *object)
{
  TinFileRow *self = TIN_FILE_ROW (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (tin_file_row_parent_class)->dispose (object);
}

static void
tin_file_row_class_init (TinFileRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_file_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-file-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TinFileRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, TinFileRow, folder_label);
  gtk_widget_class_bind_template_child (widget_class, TinFileRow, note_label);
  gtk_widget_class_bind_template_child (widget_class, TinFileRow, progress);
}

static void
tin_file_row_init (TinFileRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once, a session with a file. */
void
tin_file_row_set_session (TinFileRow *self,
                          TinSession *session)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;

  g_return_if_fail (TIN_IS_FILE_ROW (self));
  g_return_if_fail (TIN_IS_SESSION (session) && tin_session_get_file (session) != NULL);

  self->session = g_object_ref (session);
  name = g_filename_display_basename (tin_session_get_file (session));
  path = g_filename_display_name (tin_session_get_file (session));
  folder = g_path_get_dirname (path);
  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->folder_label, folder);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), path);

  g_signal_connect_object (session, "notify::loaded", G_CALLBACK (session_notify_loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::file-note", G_CALLBACK (session_notify_file_note_cb), self,
                           G_CONNECT_SWAPPED);
  session_notify_loaded_cb (self);
  session_notify_file_note_cb (self);
}
