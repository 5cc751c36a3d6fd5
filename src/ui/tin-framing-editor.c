/* tin-framing-editor.c: rows to choose how the messages of one direction are framed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-framing-editor.h"

#include <glib/gi18n-lib.h>

#include "codec/tin-escape.h"
#include "codec/tin-framing.h"

/* The rows of the list of ways. */
typedef enum
{
  WAY_RECEIVED,
  WAY_LF,
  WAY_CRLF,
  WAY_CR,
  WAY_NUL,
  WAY_DELIMITER,
  WAY_FIXED,
  WAY_LENGTH,
  WAY_PAUSE,
} Way;

static const guint length_sizes[] = { 1, 2, 3, 4, 8 }; /* bytes, as the list has them */

struct _TinFramingEditor
{
  AdwPreferencesGroup  parent_instance;

  char                *framing;       /* (owned) */
  gboolean             filling;       /* whether the rows change because of @framing */

  AdwComboRow         *way;
  GtkStringList       *ways;
  AdwEntryRow         *delimiter;
  GtkWidget           *size_row;
  GtkSpinButton       *size;
  AdwComboRow         *length_size;
  AdwComboRow         *byte_order;
  AdwComboRow         *counts;
  GtkWidget           *offset_row;
  GtkSpinButton       *offset;
  GtkWidget           *gap_row;
  GtkSpinButton       *gap;
  GtkWidget           *max_size_row;
  GtkSpinButton       *max_size;
  AdwActionRow        *problem;
};

G_DEFINE_FINAL_TYPE (TinFramingEditor, tin_framing_editor, ADW_TYPE_PREFERENCES_GROUP)

typedef enum
{
  PROP_FRAMING = 1,
  PROP_OUTGOING,
} TinFramingEditorProperty;

static GParamSpec *properties[PROP_OUTGOING + 1];

static Way
get_way (TinFramingEditor *self)
{
  return adw_combo_row_get_selected (self->way);
}

static void
show_rows (TinFramingEditor *self)
{
  Way way = get_way (self);
  gboolean has_order = way == WAY_LENGTH && length_sizes[adw_combo_row_get_selected (self->length_size)] > 1;

  gtk_widget_set_visible (GTK_WIDGET (self->delimiter), way == WAY_DELIMITER);
  gtk_widget_set_visible (self->size_row, way == WAY_FIXED);
  gtk_widget_set_visible (GTK_WIDGET (self->length_size), way == WAY_LENGTH);
  gtk_widget_set_visible (GTK_WIDGET (self->byte_order), has_order);
  gtk_widget_set_visible (GTK_WIDGET (self->counts), way == WAY_LENGTH);
  gtk_widget_set_visible (self->offset_row, way == WAY_LENGTH);
  gtk_widget_set_visible (self->gap_row, way == WAY_PAUSE);
  gtk_widget_set_visible (self->max_size_row, way != WAY_RECEIVED);
}

