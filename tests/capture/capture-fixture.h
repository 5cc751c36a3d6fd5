/* capture-fixture.h: what the tests of captures have in common.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"

G_BEGIN_DECLS

#define TEST_TIMEOUT_MS 20000

typedef struct
{
  char    *folder;   /* (owned): made for the test */
  char    *path;     /* (owned): of the capture file in it, not there yet */
  TinSink *sink;     /* (owned): for that file */
} TestFile;

void        test_file_set_up    (TestFile     *self);

void        test_file_tear_down (TestFile     *self);

TinAddress  make_address        (const char   *host,
                                 guint16       port);

void        init_tcp_flow       (TinFlow      *flow,
                                 TinCapture   *capture);

void        append_opened       (TinCapture   *capture,
                                 TinFlow      *flow,
                                 TinDirection  direction);

void        append_in           (TinCapture   *capture,
                                 TinFlow      *flow,
                                 const char   *text);

void        append_out          (TinCapture   *capture,
                                 TinFlow      *flow,
                                 TinBy         by,
                                 const char   *text,
                                 const char   *reason);

void        assert_payload      (TinCapture   *capture,
                                 guint64       position,
                                 const char   *text);

GBytes     *save_capture        (void        (*append) (TinCapture *capture));

void        use_counting_clock  (TinCapture   *capture,
                                 gint64       *now);

G_END_DECLS
