/* tin-search-private.h: what the files of a search share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-search.h"

G_BEGIN_DECLS

struct _TinSearch
{
  GObject         parent_instance;

  TinMessageList *messages;      /* (owned) */
  TinCapture     *capture;       /* (unowned) (nullable) only to be compared */
  TinFinderFunc   func;          /* (nullable) */
  gpointer        user_data;

  char           *text;          /* (owned) */
  TinQueryFlags   flags;
  gboolean        filter;
  guint32         connection;
  char           *encoding;      /* (owned) */

  TinQuery       *query;         /* (owned) (nullable) what was understood last, if it asks for anything */
  char           *understood;    /* (owned) (nullable) the text of that */
  GError         *error;         /* (owned) (nullable) */

  TinFinder      *finder;        /* (owned) (nullable) finds what was typed */
  TinFinder      *rows;          /* (owned) (nullable) what the list shall show, which may be the same */
  gint64          rows_since;    /* monotonic, microseconds: when it was made, if the list does not show it yet */
  guint64         n_hits;
  gboolean        busy;
};

typedef enum
{
  PROP_TEXT = 1,
  PROP_MATCH_CASE,
  PROP_REGEX,
  PROP_FILTER,
  PROP_CONNECTION,
  PROP_QUERY,
  PROP_ERROR,
  PROP_N_HITS,
  PROP_BUSY,
} TinSearchProperty;

#define TIN_N_SEARCH_PROPERTIES (PROP_BUSY + 1)

void    tin_search_begin      (TinSearch         *self);

void    tin_search_read_text  (TinSearch         *self);

/* tin-search-hits.c */

guint64 tin_search_count_gone (TinSearch         *self);

guint64 tin_search_count_pending
                              (TinSearch         *self);

/* tin-search-properties.c */

void    tin_search_install    (GObjectClass      *object_class);

void    tin_search_notify     (TinSearch         *self,
                               TinSearchProperty  property);

G_END_DECLS
