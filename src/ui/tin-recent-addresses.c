/* tin-recent-addresses.c: where one connected or listened lately, kept between runs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-recent-addresses.h"

/* A list of endpoints without parameters, as canonical URIs: what is the same is the same text. */

/* Puts where @profile leads in front; of more than TIN_RECENT_ADDRESSES_MAX the oldest goes. */
void
tin_recent_addresses_add (GSettings  *settings,
                          TinProfile *profile)
{
  g_autoptr (TinEndpoint) endpoint = tin_profile_to_endpoint (profile, NULL);
  g_auto (GStrv) old = g_settings_get_strv (settings, TIN_RECENT_ADDRESSES_KEY);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autofree char *uri = NULL;

  if (endpoint == NULL)
    return;

  uri = tin_endpoint_to_short_uri (endpoint);
  g_ptr_array_add (addresses, uri);

  for (guint i = 0; old[i] != NULL && addresses->len < TIN_RECENT_ADDRESSES_MAX; i++)
    if (!g_str_equal (old[i], uri))
      g_ptr_array_add (addresses, old[i]);

  g_ptr_array_add (addresses, NULL);
  if (!g_strv_equal ((const char *const *) old, (const char *const *) addresses->pdata))
    g_settings_set_strv (settings, TIN_RECENT_ADDRESSES_KEY, (const char *const *) addresses->pdata);
}

void
tin_recent_addresses_clear (GSettings *settings)
{
  g_settings_reset (settings, TIN_RECENT_ADDRESSES_KEY);
}
