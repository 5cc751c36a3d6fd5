/* tin-payload-view.c: one page of bytes as text and as hexadecimal, side by side.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-payload-view.h"

#include "ui/tin-payload-box.h"

struct _TinPayloadView
{
  AdwBin       parent_instance;

  GtkLabel    *problem_label;
  GtkWidget   *views_box;
  GtkWidget   *text_scroller;
  TinByteView *text_view;
  GtkWidget   *hex_scroller;
  TinByteView *hex_view;
};

G_DEFINE_FINAL_TYPE (TinPayloadView, tin_payload_view, ADW_TYPE_BIN)

enum
{
  SELECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
shows_text (TinPayloadView *self)
{
  return gtk_widget_get_visible (self->text_scroller);
}

static gboolean
shows_hex (TinPayloadView *self)
{
  return gtk_widget_get_visible (self->hex_scroller);
}

static TinByteView *
get_first_view (TinPayloadView *self)
{
  return shows_text (self) ? self->text_view : self->hex_view;
}

static void
view_selected_cb (TinPayloadView *self,
                  TinByteView    *view)
{
  TinByteView *other = view == self->text_view ? self->hex_view : self->text_view;
  gsize start, end;

  if (shows_text (self) && shows_hex (self))
    {
      tin_byte_view_get_selection (view, &start, &end);
      tin_byte_view_select (other, start, end);
    }

  g_signal_emit (self, signals[SELECTED], 0);
}

static void
tin_payload_view_class_init (TinPayloadViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  signals[SELECTED] = g_signal_new ("selected", TIN_TYPE_PAYLOAD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);

  g_type_ensure (TIN_TYPE_BYTE_VIEW);
  g_type_ensure (TIN_TYPE_PAYLOAD_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-payload-view.ui");

  gtk_widget_class_bind_template_child (widget_class, TinPayloadView, problem_label);
  gtk_widget_class_bind_template_child (widget_class, TinPayloadView, views_box);
  gtk_widget_class_bind_template_child (widget_class, TinPayloadView, text_scroller);
  gtk_widget_class_bind_template_child (widget_class, TinPayloadView, text_view);
  gtk_widget_class_bind_template_child (widget_class, TinPayloadView, hex_scroller);
  gtk_widget_class_bind_template_child (widget_class, TinPayloadView, hex_view);

  gtk_widget_class_bind_template_callback (widget_class, view_selected_cb);
}

static void
tin_payload_view_init (TinPayloadView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What it was showing in one that was hidden has to be shown again. */
void
tin_payload_view_set_forms (TinPayloadView *self,
                            gboolean        text,
                            gboolean        hex)
{
  g_return_if_fail (TIN_IS_PAYLOAD_VIEW (self));
  g_return_if_fail (text || hex);

  gtk_widget_set_visible (self->text_scroller, text);
  gtk_widget_set_visible (self->hex_scroller, hex);
}

static void
set_problem (TinPayloadView *self,
             const char     *problem)
{
  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  gtk_widget_set_visible (self->views_box, problem == NULL);
}

/* As tin_byte_view_show_bytes(). */
void
tin_payload_view_show_page (TinPayloadView *self,
                            GBytes         *bytes,
                            gsize           size,
                            guint64         offset,
                            guint64         whole_size,
                            const char     *encoding)
{
  g_return_if_fail (TIN_IS_PAYLOAD_VIEW (self));

  set_problem (self, NULL);

  if (shows_text (self))
    tin_byte_view_show_bytes (self->text_view, bytes, size, offset, whole_size, encoding);

  if (shows_hex (self))
    tin_byte_view_show_bytes (self->hex_view, bytes, size, offset, whole_size, encoding);
}

/* What is no bytes: safe text, or "" for nothing at all. */
void
tin_payload_view_show_text (TinPayloadView *self,
                            const char     *text)
{
  g_return_if_fail (TIN_IS_PAYLOAD_VIEW (self));

  set_problem (self, NULL);
  tin_byte_view_show_text (self->text_view, text);
  tin_byte_view_show_text (self->hex_view, "");
}

/* Why there is nothing to show. */
void
tin_payload_view_show_problem (TinPayloadView *self,
                               const char     *problem)
{
  g_return_if_fail (TIN_IS_PAYLOAD_VIEW (self));

  tin_payload_view_show_text (self, "");
  set_problem (self, problem);
}

/* @spans: (element-type TinSpan) */
void
tin_payload_view_mark (TinPayloadView *self,
                       TinByteMark     mark,
                       GArray         *spans)
{
  const TinSpan *data = (const TinSpan *) (gpointer) spans->data;

  g_return_if_fail (TIN_IS_PAYLOAD_VIEW (self));

  if (shows_text (self))
    tin_byte_view_mark (self->text_view, mark, data, spans->len);

  if (shows_hex (self))
    tin_byte_view_mark (self->hex_view, mark, data, spans->len);
}

/* A caret alone is before @start, and @end is the same. */
void
tin_payload_view_get_selection (TinPayloadView *self,
                                gsize          *start,
                                gsize          *end)
{
  g_return_if_fail (TIN_IS_PAYLOAD_VIEW (self));

  tin_byte_view_get_selection (get_first_view (self), start, end);
}

void
tin_payload_view_select (TinPayloadView *self,
                         gsize           start,
                         gsize           end)
{
  g_return_if_fail (TIN_IS_PAYLOAD_VIEW (self));

  if (shows_text (self))
    tin_byte_view_select (self->text_view, start, end);

  if (shows_hex (self))
    tin_byte_view_select (self->hex_view, start, end);
}

/* The one that the user sees, or of two the first. */
void
tin_payload_view_focus (TinPayloadView *self)
{
  g_return_if_fail (TIN_IS_PAYLOAD_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (get_first_view (self)));
}
