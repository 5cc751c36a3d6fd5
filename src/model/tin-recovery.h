/* tin-recovery.h: finds recordings that broke off: the program or the computer ended before they did.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TinRecovered:
 * @path: of the file
 * @n_messages: messages in it
 * @n_cut: bytes at its end that are no whole message
 */
typedef struct
{
  char    *path;        /* (owned) */
  guint64  n_messages;
  guint64  n_cut;
} TinRecovered;

void       tin_recovery_find_async  (const char           *folder,
                                     const char           *temporary_folder,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);

GPtrArray *tin_recovery_find_finish (GAsyncResult         *result,
                                     GError              **error);

void       tin_recovery_forget      (GPtrArray            *recovered,
                                     const char           *path);

char      *tin_recovery_dup_title   (GPtrArray            *recovered);

char      *tin_recovery_dup_advice  (GPtrArray            *recovered);

G_END_DECLS
