/* bench-audit.h: reads a log while it is written, and says whether all of it is right.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"

G_BEGIN_DECLS

typedef enum
{
  BENCH_AUDIT_FIGURES,
  BENCH_AUDIT_HASHES,  /* keeps every connection, with SHA-256 of both directions */
} BenchAuditKind;

/**
 * BenchAuditTotals:
 * @n_records: that were read
 * @n_opened: connections of which the beginning was read, and so on
 * @bytes: of all payload, by #TinDirection
 * @closed_bytes: of the connections that ended in order
 * @n_wrong: records that are not what the peer sent or got, or not where they belong
 * @n_missed: records that had gone, or could not be read
 *
 * What is read of a connection whose beginning has gone is counted as a record alone.
 */
typedef struct
{
  guint64 n_records;
  guint64 n_opened;
  guint64 n_closed;
  guint64 n_reset;
  guint64 bytes[TIN_DIRECTION_OUT + 1];
  guint64 closed_bytes[TIN_DIRECTION_OUT + 1];
  guint64 n_wrong;
  guint64 n_missed;
} BenchAuditTotals;

/**
 * BenchAuditFunc:
 * @peer: its address and port
 * @sizes: bytes, by #TinDirection
 * @hashes: SHA-256 in hexadecimal, by #TinDirection
 */
typedef void (*BenchAuditFunc) (const char        *peer,
                                const guint64      sizes[TIN_DIRECTION_OUT + 1],
                                const char *const  hashes[TIN_DIRECTION_OUT + 1],
                                gpointer           user_data);

typedef struct _BenchAudit BenchAudit;

BenchAudit             *bench_audit_new        (TinCapture     *capture,
                                                BenchAuditKind  kind);

void                    bench_audit_free       (BenchAudit     *self);

guint64                 bench_audit_go_on      (BenchAudit     *self,
                                                guint64         max_records);

const BenchAuditTotals *bench_audit_get_totals (BenchAudit     *self);

void                    bench_audit_foreach    (BenchAudit     *self,
                                                BenchAuditFunc  func,
                                                gpointer        user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchAudit, bench_audit_free)

G_END_DECLS
