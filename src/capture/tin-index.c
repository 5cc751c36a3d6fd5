/* tin-index.c: fewer than sixteen bytes a record: where it is, when and what it is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-index.h"

#include "capture/tin-index-kind.h"

#define BLOCK_BITS    16
#define BLOCK_ENTRIES (1u << BLOCK_BITS)
#define GROUP_BITS    6
#define GROUP_ENTRIES (1u << GROUP_BITS)
#define N_GROUPS      (BLOCK_ENTRIES / GROUP_ENTRIES)
#define N_SLOTS       1024 /* blocks held at most: 64 Mi records, 976 MiB */

#define OFFSET_BITS   24 /* a group of records never takes 16 MiB but where bytes were left out */
#define TIME_BITS     40
#define TIME_BIAS     (G_GINT64_CONSTANT (1) << (TIME_BITS - 1)) /* µs: six days, before and after */
#define ODD_SIZE      G_MAXUINT16 /* in place of a size: look among the odd ones */
#define MAX_ODD       (1024 * 1024)

#define MASK(bits)    ((G_GUINT64_CONSTANT (1) << (bits)) - 1)

/* Records of a block lie in arrays, so that none is padded: 15 bytes each, and
 * 16 for a group of 64 of them. */
typedef struct
{
  TinTotals before;                      /* of all records before the block; the appending thread's */
  guint64   offsets[N_GROUPS];           /* of the first record of the group */
  gint64    times[N_GROUPS];
  guint64   places[BLOCK_ENTRIES];       /* time and offset, both from those of the group */
  guint32   connections[BLOCK_ENTRIES];
  guint16   sizes[BLOCK_ENTRIES];
  guint8    kinds[BLOCK_ENTRIES];        /* tin_index_pack_kind() */
} Block;

G_STATIC_ASSERT (sizeof (Block) <= 16 * BLOCK_ENTRIES);

/* A record that does not fit, in full: a count of many lost bytes, the note about a gap. */
typedef struct
{
  guint64       position;
  TinIndexEntry entry;
} OddEntry;

/**
 * TinIndex:
 *
 * A ring of fixed blocks. One thread appends and drops; any thread gets,
 * without a lock: a block is never given back before the index is freed, only
 * used again further on, and a reader looks at @first once more after it has
 * copied an entry, like the reader of a seqlock. An entry that was overwritten
 * meanwhile is thus always known to be gone. The few that do not fit are
 * elsewhere, under a lock.
 */
struct _TinIndex
{
  guint64   first;            /* (atomic) records before are gone */
  guint64   length;           /* (atomic) records ever appended */
  guint64   end;              /* of the last block, in records */
  Block    *slots[N_SLOTS];   /* (atomic) block of record n in slot (n >> BLOCK_BITS) % N_SLOTS */
  Block    *spare[N_SLOTS];   /* blocks to use again */
  guint     n_spare;
  TinTotals appended;         /* of all records; the appending thread's */

  GMutex    odd_lock;
  TinTotals gone;             /* of all records before @n_gone */
  guint64   n_gone;           /* @first, or soon to be */
  GArray   *odd;              /* (owned) (element-type OddEntry): by position */
};

static Block **
slot_of (TinIndex *self,
         guint64   position)
{
  return &self->slots[(position >> BLOCK_BITS) % N_SLOTS];
}

static Block *
take_block (TinIndex *self)
{
  if (self->n_spare > 0)
    return self->spare[--self->n_spare];
  return g_try_new (Block, 1);
}

/* Makes the slot for the block that begins at @position hold a block. */
static gboolean
begin_block (TinIndex *self,
             guint64   position)
{
  Block **slot = slot_of (self, position);
  Block *block;

  if (*slot != NULL)
    {
      /* The ring is full: the oldest sixteenth goes at once, not record by record. */
      tin_index_drop_before (self, self->first + (guint64) N_SLOTS / 16 * BLOCK_ENTRIES);
    }

  block = take_block (self);
  if (block == NULL)
    {
      tin_index_drop_before (self, self->first + (self->length - self->first) / 2);
      block = take_block (self);
    }
  if (block == NULL)
    return FALSE;

  block->before = self->appended;
  __atomic_store_n (slot, block, __ATOMIC_RELEASE);
  self->end = position + BLOCK_ENTRIES;
  return TRUE;
}