static gboolean
read_delimiter (TinFramingEditor  *self,
                TinFraming        *framing,
                GError           **error)
{
  g_autoptr (GBytes) bytes = tin_escape_decode (gtk_editable_get_text (GTK_EDITABLE (self->delimiter)), "UTF-8", error);

  if (bytes == NULL)
    return FALSE;

  tin_framing_set_delimiter (framing, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return TRUE;
}

static void
read_length (TinFramingEditor *self,
             TinFraming       *framing)
{
  framing->kind = TIN_FRAMING_LENGTH_PREFIX;
  framing->length_size = length_sizes[adw_combo_row_get_selected (self->length_size)];
  framing->length_offset = (guint) gtk_spin_button_get_value_as_int (self->offset);
  framing->length_counts = adw_combo_row_get_selected (self->counts);
  framing->little_endian = framing->length_size > 1 && adw_combo_row_get_selected (self->byte_order) == 1;
}

/* What the rows say. Returns FALSE with a sentence where that is no framing. */
static gboolean
read_rows (TinFramingEditor  *self,
           TinFraming        *framing,
           GError           **error)
{
  Way way = get_way (self);
  const guint8 *bytes;
  gsize size;

  framing->max_size = (guint32) gtk_spin_button_get_value (self->max_size);

  switch (way)
    {
    case WAY_LF:
    case WAY_CRLF:
    case WAY_CR:
    case WAY_NUL:
      bytes = tin_line_ending_get_bytes (TIN_LINE_ENDING_LF + (way - WAY_LF), &size);
      tin_framing_set_delimiter (framing, bytes, size);
      break;

    case WAY_DELIMITER:
      if (!read_delimiter (self, framing, error))
        return FALSE;
      break;

    case WAY_FIXED:
      framing->kind = TIN_FRAMING_FIXED;
      framing->size = (guint32) gtk_spin_button_get_value (self->size);
      break;

    case WAY_LENGTH:
      read_length (self, framing);
      break;

    case WAY_PAUSE:
      framing->kind = TIN_FRAMING_IDLE_GAP;
      framing->gap = (guint) gtk_spin_button_get_value_as_int (self->gap);
      break;

    case WAY_RECEIVED:
    default:
      break;
    }

  return tin_framing_check (framing, error);
}

static void
show_problem (TinFramingEditor *self,
              const char       *problem)
{
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  if (problem != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->problem), problem);

  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->delimiter), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->delimiter), "error");

  gtk_accessible_update_state (GTK_ACCESSIBLE (self->delimiter), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
take_framing (TinFramingEditor *self,
              char             *framing)
{
  if (g_strcmp0 (self->framing, framing) == 0)
    {
      g_free (framing);
      return;
    }

  g_free (self->framing);
  self->framing = framing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRAMING]);
}

static void
rows_changed_cb (TinFramingEditor *self)
{
  TinFraming framing = TIN_FRAMING_INIT;
  g_autoptr (GError) error = NULL;

  if (self->filling)
    return;

  show_rows (self);
  if (read_rows (self, &framing, &error))
    take_framing (self, tin_framing_to_text (&framing));

  show_problem (self, error != NULL ? error->message : NULL);
}

static Way
get_delimiter_way (const TinFraming *framing)
{
  for (TinLineEnding i = TIN_LINE_ENDING_LF; i < TIN_N_LINE_ENDINGS; i++)
    {
      TinFraming line = TIN_FRAMING_INIT;
      gsize size;
      const guint8 *bytes = tin_line_ending_get_bytes (i, &size);

      line.max_size = framing->max_size;
      tin_framing_set_delimiter (&line, bytes, size);
      if (tin_framing_equal (&line, framing))
        return WAY_LF + (i - TIN_LINE_ENDING_LF);
    }

  return WAY_DELIMITER;
}

static void
fill_length (TinFramingEditor *self,
             const TinFraming *framing)
{
  for (guint i = 0; i < G_N_ELEMENTS (length_sizes); i++)
    if (length_sizes[i] == framing->length_size)
      adw_combo_row_set_selected (self->length_size, i);

  adw_combo_row_set_selected (self->byte_order, framing->little_endian ? 1 : 0);
  adw_combo_row_set_selected (self->counts, framing->length_counts);
  gtk_spin_button_set_value (self->offset, framing->length_offset);
}

static void
fill_delimiter (TinFramingEditor *self,
                const TinFraming *framing)
{
  g_autofree char *text = tin_escape_encode (framing->delimiter, framing->delimiter_size);

  gtk_editable_set_text (GTK_EDITABLE (self->delimiter), text);
}

/* What a kind does not use keeps what was set before. */
static void
fill_rows (TinFramingEditor *self,
           const TinFraming *framing)
{
  static const Way ways[] = {
    [TIN_FRAMING_AS_RECEIVED] = WAY_RECEIVED,
    [TIN_FRAMING_DELIMITER] = WAY_DELIMITER,
    [TIN_FRAMING_FIXED] = WAY_FIXED,
    [TIN_FRAMING_LENGTH_PREFIX] = WAY_LENGTH,
    [TIN_FRAMING_IDLE_GAP] = WAY_PAUSE,
  };
  Way way = framing->kind == TIN_FRAMING_DELIMITER ? get_delimiter_way (framing) : ways[framing->kind];

  if (way == WAY_DELIMITER)
    fill_delimiter (self, framing);
  else if (way == WAY_FIXED)
    gtk_spin_button_set_value (self->size, framing->size);
  else if (way == WAY_LENGTH)
    fill_length (self, framing);
  else if (way == WAY_PAUSE)
    gtk_spin_button_set_value (self->gap, framing->gap);

  gtk_spin_button_set_value (self->max_size, framing->max_size);
  adw_combo_row_set_selected (self->way, way);
}

