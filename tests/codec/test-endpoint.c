/* test-endpoint.c: endpoints and their URIs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-endpoint.h"
#include "codec/tin-groups.h"

#include "codec-assert.h"

/* What is read, and what is written for it; NULL if that is the same. */
static const struct
{
  const char *uri;
  const char *canonical;
} good[] = {
  { "tcp://localhost:80" },
  { "tcp-listen://127.0.0.1:0" },
  { "udp://example.org:65535" },
  { "udp-listen://0.0.0.0:1" },
  { "TCP-Listen://Example.ORG:080", "tcp-listen://example.org:80" },
  { "tcp-listen://:8080", "tcp-listen://localhost:8080" },
  { "udp-listen://:0", "udp-listen://localhost:0" },
  { "tcp://[::1]:80" },
  { "tcp://[0:0:0:0:0:0:0:1]:80", "tcp://[::1]:80" },
  { "tcp-listen://[::]:80" },
  { "tcp://[2001:DB8::A]:80", "tcp://[2001:db8::a]:80" },
  { "tcp://[fe80::1%25eth0]:80" },
  { "tcp://[fe80::1%eth0]:80", "tcp://[fe80::1%25eth0]:80" },
  { "tcp://[fe80::1%2]:80", "tcp://[fe80::1%252]:80" },
  { "tcp://[fe80::1%25]:80", "tcp://[fe80::1%2525]:80" },
  { "tcp://[fe80::1%2525]:80" },
  { "tcp://b%C3%BCcher.example:80" },
  { "tcp://bücher.example:80", "tcp://b%C3%BCcher.example:80" },
  { "tcp://%6cocalhost:80", "tcp://localhost:80" },
  { "tcp-listen://h:1?reply=none", "tcp-listen://h:1" },
  { "tcp-listen://h:1?reply=echo" },
  { "tcp-listen://127.0.0.1:9999?reply=greeting&greeting=Thank%20you%20for%20connecting%0D%0A&close-after-greeting=1" },
  { "tcp-listen://127.0.0.1:8080?goodbye=bye&reply=echo", "tcp-listen://127.0.0.1:8080?reply=echo&goodbye=bye" },
  { "tcp://127.0.0.1:8080?first-message=This%20is%20from%20Client&goodbye=bye&eol=none" },
  { "udp://127.0.0.1:8080?first-message=Hello%20server,%20from%20UDP%20client!&goodbye=bye&eol=none" },
  { "tcp://h:1?close-after-greeting=0", "tcp://h:1" },
  { "tcp://h:1?first-message=", "tcp://h:1" },
  { "tcp://h:1?first-message=a+b", "tcp://h:1?first-message=a%2Bb" },
  { "tcp://h:1?first-message=a=b/?", "tcp://h:1?first-message=a%3Db/?" },
  { "tcp://h:1?first-message=%00%ff%25%26", "tcp://h:1?first-message=%00%FF%25%26" },
  { "tcp://h:1?first-message=Gr%c3%bc%C3%9Fe", "tcp://h:1?first-message=Gr%C3%BC%C3%9Fe" },
  { "tcp://h:1?first-message=Grüße", "tcp://h:1?first-message=Gr%C3%BC%C3%9Fe" },
  { "tcp://h:1?first-message=it's", "tcp://h:1?first-message=it%27s" },
  { "tcp://h:1?reply=greeting" }, /* a client does not greet, so that it needs no text */
  { "tcp://h:1?eol=lf", "tcp://h:1" },
  { "tcp://h:1?eol=none" },
  { "tcp://h:1?eol=crlf" },
  { "tcp://h:1?eol=cr" },
  { "tcp://h:1?eol=nul" },
  { "tcp://h:1?eol=%6Cf", "tcp://h:1" },
  { "tcp://h:1?encoding=utf8", "tcp://h:1" },
  { "tcp://h:1?encoding=iso-8859-15", "tcp://h:1?encoding=ISO-8859-15" },
  { "tcp://h:1?connect-timeout=15", "tcp://h:1" },
  { "tcp://h:1?connect-timeout=3600" },
  { "tcp://h:1?interface=eth0&source-port=4000&source-address=127.0.0.2&dscp=46&hop-limit=1",
    "tcp://h:1?hop-limit=1&dscp=46&source-address=127.0.0.2&source-port=4000&interface=eth0" },
  { "tcp-listen://h:1?idle-timeout=0&half-open-timeout=0&max-connections=0&backlog=4096", "tcp-listen://h:1" },
  { "tcp-listen://h:1?idle-timeout=86400&half-open-timeout=1&max-connections=20000&backlog=1" },
  { "tcp://h:1?no-delay=1&keep-alive=1&keep-alive-idle=30&keep-alive-interval=10&keep-alive-count=3&reset-on-close=0",
    "tcp://h:1" },
  { "tcp://h:1?no-delay=0&keep-alive=0&keep-alive-idle=32767&keep-alive-interval=1&keep-alive-count=127&reset-on-close=1" },
  { "udp-listen://h:1?idle-timeout=1&send-buffer=1&receive-buffer=1073741823" },
  { "udp://h:1?source-address=%3A%3A1", "udp://h:1?source-address=::1" },
  { "udp://h:1?source-address=&interface=", "udp://h:1" },
  { "udp-listen://0.0.0.0:1?group=", "udp-listen://0.0.0.0:1" },
  { "udp-listen://0.0.0.0:1?group=224.0.0.0" },
  { "udp-listen://0.0.0.0:1?group=239.1.2.3,239.255.255.255&interface=eth0",
    "udp-listen://0.0.0.0:1?interface=eth0&group=239.1.2.3,239.255.255.255" },
  { "udp-listen://[::]:1?group=ff15::7:7,239.1.2.3,ff02::1" },
  { "udp-listen://[::]:1?group=%20FF15:0::7%20,%20239.1.2.3", "udp-listen://[::]:1?group=ff15::7,239.1.2.3" },
  { "udp-listen://[0:0::0]:1?group=ff15::7", "udp-listen://[::]:1?group=ff15::7" },
  { "udp-listen://239.1.2.3:1?group=239.1.2.3" },
  { "udp-listen://[ff15::7]:1?group=ff15::7" },
  { "tcp://h:1?framing-in=received&framing-out=received", "tcp://h:1" },
  { "tcp://h:1?framing-in=lines:crlf&framing-out=length:2be" },
  { "tcp://h:1?framing-out=idle:20ms,max:100&framing-in=delimiter:0D", "tcp://h:1?framing-in=lines:cr&framing-out=idle:20ms,max:100" },
  { "tcp://h:1?connect-timeout=1&encoding=ISO-8859-1&eol=none&goodbye=b&first-message=f&close-after-greeting=1&greeting=g&reply=greeting",
    "tcp://h:1?reply=greeting&greeting=g&close-after-greeting=1&first-message=f&goodbye=b&eol=none&encoding=ISO-8859-1&connect-timeout=1" },
};

