/* soak-callers.h: peers of every kind, many at once: who talk, flood, go without a word, stop reading and break off.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SOAK_TALKER,   /* a message, its echo, the next message; then ends in order */
  SOAK_FLOODER,  /* sends as fast as it can and reads what comes back; then ends in order */
  SOAK_VISITOR,  /* connects and ends in order */
  SOAK_BREAKER,  /* talks, and breaks off with a reset */
  SOAK_STALLER,  /* sends and does not read, until nothing more is taken, and breaks off when all others are done */
} SoakKind;

/**
 * SoakCount:
 * @n_orderly: conversations that ended in order
 * @n_broken: that ended with a reset
 * @orderly_bytes: what the former sent, and got back byte for byte
 *
 * What was done.
 */
typedef struct
{
  guint64 n_orderly;
  guint64 n_broken;
  guint64 orderly_bytes;
} SoakCount;

gboolean soak_callers_run (guint16    port,
                           guint      n_calls,
                           guint      n_at_once,
                           GRand     *random,
                           SoakCount *count);

G_END_DECLS
