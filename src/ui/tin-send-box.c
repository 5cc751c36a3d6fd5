/* tin-send-box.c: what is typed, to whom it goes, and Send.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-send-box.h"

#include <glib/gi18n-lib.h>

#include "codec/tin-codec-error.h"
#include "ui/tin-recall.h"
#include "ui/tin-send-target.h"

/* The largest datagram over IPv4: 65535 less 20 bytes of IP header and 8 of UDP header. */
#define MAX_DATAGRAM_SIZE 65507 /* bytes */

struct _TinSendBox
{
  AdwBin         parent_instance;

  TinSession    *session;        /* (owned) (nullable) */
  TinHistory    *history;        /* (owned) (nullable) */
  GSettings     *settings;       /* (owned) (nullable) */
  gboolean       can_send;
  gboolean       composing;      /* an input method has unfinished text */

  TinSendTarget *target;
  GtkDropDown   *format_drop_down;
  GtkDropDown   *line_ending_drop_down;
  GtkLabel      *size_label;
  GtkTextView   *text_view;
  GtkTextBuffer *buffer;
  GtkWidget     *placeholder;
  GtkLabel      *problem_label;
};

G_DEFINE_FINAL_TYPE (TinSendBox, tin_send_box, ADW_TYPE_BIN)

typedef enum
{
  PROP_CAN_SEND = 1,
} TinSendBoxProperty;

static GParamSpec *properties[PROP_CAN_SEND + 1];

static gboolean
is_udp (TinSendBox *self)
{
  return tin_profile_get_transport (tin_session_get_profile (self->session)) == TIN_TRANSPORT_UDP;
}

static gboolean
is_client (TinSendBox *self)
{
  return tin_profile_get_role (tin_session_get_profile (self->session)) == TIN_ROLE_CLIENT;
}

static gint64
get_size (TinSendBox *self)
{
  gint64 size = -1;

  g_object_get (tin_session_get_composer (self->session), "size", &size, NULL);

  return size;
}

static void
show_problem (TinSendBox *self,
              const char *problem)
{
  gboolean invalid = problem != NULL;

  gtk_label_set_text (self->problem_label, invalid ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), invalid);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->text_view),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, invalid ? problem : "",
                                  -1);
}

static char *
dup_size_text (TinSendBox *self,
               gint64      size)
{
  g_autofree char *digits = NULL;

  if (size < 0)
    return g_strdup (_("Not valid yet"));

  digits = g_strdup_printf ("%" G_GINT64_FORMAT, size);

  if (is_udp (self))
    /* Translators: the size of a datagram and the most it may have, such as "12 of 65507 bytes". */
    return g_strdup_printf (_("%1$s of %2$d bytes"), digits, MAX_DATAGRAM_SIZE);

  /* Translators: %s is a number of bytes. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s byte", "%s bytes", (gulong) size), digits);
}

/* Hexadecimal says every byte: nothing is added to it. */
static void
update_line_ending (TinSendBox *self)
{
  TinFormat format = tin_composer_get_format (tin_session_get_composer (self->session));

  gtk_widget_set_sensitive (GTK_WIDGET (self->line_ending_drop_down), format != TIN_FORMAT_HEX);
}

static void
update_size (TinSendBox *self)
{
  gint64 size = get_size (self);
  gboolean empty = *tin_composer_get_text (tin_session_get_composer (self->session)) == '\0';
  g_autofree char *text = dup_size_text (self, size);

  gtk_label_set_text (self->size_label, empty ? "" : text);

  if (is_udp (self) && size > MAX_DATAGRAM_SIZE)
    gtk_widget_add_css_class (GTK_WIDGET (self->size_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->size_label), "error");
}

/* What stands against sending now, or NULL. */
static const char *
get_obstacle (TinSendBox *self)
{
  TinPeer *target = tin_send_target_get_peer (self->target);
  gboolean can_send = FALSE;

  g_object_get (self->session, "can-send", &can_send, NULL);

  if (target != NULL && !tin_peer_is_open (target))
    return _("This connection is closed. Choose another one to send to.");

  if (can_send)
    return get_size (self) == 0 && !is_udp (self) ? _("There is nothing to send yet.") : NULL;

  if (tin_session_get_state (self->session) != TIN_SESSION_OPEN)
    return is_client (self) ? _("Not connected. Press F5 to connect.") : _("Not started. Press F5 to start.");

  return _("Nobody is connected yet.");
}

static void
update_can_send (TinSendBox *self)
{
  gboolean can_send = self->session != NULL && get_obstacle (self) == NULL;

  if (self->can_send == can_send)
    return;

  self->can_send = can_send;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_SEND]);
}

