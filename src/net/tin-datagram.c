/* tin-datagram.c: what the kernel does with datagrams, without a state of its own.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-datagram.h"

#include "net/tin-sockaddr.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <time.h>

#define BUFFER_SIZE  65536 /* bytes: no datagram is larger (RFC 768; RFC 2675 is for links that nobody has) */
#define CONTROL_SIZE 192   /* bytes: a time and a packet-info message of each family, with room */

#define MAX_OLD_ERRORS 64  /* each is told once; one that stays is none of a datagram */

#ifndef SO_MEMINFO
#define SO_MEMINFO 55
#endif

/* Received through recvmmsg(2) itself: g_socket_receive_messages() makes an address object a datagram. */
struct _TinDatagramBatch
{
  struct mmsghdr          messages[TIN_DATAGRAM_BATCH];
  struct iovec            vectors[TIN_DATAGRAM_BATCH];
  struct sockaddr_storage senders[TIN_DATAGRAM_BATCH];
  guint8                  controls[TIN_DATAGRAM_BATCH][CONTROL_SIZE] __attribute__ ((aligned (8)));
  guint8                  buffers[TIN_DATAGRAM_BATCH][BUFFER_SIZE];
};

/**
 * tin_datagram_batch_new:
 * @limit: how much of a datagram is wanted, bytes; at %TIN_DATAGRAM_NO_LIMIT none is cut
 *
 * Returns: (transfer full): room for %TIN_DATAGRAM_BATCH datagrams. What is not
 *   used of its two mebibytes costs address space alone
 */
TinDatagramBatch *
tin_datagram_batch_new (gsize limit)
{
  TinDatagramBatch *self = g_malloc (sizeof *self);

  memset (self->messages, 0, sizeof self->messages);

  for (int i = 0; i < TIN_DATAGRAM_BATCH; i++)
    {
      struct msghdr *header = &self->messages[i].msg_hdr;

      self->vectors[i].iov_base = self->buffers[i];
      self->vectors[i].iov_len = MIN (limit, BUFFER_SIZE);
      header->msg_iov = &self->vectors[i];
      header->msg_iovlen = 1;
      header->msg_name = &self->senders[i];
      header->msg_control = self->controls[i];
    }

  return self;
}

void
tin_datagram_batch_free (TinDatagramBatch *self)
{
  g_free (self);
}

/**
 * tin_datagram_batch_receive:
 * @self: a batch; what it held is gone
 * @fd: a datagram socket
 *
 * Never waits.
 *
 * Returns: how many datagrams came, at least one, or the negative errno: -EAGAIN if there are none,
 *   and whatever an earlier datagram from here met with
 */
int
tin_datagram_batch_receive (TinDatagramBatch *self,
                            int               fd)
{
  int n_received;

  for (int i = 0; i < TIN_DATAGRAM_BATCH; i++)
    {
      self->messages[i].msg_hdr.msg_namelen = sizeof self->senders[i];
      self->messages[i].msg_hdr.msg_controllen = CONTROL_SIZE;
    }

  /* With MSG_TRUNC the size is that of the whole datagram, recv(2). */
  n_received = recvmmsg (fd, self->messages, TIN_DATAGRAM_BATCH, MSG_DONTWAIT | MSG_TRUNC, NULL);

  return n_received >= 0 ? n_received : -errno;
}

static void
take_address (const struct in_addr *from,
              guint16               port,
              TinAddress           *to)
{
  struct sockaddr_storage native = { .ss_family = AF_INET };

  ((struct sockaddr_in *) &native)->sin_addr = *from;
  tin_sockaddr_to_address (&native, to);
  to->port = port;
}

/* ip(7), IP_PKTINFO: the address in the header, and the one of ours that stands for it. */
static void
read_route (const struct in_pktinfo *info,
            TinDatagram             *datagram)
{
  guint16 port = datagram->local.port;

  datagram->interface = (guint) info->ipi_ifindex;
  take_address (&info->ipi_spec_dst, port, &datagram->local);
  if (info->ipi_addr.s_addr != info->ipi_spec_dst.s_addr)
    take_address (&info->ipi_addr, port, &datagram->group);
}

/* ipv6(7), IPV6_RECVPKTINFO: the address in the header alone. One of IPv4 is told by ip(7) as well, behind this. */
static void
read_route_v6 (const struct in6_pktinfo *info,
               TinDatagram              *datagram)
{
  struct sockaddr_storage native = { .ss_family = AF_INET6 };
  struct sockaddr_in6 *native_v6 = (struct sockaddr_in6 *) &native;
  gboolean is_group = IN6_IS_ADDR_MULTICAST (&info->ipi6_addr);
  TinAddress *to = is_group ? &datagram->group : &datagram->local;
  guint16 port = datagram->local.port;

  native_v6->sin6_addr = info->ipi6_addr;
  native_v6->sin6_scope_id = info->ipi6_ifindex;
  datagram->interface = info->ipi6_ifindex;
  tin_sockaddr_to_address (&native, to);
  to->port = port;
}

