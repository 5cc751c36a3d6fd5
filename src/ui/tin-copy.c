/* tin-copy.c: what selected messages are on the clipboard.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-copy.h"

#include "codec/tin-hex.h"
#include "ui/tin-payload-text.h"

static char *
dup_payload (TinMessage  *message,
             TinCopyForm  form,
             const char  *encoding)
{
  g_autoptr (GBytes) payload = tin_message_load_payload (message, NULL);
  const guint8 *data;
  gsize size;

  if (payload == NULL)
    return g_strdup (tin_message_get_text (message));

  data = g_bytes_get_data (payload, &size);

  if (size == 0 && tin_message_get_event (message) != TIN_EVENT_DATA)
    return g_strdup (tin_message_get_text (message));

  return form == TIN_COPY_HEX ? tin_hex_encode (data, size) : tin_payload_text (data, size, encoding);
}

static void
append_message (GString     *out,
                TinLogView  *log,
                TinCopyForm  form,
                const char  *encoding,
                guint        position)
{
  g_autoptr (TinMessage) message = g_list_model_get_item (tin_log_view_get_rows (log), position);
  g_autofree char *text = NULL;

  if (message == NULL)
    return;

  if (form == TIN_COPY_ROWS)
    text = tin_log_view_dup_row (log, message, position);
  else
    text = dup_payload (message, form, encoding);

  if (text == NULL)
    return;

  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');

  g_string_append (out, text);
}

/* Returns: (nullable): the selected rows, oldest first; NULL when none is selected. @n_left_out says how many were
 * over the bounds. */
char *
tin_copy_messages (TinLogView  *log,
                   TinCopyForm  form,
                   const char  *encoding,
                   guint       *n_left_out)
{
  g_autoptr (GtkBitset) selection = tin_log_view_dup_selection (log);
  guint n_selected = gtk_bitset_get_size (selection);
  guint n_copied = 0;
  GString *out;
  GtkBitsetIter iter;
  guint position;

  *n_left_out = 0;

  if (n_selected == 0)
    return NULL;

  out = g_string_new (NULL);

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selection, &position);
       more && n_copied < TIN_COPY_MAX_ROWS && out->len < TIN_COPY_MAX_SIZE;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      append_message (out, log, form, encoding, position);
      n_copied++;
    }

  *n_left_out = n_selected - n_copied;

  return g_string_free (out, FALSE);
}
