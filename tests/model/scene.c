/* scene.c: a capture filled by hand, for tests of what is derived from one.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "scene.h"

#include "gone.h"

#include <string.h>

static TinAddress
loopback (guint16 port)
{
  return (TinAddress) { .family = TIN_FAMILY_IPV4, .port = port, .bytes = { 127, 0, 0, 1 } };
}

void
scene_init (Scene *self)
{
  *self = (Scene) { .capture = tin_capture_new ("test", NULL, TIN_CAPTURE_DEFAULT_RING_SIZE) };
}

/* A ring that soon drops its oldest. */
void
scene_init_small (Scene *self)
{
  *self = (Scene) { .capture = tin_capture_new ("test", NULL, 1) };
}

void
scene_clear (Scene *self)
{
  for (guint i = 0; i < SCENE_MAX_PEERS; i++)
    g_free (self->flows[i]);

  /* A thread of a finder may still be at its last message. */
  if (self->capture != NULL)
    await_finalize (G_OBJECT (self->capture));
}

static TinFlow *
get_flow (Scene *self,
          guint  peer)
{
  TinAddress local = loopback (8080);
  TinAddress remote = loopback ((guint16) (40000 + peer));

  g_assert (peer < SCENE_MAX_PEERS);

  if (self->flows[peer] == NULL)
    {
      self->flows[peer] = g_new0 (TinFlow, 1);
      tin_flow_init (self->flows[peer], TIN_TRANSPORT_TCP, peer, &local, peer != 0 ? &remote : NULL);
    }

  return self->flows[peer];
}

void
scene_open (Scene *self,
            guint  peer)
{
  scene_event (self, peer, TIN_EVENT_OPENED, TIN_BY_PEER, NULL);
}

void
scene_data (Scene        *self,
            guint         peer,
            TinDirection  direction,
            const char   *text)
{
  scene_bytes (self, peer, direction, (const guint8 *) text, strlen (text));
}

void
scene_bytes (Scene        *self,
             guint         peer,
             TinDirection  direction,
             const guint8 *data,
             gsize         size)
{
  TinBy by = direction == TIN_DIRECTION_IN ? TIN_BY_PEER : TIN_BY_LOCAL;

  g_assert_true (tin_capture_append_data (self->capture, get_flow (self, peer), direction, by, data, size, NULL));
}

void
scene_event (Scene      *self,
             guint       peer,
             TinEvent    event,
             TinBy       by,
             const char *reason)
{
  TinDirection direction = TIN_DIRECTION_NONE;

  if (peer != 0)
    direction = by == TIN_BY_PEER ? TIN_DIRECTION_IN : TIN_DIRECTION_OUT;

  tin_capture_append_event (self->capture, get_flow (self, peer), event, direction, by, 0, reason);
}

void
scene_publish (Scene *self)
{
  tin_capture_publish (self->capture);
}

/* Two messages of peer 1 in three reads, with others in between: "abc", "defghi", and the beginning of a third. */
void
scene_init_pieces (Scene *self)
{
  scene_init (self);
  scene_data (self, 1, TIN_DIRECTION_IN, "abcde");
  scene_data (self, 2, TIN_DIRECTION_IN, "xyz");
  scene_data (self, 1, TIN_DIRECTION_OUT, "out");
  scene_data (self, 1, TIN_DIRECTION_IN, "fg");
  scene_data (self, 1, TIN_DIRECTION_IN, "hijk");
  scene_publish (self);
}

/* The test runner's timeout is the only clock. */
void
wait_until_true (const gboolean *condition)
{
  while (!*condition)
    g_main_context_iteration (NULL, TRUE);
}
