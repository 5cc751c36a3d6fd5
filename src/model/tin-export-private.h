/* tin-export-private.h: what is to be saved, for the thread that does.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-block-copy.h"
#include "capture/tin-scan.h"
#include "model/tin-export.h"
#include "model/tin-output-file.h"

G_BEGIN_DECLS

#define TIN_EXPORT_FLUSH_SIZE (256 * 1024) /* bytes written at once */

/**
 * TinExport:
 *
 * Made in the window's thread. Once it is started it belongs to the thread at work, which finds out where it ends.
 */
struct _TinExport
{
  TinFrames       *frames;      /* (owned) */
  TinExportFormat  format;
  TinNumbers      *numbers;     /* (owned) (nullable) of frames; all from @first up to @end unless set */
  guint64          first;
  guint64          end;
  GArray          *pending;     /* (element-type TinFrame) (owned) messages that are still coming */
  guint64          published;   /* records; at first, when it was started */

  guint32          session;
  char            *name;        /* (owned) */
  char            *encoding;    /* (owned) */
  guint32          connection;  /* 0 for all */
  TinDirection     direction;   /* of data, %TIN_DIRECTION_NONE for both */
  GHashTable      *notes;       /* (element-type guint64 TinNotes) (owned) by the position of a record */
  TinBlockCopyMode notes_mode;

  char            *path;        /* (owned) */
};

/**
 * TinExportRun:
 *
 * The thread at work. Whatever the messages are, it holds little of them.
 */
typedef struct
{
  TinExport      *export;    /* (unowned) */
  TinJob         *job;       /* (unowned) */
  TinCapture     *capture;   /* (unowned) */
  TinScan        *scan;      /* (owned) */
  TinOutputFile  *file;      /* (owned) */
  GString        *text;      /* (owned) what is not written yet, of all but recordings */
  GByteArray     *blocks;    /* (owned) the same of recordings */
  guint64         n_saved;   /* messages; for recordings, records */
  guint64         n_lost;    /* no longer kept */
  guint64         n_passed;  /* not wanted */
  guint64         total;
  guint           part;      /* thousandths of the message that is being saved */
  const TinFrame *frame;     /* (unowned) (nullable) that message */
  GError         *error;     /* (owned) (nullable) why it cannot go on in the middle of it */
} TinExportRun;

gboolean    tin_export_run           (TinJob           *job,
                                      gpointer          export,
                                      GError          **error);

gboolean    tin_export_flush         (TinExportRun     *run,
                                      gsize             least,
                                      GError          **error);

gboolean    tin_export_go_on         (TinExportRun     *run,
                                      GError          **error);

gboolean    tin_export_save_messages (TinExportRun     *run,
                                      GError          **error);

gboolean    tin_export_is_wanted     (TinExport        *self,
                                      const TinFrame   *frame);

TinNumbers *tin_export_list_records  (TinExport        *self,
                                      TinJob           *job,
                                      GError          **error);

G_END_DECLS
