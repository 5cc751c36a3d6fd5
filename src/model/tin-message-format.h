/* tin-message-format.h: messages as other programs and people read them: JSON, CSV, text, hexdump.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-record.h"
#include "model/tin-frame.h"

G_BEGIN_DECLS

/**
 * TinMessagePieceFunc:
 * @data: the next bytes of a payload
 * @size: how many
 *
 * Returns: %FALSE if the others are not wanted
 */
typedef gboolean (*TinMessagePieceFunc) (const guint8 *data,
                                         gsize         size,
                                         gpointer      user_data);

/**
 * TinMessageReadFunc:
 * @reader: of #TinMessageContent
 * @func: takes the payload, piece by piece, from its beginning
 * @user_data: for @func
 *
 * It is called once or several times for a message. Before a piece it may write away what
 * was appended to the text so far.
 *
 * Returns: %FALSE if not all of it can be read
 */
typedef gboolean (*TinMessageReadFunc) (gpointer             reader,
                                        TinMessagePieceFunc  func,
                                        gpointer             user_data);

/**
 * TinMessageContent:
 * @record: what happened; for a message of several records its payload is not looked at
 * @flags: of #TinFrameFlags
 * @encoding: what to read the payload in
 * @size: bytes of the payload
 * @data: (nullable): all of the payload
 * @read: (nullable): gives a payload that is not in @data, of any size
 * @reader: for @read
 *
 * One message with everything that can be said of it.
 */
typedef struct
{
  const TinRecord    *record;
  guint               flags;
  const char         *encoding;
  gsize               size;
  const guint8       *data;
  TinMessageReadFunc  read;
  gpointer            reader;
} TinMessageContent;

/* All are FALSE when the payload could not be read, and what was written of the message is to be dropped. */

gboolean tin_message_format_json       (GString                 *out,
                                        const TinMessageContent *message,
                                        guint32                  session);

void     tin_message_format_csv_header (GString                 *out);

gboolean tin_message_format_csv        (GString                 *out,
                                        const TinMessageContent *message);

gboolean tin_message_format_text       (GString                 *out,
                                        const TinMessageContent *message);

gboolean tin_message_format_hexdump    (GString                 *out,
                                        const TinMessageContent *message);

gboolean tin_message_format_raw        (GString                 *out,
                                        const TinMessageContent *message);

G_END_DECLS
