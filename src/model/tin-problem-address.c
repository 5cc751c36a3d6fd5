/* tin-problem-address.c: failures that come from this computer's own ports and addresses.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-problem-private.h"

#include "model/tin-interfaces.h"
#include "net/tin-port-owner.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#define FIRST_UNPRIVILEGED_PORT 1024
#define MAX_LISTED              6 /* addresses or interfaces in one sentence */

static GInetAddress *
parse_host (TinProblem *self)
{
  return g_inet_address_new_from_string (self->endpoint->host);
}

static char *
join (GPtrArray *strings)
{
  g_ptr_array_set_size (strings, MIN (strings->len, MAX_LISTED));
  g_ptr_array_add (strings, NULL);

  /* Translators: what stands between the items of a list of addresses */
  return g_strjoinv (_(", "), (char **) strings->pdata);
}

static gboolean
explain_in_use (TinProblem *self)
{
  g_auto (TinPortOwner) owner = { 0 };
  guint16 port = self->endpoint->port;

  if (!g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    return FALSE;

  self->free_port = tin_port_find_free (self->endpoint->transport, self->endpoint->host, port);

  /* Translators: protocol, port, address: "TCP port 8080 on 127.0.0.1 is in use" */
  self->title = g_strdup_printf (_("%1$s port %2$u on %3$s is in use"), self->protocol, port, self->endpoint->host);

  if (!tin_port_owner_find (self->endpoint->transport, port, &owner) || owner.program == NULL)
    self->advice = g_strdup (_("Another program holds it. Stop that program, or choose another port."));
  else
    /* Translators: a program's name and the number of its process */
    self->advice = g_strdup_printf (_("%1$s (process %2$u) holds it. Stop that program, or choose another port."),
                                    owner.program, owner.pid);

  return TRUE;
}

static gboolean
explain_forbidden (TinProblem *self)
{
  guint16 port = self->endpoint->port;

  if (!g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return FALSE;

  if (tin_problem_is_server (self) && port > 0 && port < FIRST_UNPRIVILEGED_PORT)
    {
      self->free_port = tin_port_find_free (self->endpoint->transport, self->endpoint->host, 8000);
      /* Translators: protocol, port, address */
      self->title = g_strdup_printf (_("%1$s port %2$u on %3$s is reserved for the system"), self->protocol, port,
                                     self->endpoint->host);
      self->advice = g_strdup (_("Ports below 1024 need administrator rights. Choose a port from 1024 up."));
      return TRUE;
    }

  /* Translators: the placeholder is a protocol with an address: "TCP 127.0.0.1:8080" */
  self->title = g_strdup_printf (_("The system does not allow to use %s"), self->place);
  self->advice = g_strdup (_("A firewall rule of this computer may forbid it, or the address is a broadcast address."));

  return TRUE;
}

/* A zone that is no interface of this computer (RFC 4007 section 11). */
static gboolean
explain_unknown_scope (TinProblem *self)
{
  const char *zone = strchr (self->endpoint->host, '%');
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *list = NULL;

  if (zone == NULL || !g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return FALSE;

  names = tin_interfaces_list_names ();
  list = join (names);

  /* Translators: the name of a network interface, then a protocol with an address */
  self->title = g_strdup_printf (_("This computer has no network interface %1$s, so %2$s cannot be used"), zone + 1,
                                 self->place);
  if (list[0] != '\0')
    /* Translators: the placeholder is a list of names such as eth0 */
    self->advice = g_strdup_printf (_("Name one of these after the percent sign: %s."), list);

  return TRUE;
}

static gboolean
explain_missing_scope (TinProblem *self)
{
  g_autoptr (GInetAddress) address = parse_host (self);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *list = NULL;

  if (address == NULL || !g_inet_address_get_is_link_local (address) ||
      g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return FALSE;

  /* Translators: the placeholder is a protocol with an address: "TCP [fe80::1]:8080" */
  self->title = g_strdup_printf (_("%s is a link-local address, which means nothing without its network interface"),
                                 self->place);

  names = tin_interfaces_list_names ();
  if (names->len == 0)
    {
      self->advice = g_strdup (_("This computer has no network interface that is up."));
      return TRUE;
    }

  list = join (names);
  /* Translators: an address, the name of an interface, and a list of such names */
  self->advice = g_strdup_printf (_("Add the interface after a percent sign, as in %1$s%%%2$s. There are: %3$s."),
                                  self->endpoint->host, (char *) g_ptr_array_index (names, 0), list);

  return TRUE;
}

static gboolean
explain_no_ipv6 (TinProblem *self)
{
  g_autoptr (GInetAddress) address = parse_host (self);

  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return FALSE;

  if (!tin_problem_says (self, EAFNOSUPPORT) && tin_interfaces_have_ipv6 ())
    return FALSE;

  /* Translators: the placeholder is a protocol with an address: "TCP [::1]:8080" */
  self->title = g_strdup_printf (_("IPv6 is switched off on this computer, so %s cannot be used"), self->place);
  self->advice = g_strdup (_("Use an IPv4 address instead, such as 127.0.0.1 for this computer."));

  return TRUE;
}

static gboolean
is_own_address (GPtrArray    *own,
                GInetAddress *address)
{
  g_autofree char *string = g_inet_address_to_string (address);

  return g_inet_address_get_is_any (address) || g_inet_address_get_is_loopback (address) ||
         g_ptr_array_find_with_equal_func (own, string, g_str_equal, NULL);
}

static gboolean
explain_foreign_address (TinProblem *self)
{
  g_autoptr (GInetAddress) address = parse_host (self);
  g_autoptr (GPtrArray) own = NULL;
  g_autofree char *list = NULL;

  if (!tin_problem_is_server (self) || !g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_FAILED))
    return FALSE;

  own = tin_interfaces_list_addresses ();
  if (!tin_problem_says (self, EADDRNOTAVAIL) && (address == NULL || is_own_address (own, address)))
    return FALSE;

  /* Translators: protocol, port, address */
  self->title = g_strdup_printf (_("Nothing can listen on %1$s port %2$u at %3$s, which is no address of this computer"),
                                 self->protocol, self->endpoint->port, self->endpoint->host);
  list = join (own);
  /* Translators: the placeholder is a list of addresses */
  self->advice = g_strdup_printf (_("Its own addresses are: %s. 0.0.0.0 stands for all of them."), list);

  return TRUE;
}

/* In this order: a port that cannot be had comes before what is wrong with the address. */
static const TinProblemExplainFunc explanations[] = {
  explain_in_use,
  explain_forbidden,
  explain_unknown_scope,
  explain_missing_scope,
  explain_no_ipv6,
  explain_foreign_address,
};

/**
 * tin_problem_explain_address:
 * @self: a problem without words
 *
 * Asks the system who holds the port and which addresses and interfaces there are, and puts
 * into words why this address cannot be used here.
 *
 * Returns: whether that is the cause
 */
gboolean
tin_problem_explain_address (TinProblem *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (explanations); i++)
    {
      if (explanations[i] (self))
        return TRUE;
    }

  return FALSE;
}
