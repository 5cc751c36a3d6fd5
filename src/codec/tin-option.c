/* tin-option.c: how a socket is set up and how long is waited for it, a table row an option.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-option.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-endpoint.h"
#include "codec/tin-groups.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define SCOPE(transport, role) (1u << ((transport) * TIN_N_ROLES + (role)))

#define TCP_SERVER SCOPE (TIN_TRANSPORT_TCP, TIN_ROLE_SERVER)
#define TCP_CLIENT SCOPE (TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT)
#define UDP_SERVER SCOPE (TIN_TRANSPORT_UDP, TIN_ROLE_SERVER)
#define UDP_CLIENT SCOPE (TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT)
#define TCP        (TCP_SERVER | TCP_CLIENT)
#define CLIENTS    (TCP_CLIENT | UDP_CLIENT)
#define ALL        (TCP | UDP_SERVER | UDP_CLIENT)

#define MAX_SECONDS      86400            /* a day */
#define MAX_KEEP_ALIVE   32767            /* seconds, the kernel's bound (tcp(7)) */
#define MAX_PROBES       127              /* likewise */
#define MAX_BUFFER       ((1u << 30) - 1) /* bytes: the kernel doubles it and keeps it in an int */
#define MAX_CONNECTIONS  20000

static const TinOptionInfo infos[] = {
#define FLAG(name, scopes, preset) { name, TIN_OPTION_FLAG, scopes, 0, 1, preset }
#define NUMBER(name, scopes, lowest, highest, preset) { name, TIN_OPTION_NUMBER, scopes, lowest, highest, preset }
#define TEXT(name, scopes) { name, TIN_OPTION_TEXT, scopes, 0, 0, 0 }
  [TIN_OPTION_CONNECT_TIMEOUT] = NUMBER ("connect-timeout", ALL, 1, TIN_ENDPOINT_MAX_CONNECT_TIMEOUT,
                                         TIN_ENDPOINT_DEFAULT_CONNECT_TIMEOUT),
  [TIN_OPTION_IDLE_TIMEOUT] = NUMBER ("idle-timeout", TCP | UDP_SERVER, 0, MAX_SECONDS, 0),
  [TIN_OPTION_HALF_OPEN_TIMEOUT] = NUMBER ("half-open-timeout", TCP, 0, MAX_SECONDS, 0),
  [TIN_OPTION_MAX_CONNECTIONS] = NUMBER ("max-connections", TCP_SERVER, 0, MAX_CONNECTIONS, 0),
  [TIN_OPTION_BACKLOG] = NUMBER ("backlog", TCP_SERVER, 1, 65535, TIN_ENDPOINT_DEFAULT_BACKLOG),
  [TIN_OPTION_NO_DELAY] = FLAG ("no-delay", TCP, 1),
  [TIN_OPTION_KEEP_ALIVE] = FLAG ("keep-alive", TCP, 1),
  [TIN_OPTION_KEEP_ALIVE_IDLE] = NUMBER ("keep-alive-idle", TCP, 1, MAX_KEEP_ALIVE, 30),
  [TIN_OPTION_KEEP_ALIVE_INTERVAL] = NUMBER ("keep-alive-interval", TCP, 1, MAX_KEEP_ALIVE, 10),
  [TIN_OPTION_KEEP_ALIVE_COUNT] = NUMBER ("keep-alive-count", TCP, 1, MAX_PROBES, 3),
  [TIN_OPTION_RESET_ON_CLOSE] = FLAG ("reset-on-close", TCP, 0),
  [TIN_OPTION_SEND_BUFFER] = NUMBER ("send-buffer", ALL, 0, MAX_BUFFER, 0),
  [TIN_OPTION_RECEIVE_BUFFER] = NUMBER ("receive-buffer", ALL, 0, MAX_BUFFER, 0),
  [TIN_OPTION_HOP_LIMIT] = NUMBER ("hop-limit", ALL, 0, 255, 0),
  [TIN_OPTION_DSCP] = NUMBER ("dscp", ALL, 0, 63, 0),
  [TIN_OPTION_SOURCE_ADDRESS] = TEXT ("source-address", CLIENTS),
  [TIN_OPTION_SOURCE_PORT] = NUMBER ("source-port", CLIENTS, 0, G_MAXUINT16, 0),
  [TIN_OPTION_INTERFACE] = TEXT ("interface", ALL),
  [TIN_OPTION_GROUPS] = TEXT ("group", UDP_SERVER),
#undef FLAG
#undef NUMBER
#undef TEXT
};

G_STATIC_ASSERT (G_N_ELEMENTS (infos) == TIN_N_OPTIONS);

/**
 * tin_option_get_info:
 * @self: an option
 *
 * Returns: (transfer none): its row of the table
 */
const TinOptionInfo *
tin_option_get_info (TinOption self)
{
  g_return_val_if_fail (self < TIN_N_OPTIONS, NULL);

  return &infos[self];
}

/**
 * tin_option_applies:
 * @self: an option
 * @transport: how bytes travel
 * @role: who begins
 *
 * Returns: whether it means anything there
 */
gboolean
tin_option_applies (TinOption    self,
                    TinTransport transport,
                    TinRole      role)
{
  g_return_val_if_fail (self < TIN_N_OPTIONS, FALSE);

  return (infos[self].scopes & SCOPE (transport, role)) != 0;
}

static gboolean
check_number (const TinOptionInfo  *info,
              guint                 number,
              GError              **error)
{
  if (number >= info->lowest && number <= info->highest)
    return TRUE;

  if (info->kind == TIN_OPTION_FLAG)
    tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0, _("This value is either 0 or 1"));
  else
    tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0, _("This value is a number from %u to %u"),
                         info->lowest, info->highest);

  return FALSE;
}

