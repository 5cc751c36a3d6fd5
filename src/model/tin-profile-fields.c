/* tin-profile-fields.c: what is typed into a profile, and what is wrong with it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-profile-fields.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-display.h"
#include "codec/tin-escape.h"
#include "codec/tin-groups.h"
#include "codec/tin-text.h"

#include <net/if.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_DATAGRAM_SIZE       65507 /* bytes: 65535 less the headers of IPv4 and UDP */
#define UNPRIVILEGED_PORT_START "/proc/sys/net/ipv4/ip_unprivileged_port_start"

/**
 * tin_profile_fields_clear:
 * @self: fields
 *
 * Frees the strings.
 */
void
tin_profile_fields_clear (TinProfileFields *self)
{
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->port, g_free);
  g_clear_pointer (&self->greeting, g_free);
  g_clear_pointer (&self->first_message, g_free);
  g_clear_pointer (&self->goodbye, g_free);
  g_clear_pointer (&self->encoding, g_free);
  g_clear_pointer (&self->framing_in, g_free);
  g_clear_pointer (&self->framing_out, g_free);
  tin_option_values_clear (self->options);
  for (guint i = 0; i < TIN_N_OPTIONS; i++)
    g_clear_pointer (&self->drafts[i], g_free);
}

/* What is meant by what is typed: without the white space that comes along when something
 * is pasted, and without the brackets that an IPv6 address has in a URI. */
static char *
dup_meant_host (const TinProfileFields *self)
{
  char *host = g_strstrip (g_strdup (self->host));
  const gsize size = strlen (host);

  if (size > 2 && host[0] == '[' && host[size - 1] == ']' && strchr (host, ':') != NULL)
    {
      memmove (host, host + 1, size - 2);
      host[size - 2] = '\0';
    }

  return host;
}

static char *
evaluate_host (const TinProfileFields *self,
               const char             *host)
{
  g_autoptr (GError) error = NULL;

  if (host[0] == '\0' && self->role == TIN_ROLE_SERVER)
    return g_strdup (_("A host is missing; localhost lets only this computer connect"));

  if (host[0] == '\0')
    return g_strdup (_("A host is missing; localhost is this computer"));

  if (!tin_host_check (host, &error))
    return g_strdup (error->message);

  return NULL;
}

static char *
evaluate_port (const TinProfileFields *self,
               guint16                *port)
{
  g_autofree char *digits = g_strstrip (g_strdup (self->port));
  guint64 value;

  if (digits[0] == '\0' && self->role == TIN_ROLE_SERVER)
    return g_strdup (_("A port is missing; 0 is any free one"));

  if (digits[0] == '\0')
    return g_strdup (_("A port is missing"));

  if (!g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT16, &value, NULL))
    {
      if (self->role == TIN_ROLE_SERVER)
        return g_strdup (_("The port must be a number from 0 to 65535"));

      return g_strdup (_("The port must be a number from 1 to 65535"));
    }

  if (value == 0 && self->role == TIN_ROLE_CLIENT)
    return g_strdup (_("A client needs a port from 1 to 65535"));

  *port = value;

  return NULL;
}

static char *
check_encoded_size (const TinProfileFields *self,
                    GBytes                 *bytes)
{
  if (self->transport == TIN_TRANSPORT_UDP && g_bytes_get_size (bytes) > MAX_DATAGRAM_SIZE)
    return g_strdup_printf (_("A datagram carries at most %d bytes"), MAX_DATAGRAM_SIZE);

  return NULL;
}

/* Reads a text in escape notation into @written. One that could not be sent in the encoding
 * is a problem of the text, not of the encoding. */
static char *
evaluate_text (const TinProfileFields  *self,
               const char              *text,
               GBytes                 **written)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tin_escape_decode (text, "UTF-8", &error);
  g_autoptr (GBytes) encoded = NULL;

  if (bytes == NULL)
    return g_strdup (error->message);

  if (g_bytes_get_size (bytes) > TIN_ENDPOINT_MAX_TEXT_SIZE)
    return g_strdup_printf (_("This text has at most %d bytes"), TIN_ENDPOINT_MAX_TEXT_SIZE);

  if (tin_text_is_encoding (self->encoding))
    {
      const TinEndpoint endpoint = { .encoding = self->encoding };

      encoded = tin_endpoint_encode (&endpoint, bytes, &error);
      if (encoded == NULL)
        return g_strdup (error->message);
    }

  g_bytes_unref (*written);
  *written = g_steal_pointer (&bytes);

  return encoded != NULL ? check_encoded_size (self, encoded) : NULL;
}

