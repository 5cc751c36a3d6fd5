/* tin-engine.c: the thread that owns every socket.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-engine-private.h"

#include "net/tin-channel-private.h"

#include <signal.h>
#include <sys/resource.h>

/**
 * TinEngine:
 *
 * One thread with its own main context, in which every socket of the program is
 * waited for, read, written and closed. What it learns goes into captures; what
 * it should do is posted to its context. It waits for nothing but readiness.
 */
struct _TinEngine
{
  GObject       parent_instance;

  GThread      *thread;       /* (owned) (nullable) once stopped */
  GMainContext *context;      /* (owned) */
  GMainLoop    *loop;         /* (owned) */

  /* The engine's thread alone. */
  TinPoller    *poller;       /* (owned) */
  TinDelay     *drain_delay;  /* (owned) */
  TinDelay     *retry_delay;  /* (owned) */
  TinRounds    *rounds;       /* (owned) */
  GHashTable   *delays;       /* (owned) milliseconds → owned TinDelay */
  GSource      *publisher;    /* (owned) */
  GPtrArray    *channels;     /* (owned) of owned TinChannel: all that are not closed */
  GPtrArray    *dirty;        /* (owned) of owned TinChannel */
  GArray       *listeners;    /* (owned) of TinAddress: where our UDP servers are */
  guint         n_links;
  guint         link_limit;
  gboolean      stopping;
};

G_DEFINE_FINAL_TYPE (TinEngine, tin_engine, G_TYPE_OBJECT)

typedef struct
{
  GSource    parent;
  TinEngine *engine;  /* (unowned) */
} TinPublisher;

/* Called before the thread waits again: once a turn, whatever the turn was made of. */
static gboolean
prepare_publisher (GSource *source,
                   int     *timeout)
{
  TinEngine *self = ((TinPublisher *) source)->engine;

  for (guint i = 0; i < self->dirty->len; i++)
    tin_channel_publish (g_ptr_array_index (self->dirty, i));

  if (self->dirty->len > 0)
    g_ptr_array_set_size (self->dirty, 0);

  *timeout = -1;

  return FALSE;
}

static GSourceFuncs publisher_funcs = { .prepare = prepare_publisher };

static void
add_publisher (TinEngine *self)
{
  self->publisher = g_source_new (&publisher_funcs, sizeof (TinPublisher));
  ((TinPublisher *) self->publisher)->engine = self;
  g_source_set_static_name (self->publisher, "tin-publisher");

  /* The first of all: a main context prepares no source after one that is ready. */
  g_source_set_priority (self->publisher, G_PRIORITY_HIGH);
  g_source_attach (self->publisher, self->context);
}

static gpointer
run (gpointer data)
{
  TinEngine *self = data;

  g_main_context_push_thread_default (self->context);
  tin_poller_enter (self->poller);
  g_main_loop_run (self->loop);

  /* What was cancelled still has to report to nobody. */
  while (g_main_context_iteration (self->context, FALSE))
    ;

  prepare_publisher (self->publisher, &(int) { 0 });
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/* Descriptors cost nothing until they are used, and a server needs many. */
static guint
raise_descriptor_limit (void)
{
  struct rlimit limit;
  guint headroom;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return TIN_ENGINE_DESCRIPTOR_HEADROOM;

  if (limit.rlim_cur < limit.rlim_max)
    {
      rlim_t soft = limit.rlim_cur;

      limit.rlim_cur = limit.rlim_max;
      if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
        limit.rlim_cur = soft;
    }

  headroom = MIN (TIN_ENGINE_DESCRIPTOR_HEADROOM, limit.rlim_cur / 2);

  return MIN (limit.rlim_cur - headroom, TIN_ENGINE_MAX_LINKS);
}

static void
tin_engine_dispose (GObject *object)
{
  tin_engine_stop (TIN_ENGINE (object));

  G_OBJECT_CLASS (tin_engine_parent_class)->dispose (object);
}

static void
tin_engine_finalize (GObject *object)
{
  TinEngine *self = TIN_ENGINE (object);

  g_source_destroy (self->publisher);
  g_source_unref (self->publisher);
  g_clear_pointer (&self->drain_delay, tin_delay_free);
  g_clear_pointer (&self->retry_delay, tin_delay_free);
  g_clear_pointer (&self->rounds, tin_rounds_free);
  g_hash_table_unref (self->delays);
  g_clear_pointer (&self->poller, tin_poller_free);
  g_array_unref (self->listeners);
  g_ptr_array_unref (self->dirty);
  g_ptr_array_unref (self->channels);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (tin_engine_parent_class)->finalize (object);
}

static void
tin_engine_class_init (TinEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tin_engine_dispose;
  object_class->finalize = tin_engine_finalize;
}

static void
tin_engine_init (TinEngine *self)
{
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->channels = g_ptr_array_new_with_free_func (g_object_unref);
  self->dirty = g_ptr_array_new_with_free_func (g_object_unref);
  self->listeners = g_array_new (FALSE, FALSE, sizeof (TinAddress));
  self->drain_delay = tin_delay_new (self->context, TIN_CHANNEL_DRAIN_TIMEOUT);
  self->retry_delay = tin_delay_new (self->context, TIN_ENGINE_RETRY_DELAY);
  self->rounds = tin_rounds_new (self->context, TIN_ENGINE_ROUND_BUDGET);
  self->delays = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) tin_delay_free);
  add_publisher (self);
}

