/* tin-shell.c: a command for a shell that sends the same bytes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-shell.h"

#include "codec/tin-codec-error.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* At most four characters each: a line then stays under the 4,096 that a terminal takes at once. */
#define PIECE_SIZE 960 /* bytes */

#define MAX_ARGUMENT (128 * 1024) /* bytes of one argument, execve(2) */

#define MAX_NC_DATAGRAM     (16 * 1024) /* bytes; what it reads at once */
#define MAX_TINCAN_DATAGRAM (32 * 1024) /* bytes; what it reads at once */

/* No byte is left to a shell: what one of them takes for its own, even between quotes, is written as a number. */
static gboolean
is_plain (guint8 byte)
{
  return g_ascii_isprint (byte) && strchr ("%\\'!", byte) == NULL;
}

static void
append_piece (GString      *out,
              const guint8 *data,
              gsize         size)
{
  g_string_append (out, "printf '");

  for (gsize i = 0; i < size; i++)
    {
      if (data[i] == '%')
        g_string_append (out, "%%");
      else if (data[i] == '\n')
        g_string_append (out, "\\n");
      else if (data[i] == '\r')
        g_string_append (out, "\\r");
      else if (data[i] == '\t')
        g_string_append (out, "\\t");
      else if (!is_plain (data[i]) || (i == 0 && data[i] == '-'))
        g_string_append_printf (out, "\\%03o", data[i]);
      else
        g_string_append_c (out, (char) data[i]);
    }

  g_string_append_c (out, '\'');
}

/**
 * tin_shell_printf:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 *
 * Writes a command that prints bytes, for any shell with the printf of POSIX (XCU,
 * "printf"); many bytes make a group of several.
 *
 * Returns: (transfer full): ASCII without a newline at its end, at most a little over
 *   four times as large as @data
 */
char *
tin_shell_printf (const guint8 *data,
                  gsize         size)
{
  GString *out = g_string_sized_new (size + 16);

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  if (size <= PIECE_SIZE)
    {
      append_piece (out, data, size);
      return g_string_free (out, FALSE);
    }

  g_string_append (out, "{\n");

  for (gsize i = 0; i < size; i += PIECE_SIZE)
    {
      append_piece (out, data + i, MIN (size - i, PIECE_SIZE));
      g_string_append_c (out, '\n');
    }

  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

static gboolean
is_udp (const TinEndpoint *endpoint)
{
  return endpoint->transport == TIN_TRANSPORT_UDP;
}

static gboolean
listens (const TinEndpoint *endpoint)
{
  return endpoint->role == TIN_ROLE_SERVER;
}

/* Most hosts need no quotes, and are easier to read and to change without. */
static char *
quote (const char *word)
{
  for (const char *at = word; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr (".:,=_-/%@+", *at) == NULL)
      return g_shell_quote (word);

  return g_strdup (word);
}

static char *
write_nc (const TinEndpoint *endpoint)
{
  g_autofree char *host = quote (endpoint->host);
  const char *options = is_udp (endpoint) ? "-u -w 1" : "-N";

  return g_strdup_printf ("nc %s%s %s %u", options, listens (endpoint) ? " -l" : "", host, endpoint->port);
}

static char *
write_socat_address (const TinEndpoint *endpoint)
{
  const gboolean ipv6 = strchr (endpoint->host, ':') != NULL;
  const gboolean ipv4 = !ipv6 && tin_host_is_literal (endpoint->host);
  const char *version = ipv6 ? "6" : ipv4 ? "4" : "";
  g_autofree char *host = ipv6 ? g_strdup_printf ("[%s]", endpoint->host) : g_strdup (endpoint->host);

  if (listens (endpoint))
    return g_strdup_printf ("TCP%s-LISTEN:%u,bind=%s,reuseaddr", version, endpoint->port, host);

  return g_strdup_printf ("%s%s:%s:%u", is_udp (endpoint) ? "UDP" : "TCP", version, host, endpoint->port);
}

static char *
write_socat (const TinEndpoint *endpoint)
{
  g_autofree char *address = write_socat_address (endpoint);
  g_autofree char *quoted = quote (address);

  return g_strdup_printf ("socat %s- %s", is_udp (endpoint) ? "-b65536 " : "", quoted);
}

static char *
write_tincan (const TinEndpoint *endpoint)
{
  g_autofree char *uri = tin_endpoint_to_short_uri (endpoint);
  g_autofree char *quoted = quote (uri);

  return g_strdup_printf ("tincan-cli --raw %s", quoted);
}

/* It sends only what it reads while a client is there, but greets each. */
static char *
write_tincan_server (const TinEndpoint  *endpoint,
                     const guint8       *data,
                     gsize               size,
                     GError            **error)
{
  g_autoptr (TinEndpoint) server = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *quoted = NULL;

  server = tin_endpoint_new (TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, endpoint->host, endpoint->port);
  server->reply = TIN_REPLY_GREETING;
  server->close_after_greeting = TRUE;
  g_bytes_unref (server->greeting);
  server->greeting = g_bytes_new (data, size);
  uri = tin_endpoint_to_uri (server);

  if (size > TIN_ENDPOINT_MAX_TEXT_SIZE || strlen (uri) >= MAX_ARGUMENT)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, 0,
                           _("A server of tincan-cli cannot greet with so many bytes"));
      return NULL;
    }

  quoted = quote (uri);

  return g_strdup_printf ("tincan-cli %s", quoted);
}