static guint
find_odd (GArray  *odd,
          guint64  position)
{
  guint low = 0;
  guint high = odd->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (odd, OddEntry, middle).position < position)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
append_odd (TinIndex            *self,
            const TinIndexEntry *entry)
{
  OddEntry odd = { .position = self->length, .entry = *entry };
  gboolean room;

  g_mutex_lock (&self->odd_lock);
  room = self->odd->len < MAX_ODD;
  if (room)
    g_array_append_val (self->odd, odd);
  g_mutex_unlock (&self->odd_lock);
  return room;
}

static gboolean
get_odd (TinIndex      *self,
         guint64        position,
         TinIndexEntry *entry)
{
  gboolean found = FALSE;
  guint i;

  g_mutex_lock (&self->odd_lock);
  i = find_odd (self->odd, position);
  if (i < self->odd->len && g_array_index (self->odd, OddEntry, i).position == position)
    {
      *entry = g_array_index (self->odd, OddEntry, i).entry;
      found = TRUE;
    }
  g_mutex_unlock (&self->odd_lock);
  return found;
}

/* In large steps, for what remains is moved. */
static void
drop_odd (TinIndex *self,
          guint64   position)
{
  guint n;

  g_mutex_lock (&self->odd_lock);
  n = find_odd (self->odd, position);
  if (n > self->odd->len / 2)
    g_array_remove_range (self->odd, 0, n);
  g_mutex_unlock (&self->odd_lock);
}

static void
begin_group (Block               *block,
             guint                group,
             const TinIndexEntry *entry)
{
  __atomic_store_n (&block->offsets[group], entry->offset, __ATOMIC_RELAXED);
  __atomic_store_n (&block->times[group], entry->time_us, __ATOMIC_RELAXED);
}

/* %FALSE when the entry does not fit: what is too large, too far from the first of its group, or before it. */
static gboolean
pack_place (const Block         *block,
            guint                group,
            const TinIndexEntry *entry,
            guint64             *place)
{
  guint64 offset = entry->offset - block->offsets[group];
  guint64 time = (guint64) entry->time_us - (guint64) block->times[group] + TIME_BIAS;

  *place = time << OFFSET_BITS | (offset & MASK (OFFSET_BITS));
  return offset <= MASK (OFFSET_BITS) && time <= MASK (TIME_BITS) && entry->size < ODD_SIZE;
}

/**
 * tin_index_new:
 *
 * Returns: (transfer full): an index without records
 */
TinIndex *
tin_index_new (void)
{
  TinIndex *self = g_new0 (TinIndex, 1);

  g_mutex_init (&self->odd_lock);
  self->odd = g_array_new (FALSE, FALSE, sizeof (OddEntry));
  return self;
}

/**
 * tin_index_free:
 * @self: an index that no thread uses any more
 */
void
tin_index_free (TinIndex *self)
{
  for (guint i = 0; i < N_SLOTS; i++)
    g_free (self->slots[i]);
  for (guint i = 0; i < self->n_spare; i++)
    g_free (self->spare[i]);
  g_array_unref (self->odd);
  g_mutex_clear (&self->odd_lock);
  g_free (self);
}

/**
 * tin_index_append:
 * @self: an index
 * @entry: of the next record
 *
 * Adds a record at the end; only one thread may. The index holds 64 Mi
 * records (976 MiB); past that, or when memory runs out, the oldest go, in steps of many.
 *
 * Returns: %FALSE when there is no memory for even one block, or too much of
 *   what is held is of a kind that should be rare: counts past 65,534, offsets that jump
 */
