/* soak-process.h: the server of a soak test, and what it says of its log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bench-process.h"

G_BEGIN_DECLS

typedef struct
{
  BenchProcess *process;  /* (owned) */
  char         *folder;   /* (owned) goes at the end */
  guint16       port;
} SoakServer;

SoakServer *soak_server_start           (guint64      limit_mib,
                                         gboolean     wants_hashes);

char       *soak_server_ask             (SoakServer  *self,
                                         guint64      n_connections);

void        soak_server_end             (SoakServer  *self);

guint       soak_server_get_descriptors (SoakServer  *self);

void        soak_server_free            (SoakServer  *self);

guint64     soak_get_figure             (const char  *line,
                                         const char  *name);

guint64     soak_get_option             (const char  *name,
                                         guint64      initial);

const char *soak_get_place              (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoakServer, soak_server_free)

G_END_DECLS
