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

/* A number that is none is never another one: what was set before stays, and so does what was typed. */
static void
test_keeps_what_is_no_number (void)
{
  static const char *const bad[] = {
    "", "abc", "-5", "1k", "1.5", "99999999", "18446744073709551617", "+3", "0x10", "1 2", "\xc2\xa0" "3",
  };
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("tcp-listen://h:1?max-connections=7", NULL);
  g_autoptr (TinProfile) copy = NULL;
  g_autofree char *text = NULL;
  guint number;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *typed = NULL;

      tin_profile_set_option_text (profile, TIN_OPTION_MAX_CONNECTIONS, bad[i]);
      typed = tin_profile_dup_option_text (profile, TIN_OPTION_MAX_CONNECTIONS);
      g_object_get (profile, "max-connections", &number, NULL);
      g_assert_cmpstr (typed, ==, bad[i]);
      g_assert_cmpuint (number, ==, 7);
      g_assert_false (tin_profile_is_valid (profile));
      g_assert_cmpstr (get_option_problem (profile, TIN_OPTION_MAX_CONNECTIONS), ==,
                       "This value is a number from 0 to 20000");
    }

  copy = tin_profile_duplicate (profile);
  text = tin_profile_dup_option_text (copy, TIN_OPTION_MAX_CONNECTIONS);
  g_assert_cmpstr (text, ==, "\xc2\xa0" "3");
  g_assert_false (tin_profile_is_valid (copy));

  tin_profile_set_option_text (profile, TIN_OPTION_MAX_CONNECTIONS, " 20 ");
  g_assert_cmpstr (tin_profile_get_uri (profile), ==, "tcp-listen://h:1?max-connections=20");
  g_object_set (copy, "max-connections", 7, NULL);
  g_assert_cmpstr (tin_profile_get_uri (copy), ==, "tcp-listen://h:1?max-connections=7");
  g_assert_true (tin_profile_is_valid (copy));
}

static void
count_notification_cb (guint *n)
{
  ++*n;
}

static void
test_tells_of_what_is_no_number (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("udp://h:1", NULL);
  guint n = 0;

  g_signal_connect_swapped (profile, "notify::dscp", G_CALLBACK (count_notification_cb), &n);
  tin_profile_set_option_text (profile, TIN_OPTION_DSCP, "EF");
  tin_profile_set_option_text (profile, TIN_OPTION_DSCP, "EF");
  g_assert_cmpuint (n, ==, 1);
  tin_profile_set_option_text (profile, TIN_OPTION_DSCP, "0");
  g_assert_cmpuint (n, ==, 2);

  g_object_set (profile, "editable", FALSE, NULL);
  tin_profile_set_option_text (profile, TIN_OPTION_DSCP, "EF");
  g_assert_true (tin_profile_is_valid (profile));
  tin_profile_set_option_text (profile, TIN_OPTION_DSCP, "46");
  g_assert_cmpstr (tin_profile_get_uri (profile), ==, "udp://h:1");
}

/* That may change before it starts: it is no problem. */
static void
test_warns_of_a_missing_interface (void)
{
  const TinProfileField field = tin_profile_field_for_option (TIN_OPTION_INTERFACE);
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("tcp://h:1", NULL);
  g_autofree char *warning = NULL;

  g_assert_null (tin_profile_get_warning (profile, field));
  g_object_set (profile, "interface", " lo ", NULL);
  g_assert_null (tin_profile_get_warning (profile, field));
  g_object_set (profile, "interface", "none-of-these", NULL);
  warning = tin_profile_get_warning (profile, field);
  g_assert_cmpstr (warning, ==, "This computer has no network interface of this name at the moment");
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
  g_test_add_func ("/profile-options/keeps-what-is-no-number", test_keeps_what_is_no_number);
  g_test_add_func ("/profile-options/tells-of-what-is-no-number", test_tells_of_what_is_no_number);
  g_test_add_func ("/profile-options/warns-of-a-missing-interface", test_warns_of_a_missing_interface);
  g_test_add_func ("/profile-options/are-copied", test_copies_options);

  return g_test_run ();
}
