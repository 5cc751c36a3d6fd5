/* tin-file-sending.h: sends a file of any size over a connection.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-job.h"
#include "model/tin-session.h"

G_BEGIN_DECLS

#define TIN_FILE_SENDING_AHEAD (512 * 1024) /* bytes that may wait for the peer before more is read */

TinJob *tin_file_sending_start (TinSession *session,
                                guint32     connection,
                                const char *path);

G_END_DECLS
