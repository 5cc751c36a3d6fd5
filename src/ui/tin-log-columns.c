/* tin-log-columns.c: which columns the log has, and how wide they are.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-log-columns.h"

#include "model/tin-message-words.h"

#define CELL_PADDING     14 /* pixels, both sides and a little air */
#define TEXT_CHARACTERS  28 /* of a message that should be seen */

#define USUAL_PEER       "000.000.0.000:00000"
#define USUAL_SIZE       "000000"

struct _TinLogColumns
{
  GtkColumnView       *view;                        /* (unowned): it has us */
  const TinLogStyle   *style;
  GtkColumnViewColumn *columns[TIN_N_LOG_COLUMNS];  /* (owned) */
  int                  widths[TIN_N_LOG_COLUMNS];   /* pixels; of the text what it should have */
  int                  room;                        /* pixels for all of them; 0 if not known yet */
  gboolean             one_peer;
};

static int
measure (TinLogColumns *self,
         const char    *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);

  return width + CELL_PADDING;
}

static int
measure_characters (TinLogColumns *self,
                    guint          n_characters)
{
  g_autofree char *digits = g_strnfill (n_characters, '0');

  return measure (self, digits);
}

static int
measure_events (TinLogColumns *self)
{
  int width = 0;

  for (int event = 0; event < TIN_N_EVENTS; event++)
    for (int direction = TIN_DIRECTION_IN; direction <= TIN_DIRECTION_OUT; direction++)
      {
        g_autofree char *text = g_strdup_printf ("%s %s", tin_event_is_problem (event) ? "⚠" : "→",
                                                 tin_message_words_get_label (event, direction));

        width = MAX (width, measure (self, text));
      }

  return width;
}

static int
measure_column (TinLogColumns *self,
                TinLogColumn   column)
{
  switch (column)
    {
    case TIN_LOG_TIME:
      return measure_characters (self, tin_time_format_get_width (self->style->time_format,
                                                                  self->style->time_decimals));

    case TIN_LOG_EVENT:
      return measure_events (self);

    case TIN_LOG_PEER:
      return measure (self, USUAL_PEER);

    case TIN_LOG_SIZE:
      return MAX (measure (self, USUAL_SIZE), measure (self, gtk_column_view_column_get_title (self->columns[column])));

    case TIN_LOG_TEXT:
    default:
      return measure_characters (self, TEXT_CHARACTERS);
    }
}

/* Widths are numbers, or the columns would move with the first rows and fall together without any. */
static void
set_up_column (TinLogColumns *self,
               TinLogColumn   column)
{
  self->widths[column] = measure_column (self, column);
  tin_log_cells_set_up_column (self->columns[column], column, self->style);

  if (column != TIN_LOG_TEXT)
    gtk_column_view_column_set_fixed_width (self->columns[column], self->widths[column]);
}

/* A hidden column of a fixed width keeps its room (GTK 4.8), and the width is what the user may have chosen. */
static void
show (TinLogColumns *self,
      TinLogColumn   column,
      gboolean       shown)
{
  GtkColumnViewColumn *view_column = self->columns[column];

  if (gtk_column_view_column_get_visible (view_column) == shown)
    return;

  if (!shown)
    self->widths[column] = gtk_column_view_column_get_fixed_width (view_column);

  gtk_column_view_column_set_fixed_width (view_column, shown ? self->widths[column] : -1);
  gtk_column_view_column_set_visible (view_column, shown);
}

/* The message is what people came for: before it is squeezed, its size goes, then its peer, which the list of
 * connections and the detail pane tell as well. */
static void
choose (TinLogColumns *self)
{
  int left = self->room > 0 ? self->room : G_MAXINT;
  gboolean show_size, show_peer;

  left -= self->widths[TIN_LOG_TIME] + self->widths[TIN_LOG_EVENT] + self->widths[TIN_LOG_SIZE];
  left -= self->one_peer ? 0 : self->widths[TIN_LOG_PEER];

  show_size = left >= self->widths[TIN_LOG_TEXT];
  left += show_size ? 0 : self->widths[TIN_LOG_SIZE];
  show_peer = !self->one_peer && left >= self->widths[TIN_LOG_TEXT] / 2;

  show (self, TIN_LOG_SIZE, show_size);
  show (self, TIN_LOG_PEER, show_peer);
}

/* @view has a column for each TinLogColumn, in their order; it and @style live longer. */
TinLogColumns *
tin_log_columns_new (GtkColumnView     *view,
                     const TinLogStyle *style)
{
  GListModel *columns = gtk_column_view_get_columns (view);
  TinLogColumns *self = g_new0 (TinLogColumns, 1);

  g_assert (g_list_model_get_n_items (columns) == TIN_N_LOG_COLUMNS);

  self->view = view;
  self->style = style;

  for (int column = 0; column < TIN_N_LOG_COLUMNS; column++)
    {
      self->columns[column] = g_list_model_get_item (columns, column);
      set_up_column (self, column);
    }

  return self;
}

void
tin_log_columns_free (TinLogColumns *self)
{
  for (int column = 0; column < TIN_N_LOG_COLUMNS; column++)
    g_object_unref (self->columns[column]);

  g_free (self);
}

/* A new factory does not reach the cells that are there: hiding the column takes them away. */
void
tin_log_columns_rebuild_times (TinLogColumns *self)
{
  gtk_column_view_column_set_visible (self->columns[TIN_LOG_TIME], FALSE);
  set_up_column (self, TIN_LOG_TIME);
  gtk_column_view_column_set_visible (self->columns[TIN_LOG_TIME], TRUE);
  choose (self);
}

void
tin_log_columns_set_one_peer (TinLogColumns *self,
                              gboolean       one_peer)
{
  self->one_peer = one_peer;
  choose (self);
}

/* How many pixels there are for all columns. Not while they are laid out. */
void
tin_log_columns_set_room (TinLogColumns *self,
                          int            room)
{
  self->room = room;
  choose (self);
}
