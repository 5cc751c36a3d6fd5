/* tin-byte-view.c: some bytes as text or as hexadecimal, which can be selected as bytes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-byte-view.h"

#include "codec/tin-hex.h"
#include "ui/tin-byte-tags.h"
#include "ui/tin-text-width.h"

#define MAX_COLUMNS 16
#define MIN_COLUMNS 4

/*
 * The selection of a text buffer is of characters, runs over offsets and both
 * columns of hexadecimal, and ends when another buffer gets one (both would be
 * the primary selection). The style sheet hides it, and a tag shows which bytes
 * are selected.
 */
struct _TinByteView
{
  GtkTextView  parent_instance;

  gboolean     is_hex;
  GBytes      *bytes;         /* (owned) (nullable) */
  gsize        size;          /* of the page, bytes */
  guint64      offset;        /* of the page in the whole */
  guint64      whole_size;    /* bytes */

  TinByteMap   map;
  guint        n_columns;     /* of hexadecimal, as many as there is room for */
  guint        columns_id;    /* an idle source that shows others */
  TinSpan      selection;     /* bytes; a caret alone is empty */
  gboolean     selected;      /* nothing stands out until somebody has selected something */
  GArray      *spans[TIN_N_BYTE_MARKS];  /* (owned) of TinSpan */
  gboolean     updating;      /* the selection moves, but not by the user */
  gboolean     has_tags;      /* the buffer does */
};

G_DEFINE_FINAL_TYPE (TinByteView, tin_byte_view, GTK_TYPE_TEXT_VIEW)

typedef enum
{
  PROP_HEX = 1,
} TinByteViewProperty;

static GParamSpec *properties[PROP_HEX + 1];

enum
{
  SELECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkTextBuffer *
get_buffer (TinByteView *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

/* A caret alone is shown as the byte behind it. */
static void
show_selection (TinByteView *self)
{
  GtkTextBuffer *buffer = get_buffer (self);

  tin_byte_tags_clear (buffer, TIN_BYTE_TAG_SELECTION);

  if (self->selected)
    tin_byte_tags_apply (buffer, TIN_BYTE_TAG_SELECTION, &self->map, self->selection.start,
                         MAX (self->selection.end, self->selection.start + 1));
}

static void
show_marks (TinByteView *self,
            TinByteMark  mark)
{
  const TinByteTag tag = mark == TIN_BYTE_MARK_CUT ? TIN_BYTE_TAG_CUT : TIN_BYTE_TAG_HIT;

  tin_byte_tags_clear (get_buffer (self), tag);

  for (guint i = 0; i < self->spans[mark]->len; i++)
    {
      const TinSpan *span = &g_array_index (self->spans[mark], TinSpan, i);

      tin_byte_tags_apply (get_buffer (self), tag, &self->map, span->start, span->end);
    }
}

static void
place_caret (TinByteView *self)
{
  const TinSpan span = tin_byte_map_get_selection (&self->map, self->selection.start, self->selection.end);
  GtkTextIter caret;

  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &caret, (int) span.start);

  self->updating = TRUE;
  gtk_text_buffer_place_cursor (get_buffer (self), &caret);
  self->updating = FALSE;
}

static void
set_text (TinByteView *self,
          const char  *text)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start;

  /* Anything else would be dropped without a word. */
  g_return_if_fail (g_utf8_validate (text, -1, NULL));

  self->updating = TRUE;
  gtk_text_buffer_set_text (buffer, text, -1);
  tin_byte_tags_apply_all (buffer, TIN_BYTE_TAG_NO_HYPHENS);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  self->updating = FALSE;
}

static void
show_hex (TinByteView *self)
{
  g_autofree char *text = tin_byte_map_set_hex (&self->map, self->bytes, self->size, self->n_columns,
                                                self->offset, self->whole_size);

  set_text (self, text);
}

static void
show_again (TinByteView *self)
{
  for (guint mark = 0; mark < TIN_N_BYTE_MARKS; mark++)
    show_marks (self, mark);

  place_caret (self);
  show_selection (self);
}

static guint
choose_columns (TinByteView *self)
{
  const int room = gtk_widget_get_width (GTK_WIDGET (self));
  guint n_columns = MAX_COLUMNS;

  while (n_columns > MIN_COLUMNS && tin_byte_view_measure_columns (self, n_columns) > room)
    n_columns /= 2;

  return n_columns;
}

static gboolean
update_columns (gpointer user_data)
{
  TinByteView *self = user_data;
  const guint n_columns = choose_columns (self);

  self->columns_id = 0;

  if (n_columns == self->n_columns || self->bytes == NULL)
    return G_SOURCE_REMOVE;

  self->n_columns = n_columns;
  show_hex (self);
  show_again (self);

  return G_SOURCE_REMOVE;
}

