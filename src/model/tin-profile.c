/* tin-profile.c: an endpoint plus everything chosen for it, validated as one object.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-profile.h"

#include "model/tin-profile-fields.h"

#include <string.h>

#define DEFAULT_HOST "localhost"
#define DEFAULT_PORT "8080"

/* Each setter evaluates the whole again before anybody is notified, so that a handler
 * never sees a field beside the verdict on an earlier one. */
struct _TinProfile
{
  GObject           parent_instance;

  char             *name;                           /* (owned) */
  TinProfileFields  fields;                         /* (owned) as typed */
  gboolean          editable;
  char             *note;                           /* (owned) (nullable) */

  TinEndpoint      *endpoint;                       /* (owned) (nullable) while there is a problem */
  char             *problems[TIN_N_PROFILE_FIELDS]; /* (owned) (nullable) */
  char             *uri;                            /* (owned) */
  char             *title;                          /* (owned) */
};

typedef enum
{
  PROP_NAME = 1,
  PROP_TRANSPORT,
  PROP_ROLE,
  PROP_HOST,
  PROP_PORT,
  PROP_REPLY,
  PROP_GREETING,
  PROP_CLOSE_AFTER_GREETING,
  PROP_FIRST_MESSAGE,
  PROP_GOODBYE,
  PROP_LINE_ENDING,
  PROP_ENCODING,
  PROP_FRAMING_IN,
  PROP_FRAMING_OUT,
  PROP_CONNECT_TIMEOUT,
  PROP_NOTE,
  PROP_EDITABLE,
  PROP_VALID,
  PROP_URI,
  PROP_TITLE,
} TinProfileProperty;

static GParamSpec *properties[PROP_TITLE + 1];

typedef enum
{
  KIND_NONE,
  KIND_TEXT,   /* char *, owned */
  KIND_NUMBER, /* an enum or guint */
  KIND_FLAG,   /* gboolean */
} Kind;

/* The properties that are kept as they are set. A setting is part of what a session opens;
 * one that is a view, too, may change while it has it open. */
static const struct
{
  const char *name;
  Kind        kind;
  gsize       offset;
  gboolean    is_setting;
  guint       highest;
  gboolean    is_view;
} fields[] = {
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
  [PROP_CONNECT_TIMEOUT] = FIELD ("connect-timeout", KIND_NUMBER, fields.connect_timeout, TRUE, G_MAXUINT),
  [PROP_NOTE] = FIELD ("note", KIND_TEXT, note, FALSE),
  [PROP_EDITABLE] = FIELD ("editable", KIND_FLAG, editable, FALSE),
#undef FIELD
};

G_DEFINE_FINAL_TYPE (TinProfile, tin_profile, G_TYPE_OBJECT)

