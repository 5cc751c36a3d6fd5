/* test-poller.c: all ways of waiting behave alike.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-poller.h"

#include <glib-unix.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  const char    *name;
  TinPollerKind  kind;
  gboolean       enters;  /* the context sleeps in the epoll descriptor itself */
} Way;

typedef struct
{
  TinPoller     *poller;
  TinPollWatch   watches[2];
  int            ends[2];
  guint          n_calls[2];
  GIOCondition   events;
  gboolean       removes_other;
  gboolean       removes_itself;
  gint           n_others;        /* (atomic) calls of anything but a watch */
} Fixture;

static void
ready_cb (TinPollWatch *watch,
          GIOCondition  events)
{
  Fixture *self = watch->data;
  gsize index = watch - self->watches;

  self->n_calls[index]++;
  self->events = events;

  if (self->removes_other)
    tin_poller_remove (self->poller, &self->watches[1 - index]);
  if (self->removes_itself)
    tin_poller_remove (self->poller, watch);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  const Way *way = data;
  g_autoptr (GError) error = NULL;

  self->poller = tin_poller_new (way->kind, g_main_context_default (), &error);
  g_assert_no_error (error);
  if (way->enters)
    tin_poller_enter (self->poller);

  for (int i = 0; i < 2; i++)
    {
      int pair[2];

      g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
      self->watches[i] = (TinPollWatch) { .fd = pair[0], .func = ready_cb, .data = self };
      self->ends[i] = pair[1];
    }
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  for (int i = 0; i < 2; i++)
    {
      tin_poller_remove (self->poller, &self->watches[i]);
      close (self->watches[i].fd);
      close (self->ends[i]);
    }

  tin_poller_free (self->poller);
}