/* While it is laid out is no time to change what is laid out. */
static void
tin_byte_view_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  TinByteView *self = TIN_BYTE_VIEW (widget);

  GTK_WIDGET_CLASS (tin_byte_view_parent_class)->size_allocate (widget, width, height, baseline);

  if (self->is_hex && self->columns_id == 0)
    self->columns_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_columns, self, NULL);
}

static void
buffer_mark_set_cb (TinByteView *self,
                    GtkTextIter *place,
                    GtkTextMark *mark)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter first, end;
  TinSpan selection;

  /* Without the focus it is not the user, but another buffer that took the selection. */
  if (self->updating || !gtk_widget_is_focus (GTK_WIDGET (self)))
    return;

  if (mark != gtk_text_buffer_get_insert (buffer) && mark != gtk_text_buffer_get_selection_bound (buffer))
    return;

  gtk_text_buffer_get_selection_bounds (buffer, &first, &end);
  selection = tin_byte_map_get_bytes (&self->map, gtk_text_iter_get_offset (&first), gtk_text_iter_get_offset (&end));

  if (selection.start == self->selection.start && selection.end == self->selection.end)
    return;

  self->selection = selection;
  self->selected = TRUE;
  show_selection (self);
  g_signal_emit (self, signals[SELECTED], 0);
}

static char *
dup_selected (TinByteView *self)
{
  TinSpan span;
  GtkTextIter first, end;

  if (self->is_hex)
    return tin_hex_encode_spaced ((const guint8 *) g_bytes_get_data (self->bytes, NULL) + self->selection.start,
                                  self->selection.end - self->selection.start);

  span = tin_byte_map_get_selection (&self->map, self->selection.start, self->selection.end);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &first, (int) span.start);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &end, (int) span.end);

  return gtk_text_buffer_get_text (get_buffer (self), &first, &end, TRUE);
}

/* Bytes, not the layout of the view; of what is no bytes, what is selected. */
static void
tin_byte_view_copy_clipboard (GtkTextView *view)
{
  TinByteView *self = TIN_BYTE_VIEW (view);
  g_autofree char *text = NULL;

  if (self->bytes == NULL)
    {
      GTK_TEXT_VIEW_CLASS (tin_byte_view_parent_class)->copy_clipboard (view);
      return;
    }

  if (self->selection.end == self->selection.start)
    return;

  text = dup_selected (self);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
tin_byte_view_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tin_byte_view_parent_class)->css_changed (widget, change);

  if (TIN_BYTE_VIEW (widget)->has_tags)
    tin_byte_tags_set_colors (get_buffer (TIN_BYTE_VIEW (widget)), widget);
}

static void
tin_byte_view_constructed (GObject *object)
{
  TinByteView *self = TIN_BYTE_VIEW (object);
  GtkTextBuffer *buffer = get_buffer (self);

  G_OBJECT_CLASS (tin_byte_view_parent_class)->constructed (object);

  tin_byte_tags_create (buffer);
  self->has_tags = TRUE;
  tin_byte_tags_set_colors (buffer, GTK_WIDGET (self));

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self), self->is_hex ? GTK_WRAP_NONE : GTK_WRAP_CHAR);
  g_signal_connect_object (buffer, "mark-set", G_CALLBACK (buffer_mark_set_cb), self, G_CONNECT_SWAPPED);
}

static void
tin_byte_view_dispose (GObject *object)
{
  TinByteView *self = TIN_BYTE_VIEW (object);

  g_clear_handle_id (&self->columns_id, g_source_remove);

  G_OBJECT_CLASS (tin_byte_view_parent_class)->dispose (object);
}

static void
tin_byte_view_finalize (GObject *object)
{
  TinByteView *self = TIN_BYTE_VIEW (object);

  g_clear_pointer (&self->bytes, g_bytes_unref);
  tin_byte_map_clear (&self->map);

  for (guint mark = 0; mark < TIN_N_BYTE_MARKS; mark++)
    g_array_unref (self->spans[mark]);

  G_OBJECT_CLASS (tin_byte_view_parent_class)->finalize (object);
}

