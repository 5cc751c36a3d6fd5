/* tin-query-term.c: one thing that a query asks for.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-term.h"

#include "codec/tin-codec-error.h"

#include <string.h>

#include <glib/gi18n-lib.h>

static const struct
{
  const char       *word;
  TinQueryTermKind  kind;
  TinDirection      direction;
} words[] = {
  { "in", TIN_QUERY_TERM_DIRECTION, TIN_DIRECTION_IN },
  { "out", TIN_QUERY_TERM_DIRECTION, TIN_DIRECTION_OUT },
  { "data", TIN_QUERY_TERM_DATA, TIN_DIRECTION_NONE },
  { "events", TIN_QUERY_TERM_EVENTS, TIN_DIRECTION_NONE },
  { "errors", TIN_QUERY_TERM_ERRORS, TIN_DIRECTION_NONE },
};

static void
clear_term (gpointer data)
{
  TinQueryTerm *self = data;

  if (self->kind == TIN_QUERY_TERM_PEER)
    {
      g_clear_object (&self->network);
    }
  else if (self->kind == TIN_QUERY_TERM_PATTERN)
    {
      g_clear_pointer (&self->payload, tin_pattern_unref);
      g_clear_pointer (&self->sentence, tin_pattern_unref);
    }
}

static gboolean
read_event (TinQueryTerm          *self,
            const TinQueryReader  *reader,
            GError               **error)
{
  self->kind = TIN_QUERY_TERM_EVENT;

  if (!tin_query_reader_check_is (reader, error))
    return FALSE;

  if (tin_event_from_nick (reader->value, &self->event))
    return TRUE;

  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, reader->token->value_start,
                       _("There is no such event; opened, closed, reset and refused are some"));

  return FALSE;
}

static gboolean
read_by (TinQueryTerm          *self,
         const TinQueryReader  *reader,
         GError               **error)
{
  self->kind = TIN_QUERY_TERM_BY;

  if (!tin_query_reader_check_is (reader, error))
    return FALSE;

  for (self->by = TIN_BY_LOCAL; self->by <= TIN_BY_RULE; self->by++)
    if (g_ascii_strcasecmp (reader->value, tin_by_get_nick (self->by)) == 0)
      return TRUE;

  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, reader->token->value_start,
                       _("Only local, peer or rule can stand here"));

  return FALSE;
}

/* Reads a number at @at, with a unit of 1024 if there is one behind it. */
static gboolean
read_amount (const char **at,
             guint64     *amount)
{
  static const char units[] = "kmg";
  const char *unit;
  char *end;

  if (!g_ascii_isdigit (**at))
    return FALSE;

  *amount = g_ascii_strtoull (*at, &end, 10);
  unit = *end != '\0' ? strchr (units, g_ascii_tolower (*end)) : NULL;
  for (const char *i = units; unit != NULL && i <= unit; i++)
    *amount = *amount <= G_MAXUINT64 / 1024 ? *amount * 1024 : G_MAXUINT64;

  *at = unit != NULL ? end + 1 : end;

  return TRUE;
}

static void
apply_operator (TinQueryTerm *self,
                char          operator,
                guint64       amount)
{
  self->first = 0;
  self->last = G_MAXUINT64;

  if (operator == '>' || operator == 'g')
    self->first = operator == '>' && amount < G_MAXUINT64 ? amount + 1 : amount;
  else if (operator == 'l')
    self->last = amount;
  else if (amount > 0)
    self->last = amount - 1;
  else
    self->first = G_MAXUINT64;
}

static gboolean
set_no_amount (const TinQueryReader  *reader,
               const char            *at,
               GError               **error)
{
  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, reader->token->value_start + (gsize) (at - reader->value),
                       _("Only a number or a range such as 10..20 can stand here"));

  return FALSE;
}

static gboolean
read_amounts (TinQueryTerm             *self,
              TinQueryTermKind          kind,
              const TinQueryReader     *reader,
              GError                  **error)
{
  const char *at = reader->value;
  char operator = reader->token->operator;

  self->kind = kind;

  if (operator != ':' && operator != '=')
    {
      guint64 amount;

      if (!read_amount (&at, &amount) || *at != '\0')
        return set_no_amount (reader, at, error);

      apply_operator (self, operator, amount);
      return TRUE;
    }

  self->first = 0;
  if (!g_str_has_prefix (at, "..") && !read_amount (&at, &self->first))
    return set_no_amount (reader, at, error);

  self->last = self->first;
  if (!g_str_has_prefix (at, ".."))
    return *at == '\0' ? TRUE : set_no_amount (reader, at, error);

  at += 2;
  self->last = G_MAXUINT64;
  if (at[0] == '\0' && at != reader->value + 2)
    return TRUE;

  if (!read_amount (&at, &self->last) || *at != '\0' || self->last < self->first)
    return set_no_amount (reader, at, error);

  return TRUE;
}

static gboolean
read_port (TinQueryTerm          *self,
           const TinQueryReader  *reader,
           const char            *text,
           GError               **error)
{
  guint64 port;

  if (g_ascii_string_to_unsigned (text, 10, 1, 65535, &port, NULL))
    {
      self->port = (guint16) port;
      return TRUE;
    }

  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, reader->token->value_start + (gsize) (text - reader->value),
                       _("A port is a number from 1 to 65535"));

  return FALSE;
}

