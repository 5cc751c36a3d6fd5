/* bench-stage.h: a window with a session, another process that talks to it, and the frames meanwhile.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bench-frames.h"

#include "ui/tin-session-page.h"

G_BEGIN_DECLS

/**
 * BenchStage:
 *
 * The other process takes a line on its standard input, does what that says, and answers with a line.
 */
typedef struct
{
  char             *folder;       /* (owned) */
  TinWorkbench     *workbench;    /* (owned) */
  GSettings        *settings;     /* (owned) */
  TinSession       *session;      /* (owned) (nullable) while it is shown */
  GtkWidget        *window;
  BenchFrames       frames;
  gint64            start_ns;
  gint64            ui_start_ns;
  GSubprocess      *peer;         /* (owned) (nullable) */
  GDataInputStream *answers;      /* (owned) (nullable) */
  char             *answer;       /* (owned) (nullable) of the peer to what was said last */
} BenchStage;

void    bench_stage_init         (BenchStage        *self,
                                  int               *argc,
                                  char            ***argv);

void    bench_stage_clear        (BenchStage        *self);

void    bench_stage_show         (BenchStage        *self,
                                  const char        *uri);

void    bench_stage_hide         (BenchStage        *self);

void    bench_stage_start_peer   (BenchStage        *self,
                                  const char *const *command);

void    bench_stage_tell_peer    (BenchStage        *self,
                                  const char        *line);

void    bench_stage_await_answer (BenchStage        *self);

void    bench_stage_end_peer     (BenchStage        *self);

void    bench_stage_begin        (BenchStage        *self);

void    bench_stage_end          (BenchStage        *self);

void    bench_stage_print_head   (void);

void    bench_stage_print        (BenchStage        *self,
                                  const char        *name,
                                  const char        *what);

void    bench_stage_print_time   (BenchStage        *self,
                                  const char        *name,
                                  const char        *goal);

guint64 bench_stage_get_resident_mib (void);

double  bench_stage_get_time     (BenchStage        *self);

G_END_DECLS
