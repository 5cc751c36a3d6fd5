/* list-fixture.c: a list of messages over a scene, and what it announced.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "list-fixture.h"

static void
begin (ListFixture *self)
{
  self->list = tin_message_list_new ();
  list_watch_begin (&self->watch, self->list);
  tin_message_list_set_capture (self->list, self->scene.capture);
}

void
list_set_up (ListFixture   *self,
             gconstpointer  data)
{
  scene_init (&self->scene);
  begin (self);
}

void
list_set_up_small (ListFixture   *self,
                   gconstpointer  data)
{
  scene_init_small (&self->scene);
  begin (self);
}

void
list_tear_down (ListFixture   *self,
                gconstpointer  data)
{
  g_assert_finalize_object (self->list);
  scene_clear (&self->scene);
}

void
list_add_messages (ListFixture *self,
                   guint        n_messages)
{
  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %u", i);

      scene_data (&self->scene, 1 + i % 4, TIN_DIRECTION_IN, text);
    }

  scene_publish (&self->scene);
}

/* The runner's timeout is the only clock. */
void
list_look_at_all (ListFixture *self)
{
  TinFinder *finder = tin_message_list_get_finder (self->list);

  if (finder == NULL)
    return;

  tin_finder_continue (finder);
  while (tin_finder_is_busy (finder))
    g_thread_yield ();
}

/* Lists one connection alone, or with 0 all of them. */
void
list_set_connection (ListFixture *self,
                     guint32      connection)
{
  g_autoptr (TinQuery) query = tin_query_with_connection (NULL, connection);
  g_autoptr (TinFinder) finder = NULL;

  if (connection != 0)
    finder = tin_finder_new (tin_message_list_get_frames (self->list), query, 0);

  tin_message_list_set_finder (self->list, finder);
  list_look_at_all (self);
  tin_message_list_update (self->list);
}

void
list_assert_row (ListFixture *self,
                 guint        row,
                 const char  *text)
{
  g_autoptr (TinMessage) message = g_list_model_get_item (G_LIST_MODEL (self->list), row);

  g_assert_nonnull (message);
  g_assert_cmpstr (tin_message_get_text (message), ==, text);
}

void
list_settle (ListFixture *self)
{
  list_look_at_all (self);

  do
    tin_message_list_update (self->list);
  while (tin_message_list_is_busy (self->list));
}
