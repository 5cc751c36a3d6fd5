/* tin-choose-file.c: asks for one file, to open or to save in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-choose-file.h"

/* What a file is being chosen for. */
typedef struct
{
  GtkWidget         *widget;     /* (owned) */
  TinChooseFileFunc  func;
  gpointer           data;       /* (owned) until @func has it */
  GDestroyNotify     free_data;  /* (nullable) */
} Choosing;

static void
choosing_free (gpointer data)
{
  Choosing *choosing = data;

  if (choosing->free_data != NULL)
    g_clear_pointer (&choosing->data, choosing->free_data);
  g_object_unref (choosing->widget);
  g_free (choosing);
}

static void
chooser_response_cb (GtkNativeDialog *dialog,
                     int              response,
                     Choosing        *choosing)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    choosing->func (choosing->widget, file, g_steal_pointer (&choosing->data));
}

static gboolean
let_go_cb (gpointer dialog)
{
  return G_SOURCE_REMOVE;
}

/* Not at once: GTK is in the middle of it, and looks at its own dialog once more after the answer. */
static void
let_go (GtkNativeDialog *dialog)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, let_go_cb, dialog, g_object_unref);
}

static void
dialog_response_cb (GtkNativeDialog *dialog)
{
  GtkWindow *window = gtk_native_dialog_get_transient_for (dialog);

  if (window != NULL)
    g_signal_handlers_disconnect_by_data (window, dialog);
  let_go (dialog);
}

/* The window goes: nobody is left to be told. The handlers of @dialog go as well. */
static void
window_unrealize_cb (GtkNativeDialog *dialog)
{
  gtk_native_dialog_destroy (dialog);
  let_go (dialog);
}

/* @dialog: (transfer full): over a window; it goes after its answer, or unanswered with that window */
void
tin_choose_file_show (GtkFileChooserNative *dialog)
{
  GtkNativeDialog *native = GTK_NATIVE_DIALOG (dialog);

  gtk_native_dialog_set_modal (native, TRUE);
  g_signal_connect_after (dialog, "response", G_CALLBACK (dialog_response_cb), NULL);
  g_signal_connect_object (gtk_native_dialog_get_transient_for (native), "unrealize", G_CALLBACK (window_unrealize_cb),
                           dialog, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (native);
}

/* Over the window of @widget, which is kept until then. @name is what a file to save in may be called, or NULL.
 * @func is called if one is chosen, else @free_data, also when that window goes. */
void
tin_choose_file (gpointer              widget,
                 GtkFileChooserAction  action,
                 const char           *title,
                 const char           *accept_label,
                 const char           *name,
                 TinChooseFileFunc     func,
                 gpointer              data,
                 GDestroyNotify        free_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (widget)), action,
                                                              accept_label, NULL);
  Choosing *choosing = g_new (Choosing, 1);

  *choosing = (Choosing) { g_object_ref (widget), func, data, free_data };

  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect_data (dialog, "response", G_CALLBACK (chooser_response_cb), choosing,
                         (GClosureNotify) (void (*) (void)) choosing_free, 0);
  tin_choose_file_show (dialog);
}
