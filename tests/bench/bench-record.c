/* bench-record.c: a bulk stream that is received and recorded, beside a plain loop that receives and writes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-histogram.h"

#include "capture/tin-capture.h"
#include "capture/tin-file-sink.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define TURN_SIZE     65495             /* bytes of a receive: what fits one packet of a recording */
#define SEND_SIZE     (256 * 1024)
#define MIB           (1024.0 * 1024)
#define FLUSH_TIMEOUT 60000             /* ms */

static int repetitions = 9;
static int size_mib = 1024;
static char *folder;

static const GOptionEntry options[] = {
  { "repetitions", 'r', 0, G_OPTION_ARG_INT, &repetitions, "Runs of each (9)", "N" },
  { "size", 's', 0, G_OPTION_ARG_INT, &size_mib, "Of the stream, MiB (1024)", "MIB" },
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where the files are for the time being", "FOLDER" },
  { NULL }
};

static gpointer
send_all (gpointer data)
{
  int fd = GPOINTER_TO_INT (data);
  g_autofree guint8 *block = g_malloc0 (SEND_SIZE);
  guint64 left = (guint64) size_mib * 1024 * 1024;

  for (gsize i = 0; i < SEND_SIZE; i++)
    block[i] = i * 7 + i / 256;
  while (left > 0)
    {
      gssize n = send (fd, block, MIN (left, SEND_SIZE), MSG_NOSIGNAL);

      if (n <= 0)
        g_error ("send: %s", g_strerror (errno));
      left -= n;
    }
  close (fd);
  return NULL;
}

/* A pair of connected TCP sockets on loopback; a thread sends into one. */
static int
begin_stream (GThread **sender)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int out = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int in;

  if (bind (listener, (struct sockaddr *) &address, size) != 0 || listen (listener, 1) != 0 ||
      getsockname (listener, (struct sockaddr *) &address, &size) != 0 ||
      connect (out, (struct sockaddr *) &address, size) != 0 || (in = accept (listener, NULL, NULL)) < 0)
    g_error ("no loopback: %s", g_strerror (errno));
  close (listener);
  *sender = g_thread_new ("sender", send_all, GINT_TO_POINTER (out));
  return in;
}

static void
write_all (int           fd,
           const guint8 *data,
           gsize         size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n <= 0)
        g_error ("write: %s", g_strerror (errno));
      data += n;
      size -= n;
    }
}

/* A moment, and what it took to get there. */
typedef struct
{
  gint64 time;  /* as g_get_monotonic_time() */
  double cpu;   /* seconds of processor time of all threads, that of the sender too */
} Moment;

