/* scene.h: a capture filled by hand, for tests of what is derived from one.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"

G_BEGIN_DECLS

#define SCENE_MAX_PEERS 512

/**
 * Scene:
 *
 * Peers 1 and up are at 127.0.0.1, port 40000 + number, of a server at 127.0.0.1:8080.
 */
typedef struct
{
  TinCapture  *capture;  /* (owned) */
  TinFlow     *flows[SCENE_MAX_PEERS];
} Scene;

void scene_init     (Scene         *self);

void scene_init_small (Scene       *self);

void scene_init_pieces (Scene      *self);

void scene_clear    (Scene         *self);

void scene_open     (Scene         *self,
                     guint          peer);

void scene_data     (Scene         *self,
                     guint          peer,
                     TinDirection   direction,
                     const char    *text);

void scene_bytes    (Scene         *self,
                     guint          peer,
                     TinDirection   direction,
                     const guint8  *data,
                     gsize          size);

void scene_event    (Scene         *self,
                     guint          peer,
                     TinEvent       event,
                     TinBy          by,
                     const char    *reason);

void scene_publish  (Scene         *self);

void wait_until_true (const gboolean *condition);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

G_END_DECLS
