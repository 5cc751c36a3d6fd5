/* tin-detail-formatted.c: a payload made readable, or ready to be copied.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-detail-formatted.h"

#include <glib/gi18n-lib.h>

#include "codec/tin-hexdump.h"
#include "codec/tin-pretty.h"
#include "codec/tin-text.h"
#include "ui/tin-payload-text.h"

/* So that it takes no longer than a frame or two. */
#define MAX_SIZE      (1024 * 1024)      /* bytes of payload */
#define MAX_FORMATTED (8 * 1024 * 1024)  /* bytes of what becomes of it */

/* Returns: (transfer full) (nullable): UTF-8, read like a payload; NULL with the reason, a full clause, in @problem */
TinPayload *
tin_detail_formatted (TinPayload  *payload,
                      const char  *encoding,
                      const char **problem)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) formatted = NULL;
  g_autofree char *text = NULL;
  gsize size, text_size;
  const guint8 *data;
  GString *pretty;

  if (tin_payload_get_size (payload) > MAX_SIZE)
    {
      *problem = _("This message is too large to be formatted: more than 1 MiB.");
      return NULL;
    }

  bytes = tin_payload_read (payload, 0, MAX_SIZE, NULL);
  if (bytes == NULL)
    {
      *problem = _("This message cannot be read.");
      return NULL;
    }

  data = g_bytes_get_data (bytes, &size);
  if (data != NULL)
    text = tin_text_decode_sized (data, size, encoding, &text_size, NULL);

  pretty = text != NULL ? tin_pretty (text, text_size, MAX_FORMATTED, NULL) : NULL;

  if (pretty == NULL)
    {
      *problem = _("This message is neither JSON nor XML.");
      return NULL;
    }

  formatted = g_string_free_to_bytes (pretty);

  return tin_payload_new_bytes (formatted);
}

/* Returns: (nullable): all of it in one of its forms; NULL if it cannot be read */
char *
tin_detail_copy (TinPayload *payload,
                 gboolean    as_hex,
                 const char *encoding)
{
  g_autoptr (GBytes) bytes = tin_payload_read (payload, 0, G_MAXSIZE, NULL);
  const guint8 *data;
  gsize size;

  if (bytes == NULL)
    return NULL;

  data = g_bytes_get_data (bytes, &size);

  return as_hex ? tin_hexdump (data, size, 0) : tin_payload_text (data, size, encoding);
}
