/* test-limits.c: descriptors and buffers of the system run out, and come back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "errno-shim.h"
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define N_DESCRIPTORS 100 /* of the whole process: 50 of them may be connections */
#define N_LINKS       50

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max = N_DESCRIPTORS;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);

  fixture_set_up (fixture, data);
}

static gboolean
is_at_limit (Fixture *fixture)
{
  g_auto (TinChannelSnapshot) snapshot = { 0 };

  tin_channel_get_snapshot (fixture->channel, &snapshot);

  return snapshot.at_limit;
}

/* Peers in another process, so that their descriptors do not count here. They connect, echo
 * one byte each, and stay until the pipe is closed, closing one for each byte that comes through it. */
static int
fork_peers (guint port,
            int   n_peers)
{
  int pair[2];

  g_assert_cmpint (pipe (pair), ==, 0);

  if (fork () == 0)
    {
      g_autofree int *peers = g_new (int, n_peers);
      char byte;

      close (pair[1]);
      for (int i = 0; i < n_peers; i++)
        peers[i] = peer_connect (port);
      for (int i = 0; read (pair[0], &byte, 1) == 1; i++)
        close (peers[i]);
      _exit (0);
    }

  close (pair[0]);

  return pair[1];
}

static void
test_limit (Fixture       *fixture,
            gconstpointer  data)
{
  int peers;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  peers = fork_peers (fixture_get_port (fixture), N_LINKS + 5);
  wait_until (fixture, fixture_get_n_links (fixture) == N_LINKS && is_at_limit (fixture));
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 1);

  /* As one leaves another comes in. */
  g_assert_cmpint (write (peers, "x", 1), ==, 1);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_OPENED) == N_LINKS + 1);
  g_assert_cmpint (write (peers, "xxxxxxxxxx", 10), ==, 10);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_OPENED) == N_LINKS + 5 &&
              fixture_get_n_links (fixture) == N_LINKS + 5 - 11);
  g_assert_false (is_at_limit (fixture));
  close (peers);
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
}

/* Somebody else in the process takes all descriptors that there are. */
static void
test_no_descriptors (Fixture       *fixture,
                     gconstpointer  data)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int peers[3], hogs[N_DESCRIPTORS], n_hogs = 0, fd;
  guint n_calls;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  address.sin_port = htons (fixture_get_port (fixture));

  for (int i = 0; i < 3; i++)
    peers[i] = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  while ((fd = open ("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
    hogs[n_hogs++] = fd;

  n_calls = errno_shim_get_n_calls (ERRNO_SHIM_ACCEPT);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (connect (peers[i], (struct sockaddr *) &address, sizeof address), ==, 0);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_NOTE) == 1);

  /* Three more tries, each a tenth of a second after the other: this does not spin. */
  sample_until (errno_shim_get_n_calls (ERRNO_SHIM_ACCEPT) - n_calls >= 4);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 1);

  while (n_hogs > 0)
    close (hogs[--n_hogs]);

  for (int i = 0; i < 3; i++)
    {
      peer_send (peers[i], "hello");
      peer_expect (peers[i], "hello");
      close (peers[i]);
    }

  wait_until (fixture, fixture_get_n_links (fixture) == 0);
}

/* How often it tried in vain since @n_calls, no more often than the delay between two tries allows: this does not spin. */
static void
assert_tries (guint  n_calls,
              gint64 began,
              guint  n_tries)
{
  sample_until (errno_shim_get_n_calls (ERRNO_SHIM_ACCEPT) - n_calls >= n_tries);
  g_assert_cmpint (g_get_monotonic_time () - began, >=, (n_tries - 1) * 100 * 1000);
}

/* Descriptors run out below the limit, then the limit is reached, then a place comes free but no descriptor: each is told, and
 * all who wait come in. */
