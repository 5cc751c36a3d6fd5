/* tin-poller.c: readiness of many sockets through one source of a main context.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-poller.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <sys/epoll.h>
#include <unistd.h>

#define CACHE_LINE_SIZE 64 /* bytes, on most processors */
#define BATCH_LENGTH 128 /* events; about as many make a turn: commands and timers get a chance in between */

G_STATIC_ASSERT ((int) G_IO_IN == (int) EPOLLIN);
G_STATIC_ASSERT ((int) G_IO_OUT == (int) EPOLLOUT);
G_STATIC_ASSERT ((int) G_IO_ERR == (int) EPOLLERR);
G_STATIC_ASSERT ((int) G_IO_HUP == (int) EPOLLHUP);

struct _TinPoller
{
  TinPollerKind       kind;
  GMainContext       *context;  /* (owned) */
  GSource            *source;   /* (owned) (nullable) */
  int                 epoll_fd; /* -1 if portable */

  int                 wake_fd;  /* the context's own, once it is in epoll, else -1 */

  /* The batch that waits for its dispatch or is being dispatched; what is removed becomes NULL in it. */
  struct epoll_event  batch[BATCH_LENGTH];
  int                 n_batch;
  int                 position;
  gboolean            running;
};

typedef struct
{
  GSource    parent;
  TinPoller *poller;  /* (unowned) */
} TinPollerSource;

/* A poll function is given no data; a thread waits for one context at a time. */
static __thread TinPoller *waiting;

/* Between two events of a socket the kernel goes through more than caches hold, so what is needed of the next
 * one is fetched while this one is being dealt with. It may go meanwhile: to fetch is no access. */
static inline void
fetch_next (TinPoller *self)
{
  const guint8 *watch;

  if (self->position + 1 >= self->n_batch)
    return;

  watch = self->batch[self->position + 1].data.ptr;
  for (gsize i = 0; watch != NULL && i < TIN_POLLER_AHEAD; i += CACHE_LINE_SIZE)
    __builtin_prefetch (watch + i);
}

/* Returns: how many events there were */
static int
dispatch_batch (TinPoller *self)
{
  int n_batch;

  if (self->n_batch == 0)
    self->n_batch = epoll_wait (self->epoll_fd, self->batch, BATCH_LENGTH, 0);

  n_batch = self->n_batch;

  for (self->position = 0; self->position < self->n_batch; self->position++)
    {
      TinPollWatch *watch = self->batch[self->position].data.ptr;

      fetch_next (self);
      if (watch != NULL)
        watch->func (watch, self->batch[self->position].events);
    }

  self->position = 0;
  self->n_batch = 0;

  return n_batch;
}

/* Where several peers are busy, more is ready by now, and to look again is cheaper than a
 * turn of the main context. A lone peer has yet to read its answer. */
static void
dispatch_turn (TinPoller *self)
{
  int n_events = 0;
  int n_batch;

  self->running = TRUE;

  do
    {
      n_batch = dispatch_batch (self);
      n_events += n_batch;
    }
  while (n_batch > 1 && n_events < BATCH_LENGTH);

  self->running = FALSE;
}

