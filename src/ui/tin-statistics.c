/* tin-statistics.c: how much came and went in a session, how fast, and what became of it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-statistics.h"

#include "model/tin-loss-words.h"

#include <glib/gi18n-lib.h>

#define INTERVAL_MS 500

/* What is counted in a table: for each now, at its most, and in all. */
typedef enum
{
  ROW_MESSAGES_IN,
  ROW_BYTES_IN,
  ROW_MESSAGES_OUT,
  ROW_BYTES_OUT,
  ROW_CONNECTIONS,
} Row;

#define N_ROWS (ROW_CONNECTIONS + 1)

typedef enum
{
  COLUMN_NOW,
  COLUMN_MOST,
  COLUMN_ALL,
} Column;

#define N_COLUMNS (COLUMN_ALL + 1)

/* What has one value. */
typedef enum
{
  LINE_LOST,
  LINE_UNREAD,
  LINE_UNCAPTURED,
  LINE_UNSENT,
  LINE_NOT_RECORDED,
  LINE_RECORDING,
  LINE_UNWRITTEN,
  LINE_SINCE,
} Line;

#define N_LINES (LINE_SINCE + 1)

/* Costs nothing as long as it is not shown. */
struct _TinStatistics
{
  AdwBin      parent_instance;

  TinSession *session;                   /* (owned) (nullable) */
  guint       timeout_id;                /* 0 unless it is shown */

  GtkGrid    *table;
  GtkGrid    *list;
  GtkLabel   *reason_label;
  GtkLabel   *names[N_ROWS];
  GtkLabel   *figures[N_ROWS][N_COLUMNS];
  GtkLabel   *values[N_LINES];
};

G_DEFINE_FINAL_TYPE (TinStatistics, tin_statistics, ADW_TYPE_BIN)

static const char *const columns[N_COLUMNS] = { N_("Now"), N_("At most"), N_("In all") };

static const char *const lines[N_LINES] = {
  [LINE_LOST] = N_("Lost before they were received"),
  [LINE_UNREAD] = N_("Left unread"),
  [LINE_UNCAPTURED] = N_("Not captured"),
  [LINE_UNSENT] = N_("Not sent"),
  [LINE_NOT_RECORDED] = N_("Not recorded"),
  [LINE_RECORDING] = N_("Recording"),
  [LINE_UNWRITTEN] = N_("Not written yet"),
  [LINE_SINCE] = N_("Since"),
};

static const char *
get_row_name (TinStatistics *self,
              Row            row)
{
  switch (row)
    {
    case ROW_MESSAGES_IN:
      return tin_session_counts_messages (self->session, TIN_DIRECTION_IN) ? _("Messages received") : _("Reads");

    case ROW_BYTES_IN:
      return _("Received");

    case ROW_MESSAGES_OUT:
      return tin_session_counts_messages (self->session, TIN_DIRECTION_OUT) ? _("Messages sent") : _("Writes");

    case ROW_BYTES_OUT:
      return _("Sent");

    case ROW_CONNECTIONS:
    default:
      return _("Connections");
    }
}

static char *
dup_count (guint64 count)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
}

static char *
dup_rate (Row     row,
          guint64 figure)
{
  g_autofree char *text = row == ROW_BYTES_IN || row == ROW_BYTES_OUT ? g_format_size (figure) : dup_count (figure);

  /* Translators: a number or an amount, such as "1.2 MB", in each second */
  return g_strdup_printf (_("%s/s"), text);
}

static void
show_figures (TinStatistics *self,
              Row            row,
              guint64        now,
              guint64        most,
              guint64        all)
{
  g_autofree char *now_text = row == ROW_CONNECTIONS ? dup_count (now) : dup_rate (row, now);
  g_autofree char *most_text = row == ROW_CONNECTIONS ? dup_count (most) : dup_rate (row, most);
  g_autofree char *all_text = row == ROW_BYTES_IN || row == ROW_BYTES_OUT ? g_format_size (all) : dup_count (all);

  gtk_label_set_text (self->names[row], get_row_name (self, row));
  gtk_label_set_text (self->figures[row][COLUMN_NOW], now_text);
  gtk_label_set_text (self->figures[row][COLUMN_MOST], most_text);
  gtk_label_set_text (self->figures[row][COLUMN_ALL], all_text);
}

static void
show_table (TinStatistics *self)
{
  const TinTotals *all = tin_session_get_totals (self->session);
  TinPeerList *peers = tin_session_get_peers (self->session);
  TinRate now, most;

  tin_session_get_rate (self->session, &now);
  tin_session_get_peak_rate (self->session, &most);
  show_figures (self, ROW_MESSAGES_IN, now.messages_in, most.messages_in, all->messages_in);
  show_figures (self, ROW_BYTES_IN, now.bytes_in, most.bytes_in, all->bytes_in);
  show_figures (self, ROW_MESSAGES_OUT, now.messages_out, most.messages_out, all->messages_out);
  show_figures (self, ROW_BYTES_OUT, now.bytes_out, most.bytes_out, all->bytes_out);
  show_figures (self, ROW_CONNECTIONS, tin_peer_list_get_n_open (peers), tin_peer_list_get_most_open (peers),
                all->connections);
}

static char *
dup_since (TinStatistics *self)
{
  gint64 begin_ns = tin_session_get_begin_ns (self->session);
  g_autoptr (GDateTime) begin = NULL;

  if (begin_ns == 0)
    return g_strdup (_("Not started"));

  begin = g_date_time_new_from_unix_local (begin_ns / (1000 * (gint64) G_USEC_PER_SEC));

  return g_date_time_format (begin, "%x %X");
}