static void
test_limit_and_no_descriptors (Fixture       *fixture,
                               gconstpointer  data)
{
  static const char *const words[] = { "1", "2", "3", "4" };
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int peers[G_N_ELEMENTS (words)];
  gint64 began;
  guint n_calls;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo&max-connections=2");
  address.sin_port = htons (fixture_get_port (fixture));
  n_calls = errno_shim_get_n_calls (ERRNO_SHIM_ACCEPT);
  began = g_get_monotonic_time ();
  errno_shim_fail (ERRNO_SHIM_ACCEPT, EMFILE, 3);

  /* All are there when the first try is made, or one that comes later would cost a try of its own. */
  fixture_hold_engine (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      peers[i] = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      g_assert_cmpint (connect (peers[i], (struct sockaddr *) &address, sizeof address), ==, 0);
      peer_send (peers[i], words[i]);
    }
  fixture_release_engine (fixture);

  assert_tries (n_calls, began, 4);
  wait_until (fixture, fixture_get_n_links (fixture) == 2 && is_at_limit (fixture));
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 2);
  g_assert_cmpuint (errno_shim_get_n_calls (ERRNO_SHIM_ACCEPT) - n_calls, ==, 3 + 2);

  n_calls = errno_shim_get_n_calls (ERRNO_SHIM_ACCEPT);
  began = g_get_monotonic_time ();
  errno_shim_fail (ERRNO_SHIM_ACCEPT, EMFILE, 2);
  peer_expect (peers[0], words[0]);
  close (peers[0]);
  assert_tries (n_calls, began, 3);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_OPENED) == 3 && is_at_limit (fixture));
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 3);
  g_assert_cmpuint (errno_shim_get_n_calls (ERRNO_SHIM_ACCEPT) - n_calls, ==, 2 + 1);

  for (guint i = 1; i < G_N_ELEMENTS (words); i++)
    {
      peer_expect (peers[i], words[i]);
      close (peers[i]);
    }
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_OPENED) == G_N_ELEMENTS (words)
              && fixture_get_n_links (fixture) == 0);
  g_assert_false (is_at_limit (fixture));
  fixture_stop (fixture);
}

static void
test_accept_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  gint64 began;
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  errno_shim_fail (ERRNO_SHIM_ACCEPT, GPOINTER_TO_INT (data), 3);
  began = g_get_monotonic_time ();

  peer = peer_connect (fixture_get_port (fixture));
  peer_send (peer, "patience");
  peer_expect (peer, "patience");
  close (peer);

  g_assert_cmpint (g_get_monotonic_time () - began, >=, 3 * 100 * 1000);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 1);
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
}

static void
test_accept_of_one_fails (Fixture       *fixture,
                          gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  errno_shim_fail (ERRNO_SHIM_ACCEPT, ECONNABORTED, 5);
  peer = peer_connect (fixture_get_port (fixture));
  peer_send (peer, "hello");
  peer_expect (peer, "hello");
  close (peer);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 0);
}

static void
test_socket_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char *const uris[] = { "tcp-listen://127.0.0.1:0", "tcp://127.0.0.1:1", "udp-listen://127.0.0.1:0",
                                      "udp://127.0.0.1:1" };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_auto (TinChannelSnapshot) snapshot = { 0 };

      errno_shim_fail (ERRNO_SHIM_SOCKET, GPOINTER_TO_INT (data), 1000);
      fixture_open (fixture, uris[i]);
      wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
      errno_shim_fail (ERRNO_SHIM_SOCKET, 0, 0);

      tin_channel_get_snapshot (fixture->channel, &snapshot);
      g_assert_nonnull (snapshot.error);
      g_assert_cmpint (snapshot.error->domain, ==, G_IO_ERROR);
      g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_ERROR), ==, i + 1);
    }
}

static void
test_send_fails (Fixture       *fixture,
                 gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  peer = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  g_assert_cmpint (write (peer, "later", 5), ==, 5); /* write(2) is not among what fails */
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_OUT) == 5);

  errno_shim_fail (ERRNO_SHIM_SEND, GPOINTER_TO_INT (data), 2);
  fixture_send (fixture, 1, " and later");
  peer_expect (peer, "later and later");
  close (peer);
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_ERROR), ==, 0);
}

static void
test_datagram_fails (Fixture       *fixture,
                     gconstpointer  data)
{
  guint port;
  int peer = peer_bind_datagram (&port);

  fixture_open_port (fixture, "udp://127.0.0.1:%u", port);
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  errno_shim_fail (ERRNO_SHIM_SEND, GPOINTER_TO_INT (data), 2);
  fixture_send (fixture, 1, "later");
  fixture_send (fixture, 1, "last");
  peer_expect (peer, "later");
  peer_expect (peer, "last");
  close (peer);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_ERROR), ==, 0);
}

