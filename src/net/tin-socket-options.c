/* tin-socket-options.c: an endpoint's options on a socket, and what the system made of them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-socket-options.h"

#include "net/tin-datagram.h"
#include "net/tin-lookup.h"
#include "net/tin-sockaddr.h"
#include "net/tin-socket-groups.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define DSCP_SHIFT 2 /* bits of the traffic class below it (RFC 2474 section 3) */

/**
 * SocketOption:
 * @option: in the endpoint
 * @level: for setsockopt(2)
 * @name: likewise
 * @v6_level: on an IPv6 socket, which gets the other one as well, as it may serve IPv4; 0 for the same
 * @v6_name: likewise
 * @shift: bits to the left that the kernel wants the number
 * @is_doubled: the kernel adds as much for its own bookkeeping (socket(7), SO_RCVBUF)
 * @limit: (nullable): the sysctl that bounds it
 * @is_of_datagrams: no stream has it
 */
typedef struct
{
  TinOption   option;
  int         level;
  int         name;
  int         v6_level;
  int         v6_name;
  guint       shift;
  gboolean    is_doubled;
  const char *limit;
  gboolean    is_of_datagrams;
} SocketOption;

/* A new option that is a number of the kernel's is a row here. */
static const SocketOption socket_options[] = {
  { TIN_OPTION_NO_DELAY, IPPROTO_TCP, TCP_NODELAY },
  { TIN_OPTION_KEEP_ALIVE, SOL_SOCKET, SO_KEEPALIVE },
  { TIN_OPTION_KEEP_ALIVE_IDLE, IPPROTO_TCP, TCP_KEEPIDLE },
  { TIN_OPTION_KEEP_ALIVE_INTERVAL, IPPROTO_TCP, TCP_KEEPINTVL },
  { TIN_OPTION_KEEP_ALIVE_COUNT, IPPROTO_TCP, TCP_KEEPCNT },
  { TIN_OPTION_SEND_BUFFER, SOL_SOCKET, SO_SNDBUF, .is_doubled = TRUE, .limit = "net.core.wmem_max" },
  { TIN_OPTION_RECEIVE_BUFFER, SOL_SOCKET, SO_RCVBUF, .is_doubled = TRUE, .limit = "net.core.rmem_max" },
  { TIN_OPTION_HOP_LIMIT, IPPROTO_IP, IP_TTL, IPPROTO_IPV6, IPV6_UNICAST_HOPS },
  { TIN_OPTION_HOP_LIMIT, IPPROTO_IP, IP_MULTICAST_TTL, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, .is_of_datagrams = TRUE },
  { TIN_OPTION_DSCP, IPPROTO_IP, IP_TOS, IPPROTO_IPV6, IPV6_TCLASS, .shift = DSCP_SHIFT },
};

static void
set_option_error (GError    **error,
                  TinOption   option,
                  int         error_number)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               /* Translators: the name of an option such as receive-buffer, and what the system says */
               _("The system refuses the option %s: %s."), tin_option_get_info (option)->name,
               g_strerror (error_number));
}

/* In the unit that was asked for. */
static guint
read_back (int                 fd,
           const SocketOption *each,
           gboolean            is_v6)
{
  gboolean uses_v6 = is_v6 && each->v6_level != 0;
  int value = 0;
  socklen_t size = sizeof value;

  if (getsockopt (fd, uses_v6 ? each->v6_level : each->level, uses_v6 ? each->v6_name : each->name, &value, &size) != 0)
    return 0;

  return (each->is_doubled ? value / 2 : value) >> each->shift;
}

