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

#define MIN_WIDTH        20   /* pixels that a setting may ask for */
#define MAX_WIDTH        4000

#define SAVE_DELAY_MS    500 /* after the last movement of a border */

/* Nobody has chosen yet: it is shown where there is room for it and it says something. */
typedef enum
{
  CHOICE_NONE,
  CHOICE_SHOWN,
  CHOICE_HIDDEN,
} Choice;

/* In the settings, and of the actions. */
static const char *const nicks[TIN_N_LOG_COLUMNS] = { "time", "event", "peer", "size", "text" };

struct _TinLogColumns
{
  GtkColumnView       *view;                        /* (unowned): it has us */
  const TinLogStyle   *style;
  GSettings           *settings;                    /* (owned) (nullable) */
  GSimpleActionGroup  *actions;                     /* (owned) */
  GtkColumnViewColumn *columns[TIN_N_LOG_COLUMNS];  /* (owned) */
  int                  widths[TIN_N_LOG_COLUMNS];   /* pixels; of the text what it should have */
  gboolean             sized[TIN_N_LOG_COLUMNS];    /* whether the user chose the width */
  Choice               choices[TIN_N_LOG_COLUMNS];
  int                  room;                        /* pixels for all of them; 0 if not known yet */
  gboolean             one_peer;
  gboolean             changing;                    /* widths change, but not by the user */
  guint                save_id;                     /* a timer */
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

/* Of a hidden column it would keep its room (GTK 4.8), and the text takes what is left. */
static void
set_width (TinLogColumns *self,
           TinLogColumn   column,
           int            width)
{
  if (column == TIN_LOG_TEXT)
    return;

  self->changing = TRUE;
  gtk_column_view_column_set_fixed_width (self->columns[column],
                                          gtk_column_view_column_get_visible (self->columns[column]) ? width : -1);
  self->changing = FALSE;
}

/* Widths are numbers, or the columns would move with the first rows and fall together without any. */
static void
set_up_column (TinLogColumns *self,
               TinLogColumn   column)
{
  if (!self->sized[column])
    self->widths[column] = measure_column (self, column);

  tin_log_cells_set_up_column (self->columns[column], column, self->style);
  set_width (self, column, self->widths[column]);
}

static void
show (TinLogColumns *self,
      TinLogColumn   column,
      gboolean       shown)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), nicks[column]);

  if (action != NULL)
    g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (shown));

  if (gtk_column_view_column_get_visible (self->columns[column]) == shown)
    return;

  if (!shown)
    {
      gtk_column_view_column_set_visible (self->columns[column], FALSE);
      set_width (self, column, -1);
    }
  else
    {
      gtk_column_view_column_set_visible (self->columns[column], TRUE);
      set_width (self, column, self->widths[column]);
    }
}

static gboolean
is_wanted (TinLogColumns *self,
           TinLogColumn   column)
{
  if (self->choices[column] != CHOICE_NONE)
    return self->choices[column] == CHOICE_SHOWN;

  return column != TIN_LOG_PEER || !self->one_peer;
}

/* Gives up a column that nobody chose when there is less than @wanted for the text. */
static gboolean
fits (TinLogColumns *self,
      TinLogColumn   column,
      int            wanted,
      int           *left)
{
  if (!is_wanted (self, column))
    return FALSE;

  if (self->choices[column] == CHOICE_SHOWN || *left >= wanted)
    return TRUE;

  *left += self->widths[column];

  return FALSE;
}

/* The message is what people came for: before it is squeezed, its size goes, then its peer, which the list of
 * connections and the detail pane tell as well. */
static void
choose (TinLogColumns *self)
{
  int left = self->room > 0 ? self->room : G_MAXINT;
  gboolean show_size, show_peer;

  for (int column = 0; column < TIN_LOG_TEXT; column++)
    left -= is_wanted (self, column) ? self->widths[column] : 0;

  show_size = fits (self, TIN_LOG_SIZE, self->widths[TIN_LOG_TEXT], &left);
  show_peer = fits (self, TIN_LOG_PEER, self->widths[TIN_LOG_TEXT] / 2, &left);

  show (self, TIN_LOG_TIME, is_wanted (self, TIN_LOG_TIME));
  show (self, TIN_LOG_EVENT, is_wanted (self, TIN_LOG_EVENT));
  show (self, TIN_LOG_SIZE, show_size);
  show (self, TIN_LOG_PEER, show_peer);
}