static void
composer_notify_size_cb (TinSendBox *self)
{
  update_size (self);
  update_can_send (self);
}

static void
profile_notify_cb (TinSendBox *self)
{
  tin_send_target_set_one_peer (self->target, is_client (self));
  update_size (self);
  update_can_send (self);
}

static void
buffer_changed_cb (TinSendBox *self)
{
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->buffer) == 0 && !self->composing);
  show_problem (self, NULL);
}

static void
text_view_preedit_changed_cb (TinSendBox *self,
                              const char *preedit)
{
  self->composing = preedit != NULL && *preedit != '\0';
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->buffer) == 0 && !self->composing);
}

static void
put_caret_at_problem (TinSendBox   *self,
                      const GError *error)
{
  GtkTextIter at;
  int offset = -1;

  g_object_get (tin_session_get_composer (self->session), "problem-offset", &offset, NULL);

  if (offset < 0)
    return;

  /* What is missing is missing behind the last character: it can be typed at once. */
  if (g_error_matches (error, TIN_CODEC_ERROR, TIN_CODEC_ERROR_TRUNCATED))
    gtk_text_buffer_get_end_iter (self->buffer, &at);
  else
    gtk_text_buffer_get_iter_at_offset (self->buffer, &at, offset);
  gtk_text_buffer_place_cursor (self->buffer, &at);
  gtk_text_view_scroll_mark_onscreen (self->text_view, gtk_text_buffer_get_insert (self->buffer));
}

/* Leaves the box ready for the next message: empty, or with the text selected so that typing replaces it. */
static void
finish_message (TinSendBox *self)
{
  TinComposer *composer = tin_session_get_composer (self->session);
  GtkTextIter start, end;

  tin_history_add (self->history, tin_composer_get_text (composer), tin_composer_get_format (composer));
  tin_history_rewind (self->history);

  if (!g_settings_get_boolean (self->settings, "keep-sent-text"))
    {
      tin_composer_set_text (composer, "");
      return;
    }

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_select_range (self->buffer, &end, &start);
}