/* Returns: (transfer none) (nullable): what stands behind the host and its colon, which is cut off */
static char *
cut_port (char  *value,
          char **host)
{
  char *colon = strrchr (value, ':');
  char *bracket = strchr (value, ']');

  *host = value;
  if (value[0] == '[' && bracket != NULL)
    {
      *host = value + 1;
      *bracket = '\0';
      return bracket[1] == ':' ? bracket + 2 : NULL;
    }

  if (colon == NULL || strchr (value, ':') != colon)
    return NULL;

  *colon = '\0';

  return colon + 1;
}

static gboolean
read_peer (TinQueryTerm   *self,
           TinQueryReader *reader,
           GError        **error)
{
  char *host;
  char *port = cut_port (reader->value, &host);
  char *zone = strchr (host, '%');

  self->kind = TIN_QUERY_TERM_PEER;

  if (!tin_query_reader_check_is (reader, error))
    return FALSE;

  /* Which interface it is reached by is another question. */
  if (zone != NULL)
    *zone = '\0';

  self->network = g_inet_address_mask_new_from_string (host, NULL);
  if (self->network == NULL)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, reader->token->value_start,
                           _("An address is written as 127.0.0.1, 127.0.0.1:8080, [::1]:8080 or 10.0.0.0/8"));
      return FALSE;
    }

  return port == NULL || read_port (self, reader, port, error);
}

static gboolean
read_time (TinQueryTerm          *self,
           const TinQueryReader  *reader,
           GError               **error)
{
  g_autoptr (GError) cause = NULL;

  self->kind = TIN_QUERY_TERM_TIME;
  if (tin_query_time_parse (&self->time, reader->value, reader->token->operator, &cause))
    return TRUE;

  tin_propagate_codec_error (error, g_steal_pointer (&cause), reader->token->value_start);

  return FALSE;
}

static gboolean
read_named (TinQueryTerm   *self,
            TinQueryReader *reader,
            GError        **error)
{
  const TinQueryToken *token = reader->token;

  if (tin_query_token_is (token, reader->text, "peer"))
    return read_peer (self, reader, error);

  if (tin_query_token_is (token, reader->text, "port"))
    {
      self->kind = TIN_QUERY_TERM_PEER;
      return tin_query_reader_check_is (reader, error) && read_port (self, reader, reader->value, error);
    }

  if (tin_query_token_is (token, reader->text, "connection"))
    return read_amounts (self, TIN_QUERY_TERM_CONNECTION, reader, error);

  if (tin_query_token_is (token, reader->text, "size"))
    return read_amounts (self, TIN_QUERY_TERM_SIZE, reader, error);

  if (tin_query_token_is (token, reader->text, "time"))
    return read_time (self, reader, error);

  if (tin_query_token_is (token, reader->text, "event"))
    return read_event (self, reader, error);

  if (tin_query_token_is (token, reader->text, "by"))
    return read_by (self, reader, error);

  if (tin_query_token_is (token, reader->text, "hex"))
    return tin_query_term_read_hex (self, reader, error);

  return tin_query_term_read_text (self, reader, error);
}

static gboolean
read_word (TinQueryTerm   *self,
           TinQueryReader *reader,
           GError        **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (tin_query_token_is (reader->token, reader->text, words[i].word))
      {
        self->kind = words[i].kind;
        self->direction = words[i].direction;
        return TRUE;
      }

  return tin_query_term_read_text (self, reader, error);
}

static gboolean
check_finished (const TinQueryReader  *reader,
                GError               **error)
{
  const TinQueryToken *token = reader->token;

  if (!token->finished)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_TRUNCATED, token->value_start - 1,
                           _("The second quotation mark is missing"));
      return FALSE;
    }

  if (token->value_start < token->value_end)
    return TRUE;

  tin_set_codec_error (error, TIN_CODEC_ERROR_TRUNCATED, token->value_start, _("Something is missing here"));

  return FALSE;
}

/* Returns: (transfer full) (nullable): the term, or an error with its offset in @text */
TinQueryTerm *
tin_query_term_parse (const char           *text,
                      const TinQueryToken  *token,
                      TinQueryFlags         flags,
                      const char           *encoding,
                      GError              **error)
{
  g_autoptr (TinQueryTerm) self = g_atomic_rc_box_new0 (TinQueryTerm);
  g_autofree char *value = tin_query_token_dup_value (token, text);
  TinQueryReader reader = { text, token, flags, encoding, value };
  gboolean read;

  self->negated = token->negated;

  if (!check_finished (&reader, error))
    return NULL;

  if (token->kind == TIN_QUERY_TOKEN_NAMED)
    read = read_named (self, &reader, error);
  else if (token->kind == TIN_QUERY_TOKEN_REGEX)
    read = tin_query_term_read_regex (self, &reader, error);
  else if (token->kind == TIN_QUERY_TOKEN_QUOTED)
    read = tin_query_term_read_text (self, &reader, error);
  else
    read = read_word (self, &reader, error);

  return read ? g_steal_pointer (&self) : NULL;
}

TinQueryTerm *
tin_query_term_new_connection (guint32 connection)
{
  TinQueryTerm *self = g_atomic_rc_box_new0 (TinQueryTerm);

  self->kind = TIN_QUERY_TERM_CONNECTION;
  self->first = connection;
  self->last = connection;

  return self;
}

void
tin_query_term_unref (TinQueryTerm *self)
{
  g_atomic_rc_box_release_full (self, clear_term);
}