static void
save_widths (TinLogColumns *self)
{
  GVariantBuilder widths;

  g_clear_handle_id (&self->save_id, g_source_remove);
  g_variant_builder_init (&widths, G_VARIANT_TYPE ("a{si}"));

  for (int column = 0; column < TIN_LOG_TEXT; column++)
    if (self->sized[column])
      g_variant_builder_add (&widths, "{si}", nicks[column], self->widths[column]);

  g_settings_set_value (self->settings, "log-column-widths", g_variant_builder_end (&widths));
}

static gboolean
save_timeout_cb (gpointer user_data)
{
  TinLogColumns *self = user_data;

  self->save_id = 0;
  save_widths (self);

  return G_SOURCE_REMOVE;
}

/* The user moves its border. */
static void
column_notify_fixed_width_cb (GtkColumnViewColumn *view_column,
                              GParamSpec          *pspec,
                              TinLogColumns       *self)
{
  const int width = gtk_column_view_column_get_fixed_width (view_column);

  if (self->changing || width <= 0)
    return;

  for (int column = 0; column < TIN_LOG_TEXT; column++)
    if (self->columns[column] == view_column && self->widths[column] != width)
      {
        self->widths[column] = width;
        self->sized[column] = TRUE;

        if (self->settings != NULL)
          {
            g_clear_handle_id (&self->save_id, g_source_remove);
            self->save_id = g_timeout_add (SAVE_DELAY_MS, save_timeout_cb, self);
          }
      }
}

static void
save_choices (TinLogColumns *self)
{
  GVariantBuilder choices;

  g_variant_builder_init (&choices, G_VARIANT_TYPE ("a{sb}"));

  for (int column = 0; column < TIN_LOG_TEXT; column++)
    if (self->choices[column] != CHOICE_NONE)
      g_variant_builder_add (&choices, "{sb}", nicks[column], self->choices[column] == CHOICE_SHOWN);

  if (self->settings != NULL)
    g_settings_set_value (self->settings, "log-columns", g_variant_builder_end (&choices));
  else
    g_variant_builder_clear (&choices);
}

static void
load_choices (TinLogColumns *self)
{
  g_autoptr (GVariant) choices = g_settings_get_value (self->settings, "log-columns");

  for (int column = 0; column < TIN_LOG_TEXT; column++)
    {
      gboolean shown;

      self->choices[column] = CHOICE_NONE;
      if (g_variant_lookup (choices, nicks[column], "b", &shown))
        self->choices[column] = shown ? CHOICE_SHOWN : CHOICE_HIDDEN;
    }

  choose (self);
}

static void
load_widths (TinLogColumns *self)
{
  g_autoptr (GVariant) widths = g_settings_get_value (self->settings, "log-column-widths");

  for (int column = 0; column < TIN_LOG_TEXT; column++)
    {
      int width;

      if (!g_variant_lookup (widths, nicks[column], "i", &width) || width < MIN_WIDTH || width > MAX_WIDTH)
        continue;

      self->widths[column] = width;
      self->sized[column] = TRUE;
      set_width (self, column, width);
    }
}

static void
change_state_cb (GSimpleAction *action,
                 GVariant      *state,
                 gpointer       user_data)
{
  TinLogColumns *self = user_data;

  for (int column = 0; column < TIN_LOG_TEXT; column++)
    if (g_str_equal (g_action_get_name (G_ACTION (action)), nicks[column]))
      self->choices[column] = g_variant_get_boolean (state) ? CHOICE_SHOWN : CHOICE_HIDDEN;

  save_choices (self);
  choose (self);
}

/* As wide as what usually stands in them. */
static void
reset_widths (TinLogColumns *self)
{
  for (int column = 0; column < TIN_LOG_TEXT; column++)
    {
      self->sized[column] = FALSE;
      self->widths[column] = measure_column (self, column);
      set_width (self, column, self->widths[column]);
    }

  if (self->settings != NULL)
    save_widths (self);
}