static const struct
{
  const char    *uri;
  TinCodecError  code;
  gsize          offset;
} bad[] = {
  { "", TIN_CODEC_ERROR_INVALID, 0 },
  { "localhost:80", TIN_CODEC_ERROR_INVALID, 0 },
  { "tcp:/localhost:80", TIN_CODEC_ERROR_INVALID, 0 },
  { "http://localhost:80", TIN_CODEC_ERROR_INVALID, 0 },
  { "://localhost:80", TIN_CODEC_ERROR_INVALID, 0 },
  { "tls://localhost:80", TIN_CODEC_ERROR_UNSUPPORTED, 0 },
  { "TLS-listen://localhost:80", TIN_CODEC_ERROR_UNSUPPORTED, 0 },
  { "dtls://localhost:80", TIN_CODEC_ERROR_UNSUPPORTED, 0 },
  { "dtls-listen://localhost:80", TIN_CODEC_ERROR_UNSUPPORTED, 0 },
  { "unix:///run/socket", TIN_CODEC_ERROR_UNSUPPORTED, 0 },
  { "unix-listen:///run/socket", TIN_CODEC_ERROR_UNSUPPORTED, 0 },
  { "tcp://", TIN_CODEC_ERROR_INVALID, 6 },
  { "tcp://host", TIN_CODEC_ERROR_INVALID, 10 },
  { "tcp://host:", TIN_CODEC_ERROR_INVALID, 11 },
  { "tcp://:80", TIN_CODEC_ERROR_INVALID, 6 },
  { "tcp://host:0", TIN_CODEC_ERROR_INVALID, 11 },
  { "tcp://host:65536", TIN_CODEC_ERROR_INVALID, 11 },
  { "tcp-listen://host:65536", TIN_CODEC_ERROR_INVALID, 18 },
  { "tcp://host:-1", TIN_CODEC_ERROR_INVALID, 11 },
  { "tcp://host:+80", TIN_CODEC_ERROR_INVALID, 11 },
  { "tcp://host:http", TIN_CODEC_ERROR_INVALID, 11 },
  { "tcp://host:99999999999999999999999", TIN_CODEC_ERROR_INVALID, 11 },
  { "tcp://ho st:80", TIN_CODEC_ERROR_INVALID, 8 },
  { "tcp://host:80\n", TIN_CODEC_ERROR_INVALID, 13 },
  { "tcp://h\x1Bost:80", TIN_CODEC_ERROR_INVALID, 7 },
  { "tcp://h\xE2\x80\xAEost:80", TIN_CODEC_ERROR_INVALID, 7 },
  { "tcp://h\xFFost:80", TIN_CODEC_ERROR_INVALID, 7 },
  { "tcp://h%00ost:80", TIN_CODEC_ERROR_INVALID, 6 },
  { "tcp://h%20ost:80", TIN_CODEC_ERROR_INVALID, 7 },
  { "tcp://h%3Aost:80", TIN_CODEC_ERROR_INVALID, 6 },
  { "tcp://h%zzost:80", TIN_CODEC_ERROR_INVALID, 7 },
  { "tcp://h%4:80", TIN_CODEC_ERROR_TRUNCATED, 7 },
  { "tcp://user@host:80", TIN_CODEC_ERROR_INVALID, 10 },
  { "tcp://host:80/", TIN_CODEC_ERROR_INVALID, 13 },
  { "tcp://host:80/path", TIN_CODEC_ERROR_INVALID, 13 },
  { "tcp://host:80#top", TIN_CODEC_ERROR_INVALID, 13 },
  { "tcp://h:1?goodbye=#", TIN_CODEC_ERROR_INVALID, 18 },
  { "tcp://::1:80", TIN_CODEC_ERROR_INVALID, 6 },
  { "tcp://[::1:80", TIN_CODEC_ERROR_TRUNCATED, 6 },
  { "tcp://[::1]", TIN_CODEC_ERROR_INVALID, 11 },
  { "tcp://[::1]80", TIN_CODEC_ERROR_INVALID, 11 },
  { "tcp://[::g]:80", TIN_CODEC_ERROR_INVALID, 7 },
  { "tcp://[]:80", TIN_CODEC_ERROR_INVALID, 7 },
  { "tcp://[127.0.0.1]:80", TIN_CODEC_ERROR_INVALID, 7 },
  { "tcp://[v1.a:b]:80", TIN_CODEC_ERROR_INVALID, 7 },
  { "tcp://[fe80::1%]:80", TIN_CODEC_ERROR_INVALID, 14 },
  { "tcp://[fe80::1%25%00]:80", TIN_CODEC_ERROR_INVALID, 14 },
  { "tcp://1.2.3.400:80", TIN_CODEC_ERROR_INVALID, 6 },
  { "tcp://h:1?", TIN_CODEC_ERROR_INVALID, 10 },
  { "tcp://h:1?&", TIN_CODEC_ERROR_INVALID, 10 },
  { "tcp://h:1?eol=lf&", TIN_CODEC_ERROR_INVALID, 17 },
  { "tcp://h:1?color=red", TIN_CODEC_ERROR_INVALID, 10 },
  { "tcp://h:1?EOL=lf", TIN_CODEC_ERROR_INVALID, 10 },
  { "tcp://h:1?%65ol=lf", TIN_CODEC_ERROR_INVALID, 10 },
  { "tcp://h:1?=lf", TIN_CODEC_ERROR_INVALID, 10 },
  { "tcp://h:1?eol", TIN_CODEC_ERROR_INVALID, 13 },
  { "tcp://h:1?eol=lf&eol=lf", TIN_CODEC_ERROR_INVALID, 17 },
  { "tcp://h:1?eol=LF", TIN_CODEC_ERROR_INVALID, 14 },
  { "tcp://h:1?eol=lf%00", TIN_CODEC_ERROR_INVALID, 14 },
  { "tcp://h:1?reply=yes", TIN_CODEC_ERROR_INVALID, 16 },
  { "tcp-listen://h:1?reply=greeting", TIN_CODEC_ERROR_INVALID, 17 },
  { "tcp://h:1?close-after-greeting=true", TIN_CODEC_ERROR_INVALID, 31 },
  { "tcp://h:1?close-after-greeting=", TIN_CODEC_ERROR_INVALID, 31 },
  { "tcp://h:1?framing-in=", TIN_CODEC_ERROR_INVALID, 21 },
  { "tcp://h:1?framing-in=lines:lf%00", TIN_CODEC_ERROR_INVALID, 21 },
  { "tcp://h:1?framing-in=fixed:0", TIN_CODEC_ERROR_INVALID, 21 },
  { "tcp://h:1?framing-in=lines:lf&framing-in=lines:lf", TIN_CODEC_ERROR_INVALID, 30 },
  { "tcp://h:1?encoding=", TIN_CODEC_ERROR_INVALID, 19 },
  { "tcp://h:1?encoding=klingon", TIN_CODEC_ERROR_INVALID, 19 },
  { "tcp://h:1?encoding=ASCII//TRANSLIT", TIN_CODEC_ERROR_INVALID, 19 },
  { "tcp://h:1?connect-timeout=0", TIN_CODEC_ERROR_INVALID, 26 },
  { "tcp://h:1?connect-timeout=3601", TIN_CODEC_ERROR_INVALID, 26 },
  { "tcp://h:1?connect-timeout=1s", TIN_CODEC_ERROR_INVALID, 26 },
  { "tcp://h:1?no-delay=2", TIN_CODEC_ERROR_INVALID, 19 },
  { "tcp://h:1?no-delay=", TIN_CODEC_ERROR_INVALID, 19 },
  { "tcp://h:1?dscp=64", TIN_CODEC_ERROR_INVALID, 15 },
  { "tcp://h:1?dscp=-1", TIN_CODEC_ERROR_INVALID, 15 },
  { "tcp://h:1?dscp=0x1", TIN_CODEC_ERROR_INVALID, 15 },
  { "tcp://h:1?dscp=1%00", TIN_CODEC_ERROR_INVALID, 15 },
  { "tcp://h:1?dscp=4294967296", TIN_CODEC_ERROR_INVALID, 15 },
  { "tcp://h:1?dscp=18446744073709551616", TIN_CODEC_ERROR_INVALID, 15 },
  { "tcp://h:1?dscp=1&dscp=1", TIN_CODEC_ERROR_INVALID, 17 },
  { "tcp://h:1?keep-alive-count=0", TIN_CODEC_ERROR_INVALID, 27 },
  { "tcp://h:1?backlog=5", TIN_CODEC_ERROR_INVALID, 10 },
  { "tcp-listen://h:1?source-port=5", TIN_CODEC_ERROR_INVALID, 17 },
  { "udp-listen://h:1?no-delay=0", TIN_CODEC_ERROR_INVALID, 17 },
  { "udp://h:1?source-address=example.org", TIN_CODEC_ERROR_INVALID, 25 },
  { "udp-listen://0.0.0.0:1?group=example.org", TIN_CODEC_ERROR_INVALID, 29 },
  { "udp-listen://0.0.0.0:1?group=127.0.0.1", TIN_CODEC_ERROR_INVALID, 29 },
  { "udp-listen://0.0.0.0:1?group=223.255.255.255", TIN_CODEC_ERROR_INVALID, 29 },
  { "udp-listen://0.0.0.0:1?group=240.0.0.0", TIN_CODEC_ERROR_INVALID, 29 },
  { "udp-listen://[::]:1?group=::1", TIN_CODEC_ERROR_INVALID, 26 },
  { "udp-listen://[::]:1?group=::ffff:239.1.2.3", TIN_CODEC_ERROR_INVALID, 26 },
  { "udp-listen://[::]:1?group=ff02::7%25eth0", TIN_CODEC_ERROR_INVALID, 26 },
  { "udp-listen://0.0.0.0:1?group=,", TIN_CODEC_ERROR_INVALID, 29 },
  { "udp-listen://0.0.0.0:1?group=239.1.2.3,", TIN_CODEC_ERROR_INVALID, 39 },
  { "udp-listen://0.0.0.0:1?group=239.1.2.3,239.1.2.3", TIN_CODEC_ERROR_INVALID, 39 },
  { "udp-listen://[::]:1?group=ff15::7,ff15:0::7", TIN_CODEC_ERROR_INVALID, 34 },
  { "udp-listen://0.0.0.0:1?group=239.1.2.3%00", TIN_CODEC_ERROR_INVALID, 29 },
  { "udp-listen://:1?group=239.1.2.3", TIN_CODEC_ERROR_INVALID, 16 },
  { "udp-listen://127.0.0.1:1?group=239.1.2.3", TIN_CODEC_ERROR_INVALID, 25 },
  { "udp-listen://0.0.0.0:1?group=239.1.2.3,ff15::7", TIN_CODEC_ERROR_INVALID, 23 },
  { "udp-listen://239.1.2.3:1?group=239.1.2.3,239.1.2.4", TIN_CODEC_ERROR_INVALID, 25 },
  { "udp://0.0.0.0:1?group=239.1.2.3", TIN_CODEC_ERROR_INVALID, 16 },
  { "tcp-listen://0.0.0.0:1?group=239.1.2.3", TIN_CODEC_ERROR_INVALID, 23 },
  { "udp://h:1?interface=a/b", TIN_CODEC_ERROR_INVALID, 20 },
  { "udp://h:1?interface=a%20b", TIN_CODEC_ERROR_INVALID, 20 },
  { "udp://h:1?interface=..", TIN_CODEC_ERROR_INVALID, 20 },
  { "udp://h:1?interface=eth0%00", TIN_CODEC_ERROR_INVALID, 20 },
  { "udp://h:1?interface=abcdefghijklmnop", TIN_CODEC_ERROR_INVALID, 20 },
  { "tcp://h:1?goodbye=a%", TIN_CODEC_ERROR_TRUNCATED, 19 },
  { "tcp://h:1?goodbye=a%4", TIN_CODEC_ERROR_TRUNCATED, 19 },
  { "tcp://h:1?goodbye=a%4g", TIN_CODEC_ERROR_INVALID, 19 },
  { "tcp://h:1?goodbye=a b", TIN_CODEC_ERROR_INVALID, 19 },
};

