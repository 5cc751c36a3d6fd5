/* test-profile.c: what is set up, and what is wrong with it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-profile.h"

#include <string.h>

#define UNPRIVILEGED_PORT_START "/proc/sys/net/ipv4/ip_unprivileged_port_start"

static void
test_is_valid_from_the_start (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new ();

  g_assert_true (tin_profile_is_valid (profile));
  g_assert_cmpstr (tin_profile_get_uri (profile), ==, "tcp-listen://localhost:8080");
  g_assert_cmpstr (tin_profile_get_title (profile), ==, "TCP server localhost:8080");
  g_assert_cmpstr (tin_profile_get_name (profile), ==, "");
  g_assert_null (tin_profile_get_warning (profile, TIN_PROFILE_HOST));
  g_assert_null (tin_profile_get_warning (profile, TIN_PROFILE_PORT));
  g_assert_null (tin_profile_get_note (profile));
  g_assert_finalize_object (g_steal_pointer (&profile));
}

static void
test_has_one_uri (void)
{
  static const char *const uris[] = {
    "tcp-listen://127.0.0.1:9999?reply=greeting&greeting=Thank%20you%20for%20connecting%0D%0A&close-after-greeting=1",
    "tcp://127.0.0.1:8080?first-message=This%20is%20from%20Client&goodbye=bye&eol=none",
    "udp-listen://[::]:0?reply=echo",
    "udp://[fe80::1%25eth0]:7?first-message=%00%FF%5Cn%5C&goodbye=%C3%BC%C2%AD&eol=nul&encoding=ISO-8859-1&connect-timeout=3",
    "tcp://b%C3%BCcher.example:80",
    "tcp://[::1]:80?framing-in=lines:crlf&framing-out=length:4le@1:itself,max:70000",
  };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TinProfile) profile = tin_profile_new_from_uri (uris[i], &error);
      g_autoptr (TinProfile) copy = NULL;
      g_autoptr (TinEndpoint) endpoint = NULL;
      g_autofree char *uri = NULL;

      g_assert_no_error (error);
      g_object_set (profile, "name", "Something", NULL);
      g_assert_true (tin_profile_is_valid (profile));
      g_assert_cmpstr (tin_profile_get_uri (profile), ==, uris[i]);

      copy = tin_profile_duplicate (profile);
      endpoint = tin_profile_to_endpoint (copy, &error);
      g_assert_no_error (error);
      uri = tin_endpoint_to_uri (endpoint);
      g_assert_cmpstr (uri, ==, uris[i]);
      g_assert_cmpstr (tin_profile_get_name (copy), ==, "Something");
    }
}

static void
test_passes_on_what_is_wrong_with_a_uri (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tin_profile_new_from_uri ("tls://localhost:80", &error));
  g_assert_cmpstr (error->message, ==, "tls:// is not supported by this version");
}

#define SERVER TIN_TRANSPORT_TCP, TIN_ROLE_SERVER
#define CLIENT TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT
#define UDP_CLIENT TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT

static const struct
{
  TinTransport     transport;
  TinRole          role;
  TinReply         reply;
  const char      *property;
  const char      *value;
  TinProfileField  field;
  const char      *problem; /* (nullable): how it begins */
} field_cases[] = {
  { SERVER, TIN_REPLY_NONE, "host", "", TIN_PROFILE_HOST, "A host is missing" },
  { CLIENT, TIN_REPLY_NONE, "host", "", TIN_PROFILE_HOST, "A host is missing" },
  { CLIENT, TIN_REPLY_NONE, "host", "  ", TIN_PROFILE_HOST, "A host is missing" },
  { CLIENT, TIN_REPLY_NONE, "host", "1.2.3.400", TIN_PROFILE_HOST, "An IPv4 address is four numbers" },
  { CLIENT, TIN_REPLY_NONE, "host", "::g", TIN_PROFILE_HOST, "This is not a valid IPv6 address" },
  { CLIENT, TIN_REPLY_NONE, "host", "two words", TIN_PROFILE_HOST, "A host name has no spaces" },
  { CLIENT, TIN_REPLY_NONE, "host", " localhost\n", TIN_PROFILE_HOST, NULL },
  { CLIENT, TIN_REPLY_NONE, "host", "[::1]", TIN_PROFILE_HOST, NULL },
  { CLIENT, TIN_REPLY_NONE, "host", "[127.0.0.1]", TIN_PROFILE_HOST, "This character" },
  { SERVER, TIN_REPLY_NONE, "port", "", TIN_PROFILE_PORT, "A port is missing" },
  { SERVER, TIN_REPLY_NONE, "port", "0", TIN_PROFILE_PORT, NULL },
  { SERVER, TIN_REPLY_NONE, "port", "65535", TIN_PROFILE_PORT, NULL },
  { SERVER, TIN_REPLY_NONE, "port", "65536", TIN_PROFILE_PORT, "The port must be a number from 0 to 65535" },
  { SERVER, TIN_REPLY_NONE, "port", "http", TIN_PROFILE_PORT, "The port must be a number from 0 to 65535" },
  { SERVER, TIN_REPLY_NONE, "port", "-1", TIN_PROFILE_PORT, "The port must be a number from 0 to 65535" },
  { CLIENT, TIN_REPLY_NONE, "port", "0", TIN_PROFILE_PORT, "A client needs a port from 1 to 65535" },
  { CLIENT, TIN_REPLY_NONE, "port", "", TIN_PROFILE_PORT, "A port is missing" },
  { CLIENT, TIN_REPLY_NONE, "port", "80x", TIN_PROFILE_PORT, "The port must be a number from 1 to 65535" },
  { CLIENT, TIN_REPLY_NONE, "port", "99999999999999999999", TIN_PROFILE_PORT, "The port must be a number from 1 to 65535" },
  { CLIENT, TIN_REPLY_NONE, "port", " 80 ", TIN_PROFILE_PORT, NULL },
  { SERVER, TIN_REPLY_GREETING, "greeting", "", TIN_PROFILE_GREETING, "The greeting is missing" },
  { SERVER, TIN_REPLY_GREETING, "greeting", "Hi\\n", TIN_PROFILE_GREETING, NULL },
  { SERVER, TIN_REPLY_GREETING, "greeting", "Hi\\", TIN_PROFILE_GREETING, "A backslash at the end" },
  { SERVER, TIN_REPLY_GREETING, "greeting", "\\q", TIN_PROFILE_GREETING, "There is no such escape" },
  { SERVER, TIN_REPLY_NONE, "greeting", "\\q", TIN_PROFILE_GREETING, NULL },
  { CLIENT, TIN_REPLY_GREETING, "greeting", "\\q", TIN_PROFILE_GREETING, NULL },
  { CLIENT, TIN_REPLY_NONE, "first-message", "\\x4", TIN_PROFILE_FIRST_MESSAGE, "This escape needs 2 hexadecimal digits" },
  { SERVER, TIN_REPLY_NONE, "first-message", "\\x4", TIN_PROFILE_FIRST_MESSAGE, NULL },
  { SERVER, TIN_REPLY_NONE, "goodbye", "\\", TIN_PROFILE_GOODBYE, "A backslash at the end" },
  { CLIENT, TIN_REPLY_NONE, "goodbye", "\\", TIN_PROFILE_GOODBYE, "A backslash at the end" },
  { CLIENT, TIN_REPLY_NONE, "encoding", "no-such", TIN_PROFILE_ENCODING, "This text encoding is not known here" },
  { CLIENT, TIN_REPLY_NONE, "encoding", "", TIN_PROFILE_ENCODING, "This text encoding is not known here" },
  { CLIENT, TIN_REPLY_NONE, "encoding", "latin1", TIN_PROFILE_ENCODING, NULL },
  { CLIENT, TIN_REPLY_NONE, "framing-in", "lines:lf", TIN_PROFILE_FRAMING_IN, NULL },
  { CLIENT, TIN_REPLY_NONE, "framing-in", "lines", TIN_PROFILE_FRAMING_IN, "A framing is one of" },
  { SERVER, TIN_REPLY_NONE, "framing-out", "fixed:0", TIN_PROFILE_FRAMING_OUT, "The size of each message is from 1 to" },
};

