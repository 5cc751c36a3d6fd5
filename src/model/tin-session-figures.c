/* tin-session-figures.c: how fast a session is, and what the kernel knows of its connections.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-session-object.h"

#include "model/tin-tcp-figures-private.h"

#define FIRST_RECORDS 16 /* there is a peer among them */

/**
 * tin_session_get_rate:
 * @rate: (out caller-allocates): of the last second that is over; nothing in what was recorded long ago
 */
void
tin_session_get_rate (TinSession *self,
                      TinRate    *rate)
{
  TinCapture *capture = tin_session_get_capture (self);

  g_return_if_fail (TIN_IS_SESSION (self));

  *rate = (TinRate) { 0 };
  if (capture != NULL)
    tin_rates_get (tin_digest_get_rates (self->digest), tin_capture_get_now_us (capture), rate);
}

/**
 * tin_session_get_peak_rate:
 * @peak: (out caller-allocates): the most in any second of the recording, each figure by itself
 */
void
tin_session_get_peak_rate (TinSession *self,
                           TinRate    *peak)
{
  g_return_if_fail (TIN_IS_SESSION (self));

  tin_rates_get_peak (tin_digest_get_rates (self->digest), peak);
}

/**
 * tin_session_get_n_unseen:
 *
 * Returns: how many records went before they could be shown, because nothing was saved and the window did not keep up.
 *   They are in the totals and nowhere else
 */
guint64
tin_session_get_n_unseen (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), 0);

  return tin_digest_get_n_unseen (self->digest);
}

static gboolean
read_last_loss (TinSession *self,
                TinLoss     loss,
                TinRecord  *record)
{
  guint64 position;

  return tin_digest_get_last_loss (self->digest, loss, &position) &&
         tin_capture_read (tin_digest_get_capture (self->digest), position, 0, record, NULL);
}

/**
 * tin_session_dup_loss_reason:
 * @loss: one reason, as programs know it; #TinTotals has how many were lost for it
 *
 * Reads the recording: not for each message.
 *
 * Returns: (transfer full) (nullable): the same in words, as it was last recorded, with what can be done about it; %NULL
 *   if nothing was dropped for that reason, or it is not recorded any more
 */
char *
tin_session_dup_loss_reason (TinSession *self,
                             TinLoss     loss)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);
  g_return_val_if_fail ((guint) loss < TIN_N_LOSSES, NULL);

  if (!read_last_loss (self, loss, &record))
    return NULL;

  return g_steal_pointer (&record.reason);
}

/* Of the conversation that has the first of all records. */
static gboolean
read_first_of_peer (TinSession *self,
                    TinRecord  *record)
{
  TinCapture *capture = tin_digest_get_capture (self->digest);
  guint64 position = capture != NULL ? tin_capture_get_first (capture) : 0;
  guint64 end = capture != NULL ? MIN (tin_capture_get_published (capture), position + FIRST_RECORDS) : 0;

  for (; position < end; position++)
    {
      if (tin_capture_read (capture, position, 0, record, NULL) && record->connection != 0)
        return TRUE;
      tin_record_clear (record);
    }

  return FALSE;
}

/**
 * tin_session_loses_datagrams:
 *
 * Reads the recording where it is one of a file: not for each message.
 *
 * Returns: whether what #TinTotals says was not sent are datagrams, and no bytes of streams
 */
gboolean
tin_session_loses_datagrams (TinSession *self)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  g_return_val_if_fail (TIN_IS_SESSION (self), FALSE);

  if (self->endpoint != NULL)
    return self->endpoint->transport == TIN_TRANSPORT_UDP;

  return (read_last_loss (self, TIN_LOSS_LEFT, &record) || read_last_loss (self, TIN_LOSS_QUEUE, &record) ||
          read_first_of_peer (self, &record)) &&
         record.transport == TIN_TRANSPORT_UDP;
}

/**
 * tin_session_get_begin_ns:
 *
 * Reads the recording: not for each message.
 *
 * Returns: when the first record that is still there was made, nanoseconds since 1970; 0 if there is none
 */
gint64
tin_session_get_begin_ns (TinSession *self)
{
  TinCapture *capture;
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  g_return_val_if_fail (TIN_IS_SESSION (self), 0);

  capture = tin_digest_get_capture (self->digest);
  if (capture == NULL || tin_capture_get_published (capture) == 0 ||
      !tin_capture_read (capture, tin_capture_get_first (capture), 0, &record, NULL))
    return 0;

  return record.time_ns;
}

/**
 * tin_session_get_reached_limit:
 *
 * Returns: how many connections a server that runs was told to have at a time, if it has as many; else 0: at-limit
 *   then means that all sessions together have as many as the program can hold
 */
guint
tin_session_get_reached_limit (TinSession *self)
{
  guint limit;

  g_return_val_if_fail (TIN_IS_SESSION (self), 0);

  limit = self->endpoint != NULL ? (guint) self->endpoint->options[TIN_OPTION_MAX_CONNECTIONS].number : 0;

  return self->n_links >= limit ? limit : 0;
}

/**
 * tin_session_can_measure:
 *
 * Returns: whether the kernel knows anything about its connections: those of TCP, while it runs
 */
gboolean
tin_session_can_measure (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), FALSE);

  return self->channel != NULL && self->endpoint->transport == TIN_TRANSPORT_TCP;
}

/**
 * tin_session_measure:
 * @connection: a peer's number
 *
 * Asks the kernel about a TCP connection. There is an update of the session when
 * tin_session_dup_tcp_figures() has what it says.
 */
void
tin_session_measure (TinSession *self,
                     guint32     connection)
{
  g_return_if_fail (TIN_IS_SESSION (self));
  g_return_if_fail (connection != 0);

  if (self->channel != NULL)
    tin_channel_measure (self->channel, connection);
}

/**
 * tin_session_dup_tcp_figures:
 * @connection: a peer's number
 * @texts: (out caller-allocates) (transfer full): numbers with their units, translated, by #TinTcpFigure
 *
 * Returns: %FALSE if the kernel has not said anything yet, or the connection is none of TCP, or gone
 */
gboolean
tin_session_dup_tcp_figures (TinSession *self,
                             guint32     connection,
                             char       *texts[TIN_N_TCP_FIGURES])
{
  TinTcpInfo info;

  g_return_val_if_fail (TIN_IS_SESSION (self), FALSE);

  if (self->channel == NULL || !tin_channel_get_tcp_info (self->channel, connection, &info))
    return FALSE;

  for (guint i = 0; i < TIN_N_TCP_FIGURES; i++)
    texts[i] = tin_tcp_figure_to_text (i, &info, tin_channel_get_queued (self->channel, connection));

  return TRUE;
}
