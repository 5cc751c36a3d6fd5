/* tin-tcp-figures-private.h: how a session makes words of what the kernel knows.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-tcp-figures.h"
#include "net/tin-tcp-info.h"

G_BEGIN_DECLS

char *tin_tcp_figure_to_text (TinTcpFigure      figure,
                              const TinTcpInfo *info,
                              guint64           queued);

G_END_DECLS