/* What was given instead of what was asked for. */
static char *
describe_difference (TinOption   option,
                     guint       asked,
                     guint       given,
                     const char *limit)
{
  gboolean is_size = option == TIN_OPTION_SEND_BUFFER || option == TIN_OPTION_RECEIVE_BUFFER;
  g_autofree char *asked_text = is_size ? g_format_size_full (asked, G_FORMAT_SIZE_IEC_UNITS)
                                        : g_strdup_printf ("%u", asked);
  g_autofree char *given_text = is_size ? g_format_size_full (given, G_FORMAT_SIZE_IEC_UNITS)
                                        : g_strdup_printf ("%u", given);
  const char *name = tin_option_get_info (option)->name;

  if (given < asked && limit != NULL)
    /* Translators: the name of an option, what was asked for and what was given, such as 4.0 MiB, and
     * the name of a setting of the kernel */
    return g_strdup_printf (_("%1$s: %2$s asked for, %3$s given. The limit of the system is sysctl %4$s."),
                            name, asked_text, given_text, limit);

  /* Translators: the name of an option, what was asked for and what was given */
  return g_strdup_printf (_("%1$s: %2$s asked for, %3$s given by the system."), name, asked_text, given_text);
}

static void
note_difference (GPtrArray  *notes,
                 TinOption   option,
                 guint       asked,
                 guint       given,
                 const char *limit)
{
  g_autofree char *note = describe_difference (option, asked, given, limit);

  if (!g_ptr_array_find_with_equal_func (notes, note, g_str_equal, NULL))
    g_ptr_array_add (notes, g_steal_pointer (&note));
}

static gboolean
applies (const SocketOption *each,
         const TinEndpoint  *endpoint)
{
  if (each->is_of_datagrams && endpoint->transport != TIN_TRANSPORT_UDP)
    return FALSE;

  return tin_option_applies (each->option, endpoint->transport, endpoint->role);
}

/* Those that are left to the system are 0 and preset. */
static gboolean
is_left_alone (TinOption             option,
               const TinOptionValue *value)
{
  const TinOptionInfo *info = tin_option_get_info (option);

  return info->kind == TIN_OPTION_NUMBER && info->preset == 0 && value->number == 0;
}

static gboolean
set_number (int                  fd,
            const SocketOption  *each,
            gboolean             is_v6,
            guint                number,
            GPtrArray           *notes,
            GError             **error)
{
  gboolean uses_v6 = is_v6 && each->v6_level != 0;
  int value = number << each->shift;
  guint given;

  if (setsockopt (fd, uses_v6 ? each->v6_level : each->level, uses_v6 ? each->v6_name : each->name,
                  &value, sizeof value) != 0)
    {
      set_option_error (error, each->option, errno);
      return FALSE;
    }

  if (uses_v6)
    setsockopt (fd, each->level, each->name, &value, sizeof value);

  given = read_back (fd, each, is_v6);
  if (given != number)
    note_difference (notes, each->option, number, given, each->limit);

  return TRUE;
}

/* socket(7), SO_BINDTODEVICE: free to all since Linux 5.7. */
static gboolean
bind_to_interface (int          fd,
                   const char  *name,
                   GError     **error)
{
  if (name[0] == '\0' || setsockopt (fd, SOL_SOCKET, SO_BINDTODEVICE, name, strlen (name) + 1) == 0)
    return TRUE;

  if (errno == ENODEV)
    /* Translators: the name of a network interface such as eth0 */
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("This computer has no network interface %s."), name);
  else if (errno == EPERM)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 /* Translators: the name of a network interface such as eth0; CAP_NET_RAW is the kernel's word */
                 _("You are not allowed to use the network interface %s alone: before Linux 5.7 that needs the "
                   "capability CAP_NET_RAW."), name);
  else
    set_option_error (error, TIN_OPTION_INTERFACE, errno);

  return FALSE;
}

/**
 * tin_socket_options_set:
 * @fd: a socket that is neither bound nor connected; what a listener has, its accepted sockets inherit
 * @is_v6: whether it is an IPv6 socket
 * @endpoint: what it is for
 * @notes: (element-type utf8): where to add, as full clauses, what was given otherwise than asked for
 * @error: return location for %G_IO_ERROR_NOT_SUPPORTED, a full clause that names the option
 *
 * Sets all options that apply and are not left to the system. Without being asked, small messages
 * are not delayed (RFC 9293 section 3.7.4), a peer that vanished is noticed within about a minute
 * (RFC 9293 section 3.8.4), urgent data stays in the stream, and a datagram socket asks for %TIN_DATAGRAM_BUFFER_SIZE.
 * One that is to join groups gets nothing that was sent to others.
 *
 * Returns: whether the system took them all
 */
