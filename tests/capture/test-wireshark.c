/* test-wireshark.c: what Wireshark makes of our files.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include "capture/tin-file-sink.h"
#include "capture/tin-pcapng.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_PIECES   300
#define MAX_PIECE  9000 /* bytes */

typedef struct
{
  const char *name;
  const char *host;
  guint32     first_sequence; /* of both streams */
} StreamCase;

static const StreamCase stream_cases[] = {
  { "ipv4", "127.0.0.1", 1000 },
  { "ipv6", "::1", 1000 },
  { "sequence-numbers-that-wrap", "127.0.0.1", 0xfffff000 },
};

/* Runs tshark on a file with checksums checked; it must find nothing wrong with the file. */
static char *
run_tshark (const char        *path,
            const char *const *arguments)
{
  static const char *const command[] = {
    TSHARK, "-n", "-otcp.check_checksum:TRUE", "-oip.check_checksum:TRUE", "-oudp.check_checksum:TRUE", "-r",
  };
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (command); i++)
    g_ptr_array_add (argv, (gpointer) command[i]);
  g_ptr_array_add (argv, (gpointer) path);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return output;
}

static char *
get_golden (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "capture", "golden", name, NULL);
}

/* The fields of each packet, a line a packet. */
static void
assert_fields (const char *golden,
               const char *filter,
               const char *fields,
               const char *expected)
{
  g_autofree char *path = get_golden (golden);
  g_auto (GStrv) names = g_strsplit (fields, " ", -1);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *output = NULL;

  g_ptr_array_add (arguments, (gpointer) "-Y");
  g_ptr_array_add (arguments, (gpointer) filter);
  g_ptr_array_add (arguments, (gpointer) "-Tfields");
  g_ptr_array_add (arguments, (gpointer) "-Eseparator=|");
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_ptr_array_add (arguments, (gpointer) "-e");
      g_ptr_array_add (arguments, names[i]);
    }
  g_ptr_array_add (arguments, NULL);
  output = run_tshark (path, (const char *const *) arguments->pdata);
  g_assert_cmpstr (output, ==, expected);
}

static void
test_directions (void)
{
  assert_fields ("tcp-echo-server.pcapng", "tcp.len>0", "frame.packet_flags_direction tcp.stream frame.comment",
                 "0x00000001|0|\n"
                 "0x00000002|0|rule: echo\n"
                 "0x00000002|0|\n"
                 "0x00000001|1|\n");
}

static void
test_handshakes_and_ends (void)
{
  assert_fields ("tcp-echo-server.pcapng", "tcp.flags.syn==1||tcp.flags.fin==1", "tcp.flags.str frame.comment",
                 "··········S·|connection 1\n"
                 "·······A··S·|\n"
                 "·······A···F|connection 1 half-closed by peer\n"
                 "·······A···F|connection 1 closed by local\n"
                 "··········S·|connection 2\n"
                 "·······A··S·|\n"
                 "·······A···F|connection 2 closed by rule,goodbye word\n"
                 "·······A···F|\n");
  assert_fields ("tcp-client-ipv6.pcapng", "tcp.flags.reset==1", "frame.packet_flags_direction frame.comment",
                 "0x00000001|connection 1 reset by peer,Connection reset by peer\n");
}

static void
test_failures (void)
{
  assert_fields ("tcp-failures.pcapng", "tcp", "tcp.flags.str frame.comment",
                 "··········S·|connection 1 refused by peer,Connection refused\n"
                 "·······A·R··|\n"
                 "··········S·|connection 2 error by local,Timed out\n"
                 "··········S·|connection 4\n"
                 "·······A··S·|\n"
                 "·······A····|\n"
                 "·······A·R··|connection 4 reset by local\n");
}

static void
test_journal_entries (void)
{
  assert_fields ("tcp-failures.pcapng", "systemd_journal", "systemd_journal.message",
                 "connection 2 error local 0.0.0.0:0 peer 192.0.2.1:80: Timed out\n"
                 "connection 3 closed local 0.0.0.0:0 peer 192.0.2.1:80\n"
                 "connection 4 error local 10.0.0.1:50002 peer 10.0.0.2:80: No route to host\n"
                 "error: Port 80 is in use\n");
}

static void
test_refused_datagrams (void)
{
  assert_fields ("udp.pcapng", "icmp||icmpv6", "icmp.type icmp.code icmpv6.type icmpv6.code udp.srcport udp.dstport",
                 "3|3|||8080|40001\n"
                 "||1|4|8080|40002\n");
  assert_fields ("udp.pcapng", "udp&&!icmp&&!icmpv6", "udp.length frame.packet_flags_direction",
                 "38|0x00000001\n"
                 "38|0x00000002\n"
                 "8|0x00000001\n"
                 "11|0x00000002\n");
}