/* The peers here read by read(2), which is not among what fails. */
static void
test_receive_fails (Fixture       *fixture,
                    gconstpointer  data)
{
  char buffer[8];
  int stream, datagram;
  guint n_calls;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  stream = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  n_calls = errno_shim_get_n_calls (ERRNO_SHIM_RECEIVE);
  errno_shim_fail (ERRNO_SHIM_RECEIVE, GPOINTER_TO_INT (data), 2);
  peer_send (stream, "hello");
  g_assert_cmpint (read (stream, buffer, 5), ==, 5);
  g_assert_cmpuint (errno_shim_get_n_calls (ERRNO_SHIM_RECEIVE) - n_calls, <, 6);
  close (stream);
  fixture_stop (fixture);

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  datagram = peer_connect_datagram (fixture_get_port (fixture));
  n_calls = errno_shim_get_n_calls (ERRNO_SHIM_RECEIVE);
  errno_shim_fail (ERRNO_SHIM_RECEIVE, GPOINTER_TO_INT (data), 2);
  peer_send (datagram, "hello");
  g_assert_cmpint (read (datagram, buffer, 5), ==, 5);
  g_assert_cmpuint (errno_shim_get_n_calls (ERRNO_SHIM_RECEIVE) - n_calls, <, 6);
  close (datagram);
}

/* A descriptor that epoll refuses to watch is offered again (epoll_ctl(2), ENOSPC and ENOMEM). */
static void
test_watch_fails (Fixture       *fixture,
                  gconstpointer  data)
{
  char buffer[8];
  int peer;

  for (guint i = 0; i < 2; i++)
    {
      errno_shim_fail (ERRNO_SHIM_WATCH, GPOINTER_TO_INT (data), 2);
      fixture_serve (fixture, i == 0 ? "udp-listen://127.0.0.1:0?reply=echo" : "tcp-listen://127.0.0.1:0?reply=echo");
      peer = (i == 0 ? peer_connect_datagram : peer_connect) (fixture_get_port (fixture));
      peer_send (peer, "hello");
      g_assert_cmpint (read (peer, buffer, 5), ==, 5);
      close (peer);
      fixture_stop (fixture);
    }
}

/* A write finds out first: what came before is still told. */
static void
test_write_breaks (Fixture       *fixture,
                   gconstpointer  data)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  peer = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  errno_shim_fail (ERRNO_SHIM_SEND, GPOINTER_TO_INT (data), 1);
  g_assert_cmpint (write (peer, "hello", 5), ==, 5); /* write(2) is not among what fails */

  wait_until (fixture, fixture_find (fixture, TIN_EVENT_RESET, &record));
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), ==, 5);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_RESET), ==, 1);
  close (peer);
}

/* The network broke, and it was not the peer. What had come before is told all the same. */
static void
test_read_breaks (Fixture       *fixture,
                  gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  peer = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  errno_shim_fail (ERRNO_SHIM_RECEIVE, GPOINTER_TO_INT (data), 1);
  peer_send (peer, "hello");
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
  close (peer);
  fixture_stop (fixture);
  assert_story (fixture, "listeninglocal opened#1<peer data#1<hello error#1 closed#1 stoppedlocal");
}

/* A datagram that cannot be sent is an error of its own; the next one goes. */
static void
test_datagram_refused_by_system (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  guint port;
  int peer = peer_bind_datagram (&port);

  fixture_open_port (fixture, "udp://127.0.0.1:%u", port);
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  errno_shim_fail (ERRNO_SHIM_SEND, GPOINTER_TO_INT (data), 1);
  fixture_send (fixture, 1, "lost");
  fixture_send (fixture, 1, "next");
  peer_expect (peer, "next");
  wait_until (fixture, fixture_find (fixture, TIN_EVENT_ERROR, &record));
  g_assert_cmpint (record.direction, ==, TIN_DIRECTION_OUT);
  close (peer);
}

static void
test_datagram_blocks (Fixture       *fixture,
                      gconstpointer  data)
{
  char buffer[8];
  int peer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  errno_shim_fail (ERRNO_SHIM_SEND, EAGAIN, 1);
  g_assert_cmpint (write (peer, "a", 1), ==, 1);
  g_assert_cmpint (read (peer, buffer, sizeof buffer), ==, 1);
  close (peer);
}

