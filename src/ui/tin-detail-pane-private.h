/* tin-detail-pane-private.h: what the files of the detail pane share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-detail-find.h"
#include "ui/tin-detail-pager.h"
#include "ui/tin-detail-pane.h"
#include "ui/tin-inspector.h"
#include "ui/tin-payload-view.h"

G_BEGIN_DECLS

struct _TinDetailPane
{
  AdwBin          parent_instance;

  TinMessage     *message;    /* (owned) (nullable) */
  TinPayload     *payload;    /* (owned) (nullable) */
  TinPayload     *formatted;  /* (owned) (nullable) what is shown instead of @payload */
  char           *encoding;   /* (owned) */
  guint64         offset;     /* of the page that is shown, bytes */
  TinDetailView   view;

  GtkLabel       *summary_label;
  TinDetailPager *pager;
  TinQuery       *query;      /* (owned) (nullable): what the log is searched for */
  GtkWidget      *note_box;
  GtkLabel       *note_label;
  TinDetailFind  *find;
  GtkWidget      *content_box;
  TinPayloadView *views;
  TinInspector   *inspector;
};

/* tin-detail-pane-page.c */

TinPayload *tin_detail_pane_get_shown          (TinDetailPane *self);

const char *tin_detail_pane_get_shown_encoding (TinDetailPane *self);

gboolean    tin_detail_pane_shows_event        (TinDetailPane *self);

void        tin_detail_pane_update_page        (TinDetailPane *self);

void        tin_detail_pane_update_inspector   (TinDetailPane *self);

void        tin_detail_pane_mark_hits          (TinDetailPane *self);

void        tin_detail_pane_turn_page          (TinDetailPane *self,
                                                guint64        offset);

G_END_DECLS