static void
test_has_one_canonical_form (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      const char *expected = good[i].canonical != NULL ? good[i].canonical : good[i].uri;
      g_autoptr (GError) error = NULL;
      g_autoptr (TinEndpoint) endpoint = tin_endpoint_parse (good[i].uri, &error);
      g_autoptr (TinEndpoint) again = NULL;
      g_autofree char *canonical = NULL;

      g_test_message ("case %u", i);
      g_assert_no_error (error);
      canonical = tin_endpoint_to_uri (endpoint);
      g_assert_cmpstr (canonical, ==, expected);

      again = tin_endpoint_parse (canonical, &error);
      g_assert_no_error (error);
      g_assert_true (tin_endpoint_equal (endpoint, again));
    }
}

static void
test_points_at_the_fault (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_null (tin_endpoint_parse (bad[i].uri, &error));
      assert_codec_error (&error, bad[i].code, bad[i].offset);
    }
}

static void
test_names_what_it_does_not_support (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tin_endpoint_parse ("TLS://localhost:80", &error));
  g_assert_cmpstr (error->message, ==, "tls:// is not supported by this version");
}

static void
test_fills_every_field (void)
{
  g_autoptr (TinEndpoint) endpoint =
    tin_endpoint_parse ("udp-listen://[fe80::1%25eth0]:7?reply=greeting&greeting=a%00b&close-after-greeting=1"
                        "&first-message=x&goodbye=bye&eol=crlf&encoding=iso-8859-1&connect-timeout=3", NULL);

  g_assert_cmpint (endpoint->transport, ==, TIN_TRANSPORT_UDP);
  g_assert_cmpint (endpoint->role, ==, TIN_ROLE_SERVER);
  g_assert_cmpstr (endpoint->host, ==, "fe80::1%eth0");
  g_assert_cmpuint (endpoint->port, ==, 7);
  g_assert_cmpint (endpoint->reply, ==, TIN_REPLY_GREETING);
  assert_bytes (endpoint->greeting, "a\0b", 3);
  g_assert_true (endpoint->close_after_greeting);
  assert_bytes (endpoint->first_message, "x", 1);
  assert_bytes (endpoint->goodbye, "bye", 3);
  g_assert_cmpint (endpoint->line_ending, ==, TIN_LINE_ENDING_CRLF);
  g_assert_cmpstr (endpoint->encoding, ==, "ISO-8859-1");
  g_assert_cmpuint (endpoint->options[TIN_OPTION_CONNECT_TIMEOUT].number, ==, 3);
}

