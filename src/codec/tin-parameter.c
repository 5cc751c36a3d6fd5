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

/* In the order of the canonical URI, where the options follow. A value that is the default is
 * formatted as NULL. */
static const struct
{
  const char *name;
  gboolean (*parse)  (TinEndpoint        *endpoint,
                      GBytes             *value,
                      GError            **error);
  GBytes  *(*format) (const TinEndpoint  *endpoint);
} parameters[] = {
  { "reply", parse_reply, format_reply },
  { "greeting", parse_greeting, format_greeting },
  { "close-after-greeting", parse_close_after_greeting, format_close_after_greeting },
  { "first-message", parse_first_message, format_first_message },
  { "goodbye", parse_goodbye, format_goodbye },
  { "eol", parse_eol, format_eol },
  { "encoding", parse_encoding, format_encoding },
  { "framing-in", parse_framing_in, format_framing_in },
  { "framing-out", parse_framing_out, format_framing_out },
};

G_STATIC_ASSERT (G_N_ELEMENTS (parameters) + TIN_N_OPTIONS <= TIN_MAX_PARAMETERS);

static gboolean
parse_option (TinOption     option,
              TinEndpoint  *endpoint,
              GBytes       *value,
              GError      **error)
{
  g_autofree char *word = dup_word (value);

  /* No option has a control character in it, so that one stands for a NUL. */
  return tin_option_parse (option, word != NULL ? word : "\x01", &endpoint->options[option], error);
}

static GBytes *
format_option (TinOption          option,
               const TinEndpoint *endpoint)
{
  g_autofree char *word = NULL;

  if (tin_option_is_preset (option, &endpoint->options[option]) ||
      !tin_option_applies (option, endpoint->transport, endpoint->role))
    return NULL;

  word = tin_option_format (option, &endpoint->options[option]);

  return bytes_for_word (word);
}

/**
 * tin_parameter_get_count:
 *
 * Returns: how many parameters there are; each is known by its position in the canonical URI
 */
guint
tin_parameter_get_count (void)
{
  return G_N_ELEMENTS (parameters) + TIN_N_OPTIONS;
}

/**
 * tin_parameter_get_name:
 * @position: of a parameter
 *
 * Returns: its name in the URI
 */
const char *
tin_parameter_get_name (guint position)
{
  g_return_val_if_fail (position < tin_parameter_get_count (), NULL);

  if (position < G_N_ELEMENTS (parameters))
    return parameters[position].name;

  return tin_option_get_info (position - G_N_ELEMENTS (parameters))->name;
}

/**
 * tin_parameter_applies:
 * @position: of a parameter
 * @endpoint: its transport and role are set
 *
 * Returns: FALSE for an option that such an endpoint has no use for
 */
gboolean
tin_parameter_applies (guint              position,
                       const TinEndpoint *endpoint)
{
  g_return_val_if_fail (position < tin_parameter_get_count (), FALSE);

  return position < G_N_ELEMENTS (parameters) ||
         tin_option_applies (position - G_N_ELEMENTS (parameters), endpoint->transport, endpoint->role);
}

/**
 * tin_parameter_parse:
 * @position: of a parameter
 * @endpoint: what it is a part of
 * @value: with its percent signs decoded
 * @error: return location for an error, whose offset counts from the beginning of the value
 *
 * Returns: whether @endpoint has the value now
 */
gboolean
tin_parameter_parse (guint         position,
                     TinEndpoint  *endpoint,
                     GBytes       *value,
                     GError      **error)
{
  g_return_val_if_fail (position < tin_parameter_get_count (), FALSE);

  if (position < G_N_ELEMENTS (parameters))
    return parameters[position].parse (endpoint, value, error);

  return parse_option (position - G_N_ELEMENTS (parameters), endpoint, value, error);
}

/**
 * tin_parameter_format:
 * @position: of a parameter
 * @endpoint: what it is a part of
 *
 * Returns: (transfer full) (nullable): the value before percent signs are encoded; %NULL if it is
 *   the default, or an option that does not apply: the canonical URI leaves these out
 */
GBytes *
tin_parameter_format (guint              position,
                      const TinEndpoint *endpoint)
{
  g_return_val_if_fail (position < tin_parameter_get_count (), NULL);

  if (position < G_N_ELEMENTS (parameters))
    return parameters[position].format (endpoint);

  return format_option (position - G_N_ELEMENTS (parameters), endpoint);
}
