/* tin-capture-store.h: the folder of recordings: makes captures, names them, or says why one is not being saved.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"

G_BEGIN_DECLS

#define TIN_CAPTURE_STORE_END_TIMEOUT 5000 /* ms to wait for a slow disk at the end */

#define TIN_CAPTURE_STORE_SCHEMA "io.github.tincan.Tincan" /* of the settings that have the limits */
#define TIN_CAPTURE_STORE_PREFIX "tincan-" /* of the names of recordings */

#define TIN_TYPE_CAPTURE_STORE (tin_capture_store_get_type ())

G_DECLARE_FINAL_TYPE (TinCaptureStore, tin_capture_store, TIN, CAPTURE_STORE, GObject)

/**
 * TinCaptureStore:
 *
 * Properties, which count for captures that are made later: segment-size (int, MiB after which a capture
 * begins another file), session-limit (int, MiB of all files of a capture), recordings-limit (int, MiB of all
 * recordings of the folder, 0 for no limit), recordings-age (int, days that a recording is kept, 0 for
 * ever). The last two are no limits unless they are set: nobody's recordings go by default.
 */

TinCaptureStore *tin_capture_store_new           (const char       *folder);

const char      *tin_capture_store_get_folder    (TinCaptureStore  *self);

gboolean         tin_capture_store_get_recording (TinCaptureStore  *self);
void             tin_capture_store_set_recording (TinCaptureStore  *self,
                                                  gboolean          recording);

void             tin_capture_store_bind          (TinCaptureStore  *self,
                                                  GSettings        *settings);

void             tin_capture_store_tidy          (TinCaptureStore  *self);

TinCapture      *tin_capture_store_create        (TinCaptureStore  *self,
                                                  const char       *name,
                                                  char            **reason);

void             tin_capture_store_end           (TinCaptureStore  *self);

G_END_DECLS