static void
tin_byte_view_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  TinByteView *self = TIN_BYTE_VIEW (object);

  switch ((TinByteViewProperty) id)
    {
    case PROP_HEX:
      self->is_hex = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_byte_view_class_init (TinByteViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->constructed = tin_byte_view_constructed;
  object_class->dispose = tin_byte_view_dispose;
  object_class->finalize = tin_byte_view_finalize;
  object_class->set_property = tin_byte_view_set_property;

  widget_class->size_allocate = tin_byte_view_size_allocate;
  widget_class->css_changed = tin_byte_view_css_changed;

  GTK_TEXT_VIEW_CLASS (class)->copy_clipboard = tin_byte_view_copy_clipboard;

  properties[PROP_HEX] = g_param_spec_boolean ("hex", NULL, NULL, FALSE,
                                               G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SELECTED] = g_signal_new ("selected", TIN_TYPE_BYTE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
tin_byte_view_init (TinByteView *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);

  self->n_columns = MAX_COLUMNS;

  for (guint mark = 0; mark < TIN_N_BYTE_MARKS; mark++)
    self->spans[mark] = g_array_new (FALSE, FALSE, sizeof (TinSpan));

  gtk_text_view_set_editable (view, FALSE);
  gtk_text_view_set_monospace (view, TRUE);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_left_margin (view, 12);
  gtk_text_view_set_right_margin (view, 12);
  gtk_text_view_set_top_margin (view, 6);
  gtk_text_view_set_bottom_margin (view, 6);
}

static void
clear (TinByteView *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "byte-view");
  self->size = 0;
  self->selection = (TinSpan) { 0, 0 };
  self->selected = FALSE;

  for (guint mark = 0; mark < TIN_N_BYTE_MARKS; mark++)
    g_array_set_size (self->spans[mark], 0);

  tin_byte_map_clear (&self->map);
}

/* The page at @offset of @whole_size bytes: @size bytes, and in @bytes a few more, which complete the last character.
 * Nothing is selected or marked. */
void
tin_byte_view_show_bytes (TinByteView *self,
                          GBytes      *bytes,
                          gsize        size,
                          guint64      offset,
                          guint64      whole_size,
                          const char  *encoding)
{
  g_autofree char *text = NULL;

  g_return_if_fail (TIN_IS_BYTE_VIEW (self));
  g_return_if_fail (bytes != NULL && size <= g_bytes_get_size (bytes));

  clear (self);
  if (!self->is_hex)
    gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self), GTK_WRAP_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self), "byte-view");
  self->bytes = g_bytes_ref (bytes);
  self->size = size;
  self->offset = offset;
  self->whole_size = whole_size;

  if (self->is_hex)
    {
      if (gtk_widget_get_width (GTK_WIDGET (self)) > 0)
        self->n_columns = choose_columns (self);

      show_hex (self);
      return;
    }

  text = tin_byte_map_set_text (&self->map, bytes, size, offset, encoding);
  set_text (self, text);
}

/* What is no bytes; no more than a page either. */
void
tin_byte_view_show_text (TinByteView *self,
                         const char  *text)
{
  g_return_if_fail (TIN_IS_BYTE_VIEW (self));

  clear (self);
  if (!self->is_hex)
    gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self), GTK_WRAP_WORD_CHAR);
  set_text (self, text);
}

/* How wide it is with so many columns of hexadecimal, in pixels. */
int
tin_byte_view_measure_columns (TinByteView *self,
                               guint        n_columns)
{
  TinHexLayout lines;

  g_return_val_if_fail (TIN_IS_BYTE_VIEW (self), 0);

  tin_hex_layout_init (&lines, n_columns, self->offset, self->size, self->whole_size);

  return tin_text_width_measure (GTK_TEXT_VIEW (self), (guint) tin_hex_layout_get_line_size (&lines));
}

/* A caret alone is before @start, and @end is the same. */
void
tin_byte_view_get_selection (TinByteView *self,
                             gsize       *start,
                             gsize       *end)
{
  g_return_if_fail (TIN_IS_BYTE_VIEW (self));

  *start = self->selection.start;
  *end = self->selection.end;
}

/* Scrolls to the beginning of it. */
void
tin_byte_view_select (TinByteView *self,
                      gsize        start,
                      gsize        end)
{
  g_return_if_fail (TIN_IS_BYTE_VIEW (self));

  self->selection.start = MIN (start, self->size);
  self->selection.end = CLAMP (end, self->selection.start, self->size);
  self->selected = TRUE;
  place_caret (self);
  show_selection (self);

  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self), gtk_text_buffer_get_insert (get_buffer (self)));
}

void
tin_byte_view_mark (TinByteView   *self,
                    TinByteMark    mark,
                    const TinSpan *spans,
                    guint          n_spans)
{
  g_return_if_fail (TIN_IS_BYTE_VIEW (self));
  g_return_if_fail (mark < TIN_N_BYTE_MARKS);

  g_array_set_size (self->spans[mark], 0);
  if (n_spans > 0)
    g_array_append_vals (self->spans[mark], spans, n_spans);

  show_marks (self, mark);
}