static gboolean
dispatch_epoll (GSource     *source,
                GSourceFunc  callback,
                gpointer     user_data)
{
  TinPoller *self = ((TinPollerSource *) source)->poller;

  if (!self->running)
    dispatch_turn (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
watch_wake_up (TinPoller *self,
               int        fd)
{
  struct epoll_event event = { .events = EPOLLIN };

  if (self->wake_fd == fd)
    return TRUE;
  if (self->wake_fd >= 0 || epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
    return FALSE;

  self->wake_fd = fd;

  return TRUE;
}

/* A full batch may have left out the context's own descriptor: that comes next time, for
 * epoll takes turns. */
static int
wait_in_epoll (TinPoller *self,
               GPollFD   *own,
               GPollFD   *wake,
               int        timeout)
{
  int n_batch = epoll_wait (self->epoll_fd, self->batch, BATCH_LENGTH, timeout);
  int n_sockets = 0;

  if (n_batch < 0)
    return n_batch;

  self->n_batch = n_batch;
  own->revents = wake->revents = 0;

  for (int i = 0; i < n_batch; i++)
    if (self->batch[i].data.ptr == NULL)
      wake->revents = G_IO_IN;
    else
      n_sockets++;

  if (n_sockets > 0)
    own->revents = G_IO_IN;
  else
    self->n_batch = 0;

  return (own->revents != 0) + (wake->revents != 0);
}

/* Stands in for poll(2) where the context waits for nothing but the poller and its own
 * wake-up: one epoll_wait(2) then both sleeps and tells, where else a poll(2) of the epoll descriptor would
 * have to come before it. */
static int
poll_or_epoll (GPollFD *fds,
               guint    n_fds,
               int      timeout)
{
  TinPoller *self = waiting;
  int own;

  if (self == NULL || n_fds != 2 || self->n_batch > 0 || self->running)
    return g_poll (fds, n_fds, timeout);

  own = fds[0].fd == self->epoll_fd ? 0 : 1;
  if (fds[own].fd != self->epoll_fd || !watch_wake_up (self, fds[1 - own].fd))
    return g_poll (fds, n_fds, timeout);

  return wait_in_epoll (self, &fds[own], &fds[1 - own], timeout);
}

static GSourceFuncs epoll_funcs = { .dispatch = dispatch_epoll };

static gboolean
add_epoll_source (TinPoller  *self,
                  GError    **error)
{
  self->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  if (self->epoll_fd < 0)
    {
      int saved_errno = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                   _("Cannot watch sockets: %s"), g_strerror (saved_errno));
      return FALSE;
    }

  self->source = g_source_new (&epoll_funcs, sizeof (TinPollerSource));
  ((TinPollerSource *) self->source)->poller = self;
  g_source_set_static_name (self->source, "tin-poller");
  g_source_add_unix_fd (self->source, self->epoll_fd, G_IO_IN);

  /* Else GLib masks and unmasks the descriptor around each dispatch, with three
   * system calls that nobody sees. */
  g_source_set_can_recurse (self->source, TRUE);
  g_source_attach (self->source, self->context);

  return TRUE;
}

static gboolean
portable_ready_cb (int          fd,
                   GIOCondition events,
                   gpointer     user_data)
{
  TinPollWatch *watch = user_data;

  watch->func (watch, events);

  return G_SOURCE_CONTINUE;
}

static void
drop_source (TinPollWatch *watch)
{
  if (watch->source == NULL)
    return;

  g_source_destroy (watch->source);
  g_clear_pointer (&watch->source, g_source_unref);
}

static gboolean
set_portable (TinPoller    *self,
              TinPollWatch *watch,
              GIOCondition  events)
{
  drop_source (watch);
  watch->source = g_unix_fd_source_new (watch->fd, events);
  g_source_set_callback (watch->source, G_SOURCE_FUNC (portable_ready_cb), watch, NULL);
  g_source_attach (watch->source, self->context);

  return TRUE;
}

static gboolean
set_epoll (TinPoller    *self,
           TinPollWatch *watch,
           GIOCondition  events)
{
  struct epoll_event event = { .events = events, .data.ptr = watch };

  return epoll_ctl (self->epoll_fd, watch->is_in ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, watch->fd, &event) == 0;
}

/**
 * tin_poller_new:
 * @kind: how to wait
 * @context: where callbacks run; the poller is used in its thread alone
 * @error: return location for an error of %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): a poller, or NULL if descriptors have run out
 */
TinPoller *
tin_poller_new (TinPollerKind   kind,
                GMainContext   *context,
                GError        **error)
{
  g_autoptr (TinPoller) self = g_new0 (TinPoller, 1);

  self->kind = kind;
  self->context = g_main_context_ref (context);
  self->epoll_fd = -1;
  self->wake_fd = -1;

  if (kind == TIN_POLLER_EPOLL && !add_epoll_source (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * tin_poller_free:
 * @self: (transfer full): a poller without watches, not called from one of its callbacks
 */
void
tin_poller_free (TinPoller *self)
{
  if (waiting == self)
    {
      waiting = NULL;
      g_main_context_set_poll_func (self->context, NULL);
    }

  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }

  if (self->epoll_fd >= 0)
    close (self->epoll_fd);

  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * tin_poller_enter:
 * @self: a poller
 *
 * Has this thread, in which the main context is iterated from now on, sleep in the
 * epoll descriptor itself: a turn then costs one system call instead of two. Nothing
 * else changes, and where it cannot be done nothing does. For a context whose poll
 * function is nobody else's.
 */
void
tin_poller_enter (TinPoller *self)
{
  if (self->kind != TIN_POLLER_EPOLL)
    return;

  waiting = self;
  g_main_context_set_poll_func (self->context, poll_or_epoll);
}

/**
 * tin_poller_set:
 * @self: a poller
 * @watch: with its descriptor and function set
 * @events: what to wait for: %G_IO_IN, %G_IO_OUT, both or none; hang-ups and errors come in any case
 *
 * Adds @watch, or changes what it waits for. To set what is set already costs nothing.
 *
 * Returns: FALSE if the kernel refused, which it does for want of memory alone;
 *   then nothing has changed
 */
gboolean
tin_poller_set (TinPoller    *self,
                TinPollWatch *watch,
                GIOCondition  events)
{
  gboolean done;

  if (tin_poll_watch_is_set (watch, events))
    return TRUE;

  done = self->kind == TIN_POLLER_EPOLL ? set_epoll (self, watch, events) : set_portable (self, watch, events);

  if (done)
    {
      watch->is_in = TRUE;
      watch->events = events;
    }

  return done;
}

/**
 * tin_poller_remove:
 * @self: a poller
 * @watch: a watch, in the poller or not
 *
 * From here on the function of @watch is not called, not even for what was
 * ready already.
 */
void
tin_poller_remove (TinPoller    *self,
                   TinPollWatch *watch)
{
  if (!watch->is_in)
    return;

  watch->is_in = FALSE;
  drop_source (watch);

  if (self->epoll_fd >= 0)
    epoll_ctl (self->epoll_fd, EPOLL_CTL_DEL, watch->fd, NULL);

  for (int i = self->position; i < self->n_batch; i++)
    if (self->batch[i].data.ptr == watch)
      self->batch[i].data.ptr = NULL;
}

/**
 * tin_poller_get_n_ready:
 * @self: a poller
 *
 * What each of them does now, the last of them waits for.
 *
 * Returns: how many watches the round is for that is being dispatched; 0 outside of one
 */
guint
tin_poller_get_n_ready (TinPoller *self)
{
  return (guint) MAX (self->n_batch, 0);
}