static void
notify (TinProfile         *self,
        TinProfileProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static gboolean
replace_text (char       **text,
              const char  *value)
{
  if (g_strcmp0 (*text, value) == 0)
    return FALSE;

  g_free (*text);
  *text = g_strdup (value);

  return TRUE;
}

static void
evaluate_title (TinProfile *self)
{
  g_autofree char *title = NULL;

  if (self->name[0] == '\0')
    title = tin_profile_fields_dup_title (&self->fields);

  if (replace_text (&self->title, title != NULL ? title : self->name))
    notify (self, PROP_TITLE);
}

static void
evaluate (TinProfile *self)
{
  const gboolean was_valid = self->endpoint != NULL;
  g_autofree char *uri = NULL;

  for (guint i = 0; i < TIN_N_PROFILE_FIELDS; i++)
    g_clear_pointer (&self->problems[i], g_free);
  g_clear_pointer (&self->endpoint, tin_endpoint_free);

  self->endpoint = tin_profile_fields_evaluate (&self->fields, self->problems);

  if (was_valid != (self->endpoint != NULL))
    notify (self, PROP_VALID);

  if (self->endpoint != NULL)
    {
      uri = tin_endpoint_to_uri (self->endpoint);
      if (replace_text (&self->uri, uri))
        notify (self, PROP_URI);
    }
}

/* Takes a value over. Returns whether it is another one. */
static gboolean
store (TinProfile         *self,
       TinProfileProperty  property,
       const GValue       *value)
{
  gpointer member = G_STRUCT_MEMBER_P (self, fields[property].offset);
  const char *text;

  switch (fields[property].kind)
    {
    case KIND_TEXT:
      text = g_value_get_string (value);
      return replace_text (member, text != NULL || property == PROP_NOTE ? text : "");

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

static void
tin_profile_finalize (GObject *object)
{
  TinProfile *self = TIN_PROFILE (object);

  for (guint i = 0; i < TIN_N_PROFILE_FIELDS; i++)
    g_clear_pointer (&self->problems[i], g_free);
  g_clear_pointer (&self->endpoint, tin_endpoint_free);
  tin_profile_fields_clear (&self->fields);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->note, g_free);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (tin_profile_parent_class)->finalize (object);
}

static void
tin_profile_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TinProfile *self = TIN_PROFILE (object);
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

  member = G_STRUCT_MEMBER_P (self, fields[id].offset);
  if (fields[id].kind == KIND_TEXT)
    g_value_set_string (value, *(char **) member);
  else if (fields[id].kind == KIND_NUMBER)
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

  if (fields[id].is_setting && !fields[id].is_view && !self->editable)
    return;

  if (!store (self, id, value))
    return;

  notify (self, id);
  if (id == PROP_HOST && replace_text (&self->note, NULL))
    notify (self, PROP_NOTE);
  if (fields[id].is_setting)
    evaluate (self);
  evaluate_title (self);
}

static void
tin_profile_class_init (TinProfileClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags writable = readable | G_PARAM_WRITABLE;

  object_class->finalize = tin_profile_finalize;
  object_class->get_property = tin_profile_get_property;
  object_class->set_property = tin_profile_set_property;

  for (guint i = 1; i < G_N_ELEMENTS (fields); i++)
    {
      if (fields[i].kind == KIND_TEXT)
        properties[i] = g_param_spec_string (fields[i].name, NULL, NULL, NULL, writable);
      else if (fields[i].kind == KIND_NUMBER)
        properties[i] = g_param_spec_uint (fields[i].name, NULL, NULL, 0, fields[i].highest, 0, writable);
      else
        properties[i] = g_param_spec_boolean (fields[i].name, NULL, NULL, FALSE, writable);
    }

  properties[PROP_VALID] = g_param_spec_boolean ("valid", NULL, NULL, TRUE, readable);
  properties[PROP_URI] = g_param_spec_string ("uri", NULL, NULL, NULL, readable);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, readable);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tin_profile_init (TinProfile *self)
{
  self->fields = (TinProfileFields) {
    .transport = TIN_TRANSPORT_TCP,
    .role = TIN_ROLE_SERVER,
    .host = g_strdup (DEFAULT_HOST),
    .port = g_strdup (DEFAULT_PORT),
    .reply = TIN_REPLY_NONE,
    .greeting = g_strdup (""),
    .first_message = g_strdup (""),
    .goodbye = g_strdup (""),
    .line_ending = TIN_LINE_ENDING_LF,
    .encoding = g_strdup ("UTF-8"),
    .framing_in = g_strdup ("received"),
    .framing_out = g_strdup ("received"),
    .connect_timeout = TIN_ENDPOINT_DEFAULT_CONNECT_TIMEOUT,
  };
  self->name = g_strdup ("");
  self->editable = TRUE;

  evaluate (self);
  evaluate_title (self);
}

/**
 * tin_profile_new:
 *
 * Makes a profile of a TCP server on localhost, port 8080, that does not reply.
 *
 * Returns: (transfer full): a new profile
 */
TinProfile *
tin_profile_new (void)
{
  return g_object_new (TIN_TYPE_PROFILE, NULL);
}

/**
 * tin_profile_duplicate:
 * @self: a profile
 *
 * Returns: (transfer full): an editable one with the same name and fields as typed, even
 *   those that have a problem
 */
TinProfile *
tin_profile_duplicate (TinProfile *self)
{
  TinProfile *copy;

  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);

  copy = tin_profile_new ();
  g_object_freeze_notify (G_OBJECT (copy));
  for (guint i = 1; i < G_N_ELEMENTS (fields); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      if (i == PROP_EDITABLE)
        continue;

      g_object_get_property (G_OBJECT (self), fields[i].name, &value);
      g_object_set_property (G_OBJECT (copy), fields[i].name, &value);
    }
  g_object_thaw_notify (G_OBJECT (copy));

  return copy;
}

/**
 * tin_profile_get_name:
 * @self: a profile
 *
 * Returns: (transfer none): what the user calls it; empty for an unnamed one
 */
const char *
tin_profile_get_name (TinProfile *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);

  return self->name;
}

/**
 * tin_profile_get_transport:
 * @self: a profile
 *
 * Returns: how bytes travel
 */
TinTransport
tin_profile_get_transport (TinProfile *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), TIN_TRANSPORT_TCP);

  return self->fields.transport;
}

/**
 * tin_profile_get_role:
 * @self: a profile
 *
 * Returns: who begins
 */
