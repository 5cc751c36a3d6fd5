/* tin-last-sent.c: when something was last sent before a message.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-last-sent.h"

#define STEP            20000   /* records that one call looks at, a fraction of a millisecond */
#define MAX_SPAN        1000000 /* records behind which nothing is looked for any more */
#define MAX_CONNECTIONS 1024    /* that are remembered */

/* What is known of one connection: nothing was sent in the records from @first up to @end, which is not one of them. */
typedef struct
{
  guint64  first;
  guint64  end;
  gboolean found;    /* the record before @first was sent */
  gint64   time_ns;  /* its time */
} Span;

struct _TinLastSent
{
  TinCapture *capture;  /* (owned) (nullable) what is remembered is of this one */
  GHashTable *spans;    /* (owned) connection to (owned) Span */
};

/**
 * tin_last_sent_new:
 *
 * Returns: (transfer full): one that remembers nothing yet
 */
TinLastSent *
tin_last_sent_new (void)
{
  TinLastSent *self = g_new0 (TinLastSent, 1);

  self->spans = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  return self;
}

void
tin_last_sent_free (TinLastSent *self)
{
  g_clear_object (&self->capture);
  g_hash_table_unref (self->spans);
  g_free (self);
}

/* One that ends at @position, from what is known if that joins. */
static Span *
get_span (TinLastSent *self,
          guint32      connection,
          guint64      position)
{
  Span *span = g_hash_table_lookup (self->spans, GUINT_TO_POINTER (connection));

  if (span != NULL && position >= span->first && position <= span->end)
    return span;

  if (span == NULL && g_hash_table_size (self->spans) >= MAX_CONNECTIONS)
    g_hash_table_remove_all (self->spans);

  span = g_new (Span, 1);
  *span = (Span) { .first = position, .end = position };

  return span;
}

static gboolean
is_sent (const TinIndexEntry *entry,
         guint32              connection)
{
  return entry->event == TIN_EVENT_DATA && entry->direction == TIN_DIRECTION_OUT && entry->connection == connection;
}

static void
take_time (TinLastSent *self,
           Span        *span)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  span->found = tin_capture_read (self->capture, span->first - 1, 0, &record, NULL);
  span->time_ns = record.time_ns;
}

/* Goes back from the beginning of @span, until something was sent, it meets @known, or it was enough for one call. */
static void
look_back (TinLastSent *self,
           Span        *span,
           guint32      connection,
           const Span  *known)
{
  const guint64 first = tin_capture_get_first (self->capture);
  TinIndexEntry entry;

  for (guint i = 0; i < STEP && !span->found && span->first > first; i++)
    {
      if (known != NULL && span->first == known->end && known->end > known->first)
        {
          span->first = known->first;
          span->found = known->found;
          span->time_ns = known->time_ns;
          known = NULL;
          continue;
        }

      if (!tin_capture_peek (self->capture, span->first - 1, &entry))
        return;

      if (is_sent (&entry, connection))
        {
          take_time (self, span);
          return;
        }

      span->first--;
    }
}

static void
set_capture (TinLastSent *self,
             TinCapture  *capture)
{
  if (g_set_object (&self->capture, capture))
    g_hash_table_remove_all (self->spans);
}

/**
 * tin_last_sent_find:
 * @self: what is remembered
 * @message: a message of a connection
 * @time_ns: (out): nanoseconds since 1970
 *
 * Finds when something was sent over the same connection for the last time before a
 * message. Looks back over a bounded number of records, 20,000 at once and a million in
 * all.
 *
 * Returns: %FALSE if nothing was, or not that near
 */
gboolean
tin_last_sent_find (TinLastSent *self,
                    TinMessage  *message,
                    gint64      *time_ns)
{
  const guint32 connection = tin_message_get_connection (message);
  const guint64 position = tin_message_get_position (message);
  Span *known, *span;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (time_ns != NULL, FALSE);

  if (connection == 0)
    return FALSE;

  set_capture (self, tin_message_get_capture (message));
  span = get_span (self, connection, position);
  known = g_hash_table_lookup (self->spans, GUINT_TO_POINTER (connection));

  if (!span->found && span->end - span->first < MAX_SPAN)
    look_back (self, span, connection, known != span ? known : NULL);

  if (span != known)
    g_hash_table_insert (self->spans, GUINT_TO_POINTER (connection), span);

  *time_ns = span->time_ns;

  return span->found;
}