static void
test_says_what_is_wrong (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (field_cases); i++)
    {
      g_autoptr (TinProfile) profile = tin_profile_new ();
      g_autoptr (TinEndpoint) endpoint = NULL;
      g_autoptr (GError) error = NULL;
      const char *problem;

      g_test_message ("case %u", i);
      g_object_set (profile, "transport", field_cases[i].transport, "role", field_cases[i].role, "reply", field_cases[i].reply,
                    field_cases[i].property, field_cases[i].value, NULL);

      problem = tin_profile_get_problem (profile, field_cases[i].field);
      endpoint = tin_profile_to_endpoint (profile, &error);

      if (field_cases[i].problem == NULL)
        {
          g_assert_null (problem);
          g_assert_no_error (error);
          g_assert_true (tin_profile_is_valid (profile));
        }
      else
        {
          g_assert_nonnull (problem);
          g_assert_true (g_str_has_prefix (problem, field_cases[i].problem));
          g_assert_false (tin_profile_is_valid (profile));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
          g_assert_cmpstr (error->message, ==, problem);
        }
    }
}

static void
test_refuses_what_the_encoding_cannot_say (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("tcp://h:1?first-message=%E2%82%AC&encoding=ISO-8859-1", NULL);

  g_assert_false (tin_profile_is_valid (profile));
  g_assert_cmpstr (tin_profile_get_problem (profile, TIN_PROFILE_FIRST_MESSAGE), ==,
                   "The character € (U+20AC) does not exist in ISO-8859-1");

  g_object_set (profile, "encoding", "ISO-8859-15", NULL);
  g_assert_true (tin_profile_is_valid (profile));

  /* Bytes that are no text are sent as they are. */
  g_object_set (profile, "encoding", "US-ASCII", "first-message", "\\xFF", NULL);
  g_assert_true (tin_profile_is_valid (profile));
}

