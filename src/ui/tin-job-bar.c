/* tin-job-bar.c: the long tasks that run, each with its progress and a button to cancel it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-job-bar.h"

#include "ui/tin-job-row.h"

struct _TinJobBar
{
  AdwBin       parent_instance;

  GtkRevealer *revealer;
  GtkBox      *rows;
};

G_DEFINE_FINAL_TYPE (TinJobBar, tin_job_bar, ADW_TYPE_BIN)

enum
{
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static TinJobRow *
get_first_row (TinJobBar *self)
{
  return TIN_JOB_ROW (gtk_widget_get_first_child (GTK_WIDGET (self->rows)));
}

static void
row_closed_cb (TinJobRow *row,
               TinJobBar *self)
{
  g_autoptr (TinJob) job = g_object_ref (tin_job_row_get_job (row));

  gtk_box_remove (self->rows, GTK_WIDGET (row));
  gtk_revealer_set_reveal_child (self->revealer, get_first_row (self) != NULL);

  if (tin_job_get_state (job) == TIN_JOB_DONE)
    g_signal_emit (self, signals[DONE], 0, job);
}

static void
cancel_all (TinJobBar *self)
{
  TinJobRow *row;

  while ((row = get_first_row (self)) != NULL)
    {
      g_signal_handlers_disconnect_by_func (row, row_closed_cb, self);
      tin_job_cancel (tin_job_row_get_job (row));
      gtk_box_remove (self->rows, GTK_WIDGET (row));
    }
}

static void
tin_job_bar_dispose (GObject *object)
{
  TinJobBar *self = TIN_JOB_BAR (object);

  if (self->rows != NULL)
    cancel_all (self);
  self->rows = NULL;

  G_OBJECT_CLASS (tin_job_bar_parent_class)->dispose (object);
}

static void
tin_job_bar_class_init (TinJobBarClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_job_bar_dispose;

  signals[DONE] = g_signal_new ("done", TIN_TYPE_JOB_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, TIN_TYPE_JOB);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-job-bar.ui");

  gtk_widget_class_bind_template_child (widget_class, TinJobBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, TinJobBar, rows);
}

static void
tin_job_bar_init (TinJobBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows @job until it has ended. */
void
tin_job_bar_add (TinJobBar *self,
                 TinJob    *job)
{
  GtkWidget *row;

  g_return_if_fail (TIN_IS_JOB_BAR (self));
  g_return_if_fail (TIN_IS_JOB (job));

  row = tin_job_row_new (job);
  g_signal_connect (row, "closed", G_CALLBACK (row_closed_cb), self);
  gtk_box_append (self->rows, row);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/* Whether a job runs, or has failed and nobody has read it. */
gboolean
tin_job_bar_is_busy (TinJobBar *self)
{
  g_return_val_if_fail (TIN_IS_JOB_BAR (self), FALSE);

  return get_first_row (self) != NULL;
}
