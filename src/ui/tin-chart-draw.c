/* tin-chart-draw.c: draws a session over time.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-chart-area-private.h"

#include <glib/gi18n-lib.h>

#define MIN_SPAN (10 * G_TIME_SPAN_SECOND) /* µs that are shown at least, so that a first message is no wall */
#define MIN_BAR  3                         /* pixels, with the gap */
#define GAP      1                         /* pixels */

static const GdkRGBA fallback_in = { 0.21, 0.52, 0.89, 1 };
static const GdkRGBA fallback_out = { 0.15, 0.64, 0.41, 1 };

/* Fits the whole session into @width pixels. */
void
tin_chart_layout_init (TinChartLayout *layout,
                       TinSeries      *series,
                       int             width)
{
  gint64 bucket = tin_series_get_width (series);
  guint n_buckets = tin_series_get_n_buckets (series);
  gint64 n_shown = MAX (n_buckets, MIN_SPAN / bucket);
  guint n_most = (guint) MAX (width / MIN_BAR, 1);

  layout->start = tin_series_get_start (series);
  layout->n_per_column = (guint) ((n_shown + n_most - 1) / n_most);
  layout->column = bucket * layout->n_per_column;
  layout->n_columns = (n_buckets + layout->n_per_column - 1) / layout->n_per_column;
  layout->bar = (double) width / (double) ((n_shown + layout->n_per_column - 1) / layout->n_per_column);
}

/* Returns: the bar at @x, as if there were as many as needed */
int
tin_chart_layout_find (const TinChartLayout *layout,
                       double                x)
{
  return CLAMP ((int) (x / layout->bar), 0, (int) layout->n_columns - 1);
}

/* Returns: the bar of a time; those before and behind count, too */
int
tin_chart_layout_locate (const TinChartLayout *layout,
                         gint64                time)
{
  return (int) CLAMP ((time - layout->start) / layout->column, 0, (gint64) layout->n_columns);
}

/* Such as "1.2 MB/s". */
char *
tin_chart_dup_rate (TinChartKind kind,
                    double       rate)
{
  g_autofree char *size = NULL;

  if (kind == TIN_CHART_CONNECTIONS)
    return g_strdup_printf ("%'.0f", rate);

  if (kind == TIN_CHART_MESSAGES)
    /* Translators: messages per second, as short as possible */
    return g_strdup_printf (rate < 10 ? _("%'.1f msg/s") : _("%'.0f msg/s"), rate);

  size = g_format_size ((guint64) rate);

  /* Translators: %s is an amount such as "1.2 MB"; per second */
  return g_strdup_printf (_("%s/s"), size);
}

static void
get_values (const TinChartPicture *picture,
            guint                  column,
            double                *in,
            double                *out)
{
  const TinChartLayout *layout = &picture->layout;
  double seconds = (double) layout->column / G_TIME_SPAN_SECOND;
  TinSeriesBucket sum;

  tin_series_sum (picture->series, column * layout->n_per_column, (column + 1) * layout->n_per_column, &sum);

  switch (picture->kind)
    {
    case TIN_CHART_BYTES:
      *in = (double) sum.bytes_in / seconds;
      *out = (double) sum.bytes_out / seconds;
      break;

    case TIN_CHART_MESSAGES:
      *in = (double) sum.messages_in / seconds;
      *out = (double) sum.messages_out / seconds;
      break;

    case TIN_CHART_CONNECTIONS:
    default:
      *in = sum.connections;
      *out = 0;
    }
}

static double
find_highest (const TinChartPicture *picture)
{
  double highest = 0;

  for (guint i = 0; i < picture->layout.n_columns; i++)
    {
      double in, out;

      get_values (picture, i, &in, &out);
      highest = MAX (highest, MAX (in, out));
    }

  return highest;
}

static void
get_colour (GtkWidget     *widget,
            const char    *name,
            const GdkRGBA *fallback,
            GdkRGBA       *colour)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, colour))
    *colour = *fallback;
}

static void
fill (GtkSnapshot   *snapshot,
      const GdkRGBA *colour,
      double         x,
      double         y,
      double         width,
      double         height)
{
  if (width > 0 && height > 0)
    gtk_snapshot_append_color (snapshot, colour, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width,
                                                                      (float) height));
}

