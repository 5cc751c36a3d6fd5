/* tin-detail-pane.c: all of one message: text, hexadecimal, and what is known about it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-detail-pane.h"

#include <glib/gi18n-lib.h>

#include "codec/tin-hexdump.h"
#include "codec/tin-text.h"
#include "ui/tin-payload-text.h"
#include "ui/tin-time-format.h"

#define MAX_CONTINUATION_BYTES 3 /* of a UTF-8 character, RFC 3629 section 3 */

/* A tag: where a line wraps, a hyphen would look like one of the bytes. */
#define NO_HYPHENS "no-hyphens"

struct _TinDetailPane
{
  AdwBin         parent_instance;

  TinMessage    *message;   /* (owned) (nullable) */
  GBytes        *payload;   /* (owned) (nullable) */
  char          *encoding;  /* (owned) */
  gsize          offset;    /* of the page that is shown, bytes */
  TinDetailView  view;

  GtkLabel      *summary_label;
  GtkWidget     *page_box;
  GtkLabel      *range_label;
  GtkWidget     *previous_button;
  GtkWidget     *next_button;
  GtkWidget     *content_box;
  GtkWidget     *text_scroller;
  GtkTextView   *text_view;
  GtkWidget     *hex_scroller;
  GtkTextView   *hex_view;
};

G_DEFINE_FINAL_TYPE (TinDetailPane, tin_detail_pane, ADW_TYPE_BIN)

typedef enum
{
  PROP_MESSAGE = 1,
  PROP_ENCODING,
  PROP_VIEW,
} TinDetailPaneProperty;

static GParamSpec *properties[PROP_VIEW + 1];

static gsize
get_page_end (TinDetailPane *self)
{
  return MIN (self->offset + TIN_DETAIL_PAGE_SIZE, g_bytes_get_size (self->payload));
}

/* A UTF-8 character that a page border cuts belongs to the page where it begins. */
static gsize
move_to_character (TinDetailPane *self,
                   gsize          offset)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (self->payload, &size);

  if (offset == 0 || !tin_text_is_utf8 (self->encoding))
    return offset;

  for (int i = 0; i < MAX_CONTINUATION_BYTES && offset < size && (data[offset] & 0xC0) == 0x80; i++)
    offset++;

  return offset;
}

static char *
dup_page_text (TinDetailPane *self)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (self->payload, &size);
  gsize start = move_to_character (self, self->offset);
  gsize end = move_to_character (self, get_page_end (self));

  if (size == 0 && self->message != NULL && tin_message_get_event (self->message) != TIN_EVENT_DATA)
    return g_strdup (tin_message_get_text (self->message));

  return tin_payload_text (data + start, end - start, self->encoding);
}

static char *
dup_page_hex (TinDetailPane *self)
{
  const guint8 *data = g_bytes_get_data (self->payload, NULL);

  return tin_hexdump (data + self->offset, get_page_end (self) - self->offset, self->offset);
}

static void
show_text (GtkTextView *view,
           const char  *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;

  /* Anything else would be dropped without a word. */
  g_return_if_fail (g_utf8_validate (text, -1, NULL));

  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_apply_tag_by_name (buffer, NO_HYPHENS, &start, &end);
  gtk_text_buffer_place_cursor (buffer, &start);
}

static void
update_range (TinDetailPane *self)
{
  gsize size = self->payload != NULL ? g_bytes_get_size (self->payload) : 0;
  gboolean paged = size > TIN_DETAIL_PAGE_SIZE;
  g_autofree char *range = NULL;

  gtk_widget_set_visible (self->page_box, paged);

  if (!paged)
    return;

  /* Translators: which part of a large message is shown, counted from 1, such as "1–16384 of 65495 bytes". */
  range = g_strdup_printf (_("%1$zu–%2$zu of %3$zu bytes"), self->offset + 1, get_page_end (self), size);
  gtk_label_set_text (self->range_label, range);
  gtk_widget_set_sensitive (self->previous_button, self->offset > 0);
  gtk_widget_set_sensitive (self->next_button, get_page_end (self) < size);
}

