/* tin-notes.c: what a user wrote on the bytes of one record.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-notes.h"

#include <string.h>

struct _TinNotes
{
  GArray *notes;  /* (owned) (element-type TinNote) */
  gsize   size;   /* of all in a file, bytes */
};

static void
clear_note (gpointer data)
{
  g_free (((TinNote *) data)->text);
}

/**
 * tin_notes_new:
 *
 * Returns: (transfer full): no notes
 */
TinNotes *
tin_notes_new (void)
{
  TinNotes *self = g_new0 (TinNotes, 1);

  self->notes = g_array_new (FALSE, FALSE, sizeof (TinNote));
  g_array_set_clear_func (self->notes, clear_note);
  return self;
}

/**
 * tin_notes_free:
 * @self: (transfer full): notes
 */
void
tin_notes_free (TinNotes *self)
{
  g_array_unref (self->notes);
  g_free (self);
}

/**
 * tin_notes_get_length:
 * @self: notes
 *
 * Returns: how many there are
 */
guint
tin_notes_get_length (const TinNotes *self)
{
  return self->notes->len;
}

/**
 * tin_notes_get:
 * @self: notes
 * @index: from 0 up to their number
 *
 * Returns: (transfer none): one of them, until the next change, in the order in which they were added
 */
const TinNote *
tin_notes_get (const TinNotes *self,
               guint           index)
{
  return &g_array_index (self->notes, TinNote, index);
}

/**
 * tin_notes_find:
 * @self: notes
 * @offset: as in #TinNote
 *
 * Returns: (transfer none) (nullable): the note on that byte, until the next change
 */
const TinNote *
tin_notes_find (const TinNotes *self,
                guint32         offset)
{
  for (guint i = 0; i < self->notes->len; i++)
    if (tin_notes_get (self, i)->offset == offset)
      return tin_notes_get (self, i);
  return NULL;
}

/**
 * tin_notes_add:
 * @self: notes
 * @offset: as in #TinNote
 * @text: as in #TinNote; copied
 *
 * The first note on a byte stays. All together take no more than %TIN_NOTES_ROOM: some 750 bookmarks, or as many
 * notes as fit.
 *
 * Returns: whether it was added
 */
gboolean
tin_notes_add (TinNotes   *self,
               guint32     offset,
               const char *text)
{
  gsize size = TIN_NOTES_OVERHEAD + strlen (text);
  TinNote note = { .offset = offset };

  if (size > TIN_NOTES_ROOM - self->size || tin_notes_find (self, offset) != NULL)
    return FALSE;

  note.text = g_strdup (text);
  g_array_append_val (self->notes, note);
  self->size += size;
  return TRUE;
}
