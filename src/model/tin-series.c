/* tin-series.c: how much came and went, and how many were connected, over time.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-series.h"

#define MAX_TRACKED 65536 /* connections that are known one by one */

/**
 * TinSeries:
 *
 * A bounded number of buckets of one width, from the first record on. When there is no
 * room for the next, two become one, so that a session of any length takes 40 KiB. Open
 * connections beyond a number are only counted: an end that belongs to none that is known
 * is taken for one of theirs.
 */
struct _TinSeries
{
  gint64           start;    /* µs since 1970 */
  gint64           end;      /* µs since 1970, of the last record */
  gint64           width;    /* µs of a bucket */
  guint            n_buckets;
  GHashTable      *open;     /* (owned) set of connections, up to %MAX_TRACKED */
  guint            n_more;   /* that are open, too */
  TinSeriesBucket  buckets[TIN_SERIES_MAX_BUCKETS];
};

/**
 * tin_series_new:
 *
 * Returns: (transfer full): a series of nothing
 */
TinSeries *
tin_series_new (void)
{
  TinSeries *self = g_new0 (TinSeries, 1);

  self->open = g_hash_table_new (NULL, NULL);
  self->width = TIN_SERIES_MIN_WIDTH;

  return self;
}

/**
 * tin_series_free:
 */
void
tin_series_free (TinSeries *self)
{
  g_hash_table_unref (self->open);
  g_free (self);
}

/**
 * tin_series_clear:
 *
 * Begins anew.
 */
void
tin_series_clear (TinSeries *self)
{
  g_hash_table_remove_all (self->open);
  self->n_more = 0;
  self->n_buckets = 0;
  self->width = TIN_SERIES_MIN_WIDTH;
  self->start = 0;
  self->end = 0;
}

static void
merge (TinSeriesBucket       *into,
       const TinSeriesBucket *bucket)
{
  into->bytes_in += bucket->bytes_in;
  into->bytes_out += bucket->bytes_out;
  into->messages_in += bucket->messages_in;
  into->messages_out += bucket->messages_out;
  into->connections = MAX (into->connections, bucket->connections);
}

static void
double_width (TinSeries *self)
{
  guint n_merged = (self->n_buckets + 1) / 2;

  for (guint i = 0; i < n_merged; i++)
    {
      TinSeriesBucket bucket = self->buckets[2 * i];

      if (2 * i + 1 < self->n_buckets)
        merge (&bucket, &self->buckets[2 * i + 1]);
      self->buckets[i] = bucket;
    }

  self->n_buckets = n_merged;
  self->width *= 2;
}

static guint
count_open (TinSeries *self)
{
  return g_hash_table_size (self->open) + self->n_more;
}

/* The bucket of a time. Those that nothing happened in have what was open all the while. */
static TinSeriesBucket *
find_bucket (TinSeries *self,
             gint64     time)
{
  guint index;

  while ((time - self->start) / self->width >= TIN_SERIES_MAX_BUCKETS)
    double_width (self);

  index = (guint) ((time - self->start) / self->width);
  for (; self->n_buckets <= index; self->n_buckets++)
    self->buckets[self->n_buckets] = (TinSeriesBucket) { .connections = count_open (self) };

  return &self->buckets[index];
}

static void
follow_connections (TinSeries           *self,
                    const TinIndexEntry *entry)
{
  gpointer connection = GUINT_TO_POINTER (entry->connection);

  switch (entry->event)
    {
    case TIN_EVENT_OPENED:
      if (g_hash_table_size (self->open) < MAX_TRACKED)
        g_hash_table_add (self->open, connection);
      else if (!g_hash_table_contains (self->open, connection))
        self->n_more++;
      break;

    case TIN_EVENT_CLOSED:
    case TIN_EVENT_RESET:
      if (!g_hash_table_remove (self->open, connection) && self->n_more > 0)
        self->n_more--;
      break;

    case TIN_EVENT_STOPPED:
      g_hash_table_remove_all (self->open);
      self->n_more = 0;
      break;

    default:
      break;
    }
}

/**
 * tin_series_add:
 * @entry: of the next record, each counted once; one of an earlier time than the one
 *   before counts as of the same
 */
void
tin_series_add (TinSeries           *self,
                const TinIndexEntry *entry)
{
  TinSeriesBucket *bucket;

  if (self->n_buckets == 0)
    self->start = self->end = entry->time_us;

  self->end = MAX (self->end, entry->time_us);
  bucket = find_bucket (self, self->end);

  if (entry->event != TIN_EVENT_DATA)
    {
      follow_connections (self, entry);
      bucket->connections = MAX (bucket->connections, count_open (self));
    }
  else if (entry->direction == TIN_DIRECTION_IN)
    {
      bucket->bytes_in += entry->size;
      bucket->messages_in++;
    }
  else
    {
      bucket->bytes_out += entry->size;
      bucket->messages_out++;
    }
}

/**
 * tin_series_get_start:
 *
 * Returns: µs since 1970, of the first record
 */
gint64
tin_series_get_start (TinSeries *self)
{
  return self->start;
}

/**
 * tin_series_get_end:
 *
 * Returns: µs since 1970, of the last record
 */
gint64
tin_series_get_end (TinSeries *self)
{
  return self->end;
}

/**
 * tin_series_get_width:
 *
 * Returns: µs of a bucket; it doubles now and then
 */
gint64
tin_series_get_width (TinSeries *self)
{
  return self->width;
}

/**
 * tin_series_get_n_buckets:
 *
 * Returns: how many there are, up to that of the last record
 */
guint
tin_series_get_n_buckets (TinSeries *self)
{
  return self->n_buckets;
}

/**
 * tin_series_sum:
 * @first: a bucket
 * @end: the one behind the last
 * @sum: (out caller-allocates): what happened in all of them together
 */
void
tin_series_sum (TinSeries       *self,
                guint            first,
                guint            end,
                TinSeriesBucket *sum)
{
  *sum = (TinSeriesBucket) { 0 };

  for (guint i = first; i < MIN (end, self->n_buckets); i++)
    merge (sum, &self->buckets[i]);
}