static gboolean
key_pressed_cb (TinSendBox      *self,
                guint            key,
                guint            code,
                GdkModifierType  modifiers)
{
  gboolean plain = (modifiers & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0;
  TinComposer *composer;

  if (self->composing || self->session == NULL)
    return GDK_EVENT_PROPAGATE;

  composer = tin_session_get_composer (self->session);

  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      if ((modifiers & GDK_SHIFT_MASK) != 0)
        return GDK_EVENT_PROPAGATE;

      tin_send_box_send (self);
      return GDK_EVENT_STOP;

    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return plain ? tin_recall_older (self->history, composer, self->text_view) : GDK_EVENT_PROPAGATE;

    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return plain ? tin_recall_newer (self->history, composer, self->text_view) : GDK_EVENT_PROPAGATE;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
tin_send_box_dispose (GObject *object)
{
  TinSendBox *self = TIN_SEND_BOX (object);

  g_clear_object (&self->session);
  g_clear_object (&self->history);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tin_send_box_parent_class)->dispose (object);
}

static void
tin_send_box_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  TinSendBox *self = TIN_SEND_BOX (object);

  switch ((TinSendBoxProperty) id)
    {
    case PROP_CAN_SEND:
      g_value_set_boolean (value, self->can_send);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_send_box_class_init (TinSendBoxClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_send_box_dispose;
  object_class->get_property = tin_send_box_get_property;

  properties[PROP_CAN_SEND] = g_param_spec_boolean ("can-send", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TIN_TYPE_SEND_TARGET);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-send-box.ui");

  gtk_widget_class_bind_template_child (widget_class, TinSendBox, target);
  gtk_widget_class_bind_template_child (widget_class, TinSendBox, format_drop_down);
  gtk_widget_class_bind_template_child (widget_class, TinSendBox, line_ending_drop_down);
  gtk_widget_class_bind_template_child (widget_class, TinSendBox, size_label);
  gtk_widget_class_bind_template_child (widget_class, TinSendBox, text_view);
  gtk_widget_class_bind_template_child (widget_class, TinSendBox, buffer);
  gtk_widget_class_bind_template_child (widget_class, TinSendBox, placeholder);
  gtk_widget_class_bind_template_child (widget_class, TinSendBox, problem_label);

  gtk_widget_class_bind_template_callback (widget_class, update_can_send);
  gtk_widget_class_bind_template_callback (widget_class, buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_view_preedit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
tin_send_box_init (TinSendBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once. The settings' key keep-sent-text says what happens to the text after it was sent. */
void
tin_send_box_set_session (TinSendBox *self,
                          TinSession *session,
                          TinHistory *history,
                          GSettings  *settings)
{
  GBindingFlags both_ways = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;
  TinComposer *composer;

  g_return_if_fail (TIN_IS_SEND_BOX (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->history = g_object_ref (history);
  self->settings = g_object_ref (settings);

  tin_send_target_set_peers (self->target, tin_session_get_peers (session));

  composer = tin_session_get_composer (session);
  g_object_bind_property (composer, "text", self->buffer, "text", both_ways);
  g_object_bind_property (composer, "format", self->format_drop_down, "selected", both_ways);
  g_object_bind_property (composer, "line-ending", self->line_ending_drop_down, "selected", both_ways);
  g_signal_connect_object (composer, "notify::format", G_CALLBACK (update_line_ending), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (composer, "notify::size", G_CALLBACK (composer_notify_size_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (composer, "notify::text", G_CALLBACK (composer_notify_size_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect_object (session, "notify::can-send", G_CALLBACK (update_can_send), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (update_can_send), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tin_session_get_profile (session), "notify",
                           G_CALLBACK (profile_notify_cb), self, G_CONNECT_SWAPPED);

  profile_notify_cb (self);
  update_line_ending (self);
}

/* Aims at one connection, or with NULL at all of them. */
void
tin_send_box_set_peer (TinSendBox *self,
                       TinPeer    *peer)
{
  g_return_if_fail (TIN_IS_SEND_BOX (self));
  g_return_if_fail (peer == NULL || TIN_IS_PEER (peer));

  tin_send_target_set_selected (self->target, peer);
  show_problem (self, NULL);
}

gboolean
tin_send_box_get_can_send (TinSendBox *self)
{
  g_return_val_if_fail (TIN_IS_SEND_BOX (self), FALSE);

  return self->can_send;
}

/* Returns: the number of the one connection that is sent to, or 0 where there is none or more than one */
guint32
tin_send_box_get_receiver (TinSendBox *self)
{
  g_return_val_if_fail (TIN_IS_SEND_BOX (self), 0);

  return tin_send_target_get_receiver (self->target);
}

/* Sends what is typed. What could not be sent stays, with the reason under it and the caret where it is wrong. */
gboolean
tin_send_box_send (TinSendBox *self)
{
  TinPeer *target;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const char *obstacle;

  g_return_val_if_fail (TIN_IS_SEND_BOX (self), FALSE);
  g_return_val_if_fail (self->session != NULL, FALSE);

  target = tin_send_target_get_peer (self->target);
  obstacle = get_obstacle (self);

  if (obstacle != NULL)
    {
      show_problem (self, obstacle);
      return FALSE;
    }

  bytes = tin_composer_get_bytes (tin_session_get_composer (self->session), &error);

  if (bytes == NULL)
    {
      show_problem (self, error->message);
      put_caret_at_problem (self, error);
      return FALSE;
    }

  if (!tin_session_send (self->session, target != NULL ? tin_peer_get_connection (target) : 0, bytes, &error))
    {
      show_problem (self, error->message);
      return FALSE;
    }

  show_problem (self, NULL);
  finish_message (self);

  return TRUE;
}

void
tin_send_box_focus (TinSendBox *self)
{
  g_return_if_fail (TIN_IS_SEND_BOX (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}