gboolean
tin_socket_options_set (int                 fd,
                        gboolean            is_v6,
                        const TinEndpoint  *endpoint,
                        GPtrArray          *notes,
                        GError            **error)
{
  int datagram_buffer = TIN_DATAGRAM_BUFFER_SIZE;
  int on = 1;

  /* What a peer sends as urgent is a part of the stream (RFC 6093), and not a byte missing in it. */
  if (endpoint->transport == TIN_TRANSPORT_UDP)
    setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &datagram_buffer, sizeof datagram_buffer);
  else
    setsockopt (fd, SOL_SOCKET, SO_OOBINLINE, &on, sizeof on);

  for (guint i = 0; i < G_N_ELEMENTS (socket_options); i++)
    {
      const SocketOption *each = &socket_options[i];
      const TinOptionValue *value = &endpoint->options[each->option];

      if (applies (each, endpoint) && !is_left_alone (each->option, value) &&
          !set_number (fd, each, is_v6, value->number, notes, error))
        return FALSE;
    }

  tin_socket_groups_refuse_others (fd, is_v6, endpoint);

  return bind_to_interface (fd, endpoint->options[TIN_OPTION_INTERFACE].text, error);
}

static void
set_source_error (GError           **error,
                  const TinAddress  *source,
                  int                error_number)
{
  char buffer[TIN_ADDRESS_STRING_SIZE];
  const char *where = tin_address_format (source, buffer);

  if (error_number == EADDRINUSE)
    /* Translators: an address and port */
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("Another connection leaves from %s already."), where);
  else if (error_number == EADDRNOTAVAIL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 /* Translators: an address and port */
                 _("Nothing can be sent from %s: this computer does not have that address."), where);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 /* Translators: an address and port, and what the system says */
                 _("Nothing can be sent from %s: %s."), where, g_strerror (error_number));
}

/* The source that is asked for, with the address of no host in particular if only the port matters. */
static gboolean
get_source (const TinEndpoint  *endpoint,
            gboolean            is_v6,
            TinAddress         *source,
            GError            **error)
{
  const char *host = endpoint->options[TIN_OPTION_SOURCE_ADDRESS].text;

  *source = (TinAddress) { .family = is_v6 ? TIN_FAMILY_IPV6 : TIN_FAMILY_IPV4 };
  if (host[0] != '\0' && !tin_host_to_address (host, source, error))
    return FALSE;

  source->port = endpoint->options[TIN_OPTION_SOURCE_PORT].number;

  return TRUE;
}

/**
 * tin_socket_options_bind_source:
 * @fd: a socket that is neither bound nor connected, of the family that tin_socket_options_get_family() says
 * @is_v6: whether it is an IPv6 socket
 * @endpoint: a client's
 * @error: return location for %G_IO_ERROR_NOT_SUPPORTED, a full clause that names the source
 *
 * Has what is sent leave from the source that is asked for, if any is. A TCP port that was left
 * a moment ago can be had again at once; not for a connection between the same two ports.
 *
 * Returns: whether it does
 */
gboolean
tin_socket_options_bind_source (int                 fd,
                                gboolean            is_v6,
                                const TinEndpoint  *endpoint,
                                GError            **error)
{
  struct sockaddr_storage native;
  socklen_t size;
  TinAddress source;
  int on = 1;

  if (tin_option_is_preset (TIN_OPTION_SOURCE_ADDRESS, &endpoint->options[TIN_OPTION_SOURCE_ADDRESS]) &&
      tin_option_is_preset (TIN_OPTION_SOURCE_PORT, &endpoint->options[TIN_OPTION_SOURCE_PORT]))
    return TRUE;

  if (!get_source (endpoint, is_v6, &source, error))
    return FALSE;

  /* UDP ports are never shared: that would part the datagrams between two programs. */
  if (endpoint->transport == TIN_TRANSPORT_TCP)
    setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);

  size = tin_sockaddr_from_address (&source, is_v6, &native);
  if (bind (fd, (struct sockaddr *) &native, size) == 0)
    return TRUE;

  set_source_error (error, &source, errno);

  return FALSE;
}