static void
reset_widths_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  TinLogColumns *self = user_data;

  reset_widths (self);
  choose (self);
}

static void
reset_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  TinLogColumns *self = user_data;

  for (int column = 0; column < TIN_LOG_TEXT; column++)
    self->choices[column] = CHOICE_NONE;

  save_choices (self);
  reset_widths (self);
  choose (self);
}

static void
add_actions (TinLogColumns *self)
{
  static const GActionEntry resets[] = {
    { .name = "reset", .activate = reset_action },
    { .name = "reset-widths", .activate = reset_widths_action },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), resets, G_N_ELEMENTS (resets), self);

  for (int column = 0; column < TIN_LOG_TEXT; column++)
    {
      GActionEntry entry = { .name = nicks[column], .state = "true", .change_state = change_state_cb };

      g_action_map_add_action_entries (G_ACTION_MAP (self->actions), &entry, 1, self);
    }
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
  add_actions (self);

  for (int column = 0; column < TIN_N_LOG_COLUMNS; column++)
    {
      self->columns[column] = g_list_model_get_item (columns, column);
      set_up_column (self, column);
      g_signal_connect (self->columns[column], "notify::fixed-width", G_CALLBACK (column_notify_fixed_width_cb), self);
    }

  tin_log_cells_align_title (view, TIN_LOG_SIZE, 1);

  return self;
}

void
tin_log_columns_free (TinLogColumns *self)
{
  if (self->save_id != 0)
    save_widths (self);

  for (int column = 0; column < TIN_N_LOG_COLUMNS; column++)
    {
      g_signal_handlers_disconnect_by_data (self->columns[column], self);
      g_object_unref (self->columns[column]);
    }

  /* Whoever still holds them has nothing to act on. */
  for (int column = 0; column < TIN_LOG_TEXT; column++)
    g_action_map_remove_action (G_ACTION_MAP (self->actions), nicks[column]);

  g_action_map_remove_action (G_ACTION_MAP (self->actions), "reset");
  g_action_map_remove_action (G_ACTION_MAP (self->actions), "reset-widths");
  g_object_unref (self->actions);

  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);

  g_clear_object (&self->settings);
  g_free (self);
}

/* Follows the key log-columns, and begins with log-column-widths. Once. */
void
tin_log_columns_set_settings (TinLogColumns *self,
                              GSettings     *settings)
{
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_swapped (settings, "changed::log-columns", G_CALLBACK (load_choices), self);
  load_widths (self);
  load_choices (self);
}

/* Returns: (transfer none): which columns are shown, "reset" and "reset-widths" */
GActionGroup *
tin_log_columns_get_actions (TinLogColumns *self)
{
  return G_ACTION_GROUP (self->actions);
}

/* What a click with the other button on a title offers. */
void
tin_log_columns_set_menu (TinLogColumns *self,
                          GMenuModel    *menu)
{
  for (int column = 0; column < TIN_N_LOG_COLUMNS; column++)
    gtk_column_view_column_set_header_menu (self->columns[column], menu);
}

/* A new factory does not reach the cells that are there: hiding the column takes them away. */
void
tin_log_columns_rebuild_times (TinLogColumns *self)
{
  gtk_column_view_column_set_visible (self->columns[TIN_LOG_TIME], FALSE);
  set_up_column (self, TIN_LOG_TIME);
  gtk_column_view_column_set_visible (self->columns[TIN_LOG_TIME], TRUE);
  set_width (self, TIN_LOG_TIME, self->widths[TIN_LOG_TIME]);
  choose (self);
}

/* Bookmarks have changed. */
void
tin_log_columns_fill_events (TinLogColumns *self)
{
  tin_log_cells_fill_again (self->columns[TIN_LOG_EVENT]);
}

/* What to highlight is another. */
void
tin_log_columns_fill_text (TinLogColumns *self)
{
  tin_log_cells_fill_again (self->columns[TIN_LOG_TEXT]);
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
