/* tin-session.h: a profile, opened.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-bookmarks.h"
#include "model/tin-composer.h"
#include "model/tin-message-list.h"
#include "model/tin-peer-list.h"
#include "model/tin-problem.h"
#include "model/tin-profile.h"
#include "model/tin-rates.h"
#include "model/tin-search.h"
#include "model/tin-series.h"
#include "model/tin-tcp-figures.h"
#include "capture/tin-totals.h"

G_BEGIN_DECLS

typedef enum
{
  TIN_SESSION_CLOSED,
  TIN_SESSION_OPENING,
  TIN_SESSION_OPEN,
  TIN_SESSION_CLOSING,
} TinSessionState;

#define TIN_N_SESSION_STATES (TIN_SESSION_CLOSING + 1)

#define TIN_TYPE_SESSION (tin_session_get_type ())

G_DECLARE_FINAL_TYPE (TinSession, tin_session, TIN, SESSION, GObject)

/**
 * TinSession:
 *
 * Properties, all notifying: profile, messages (TinMessageList), peers
 * (TinPeerList), composer, state (uint, a #TinSessionState), status (string: one
 * line such as "Listening on 127.0.0.1:8080"), problem (TinProblem, nullable: why
 * it did not open or ended), can-start, can-stop, can-send (boolean), title
 * (string), recording-problem (string, nullable: "Not being saved: …"),
 * queued (uint64, bytes), at-limit (boolean: no connection is accepted until one ends),
 * paused (uint: peers that get no answers until a storm of datagrams is over),
 * file (string, nullable: the path of what was opened to be read, never changes), loaded (double: how
 * much of it has been read, from 0 to 1), file-note (string, nullable: what is to be known of it).
 *
 * Belongs to the main context that was its thread's default when it was made.
 *
 * Signal: updated, once for all that came since the last one, at most once a frame.
 */

TinProfile      *tin_session_get_profile    (TinSession  *self);
TinMessageList  *tin_session_get_messages   (TinSession  *self);
TinPeerList     *tin_session_get_peers      (TinSession  *self);
TinSearch       *tin_session_get_search     (TinSession  *self);
TinBookmarks    *tin_session_get_bookmarks  (TinSession  *self);
TinComposer     *tin_session_get_composer   (TinSession  *self);
TinSessionState  tin_session_get_state      (TinSession  *self);
const char      *tin_session_get_status     (TinSession  *self);
const TinTotals *tin_session_get_totals     (TinSession  *self);
TinSeries       *tin_session_get_series     (TinSession  *self);
void             tin_session_get_rate       (TinSession  *self,
                                             TinRate     *rate);
void             tin_session_get_peak_rate  (TinSession  *self,
                                             TinRate     *peak);
guint64          tin_session_get_n_unseen   (TinSession  *self);
char            *tin_session_dup_loss_reason (TinSession *self,
                                               TinLoss     loss);
guint            tin_session_get_reached_limit (TinSession *self);
gboolean         tin_session_loses_datagrams (TinSession *self);
gint64           tin_session_get_begin_ns   (TinSession  *self);
TinCapture      *tin_session_get_capture    (TinSession  *self);
guint32          tin_session_get_id         (TinSession  *self);
char            *tin_session_dup_address    (TinSession  *self);
guint16          tin_session_get_port       (TinSession  *self);
TinProblem      *tin_session_get_problem    (TinSession  *self);
const char      *tin_session_get_recording_problem (TinSession *self);
gboolean         tin_session_can_start      (TinSession  *self);
gboolean         tin_session_can_stop       (TinSession  *self);
gboolean         tin_session_can_send       (TinSession  *self);
guint64          tin_session_get_queued     (TinSession  *self);

const char      *tin_session_get_file       (TinSession  *self);
double           tin_session_get_loaded     (TinSession  *self);
const char      *tin_session_get_file_note  (TinSession  *self);

gboolean         tin_session_start          (TinSession  *self,
                                             GError     **error);

void             tin_session_stop           (TinSession  *self);

gboolean         tin_session_send           (TinSession  *self,
                                             guint32      connection,
                                             GBytes      *bytes,
                                             GError     **error);

void             tin_session_finish_sending (TinSession  *self,
                                             guint32      connection);

void             tin_session_disconnect_peer (TinSession *self,
                                              guint32     connection);

gboolean         tin_session_can_measure    (TinSession  *self);
void             tin_session_measure        (TinSession  *self,
                                             guint32      connection);
gboolean         tin_session_dup_tcp_figures (TinSession *self,
                                             guint32      connection,
                                             char        *texts[TIN_N_TCP_FIGURES]);
void             tin_session_disconnect_all (TinSession  *self);

void             tin_session_resume_answers (TinSession  *self,
                                             guint32      connection);

gboolean         tin_session_delete_recording (TinSession *self,
                                               GError    **error);

gboolean         tin_session_state_may_follow (TinSessionState from,
                                               TinSessionState to);

G_END_DECLS
