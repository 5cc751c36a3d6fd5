/* capture-fixture.h: what the tests of captures have in common.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"
#include "capture/tin-ring.h"

G_BEGIN_DECLS

#define TEST_TIMEOUT_MS 20000
#define TEST_RING_SIZE  (2 * TIN_RING_CHUNK_SIZE) /* bytes: as small as there are */

typedef struct
{
  char    *folder;   /* (owned): made for the test */
  char    *path;     /* (owned): of the capture file in it, not there yet */
  TinSink *sink;     /* (owned) (nullable): for that file, until it is closed */
} TestFile;

void        test_file_set_up    (TestFile     *self);

void        test_file_close     (TestFile     *self);

guint       test_file_count     (const TestFile *self);

GPtrArray  *test_file_list      (const TestFile *self);

void        test_file_tear_down (TestFile     *self);

/* Where a capture keeps what it is given; the data of a test. */
typedef enum
{
  TEST_IN_MEMORY,
  TEST_IN_FILE,
} TestPlace;

/* A capture with a ring that is soon full, and a connection in it. */
typedef struct
{
  TestFile    file;
  TinCapture *capture;
  TinFlow     flow;
} TestCapture;

void        test_capture_set_up (TestCapture  *self,
                                 gconstpointer place);

void        test_capture_tear_down (TestCapture *self,
                                    gconstpointer place);

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

/* What a file holds, as far as it is whole. */
typedef struct
{
  GArray   *numbers;      /* (owned) (element-type guint): of the messages from append_number() */
  guint     n_records;    /* packets and journal entries */
  guint     n_notes;      /* that something was lost */
  guint64   noted_bytes;
  gboolean  whole;        /* no part of a block at the end */
} FileContents;

void        read_file           (const char   *path,
                                 FileContents *contents);

void        replace_file        (const char   *path,
                                 gconstpointer data,
                                 gsize         size);

void        file_contents_clear (FileContents *contents);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FileContents, file_contents_clear)

void        append_number       (TinCapture   *capture,
                                 TinFlow      *flow,
                                 guint         number,
                                 gsize         size);

gboolean    parse_number        (GBytes       *payload,
                                 guint        *number);

void        use_room_func       (TinCapture   *capture);

void        await_room          (TinCapture   *capture);

guint       get_n_room_calls    (void);

GArray     *find_blocks         (GBytes       *file);

GBytes     *save_capture        (void        (*append) (TinCapture *capture));

void        use_counting_clock  (TinCapture   *capture,
                                 gint64       *now);

G_END_DECLS