static void
update_page (TinDetailPane *self)
{
  g_autofree char *text = NULL;
  g_autofree char *hex = NULL;

  if (self->payload != NULL && self->view != TIN_DETAIL_HEX)
    text = dup_page_text (self);

  if (self->payload != NULL && self->view != TIN_DETAIL_TEXT)
    hex = dup_page_hex (self);

  show_text (self->text_view, text != NULL ? text : "");
  show_text (self->hex_view, hex != NULL ? hex : "");
  update_range (self);
}

static char *
dup_amount (TinMessage *message)
{
  guint32 size = tin_message_get_size (message);

  if (tin_message_get_direction (message) == TIN_DIRECTION_OUT)
    /* Translators: %u is a number of bytes. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Sent %u byte", "Sent %u bytes", size), size);

  /* Translators: %u is a number of bytes. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Received %u byte", "Received %u bytes", size), size);
}

static void
append_part (GString    *out,
             const char *part)
{
  if (part == NULL || *part == '\0')
    return;

  if (out->len > 0)
    g_string_append (out, " · ");

  g_string_append (out, part);
}

static char *
dup_route (TinMessage *message)
{
  const char *peer = tin_message_get_peer (message);
  const char *local = tin_message_get_local (message);

  if (*peer == '\0' || *local == '\0')
    return g_strdup (*peer != '\0' ? peer : local);

  if (tin_message_get_direction (message) == TIN_DIRECTION_OUT)
    return g_strdup_printf ("%s → %s", local, peer);

  return g_strdup_printf ("%s → %s", peer, local);
}

static char *
dup_summary (TinMessage *message)
{
  GString *out = g_string_new (NULL);
  g_autofree char *amount = NULL;
  g_autofree char *route = dup_route (message);
  char time[TIN_TIME_STRING_SIZE];

  if (tin_message_get_event (message) == TIN_EVENT_DATA)
    {
      amount = dup_amount (message);
      append_part (out, amount);
    }
  else
    {
      append_part (out, tin_message_get_event_label (message));
    }

  append_part (out, tin_time_format (TIN_TIME_OF_DAY, TIN_TIME_MAX_DECIMALS,
                                     tin_message_get_time_ns (message), 0, time));
  append_part (out, route);

  if (tin_message_get_event (message) == TIN_EVENT_DATA)
    append_part (out, tin_message_get_reason (message));

  return g_string_free (out, FALSE);
}

static void
update_summary (TinDetailPane *self,
                const GError  *error)
{
  g_autofree char *summary = NULL;

  if (self->message == NULL)
    summary = g_strdup (_("Select a message to see all of it."));
  else if (error != NULL)
    summary = g_strdup (error->message);
  else
    summary = dup_summary (self->message);

  gtk_label_set_text (self->summary_label, summary);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->summary_label), self->message != NULL ? summary : NULL);
}

static void
turn_page (TinDetailPane *self,
           gsize          offset)
{
  self->offset = offset;
  update_page (self);
}

static void
previous_button_clicked_cb (TinDetailPane *self)
{
  turn_page (self, self->offset - MIN (self->offset, TIN_DETAIL_PAGE_SIZE));
}

static void
next_button_clicked_cb (TinDetailPane *self)
{
  turn_page (self, get_page_end (self));
}

static void
tin_detail_pane_finalize (GObject *object)
{
  TinDetailPane *self = TIN_DETAIL_PANE (object);

  g_clear_object (&self->message);
  g_clear_pointer (&self->payload, g_bytes_unref);
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

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_detail_pane_class_init (TinDetailPaneClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = tin_detail_pane_finalize;
  object_class->get_property = tin_detail_pane_get_property;
  object_class->set_property = tin_detail_pane_set_property;

  properties[PROP_MESSAGE] = g_param_spec_object ("message", NULL, NULL, TIN_TYPE_MESSAGE, flags);
  properties[PROP_ENCODING] = g_param_spec_string ("encoding", NULL, NULL, "UTF-8", flags);
  properties[PROP_VIEW] = g_param_spec_uint ("view", NULL, NULL, 0, TIN_N_DETAIL_VIEWS - 1, TIN_DETAIL_TEXT, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-detail-pane.ui");

  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, summary_label);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, page_box);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, range_label);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, previous_button);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, next_button);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, content_box);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, text_scroller);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, text_view);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, hex_scroller);
  gtk_widget_class_bind_template_child (widget_class, TinDetailPane, hex_view);

  gtk_widget_class_bind_template_callback (widget_class, previous_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_button_clicked_cb);
}

static void
tin_detail_pane_init (TinDetailPane *self)
{
  self->encoding = g_strdup ("UTF-8");

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_text_buffer_create_tag (gtk_text_view_get_buffer (self->text_view), NO_HYPHENS, "insert-hyphens", FALSE, NULL);
  gtk_text_buffer_create_tag (gtk_text_view_get_buffer (self->hex_view), NO_HYPHENS, "insert-hyphens", FALSE, NULL);
}

/* Returns: (transfer none) (nullable): what is shown */
TinMessage *
tin_detail_pane_get_message (TinDetailPane *self)
{
  g_return_val_if_fail (TIN_IS_DETAIL_PANE (self), NULL);

  return self->message;
}

/* Loads the whole payload, which the capture bounds, and shows its first page. */
void
tin_detail_pane_set_message (TinDetailPane *self,
                             TinMessage    *message)
{
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (TIN_IS_DETAIL_PANE (self));
  g_return_if_fail (message == NULL || TIN_IS_MESSAGE (message));

  if (!g_set_object (&self->message, message))
    return;

  if (message != NULL)
    payload = tin_message_load_payload (message, &error);

  update_summary (self, error);
  tin_detail_pane_set_payload (self, payload);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

/* The bytes to show, where they do not come from the message itself. With neither, only the bar is left. */
void
tin_detail_pane_set_payload (TinDetailPane *self,
                             GBytes        *payload)
{
  g_return_if_fail (TIN_IS_DETAIL_PANE (self));

  g_clear_pointer (&self->payload, g_bytes_unref);
  self->payload = payload != NULL ? g_bytes_ref (payload) : NULL;

  gtk_widget_set_visible (self->content_box, self->message != NULL || payload != NULL);
  turn_page (self, 0);
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

  update_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENCODING]);
}

