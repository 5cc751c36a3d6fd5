/* tin-log-cells.c: what stands in the cells of the message log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-log-cells.h"

#include <glib/gi18n-lib.h>

#include "ui/tin-log-highlight.h"

/*
 * Cells are GtkInscriptions: they take no part in size negotiation, which makes
 * a frame three times cheaper than with labels. About 200 rows are bound again
 * in each frame while messages pour in, so nothing here allocates, but for what is
 * rare: the size of what was lost.
 */

#define N_COLUMNS      5
#define MAX_WHOLE_SIZE 999999 /* bytes of what was lost that are told to the last one: the sentence has them all */

G_STATIC_ASSERT (N_COLUMNS == TIN_LOG_TEXT + 1);

typedef enum
{
  LOOK_NONE,      /* not set yet */
  LOOK_DATA,
  LOOK_EVENT,
  LOOK_PROBLEM,
} Look;

static const char *const data_classes[] = { NULL };
static const char *const data_text_classes[] = { "monospace", NULL };
static const char *const event_classes[] = { "dim-label", NULL };
static const char *const problem_classes[] = { "error", NULL };
static const char *const digits_classes[] = { "numeric", NULL };
static const char *const digits_event_classes[] = { "numeric", "dim-label", NULL };

static GQuark item_quark;
static GQuark look_quark;

static const char *const *
get_classes (TinLogColumn column,
             Look         look)
{
  gboolean digits = column == TIN_LOG_TIME || column == TIN_LOG_SIZE;

  if (look == LOOK_PROBLEM && !digits)
    return problem_classes;

  if (look == LOOK_DATA && !digits)
    return column == TIN_LOG_TEXT ? data_text_classes : data_classes;

  if (digits)
    return look == LOOK_DATA && column == TIN_LOG_SIZE ? digits_classes : digits_event_classes;

  return event_classes;
}

/* The cells of a row as they stand in it; those of hidden columns are not there. */
static guint
get_cells (GtkWidget *row,
           GtkWidget *cells[N_COLUMNS])
{
  guint n = 0;

  for (GtkWidget *place = gtk_widget_get_first_child (row); place != NULL && n < N_COLUMNS;
       place = gtk_widget_get_next_sibling (place))
    {
      GtkWidget *cell = gtk_widget_get_first_child (place);

      if (cell != NULL && g_object_get_qdata (G_OBJECT (cell), item_quark) != NULL)
        cells[n++] = cell;
    }

  return n;
}

/* A row has no words of its own for a screen reader: it is named by its cells, whatever they say by then. GTK 4.8 takes
 * these one by one alone, and forgets one that goes. */
static void
name_row (GtkWidget *cell)
{
  const GtkAccessibleRelation by = GTK_ACCESSIBLE_RELATION_LABELLED_BY;
  GtkAccessible *row = GTK_ACCESSIBLE (gtk_widget_get_parent (gtk_widget_get_parent (cell)));
  GtkWidget *cells[N_COLUMNS];

  switch (get_cells (GTK_WIDGET (row), cells))
    {
    case 1:
      gtk_accessible_update_relation (row, by, cells[0], NULL, -1);
      break;

    case 2:
      gtk_accessible_update_relation (row, by, cells[0], cells[1], NULL, -1);
      break;

    case 3:
      gtk_accessible_update_relation (row, by, cells[0], cells[1], cells[2], NULL, -1);
      break;

    case 4:
      gtk_accessible_update_relation (row, by, cells[0], cells[1], cells[2], cells[3], NULL, -1);
      break;

    case N_COLUMNS:
      gtk_accessible_update_relation (row, by, cells[0], cells[1], cells[2], cells[3], cells[4], NULL, -1);
      break;

    default:
      break;
    }
}

static void
set_look (GtkWidget    *cell,
          TinLogColumn  column,
          TinMessage   *message)
{
  const Look before = GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (cell), look_quark));
  Look look = LOOK_EVENT;

  if (tin_message_is_problem (message))
    look = LOOK_PROBLEM;
  else if (tin_message_get_event (message) == TIN_EVENT_DATA)
    look = LOOK_DATA;

  if (before == look)
    return;

  if (before == LOOK_NONE)
    name_row (cell);

  gtk_widget_set_css_classes (cell, (const char **) get_classes (column, look));
  g_object_set_qdata (G_OBJECT (cell), look_quark, GINT_TO_POINTER (look));
}

static gint64
get_previous_ns (const TinLogStyle *style,
                 TinMessage        *message,
                 guint              position)
{
  g_autoptr (TinMessage) previous = NULL;

  if (position > 0 && style->rows != NULL)
    previous = g_list_model_get_item (style->rows, position - 1);

  return tin_message_get_time_ns (previous != NULL ? previous : message);
}

