/* test-lookup.c: what a host stands for, and where a server listens then.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "errno-shim.h"
#include "fixture.h"

#include "net/tin-binding.h"
#include "net/tin-lookup.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A resolver of our own: nobody is asked. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_task_return_error_if_cancelled (user_data);
  g_object_unref (user_data);
}

static GList *
list_for (const char               *hostname,
          GResolverNameLookupFlags  flags)
{
  static const struct { const char *name; const char *addresses[3]; } names[] = {
    { "two.test", { "127.0.0.2", "127.0.0.3" } },
    { "twice.test", { "127.0.0.1", "127.0.0.1" } },
    { "both.test", { "::1", "127.0.0.1" } },
    { "lan.test", { "192.0.2.1" } },
    { "mixed.test", { "192.0.2.1", "127.0.0.1" } },
  };
  GList *list = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (gsize j = 0; strcmp (names[i].name, hostname) == 0 && names[i].addresses[j] != NULL; j++)
      {
        gboolean is_v6 = strchr (names[i].addresses[j], ':') != NULL;

        if (!(is_v6 && (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY) != 0) &&
            !(!is_v6 && (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY) != 0))
          list = g_list_append (list, g_inet_address_new_from_string (names[i].addresses[j]));
      }

  return list;
}

static void
free_addresses (gpointer list)
{
  g_resolver_free_addresses (list);
}

static void
test_resolver_lookup_with_flags_async (GResolver                *resolver,
                                       const char               *hostname,
                                       GResolverNameLookupFlags  flags,
                                       GCancellable             *cancellable,
                                       GAsyncReadyCallback       callback,
                                       gpointer                  user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GList *list;

  if (strcmp (hostname, "never.test") == 0)
    {
      g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), g_steal_pointer (&task), NULL);
      return;
    }

  if (strcmp (hostname, "busy.test") == 0)
    {
      g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "try again");
      return;
    }

  list = list_for (hostname, flags);
  if (list != NULL)
    g_task_return_pointer (task, list, free_addresses);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no such name");
}

static void
test_resolver_lookup_async (GResolver           *resolver,
                            const char          *hostname,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  test_resolver_lookup_with_flags_async (resolver, hostname, 0, cancellable, callback, user_data);
}

static GList *
test_resolver_lookup_finish (GResolver     *resolver,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_async = test_resolver_lookup_async;
  resolver_class->lookup_by_name_finish = test_resolver_lookup_finish;
  resolver_class->lookup_by_name_with_flags_async = test_resolver_lookup_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = test_resolver_lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

static guint
count_listening (Fixture    *fixture,
                 const char *prefix)
{
  guint count = 0;

  for (guint64 i = 0; i < tin_capture_get_published (fixture->capture); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      char text[TIN_ADDRESS_STRING_SIZE];

      g_assert_true (tin_capture_read (fixture->capture, i, 0, &record, NULL));
      if (record.event == TIN_EVENT_LISTENING && g_str_has_prefix (tin_address_format (&record.local, text), prefix))
        {
          g_assert_cmpuint (record.local.port, ==, fixture_get_port (fixture));
          count++;
        }
    }

  return count;
}

typedef struct
{
  const char *uri;
  guint       n_listening;
  const char *prefixes[3];
  guint       n_notes;
} ListeningRow;

static const ListeningRow listening_rows[] = {
  { "tcp-listen://127.0.0.1:0", 1, { "127.0.0.1:" }, 0 },
  { "tcp-listen://localhost:0", 2, { "127.0.0.1:", "[::1]:" }, 0 },
  { "udp-listen://localhost:0", 2, { "127.0.0.1:", "[::1]:" }, 0 },
  { "tcp-listen://0.0.0.0:0", 1, { "0.0.0.0:" }, 0 },
  { "tcp-listen://[::]:0", 1, { "[::]:" }, 0 },
  { "tcp-listen://[::1]:0", 1, { "[::1]:" }, 0 },
  { "udp-listen://[::1]:0", 1, { "[::1]:" }, 0 },
  { "tcp-listen://two.test:0", 2, { "127.0.0.2:", "127.0.0.3:" }, 0 },
  { "udp-listen://two.test:0", 2, { "127.0.0.2:", "127.0.0.3:" }, 0 },
  { "tcp-listen://twice.test:0", 1, { "127.0.0.1:" }, 0 },
  { "tcp-listen://mixed.test:0", 1, { "127.0.0.1:" }, 1 },
};

static void
test_listening (Fixture       *fixture,
                gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (listening_rows); i++)
    {
      const ListeningRow *row = &listening_rows[i];
      Fixture each = { 0 };

      fixture_set_up (&each, NULL);
      fixture_serve (&each, row->uri);
      g_assert_cmpuint (fixture_count (&each, TIN_EVENT_LISTENING), ==, row->n_listening);
      for (gsize j = 0; row->prefixes[j] != NULL; j++)
        g_assert_cmpuint (count_listening (&each, row->prefixes[j]), ==, 1);
      g_assert_cmpuint (fixture_count (&each, TIN_EVENT_NOTE), ==, row->n_notes);
      fixture_tear_down (&each, NULL);
    }
}

/* A machine whose kernel knows no IPv6. */
static void
test_no_ipv6 (Fixture       *fixture,
              gconstpointer  data)
{
  errno_shim_fail (ERRNO_SHIM_SOCKET_IPV6, EAFNOSUPPORT, 1000);
  fixture_serve (fixture, data);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_LISTENING), ==, 1);
  g_assert_cmpuint (count_listening (fixture, "127.0.0.1:"), ==, 1);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 1);
  fixture_stop (fixture);

  fixture_open (fixture, "tcp-listen://[::1]:0");
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_ERROR), ==, 1);
  errno_shim_fail (ERRNO_SHIM_SOCKET_IPV6, 0, 0);
}