static void
tin_framing_editor_finalize (GObject *object)
{
  TinFramingEditor *self = TIN_FRAMING_EDITOR (object);

  g_free (self->framing);

  G_OBJECT_CLASS (tin_framing_editor_parent_class)->finalize (object);
}

static void
tin_framing_editor_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  TinFramingEditor *self = TIN_FRAMING_EDITOR (object);

  switch ((TinFramingEditorProperty) id)
    {
    case PROP_FRAMING:
      g_value_set_string (value, self->framing);
      break;

    case PROP_OUTGOING:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_framing_editor_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  TinFramingEditor *self = TIN_FRAMING_EDITOR (object);

  switch ((TinFramingEditorProperty) id)
    {
    case PROP_FRAMING:
      tin_framing_editor_set_framing (self, g_value_get_string (value));
      break;

    case PROP_OUTGOING:
      if (g_value_get_boolean (value))
        gtk_string_list_splice (self->ways, WAY_RECEIVED, 1, (const char *[]) { _("As sent"), NULL });
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, way);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, ways);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, delimiter);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, size_row);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, size);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, length_size);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, byte_order);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, counts);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, offset_row);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, offset);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, gap_row);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, gap);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, max_size_row);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, max_size);
  gtk_widget_class_bind_template_child (widget_class, TinFramingEditor, problem);
  gtk_widget_class_bind_template_callback (widget_class, rows_changed_cb);
}

static void
tin_framing_editor_class_init (TinFramingEditorClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->finalize = tin_framing_editor_finalize;
  object_class->get_property = tin_framing_editor_get_property;
  object_class->set_property = tin_framing_editor_set_property;

  properties[PROP_FRAMING] = g_param_spec_string ("framing", NULL, NULL, "received",
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_OUTGOING] = g_param_spec_boolean ("outgoing", NULL, NULL, FALSE, G_PARAM_WRITABLE |
                                                    G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-framing-editor.ui");
  bind_children (widget_class);
}

static void
tin_framing_editor_init (TinFramingEditor *self)
{
  self->framing = g_strdup ("received");
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_spin_button_set_range (self->size, 1, TIN_FRAMING_MAX_SIZE);
  gtk_spin_button_set_range (self->offset, 0, TIN_FRAMING_MAX_OFFSET);
  gtk_spin_button_set_range (self->gap, 1, TIN_FRAMING_MAX_GAP);
  gtk_spin_button_set_range (self->max_size, 1, TIN_FRAMING_MAX_SIZE);
  gtk_spin_button_set_value (self->size, 64);
  gtk_spin_button_set_value (self->gap, 100);
  gtk_spin_button_set_value (self->max_size, TIN_FRAMING_DEFAULT_MAX_SIZE);
  self->filling = FALSE;
  show_rows (self);
}

const char *
tin_framing_editor_get_framing (TinFramingEditor *self)
{
  g_return_val_if_fail (TIN_IS_FRAMING_EDITOR (self), NULL);

  return self->framing;
}

/* What is no framing changes nothing. */
void
tin_framing_editor_set_framing (TinFramingEditor *self,
                                const char       *text)
{
  TinFraming framing;

  g_return_if_fail (TIN_IS_FRAMING_EDITOR (self));

  if (g_strcmp0 (self->framing, text) == 0 || text == NULL || !tin_framing_parse (text, &framing, NULL))
    return;

  self->filling = TRUE;
  fill_rows (self, &framing);
  self->filling = FALSE;
  show_rows (self);
  show_problem (self, NULL);
  take_framing (self, tin_framing_to_text (&framing));
}
