/* tin-detail-pane.h: all of one message: text, hexadecimal, and what is known about it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-payload.h"
#include "model/tin-query.h"

G_BEGIN_DECLS

/* A page: larger payloads are shown part by part, so that no message can make the window stall. */
#define TIN_DETAIL_PAGE_SIZE (16 * 1024) /* bytes of payload */

#define TIN_DETAIL_MAX_COPY  (4 * 1024 * 1024) /* bytes of payload that go to the clipboard */

/* In the order of the settings' DetailView. */
typedef enum
{
  TIN_DETAIL_TEXT,
  TIN_DETAIL_HEX,
  TIN_DETAIL_BOTH,
  TIN_DETAIL_FORMATTED,  /* JSON or XML over several lines */
} TinDetailView;

#define TIN_N_DETAIL_VIEWS (TIN_DETAIL_FORMATTED + 1)

#define TIN_TYPE_DETAIL_PANE (tin_detail_pane_get_type ())

G_DECLARE_FINAL_TYPE (TinDetailPane, tin_detail_pane, TIN, DETAIL_PANE, AdwBin)

/**
 * TinDetailPane:
 *
 * Properties: message (TinMessage, nullable); encoding (string); view (uint, a
 * #TinDetailView); show-inspector (boolean).
 */

TinMessage *tin_detail_pane_get_message   (TinDetailPane *self);
void        tin_detail_pane_set_message   (TinDetailPane *self,
                                           TinMessage    *message);

void        tin_detail_pane_set_note      (TinDetailPane *self,
                                           const char    *note);

TinPayload *tin_detail_pane_get_payload   (TinDetailPane *self);
void        tin_detail_pane_set_payload   (TinDetailPane *self,
                                           GBytes        *payload);

const char *tin_detail_pane_get_encoding  (TinDetailPane *self);
void        tin_detail_pane_set_encoding  (TinDetailPane *self,
                                           const char    *encoding);

void        tin_detail_pane_set_view      (TinDetailPane *self,
                                           TinDetailView  view);

void        tin_detail_pane_get_selection (TinDetailPane *self,
                                           guint64       *start,
                                           guint64       *end);
void        tin_detail_pane_select        (TinDetailPane *self,
                                           guint64        start,
                                           guint64        end);

char       *tin_detail_pane_dup_shown     (TinDetailPane *self);

void        tin_detail_pane_find          (TinDetailPane *self);

void        tin_detail_pane_focus         (TinDetailPane *self);

void        tin_detail_pane_set_query     (TinDetailPane *self,
                                           TinQuery      *query);

G_END_DECLS
