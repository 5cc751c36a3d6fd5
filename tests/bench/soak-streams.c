/* soak-streams.c: gigabytes over a thousand connections in both directions, the same at the peer, in the log and for tshark.
 *
 * TIN_STREAMS_MIB of the environment says how much goes each way. Without it that is 10 GiB, or what there is
 * room for: the recording has twice as much. It is removed whatever comes of the test.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-descriptors.h"
#include "bench-dial.h"
#include "bench-pattern.h"
#include "soak-process.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gio/gio.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MIB            G_GUINT64_CONSTANT (1048576)
#define SIZE           10240         /* MiB */
#define N_STREAMS      1000
#define N_SAMPLES      3             /* streams that tshark is asked about */
#define EVENTS_A_TURN  256
#define SILENCE_MS     120000        /* a server that does nothing for so long has failed */
#define N_SIDES        2

typedef enum
{
  SIDE_SENT,
  SIDE_RECEIVED,
} Side;

typedef struct
{
  int        fd;
  guint16    port;             /* ours: where the pattern begins */
  char      *name;             /* (owned) address and port, as the log has them */
  guint64    sizes[N_SIDES];
  GChecksum *hashes[N_SIDES];  /* (owned) by #Side */
} Stream;

typedef struct
{
  int      epoll_fd;
  guint64  limit;                 /* bytes of a stream */
  guint    n_open;
  guint8  *pattern;               /* (owned) */
  Stream   streams[N_STREAMS];
} Peer;

static gboolean
stream_begin (Stream  *self,
              Peer    *peer,
              guint16  port,
              guint    number)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLOUT, .data.ptr = self };
  struct sockaddr_in address;
  socklen_t size = sizeof address;
  char digits[INET_ADDRSTRLEN];

  self->fd = bench_connect (port, number);
  if (self->fd < 0 || getsockname (self->fd, (struct sockaddr *) &address, &size) != 0)
    return FALSE;

  self->port = ntohs (address.sin_port);
  self->name = g_strdup_printf ("%s:%u", inet_ntop (AF_INET, &address.sin_addr, digits, sizeof digits), self->port);
  self->hashes[SIDE_SENT] = g_checksum_new (G_CHECKSUM_SHA256);
  self->hashes[SIDE_RECEIVED] = g_checksum_new (G_CHECKSUM_SHA256);
  peer->n_open++;

  return epoll_ctl (peer->epoll_fd, EPOLL_CTL_ADD, self->fd, &event) == 0;
}

static void
stream_clear (Stream *self)
{
  close (self->fd);
  g_free (self->name);
  g_clear_pointer (&self->hashes[SIDE_SENT], g_checksum_free);
  g_clear_pointer (&self->hashes[SIDE_RECEIVED], g_checksum_free);
}

static void
stream_count (Stream       *self,
              Side          side,
              const guint8 *data,
              gsize         size)
{
  g_checksum_update (self->hashes[side], data, size);
  self->sizes[side] += size;
}

static gboolean
stream_send (Stream *self,
             Peer   *peer)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = self };
  const guint8 *data = bench_pattern_at (peer->pattern, self->port + self->sizes[SIDE_SENT]);
  gssize sent = send (self->fd, data, MIN (peer->limit - self->sizes[SIDE_SENT], BENCH_PATTERN_SIZE), MSG_NOSIGNAL);

  if (sent < 0)
    return errno == EAGAIN;

  stream_count (self, SIDE_SENT, data, sent);
  if (self->sizes[SIDE_SENT] < peer->limit)
    return TRUE;

  return shutdown (self->fd, SHUT_WR) == 0 && epoll_ctl (peer->epoll_fd, EPOLL_CTL_MOD, self->fd, &event) == 0;
}

static gboolean
stream_receive (Stream *self,
                Peer   *peer)
{
  guint8 buffer[BENCH_PATTERN_SIZE];
  gssize received = recv (self->fd, buffer, sizeof buffer, 0);

  if (received < 0)
    return errno == EAGAIN;

  if (received == 0)
    {
      peer->n_open--;
      return epoll_ctl (peer->epoll_fd, EPOLL_CTL_DEL, self->fd, NULL) == 0
             && self->sizes[SIDE_RECEIVED] == peer->limit;
    }

  stream_count (self, SIDE_RECEIVED, buffer, received);
  return TRUE;
}

static gboolean
stream_go_on (Stream  *self,
              Peer    *peer,
              guint32  events)
{
  if ((events & EPOLLOUT) != 0 && !stream_send (self, peer))
    return FALSE;

  return (events & ~EPOLLOUT) == 0 || stream_receive (self, peer);
}