static gint64
get_reference_ns (const TinLogStyle *style,
                  TinMessage        *message,
                  guint              position)
{
  gint64 time_ns;

  switch (style->time_format)
    {
    case TIN_TIME_SINCE_PREVIOUS:
      return get_previous_ns (style, message, position);

    case TIN_TIME_SINCE_SENT:
      if (style->last_sent != NULL && tin_last_sent_find (style->last_sent, message, &time_ns))
        return time_ns;

      return TIN_TIME_NO_REFERENCE;

    case TIN_TIME_OF_DAY:
    case TIN_TIME_SINCE_START:
    default:
      return style->start_ns;
    }
}

/* The word says it and the arrow shows it, so that nobody needs the colour. */
static const TinBookmark *
find_bookmark (const TinLogStyle *style,
               TinMessage        *message)
{
  if (style->bookmarks == NULL)
    return NULL;

  return tin_bookmarks_find (style->bookmarks, message);
}

static const char *
format_event (const TinLogStyle *style,
              TinMessage        *message,
              char              *buffer)
{
  const char *sign = "·";

  if (find_bookmark (style, message) != NULL)
    sign = "★";
  else if (tin_message_is_problem (message))
    sign = "⚠";
  else if (tin_message_get_event (message) == TIN_EVENT_DATA)
    sign = tin_message_get_direction (message) == TIN_DIRECTION_OUT ? "→" : "←";

  g_snprintf (buffer, TIN_LOG_CELL_SIZE, "%s %s", sign, tin_message_get_event_label (message));

  return buffer;
}

/* What was lost of a stream is bytes as well. */
static gboolean
is_counted_in_bytes (TinMessage *message)
{
  const TinRecord *record = tin_message_get_record (message);

  if (tin_message_get_event (message) == TIN_EVENT_DROPPED)
    return record->size > 0 && (record->transport == TIN_TRANSPORT_TCP || record->loss == TIN_LOSS_DISK);

  return tin_message_get_event (message) == TIN_EVENT_DATA;
}

static const char *
format_size (TinMessage *message,
             char       *buffer)
{
  if (!is_counted_in_bytes (message))
    return "";

  if (tin_message_get_event (message) == TIN_EVENT_DROPPED && tin_message_get_size (message) > MAX_WHOLE_SIZE)
    {
      g_autofree char *size = g_format_size (tin_message_get_size (message));

      g_strlcpy (buffer, size, TIN_LOG_CELL_SIZE);
      return buffer;
    }

  g_snprintf (buffer, TIN_LOG_CELL_SIZE, "%u", tin_message_get_size (message));

  return buffer;
}

/* The text of one cell: in @buffer or in the message. */
const char *
tin_log_cells_format (TinLogColumn       column,
                      const TinLogStyle *style,
                      TinMessage        *message,
                      guint              position,
                      char               buffer[TIN_LOG_CELL_SIZE])
{
  const char *text = NULL;

  switch (column)
    {
    case TIN_LOG_TIME:
      text = tin_time_format (style->time_format, style->time_decimals, tin_message_get_time_ns (message),
                              get_reference_ns (style, message, position), buffer);
      break;

    case TIN_LOG_EVENT:
      text = format_event (style, message, buffer);
      break;

    case TIN_LOG_PEER:
      text = tin_message_get_peer (message);
      break;

    case TIN_LOG_SIZE:
      text = format_size (message, buffer);
      break;

    case TIN_LOG_TEXT:
      text = tin_message_get_text (message);
      break;
    }

  return text != NULL ? text : "";
}

/**
 * Cells:
 * @items: (unowned) (element-type GtkListItem): those that there are
 */
typedef struct
{
  TinLogColumn       column;
  const TinLogStyle *style;
  GPtrArray         *items;   /* (owned) */
} Cells;

static void
free_cells (gpointer data)
{
  Cells *cells = data;

  g_ptr_array_unref (cells->items);
  g_free (cells);
}

