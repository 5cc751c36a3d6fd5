/* tin-profile-file.h: the key file that profiles survive a restart in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-profile.h"

G_BEGIN_DECLS

/**
 * TinProfileFile:
 *
 * "[Profile N]" with Name and URI, and "[Last]" with a URI for each scheme. What the file
 * has besides is kept.
 */
typedef struct _TinProfileFile TinProfileFile;

TinProfileFile *tin_profile_file_new        (const char      *path);

void            tin_profile_file_free       (TinProfileFile  *self);

char           *tin_profile_file_load       (TinProfileFile  *self,
                                             GPtrArray       *profiles,
                                             TinProfile      *last[TIN_N_TRANSPORTS][TIN_N_ROLES]);

gboolean        tin_profile_file_save       (TinProfileFile  *self,
                                             GPtrArray       *profiles,
                                             TinProfile      *last[TIN_N_TRANSPORTS][TIN_N_ROLES],
                                             GError         **error);

void            tin_profile_file_save_later (TinProfileFile  *self,
                                             GPtrArray       *profiles,
                                             TinProfile      *last[TIN_N_TRANSPORTS][TIN_N_ROLES]);

gboolean        tin_profile_file_check_name (const char      *name,
                                             GError         **error);

guint           tin_profile_file_find       (GPtrArray       *profiles,
                                             const char      *name);

G_END_DECLS
