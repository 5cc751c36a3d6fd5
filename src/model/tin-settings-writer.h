/* tin-settings-writer.h: puts the newest contents of a small file on disk, behind the back of whoever has them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _TinSettingsWriter TinSettingsWriter;

TinSettingsWriter *tin_settings_writer_new         (const char         *path,
                                                    int                 mode);

void               tin_settings_writer_free        (TinSettingsWriter  *self);

const char        *tin_settings_writer_get_path    (TinSettingsWriter  *self);

void               tin_settings_writer_write_later (TinSettingsWriter  *self,
                                                    char               *contents);

gboolean           tin_settings_writer_write       (TinSettingsWriter  *self,
                                                    const char         *contents,
                                                    GError            **error);

void               tin_settings_writer_wait        (TinSettingsWriter  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinSettingsWriter, tin_settings_writer_free)

G_END_DECLS
