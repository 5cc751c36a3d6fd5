/* test-groups.c: datagrams to groups of IPv6, and who sent them there.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Needs a route for groups over the loopback interface, which with-own-network.sh makes.
 */

#include "fixture.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Of the site, and of the link, which means nothing without its interface: that is told beside it (RFC 4291 section 2.7). */
#define SITE_GROUP "ff15::7:7"
#define LINK_GROUP "ff12::7:7"

static struct in6_addr
get_group (const char *text)
{
  struct in6_addr group;

  g_assert_cmpint (inet_pton (AF_INET6, text, &group), ==, 1);

  return group;
}

/* Somebody on this computer has joined it, which is enough to get what is sent to it. */
static int
join_group (const char *group)
{
  struct ipv6_mreq membership = { .ipv6mr_multiaddr = get_group (group), .ipv6mr_interface = if_nametoindex ("lo") };
  int fd = socket (AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (setsockopt (fd, IPPROTO_IPV6, IPV6_JOIN_GROUP, &membership, sizeof membership), ==, 0);

  return fd;
}

static int
send_to_group (const char *group,
               guint       port)
{
  struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_port = htons (port), .sin6_addr = get_group (group),
                                  .sin6_scope_id = if_nametoindex ("lo") };
  int interface = (int) if_nametoindex ("lo");
  int fd = socket (AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (setsockopt (fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &interface, sizeof interface), ==, 0);
  g_assert_cmpint (sendto (fd, "all", 3, 0, (struct sockaddr *) &address, sizeof address), ==, 3);

  return fd;
}

/* The answer comes from an address of ours: a group has none. */
static void
expect_answer (int   fd,
               guint port)
{
  struct sockaddr_in6 from;
  socklen_t size = sizeof from;
  char answer[16];

  g_assert_cmpint (recvfrom (fd, answer, sizeof answer, 0, (struct sockaddr *) &from, &size), ==, 3);
  g_assert_cmpmem (answer, 3, "all", 3);
  g_assert_cmpuint (ntohs (from.sin6_port), ==, port);
  g_assert_true (IN6_IS_ADDR_LOOPBACK (&from.sin6_addr));
}

/* As it is read from the recording. */
static void
assert_recorded (Fixture    *fixture,
                 guint       n,
                 const char *group)
{
  g_autofree char *expected = g_strdup_printf ("[%s]:%u", group, fixture_get_port (fixture));
  guint n_seen = 0;

  for (guint64 i = 0; i < tin_capture_get_published (fixture->capture); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      char text[TIN_ADDRESS_STRING_SIZE];

      g_assert_true (tin_capture_read (fixture->capture, i, 0, &record, NULL));
      if (record.event != TIN_EVENT_DATA || record.direction != TIN_DIRECTION_IN || n_seen++ != n)
        continue;

      g_assert_cmpstr (tin_address_format (&record.group, text), ==, expected);
      g_assert_cmpstr (record.interface, ==, "lo");
      g_assert_true (tin_address_is_loopback (&record.peer));
      return;
    }

  g_assert_not_reached ();
}

static void
test_groups (Fixture       *fixture,
             gconstpointer  uri)
{
  static const char *const groups[] = { SITE_GROUP, LINK_GROUP };

  fixture_serve (fixture, uri);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      int member = join_group (groups[i]);
      int sender = send_to_group (groups[i], fixture_get_port (fixture));

      expect_answer (sender, fixture_get_port (fixture));
      wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_OUT) == (i + 1) * strlen ("all"));
      assert_recorded (fixture, i, groups[i]);
      close (sender);
      close (member);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, uri) \
  g_test_add ("/groups/" path, Fixture, uri, fixture_set_up, test_groups, fixture_stop_and_tear_down)
  ADD ("of-ipv6-are-told-and-answered", "udp-listen://[::]:0?reply=echo");
  ADD ("of-ipv6-are-told-on-one-interface", "udp-listen://[::]:0?reply=echo&interface=lo");

  return g_test_run ();
}
