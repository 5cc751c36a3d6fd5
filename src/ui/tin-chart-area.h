/* tin-chart-area.h: how much came and went over time, as bars of which a range can be selected.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "model/tin-session.h"

G_BEGIN_DECLS

typedef enum
{
  TIN_CHART_BYTES,
  TIN_CHART_MESSAGES,
  TIN_CHART_CONNECTIONS,
} TinChartKind;

#define TIN_N_CHART_KINDS (TIN_CHART_CONNECTIONS + 1)

#define TIN_TYPE_CHART_AREA (tin_chart_area_get_type ())

G_DECLARE_FINAL_TYPE (TinChartArea, tin_chart_area, TIN, CHART_AREA, GtkWidget)

/**
 * TinChartArea:
 *
 * Received goes up from the middle, sent goes down. A range is selected with the pointer, or by the arrow keys with
 * Shift and Enter.
 *
 * Signals: range-selected, with two int64, µs since 1970, both 0 when nothing is selected any more; info-changed,
 * when tin_chart_area_dup_info() says something else.
 */

void  tin_chart_area_set_session (TinChartArea *self,
                                  TinSession   *session);

void  tin_chart_area_set_kind    (TinChartArea *self,
                                  TinChartKind  kind);

void  tin_chart_area_update      (TinChartArea *self);

gboolean
      tin_chart_area_get_range   (TinChartArea *self,
                                  gint64       *from,
                                  gint64       *to);

void  tin_chart_area_unselect    (TinChartArea *self);

char *tin_chart_area_dup_info    (TinChartArea *self);

G_END_DECLS
