/* errno-shim.h: lets chosen system calls fail as they do when the machine runs out of something.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* Preloaded it reads ERRNO_SHIM, such as "accept=ENFILE:3,send=ENOBUFS:100": the next three
 * accepts and the next hundred sends fail. A test that links it can also steer it while it runs. */

typedef enum
{
  ERRNO_SHIM_ACCEPT,
  ERRNO_SHIM_SOCKET,
  ERRNO_SHIM_SOCKET_IPV6,
  ERRNO_SHIM_SEND,
  ERRNO_SHIM_RECEIVE,
  ERRNO_SHIM_WATCH,
  ERRNO_SHIM_DSCP,
  ERRNO_SHIM_INTERFACE,
  ERRNO_SHIM_SYNC,
  ERRNO_SHIM_BUFFER,
  ERRNO_SHIM_CHUNK,
  ERRNO_SHIM_DISCARD,
} ErrnoShimCall;

#define ERRNO_SHIM_N_CALLS (ERRNO_SHIM_DISCARD + 1)

void         errno_shim_fail        (ErrnoShimCall call,
                                     int           error_number,
                                     int           times);

unsigned int errno_shim_get_n_calls (ErrnoShimCall call);
