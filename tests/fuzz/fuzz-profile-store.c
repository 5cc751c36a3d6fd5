/* fuzz-profile-store.c: any file as saved profiles.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-folder.h"

#include "model/tin-profile-store.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *path = g_build_filename (get_folder (), "profiles", NULL);
  g_autoptr (TinProfileStore) store = tin_profile_store_new (path);
  g_autoptr (TinProfileStore) restarted = tin_profile_store_new (path);
  g_autoptr (TinProfile) profile = tin_profile_new ();
  guint n_profiles;

  g_assert_true (g_file_set_contents (path, (const char *) data, size, NULL));
  tin_profile_store_load (store);

  g_object_set (profile, "name", "a name that nobody has", NULL);
  g_assert_true (tin_profile_store_add (store, profile, NULL));
  n_profiles = g_list_model_get_n_items (G_LIST_MODEL (store));

  /* Whatever the file was, what is in memory is there again after a restart. */
  tin_profile_store_load (restarted);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (restarted)), ==, n_profiles);
  g_assert_nonnull (tin_profile_store_find (restarted, "a name that nobody has"));

  empty_folder (get_folder ());

  return 0;
}