static gboolean
check_source_address (const char  *text,
                      GError     **error)
{
  if (tin_host_is_literal (text))
    return TRUE;

  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                       _("The source is an address of this computer in digits, such as 192.0.2.1"));

  return FALSE;
}

/* dev_valid_name() of Linux, and nothing that could not be typed or shown. */
static gboolean
check_interface (const char  *text,
                 GError     **error)
{
  const gsize size = strlen (text);
  gboolean valid = size <= TIN_OPTION_MAX_INTERFACE_SIZE && strcmp (text, ".") != 0 && strcmp (text, "..") != 0;

  for (gsize i = 0; i < size && valid; i++)
    valid = g_ascii_isgraph (text[i]) && text[i] != '/' && text[i] != ':';

  if (!valid)
    tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                         _("The name of a network interface, such as eth0, has at most %d letters and digits"),
                         TIN_OPTION_MAX_INTERFACE_SIZE);

  return valid;
}

static gboolean
check_groups (const char  *text,
              GError     **error)
{
  g_autofree char *groups = tin_groups_parse (text, error);

  return groups != NULL;
}

/**
 * tin_option_check:
 * @self: an option
 * @value: what it is set to
 * @error: return location for an error
 *
 * Fails with %TIN_CODEC_ERROR_INVALID for a number out of range, a source that is no literal
 * address, or what cannot be the name of an interface, and as tin_groups_parse() does. Whether there is such an
 * address or interface is for the system to say.
 *
 * Returns: whether @value is a possible one
 */
gboolean
tin_option_check (TinOption              self,
                  const TinOptionValue  *value,
                  GError               **error)
{
  const TinOptionInfo *info = tin_option_get_info (self);

  g_return_val_if_fail (value != NULL, FALSE);

  if (info->kind != TIN_OPTION_TEXT)
    return check_number (info, value->number, error);

  if (value->text[0] == '\0')
    return TRUE;

  switch (self)
    {
    case TIN_OPTION_INTERFACE:
      return check_interface (value->text, error);

    case TIN_OPTION_GROUPS:
      return check_groups (value->text, error);

    default:
      return check_source_address (value->text, error);
    }
}

/**
 * tin_option_is_preset:
 * @self: an option
 * @value: what it is set to
 *
 * Returns: whether that is what it has without being set
 */
gboolean
tin_option_is_preset (TinOption             self,
                      const TinOptionValue *value)
{
  const TinOptionInfo *info = tin_option_get_info (self);

  g_return_val_if_fail (value != NULL, FALSE);

  return info->kind == TIN_OPTION_TEXT ? value->text[0] == '\0' : value->number == info->preset;
}

/**
 * tin_option_parse:
 * @self: an option
 * @word: what a URI has for it
 * @value: (inout): what it is set to; untouched on failure
 * @error: return location for an error
 *
 * Fails as tin_option_check() does, also for what is no decimal number.
 */
gboolean
tin_option_parse (TinOption        self,
                  const char      *word,
                  TinOptionValue  *value,
                  GError         **error)
{
  const TinOptionInfo *info = tin_option_get_info (self);
  guint64 number = G_MAXUINT;

  g_return_val_if_fail (word != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (info->kind != TIN_OPTION_TEXT)
    {
      if (!g_ascii_string_to_unsigned (word, 10, 0, info->highest, &number, NULL))
        number = G_MAXUINT;
      if (!check_number (info, number, error))
        return FALSE;

      value->number = number;
      return TRUE;
    }

  if (!tin_option_check (self, &(TinOptionValue) { .text = (char *) word }, error))
    return FALSE;

  g_free (value->text);
  value->text = self == TIN_OPTION_GROUPS ? tin_groups_parse (word, NULL) : g_strdup (word);

  return TRUE;
}

/**
 * tin_option_format:
 * @self: an option
 * @value: what it is set to
 *
 * Returns: (transfer full): what tin_option_parse() reads back
 */
char *
tin_option_format (TinOption             self,
                   const TinOptionValue *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  if (tin_option_get_info (self)->kind == TIN_OPTION_TEXT)
    return g_strdup (value->text);

  return g_strdup_printf ("%u", value->number);
}

/**
 * tin_option_values_init:
 * @values: (array fixed-size=TIN_N_OPTIONS): room for a value each
 *
 * Sets each to its preset.
 */
void
tin_option_values_init (TinOptionValue *values)
{
  for (guint i = 0; i < TIN_N_OPTIONS; i++)
    {
      if (infos[i].kind == TIN_OPTION_TEXT)
        values[i].text = g_strdup ("");
      else
        values[i].number = infos[i].preset;
    }
}

/**
 * tin_option_values_copy:
 * @values: (array fixed-size=TIN_N_OPTIONS): room for a value each; not freed
 * @from: (array fixed-size=TIN_N_OPTIONS): others
 */
void
tin_option_values_copy (TinOptionValue       *values,
                        const TinOptionValue *from)
{
  for (guint i = 0; i < TIN_N_OPTIONS; i++)
    {
      if (infos[i].kind == TIN_OPTION_TEXT)
        values[i].text = g_strdup (from[i].text);
      else
        values[i].number = from[i].number;
    }
}

/**
 * tin_option_values_clear:
 * @values: (array fixed-size=TIN_N_OPTIONS): values
 *
 * Frees the texts.
 */
void
tin_option_values_clear (TinOptionValue *values)
{
  for (guint i = 0; i < TIN_N_OPTIONS; i++)
    if (infos[i].kind == TIN_OPTION_TEXT)
      g_clear_pointer (&values[i].text, g_free);
}
