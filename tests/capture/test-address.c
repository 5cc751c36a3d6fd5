/* test-address.c: tests of TinAddress.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include <gio/gunixsocketaddress.h>
#include <net/if.h>
#include <string.h>

typedef struct
{
  const char *host;
  guint16     port;
  TinFamily   family;
  const char *text;
  gboolean    is_loopback;
} AddressCase;

static const AddressCase address_cases[] = {
  { "127.0.0.1", 80, TIN_FAMILY_IPV4, "127.0.0.1:80", TRUE },
  { "127.255.0.9", 0, TIN_FAMILY_IPV4, "127.255.0.9:0", TRUE },
  { "0.0.0.0", 65535, TIN_FAMILY_IPV4, "0.0.0.0:65535", FALSE },
  { "255.255.255.255", 1, TIN_FAMILY_IPV4, "255.255.255.255:1", FALSE },
  { "::1", 8080, TIN_FAMILY_IPV6, "[::1]:8080", TRUE },
  { "::", 1, TIN_FAMILY_IPV6, "[::]:1", FALSE },
  { "::ffff:192.0.2.7", 9, TIN_FAMILY_IPV4, "192.0.2.7:9", FALSE },
  { "::ffff:127.0.0.1", 9, TIN_FAMILY_IPV4, "127.0.0.1:9", TRUE },
  { "2001:db8:0:0:1:0:0:1", 443, TIN_FAMILY_IPV6, "[2001:db8::1:0:0:1]:443", FALSE },
};

static void
test_takes_over_and_gives_back (gconstpointer data)
{
  const AddressCase *address_case = data;
  TinAddress address = make_address (address_case->host, address_case->port);
  g_autoptr (GSocketAddress) socket_address = NULL;
  char buffer[TIN_ADDRESS_STRING_SIZE];
  TinAddress again;

  g_assert_cmpint (address.family, ==, address_case->family);
  g_assert_cmpint (address.port, ==, address_case->port);
  g_assert_cmpstr (tin_address_format (&address, buffer), ==, address_case->text);
  g_assert_true (tin_address_is_set (&address));
  g_assert_cmpint (tin_address_is_loopback (&address), ==, address_case->is_loopback);

  socket_address = tin_address_to_socket (&address);
  g_assert_true (tin_address_set_from_socket (&again, socket_address));
  g_assert_true (tin_address_equal (&address, &again));
  g_assert_cmpuint (tin_address_hash (&address), ==, tin_address_hash (&again));
}

static void
test_unset (void)
{
  TinAddress address = make_address ("127.0.0.1", 1);
  g_autoptr (GSocketAddress) foreign = g_unix_socket_address_new ("/x");
  char buffer[TIN_ADDRESS_STRING_SIZE] = "x";

  g_assert_false (tin_address_set_from_socket (&address, foreign));
  g_assert_false (tin_address_is_set (&address));
  g_assert_false (tin_address_set_from_socket (&address, NULL));
  g_assert_false (tin_address_is_loopback (&address));
  g_assert_null (tin_address_to_socket (&address));
  g_assert_cmpstr (tin_address_format (&address, buffer), ==, "");
}

static void
test_parses (void)
{
  static const struct { const char *text; const char *parsed; } cases[] = {
    { "127.0.0.1:80", "127.0.0.1:80" }, { "[::1]:0", "[::1]:0" }, { "[2001:DB8::0:1]:65535", "[2001:db8::1]:65535" },
    { "[::ffff:192.0.2.7]:9", "192.0.2.7:9" }, { "0.0.0.0:1", "0.0.0.0:1" },
    { "", NULL }, { ":", NULL }, { "1.2.3:4", NULL }, { "1.2.3.4", NULL }, { "1.2.3.4:", NULL }, { "1.2.3.4:65536", NULL },
    { "1.2.3.4:-1", NULL }, { "::1:5", NULL }, { "[::1:5", NULL }, { "::1]:5", NULL }, { "[]:5", NULL }, { "[:5", NULL },
    { "[1.2.3.4]:5", NULL }, { "[fe80::1%1]:5", NULL }, { " 1.2.3.4:5", NULL }, { "host:5", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TinAddress address = { .scope = 7 };
      char buffer[TIN_ADDRESS_STRING_SIZE];

      g_assert_cmpint (tin_address_parse (&address, cases[i].text), ==, cases[i].parsed != NULL);
      g_assert_cmpuint (address.scope, ==, 7);
      address.scope = 0;
      g_assert_cmpstr (tin_address_format (&address, buffer), ==, cases[i].parsed != NULL ? cases[i].parsed : "");
    }
}

static TinAddress
make_scoped (const char *host,
             guint       scope)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (host);
  g_autoptr (GSocketAddress) socket_address = NULL;
  TinAddress address;

  socket_address = g_object_new (G_TYPE_INET_SOCKET_ADDRESS,
                                 "address", inet, "port", 7u, "scope-id", scope, NULL);
  g_assert_true (tin_address_set_from_socket (&address, socket_address));
  return address;
}

static void
test_scope_of_link_local_addresses (void)
{
  guint loopback = if_nametoindex ("lo");
  TinAddress here = make_scoped ("fe80::1", loopback);
  TinAddress gone = make_scoped ("fe80::1", 4000000);
  TinAddress global = make_scoped ("2001:db8::1", loopback);
  g_autoptr (GSocketAddress) socket_address = tin_address_to_socket (&here);
  char buffer[TIN_ADDRESS_STRING_SIZE];

  g_assert_cmpstr (tin_address_format (&here, buffer), ==, "[fe80::1%lo]:7");
  g_assert_cmpstr (tin_address_format (&gone, buffer), ==, "[fe80::1%4000000]:7");
  g_assert_cmpuint (global.scope, ==, 0);
  g_assert_false (tin_address_equal (&here, &gone));
  g_assert_cmpuint (g_inet_socket_address_get_scope_id (G_INET_SOCKET_ADDRESS (socket_address)), ==, loopback);
}

static void
test_tells_apart (void)
{
  TinAddress first = make_address ("127.0.0.1", 1);
  TinAddress port = make_address ("127.0.0.1", 2);
  TinAddress host = make_address ("127.0.0.2", 1);
  TinAddress family = make_address ("7f00:1::", 1);

  g_assert_false (tin_address_equal (&first, &port));
  g_assert_false (tin_address_equal (&first, &host));
  g_assert_false (tin_address_equal (&first, &family));
}

/* Addresses of a network and its ports must not fall on one another. */
static void
test_hash_spreads (void)
{
  g_autoptr (GHashTable) hashes = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < 64; i++)
    for (guint port = 0; port < 64; port++)
      {
        TinAddress address = make_address ("10.0.0.0", 40000 + port);

        address.bytes[3] = i;
        g_hash_table_add (hashes, GUINT_TO_POINTER (tin_address_hash (&address)));
      }
  g_assert_cmpuint (g_hash_table_size (hashes), >, 64 * 64 * 9 / 10);
}

