/* list-fixture.h: a list of messages over a scene, and what it announced.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "list-watch.h"
#include "model/tin-message-list.h"
#include "scene.h"

G_BEGIN_DECLS

typedef struct
{
  Scene            scene;
  TinMessageList  *list;
  ListWatch        watch;
} ListFixture;

void list_set_up         (ListFixture   *self,
                          gconstpointer  data);

void list_set_up_small   (ListFixture   *self,
                          gconstpointer  data);

void list_tear_down      (ListFixture   *self,
                          gconstpointer  data);

void list_add_messages   (ListFixture   *self,
                          guint          n_messages);

void list_look_at_all    (ListFixture   *self);

void list_settle         (ListFixture   *self);

void list_set_connection (ListFixture   *self,
                          guint32        connection);

void list_assert_row     (ListFixture   *self,
                          guint          row,
                          const char    *text);

G_END_DECLS
