/* tin-query-term.h: one thing that a query asks for.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-query-lexer.h"
#include "model/tin-query-time.h"
#include "model/tin-query.h"

G_BEGIN_DECLS

typedef enum
{
  TIN_QUERY_TERM_DIRECTION,   /* data that went this way */
  TIN_QUERY_TERM_DATA,
  TIN_QUERY_TERM_EVENTS,      /* all but data */
  TIN_QUERY_TERM_ERRORS,
  TIN_QUERY_TERM_EVENT,
  TIN_QUERY_TERM_BY,
  TIN_QUERY_TERM_CONNECTION,
  TIN_QUERY_TERM_SIZE,
  TIN_QUERY_TERM_TIME,
  TIN_QUERY_TERM_PEER,
  TIN_QUERY_TERM_PATTERN,
} TinQueryTermKind;

/**
 * TinQueryTerm:
 * @first: the least connection or size that is wanted
 * @last: the greatest
 * @network: (nullable): addresses that are wanted, %NULL for every one
 * @port: that is wanted, 0 for every one
 * @payload: finds in the encoding of payloads
 * @sentence: (nullable): finds in the words for an event; %NULL for bytes
 *
 * Shared by queries, and never changed. Private to the query,
 * whose term comes from tin-query-term.c, and from tin-query-term-text.c if it is about bytes.
 */
typedef struct
{
  TinQueryTermKind kind;
  gboolean         negated;
  union
  {
    TinDirection   direction;
    TinEvent       event;
    TinBy          by;
    TinQueryTime   time;
    struct
    {
      guint64      first;
      guint64      last;
    };
    struct
    {
      GInetAddressMask *network;   /* (owned) (nullable) */
      guint16           port;
    };
    struct
    {
      TinPattern  *payload;        /* (owned) */
      TinPattern  *sentence;       /* (owned) (nullable) */
    };
  };
} TinQueryTerm;

/* What a term is made of while it is read. */
typedef struct
{
  const char          *text;
  const TinQueryToken *token;
  TinQueryFlags        flags;
  const char          *encoding;
  char                *value;      /* (owned) */
} TinQueryReader;

gboolean      tin_query_reader_check_is (const TinQueryReader *reader,
                                         GError              **error);

gboolean      tin_query_term_read_hex   (TinQueryTerm         *self,
                                         const TinQueryReader *reader,
                                         GError              **error);

gboolean      tin_query_term_read_text  (TinQueryTerm         *self,
                                         const TinQueryReader *reader,
                                         GError              **error);

gboolean      tin_query_term_read_regex (TinQueryTerm         *self,
                                         const TinQueryReader *reader,
                                         GError              **error);

TinQueryTerm *tin_query_term_parse (const char           *text,
                                    const TinQueryToken  *token,
                                    TinQueryFlags         flags,
                                    const char           *encoding,
                                    GError              **error);

TinQueryTerm *tin_query_term_new_connection (guint32      connection);

void          tin_query_term_unref (TinQueryTerm         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinQueryTerm, tin_query_term_unref)

G_END_DECLS
