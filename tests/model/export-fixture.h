/* export-fixture.h: a scene, its frames, and a file to save them in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "folder.h"
#include "model/tin-export.h"
#include "scene.h"

G_BEGIN_DECLS

typedef struct
{
  Scene      scene;
  TinFrames *frames;
  Folder    *folder;
  char      *path;
} ExportFixture;

void        export_begin           (ExportFixture  *fixture);

void        export_set_up          (ExportFixture  *fixture,
                                    gconstpointer   data);

void        export_tear_down       (ExportFixture  *fixture,
                                    gconstpointer   data);

TinJobState export_finish          (TinJob         *job,
                                    char          **detail);

char       *export_save            (ExportFixture  *fixture,
                                    TinExport      *export,
                                    char          **detail);

GPtrArray  *export_read_recording  (const char     *path);

void        export_assert_records  (GPtrArray      *records,
                                    const char     *expected);

void        export_assert_followed (ExportFixture  *fixture,
                                    const char     *expected);

G_END_DECLS