static void
test_has_defaults (void)
{
  g_autoptr (TinEndpoint) written = tin_endpoint_new (TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "localhost", 80);
  g_autoptr (TinEndpoint) read = tin_endpoint_parse ("tcp://localhost:80", NULL);

  g_assert_true (tin_endpoint_equal (written, read));
  g_assert_cmpint (read->reply, ==, TIN_REPLY_NONE);
  g_assert_cmpuint (g_bytes_get_size (read->greeting), ==, 0);
  g_assert_cmpint (read->line_ending, ==, TIN_LINE_ENDING_LF);
  g_assert_cmpstr (read->encoding, ==, "UTF-8");
  g_assert_cmpuint (read->options[TIN_OPTION_CONNECT_TIMEOUT].number, ==, TIN_ENDPOINT_DEFAULT_CONNECT_TIMEOUT);
}

static void
test_copies_are_apart (void)
{
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_parse ("tcp://h:1?goodbye=bye", NULL);
  g_autoptr (TinEndpoint) copy = g_boxed_copy (TIN_TYPE_ENDPOINT, endpoint);

  g_assert_true (tin_endpoint_equal (endpoint, copy));
  g_free (copy->host);
  copy->host = g_strdup ("other");
  g_assert_false (tin_endpoint_equal (endpoint, copy));
  g_assert_cmpstr (endpoint->host, ==, "h");
}

