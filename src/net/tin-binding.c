/* tin-binding.c: the sockets that listen where a host says.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-binding.h"

#include "net/tin-sockaddr.h"
#include "net/tin-socket-groups.h"
#include "net/tin-socket-options.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <string.h>

#define MAX_ROUNDS 16 /* to find a port that is free on every address */

static void
set_bind_error (GError           **error,
                TinTransport       transport,
                const TinAddress  *address,
                int                error_number)
{
  char buffer[TIN_ADDRESS_STRING_SIZE];
  const char *where = tin_address_format (address, buffer);
  const char *format;

  switch (error_number)
    {
    case EADDRINUSE:
      format = transport == TIN_TRANSPORT_TCP
               /* Translators: an address and port */
               ? _("Another program uses TCP %s already.")
               /* Translators: an address and port */
               : _("Another program uses UDP %s already.");
      break;

    case EADDRNOTAVAIL:
      /* Translators: an address and port */
      format = _("Cannot listen on %s: this machine does not have that address.");
      break;

    case EACCES:
    case EPERM:
      /* Translators: an address and port */
      format = _("You are not allowed to listen on %s.");
      break;

    default:
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (error_number),
                   /* Translators: an address and port, and what the system says */
                   _("Cannot listen on %s: %s."), where, g_strerror (error_number));
      return;
    }

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (error_number), format, where);
#pragma GCC diagnostic pop
}

static gboolean
set_options (GSocket            *socket,
             const TinEndpoint  *endpoint,
             const TinAddress   *address,
             GPtrArray          *notes,
             GError            **error)
{
  gboolean is_v6 = address->family == TIN_FAMILY_IPV6;

  g_socket_set_blocking (socket, FALSE);

  /* Not left to the system's default: “[::]” serves both, a literal its own kind alone. */
  if (is_v6 && !g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, !tin_address_is_any (address), error))
    return FALSE;

  /* Reuse of a UDP port would let two programs share it in silence. */
  if (endpoint->transport == TIN_TRANSPORT_TCP && !g_socket_set_option (socket, SOL_SOCKET, SO_REUSEADDR, 1, error))
    return FALSE;

  return tin_socket_options_set (g_socket_get_fd (socket), is_v6, endpoint, notes, error);
}

