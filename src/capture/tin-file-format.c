/* tin-file-format.c: tells by its first bytes what kind of capture a file is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-file-format.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-little-endian.h"
#include "capture/tin-pcapng.h"

#include <string.h>

#define BYTE_ORDER_MAGIC   0x1a2b3c4du
#define SECTION_HEAD       24 /* bytes of a block before its options */
#define INTERFACE_HEAD     16
#define OPTION_APPLICATION 4 /* of a section */
#define OPTION_RESOLUTION  9 /* of an interface */

/* The value of an option between @offset and the end of a block that is all there. */
static const guint8 *
find_option (const guint8 *block,
             gsize         offset,
             guint16       code,
             gsize        *length)
{
  gsize end = tin_block_get_size (block, TIN_BLOCK_MIN_SIZE) - 4;

  while (offset + 4 <= end)
    {
      guint16 this_code = tin_get16_le (block + offset);
      gsize padded;

      *length = tin_get16_le (block + offset + 2);
      padded = (*length + 3) & ~(gsize) 3;
      offset += 4;
      if (this_code == TIN_PCAPNG_OPTION_END || padded > end - offset)
        return NULL;
      if (this_code == code)
        return block + offset;
      offset += padded;
    }
  return NULL;
}

/* Only what we write ourselves has all of this together: the name, one interface with raw IP, and nanoseconds. */
static gboolean
is_own (const guint8 *head,
        gsize         size)
{
  gsize section_size = tin_block_get_size (head, size);
  gsize interface_size;
  const guint8 *interface;
  const guint8 *value;
  gsize length;

  if (section_size < SECTION_HEAD + 4 || section_size > size || tin_get32_le (head + 8) != BYTE_ORDER_MAGIC)
    return FALSE;
  value = find_option (head, SECTION_HEAD, OPTION_APPLICATION, &length);
  if (value == NULL || length != strlen ("Tincan") || memcmp (value, "Tincan", length) != 0)
    return FALSE;

  interface = head + section_size;
  interface_size = tin_block_get_size (interface, size - section_size);
  if (interface_size < INTERFACE_HEAD + 4 || interface_size > size - section_size ||
      tin_get32_le (interface) != TIN_PCAPNG_INTERFACE || tin_get16_le (interface + 8) != TIN_PCAPNG_LINKTYPE_RAW)
    return FALSE;
  value = find_option (interface, INTERFACE_HEAD, OPTION_RESOLUTION, &length);
  return value != NULL && length == 1 && *value == 9;
}

/**
 * tin_file_format_detect:
 * @head: the beginning of a file
 * @size: how much of it is there, bytes; %TIN_FILE_FORMAT_HEAD_SIZE are enough
 *
 * Returns: what it claims to be; what follows may be anything
 */
TinFileFormat
tin_file_format_detect (const guint8 *head,
                        gsize         size)
{
  if (size < 4)
    return TIN_FILE_FORMAT_UNKNOWN;

  switch (tin_get32_le (head))
    {
    case TIN_PCAPNG_SECTION:
      return is_own (head, size) ? TIN_FILE_FORMAT_OWN : TIN_FILE_FORMAT_PCAPNG;
    case 0xa1b2c3d4:
    case 0xd4c3b2a1:
    case 0xa1b23c4d:
    case 0x4d3cb2a1:
      return TIN_FILE_FORMAT_PCAP;
    default:
      return TIN_FILE_FORMAT_UNKNOWN;
    }
}

/**
 * tin_file_format_get_head_size:
 * @head: the beginning of a file of %TIN_FILE_FORMAT_OWN
 * @size: how much of it is there, bytes
 *
 * Returns: how many bytes come before the first record; they are the same in all files of a recording
 */
gsize
tin_file_format_get_head_size (const guint8 *head,
                               gsize         size)
{
  gsize section_size = tin_block_get_size (head, size);

  return section_size + tin_block_get_size (head + MIN (section_size, size), size - MIN (section_size, size));
}
