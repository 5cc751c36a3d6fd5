/* tin-digest.c: a capture, read on and on into messages, peers and totals.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-digest.h"

#include <string.h>

/**
 * TinDigest:
 *
 * The one way from a capture to what views bind to, whether the capture still grows
 * or is an old one.
 */
struct _TinDigest
{
  TinMessageList  *messages;  /* (owned) */
  TinPeerList     *peers;     /* (owned) */
  TinTotals        totals;
  TinRates         rates;
  TinSeries       *series;    /* (owned) */

  TinCapture      *capture;   /* (owned) (nullable) */
  guint64          seen;      /* records taken in, or gone */
  guint64          n_unseen;  /* of these: records that were gone before they were taken in */
  guint64          loss_ends[TIN_N_LOSSES]; /* the position after the last record of each loss, 0 for none */

  TinDigestFunc    func;
  gpointer         user_data;
};

/**
 * tin_digest_new:
 * @func: called for each record that is taken in
 * @user_data: for @func
 *
 * Returns: (transfer full): a digest of nothing
 */
TinDigest *
tin_digest_new (TinDigestFunc func,
                gpointer      user_data)
{
  TinDigest *self = g_new0 (TinDigest, 1);

  self->messages = tin_message_list_new ();
  self->peers = tin_peer_list_new ();
  self->series = tin_series_new ();
  self->func = func;
  self->user_data = user_data;

  return self;
}

/**
 * tin_digest_free:
 *
 * The lists may live on, without their capture.
 */
void
tin_digest_free (TinDigest *self)
{
  tin_message_list_set_capture (self->messages, NULL);
  tin_message_list_set_news_func (self->messages, NULL, NULL);
  g_object_unref (self->messages);
  g_object_unref (self->peers);
  tin_series_free (self->series);
  g_clear_object (&self->capture);
  g_free (self);
}

/**
 * tin_digest_get_capture:
 *
 * Returns: (transfer none) (nullable): what it reads
 */
TinCapture *
tin_digest_get_capture (TinDigest *self)
{
  return self->capture;
}

/**
 * tin_digest_set_capture:
 * @capture: (nullable): what to read from its beginning
 *
 * Empties lists and totals if it is another one than before.
 */
void
tin_digest_set_capture (TinDigest  *self,
                        TinCapture *capture)
{
  if (!g_set_object (&self->capture, capture))
    return;

  self->seen = 0;
  self->n_unseen = 0;
  memset (self->loss_ends, 0, sizeof self->loss_ends);
  self->totals = (TinTotals) { 0 };
  self->rates = (TinRates) { 0 };
  tin_series_clear (self->series);
  tin_peer_list_remove_all (self->peers);
  tin_message_list_set_capture (self->messages, capture);
}

/**
 * tin_digest_get_messages:
 *
 * Returns: (transfer none): the log
 */
TinMessageList *
tin_digest_get_messages (TinDigest *self)
{
  return self->messages;
}

/**
 * tin_digest_get_peers:
 *
 * Returns: (transfer none): the connection list
 */
TinPeerList *
tin_digest_get_peers (TinDigest *self)
{
  return self->peers;
}

/**
 * tin_digest_get_totals:
 *
 * Returns: (transfer none): the sums of what was taken in
 */
const TinTotals *
tin_digest_get_totals (TinDigest *self)
{
  return &self->totals;
}

/**
 * tin_digest_get_rates:
 *
 * Returns: (transfer none): what comes and goes in a second
 */
const TinRates *
tin_digest_get_rates (TinDigest *self)
{
  return &self->rates;
}

/**
 * tin_digest_get_series:
 *
 * Returns: (transfer none): the same over time
 */
TinSeries *
tin_digest_get_series (TinDigest *self)
{
  return self->series;
}

/**
 * tin_digest_get_seen:
 *
 * Returns: the position of the next record to take in
 */
guint64
tin_digest_get_seen (TinDigest *self)
{
  return self->seen;
}

/**
 * tin_digest_get_n_unseen:
 *
 * Returns: how many records the capture dropped before they were taken in: totals have them, nothing else does
 */
guint64
tin_digest_get_n_unseen (TinDigest *self)
{
  return self->n_unseen;
}

/**
 * tin_digest_get_last_loss:
 * @loss: for which reason
 * @position: (out): of the last record of what was dropped for it before it was received or captured, or of what was not
 *   sent for it
 *
 * Returns: whether there is any
 */
gboolean
tin_digest_get_last_loss (TinDigest *self,
                          TinLoss    loss,
                          guint64   *position)
{
  if (self->loss_ends[loss] == 0)
    return FALSE;

  *position = self->loss_ends[loss] - 1;

  return TRUE;
}

/* Totals are those of all records before @seen, and so are the ones that the capture keeps of what it dropped. */
static void
pass_over_gone (TinDigest *self)
{
  TinTotals totals;
  guint64 n_gone = tin_capture_get_gone (self->capture, &totals);

  /* No index refuses what it has; if one did, it would be asked for the next. */
  if (n_gone <= self->seen)
    {
      self->seen++;
      return;
    }

  self->n_unseen += n_gone - self->seen;
  self->seen = n_gone;
  self->totals = totals;
}

static void
take_in (TinDigest *self,
         guint64    target)
{
  while (self->seen < target)
    {
      TinIndexEntry entry;

      if (!tin_capture_peek (self->capture, self->seen, &entry))
        {
          pass_over_gone (self);
          continue;
        }

      self->seen++;
      if (entry.event == TIN_EVENT_DROPPED &&
          (entry.direction == TIN_DIRECTION_IN || entry.loss == TIN_LOSS_UNCAPTURED))
        self->loss_ends[entry.loss] = self->seen;
      tin_totals_add (&self->totals, &entry);
      tin_rates_add (&self->rates, &entry);
      tin_series_add (self->series, &entry);
      tin_peer_list_add_record (self->peers, self->capture, self->seen - 1, &entry);
      self->func (&entry, self->user_data);
      if (entry.loss == TIN_LOSS_QUEUE || entry.loss == TIN_LOSS_LEFT)
        self->loss_ends[entry.loss] = self->seen;
    }
}

/**
 * tin_digest_update:
 * @queued_func: says how many bytes wait for a peer
 * @user_data: for @queued_func
 *
 * Takes in what was published, at most %TIN_DIGEST_SLICE_SIZE records, and has the
 * lists announce it.
 *
 * Returns: whether there is more to take in
 */
gboolean
tin_digest_update (TinDigest     *self,
                   TinQueuedFunc  queued_func,
                   gpointer       user_data)
{
  guint64 published;
  guint64 target;

  if (self->capture == NULL)
    return FALSE;

  published = tin_capture_get_published (self->capture);
  target = MIN (published, self->seen + TIN_DIGEST_SLICE_SIZE);

  take_in (self, target);
  tin_peer_list_sample_queues (self->peers, queued_func, user_data);
  tin_peer_list_end_update (self->peers);
  tin_message_list_update (self->messages);

  return self->seen < published || tin_message_list_is_busy (self->messages);
}
