/* tin-payload-view.h: one page of bytes as text and as hexadecimal, side by side.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "ui/tin-byte-view.h"

G_BEGIN_DECLS

#define TIN_TYPE_PAYLOAD_VIEW (tin_payload_view_get_type ())

G_DECLARE_FINAL_TYPE (TinPayloadView, tin_payload_view, TIN, PAYLOAD_VIEW, AdwBin)

/**
 * TinPayloadView:
 *
 * What is selected in one is selected in the other. Bytes are counted from the beginning of the page. Signal:
 * selected, when the user has selected other bytes.
 */

void tin_payload_view_set_forms     (TinPayloadView *self,
                                     gboolean        text,
                                     gboolean        hex);

void tin_payload_view_show_page     (TinPayloadView *self,
                                     GBytes         *bytes,
                                     gsize           size,
                                     guint64         offset,
                                     guint64         whole_size,
                                     const char     *encoding);

void tin_payload_view_show_text     (TinPayloadView *self,
                                     const char     *text);

void tin_payload_view_show_problem  (TinPayloadView *self,
                                     const char     *problem);

void tin_payload_view_mark          (TinPayloadView *self,
                                     TinByteMark     mark,
                                     GArray         *spans);

void tin_payload_view_get_selection (TinPayloadView *self,
                                     gsize          *start,
                                     gsize          *end);

void tin_payload_view_select        (TinPayloadView *self,
                                     gsize           start,
                                     gsize           end);

void tin_payload_view_focus         (TinPayloadView *self);

G_END_DECLS