static void
test_longest_text_fits (void)
{
  TinAddress address = make_scoped ("fe80:1111:2222:3333:4444:5555:6666:7777", 4294967295u);
  char buffer[TIN_ADDRESS_STRING_SIZE];

  address.port = 65535;
  g_assert_cmpstr (tin_address_format (&address, buffer), ==,
                   "[fe80:1111:2222:3333:4444:5555:6666:7777%4294967295]:65535");
}

static void
test_any (void)
{
  static const struct
  {
    const char *text;
    gboolean    is_any;
  } cases[] = {
    { "0.0.0.0:0", TRUE }, { "0.0.0.0:80", TRUE }, { "[::]:0", TRUE }, { "[::]:80", TRUE }, { "[::ffff:0.0.0.0]:80", TRUE },
    { "0.0.0.1:0", FALSE }, { "127.0.0.1:80", FALSE }, { "128.0.0.0:80", FALSE }, { "[::1]:80", FALSE }, { "[8000::]:80", FALSE },
  };
  TinAddress address = { 0 };

  g_assert_false (tin_address_is_any (&address));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_true (tin_address_parse (&address, cases[i].text));
      g_assert_cmpint (tin_address_is_any (&address), ==, cases[i].is_any);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (address_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/address/takes-over/%u", i);

      g_test_add_data_func (path, &address_cases[i], test_takes_over_and_gives_back);
    }
  g_test_add_func ("/address/unset", test_unset);
  g_test_add_func ("/address/scope-of-link-local-addresses", test_scope_of_link_local_addresses);
  g_test_add_func ("/address/parses", test_parses);
  g_test_add_func ("/address/knows-what-stands-for-all", test_any);
  g_test_add_func ("/address/tells-apart", test_tells_apart);
  g_test_add_func ("/address/hash-spreads", test_hash_spreads);
  g_test_add_func ("/address/longest-text-fits", test_longest_text_fits);

  return g_test_run ();
}