static void
test_has_short_forms (void)
{
  g_autoptr (TinEndpoint) named = tin_endpoint_parse ("tcp-listen://:8080?reply=echo", NULL);
  g_autoptr (TinEndpoint) zoned = tin_endpoint_parse ("udp://[fe80::1%25eth0]:53", NULL);
  g_autofree char *named_uri = tin_endpoint_to_short_uri (named);
  g_autofree char *zoned_uri = tin_endpoint_to_short_uri (zoned);

  g_assert_cmpstr (named_uri, ==, "tcp-listen://localhost:8080");
  g_assert_cmpstr (zoned_uri, ==, "udp://[fe80::1%25eth0]:53");
  g_assert_cmpstr (tin_transport_get_nick (TIN_TRANSPORT_UDP), ==, "udp");
}

static void
test_encodes_what_is_sent (void)
{
  g_autoptr (TinEndpoint) latin = tin_endpoint_parse ("tcp://h:1?encoding=ISO-8859-1", NULL);
  g_autoptr (TinEndpoint) utf8 = tin_endpoint_parse ("tcp://h:1", NULL);
  g_autoptr (GBytes) text = g_bytes_new_static ("ü\n", 3);
  g_autoptr (GBytes) binary = g_bytes_new_static ("\xFF\0\xFE", 3);
  g_autoptr (GBytes) cut = g_bytes_new_static ("a\xE2\x82", 3);
  g_autoptr (GBytes) foreign = g_bytes_new_static ("a€", 4);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) text_in_latin = tin_endpoint_encode (latin, text, NULL);
  g_autoptr (GBytes) text_in_utf8 = tin_endpoint_encode (utf8, text, NULL);
  g_autoptr (GBytes) binary_in_latin = tin_endpoint_encode (latin, binary, NULL);
  g_autoptr (GBytes) cut_in_latin = tin_endpoint_encode (latin, cut, NULL);
  g_autoptr (GBytes) nothing_in_latin = tin_endpoint_encode (latin, nothing, NULL);
  g_autoptr (GError) error = NULL;

  assert_bytes (text_in_latin, "\xFC\n", 2);
  assert_bytes (text_in_utf8, "ü\n", 3);
  assert_bytes (binary_in_latin, "\xFF\0\xFE", 3);
  assert_bytes (cut_in_latin, "a\xE2\x82", 3);
  assert_bytes (nothing_in_latin, "", 0);

  g_assert_null (tin_endpoint_encode (latin, foreign, &error));
  assert_codec_error (&error, TIN_CODEC_ERROR_NOT_REPRESENTABLE, 1);
}