static void
test_bounds_texts (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new ();
  g_autofree char *text = g_strnfill (TIN_ENDPOINT_MAX_TEXT_SIZE + 1, 'a');

  g_object_set (profile, "role", TIN_ROLE_CLIENT, "first-message", text, NULL);
  g_assert_nonnull (tin_profile_get_problem (profile, TIN_PROFILE_FIRST_MESSAGE));

  text[TIN_ENDPOINT_MAX_TEXT_SIZE] = '\0';
  g_object_set (profile, "first-message", text, NULL);
  g_assert_true (tin_profile_is_valid (profile));

  g_object_set (profile, "transport", TIN_TRANSPORT_UDP, NULL);
  g_assert_cmpstr (tin_profile_get_problem (profile, TIN_PROFILE_FIRST_MESSAGE), ==,
                   "A datagram carries at most 65507 bytes");
}

static void
test_keeps_the_uri_of_the_last_valid_state (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new ();

  g_object_set (profile, "port", "80x", NULL);
  g_assert_cmpstr (tin_profile_get_uri (profile), ==, "tcp-listen://localhost:8080");
  g_object_set (profile, "port", "81", NULL);
  g_assert_cmpstr (tin_profile_get_uri (profile), ==, "tcp-listen://localhost:81");
}

static void
test_has_a_title (void)
{
  static const struct
  {
    TinTransport  transport;
    TinRole       role;
    const char   *host;
    const char   *port;
    const char   *title;
  } cases[] = {
    { TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, "127.0.0.1", "8080", "TCP server 127.0.0.1:8080" },
    { TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "::1", "80", "TCP client [::1]:80" },
    { TIN_TRANSPORT_UDP, TIN_ROLE_SERVER, "[::]", "0", "UDP server [::]:0" },
    { TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT, " example.org ", "", "UDP client example.org" },
    { TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "", "", "TCP client" },
    { TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "ev\xE2\x80\xAEil\n.", "1", "TCP client ev\\u{202E}il\\n.:1" },
  };
  g_autoptr (TinProfile) profile = tin_profile_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_object_set (profile, "transport", cases[i].transport, "role", cases[i].role, "host", cases[i].host,
                    "port", cases[i].port, NULL);
      g_assert_cmpstr (tin_profile_get_title (profile), ==, cases[i].title);
    }

  g_object_set (profile, "name", "Mine", NULL);
  g_assert_cmpstr (tin_profile_get_title (profile), ==, "Mine");
  g_object_set (profile, "name", NULL, NULL);
  g_assert_true (g_str_has_prefix (tin_profile_get_title (profile), "TCP client"));
}

