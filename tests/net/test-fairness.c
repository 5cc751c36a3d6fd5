/* test-fairness.c: many streams and a flood of datagrams at once: each gets its turn, and all is counted.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "datagram-flood.h"
#include "fixture.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MIB         (1024 * 1024)
#define N_STREAMS   80                          /* more than are accepted, or read with one look, at a time */
#define N_DATAGRAMS 20000                       /* more than the system holds */
#define RING_SIZE   (256 * MIB)                 /* bytes: nothing of what comes is dropped */
#define SEND_BUFFER (192 * 1024)                /* bytes; the kernel doubles it */
#define MAX_SENT    (2 * MIB)                   /* bytes of a stream: far more than it gets while datagrams wait */
#define AHEAD       (4 * TIN_CAPTURE_MAX_PAYLOAD) /* bytes that a stream may be ahead of one that waits as well */

/* Streams and datagrams with a capture each, in one engine. */
typedef struct
{
  Fixture streams;
  Fixture datagrams;
  int     fds[N_STREAMS];
  guint64 sent[N_STREAMS];     /* bytes that the kernel took, by peers in the order of their connections */
  guint64 waiting[N_STREAMS];  /* the part of it that was there before anybody read */
} Crowd;

static void
crowd_set_up (Crowd         *self,
              gconstpointer  data)
{
  fixture_set_up (&self->streams, NULL);
  g_assert_finalize_object (self->streams.capture);
  self->streams.capture = tin_capture_new ("streams", NULL, RING_SIZE);
  tin_capture_set_news_func (self->streams.capture, fixture_news_cb, NULL);
  self->datagrams.engine = g_object_ref (self->streams.engine);
  self->datagrams.capture = tin_capture_new ("datagrams", NULL, TIN_CAPTURE_DEFAULT_RING_SIZE);
  tin_capture_set_news_func (self->datagrams.capture, fixture_news_cb, NULL);

  fixture_serve (&self->streams, "tcp-listen://127.0.0.1:0");
  fixture_serve (&self->datagrams, "udp-listen://127.0.0.1:0?receive-buffer=65536");
  for (guint i = 0; i < N_STREAMS; i++)
    {
      const int size = SEND_BUFFER;

      self->fds[i] = peer_connect (fixture_get_port (&self->streams));
      g_assert_cmpint (setsockopt (self->fds[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size), ==, 0);
      wait_until (&self->streams, fixture_get_n_links (&self->streams) == i + 1);
    }
}

static void
crowd_tear_down (Crowd         *self,
                 gconstpointer  data)
{
  fixture_stop (&self->streams);
  fixture_stop (&self->datagrams);
  tin_engine_stop (self->streams.engine);
  g_assert_finalize_object (self->datagrams.channel);
  g_assert_finalize_object (self->datagrams.capture);
  g_object_unref (self->datagrams.engine);
  fixture_tear_down (&self->streams, data);
}

/* Each as much as goes without waiting; returns: whether anything went. */
static gboolean
push (Crowd *self)
{
  static guint8 data[32768];
  gboolean went = FALSE;

  for (guint i = 0; i < N_STREAMS; i++)
    {
      gssize size = send (self->fds[i], data, sizeof data, MSG_DONTWAIT | MSG_NOSIGNAL);

      self->sent[i] += MAX (size, 0);
      went |= size > 0;
      g_assert_cmpuint (self->sent[i], <=, MAX_SENT);
    }

  return went;
}

static guint64
count_datagrams (Crowd *self)
{
  return fixture_count_bytes (&self->datagrams, TIN_DIRECTION_IN) / DATAGRAM_FLOOD_SIZE
         + fixture_sum_dropped (&self->datagrams);
}

/* Nobody gets more than a few reads while another still has what was there before them. */
static void
assert_fair (Crowd *self)
{
  guint64 received[N_STREAMS] = { 0 };

  for (guint64 i = 0; i < tin_capture_get_published (self->streams.capture); i++)
    {
      TinIndexEntry entry;
      guint stream;

      g_assert_true (tin_capture_peek (self->streams.capture, i, &entry));
      if (entry.event != TIN_EVENT_DATA)
        continue;

      stream = entry.connection - 1;
      received[stream] += entry.size;
      for (guint j = 0; j < N_STREAMS; j++)
        g_assert_cmpuint (received[j] + AHEAD, >=, MIN (self->waiting[j], received[stream]));
    }

  for (guint i = 0; i < N_STREAMS; i++)
    g_assert_cmpuint (received[i], ==, self->sent[i]);
}

/* All of them are ready when the engine looks, and go on to be for as long as datagrams wait. */
static void
test_crowd (Crowd         *self,
            gconstpointer  data)
{
  guint64 sent = 0;
  int flood = datagram_flood_connect (fixture_get_port (&self->datagrams));

  fixture_hold_engine (&self->streams);
  while (push (self))
    ;
  memcpy (self->waiting, self->sent, sizeof self->waiting);
  g_assert_true (datagram_flood_send (flood, N_DATAGRAMS, 0));
  fixture_release_engine (&self->streams);

  while (count_datagrams (self) < N_DATAGRAMS)
    push (self);

  for (guint i = 0; i < N_STREAMS; i++)
    {
      sent += self->sent[i];
      close (self->fds[i]);
    }
  close (flood);
  wait_until (&self->streams, fixture_get_n_links (&self->streams) == 0);
  g_assert_cmpuint (fixture_count_bytes (&self->streams, TIN_DIRECTION_IN), ==, sent);
  g_assert_cmpuint (count_datagrams (self), ==, N_DATAGRAMS);
  g_assert_cmpuint (fixture_sum_dropped (&self->datagrams), >, 0);
  assert_fair (self);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/fairness/of-streams-and-datagrams", Crowd, NULL, crowd_set_up, test_crowd, crowd_tear_down);

  return g_test_run ();
}