static void
test_is_bounded (void)
{
  g_autofree char *filler = g_strnfill (TIN_ENDPOINT_MAX_URI_SIZE, 'a');
  g_autofree char *huge = g_strconcat ("tcp://", filler, ":80", NULL);
  g_autofree char *long_text = g_strdup_printf ("tcp://h:1?goodbye=%.*s", TIN_ENDPOINT_MAX_TEXT_SIZE + 1, filler);
  g_autofree char *longest = g_strdup_printf ("tcp://h:1?goodbye=%.*s", TIN_ENDPOINT_MAX_TEXT_SIZE, filler);
  g_autoptr (TinEndpoint) endpoint = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (tin_endpoint_parse (huge, &error));
  assert_codec_error (&error, TIN_CODEC_ERROR_TOO_LARGE, TIN_ENDPOINT_MAX_URI_SIZE);
  g_assert_null (tin_endpoint_parse (long_text, &error));
  assert_codec_error (&error, TIN_CODEC_ERROR_TOO_LARGE, 18 + TIN_ENDPOINT_MAX_TEXT_SIZE);
  endpoint = tin_endpoint_parse (longest, &error);
  g_assert_no_error (error);
}

static char *
make_uri_with_groups (guint n_groups)
{
  GString *uri = g_string_new ("udp-listen://0.0.0.0:1?group=239.0.0.1");

  for (guint i = 2; i <= n_groups; i++)
    g_string_append_printf (uri, ",239.0.0.%u", i);

  return g_string_free (uri, FALSE);
}

