/* test-host.c: names and literal addresses.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-endpoint.h"

#include "codec-assert.h"

#define LABEL_63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void
test_takes_hosts (void)
{
  static const char *const hosts[] = {
    "localhost", "a", "example.org", "example.org.", "my_host", "xn--bcher-kva.example", "bücher.example", "3com.com",
    "1and1", "127.0.0.1", "0.0.0.0", "255.255.255.255", "::", "::1", "fe80::1%eth0", "::ffff:127.0.0.1",
    "2001:db8:0:0:0:0:0:1", LABEL_63 ".org", LABEL_63 "." LABEL_63 "." LABEL_63 ".aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (tin_host_check (hosts[i], &error));
      g_assert_no_error (error);
    }
}

static void
test_refuses_what_is_none (void)
{
  static const struct
  {
    const char    *host;
    TinCodecError  code;
    gsize          offset;
  } cases[] = {
    { "", TIN_CODEC_ERROR_INVALID, 0 },
    { " ", TIN_CODEC_ERROR_INVALID, 0 },
    { "my host", TIN_CODEC_ERROR_INVALID, 2 },
    { "host\n", TIN_CODEC_ERROR_INVALID, 4 },
    { "host\x1B", TIN_CODEC_ERROR_INVALID, 4 },
    { "ho\xE2\x80\xAEst", TIN_CODEC_ERROR_INVALID, 2 },
    { "ho\xE3\x80\x80st", TIN_CODEC_ERROR_INVALID, 2 },
    { "h\xFF", TIN_CODEC_ERROR_INVALID, 1 },
    { "a..b", TIN_CODEC_ERROR_INVALID, 0 },
    { ".", TIN_CODEC_ERROR_INVALID, 0 },
    { ".a", TIN_CODEC_ERROR_INVALID, 0 },
    { "a/b", TIN_CODEC_ERROR_INVALID, 1 },
    { "user@host", TIN_CODEC_ERROR_INVALID, 4 },
    { "[::1]", TIN_CODEC_ERROR_INVALID, 0 },
    { "*", TIN_CODEC_ERROR_INVALID, 0 },
    { "1.2.3.400", TIN_CODEC_ERROR_INVALID, 0 },
    { "1.2.3", TIN_CODEC_ERROR_INVALID, 0 },
    { "1.2.3.4.5", TIN_CODEC_ERROR_INVALID, 0 },
    { "1.2.3.4.", TIN_CODEC_ERROR_INVALID, 0 },
    { "80", TIN_CODEC_ERROR_INVALID, 0 },
    { "0x7f.0.0.1", TIN_CODEC_ERROR_INVALID, 0 },
    { "1.2.3.0x4", TIN_CODEC_ERROR_INVALID, 0 },
    { "::g", TIN_CODEC_ERROR_INVALID, 0 },
    { ":::", TIN_CODEC_ERROR_INVALID, 0 },
    { "1:2:3", TIN_CODEC_ERROR_INVALID, 0 },
    { "127.0.0.1:80", TIN_CODEC_ERROR_INVALID, 0 },
    { "localhost:80", TIN_CODEC_ERROR_INVALID, 0 },
    { "fe80::1%", TIN_CODEC_ERROR_INVALID, 7 },
    { "fe80::1%eth0%eth1", TIN_CODEC_ERROR_INVALID, 7 },
    { "fe80::1%a-name-that-is-too-long", TIN_CODEC_ERROR_INVALID, 7 },
    { "127.0.0.1%lo", TIN_CODEC_ERROR_INVALID, 0 },
    { "a%20b", TIN_CODEC_ERROR_INVALID, 0 },
    { LABEL_63 "a.org", TIN_CODEC_ERROR_TOO_LARGE, 0 },
    { "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000", TIN_CODEC_ERROR_INVALID, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_false (tin_host_check (cases[i].host, &error));
      assert_codec_error (&error, cases[i].code, cases[i].offset);
    }
}

static void
test_refuses_a_huge_one (void)
{
  static const gsize sizes[] = { 254, 255, 1024 * 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *host = g_strnfill (sizes[i], 'a');

      g_assert_false (tin_host_check (host, &error));
      assert_codec_error (&error, TIN_CODEC_ERROR_TOO_LARGE, TIN_ENDPOINT_MAX_HOST_SIZE);
    }
}

static void
test_knows_loopback (void)
{
  static const char *const yes[] = {
    "localhost", "LocalHost", "localhost.", "127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::1%lo",
  };
  static const char *const no[] = {
    "", "0.0.0.0", "::", "128.0.0.1", "192.168.1.1", "example.org", "localhost.example.org", "127.0.0.1.example.org", "fe80::1", "::ffff:10.0.0.1",
    "127.0.0", "127",
  };

  for (guint i = 0; i < G_N_ELEMENTS (yes); i++)
    g_assert_true (tin_host_is_loopback (yes[i]));

  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (tin_host_is_loopback (no[i]));
}

static void
test_knows_literals (void)
{
  g_assert_true (tin_host_is_literal ("10.0.0.1"));
  g_assert_true (tin_host_is_literal ("fe80::1%eth0"));
  g_assert_false (tin_host_is_literal ("localhost"));
  g_assert_false (tin_host_is_literal ("1.2.3"));
  g_assert_false (tin_host_is_literal (""));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/takes-hosts", test_takes_hosts);
  g_test_add_func ("/host/refuses-what-is-none", test_refuses_what_is_none);
  g_test_add_func ("/host/refuses-a-huge-one", test_refuses_a_huge_one);
  g_test_add_func ("/host/knows-loopback", test_knows_loopback);
  g_test_add_func ("/host/knows-literals", test_knows_literals);

  return g_test_run ();
}
