/* test-importer.c: tests of opening captures of other programs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files in foreign/ were captured by dumpcap on a loopback interface and on "any".
 */

#include "loader-fixture.h"

#include "capture/tin-scan.h"
#include "capture/tin-totals.h"

#include <string.h>

/* A line for each record: connection, direction, event, and the payload or its size. */
static char *
transcribe (TinCapture *capture)
{
  GString *text = g_string_new (NULL);

  for (guint64 i = 0; i < tin_capture_get_published (capture); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      const char *direction;

      g_assert_true (tin_capture_read (capture, i, G_MAXSIZE, &record, NULL));
      direction = tin_direction_get_nick (record.direction);
      g_string_append_printf (text, "%u %s %s", record.connection, direction != NULL ? direction : "-",
                              tin_event_get_nick (record.event));
      if (record.event == TIN_EVENT_DATA)
        {
          g_autofree char *payload = g_strdup_printf ("%.*s", (int) record.size,
                                                      (const char *) g_bytes_get_data (record.payload, NULL));

          g_string_append_printf (text, " %s", g_strdelimit (payload, "\n", '/'));
        }
      else if (record.size > 0)
        g_string_append_printf (text, " %u", record.size);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static char *
get_foreign (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "capture", "foreign", name, NULL);
}

static const char talk[] =
  "1 in opened\n"
  "1 in data 00000 kembcdlb/gbcnnchcnbd\n"
  "1 in data 00001 hbmbhbejnedjfdgldcbg\n"
  "1 out data dbnchcnncbg/bldcbmek 00000\n"
  "1 in data 00002 pnkooljhfhcj/pkojcd/\n"
  "1 in half-closed\n"
  "1 out data /dcjokp/jchfhjlooknp 20000gbcdlgdfjdenjebhbmbh 10000\n"
  "1 - closed\n";

static const char talk_over_ipv6[] =
  "1 in opened\n"
  "1 in data 00000 kembcdlb/gbcnnchcnbd\n"
  "1 in data 00001 hbmbhbejnedjfdgldcbg\n"
  "1 in data 00002 pnkooljhfhcj/pkojcd/\n"
  "1 in half-closed\n"
  "1 out data /dcjokp/jchfhjlooknp 20000gbcdlgdfjdenjebhbmbh 10000dbnchcnncbg/bldcbmek 00000\n"
  "1 - closed\n";

static const char answer_first[] =
  "1 in opened\n"
  "1 in data 00000 kembcdlb/gbcnnchcnbd\n"
  "1 in data 00001 hbmbhbejnedjfdgldcbg\n"
  "1 out data dbnchcnncbg/bldcbmek 00000\n"
  "1 in data 00002 pnkooljhfhcj/pkojcd/\n"
  "1 out data /dcjokp/jchfhjlooknp 20000gbcdlgdfjdenjebhbmbh 10000\n"
  "1 in half-closed\n"
  "1 - closed\n";

static const char datagrams_in[] =
  "2 in opened\n"
  "2 in data one\n"
  "2 out data one!\n"
  "2 in data \n"
  "2 out data !\n"
  "2 in data three\n"
  "2 out data three!\n";

static const char datagrams_out[] =
  "2 out opened\n"
  "2 out data one\n"
  "2 in data one!\n"
  "2 out data \n"
  "2 in data !\n"
  "2 out data three\n"
  "2 in data three!\n";

static const char refused[] =
  "1 - refused\n"
  "2 in opened\n"
  "2 in data never read\n"
  "2 out reset\n";

static const struct
{
  const char *name;
  const char *expected[2];
} files[] = {
  { "small.pcapng", { talk, datagrams_in } },
  { "six.pcapng", { talk_over_ipv6, datagrams_in } },
  { "cooked.pcapng", { talk, datagrams_out } },
  { "cooked.pcap", { answer_first, datagrams_out } },
  { "refused.pcapng", { refused, "" } },
};

static void
test_reads_files_of_dumpcap (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = get_foreign (files[i].name);
      g_autofree char *expected = g_strconcat (files[i].expected[0], files[i].expected[1], NULL);
      g_auto (TinLoaderProgress) progress = { 0 };
      g_autoptr (TinCapture) capture = load_file (path, &progress);
      g_autofree char *text = transcribe (capture);

      g_assert_cmpstr (text, ==, expected);
      g_assert_true (progress.is_foreign);
      g_assert_null (progress.problem);
      g_assert_cmpuint (progress.n_bytes, ==, progress.n_total);
      g_assert_cmpuint (progress.n_skipped + progress.n_missing + progress.n_repeated + progress.n_cut, ==, 0);
    }
}

