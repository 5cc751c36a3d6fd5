/* find-support.h: a session page in whose log something is to be found.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "page-support.h"
#include "ui/tin-log-view.h"
#include "ui/tin-query-entry.h"

G_BEGIN_DECLS

#define FIND_N_MESSAGES 5

/**
 * FindFixture:
 *
 * One client has sent "alpha one", "beta two", "alpha three", "gamma four" and "Alpha five", each in its own row.
 */
typedef struct
{
  PageFixture        page;
  GSocketConnection *client;   /* (owned) */
  TinQueryEntry     *entry;
  GtkWidget         *text;     /* that is typed into */
} FindFixture;

void        find_set_up       (FindFixture   *fixture,
                               gconstpointer  data);

void        find_tear_down    (FindFixture   *fixture,
                               gconstpointer  data);

TinLogView *find_get_log      (FindFixture   *fixture);

guint       find_count_rows   (FindFixture   *fixture);

gboolean    find_is_idle      (gpointer       fixture);

void        find_type         (FindFixture   *fixture,
                               const char    *text);

const char *find_get_place    (FindFixture   *fixture);

const char *find_get_selected (FindFixture   *fixture);

G_END_DECLS