typedef struct
{
  const char *uri;
  gboolean    is_resolver_error;
  int         code;
} FailureRow;

static void
test_failures (Fixture       *fixture,
               gconstpointer  data)
{
  static const FailureRow rows[] = {
    { "tcp-listen://none.test:0", TRUE, G_RESOLVER_ERROR_NOT_FOUND },
    { "tcp-listen://busy.test:0", TRUE, G_RESOLVER_ERROR_TEMPORARY_FAILURE },
    { "tcp://none.test:1", TRUE, G_RESOLVER_ERROR_NOT_FOUND },
    { "udp://none.test:1", TRUE, G_RESOLVER_ERROR_NOT_FOUND },
    { "tcp-listen://never.test:0?connect-timeout=1", FALSE, G_IO_ERROR_TIMED_OUT },
    { "tcp://never.test:1?connect-timeout=1", FALSE, G_IO_ERROR_TIMED_OUT },
    { "udp://never.test:1?connect-timeout=1", FALSE, G_IO_ERROR_TIMED_OUT },
    { "tcp-listen://lan.test:0", FALSE, -1 },
    { "tcp-listen://192.0.2.1:0", FALSE, -1 },
    { "tcp-listen://[fe80::1]:0", FALSE, G_IO_ERROR_INVALID_ARGUMENT },
    { "tcp://[fe80::1]:1", FALSE, G_IO_ERROR_INVALID_ARGUMENT },
    { "udp://[fe80::1]:1", FALSE, G_IO_ERROR_INVALID_ARGUMENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TinChannelSnapshot) snapshot = { 0 };

      g_test_message ("%s", rows[i].uri);
      fixture_open (fixture, rows[i].uri);
      wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
      tin_channel_get_snapshot (fixture->channel, &snapshot);
      g_assert_nonnull (snapshot.error);
      g_test_message ("%s", snapshot.error->message);
      g_assert_true (g_str_has_suffix (snapshot.error->message, ".") || strstr (snapshot.error->message, ": ") != NULL);
      g_assert_true (snapshot.error->domain == (rows[i].is_resolver_error ? G_RESOLVER_ERROR : G_IO_ERROR));
      if (rows[i].code >= 0)
        g_assert_cmpint (snapshot.error->code, ==, rows[i].code);
      g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_ERROR), ==, i + 1);
    }
}

static void
test_in_use (Fixture       *fixture,
             gconstpointer  data)
{
  guint port = 0;
  gboolean is_tcp = g_str_has_prefix (data, "tcp");
  int holder = is_tcp ? peer_listen (&port, 1) : peer_bind_datagram (&port);

  fixture_open_port (fixture, data, port);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  g_assert_true (fixture_has_error (fixture, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE));
  close (holder);

  /* And usable again. */
  fixture_open_port (fixture, data, port);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_OPEN);
}

