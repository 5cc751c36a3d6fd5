/* bench-audit.c: reads a log while it is written, and says whether all of it is right.
 *
 * What a connection sends is the pattern, from the number of its port on; what it gets is
 * the same again. So each record can be judged by itself, and nothing has to be known
 * of the peer.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-audit.h"

#include "bench-pattern.h"

#define N_DIRECTIONS (TIN_DIRECTION_OUT + 1)

typedef struct
{
  TinAddress peer;
  guint64    sizes[N_DIRECTIONS];
  GChecksum *hashes[N_DIRECTIONS];  /* (owned) (nullable) */
} Conversation;

struct _BenchAudit
{
  TinCapture       *capture;        /* (owned) */
  BenchAuditKind    kind;
  guint64           position;       /* of the next record */
  GHashTable       *conversations;  /* (owned) connection → owned Conversation */
  guint8           *pattern;        /* (owned) */
  BenchAuditTotals  totals;
};

static void
conversation_free (gpointer data)
{
  Conversation *conversation = data;

  for (guint i = 0; i < N_DIRECTIONS; i++)
    g_clear_pointer (&conversation->hashes[i], g_checksum_free);

  g_free (conversation);
}

static void
begin (BenchAudit      *self,
       const TinRecord *record)
{
  Conversation *conversation = g_new0 (Conversation, 1);

  conversation->peer = record->peer;

  if (self->kind == BENCH_AUDIT_HASHES)
    {
      conversation->hashes[TIN_DIRECTION_IN] = g_checksum_new (G_CHECKSUM_SHA256);
      conversation->hashes[TIN_DIRECTION_OUT] = g_checksum_new (G_CHECKSUM_SHA256);
    }

  if (!g_hash_table_replace (self->conversations, GUINT_TO_POINTER (record->connection), conversation))
    self->totals.n_wrong++;

  self->totals.n_opened++;
}

static void
take_data (BenchAudit      *self,
           Conversation    *conversation,
           const TinRecord *record)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (record->payload, &size);
  guint64 *done = &conversation->sizes[record->direction];

  if (size != record->size
      || !bench_pattern_is (self->pattern, conversation->peer.port + *done, data, size)
      || (record->direction == TIN_DIRECTION_OUT && *done + size > conversation->sizes[TIN_DIRECTION_IN]))
    self->totals.n_wrong++;

  if (conversation->hashes[record->direction] != NULL)
    g_checksum_update (conversation->hashes[record->direction], data, size);

  *done += size;
  self->totals.bytes[record->direction] += size;
}

static void
end (BenchAudit      *self,
     Conversation    *conversation,
     const TinRecord *record)
{
  if (record->event == TIN_EVENT_RESET)
    self->totals.n_reset++;
  else
    self->totals.n_closed++;

  for (guint i = TIN_DIRECTION_IN; i < N_DIRECTIONS && record->event == TIN_EVENT_CLOSED; i++)
    self->totals.closed_bytes[i] += conversation->sizes[i];

  if (self->kind == BENCH_AUDIT_FIGURES)
    g_hash_table_remove (self->conversations, GUINT_TO_POINTER (record->connection));
}

/* What waits for a peer that breaks off is never sent, and nothing of the log is missing for that; one that ends in order
 * is known by what it got. */
static void
take (BenchAudit      *self,
      const TinRecord *record)
{
  Conversation *conversation = g_hash_table_lookup (self->conversations, GUINT_TO_POINTER (record->connection));

  self->totals.n_records++;

  if (record->event == TIN_EVENT_OPENED)
    begin (self, record);
  else if (record->event == TIN_EVENT_DROPPED)
    self->totals.n_missed += record->direction != TIN_DIRECTION_OUT;
  else if (conversation == NULL)
    return;
  else if (record->event == TIN_EVENT_DATA)
    take_data (self, conversation, record);
  else if (record->event == TIN_EVENT_CLOSED || record->event == TIN_EVENT_RESET)
    end (self, conversation, record);
}

/**
 * bench_audit_new:
 * @capture: that of a server that echoes and to which patterns are sent
 */
BenchAudit *
bench_audit_new (TinCapture     *capture,
                 BenchAuditKind  kind)
{
  BenchAudit *self = g_new0 (BenchAudit, 1);

  self->capture = g_object_ref (capture);
  self->kind = kind;
  self->position = tin_capture_get_first (capture);
  self->conversations = g_hash_table_new_full (NULL, NULL, NULL, conversation_free);
  self->pattern = bench_pattern_new ();

  return self;
}

void
bench_audit_free (BenchAudit *self)
{
  g_object_unref (self->capture);
  g_hash_table_unref (self->conversations);
  g_free (self->pattern);
  g_free (self);
}

/**
 * bench_audit_go_on:
 * @max_records: to read at most
 *
 * Reads on.
 *
 * Returns: how many records were read; 0 when all that has been published was
 */
guint64
bench_audit_go_on (BenchAudit *self,
                   guint64     max_records)
{
  guint64 first = tin_capture_get_first (self->capture);
  guint64 begin_position;
  guint64 end_position;

  if (first > self->position)
    {
      self->totals.n_missed += first - self->position;
      self->position = first;
    }

  begin_position = self->position;
  end_position = MIN (tin_capture_get_published (self->capture), begin_position + max_records);

  while (self->position < end_position)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      if (tin_capture_read (self->capture, self->position++, TIN_CAPTURE_MAX_PAYLOAD, &record, NULL))
        take (self, &record);
      else
        self->totals.n_missed++;
    }

  return self->position - begin_position;
}

const BenchAuditTotals *
bench_audit_get_totals (BenchAudit *self)
{
  return &self->totals;
}

/**
 * bench_audit_foreach:
 *
 * Tells of every connection; for %BENCH_AUDIT_HASHES, once all is read.
 */
void
bench_audit_foreach (BenchAudit     *self,
                     BenchAuditFunc  func,
                     gpointer        user_data)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->conversations);

  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Conversation *conversation = value;
      const char *const hashes[N_DIRECTIONS] = {
        [TIN_DIRECTION_IN] = g_checksum_get_string (conversation->hashes[TIN_DIRECTION_IN]),
        [TIN_DIRECTION_OUT] = g_checksum_get_string (conversation->hashes[TIN_DIRECTION_OUT]),
      };
      char peer[TIN_ADDRESS_STRING_SIZE];

      tin_address_format (&conversation->peer, peer);
      func (peer, conversation->sizes, hashes, user_data);
    }
}
