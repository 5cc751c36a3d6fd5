/* test-shell.c: commands that send the same bytes, as text.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-shell.h"

#include "codec-assert.h"

#include <gio/gio.h>
#include <string.h>

static void
test_prints (void)
{
  static const struct
  {
    const guint8 *data;
    gsize         size;
    const char   *text;
  } cases[] = {
    { BYTES (""), "printf ''" },
    { BYTES ("hello\r\n\t"), "printf 'hello\\r\\n\\t'" },
    { BYTES ("100 %"), "printf '100 %%'" },
    { BYTES ("-n"), "printf '\\055n'" },
    { BYTES ("it's \\ !"), "printf 'it\\047s \\134 \\041'" },
    { BYTES ("\0" "1\x1B\x7F\xC3\xA4"), "printf '\\0001\\033\\177\\303\\244'" },
    { BYTES ("$(reboot) `x` \"$HOME\""), "printf '$(reboot) `x` \"$HOME\"'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tin_shell_printf (cases[i].data, cases[i].size);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_writes_commands (void)
{
  static const struct
  {
    TinShellTool  tool;
    TinTransport  transport;
    TinRole       role;
    const char   *host;
    const char   *text;
  } cases[] = {
    { TIN_SHELL_NC, TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "127.0.0.1", "printf 'hi' | nc -N 127.0.0.1 8080" },
    { TIN_SHELL_NC, TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT, "::1", "printf 'hi' | nc -u -w 1 ::1 8080" },
    { TIN_SHELL_NC, TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, "127.0.0.1", "printf 'hi' | nc -N -l 127.0.0.1 8080" },
    { TIN_SHELL_NC, TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "fe80::1%a$b",
      "printf 'hi' | nc -N 'fe80::1%a$b' 8080" },
    { TIN_SHELL_SOCAT, TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "127.0.0.1",
      "printf 'hi' | socat - TCP4:127.0.0.1:8080" },
    { TIN_SHELL_SOCAT, TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "example.org",
      "printf 'hi' | socat - TCP:example.org:8080" },
    { TIN_SHELL_SOCAT, TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT, "::1",
      "printf 'hi' | socat -b65536 - 'UDP6:[::1]:8080'" },
    { TIN_SHELL_SOCAT, TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, "127.0.0.1",
      "printf 'hi' | socat - TCP4-LISTEN:8080,bind=127.0.0.1,reuseaddr" },
    { TIN_SHELL_TINCAN, TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "127.0.0.1",
      "printf 'hi' | tincan-cli --raw tcp://127.0.0.1:8080" },
    { TIN_SHELL_TINCAN, TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT, "::1",
      "printf 'hi' | tincan-cli --raw 'udp://[::1]:8080'" },
    { TIN_SHELL_TINCAN, TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, "127.0.0.1",
      "tincan-cli 'tcp-listen://127.0.0.1:8080?reply=greeting&greeting=hi&close-after-greeting=1'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TinEndpoint) endpoint =
        tin_endpoint_new (cases[i].transport, cases[i].role, cases[i].host, 8080);
      g_autofree char *text = tin_shell_command (cases[i].tool, endpoint, (const guint8 *) "hi", 2, NULL);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_says_what_a_program_cannot (void)
{
  static const struct
  {
    TinShellTool  tool;
    gsize         size;
    gboolean      works;
    TinCodecError code;
  } cases[] = {
    { TIN_SHELL_NC, 16 * 1024, TRUE, 0 },
    { TIN_SHELL_NC, 16 * 1024 + 1, FALSE, TIN_CODEC_ERROR_TOO_LARGE },
    { TIN_SHELL_NC, 0, FALSE, TIN_CODEC_ERROR_UNSUPPORTED },
    { TIN_SHELL_TINCAN, 32 * 1024 + 1, FALSE, TIN_CODEC_ERROR_TOO_LARGE },
    { TIN_SHELL_TINCAN, 0, FALSE, TIN_CODEC_ERROR_UNSUPPORTED },
    { TIN_SHELL_SOCAT, 65507, TRUE, 0 },
    { TIN_SHELL_SOCAT, 0, TRUE, 0 },
  };
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT, "127.0.0.1", 8080);
  g_autofree guint8 *data = g_malloc0 (65536);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = tin_shell_command (cases[i].tool, endpoint, data, cases[i].size, &error);

      g_assert_cmpint (text != NULL, ==, cases[i].works);
      if (!cases[i].works)
        assert_codec_error (&error, cases[i].code, 0);
    }
}

/* No line is longer than a terminal takes, and nothing in it is a control character. */
static void
test_is_safe_to_paste (void)
{
  guint8 data[5000];
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < sizeof data; i++)
    data[i] = g_test_rand_int ();

  text = tin_shell_printf (data, sizeof data);
  lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <, 4096);
      for (const char *at = lines[i]; *at != '\0'; at++)
        g_assert_true (g_ascii_isprint (*at));
    }
}

static void
assert_shell_prints (const char   *shell,
                     const guint8 *data,
                     gsize         size)
{
  g_autofree char *command = tin_shell_printf (data, size);
  const char *const arguments[] = { shell, "-c", command, NULL };
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);

  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_cmpmem (g_bytes_get_data (output, NULL), g_bytes_get_size (output), data, size);
}

static void
test_is_what_shells_print (void)
{
  static const char *const shells[] = { "sh", "bash" };
  guint8 data[3000];

  for (guint i = 0; i < sizeof data; i++)
    data[i] = (guint8) (i < 256 ? i : (guint) g_test_rand_int ());

  for (guint i = 0; i < G_N_ELEMENTS (shells); i++)
    {
      assert_shell_prints (shells[i], data, 0);
      assert_shell_prints (shells[i], data, 256);
      assert_shell_prints (shells[i], data, sizeof data);
      assert_shell_prints (shells[i], BYTES ("-e %s \\n $(x) `y` 'z' !!"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shell/prints", test_prints);
  g_test_add_func ("/shell/writes-commands", test_writes_commands);
  g_test_add_func ("/shell/says-what-a-program-cannot", test_says_what_a_program_cannot);
  g_test_add_func ("/shell/is-safe-to-paste", test_is_safe_to_paste);
  g_test_add_func ("/shell/is-what-shells-print", test_is_what_shells_print);

  return g_test_run ();
}
