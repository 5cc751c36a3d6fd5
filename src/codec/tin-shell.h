/* tin-shell.h: a command for a shell that sends the same bytes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

/**
 * TinShellTool:
 * @TIN_SHELL_NC: OpenBSD's netcat, the usual one of Debian
 * @TIN_SHELL_SOCAT: socat
 * @TIN_SHELL_TINCAN: our own companion
 *
 * The program that a command is for.
 */
typedef enum
{
  TIN_SHELL_NC,
  TIN_SHELL_SOCAT,
  TIN_SHELL_TINCAN,
} TinShellTool;

#define TIN_N_SHELL_TOOLS (TIN_SHELL_TINCAN + 1)

char *tin_shell_printf  (const guint8       *data,
                         gsize               size);

char *tin_shell_command (TinShellTool        tool,
                         const TinEndpoint  *endpoint,
                         const guint8       *data,
                         gsize               size,
                         GError            **error);

G_END_DECLS
