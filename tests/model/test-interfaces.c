/* test-interfaces.c: the computer's own addresses and network interfaces.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-interfaces.h"

static gboolean
contains (GPtrArray  *strings,
          const char *string)
{
  return g_ptr_array_find_with_equal_func (strings, string, g_str_equal, NULL);
}

static void
test_lists_addresses_once (void)
{
  g_autoptr (GPtrArray) addresses = tin_interfaces_list_addresses ();

  g_assert_true (contains (addresses, "127.0.0.1"));

  for (guint i = 0; i < addresses->len; i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (g_ptr_array_index (addresses, i));

      g_assert_nonnull (address);
      g_assert_false (g_inet_address_get_is_link_local (address));
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (g_ptr_array_index (addresses, i), !=, g_ptr_array_index (addresses, j));
    }
}

static void
test_leaves_loopback_out_of_the_names (void)
{
  g_autoptr (GPtrArray) names = tin_interfaces_list_names ();

  g_assert_false (contains (names, "lo"));
}

static void
test_knows_whether_there_is_ipv6 (void)
{
  g_autoptr (GPtrArray) addresses = tin_interfaces_list_addresses ();

  if (contains (addresses, "::1"))
    g_assert_true (tin_interfaces_have_ipv6 ());
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/interfaces/lists-addresses-once", test_lists_addresses_once);
  g_test_add_func ("/interfaces/leaves-loopback-out-of-the-names", test_leaves_loopback_out_of_the_names);
  g_test_add_func ("/interfaces/knows-whether-there-is-ipv6", test_knows_whether_there_is_ipv6);

  return g_test_run ();
}
