/* fuzz-capture-reader.c: any bytes as the blocks of a capture file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "capture/tin-block-reader.h"

/* What was read must be as promised, whatever stands in the file. */
static void
check_record (const TinRecord *record,
              gsize            payload_limit)
{
  char buffer[TIN_ADDRESS_STRING_SIZE];

  g_assert_cmpuint ((guint) record->event, <, TIN_N_EVENTS);
  g_assert_cmpuint ((guint) record->direction, <=, TIN_DIRECTION_OUT);
  g_assert_cmpuint ((guint) record->by, <=, TIN_BY_RULE);
  g_assert_true (record->reason == NULL || g_utf8_validate (record->reason, -1, NULL));
  g_assert_true (record->payload == NULL || g_bytes_get_size (record->payload) <= payload_limit);
  g_assert_nonnull (tin_address_format (&record->local, buffer));
  g_assert_nonnull (tin_address_format (&record->peer, buffer));
}

static void
read_one (const TinBlock *block,
          gsize           payload_limit)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_autoptr (GError) error = NULL;

  if (tin_block_read (block, payload_limit, &record, &error))
    check_record (&record, payload_limit);
  else
    g_assert_nonnull (error);
}

/* As tin_capture_read() does: with a hole where the end of a payload would be. */
static void
read_with_hole (const guint8 *data,
                gsize         size)
{
  TinBlock block = { .head = data, .head_size = MIN (size, 100) };
  gsize offset;

  if (!tin_block_locate_options (data, block.head_size, &offset, &block.options_size) ||
      offset + block.options_size > size)
    return;
  block.options = data + offset;
  read_one (&block, 10);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  gsize offset = 0;

  while (offset < size)
    {
      TinBlock block = { .head = data + offset, .head_size = size - offset };
      gsize block_size = tin_block_get_size (block.head, block.head_size);

      read_one (&block, 0);
      read_one (&block, G_MAXSIZE);
      read_with_hole (block.head, block.head_size);
      if (block_size == 0)
        break;
      offset += block_size;
    }
  return 0;
}
