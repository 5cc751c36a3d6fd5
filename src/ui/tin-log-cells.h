/* tin-log-cells.h: what stands in the cells of the message log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "model/tin-bookmarks.h"
#include "model/tin-last-sent.h"
#include "model/tin-message.h"
#include "model/tin-query.h"
#include "ui/tin-time-format.h"

G_BEGIN_DECLS

typedef enum
{
  TIN_LOG_TIME,
  TIN_LOG_EVENT,
  TIN_LOG_PEER,
  TIN_LOG_SIZE,
  TIN_LOG_TEXT,
} TinLogColumn;

#define TIN_N_LOG_COLUMNS (TIN_LOG_TEXT + 1)

#define TIN_LOG_CELL_SIZE (TIN_MESSAGE_TEXT_LIMIT + 64) /* bytes, with the NUL */

/**
 * TinLogStyle:
 * @start_ns: what times since the start count from
 * @rows: (unowned) (nullable): for the time since the row before
 * @last_sent: (unowned) (nullable): for the time since something was sent
 * @bookmarks: (owned) (nullable): which messages have a star
 * @query: (owned) (nullable): what to highlight
 * @encoding: (owned) (nullable): what payloads are text in
 *
 * Read whenever a cell is filled: it outlives the cells.
 */
typedef struct
{
  TinTimeFormat  time_format;
  guint          time_decimals;
  gint64         start_ns;
  GListModel    *rows;
  TinLastSent   *last_sent;
  TinBookmarks  *bookmarks;
  TinQuery      *query;
  char          *encoding;
} TinLogStyle;

void        tin_log_cells_set_up_column (GtkColumnViewColumn *view_column,
                                         TinLogColumn         column,
                                         const TinLogStyle   *style);

void        tin_log_cells_align_title   (GtkColumnView       *view,
                                         TinLogColumn         column,
                                         float                xalign);

void        tin_log_cells_fill_again    (GtkColumnViewColumn *view_column);

const char *tin_log_cells_format        (TinLogColumn         column,
                                         const TinLogStyle   *style,
                                         TinMessage          *message,
                                         guint                position,
                                         char                 buffer[TIN_LOG_CELL_SIZE]);

guint       tin_log_cells_find_position (GtkWidget           *picked);

TinMessage *tin_log_cells_find_message  (GtkWidget           *row,
                                         guint               *position);

G_END_DECLS
