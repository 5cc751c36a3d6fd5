/* tin-capture-private.h: what the parts of the capture share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"
#include "capture/tin-ring.h"

G_BEGIN_DECLS

/**
 * TinCaptureClock:
 *
 * Returns: nanoseconds since 1970
 */
typedef gint64 (*TinCaptureClock) (gpointer user_data);

/* A rule that answers says so of each of its answers. */
typedef struct
{
  char reason[32];
  char comment[48];   /* of the packet */
} TinCaptureRule;

/* Losses of a kind that there was no memory to record. */
typedef struct
{
  TinTransport transport;
  TinDirection direction;
  TinBy        by;
  TinLoss      loss;
  guint64      size;        /* bytes of streams or a number of datagrams */
} TinUntoldLoss;

#define TIN_CAPTURE_MAX_UNTOLD 16  /* a channel has fewer kinds */

struct _TinCapture
{
  GObject          parent_instance;

  TinRing         *ring;             /* (owned) */
  GThread         *writer;           /* (owned) (nullable) */
  gint64           clock_offset;     /* ns from the monotonic clock to 1970 */
  TinCaptureClock  clock;            /* (nullable): instead of the real one */
  gpointer         clock_data;
  gint64           moment_ns;        /* of what is appended until the next moment; 0: the time of the clock */
  gint64           last_time_ns;     /* of the last record */
  gint             ended;            /* atomic: nobody waits for the writer any more */
  guint32          last_connection;
  TinCaptureRule   last_rule;
  TinUntoldLoss    untold[TIN_CAPTURE_MAX_UNTOLD];
  gint             n_untold;         /* atomic once nobody appends any more */
  guint64          session_limit;    /* bytes of all files together */
};

void   tin_capture_note_removed (TinCapture    *self);

void   tin_capture_tell_losses (TinCapture     *self);

void   tin_capture_give_up_losses (TinCapture  *self);

void   tin_capture_set_clock   (TinCapture      *self,
                                TinCaptureClock  clock,
                                gpointer         user_data);

gint64 tin_capture_take_time_ns (TinCapture    *self);

TinCapture *tin_capture_new_for_source (TinSink *source);

G_END_DECLS