static gint64
read_stamp (const struct timespec *stamp)
{
  return stamp->tv_sec * G_GINT64_CONSTANT (1000000000) + stamp->tv_nsec;
}

static void
read_controls (struct msghdr *header,
               TinDatagram   *datagram)
{
  for (struct cmsghdr *each = CMSG_FIRSTHDR (header); each != NULL; each = CMSG_NXTHDR (header, each))
    {
      const void *data = CMSG_DATA (each);

      if (each->cmsg_level == SOL_SOCKET && each->cmsg_type == SCM_TIMESTAMPNS)
        datagram->stamp_ns = read_stamp (data);
      else if (each->cmsg_level == IPPROTO_IP && each->cmsg_type == IP_PKTINFO)
        read_route (data, datagram);
      else if (each->cmsg_level == IPPROTO_IPV6 && each->cmsg_type == IPV6_PKTINFO)
        read_route_v6 (data, datagram);
    }
}

/**
 * tin_datagram_batch_get:
 * @self: a batch
 * @position: from 0 up to what was received
 * @bound: where the socket is bound, which is where all come that tell no other address
 * @datagram: (out caller-allocates): what is known of it
 */
void
tin_datagram_batch_get (TinDatagramBatch *self,
                        int               position,
                        const TinAddress *bound,
                        TinDatagram      *datagram)
{
  struct mmsghdr *message = &self->messages[position];

  datagram->data = self->buffers[position];
  datagram->whole_size = message->msg_len;
  datagram->size = MIN (datagram->whole_size, self->vectors[position].iov_len);
  datagram->stamp_ns = 0;
  datagram->interface = 0;
  datagram->local = *bound;
  datagram->group = (TinAddress) { 0 };
  tin_sockaddr_to_address (&self->senders[position], &datagram->sender);
  read_controls (&message->msg_hdr, datagram);
}

/**
 * tin_datagram_discard:
 * @fd: a datagram socket
 *
 * Takes a datagram that there is no memory for, and keeps nothing of it. Errors of earlier ones are passed over, whatever
 * they are, as long as they have an end.
 *
 * Returns: FALSE if there is none
 */
gboolean
tin_datagram_discard (int fd)
{
  struct msghdr nothing = { 0 };
  int n_errors = 0;
  gssize size;

  do
    size = recvmsg (fd, &nothing, MSG_DONTWAIT | MSG_TRUNC);
  while (size < 0 && errno != EAGAIN && n_errors++ < MAX_OLD_ERRORS);

  return size >= 0;
}

static gboolean
set_flag (int fd,
          int level,
          int option)
{
  int on = 1;

  return setsockopt (fd, level, option, &on, sizeof on) == 0;
}

/**
 * tin_datagram_set_options:
 * @fd: a datagram socket
 * @is_v6: whether it is an IPv6 socket, which may serve IPv4, too
 * @wants_route: whether to be told which address a datagram was sent to, and on which interface it came
 *
 * Asks for errors with the address that they belong to (ip(7), IP_RECVERR), and when datagrams came
 * (socket(7), SO_TIMESTAMPNS).
 */
gboolean
tin_datagram_set_options (int      fd,
                          gboolean is_v6,
                          gboolean wants_route)
{
  gboolean done = is_v6 ? set_flag (fd, IPPROTO_IPV6, IPV6_RECVERR) : set_flag (fd, IPPROTO_IP, IP_RECVERR);

  /* A dual-stack socket reports errors of IPv4 only if both are asked for, and the same is true of routes. */
  if (is_v6)
    set_flag (fd, IPPROTO_IP, IP_RECVERR);

  if (wants_route)
    done = (!is_v6 || set_flag (fd, IPPROTO_IPV6, IPV6_RECVPKTINFO)) && set_flag (fd, IPPROTO_IP, IP_PKTINFO) && done;

  return set_flag (fd, SOL_SOCKET, SO_TIMESTAMPNS) && done;
}

/* So that an answer leaves from the address that was asked. */
static void
write_local (struct msghdr           *header,
             const TinAddress        *from,
             gboolean                 is_v6)
{
  struct cmsghdr *control = CMSG_FIRSTHDR (header);
  struct sockaddr_storage native;

  tin_sockaddr_from_address (from, is_v6, &native);

  if (is_v6)
    {
      struct in6_pktinfo info = { .ipi6_addr = ((struct sockaddr_in6 *) &native)->sin6_addr, .ipi6_ifindex = from->scope };

      control->cmsg_level = IPPROTO_IPV6;
      control->cmsg_type = IPV6_PKTINFO;
      control->cmsg_len = CMSG_LEN (sizeof info);
      memcpy (CMSG_DATA (control), &info, sizeof info);
      header->msg_controllen = CMSG_SPACE (sizeof info);
    }
  else
    {
      struct in_pktinfo info = { .ipi_spec_dst = ((struct sockaddr_in *) &native)->sin_addr };

      control->cmsg_level = IPPROTO_IP;
      control->cmsg_type = IP_PKTINFO;
      control->cmsg_len = CMSG_LEN (sizeof info);
      memcpy (CMSG_DATA (control), &info, sizeof info);
      header->msg_controllen = CMSG_SPACE (sizeof info);
    }
}