/* Bad checksums, retransmissions, gaps, full windows: none of it in any file. */
static void
test_nothing_is_suspicious (void)
{
  static const char *const goldens[] = {
    "tcp-echo-server.pcapng", "tcp-client-ipv6.pcapng", "tcp-failures.pcapng", "udp.pcapng", "link-local.pcapng",
  };

  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++)
    assert_fields (goldens[i],
                   "ip.checksum.status==0||tcp.checksum.status==0||udp.checksum.status==0||"
                   "icmp.checksum.status==0||icmpv6.checksum.status==0||_ws.malformed||"
                   "tcp.analysis.retransmission||tcp.analysis.lost_segment||tcp.analysis.ack_lost_segment||"
                   "tcp.analysis.window_full||tcp.analysis.duplicate_ack||tcp.analysis.out_of_order",
                   "frame.number", "");
}

/* After a crash the file may end in the middle of a block: all before it is there. */
static void
test_cut_file (void)
{
  g_autofree char *path = get_golden ("tcp-echo-server.pcapng");
  g_autofree char *contents = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_auto (GStrv) lines = NULL;
  TestFile file;
  gsize size;

  test_file_set_up (&file);
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (file.path, contents, size - TIN_PCAPNG_END_SIZE - 10, NULL));
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                              TSHARK, "-n", "-r", file.path, NULL);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
  lines = g_strsplit (g_strchomp (output), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 18);
  test_file_tear_down (&file);
}

/* What "follow" prints: hexadecimal lines, those of the second node after a tab. */
static void
parse_follow (const char *output,
              GByteArray *nodes[2])
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);
  gboolean in_data = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = lines[i];
      guint node = 0;

      if (g_str_has_prefix (line, "Node 1:"))
        in_data = TRUE;
      else if (g_str_has_prefix (line, "===") && in_data)
        return;
      else if (in_data)
        {
          if (*line == '\t')
            {
              node = 1;
              line++;
            }
          for (; line[0] != '\0' && line[1] != '\0'; line += 2)
            {
              guint8 byte = g_ascii_xdigit_value (line[0]) << 4 | g_ascii_xdigit_value (line[1]);

              g_byte_array_append (nodes[node], &byte, 1);
            }
        }
    }
}

/* Random pieces both ways; @streams get what was said: in, out. */
static void
append_random (TinCapture *capture,
               TinFlow    *flow,
               GByteArray *streams[2])
{
  for (guint i = 0; i < N_PIECES; i++)
    {
      gsize size = g_test_rand_int_range (1, MAX_PIECE);
      guint8 *room = tin_capture_reserve (capture, flow, size);

      g_assert_nonnull (room);
      for (gsize j = 0; j < size; j++)
        room[j] = g_test_rand_int ();
      g_byte_array_append (streams[0], room, size);
      tin_capture_commit (capture, flow, size);
      if (i % 3 == 0)
        {
          g_byte_array_append (streams[1], room, size);
          tin_capture_append_data (capture, flow, TIN_DIRECTION_OUT, TIN_BY_RULE, room, size, "echo");
        }
    }
}