/* What there is at all is seen: a pixel at least. */
static double
scale (double value,
       double highest,
       double room)
{
  return value > 0 ? MAX (value / highest * room, 1) : 0;
}

static void
draw_bars (const TinChartPicture *picture,
           GtkWidget             *widget,
           GtkSnapshot           *snapshot,
           double                 highest)
{
  const TinChartLayout *layout = &picture->layout;
  int height = gtk_widget_get_height (widget);
  int base = picture->kind == TIN_CHART_CONNECTIONS ? height : height / 2;
  GdkRGBA received, sent, line;

  get_colour (widget, "accent_color", &fallback_in, &received);
  get_colour (widget, "success_color", &fallback_out, &sent);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &line);
  line.alpha = 0.2f;
  fill (snapshot, &line, 0, MIN (base, height - 1), gtk_widget_get_width (widget), 1);

  for (guint i = 0; i < layout->n_columns; i++)
    {
      double x = (int) (i * layout->bar);
      double width = MAX ((int) ((i + 1) * layout->bar) - x - GAP, 1);
      double in, out;

      get_values (picture, i, &in, &out);
      in = scale (in, highest, base - 1);
      out = scale (out, highest, height - base - 1);
      fill (snapshot, &received, x, base - in, width, in);
      fill (snapshot, &sent, x, base + 1, width, out);
    }
}

static void
draw_selection (const TinChartPicture *picture,
                GtkWidget             *widget,
                GtkSnapshot           *snapshot)
{
  const TinChartLayout *layout = &picture->layout;
  int height = gtk_widget_get_height (widget);
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);

  if (picture->from < picture->to)
    {
      double x = picture->from * layout->bar;
      double end = picture->to * layout->bar;

      colour.alpha = 0.12f;
      fill (snapshot, &colour, x, 0, end - x, height);
      colour.alpha = 0.5f;
      fill (snapshot, &colour, x, 0, 1, height);
      fill (snapshot, &colour, end - 1, 0, 1, height);
    }

  if (picture->cursor >= 0)
    {
      colour.alpha = 0.15f;
      fill (snapshot, &colour, (int) (picture->cursor * layout->bar), 0, MAX (layout->bar, MIN_BAR), height);
    }
}

static PangoLayout *
create_label (GtkWidget  *widget,
              const char *text)
{
  PangoLayout *label = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_layout_set_attributes (label, attributes);

  return label;
}

/* In a corner, on a ground of its own so that bars do not run through it. */
static void
draw_label (GtkWidget   *widget,
            GtkSnapshot *snapshot,
            const char  *text,
            gboolean     right,
            gboolean     bottom)
{
  g_autoptr (PangoLayout) label = create_label (widget, text);
  GdkRGBA colour, ground;
  int width, height;
  double x, y;

  pango_layout_get_pixel_size (label, &width, &height);
  x = right ? gtk_widget_get_width (widget) - width - 2 : 2;
  y = bottom ? gtk_widget_get_height (widget) - height : 0;

  get_colour (widget, "view_bg_color", &(GdkRGBA) { 1, 1, 1, 1 }, &ground);
  ground.alpha = 0.75f;
  fill (snapshot, &ground, x - 2, y, width + 4, height);

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  colour.alpha = 0.75f;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, label, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_time (GtkWidget   *widget,
           GtkSnapshot *snapshot,
           gint64       time,
           gboolean     right)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (time / G_TIME_SPAN_SECOND);
  g_autofree char *text = g_date_time_format (moment, "%H:%M:%S");

  draw_label (widget, snapshot, text, right, TRUE);
}

/* Draws all of @picture into @widget. */
void
tin_chart_draw (const TinChartPicture *picture,
                GtkWidget             *widget,
                GtkSnapshot           *snapshot)
{
  double highest = find_highest (picture);
  g_autofree char *top = tin_chart_dup_rate (picture->kind, highest);

  draw_bars (picture, widget, snapshot, MAX (highest, 1e-9));
  draw_selection (picture, widget, snapshot);
  draw_label (widget, snapshot, top, FALSE, FALSE);
  draw_time (widget, snapshot, picture->layout.start, FALSE);
  draw_time (widget, snapshot,
             picture->layout.start + (gint64) (gtk_widget_get_width (widget) / picture->layout.bar)
             * picture->layout.column, TRUE);
}
