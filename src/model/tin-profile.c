/* tin-profile.c: an endpoint plus everything chosen for it, validated as one object.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-profile-private.h"

#define DEFAULT_HOST "localhost"
#define DEFAULT_PORT "8080"

G_DEFINE_FINAL_TYPE (TinProfile, tin_profile, G_TYPE_OBJECT)

/**
 * tin_profile_evaluate_title:
 * @self: a profile
 *
 * Finds the title anew, after any of the properties that it is made of.
 */
void
tin_profile_evaluate_title (TinProfile *self)
{
  g_autofree char *title = NULL;

  if (self->name[0] == '\0')
    title = tin_profile_fields_dup_title (&self->fields);

  if (tin_profile_replace_text (&self->title, title != NULL ? title : self->name))
    tin_profile_notify (self, PROP_TITLE);
}

/**
 * tin_profile_evaluate:
 * @self: a profile
 *
 * Finds the problems, the endpoint and the URI anew, after any of the fields.
 */
void
tin_profile_evaluate (TinProfile *self)
{
  const gboolean was_valid = self->endpoint != NULL;
  g_autofree char *uri = NULL;

  for (guint i = 0; i < TIN_N_PROFILE_FIELDS; i++)
    g_clear_pointer (&self->problems[i], g_free);
  g_clear_pointer (&self->endpoint, tin_endpoint_free);

  self->endpoint = tin_profile_fields_evaluate (&self->fields, self->problems);

  if (was_valid != (self->endpoint != NULL))
    tin_profile_notify (self, PROP_VALID);

  if (self->endpoint != NULL)
    {
      uri = tin_endpoint_to_uri (self->endpoint);
      if (tin_profile_replace_text (&self->uri, uri))
        tin_profile_notify (self, PROP_URI);
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
tin_profile_class_init (TinProfileClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->finalize = tin_profile_finalize;
  tin_profile_install (object_class);
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
  };
  tin_option_values_init (self->fields.options);
  self->name = g_strdup ("");
  self->editable = TRUE;

  tin_profile_evaluate (self);
  tin_profile_evaluate_title (self);
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
  tin_profile_copy (copy, self);

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
 * tin_profile_find_problem:
 * @self: a profile
 * @field: (out) (optional): which of its fields is wrong; untouched if none is
 *
 * Returns: (transfer none) (nullable): the first problem, as tin_profile_get_problem() has it
 */
const char *
tin_profile_find_problem (TinProfile      *self,
                          TinProfileField *field)
{
  g_return_val_if_fail (TIN_IS_PROFILE (self), NULL);

  for (guint i = 0; i < TIN_N_PROFILE_FIELDS; i++)
    {
      if (self->problems[i] == NULL)
        continue;

      if (field != NULL)
        *field = i;
      return self->problems[i];
    }

  return NULL;
}

/**
 * tin_profile_get_warning:
 * @self: a profile
 * @field: one of its fields
 *
 * Says what is worth knowing about a field before a session opens: who can reach a server,
 * which rights a port needs, an interface that is not there, the profile's note on its host.
 * No name is looked up in a network.
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

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, tin_profile_find_problem (self, NULL));

  return NULL;
}
