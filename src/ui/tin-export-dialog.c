/* tin-export-dialog.c: asks which messages to save, and how.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-export-dialog.h"

#include <glib/gi18n-lib.h>

#include "ui/tin-transient.h"

struct _TinExportDialog
{
  AdwMessageDialog  parent_instance;

  TinExportScope    scopes[TIN_N_EXPORT_SCOPES]; /* those offered, in the order of the row */
  guint             n_scopes;

  AdwComboRow      *scope_row;
  AdwComboRow      *format_row;
  AdwComboRow      *direction_row;
  GtkLabel         *note_label;
};

G_DEFINE_FINAL_TYPE (TinExportDialog, tin_export_dialog, ADW_TYPE_MESSAGE_DIALOG)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* In the order of TinExportFormat. */
static const char *const format_notes[TIN_N_EXPORT_FORMATS] = {
  N_("For Wireshark, and to open it again here"),
  N_("A line for each message, for reading"),
  N_("Every byte as hexadecimal digits and characters"),
  N_("For spreadsheets"),
  N_("An object on each line, for scripts"),
  N_("What was sent or received and nothing else"),
};

static TinExportFormat
get_format (TinExportDialog *self)
{
  return MIN (adw_combo_row_get_selected (self->format_row), TIN_EXPORT_RAW);
}

static void
format_row_notify_selected_cb (TinExportDialog *self)
{
  TinExportFormat format = get_format (self);

  gtk_label_set_text (self->note_label, _(format_notes[format]));
  gtk_widget_set_visible (GTK_WIDGET (self->direction_row), format == TIN_EXPORT_RAW);
}

static void
tin_export_dialog_response (AdwMessageDialog *dialog,
                            const char       *response)
{
  if (g_str_equal (response, "choose"))
    g_signal_emit (dialog, signals[CHOSEN], 0);
}

static void
tin_export_dialog_class_init (TinExportDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  AdwMessageDialogClass *dialog_class = ADW_MESSAGE_DIALOG_CLASS (class);

  dialog_class->response = tin_export_dialog_response;

  signals[CHOSEN] = g_signal_new ("chosen", TIN_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TinExportDialog, scope_row);
  gtk_widget_class_bind_template_child (widget_class, TinExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, TinExportDialog, direction_row);
  gtk_widget_class_bind_template_child (widget_class, TinExportDialog, note_label);
  gtk_widget_class_bind_template_callback (widget_class, format_row_notify_selected_cb);
}

/* Return opens the list of the row that has the keyboard; the dialog would take it for its button. */
static void
open_on_return (AdwComboRow *row)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger = gtk_shortcut_trigger_parse_string ("Return|KP_Enter|ISO_Enter");
  GtkShortcutAction *open = g_object_ref (gtk_activate_action_get ());

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (trigger, open));
  gtk_widget_add_controller (GTK_WIDGET (row), keys);
}

static void
tin_export_dialog_init (TinExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  open_on_return (self->scope_row);
  open_on_return (self->format_row);
  open_on_return (self->direction_row);
  tin_transient_set_up (GTK_WINDOW (self));
  format_row_notify_selected_cb (self);
}

static void
add_scope (TinExportDialog *self,
           TinExportScope   scope,
           char            *label)
{
  GtkStringList *labels = GTK_STRING_LIST (adw_combo_row_get_model (self->scope_row));

  self->scopes[self->n_scopes++] = scope;
  gtk_string_list_take (labels, label);
}

/* The narrowest of what somebody has set up is likely what is wanted. */
static void
add_scopes (TinExportDialog      *self,
            const TinExportOffer *offer)
{
  g_autofree char *n_all = g_strdup_printf ("%'" G_GUINT64_FORMAT, offer->n_all);
  g_autofree char *n_shown = g_strdup_printf ("%'" G_GUINT64_FORMAT, offer->n_shown);
  g_autofree char *n_selected = g_strdup_printf ("%'" G_GUINT64_FORMAT, offer->n_selected);

  /* Translators: which messages to save; %s is how many */
  add_scope (self, TIN_EXPORT_ALL, g_strdup_printf (_("All (%s)"), n_all));

  if (offer->peer != NULL)
    /* Translators: which messages to save; %s is the address of a connection */
    add_scope (self, TIN_EXPORT_PEER, g_strdup_printf (_("Those of %s"), offer->peer));

  if (offer->n_shown != offer->n_all && offer->n_shown > 0)
    /* Translators: which messages to save; %s is how many */
    add_scope (self, TIN_EXPORT_SHOWN, g_strdup_printf (_("Those in the Log Now (%s)"), n_shown));

  if (offer->n_selected > 0)
    /* Translators: which messages to save; %s is how many */
    add_scope (self, TIN_EXPORT_SELECTED, g_strdup_printf (_("Selected (%s)"), n_selected));

  adw_combo_row_set_selected (self->scope_row, offer->n_selected == 1 ? 0 : self->n_scopes - 1);
}

GtkWidget *
tin_export_dialog_new (GtkWindow            *parent,
                       const TinExportOffer *offer)
{
  TinExportDialog *self = g_object_new (TIN_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  add_scopes (self, offer);

  return GTK_WIDGET (self);
}

void
tin_export_dialog_get_choice (TinExportDialog *self,
                              TinExportChoice *choice)
{
  static const TinDirection directions[] = { TIN_DIRECTION_IN, TIN_DIRECTION_OUT, TIN_DIRECTION_NONE };
  guint scope;
  guint direction;

  g_return_if_fail (TIN_IS_EXPORT_DIALOG (self));

  scope = adw_combo_row_get_selected (self->scope_row);
  direction = adw_combo_row_get_selected (self->direction_row);

  choice->scope = scope < self->n_scopes ? self->scopes[scope] : TIN_EXPORT_ALL;
  choice->format = get_format (self);
  choice->direction = TIN_DIRECTION_NONE;
  if (choice->format == TIN_EXPORT_RAW && direction < G_N_ELEMENTS (directions))
    choice->direction = directions[direction];
}
