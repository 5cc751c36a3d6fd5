/* tin-profile-store.h: named profiles and recent endpoints, kept between runs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-profile.h"

G_BEGIN_DECLS

#define TIN_TYPE_PROFILE_STORE (tin_profile_store_get_type ())

G_DECLARE_FINAL_TYPE (TinProfileStore, tin_profile_store, TIN, PROFILE_STORE, GObject)

/**
 * TinProfileStore:
 *
 * A #GListModel of named #TinProfile, in the user's order, and the endpoint that was last
 * opened for each transport and role. It keeps copies: changing a profile changes nothing
 * here until it is added again. Reading a damaged file sets it aside as "NAME.bad-DATE" and
 * goes on empty; a single damaged profile is passed over and stays in the file. The property
 * notice (string, nullable) says so. Every change is written at once, whole or not at all;
 * one that cannot be written is kept in memory and written with the next.
 */

#define TIN_PROFILE_STORE_MAX_PROFILES  1000
#define TIN_PROFILE_STORE_MAX_NAME_SIZE 200 /* bytes */

TinProfileStore *tin_profile_store_new    (const char       *path);

void             tin_profile_store_load   (TinProfileStore  *self);

gboolean         tin_profile_store_add    (TinProfileStore  *self,
                                           TinProfile       *profile,
                                           GError          **error);

gboolean         tin_profile_store_remove (TinProfileStore  *self,
                                           const char       *name,
                                           GError          **error);

TinProfile      *tin_profile_store_find   (TinProfileStore  *self,
                                           const char       *name);

TinProfile      *tin_profile_store_get_last (TinProfileStore *self,
                                             TinTransport     transport,
                                             TinRole          role);

gboolean         tin_profile_store_set_last (TinProfileStore *self,
                                             TinProfile      *profile,
                                             GError         **error);

const char      *tin_profile_store_get_notice (TinProfileStore *self);

G_END_DECLS
