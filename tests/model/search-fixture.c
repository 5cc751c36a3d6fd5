/* search-fixture.c: a search with the list that it shows its hits in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "search-fixture.h"

static void
wake (gpointer user_data)
{
  g_atomic_int_inc (&((SearchFixture *) user_data)->n_woken);
}

void
search_set_up (SearchFixture *self,
               gconstpointer  data)
{
  scene_init (&self->scene);
  self->list = tin_message_list_new ();
  self->search = tin_search_new (self->list);
  tin_search_set_wake_func (self->search, wake, self);
  tin_message_list_set_capture (self->list, self->scene.capture);
  list_watch_begin (&self->watch, self->list);
}

void
search_tear_down (SearchFixture *self,
                  gconstpointer  data)
{
  g_assert_finalize_object (self->search);
  tin_message_list_set_capture (self->list, NULL);
  g_assert_finalize_object (self->list);
  scene_clear (&self->scene);
}

void
search_update (SearchFixture *self)
{
  tin_search_update (self->search);
  tin_message_list_update (self->list);
}

/* As a session does it, until there is nothing left to do. The runner's timeout is the only clock. */
void
search_settle (SearchFixture *self)
{
  gboolean busy;

  do
    {
      search_update (self);
      g_thread_yield ();
      g_object_get (self->search, "busy", &busy, NULL);
    }
  while (busy);

  search_update (self);
}
