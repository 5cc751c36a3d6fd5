/* tin-chart-area-private.h: what is drawn of a session over time, and where.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-chart-area.h"

G_BEGIN_DECLS

/**
 * TinChartLayout:
 * @start: µs since 1970, at the left end
 * @column: µs of a bar; a whole number of buckets
 * @n_per_column: buckets of a bar
 * @n_columns: bars that there are
 * @bar: pixels of a bar
 */
typedef struct
{
  gint64 start;
  gint64 column;
  guint  n_per_column;
  guint  n_columns;
  double bar;
} TinChartLayout;

/**
 * TinChartPicture:
 * @from: the first selected bar, and the one behind the last; equal for none
 * @cursor: the bar that is looked at, or -1
 */
typedef struct
{
  TinSeries      *series;
  TinChartLayout  layout;
  TinChartKind    kind;
  int             from;
  int             to;
  int             cursor;
} TinChartPicture;

void   tin_chart_layout_init   (TinChartLayout        *layout,
                                TinSeries             *series,
                                int                    width);

int    tin_chart_layout_find   (const TinChartLayout  *layout,
                                double                 x);

int    tin_chart_layout_locate (const TinChartLayout  *layout,
                                gint64                 time);

char  *tin_chart_dup_rate      (TinChartKind           kind,
                                double                 rate);

void   tin_chart_draw          (const TinChartPicture *picture,
                                GtkWidget             *widget,
                                GtkSnapshot           *snapshot);

G_END_DECLS