/* While nothing can be sent, answers are kept up to a bound, and counted beyond it. */
static void
test_answers_bounded (Fixture       *fixture,
                      gconstpointer  data)
{
  static guint8 payload[60000];
  enum { N = 40 };
  int peer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  errno_shim_fail (ERRNO_SHIM_SEND, ENOBUFS, 1000000);

  for (int i = 0; i < N; i++)
    {
      payload[0] = i;
      g_assert_cmpint (write (peer, payload, sizeof payload), ==, sizeof payload);
    }

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_DATA) == N);
  g_assert_cmpuint (fixture_get_queued (fixture), <=, TIN_CHANNEL_QUEUE_LIMIT);
  g_assert_cmpuint (fixture_sum_dropped (fixture), ==, N - TIN_CHANNEL_QUEUE_LIMIT / sizeof payload);

  /* What still waits when it is stopped is told, too. */
  fixture_stop (fixture);
  g_assert_cmpuint (fixture_sum_dropped (fixture), ==, N);
  errno_shim_fail (ERRNO_SHIM_SEND, 0, 0);
  close (peer);
}

int
main (int   argc,
      char *argv[])
{
  static const struct { const char *name; int number; } errors[] = {
    { "emfile", EMFILE }, { "enfile", ENFILE }, { "enobufs", ENOBUFS }, { "enomem", ENOMEM },
  };
  static const struct { const char *name; void (*function) (Fixture *, gconstpointer); gboolean memory_only; } calls[] = {
    { "accepts-later-after", test_accept_fails, FALSE },
    { "says-that-it-cannot-open-for", test_socket_fails, FALSE },
    { "sends-later-after", test_send_fails, TRUE },
    { "sends-a-datagram-later-after", test_datagram_fails, TRUE },
    { "receives-later-after", test_receive_fails, TRUE },
  };

  g_test_init (&argc, &argv, NULL);

  g_test_add ("/limits/accepts-no-more-than-the-limit", Fixture, NULL, set_up, test_limit, fixture_tear_down);
  g_test_add ("/limits/waits-for-descriptors", Fixture, NULL, set_up, test_no_descriptors, fixture_tear_down);
  g_test_add ("/limits/waits-for-descriptors-and-for-a-place", Fixture, NULL, set_up, test_limit_and_no_descriptors,
              fixture_tear_down);
  g_test_add ("/limits/listens-although-sockets-cannot-be-watched-yet", Fixture, GINT_TO_POINTER (ENOSPC), set_up,
              test_watch_fails, fixture_tear_down);
  g_test_add ("/limits/goes-on-when-one-connection-is-aborted", Fixture, NULL, set_up, test_accept_of_one_fails,
              fixture_tear_down);

  g_test_add ("/limits/tells-what-came-before-a-write-that-broke", Fixture, GINT_TO_POINTER (EPIPE), set_up,
              test_write_breaks, fixture_tear_down);
  g_test_add ("/limits/tells-a-broken-network-from-a-reset", Fixture, GINT_TO_POINTER (ETIMEDOUT), set_up,
              test_read_breaks, fixture_tear_down);
  g_test_add ("/limits/survives-a-datagram-that-the-system-refuses", Fixture, GINT_TO_POINTER (EPERM), set_up,
              test_datagram_refused_by_system, fixture_tear_down);
  g_test_add ("/limits/waits-until-datagrams-can-be-sent", Fixture, NULL, set_up, test_datagram_blocks, fixture_tear_down);
  g_test_add ("/limits/bounds-answers-that-cannot-be-sent", Fixture, NULL, set_up, test_answers_bounded, fixture_tear_down);

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (errors); j++)
      {
        g_autofree char *path = g_strdup_printf ("/limits/%s-%s", calls[i].name, errors[j].name);

        if (!calls[i].memory_only || errors[j].number == ENOBUFS || errors[j].number == ENOMEM)
          g_test_add (path, Fixture, GINT_TO_POINTER (errors[j].number), set_up, calls[i].function, fixture_tear_down);
      }

  return g_test_run ();
}
