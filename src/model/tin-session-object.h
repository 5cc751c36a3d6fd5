/* tin-session-object.h: what the files of a session share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-loader.h"
#include "model/tin-digest.h"
#include "model/tin-pump.h"
#include "model/tin-search.h"
#include "model/tin-session-private.h"

G_BEGIN_DECLS

/**
 * TinSession:
 *
 * Ties a channel, its capture and the lists together, and has nothing of its own to
 * do but to pass on. All that it shows comes from two places: a sample of the channel
 * (how things are) and the capture (what happened), both read in turns of the pump.
 */
struct _TinSession
{
  GObject           parent_instance;

  guint32           id;
  TinProfile       *profile;            /* (owned) */
  TinEngine        *engine;             /* (owned) */
  TinCaptureStore  *store;              /* (owned) */
  TinDigest        *digest;             /* (owned) holds the capture, from the first start on */
  TinSearch        *search;             /* (owned) */
  TinBookmarks     *bookmarks;          /* (owned) */
  TinComposer      *composer;           /* (owned) */
  TinPump          *pump;               /* (owned) */

  TinEndpoint      *endpoint;           /* (owned) (nullable) what was opened last */
  TinChannel       *channel;            /* (owned) (nullable) while not closed */
  TinSessionState   state;
  gboolean          stopping;           /* stopped by the user, and not closed yet */
  TinAddress        local;
  guint             n_links;
  guint64           queued;             /* bytes */
  gboolean          at_limit;
  guint             n_paused;           /* peers that get no answers */

  TinLoader        *loader;             /* (owned) (nullable) of the file that it shows; then nothing is ever opened */
  double            loaded;             /* how much of that, from 0 to 1 */
  char             *file_title;         /* (owned) (nullable) */
  char             *file_note;          /* (owned) (nullable) */

  char             *status;             /* (owned) */
  TinProblem       *problem;            /* (owned) (nullable) */
  GCancellable     *explaining;         /* (owned) (nullable) while the reason of an end is being found out */
  char             *no_file_reason;     /* (owned) (nullable) why the capture has no file */
  char             *recording_problem;  /* (owned) (nullable) */
};

typedef enum
{
  PROP_PROFILE = 1,
  PROP_MESSAGES,
  PROP_PEERS,
  PROP_COMPOSER,
  PROP_STATE,
  PROP_STATUS,
  PROP_PROBLEM,
  PROP_CAN_START,
  PROP_CAN_STOP,
  PROP_CAN_SEND,
  PROP_TITLE,
  PROP_RECORDING_PROBLEM,
  PROP_QUEUED,
  PROP_AT_LIMIT,
  PROP_PAUSED,
  PROP_FILE,
  PROP_LOADED,
  PROP_FILE_NOTE,
} TinSessionProperty;

#define TIN_N_SESSION_PROPERTIES (PROP_FILE_NOTE + 1)

void     tin_session_emit_updated   (TinSession           *self);

/* tin-session-properties.c */

void     tin_session_install_properties (GObjectClass     *object_class);

void     tin_session_notify         (TinSession           *self,
                                     TinSessionProperty    property);

/* tin-session-feed.c */

TinPumpNext tin_session_feed         (gpointer              self);

void     tin_session_follow_entry   (const TinIndexEntry  *entry,
                                     gpointer              self);

void     tin_session_replace_string (TinSession           *self,
                                     char                **field,
                                     char                 *value,
                                     TinSessionProperty    property);

void     tin_session_update_status  (TinSession           *self);

void     tin_session_set_problem    (TinSession           *self,
                                     TinProblem           *problem);

void     tin_session_set_state      (TinSession           *self,
                                     TinSessionState       state);

void     tin_session_stop_explaining (TinSession          *self);

void     tin_session_drop_channel   (TinSession           *self);

void     tin_session_drop_capture   (TinSession           *self);

/* tin-session-file.c */

gboolean tin_session_follow_file    (TinSession           *self);

G_END_DECLS
