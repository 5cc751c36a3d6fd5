/* tin-detail-pane.c: all of one message: text, hexadecimal, and what is known about it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-detail-pane-private.h"

#include <glib/gi18n-lib.h>

#include "ui/tin-detail-formatted.h"
#include "ui/tin-detail-summary.h"

G_DEFINE_FINAL_TYPE (TinDetailPane, tin_detail_pane, ADW_TYPE_BIN)

typedef enum
{
  PROP_MESSAGE = 1,
  PROP_ENCODING,
  PROP_VIEW,
  PROP_SHOW_INSPECTOR,
} TinDetailPaneProperty;

static GParamSpec *properties[PROP_SHOW_INSPECTOR + 1];

static void
update_summary (TinDetailPane *self)
{
  g_autofree char *summary = NULL;

  if (self->message != NULL)
    summary = tin_detail_summary (self->message);

  gtk_label_set_text (self->summary_label, summary != NULL ? summary : _("Select a message to see all of it."));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->summary_label), summary);
}

/* When what is shown is another thing. */
static void
update_shown (TinDetailPane *self)
{
  const char *problem = NULL;

  g_clear_pointer (&self->formatted, tin_payload_unref);
  self->offset = 0;

  tin_payload_view_set_forms (self->views, self->view != TIN_DETAIL_HEX || tin_detail_pane_shows_event (self),
                              (self->view == TIN_DETAIL_HEX || self->view == TIN_DETAIL_BOTH) && !tin_detail_pane_shows_event (self));

  if (self->view == TIN_DETAIL_FORMATTED && self->payload != NULL && !tin_detail_pane_shows_event (self))
    self->formatted = tin_detail_formatted (self->payload, self->encoding, &problem);

  if (problem != NULL)
    tin_payload_view_show_problem (self->views, problem);
  else
    tin_payload_view_show_text (self->views, "");

  tin_detail_find_set_payload (self->find, tin_detail_pane_get_shown (self), tin_detail_pane_get_shown_encoding (self));
  tin_detail_pane_update_page (self);
}

static void
pager_go_cb (TinDetailPane *self,
             guint64        offset)
{
  tin_detail_pane_select (self, offset, offset);
  tin_detail_pane_focus (self);
}

static void
find_reached_cb (TinDetailPane *self,
                 guint64        start,
                 guint64        end)
{
  tin_detail_pane_select (self, start, end);
}

static void
content_box_notify_max_position_cb (TinDetailPane *self)
{
  tin_inspector_set_room (self->inspector, gtk_widget_get_width (self->content_box));
}

static void
set_show_inspector (TinDetailPane *self,
                    gboolean       show)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->inspector)) == show)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->inspector), show);
  tin_detail_pane_update_inspector (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_INSPECTOR]);
}

static void
tin_detail_pane_finalize (GObject *object)
{
  TinDetailPane *self = TIN_DETAIL_PANE (object);

  g_clear_object (&self->message);
  g_clear_pointer (&self->payload, tin_payload_unref);
  g_clear_pointer (&self->formatted, tin_payload_unref);
  g_clear_pointer (&self->query, tin_query_unref);
  g_free (self->encoding);

  G_OBJECT_CLASS (tin_detail_pane_parent_class)->finalize (object);
}

