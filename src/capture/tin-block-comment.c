/* tin-block-comment.c: what the comments of a packet in a capture say.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Written by tin-capture-events.c, tin-capture-data.c and tin-capture-notes.c; whoever edited the file
 * may have written anything else.
 */

#include "capture/tin-block-comment.h"

#include "capture/tin-pcapng.h"

#include <string.h>

/* "connection 17[ closed][ by peer]", as tin-capture-events.c writes it. */
static gboolean
read_connection_comment (const char *comment,
                         TinRecord  *record)
{
  g_auto (GStrv) words = NULL;
  guint64 number;
  guint n;

  if (!g_str_has_prefix (comment, "connection "))
    return FALSE;
  words = g_strsplit (comment, " ", 6);
  n = g_strv_length (words);
  if (n > 5 || !g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXUINT32, &number, NULL))
    return FALSE;

  record->connection = number;
  record->event = TIN_EVENT_OPENED;
  if (n > 2 && !tin_event_from_nick (words[2], &record->event))
    return FALSE;
  for (TinBy by = TIN_BY_LOCAL; n == 5 && by <= TIN_BY_RULE; by++)
    if (strcmp (words[4], tin_by_get_nick (by)) == 0)
      record->by = by;
  return TRUE;
}

/* "to 239.1.2.3:5353 on eth0", or either half of it, as tin-capture-data.c writes it. */
static gboolean
read_delivery (const char *text,
               TinRecord  *record)
{
  const char *on = text;
  TinAddress group = { 0 };

  if (record->event != TIN_EVENT_DATA || record->transport != TIN_TRANSPORT_UDP || record->by == TIN_BY_RULE)
    return FALSE;

  if (g_str_has_prefix (text, TIN_PCAPNG_GROUP))
    {
      const char *address = text + strlen (TIN_PCAPNG_GROUP);
      gsize size = strcspn (address, " ");
      g_autofree char *address_text = g_strndup (address, size);

      if (!tin_address_parse (&group, address_text))
        return FALSE;
      on = address + size + (address[size] == ' ');
    }

  if (g_str_has_prefix (on, TIN_PCAPNG_ON) && record->interface == NULL)
    {
      g_autofree char *name = g_strndup (on + strlen (TIN_PCAPNG_ON), TIN_PCAPNG_MAX_INTERFACE);

      record->interface = g_utf8_make_valid (name, -1);
    }
  else if (on == text || *on != '\0')
    return FALSE;

  if (tin_address_is_set (&group))
    record->group = group;
  return TRUE;
}

/**
 * tin_block_comment_parse_bookmark:
 * @comment: of a packet
 * @offset: (out): the byte of the payload that it is on
 * @text: (out) (transfer none): what is written on it, within @comment
 *
 * Reads "bookmark", or "bookmark at 17" for another byte than the first; ": " and a text may follow.
 *
 * Returns: %FALSE when it is another comment
 */
gboolean
tin_block_comment_parse_bookmark (const char  *comment,
                                  guint32     *offset,
                                  const char **text)
{
  const char *at = comment + strlen (TIN_PCAPNG_BOOKMARK);

  *offset = 0;
  if (!g_str_has_prefix (comment, TIN_PCAPNG_BOOKMARK))
    return FALSE;

  if (g_str_has_prefix (at, " at ") && g_ascii_isdigit (at[4]))
    {
      char *end;
      guint64 number = g_ascii_strtoull (at + 4, &end, 10);

      if (number > G_MAXUINT32)
        return FALSE;
      *offset = (guint32) number;
      at = end;
    }

  *text = g_str_has_prefix (at, ": ") ? at + 2 : at;
  return *at == '\0' || *text != at;
}

/**
 * tin_block_comment_read:
 * @text: a comment, of any length
 * @record: what the block said so far; a flag for the direction and the other comments may still follow
 *
 * Adds what the comment says: the connection with its event, a bookmark, the zone or the delivery of a
 * datagram, or that a rule sent it. Any other text is the reason, if there is none yet. What comes out is UTF-8.
 */
void
tin_block_comment_read (const char *text,
                        TinRecord  *record)
{
  const char *note;
  guint32 offset;
  guint64 scope;

  if (record->connection == 0 && read_connection_comment (text, record))
    return;
  if (tin_block_comment_parse_bookmark (text, &offset, &note))
    {
      tin_record_add_note (record, offset, note);
      return;
    }

  if (g_str_has_prefix (text, "zone ") &&
      g_ascii_string_to_unsigned (text + strlen ("zone "), 10, 0, G_MAXUINT32, &scope, NULL))
    {
      record->local.scope = scope;
      record->peer.scope = scope;
      return;
    }

  if (read_delivery (text, record))
    return;

  if (record->event == TIN_EVENT_DATA && g_str_has_prefix (text, "rule"))
    {
      record->by = TIN_BY_RULE;
      if (strcmp (text, "rule") == 0)
        return;
      if (g_str_has_prefix (text, "rule: "))
        text += strlen ("rule: ");
    }
  if (record->reason == NULL && *text != '\0')
    record->reason = g_utf8_make_valid (text, -1);
}