/* Returns: whether each stream came back to its end */
static gboolean
peer_run (Peer    *self,
          guint16  port)
{
  gboolean is_right = TRUE;

  for (guint i = 0; i < N_STREAMS && is_right; i++)
    is_right = stream_begin (&self->streams[i], self, port, i);

  while (is_right && self->n_open > 0)
    {
      struct epoll_event events[EVENTS_A_TURN];
      int n_events = epoll_wait (self->epoll_fd, events, EVENTS_A_TURN, SILENCE_MS);

      is_right = n_events > 0;
      for (int i = 0; i < n_events && is_right; i++)
        is_right = stream_go_on (events[i].data.ptr, self, events[i].events);
    }

  return is_right;
}

static const char *
get_hash (Stream *stream,
          Side    side)
{
  return g_checksum_get_string (stream->hashes[side]);
}

/* Returns: how many streams are the same at the peer and, both ways, in the log */
static guint
count_equal (Peer       *peer,
             GHashTable *lines)
{
  guint n_equal = 0;

  for (guint i = 0; i < N_STREAMS; i++)
    {
      Stream *stream = &peer->streams[i];
      const char *line = g_hash_table_lookup (lines, stream->name);
      const char *sent = get_hash (stream, SIDE_SENT);
      g_autofree char *expected = g_strdup_printf ("peer %s in %" G_GUINT64_FORMAT " %s out %" G_GUINT64_FORMAT " %s",
                                                   stream->name, peer->limit, sent, peer->limit, sent);

      n_equal += g_strcmp0 (line, expected) == 0 && strcmp (sent, get_hash (stream, SIDE_RECEIVED)) == 0;
    }

  return n_equal;
}

static void
hash_hexadecimal (GChecksum  *hash,
                  const char *digits)
{
  for (; g_ascii_isxdigit (digits[0]) && g_ascii_isxdigit (digits[1]); digits += 2)
    {
      guint8 byte = g_ascii_xdigit_value (digits[0]) << 4 | g_ascii_xdigit_value (digits[1]);

      g_checksum_update (hash, &byte, 1);
    }
}

/* A line has the sending address, its port, the other port and the payload. */
static void
take_packet (Peer       *peer,
             GChecksum  *hashes[N_SAMPLES][N_SIDES],
             const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", 5);

  for (guint i = 0; i < N_SAMPLES && g_strv_length (fields) == 5; i++)
    {
      const char *name = peer->streams[i * (N_STREAMS / N_SAMPLES)].name;
      g_autofree char *from = g_strdup_printf ("%s:%s", fields[0], fields[1]);
      g_autofree char *to = g_strdup_printf ("%s:%s", fields[2], fields[3]);

      if (strcmp (from, name) == 0)
        hash_hexadecimal (hashes[i][SIDE_SENT], fields[4]);
      else if (strcmp (to, name) == 0)
        hash_hexadecimal (hashes[i][SIDE_RECEIVED], fields[4]);
    }
}

static char *
make_filter (Peer *peer)
{
  GString *filter = g_string_new (NULL);

  for (guint i = 0; i < N_SAMPLES; i++)
    g_string_append_printf (filter, "%stcp.port==%u", i > 0 ? "||" : "", peer->streams[i * (N_STREAMS / N_SAMPLES)].port);

  return g_string_free (filter, FALSE);
}

static gboolean
read_segment (Peer       *peer,
              const char *path,
              GChecksum  *hashes[N_SAMPLES][N_SIDES])
{
  g_autofree char *filter = make_filter (peer);
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                      "tshark", "-n", "-r", path, "-Y", filter, "-T", "fields",
                      "-e", "ip.src", "-e", "tcp.srcport", "-e", "ip.dst", "-e", "tcp.dstport", "-e", "tcp.payload",
                      "-o", "tcp.desegment_tcp_streams:FALSE", "-o", "tcp.analyze_sequence_numbers:FALSE", NULL);
  g_autoptr (GDataInputStream) output = NULL;
  char *line;

  if (process == NULL)
    return FALSE;

  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  while ((line = g_data_input_stream_read_line (output, NULL, NULL, NULL)) != NULL)
    {
      take_packet (peer, hashes, line);
      g_free (line);
    }

  return g_subprocess_wait_check (process, NULL, NULL);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_segments (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".pcapng"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));

  g_ptr_array_sort (paths, compare_names);

  return paths;
}

/* Returns: how many of the sample are the same for tshark, both ways */
static guint
count_equal_for_tshark (Peer       *peer,
                        const char *folder)
{
  g_autoptr (GPtrArray) segments = list_segments (folder);
  GChecksum *hashes[N_SAMPLES][N_SIDES];
  gboolean is_right = segments->len > 0;
  guint n_equal = 0;

  for (guint i = 0; i < N_SAMPLES * N_SIDES; i++)
    hashes[i / N_SIDES][i % N_SIDES] = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < segments->len && is_right; i++)
    is_right = read_segment (peer, g_ptr_array_index (segments, i), hashes);

  for (guint i = 0; i < N_SAMPLES; i++)
    {
      const char *sent = get_hash (&peer->streams[i * (N_STREAMS / N_SAMPLES)], SIDE_SENT);

      n_equal += strcmp (g_checksum_get_string (hashes[i][SIDE_SENT]), sent) == 0
                 && strcmp (g_checksum_get_string (hashes[i][SIDE_RECEIVED]), sent) == 0;
      g_checksum_free (hashes[i][SIDE_SENT]);
      g_checksum_free (hashes[i][SIDE_RECEIVED]);
    }

  return n_equal;
}

