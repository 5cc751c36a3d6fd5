/* tin-problem-private.h: what the files of a problem share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-problem.h"

G_BEGIN_DECLS

/**
 * TinProblem:
 *
 * Made where the failure is shown, as it asks the system for facts: who holds the
 * port, which addresses there are.
 */
struct _TinProblem
{
  GObject      parent_instance;

  GError      *cause;       /* (owned) */
  TinEndpoint *endpoint;    /* (owned) */
  char        *place;       /* (owned) such as "TCP 127.0.0.1:8080" */
  const char  *protocol;    /* "TCP" or "UDP" */
  gboolean     was_open;

  char        *title;       /* (owned) */
  char        *advice;      /* (owned) (nullable) */
  guint16      free_port;
};

/* Each knows one cause: whether it is that, and the words for it. */
typedef gboolean (*TinProblemExplainFunc) (TinProblem *self);

gboolean tin_problem_is_server       (TinProblem   *self);

gboolean tin_problem_says            (TinProblem   *self,
                                      int           system_error);

gboolean tin_problem_explain_address (TinProblem   *self);

G_END_DECLS