static char *
dup_not_recorded (const TinCaptureHealth *health)
{
  g_autofree char *count = dup_count (health->unsaved_records);
  g_autofree char *size = g_format_size (health->unsaved_bytes);

  /* Translators: a number of records of what happened, and the amount of data in them */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s record (%2$s)", "%1$s records (%2$s)",
                                       health->unsaved_records), count, size);
}

static char *
dup_unsent (TinSession *session)
{
  guint64 unsent = tin_session_get_totals (session)->unsent;
  g_autofree char *count = dup_count (unsent);

  if (!tin_session_loses_datagrams (session))
    return g_format_size (unsent);

  /* Translators: a number of datagrams */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s datagram", "%s datagrams", unsent), count);
}

static void
show_list (TinStatistics *self)
{
  TinCapture *capture = tin_session_get_capture (self->session);
  g_auto (TinCaptureHealth) health = { 0 };
  char *texts[N_LINES];
  g_autofree char *reason = tin_loss_words_dup_details (self->session);

  if (capture != NULL)
    tin_capture_get_health (capture, &health);

  texts[LINE_LOST] = dup_count (tin_session_get_totals (self->session)->dropped);
  texts[LINE_UNREAD] = g_format_size (tin_session_get_totals (self->session)->unread);
  texts[LINE_UNCAPTURED] = g_format_size (tin_session_get_totals (self->session)->uncaptured);
  texts[LINE_UNSENT] = dup_unsent (self->session);
  texts[LINE_NOT_RECORDED] = dup_not_recorded (&health);
  texts[LINE_RECORDING] = g_format_size (health.file_bytes);
  texts[LINE_UNWRITTEN] = g_format_size (health.unwritten_bytes);
  texts[LINE_SINCE] = dup_since (self);

  for (guint i = 0; i < N_LINES; i++)
    {
      gtk_label_set_text (self->values[i], texts[i]);
      g_free (texts[i]);
    }

  gtk_label_set_text (self->reason_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), reason != NULL);
}

static gboolean
timeout_cb (gpointer user_data)
{
  show_table (user_data);
  show_list (user_data);

  return G_SOURCE_CONTINUE;
}

static void
tin_statistics_map (GtkWidget *widget)
{
  TinStatistics *self = TIN_STATISTICS (widget);

  if (self->session != NULL)
    {
      timeout_cb (self);
      self->timeout_id = g_timeout_add (INTERVAL_MS, timeout_cb, self);
    }

  GTK_WIDGET_CLASS (tin_statistics_parent_class)->map (widget);
}

static void
tin_statistics_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&TIN_STATISTICS (widget)->timeout_id, g_source_remove);

  GTK_WIDGET_CLASS (tin_statistics_parent_class)->unmap (widget);
}

static void
tin_statistics_dispose (GObject *object)
{
  TinStatistics *self = TIN_STATISTICS (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tin_statistics_parent_class)->dispose (object);
}

static void
tin_statistics_class_init (TinStatisticsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_statistics_dispose;
  widget_class->map = tin_statistics_map;
  widget_class->unmap = tin_statistics_unmap;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-statistics.ui");
  gtk_widget_class_bind_template_child (widget_class, TinStatistics, table);
  gtk_widget_class_bind_template_child (widget_class, TinStatistics, list);
  gtk_widget_class_bind_template_child (widget_class, TinStatistics, reason_label);
}

static GtkLabel *
add_label (GtkGrid    *grid,
           const char *text,
           int         column,
           int         row,
           const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_widget_set_hexpand (label, column > 0);
  gtk_widget_add_css_class (label, class);
  gtk_grid_attach (grid, label, column, row, 1, 1);

  return GTK_LABEL (label);
}

static void
tin_statistics_init (TinStatistics *self)
{
  GtkLabel *heads[N_COLUMNS];

  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint column = 0; column < N_COLUMNS; column++)
    heads[column] = add_label (self->table, _(columns[column]), (int) column + 1, 0, "dim-label");

  for (guint row = 0; row < N_ROWS; row++)
    {
      self->names[row] = add_label (self->table, NULL, 0, (int) row + 1, "dim-label");

      for (guint column = 0; column < N_COLUMNS; column++)
        {
          GtkLabel *figure = add_label (self->table, NULL, (int) column + 1, (int) row + 1, "numeric");

          gtk_accessible_update_relation (GTK_ACCESSIBLE (figure), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                          self->names[row], heads[column], NULL, -1);
          self->figures[row][column] = figure;
        }
    }

  for (guint line = 0; line < N_LINES; line++)
    {
      GtkLabel *name = add_label (self->list, _(lines[line]), 0, (int) line, "dim-label");

      self->values[line] = add_label (self->list, NULL, 1, (int) line, "numeric");
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self->values[line]), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name,
                                      NULL, -1);
    }
}

/* Once. */
void
tin_statistics_set_session (TinStatistics *self,
                            TinSession    *session)
{
  g_return_if_fail (TIN_IS_STATISTICS (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
}

/* Totals know of reads and writes alone, which are messages as long as nothing joins or parts them. */
gboolean
tin_session_counts_messages (TinSession   *session,
                             TinDirection  direction)
{
  TinFrames *frames = tin_message_list_get_frames (tin_session_get_messages (session));

  return frames == NULL || tin_frames_get_framing (frames, direction)->kind == TIN_FRAMING_AS_RECEIVED;
}