static void
setup_cb (Cells       *cells,
          GtkListItem *item)
{
  GtkWidget *cell = gtk_inscription_new (NULL);
  GtkInscription *inscription = GTK_INSCRIPTION (cell);

  gtk_inscription_set_xalign (inscription, cells->column == TIN_LOG_SIZE ? 1.0 : 0.0);
  gtk_inscription_set_min_chars (inscription, 3);
  gtk_inscription_set_min_lines (inscription, 1);
  gtk_inscription_set_text_overflow (inscription, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_list_item_set_child (item, cell);
  g_object_set_qdata (G_OBJECT (cell), item_quark, item);
  g_ptr_array_add (cells->items, item);
}

static void
teardown_cb (Cells       *cells,
             GtkListItem *item)
{
  g_ptr_array_remove_fast (cells->items, item);
}

static void
show_note (const Cells *cells,
           GtkWidget   *cell,
           TinMessage  *message)
{
  const TinBookmark *bookmark = find_bookmark (cells->style, message);

  if (bookmark == NULL && !gtk_widget_get_has_tooltip (cell))
    return;

  gtk_widget_set_tooltip_text (cell, bookmark != NULL && *bookmark->note != '\0' ? bookmark->note : NULL);
}

static void
highlight (const Cells *cells,
           GtkWidget   *cell,
           TinMessage  *message)
{
  g_autoptr (PangoAttrList) attributes = NULL;

  if (cells->style->query != NULL)
    attributes = tin_log_highlight (cells->style->query, message,
                                    cells->style->encoding != NULL ? cells->style->encoding : "UTF-8");

  gtk_inscription_set_attributes (GTK_INSCRIPTION (cell), attributes);
}

static void
bind_cb (const Cells *cells,
         GtkListItem *item)
{
  TinMessage *message = gtk_list_item_get_item (item);
  GtkWidget *cell = gtk_list_item_get_child (item);
  char buffer[TIN_LOG_CELL_SIZE];

  set_look (cell, cells->column, message);
  gtk_inscription_set_text (GTK_INSCRIPTION (cell),
                            tin_log_cells_format (cells->column, cells->style, message,
                                                  gtk_list_item_get_position (item), buffer));

  if (cells->column == TIN_LOG_TEXT)
    highlight (cells, cell, message);
  else if (cells->column == TIN_LOG_EVENT)
    show_note (cells, cell, message);
}

/* GTK does not free the attributes of a text with it. */
static void
unbind_cb (const Cells *cells,
           GtkListItem *item)
{
  gtk_inscription_set_attributes (GTK_INSCRIPTION (gtk_list_item_get_child (item)), NULL);
}

static GtkListItemFactory *
create_factory (TinLogColumn       column,
                const TinLogStyle *style)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Cells *cells = g_new (Cells, 1);

  cells->column = column;
  cells->style = style;
  cells->items = g_ptr_array_new ();

  g_object_set_data_full (G_OBJECT (factory), "tin-log-cells", cells, free_cells);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), cells);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), cells);
  if (column == TIN_LOG_TEXT)
    g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), cells);
  g_signal_connect_swapped (factory, "teardown", G_CALLBACK (teardown_cb), cells);

  return factory;
}

/* @style must live as long as the column. */
void
tin_log_cells_set_up_column (GtkColumnViewColumn *view_column,
                             TinLogColumn         column,
                             const TinLogStyle   *style)
{
  g_autoptr (GtkListItemFactory) factory = NULL;

  if (item_quark == 0)
    {
      item_quark = g_quark_from_static_string ("tin-log-cells-item");
      look_quark = g_quark_from_static_string ("tin-log-cells-look");
    }

  factory = create_factory (column, style);
  gtk_column_view_column_set_factory (view_column, factory);
}

/* A column has no alignment of its own: the label in its title is looked for. Nothing is lost where there is none. */
void
tin_log_cells_align_title (GtkColumnView *view,
                           TinLogColumn   column,
                           float          xalign)
{
  GtkWidget *found = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (view)));

  for (guint i = 0; found != NULL && i < column; i++)
    found = gtk_widget_get_next_sibling (found);

  while (found != NULL && !GTK_IS_LABEL (found))
    found = gtk_widget_get_first_child (found);

  if (found == NULL)
    return;

  gtk_widget_set_hexpand (found, TRUE);
  gtk_label_set_xalign (GTK_LABEL (found), xalign);
}

/* After the style has changed. */
void
tin_log_cells_fill_again (GtkColumnViewColumn *view_column)
{
  GtkListItemFactory *factory = gtk_column_view_column_get_factory (view_column);
  const Cells *cells = g_object_get_data (G_OBJECT (factory), "tin-log-cells");

  for (guint i = 0; i < cells->items->len; i++)
    {
      GtkListItem *item = g_ptr_array_index (cells->items, i);

      if (gtk_list_item_get_item (item) != NULL)
        bind_cb (cells, item);
    }
}

/* The row under a widget that was picked inside the log, or GTK_INVALID_LIST_POSITION. */
guint
tin_log_cells_find_position (GtkWidget *picked)
{
  for (GtkWidget *widget = picked; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);
      GtkListItem *item = g_object_get_qdata (G_OBJECT (widget), item_quark);

      if (item == NULL && child != NULL)
        item = g_object_get_qdata (G_OBJECT (child), item_quark);

      if (item != NULL)
        return gtk_list_item_get_position (item);

      if (GTK_IS_COLUMN_VIEW (widget))
        break;
    }

  return GTK_INVALID_LIST_POSITION;
}

/* The message of a row that has the keyboard, as long as the row is there; NULL for what is no row. */
TinMessage *
tin_log_cells_find_message (GtkWidget *row,
                            guint     *position)
{
  GtkListItem *item = NULL;

  for (GtkWidget *widget = row; widget != NULL && item == NULL; widget = gtk_widget_get_first_child (widget))
    item = g_object_get_qdata (G_OBJECT (widget), item_quark);

  if (item == NULL)
    return NULL;

  *position = gtk_list_item_get_position (item);

  return gtk_list_item_get_item (item);
}
