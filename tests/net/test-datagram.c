/* test-datagram.c: what the kernel tells of a datagram: when it came, where to, and how much of it there was.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include "net/tin-arrival.h"
#include "net/tin-datagram.h"
#include "net/tin-engine-private.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define NS_PER_US     G_GINT64_CONSTANT (1000)
#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)

/* Holds the engine's thread, so that nobody reads. */
static GMutex gate;

static gboolean
hold_cb (gpointer user_data)
{
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);

  return G_SOURCE_REMOVE;
}

/* Returns: whether the kernel stamped what came last when it came, and not only when it was read. @read_us: a time between */
static gboolean
is_stamped_before (int    fd,
                   gint64 read_us)
{
  union { struct cmsghdr alignment; guint8 bytes[CMSG_SPACE (sizeof (struct timespec))]; } control;
  char payload[1];
  struct iovec vector = { .iov_base = payload, .iov_len = sizeof payload };
  struct msghdr header = {
    .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes,
  };
  struct timespec stamp;

  g_assert_cmpint (recvmsg (fd, &header, 0), ==, sizeof payload);
  g_assert_nonnull (CMSG_FIRSTHDR (&header));
  memcpy (&stamp, CMSG_DATA (CMSG_FIRSTHDR (&header)), sizeof stamp);

  return stamp.tv_sec * G_USEC_PER_SEC + stamp.tv_nsec / NS_PER_US <= read_us;
}

/* The kernel does not stamp before a socket asks for it, and then not at once (net_enable_timestamp() of Linux). */
static void
await_stamps (void)
{
  guint port;
  int receiver = peer_bind_datagram (&port);
  int peer = peer_connect_datagram (port);
  int on = 1;
  gint64 sent;

  g_assert_cmpint (setsockopt (receiver, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on), ==, 0);

  do
    {
      peer_send (peer, "x");
      sent = g_get_real_time ();
      while (g_get_real_time () < sent + 1000)
        ;
    }
  while (!is_stamped_before (receiver, sent + 1));

  close (peer);
  close (receiver);
}

/* Both came before anybody read, and before the engine was let go. */
static void
test_time (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 before, after, last = 0;
  int peer;

  fixture_serve (fixture, data);
  await_stamps ();
  peer = peer_connect_datagram (fixture_get_port (fixture));
  g_mutex_lock (&gate);
  g_main_context_invoke (tin_engine_get_context (fixture->engine), hold_cb, NULL);
  before = g_get_real_time ();
  peer_send (peer, "first");
  peer_send (peer, "second");
  after = g_get_real_time ();
  while (g_get_real_time () < after + 1000)
    ;
  g_mutex_unlock (&gate);
  close (peer);
  fixture_stop (fixture);

  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA), ==, 2);
  for (guint64 i = 0; i < tin_capture_get_published (fixture->capture); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      g_assert_true (tin_capture_read (fixture->capture, i, 0, &record, NULL));
      g_assert_cmpint (record.time_ns, >=, last);
      last = record.time_ns;
      if (record.event != TIN_EVENT_DATA && record.event != TIN_EVENT_OPENED)
        continue;

      /* The clocks are read one after the other, which takes as long as a busy machine likes. */
      g_assert_cmpint (record.time_ns, >, before * NS_PER_US - 10 * NS_PER_SECOND);
      g_assert_cmpint (record.time_ns, <=, (after + 1) * NS_PER_US);
    }
}

static void
send_to_group (const char *group,
               guint       port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  struct in_addr loopback = { htonl (INADDR_LOOPBACK) };
  int on = 1;
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (inet_pton (AF_INET, group, &address.sin_addr), ==, 1);
  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on), ==, 0);
  g_assert_cmpint (setsockopt (fd, IPPROTO_IP, IP_MULTICAST_IF, &loopback, sizeof loopback), ==, 0);
  g_assert_cmpint (sendto (fd, "all", 3, 0, (struct sockaddr *) &address, sizeof address), ==, 3);
  close (fd);
}