static char *
evaluate_greeting (const TinProfileFields *self,
                   TinEndpoint            *endpoint)
{
  char *problem = evaluate_text (self, self->greeting, &endpoint->greeting);

  if (problem == NULL && g_bytes_get_size (endpoint->greeting) == 0)
    return g_strdup (_("The greeting is missing that this server replies with"));

  return problem;
}

static char *
evaluate_encoding (const TinProfileFields *self)
{
  if (!tin_text_is_encoding (self->encoding))
    return g_strdup (_("This text encoding is not known here"));

  return NULL;
}

static char *
evaluate_framing (const char *text,
                  TinFraming *framing)
{
  g_autoptr (GError) error = NULL;

  return tin_framing_parse (text, framing, &error) ? NULL : g_strdup (error->message);
}

static char *
dup_typed_option (const TinProfileFields *self,
                  TinOption               option)
{
  return self->drafts[option] != NULL ? g_strdup (self->drafts[option]) : tin_option_format (option, &self->options[option]);
}

/* What does not apply has no effect and is never a problem: nobody sees it. Text has no white space
 * around it that came along when it was pasted. */
static void
evaluate_options (const TinProfileFields  *self,
                  TinEndpoint             *endpoint,
                  char                   **problems)
{
  for (TinOption option = 0; option < TIN_N_OPTIONS; option++)
    {
      g_autofree char *word = g_strstrip (dup_typed_option (self, option));
      g_autoptr (GError) error = NULL;

      if (!tin_option_parse (option, word, &endpoint->options[option], &error) &&
          tin_option_applies (option, self->transport, self->role))
        problems[tin_profile_field_for_option (option)] = g_strdup (error->message);
    }
}

/* Whether they can be received where the host says, which is a matter of theirs: without them it is a good host. */
static void
evaluate_groups (TinEndpoint  *endpoint,
                 char        **problems)
{
  const TinProfileField field = tin_profile_field_for_option (TIN_OPTION_GROUPS);
  g_autoptr (GError) error = NULL;

  if (problems[field] == NULL && problems[TIN_PROFILE_HOST] == NULL && !tin_groups_check (endpoint, &error))
    problems[field] = g_strdup (error->message);
}

/**
 * tin_profile_fields_evaluate:
 * @self: fields
 * @problems: (out): for each #TinProfileField %NULL, or a full clause that says what
 *   is wrong
 *
 * Finds out what is meant, and all that is wrong.
 *
 * Returns: (transfer full) (nullable): the endpoint, or %NULL if there is a problem
 */
TinEndpoint *
tin_profile_fields_evaluate (const TinProfileFields *self,
                             char                   *problems[TIN_N_PROFILE_FIELDS])
{
  g_autofree char *host = dup_meant_host (self);
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (self->transport, self->role, host, 0);
  const gboolean is_server = self->role == TIN_ROLE_SERVER;
  const gboolean greets = is_server && self->reply == TIN_REPLY_GREETING;

  problems[TIN_PROFILE_HOST] = evaluate_host (self, host);
  problems[TIN_PROFILE_PORT] = evaluate_port (self, &endpoint->port);
  problems[TIN_PROFILE_GREETING] = evaluate_greeting (self, endpoint);
  problems[TIN_PROFILE_FIRST_MESSAGE] = evaluate_text (self, self->first_message, &endpoint->first_message);
  problems[TIN_PROFILE_GOODBYE] = evaluate_text (self, self->goodbye, &endpoint->goodbye);
  problems[TIN_PROFILE_ENCODING] = evaluate_encoding (self);
  problems[TIN_PROFILE_FRAMING_IN] = evaluate_framing (self->framing_in, &endpoint->framing_in);
  problems[TIN_PROFILE_FRAMING_OUT] = evaluate_framing (self->framing_out, &endpoint->framing_out);
  evaluate_options (self, endpoint, problems);
  evaluate_groups (endpoint, problems);

  endpoint->reply = self->reply;
  endpoint->close_after_greeting = self->close_after_greeting;
  endpoint->line_ending = self->line_ending;
  g_free (endpoint->encoding);
  endpoint->encoding = g_strdup (self->encoding);

  /* What this role has no use for is kept if it means something, and never a problem: nobody sees it. */
  if (!greets)
    g_clear_pointer (&problems[TIN_PROFILE_GREETING], g_free);
  if (is_server)
    g_clear_pointer (&problems[TIN_PROFILE_FIRST_MESSAGE], g_free);

  for (guint i = 0; i < TIN_N_PROFILE_FIELDS; i++)
    {
      if (problems[i] != NULL)
        return NULL;
    }

  return g_steal_pointer (&endpoint);
}

/* The first port that needs no rights (ip(7) of Linux, ip-sysctl); 1024 where nobody says. */
static guint
get_unprivileged_port_start (void)
{
  g_autofree char *contents = NULL;
  guint64 start;

  if (g_file_get_contents (UNPRIVILEGED_PORT_START, &contents, NULL, NULL) &&
      g_ascii_string_to_unsigned (g_strstrip (contents), 10, 0, G_MAXUINT16 + 1, &start, NULL))
    return start;

  return 1024;
}