/* What the server says at last. */
typedef struct
{
  GHashTable *lines;   /* (owned) peer → owned line */
  char       *totals;  /* (owned) */
  char       *on_disk; /* (owned) */
  char       *left;    /* (owned) */
} Report;

static void
read_report (Report     *self,
             SoakServer *server)
{
  char *line;

  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  soak_server_end (server);

  while ((line = bench_process_read_line (server->process)) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (line, " ", 3);

      if (strcmp (words[0], "peer") == 0)
        g_hash_table_replace (self->lines, g_strdup (words[1]), line);
      else if (strcmp (words[0], "in-all") == 0)
        self->totals = line;
      else if (strcmp (words[0], "on-disk") == 0)
        self->on_disk = line;
      else
        self->left = line;
    }
}

static void
report_clear (Report *self)
{
  g_hash_table_unref (self->lines);
  g_free (self->totals);
  g_free (self->on_disk);
  g_free (self->left);
}

static guint64
choose_size_mib (void)
{
  struct statvfs place;
  guint64 room = 0;

  if (statvfs (soak_get_place (), &place) == 0)
    room = place.f_bavail * place.f_frsize / MIB;

  return soak_get_option ("TIN_STREAMS_MIB", MIN (SIZE, room / 4));
}

static void
assert_report (const Report *report,
               guint64       size)
{
  g_test_message ("%s", report->totals);
  g_test_message ("%s", report->on_disk);
  g_test_message ("%s", report->left);
  g_assert_cmpuint (soak_get_figure (report->totals, "wrong"), ==, 0);
  g_assert_cmpuint (soak_get_figure (report->totals, "missed"), ==, 0);
  g_assert_cmpuint (soak_get_figure (report->totals, "closed"), ==, N_STREAMS);
  g_assert_cmpuint (soak_get_figure (report->totals, "closed-in"), ==, size);
  g_assert_cmpuint (soak_get_figure (report->totals, "closed-out"), ==, size);
  g_assert_cmpuint (soak_get_figure (report->on_disk, "records"), ==, soak_get_figure (report->left, "records"));
  g_assert_cmpuint (soak_get_figure (report->on_disk, "wrong"), ==, 0);
  g_assert_cmpuint (soak_get_figure (report->on_disk, "closed-in"), ==, size);
  g_assert_cmpuint (soak_get_figure (report->on_disk, "closed-out"), ==, size);
  g_assert_cmpuint (soak_get_figure (report->left, "unsaved"), ==, 0);
}

/* Nothing is asserted before the recording is gone. */
static void
test_streams (void)
{
  guint64 size_mib = choose_size_mib ();
  SoakServer *server = soak_server_start (size_mib * 5 / 2 + 1024, TRUE);
  g_autofree Peer *peer = g_new0 (Peer, 1);
  g_autofree char *folder = g_build_filename (server->folder, "captures", NULL);
  g_autofree char *program = g_find_program_in_path ("tshark");
  gint64 start = g_get_monotonic_time ();
  Report report = { 0 };
  gboolean has_run;
  double seconds;
  guint64 memory;
  guint n_for_tshark;

  peer->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  peer->limit = size_mib * MIB / N_STREAMS;
  peer->pattern = bench_pattern_new ();
  has_run = peer_run (peer, server->port);
  seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  memory = bench_process_get_memory (server->process->pid, "VmHWM");

  if (has_run)
    read_report (&report, server);
  n_for_tshark = has_run && program != NULL ? count_equal_for_tshark (peer, folder) : 0;
  soak_server_free (server);

  g_assert_true (has_run);
  g_test_message ("%" G_GUINT64_FORMAT " MiB each way over %u connections in %.0f s; the server had %.0f MiB at most; "
                  "tshark %s", size_mib, N_STREAMS, seconds, memory / (double) MIB,
                  program != NULL ? "was asked" : "is not installed");
  assert_report (&report, peer->limit * N_STREAMS);
  g_assert_cmpuint (count_equal (peer, report.lines), ==, N_STREAMS);
  g_assert_cmpuint (n_for_tshark, ==, program != NULL ? N_SAMPLES : 0);

  for (guint i = 0; i < N_STREAMS; i++)
    stream_clear (&peer->streams[i]);
  report_clear (&report);
  g_free (peer->pattern);
  close (peer->epoll_fd);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bench_raise_descriptor_limit ();
  g_test_add_func ("/streams/are-the-same-at-the-peer-in-the-log-and-for-tshark", test_streams);

  return g_test_run ();
}
