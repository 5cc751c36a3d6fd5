/* tin-socket-groups.c: the multicast groups of an endpoint, on a socket.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-socket-groups.h"

#include "codec/tin-groups.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* Headers of libraries may be older than the kernel's (linux/in6.h). */
#ifndef IPV6_MULTICAST_ALL
#define IPV6_MULTICAST_ALL 29
#endif

#define LIMIT      "net.ipv4.igmp_max_memberships"
#define LIMIT_FILE "/proc/sys/net/ipv4/igmp_max_memberships"

/**
 * tin_socket_groups_refuse_others:
 * @fd: a socket for datagrams that is not bound yet
 * @is_v6: whether it is an IPv6 socket
 * @endpoint: what it is for
 *
 * A socket with groups gets what was sent to these; else it would get what any other of this computer has joined
 * (ip(7), IP_MULTICAST_ALL). Where the kernel cannot, as for IPv6 before Linux 4.20, it gets that as well. A socket without
 * groups stays as it is.
 */
void
tin_socket_groups_refuse_others (int                fd,
                                 gboolean           is_v6,
                                 const TinEndpoint *endpoint)
{
  g_auto (GStrv) groups = tin_groups_split (endpoint);
  int off = 0;

  if (groups[0] == NULL)
    return;

  setsockopt (fd, IPPROTO_IP, IP_MULTICAST_ALL, &off, sizeof off);
  if (is_v6)
    setsockopt (fd, IPPROTO_IPV6, IPV6_MULTICAST_ALL, &off, sizeof off);
}

/* How many groups of IPv4 the system lets a socket join; 0 when it does not say. */
static guint
get_limit (void)
{
  g_autofree char *text = NULL;
  guint64 limit = 0;

  if (!g_file_get_contents (LIMIT_FILE, &text, NULL, NULL) ||
      !g_ascii_string_to_unsigned (g_strchomp (text), 10, 0, G_MAXINT, &limit, NULL))
    return 0;

  return limit;
}

/* @n_joined: groups of IPv4. What GLib says is a sentence of its own. */
static void
set_error (GError       **error,
           GInetAddress  *address,
           const char    *interface,
           guint          n_joined,
           const GError  *cause)
{
  const guint limit = get_limit ();
  g_autofree char *group = g_inet_address_to_string (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 && limit > 0 && n_joined >= limit)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 /* Translators: a multicast address, a number, and the name of a setting of the kernel */
                 g_dngettext (GETTEXT_PACKAGE,
                              "The group %1$s cannot be joined: a socket joins at most %2$u group of IPv4. "
                              "The limit of the system is sysctl %3$s.",
                              "The group %1$s cannot be joined: a socket joins at most %2$u groups of IPv4. "
                              "The limit of the system is sysctl %3$s.", limit),
                 group, limit, LIMIT);
  else if (interface != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 /* Translators: a multicast address, the name of a network interface such as eth0, and what the system says */
                 _("The group %1$s cannot be joined on %2$s. (%3$s)"), group, interface, cause->message);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 /* Translators: a multicast address, and what the system says; interface is a name */
                 _("The group %1$s cannot be joined. (%2$s) The option interface says on which network interface."),
                 group, cause->message);
}

/**
 * tin_socket_groups_join:
 * @socket: bound, for datagrams if it is to join any
 * @endpoint: a server's, of which tin_groups_check() holds
 * @error: return location for %G_IO_ERROR_NOT_SUPPORTED, full clauses that name the group
 *
 * Joins all groups of the endpoint, from any source, on its network interface or the one that the system's routes name
 * (RFC 3376, RFC 3810). They are left when the socket is closed.
 *
 * Returns: whether it joined them all
 */
gboolean
tin_socket_groups_join (GSocket            *socket,
                        const TinEndpoint  *endpoint,
                        GError            **error)
{
  const char *name = endpoint->options[TIN_OPTION_INTERFACE].text;
  const char *interface = name[0] != '\0' ? name : NULL;
  g_auto (GStrv) groups = tin_groups_split (endpoint);
  guint n_joined = 0;

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (GInetAddress) group = g_inet_address_new_from_string (groups[i]);
      g_autoptr (GError) cause = NULL;

      if (!g_socket_join_multicast_group (socket, group, FALSE, interface, &cause))
        {
          set_error (error, group, interface, n_joined, cause);
          return FALSE;
        }

      n_joined += g_inet_address_get_family (group) == G_SOCKET_FAMILY_IPV4;
    }

  return TRUE;
}
