/* tin-log-jump.c: asks for a time or a row of the log to go to.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-log-jump.h"

#include "model/tin-jump.h"
#include "model/tin-message.h"

struct _TinLogJump
{
  GtkPopover   parent_instance;

  GListModel  *messages;  /* (owned) */
  gint64       start_ns;

  GtkEditable *entry;
  GtkLabel    *problem_label;
};

G_DEFINE_FINAL_TYPE (TinLogJump, tin_log_jump, GTK_TYPE_POPOVER)

enum
{
  GO,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gint64
get_end_ns (TinLogJump *self)
{
  const guint n_messages = g_list_model_get_n_items (self->messages);
  g_autoptr (TinMessage) newest = n_messages > 0 ? g_list_model_get_item (self->messages, n_messages - 1) : NULL;

  return newest != NULL ? tin_message_get_time_ns (newest) : self->start_ns;
}

static void
show_problem (TinLogJump *self,
              const char *problem)
{
  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);

  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

static void
entry_changed_cb (TinLogJump *self)
{
  show_problem (self, NULL);
}

static void
entry_activate_cb (TinLogJump *self)
{
  g_autoptr (GError) error = NULL;
  TinJump jump;

  if (!tin_jump_parse (&jump, gtk_editable_get_text (self->entry), self->start_ns, get_end_ns (self), &error))
    {
      show_problem (self, error->message);
      return;
    }

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[GO], 0, tin_jump_find (&jump, self->messages));
}

static void
tin_log_jump_dispose (GObject *object)
{
  TinLogJump *self = TIN_LOG_JUMP (object);

  g_clear_object (&self->messages);

  /* gtk_widget_dispose_template() is not there in GTK 4.8, and leaves a child of a popover to us. */
  gtk_popover_set_child (GTK_POPOVER (self), NULL);

  G_OBJECT_CLASS (tin_log_jump_parent_class)->dispose (object);
}

static void
tin_log_jump_class_init (TinLogJumpClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_log_jump_dispose;

  signals[GO] = g_signal_new ("go", TIN_TYPE_LOG_JUMP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-log-jump.ui");
  gtk_widget_class_bind_template_child (widget_class, TinLogJump, entry);
  gtk_widget_class_bind_template_child (widget_class, TinLogJump, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
}

static void
tin_log_jump_init (TinLogJump *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @messages: rows of TinMessage */
GtkWidget *
tin_log_jump_new (GListModel *messages)
{
  TinLogJump *self = g_object_new (TIN_TYPE_LOG_JUMP, NULL);

  self->messages = g_object_ref (messages);

  return GTK_WIDGET (self);
}

/* @start_ns: what "+1" counts from */
void
tin_log_jump_open (TinLogJump *self,
                   gint64      start_ns)
{
  g_return_if_fail (TIN_IS_LOG_JUMP (self));

  self->start_ns = start_ns;
  show_problem (self, NULL);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
