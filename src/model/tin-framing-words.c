/* tin-framing-words.c: framings and their marks, in the user's language.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-framing-words.h"

#include "codec/tin-escape.h"
#include "model/tin-frame.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
dup_delimiter_label (const TinFraming *framing)
{
  static const struct
  {
    const char *bytes;
    const char *label;
  } lines[] = {
    { "\n", N_("Lines (LF)") },
    { "\r\n", N_("Lines (CR LF)") },
    { "\r", N_("Lines (CR)") },
    { "", N_("Lines (NUL)") },
  };
  g_autofree char *bytes = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (framing->delimiter_size == MAX (strlen (lines[i].bytes), 1) &&
        memcmp (framing->delimiter, lines[i].bytes, framing->delimiter_size) == 0)
      return g_strdup (_(lines[i].label));

  bytes = tin_escape_encode (framing->delimiter, framing->delimiter_size);

  /* Translators: a way to frame messages; %s is the bytes that each ends with, such as "\r\n\r\n" */
  return g_strdup_printf (_("Up to %s"), bytes);
}

/**
 * tin_framing_words_dup_label:
 * @framing: a valid framing
 * @outgoing: whether it is that of what is sent
 *
 * Returns: (transfer full): a few translated words for it, such as "Lines (LF)"
 */
char *
tin_framing_words_dup_label (const TinFraming *framing,
                             gboolean          outgoing)
{
  g_return_val_if_fail (framing != NULL, NULL);

  switch (framing->kind)
    {
    case TIN_FRAMING_DELIMITER:
      return dup_delimiter_label (framing);

    case TIN_FRAMING_FIXED:
      /* Translators: a way to frame messages */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u byte each", "%u bytes each", framing->size),
                              framing->size);

    case TIN_FRAMING_LENGTH_PREFIX:
      /* Translators: a way to frame messages: a number in front of each says how long it is */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Length in %u byte", "Length in %u bytes",
                                           framing->length_size), framing->length_size);

    case TIN_FRAMING_IDLE_GAP:
      /* Translators: a way to frame messages: each ends where nothing comes for so many milliseconds */
      return g_strdup_printf (_("Pauses of %u ms"), framing->gap);

    case TIN_FRAMING_AS_RECEIVED:
    default:
      return g_strdup (outgoing ? _("As sent") : _("As received"));
    }
}

/**
 * tin_framing_words_get_mark:
 * @flags: #TinFrameFlags of a message
 *
 * Returns: (transfer none) (nullable): a translated word to stand in the place of "received"
 *   or "sent" where a message is not whole
 */
const char *
tin_framing_words_get_mark (guint flags)
{
  if ((flags & TIN_FRAME_INVALID) != 0)
    /* Translators: instead of "received": the length in front of the message cannot be true */
    return C_("message", "bad length");

  if ((flags & TIN_FRAME_SPLIT) != 0)
    /* Translators: instead of "received": it was cut, because it is too long, and goes on */
    return C_("message", "a part");

  if ((flags & TIN_FRAME_UNFINISHED) != 0)
    /* Translators: instead of "received": its end has not come, or never came */
    return C_("message", "unfinished");

  if ((flags & TIN_FRAME_REST) != 0)
    /* Translators: instead of "received": the last part of a message that was too long */
    return C_("message", "the rest");

  return NULL;
}