/* bind(2) and listen(2) themselves, as GSocket keeps too little of their errors. */
static GSocket *
open_socket (TinBinding         *self,
             const TinEndpoint  *endpoint,
             const TinAddress   *address,
             int                *error_number,
             GError            **error)
{
  gboolean is_stream = endpoint->transport == TIN_TRANSPORT_TCP;
  struct sockaddr_storage native;
  socklen_t native_size = tin_sockaddr_from_address (address, FALSE, &native);
  g_autoptr (GSocket) socket = NULL;

  errno = 0;
  socket = g_socket_new (address->family == TIN_FAMILY_IPV4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6,
                         is_stream ? G_SOCKET_TYPE_STREAM : G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  *error_number = errno;
  if (socket == NULL || !set_options (socket, endpoint, address, self->notes, error))
    return NULL;

  if (bind (g_socket_get_fd (socket), (struct sockaddr *) &native, native_size) != 0)
    {
      *error_number = errno;
      set_bind_error (error, endpoint->transport, address, *error_number);
      return NULL;
    }

  if (is_stream && !tin_socket_options_listen (g_socket_get_fd (socket), endpoint, self->notes))
    {
      *error_number = errno;
      set_bind_error (error, endpoint->transport, address, *error_number);
      return NULL;
    }

  *error_number = 0;
  if (!tin_socket_groups_join (socket, endpoint, error))
    return NULL;

  return g_steal_pointer (&socket);
}

/* Whether the machine lacks this kind of address, which is no reason not to listen on the other. */
static gboolean
is_missing (int error_number)
{
  return error_number == EAFNOSUPPORT || error_number == EADDRNOTAVAIL || error_number == EPFNOSUPPORT;
}

static void
note_missing (TinBinding       *self,
              const TinAddress *address)
{
  char buffer[TIN_ADDRESS_STRING_SIZE];

  g_ptr_array_add (self->notes,
                   /* Translators: an address and port */
                   g_strdup_printf (_("Not listening on %s, which this machine does not have."),
                                    tin_address_format (address, buffer)));
}

static void
start_over (TinBinding *self)
{
  tin_binding_clear (self);
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->addresses = g_array_new (FALSE, TRUE, sizeof (TinAddress));
  self->notes = g_ptr_array_new_with_free_func (g_free);
}

static gboolean
holds (TinBinding       *self,
       const TinAddress *wanted)
{
  for (guint i = 0; i < self->addresses->len; i++)
    if (tin_address_equal (&g_array_index (self->addresses, TinAddress, i), wanted))
      return TRUE;

  return FALSE;
}

/* One round: the first address chooses the port if none is asked for, the others take the same. */
static gboolean
open_all (TinBinding         *self,
          const TinEndpoint  *endpoint,
          GArray             *addresses,
          int                *error_number,
          GError            **error)
{
  g_autoptr (GError) first_error = NULL;

  start_over (self);

  for (guint i = 0; i < addresses->len; i++)
    {
      TinAddress address = g_array_index (addresses, TinAddress, i);
      g_autoptr (GSocket) socket = NULL;
      g_autoptr (GError) own_error = NULL;

      address.port = self->addresses->len > 0 ? g_array_index (self->addresses, TinAddress, 0).port : endpoint->port;
      if (holds (self, &address))
        continue;

      socket = open_socket (self, endpoint, &address, error_number, &own_error);

      if (socket != NULL)
        {
          tin_sockaddr_get_local (g_socket_get_fd (socket), &address);
          g_array_append_val (self->addresses, address);
          g_ptr_array_add (self->sockets, g_steal_pointer (&socket));
        }
      else if (!is_missing (*error_number))
        {
          g_propagate_error (error, g_steal_pointer (&own_error));
          return FALSE;
        }
      else
        {
          note_missing (self, &address);
          if (first_error == NULL)
            first_error = g_steal_pointer (&own_error);
        }
    }

  if (self->sockets->len == 0)
    g_propagate_error (error, g_steal_pointer (&first_error));

  return self->sockets->len > 0;
}

/**
 * tin_binding_open:
 * @self: (out): the sockets; to be cleared in either case
 * @endpoint: a server's: stream or datagrams, the port, 0 for any that is free on all of
 *   @addresses, and how the sockets are set up
 * @addresses: (element-type TinAddress): where to listen, at least one
 * @error: return location for an error of %G_IO_ERROR, a full clause
 *
 * "::" takes IPv4, too; every other address its own kind alone. An address of a kind
 * that the machine does not have is left out as long as another remains. TCP
 * addresses are reused at once after a restart, UDP ports are never shared. Multicast
 * groups of the endpoint are joined.
 */
gboolean
tin_binding_open (TinBinding         *self,
                  const TinEndpoint  *endpoint,
                  GArray             *addresses,
                  GError            **error)
{
  memset (self, 0, sizeof *self);

  for (int round = 1;; round++)
    {
      g_autoptr (GError) own_error = NULL;
      int error_number = 0;

      if (open_all (self, endpoint, addresses, &error_number, &own_error))
        return TRUE;

      if (endpoint->port != 0 || error_number != EADDRINUSE || round == MAX_ROUNDS)
        {
          tin_binding_clear (self);
          g_propagate_error (error, g_steal_pointer (&own_error));
          return FALSE;
        }
    }
}

void
tin_binding_clear (TinBinding *self)
{
  g_clear_pointer (&self->sockets, g_ptr_array_unref);
  g_clear_pointer (&self->addresses, g_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
}
