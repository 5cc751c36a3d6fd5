/* fuzz-display.c: any bytes as one safe line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "codec/tin-display.h"
#include "codec/tin-escape.h"
#include "codec/tin-hexdump.h"

#include <string.h>

static void
assert_safe (const char *line)
{
  g_assert_true (g_utf8_validate (line, -1, NULL));

  for (const char *at = line; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar character = g_utf8_get_char (at);

      g_assert_true (g_unichar_isgraph (character) || g_unichar_type (character) == G_UNICODE_SPACE_SEPARATOR);
      g_assert_false (g_unichar_type (character) == G_UNICODE_FORMAT);
    }
}

/* The first byte chooses how much room there is, the rest is shown. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  const gsize room = size > 0 ? 1 + data[0] * 4 : 1;
  g_autofree char *line = g_malloc (room);
  g_autofree char *dump = tin_hexdump (data, size, G_MAXUINT32);
  g_autofree char *cut = NULL;
  g_autoptr (GBytes) read = NULL;
  gboolean complete;
  gsize used, n_read;

  if (size > 0)
    {
      data++;
      size--;
    }

  used = tin_display_line (data, size, line, room, &complete);
  g_assert_cmpuint (used, <, room);
  g_assert_cmpuint (strlen (line), ==, used);
  assert_safe (line);

  read = tin_escape_decode (line, "UTF-8", NULL);
  n_read = g_bytes_get_size (read);
  g_assert_cmpmem (g_bytes_get_data (read, NULL), n_read, data, n_read);
  g_assert_true (complete == (n_read == size));

  cut = tin_display_dup (data, size, room - 1);
  g_assert_cmpuint (strlen (cut), <, room);
  assert_safe (cut);
  g_assert_true (g_str_is_ascii (dump));

  return 0;
}
