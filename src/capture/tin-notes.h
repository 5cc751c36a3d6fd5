/* tin-notes.h: what a user wrote on the bytes of one record.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the notes on one record may take in a file: with them, the largest packet is still a block of under 96 KiB. */
#define TIN_NOTES_ROOM     (24 * 1024) /* bytes */
#define TIN_NOTES_OVERHEAD 32          /* bytes of each: "bookmark at 4294967295: ", and what makes it an option */

/**
 * TinNote:
 * @offset: of the byte in the payload that it is written on; 0 for a record without
 * @text: one line of UTF-8, empty for a mere bookmark
 */
typedef struct
{
  guint32  offset;
  char    *text;    /* (owned) */
} TinNote;

typedef struct _TinNotes TinNotes;

TinNotes      *tin_notes_new        (void);

void           tin_notes_free       (TinNotes       *self);

guint          tin_notes_get_length (const TinNotes *self);

const TinNote *tin_notes_get        (const TinNotes *self,
                                     guint           index);

const TinNote *tin_notes_find       (const TinNotes *self,
                                     guint32         offset);

gboolean       tin_notes_add        (TinNotes       *self,
                                     guint32         offset,
                                     const char     *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinNotes, tin_notes_free)

G_END_DECLS
