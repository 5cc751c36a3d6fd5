/* tin-query-help.c: what can be asked for in a query, by examples.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-query-help.h"

#include <glib/gi18n-lib.h>

/* Every kind of term, each with something that can be found. */
static const struct
{
  const char *text;
  const char *meaning;
} examples[] = {
  { "hello", N_("Text, in either case as long as it has no capital letter") },
  { "\"two words\"", N_("Text with spaces, or with escapes such as \\r\\n") },
  { "-hello", N_("A minus: what does not match") },
  { "/colou?r/i", N_("Regular expression; behind it i for either case, c for this case, s to let a dot pass lines") },
  { "hex:\"0d 0a\"", N_("Bytes in hexadecimal") },
  { "in", N_("Received") },
  { "out", N_("Sent") },
  { "data", N_("Messages, not events") },
  { "events", N_("Events, not messages") },
  { "errors", N_("Events that are errors") },
  { "event:closed", N_("Events of one kind") },
  { "by:rule", N_("Who did it: local, peer or rule") },
  { "peer:127.0.0.1", N_("Address, also with a port, or a network such as 10.0.0.0/8") },
  { "port:8080", N_("Port of the other side") },
  { "connection:3", N_("Connection by its number, also from one to another: 3..7") },
  { "size>1k", N_("Bytes: with >, >=, <, <=, or from one to another: 100..200") },
  { "time:14:05..14:10", N_("Time of every day, or with a date: time>2026-08-01T14:05") },
  { "text:in", N_("Text that would mean something else") },
};

struct _TinQueryHelp
{
  AdwBin      parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (TinQueryHelp, tin_query_help, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkWidget *
create_row (guint index)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *text = gtk_label_new (examples[index].text);
  GtkWidget *meaning = gtk_label_new (_(examples[index].meaning));
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_add_css_class (text, "monospace");
  gtk_label_set_xalign (GTK_LABEL (meaning), 0);
  gtk_label_set_wrap (GTK_LABEL (meaning), TRUE);
  gtk_widget_add_css_class (meaning, "caption");
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), meaning);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, text, NULL,
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, meaning, NULL,
                                  -1);

  return row;
}

static void
list_row_activated_cb (TinQueryHelp  *self,
                       GtkListBoxRow *row)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));

  g_signal_emit (self, signals[CHOSEN], 0, examples[gtk_list_box_row_get_index (row)].text);
}

static void
tin_query_help_class_init (TinQueryHelpClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  signals[CHOSEN] = g_signal_new ("chosen", TIN_TYPE_QUERY_HELP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-query-help.ui");
  gtk_widget_class_bind_template_child (widget_class, TinQueryHelp, list);
  gtk_widget_class_bind_template_callback (widget_class, list_row_activated_cb);
}

static void
tin_query_help_init (TinQueryHelp *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    gtk_list_box_append (self->list, create_row (i));
}

/* Returns: (nullable): NULL behind the last */
const char *
tin_query_help_get_example (guint index)
{
  return index < G_N_ELEMENTS (examples) ? examples[index].text : NULL;
}
