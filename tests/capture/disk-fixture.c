/* disk-fixture.c: a capture on a disk that can be made slow, full or failing.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "disk-fixture.h"

#include "capture/tin-segment-name.h"
#include "capture/tin-sidecar.h"
#include "gone.h"
#include "keep.h"

#include <glib/gstdio.h>
#include <string.h>

void
test_disk_set_up (TestDisk      *self,
                  gconstpointer  data)
{
  test_file_set_up (&self->file);
  self->faulty = TIN_FAULTY_SINK (tin_faulty_sink_new (self->file.sink));
}

void
test_disk_tear_down (TestDisk      *self,
                     gconstpointer  data)
{
  g_autoptr (GPtrArray) paths = NULL;

  if (self->capture != NULL)
    test_disk_end (self);
  await_finalize (G_OBJECT (self->faulty));
  paths = test_disk_list_files (self);
  for (guint i = 0; i < paths->len; i++)
    {
      keep_capture (paths->pdata[i]);
      g_unlink (paths->pdata[i]);
      tin_sidecar_remove (paths->pdata[i]);
    }
  test_file_tear_down (&self->file);
}

/* Another file in another folder, on a disk without faults. */
void
test_disk_restart (TestDisk *self)
{
  test_disk_tear_down (self, NULL);
  test_disk_set_up (self, NULL);
}

/* Without @limits the capture is in one file, however large. */
void
test_disk_begin (TestDisk               *self,
                 const TinCaptureLimits *limits)
{
  TinSink *sink = TIN_SINK (self->faulty);

  self->capture = limits != NULL ? tin_capture_new_limited ("test", sink, TEST_RING_SIZE, limits)
                                 : tin_capture_new ("test", sink, TEST_RING_SIZE);
  self->n_sent = 0;
  use_room_func (self->capture);
  init_tcp_flow (&self->flow, self->capture);
}

/* Whoever looks at the files then must find them whole, however slow the disk below is. */
void
test_disk_end (TestDisk *self)
{
  tin_capture_end (self->capture, TEST_TIMEOUT_MS);
  g_assert_finalize_object (g_steal_pointer (&self->capture));
}

/* Sends messages of @size as an engine does: as fast as there is room. */
void
test_disk_send (TestDisk *self,
                guint     n,
                gsize     size)
{
  for (guint i = 0; i < n; i++)
    {
      if (!tin_capture_has_room (self->capture))
        await_room (self->capture);
      append_number (self->capture, &self->flow, self->n_sent++, size);
      tin_capture_publish (self->capture);
    }
}

/* The first may find that the disk has refused; then the second waits until it does no longer. */
void
test_disk_flush (TestDisk *self)
{
  tin_capture_flush (self->capture, TEST_TIMEOUT_MS);
  g_assert_true (tin_capture_flush (self->capture, TEST_TIMEOUT_MS));
}

static gint
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* All files of the recording, in the order of their names, without what is beside them. */
GPtrArray *
test_disk_list_files (TestDisk *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->file.folder, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, TIN_SEGMENT_NAME_ENDING))
      g_ptr_array_add (paths, g_build_filename (self->file.folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);
  return paths;
}

/* In one file, with nothing lost. */
void
test_disk_assert_all_in_file (TestDisk *self)
{
  g_auto (FileContents) contents = { 0 };

  read_file (self->file.path, &contents);
  g_assert_true (contents.whole);
  g_assert_cmpuint (contents.n_notes, ==, 0);
  g_assert_cmpuint (contents.numbers->len, ==, self->n_sent);
  for (guint i = 0; i < self->n_sent; i++)
    g_assert_cmpuint (g_array_index (contents.numbers, guint, i), ==, i);
}
