/* tin-search-properties.c: the properties of a search.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-search-private.h"

static GParamSpec *properties[TIN_N_SEARCH_PROPERTIES];

static void
set_flag (TinSearch         *self,
          TinQueryFlags      flag,
          gboolean           set,
          TinSearchProperty  property)
{
  if (((self->flags & flag) != 0) == set)
    return;

  self->flags ^= flag;
  tin_search_notify (self, property);
  tin_search_read_text (self);
}

static void
set_filter (TinSearch *self,
            gboolean   filter)
{
  if (self->filter == filter)
    return;

  self->filter = filter;
  tin_search_notify (self, PROP_FILTER);
  tin_search_begin (self);
}

static void
tin_search_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  TinSearch *self = TIN_SEARCH (object);

  switch ((TinSearchProperty) id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case PROP_MATCH_CASE:
      g_value_set_boolean (value, (self->flags & TIN_QUERY_MATCH_CASE) != 0);
      break;

    case PROP_REGEX:
      g_value_set_boolean (value, (self->flags & TIN_QUERY_REGEX) != 0);
      break;

    case PROP_FILTER:
      g_value_set_boolean (value, self->filter);
      break;

    case PROP_CONNECTION:
      g_value_set_uint (value, self->connection);
      break;

    case PROP_QUERY:
      g_value_set_boxed (value, self->query);
      break;

    case PROP_ERROR:
      g_value_set_string (value, tin_search_get_error (self, NULL));
      break;

    case PROP_N_HITS:
      g_value_set_uint64 (value, self->n_hits);
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_search_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  TinSearch *self = TIN_SEARCH (object);

  switch ((TinSearchProperty) id)
    {
    case PROP_TEXT:
      tin_search_set_text (self, g_value_get_string (value));
      break;

    case PROP_MATCH_CASE:
      set_flag (self, TIN_QUERY_MATCH_CASE, g_value_get_boolean (value), id);
      break;

    case PROP_REGEX:
      set_flag (self, TIN_QUERY_REGEX, g_value_get_boolean (value), id);
      break;

    case PROP_FILTER:
      set_filter (self, g_value_get_boolean (value));
      break;

    case PROP_CONNECTION:
      tin_search_set_connection (self, g_value_get_uint (value));
      break;

    case PROP_QUERY:
    case PROP_ERROR:
    case PROP_N_HITS:
    case PROP_BUSY:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/**
 * tin_search_install:
 * @object_class: of #TinSearch
 *
 * Gives the class its properties, and what gets and sets them.
 */
void
tin_search_install (GObjectClass *object_class)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tin_search_get_property;
  object_class->set_property = tin_search_set_property;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", writable);
  properties[PROP_MATCH_CASE] = g_param_spec_boolean ("match-case", NULL, NULL, FALSE, writable);
  properties[PROP_REGEX] = g_param_spec_boolean ("regex", NULL, NULL, FALSE, writable);
  properties[PROP_FILTER] = g_param_spec_boolean ("filter", NULL, NULL, TRUE, writable);
  properties[PROP_CONNECTION] = g_param_spec_uint ("connection", NULL, NULL, 0, G_MAXUINT32, 0, writable);
  properties[PROP_QUERY] = g_param_spec_boxed ("query", NULL, NULL, TIN_TYPE_QUERY, readable);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, readable);
  properties[PROP_N_HITS] = g_param_spec_uint64 ("n-hits", NULL, NULL, 0, G_MAXUINT64, 0, readable);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, readable);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

/**
 * tin_search_notify:
 * @self: a search
 * @property: which has another value
 */
void
tin_search_notify (TinSearch         *self,
                   TinSearchProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}
