/* test-follow.c: what is made of other programs' captures has the bytes that Wireshark finds in them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"
#include "loader-fixture.h"

#include "capture/tin-dissect.h"
#include "capture/tin-file-source.h"
#include "capture/tin-packet-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_STREAMS 4

/* What both ends of each stream said, the client first. */
typedef struct
{
  GByteArray *said[MAX_STREAMS][2];
  guint       n;
} Streams;

static void
streams_init (Streams *self)
{
  self->n = 0;
  for (guint i = 0; i < MAX_STREAMS; i++)
    for (guint node = 0; node < 2; node++)
      self->said[i][node] = g_byte_array_new ();
}

static void
streams_clear (Streams *self)
{
  for (guint i = 0; i < MAX_STREAMS; i++)
    for (guint node = 0; node < 2; node++)
      g_byte_array_unref (self->said[i][node]);
}

static void
append_hex (GByteArray *bytes,
            const char *hex)
{
  for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2)
    {
      guint8 byte = g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]);

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* Of one stream; FALSE when there is none of that number. */
static gboolean
follow_by_tshark (const char *path,
                  guint       number,
                  GByteArray *said[2])
{
  g_autofree char *tap = g_strdup_printf ("follow,tcp,raw,%u", number);
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                      G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                                                      TSHARK, "-n", "-q", "-r", path, "-z", tap, NULL);
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean is_there = FALSE; /* past the lines that name both ends */

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, NULL));
  lines = g_strsplit (output, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      if (g_str_has_prefix (*line, "Node 1:"))
        is_there = strcmp (*line, "Node 1: :0") != 0;
      else if (is_there && **line == '\t')
        append_hex (said[1], *line + 1);
      else if (is_there && g_ascii_isxdigit (**line))
        append_hex (said[0], *line);
    }
  return is_there;
}

/* The same from what we made of it; missing bytes in the words of tshark. */
static void
follow_here (TinCapture *capture,
             Streams    *streams)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);

  for (guint64 i = 0; i < tin_capture_get_published (capture); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      guint number;
      GByteArray *said;

      g_assert_true (tin_capture_read (capture, i, G_MAXSIZE, &record, NULL));
      if (record.transport != TIN_TRANSPORT_TCP)
        continue;
      number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, GUINT_TO_POINTER (record.connection)));
      if (number == 0)
        {
          number = ++streams->n;
          g_assert_cmpuint (number, <=, MAX_STREAMS);
          g_hash_table_insert (numbers, GUINT_TO_POINTER (record.connection), GUINT_TO_POINTER (number));
        }
      said = streams->said[number - 1][record.direction == TIN_DIRECTION_IN ? 0 : 1];
      if (record.event == TIN_EVENT_DATA)
        g_byte_array_append (said, g_bytes_get_data (record.payload, NULL), record.size);
      else if (record.event == TIN_EVENT_DROPPED)
        {
          g_autofree char *text = g_strdup_printf ("[%u bytes missing in capture file]", record.size);

          g_byte_array_append (said, (const guint8 *) text, strlen (text) + 1);
        }
    }
}

static void
assert_same_as_tshark (const char *path)
{
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (TinCapture) capture = load_file (path, &progress);
  Streams here, there;

  streams_init (&here);
  streams_init (&there);
  follow_here (capture, &here);
  g_assert_cmpuint (here.n, >, 0);
  for (guint i = 0; i < here.n; i++)
    {
      g_assert_true (follow_by_tshark (path, i, there.said[i]));
      for (guint node = 0; node < 2; node++)
        g_assert_cmpmem (here.said[i][node]->data, here.said[i][node]->len,
                         there.said[i][node]->data, there.said[i][node]->len);
    }
  streams_clear (&here);
  streams_clear (&there);
}

static void
test_reads_the_same_bytes (void)
{
  static const char *const names[] = {
    "small.pcapng", "six.pcapng", "cooked.pcapng", "cooked.pcap", "refused.pcapng", "long.pcapng",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "capture", "foreign", names[i], NULL);

      assert_same_as_tshark (path);
    }
}

static void
put32 (GByteArray *file,
       guint32     value)
{
  g_byte_array_append (file, (const guint8 *) &value, sizeof value);
}

