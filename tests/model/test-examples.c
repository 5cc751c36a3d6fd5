/* test-examples.c: the ready-made profiles.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-examples.h"

#include <string.h>

/* A resolver with one answer: addresses, none, or silence until it is cancelled. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver          parent_instance;

  const char *const *addresses; /* (nullable) NULL for silence */
  char              *asked;     /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
cancelled_cb (GCancellable *cancellable,
              GTask        *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
}

static void
free_addresses (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

static void
lookup_async (GResolver           *resolver,
              const char          *host_name,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  TestResolver *self = TEST_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GList *addresses = NULL;

  g_free (self->asked);
  self->asked = g_strdup (host_name);

  if (self->addresses == NULL)
    {
      g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), g_steal_pointer (&task), g_object_unref);
      return;
    }

  if (self->addresses[0] == NULL)
    {
      g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "Not found");
      return;
    }

  for (guint i = 0; self->addresses[i] != NULL; i++)
    addresses = g_list_append (addresses, g_inet_address_new_from_string (self->addresses[i]));
  g_task_return_pointer (task, addresses, free_addresses);
}

static GList *
lookup_finish (GResolver     *resolver,
               GAsyncResult  *result,
               GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_finalize (GObject *object)
{
  g_free (TEST_RESOLVER (object)->asked);

  G_OBJECT_CLASS (test_resolver_parent_class)->finalize (object);
}

static void
test_resolver_class_init (TestResolverClass *class)
{
  G_OBJECT_CLASS (class)->finalize = test_resolver_finalize;
  G_RESOLVER_CLASS (class)->lookup_by_name_async = lookup_async;
  G_RESOLVER_CLASS (class)->lookup_by_name_finish = lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

static void
ready_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **out = user_data;

  *out = g_object_ref (result);
}

/* (transfer full) (nullable): what comes of opening an example */
static TinProfile *
open_example (const char         *id,
              const char *const  *addresses,
              GCancellable       *cancellable,
              GError            **error)
{
  g_autoptr (TestResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  const TinExample *example = tin_examples_find (id);

  resolver->addresses = addresses;
  tin_example_open_async (example, "mybox", G_RESOLVER (resolver), cancellable, ready_cb, &result);
  g_assert_null (result);

  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (resolver->asked, ==, example->by_name ? "mybox" : NULL);

  return tin_example_open_finish (result, error);
}

static void
test_are_the_six (void)
{
  static const struct
  {
    const char *id;
    const char *uri;
  } six[] = {
    { "greeting-server",
      "tcp-listen://127.0.0.1:9999?reply=greeting&greeting=Thank%20you%20for%20connecting%0D%0A&close-after-greeting=1" },
    { "one-shot-client", "tcp://127.0.0.1:9999" },
    { "echo-server", "tcp-listen://127.0.0.1:8080?reply=echo&goodbye=bye" },
    { "talking-client", "tcp://127.0.0.1:8080?first-message=This%20is%20from%20Client&goodbye=bye&eol=none" },
    { "udp-echo-server", "udp-listen://127.0.0.1:8080?reply=echo" },
    { "udp-client", "udp://127.0.0.1:8080?first-message=Hello%20server,%20from%20UDP%20client!&goodbye=bye&eol=none" },
  };
  guint n_examples;
  const TinExample *examples = tin_examples_get (&n_examples);

  g_assert_cmpuint (n_examples, ==, G_N_ELEMENTS (six));

  for (guint i = 0; i < n_examples; i++)
    {
      g_autoptr (TinProfile) profile = tin_example_to_profile (&examples[i]);

      g_assert_cmpstr (examples[i].id, ==, six[i].id);
      g_assert_true (tin_examples_find (six[i].id) == &examples[i]);
      g_assert_true (tin_profile_is_valid (profile));
      g_assert_cmpstr (tin_profile_get_uri (profile), ==, six[i].uri);
      g_assert_null (tin_profile_get_warning (profile, TIN_PROFILE_HOST));
      g_assert_cmpuint (strlen (examples[i].title), >, 0);
      g_assert_cmpuint (strlen (examples[i].summary), >, 0);
    }

  g_assert_null (tin_examples_find ("no-such"));
}

static void
test_meet_each_other (void)
{
  guint n_examples;
  const TinExample *examples = tin_examples_get (&n_examples);

  for (guint i = 0; i < n_examples; i++)
    {
      const TinExample *counterpart = tin_examples_find (examples[i].counterpart);
      g_autoptr (TinProfile) one = tin_example_to_profile (&examples[i]);
      g_autoptr (TinProfile) other = tin_example_to_profile (counterpart);

      g_assert_cmpstr (counterpart->counterpart, ==, examples[i].id);
      g_assert_cmpint (tin_profile_get_transport (one), ==, tin_profile_get_transport (other));
      g_assert_cmpint (tin_profile_get_role (one), !=, tin_profile_get_role (other));
      g_assert_cmpstr (tin_profile_get_host (one), ==, tin_profile_get_host (other));
      g_assert_cmpstr (tin_profile_get_port (one), ==, tin_profile_get_port (other));
      g_assert_true (examples[i].by_name == counterpart->by_name);
    }
}

static void
test_go_by_the_name_of_the_computer (void)
{
  static const struct
  {
    const char *const  addresses[4];
    const char        *host;
    const char        *offered; /* (nullable) */
  } cases[] = {
    { { "127.0.0.1" }, "127.0.0.1", NULL },
    { { "127.0.1.1" }, "127.0.1.1", NULL },
    { { "192.168.1.7", "127.0.1.1" }, "127.0.1.1", NULL },
    { { "192.168.1.7" }, "127.0.0.1", "192.168.1.7" },
    { { "::1", "10.0.0.5" }, "127.0.0.1", "10.0.0.5" },
    { { "::1" }, "127.0.0.1", NULL },
    { { "0.0.0.0" }, "127.0.0.1", NULL },
    { { NULL }, "127.0.0.1", NULL },
  };
  static const char *const ids[] = { "greeting-server", "one-shot-client" };

  for (guint i = 0; i < G_N_ELEMENTS (cases) * G_N_ELEMENTS (ids); i++)
    {
      const guint which = i / G_N_ELEMENTS (ids);
      g_autoptr (GError) error = NULL;
      g_autoptr (TinProfile) profile = open_example (ids[i % G_N_ELEMENTS (ids)], cases[which].addresses, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (tin_profile_is_valid (profile));
      g_assert_cmpstr (tin_profile_get_host (profile), ==, cases[which].host);

      if (cases[which].offered == NULL)
        {
          g_assert_null (tin_profile_get_note (profile));
        }
      else
        {
          g_assert_nonnull (strstr (tin_profile_get_note (profile), cases[which].offered));
          g_assert_nonnull (strstr (tin_profile_get_note (profile), "mybox"));
        }

      g_assert_finalize_object (g_steal_pointer (&profile));
    }
}

static void
test_need_no_name_otherwise (void)
{
  g_autoptr (TinProfile) profile = open_example ("echo-server", NULL, NULL, NULL);

  g_assert_cmpstr (tin_profile_get_host (profile), ==, "127.0.0.1");
}

static void
test_do_not_wait_for_a_silent_resolver (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TinProfile) profile = open_example ("greeting-server", NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tin_profile_get_host (profile), ==, "127.0.0.1");
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_can_be_cancelled (void)
{
  g_autoptr (GCancellable) before = g_cancellable_new ();
  g_autoptr (GCancellable) during = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (before);
  g_assert_null (open_example ("greeting-server", NULL, before, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_error (&error);
  g_idle_add (cancel_cb, during);
  g_assert_null (open_example ("greeting-server", NULL, during, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/examples/are-the-six", test_are_the_six);
  g_test_add_func ("/examples/meet-each-other", test_meet_each_other);
  g_test_add_func ("/examples/go-by-the-name-of-the-computer", test_go_by_the_name_of_the_computer);
  g_test_add_func ("/examples/need-no-name-otherwise", test_need_no_name_otherwise);
  g_test_add_func ("/examples/do-not-wait-for-a-silent-resolver", test_do_not_wait_for_a_silent_resolver);
  g_test_add_func ("/examples/can-be-cancelled", test_can_be_cancelled);

  return g_test_run ();
}
