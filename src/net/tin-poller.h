/* tin-poller.h: readiness of many sockets through one source of a main context.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TIN_POLLER_EPOLL,    /* one epoll descriptor in one source: flat up to ten thousands */
  TIN_POLLER_PORTABLE, /* a source a socket: everywhere, but slow beyond a few hundred */
} TinPollerKind;

#define TIN_POLLER_AHEAD 256 /* bytes */

typedef struct _TinPoller    TinPoller;
typedef struct _TinPollWatch TinPollWatch;

/**
 * TinPollFunc:
 * @watch: the watch that is ready
 * @events: what it is ready for; %G_IO_HUP and %G_IO_ERR come unasked and cannot
 *   be masked, so the watch must be removed if they cannot be dealt with
 *
 * May change and remove any watch of the same poller, its own included, and free
 * what a removed one is embedded in.
 */
typedef void (*TinPollFunc) (TinPollWatch *watch,
                             GIOCondition  events);

/**
 * TinPollWatch:
 * @fd: the descriptor, open for as long as the watch is in a poller
 * @func: called level-triggered, maybe several times a turn
 * @data: the owner's
 *
 * Embedded in whatever owns the descriptor; what its function needs stands best right behind it,
 * for %TIN_POLLER_AHEAD bytes from here on are fetched while another function still runs. The other fields
 * are the poller's.
 */
struct _TinPollWatch
{
  int           fd;
  GIOCondition  events;
  TinPollFunc   func;
  gpointer      data;
  GSource      *source;  /* (owned) (nullable) */
  gboolean      is_in;
};

TinPoller *tin_poller_new    (TinPollerKind   kind,
                              GMainContext   *context,
                              GError        **error);

void       tin_poller_free   (TinPoller      *self);

void       tin_poller_enter  (TinPoller      *self);

gboolean   tin_poller_set    (TinPoller      *self,
                              TinPollWatch   *watch,
                              GIOCondition    events);

void       tin_poller_remove (TinPoller      *self,
                              TinPollWatch   *watch);

guint      tin_poller_get_n_ready (TinPoller *self);

/* Returns: whether it waits for just these */
static inline gboolean
tin_poll_watch_is_set (const TinPollWatch *self,
                       GIOCondition        events)
{
  return self->is_in && self->events == events;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinPoller, tin_poller_free)

G_END_DECLS