gboolean
tin_index_append (TinIndex            *self,
                  const TinIndexEntry *entry)
{
  guint64 position = self->length;
  guint at = position % BLOCK_ENTRIES;
  Block *block;
  gboolean fits;
  guint64 place;

  if (position >= self->end && !begin_block (self, position))
    return FALSE;
  block = *slot_of (self, position);
  if (at % GROUP_ENTRIES == 0)
    begin_group (block, at / GROUP_ENTRIES, entry);

  fits = pack_place (block, at / GROUP_ENTRIES, entry, &place);
  if (G_UNLIKELY (!fits) && !append_odd (self, entry))
    return FALSE;
  __atomic_store_n (&block->places[at], place, __ATOMIC_RELAXED);
  __atomic_store_n (&block->connections[at], entry->connection, __ATOMIC_RELAXED);
  __atomic_store_n (&block->sizes[at], fits ? entry->size : ODD_SIZE, __ATOMIC_RELAXED);
  __atomic_store_n (&block->kinds[at], tin_index_pack_kind (entry), __ATOMIC_RELAXED);
  __atomic_store_n (&self->length, position + 1, __ATOMIC_RELEASE);
  tin_totals_add (&self->appended, entry);
  return TRUE;
}

static inline void
unpack (Block         *block,
        guint          at,
        TinIndexEntry *entry)
{
  guint64 place = __atomic_load_n (&block->places[at], __ATOMIC_RELAXED);
  guint8 kind = __atomic_load_n (&block->kinds[at], __ATOMIC_RELAXED);
  guint group = at / GROUP_ENTRIES;

  entry->offset = __atomic_load_n (&block->offsets[group], __ATOMIC_RELAXED) + (place & MASK (OFFSET_BITS));
  entry->time_us = (guint64) __atomic_load_n (&block->times[group], __ATOMIC_RELAXED) +
                   (place >> OFFSET_BITS) - TIME_BIAS;
  entry->connection = __atomic_load_n (&block->connections[at], __ATOMIC_RELAXED);
  entry->size = __atomic_load_n (&block->sizes[at], __ATOMIC_RELAXED);
  tin_index_unpack_kind (kind, entry);
}

/**
 * tin_index_get:
 * @self: an index
 * @position: of the record, from tin_index_get_first() up
 * @entry: (out): its entry
 *
 * Safe in any thread, at any time, and but for a few odd entries without a lock.
 *
 * Returns: %FALSE when the record is gone or not there yet
 */
gboolean
tin_index_get (TinIndex      *self,
               guint64        position,
               TinIndexEntry *entry)
{
  Block *block;

  if (position >= __atomic_load_n (&self->length, __ATOMIC_ACQUIRE))
    return FALSE;

  block = __atomic_load_n (slot_of (self, position), __ATOMIC_ACQUIRE);
  if (block == NULL)
    return FALSE;

  unpack (block, position % BLOCK_ENTRIES, entry);
  __atomic_thread_fence (__ATOMIC_ACQUIRE);
  if (position < __atomic_load_n (&self->first, __ATOMIC_RELAXED))
    return FALSE;
  return G_LIKELY (entry->size != ODD_SIZE) || get_odd (self, position, entry);
}

/**
 * tin_index_get_many:
 * @self: an index
 * @position: of the first record, from tin_index_get_first() up
 * @entries: (out caller-allocates) (array length=n_entries): the entries of it and those after it
 * @n_entries: how many are wanted at most
 *
 * The same as tin_index_get() for records in a row, at a fraction of the cost for each.
 *
 * Returns: how many it gives, which may be fewer than there are; 0 when the first is gone or not there yet
 */
