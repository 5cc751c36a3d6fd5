/* tin-log-view.c: the message log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-log-view-private.h"

#include "ui/tin-context-menu.h"
#include "ui/tin-log-jump.h"
#include "ui/tin-log-widths.h"

G_DEFINE_FINAL_TYPE (TinLogView, tin_log_view, ADW_TYPE_BIN)

static GParamSpec *properties[TIN_N_LOG_VIEW_PROPERTIES];

static GtkAdjustment *
get_hadjustment (TinLogView *self)
{
  return gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->column_view));
}

static gboolean
set_room (gpointer user_data)
{
  TinLogView *self = user_data;

  self->room_id = 0;
  tin_log_columns_set_room (self->columns, (int) gtk_adjustment_get_page_size (get_hadjustment (self)));

  return G_SOURCE_REMOVE;
}

/* It changes while the columns are laid out, which is no time to hide one. */
static void
hadjustment_notify_page_size_cb (TinLogView *self)
{
  if (self->room_id == 0)
    self->room_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, set_room, self, NULL);
}

static void
settings_changed_cb (TinLogView *self)
{
  self->style.time_format = g_settings_get_enum (self->settings, "time-format");
  self->style.time_decimals = g_settings_get_int (self->settings, "time-decimals");

  tin_log_columns_rebuild_times (self->columns);
}

static void
tin_log_view_dispose (GObject *object)
{
  TinLogView *self = TIN_LOG_VIEW (object);

  g_clear_handle_id (&self->room_id, g_source_remove);
  g_clear_handle_id (&self->focus_id, g_source_remove);

  if (self->filling != NULL)
    tin_filling_list_set_model (self->filling, NULL);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->jump, gtk_widget_unparent);
  g_clear_pointer (&self->widths, gtk_widget_unparent);

  if (self->column_view != NULL)
    gtk_column_view_set_model (self->column_view, NULL);

  g_clear_object (&self->selected);
  g_clear_object (&self->focused);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tin_log_view_parent_class)->dispose (object);
}

static void
tin_log_view_finalize (GObject *object)
{
  TinLogView *self = TIN_LOG_VIEW (object);

  g_clear_object (&self->rows);
  g_clear_object (&self->filling);
  tin_log_columns_free (self->columns);
  tin_last_sent_free (self->style.last_sent);
  g_clear_pointer (&self->style.query, tin_query_unref);
  g_clear_object (&self->style.bookmarks);
  g_free (self->style.encoding);

  G_OBJECT_CLASS (tin_log_view_parent_class)->finalize (object);
}

static void
tin_log_view_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  TinLogView *self = TIN_LOG_VIEW (object);

  switch ((TinLogViewProperty) id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;

    case PROP_FOLLOW:
      g_value_set_boolean (value, tin_log_view_get_follow (self));
      break;

    case PROP_PAUSED:
      g_value_set_boolean (value, tin_row_selection_get_frozen (self->rows));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_log_view_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  TinLogView *self = TIN_LOG_VIEW (object);

  switch ((TinLogViewProperty) id)
    {
    case PROP_FOLLOW:
      tin_log_view_set_follow (self, g_value_get_boolean (value));
      break;

    case PROP_PAUSED:
      tin_row_selection_set_frozen (self->rows, g_value_get_boolean (value));
      break;

    case PROP_SELECTED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, TIN_TYPE_MESSAGE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOLLOW] = g_param_spec_boolean ("follow", NULL, NULL, TRUE, flags);
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

/* Where the keyboard returns to from a popover of ours, and where Tab begins. */
static gboolean
tin_log_view_grab_focus (GtkWidget *widget)
{
  TinLogView *self = TIN_LOG_VIEW (widget);

  return g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0
         && gtk_widget_grab_focus (tin_follow_bin_get_list (self->follow_bin));
}

/* In the middle of a line, in pixels from the top of the log. */
static void
point_to (TinLogView *self,
          GtkWidget  *popover,
          int         y)
{
  const GdkRectangle place = { gtk_widget_get_width (GTK_WIDGET (self)) / 2, y, 1, 1 };

  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &place);
}

/* At the bottom: titles and the borders between them stay in sight. */
static void
widths_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  TinLogView *self = TIN_LOG_VIEW (widget);

  point_to (self, self->widths, gtk_widget_get_height (widget) - 2);
  tin_log_widths_open (TIN_LOG_WIDTHS (self->widths));
}

