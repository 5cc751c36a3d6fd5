/* test-groups.c: datagrams to groups, who sent them there, and who has joined them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Needs a network with nothing but a loopback interface and a route for groups of IPv6 over it: with-own-network.sh makes it.
 */

#include "fixture.h"

#include "net/tin-lookup.h"
#include "net/tin-sockaddr.h"

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

static void
send_over_loopback (const TinAddress *group,
                    const char       *text)
{
  struct ip_mreqn v4 = { .imr_ifindex = (int) if_nametoindex ("lo") };
  int v6 = (int) if_nametoindex ("lo");
  struct sockaddr_storage address;
  TinAddress scoped = *group;
  socklen_t size;
  int fd = socket (group->family == TIN_FAMILY_IPV4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  scoped.scope = group->family == TIN_FAMILY_IPV6 ? v6 : 0;
  size = tin_sockaddr_from_address (&scoped, FALSE, &address);
  if (group->family == TIN_FAMILY_IPV4)
    g_assert_cmpint (setsockopt (fd, IPPROTO_IP, IP_MULTICAST_IF, &v4, sizeof v4), ==, 0);
  else
    g_assert_cmpint (setsockopt (fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &v6, sizeof v6), ==, 0);

  g_assert_cmpint (sendto (fd, text, strlen (text), 0, (struct sockaddr *) &address, size), ==, strlen (text));
  close (fd);
}

static void
send_to (Fixture    *fixture,
         const char *address,
         const char *text)
{
  TinAddress to;

  g_assert_true (tin_host_to_address (address, &to, NULL));
  to.port = fixture_get_port (fixture);
  send_over_loopback (&to, text);
}

/* What came, with the group that it was sent to: "a:239.1.2.3:5000 …" without the ports. */
static char *
describe_received (Fixture *fixture)
{
  GString *story = g_string_new (NULL);

  for (guint64 i = 0; i < tin_capture_get_published (fixture->capture); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      TinAddress group;
      char text[TIN_ADDRESS_STRING_SIZE];

      g_assert_true (tin_capture_read (fixture->capture, i, G_MAXSIZE, &record, NULL));
      if (record.event != TIN_EVENT_DATA)
        continue;

      group = record.group;
      group.port = 0;
      g_string_append_printf (story, "%.*s=%s ", (int) record.size, (const char *) g_bytes_get_data (record.payload, NULL),
                              tin_address_format (&group, text));
    }

  return g_string_free (story, FALSE);
}

/* @data: a server, whom groups and itself are sent to, and what of that it gets; if it has groups, others joined them all */
typedef struct
{
  const char *path;
  const char *uri;
  const char *addresses[5]; /* ends in NULL */
  const char *expected;
} JoinCase;

/* Somebody else on this computer; NULL for what is no group. */
static GSocket *
join_too (const char *address)
{
  g_autoptr (GInetAddress) group = g_inet_address_new_from_string (address);
  GSocket *socket;

  if (!g_inet_address_get_is_multicast (group))
    return NULL;

  socket = g_socket_new (g_inet_address_get_family (group), G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_assert_true (g_socket_join_multicast_group (socket, group, FALSE, "lo", NULL));

  return socket;
}

static void
test_joins (Fixture       *fixture,
            gconstpointer  data)
{
  const JoinCase *test = data;
  g_autofree char *received = NULL;

  fixture_serve (fixture, test->uri);
  for (guint i = 0; test->addresses[i] != NULL; i++)
    {
      const char name[] = { (char) ('a' + i), '\0' };
      g_autoptr (GSocket) other = strstr (test->uri, "group=") != NULL ? join_too (test->addresses[i]) : NULL;

      send_to (fixture, test->addresses[i], name);
    }

  /* All are there before it stops, for nothing is on its way on a loopback interface. */
  fixture_stop (fixture);
  received = describe_received (fixture);
  g_assert_cmpstr (received, ==, test->expected);
}

static const JoinCase joins[] = {
  { "nothing-without-being-asked", "udp-listen://[::]:0?interface=lo", { "239.1.2.3", "ff15::8:8", "127.0.0.1" }, "c= " },
  { "groups-of-ipv4", "udp-listen://0.0.0.0:0?interface=lo&group=239.1.2.3,239.1.2.4",
    { "239.1.2.3", "239.1.2.4", "239.1.2.5" }, "a=239.1.2.3:0 b=239.1.2.4:0 " },
  { "groups-of-ipv6", "udp-listen://[::]:0?interface=lo&group=ff15::8:8,ff12::8:8",
    { "ff15::8:8", "ff12::8:8", "ff15::9:9" }, "a=[ff15::8:8]:0 b=[ff12::8:8]:0 " },
  { "groups-of-both-families", "udp-listen://[::]:0?interface=lo&group=239.1.2.3,ff15::8:8",
    { "ff15::8:8", "239.1.2.3", "127.0.0.1", "::1" }, "a=[ff15::8:8]:0 b=239.1.2.3:0 c= d= " },
  { "a-group-alone", "udp-listen://239.1.2.3:0?interface=lo&group=239.1.2.3",
    { "239.1.2.3", "127.0.0.1", "239.1.2.4" }, "a=239.1.2.3:0 " },
  { "a-group-alone-of-ipv6", "udp-listen://[ff15::8:8]:0?interface=lo&group=ff15::8:8",
    { "ff15::8:8", "::1" }, "a=[ff15::8:8]:0 " },
};

/* Left with the socket. */
static void
test_leaves (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *members = NULL;

  fixture_serve (fixture, "udp-listen://0.0.0.0:0?interface=lo&group=239.1.2.3");
  g_assert_true (g_file_get_contents ("/proc/net/igmp", &members, NULL, NULL));
  g_assert_nonnull (strstr (members, "030201EF"));
  fixture_stop (fixture);
  g_free (members);
  g_assert_true (g_file_get_contents ("/proc/net/igmp", &members, NULL, NULL));
  g_assert_null (strstr (members, "030201EF"));
}

/* @data: what the session ends with at once */
typedef struct
{
  const char *path;
  const char *uri;
  const char *expected;
} FailureCase;

static void
test_fails (Fixture       *fixture,
            gconstpointer  data)
{
  const FailureCase *test = data;
  g_autofree char *reason = NULL;

  fixture_open (fixture, test->uri);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  g_assert_true (fixture_has_error (fixture, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED));
  reason = fixture_dup_reason (fixture, TIN_EVENT_ERROR);
  g_assert_cmpstr (reason, ==, test->expected);
}

#define TOO_MANY "239.0.0.1,239.0.0.2,239.0.0.3,239.0.0.4,239.0.0.5,239.0.0.6,239.0.0.7,239.0.0.8,239.0.0.9,239.0.0.10," \
  "239.0.0.11,239.0.0.12,239.0.0.13,239.0.0.14,239.0.0.15,239.0.0.16,239.0.0.17,239.0.0.18,239.0.0.19,239.0.0.20,239.0.0.21"

static const FailureCase failures[] = {
  { "without-a-route", "udp-listen://0.0.0.0:0?group=239.1.2.3",
    "The group 239.1.2.3 cannot be joined. (Error joining multicast group: No such device) "
    "The option interface says on which network interface." },
  { "of-which-there-are-too-many-for-the-system", "udp-listen://0.0.0.0:0?interface=lo&group=" TOO_MANY,
    "The group 239.0.0.21 cannot be joined: a socket joins at most 20 groups of IPv4. "
    "The limit of the system is sysctl net.ipv4.igmp_max_memberships." },
  { "on-an-interface-that-is-not-there", "udp-listen://0.0.0.0:0?interface=nowhere0&group=239.1.2.3",
    "This computer has no network interface nowhere0." },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, uri) \
  g_test_add ("/groups/" path, Fixture, uri, fixture_set_up, test_groups, fixture_stop_and_tear_down)
  ADD ("of-ipv6-are-told-and-answered", "udp-listen://[::]:0?reply=echo");
  ADD ("of-ipv6-are-told-on-one-interface", "udp-listen://[::]:0?reply=echo&interface=lo");
#undef ADD

  for (guint i = 0; i < G_N_ELEMENTS (joins); i++)
    {
      g_autofree char *path = g_strconcat ("/groups/joins-", joins[i].path, NULL);

      g_test_add (path, Fixture, &joins[i], fixture_set_up, test_joins, fixture_tear_down);
    }

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *path = g_strconcat ("/groups/cannot-be-joined-", failures[i].path, NULL);

      g_test_add (path, Fixture, &failures[i], fixture_set_up, test_fails, fixture_tear_down);
    }

  g_test_add ("/groups/are-left-at-the-end", Fixture, NULL, fixture_set_up, test_leaves, fixture_tear_down);

  return g_test_run ();
}
