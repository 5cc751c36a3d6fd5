/* tin-framing-editor.h: rows to choose how the messages of one direction are framed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TIN_TYPE_FRAMING_EDITOR (tin_framing_editor_get_type ())

G_DECLARE_FINAL_TYPE (TinFramingEditor, tin_framing_editor, TIN, FRAMING_EDITOR, AdwPreferencesGroup)

/* Properties: outgoing (boolean, construct-only), and framing (string), as tin_framing_parse() takes it; always a valid one. While what is typed is none, the
 * last stays, and a row says why. */

const char *tin_framing_editor_get_framing (TinFramingEditor *self);

void        tin_framing_editor_set_framing (TinFramingEditor *self,
                                            const char       *framing);

G_END_DECLS
