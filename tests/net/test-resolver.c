/* test-resolver.c: names that the system's resolver does not find.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-resolver.h"

/* Knows no name, as GIO's resolver does where loopback is the only interface. */

#define DEAF_TYPE_RESOLVER (deaf_resolver_get_type ())

G_DECLARE_FINAL_TYPE (DeafResolver, deaf_resolver, DEAF, RESOLVER, GResolver)

struct _DeafResolver
{
  GResolver      parent_instance;

  GResolverError code;
  guint          n_asked;
};

G_DEFINE_FINAL_TYPE (DeafResolver, deaf_resolver, G_TYPE_RESOLVER)

static GList *
deaf_resolver_lookup (GResolver * resolver,
                      const char                *name,
                      GResolverNameLookupFlags flags,
                      GCancellable * cancellable,
                      GError * *error)
{
  DeafResolver *self = DEAF_RESOLVER (resolver);

  self->n_asked++;
  g_set_error_literal (error, G_RESOLVER_ERROR, self->code, "asked in vain");

  return NULL;
}

static void
deaf_resolver_lookup_async (GResolver                *resolver,
                            const char               *name,
                            GResolverNameLookupFlags  flags,
                            GCancellable             *cancellable,
                            GAsyncReadyCallback       callback,
                            gpointer                  user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GError *error = NULL;

  deaf_resolver_lookup (resolver, name, flags, cancellable, &error);
  g_task_return_error (task, error);
}

static GList *
deaf_resolver_lookup_finish (GResolver     *resolver,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GList *
deaf_resolver_lookup_any (GResolver     *resolver,
                          const char    *name,
                          GCancellable  *cancellable,
                          GError       **error)
{
  return deaf_resolver_lookup (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, cancellable, error);
}

static void
deaf_resolver_class_init (DeafResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name = deaf_resolver_lookup_any;
  resolver_class->lookup_by_name_with_flags = deaf_resolver_lookup;
  resolver_class->lookup_by_name_with_flags_async = deaf_resolver_lookup_async;
  resolver_class->lookup_by_name_with_flags_finish = deaf_resolver_lookup_finish;
}

static void
deaf_resolver_init (DeafResolver *self)
{
  self->code = G_RESOLVER_ERROR_NOT_FOUND;
}

typedef struct
{
  DeafResolver *system;
  GResolver    *resolver;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->system = g_object_new (DEAF_TYPE_RESOLVER, NULL);
  self->resolver = tin_resolver_new (G_RESOLVER (self->system));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  /* The thread of a lookup may hold on to them for a moment. */
  g_object_unref (self->resolver);
  g_object_unref (self->system);
}

/* An address in the manner of inet_aton(3): getaddrinfo() knows it without a file or a server,
 * and GIO's own resolver says that there is no such name. GIO answers it before a resolver is
 * asked, therefore the class is called itself. */
#define KNOWN_NAME "127.1"

static void
assert_is_loopback (GList *addresses)
{
  g_assert_nonnull (addresses);
  for (GList *l = addresses; l != NULL; l = l->next)
    g_assert_true (g_inet_address_get_is_loopback (l->data));
}

static void
test_hosts_file (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  GList *addresses = G_RESOLVER_GET_CLASS (self->resolver)->lookup_by_name (self->resolver, KNOWN_NAME, NULL, &error);

  g_assert_no_error (error);
  assert_is_loopback (addresses);
  g_resolver_free_addresses (addresses);
}

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
test_hosts_file_async (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GResolverClass *resolver_class = G_RESOLVER_GET_CLASS (self->resolver);
  GList *addresses;

  resolver_class->lookup_by_name_with_flags_async (self->resolver, KNOWN_NAME, G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY,
                                                   NULL, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  addresses = resolver_class->lookup_by_name_with_flags_finish (self->resolver, result, &error);
  g_assert_no_error (error);
  assert_is_loopback (addresses);
  g_assert_cmpint (g_inet_address_get_family (addresses->data), ==, G_SOCKET_FAMILY_IPV4);
  g_resolver_free_addresses (addresses);
}

static void
test_unknown (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  /* A label of 64 letters is refused by getaddrinfo() itself: nobody outside is asked. */
  g_assert_null (g_resolver_lookup_by_name (self->resolver,
                                            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                                            NULL, &error));
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "asked in vain");
  g_assert_cmpuint (self->system->n_asked, ==, 1);
}

static void
test_other_failure (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->system->code = G_RESOLVER_ERROR_TEMPORARY_FAILURE;
  g_assert_null (g_resolver_lookup_by_name (self->resolver, "name.invalid", NULL, &error));
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE);
  g_assert_cmpuint (self->system->n_asked, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/resolver/finds-what-the-hosts-file-has", Fixture, NULL, set_up, test_hosts_file, tear_down);
  g_test_add ("/resolver/finds-it-without-blocking", Fixture, NULL, set_up, test_hosts_file_async, tear_down);
  g_test_add ("/resolver/keeps-the-reason-when-nobody-knows", Fixture, NULL, set_up, test_unknown, tear_down);
  g_test_add ("/resolver/does-not-hide-another-failure", Fixture, NULL, set_up, test_other_failure, tear_down);

  return g_test_run ();
}
