/* tin-udp-last.c: what the system still holds for a port that stops.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-udp-port-private.h"

#include "net/tin-shortage.h"
#include "net/tin-socket-options.h"

#include <errno.h>

#define MIN_TRUESIZE 256  /* bytes: the kernel counts more against the receive buffer for an empty datagram */
#define MAX_TRIES    4    /* while the kernel has no memory to receive with */
#define TRY_AFTER    250  /* µs; a millisecond altogether, as all other sessions wait for it */

/* Returns: as tin_udp_port_receive_batch() does */
static int
count_batch (TinUdpPort *self)
{
  int n_received = tin_datagram_batch_receive (self->batch, self->watch.fd);

  if (n_received < 0)
    return tin_udp_port_is_old_error (self, -n_received) ? 0 : n_received;

  self->n_unrecorded += n_received;

  return n_received;
}

/* What cannot be had for want of memory is at least counted, which needs none. */
static void
count_lost (TinUdpPort *self,
            gint64      n_left)
{
  self->refusal = TIN_REFUSAL_MEMORY;

  for (; n_left > 0 && tin_datagram_discard (self->watch.fd); n_left--)
    self->n_unrecorded++;
}

/* Where nothing more is let in there is an end to it. Where that cannot be had, more may come at the same time for ever:
 * so no more of it than the receive buffer can hold, of which the kernel keeps twice what was asked for (socket(7)). An
 * error is one of an earlier datagram, whatever it is: the kernel tells it in place of what it holds, and holds that on. */
static void
receive_all (TinUdpPort *self)
{
  gint64 size = 2 * (gint64) tin_socket_options_get_receive_buffer (self->watch.fd);
  gint64 n_left = size / MIN_TRUESIZE + TIN_DATAGRAM_BATCH;
  int n_received = 0, n_tries = 0;

  while (n_left > 0)
    {
      n_received = self->no_room ? count_batch (self) : tin_udp_port_receive_batch (self, FALSE);
      n_left -= MAX (n_received, 1);

      if (n_received == -EAGAIN || (tin_errno_is_shortage (-n_received) && n_tries++ == MAX_TRIES))
        break;
      if (tin_errno_is_shortage (-n_received))
        g_usleep (TRY_AFTER);
    }

  if (tin_errno_is_shortage (-n_received))
    count_lost (self, n_left);
}

/**
 * tin_udp_port_receive_last:
 * @self: a port that stops
 *
 * Has the kernel let nothing more in. What it still holds is recorded, or, if the capture is full or memory is short,
 * counted, and so is what it dropped till then.
 */
void
tin_udp_port_receive_last (TinUdpPort *self)
{
  if (tin_socket_options_take_no_packets (self->watch.fd))
    tin_udp_port_settle_dropped (self);

  /* There may be room again that the port was not told of yet. */
  tin_udp_port_find_room (self);
  receive_all (self);

  if (!self->no_room)
    tin_udp_port_count_dropped (self);
  if (self->no_room || self->n_unrecorded > 0)
    tin_udp_port_count_unrecorded (self);
  self->no_room = FALSE;
}
