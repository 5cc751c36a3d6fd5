/* bench-rest.h: how often the threads of this process wake up.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BenchRest BenchRest;

BenchRest *bench_rest_new         (void);

void       bench_rest_free        (BenchRest  *self);

guint64    bench_rest_count       (BenchRest  *self,
                                   GString    *threads);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchRest, bench_rest_free)

G_END_DECLS
