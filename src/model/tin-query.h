/* tin-query.h: which messages are wanted, as a line that somebody typed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-index.h"
#include "codec/tin-pattern.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define TIN_QUERY_MAX_SIZE  65536 /* bytes of the line */
#define TIN_QUERY_MAX_TERMS 256

#define TIN_QUERY_MAX_EXPRESSION_SIZE (64 * 1024 * 1024) /* bytes of a message that an expression is asked about */

/**
 * TinQueryFlags:
 * @TIN_QUERY_MATCH_CASE: case matters in all text; else if it has a capital letter
 * @TIN_QUERY_REGEX: all text is regular expressions
 */
typedef enum
{
  TIN_QUERY_DEFAULT = 0,
  TIN_QUERY_MATCH_CASE = 1 << 0,
  TIN_QUERY_REGEX = 1 << 1,
} TinQueryFlags;

/**
 * TinQueryFacts:
 * @size: bytes of payload, of a whole message
 * @time_us: microseconds since 1970
 *
 * What is known of a message without reading it.
 */
typedef struct
{
  TinEvent      event;
  TinDirection  direction;
  TinBy         by;
  guint32       connection;
  guint64       size;
  gint64        time_us;
} TinQueryFacts;

/**
 * TinQueryLook:
 * @found: a bit for each term
 * @unsure: a bit for each term that took too many steps somewhere
 * @partly: whether an expression was not asked about all bytes
 * @cancelled: (nullable) (atomic): whether nobody wants to know any more
 *
 * What is known of a message that is looked at page by page. It begins with zeros.
 */
typedef struct
{
  guint64      found[TIN_QUERY_MAX_TERMS / 64 + 1];
  guint64      unsure[TIN_QUERY_MAX_TERMS / 64 + 1];
  gboolean     partly;
  const gint  *cancelled;
} TinQueryLook;

/**
 * TinQuery:
 *
 * A row of terms that must all hold. It never changes, so that any thread may ask it: first for what is known of a
 * message, then, if it has such terms, for its peer, then for its bytes.
 */
typedef struct _TinQuery TinQuery;

#define TIN_TYPE_QUERY (tin_query_get_type ())

GType     tin_query_get_type           (void);

TinQuery *tin_query_new                (const char           *text,
                                        TinQueryFlags         flags,
                                        const char           *encoding,
                                        GError              **error);

TinQuery *tin_query_with_connection    (TinQuery             *self,
                                        guint32               connection);

TinQuery *tin_query_ref                (TinQuery             *self);

void      tin_query_unref              (TinQuery             *self);

gboolean  tin_query_is_empty           (const TinQuery       *self);

const char *
          tin_query_get_hint           (const TinQuery       *self);

TinQueryFacts tin_query_facts          (const TinIndexEntry  *entry,
                                        guint64               size);

gboolean  tin_query_matches_facts      (TinQuery             *self,
                                        const TinQueryFacts  *facts);

gboolean  tin_query_has_facts          (const TinQuery       *self);

gboolean  tin_query_has_peers          (const TinQuery       *self);

gboolean  tin_query_matches_peer       (const TinQuery       *self,
                                        const TinAddress     *peer);

gboolean  tin_query_has_patterns       (const TinQuery       *self);

TinMatch  tin_query_matches_payload    (const TinQuery       *self,
                                        const guint8         *data,
                                        gsize                 size);

gboolean  tin_query_has_expressions    (const TinQuery       *self);

gsize     tin_query_get_overlap        (const TinQuery       *self);

guint64   tin_query_find_page          (const TinQuery       *self,
                                        guint64               n_looked);

gboolean  tin_query_look               (const TinQuery       *self,
                                        TinQueryLook         *look,
                                        const guint8         *data,
                                        gsize                 size,
                                        gboolean              is_first);

TinMatch  tin_query_conclude           (const TinQuery       *self,
                                        const TinQueryLook   *look);

TinMatch  tin_query_matches_sentence   (const TinQuery       *self,
                                        const char           *sentence);

gboolean  tin_query_has_highlights     (const TinQuery       *self);

gboolean  tin_query_next_match         (TinQuery             *self,
                                        const guint8         *data,
                                        gsize                 size,
                                        gsize                 start,
                                        TinSpan              *span);

gboolean  tin_query_next_in_sentence   (TinQuery             *self,
                                        const char           *sentence,
                                        gsize                 start,
                                        TinSpan              *span);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinQuery, tin_query_unref)

G_END_DECLS
