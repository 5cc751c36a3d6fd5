/* tin-resync.c: where the blocks of a damaged recording go on.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a peer sent stands in the file as it came, and it may have sent what looks like blocks. So nothing is looked for
 * in the middle: a block is one because its neighbours say so. From the beginning, each says where the next begins;
 * from the end, the length at the end of each says where it began. Whoever goes that way never comes into a
 * payload, whatever is in it. Between the first damage and the last one nothing is known any more.
 *
 * The end of the file is no place to begin when it is in the middle of a block. Then the beginning of that block
 * stands before it, and says that it goes on beyond the end. And where the damage is so near to the end that it may
 * have hit just that beginning, the end counts only if the recorder wrote there that it ended.
 */

#include "capture/tin-resync.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-little-endian.h"
#include "capture/tin-pcapng.h"

#include <string.h>

#define WINDOW_SIZE  TIN_BLOCK_MAX_SIZE /* bytes read at once */
#define MAX_CUT      (96 * 1024)        /* bytes: more than any block that we write */
#define MAX_HEADER   2048               /* bytes of a section or an interface */
#define JOURNAL_HEAD "__REALTIME_TIMESTAMP="

/* A piece of the file. */
typedef struct
{
  TinSink *source;   /* (unowned) */
  guint8  *data;     /* (owned) */
  guint64  offset;
  gsize    size;     /* bytes */
} Window;

/* Four bytes of the file; what is not there any more is 0. The window goes backwards. */
static gboolean
look (Window   *self,
      guint64   offset,
      guint32  *value,
      GError  **error)
{
  *value = 0;
  if (offset < self->offset || offset + 4 > self->offset + self->size)
    {
      guint64 end = offset + 4;
      gssize n;

      self->offset = end - MIN (end, WINDOW_SIZE);
      self->size = 0;
      n = tin_sink_read (self->source, self->data, end - self->offset, self->offset, error);
      if (n < 0)
        return FALSE;
      self->size = n;
      if (self->offset + self->size < end)
        return TRUE;
    }
  *value = tin_get32_le (self->data + (offset - self->offset));
  return TRUE;
}

/* Goes from @next to the block before, and so on; to the first that cannot be behind @start. */
static gboolean
walk_back (Window      *window,
           guint64      start,
           const gint  *cancelled,
           guint64     *next,
           GError     **error)
{
  while (!g_atomic_int_get (cancelled) && *next - start > TIN_BLOCK_MIN_SIZE)
    {
      guint32 size, same;

      if (!look (window, *next - 4, &size, error))
        return FALSE;
      if (size < TIN_BLOCK_MIN_SIZE || size > TIN_BLOCK_MAX_SIZE || size % 4 != 0 || size >= *next - start)
        return TRUE;
      if (!look (window, *next - size + 4, &same, error))
        return FALSE;
      if (same != size)
        return TRUE;
      *next -= size;
    }
  return TRUE;
}

/* Whether the options of a packet, as far as they are there, end where its length says. */
static gboolean
fit_options (const guint8 *at,
             gsize         there,
             gsize         offset,
             gsize         end)
{
  while (offset + 4 <= there && offset < end)
    {
      gsize length = tin_get16_le (at + offset + 2);

      if (tin_get16_le (at + offset) == TIN_PCAPNG_OPTION_END)
        return offset + 4 == end;
      offset += 4 + ((length + 3) & ~(gsize) 3);
    }
  return offset <= end;
}

static gboolean
fits_packet (const guint8 *at,
             gsize         there,
             gsize         size)
{
  gsize options_offset, options_size;

  if (there < TIN_PCAPNG_PACKET_HEAD)
    return size > TIN_PCAPNG_PACKET_HEAD;
  return tin_get32_le (at + 24) - tin_get32_le (at + 20) <= G_MAXUINT16 && /* more than there is if it was cut */
         tin_block_locate_options (at, there, &options_offset, &options_size) &&
         fit_options (at, there, options_offset, options_offset + options_size);
}

/* Text without a NUL, and at most three of them behind it. */
static gboolean
fits_journal (const guint8 *at,
              gsize         there,
              gsize         size)
{
  gsize text_size = there - 8;
  const guint8 *nul = memchr (at + 8, 0, text_size);

  return memcmp (at + 8, JOURNAL_HEAD, MIN (text_size, strlen (JOURNAL_HEAD))) == 0 &&
         (nul == NULL || (gsize) (nul - at) + 8 > size);
}

/* Whether the first half of a block of ours stands here: all there is of it, up to the end of the file. */
static gboolean
is_cut_block (const guint8 *at,
              gsize         there)
{
  gsize size = tin_block_get_size (at, there);

  if (size <= there || size > MAX_CUT)
    return FALSE;
  switch (tin_get32_le (at))
    {
    case TIN_PCAPNG_PACKET:
      return fits_packet (at, there, size);
    case TIN_PCAPNG_JOURNAL:
      return fits_journal (at, there, size);
    case TIN_PCAPNG_SECTION:
    case TIN_PCAPNG_INTERFACE:
      return size <= MAX_HEADER;
    case TIN_PCAPNG_END:
      return size == TIN_PCAPNG_END_SIZE;
    default:
      return FALSE;
    }
}

/* Whether the end of the file can be the end of a block, and where the one begins that it cuts; @end if there is none. */
static gboolean
examine_end (TinSink   *source,
             guint64    start,
             guint64    end,
             gboolean  *is_block_end,
             guint64   *cut,
             GError   **error)
{
  g_autofree guint8 *tail = g_malloc (MIN (end, MAX_CUT));
  guint64 skipped = end - start > MAX_CUT ? (end - start - MAX_CUT + 3) & ~G_GUINT64_CONSTANT (3) : 0;
  guint64 offset = start + skipped;
  gssize there = tin_sink_read (source, tail, end - offset, offset, error);

  *cut = end;
  for (gssize at = 0; there - at >= 8 && *cut == end; at += 4)
    if (is_cut_block (tail + at, there - at))
      *cut = offset + at;
  *is_block_end = *cut == end &&
                  (skipped > 0 || (there >= TIN_PCAPNG_END_SIZE && tin_pcapng_is_end (tail + there - TIN_PCAPNG_END_SIZE)));
  return there >= 0;
}

/**
 * tin_resync_find:
 * @source: a file of a recording, open
 * @start: where the first block stands that is none
 * @end: of the file, bytes
 * @cancelled: atomic; not zero to give up, and find nothing
 * @found: (out caller-allocates): where blocks are again
 * @error: of %G_IO_ERROR, when the file cannot be read
 *
 * All blocks from the one that it finds to the end are blocks that the recorder wrote, even if peers sent what looks like
 * some. Where two places are damaged, that is what follows the second; in a file that broke off and is
 * damaged in its last 96 KiB it is nothing. Only who has the file end to the byte where a payload says that it ended, and
 * destroys where the block around that began, can show what was never recorded. Reads backwards all that
 * it finds, which may be long: not for a thread that a user waits for.
 *
 * Returns: %FALSE on failure
 */
gboolean
tin_resync_find (TinSink     *source,
                 guint64      start,
                 guint64      end,
                 const gint  *cancelled,
                 TinResync   *found,
                 GError     **error)
{
  g_autofree guint8 *data = g_malloc (MIN (end, WINDOW_SIZE));
  Window window = { .source = source, .data = data };
  gboolean is_block_end;

  found->next = end;
  if (!examine_end (source, start, end, &is_block_end, &found->cut, error))
    return FALSE;
  return !is_block_end || walk_back (&window, start, cancelled, &found->next, error);
}