/**
 * tin_engine_new:
 * @error: return location for an error of %G_IO_ERROR or %G_THREAD_ERROR
 *
 * Starts the thread. Raises the process's soft limit of descriptors to the hard one
 * (getrlimit(2)) and has it ignore SIGPIPE and SIGXFSZ: a vanished peer and a full
 * quota are errors to report, not reasons to die.
 *
 * Returns: (transfer full) (nullable): an engine, or NULL if threads or descriptors have run out
 */
TinEngine *
tin_engine_new (GError **error)
{
  g_autoptr (TinEngine) self = g_object_new (TIN_TYPE_ENGINE, NULL);

  self->link_limit = raise_descriptor_limit ();
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);

  self->poller = tin_poller_new (TIN_POLLER_EPOLL, self->context, error);
  if (self->poller == NULL)
    return NULL;

  self->thread = g_thread_try_new ("tin-engine", run, self, error);
  if (self->thread == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

typedef struct
{
  TinEngine  *engine;   /* (unowned) joins its thread before it goes */
  TinChannel *channel;  /* (owned) */
} TinOpening;

static gboolean
open_cb (gpointer user_data)
{
  TinOpening *opening = user_data;

  g_ptr_array_add (opening->engine->channels, g_object_ref (opening->channel));
  tin_channel_open (opening->channel);

  return G_SOURCE_REMOVE;
}

static void
tin_opening_free (gpointer data)
{
  TinOpening *opening = data;

  g_object_unref (opening->channel);
  g_free (opening);
}

/**
 * tin_engine_open:
 * @self: an engine that was not stopped
 * @endpoint: what to open; copied
 * @capture: where to write what happens: no other channel that is not closed may have it
 * @news_func: (nullable): called in the engine's thread after changes of the snapshot
 * @user_data: for @news_func
 *
 * Begins to listen or to connect, and returns at once. What comes of it is in the
 * snapshot and in the capture.
 *
 * Returns: (transfer full): a channel that is opening. The engine keeps it, too,
 *   until it is closed: to drop it closes nothing
 */
TinChannel *
tin_engine_open (TinEngine         *self,
                 const TinEndpoint *endpoint,
                 TinCapture        *capture,
                 TinCaptureFunc     news_func,
                 gpointer           user_data)
{
  TinOpening *opening;
  TinChannel *channel;

  g_return_val_if_fail (TIN_IS_ENGINE (self), NULL);
  g_return_val_if_fail (self->thread != NULL, NULL);

  channel = tin_channel_new (self, endpoint, capture, news_func, user_data);

  opening = g_new0 (TinOpening, 1);
  opening->engine = self;
  opening->channel = g_object_ref (channel);
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, open_cb, opening, tin_opening_free);

  return channel;
}

static gboolean
stop_cb (gpointer user_data)
{
  TinEngine *self = user_data;

  self->stopping = TRUE;

  /* From the end: a channel that closes at once takes itself out. */
  for (guint i = self->channels->len; i > 0; i--)
    tin_channel_stop_now (g_ptr_array_index (self->channels, i - 1));

  if (self->channels->len == 0)
    g_main_loop_quit (self->loop);

  return G_SOURCE_REMOVE;
}