static void
tin_log_view_class_init (TinLogViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_log_view_dispose;
  object_class->finalize = tin_log_view_finalize;
  object_class->get_property = tin_log_view_get_property;
  object_class->set_property = tin_log_view_set_property;

  widget_class->grab_focus = tin_log_view_grab_focus;

  install_properties (object_class);

  g_type_ensure (TIN_TYPE_FOLLOW_BIN);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LOG);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-log-view.ui");

  gtk_widget_class_bind_template_child (widget_class, TinLogView, follow_bin);
  gtk_widget_class_bind_template_child (widget_class, TinLogView, column_view);
  gtk_widget_class_bind_template_child (widget_class, TinLogView, placeholder);
  gtk_widget_class_bind_template_child (widget_class, TinLogView, newest_revealer);
  gtk_widget_class_bind_template_child (widget_class, TinLogView, newest_button);
  gtk_widget_class_bind_template_child (widget_class, TinLogView, newest_content);
  gtk_widget_class_bind_template_child (widget_class, TinLogView, menu);
  gtk_widget_class_bind_template_child (widget_class, TinLogView, header_menu);

  gtk_widget_class_install_action (widget_class, "log.widths", NULL, widths_action);
  tin_log_view_bind_follow (widget_class);
  tin_log_view_bind_input (widget_class);
}

static void
tin_log_view_init (TinLogView *self)
{
  self->filling = tin_filling_list_new (NULL);
  self->rows = tin_row_selection_new (G_LIST_MODEL (self->filling));
  self->style.time_decimals = 3;
  self->style.rows = G_LIST_MODEL (self->rows);

  tin_log_view_watch_rows (self);
  g_signal_connect_object (self->rows, "selection-changed", G_CALLBACK (tin_log_view_update_selected),
                           self, G_CONNECT_SWAPPED);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->popover = tin_context_menu_new (GTK_WIDGET (self), self->menu);
  self->jump = tin_log_jump_new (G_LIST_MODEL (self->rows));
  gtk_widget_set_parent (self->jump, GTK_WIDGET (self));
  g_signal_connect_object (self->jump, "go", G_CALLBACK (tin_log_view_go_to), self, G_CONNECT_SWAPPED);

  self->style.last_sent = tin_last_sent_new ();
  self->columns = tin_log_columns_new (self->column_view, &self->style);
  tin_log_columns_set_menu (self->columns, self->header_menu);
  self->widths = tin_log_widths_new (gtk_column_view_get_columns (self->column_view), TIN_LOG_TEXT);
  gtk_widget_set_parent (self->widths, GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "log", tin_log_columns_get_actions (self->columns));
  g_signal_connect_object (get_hadjustment (self), "notify::page-size",
                           G_CALLBACK (hadjustment_notify_page_size_cb), self, G_CONNECT_SWAPPED);

  gtk_column_view_set_model (self->column_view, GTK_SELECTION_MODEL (self->rows));
}

void
tin_log_view_notify (TinLogView         *self,
                     TinLogViewProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Finds what is selected now. */
void
tin_log_view_update_selected (TinLogView *self)
{
  g_autoptr (GtkBitset) selection = tin_log_view_dup_selection (self);
  g_autoptr (TinMessage) selected = NULL;
  guint position = GTK_INVALID_LIST_POSITION;

  if (!gtk_bitset_is_empty (selection))
    position = gtk_bitset_get_maximum (selection);

  if (position != GTK_INVALID_LIST_POSITION)
    selected = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  tin_follow_bin_set_kept (self->follow_bin, position);

  if (selected != NULL && self->selected != NULL
      && tin_message_get_position (selected) == tin_message_get_position (self->selected))
    return;

  if (g_set_object (&self->selected, selected))
    tin_log_view_notify (self, PROP_SELECTED);
}

void
tin_log_view_set_messages (TinLogView     *self,
                           TinMessageList *messages)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));

  tin_filling_list_set_model (self->filling, G_LIST_MODEL (messages));
}

