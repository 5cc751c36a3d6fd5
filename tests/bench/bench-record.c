/* bench-record.c: a bulk stream that is received and recorded, beside a plain loop that receives and writes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-folder.h"
#include "bench-histogram.h"
#include "bench-results.h"

#include "capture/tin-capture.h"
#include "capture/tin-file-sink.h"

#include <errno.h>
#include <fcntl.h>
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
static int ring_mib = 256;
static char *folder;

static const GOptionEntry options[] = {
  { "repetitions", 'r', 0, G_OPTION_ARG_INT, &repetitions, "Runs of each (9)", "N" },
  { "size", 's', 0, G_OPTION_ARG_INT, &size_mib, "Of the stream, MiB (1024)", "MIB" },
  { "ring", 0, 0, G_OPTION_ARG_INT, &ring_mib, "Of the file that is written over, MiB (256)", "MIB" },
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

static int
create_file (const char *where,
             const char *name)
{
  g_autofree char *path = g_build_filename (where, name, NULL);
  int file = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (file < 0)
    g_error ("%s: %s", path, g_strerror (errno));
  return file;
}

/* From the start of the file again once @ring_size bytes are written. Returns bytes. */
static guint64
receive_and_write (int     in,
                   int     file,
                   guint64 ring_size,
                   Moment *end)
{
  g_autofree guint8 *buffer = g_malloc0 (TURN_SIZE);
  guint64 total = 0;
  guint64 written = 0;
  gssize n;

  while ((n = recv (in, buffer, TURN_SIZE, 0)) > 0)
    {
      if (written + n > ring_size)
        {
          lseek (file, 0, SEEK_SET);
          written = 0;
        }
      write_all (file, buffer, n);
      written += n;
      total += n;
    }
  *end = take_moment ();
  return total;
}

/* The yardstick: what one would write in C in five minutes. */
static guint64
run_plain (int         in,
           int         file,
           const char *where,
           Moment     *end)
{
  return receive_and_write (in, file, G_MAXUINT64, end);
}

/* The same over pages that are in the page cache already, round and round: what files that are used again could gain. */
static guint64
run_over (int         in,
          int         file,
          const char *where,
          Moment     *end)
{
  return receive_and_write (in, file, ring_mib * (guint64) MIB, end);
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
             int         file,
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

/* A new way is a row here. */
static const struct
{
  const char *name;
  gboolean    is_filled;  /* with a ring, before the clock runs */
  guint64   (*receive) (int         in,
                        int         file,
                        const char *where,
                        Moment     *end);
} ways[] = {
  { "plain loop", FALSE, run_plain },
  { "recording", FALSE, run_capture },
  { "plain loop over a ring", TRUE, run_over },
};

#define PLAIN     0
#define RECORDING 1
#define OVER      2
#define N_WAYS    G_N_ELEMENTS (ways)

static void
fill_ring (int file)
{
  g_autofree guint8 *block = g_malloc0 (SEND_SIZE);

  for (guint64 left = ring_mib * (guint64) MIB; left > 0; left -= MIN (left, SEND_SIZE))
    write_all (file, block, MIN (left, SEND_SIZE));
  lseek (file, 0, SEEK_SET);
}

static Figures
run (gsize       way,
     const char *where)
{
  int file = create_file (where, "stream");
  Moment begin, end;
  GThread *sender;
  guint64 total;
  int in;

  if (ways[way].is_filled)
    fill_ring (file);
  settle_disk (where);
  begin = take_moment ();
  in = begin_stream (&sender);
  total = ways[way].receive (in, file, where, &end);

  g_thread_join (sender);
  close (in);
  close (file);
  bench_folder_empty (where);
  if (total != (guint64) size_mib * 1024 * 1024)
    g_error ("%" G_GUINT64_FORMAT " bytes came", total);
  return (Figures) { total / MIB / ((end.time - begin.time) / 1e6), (end.cpu - begin.cpu) / (total / MIB / 1024) };
}

/* One of each; another one is the first each time. */
static void
run_all (int         turn,
         const char *where,
         Figures     figures[N_WAYS])
{
  for (gsize i = 0; i < N_WAYS; i++)
    {
      gsize way = (i + turn) % N_WAYS;

      figures[way] = run (way, where);
    }
}

static void
keep_figures (const Figures figures[N_WAYS])
{
  bench_results_add_beside ("MiB/s received and recorded, one stream", "Tincan, recording", figures[RECORDING].rate,
                            ways[PLAIN].name, figures[PLAIN].rate, "ratio ≥ 0.9");
  bench_results_add_beside ("processor s a GiB received and recorded", "Tincan, recording", figures[RECORDING].cpu,
                            ways[PLAIN].name, figures[PLAIN].cpu, NULL);
  bench_results_add_beside ("MiB/s received and written, one stream", ways[OVER].name, figures[OVER].rate,
                            ways[PLAIN].name, figures[PLAIN].rate, NULL);
}

static double
take_median (Figures figures[][N_WAYS],
             gsize   way,
             gsize   offset)
{
  g_autofree double *values = g_new (double, repetitions);

  for (int i = 0; i < repetitions; i++)
    values[i] = G_STRUCT_MEMBER (double, &figures[i][way], offset);
  return bench_median (values, repetitions);
}

/* Rates beside that of the plain loop, as medians of what neighbouring runs say. */
static void
print_medians (Figures figures[][N_WAYS])
{
  g_autofree double *ratios = g_new (double, repetitions);

  g_print ("%d MiB over loopback, medians of %d runs\n", size_mib, repetitions);
  for (gsize way = 0; way < N_WAYS; way++)
    {
      for (int i = 0; i < repetitions; i++)
        ratios[i] = figures[i][way].rate / figures[i][PLAIN].rate;
      g_print ("  %-24s %6.0f MiB/s  %.2f s of processor a GiB  %.2f of the plain loop\n", ways[way].name,
               take_median (figures, way, G_STRUCT_OFFSET (Figures, rate)),
               take_median (figures, way, G_STRUCT_OFFSET (Figures, cpu)), bench_median (ratios, repetitions));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("— recording beside a plain loop");
  g_autoptr (GError) error = NULL;
  g_autofree char *where = NULL;
  g_autofree Figures (*figures)[N_WAYS] = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  if (repetitions < 1 || size_mib < 1 || ring_mib < 1)
    g_error ("a number of runs and sizes are more than nothing");

  where = bench_folder_new (folder);
  figures = g_malloc0_n (repetitions, sizeof *figures);
  run_all (0, where, figures[0]);
  for (int i = 0; i < repetitions; i++)
    {
      run_all (i, where, figures[i]);
      keep_figures (figures[i]);
    }
  print_medians (figures);
  bench_folder_remove (where);
  return 0;
}