static void
tin_detail_pane_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  TinDetailPane *self = TIN_DETAIL_PANE (object);

  switch ((TinDetailPaneProperty) id)
    {
    case PROP_MESSAGE:
      g_value_set_object (value, self->message);
      break;

    case PROP_ENCODING:
      g_value_set_string (value, self->encoding);
      break;

    case PROP_VIEW:
      g_value_set_uint (value, self->view);
      break;

    case PROP_SHOW_INSPECTOR:
      g_value_set_boolean (value, gtk_widget_get_visible (GTK_WIDGET (self->inspector)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_detail_pane_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  TinDetailPane *self = TIN_DETAIL_PANE (object);

  switch ((TinDetailPaneProperty) id)
    {
    case PROP_MESSAGE:
      tin_detail_pane_set_message (self, g_value_get_object (value));
      break;

    case PROP_ENCODING:
      tin_detail_pane_set_encoding (self, g_value_get_string (value));
      break;

    case PROP_VIEW:
      tin_detail_pane_set_view (self, g_value_get_uint (value));
      break;

    case PROP_SHOW_INSPECTOR:
      set_show_inspector (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_MESSAGE] = g_param_spec_object ("message", NULL, NULL, TIN_TYPE_MESSAGE, flags);
  properties[PROP_ENCODING] = g_param_spec_string ("encoding", NULL, NULL, "UTF-8", flags);
  properties[PROP_VIEW] = g_param_spec_uint ("view", NULL, NULL, 0, TIN_N_DETAIL_VIEWS - 1, TIN_DETAIL_TEXT, flags);
  properties[PROP_SHOW_INSPECTOR] = g_param_spec_boolean ("show-inspector", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, summary_label);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, pager);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, note_box);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, note_label);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, find);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, content_box);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, views);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, inspector);

  gtk_widget_class_bind_template_callback (widget_class, tin_detail_pane_turn_page);
  gtk_widget_class_bind_template_callback (widget_class, pager_go_cb);
  gtk_widget_class_bind_template_callback (widget_class, tin_detail_pane_update_inspector);
  gtk_widget_class_bind_template_callback (widget_class, find_reached_cb);
  gtk_widget_class_bind_template_callback (widget_class, content_box_notify_max_position_cb);
  gtk_widget_class_bind_template_callback (widget_class, tin_detail_pane_mark_hits);
  gtk_widget_class_bind_template_callback (widget_class, tin_detail_pane_focus);
}

static void
tin_detail_pane_class_init (TinDetailPaneClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->finalize = tin_detail_pane_finalize;
  object_class->get_property = tin_detail_pane_get_property;
  object_class->set_property = tin_detail_pane_set_property;

  install_properties (object_class);

  g_type_ensure (TIN_TYPE_DETAIL_FIND);
  g_type_ensure (TIN_TYPE_DETAIL_PAGER);
  g_type_ensure (TIN_TYPE_INSPECTOR);
  g_type_ensure (TIN_TYPE_PAYLOAD_VIEW);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-detail-pane.ui");
  bind_template (widget_class);
}