static void
test_has_so_many_groups_and_no_more (void)
{
  g_autofree char *many = make_uri_with_groups (TIN_GROUPS_MAX);
  g_autofree char *too_many = make_uri_with_groups (TIN_GROUPS_MAX + 1);
  g_autoptr (TinEndpoint) endpoint = NULL;
  g_autoptr (GError) error = NULL;

  endpoint = tin_endpoint_parse (many, &error);
  g_assert_no_error (error);
  g_assert_null (tin_endpoint_parse (too_many, &error));
  assert_codec_error (&error, TIN_CODEC_ERROR_TOO_LARGE, strlen (many) + 1);
}

/* Whatever fields an endpoint can have, its URI brings them back. */
static void
test_reads_its_largest_form (void)
{
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, "localhost", 65535);
  g_autofree guint8 *data = g_malloc0 (TIN_ENDPOINT_MAX_TEXT_SIZE);
  g_autoptr (TinEndpoint) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  g_bytes_unref (endpoint->greeting);
  endpoint->greeting = g_bytes_new (data, TIN_ENDPOINT_MAX_TEXT_SIZE);
  g_bytes_unref (endpoint->first_message);
  endpoint->first_message = g_bytes_ref (endpoint->greeting);
  g_bytes_unref (endpoint->goodbye);
  endpoint->goodbye = g_bytes_ref (endpoint->greeting);

  uri = tin_endpoint_to_uri (endpoint);
  back = tin_endpoint_parse (uri, &error);
  g_assert_no_error (error);
  g_assert_true (tin_endpoint_equal (endpoint, back));
}