/**
 * tin_socket_options_get_family:
 * @endpoint: a client's
 *
 * Returns: the only family of addresses that its source can reach, or %G_SOCKET_FAMILY_INVALID for any
 */
GSocketFamily
tin_socket_options_get_family (const TinEndpoint *endpoint)
{
  const char *host = endpoint->options[TIN_OPTION_SOURCE_ADDRESS].text;

  if (host[0] == '\0')
    return G_SOCKET_FAMILY_INVALID;

  return strchr (host, ':') != NULL ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4;
}

/**
 * tin_socket_options_take_no_packets:
 * @fd: a socket
 *
 * A filter that lets none pass (socket(7), SO_ATTACH_FILTER) has the system take nothing more, and acknowledge nothing;
 * what it has taken can be read. Of a datagram socket, what does not pass counts as dropped.
 *
 * Returns: whether the system does so
 */
gboolean
tin_socket_options_take_no_packets (int fd)
{
  struct sock_filter none = BPF_STMT (BPF_RET | BPF_K, 0);
  struct sock_fprog program = { .len = 1, .filter = &none };

  return setsockopt (fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0;
}

/**
 * tin_socket_options_get_receive_buffer:
 * @fd: a socket
 *
 * Returns: how many bytes the system holds for us, in the unit that is asked in
 */
guint
tin_socket_options_get_receive_buffer (int fd)
{
  static const SocketOption buffer = { TIN_OPTION_RECEIVE_BUFFER, SOL_SOCKET, SO_RCVBUF, .is_doubled = TRUE };

  return read_back (fd, &buffer, FALSE);
}

/**
 * tin_socket_options_describe_preset:
 * @fd: a datagram socket
 * @endpoint: what tin_socket_options_set() set it up for
 *
 * Returns: (transfer full) (nullable): full clauses that say what the system gave if it is less than the
 *   %TIN_DATAGRAM_BUFFER_SIZE that is asked for unless the endpoint says otherwise; for the record that says
 *   where the socket is, as it is usual and no reason for a note
 */
char *
tin_socket_options_describe_preset (int                fd,
                                    const TinEndpoint *endpoint)
{
  guint given = tin_socket_options_get_receive_buffer (fd);

  if (endpoint->options[TIN_OPTION_RECEIVE_BUFFER].number != 0 || given >= TIN_DATAGRAM_BUFFER_SIZE)
    return NULL;

  return describe_difference (TIN_OPTION_RECEIVE_BUFFER, TIN_DATAGRAM_BUFFER_SIZE, given, "net.core.rmem_max");
}

/**
 * tin_socket_options_listen:
 * @fd: a bound stream socket
 * @endpoint: a server's
 * @notes: (element-type utf8): where to add that the backlog is shorter than one that was set
 *
 * Lets as many connections wait to be accepted as the endpoint says and the system allows.
 *
 * Returns: whether it listens; else errno says why not
 */
gboolean
tin_socket_options_listen (int                fd,
                           const TinEndpoint *endpoint,
                           GPtrArray         *notes)
{
  const TinOptionValue *backlog = &endpoint->options[TIN_OPTION_BACKLOG];
  struct tcp_info info = { 0 };
  socklen_t size = sizeof info;

  if (listen (fd, backlog->number) != 0)
    return FALSE;

  /* Of a socket that listens, this is its backlog (tcp_get_info() of Linux). */
  if (!tin_option_is_preset (TIN_OPTION_BACKLOG, backlog) &&
      getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_sacked < backlog->number)
    note_difference (notes, TIN_OPTION_BACKLOG, backlog->number, info.tcpi_sacked, "net.core.somaxconn");

  return TRUE;
}