/* What a program reads at once is a datagram. */
static gboolean
check_datagram (TinShellTool   tool,
                gsize          size,
                GError       **error)
{
  static const gsize limits[TIN_N_SHELL_TOOLS] = { MAX_NC_DATAGRAM, G_MAXSIZE, MAX_TINCAN_DATAGRAM };
  static const char *const names[TIN_N_SHELL_TOOLS] = { "nc", "socat", "tincan-cli" };

  if (size == 0 && tool != TIN_SHELL_SOCAT)
    {
      /* Translators: the name of a program */
      tin_set_codec_error (error, TIN_CODEC_ERROR_UNSUPPORTED, 0, _("%s cannot send an empty datagram; socat can"),
                           names[tool]);
      return FALSE;
    }

  if (size > limits[tool])
    {
      /* Translators: the name of a program, and a number of bytes */
      tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, 0,
                           _("%1$s cannot send a datagram of more than %2$u bytes; socat can"),
                           names[tool], (guint) limits[tool]);
      return FALSE;
    }

  return TRUE;
}

static char *
write_pipeline (TinShellTool       tool,
                const TinEndpoint *endpoint,
                const guint8      *data,
                gsize              size)
{
  g_autofree char *print = tin_shell_printf (data, size);
  g_autofree char *send = NULL;

  if (tool == TIN_SHELL_NC)
    send = write_nc (endpoint);
  else if (tool == TIN_SHELL_SOCAT)
    send = write_socat (endpoint);
  else
    send = write_tincan (endpoint);

  if (is_udp (endpoint) && size == 0)
    return g_strdup_printf ("%s,shut-null </dev/null", send);

  /* The pieces have to be one again before they are a datagram. */
  if (is_udp (endpoint) && size > PIECE_SIZE)
    return g_strdup_printf ("%s | dd bs=65536 iflag=fullblock 2>/dev/null | %s", print, send);

  return g_strdup_printf ("%s | %s", print, send);
}

/**
 * tin_shell_command:
 * @tool: a program
 * @endpoint: where the bytes go: a client of TCP or UDP sends them there, a server of
 *   TCP listens there and sends them to who connects; the rest of it does not matter
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 * @error: return location for an error
 *
 * Writes what can be pasted into a terminal to send bytes once more: over TCP as a
 * stream that ends after them, over UDP as one datagram.
 *
 * Fails with %TIN_CODEC_ERROR_TOO_LARGE or %TIN_CODEC_ERROR_UNSUPPORTED where the
 * program cannot do that.
 *
 * Returns: (transfer full) (nullable): printable ASCII (if the host is) without a
 *   newline at its end
 */
char *
tin_shell_command (TinShellTool        tool,
                   const TinEndpoint  *endpoint,
                   const guint8       *data,
                   gsize               size,
                   GError            **error)
{
  g_return_val_if_fail (tool < TIN_N_SHELL_TOOLS, NULL);
  g_return_val_if_fail (endpoint != NULL, NULL);
  g_return_val_if_fail (!is_udp (endpoint) || !listens (endpoint), NULL);
  g_return_val_if_fail (data != NULL || size == 0, NULL);

  if (is_udp (endpoint) && !check_datagram (tool, size, error))
    return NULL;

  if (tool == TIN_SHELL_TINCAN && listens (endpoint))
    return write_tincan_server (endpoint, data, size, error);

  return write_pipeline (tool, endpoint, data, size);
}
