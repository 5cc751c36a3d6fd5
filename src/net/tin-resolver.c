/* tin-resolver.c: names that this machine knows by itself, on a machine without a network, too.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-resolver.h"

#include <netdb.h>
#include <sys/socket.h>

/**
 * TinResolver:
 *
 * Asks the system's resolver, and where that one knows no such name, getaddrinfo(3) once more
 * without AI_ADDRCONFIG. With that flag, which GIO always sets, a machine whose only interface
 * is the loopback one cannot resolve its own name, though /etc/hosts has it: the usual
 * state of a laptop without a network, and of a container.
 */
struct _TinResolver
{
  GResolver  parent_instance;

  GResolver *system;  /* (owned) */
};

G_DEFINE_FINAL_TYPE (TinResolver, tin_resolver, G_TYPE_RESOLVER)

typedef struct
{
  char                      *name;    /* (owned) */
  GResolverNameLookupFlags   flags;
  GError                    *error;   /* (owned) (nullable) the system resolver's, kept if we find nothing either */
} Lookup;

static void
lookup_free (Lookup *self)
{
  g_free (self->name);
  g_clear_error (&self->error);
  g_free (self);
}

static void
addresses_free (gpointer data)
{
  g_resolver_free_addresses (data);
}

static int
get_family (GResolverNameLookupFlags flags)
{
  if ((flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY) != 0)
    return AF_INET;
  if ((flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY) != 0)
    return AF_INET6;
  return AF_UNSPEC;
}

/* Blocks. */
static GList *
look_up_plainly (const char               *name,
                 GResolverNameLookupFlags  flags)
{
  const struct addrinfo hints = { .ai_family = get_family (flags), .ai_socktype = SOCK_STREAM };
  struct addrinfo *found = NULL;
  GList *addresses = NULL;

  if (getaddrinfo (name, NULL, &hints, &found) != 0)
    return NULL;

  for (const struct addrinfo *info = found; info != NULL; info = info->ai_next)
    {
      g_autoptr (GSocketAddress) address = g_socket_address_new_from_native (info->ai_addr, info->ai_addrlen);

      if (G_IS_INET_SOCKET_ADDRESS (address))
        addresses = g_list_prepend (addresses,
                                    g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))));
    }
  freeaddrinfo (found);

  return g_list_reverse (addresses);
}

static gboolean
is_unknown (const GError *error)
{
  return g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
}

static GList *
tin_resolver_lookup_by_name_with_flags (GResolver                 *resolver,
                                        const char                *name,
                                        GResolverNameLookupFlags   flags,
                                        GCancellable              *cancellable,
                                        GError                   **error)
{
  TinResolver *self = TIN_RESOLVER (resolver);
  g_autoptr (GError) failure = NULL;
  GList *addresses = g_resolver_lookup_by_name_with_flags (self->system, name, flags, cancellable, &failure);

  if (addresses == NULL && is_unknown (failure))
    addresses = look_up_plainly (name, flags);
  if (addresses == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return addresses;
}

static GList *
tin_resolver_lookup_by_name (GResolver     *resolver,
                             const char    *name,
                             GCancellable  *cancellable,
                             GError       **error)
{
  return tin_resolver_lookup_by_name_with_flags (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT,
                                                 cancellable, error);
}

static void
look_up_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  Lookup *lookup = task_data;
  GList *addresses = look_up_plainly (lookup->name, lookup->flags);

  if (addresses != NULL)
    g_task_return_pointer (task, addresses, addresses_free);
  else
    g_task_return_error (task, g_steal_pointer (&lookup->error));
}

static void
system_ready_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Lookup *lookup = g_task_get_task_data (task);
  GList *addresses = g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (source), result, &lookup->error);

  if (addresses != NULL)
    g_task_return_pointer (task, addresses, addresses_free);
  else if (is_unknown (lookup->error))
    g_task_run_in_thread (task, look_up_in_thread);
  else
    g_task_return_error (task, g_steal_pointer (&lookup->error));
}

static void
tin_resolver_lookup_by_name_with_flags_async (GResolver                *resolver,
                                              const char               *name,
                                              GResolverNameLookupFlags  flags,
                                              GCancellable             *cancellable,
                                              GAsyncReadyCallback       callback,
                                              gpointer                  user_data)
{
  TinResolver *self = TIN_RESOLVER (resolver);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Lookup *lookup = g_new0 (Lookup, 1);

  lookup->name = g_strdup (name);
  lookup->flags = flags;
  g_task_set_source_tag (task, tin_resolver_lookup_by_name_with_flags_async);
  g_task_set_task_data (task, lookup, (GDestroyNotify) lookup_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_resolver_lookup_by_name_with_flags_async (self->system, name, flags, cancellable, system_ready_cb, task);
}

static void
tin_resolver_lookup_by_name_async (GResolver           *resolver,
                                   const char          *name,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  tin_resolver_lookup_by_name_with_flags_async (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT,
                                                cancellable, callback, user_data);
}

static GList *
tin_resolver_lookup_finish (GResolver     *resolver,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, resolver), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
tin_resolver_dispose (GObject *object)
{
  TinResolver *self = TIN_RESOLVER (object);

  g_clear_object (&self->system);

  G_OBJECT_CLASS (tin_resolver_parent_class)->dispose (object);
}

static void
tin_resolver_class_init (TinResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tin_resolver_dispose;

  resolver_class->lookup_by_name = tin_resolver_lookup_by_name;
  resolver_class->lookup_by_name_async = tin_resolver_lookup_by_name_async;
  resolver_class->lookup_by_name_finish = tin_resolver_lookup_finish;
  resolver_class->lookup_by_name_with_flags = tin_resolver_lookup_by_name_with_flags;
  resolver_class->lookup_by_name_with_flags_async = tin_resolver_lookup_by_name_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = tin_resolver_lookup_finish;
}

static void
tin_resolver_init (TinResolver *self)
{
}

/**
 * tin_resolver_new:
 * @system: who is asked first
 *
 * It resolves names to addresses; addresses to names and other records are not its job.
 *
 * Returns: (transfer full): a resolver
 */
GResolver *
tin_resolver_new (GResolver *system)
{
  TinResolver *self;

  g_return_val_if_fail (G_IS_RESOLVER (system), NULL);

  self = g_object_new (TIN_TYPE_RESOLVER, NULL);
  self->system = g_object_ref (system);

  return G_RESOLVER (self);
}

/**
 * tin_resolver_install:
 *
 * Has all of the program resolve names this way. To be called at its start.
 */
void
tin_resolver_install (void)
{
  g_autoptr (GResolver) system = g_resolver_get_default ();
  g_autoptr (GResolver) resolver = NULL;

  if (TIN_IS_RESOLVER (system))
    return;

  resolver = tin_resolver_new (system);
  g_resolver_set_default (resolver);
}
