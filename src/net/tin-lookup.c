/* tin-lookup.c: the addresses that a host stands for.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-lookup.h"

#include <glib/gi18n-lib.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

/* RFC 6761 section 6.3: nobody is asked what it means. */
gboolean
tin_host_is_localhost (const char *host)
{
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static void
append_bytes (GArray        *addresses,
              TinFamily      family,
              const guint8  *bytes)
{
  TinAddress address = { .family = family };

  memcpy (address.bytes, bytes, family == TIN_FAMILY_IPV4 ? 4 : 16);
  g_array_append_val (addresses, address);
}

static GArray *
new_addresses (void)
{
  return g_array_new (FALSE, TRUE, sizeof (TinAddress));
}

static GArray *
list_localhost (void)
{
  static const guint8 v4[4] = { 127, 0, 0, 1 };
  static const guint8 v6[16] = { [15] = 1 };
  GArray *addresses = new_addresses ();

  append_bytes (addresses, TIN_FAMILY_IPV4, v4);
  append_bytes (addresses, TIN_FAMILY_IPV6, v6);

  return addresses;
}

static gboolean
is_link_local (const TinAddress *address)
{
  return address->family == TIN_FAMILY_IPV6 && address->bytes[0] == 0xfe && (address->bytes[1] & 0xc0) == 0x80;
}

/**
 * tin_host_to_address:
 * @host: what a user wrote
 * @address: (out): the address it is, with port 0
 * @error: return location for an error of %G_IO_ERROR
 *
 * For literal addresses alone (RFC 4291 section 2.2, RFC 4007 section 11 for the zone after "%").
 *
 * Returns: whether @host is a literal address that can be used. If not, an error
 *   means that it is one that cannot, and no error that it is a name
 */
gboolean
tin_host_to_address (const char  *host,
                     TinAddress  *address,
                     GError     **error)
{
  g_autoptr (GInetAddress) inet = NULL;
  g_auto (GStrv) parts = g_strsplit (host, "%", 2);

  memset (address, 0, sizeof *address);

  if (parts[0] == NULL || (inet = g_inet_address_new_from_string (parts[0])) == NULL)
    return FALSE;

  address->family = g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV4 ? TIN_FAMILY_IPV4 : TIN_FAMILY_IPV6;
  memcpy (address->bytes, g_inet_address_to_bytes (inet), g_inet_address_get_native_size (inet));

  if (parts[1] != NULL)
    {
      address->scope = if_nametoindex (parts[1]);
      if (address->scope == 0)
        address->scope = (guint32) strtoul (parts[1], NULL, 10);
      if (address->scope == 0)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       /* Translators: a name such as eth0 */
                       _("This machine has no network interface “%s”."), parts[1]);
          return FALSE;
        }
    }

  if (is_link_local (address) && address->scope == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   /* Translators: an address, twice. The second shows how it is to be written. */
                   _("%s is a link-local address, which says nothing without its interface: "
                     "write it as in %s%%eth0."), host, host);
      return FALSE;
    }

  /* Only where it means something does it count. */
  if (!is_link_local (address))
    address->scope = 0;

  return TRUE;
}

static void
lookup_ready_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GArray) addresses = new_addresses ();
  GError *error = NULL;
  GList *found = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &error);

  for (GList *each = found; each != NULL; each = each->next)
    {
      GInetAddress *inet = each->data;

      append_bytes (addresses,
                    g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV4 ? TIN_FAMILY_IPV4 : TIN_FAMILY_IPV6,
                    g_inet_address_to_bytes (inet));
    }

  g_resolver_free_addresses (found);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&addresses), (GDestroyNotify) g_array_unref);
}

/**
 * tin_lookup_async:
 * @host: a name, or a literal address without brackets
 * @cancellable: the way to bound it: names can take for ever
 * @callback: called in the thread-default context
 * @user_data: for @callback
 *
 * Asks the resolver for what is neither a literal address nor localhost.
 */
void
tin_lookup_async (const char          *host,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GResolver) resolver = NULL;
  g_autoptr (GArray) addresses = NULL;
  GError *error = NULL;
  TinAddress address;

  g_task_set_source_tag (task, tin_lookup_async);

  if (tin_host_is_localhost (host))
    addresses = list_localhost ();
  else if (tin_host_to_address (host, &address, &error))
    g_array_append_val (addresses = new_addresses (), address);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (addresses != NULL)
    {
      g_task_return_pointer (task, g_steal_pointer (&addresses), (GDestroyNotify) g_array_unref);
      return;
    }

  resolver = g_resolver_get_default ();
  g_resolver_lookup_by_name_async (resolver, host, cancellable, lookup_ready_cb, g_steal_pointer (&task));
}

/**
 * tin_lookup_finish:
 * @result: the result
 * @error: return location for an error of %G_RESOLVER_ERROR or %G_IO_ERROR
 *
 * Returns: (transfer full) (element-type TinAddress): at least one address with port 0, in
 *   the resolver's order
 */
GArray *
tin_lookup_finish (GAsyncResult  *result,
                   GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tin_lookup_explain:
 * @host: what was looked up
 * @deadline: what bounded it
 * @error: (inout): what came of it; keeps its domain and code, but its message becomes
 *   a full clause for the user. When @deadline is over, it becomes %G_IO_ERROR_TIMED_OUT
 */
void
tin_lookup_explain (const char         *host,
                    const TinDeadline  *deadline,
                    GError            **error)
{
  GError *old = *error;

  if (tin_deadline_is_over (deadline))
    *error = g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                          /* Translators: the name of a host */
                          _("The address of “%s” could not be found out in time."), host);
  else if (g_error_matches (old, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    *error = g_error_new (old->domain, old->code,
                          /* Translators: the name of a host */
                          _("There is no host named “%s”."), host);
  else if (g_error_matches (old, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE))
    *error = g_error_new (old->domain, old->code,
                          /* Translators: the name of a host */
                          _("No name server answers for “%s” at present."), host);
  else if (old->domain == G_RESOLVER_ERROR)
    *error = g_error_new (old->domain, old->code,
                          /* Translators: the name of a host, and what went wrong */
                          _("The address of “%s” cannot be found out: %s"), host, old->message);
  else
    return;

  g_error_free (old);
}
