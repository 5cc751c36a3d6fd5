/* tin-problem.h: a failure in words: what, why, and what to do about it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

#define TIN_TYPE_PROBLEM (tin_problem_get_type ())

G_DECLARE_FINAL_TYPE (TinProblem, tin_problem, TIN, PROBLEM, GObject)

/**
 * TinProblem:
 *
 * An immutable explanation of a #GError met while an endpoint was opened or used.
 */

TinProblem *tin_problem_new           (const GError      *cause,
                                       const TinEndpoint *endpoint);

TinProblem *tin_problem_new_while_open (const GError      *cause,
                                        const TinEndpoint *endpoint);

void        tin_problem_new_async     (const GError        *cause,
                                       const TinEndpoint   *endpoint,
                                       gboolean             was_open,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);

TinProblem *tin_problem_new_finish    (GAsyncResult        *result,
                                       GError             **error);

const char *tin_problem_get_title     (TinProblem *self); /* "TCP port 8080 on 127.0.0.1 is in use" */
const char *tin_problem_get_advice    (TinProblem *self); /* (nullable) "python3 (process 4711) holds it. …" */
guint16     tin_problem_get_free_port (TinProblem *self); /* a port to offer instead; 0 for none */
const GError *tin_problem_get_cause   (TinProblem *self);

G_END_DECLS