/* Follows the keys time-format, time-decimals and log-columns, and keeps log-column-widths. */
void
tin_log_view_set_settings (TinLogView *self,
                           GSettings  *settings)
{
  g_autoptr (GAction) time_format = NULL;

  g_return_if_fail (TIN_IS_LOG_VIEW (self));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::time-format", G_CALLBACK (settings_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::time-decimals", G_CALLBACK (settings_changed_cb),
                           self, G_CONNECT_SWAPPED);
  settings_changed_cb (self);

  tin_log_columns_set_settings (self->columns, settings);
  time_format = g_settings_create_action (settings, "time-format");
  g_action_map_add_action (G_ACTION_MAP (tin_log_columns_get_actions (self->columns)), time_format);
}

/* What times since the start count from: the first record of the session. */
void
tin_log_view_set_start_ns (TinLogView *self,
                           gint64      start_ns)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));

  if (self->style.start_ns == start_ns)
    return;

  self->style.start_ns = start_ns;

  if (self->style.time_format == TIN_TIME_SINCE_START)
    tin_log_columns_rebuild_times (self->columns);
}

/* With one peer at most, as a client has, its column would repeat one address. */
void
tin_log_view_set_one_peer (TinLogView *self,
                           gboolean    one_peer)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));

  tin_log_columns_set_one_peer (self->columns, one_peer);
}

/* What payloads are text in, for highlights. */
void
tin_log_view_set_encoding (TinLogView *self,
                           const char *encoding)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));
  g_return_if_fail (encoding != NULL);

  g_free (self->style.encoding);
  self->style.encoding = g_strdup (encoding);
}

/* Which rows have a star; once more whenever they change. */
void
tin_log_view_set_bookmarks (TinLogView   *self,
                            TinBookmarks *bookmarks)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));

  g_set_object (&self->style.bookmarks, bookmarks);
  tin_log_columns_fill_events (self->columns);
}

/* What to highlight; %NULL for nothing. */
void
tin_log_view_set_query (TinLogView *self,
                        TinQuery   *query)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));

  g_clear_pointer (&self->style.query, tin_query_unref);
  self->style.query = query != NULL ? tin_query_ref (query) : NULL;
  tin_log_columns_fill_text (self->columns);
}

/* What stands where no rows are. */
void
tin_log_view_set_placeholder (TinLogView *self,
                              const char *text)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));

  gtk_label_set_text (GTK_LABEL (self->placeholder), text);
}

TinMessage *
tin_log_view_get_selected (TinLogView *self)
{
  g_return_val_if_fail (TIN_IS_LOG_VIEW (self), NULL);

  return self->selected;
}

GtkBitset *
tin_log_view_dup_selection (TinLogView *self)
{
  g_return_val_if_fail (TIN_IS_LOG_VIEW (self), NULL);

  return gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->rows));
}

GListModel *
tin_log_view_get_rows (TinLogView *self)
{
  g_return_val_if_fail (TIN_IS_LOG_VIEW (self), NULL);

  return G_LIST_MODEL (self->rows);
}

/* One row as the log shows it, its cells parted by tabs. */
char *
tin_log_view_dup_row (TinLogView *self,
                      TinMessage *message,
                      guint       position)
{
  GString *row = g_string_new (NULL);

  g_return_val_if_fail (TIN_IS_LOG_VIEW (self), NULL);

  for (int column = 0; column < TIN_N_LOG_COLUMNS; column++)
    {
      char buffer[TIN_LOG_CELL_SIZE];

      if (column > 0)
        g_string_append_c (row, '\t');

      g_string_append (row, tin_log_cells_format (column, &self->style, message, position, buffer));
    }

  return g_string_free (row, FALSE);
}

/* Selects a row and shows it; what comes then does not move it. The focus stays where it is. */
void
tin_log_view_reveal (TinLogView *self,
                     guint       position)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));

  tin_filling_list_fill (self->filling);
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->rows)))
    return;

  tin_log_view_set_follow (self, FALSE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->rows), position, TRUE);
  gtk_widget_activate_action (tin_follow_bin_get_list (self->follow_bin), "list.scroll-to-item", "u", position);
}

/* The same, and the focus goes there. */
void
tin_log_view_go_to (TinLogView *self,
                    guint       position)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));

  tin_log_view_reveal (self, position);
  tin_log_view_focus_row (self, position);
}

/* Asks where to go. */
void
tin_log_view_ask_where (TinLogView *self)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));

  point_to (self, self->jump, 1);
  tin_log_jump_open (TIN_LOG_JUMP (self->jump), self->style.start_ns);
}

void
tin_log_view_focus (TinLogView *self)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));

  gtk_widget_grab_focus (tin_follow_bin_get_list (self->follow_bin));
}
