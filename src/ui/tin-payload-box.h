/* tin-payload-box.h: text and hexadecimal beside each other, or below each other where it is narrow.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TIN_TYPE_PAYLOAD_BOX (tin_payload_box_get_type ())

/**
 * TinPayloadBox:
 *
 * Its two children are scrolled windows with a #TinByteView each, the one of
 * hexadecimal last.
 */
G_DECLARE_FINAL_TYPE (TinPayloadBox, tin_payload_box, TIN, PAYLOAD_BOX, GtkWidget)

G_END_DECLS
