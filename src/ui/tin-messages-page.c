/* tin-messages-page.c: preferences: text, line endings, and where messages end.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-messages-page.h"

#include "codec/tin-text.h"
#include "ui/tin-field.h"
#include "ui/tin-framing-editor.h"

struct _TinMessagesPage
{
  AdwPreferencesPage   parent_instance;

  TinProfile          *profile;   /* (owned) (nullable) */

  GBindingGroup       *lock;        /* (owned) (nullable) ends with the page, which groups may outlive */
  AdwPreferencesGroup *locked_group;
  AdwPreferencesGroup *text_group;
  AdwComboRow         *encoding;
  GtkStringList       *encodings;
  AdwActionRow        *encoding_hint;
  AdwComboRow         *line_ending;
  TinFramingEditor    *framing_in;
  TinFramingEditor    *framing_out;
  GtkSwitch           *keep_sent_text;
};

G_DEFINE_FINAL_TYPE (TinMessagesPage, tin_messages_page, ADW_TYPE_PREFERENCES_PAGE)

/* A profile may name any encoding that iconv knows: one that the list has not is added to it. */
static guint
find_encoding (TinMessagesPage *self,
               const char      *encoding)
{
  guint n_encodings = g_list_model_get_n_items (G_LIST_MODEL (self->encodings));

  for (guint i = 0; i < n_encodings; i++)
    {
      if (g_ascii_strcasecmp (gtk_string_list_get_string (self->encodings, i), encoding) == 0)
        return i;
    }

  gtk_string_list_append (self->encodings, encoding);

  return n_encodings;
}

static gboolean
encoding_to_selected (GBinding     *binding,
                      const GValue *from,
                      GValue       *to,
                      gpointer      user_data)
{
  g_value_set_uint (to, find_encoding (user_data, g_value_get_string (from)));

  return TRUE;
}

static gboolean
selected_to_encoding (GBinding     *binding,
                      const GValue *from,
                      GValue       *to,
                      gpointer      user_data)
{
  TinMessagesPage *self = user_data;
  const char *encoding = gtk_string_list_get_string (self->encodings, g_value_get_uint (from));

  if (encoding == NULL)
    return FALSE;

  g_value_set_string (to, encoding);

  return TRUE;
}

static void
profile_notify_cb (TinMessagesPage *self)
{
  tin_field_show_with_hint (GTK_WIDGET (self->encoding), self->encoding_hint,
                            self->profile, TIN_PROFILE_ENCODING);
}

static void
tin_messages_page_dispose (GObject *object)
{
  TinMessagesPage *self = TIN_MESSAGES_PAGE (object);

  g_clear_object (&self->lock);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (tin_messages_page_parent_class)->dispose (object);
}

static void
tin_messages_page_class_init (TinMessagesPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_messages_page_dispose;

  g_type_ensure (TIN_TYPE_FRAMING_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-messages-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TinMessagesPage, locked_group);
  gtk_widget_class_bind_template_child (widget_class, TinMessagesPage, text_group);
  gtk_widget_class_bind_template_child (widget_class, TinMessagesPage, encoding);
  gtk_widget_class_bind_template_child (widget_class, TinMessagesPage, encodings);
  gtk_widget_class_bind_template_child (widget_class, TinMessagesPage, encoding_hint);
  gtk_widget_class_bind_template_child (widget_class, TinMessagesPage, line_ending);
  gtk_widget_class_bind_template_child (widget_class, TinMessagesPage, framing_in);
  gtk_widget_class_bind_template_child (widget_class, TinMessagesPage, framing_out);
  gtk_widget_class_bind_template_child (widget_class, TinMessagesPage, keep_sent_text);
}

static void
tin_messages_page_init (TinMessagesPage *self)
{
  const char **encodings = tin_text_get_encodings ();

  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; encodings[i] != NULL; i++)
    gtk_string_list_append (self->encodings, encodings[i]);
}

/* Once, before it is shown. */
void
tin_messages_page_set_profile (TinMessagesPage *self,
                               TinProfile      *profile,
                               GSettings       *settings)
{
  const GBindingFlags both_ways = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  g_return_if_fail (TIN_IS_MESSAGES_PAGE (self));
  g_return_if_fail (TIN_IS_PROFILE (profile));
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (self->profile == NULL);

  self->profile = g_object_ref (profile);
  g_object_bind_property_full (profile, "encoding", self->encoding, "selected", both_ways,
                               encoding_to_selected, selected_to_encoding, self, NULL);
  g_object_bind_property (profile, "line-ending", self->line_ending, "selected", both_ways);
  g_object_bind_property (profile, "framing-in", self->framing_in, "framing", both_ways);
  g_object_bind_property (profile, "framing-out", self->framing_out, "framing", both_ways);
  self->lock = g_binding_group_new ();
  g_binding_group_bind (self->lock, "editable", self->locked_group, "visible", G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  g_binding_group_bind (self->lock, "editable", self->text_group, "sensitive", G_BINDING_SYNC_CREATE);
  g_binding_group_set_source (self->lock, profile);

  g_settings_bind (settings, "keep-sent-text", self->keep_sent_text, "active", G_SETTINGS_BIND_DEFAULT);

  g_signal_connect_object (profile, "notify", G_CALLBACK (profile_notify_cb), self, G_CONNECT_SWAPPED);
  profile_notify_cb (self);
}

/* Of a session that shows a file, once it has its profile: nothing is sent there. */
void
tin_messages_page_set_read_only (TinMessagesPage *self)
{
  g_return_if_fail (TIN_IS_MESSAGES_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->line_ending), FALSE);
}