TinRole
tin_profile_get_role (TinProfile *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), TIN_ROLE_SERVER);

  return self->fields.role;
}

/**
 * tin_profile_get_host:
 * @self: a profile
 *
 * Returns: (transfer none): the host as typed
 */
const char *
tin_profile_get_host (TinProfile *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);

  return self->fields.host;
}

/**
 * tin_profile_get_port:
 * @self: a profile
 *
 * Returns: (transfer none): the port as typed
 */
const char *
tin_profile_get_port (TinProfile *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);

  return self->fields.port;
}

/**
 * tin_profile_get_reply:
 * @self: a profile
 *
 * Returns: what a server answers
 */
TinReply
tin_profile_get_reply (TinProfile *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), TIN_REPLY_NONE);

  return self->fields.reply;
}

/**
 * tin_profile_get_line_ending:
 * @self: a profile
 *
 * Returns: what is added to a typed line
 */
TinLineEnding
tin_profile_get_line_ending (TinProfile *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), TIN_LINE_ENDING_NONE);

  return self->fields.line_ending;
}

/**
 * tin_profile_get_encoding:
 * @self: a profile
 *
 * Returns: (transfer none): the encoding as typed
 */
const char *
tin_profile_get_encoding (TinProfile *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);

  return self->fields.encoding;
}

/**
 * tin_profile_get_framing:
 * @self: a profile
 * @outgoing: whether what is sent is meant
 *
 * Returns: (transfer none): where that is cut into messages, as tin_framing_parse() takes it
 */
const char *
tin_profile_get_framing (TinProfile *self,
                         gboolean    outgoing)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);

  return outgoing ? self->fields.framing_out : self->fields.framing_in;
}

/**
 * tin_profile_is_valid:
 * @self: a profile
 *
 * Returns: whether no field has a problem
 */
gboolean
tin_profile_is_valid (TinProfile *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), FALSE);

  return self->endpoint != NULL;
}

/**
 * tin_profile_get_uri:
 * @self: a profile
 *
 * Returns: (transfer none): the canonical URI of the last valid state
 */
const char *
tin_profile_get_uri (TinProfile *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);

  return self->uri;
}

/**
 * tin_profile_get_title:
 * @self: a profile
 *
 * Returns: (transfer none): one line for tabs and windows: the name, or role and address
 */
const char *
tin_profile_get_title (TinProfile *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);

  return self->title;
}

/**
 * tin_profile_get_note:
 * @self: a profile
 *
 * Returns: (nullable): what is worth knowing about the host that was filled in
 */
const char *
tin_profile_get_note (TinProfile *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);

  return self->note;
}

/**
 * tin_profile_get_problem:
 * @self: a profile
 * @field: one of its fields
 *
 * Says what is wrong with a field. One that the role has no use for, such as the greeting
 * of a client, is never wrong.
 *
 * Returns: (transfer none) (nullable): a full clause, translated; valid until a property is set
 */
const char *
tin_profile_get_problem (TinProfile      *self,
                         TinProfileField  field)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);
  g_return_val_if_fail (field < TIN_N_PROFILE_FIELDS, NULL);

  return self->problems[field];
}

/**
 * tin_profile_get_warning:
 * @self: a profile
 * @field: one of its fields
 *
 * Says what is worth knowing about a field before a session opens: who can reach a server,
 * which rights a port needs, the profile's note on its host. Nothing is looked up.
 *
 * Returns: (transfer full) (nullable): a full clause, translated
 */
char *
tin_profile_get_warning (TinProfile      *self,
                         TinProfileField  field)
{
  char *warning;

  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);
  g_return_val_if_fail (field < TIN_N_PROFILE_FIELDS, NULL);

  warning = tin_profile_fields_get_warning (&self->fields, field);
  if (warning == NULL && field == TIN_PROFILE_HOST)
    return g_strdup (self->note);

  return warning;
}

/**
 * tin_profile_to_endpoint:
 * @self: a profile
 * @error: return location for an error
 *
 * Fails with %G_IO_ERROR_INVALID_ARGUMENT and the words of the first problem.
 *
 * Returns: (transfer full) (nullable): what to open, for nobody else to change
 */
TinEndpoint *
tin_profile_to_endpoint (TinProfile  *self,
                         GError     **error)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);

  if (self->endpoint != NULL)
    return tin_endpoint_copy (self->endpoint);

  for (guint i = 0; i < TIN_N_PROFILE_FIELDS; i++)
    {
      if (self->problems[i] == NULL)
        continue;

      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, self->problems[i]);
      return NULL;
    }

  g_return_val_if_reached (NULL);
}
