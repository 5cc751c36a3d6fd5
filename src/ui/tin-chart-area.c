/* tin-chart-area.c: how much came and went over time, as bars of which a range can be selected.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-chart-area-private.h"

#include <glib/gi18n-lib.h>

#define HEIGHT   96  /* pixels */
#define WIDTH    120 /* pixels at least */
#define CLICK    4   /* pixels that a pointer may move and still only click */
#define NOWHERE  G_MININT64

/* Places are kept as times, because bars change their width while the session goes on. */
struct _TinChartArea
{
  GtkWidget     parent_instance;

  TinSession   *session;  /* (owned) (nullable) */
  TinChartKind  kind;
  double        drag_x;   /* pixels, where the pointer was pressed */
  gint64        anchor;   /* µs since 1970, where a selection began, or NOWHERE */
  gint64        from;     /* µs since 1970, of the selection; not before @to for none */
  gint64        to;
  gint64        cursor;   /* µs since 1970, in the bar that is looked at, or NOWHERE */
  guint         tell_id;  /* until the new width is told of; 0 for none */
};

G_DEFINE_FINAL_TYPE (TinChartArea, tin_chart_area, GTK_TYPE_WIDGET)

enum
{
  RANGE_SELECTED,
  INFO_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
get_layout (TinChartArea   *self,
            TinChartLayout *layout)
{
  TinSeries *series = self->session != NULL ? tin_session_get_series (self->session) : NULL;

  if (series == NULL || tin_series_get_n_buckets (series) == 0)
    return FALSE;

  tin_chart_layout_init (layout, series, MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1));

  return TRUE;
}

static gint64
get_time (const TinChartLayout *layout,
          int                   column)
{
  return layout->start + column * layout->column;
}

static void
changed (TinChartArea *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[INFO_CHANGED], 0);
}

static void
tell_range (TinChartArea *self)
{
  gboolean any = self->from < self->to;

  g_signal_emit (self, signals[RANGE_SELECTED], 0, any ? self->from : 0, any ? self->to : 0);
}

/* Whole bars, from the one where it began to this one. */
static void
select_to (TinChartArea         *self,
           const TinChartLayout *layout,
           int                   column)
{
  int anchor = tin_chart_layout_locate (layout, self->anchor);

  self->from = get_time (layout, MIN (anchor, column));
  self->to = get_time (layout, MAX (anchor, column) + 1);
}

static void
unselect (TinChartArea *self)
{
  gboolean any = self->from < self->to;

  tin_chart_area_unselect (self);

  if (any)
    tell_range (self);
}

static void
drag_begin_cb (TinChartArea *self,
               double        x,
               double        y)
{
  TinChartLayout layout;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag_x = x;
  if (get_layout (self, &layout))
    self->anchor = get_time (&layout, tin_chart_layout_find (&layout, x));
}

static void
drag_update_cb (TinChartArea *self,
                double        dx,
                double        dy)
{
  TinChartLayout layout;

  if (ABS (dx) < CLICK || self->anchor == NOWHERE || !get_layout (self, &layout))
    return;

  select_to (self, &layout, tin_chart_layout_find (&layout, self->drag_x + dx));
  changed (self);
}

static void
drag_end_cb (TinChartArea *self,
             double        dx,
             double        dy)
{
  if (ABS (dx) < CLICK)
    unselect (self);
  else
    tell_range (self);
}

static void
motion_cb (TinChartArea *self,
           double        x,
           double        y)
{
  TinChartLayout layout;
  gint64 cursor;

  if (!get_layout (self, &layout))
    return;

  cursor = get_time (&layout, tin_chart_layout_find (&layout, x));
  if (cursor == self->cursor)
    return;

  self->cursor = cursor;
  changed (self);
}

static void
leave_cb (TinChartArea *self)
{
  self->cursor = NOWHERE;
  changed (self);
}

/* With Shift the selection goes along. */
static void
move_cursor (TinChartArea         *self,
             const TinChartLayout *layout,
             int                   column,
             gboolean              extend)
{
  gint64 before = self->cursor;

  column = CLAMP (column, 0, (int) layout->n_columns - 1);
  self->cursor = get_time (layout, column);

  if (!extend)
    self->anchor = NOWHERE;
  else if (self->anchor == NOWHERE)
    self->anchor = before != NOWHERE ? before : self->cursor;

  if (extend)
    select_to (self, layout, column);
  changed (self);
}

static gboolean
key_pressed_cb (TinChartArea    *self,
                guint            key,
                guint            code,
                GdkModifierType  modifiers)
{
  gboolean extend = (modifiers & GDK_SHIFT_MASK) != 0;
  TinChartLayout layout;
  int column;

  if (!get_layout (self, &layout))
    return GDK_EVENT_PROPAGATE;

  column = self->cursor != NOWHERE ? tin_chart_layout_locate (&layout, self->cursor) : (int) layout.n_columns;

  switch (key)
    {
    case GDK_KEY_Left:
      move_cursor (self, &layout, column - 1, extend);
      return GDK_EVENT_STOP;

    case GDK_KEY_Right:
      move_cursor (self, &layout, column + 1, extend);
      return GDK_EVENT_STOP;

    case GDK_KEY_Home:
      move_cursor (self, &layout, 0, extend);
      return GDK_EVENT_STOP;

    case GDK_KEY_End:
      move_cursor (self, &layout, (int) layout.n_columns - 1, extend);
      return GDK_EVENT_STOP;

    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      tell_range (self);
      return GDK_EVENT_STOP;

    case GDK_KEY_Escape:
      if (self->from >= self->to)
        return GDK_EVENT_PROPAGATE;
      unselect (self);
      return GDK_EVENT_STOP;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
add_controllers (TinChartArea *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);

  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
tin_chart_area_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : WIDTH;
}

static void
tell_info (gpointer user_data)
{
  TinChartArea *self = user_data;

  self->tell_id = 0;
  g_signal_emit (self, signals[INFO_CHANGED], 0);
}

/* Another width has other bars. Labels must not change while they are laid out, so those who ask are told later. */
static void
tin_chart_area_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  TinChartArea *self = TIN_CHART_AREA (widget);

  if (self->tell_id == 0)
    self->tell_id = g_idle_add_once (tell_info, self);
}

