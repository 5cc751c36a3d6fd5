/* tin-parameter.c: the parameters of an endpoint's URI, a table row each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-parameter.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* (nullable): the value as a string, unless it has a NUL in it */
static char *
dup_word (GBytes *value)
{
  gsize size;
  const char *data = g_bytes_get_data (value, &size);

  if (size > 0 && memchr (data, '\0', size) != NULL)
    return NULL;

  return g_strndup (size > 0 ? data : "", size);
}

static GBytes *
bytes_for_word (const char *word)
{
  return g_bytes_new (word, strlen (word));
}

static gboolean
parse_boolean (GBytes    *value,
               gboolean  *out,
               GError   **error)
{
  g_autofree char *word = dup_word (value);

  if (g_strcmp0 (word, "0") != 0 && g_strcmp0 (word, "1") != 0)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0, _("This value is either 0 or 1"));
      return FALSE;
    }

  *out = word[0] == '1';

  return TRUE;
}

static gboolean
parse_text (GBytes  *value,
            GBytes **out,
            GError **error)
{
  if (g_bytes_get_size (value) > TIN_ENDPOINT_MAX_TEXT_SIZE)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, TIN_ENDPOINT_MAX_TEXT_SIZE,
                           _("This text has at most %d bytes"), TIN_ENDPOINT_MAX_TEXT_SIZE);
      return FALSE;
    }

  g_bytes_unref (*out);
  *out = g_bytes_ref (value);

  return TRUE;
}

static GBytes *
format_text (GBytes *text)
{
  return g_bytes_get_size (text) > 0 ? g_bytes_ref (text) : NULL;
}

static gboolean
parse_reply (TinEndpoint  *endpoint,
             GBytes       *value,
             GError      **error)
{
  g_autofree char *word = dup_word (value);

  if (word != NULL && tin_reply_from_nick (word, &endpoint->reply))
    return TRUE;

  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                       _("The reply is one of none, echo and greeting"));

  return FALSE;
}

static GBytes *
format_reply (const TinEndpoint *endpoint)
{
  if (endpoint->reply == TIN_REPLY_NONE)
    return NULL;

  return bytes_for_word (tin_reply_get_nick (endpoint->reply));
}

static gboolean
parse_greeting (TinEndpoint  *endpoint,
                GBytes       *value,
                GError      **error)
{
  return parse_text (value, &endpoint->greeting, error);
}

static GBytes *
format_greeting (const TinEndpoint *endpoint)
{
  return format_text (endpoint->greeting);
}

static gboolean
parse_close_after_greeting (TinEndpoint  *endpoint,
                            GBytes       *value,
                            GError      **error)
{
  return parse_boolean (value, &endpoint->close_after_greeting, error);
}

static GBytes *
format_close_after_greeting (const TinEndpoint *endpoint)
{
  return endpoint->close_after_greeting ? bytes_for_word ("1") : NULL;
}

static gboolean
parse_first_message (TinEndpoint  *endpoint,
                     GBytes       *value,
                     GError      **error)
{
  return parse_text (value, &endpoint->first_message, error);
}

static GBytes *
format_first_message (const TinEndpoint *endpoint)
{
  return format_text (endpoint->first_message);
}

static gboolean
parse_goodbye (TinEndpoint  *endpoint,
               GBytes       *value,
               GError      **error)
{
  return parse_text (value, &endpoint->goodbye, error);
}

static GBytes *
format_goodbye (const TinEndpoint *endpoint)
{
  return format_text (endpoint->goodbye);
}

static gboolean
parse_eol (TinEndpoint  *endpoint,
           GBytes       *value,
           GError      **error)
{
  g_autofree char *word = dup_word (value);

  if (word != NULL && tin_line_ending_from_nick (word, &endpoint->line_ending))
    return TRUE;

  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                       _("The line ending is one of none, lf, crlf, cr and nul"));

  return FALSE;
}

static GBytes *
format_eol (const TinEndpoint *endpoint)
{
  if (endpoint->line_ending == TIN_LINE_ENDING_LF)
    return NULL;

  return bytes_for_word (tin_line_ending_get_nick (endpoint->line_ending));
}

