/* tin-command-line.h: the endpoints a command line names, or where it is wrong.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-profile.h"

G_BEGIN_DECLS

gboolean   tin_command_line_is_file (const char          *argument,
                                     const char          *folder);

GPtrArray *tin_command_line_parse   (const char * const  *uris,
                                     char               **complaint);

char      *tin_command_line_explain (const char          *uri,
                                     const GError        *error);

G_END_DECLS
