/* fixture.h: an engine, a capture and a channel to be looked at.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-engine.h"
#include "peers.h"
#include "tin-faulty-sink.h"

G_BEGIN_DECLS

typedef struct
{
  TinEngine     *engine;
  TinCapture    *capture;
  TinChannel    *channel;  /* (nullable) */
  guint64        seen;
  TinFaultySink *disk;     /* (nullable) */
  char          *folder;   /* (nullable) of the disk */
} Fixture;

/* Waits for news until the condition holds; the test runner's timeout is the only clock. */
#define wait_until(fixture, condition)                                        \
  G_STMT_START                                                                \
  {                                                                           \
    for (;;)                                                                  \
      {                                                                       \
        (fixture)->seen = tin_capture_get_published ((fixture)->capture);     \
        if (condition)                                                        \
        break;                                                              \
        fixture_wait (fixture);                                               \
      }                                                                       \
  }                                                                           \
  G_STMT_END

/* Looks again and again, as a window does, at what changes without news, or in another thread. */
#define sample_until(condition)                                               \
  G_STMT_START                                                                \
  {                                                                           \
    while (!(condition))                                                      \
    fixture_wait_a_tick ();                                                 \
  }                                                                           \
  G_STMT_END

void             fixture_set_up         (Fixture         *self,
                                         gconstpointer    data);

void             fixture_tear_down      (Fixture         *self,
                                         gconstpointer    data);

void             fixture_stop_and_tear_down (Fixture      *self,
                                             gconstpointer data);

void             fixture_news_cb        (gpointer user_data);

void             fixture_use_slow_disk  (Fixture         *self);

void             fixture_wait           (Fixture         *self);

void             fixture_wait_a_tick    (void);

void             fixture_open           (Fixture         *self,
                                         const char      *uri);

void             fixture_open_port      (Fixture         *self,
                                         const char      *format,
                                         guint            port);

void             fixture_serve          (Fixture         *self,
                                         const char      *uri);

int              fixture_serve_one      (Fixture         *self,
                                         const char      *uri);

void             fixture_stop           (Fixture         *self);

void             fixture_stop_and_forget (Fixture        *self);

TinChannelState  fixture_get_state      (Fixture         *self);

guint            fixture_get_port       (Fixture         *self);

guint            fixture_get_n_links    (Fixture         *self);

guint            fixture_get_n_paused   (Fixture         *self);

gsize            fixture_get_queued     (Fixture         *self);

gboolean         fixture_is_full        (Fixture         *self);

gboolean         fixture_has_error      (Fixture         *self,
                                         GQuark           domain,
                                         int              code);

guint            fixture_count          (Fixture         *self,
                                         TinEvent         event);

gboolean         fixture_find           (Fixture         *self,
                                         TinEvent         event,
                                         TinRecord       *record);

char            *fixture_dup_reason     (Fixture         *self,
                                         TinEvent         event);

GByteArray      *fixture_collect        (Fixture         *self,
                                         guint32          connection,
                                         TinDirection     direction);

gsize            fixture_sum_dropped    (Fixture         *self);

gsize            fixture_count_bytes    (Fixture         *self,
                                         TinDirection     direction);

void             fixture_send           (Fixture         *self,
                                         guint32          connection,
                                         const char      *text);

char            *fixture_describe       (Fixture         *self);

void             fixture_await_turns    (Fixture         *self);

void             fixture_hold_engine    (Fixture         *self);

void             fixture_release_engine (Fixture         *self);

void             fixture_push_step      (int peer);

guint64          fixture_fill_ring      (Fixture         *self,
                                         int              peer);

#define assert_story(fixture, expected)                                       \
  G_STMT_START                                                                \
  {                                                                           \
    g_autofree char *story = fixture_describe (fixture);                      \
    g_assert_cmpstr (story, ==, expected);                                    \
  }                                                                           \
  G_STMT_END

G_END_DECLS