static void
tin_chart_area_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  TinChartArea *self = TIN_CHART_AREA (widget);
  TinChartPicture picture = { .kind = self->kind, .cursor = -1 };

  if (!get_layout (self, &picture.layout))
    return;

  picture.series = tin_session_get_series (self->session);
  if (self->from < self->to)
    {
      picture.from = tin_chart_layout_locate (&picture.layout, self->from);
      picture.to = tin_chart_layout_locate (&picture.layout, self->to + picture.layout.column - 1);
    }
  if (self->cursor != NOWHERE)
    picture.cursor = tin_chart_layout_locate (&picture.layout, self->cursor);

  tin_chart_draw (&picture, widget, snapshot);
}

static void
tin_chart_area_dispose (GObject *object)
{
  TinChartArea *self = TIN_CHART_AREA (object);

  g_clear_handle_id (&self->tell_id, g_source_remove);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tin_chart_area_parent_class)->dispose (object);
}

static void
tin_chart_area_class_init (TinChartAreaClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_chart_area_dispose;
  widget_class->measure = tin_chart_area_measure;
  widget_class->size_allocate = tin_chart_area_size_allocate;
  widget_class->snapshot = tin_chart_area_snapshot;

  signals[RANGE_SELECTED] = g_signal_new ("range-selected", TIN_TYPE_CHART_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  signals[INFO_CHANGED] = g_signal_new ("info-changed", TIN_TYPE_CHART_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "chart");
}

static void
tin_chart_area_init (TinChartArea *self)
{
  self->anchor = NOWHERE;
  self->cursor = NOWHERE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_controllers (self);
}

void
tin_chart_area_set_session (TinChartArea *self,
                            TinSession   *session)
{
  g_return_if_fail (TIN_IS_CHART_AREA (self));

  g_set_object (&self->session, session);
  changed (self);
}

void
tin_chart_area_set_kind (TinChartArea *self,
                         TinChartKind  kind)
{
  g_return_if_fail (TIN_IS_CHART_AREA (self));

  self->kind = kind;
  changed (self);
}

/* The session has news. */
void
tin_chart_area_update (TinChartArea *self)
{
  g_return_if_fail (TIN_IS_CHART_AREA (self));

  changed (self);
}

static char *
dup_time (gint64 time)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (time / G_TIME_SPAN_SECOND);
  g_autofree char *text = g_date_time_format (moment, "%H:%M:%S");

  return g_strdup_printf ("%s.%d", text, (int) (time % G_TIME_SPAN_SECOND / (G_TIME_SPAN_SECOND / 10)));
}

/* Returns: (nullable): what the bar or the selection says, or the newest bar; NULL as long as nothing happened */
char *
tin_chart_area_dup_info (TinChartArea *self)
{
  TinChartLayout layout;
  TinSeriesBucket sum;
  guint first, end;
  double seconds;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *in = NULL;
  g_autofree char *out = NULL;

  g_return_val_if_fail (TIN_IS_CHART_AREA (self), NULL);

  if (!get_layout (self, &layout))
    return NULL;

  first = self->cursor != NOWHERE ? (guint) tin_chart_layout_locate (&layout, self->cursor) : layout.n_columns - 1;
  end = first + 1;
  if (self->from < self->to)
    {
      first = (guint) tin_chart_layout_locate (&layout, self->from);
      end = (guint) tin_chart_layout_locate (&layout, self->to + layout.column - 1);
    }

  tin_series_sum (tin_session_get_series (self->session), first * layout.n_per_column, end * layout.n_per_column, &sum);
  seconds = (double) (MAX (end, first + 1) - first) * layout.column / G_TIME_SPAN_SECOND;
  from = dup_time (get_time (&layout, (int) first));
  to = dup_time (get_time (&layout, (int) end));
  in = tin_chart_dup_rate (self->kind, (self->kind == TIN_CHART_MESSAGES ? sum.messages_in : sum.bytes_in) / seconds);
  out = tin_chart_dup_rate (self->kind, (self->kind == TIN_CHART_MESSAGES ? sum.messages_out : sum.bytes_out) / seconds);

  if (self->kind == TIN_CHART_CONNECTIONS)
    /* Translators: from when to when, and a number of connections */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s to %2$s: at most %3$u connection",
                                         "%1$s to %2$s: at most %3$u connections", sum.connections),
                            from, to, sum.connections);

  /* Translators: from when to when, and two rates such as "1.2 MB/s" */
  return g_strdup_printf (_("%1$s to %2$s: received %3$s, sent %4$s"), from, to, in, out);
}

/* Returns: whether a range is selected: from @from up to @to, µs since 1970 */
gboolean
tin_chart_area_get_range (TinChartArea *self,
                          gint64       *from,
                          gint64       *to)
{
  g_return_val_if_fail (TIN_IS_CHART_AREA (self), FALSE);

  *from = self->from;
  *to = self->to;

  return self->from < self->to;
}

/* Tells nobody. */
void
tin_chart_area_unselect (TinChartArea *self)
{
  g_return_if_fail (TIN_IS_CHART_AREA (self));

  self->anchor = NOWHERE;
  self->from = self->to = 0;
  changed (self);
}
