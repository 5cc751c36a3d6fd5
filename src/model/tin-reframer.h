/* tin-reframer.h: goes through the records of a capture and makes frames of them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-scan.h"
#include "codec/tin-framing.h"
#include "model/tin-frame-store.h"

G_BEGIN_DECLS

typedef struct _TinReframer TinReframer;

TinReframer *tin_reframer_new          (TinCapture       *capture,
                                        const TinFraming *in,
                                        const TinFraming *out,
                                        TinFrameStore    *store);

void         tin_reframer_free         (TinReframer      *self);

guint64      tin_reframer_get_position (TinReframer      *self);

void         tin_reframer_go_on        (TinReframer      *self,
                                        guint64           end);

gint64       tin_reframer_get_deadline (TinReframer      *self);

void         tin_reframer_expire       (TinReframer      *self,
                                        gint64            time_us);

GArray      *tin_reframer_dup_pending  (TinReframer      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinReframer, tin_reframer_free)

G_END_DECLS