static void
test_warns_of_the_network (void)
{
  static const struct
  {
    TinTransport  transport;
    TinRole       role;
    const char   *host;
    TinReply      reply;
    const char   *warning; /* (nullable): how it begins */
  } cases[] = {
    { SERVER, "localhost", TIN_REPLY_ECHO, NULL },
    { SERVER, "127.0.0.1", TIN_REPLY_ECHO, NULL },
    { SERVER, "::1", TIN_REPLY_NONE, NULL },
    { SERVER, "0.0.0.0", TIN_REPLY_NONE, "This can be reached from the network, not only" },
    { SERVER, "::", TIN_REPLY_GREETING, "This can be reached from the network, not only" },
    { SERVER, "192.168.1.7", TIN_REPLY_ECHO, "This can be reached from the network, where anyone" },
    { TIN_TRANSPORT_UDP, TIN_ROLE_SERVER, "0.0.0.0", TIN_REPLY_ECHO, "This can be reached from the network, where an echo server" },
    { SERVER, "example.org", TIN_REPLY_NONE, "Who can connect depends" },
    { SERVER, "::g", TIN_REPLY_NONE, NULL },
    { CLIENT, "192.168.1.7", TIN_REPLY_ECHO, NULL },
  };
  g_autoptr (TinProfile) profile = tin_profile_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *warning = NULL;

      g_object_set (profile, "transport", cases[i].transport, "role", cases[i].role, "host", cases[i].host,
                    "reply", cases[i].reply, NULL);
      warning = tin_profile_get_warning (profile, TIN_PROFILE_HOST);

      if (cases[i].warning == NULL)
        g_assert_null (warning);
      else
        g_assert_true (g_str_has_prefix (warning, cases[i].warning));
    }
}

static void
test_warns_of_rights (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new ();
  g_autofree char *contents = NULL;
  g_autofree char *below = NULL;
  g_autofree char *at = NULL;
  g_autofree char *warning = NULL;
  guint64 start = 1024;

  if (g_file_get_contents (UNPRIVILEGED_PORT_START, &contents, NULL, NULL))
    start = g_ascii_strtoull (contents, NULL, 10);

  below = g_strdup_printf ("%" G_GUINT64_FORMAT, start - 1);
  at = g_strdup_printf ("%" G_GUINT64_FORMAT, start);

  if (start > 1)
    {
      g_object_set (profile, "port", below, NULL);
      warning = tin_profile_get_warning (profile, TIN_PROFILE_PORT);
      g_assert_nonnull (warning);
      g_assert_nonnull (strstr (warning, at));
      g_assert_true (tin_profile_is_valid (profile));

      g_object_set (profile, "role", TIN_ROLE_CLIENT, NULL);
      g_assert_null (tin_profile_get_warning (profile, TIN_PROFILE_PORT));
    }

  g_object_set (profile, "role", TIN_ROLE_SERVER, "port", at, NULL);
  g_assert_null (tin_profile_get_warning (profile, TIN_PROFILE_PORT));
  g_object_set (profile, "port", "0", NULL);
  g_assert_null (tin_profile_get_warning (profile, TIN_PROFILE_PORT));
  g_assert_null (tin_profile_get_warning (profile, TIN_PROFILE_ENCODING));
}

static void
test_shows_its_note_until_the_host_changes (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new ();
  g_autofree char *warning = NULL;

  g_object_set (profile, "note", "Worth knowing", NULL);
  warning = tin_profile_get_warning (profile, TIN_PROFILE_HOST);
  g_assert_cmpstr (warning, ==, "Worth knowing");

  g_object_set (profile, "port", "81", NULL);
  g_assert_nonnull (tin_profile_get_note (profile));
  g_object_set (profile, "host", "127.0.0.1", NULL);
  g_assert_null (tin_profile_get_note (profile));
}

