/* errno-shim.c: lets chosen system calls fail as they do when the machine runs out of something.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "errno-shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK_SIZE (1024 * 1024) /* bytes: what the ring of a capture grows by */

static struct
{
  atomic_int  error_number;
  atomic_int  times;
  atomic_uint n_calls;
} shims[ERRNO_SHIM_N_CALLS];

static const char *const call_names[ERRNO_SHIM_N_CALLS] = { "accept", "socket", "ipv6", "send", "receive", "watch",
                                                            "dscp", "interface", "sync", "buffer", "chunk",
                                                            "discard" };

static const struct
{
  const char *name;
  int         number;
} error_names[] = {
  { "EAFNOSUPPORT", EAFNOSUPPORT },
  { "EMFILE", EMFILE },
  { "ENFILE", ENFILE },
  { "ENOBUFS", ENOBUFS },
  { "ENOMEM", ENOMEM },
  { "ENOSPC", ENOSPC },
};

static void
read_word (const char *call,
           const char *name,
           int         times)
{
  for (int i = 0; i < ERRNO_SHIM_N_CALLS; i++)
    for (size_t j = 0; j < sizeof error_names / sizeof error_names[0]; j++)
      if (strcmp (call, call_names[i]) == 0 && strcmp (name, error_names[j].name) == 0)
        errno_shim_fail ((ErrnoShimCall) i, error_names[j].number, times);
}

__attribute__ ((constructor)) static void
read_environment (void)
{
  const char *text = getenv ("ERRNO_SHIM");
  char call[16], name[16];
  int times, length;

  while (text != NULL && sscanf (text, "%15[a-z]=%15[A-Z]:%d%n", call, name, &times, &length) == 3)
    {
      read_word (call, name, times);
      text += length;
      text += *text == ',';
    }
}

static int
is_to_fail (ErrnoShimCall call)
{
  return atomic_load (&shims[call].times) > 0;
}

/* Whether this call is to fail, with errno set. */
static int
fails (ErrnoShimCall call)
{
  atomic_fetch_add (&shims[call].n_calls, 1);

  if (atomic_load (&shims[call].times) <= 0 || atomic_fetch_sub (&shims[call].times, 1) <= 0)
    return 0;

  errno = atomic_load (&shims[call].error_number);

  return 1;
}

void
errno_shim_fail (ErrnoShimCall call,
                 int           error_number,
                 int           times)
{
  atomic_store (&shims[call].error_number, error_number);
  atomic_store (&shims[call].times, times);
}

unsigned int
errno_shim_get_n_calls (ErrnoShimCall call)
{
  return atomic_load (&shims[call].n_calls);
}

#define REAL(name) ((__typeof__ (&name))dlsym (RTLD_NEXT, #name))

int
accept4 (int              fd,
         struct sockaddr *address,
         socklen_t       *size,
         int              flags)
{
  return fails (ERRNO_SHIM_ACCEPT) ? -1 : REAL (accept4) (fd, address, size, flags);
}

int
accept (int              fd,
        struct sockaddr *address,
        socklen_t       *size)
{
  return fails (ERRNO_SHIM_ACCEPT) ? -1 : REAL (accept) (fd, address, size);
}

int
socket (int domain,
        int type,
        int protocol)
{
  if (domain == AF_INET6 && fails (ERRNO_SHIM_SOCKET_IPV6))
    return -1;

  return fails (ERRNO_SHIM_SOCKET) ? -1 : REAL (socket) (domain, type, protocol);
}

ssize_t
send (int         fd,
      const void *data,
      size_t      size,
      int         flags)
{
  return fails (ERRNO_SHIM_SEND) ? -1 : REAL (send) (fd, data, size, flags);
}

ssize_t
sendmsg (int                  fd,
         const struct msghdr *message,
         int                  flags)
{
  return fails (ERRNO_SHIM_SEND) ? -1 : REAL (sendmsg) (fd, message, flags);
}

/* As the kernel does, it takes the first ones and tells of the error next time. */
int
sendmmsg (int             fd,
          struct mmsghdr *messages,
          unsigned int    length,
          int             flags)
{
  if (length > 1 && is_to_fail (ERRNO_SHIM_SEND))
    return REAL (sendmmsg) (fd, messages, length / 2, flags);

  return fails (ERRNO_SHIM_SEND) ? -1 : REAL (sendmmsg) (fd, messages, length, flags);
}

ssize_t
recv (int    fd,
      void  *data,
      size_t size,
      int    flags)
{
  return fails (ERRNO_SHIM_RECEIVE) ? -1 : REAL (recv) (fd, data, size, flags);
}

/* Of a datagram that nothing is kept of. */
ssize_t
recvmsg (int            fd,
         struct msghdr *message,
         int            flags)
{
  if (message->msg_iovlen == 0 && (flags & MSG_ERRQUEUE) == 0 && fails (ERRNO_SHIM_DISCARD))
    return -1;

  return REAL (recvmsg) (fd, message, flags);
}

int
recvmmsg (int              fd,
          struct mmsghdr  *messages,
          unsigned int     length,
          int              flags,
          struct timespec *timeout)
{
  return fails (ERRNO_SHIM_RECEIVE) ? -1 : REAL (recvmmsg) (fd, messages, length, flags, timeout);
}

int
setsockopt (int         fd,
            int         level,
            int         name,
            const void *value,
            socklen_t   size)
{
  if (level == IPPROTO_IP && name == IP_TOS && fails (ERRNO_SHIM_DSCP))
    return -1;
  if (level == SOL_SOCKET && name == SO_RCVBUF && fails (ERRNO_SHIM_BUFFER))
    return -1;
  if (level == SOL_SOCKET && name == SO_BINDTODEVICE && fails (ERRNO_SHIM_INTERFACE))
    return -1;

  return REAL (setsockopt) (fd, level, name, value, size);
}

int
epoll_ctl (int                 epoll_fd,
           int                 operation,
           int                 fd,
           struct epoll_event *event)
{
  if (operation == EPOLL_CTL_ADD && fails (ERRNO_SHIM_WATCH))
    return -1;

  return REAL (epoll_ctl) (epoll_fd, operation, fd, event);
}

int
fsync (int fd)
{
  return fails (ERRNO_SHIM_SYNC) ? -1 : REAL (fsync) (fd);
}

/* GLib's, which this library does without. */
void *g_try_malloc (size_t size);

void *
g_try_malloc (size_t size)
{
  if (size == CHUNK_SIZE && fails (ERRNO_SHIM_CHUNK))
    return NULL;

  return size > 0 ? malloc (size) : NULL;
}
