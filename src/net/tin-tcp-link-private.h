/* tin-tcp-link-private.h: what the files that make up a link share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-goodbye.h"
#include "net/tin-idle-watch.h"
#include "net/tin-tcp-link.h"
#include "net/tin-write-queue.h"

G_BEGIN_DECLS

typedef struct _TinTcpLinkRest TinTcpLinkRest;

/* How a link ends. */
typedef struct
{
  TinEvent      event;
  TinBy         by;
  const char   *reason;  /* (nullable) */
  const GError *error;   /* (nullable) what broke it */
} TinTcpLinkEnd;

#define TIN_TCP_LINK_ALIGNMENT 64 /* bytes of a line of the cache, on most processors */

/*
 * A link has three ends that come in any order: the peer finishes (in_finished), we
 * finish (out_finished), or it breaks. It is over when both have finished, when it
 * breaks, or when a closing link has waited long enough for the peer.
 */
struct _TinTcpLink
{
  /* What each message needs: it is fetched ahead. */
  TinPollWatch         watch;
  guint                references;   /* one for being alive, one for each call that is under way */
  int                  broken;       /* errno of a failed write, or of the end, while what came before is read */

  guint                is_server    : 1;
  guint                dead         : 1;
  guint                hung         : 1; /* HUP or ERR was seen: they come again and again */
  guint                no_room      : 1; /* the capture is full: neither read nor write */
  guint                starved      : 1; /* the kernel had no memory to read with; until the retry */
  guint                finishing    : 1; /* finish sending once all is sent */
  guint                closing      : 1; /* nothing is answered any more */
  guint                unsent_told  : 1; /* what is never sent any more is recorded */
  guint                hurrying     : 1; /* no extra time for a slow reader or recording */
  guint                progressed   : 1; /* something was sent since the drain delay began */
  guint                in_finished  : 1;
  guint                out_finished : 1;

  TinChannel          *channel;      /* (unowned) outlives its links */
  TinCapture          *capture;      /* (unowned) the channel's */
  const TinReplies    *replies;      /* (unowned) the channel's */
  TinEngine           *engine;       /* (unowned) */
  TinWriteQueue        queue;
  TinFlow              flow;
  TinIdleWatch         idle;

  TinGoodbye           goodbye;      /* what a server looks for */
  TinTcpLinkEndedFunc  ended;
  TinPeerQueue        *peer;         /* (unowned) the channel's */
  GSocket             *socket;       /* (owned) */
  TinTcpLinkRest      *end;          /* (owned) (nullable) while it ends: nothing but the rest is read */
  TinDelayNode         drain;        /* runs while closing, and then while the rest is read */
  TinDelayNode         retry;        /* runs while the kernel is out of memory */
  TinDelayNode         half_open;    /* runs while only one side has finished */
  TinBy                closed_by;
  const char          *closed_reason; /* (nullable) lives for ever */
};

G_STATIC_ASSERT (G_STRUCT_OFFSET (TinTcpLink, idle) + G_STRUCT_OFFSET (TinIdleWatch, touched) < TIN_POLLER_AHEAD);

void tin_tcp_link_record (TinTcpLink   *self,
                          TinEvent      event,
                          TinDirection  direction,
                          TinBy         by,
                          guint32       size,
                          const char   *reason);

void tin_tcp_link_record_unsent (TinTcpLink *self,
                                 const char *reason);

void tin_tcp_link_end_broken (TinTcpLink *self,
                              int         error_number);

void tin_tcp_link_end_closed (TinTcpLink *self);

void tin_tcp_link_end_reset (TinTcpLink *self,
                             TinBy       by);

void tin_tcp_link_begin_closing (TinTcpLink *self,
                                 TinBy       by,
                                 const char *reason);

void tin_tcp_link_close_gracefully (TinTcpLink *self,
                                    TinBy       by,
                                    const char *reason);

void tin_tcp_link_flush (TinTcpLink *self);

void tin_tcp_link_update_watch (TinTcpLink *self);

void tin_tcp_link_push (TinTcpLink *self,
                        GBytes     *bytes,
                        TinBy       by,
                        const char *reason);

void tin_tcp_link_read (TinTcpLink *self);

gsize tin_tcp_link_read_rest (TinTcpLink *self);

gboolean tin_tcp_link_take_rest (TinTcpLink          *self,
                                 const TinTcpLinkEnd *end);

void tin_tcp_link_resume_rest (TinTcpLink *self);

void tin_tcp_link_finish (TinTcpLink          *self,
                          const TinTcpLinkEnd *end);

void tin_tcp_link_limit_idleness (TinTcpLink *self);

void tin_tcp_link_limit_half_open (TinTcpLink *self);

void tin_tcp_link_forget_limits (TinTcpLink *self);

gboolean tin_tcp_link_is_reset_on_close (TinTcpLink *self);

void tin_tcp_link_reset (TinTcpLink *self,
                         TinBy       by);

/* Reading pauses while the capture is full, and while a peer to which all is sent back
 * does not read it: then it is the peer that has to wait, and nothing is lost. */
static inline gboolean
tin_tcp_link_wants_to_read (TinTcpLink *self)
{
  return !self->in_finished && !self->no_room && !self->starved &&
         (!self->replies->echo || self->queue.size < TIN_TCP_ECHO_HIGH_MARK);
}

G_END_DECLS