static void
collect_cb (TinProfile *profile,
            GParamSpec *pspec,
            GPtrArray  *names)
{
  g_ptr_array_add (names, (gpointer) pspec->name);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In any order: that is GObject's affair. */
static void
assert_notified (GPtrArray  *names,
                 const char *expected)
{
  g_autofree char *joined = NULL;

  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (" ", (char **) names->pdata);
  g_assert_cmpstr (joined, ==, expected);
  g_ptr_array_set_size (names, 0);
}

static void
test_notifies_what_changed (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_signal_connect (profile, "notify", G_CALLBACK (collect_cb), names);

  g_object_set (profile, "port", "8080", NULL);
  assert_notified (names, "");
  g_object_set (profile, "port", "x", NULL);
  assert_notified (names, "port title valid");
  g_object_set (profile, "port", "81", NULL);
  assert_notified (names, "port title uri valid");
  g_object_set (profile, "transport", TIN_TRANSPORT_UDP, NULL);
  assert_notified (names, "title transport uri");
  g_object_set (profile, "name", "Mine", NULL);
  assert_notified (names, "name title");
}

static void
check_verdict_cb (TinProfile *profile,
                  GParamSpec *pspec,
                  guint      *n_calls)
{
  /* Whoever hears of the port finds the verdict on it, not on the one before. */
  g_assert_nonnull (tin_profile_get_problem (profile, TIN_PROFILE_PORT));
  g_assert_false (tin_profile_is_valid (profile));
  ++*n_calls;
}

static void
test_evaluates_before_it_notifies (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new ();
  guint n_calls = 0;

  g_signal_connect (profile, "notify::port", G_CALLBACK (check_verdict_cb), &n_calls);
  g_object_set (profile, "port", "x", NULL);
  g_assert_cmpuint (n_calls, ==, 1);
}

static void
test_is_locked_while_it_is_open (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new ();
  g_autoptr (TinProfile) copy = NULL;

  g_object_set (profile, "editable", FALSE, NULL);
  g_object_set (profile, "host", "0.0.0.0", "port", "1", "role", TIN_ROLE_CLIENT, "name", "Mine", NULL);
  g_assert_cmpstr (tin_profile_get_uri (profile), ==, "tcp-listen://localhost:8080");
  g_assert_cmpstr (tin_profile_get_name (profile), ==, "Mine");

  copy = tin_profile_duplicate (profile);
  g_object_set (copy, "port", "1", NULL);
  g_assert_cmpstr (tin_profile_get_uri (copy), ==, "tcp-listen://localhost:1");

  g_object_set (profile, "editable", TRUE, "port", "2", NULL);
  g_assert_cmpstr (tin_profile_get_port (profile), ==, "2");
}

static void
test_duplicates_what_is_wrong (void)
{
  g_autoptr (TinProfile) profile = tin_profile_new ();
  g_autoptr (TinProfile) copy = NULL;

  g_object_set (profile, "port", "x", "greeting", "\\", "note", "Worth knowing", NULL);
  copy = tin_profile_duplicate (profile);
  g_assert_cmpstr (tin_profile_get_port (copy), ==, "x");
  g_assert_cmpstr (tin_profile_get_note (copy), ==, "Worth knowing");
  g_assert_false (tin_profile_is_valid (copy));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/profile/is-valid-from-the-start", test_is_valid_from_the_start);
  g_test_add_func ("/profile/has-one-uri", test_has_one_uri);
  g_test_add_func ("/profile/passes-on-what-is-wrong-with-a-uri", test_passes_on_what_is_wrong_with_a_uri);
  g_test_add_func ("/profile/says-what-is-wrong", test_says_what_is_wrong);
  g_test_add_func ("/profile/refuses-what-the-encoding-cannot-say", test_refuses_what_the_encoding_cannot_say);
  g_test_add_func ("/profile/bounds-texts", test_bounds_texts);
  g_test_add_func ("/profile/keeps-the-uri-of-the-last-valid-state", test_keeps_the_uri_of_the_last_valid_state);
  g_test_add_func ("/profile/has-a-title", test_has_a_title);
  g_test_add_func ("/profile/warns-of-the-network", test_warns_of_the_network);
  g_test_add_func ("/profile/warns-of-rights", test_warns_of_rights);
  g_test_add_func ("/profile/shows-its-note-until-the-host-changes", test_shows_its_note_until_the_host_changes);
  g_test_add_func ("/profile/notifies-what-changed", test_notifies_what_changed);
  g_test_add_func ("/profile/evaluates-before-it-notifies", test_evaluates_before_it_notifies);
  g_test_add_func ("/profile/is-locked-while-it-is-open", test_is_locked_while_it_is_open);
  g_test_add_func ("/profile/duplicates-what-is-wrong", test_duplicates_what_is_wrong);

  return g_test_run ();
}
