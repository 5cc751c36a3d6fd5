/* test-profile-options.c: options of a profile, and what is wrong with them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-profile.h"

static const char *
get_option_problem (TinProfile *profile,
                    TinOption   option)
{
  return tin_profile_get_problem (profile, tin_profile_field_for_option (option));
}

static void
test_checks_the_time_to_connect (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("tcp://h:1", NULL);

  g_object_set (profile, "connect-timeout", 0, NULL);
  g_assert_cmpstr (get_option_problem (profile, TIN_OPTION_CONNECT_TIMEOUT), ==, "This value is a number from 1 to 3600");
  g_object_set (profile, "connect-timeout", TIN_ENDPOINT_MAX_CONNECT_TIMEOUT + 1, NULL);
  g_assert_nonnull (get_option_problem (profile, TIN_OPTION_CONNECT_TIMEOUT));
  g_object_set (profile, "connect-timeout", TIN_ENDPOINT_MAX_CONNECT_TIMEOUT, NULL);
  g_assert_true (tin_profile_is_valid (profile));
}

static void
test_says_what_is_wrong_with_an_option (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("tcp://h:1", NULL);

  g_object_set (profile, "source-address", "example.org", "interface", "a/b", "dscp", 64, NULL);
  g_assert_false (tin_profile_is_valid (profile));
  g_assert_cmpstr (get_option_problem (profile, TIN_OPTION_SOURCE_ADDRESS), ==,
                   "The source is an address of this computer in digits, such as 192.0.2.1");
  g_assert_nonnull (get_option_problem (profile, TIN_OPTION_INTERFACE));
  g_assert_cmpstr (get_option_problem (profile, TIN_OPTION_DSCP), ==, "This value is a number from 0 to 63");

  g_object_set (profile, "source-address", " 127.0.0.2 ", "interface", "lo", "dscp", 46, "no-delay", FALSE, NULL);
  g_assert_cmpstr (tin_profile_get_uri (profile), ==,
                   "tcp://h:1?no-delay=0&dscp=46&source-address=127.0.0.2&interface=lo");
}

/* A server has no source. What was set for a client comes back with the role. */
static void
test_leaves_out_options_that_do_not_apply (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("tcp://h:1?source-port=4000", NULL);

  g_object_set (profile, "source-address", "nonsense", "role", TIN_ROLE_SERVER, NULL);
  g_assert_cmpstr (tin_profile_get_uri (profile), ==, "tcp-listen://h:1");
  g_assert_null (get_option_problem (profile, TIN_OPTION_SOURCE_ADDRESS));

  g_object_set (profile, "source-address", NULL, "role", TIN_ROLE_CLIENT, NULL);
  g_assert_cmpstr (tin_profile_get_uri (profile), ==, "tcp://h:1?source-port=4000");
}

/* What is wrong with groups is told where they are typed, whatever the host was typed as. */
static void
test_says_where_groups_are_received (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("udp-listen://localhost:1", NULL);

  g_object_set (profile, "group", "239.1.2.3,\tff15:0::7 ", NULL);
  g_assert_cmpstr (get_option_problem (profile, TIN_OPTION_GROUPS), ==,
                   "What is sent to groups is received on the host 0.0.0.0 or, with those of IPv6, [::]");
  g_assert_null (tin_profile_get_problem (profile, TIN_PROFILE_HOST));
  g_object_set (profile, "host", "0.0.0.0", NULL);
  g_assert_cmpstr (get_option_problem (profile, TIN_OPTION_GROUPS), ==,
                   "What is sent to groups of IPv6 is received on the host [::]");
  g_object_set (profile, "host", " [::] ", NULL);
  g_assert_true (tin_profile_is_valid (profile));
  g_assert_cmpstr (tin_profile_get_uri (profile), ==, "udp-listen://[::]:1?group=239.1.2.3,ff15::7");

  g_object_set (profile, "group", "239.1.2", NULL);
  g_assert_cmpstr (get_option_problem (profile, TIN_OPTION_GROUPS), ==,
                   "Groups are multicast addresses in digits, such as 239.1.2.3 or ff15::7, with commas between");
  g_object_set (profile, "host", "localhost", "role", TIN_ROLE_CLIENT, NULL);
  g_assert_true (tin_profile_is_valid (profile));
}

static void
test_copies_options (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("tcp-listen://h:1?idle-timeout=5&backlog=7&keep-alive=0", NULL);
  g_autoptr (TinProfile) copy = tin_profile_duplicate (profile);

  g_assert_cmpstr (tin_profile_get_uri (copy), ==, "tcp-listen://h:1?idle-timeout=5&backlog=7&keep-alive=0");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/profile-options/checks-the-time-to-connect", test_checks_the_time_to_connect);
  g_test_add_func ("/profile-options/says-what-is-wrong", test_says_what_is_wrong_with_an_option);
  g_test_add_func ("/profile-options/leaves-out-what-does-not-apply", test_leaves_out_options_that_do_not_apply);
  g_test_add_func ("/profile-options/says-where-groups-are-received", test_says_where_groups_are_received);
  g_test_add_func ("/profile-options/are-copied", test_copies_options);

  return g_test_run ();
}
