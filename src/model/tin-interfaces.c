/* tin-interfaces.c: the computer's own addresses and network interfaces.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-interfaces.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

typedef void (*InterfaceFunc) (const struct ifaddrs *interface,
                               gpointer              user_data);

/* Without an answer of the system there are none. */
static void
foreach_interface (InterfaceFunc func,
                   gpointer      user_data)
{
  struct ifaddrs *all = NULL;

  if (getifaddrs (&all) != 0)
    return;

  for (const struct ifaddrs *i = all; i != NULL; i = i->ifa_next)
    if (i->ifa_addr != NULL && (i->ifa_flags & IFF_UP) != 0)
      func (i, user_data);

  freeifaddrs (all);
}

static void
add_once (GPtrArray  *strings,
          const char *string)
{
  if (!g_ptr_array_find_with_equal_func (strings, string, g_str_equal, NULL))
    g_ptr_array_add (strings, g_strdup (string));
}

static void
add_address (const struct ifaddrs *interface,
             gpointer              user_data)
{
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *string = NULL;

  if (interface->ifa_addr->sa_family == AF_INET)
    {
      const struct sockaddr_in *in = (const struct sockaddr_in *) interface->ifa_addr;

      address = g_inet_address_new_from_bytes ((const guint8 *) &in->sin_addr, G_SOCKET_FAMILY_IPV4);
    }
  else if (interface->ifa_addr->sa_family == AF_INET6)
    {
      const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *) interface->ifa_addr;

      address = g_inet_address_new_from_bytes ((const guint8 *) &in6->sin6_addr, G_SOCKET_FAMILY_IPV6);
    }

  if (address == NULL || g_inet_address_get_is_link_local (address))
    return;

  string = g_inet_address_to_string (address);
  add_once (user_data, string);
}

static void
add_name (const struct ifaddrs *interface,
          gpointer              user_data)
{
  if ((interface->ifa_flags & IFF_LOOPBACK) == 0)
    add_once (user_data, interface->ifa_name);
}

static void
find_ipv6 (const struct ifaddrs *interface,
           gpointer              user_data)
{
  gboolean *found = user_data;

  *found |= interface->ifa_addr->sa_family == AF_INET6;
}

/**
 * tin_interfaces_list_addresses:
 *
 * Returns: (transfer full) (element-type utf8): the addresses that a program on this
 *   computer can listen on, but for link-local ones, which need an interface as well
 */
GPtrArray *
tin_interfaces_list_addresses (void)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);

  foreach_interface (add_address, addresses);

  return addresses;
}

/**
 * tin_interfaces_list_names:
 *
 * Returns: (transfer full) (element-type utf8): the interfaces that are up and lead
 *   somewhere else: what may stand after the percent sign of a link-local address
 *   (RFC 4007 section 11)
 */
GPtrArray *
tin_interfaces_list_names (void)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  foreach_interface (add_name, names);

  return names;
}

/**
 * tin_interfaces_have_ipv6:
 *
 * Returns: whether any interface has an IPv6 address; not even loopback has one where
 *   IPv6 is switched off
 */
gboolean
tin_interfaces_have_ipv6 (void)
{
  gboolean found = FALSE;

  foreach_interface (find_ipv6, &found);

  return found;
}
