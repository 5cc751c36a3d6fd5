/* bench.h: a workbench with folders of its own, and plain sockets to talk to it with.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-workbench.h"

#include "folder.h"

G_BEGIN_DECLS

/**
 * Bench:
 *
 * What a test of sessions needs. Everything is on loopback and in a folder that goes.
 */
typedef struct
{
  Folder        *folder;     /* (owned) */
  TinWorkbench  *workbench;  /* (owned) */
} Bench;

void        bench_set_up     (Bench         *self,
                              gconstpointer  data);

void        bench_tear_down  (Bench         *self,
                              gconstpointer  data);

TinSession *bench_create     (Bench         *self,
                              const char    *uri);

TinSession *bench_start      (Bench         *self,
                              const char    *uri);

TinSession *bench_serve      (Bench         *self,
                              const char    *uri);

void        bench_finish     (TinSession    *session);

void        bench_note_state_cb (TinSession *session,
                                 GParamSpec *pspec,
                                 GString    *states);

void        wait_for_state   (TinSession      *session,
                              TinSessionState  state);

void        wait_for_rows    (TinSession    *session,
                              guint          n_rows);

void        wait_for_open    (TinSession    *session,
                              guint          n_open);

TinMessage *find_message     (TinSession    *session,
                              TinEvent       event,
                              TinDirection   direction);

gboolean    has_message      (TinSession    *session,
                              TinEvent       event,
                              TinDirection   direction);

/* Waits, in the main context, until a condition holds. */
#define wait_until(condition)                        \
  G_STMT_START                                       \
    while (!(condition))                             \
      g_main_context_iteration (NULL, TRUE);         \
  G_STMT_END

GSocket    *socket_new       (GSocketType    type);

guint16     socket_bind      (GSocket       *socket);

void        socket_connect   (GSocket       *socket,
                              guint16        port);

void        socket_send      (GSocket       *socket,
                              const char    *text);

char       *socket_receive   (GSocket       *socket,
                              gsize          size);

G_END_DECLS