/* Somebody on this computer has joined the group, which is enough to get what is sent to it. */
static int
join_group (const char *group)
{
  struct ip_mreq membership = { .imr_interface.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (inet_pton (AF_INET, group, &membership.imr_multiaddr), ==, 1);
  g_assert_cmpint (setsockopt (fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof membership), ==, 0);

  return fd;
}

/* The answer leaves from an address of ours, for a group has none. What is sent to a group of IPv4 does not
 * reach a socket of IPv6. */
static void
test_groups (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const groups[] = { "127.255.255.255", "239.1.2.3" };
  const guint n_groups = strstr (data, "[::]") != NULL ? 1 : 2;
  int member = join_group (groups[1]);
  guint port;
  guint n_seen = 0;

  fixture_serve (fixture, data);
  port = fixture_get_port (fixture);
  for (guint i = 0; i < n_groups; i++)
    {
      send_to_group (groups[i], port);
      wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_OUT) == (i + 1) * strlen ("all"));
    }
  close (member);
  fixture_stop (fixture);

  for (guint64 i = 0; i < tin_capture_get_published (fixture->capture); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      char text[TIN_ADDRESS_STRING_SIZE];
      g_autofree char *expected = NULL;

      g_assert_true (tin_capture_read (fixture->capture, i, 0, &record, NULL));
      if (record.event != TIN_EVENT_DATA || record.direction != TIN_DIRECTION_IN)
        continue;
      expected = g_strdup_printf ("%s:%u", groups[n_seen], port);
      g_assert_cmpstr (tin_address_format (&record.group, text), ==, expected);
      g_assert_cmpstr (record.interface, ==, n_seen == 1 ? "lo" : NULL);
      g_assert_true (tin_address_is_loopback (&record.local));
      n_seen++;
    }
  g_assert_cmpuint (n_seen, ==, n_groups);
}

static void
test_arrival (void)
{
  static const struct
  {
    gint64 now, real;       /* of the moment, ns from the one before */
    gint64 stamp;           /* of the datagram, ns from the moment, by the kernel's clock; 1 for none */
    gint64 expected;        /* ns from the moment, by the capture's */
  } rows[] = {
    { 1000, 1000, -400, -400 },
    { 1000, 1000, 0, 0 },
    { 1000, 1000, 1, 0 },                                               /* no stamp */
    { 1000, 1000, 5000, 0 },                                            /* of the future */
    { 60 * NS_PER_SECOND, 60 * NS_PER_SECOND, -NS_PER_SECOND, -NS_PER_SECOND },
    { 1000, 2000, -400, -400 },                                         /* read one after the other */
    { NS_PER_SECOND, 3600 * NS_PER_SECOND, -3599 * NS_PER_SECOND, 0 },  /* set forward */
    { NS_PER_SECOND, -3600 * NS_PER_SECOND, -1000, 0 },                 /* set back */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const gint64 now = 1700000000 * NS_PER_SECOND, real = now + 5 * NS_PER_SECOND;
      gint64 stamp = rows[i].stamp == 1 ? 0 : real + rows[i].real + rows[i].stamp;
      TinArrival arrival = { 0 };

      tin_arrival_set_moment (&arrival, now, real);
      tin_arrival_set_moment (&arrival, now + rows[i].now, real + rows[i].real);
      g_assert_cmpint (tin_arrival_get_time (&arrival, stamp), ==, now + rows[i].now + rows[i].expected);

      /* Once it is set it runs as before. */
      tin_arrival_set_moment (&arrival, now + rows[i].now + 7, real + rows[i].real + 7);
      g_assert_cmpint (tin_arrival_get_time (&arrival, arrival.real_ns - 3), ==, arrival.now_ns - 3);
    }
}

static void
test_cut (void)
{
  static const guint8 payload[1400];
  g_autoptr (TinDatagramBatch) batch = tin_datagram_batch_new (1000);
  TinAddress bound = { .family = TIN_FAMILY_IPV4 };
  TinDatagram datagram;
  guint port;
  int fd = peer_bind_datagram (&port);
  int peer = peer_connect_datagram (port);

  for (guint i = 0; i < 3; i++)
    {
      gsize size = (gsize[]) { 1400, 1000, 0 }[i];
      struct pollfd readable = { .fd = fd, .events = POLLIN };

      g_assert_cmpint (send (peer, payload, size, 0), ==, size);
      g_assert_cmpint (poll (&readable, 1, -1), ==, 1);
      g_assert_cmpint (tin_datagram_batch_receive (batch, fd), ==, 1);
      tin_datagram_batch_get (batch, 0, &bound, &datagram);
      g_assert_cmpuint (datagram.whole_size, ==, size);
      g_assert_cmpuint (datagram.size, ==, MIN (size, 1000));
    }

  close (peer);
  close (fd);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/datagram/has-the-time-of-its-arrival", Fixture, "udp-listen://127.0.0.1:0", fixture_set_up, test_time,
              fixture_tear_down);
  g_test_add ("/datagram/has-the-time-of-its-arrival-on-both", Fixture, "udp-listen://[::]:0", fixture_set_up,
              test_time, fixture_tear_down);
  g_test_add ("/datagram/says-that-it-was-sent-to-many", Fixture, "udp-listen://0.0.0.0:0?reply=echo", fixture_set_up,
              test_groups, fixture_tear_down);
  g_test_add ("/datagram/says-that-it-was-sent-to-many-on-both", Fixture, "udp-listen://[::]:0?reply=echo",
              fixture_set_up, test_groups, fixture_tear_down);
  g_test_add_func ("/datagram/has-a-time-whoever-sets-the-clock", test_arrival);
  g_test_add_func ("/datagram/says-how-much-was-cut", test_cut);

  return g_test_run ();
}
