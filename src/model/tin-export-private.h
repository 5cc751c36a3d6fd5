/* tin-export-private.h: what is to be saved, for the thread that does.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-export.h"

G_BEGIN_DECLS

/**
 * TinExport:
 *
 * Made in the window's thread and not changed once it is started.
 */
struct _TinExport
{
  TinFrames       *frames;      /* (owned) */
  TinExportFormat  format;
  TinNumbers      *numbers;     /* (owned) (nullable) of frames; all from @first up to @end unless set */
  guint64          first;
  guint64          end;
  GArray          *pending;     /* (element-type TinFrame) (owned) messages that are still coming */
  guint64          published;   /* records, when it was started */

  guint32          session;
  char            *name;        /* (owned) */
  char            *encoding;    /* (owned) */
  guint32          connection;  /* 0 for all */
  TinDirection     direction;   /* of data, %TIN_DIRECTION_NONE for both */
  GHashTable      *notes;       /* (element-type guint64 utf8) (owned) by the position of a record */

  char            *path;        /* (owned) */
};

gboolean    tin_export_run       (TinJob          *job,
                                  gpointer         export,
                                  GError         **error);

gboolean    tin_export_is_wanted (TinExport       *self,
                                  const TinFrame  *frame);

TinNumbers *tin_export_list_records (TinExport    *self,
                                     TinJob       *job,
                                     GError      **error);

G_END_DECLS
