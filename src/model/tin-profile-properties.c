/* tin-profile-properties.c: the properties of a profile, as a table.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-profile-private.h"

static GParamSpec *properties[TIN_N_PROFILE_PROPERTIES];

typedef enum
{
  KIND_NONE,   /* found out, not kept */
  KIND_TEXT,   /* char *, owned */
  KIND_NUMBER, /* an enum or guint */
  KIND_FLAG,   /* gboolean */
} Kind;

/* The properties that are kept as they are set. A setting is part of what a session opens;
 * one that is a view, too, may change while it has it open. */
typedef struct
{
  const char *name;
  Kind        kind;
  gsize       offset;
  gboolean    is_setting;
  guint       highest;
  gboolean    is_view;
} Field;

static const Field fields[PROP_OPTIONS] = {
#define FIELD(name, kind, member, ...) { name, kind, G_STRUCT_OFFSET (TinProfile, member), __VA_ARGS__ }
  [PROP_NAME] = FIELD ("name", KIND_TEXT, name, FALSE),
  [PROP_TRANSPORT] = FIELD ("transport", KIND_NUMBER, fields.transport, TRUE, TIN_N_TRANSPORTS - 1),
  [PROP_ROLE] = FIELD ("role", KIND_NUMBER, fields.role, TRUE, TIN_N_ROLES - 1),
  [PROP_HOST] = FIELD ("host", KIND_TEXT, fields.host, TRUE),
  [PROP_PORT] = FIELD ("port", KIND_TEXT, fields.port, TRUE),
  [PROP_REPLY] = FIELD ("reply", KIND_NUMBER, fields.reply, TRUE, TIN_N_REPLIES - 1),
  [PROP_GREETING] = FIELD ("greeting", KIND_TEXT, fields.greeting, TRUE),
  [PROP_CLOSE_AFTER_GREETING] = FIELD ("close-after-greeting", KIND_FLAG, fields.close_after_greeting, TRUE),
  [PROP_FIRST_MESSAGE] = FIELD ("first-message", KIND_TEXT, fields.first_message, TRUE),
  [PROP_GOODBYE] = FIELD ("goodbye", KIND_TEXT, fields.goodbye, TRUE),
  [PROP_LINE_ENDING] = FIELD ("line-ending", KIND_NUMBER, fields.line_ending, TRUE, TIN_N_LINE_ENDINGS - 1),
  [PROP_ENCODING] = FIELD ("encoding", KIND_TEXT, fields.encoding, TRUE),
  [PROP_FRAMING_IN] = FIELD ("framing-in", KIND_TEXT, fields.framing_in, TRUE, 0, TRUE),
  [PROP_FRAMING_OUT] = FIELD ("framing-out", KIND_TEXT, fields.framing_out, TRUE, 0, TRUE),
  [PROP_NOTE] = FIELD ("note", KIND_TEXT, note, FALSE),
  [PROP_EDITABLE] = FIELD ("editable", KIND_FLAG, editable, FALSE),
#undef FIELD
};

/* The table goes on with a row an option. */
static Field
get_field (guint property)
{
  static const Kind kinds[] = {
    [TIN_OPTION_FLAG] = KIND_FLAG, [TIN_OPTION_NUMBER] = KIND_NUMBER, [TIN_OPTION_TEXT] = KIND_TEXT,
  };
  const TinOptionInfo *info;

  if (property < PROP_OPTIONS)
    return fields[property];

  info = tin_option_get_info (property - PROP_OPTIONS);

  return (Field) {
           .name = info->name,
           .kind = kinds[info->kind],
           .offset = G_STRUCT_OFFSET (TinProfile, fields.options) + (property - PROP_OPTIONS) * sizeof (TinOptionValue),
           .is_setting = TRUE,
           .highest = G_MAXUINT,
  };
}

/* Takes a value over. Returns whether it is another one. */
static gboolean
store_value (TinProfile         *self,
             TinProfileProperty  property,
             const GValue       *value)
{
  const Field field = get_field (property);
  gpointer member = G_STRUCT_MEMBER_P (self, field.offset);
  const char *text;

  switch (field.kind)
    {
    case KIND_TEXT:
      text = g_value_get_string (value);
      return tin_profile_replace_text (member, text != NULL || property == PROP_NOTE ? text : "");

    case KIND_NUMBER:
      if (*(guint *) member == g_value_get_uint (value))
        return FALSE;
      *(guint *) member = g_value_get_uint (value);
      return TRUE;

    case KIND_FLAG:
      if (*(gboolean *) member == g_value_get_boolean (value))
        return FALSE;
      *(gboolean *) member = g_value_get_boolean (value);
      return TRUE;

    case KIND_NONE:
    default:
      g_assert_not_reached ();
    }
}

/* Likewise. What was typed instead of a number is over with the next number. */
static gboolean
store (TinProfile         *self,
       TinProfileProperty  property,
       const GValue       *value)
{
  gboolean is_draft = property >= PROP_OPTIONS &&
                      tin_profile_replace_text (&self->fields.drafts[property - PROP_OPTIONS], NULL);

  return store_value (self, property, value) || is_draft;
}

