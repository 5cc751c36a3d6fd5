/* tin-endpoint.h: where and how to talk: transport, role, host, port and options, as a URI and as a struct.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "codec/tin-framing.h"
#include "codec/tin-line-ending.h"
#include "codec/tin-option.h"

G_BEGIN_DECLS

typedef enum
{
  TIN_TRANSPORT_TCP,
  TIN_TRANSPORT_UDP,
} TinTransport;

typedef enum
{
  TIN_ROLE_SERVER,
  TIN_ROLE_CLIENT,
} TinRole;

typedef enum
{
  TIN_REPLY_NONE,
  TIN_REPLY_ECHO,
  TIN_REPLY_GREETING,
} TinReply;

#define TIN_N_TRANSPORTS (TIN_TRANSPORT_UDP + 1)
#define TIN_N_ROLES      (TIN_ROLE_CLIENT + 1)
#define TIN_N_REPLIES    (TIN_REPLY_GREETING + 1)

#define TIN_ENDPOINT_DEFAULT_CONNECT_TIMEOUT 15   /* seconds */
#define TIN_ENDPOINT_MAX_CONNECT_TIMEOUT     3600 /* seconds */
#define TIN_ENDPOINT_DEFAULT_BACKLOG         4096 /* connections that wait to be accepted; the usual 10 stalls bursts for seconds */
#define TIN_ENDPOINT_MAX_HOST_SIZE           253  /* bytes, RFC 1035 section 2.3.4 */
#define TIN_ENDPOINT_MAX_TEXT_SIZE           (64 * 1024)   /* bytes of a greeting, first message or goodbye */
#define TIN_ENDPOINT_MAX_URI_SIZE            (1024 * 1024) /* bytes, more than any endpoint's canonical form */

/**
 * TinEndpoint:
 * @host: (not nullable): a name or a literal address without brackets, with its
 *   zone id after "%"; for a server the address to listen on, never empty
 * @port: 0 for a server means any free port
 * @greeting: what a server with %TIN_REPLY_GREETING sends first, as UTF-8 text or raw bytes
 * @first_message: what a client sends as soon as it is connected
 * @goodbye: the word that ends a conversation; empty for none
 * @line_ending: added to what a user types or pipes in, to nothing else
 * @encoding: an iconv name, "UTF-8" unless told
 * @framing_in: where what is received is cut into messages
 * @framing_out: where what is sent is
 * @options: a value for each #TinOption; those that do not apply have no effect
 *
 * A plain value: whoever holds a copy may change it. What crosses a thread is a
 * copy that nobody changes any more.
 *
 * @greeting, @first_message and @goodbye are what was written in the URI, with
 * the percent signs decoded. tin_endpoint_encode() says what goes on the wire.
 */
typedef struct
{
  TinTransport   transport;
  TinRole        role;
  char          *host;                  /* (owned) */
  guint16        port;
  TinReply       reply;
  GBytes        *greeting;              /* (owned) never NULL, may be empty */
  gboolean       close_after_greeting;
  GBytes        *first_message;         /* (owned) never NULL, may be empty */
  GBytes        *goodbye;               /* (owned) never NULL, may be empty */
  TinLineEnding  line_ending;
  char          *encoding;              /* (owned) */
  TinFraming     framing_in;
  TinFraming     framing_out;
  TinOptionValue options[TIN_N_OPTIONS]; /* (owned) */
} TinEndpoint;

#define TIN_TYPE_ENDPOINT (tin_endpoint_get_type ())

GType        tin_endpoint_get_type    (void);

TinEndpoint *tin_endpoint_new         (TinTransport        transport,
                                       TinRole             role,
                                       const char         *host,
                                       guint16             port);

TinEndpoint *tin_endpoint_parse       (const char         *uri,
                                       GError            **error);

TinEndpoint *tin_endpoint_copy        (const TinEndpoint  *self);

void         tin_endpoint_free        (TinEndpoint        *self);

char        *tin_endpoint_to_uri      (const TinEndpoint  *self);

char        *tin_endpoint_to_short_uri (const TinEndpoint *self);

gboolean     tin_endpoint_equal       (const TinEndpoint  *a,
                                       const TinEndpoint  *b);

GBytes      *tin_endpoint_encode      (const TinEndpoint  *self,
                                       GBytes             *written,
                                       GError            **error);

const char  *tin_endpoint_get_scheme  (TinTransport        transport,
                                       TinRole             role);

gboolean     tin_option_applies       (TinOption           self,
                                       TinTransport        transport,
                                       TinRole             role);

gboolean     tin_host_check           (const char         *host,
                                       GError            **error);

gboolean     tin_host_is_loopback     (const char         *host);

gboolean     tin_host_is_literal      (const char         *host);

const char  *tin_transport_get_nick   (TinTransport        self);

const char  *tin_reply_get_nick       (TinReply            self);

gboolean     tin_reply_from_nick      (const char         *nick,
                                       TinReply           *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinEndpoint, tin_endpoint_free)

G_END_DECLS
