/* tin-message-format.h: messages as other programs and people read them: JSON, CSV, text, hexdump.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-record.h"

G_BEGIN_DECLS

/**
 * TinMessageContent:
 * @record: what happened; for a message of several records the first, without its payload
 * @data: (nullable): all of the payload
 * @size: bytes
 * @encoding: what to read it in
 *
 * One message with everything that can be said of it.
 */
typedef struct
{
  const TinRecord *record;
  const guint8    *data;
  gsize            size;
  const char      *encoding;
} TinMessageContent;

void tin_message_format_json       (GString                 *out,
                                    const TinMessageContent *message,
                                    guint32                  session);

void tin_message_format_csv_header (GString                 *out);

void tin_message_format_csv        (GString                 *out,
                                    const TinMessageContent *message);

void tin_message_format_text       (GString                 *out,
                                    const TinMessageContent *message);

void tin_message_format_hexdump    (GString                 *out,
                                    const TinMessageContent *message);

G_END_DECLS
