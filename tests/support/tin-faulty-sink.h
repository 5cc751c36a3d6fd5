/* tin-faulty-sink.h: a disk that is slow, full, or fails when it is told to.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-sink.h"

G_BEGIN_DECLS

#define TIN_TYPE_FAULTY_SINK (tin_faulty_sink_get_type ())

G_DECLARE_FINAL_TYPE (TinFaultySink, tin_faulty_sink, TIN, FAULTY_SINK, GObject)

typedef enum
{
  TIN_FAULT_ONCE,
  TIN_FAULT_FOR_EVER,
} TinFaultDuration;

TinSink *tin_faulty_sink_new          (TinSink          *disk);

guint    tin_faulty_sink_get_n_calls  (TinFaultySink    *self);

void     tin_faulty_sink_fail_at      (TinFaultySink    *self,
                                       guint             call,
                                       TinFaultDuration  duration,
                                       int               code);

void     tin_faulty_sink_set_capacity (TinFaultySink    *self,
                                       guint64           capacity);

guint64  tin_faulty_sink_get_used     (TinFaultySink    *self);

gsize    tin_faulty_sink_get_largest_write (TinFaultySink *self);

void     tin_faulty_sink_set_piece    (TinFaultySink    *self,
                                       gsize             piece);

void     tin_faulty_sink_hold         (TinFaultySink    *self);

void     tin_faulty_sink_hold_sync    (TinFaultySink    *self);

void     tin_faulty_sink_release      (TinFaultySink    *self);

void     tin_faulty_sink_await_writer (TinFaultySink    *self);

G_END_DECLS