/**
 * tin_engine_stop:
 * @self: an engine
 *
 * Ends all channels as tin_channel_stop() does, and the thread. Waits for both, which takes
 * at most a little more than twice %TIN_CHANNEL_DRAIN_TIMEOUT milliseconds. Not to be called in
 * the engine's thread. A second time it does nothing.
 */
void
tin_engine_stop (TinEngine *self)
{
  g_return_if_fail (TIN_IS_ENGINE (self));

  if (self->thread == NULL)
    return;

  g_main_context_invoke (self->context, stop_cb, self);
  g_thread_join (g_steal_pointer (&self->thread));
}

/* For channels: main context with which asynchronous calls and timers are made. */
GMainContext *
tin_engine_get_context (TinEngine *self)
{
  return self->context;
}

TinPoller *
tin_engine_get_poller (TinEngine *self)
{
  return self->poller;
}

TinDelay *
tin_engine_get_drain_delay (TinEngine *self)
{
  return self->drain_delay;
}

TinDelay *
tin_engine_get_retry_delay (TinEngine *self)
{
  return self->retry_delay;
}

/* What is long, and done a piece a turn. */
TinRounds *
tin_engine_get_rounds (TinEngine *self)
{
  return self->rounds;
}

/**
 * tin_engine_get_delay:
 * @self: the engine
 * @delay_ms: a length that was set for an endpoint
 *
 * Returns: (transfer none): all waits of that length, as long as the engine lives: so many lengths as
 *   have been set
 */
TinDelay *
tin_engine_get_delay (TinEngine *self,
                      guint      delay_ms)
{
  TinDelay *delay = g_hash_table_lookup (self->delays, GUINT_TO_POINTER (delay_ms));

  if (delay == NULL)
    {
      delay = tin_delay_new (self->context, delay_ms);
      g_hash_table_insert (self->delays, GUINT_TO_POINTER (delay_ms), delay);
    }

  return delay;
}

/**
 * tin_engine_mark_dirty:
 * @self: the engine
 * @channel: a channel that has records which are not published; once a turn
 *
 * Has the channel's capture published before the thread waits again.
 */
void
tin_engine_mark_dirty (TinEngine  *self,
                       TinChannel *channel)
{
  g_ptr_array_add (self->dirty, g_object_ref (channel));
}

/**
 * tin_engine_remove_channel:
 * @self: the engine
 * @channel: a channel that is closed
 */
void
tin_engine_remove_channel (TinEngine  *self,
                           TinChannel *channel)
{
  g_ptr_array_remove_fast (self->channels, channel);

  if (self->stopping && self->channels->len == 0)
    g_main_loop_quit (self->loop);
}

/**
 * tin_engine_get_link_limit:
 * @self: the engine
 *
 * Returns: how many accepted connections there may be, of all servers together
 */
guint
tin_engine_get_link_limit (TinEngine *self)
{
  return self->link_limit;
}

gboolean
tin_engine_has_link_slot (TinEngine *self)
{
  return self->n_links < self->link_limit;
}

void
tin_engine_take_link_slot (TinEngine *self)
{
  self->n_links++;
}

void
tin_engine_free_link_slot (TinEngine *self)
{
  g_assert (self->n_links > 0);
  self->n_links--;
}

void
tin_engine_add_listener (TinEngine        *self,
                         const TinAddress *address)
{
  g_array_append_val (self->listeners, *address);
}

void
tin_engine_remove_listener (TinEngine        *self,
                            const TinAddress *address)
{
  for (guint i = 0; i < self->listeners->len; i++)
    if (tin_address_equal (&g_array_index (self->listeners, TinAddress, i), address))
      {
        g_array_remove_index_fast (self->listeners, i);
        return;
      }
}

/**
 * tin_engine_is_listener:
 * @self: the engine
 * @address: where a datagram came from
 * @is_on_this_host: whether that is an address of this machine
 *
 * Returns: whether one of our own UDP servers sent it: to answer that would never end
 */
gboolean
tin_engine_is_listener (TinEngine        *self,
                        const TinAddress *address,
                        gboolean          is_on_this_host)
{
  for (guint i = 0; i < self->listeners->len; i++)
    {
      const TinAddress *own = &g_array_index (self->listeners, TinAddress, i);

      if (own->port == address->port && (tin_address_equal (own, address) || (is_on_this_host && tin_address_is_any (own))))
        return TRUE;
    }

  return FALSE;
}
