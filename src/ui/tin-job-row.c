/* tin-job-row.c: a long task: what it does, how far it is, and a button to cancel it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-job-row.h"

#include <glib/gi18n-lib.h>

#define PULSE_INTERVAL_MS 100 /* of a bar whose end nobody knows */

struct _TinJobRow
{
  AdwBin          parent_instance;

  TinJob         *job;       /* (owned) */
  guint           pulse_id;  /* a timer, while nobody knows how much there is to do */

  GtkWidget      *box;
  GtkWidget      *icon;
  GtkLabel       *title_label;
  GtkLabel       *detail_label;
  GtkProgressBar *progress;
  GtkButton      *button;
};

G_DEFINE_FINAL_TYPE (TinJobRow, tin_job_row, ADW_TYPE_BIN)

enum
{
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
pulse_cb (gpointer user_data)
{
  TinJobRow *self = user_data;

  gtk_progress_bar_pulse (self->progress);

  return G_SOURCE_CONTINUE;
}

static void
job_notify_fraction_cb (TinJobRow *self)
{
  double fraction = tin_job_get_fraction (self->job);
  gboolean known = fraction != TIN_JOB_UNKNOWN;

  if (known)
    gtk_progress_bar_set_fraction (self->progress, fraction);

  if (known)
    g_clear_handle_id (&self->pulse_id, g_source_remove);
  else if (self->pulse_id == 0)
    self->pulse_id = g_timeout_add (PULSE_INTERVAL_MS, pulse_cb, self);
}

static void
job_notify_detail_cb (TinJobRow *self)
{
  gtk_label_set_text (self->detail_label, tin_job_get_detail (self->job));
}

/* It stays until it was read. */
static void
show_failure (TinJobRow *self)
{
  gtk_widget_add_css_class (self->box, "error");
  gtk_widget_set_visible (self->icon, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  gtk_label_set_text (self->detail_label, tin_job_get_error (self->job)->message);
  gtk_label_set_ellipsize (self->detail_label, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (self->detail_label, TRUE);
  gtk_button_set_label (self->button, _("_Close"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
}

static void
job_notify_state_cb (TinJobRow *self)
{
  TinJobState state = tin_job_get_state (self->job);

  if (state == TIN_JOB_RUNNING)
    return;

  g_clear_handle_id (&self->pulse_id, g_source_remove);

  if (state == TIN_JOB_FAILED)
    show_failure (self);
  else
    g_signal_emit (self, signals[CLOSED], 0);
}

static void
button_clicked_cb (TinJobRow *self)
{
  if (tin_job_get_state (self->job) != TIN_JOB_RUNNING)
    {
      g_signal_emit (self, signals[CLOSED], 0);
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->button), FALSE);
  tin_job_cancel (self->job);
}

static void
tin_job_row_dispose (GObject *object)
{
  TinJobRow *self = TIN_JOB_ROW (object);

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (tin_job_row_parent_class)->dispose (object);
}

static void
tin_job_row_class_init (TinJobRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_job_row_dispose;

  signals[CLOSED] = g_signal_new ("closed", TIN_TYPE_JOB_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-job-row.ui");

  gtk_widget_class_bind_template_child (widget_class, TinJobRow, box);
  gtk_widget_class_bind_template_child (widget_class, TinJobRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TinJobRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, TinJobRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, TinJobRow, progress);
  gtk_widget_class_bind_template_child (widget_class, TinJobRow, button);

  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
}

static void
tin_job_row_init (TinJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tin_job_row_new (TinJob *job)
{
  TinJobRow *self;

  g_return_val_if_fail (TIN_IS_JOB (job), NULL);

  self = g_object_new (TIN_TYPE_JOB_ROW, NULL);
  self->job = g_object_ref (job);

  g_signal_connect_object (job, "notify::fraction", G_CALLBACK (job_notify_fraction_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::detail", G_CALLBACK (job_notify_detail_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::state", G_CALLBACK (job_notify_state_cb), self, G_CONNECT_SWAPPED);

  gtk_label_set_text (self->title_label, tin_job_get_title (job));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, tin_job_get_title (job),
                                  -1);
  job_notify_detail_cb (self);
  job_notify_fraction_cb (self);
  job_notify_state_cb (self);

  return GTK_WIDGET (self);
}

TinJob *
tin_job_row_get_job (TinJobRow *self)
{
  g_return_val_if_fail (TIN_IS_JOB_ROW (self), NULL);

  return self->job;
}
