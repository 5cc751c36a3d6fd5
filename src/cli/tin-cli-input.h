/* tin-cli-input.h: standard input, sent over a session as fast as that takes it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-session.h"

G_BEGIN_DECLS

#define TIN_CLI_LINE_LIMIT (1024 * 1024) /* bytes; a longer line goes out in pieces */

typedef struct _TinCliInput TinCliInput;

/**
 * TinCliInputFunc:
 *
 * Called once, when standard input has ended and all of it was handed to the session.
 */
typedef void (*TinCliInputFunc) (gpointer user_data);

TinCliInput *tin_cli_input_new    (TinSession       *session,
                                   gboolean          raw,
                                   TinCliInputFunc   func,
                                   gpointer          user_data);

void         tin_cli_input_free   (TinCliInput      *self);

void         tin_cli_input_update (TinCliInput      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinCliInput, tin_cli_input_free)

G_END_DECLS