/* In the order of this computer, with nanoseconds. */
static GByteArray *
begin_pcap (guint32 link_type)
{
  GByteArray *file = g_byte_array_new ();

  put32 (file, 0xa1b23c4d);
  put32 (file, 2 | 4 << 16);
  put32 (file, 0);
  put32 (file, 0);
  put32 (file, 262144);
  put32 (file, link_type);
  return file;
}

static GPtrArray *
read_packets (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "capture", "foreign", name, NULL);
  g_autoptr (TinSink) source = tin_file_source_new (path);
  g_autoptr (TinPacketFile) file = NULL;
  GPtrArray *packets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  TinFilePacket packet;

  g_assert_true (tin_sink_open (source, NULL));
  file = tin_packet_file_new (source, tin_file_source_get_size (TIN_FILE_SOURCE (source)));
  while (tin_packet_file_next (file, &packet, NULL) == TIN_PACKET_FILE_PACKET)
    {
      g_assert_cmpuint (packet.link_type, ==, 1);
      g_ptr_array_add (packets, g_bytes_new (packet.data, packet.size));
    }
  return packets;
}

static gsize
get_payload_size (GBytes *bytes)
{
  TinFilePacket packet = { .link_type = 1 };
  TinSegment segment;

  packet.data = g_bytes_get_data (bytes, &packet.size);
  packet.total = packet.size;
  g_assert_true (tin_dissect (&packet, &segment));
  return segment.size;
}

typedef enum
{
  SHUFFLED,
  REPEATED,
  MISSING,
} Trouble;

/* Packets as a network that loses, repeats and overtakes would bring them. */
static void
test_reads_the_same_bytes_in_trouble (gconstpointer data)
{
  Trouble trouble = GPOINTER_TO_INT (data);

  for (guint round = 0; round < 8; round++)
    {
      g_autoptr (GPtrArray) packets = read_packets ("long.pcapng");
      g_autoptr (GByteArray) file = begin_pcap (1);
      g_autofree char *path = g_strdup_printf ("%s/tincan-follow-%d.pcap", g_get_tmp_dir (), (int) getpid ());
      guint64 time_ns = G_GUINT64_CONSTANT (1767225600000000000);

      for (guint i = 3; i + 3 < packets->len; i++)
        {
          guint other = i + 1;
          gpointer packet = packets->pdata[i];

          if (trouble != SHUFFLED || get_payload_size (packet) == 0 || get_payload_size (packets->pdata[other]) == 0 ||
              g_test_rand_bit ())
            continue;
          packets->pdata[i] = packets->pdata[other];
          packets->pdata[other] = packet;
        }
      for (guint i = 0; i < packets->len; i++)
        {
          GBytes *packet = packets->pdata[i];
          guint n_copies = 1;

          if (trouble == REPEATED && i > 3)
            n_copies += g_test_rand_int_range (0, 3);
          if (trouble == MISSING && i > 3 && i < packets->len - 8 && get_payload_size (packet) > 0 &&
              g_test_rand_int_range (0, 4) == 0)
            n_copies = 0;
          for (; n_copies > 0; n_copies--)
            {
              time_ns += 1000000;
              put32 (file, time_ns / 1000000000);
              put32 (file, time_ns % 1000000000);
              put32 (file, g_bytes_get_size (packet));
              put32 (file, g_bytes_get_size (packet));
              g_byte_array_append (file, g_bytes_get_data (packet, NULL), g_bytes_get_size (packet));
            }
        }
      replace_file (path, file->data, file->len);
      assert_same_as_tshark (path);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  use_fast_folder ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/follow/reads-the-same-bytes", test_reads_the_same_bytes);
  g_test_add_data_func ("/follow/shuffled", GINT_TO_POINTER (SHUFFLED), test_reads_the_same_bytes_in_trouble);
  g_test_add_data_func ("/follow/repeated", GINT_TO_POINTER (REPEATED), test_reads_the_same_bytes_in_trouble);
  g_test_add_data_func ("/follow/missing", GINT_TO_POINTER (MISSING), test_reads_the_same_bytes_in_trouble);

  return g_test_run ();
}