static Moment
take_moment (void)
{
  Moment moment = { .time = g_get_monotonic_time () };
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  moment.cpu = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec;
  moment.cpu += (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  return moment;
}

/* The yardstick: what one would write in C in five minutes. Returns bytes. */
static guint64
run_plain (int         in,
           const char *where,
           Moment     *end)
{
  g_autofree char *path = g_build_filename (where, "plain", NULL);
  g_autofree guint8 *buffer = g_malloc0 (TURN_SIZE);
  int file = open (path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
  guint64 total = 0;
  gssize n;

  if (file < 0)
    g_error ("%s: %s", path, g_strerror (errno));
  while ((n = recv (in, buffer, TURN_SIZE, 0)) > 0)
    {
      write_all (file, buffer, n);
      total += n;
    }
  *end = take_moment ();
  close (file);
  return total;
}

typedef struct
{
  GMutex   lock;
  GCond    cond;
  gboolean room;
} Room;

static void
room_cb (gpointer user_data)
{
  Room *room = user_data;

  g_mutex_lock (&room->lock);
  room->room = TRUE;
  g_cond_signal (&room->cond);
  g_mutex_unlock (&room->lock);
}

static guint8 *
reserve (TinCapture *capture,
         TinFlow    *flow,
         Room       *room)
{
  for (;;)
    {
      guint8 *place;

      g_mutex_lock (&room->lock);
      room->room = FALSE;
      g_mutex_unlock (&room->lock);
      place = tin_capture_reserve (capture, flow, TURN_SIZE);
      if (place != NULL)
        return place;

      tin_capture_publish (capture);
      g_mutex_lock (&room->lock);
      while (!room->room)
        g_cond_wait (&room->cond, &room->lock);
      g_mutex_unlock (&room->lock);
    }
}

/* The same with a capture: packets with headers and checksums, an index, and a thread that writes. */
static guint64
run_capture (int         in,
             const char *where,
             Moment     *end)
{
  const TinCaptureLimits limits = { 256 * (guint64) MIB, 8192 * (guint64) MIB };
  g_autoptr (TinSink) sink = tin_file_sink_new (where, "capture.pcapng");
  TinCapture *capture = tin_capture_new_limited ("bench", sink, TIN_CAPTURE_DEFAULT_RING_SIZE, &limits);
  TinAddress local = { 0 };
  Room room = { .room = FALSE };
  guint64 total = 0;
  TinFlow flow;
  gssize n;

  g_mutex_init (&room.lock);
  g_cond_init (&room.cond);
  local.family = TIN_FAMILY_IPV4;
  tin_capture_set_room_func (capture, room_cb, &room);
  tin_flow_init (&flow, TIN_TRANSPORT_TCP, tin_capture_take_connection (capture), &local, &local);
  while ((n = recv (in, reserve (capture, &flow, &room), TURN_SIZE, 0)) > 0)
    {
      tin_capture_commit (capture, &flow, n);
      tin_capture_publish (capture);
      total += n;
    }
  if (!tin_capture_flush (capture, FLUSH_TIMEOUT))
    g_error ("the recording did not reach the disk");
  /* What follows is fdatasync(2), which the plain loop leaves out. */
  *end = take_moment ();
  tin_capture_set_room_func (capture, NULL, NULL);
  g_object_unref (capture);
  return total;
}

static void
remove_files (const char *where)
{
  g_autoptr (GDir) dir = g_dir_open (where, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (where, name, NULL);

      g_unlink (path);
    }
}

typedef struct
{
  double rate;   /* MiB a second, until the last byte is with the system */
  double cpu;    /* seconds of processor time a GiB, with that of the sender */
} Figures;

/* What the run before left to be written must not be written during the next. */
static void
settle_disk (const char *where)
{
  int fd = open (where, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0 || syncfs (fd) != 0)
    g_error ("%s: %s", where, g_strerror (errno));
  close (fd);
}

static Figures
run (gboolean    is_capture,
     const char *where)
{
  Moment begin, end;
  GThread *sender;
  guint64 total;
  int in;

  settle_disk (where);
  begin = take_moment ();
  in = begin_stream (&sender);
  total = is_capture ? run_capture (in, where, &end) : run_plain (in, where, &end);

  g_thread_join (sender);
  close (in);
  remove_files (where);
  if (total != (guint64) size_mib * 1024 * 1024)
    g_error ("%" G_GUINT64_FORMAT " bytes came", total);
  return (Figures) { total / MIB / ((end.time - begin.time) / 1e6), (end.cpu - begin.cpu) / (total / MIB / 1024) };
}

/* One of each, in turn the one first and the other. */
static void
run_both (gboolean    capture_first,
          const char *where,
          Figures    *plain,
          Figures    *captured)
{
  if (capture_first)
    *captured = run (TRUE, where);
  *plain = run (FALSE, where);
  if (!capture_first)
    *captured = run (TRUE, where);
}

static double
take_median (const Figures *figures,
             gsize          offset)
{
  g_autofree double *values = g_new (double, repetitions);

  for (int i = 0; i < repetitions; i++)
    values[i] = G_STRUCT_MEMBER (double, &figures[i], offset);
  return bench_median (values, repetitions);
}

static void
print_medians (const char    *what,
               const Figures *figures)
{
  g_print ("%s: %.0f MiB/s, %.2f s of processor a GiB\n", what,
           take_median (figures, G_STRUCT_OFFSET (Figures, rate)), take_median (figures, G_STRUCT_OFFSET (Figures, cpu)));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("— recording beside a plain loop");
  g_autoptr (GError) error = NULL;
  g_autofree char *template = NULL;
  g_autofree Figures *plain = NULL;
  g_autofree Figures *captured = NULL;
  g_autofree double *ratios = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);

  template = g_build_filename (folder != NULL ? folder : g_get_tmp_dir (), "tincan-bench-XXXXXX", NULL);
  if (g_mkdtemp (template) == NULL)
    g_error ("%s: %s", template, g_strerror (errno));
  plain = g_new0 (Figures, repetitions);
  captured = g_new0 (Figures, repetitions);
  ratios = g_new0 (double, repetitions);
  run_both (FALSE, template, &plain[0], &captured[0]);
  for (int i = 0; i < repetitions; i++)
    {
      run_both (i % 2 == 1, template, &plain[i], &captured[i]);
      ratios[i] = captured[i].rate / plain[i].rate;
      g_print ("run %d: plain loop %.0f MiB/s, recording %.0f MiB/s, ratio %.2f\n",
               i + 1, plain[i].rate, captured[i].rate, ratios[i]);
    }
  g_print ("%d MiB over loopback, medians of %d runs\n", size_mib, repetitions);
  print_medians ("plain loop", plain);
  print_medians ("recording ", captured);
  g_print ("ratio of the rates: %.2f\n", bench_median (ratios, repetitions));
  g_rmdir (template);
  return 0;
}
