/* tin-percent.c: bytes with percent signs, as URIs have them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-percent.h"

#include "codec/tin-codec-error.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/**
 * tin_percent_append:
 * @uri: where they are added
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 * @allowed: ASCII characters that may stay, besides the unreserved ones
 *
 * Adds bytes to a URI: unreserved characters (RFC 3986 section 2.3) and @allowed ones as
 * they are, all else as %XX.
 */
void
tin_percent_append (GString    *uri,
                    const void *data,
                    gsize       size,
                    const char *allowed)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < size; i++)
    {
      const char byte = bytes[i];

      if (g_ascii_isalnum (byte) || (byte != '\0' && (strchr ("-._~", byte) != NULL || strchr (allowed, byte) != NULL)))
        g_string_append_c (uri, byte);
      else
        g_string_append_printf (uri, "%%%02X", bytes[i]);
    }
}

/**
 * tin_percent_decode:
 * @uri: a URI of a size that was checked
 * @begin: the offset of its part
 * @end: the offset behind its part
 * @error: return location for an error
 *
 * Reads %XX as a byte and anything else as what it is; "+" is a plus sign.
 *
 * Fails with %TIN_CODEC_ERROR_TRUNCATED or %TIN_CODEC_ERROR_INVALID at a percent sign
 * without two hexadecimal digits; the offset counts from the beginning of @uri.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
tin_percent_decode (const char  *uri,
                    gsize        begin,
                    gsize        end,
                    GError     **error)
{
  g_autofree guint8 *data = g_malloc (end - begin + 1);
  gsize size = 0;

  for (gsize at = begin; at < end; at++)
    {
      if (uri[at] != '%')
        {
          data[size++] = uri[at];
          continue;
        }

      if (end - at < 3 || !g_ascii_isxdigit (uri[at + 1]) || !g_ascii_isxdigit (uri[at + 2]))
        {
          tin_set_codec_error (error,
                               end - at < 3 ? TIN_CODEC_ERROR_TRUNCATED : TIN_CODEC_ERROR_INVALID, at,
                               _("A percent sign needs two hexadecimal digits; write %%25 to mean a percent sign"));
          return NULL;
        }

      data[size++] = g_ascii_xdigit_value (uri[at + 1]) << 4 | g_ascii_xdigit_value (uri[at + 2]);
      at += 2;
    }

  return g_bytes_new_take (g_steal_pointer (&data), size);
}
