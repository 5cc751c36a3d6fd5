/* tin-udp-port-private.h: what a datagram socket and its peers know of each other.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-arrival.h"
#include "net/tin-datagram.h"
#include "net/tin-idle-watch.h"
#include "net/tin-storm-guard.h"
#include "net/tin-udp-port.h"
#include "net/tin-write-queue.h"

#include <net/if.h>

G_BEGIN_DECLS

struct _TinUdpPeer
{
  TinUdpPort    *port;          /* (unowned) */
  TinPeerQueue  *queue;         /* (unowned) the channel's */
  TinFlow        flow;
  GList          link;          /* in the port's list */
  TinStormGuard  storm;
  TinDelayNode   calm;          /* runs while answers pause: looks whether the storm is over */
  TinIdleWatch   idle;
  guint          is_near      : 1; /* on this machine */
  guint          is_greeted   : 1;
  guint          is_mirror    : 1; /* one of our own servers, noted */
  guint          is_paused    : 1; /* gets no answers until a storm is over */
  guint          leaving      : 1; /* closed when all is sent */
  TinBy          left_by;
  const char    *left_reason;   /* (nullable) lives for ever */
};

/* A datagram on its way out. */
typedef struct
{
  TinUdpPeer   *peer;    /* (unowned) */
  const guint8 *data;    /* (unowned) */
  gsize         size;
  TinBy         by;
  const char   *reason;  /* (nullable) lives for ever */
} TinUdpItem;

/* Either bound, with a peer for each sender, or connected to the only one. */
struct _TinUdpPort
{
  TinChannel        *channel;      /* (unowned) owns us */
  TinEngine         *engine;       /* (unowned) */
  TinCapture        *capture;      /* (unowned) the channel's */
  const TinReplies  *replies;      /* (unowned) the channel's */

  GSocket           *socket;       /* (owned) */
  TinPollWatch       watch;
  TinDelayNode       retry;        /* runs while the kernel is out of memory */
  TinAddress         local;
  TinDatagramBatch  *batch;        /* (owned) */
  TinArrival         arrival;      /* of the batch */
  guint              interface;    /* that a datagram came in on last */
  char               interface_name[IF_NAMESIZE];
  TinWriteQueue      queue;
  TinUdpItem         answers[TIN_DATAGRAM_BATCH]; /* to what was received together, until all of it is recorded */
  guint              n_answers;

  GHashTable        *peers;        /* (owned) address → owned TinUdpPeer */
  GQueue             recent;       /* of embedded links, the latest first */
  TinUdpPeer        *only;         /* (unowned) (nullable) whom it is connected to */
  TinUdpEndedFunc    ended;        /* (nullable) if connected */

  TinDelayNode       look;         /* runs while datagrams come: looks whether some were dropped */
  guint32            n_dropped;    /* by the kernel, as far as recorded */
  guint32            n_settled;    /* by the kernel, when it was told to let nothing more in */
  guint              n_unrecorded; /* received, but the capture was full */
  TinRefusal         refusal;      /* why it was */
  guint              is_v6   : 1;
  guint              is_any  : 1;  /* bound to no address in particular */
  guint              no_room : 1;
  guint              starved : 1;  /* the kernel had no memory to receive with; until the retry */
  guint              blocked : 1;  /* until the socket can be written to again */
  guint              is_full : 1;  /* the latest batch was, so more may have been dropped */
  guint              is_settled : 1;
  guint              stopped : 1;
};

void tin_udp_peer_record (TinUdpPeer   *peer,
                          TinEvent      event,
                          TinDirection  direction,
                          TinBy         by,
                          guint32       size,
                          const char   *reason);

void tin_udp_peer_free (gpointer data);

void tin_udp_peer_remove (TinUdpPeer *peer,
                          TinBy       by,
                          const char *reason);

TinUdpPeer *tin_udp_peer_add (TinUdpPort       *self,
                              const TinAddress *local,
                              const TinAddress *address,
                              guint32           connection);

TinUdpPeer *tin_udp_peer_get (TinUdpPort       *self,
                              const TinAddress *local,
                              const TinAddress *address,
                              gint64            time_ns);

void tin_udp_peer_leave (TinUdpPeer *peer);

void tin_udp_peer_reply (TinUdpPeer   *peer,
                         const guint8 *data,
                         gsize         size,
                         const char   *rule);

void tin_udp_port_flush_answers (TinUdpPort *self);

void tin_udp_peer_greet (TinUdpPeer *peer);

void tin_udp_peer_answer (TinUdpPeer   *peer,
                          const guint8 *data,
                          gsize         size);

void tin_udp_port_update_watch (TinUdpPort *self);

int tin_udp_port_receive_batch (TinUdpPort *self,
                                gboolean    answering);

void tin_udp_port_receive_last (TinUdpPort *self);

void tin_udp_port_settle_dropped (TinUdpPort *self);

void tin_udp_port_run_out_of_room (TinUdpPort *self);

gboolean tin_udp_port_find_room (TinUdpPort *self);

void tin_udp_port_count_dropped (TinUdpPort *self);

void tin_udp_port_count_dropped_soon (TinUdpPort *self);

void tin_udp_port_count_unrecorded (TinUdpPort *self);

gboolean tin_udp_port_is_old_error (TinUdpPort *self,
                                    int         error_number);

G_END_DECLS