static gboolean
parse_encoding (TinEndpoint  *endpoint,
                GBytes       *value,
                GError      **error)
{
  g_autofree char *word = dup_word (value);

  if (!tin_text_is_encoding (word))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                           _("This text encoding is not known here"));
      return FALSE;
    }

  g_free (endpoint->encoding);
  endpoint->encoding = tin_text_is_utf8 (word) ? g_strdup ("UTF-8") : g_ascii_strup (word, -1);

  return TRUE;
}

static GBytes *
format_encoding (const TinEndpoint *endpoint)
{
  g_autofree char *name = NULL;

  if (tin_text_is_utf8 (endpoint->encoding))
    return NULL;

  name = g_ascii_strup (endpoint->encoding, -1);

  return bytes_for_word (name);
}

static gboolean
parse_connect_timeout (TinEndpoint  *endpoint,
                       GBytes       *value,
                       GError      **error)
{
  g_autofree char *word = dup_word (value);
  guint64 seconds;

  if (word == NULL || !g_ascii_string_to_unsigned (word, 10, 1, TIN_ENDPOINT_MAX_CONNECT_TIMEOUT, &seconds, NULL))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                           _("The time to connect is from 1 to %d seconds"),
                           TIN_ENDPOINT_MAX_CONNECT_TIMEOUT);
      return FALSE;
    }

  endpoint->connect_timeout = seconds;

  return TRUE;
}

static GBytes *
format_connect_timeout (const TinEndpoint *endpoint)
{
  g_autofree char *word = NULL;

  if (endpoint->connect_timeout == TIN_ENDPOINT_DEFAULT_CONNECT_TIMEOUT)
    return NULL;

  word = g_strdup_printf ("%u", endpoint->connect_timeout);

  return bytes_for_word (word);
}

static gboolean
parse_framing (GBytes      *value,
               TinFraming  *out,
               GError     **error)
{
  g_autofree char *word = dup_word (value);

  return tin_framing_parse (word != NULL ? word : "", out, error);
}

static GBytes *
format_framing (const TinFraming *framing)
{
  g_autofree char *word = NULL;

  if (framing->kind == TIN_FRAMING_AS_RECEIVED)
    return NULL;

  word = tin_framing_to_text (framing);

  return bytes_for_word (word);
}

static gboolean
parse_framing_in (TinEndpoint  *endpoint,
                  GBytes       *value,
                  GError      **error)
{
  return parse_framing (value, &endpoint->framing_in, error);
}

static GBytes *
format_framing_in (const TinEndpoint *endpoint)
{
  return format_framing (&endpoint->framing_in);
}

static gboolean
parse_framing_out (TinEndpoint  *endpoint,
                   GBytes       *value,
                   GError      **error)
{
  return parse_framing (value, &endpoint->framing_out, error);
}

static GBytes *
format_framing_out (const TinEndpoint *endpoint)
{
  return format_framing (&endpoint->framing_out);
}

/* In the order of the canonical URI. */
static const TinParameter parameters[] = {
  { "reply", parse_reply, format_reply },
  { "greeting", parse_greeting, format_greeting },
  { "close-after-greeting", parse_close_after_greeting, format_close_after_greeting },
  { "first-message", parse_first_message, format_first_message },
  { "goodbye", parse_goodbye, format_goodbye },
  { "eol", parse_eol, format_eol },
  { "encoding", parse_encoding, format_encoding },
  { "framing-in", parse_framing_in, format_framing_in },
  { "framing-out", parse_framing_out, format_framing_out },
  { "connect-timeout", parse_connect_timeout, format_connect_timeout },
};

G_STATIC_ASSERT (G_N_ELEMENTS (parameters) <= TIN_MAX_PARAMETERS);

/**
 * tin_parameters_get:
 * @n_parameters: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_parameters): all parameters, in the order of
 *   the canonical URI
 */
const TinParameter *
tin_parameters_get (guint *n_parameters)
{
  g_return_val_if_fail (n_parameters != NULL, NULL);

  *n_parameters = G_N_ELEMENTS (parameters);

  return parameters;
}
