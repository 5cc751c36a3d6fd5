/* tin-replies.h: what a channel says and answers by itself, as data.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

/* The rules' names, as records carry them. */
#define TIN_RULE_ECHO          "echo"
#define TIN_RULE_GREETING      "greeting"
#define TIN_RULE_FIRST_MESSAGE "first message"
#define TIN_RULE_GOODBYE       "goodbye"

/**
 * TinReplies:
 * @opening: (nullable): sent as soon as a peer is there
 * @opening_rule: its name
 * @close_after_opening: whether the peer is closed then
 * @echo: whether what comes is sent back
 * @goodbye: the word that ends a conversation, on the wire; empty for none
 * @has_goodbye: whether there is one
 * @framing: of what is received; the goodbye word is looked for by lines if it is lines
 *
 * Made once of an endpoint, never changed.
 */
typedef struct
{
  GBytes     *opening;             /* (owned) (nullable) */
  const char *opening_rule;
  gboolean    close_after_opening;
  gboolean    echo;
  GBytes     *goodbye;             /* (owned) */
  gboolean    has_goodbye;
  TinFraming  framing;
} TinReplies;

gboolean tin_replies_init         (TinReplies         *self,
                                   const TinEndpoint  *endpoint,
                                   GError            **error);

void     tin_replies_clear        (TinReplies         *self);

gboolean tin_replies_find_goodbye (const TinReplies   *self,
                                   const guint8       *data,
                                   gsize               size,
                                   gsize              *before);

gboolean tin_replies_is_goodbye   (const TinReplies   *self,
                                   const guint8       *data,
                                   gsize               size);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinReplies, tin_replies_clear)

G_END_DECLS
