/* tin-engine-private.h: what channels use of the engine; its thread alone.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-delay.h"
#include "net/tin-engine.h"
#include "net/tin-poller.h"
#include "net/tin-rounds.h"

G_BEGIN_DECLS

#define TIN_ENGINE_DESCRIPTOR_HEADROOM 64    /* for the window, captures and name lookups */
#define TIN_ENGINE_MAX_LINKS           20000 /* accepted connections of all servers together */

/* What failed for want of memory or descriptors is tried again after this many ms. */
#define TIN_ENGINE_RETRY_DELAY         100

/* Of work that is done in pieces, this much a turn: about a millisecond. */
#define TIN_ENGINE_ROUND_BUDGET        (4 * 1024 * 1024) /* bytes */

GMainContext *tin_engine_get_context     (TinEngine  *self);

TinPoller    *tin_engine_get_poller      (TinEngine  *self);

TinDelay     *tin_engine_get_drain_delay (TinEngine  *self);

TinDelay     *tin_engine_get_retry_delay (TinEngine  *self);

TinRounds    *tin_engine_get_rounds      (TinEngine  *self);

TinDelay     *tin_engine_get_delay       (TinEngine  *self,
                                          guint       delay_ms);

void          tin_engine_mark_dirty      (TinEngine  *self,
                                          TinChannel *channel);

void          tin_engine_remove_channel  (TinEngine  *self,
                                          TinChannel *channel);

guint         tin_engine_get_link_limit  (TinEngine  *self);

gboolean      tin_engine_has_link_slot   (TinEngine  *self);

void          tin_engine_take_link_slot  (TinEngine  *self);

void          tin_engine_free_link_slot  (TinEngine  *self);

void          tin_engine_add_listener    (TinEngine        *self,
                                          const TinAddress *address);

void          tin_engine_remove_listener (TinEngine        *self,
                                          const TinAddress *address);

gboolean      tin_engine_is_listener     (TinEngine        *self,
                                          const TinAddress *address,
                                          gboolean          is_on_this_host);

G_END_DECLS