static void
test_follow (gconstpointer data)
{
  static const char *const follow[] = { "-q", "-z", "follow,tcp,raw,0", NULL };
  static const char *const suspicious[] = {
    "-Y", "tcp.analysis.flags||tcp.checksum.status==0||ip.checksum.status==0", NULL
  };
  const StreamCase *stream_case = data;
  GByteArray *said[2] = { g_byte_array_new (), g_byte_array_new () };
  GByteArray *heard[2] = { g_byte_array_new (), g_byte_array_new () };
  TinAddress local = make_address (stream_case->host, 7000);
  TinAddress peer = make_address (stream_case->host, 50000);
  g_autofree char *output = NULL;
  g_autofree char *complaints = NULL;
  TinCapture *capture;
  TestFile file;
  TinFlow flow;

  test_file_set_up (&file);
  capture = tin_capture_new ("test", file.sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
  tin_flow_init (&flow, TIN_TRANSPORT_TCP, 1, &local, &peer);
  flow.next_sequence_in = flow.next_sequence_out = stream_case->first_sequence;
  append_opened (capture, &flow, TIN_DIRECTION_IN);
  append_random (capture, &flow, said);
  tin_capture_append_event (capture, &flow, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, TIN_BY_PEER, 0, NULL);
  tin_capture_publish (capture);
  g_assert_true (tin_capture_end (capture, TEST_TIMEOUT_MS));
  g_assert_finalize_object (capture);

  output = run_tshark (file.path, follow);
  parse_follow (output, heard);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpmem (heard[i]->data, heard[i]->len, said[i]->data, said[i]->len);
  complaints = run_tshark (file.path, suspicious);
  g_assert_cmpstr (complaints, ==, "");

  for (guint i = 0; i < 2; i++)
    {
      g_byte_array_unref (said[i]);
      g_byte_array_unref (heard[i]);
    }
  test_file_tear_down (&file);
}

/* The largest packets of each kind, and what is split. */
static void
append_largest (TinCapture *capture)
{
  static guint8 data[3 * TIN_CAPTURE_MAX_PAYLOAD];
  TinAddress v4 = make_address ("127.0.0.1", 50001);
  TinAddress v6 = make_address ("::1", 50001);
  TinFlow flow;

  tin_flow_init (&flow, TIN_TRANSPORT_UDP, 1, &v4, &v4);
  g_assert_true (tin_capture_append_data (capture, &flow, TIN_DIRECTION_IN, TIN_BY_PEER, data, 65507, NULL));
  tin_flow_init (&flow, TIN_TRANSPORT_UDP, 2, &v6, &v6);
  g_assert_true (tin_capture_append_data (capture, &flow, TIN_DIRECTION_IN, TIN_BY_PEER, data, 65527, NULL));
  tin_flow_init (&flow, TIN_TRANSPORT_TCP, 3, &v6, &v6);
  g_assert_true (tin_capture_append_data (capture, &flow, TIN_DIRECTION_OUT, TIN_BY_LOCAL, data, sizeof data, NULL));
}

static void
append_cut (TinCapture *capture)
{
  static const guint8 data[1000];
  TinAddress local = make_address ("192.0.2.1", 5353);
  TinAddress peer = make_address ("192.0.2.7", 40000);
  TinAddress group = make_address ("224.0.0.251", 5353);
  TinDelivery delivery = { .missing = 400, .group = &group, .interface = "eth0" };
  TinFlow flow;

  tin_flow_init (&flow, TIN_TRANSPORT_UDP, 1, &local, &peer);
  g_assert_true (tin_capture_append_datagram (capture, &flow, TIN_DIRECTION_IN, data, sizeof data, &delivery));
}

/* Runs tshark on the file of what @append appends. */
static char *
run_tshark_on (void             (*append) (TinCapture *capture),
               const char *const *arguments)
{
  g_autoptr (GBytes) bytes = save_capture (append);
  g_autoptr (GError) error = NULL;
  TestFile file;
  char *output;

  test_file_set_up (&file);
  g_file_set_contents (file.path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  output = run_tshark (file.path, arguments);
  test_file_tear_down (&file);
  return output;
}

/* Half a gigabyte that nobody answers, with the middle left out. */
static void
append_one_way (TinCapture *capture)
{
  TinFlow flow;

  init_tcp_flow (&flow, capture);
  append_opened (capture, &flow, TIN_DIRECTION_IN);
  append_in (capture, &flow, "x");
  flow.unacknowledged_in = 256 * 1024 * 1024 - 3;
  append_in (capture, &flow, "yz");
  append_in (capture, &flow, "!");
  append_in (capture, &flow, "?");
}

static void
test_one_way_streams_are_acknowledged (void)
{
  static const char *const arguments[] = {
    "-Y", "frame.number > 3", "-Tfields", "-Eseparator=|", "-etcp.len", "-etcp.seq", "-etcp.ack",
    "-eframe.packet_flags_direction", NULL
  };
  g_autofree char *output = run_tshark_on (append_one_way, arguments);

  g_assert_cmpstr (output, ==, "1|1|1|0x00000001\n2|2|1|0x00000001\n1|4|1|0x00000001\n"
                   "0|1|5|0x00000002\n1|5|1|0x00000001\n");
}

static void
test_largest_packets (void)
{
  static const char *const arguments[] = {
    "-Tfields", "-Eseparator=|", "-eudp.length", "-etcp.len", "-eudp.checksum.status", "-etcp.checksum.status", NULL
  };
  g_autofree char *output = run_tshark_on (append_largest, arguments);

  g_assert_cmpstr (output, ==, "65515||1|\n65535||1|\n|65495||1\n|65495||1\n|65495||1\n");
}

static void
test_cut_datagrams (void)
{
  static const char *const arguments[] = {
    "-Tfields", "-Eseparator=|", "-eframe.len", "-eframe.cap_len", "-eudp.length", "-eframe.comment",
    "-e_ws.malformed", NULL
  };
  g_autofree char *output = run_tshark_on (append_cut, arguments);

  g_assert_cmpstr (output, ==, "1428|1028|1408|to 224.0.0.251:5353 on eth0|\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wireshark/directions", test_directions);
  g_test_add_func ("/wireshark/handshakes-and-ends", test_handshakes_and_ends);
  g_test_add_func ("/wireshark/failures", test_failures);
  g_test_add_func ("/wireshark/journal-entries", test_journal_entries);
  g_test_add_func ("/wireshark/refused-datagrams", test_refused_datagrams);
  g_test_add_func ("/wireshark/nothing-is-suspicious", test_nothing_is_suspicious);
  g_test_add_func ("/wireshark/largest-packets", test_largest_packets);
  g_test_add_func ("/wireshark/cut-datagrams", test_cut_datagrams);
  g_test_add_func ("/wireshark/one-way-streams-are-acknowledged", test_one_way_streams_are_acknowledged);
  g_test_add_func ("/wireshark/cut-file", test_cut_file);
  for (guint i = 0; i < G_N_ELEMENTS (stream_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/wireshark/follows/", stream_cases[i].name, NULL);

      g_test_add_data_func (path, &stream_cases[i], test_follow);
    }

  return g_test_run ();
}
