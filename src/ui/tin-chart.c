/* tin-chart.c: a session over time, with a choice of what is counted.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-chart.h"

#include "model/tin-query-field.h"
#include "model/tin-query-text.h"
#include "model/tin-query-time.h"

#include <glib/gi18n-lib.h>

struct _TinChart
{
  AdwBin        parent_instance;

  GtkDropDown  *kind_drop_down;
  GtkLabel     *info_label;
  TinChartArea *area;
};

G_DEFINE_FINAL_TYPE (TinChart, tin_chart, ADW_TYPE_BIN)

enum
{
  RANGE_SELECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
kind_notify_selected_cb (TinChart *self)
{
  guint kind = gtk_drop_down_get_selected (self->kind_drop_down);

  if (self->area != NULL && kind < TIN_N_CHART_KINDS)
    tin_chart_area_set_kind (self->area, kind);
}

static void
area_info_changed_cb (TinChart *self)
{
  g_autofree char *info = tin_chart_area_dup_info (self->area);
  const char *text = info != NULL ? info : _("Nothing happened yet");

  if (g_str_equal (gtk_label_get_text (self->info_label), text))
    return;

  gtk_label_set_text (self->info_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
area_range_selected_cb (TinChart *self,
                        gint64    from,
                        gint64    to)
{
  g_signal_emit (self, signals[RANGE_SELECTED], 0, from, to);
}

/* What happened while it was not seen is not known to it yet. */
static void
tin_chart_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tin_chart_parent_class)->map (widget);

  tin_chart_area_update (TIN_CHART (widget)->area);
}

static void
tin_chart_class_init (TinChartClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->map = tin_chart_map;

  signals[RANGE_SELECTED] = g_signal_new ("range-selected", TIN_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);

  g_type_ensure (TIN_TYPE_CHART_AREA);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-chart.ui");
  gtk_widget_class_bind_template_child (widget_class, TinChart, kind_drop_down);
  gtk_widget_class_bind_template_child (widget_class, TinChart, info_label);
  gtk_widget_class_bind_template_child (widget_class, TinChart, area);
  gtk_widget_class_bind_template_callback (widget_class, kind_notify_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, area_info_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, area_range_selected_cb);
}

static void
tin_chart_init (TinChart *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  area_info_changed_cb (self);
}

void
tin_chart_set_session (TinChart   *self,
                       TinSession *session)
{
  g_return_if_fail (TIN_IS_CHART (self));

  tin_chart_area_set_session (self->area, session);
}

/* The session has news, which matter to what is seen only. */
void
tin_chart_update (TinChart *self)
{
  g_return_if_fail (TIN_IS_CHART (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    tin_chart_area_update (self->area);
}

void
tin_chart_focus (TinChart *self)
{
  g_return_if_fail (TIN_IS_CHART (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->area));
}

/* When @query is another: a range that it does not ask for any more is selected no longer. */
void
tin_chart_follow (TinChart   *self,
                  const char *query,
                  TinSeries  *series)
{
  g_autofree char *selected = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *asked = NULL;
  gint64 from, to;

  g_return_if_fail (TIN_IS_CHART (self));

  if (!tin_chart_area_get_range (self->area, &from, &to))
    return;

  /* Wherever in the query it stands, and whatever else does. */
  selected = tin_chart_set_range ("", from, to, series);
  wanted = tin_query_field_dup_value (selected, "time");
  asked = tin_query_field_dup_value (query, "time");
  if (!g_str_equal (wanted, asked))
    tin_chart_area_unselect (self->area);
}

/* Returns: (transfer full): @query with its range of times, if it has one, replaced by that of @series from @from up to
 * @to, µs since 1970; by none for 0 */
char *
tin_chart_set_range (const char *query,
                     gint64      from,
                     gint64      to,
                     TinSeries  *series)
{
  static const char *const terms[] = { "time", NULL };
  g_autofree char *range = NULL;
  g_autofree char *term = NULL;

  if (to > from)
    {
      range = tin_query_time_format (from, to - 1, tin_series_get_start (series), tin_series_get_end (series));
      term = g_strconcat ("time:", range, NULL);
    }

  return tin_query_text_replace (query, terms, term);
}