static void
tin_profile_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TinProfile *self = TIN_PROFILE (object);
  const Field field = get_field (id);
  gpointer member;

  switch ((TinProfileProperty) id)
    {
    case PROP_VALID:
      g_value_set_boolean (value, self->endpoint != NULL);
      return;

    case PROP_URI:
      g_value_set_string (value, self->uri);
      return;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      return;

    default:
      break;
    }

  member = G_STRUCT_MEMBER_P (self, field.offset);
  if (field.kind == KIND_TEXT)
    g_value_set_string (value, *(char **) member);
  else if (field.kind == KIND_NUMBER)
    g_value_set_uint (value, *(guint *) member);
  else
    g_value_set_boolean (value, *(gboolean *) member);
}

static void
tin_profile_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  TinProfile *self = TIN_PROFILE (object);
  const Field field = get_field (id);

  if (field.is_setting && !field.is_view && !self->editable)
    return;

  if (!store (self, id, value))
    return;

  tin_profile_notify (self, id);
  if (id == PROP_HOST && tin_profile_replace_text (&self->note, NULL))
    tin_profile_notify (self, PROP_NOTE);
  if (field.is_setting)
    tin_profile_evaluate (self);
  tin_profile_evaluate_title (self);
}

/**
 * tin_profile_install:
 * @object_class: of #TinProfile
 *
 * Gives the class its properties, and what gets and sets them.
 */
void
tin_profile_install (GObjectClass *object_class)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags writable = readable | G_PARAM_WRITABLE;

  object_class->get_property = tin_profile_get_property;
  object_class->set_property = tin_profile_set_property;

  for (guint i = 1; i < G_N_ELEMENTS (properties); i++)
    {
      const Field field = get_field (i);

      if (field.kind == KIND_TEXT)
        properties[i] = g_param_spec_string (field.name, NULL, NULL, NULL, writable);
      else if (field.kind == KIND_NUMBER)
        properties[i] = g_param_spec_uint (field.name, NULL, NULL, 0, field.highest, 0, writable);
      else if (field.kind == KIND_FLAG)
        properties[i] = g_param_spec_boolean (field.name, NULL, NULL, FALSE, writable);
    }

  properties[PROP_VALID] = g_param_spec_boolean ("valid", NULL, NULL, TRUE, readable);
  properties[PROP_URI] = g_param_spec_string ("uri", NULL, NULL, NULL, readable);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, readable);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

/**
 * tin_profile_notify:
 * @self: a profile
 * @property: which has another value
 */
void
tin_profile_notify (TinProfile         *self,
                    TinProfileProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * tin_profile_replace_text:
 * @text: (inout) (nullable): what a property holds
 * @value: (nullable): what it shall hold; copied
 *
 * Returns: whether that is another one
 */
gboolean
tin_profile_replace_text (char       **text,
                          const char  *value)
{
  if (g_strcmp0 (*text, value) == 0)
    return FALSE;

  g_free (*text);
  *text = g_strdup (value);

  return TRUE;
}

/**
 * tin_profile_copy:
 * @self: a profile that is editable
 * @from: another one
 *
 * Sets every property that can be set as it is in @from, but for editable.
 */
void
tin_profile_copy (TinProfile *self,
                  TinProfile *from)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 1; i < G_N_ELEMENTS (properties); i++)
    {
      const Field field = get_field (i);
      g_auto (GValue) value = G_VALUE_INIT;

      if (i == PROP_EDITABLE || field.kind == KIND_NONE)
        continue;

      g_object_get_property (G_OBJECT (from), field.name, &value);
      g_object_set_property (G_OBJECT (self), field.name, &value);
    }

  for (TinOption option = 0; option < TIN_N_OPTIONS; option++)
    {
      if (from->fields.drafts[option] != NULL)
        tin_profile_set_option_text (self, option, from->fields.drafts[option]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * tin_profile_set_option_text:
 * @self: a profile
 * @option: one of its options, no flag
 * @text: what is typed for it
 *
 * Sets the property of @option if @text is a value that it can have. Otherwise the number
 * stays as it is, and @text is kept beside it: a problem until something else is set.
 * While the profile is not editable, nothing happens.
 */
void
tin_profile_set_option_text (TinProfile *self,
                             TinOption   option,
                             const char *text)
{
  const TinOptionInfo *info = tin_option_get_info (option);
  g_autofree char *word = NULL;
  TinOptionValue value;

  g_return_if_fail (TIN_IS_PROFILE (self));
  g_return_if_fail (info->kind != TIN_OPTION_FLAG);
  g_return_if_fail (text != NULL);

  if (!self->editable)
    return;

  word = g_strstrip (g_strdup (text));
  if (info->kind == TIN_OPTION_TEXT)
    g_object_set (self, info->name, text, NULL);
  else if (tin_option_parse (option, word, &value, NULL))
    g_object_set (self, info->name, value.number, NULL);
  else if (tin_profile_replace_text (&self->fields.drafts[option], text))
    {
      g_object_freeze_notify (G_OBJECT (self));
      tin_profile_notify (self, PROP_OPTIONS + option);
      tin_profile_evaluate (self);
      g_object_thaw_notify (G_OBJECT (self));
    }
}

/**
 * tin_profile_dup_option_text:
 * @self: a profile
 * @option: one of its options
 *
 * Returns: (transfer full): the option as typed, which may be no value that it can have
 */
char *
tin_profile_dup_option_text (TinProfile *self,
                             TinOption   option)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);
  g_return_val_if_fail (option < TIN_N_OPTIONS, NULL);

  if (self->fields.drafts[option] != NULL)
    return g_strdup (self->fields.drafts[option]);

  return tin_option_format (option, &self->fields.options[option]);
}
