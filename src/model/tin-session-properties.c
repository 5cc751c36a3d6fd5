/* tin-session-properties.c: what can be known of a session at any time, as properties.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-session-object.h"

static GParamSpec *properties[TIN_N_SESSION_PROPERTIES];

static void
get_object_property (TinSession         *self,
                     TinSessionProperty  property,
                     GValue             *value)
{
  gpointer objects[] = {
    [PROP_PROFILE] = self->profile,
    [PROP_MESSAGES] = tin_session_get_messages (self),
    [PROP_PEERS] = tin_session_get_peers (self),
    [PROP_COMPOSER] = self->composer,
    [PROP_PROBLEM] = self->problem,
  };

  g_value_set_object (value, objects[property]);
}

static gboolean
can (TinSession *self,
     guint       id)
{
  if (id == PROP_CAN_START)
    return tin_session_can_start (self);
  if (id == PROP_CAN_STOP)
    return tin_session_can_stop (self);
  return tin_session_can_send (self);
}

static void
get_text_property (TinSession         *self,
                   TinSessionProperty  property,
                   GValue             *value)
{
  const char *texts[] = {
    [PROP_STATUS] = self->status,
    [PROP_RECORDING_PROBLEM] = self->recording_problem,
    [PROP_FILE] = tin_session_get_file (self),
    [PROP_FILE_NOTE] = self->file_note,
  };

  g_value_set_string (value, texts[property]);
}

static void
tin_session_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TinSession *self = TIN_SESSION (object);

  switch ((TinSessionProperty) id)
    {
    case PROP_PROFILE:
    case PROP_MESSAGES:
    case PROP_PEERS:
    case PROP_COMPOSER:
    case PROP_PROBLEM:
      get_object_property (self, id, value);
      break;

    case PROP_STATUS:
    case PROP_RECORDING_PROBLEM:
    case PROP_FILE:
    case PROP_FILE_NOTE:
      get_text_property (self, id, value);
      break;

    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;

    case PROP_CAN_START:
    case PROP_CAN_STOP:
    case PROP_CAN_SEND:
      g_value_set_boolean (value, can (self, id));
      break;

    case PROP_TITLE:
      if (self->file_title != NULL)
        g_value_set_string (value, self->file_title);
      else
        g_object_get_property (G_OBJECT (self->profile), "title", value);
      break;

    case PROP_QUEUED:
      g_value_set_uint64 (value, self->queued);
      break;

    case PROP_AT_LIMIT:
      g_value_set_boolean (value, self->at_limit);
      break;

    case PROP_PAUSED:
      g_value_set_uint (value, self->n_paused);
      break;

    case PROP_LOADED:
      g_value_set_double (value, self->loaded);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/**
 * tin_session_install_properties:
 * @object_class: of #TinSession
 *
 * Gives the class its properties, and what gets them.
 */
void
tin_session_install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tin_session_get_property;

  properties[PROP_PROFILE] = g_param_spec_object ("profile", NULL, NULL, TIN_TYPE_PROFILE, flags);
  properties[PROP_MESSAGES] = g_param_spec_object ("messages", NULL, NULL, TIN_TYPE_MESSAGE_LIST, flags);
  properties[PROP_PEERS] = g_param_spec_object ("peers", NULL, NULL, TIN_TYPE_PEER_LIST, flags);
  properties[PROP_COMPOSER] = g_param_spec_object ("composer", NULL, NULL, TIN_TYPE_COMPOSER, flags);
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, TIN_SESSION_CLOSED, TIN_SESSION_CLOSING,
                                              TIN_SESSION_CLOSED, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  properties[PROP_PROBLEM] = g_param_spec_object ("problem", NULL, NULL, TIN_TYPE_PROBLEM, flags);
  properties[PROP_CAN_START] = g_param_spec_boolean ("can-start", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_STOP] = g_param_spec_boolean ("can-stop", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_SEND] = g_param_spec_boolean ("can-send", NULL, NULL, FALSE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_RECORDING_PROBLEM] = g_param_spec_string ("recording-problem", NULL, NULL, NULL, flags);
  properties[PROP_QUEUED] = g_param_spec_uint64 ("queued", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_AT_LIMIT] = g_param_spec_boolean ("at-limit", NULL, NULL, FALSE, flags);
  properties[PROP_PAUSED] = g_param_spec_uint ("paused", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FILE] = g_param_spec_string ("file", NULL, NULL, NULL, flags);
  properties[PROP_LOADED] = g_param_spec_double ("loaded", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_FILE_NOTE] = g_param_spec_string ("file-note", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, TIN_N_SESSION_PROPERTIES, properties);
}

/**
 * tin_session_notify:
 * @property: which has another value
 */
void
tin_session_notify (TinSession         *self,
                    TinSessionProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}