/* The same packets on other links, in other formats. */
static void
test_reads_every_link_and_format (void)
{
  static const char *const names[] = {
    "pcap-big-endian", "pcap-loop", "pcap-nanoseconds", "pcap-null", "pcap-raw", "pcap-sll2", "pcap-vlan",
    "pcapng-big-endian", "pcapng-binary-times",
  };
  g_autofree char *expected = g_strconcat (talk, datagrams_in, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fuzz", "seeds", "capture-file", names[i], NULL);
      g_auto (TinLoaderProgress) progress = { 0 };
      g_autoptr (TinCapture) capture = load_file (path, &progress);
      g_autofree char *text = transcribe (capture);
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      g_assert_cmpstr (text, ==, expected);
      g_assert_cmpuint (progress.n_skipped, ==, 0);
      g_assert_true (tin_capture_read (capture, 0, 0, &record, NULL));
      /* Those in pcapng say that ten seconds are to be added. */
      g_assert_cmpint (record.time_ns / G_GINT64_CONSTANT (1000000000), ==,
                       g_str_has_prefix (names[i], "pcapng") ? 1767225610 : 1767225600);
    }
}

static void
put16 (guint8  *at,
       guint16  value)
{
  value = GUINT16_TO_BE (value);
  memcpy (at, &value, sizeof value);
}

/* The head of a pcap file with raw IP. */
static GByteArray *
begin_pcap (void)
{
  static const guint8 head[] = {
    0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0x0f, 0, 101, 0, 0, 0,
  };

  return g_byte_array_append (g_byte_array_new (), head, sizeof head);
}

static void
add_packet (GByteArray   *file,
            const guint8 *packet,
            guint32       size)
{
  guint32 head[] = { 0, 0, GUINT32_TO_LE (size), GUINT32_TO_LE (size) };

  g_byte_array_append (file, (const guint8 *) head, sizeof head);
  g_byte_array_append (file, packet, size);
}

/* A capture that was made with a snapshot length: what is there is there, and it is said how much there was. */
static void
test_says_what_was_cut_off (void)
{
  static const guint8 packet[28 + 1000] = {
    0x45, 0, 5, 148, [9] = 17, [12] = 127, [16] = 127, [20] = 1, [22] = 2, [24] = 5, [25] = 128,
  };
  guint32 head[] = { 0, 0, GUINT32_TO_LE (sizeof packet), GUINT32_TO_LE (sizeof packet + 400) };
  g_autoptr (GByteArray) file = begin_pcap ();
  g_autoptr (GBytes) bytes = NULL;
  g_auto (TinLoaderProgress) progress = { 0 };
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_autoptr (TinCapture) capture = NULL;

  g_byte_array_append (file, (const guint8 *) head, sizeof head);
  g_byte_array_append (file, packet, sizeof packet);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&file));
  capture = load_bytes (bytes, &progress, NULL);
  g_assert_cmpuint (progress.n_truncated, ==, 1);
  g_assert_cmpuint (tin_capture_get_published (capture), ==, 2);
  g_assert_true (tin_capture_read (capture, 1, G_MAXSIZE, &record, NULL));
  g_assert_cmpuint (record.size, ==, 1000);
  g_assert_cmpuint (record.missing, ==, 400);
  g_assert_cmpuint (g_bytes_get_size (record.payload), ==, 1000);
}

/* A length of 0 says that all that is there belongs to it; but no datagram has so much. */
static void
test_skips_impossible_datagrams (void)
{
  const gsize size = 100000;
  g_autofree guint8 *packet = g_malloc0 (size);
  g_autoptr (GByteArray) file = begin_pcap ();
  g_autoptr (GBytes) bytes = NULL;
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (TinCapture) capture = NULL;

  packet[0] = 0x45;
  packet[9] = 17;
  put16 (packet + 20, 5000);
  put16 (packet + 22, 6000);
  add_packet (file, packet, size);
  put16 (packet + 24, G_MAXUINT16);
  add_packet (file, packet, size);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&file));
  capture = load_bytes (bytes, &progress, NULL);
  g_assert_cmpuint (progress.n_skipped, ==, 2);
  g_assert_cmpuint (tin_capture_get_published (capture), ==, 0);
}