/* While nothing answers, stop does. */
static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  gint64 began = g_get_monotonic_time ();

  fixture_open (fixture, data);
  fixture_stop (fixture);
  g_assert_cmpint (g_get_monotonic_time () - began, <, TIN_ENDPOINT_DEFAULT_CONNECT_TIMEOUT * G_USEC_PER_SEC);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_ERROR), ==, 0);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_STOPPED), ==, 1);
  {
    g_auto (TinChannelSnapshot) snapshot = { 0 };

    tin_channel_get_snapshot (fixture->channel, &snapshot);
    g_assert_no_error (snapshot.error);
  }
}

/* A listener whose queue is full answers nobody. */
static void
test_timeout (Fixture       *fixture,
              gconstpointer  data)
{
  guint port;
  int listener = peer_listen (&port, 0), fillers[4];
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };

  address.sin_port = htons (port);
  for (int i = 0; i < 4; i++)
    {
      fillers[i] = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      connect (fillers[i], (struct sockaddr *) &address, sizeof address);
    }

  fixture_open_port (fixture, "tcp://127.0.0.1:%u?connect-timeout=1", port);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  g_assert_true (fixture_has_error (fixture, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
  assert_story (fixture, "connecting#1>local error#1");

  for (int i = 0; i < 4; i++)
    close (fillers[i]);
  close (listener);
}

/* The first address refuses, the second takes it. */
static void
test_happy_eyeballs (Fixture       *fixture,
                     gconstpointer  data)
{
  guint port;
  int listener = peer_listen (&port, 4), peer;

  fixture_open_port (fixture, "tcp://both.test:%u", port);
  peer = accept (listener, NULL, NULL);
  peer_send (peer, "hello");
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == 5);
  close (peer);
  close (listener);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_REFUSED), ==, 0);
}

static void
test_literals (void)
{
  static const struct { const char *host; gboolean is_literal; gboolean is_error; guint8 family; } rows[] = {
    { "127.0.0.1", TRUE, FALSE, TIN_FAMILY_IPV4 },
    { "::1", TRUE, FALSE, TIN_FAMILY_IPV6 },
    { "fe80::1%lo", TRUE, FALSE, TIN_FAMILY_IPV6 },
    { "fe80::1%1", TRUE, FALSE, TIN_FAMILY_IPV6 },
    { "fe80::1", FALSE, TRUE, 0 },
    { "fe80::1%no-such-interface", FALSE, TRUE, 0 },
    { "localhost", FALSE, FALSE, 0 },
    { "example.test", FALSE, FALSE, 0 },
    { "127.0.0.256", FALSE, FALSE, 0 },
    { "", FALSE, FALSE, 0 },
    { "%", FALSE, FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      TinAddress address;

      g_test_message ("%s", rows[i].host);
      g_assert_cmpint (tin_host_to_address (rows[i].host, &address, &error), ==, rows[i].is_literal);
      g_assert_cmpint (error != NULL, ==, rows[i].is_error);
      if (rows[i].is_literal)
        g_assert_cmpint (address.family, ==, rows[i].family);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_resolver_set_default (resolver);

#define ADD(path, data, function) g_test_add ("/lookup/" path, Fixture, data, fixture_set_up, function, fixture_tear_down)
  ADD ("listens-where-the-host-says", NULL, test_listening);
  ADD ("tcp-does-without-ipv6", "tcp-listen://localhost:0", test_no_ipv6);
  ADD ("udp-does-without-ipv6", "udp-listen://localhost:0", test_no_ipv6);
  ADD ("fails-with-a-clear-cause", NULL, test_failures);
  ADD ("tcp-port-in-use", "tcp-listen://127.0.0.1:%u", test_in_use);
  ADD ("udp-port-in-use", "udp-listen://127.0.0.1:%u", test_in_use);
  ADD ("port-in-use-on-localhost", "tcp-listen://localhost:%u", test_in_use);
  ADD ("server-gives-up-at-once", "tcp-listen://never.test:0", test_cancel);
  ADD ("client-gives-up-at-once", "tcp://never.test:1", test_cancel);
  ADD ("udp-client-gives-up-at-once", "udp://never.test:1", test_cancel);
  ADD ("udp-server-gives-up-at-once", "udp-listen://never.test:1", test_cancel);
  ADD ("connecting-times-out", NULL, test_timeout);
  ADD ("connects-to-the-address-that-answers", NULL, test_happy_eyeballs);
  g_test_add_func ("/lookup/knows-literal-addresses", test_literals);

  return g_test_run ();
}
