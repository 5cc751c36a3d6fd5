/* test-importer-groups.c: tests of whom datagrams in captures of other programs were sent to.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "loader-fixture.h"

static void
load_group (const char *head,
            gsize       head_size,
            TinRecord  *record)
{
  g_autoptr (GBytes) contents = g_bytes_new_static (head, head_size);
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TinCapture) capture = load_bytes (contents, &progress, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (progress.n_skipped, ==, 0);
  g_assert_cmpuint (tin_capture_get_published (capture), ==, 2);
  g_assert_true (tin_capture_read (capture, 1, G_MAXSIZE, record, NULL));
  g_assert_cmpmem (g_bytes_get_data (record->payload, NULL), record->size, "all", 3);
}

#define PCAP(link) "\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\xff\xff\0\0" link "\0\0"
#define PCAP_PACKET(size) "\0\0\0\0\0\0\0\0" size "\0\0\0" size "\0\0\0"
#define PCAPNG \
  "\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a\1\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x1c\0\0\0" \
  "\1\0\0\0\x14\0\0\0\x01\0\0\0\0\0\0\0\x14\0\0\0"
#define PCAPNG_PACKET "\6\0\0\0\x50\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x2d\0\0\0\x2d\0\0\0"
#define PCAPNG_END "\0\0\0\x50\0\0\0"
#define IPV4(from, to) "\x45\0\0\x1f\0\0\0\0\1\x11\0\0" from to
#define IPV6(to) "\x60\0\0\0\0\x0b\x11\1\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\1" to
#define UDP "\x10\0\x14\xe9\0\x0b\0\0" "all"
#define FROM "\x0a\0\0\1"
#define IPV4_TCP(from, to) \
  "\x45\0\0\x2b\0\0\0\0\1\6\0\0" from to "\x10\0\x14\xe9" "\0\0\0\1" "\0\0\0\1" "\x50\x18\x10\0\0\0\0\0" "all"
#define ETHERNET(to) to "\2\0\0\0\0\1\x08\0"
#define LOOPBACK "\0\0\0\0\0\0"
#define TO_ALL "\xff\xff\xff\xff\xff\xff"
#define COOKED(kind) "\0" kind "\0\1\0\6\2\0\0\0\0\1\0\0\x08\0"
#define COOKED_2(kind) "\x08\0\0\0\0\0\0\1\0\1" kind "\6\2\0\0\0\0\1\0\0"
#define FILE(bytes) bytes, sizeof bytes - 1

/* To whom each datagram was sent, as in a recording of ours: the address of a group, or that of a network. */
static void
test_tells_groups (void)
{
  static const struct
  {
    const char *bytes;
    gsize       size;
    const char *group;
  } cases[] = {
    { FILE (PCAP ("\1\0") PCAP_PACKET ("\x2d") ETHERNET (LOOPBACK) IPV4 (FROM, "\xe0\0\0\xfb") UDP), "224.0.0.251:5353" },
    { FILE (PCAPNG PCAPNG_PACKET ETHERNET (LOOPBACK) IPV4 (FROM, "\xef\1\2\3") UDP PCAPNG_END), "239.1.2.3:5353" },
    { FILE (PCAP ("\x65\0") PCAP_PACKET ("\x1f") IPV4 (FROM, "\xff\xff\xff\xff") UDP), "255.255.255.255:5353" },
    { FILE (PCAP ("\x65\0") PCAP_PACKET ("\x1f") IPV4 ("\x7f\0\0\1", "\x7f\xff\xff\xff") UDP), "127.255.255.255:5353" },
    { FILE (PCAP ("\x65\0") PCAP_PACKET ("\x33") IPV6 ("\xff\2\0\0\0\0\0\0\0\0\0\0\0\0\0\xfb") UDP), "[ff02::fb]:5353" },
    { FILE (PCAP ("\1\0") PCAP_PACKET ("\x2d") ETHERNET (TO_ALL) IPV4 (FROM, "\x0a\0\0\xff") UDP), "10.0.0.255:5353" },
    { FILE (PCAP ("\x71\0") PCAP_PACKET ("\x2f") COOKED ("\1") IPV4 (FROM, "\x0a\0\0\xff") UDP), "10.0.0.255:5353" },
    { FILE (PCAP ("\x14\1") PCAP_PACKET ("\x33") COOKED_2 ("\1") IPV4 (FROM, "\x0a\0\0\xff") UDP), "10.0.0.255:5353" },
    /* Of one computer. */
    { FILE (PCAP ("\1\0") PCAP_PACKET ("\x2d") ETHERNET (LOOPBACK) IPV4 (FROM, "\x0a\0\0\xff") UDP), "" },
    { FILE (PCAP ("\x71\0") PCAP_PACKET ("\x2f") COOKED ("\0") IPV4 (FROM, "\x0a\0\0\2") UDP), "" },
    /* Sent by the computer that captured it. */
    { FILE (PCAP ("\x71\0") PCAP_PACKET ("\x2f") COOKED ("\4") IPV4 (FROM, "\xe0\0\0\xfb") UDP), "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      char group[TIN_ADDRESS_STRING_SIZE];

      load_group (cases[i].bytes, cases[i].size, &record);
      g_assert_cmpstr (tin_address_format (&record.group, group), ==, cases[i].group);
      if (*cases[i].group != '\0')
        g_assert_cmpint (record.direction, ==, TIN_DIRECTION_IN);
    }
}

/* A stream is for one, whatever the link did with its packets: who has the lower port is the local end. */
static void
test_tells_no_group_of_a_stream (void)
{
  static const struct
  {
    const char *bytes;
    gsize       size;
  } cases[] = {
    { FILE (PCAP ("\1\0") PCAP_PACKET ("\x39") ETHERNET (LOOPBACK) IPV4_TCP (FROM, "\x0a\0\0\2")) },
    { FILE (PCAP ("\1\0") PCAP_PACKET ("\x39") ETHERNET (TO_ALL) IPV4_TCP (FROM, "\x0a\0\0\2")) },
    { FILE (PCAP ("\x65\0") PCAP_PACKET ("\x2b") IPV4_TCP (FROM, "\xe0\0\0\xfb")) },
    { FILE (PCAP ("\x65\0") PCAP_PACKET ("\x2b") IPV4_TCP (FROM, "\xff\xff\xff\xff")) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      load_group (cases[i].bytes, cases[i].size, &record);
      g_assert_cmpint (record.direction, ==, TIN_DIRECTION_OUT);
      g_assert_false (tin_address_is_set (&record.group));
    }
}

int
main (int   argc,
      char *argv[])
{
  use_fast_folder ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/importer-groups/tells-groups", test_tells_groups);
  g_test_add_func ("/importer-groups/tells-none-of-a-stream", test_tells_no_group_of_a_stream);

  return g_test_run ();
}