/* A few turns without waiting: enough for all that is ready. */
static void
turn (void)
{
  for (int i = 0; i < 4; i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_reports (Fixture       *self,
              gconstpointer  data)
{
  char byte;

  g_assert_true (tin_poller_set (self->poller, &self->watches[0], G_IO_IN));
  turn ();
  g_assert_cmpuint (self->n_calls[0], ==, 0);

  g_assert_cmpint (write (self->ends[0], "x", 1), ==, 1);
  while (self->n_calls[0] == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (self->events, ==, G_IO_IN);

  /* Level-triggered: as long as it is there it is reported. */
  self->n_calls[0] = 0;
  turn ();
  g_assert_cmpuint (self->n_calls[0], >, 0);

  g_assert_cmpint (read (self->watches[0].fd, &byte, 1), ==, 1);
  self->n_calls[0] = 0;
  turn ();
  g_assert_cmpuint (self->n_calls[0], ==, 0);
}

static void
test_changes (Fixture       *self,
              gconstpointer  data)
{
  g_assert_true (tin_poller_set (self->poller, &self->watches[0], 0));
  g_assert_cmpint (write (self->ends[0], "x", 1), ==, 1);
  turn ();
  g_assert_cmpuint (self->n_calls[0], ==, 0);

  g_assert_true (tin_poller_set (self->poller, &self->watches[0], G_IO_IN | G_IO_OUT));
  turn ();
  g_assert_cmpuint (self->n_calls[0], >, 0);
  g_assert_cmpint (self->events, ==, G_IO_IN | G_IO_OUT);
}

static void
test_hangs_up (Fixture       *self,
               gconstpointer  data)
{
  g_assert_true (tin_poller_set (self->poller, &self->watches[0], 0));
  close (self->ends[0]);
  self->ends[0] = -1;
  self->removes_itself = TRUE;
  turn ();
  g_assert_cmpuint (self->n_calls[0], ==, 1);
  g_assert_true ((self->events & G_IO_HUP) != 0);
}

static void
test_removed_in_batch (Fixture       *self,
                       gconstpointer  data)
{
  self->removes_other = TRUE;

  for (int i = 0; i < 2; i++)
    {
      g_assert_cmpint (write (self->ends[i], "x", 1), ==, 1);
      g_assert_true (tin_poller_set (self->poller, &self->watches[i], G_IO_IN));
    }

  turn ();
  g_assert_true ((self->n_calls[0] == 0) != (self->n_calls[1] == 0));
}

static void
test_removed_twice (Fixture       *self,
                    gconstpointer  data)
{
  tin_poller_remove (self->poller, &self->watches[0]);
  g_assert_true (tin_poller_set (self->poller, &self->watches[0], G_IO_IN));
  tin_poller_remove (self->poller, &self->watches[0]);
  tin_poller_remove (self->poller, &self->watches[0]);
  g_assert_cmpint (write (self->ends[0], "x", 1), ==, 1);
  turn ();
  g_assert_cmpuint (self->n_calls[0], ==, 0);
}

static gboolean
other_cb (gpointer user_data)
{
  Fixture *self = user_data;

  g_atomic_int_inc (&self->n_others);

  return G_SOURCE_REMOVE;
}

static gpointer
post (gpointer user_data)
{
  g_idle_add (other_cb, user_data);

  return NULL;
}

/* A wake-up that was heard must not wake again and again. */
static void
assert_sleeps (Fixture *self)
{
  int n_others = self->n_others;
  guint n_turns = 0;

  turn ();
  g_timeout_add (20, other_cb, self);
  for (; self->n_others == n_others; n_turns++)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (n_turns, <, 10);
}

/* Whether the thread sleeps already or not. */
static void
test_wakes_up (Fixture       *self,
               gconstpointer  data)
{
  g_assert_true (tin_poller_set (self->poller, &self->watches[0], G_IO_IN));

  for (int i = 1; i <= 100; i++)
    {
      GThread *thread = g_thread_new ("post", post, self);

      while (g_atomic_int_get (&self->n_others) < i)
        g_main_context_iteration (NULL, TRUE);

      g_thread_join (thread);
    }

  g_assert_cmpuint (self->n_calls[0], ==, 0);
  assert_sleeps (self);
}

static gboolean
other_ready_cb (int          fd,
                GIOCondition events,
                gpointer     user_data)
{
  return other_cb (user_data);
}

/* What is not the poller's wakes the context, too, and so does time. */
static void
test_shares (Fixture       *self,
             gconstpointer  data)
{
  g_assert_true (tin_poller_set (self->poller, &self->watches[0], G_IO_IN));

  g_timeout_add (1, other_cb, self);
  while (self->n_others < 1)
    g_main_context_iteration (NULL, TRUE);

  g_unix_fd_add (self->watches[1].fd, G_IO_IN, other_ready_cb, self);
  g_assert_cmpint (write (self->ends[1], "x", 1), ==, 1);
  while (self->n_others < 2)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (self->n_calls[0], ==, 0);
  g_assert_cmpint (write (self->ends[0], "x", 1), ==, 1);
  while (self->n_calls[0] == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* What comes first in a turn may take away what is ready in the same turn. */
static gboolean
remove_cb (gpointer user_data)
{
  Fixture *self = user_data;

  tin_poller_remove (self->poller, &self->watches[0]);

  return other_cb (user_data);
}

static void
test_removed_before_dispatch (Fixture       *self,
                              gconstpointer  data)
{
  for (int i = 1; i <= 100; i++)
    {
      guint n_calls;

      g_assert_true (tin_poller_set (self->poller, &self->watches[0], G_IO_IN));
      g_assert_cmpint (write (self->ends[0], "x", 1), ==, 1);
      g_timeout_add_full (G_PRIORITY_HIGH, 1, remove_cb, self, NULL);
      while (self->n_others < i)
        g_main_context_iteration (NULL, TRUE);

      n_calls = self->n_calls[0];
      turn ();
      g_assert_cmpuint (self->n_calls[0], ==, n_calls);
    }
}

int
main (int   argc,
      char *argv[])
{
  static const Way ways[] = {
    { "epoll", TIN_POLLER_EPOLL, FALSE },
    { "epoll-entered", TIN_POLLER_EPOLL, TRUE },
    { "portable", TIN_POLLER_PORTABLE, FALSE },
  };
  static const struct { const char *name; void (*function) (Fixture *, gconstpointer); } tests[] = {
    { "reports-what-is-ready", test_reports },
    { "changes-what-it-waits-for", test_changes },
    { "reports-a-hang-up-unasked", test_hangs_up },
    { "forgets-what-is-removed-in-the-same-turn", test_removed_in_batch },
    { "may-be-told-twice-to-remove", test_removed_twice },
    { "wakes-up-for-other-threads", test_wakes_up },
    { "shares-the-context-with-other-sources", test_shares },
    { "forgets-what-is-removed-before-its-turn", test_removed_before_dispatch },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (tests); j++)
      {
        g_autofree char *path = g_strdup_printf ("/poller/%s/%s", ways[i].name, tests[j].name);

        g_test_add (path, Fixture, &ways[i], set_up, tests[j].function, tear_down);
      }

  return g_test_run ();
}
