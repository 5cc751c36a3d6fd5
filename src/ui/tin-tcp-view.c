/* tin-tcp-view.c: what the kernel knows of one connection.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-tcp-view.h"

#define INTERVAL_MS 500

/* The kernel tells nothing by itself: it is asked twice a second, and only while somebody looks. */
struct _TinTcpView
{
  AdwBin       parent_instance;

  TinSession  *session;                      /* (owned) (nullable) */
  guint32      connection;                   /* 0 for none */
  guint        timeout_id;

  GtkExpander *expander;
  GtkGrid     *grid;
  GtkLabel    *values[TIN_N_TCP_FIGURES];
};

G_DEFINE_FINAL_TYPE (TinTcpView, tin_tcp_view, ADW_TYPE_BIN)

static gboolean
timeout_cb (gpointer user_data)
{
  TinTcpView *self = user_data;

  tin_session_measure (self->session, self->connection);

  return G_SOURCE_CONTINUE;
}

/* Asks as long as there is something to ask and somebody to look. */
static void
follow (TinTcpView *self)
{
  gboolean wanted = self->session != NULL && self->connection != 0 && gtk_expander_get_expanded (self->expander) &&
                    gtk_widget_get_mapped (GTK_WIDGET (self));

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (!wanted)
    return;

  tin_session_measure (self->session, self->connection);
  self->timeout_id = g_timeout_add (INTERVAL_MS, timeout_cb, self);
}

static void
tin_tcp_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tin_tcp_view_parent_class)->map (widget);

  follow (TIN_TCP_VIEW (widget));
}

static void
tin_tcp_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tin_tcp_view_parent_class)->unmap (widget);

  follow (TIN_TCP_VIEW (widget));
}

static void
tin_tcp_view_dispose (GObject *object)
{
  TinTcpView *self = TIN_TCP_VIEW (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tin_tcp_view_parent_class)->dispose (object);
}

static void
tin_tcp_view_class_init (TinTcpViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_tcp_view_dispose;
  widget_class->map = tin_tcp_view_map;
  widget_class->unmap = tin_tcp_view_unmap;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-tcp-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TinTcpView, expander);
  gtk_widget_class_bind_template_child (widget_class, TinTcpView, grid);
  gtk_widget_class_bind_template_callback (widget_class, follow);
}

static GtkLabel *
add_label (TinTcpView   *self,
           TinTcpFigure  figure,
           int           column,
           const char   *class)
{
  GtkWidget *label = gtk_label_new (column == 0 ? tin_tcp_figure_get_label (figure) : NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, column == 1);
  gtk_widget_set_tooltip_text (label, tin_tcp_figure_get_meaning (figure));
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, class);
  gtk_grid_attach (self->grid, label, column, figure, 1, 1);

  return GTK_LABEL (label);
}

static void
tin_tcp_view_init (TinTcpView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < TIN_N_TCP_FIGURES; i++)
    {
      GtkLabel *label = add_label (self, i, 0, "dim-label");

      self->values[i] = add_label (self, i, 1, "numeric");
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self->values[i]), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL,
                                      -1);
    }
}

/* Once. */
void
tin_tcp_view_set_session (TinTcpView *self,
                          TinSession *session,
                          GSettings  *settings)
{
  g_return_if_fail (TIN_IS_TCP_VIEW (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_settings_bind (settings, "show-measurements", self->expander, "expanded", G_SETTINGS_BIND_DEFAULT);
}

/* 0 hides it: there is no connection, or not just one, or none that the kernel measures. */
void
tin_tcp_view_set_connection (TinTcpView *self,
                             guint32     connection)
{
  g_return_if_fail (TIN_IS_TCP_VIEW (self));

  if (self->connection == connection)
    return;

  self->connection = connection;
  gtk_widget_set_visible (GTK_WIDGET (self), connection != 0);
  for (guint i = 0; i < TIN_N_TCP_FIGURES; i++)
    gtk_label_set_text (self->values[i], "");
  follow (self);
}

/* Shows what was measured last. */
void
tin_tcp_view_update (TinTcpView *self)
{
  char *texts[TIN_N_TCP_FIGURES];

  g_return_if_fail (TIN_IS_TCP_VIEW (self));

  if (self->connection == 0 || !tin_session_dup_tcp_figures (self->session, self->connection, texts))
    return;

  for (guint i = 0; i < TIN_N_TCP_FIGURES; i++)
    {
      gtk_label_set_text (self->values[i], texts[i]);
      g_free (texts[i]);
    }
}
