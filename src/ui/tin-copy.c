/* tin-copy.c: what selected messages are on the clipboard.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-copy.h"

#include "codec/tin-hex.h"
#include "codec/tin-literal.h"
#include "codec/tin-shell.h"
#include "model/tin-message-format.h"
#include "model/tin-message-target.h"
#include "ui/tin-payload-text.h"

/* What the action is told. */
static const char *const nicks[TIN_N_COPY_FORMS] = {
  "rows", "text", "hex", "c", "python", "json", "nc", "socat", "tincan-cli",
};

static char *
dup_json (TinCopy      *self,
          TinMessage   *message,
          const guint8 *data,
          gsize         size)
{
  const TinMessageContent content = {
    .record = tin_message_get_record (message), .flags = tin_message_get_flags (message), .data = data, .size = size,
    .encoding = self->encoding,
  };
  GString *line = g_string_new (NULL);

  tin_message_format_json (line, &content, self->session);

  return g_string_free (line, FALSE);
}

static char *
dup_command (TinCopy      *self,
             TinMessage   *message,
             const guint8 *data,
             gsize         size)
{
  g_autoptr (TinEndpoint) target = tin_message_dup_target (message, self->role);
  g_autoptr (GError) problem = NULL;
  char *command;

  if (target == NULL)
    return NULL;

  command = tin_shell_command (self->form - TIN_COPY_NC + TIN_SHELL_NC, target, data, size, &problem);

  if (command == NULL && self->problem == NULL)
    self->problem = g_steal_pointer (&problem);

  return command;
}

static char *
dup_data (TinCopy      *self,
          TinMessage   *message,
          guint         number,
          const guint8 *data,
          gsize         size)
{
  g_autofree char *name = NULL;

  switch (self->form)
    {
    case TIN_COPY_HEX:
      return tin_hex_encode (data, size);

    case TIN_COPY_C:
      name = g_strdup_printf ("message_%u", number);
      return tin_literal_c (name, data, size);

    case TIN_COPY_PYTHON:
      return tin_literal_python (data, size);

    case TIN_COPY_NC:
    case TIN_COPY_SOCAT:
    case TIN_COPY_TINCAN:
      return dup_command (self, message, data, size);

    case TIN_COPY_ROWS:
    case TIN_COPY_TEXT:
    case TIN_COPY_JSON:
    default:
      return tin_payload_text (data, size, self->encoding);
    }
}

gboolean
tin_copy_form_from_nick (const char  *nick,
                         TinCopyForm *form)
{
  for (guint i = 0; i < TIN_N_COPY_FORMS; i++)
    if (g_str_equal (nick, nicks[i]))
      {
        *form = i;
        return TRUE;
      }

  return FALSE;
}

/* @number tells arrays apart. Returns: (nullable): NULL for what cannot be written like that: an event is no array,
 * and a payload that is too large or gone is nothing */
char *
tin_copy_message (TinCopy    *self,
                  TinMessage *message,
                  guint       number)
{
  const gboolean is_data = tin_message_get_event (message) == TIN_EVENT_DATA;
  g_autoptr (GBytes) payload = NULL;
  const guint8 *data;
  gsize size;

  if (is_data && tin_message_get_size (message) > TIN_COPY_MAX_SIZE)
    return NULL;

  payload = tin_message_load_payload (message, NULL);

  if (payload == NULL)
    return self->form <= TIN_COPY_HEX ? g_strdup (tin_message_get_text (message)) : NULL;

  data = g_bytes_get_data (payload, &size);

  if (self->form == TIN_COPY_JSON)
    return dup_json (self, message, data, size);

  if (is_data)
    return dup_data (self, message, number, data, size);

  return self->form <= TIN_COPY_HEX ? g_strdup (tin_message_get_text (message)) : NULL;
}

static void
append_message (TinCopy    *self,
                GString    *out,
                TinLogView *log,
                guint       position,
                guint       number)
{
  g_autoptr (TinMessage) message = g_list_model_get_item (tin_log_view_get_rows (log), position);
  g_autofree char *text = NULL;

  if (message == NULL)
    return;

  if (self->form == TIN_COPY_ROWS)
    text = tin_log_view_dup_row (log, message, position);
  else
    text = tin_copy_message (self, message, number);

  if (text == NULL)
    {
      self->n_left_out++;
      return;
    }

  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');

  g_string_append (out, text);
}

/* Returns: (nullable): the selected rows, oldest first; NULL when none is selected or none could be written. Fills in
 * how many are not there, and why. */
char *
tin_copy_messages (TinCopy    *self,
                   TinLogView *log)
{
  g_autoptr (GtkBitset) selection = tin_log_view_dup_selection (log);
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_selected = gtk_bitset_get_size (selection);
  guint n_read = 0;
  GtkBitsetIter iter;
  guint position;

  self->n_left_out = 0;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selection, &position);
       more && n_read < TIN_COPY_MAX_ROWS && out->len < TIN_COPY_MAX_SIZE;
       more = gtk_bitset_iter_next (&iter, &position))
    append_message (self, out, log, position, ++n_read);

  self->n_left_out += n_selected - n_read;

  return self->n_left_out < n_selected ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}
