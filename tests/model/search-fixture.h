/* search-fixture.h: a search with the list that it shows its hits in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "list-watch.h"
#include "model/tin-search.h"
#include "scene.h"

G_BEGIN_DECLS

typedef struct
{
  Scene           scene;
  TinMessageList *list;     /* (owned) */
  TinSearch      *search;   /* (owned) */
  ListWatch       watch;
  gint            n_woken;  /* (atomic) */
} SearchFixture;

void search_set_up    (SearchFixture *self,
                       gconstpointer  data);

void search_tear_down (SearchFixture *self,
                       gconstpointer  data);

void search_update    (SearchFixture *self);

void search_settle    (SearchFixture *self);

G_END_DECLS
