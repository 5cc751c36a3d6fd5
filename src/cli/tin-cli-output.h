/* tin-cli-output.h: what a session captures, written to standard output as fast as that takes it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cli/tin-cli-options.h"
#include "model/tin-session.h"

G_BEGIN_DECLS

typedef struct _TinCliOutput TinCliOutput;

/**
 * TinCliOutputFunc:
 *
 * Called when everything that was published is written, or standard output closed.
 */
typedef void (*TinCliOutputFunc) (gpointer user_data);

TinCliOutput *tin_cli_output_new       (TinSession        *session,
                                        TinCliFormat       format,
                                        TinCliOutputFunc   func,
                                        gpointer           user_data);

void          tin_cli_output_free      (TinCliOutput      *self);

void          tin_cli_output_update    (TinCliOutput      *self);

gboolean      tin_cli_output_is_idle   (TinCliOutput      *self);

gboolean      tin_cli_output_is_closed (TinCliOutput      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinCliOutput, tin_cli_output_free)

G_END_DECLS
