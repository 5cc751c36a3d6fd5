/* capture-fixture.c: what the tests of captures have in common.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-capture-private.h"
#include "capture/tin-file-sink.h"
#include "capture/tin-segment-name.h"
#include "capture/tin-sidecar.h"
#include "gone.h"
#include "keep.h"

#include <glib/gstdio.h>
#include <string.h>

static GMutex room_lock;
static GCond room_cond;
static guint n_room_calls;

/* Makes a folder that nobody else uses, and a sink for a file in it. */
void
test_file_set_up (TestFile *self)
{
  self->folder = g_dir_make_tmp ("tincan-test-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->path = g_build_filename (self->folder, "test.pcapng", NULL);
  self->sink = tin_file_sink_new (self->folder, "test.pcapng");
}

/* Gives the sink up: the file is released, and stays. */
void
test_file_close (TestFile *self)
{
  await_finalize (G_OBJECT (g_steal_pointer (&self->sink)));
}

/* The files in its folder. */
guint
test_file_count (const TestFile *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

/* Returns: (transfer full) (element-type filename): the files of the recording as they follow one another */
GPtrArray *
test_file_list (const TestFile *self)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = g_path_get_basename (self->path);

  g_ptr_array_add (paths, g_strdup (self->path));
  for (guint i = 2;; i++)
    {
      g_autofree char *next = tin_segment_name_make (name, i);
      g_autofree char *path = g_build_filename (self->folder, next, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return paths;
      g_ptr_array_add (paths, g_steal_pointer (&path));
    }
}

void
test_file_tear_down (TestFile *self)
{
  if (self->sink != NULL)
    test_file_close (self);
  keep_capture (self->path);
  g_unlink (self->path);
  tin_sidecar_remove (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

void
test_capture_set_up (TestCapture   *self,
                     gconstpointer  place)
{
  test_file_set_up (&self->file);
  self->capture = tin_capture_new ("test", GPOINTER_TO_INT (place) == TEST_IN_FILE ? self->file.sink : NULL,
                                   TEST_RING_SIZE);
  use_room_func (self->capture);
  init_tcp_flow (&self->flow, self->capture);
}

void
test_capture_tear_down (TestCapture   *self,
                        gconstpointer  place)
{
  g_assert_finalize_object (self->capture);
  test_file_tear_down (&self->file);
}

TinAddress
make_address (const char *host,
              guint16     port)
{
  g_autoptr (GSocketAddress) socket_address = g_inet_socket_address_new_from_string (host, port);
  TinAddress address;

  g_assert_true (tin_address_set_from_socket (&address, socket_address));
  return address;
}

void
init_tcp_flow (TinFlow    *flow,
               TinCapture *capture)
{
  TinAddress local = make_address ("127.0.0.1", 8080);
  TinAddress peer = make_address ("127.0.0.1", 40000);

  tin_flow_init (flow, TIN_TRANSPORT_TCP, tin_capture_take_connection (capture), &local, &peer);
}

void
append_opened (TinCapture   *capture,
               TinFlow      *flow,
               TinDirection  direction)
{
  tin_capture_append_event (capture, flow, TIN_EVENT_OPENED, direction,
                            direction == TIN_DIRECTION_IN ? TIN_BY_PEER : TIN_BY_LOCAL, 0, NULL);
}

void
append_in (TinCapture *capture,
           TinFlow    *flow,
           const char *text)
{
  guint8 *room = tin_capture_reserve (capture, flow, TIN_CAPTURE_MAX_PAYLOAD);

  g_assert_nonnull (room);
  memcpy (room, text, strlen (text));
  tin_capture_commit (capture, flow, strlen (text));
}

void
append_out (TinCapture *capture,
            TinFlow    *flow,
            TinBy       by,
            const char *text,
            const char *reason)
{
  g_assert_true (tin_capture_append_data (capture, flow, TIN_DIRECTION_OUT, by,
                                          (const guint8 *) text, strlen (text), reason));
}

void
assert_payload (TinCapture *capture,
                guint64     position,
                const char *text)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_autoptr (GError) error = NULL;

  tin_capture_read (capture, position, G_MAXSIZE, &record, &error);
  g_assert_no_error (error);
  g_assert_cmpint (record.event, ==, TIN_EVENT_DATA);
  g_assert_cmpuint (record.size, ==, strlen (text));
  g_assert_cmpmem (g_bytes_get_data (record.payload, NULL), g_bytes_get_size (record.payload),
                   text, strlen (text));
}

/* Every look at the clock is a millisecond and a nanosecond later. */
static gint64
count_time (gpointer user_data)
{
  gint64 *now = user_data;

  return *now += 1000001;
}

void
use_counting_clock (TinCapture *capture,
                    gint64     *now)
{
  *now = G_GINT64_CONSTANT (1767225600) * 1000000000; /* 2026-01-01T00:00:00Z */
  tin_capture_set_clock (capture, count_time, now);
}

/* A message of @size bytes, 8 at least, that says which it is. */
void
append_number (TinCapture *capture,
               TinFlow    *flow,
               guint       number,
               gsize       size)
{
  guint8 *room = tin_capture_reserve (capture, flow, size);
  char text[9];

  g_assert_nonnull (room);
  g_snprintf (text, sizeof text, "%08u", number);
  memcpy (room, text, 8);
  memset (room + 8, 'a' + number % 26, size - 8);
  tin_capture_commit (capture, flow, size);
}

/* Whether @payload is one of append_number(), whole and right to the last byte. */
gboolean
parse_number (GBytes *payload,
              guint  *number)
{
  gsize size;
  const char *data = g_bytes_get_data (payload, &size);
  char text[9] = "";

  if (size < 8)
    return FALSE;
  memcpy (text, data, 8);
  *number = g_ascii_strtoull (text, NULL, 10);
  for (gsize i = 8; i < size; i++)
    if (data[i] != (char) ('a' + *number % 26))
      return FALSE;
  return TRUE;
}

static void
count_room_cb (gpointer user_data)
{
  g_mutex_lock (&room_lock);
  n_room_calls++;
  g_cond_broadcast (&room_cond);
  g_mutex_unlock (&room_lock);
}

/* For one capture at a time. */
void
use_room_func (TinCapture *capture)
{
  n_room_calls = 0;
  tin_capture_set_room_func (capture, count_room_cb, NULL);
}

/* Does what an engine does that was refused. */
void
await_room (TinCapture *capture)
{
  tin_capture_publish (capture);
  for (;;)
    {
      guint before = get_n_room_calls ();

      if (tin_capture_has_room (capture))
        return;
      g_mutex_lock (&room_lock);
      while (n_room_calls == before)
        g_cond_wait (&room_cond, &room_lock);
      g_mutex_unlock (&room_lock);
    }
}

guint
get_n_room_calls (void)
{
  guint n;

  g_mutex_lock (&room_lock);
  n = n_room_calls;
  g_mutex_unlock (&room_lock);
  return n;
}

static void
count_block (FileContents *contents,
             const guint8 *data,
             gsize         size)
{
  TinBlock block = { .head = data, .head_size = size };
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  guint number;

  if (!tin_block_read (&block, G_MAXSIZE, &record, NULL))
    return;
  contents->n_records++;
  if (record.event == TIN_EVENT_DATA && record.size > 0)
    {
      g_assert_true (parse_number (record.payload, &number));
      g_array_append_val (contents->numbers, number);
    }
  if (record.event == TIN_EVENT_DROPPED)
    {
      contents->n_notes++;
      contents->noted_bytes += record.size;
    }
}

/* Without waiting until the disk has it. */
void
replace_file (const char    *path,
              gconstpointer  data,
              gsize          size)
{
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (data, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

void
read_file (const char   *path,
           FileContents *contents)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize offset = 0;
  gsize size;

  *contents = (FileContents) { .numbers = g_array_new (FALSE, FALSE, sizeof (guint)) };
  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  while (offset < size)
    {
      const guint8 *block = (const guint8 *) data + offset;
      gsize block_size = tin_block_get_size (block, size - offset);

      if (block_size == 0 || block_size > size - offset)
        break;
      count_block (contents, block, block_size);
      offset += block_size;
    }
  contents->whole = offset == size;
}

void
file_contents_clear (FileContents *contents)
{
  g_clear_pointer (&contents->numbers, g_array_unref);
}

/* The file of a capture of what @append appends. */
GBytes *
save_capture (void (*append) (TinCapture *capture))
{
  TestFile file;
  TinCapture *capture;
  g_autoptr (GError) error = NULL;
  char *contents = NULL;
  gsize size = 0;
  gint64 now;

  test_file_set_up (&file);
  capture = tin_capture_new ("test", file.sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
  use_counting_clock (capture, &now);
  append (capture);
  tin_capture_publish (capture);
  g_assert_true (tin_capture_end (capture, TEST_TIMEOUT_MS));
  g_assert_finalize_object (capture);
  g_file_get_contents (file.path, &contents, &size, &error);
  g_assert_no_error (error);
  test_file_tear_down (&file);
  return g_bytes_new_take (contents, size);
}

/* Where each block of a file begins, and where the last one ends. */
GArray *
find_blocks (GBytes *file)
{
  GArray *offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize size;
  const guint8 *data = g_bytes_get_data (file, &size);

  for (gsize at = 0; at < size; at += tin_block_get_size (data + at, size - at))
    g_array_append_val (offsets, at);
  g_array_append_val (offsets, size);
  return offsets;
}