/* A bit flipped or an end cut off is an error or another endpoint, never more than that. */
static void
test_survives_damage (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      const gsize size = strlen (good[i].uri);

      for (gsize bit = 0; bit < size * 8; bit++)
        {
          g_autofree char *damaged = g_strdup (good[i].uri);
          g_autoptr (TinEndpoint) endpoint = NULL;

          damaged[bit / 8] ^= 1 << (bit % 8);
          endpoint = tin_endpoint_parse (damaged, NULL);

          if (endpoint != NULL)
            {
              g_autofree char *uri = tin_endpoint_to_uri (endpoint);
              g_autoptr (TinEndpoint) again = tin_endpoint_parse (uri, NULL);

              g_assert_nonnull (again);
              g_assert_true (tin_endpoint_equal (endpoint, again));
            }
        }

      for (gsize length = 0; length < size; length++)
        {
          g_autofree char *cut = g_strndup (good[i].uri, length);
          g_autoptr (TinEndpoint) endpoint = tin_endpoint_parse (cut, NULL);

          g_assert_true (endpoint == NULL || endpoint->host[0] != '\0');
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/endpoint/has-one-canonical-form", test_has_one_canonical_form);
  g_test_add_func ("/endpoint/points-at-the-fault", test_points_at_the_fault);
  g_test_add_func ("/endpoint/names-what-it-does-not-support", test_names_what_it_does_not_support);
  g_test_add_func ("/endpoint/fills-every-field", test_fills_every_field);
  g_test_add_func ("/endpoint/has-defaults", test_has_defaults);
  g_test_add_func ("/endpoint/copies-are-apart", test_copies_are_apart);
  g_test_add_func ("/endpoint/has-short-forms", test_has_short_forms);
  g_test_add_func ("/endpoint/encodes-what-is-sent", test_encodes_what_is_sent);
  g_test_add_func ("/endpoint/is-bounded", test_is_bounded);
  g_test_add_func ("/endpoint/has-so-many-groups-and-no-more", test_has_so_many_groups_and_no_more);
  g_test_add_func ("/endpoint/reads-its-largest-form", test_reads_its_largest_form);
  g_test_add_func ("/endpoint/survives-damage", test_survives_damage);

  return g_test_run ();
}
