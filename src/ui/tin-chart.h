/* tin-chart.h: a session over time, with a choice of what is counted.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "ui/tin-chart-area.h"

G_BEGIN_DECLS

#define TIN_TYPE_CHART (tin_chart_get_type ())

G_DECLARE_FINAL_TYPE (TinChart, tin_chart, TIN, CHART, AdwBin)

/**
 * TinChart:
 *
 * Signal: range-selected, as that of TinChartArea.
 */

void       tin_chart_set_session (TinChart   *self,
                                  TinSession *session);

void       tin_chart_update      (TinChart   *self);

void       tin_chart_focus       (TinChart   *self);

void       tin_chart_follow      (TinChart   *self,
                                  const char *query,
                                  TinSeries  *series);

char      *tin_chart_set_range   (const char *query,
                                  gint64      from,
                                  gint64      to,
                                  TinSeries  *series);

G_END_DECLS
