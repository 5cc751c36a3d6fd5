/* tin-export.h: saves messages for other programs, and for people, to a file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-bookmarks.h"
#include "model/tin-frames.h"
#include "model/tin-job.h"
#include "model/tin-numbers.h"

G_BEGIN_DECLS

/**
 * TinExportFormat:
 * @TIN_EXPORT_PCAPNG: a recording, for Wireshark and for Tincan itself
 * @TIN_EXPORT_TEXT: a line for each message, for people
 * @TIN_EXPORT_HEXDUMP: the bytes of each message as `hexdump -C` lays them out
 * @TIN_EXPORT_CSV: comma-separated values (RFC 4180), for spreadsheets
 * @TIN_EXPORT_JSON: an object for each message on a line of its own, for scripts
 * @TIN_EXPORT_RAW: the payload and nothing else
 */
typedef enum
{
  TIN_EXPORT_PCAPNG,
  TIN_EXPORT_TEXT,
  TIN_EXPORT_HEXDUMP,
  TIN_EXPORT_CSV,
  TIN_EXPORT_JSON,
  TIN_EXPORT_RAW,
} TinExportFormat;

#define TIN_N_EXPORT_FORMATS (TIN_EXPORT_RAW + 1)

typedef struct _TinExport TinExport;

TinExport  *tin_export_new            (TinFrames       *frames,
                                       TinExportFormat  format);

void        tin_export_free           (TinExport       *self);

void        tin_export_take_numbers   (TinExport       *self,
                                       TinNumbers      *numbers);

void        tin_export_take_pending   (TinExport       *self,
                                       GArray          *pending);

void        tin_export_set_session    (TinExport       *self,
                                       guint32          session,
                                       const char      *name,
                                       const char      *encoding);

void        tin_export_set_stream     (TinExport       *self,
                                       guint32          connection,
                                       TinDirection     direction);

void        tin_export_set_bookmarks  (TinExport       *self,
                                       TinBookmarks    *bookmarks);

TinJob     *tin_export_start          (TinExport       *self,
                                       const char      *path);

const char *tin_export_format_get_suffix (TinExportFormat format);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinExport, tin_export_free)

G_END_DECLS