/* What a port scan leaves: hundreds of thousands of attempts that nobody answered, all told at the end. */
static void
test_tells_of_every_attempt (void)
{
  const guint n_attempts = 300000;
  guint8 packet[40] = { 0x45, 0, 0, 40, [9] = 6, [12] = 127, [16] = 127, [32] = 0x50, [33] = 2 };
  g_autoptr (GByteArray) file = begin_pcap ();
  g_autoptr (GBytes) bytes = NULL;
  g_auto (TinLoaderProgress) progress = { 0 };
  g_auto (TinCaptureHealth) health = { 0 };
  g_autoptr (TinCapture) capture = NULL;

  for (guint i = 0; i < n_attempts; i++)
    {
      put16 (packet + 14, i >> 14);
      put16 (packet + 20, 40000 + (i & 0x3fff));
      put16 (packet + 22, 80);
      add_packet (file, packet, sizeof packet);
    }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&file));
  capture = load_bytes (bytes, &progress, NULL);
  tin_capture_get_health (capture, &health);
  g_assert_null (progress.problem);
  g_assert_cmpuint (health.unsaved_records, ==, 0);
  g_assert_cmpuint (tin_capture_get_published (capture), ==, n_attempts);
}

/* One of a TCP connection between 127.0.0.1:40000 and :80, with a payload. */
static void
add_segment (GByteArray *file,
             gboolean    answer,
             guint8      flags,
             guint32     sequence,
             const char *payload)
{
  guint8 packet[40 + 32] = { 0x45, [9] = 6, [12] = 127, [16] = 127, [32] = 0x50, [33] = flags };
  gsize size = strlen (payload);

  put16 (packet + 2, 40 + size);
  packet[15] = packet[19] = 1;
  put16 (packet + 20, answer ? 80 : 40000);
  put16 (packet + 22, answer ? 40000 : 80);
  put16 (packet + 24, sequence >> 16);
  put16 (packet + 26, sequence);
  memcpy (packet + 40, payload, size);
  add_packet (file, packet, 40 + size);
}

#define FIN 0x01
#define SYN 0x02
#define RST 0x04
#define ACK 0x10

static const struct
{
  const char *expected;
  guint64     n_repeated;
  guint64     n_late;
  struct
  {
    gboolean    answer;
    guint8      flags;
    guint32     sequence;
    const char *payload;
  } segments[6];
} endings[] = {
  /* One that is repeated, and one that never was in the stream. */
  { "1 in opened\n1 in data one\n1 in half-closed\n", 3, 4,
    { { FALSE, ACK, 100, "one" }, { FALSE, FIN | ACK, 103, "" }, { FALSE, ACK, 100, "one" }, { FALSE, ACK, 104, "late" } } },
  /* What came too early lies behind the end when that comes. */
  { "1 in opened\n1 in data one\n1 in half-closed\n", 0, 4,
    { { FALSE, ACK, 100, "one" }, { FALSE, ACK, 110, "late" }, { FALSE, FIN | ACK, 103, "" } } },
  /* After a reset nothing counts, either way. */
  { "1 in opened\n1 in data one\n1 out reset\n", 3, 9,
    { { FALSE, ACK, 100, "one" }, { TRUE, RST | ACK, 500, "" }, { FALSE, ACK, 100, "one" }, { FALSE, ACK, 103, "late" },
      { TRUE, ACK, 500, "later" } } },
  /* The same ports again are another connection. */
  { "1 in opened\n1 in data one\n1 out reset\n2 in data two\n2 in opened\n2 out data three\n", 0, 0,
    { { FALSE, ACK, 100, "one" }, { TRUE, RST | ACK, 500, "" }, { FALSE, SYN, 1000, "two" },
      { TRUE, SYN | ACK, 2000, "" }, { TRUE, ACK, 2001, "three" } } },
  /* Also when nobody saw the first one end. */
  { "1 in opened\n1 in data one\n1 - closed\n2 in opened\n2 out data three\n", 0, 0,
    { { FALSE, ACK, 100, "one" }, { FALSE, SYN, 1000, "" }, { TRUE, SYN | ACK, 2000, "" }, { TRUE, ACK, 2001, "three" } } },
};

