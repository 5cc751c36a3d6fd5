/* pane-support.h: a detail pane on screen.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "log-support.h"
#include "ui/tin-detail-pane.h"

G_BEGIN_DECLS

typedef struct
{
  LogFeed        feed;
  TinDetailPane *pane;
  GtkWidget     *window;
} PaneFixture;

void        pane_set_up      (PaneFixture   *fixture,
                              gconstpointer  data);

void        pane_tear_down   (PaneFixture   *fixture,
                              gconstpointer  data);

GtkWidget  *pane_find_part   (PaneFixture   *fixture,
                              const char    *id);

char       *pane_get_text    (PaneFixture   *fixture,
                              const char    *id);

const char *pane_get_label   (PaneFixture   *fixture,
                              const char    *id);

void        pane_show_last   (PaneFixture   *fixture);

void        pane_show_bytes  (PaneFixture   *fixture,
                              const void *data,
                              gsize       size);

void        pane_assert_text (PaneFixture   *fixture,
                              const char    *id,
                              const char    *expected);

G_END_DECLS