static char *
warn_of_host (const TinProfileFields *self)
{
  g_autofree char *host = dup_meant_host (self);

  if (self->role == TIN_ROLE_CLIENT || tin_host_is_loopback (host) || !tin_host_check (host, NULL))
    return NULL;

  if (!tin_host_is_literal (host))
    return g_strdup (_("Who can connect depends on the address that this name stands for"));

  if (self->reply == TIN_REPLY_ECHO && self->transport == TIN_TRANSPORT_UDP)
    return g_strdup (_("This can be reached from the network, where an echo server can be misused to flood others"));

  if (self->reply == TIN_REPLY_ECHO)
    return g_strdup (_("This can be reached from the network, where anyone can misuse an echo server"));

  return g_strdup (_("This can be reached from the network, not only from this computer"));
}

static char *
warn_of_port (const TinProfileFields *self)
{
  const guint start = get_unprivileged_port_start ();
  guint16 port = 0;
  g_autofree char *problem = evaluate_port (self, &port);

  if (self->role == TIN_ROLE_CLIENT || problem != NULL || port == 0 || port >= start)
    return NULL;

  return g_strdup_printf (_("Listening on a port below %u needs the rights of an administrator"), start);
}

static char *
warn_of_interface (const TinProfileFields *self)
{
  g_autofree char *name = g_strstrip (g_strdup (self->options[TIN_OPTION_INTERFACE].text));

  if (name[0] == '\0' || !tin_option_applies (TIN_OPTION_INTERFACE, self->transport, self->role) ||
      !tin_option_check (TIN_OPTION_INTERFACE, &(TinOptionValue) { .text = name }, NULL) || if_nametoindex (name) != 0)
    return NULL;

  return g_strdup (_("This computer has no network interface of this name at the moment"));
}

/**
 * tin_profile_fields_get_warning:
 * @self: fields
 * @field: one of them
 *
 * Says what is worth knowing about a field that is not wrong. No name is looked up in a network.
 *
 * Returns: (transfer full) (nullable): a full clause
 */
char *
tin_profile_fields_get_warning (const TinProfileFields *self,
                                TinProfileField         field)
{
  switch (field)
    {
    case TIN_PROFILE_HOST:
      return warn_of_host (self);

    case TIN_PROFILE_PORT:
      return warn_of_port (self);

    default:
      return field == tin_profile_field_for_option (TIN_OPTION_INTERFACE) ? warn_of_interface (self) : NULL;
    }
}

/**
 * tin_profile_fields_dup_address:
 * @self: fields
 *
 * Returns: (transfer full): host and port as far as they are there, safe to show;
 *   empty if neither is
 */
char *
tin_profile_fields_dup_address (const TinProfileFields *self)
{
  g_autofree char *meant = dup_meant_host (self);
  g_autofree char *host = tin_display_dup_text (meant, TIN_ENDPOINT_MAX_HOST_SIZE);
  g_autofree char *digits = g_strstrip (g_strdup (self->port));
  g_autofree char *port = tin_display_dup_text (digits, 16);
  const gboolean brackets = strchr (host, ':') != NULL;

  if (port[0] == '\0')
    return g_steal_pointer (&host);

  return g_strdup_printf (brackets ? "[%s]:%s" : "%s:%s", host, port);
}

/**
 * tin_profile_fields_dup_title:
 * @self: fields
 *
 * Returns: (transfer full): a few words, such as "TCP server 127.0.0.1:8080"
 */
char *
tin_profile_fields_dup_title (const TinProfileFields *self)
{
  g_autofree char *address = tin_profile_fields_dup_address (self);
  g_autofree char *title = NULL;

  if (self->transport == TIN_TRANSPORT_TCP && self->role == TIN_ROLE_SERVER)
    /* Translators: %s is an address such as 127.0.0.1:8080; it may be empty. */
    title = g_strdup_printf (_("TCP server %s"), address);
  else if (self->transport == TIN_TRANSPORT_TCP)
    /* Translators: %s is an address such as 127.0.0.1:8080; it may be empty. */
    title = g_strdup_printf (_("TCP client %s"), address);
  else if (self->role == TIN_ROLE_SERVER)
    /* Translators: %s is an address such as 127.0.0.1:8080; it may be empty. */
    title = g_strdup_printf (_("UDP server %s"), address);
  else
    /* Translators: %s is an address such as 127.0.0.1:8080; it may be empty. */
    title = g_strdup_printf (_("UDP client %s"), address);

  return g_strdup (g_strstrip (title));
}
