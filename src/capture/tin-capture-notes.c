/* tin-capture-notes.c: what a capture has to say of itself, in its own log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-capture-private.h"

#include "capture/tin-ring-private.h"

#include <glib/gi18n-lib.h>

/* Adds a record about records that are no more, if there are such. The engine's thread. */
void
tin_capture_note_removed (TinCapture *self)
{
  g_autofree char *n_records = NULL;
  g_autofree char *time = NULL;
  g_autofree char *limit = NULL;
  g_autofree char *reason = NULL;
  TinRingRemoved removed;

  if (G_LIKELY (!tin_ring_take_removed (self->ring, &removed)))
    return;

  /* All that ever went, for the notes of before go, too. */
  n_records = g_strdup_printf ("%" G_GUINT64_FORMAT, removed.position);
  time = tin_ring_format_time (removed.time_us * 1000);
  limit = g_format_size_full (self->session_limit, G_FORMAT_SIZE_IEC_UNITS);
  /* Translators: what no longer is in a recording: how many messages, the time of day of the last, and a size such
   * as “8.0 GiB”. */
  reason = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "The oldest message (%1$s), up to %2$s, was removed: "
                                         "the recording reached its limit of %3$s.",
                                         "The oldest %1$s messages, up to %2$s, were removed: "
                                         "the recording reached its limit of %3$s.",
                                         removed.position),
                            n_records, time, limit);
  tin_capture_append_event (self, NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL,
                            MIN (removed.position, G_MAXUINT32), reason);
}