/* What a message header points to. */
typedef struct
{
  struct sockaddr_storage to;
  struct iovec            vector;
  guint8                  control[CONTROL_SIZE] __attribute__ ((aligned (8)));
} Envelope;

static void
write_envelope (Envelope          *self,
                const TinOutgoing *datagram,
                gboolean           is_v6,
                struct msghdr     *header)
{
  self->vector = (struct iovec) { .iov_base = (gpointer) datagram->data, .iov_len = datagram->size };
  *header = (struct msghdr) { .msg_iov = &self->vector, .msg_iovlen = 1 };

  if (datagram->to != NULL)
    {
      header->msg_namelen = tin_sockaddr_from_address (datagram->to, is_v6, &self->to);
      header->msg_name = &self->to;
    }

  if (datagram->from != NULL)
    {
      memset (self->control, 0, sizeof self->control);
      header->msg_control = self->control;
      header->msg_controllen = sizeof self->control;
      write_local (header, datagram->from, is_v6);
    }
}

/**
 * tin_datagram_send:
 * @fd: a datagram socket
 * @is_v6: whether it is an IPv6 socket
 * @datagrams: (array length=n_datagrams): what to send, in this order
 * @n_datagrams: at least one, at most %TIN_DATAGRAM_BATCH
 *
 * Never waits. One system call, sendmmsg(2): the kernel stops at the first datagram that it does not take. Why it did
 * is told if that is the first one of all, so by the next call; but an error that an earlier datagram met with is
 * told by tin_datagram_next_error() alone if it was in the way of a later one.
 *
 * Returns: how many of the first ones the kernel took, at least one, or the negative errno, which may be that of an
 *   earlier datagram
 */
int
tin_datagram_send (int                fd,
                   gboolean           is_v6,
                   const TinOutgoing *datagrams,
                   guint              n_datagrams)
{
  struct mmsghdr messages[TIN_DATAGRAM_BATCH];
  Envelope envelopes[TIN_DATAGRAM_BATCH];
  int n_sent;

  for (guint i = 0; i < n_datagrams; i++)
    write_envelope (&envelopes[i], &datagrams[i], is_v6, &messages[i].msg_hdr);

  n_sent = sendmmsg (fd, messages, n_datagrams, MSG_DONTWAIT | MSG_NOSIGNAL);

  return n_sent >= 0 ? n_sent : -errno;
}

static gboolean
read_extended_error (struct msghdr *header,
                     int           *error_number)
{
  for (struct cmsghdr *each = CMSG_FIRSTHDR (header); each != NULL; each = CMSG_NXTHDR (header, each))
    if ((each->cmsg_level == IPPROTO_IP && each->cmsg_type == IP_RECVERR) ||
        (each->cmsg_level == IPPROTO_IPV6 && each->cmsg_type == IPV6_RECVERR))
      {
        struct sock_extended_err extended;

        memcpy (&extended, CMSG_DATA (each), sizeof extended);
        *error_number = (int) extended.ee_errno;
        return TRUE;
      }

  return FALSE;
}

/**
 * tin_datagram_next_error:
 * @fd: a datagram socket
 * @destination: (out): where the datagram was sent that met with it; unset if the kernel does not tell
 * @error_number: (out): an errno, such as ECONNREFUSED
 *
 * Takes one error out of the queue (recv(2), MSG_ERRQUEUE).
 *
 * Returns: FALSE if there is none
 */
gboolean
tin_datagram_next_error (int         fd,
                         TinAddress *destination,
                         int        *error_number)
{
  struct sockaddr_storage native = { 0 };
  guint8 payload[1];
  union { struct cmsghdr alignment; guint8 bytes[512]; } control;
  struct iovec vector = { .iov_base = payload, .iov_len = sizeof payload };
  struct msghdr header = {
    .msg_name = &native, .msg_namelen = sizeof native, .msg_iov = &vector, .msg_iovlen = 1,
    .msg_control = control.bytes, .msg_controllen = sizeof control.bytes,
  };

  if (recvmsg (fd, &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
    return FALSE;

  tin_sockaddr_to_address (&native, destination);
  if (!read_extended_error (&header, error_number))
    *error_number = EIO;

  return TRUE;
}

/**
 * tin_datagram_get_n_dropped:
 * @fd: a datagram socket
 *
 * Returns: how many datagrams the kernel has thrown away since the socket was made, because its
 *   buffer was full; wraps around
 */
guint32
tin_datagram_get_n_dropped (int fd)
{
  guint32 figures[SK_MEMINFO_VARS] = { 0 };
  socklen_t size = sizeof figures;

  if (getsockopt (fd, SOL_SOCKET, SO_MEMINFO, figures, &size) != 0)
    return 0;

  return figures[SK_MEMINFO_DROPS];
}