static void
test_counts_what_comes_after_an_end (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autoptr (GByteArray) file = begin_pcap ();
      g_autoptr (GBytes) bytes = NULL;
      g_auto (TinLoaderProgress) progress = { 0 };
      g_autoptr (TinCapture) capture = NULL;
      g_autofree char *text = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (endings[i].segments) && endings[i].segments[j].payload != NULL; j++)
        add_segment (file, endings[i].segments[j].answer, endings[i].segments[j].flags,
                     endings[i].segments[j].sequence, endings[i].segments[j].payload);
      bytes = g_byte_array_free_to_bytes (g_steal_pointer (&file));
      capture = load_bytes (bytes, &progress, NULL);
      text = transcribe (capture);
      g_assert_cmpstr (text, ==, endings[i].expected);
      g_assert_cmpuint (progress.n_repeated, ==, endings[i].n_repeated);
      g_assert_cmpuint (progress.n_late, ==, endings[i].n_late);
      g_assert_cmpuint (progress.n_parted + progress.n_skipped + progress.n_missing, ==, 0);
    }
}

/* Bytes that are missing in a stream are no datagrams, whichever way they went, and whoever opens the file. */
static void
test_counts_what_is_missing (void)
{
  g_autoptr (GByteArray) file = begin_pcap ();
  g_autoptr (GBytes) bytes = NULL;
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (TinCapture) capture = NULL;
  g_autofree char *text = NULL;
  TinTotals totals = { 0 };

  add_segment (file, FALSE, ACK, 100, "one");
  add_segment (file, FALSE, ACK, 110, "two");
  add_segment (file, TRUE, ACK, 2000, "three");
  add_segment (file, TRUE, ACK, 2010, "four");
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&file));
  capture = load_bytes (bytes, &progress, NULL);
  text = transcribe (capture);
  g_assert_cmpstr (text, ==, "1 in opened\n1 in data one\n1 out data three\n1 in dropped 7\n1 in data two\n"
                   "1 out dropped 5\n1 out data four\n");
  g_assert_cmpuint (progress.n_missing, ==, 12);

  for (guint64 i = 0; i < tin_capture_get_published (capture); i++)
    {
      TinIndexEntry entry;

      g_assert_true (tin_capture_peek (capture, i, &entry));
      tin_totals_add (&totals, &entry);
    }
  g_assert_cmpuint (totals.uncaptured, ==, 12);
  g_assert_cmpuint (totals.dropped + totals.unread + totals.problems, ==, 0);
}

/* Senders can be made up at will; each datagram is there all the same. */
static void
test_follows_a_bounded_number_of_conversations (void)
{
  const guint n_senders = 140000;
  guint8 packet[29] = { 0x45, 0, 0, 29, [9] = 17, [12] = 10, [16] = 127, [25] = 9 };
  g_autoptr (GByteArray) file = begin_pcap ();
  g_autoptr (GBytes) bytes = NULL;
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (TinCapture) capture = NULL;
  guint64 n_data = 0;

  for (guint i = 0; i < n_senders; i++)
    {
      put16 (packet + 14, i >> 14);
      put16 (packet + 20, 40000 + (i & 0x3fff));
      put16 (packet + 22, 80);
      add_packet (file, packet, sizeof packet);
    }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&file));
  capture = load_bytes (bytes, &progress, NULL);
  for (guint64 i = 0; i < tin_capture_get_published (capture); i++)
    {
      TinIndexEntry entry;

      g_assert_true (tin_capture_peek (capture, i, &entry));
      n_data += entry.event == TIN_EVENT_DATA;
    }
  g_assert_null (progress.problem);
  g_assert_cmpuint (n_data, ==, n_senders);
  g_assert_cmpuint (progress.n_skipped, ==, 0);
  g_assert_cmpuint (progress.n_parted, >, 0);
  g_assert_cmpuint (progress.n_parted, <, n_senders / 10);
}

int
main (int   argc,
      char *argv[])
{
  use_fast_folder ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/importer/reads-files-of-dumpcap", test_reads_files_of_dumpcap);
  g_test_add_func ("/importer/reads-every-link-and-format", test_reads_every_link_and_format);
  g_test_add_func ("/importer/skips-impossible-datagrams", test_skips_impossible_datagrams);
  g_test_add_func ("/importer/says-what-was-cut-off", test_says_what_was_cut_off);
  g_test_add_func ("/importer/tells-of-every-attempt", test_tells_of_every_attempt);
  g_test_add_func ("/importer/counts-what-comes-after-an-end", test_counts_what_comes_after_an_end);
  g_test_add_func ("/importer/counts-what-is-missing", test_counts_what_is_missing);
  g_test_add_func ("/importer/follows-a-bounded-number-of-conversations", test_follows_a_bounded_number_of_conversations);

  return g_test_run ();
}
