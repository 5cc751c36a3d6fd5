/* tin-export-records.c: which records a recording of some messages needs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-export-private.h"

#define REPORT_EVERY 65536 /* records or messages that were looked at */

static gboolean
report (TinJob   *job,
        guint64   n_done,
        GError  **error)
{
  return n_done % REPORT_EVERY != 0 || tin_job_report (job, 0, 0, error);
}

/**
 * tin_export_is_wanted:
 * @frame: a message
 *
 * Returns: whether it belongs to the stream that is to be saved
 */
gboolean
tin_export_is_wanted (TinExport      *self,
                      const TinFrame *frame)
{
  TinIndexEntry entry;
  gboolean is_data = (frame->flags & TIN_FRAME_EVENT) == 0;

  if (self->format == TIN_EXPORT_RAW && !is_data)
    return FALSE;
  if (self->connection == 0 && self->direction == TIN_DIRECTION_NONE)
    return TRUE;
  if (!tin_capture_peek (tin_frames_get_capture (self->frames), frame->first, &entry))
    return TRUE;
  if (self->connection != 0 && entry.connection != self->connection)
    return FALSE;

  return !is_data || self->direction == TIN_DIRECTION_NONE || entry.direction == self->direction;
}

/* The records of a message, and whose they are. */
static gboolean
add_frame (TinExport       *self,
           TinJob          *job,
           const TinFrame  *frame,
           TinNumbers      *records,
           TinNumbers      *connections,
           GError         **error)
{
  TinCapture *capture = tin_frames_get_capture (self->frames);
  TinIndexEntry entry;
  TinFrameWalk walk;

  if (!tin_capture_peek (capture, frame->first, &entry) || !tin_export_is_wanted (self, frame))
    return TRUE;

  tin_numbers_add (connections, entry.connection);
  tin_numbers_add (records, frame->first);

  if (frame->last == frame->first || !tin_frames_walk (self->frames, frame, &walk))
    return TRUE;

  for (guint64 n_done = 1; tin_frame_walk_next (&walk); n_done++)
    {
      tin_numbers_add (records, walk.position);
      if (!report (job, n_done, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_message (TinExport   *self,
             TinJob      *job,
             guint64      number,
             TinNumbers  *records,
             TinNumbers  *connections,
             GError     **error)
{
  TinFrame frame;

  return !tin_frames_get (self->frames, number, &frame) ||
         add_frame (self, job, &frame, records, connections, error);
}

static gboolean
add_chosen (TinExport   *self,
            TinJob      *job,
            TinNumbers  *records,
            TinNumbers  *connections,
            GError     **error)
{
  guint64 n_done = 0;

  for (guint64 number = 0; tin_numbers_next (self->numbers, &number); number++)
    if (!add_message (self, job, number, records, connections, error) || !report (job, ++n_done, error))
      return FALSE;

  return TRUE;
}

static gboolean
add_all (TinExport   *self,
         TinJob      *job,
         TinNumbers  *records,
         TinNumbers  *connections,
         GError     **error)
{
  guint64 n_done = 0;

  for (guint64 number = self->first; number < self->end; number++)
    if (!add_message (self, job, number, records, connections, error) || !report (job, ++n_done, error))
      return FALSE;

  return TRUE;
}

static gboolean
add_pending (TinExport   *self,
             TinJob      *job,
             TinNumbers  *records,
             TinNumbers  *connections,
             GError     **error)
{
  for (guint i = 0; self->pending != NULL && i < self->pending->len; i++)
    if (!add_frame (self, job, &g_array_index (self->pending, TinFrame, i), records, connections, error))
      return FALSE;

  return TRUE;
}

static gboolean
add_messages (TinExport   *self,
              TinJob      *job,
              TinNumbers  *records,
              TinNumbers  *connections,
              GError     **error)
{
  gboolean added = self->numbers != NULL ? add_chosen (self, job, records, connections, error)
                                         : add_all (self, job, records, connections, error);

  return added && add_pending (self, job, records, connections, error);
}

/* How a conversation began tells other programs who called whom. */
static gboolean
add_beginnings (TinExport   *self,
                TinJob      *job,
                TinNumbers  *records,
                TinNumbers  *connections,
                GError     **error)
{
  TinCapture *capture = tin_frames_get_capture (self->frames);
  guint64 first = tin_capture_get_first (capture);

  for (guint64 position = first; position < self->published; position++)
    {
      TinIndexEntry entry;

      if (tin_capture_peek (capture, position, &entry) && entry.event == TIN_EVENT_OPENED &&
          tin_numbers_has (connections, entry.connection))
        tin_numbers_add (records, position);
      if (!report (job, position - first + 1, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * tin_export_list_records:
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Lists the records that make the messages, each once whatever the messages share, and
 * those with which their connections began.
 *
 * Returns: (transfer full) (nullable): their positions
 */
TinNumbers *
tin_export_list_records (TinExport  *self,
                         TinJob     *job,
                         GError    **error)
{
  g_autoptr (TinNumbers) records = tin_numbers_new ();
  g_autoptr (TinNumbers) connections = tin_numbers_new ();
  gboolean all = self->numbers == NULL && self->connection == 0 && self->direction == TIN_DIRECTION_NONE;

  /* What has no message yet belongs to a whole recording as well. */
  if (all && self->first <= tin_frames_get_first (self->frames))
    {
      tin_numbers_add_range (records, tin_capture_get_first (tin_frames_get_capture (self->frames)), self->published);
      return g_steal_pointer (&records);
    }

  if (!add_messages (self, job, records, connections, error) ||
      !add_beginnings (self, job, records, connections, error))
    return NULL;

  return g_steal_pointer (&records);
}