static void
tin_detail_pane_init (TinDetailPane *self)
{
  self->encoding = g_strdup ("UTF-8");

  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (transfer none) (nullable): what is shown */
TinMessage *
tin_detail_pane_get_message (TinDetailPane *self)
{
  g_return_val_if_fail (TIN_IS_DETAIL_PANE (self), NULL);

  return self->message;
}

static void
take_payload (TinDetailPane *self,
              TinPayload    *payload)
{
  g_clear_pointer (&self->payload, tin_payload_unref);
  self->payload = payload;

  gtk_widget_set_visible (self->content_box, self->message != NULL || payload != NULL);
  update_shown (self);
}

/* Shows its first page. No more of it is read. */
void
tin_detail_pane_set_message (TinDetailPane *self,
                             TinMessage    *message)
{
  g_return_if_fail (TIN_IS_DETAIL_PANE (self));
  g_return_if_fail (message == NULL || TIN_IS_MESSAGE (message));

  if (!g_set_object (&self->message, message))
    return;

  update_summary (self);
  take_payload (self, message != NULL ? tin_payload_new (message) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

/* What somebody wrote on the message; NULL or empty for nothing. */
void
tin_detail_pane_set_note (TinDetailPane *self,
                          const char    *note)
{
  const gboolean any = note != NULL && *note != '\0';
  gboolean has_focus;

  g_return_if_fail (TIN_IS_DETAIL_PANE (self));

  has_focus = gtk_widget_get_focus_child (self->note_box) != NULL;
  gtk_label_set_text (self->note_label, any ? note : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->note_label), any ? note : NULL);
  gtk_widget_set_visible (self->note_box, any);

  if (has_focus && !any)
    tin_detail_pane_focus (self);
}

/* Returns: (transfer none) (nullable): the bytes of what is shown, whatever they are shown as */
TinPayload *
tin_detail_pane_get_payload (TinDetailPane *self)
{
  g_return_val_if_fail (TIN_IS_DETAIL_PANE (self), NULL);

  return self->payload;
}

/* The bytes to show, where they do not come from the message itself. With neither, only the bar is left. */
void
tin_detail_pane_set_payload (TinDetailPane *self,
                             GBytes        *payload)
{
  g_return_if_fail (TIN_IS_DETAIL_PANE (self));

  take_payload (self, payload != NULL ? tin_payload_new_bytes (payload) : NULL);
}

const char *
tin_detail_pane_get_encoding (TinDetailPane *self)
{
  g_return_val_if_fail (TIN_IS_DETAIL_PANE (self), NULL);

  return self->encoding;
}

void
tin_detail_pane_set_encoding (TinDetailPane *self,
                              const char    *encoding)
{
  g_return_if_fail (TIN_IS_DETAIL_PANE (self));

  if (encoding == NULL || g_str_equal (self->encoding, encoding))
    return;

  g_free (self->encoding);
  self->encoding = g_strdup (encoding);

  update_shown (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENCODING]);
}

/* Between the views of the bytes, page and selection stay. */
void
tin_detail_pane_set_view (TinDetailPane *self,
                          TinDetailView  view)
{
  const gboolean formatted = view == TIN_DETAIL_FORMATTED || self->view == TIN_DETAIL_FORMATTED;
  const gboolean has_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->views)) != NULL;
  guint64 offset = self->offset;
  guint64 start, end;

  g_return_if_fail (TIN_IS_DETAIL_PANE (self));
  g_return_if_fail (view < TIN_N_DETAIL_VIEWS);

  if (self->view == view)
    return;

  tin_detail_pane_get_selection (self, &start, &end);
  self->view = view;
  update_shown (self);

  if (!formatted && offset > 0)
    tin_detail_pane_turn_page (self, offset);

  if (!formatted && end > start)
    tin_detail_pane_select (self, start, end);

  if (has_focus)
    tin_detail_pane_focus (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW]);
}

/* Returns: (nullable): all of the payload in the form that is shown, as text where both are; NULL if there is none, or
 * more than TIN_DETAIL_MAX_COPY */
char *
tin_detail_pane_dup_shown (TinDetailPane *self)
{
  TinPayload *shown;

  g_return_val_if_fail (TIN_IS_DETAIL_PANE (self), NULL);

  shown = tin_detail_pane_get_shown (self);

  if (tin_detail_pane_shows_event (self))
    return g_strdup (tin_message_get_text (self->message));

  if (shown == NULL || tin_payload_get_size (shown) > TIN_DETAIL_MAX_COPY)
    return NULL;

  return tin_detail_copy (shown, self->view == TIN_DETAIL_HEX, tin_detail_pane_get_shown_encoding (self));
}

/* Opens the search. */
void
tin_detail_pane_find (TinDetailPane *self)
{
  g_return_if_fail (TIN_IS_DETAIL_PANE (self));

  tin_detail_find_open (self->find);
}

void
tin_detail_pane_focus (TinDetailPane *self)
{
  g_return_if_fail (TIN_IS_DETAIL_PANE (self));

  tin_payload_view_focus (self->views);
}

/* What the log is searched for, which stands out here too; %NULL for nothing. */
void
tin_detail_pane_set_query (TinDetailPane *self,
                           TinQuery      *query)
{
  g_return_if_fail (TIN_IS_DETAIL_PANE (self));

  g_clear_pointer (&self->query, tin_query_unref);
  self->query = query != NULL ? tin_query_ref (query) : NULL;

  if (self->payload != NULL && !tin_detail_pane_shows_event (self))
    tin_detail_pane_mark_hits (self);
}