void
tin_detail_pane_set_view (TinDetailPane *self,
                          TinDetailView  view)
{
  g_return_if_fail (TIN_IS_DETAIL_PANE (self));
  g_return_if_fail (view < TIN_N_DETAIL_VIEWS);

  if (self->view == view)
    return;

  self->view = view;

  gtk_widget_set_visible (self->text_scroller, view != TIN_DETAIL_HEX);
  gtk_widget_set_visible (self->hex_scroller, view != TIN_DETAIL_TEXT);
  update_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW]);
}

/* Returns: (nullable): all of the payload in the form that is shown; as text where both are */
char *
tin_detail_pane_dup_shown (TinDetailPane *self)
{
  gsize size;
  const guint8 *data;

  g_return_val_if_fail (TIN_IS_DETAIL_PANE (self), NULL);

  if (self->payload == NULL)
    return NULL;

  data = g_bytes_get_data (self->payload, &size);

  if (self->view == TIN_DETAIL_HEX)
    return tin_hexdump (data, size, 0);

  return size > 0 ? tin_payload_text (data, size, self->encoding) : dup_page_text (self);
}

void
tin_detail_pane_focus (TinDetailPane *self)
{
  g_return_if_fail (TIN_IS_DETAIL_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view == TIN_DETAIL_HEX ? self->hex_view : self->text_view));
}
