/* tin-file-format.h: tells by its first bytes what kind of capture a file is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TIN_FILE_FORMAT_HEAD_SIZE 4096 /* bytes that tell */

/**
 * TinFileFormat:
 * @TIN_FILE_FORMAT_OWN: pcapng as this program writes it
 * @TIN_FILE_FORMAT_PCAPNG: pcapng of another program, or changed by one
 * @TIN_FILE_FORMAT_PCAP: the older format, of any variety
 */
typedef enum
{
  TIN_FILE_FORMAT_UNKNOWN,
  TIN_FILE_FORMAT_OWN,
  TIN_FILE_FORMAT_PCAPNG,
  TIN_FILE_FORMAT_PCAP,
} TinFileFormat;

TinFileFormat tin_file_format_detect (const guint8 *head,
                                      gsize         size);

gsize         tin_file_format_get_head_size (const guint8 *head,
                                             gsize         size);

G_END_DECLS
