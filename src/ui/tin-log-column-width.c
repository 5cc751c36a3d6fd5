/* tin-log-column-width.c: columns of the log are made wider and narrower without a mouse.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-log-column-width.h"

#define STEP      24   /* pixels */
#define MIN_WIDTH 40
#define MAX_WIDTH 2000

static void
change_width (GtkColumnViewColumn *column,
              int                  change)
{
  const int width = gtk_column_view_column_get_fixed_width (column);

  if (width > 0)
    gtk_column_view_column_set_fixed_width (column, CLAMP (width + change, MIN_WIDTH, MAX_WIDTH));
}

static void
widen (GtkColumnViewColumn *column)
{
  change_width (column, STEP);
}

static void
narrow (GtkColumnViewColumn *column)
{
  change_width (column, -STEP);
}

static void
add_action (GActionMap          *actions,
            GtkColumnViewColumn *column,
            const char          *verb,
            const char          *nick,
            GCallback            activate)
{
  g_autofree char *name = g_strconcat (verb, "-", nick, NULL);
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, NULL);

  g_signal_connect_object (action, "activate", activate, column, G_CONNECT_SWAPPED);
  g_object_bind_property (column, "visible", action, "enabled", G_BINDING_SYNC_CREATE);
  g_action_map_add_action (actions, G_ACTION (action));
}

/* Adds "widen-" and "narrow-" @nick to @actions; as with a border that is dragged, fixed-width of @column changes. */
void
tin_log_column_width_add_actions (GActionMap          *actions,
                                  GtkColumnViewColumn *column,
                                  const char          *nick)
{
  add_action (actions, column, "widen", nick, G_CALLBACK (widen));
  add_action (actions, column, "narrow", nick, G_CALLBACK (narrow));
}
