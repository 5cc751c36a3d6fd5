/* fuzz-uri.c: any text as an endpoint.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-endpoint.h"
#include "model/tin-profile.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_parse (text, &error);
  g_autoptr (TinEndpoint) again = NULL;
  g_autoptr (TinProfile) profile = NULL;
  g_autofree char *uri = NULL;

  g_assert_true ((endpoint == NULL) == (error != NULL));
  if (endpoint == NULL)
    {
      g_assert_cmpuint (tin_codec_error_get_offset (error), <=, strlen (text));
      return 0;
    }

  uri = tin_endpoint_to_uri (endpoint);
  g_assert_true (g_str_is_ascii (uri));
  again = tin_endpoint_parse (uri, &error);
  g_assert_no_error (error);
  g_assert_true (tin_endpoint_equal (endpoint, again));

  /* The fields as typed lead back to the same endpoint. */
  profile = tin_profile_new_for_endpoint (endpoint);
  if (tin_profile_is_valid (profile))
    g_assert_cmpstr (tin_profile_get_uri (profile), ==, uri);

  return 0;
}
