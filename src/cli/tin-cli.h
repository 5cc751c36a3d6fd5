/* tin-cli.h: one session in a terminal.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TIN_CLI_EXIT_FAILED 1 /* it could not open, or was reset */
#define TIN_CLI_EXIT_USAGE  2

int tin_cli_run (char **arguments);

G_END_DECLS