guint
tin_index_get_many (TinIndex      *self,
                    guint64        position,
                    TinIndexEntry *entries,
                    guint          n_entries)
{
  guint64 length = __atomic_load_n (&self->length, __ATOMIC_ACQUIRE);
  guint at = position % BLOCK_ENTRIES;
  Block *block;
  guint n;

  if (position >= length)
    return 0;

  block = __atomic_load_n (slot_of (self, position), __ATOMIC_ACQUIRE);
  if (block == NULL)
    return 0;

  n = (guint) MIN (MIN (n_entries, BLOCK_ENTRIES - at), length - position);
  for (guint i = 0; i < n; i++)
    unpack (block, at + i, &entries[i]);

  __atomic_thread_fence (__ATOMIC_ACQUIRE);
  if (position < __atomic_load_n (&self->first, __ATOMIC_RELAXED))
    return 0;

  for (guint i = 0; i < n; i++)
    if (G_UNLIKELY (entries[i].size == ODD_SIZE) && !get_odd (self, position + i, &entries[i]))
      return i;

  return n;
}

/**
 * tin_index_get_first:
 * @self: an index
 *
 * Returns: the position of the oldest record that is still there
 */
guint64
tin_index_get_first (TinIndex *self)
{
  return __atomic_load_n (&self->first, __ATOMIC_ACQUIRE);
}

/**
 * tin_index_get_length:
 * @self: an index
 *
 * Returns: how many records were ever appended: the position of the next
 */
guint64
tin_index_get_length (TinIndex *self)
{
  return __atomic_load_n (&self->length, __ATOMIC_ACQUIRE);
}

/* All records before @position, of which no more than those of one block have to be looked at. */
static void
sum_up (TinIndex  *self,
        guint64    position,
        TinTotals *totals)
{
  Block *block = *slot_of (self, position);
  guint64 start = position & ~(guint64) (BLOCK_ENTRIES - 1);
  TinIndexEntry entry;

  if (position == self->length)
    {
      *totals = self->appended;
      return;
    }

  *totals = block->before;
  if (self->n_gone > start)
    {
      *totals = self->gone;
      start = self->n_gone;
    }
  for (; start < position; start++)
    if (tin_index_get (self, start, &entry))
      tin_totals_add (totals, &entry);
}

/* Before anybody can see that they are gone. */
static void
count_gone (TinIndex *self,
            guint64   position)
{
  TinTotals totals;

  sum_up (self, position, &totals);
  g_mutex_lock (&self->odd_lock);
  self->gone = totals;
  self->n_gone = position;
  g_mutex_unlock (&self->odd_lock);
}

/**
 * tin_index_get_gone:
 * @self: an index
 * @totals: (out caller-allocates): of all records that were dropped
 *
 * Safe in any thread, at any time.
 *
 * Returns: how many that are: at least as many as tin_index_get_first() said before
 */
guint64
tin_index_get_gone (TinIndex  *self,
                    TinTotals *totals)
{
  guint64 n_gone;

  g_mutex_lock (&self->odd_lock);
  *totals = self->gone;
  n_gone = self->n_gone;
  g_mutex_unlock (&self->odd_lock);
  return n_gone;
}

/**
 * tin_index_drop_before:
 * @self: an index
 * @position: of the first record to keep; at most the length counts
 *
 * Forgets the records before; only the thread that appends may.
 */
void
tin_index_drop_before (TinIndex *self,
                       guint64   position)
{
  guint64 first = self->first;

  position = MIN (position, self->length);
  if (position <= first)
    return;

  count_gone (self, position);
  __atomic_store_n (&self->first, position, __ATOMIC_RELAXED);
  __atomic_thread_fence (__ATOMIC_SEQ_CST);

  for (guint64 start = first & ~(guint64) (BLOCK_ENTRIES - 1);
       start + BLOCK_ENTRIES <= position;
       start += BLOCK_ENTRIES)
    {
      Block **slot = slot_of (self, start);

      if (*slot != NULL)
        self->spare[self->n_spare++] = *slot;
      __atomic_store_n (slot, NULL, __ATOMIC_RELEASE);
    }
  drop_odd (self, position);
}
