/* tin-sockaddr.c: between the kernel's socket addresses and ours, without an allocation.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-sockaddr.h"

#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

/**
 * tin_sockaddr_to_address:
 * @from: an address that the kernel filled in
 * @address: (out): the same in our form; unset if FALSE is returned
 *
 * IPv4-mapped IPv6 addresses (RFC 4291 section 2.5.5.2) become IPv4.
 *
 * Returns: FALSE for a family that is neither IPv4 nor IPv6
 */
gboolean
tin_sockaddr_to_address (const struct sockaddr_storage *from,
                         TinAddress                    *address)
{
  const struct sockaddr_in *v4 = (const struct sockaddr_in *) from;
  const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *) from;

  memset (address, 0, sizeof *address);

  if (from->ss_family == AF_INET)
    {
      address->family = TIN_FAMILY_IPV4;
      address->port = g_ntohs (v4->sin_port);
      memcpy (address->bytes, &v4->sin_addr, 4);
      return TRUE;
    }

  if (from->ss_family != AF_INET6)
    return FALSE;

  address->port = g_ntohs (v6->sin6_port);

  if (IN6_IS_ADDR_V4MAPPED (&v6->sin6_addr))
    {
      address->family = TIN_FAMILY_IPV4;
      memcpy (address->bytes, v6->sin6_addr.s6_addr + 12, 4);
      return TRUE;
    }

  address->family = TIN_FAMILY_IPV6;
  memcpy (address->bytes, &v6->sin6_addr, 16);
  if (IN6_IS_ADDR_LINKLOCAL (&v6->sin6_addr))
    address->scope = v6->sin6_scope_id;

  return TRUE;
}

/**
 * tin_sockaddr_from_address:
 * @address: an address that is set
 * @mapped: whether an IPv4 address is for a dual-stack IPv6 socket
 * @to: (out): the same in the kernel's form
 *
 * Returns: how many bytes of @to count
 */
socklen_t
tin_sockaddr_from_address (const TinAddress        *address,
                           gboolean                 mapped,
                           struct sockaddr_storage *to)
{
  struct sockaddr_in *v4 = (struct sockaddr_in *) to;
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *) to;

  memset (to, 0, sizeof *v6);

  if (address->family == TIN_FAMILY_IPV4 && !mapped)
    {
      v4->sin_family = AF_INET;
      v4->sin_port = g_htons (address->port);
      memcpy (&v4->sin_addr, address->bytes, 4);
      return sizeof *v4;
    }

  v6->sin6_family = AF_INET6;
  v6->sin6_port = g_htons (address->port);

  if (address->family == TIN_FAMILY_IPV4)
    {
      v6->sin6_addr.s6_addr[10] = 0xff;
      v6->sin6_addr.s6_addr[11] = 0xff;
      memcpy (v6->sin6_addr.s6_addr + 12, address->bytes, 4);
    }
  else
    {
      memcpy (&v6->sin6_addr, address->bytes, 16);
      v6->sin6_scope_id = address->scope;
    }

  return sizeof *v6;
}

/**
 * tin_sockaddr_get_local:
 * @fd: a bound socket
 * @address: (out): the address it is bound to, with the effective port
 *
 * Returns: FALSE if the kernel does not tell
 */
gboolean
tin_sockaddr_get_local (int         fd,
                        TinAddress *address)
{
  struct sockaddr_storage storage = { 0 };
  socklen_t size = sizeof storage;

  memset (address, 0, sizeof *address);

  return getsockname (fd, (struct sockaddr *) &storage, &size) == 0 &&
         tin_sockaddr_to_address (&storage, address);
}

/**
 * tin_sockaddr_get_peer:
 * @fd: a connected socket
 * @address: (out): the address at the other end
 *
 * Returns: FALSE if the kernel does not tell: after a reset it has forgotten
 */
gboolean
tin_sockaddr_get_peer (int         fd,
                       TinAddress *address)
{
  struct sockaddr_storage storage = { 0 };
  socklen_t size = sizeof storage;

  memset (address, 0, sizeof *address);

  return getpeername (fd, (struct sockaddr *) &storage, &size) == 0 &&
         tin_sockaddr_to_address (&storage, address);
}

/**
 * tin_address_is_on_this_host:
 * @address: any address
 *
 * Asks the kernel from where it would send to @address: from there itself if it is ours. Sends nothing.
 *
 * Returns: whether it is an address of this machine
 */
gboolean
tin_address_is_on_this_host (const TinAddress *address)
{
  struct sockaddr_storage native;
  TinAddress source;
  socklen_t size;
  gboolean is_same;
  int fd;

  if (tin_address_is_loopback (address))
    return TRUE;

  size = tin_sockaddr_from_address (address, FALSE, &native);
  fd = socket (native.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return FALSE;

  is_same = connect (fd, (struct sockaddr *) &native, size) == 0 && tin_sockaddr_get_local (fd, &source) &&
            memcmp (source.bytes, address->bytes, sizeof source.bytes) == 0;
  close (fd);

  return is_same;
}
