/* fuzz-query.c: any line as a query, asked about any bytes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "codec/tin-codec-error.h"
#include "model/tin-query-text.h"
#include "model/tin-query.h"

#include <string.h>

#define MAX_SPANS 500

/* A proposal stands where somebody types. */
static void
complete (const char *text)
{
  static const char *const peers[] = { "127.0.0.1:80", "[::1]:8080", NULL };
  gsize length = strlen (text);

  for (gsize cursor = 0; cursor <= MIN (length, 40); cursor++)
    {
      gsize start = 0, end = 0;
      g_autoptr (GPtrArray) proposals = tin_query_text_complete (text, cursor, peers, &start, &end);

      g_assert_cmpuint (proposals->len, <=, 50);
      if (proposals->len > 0)
        g_assert_true (start <= cursor && cursor <= end && end <= length);
    }
}

/* What is quoted is looked for as it is. */
static void
quote (const char *text)
{
  g_autofree char *quoted = tin_query_text_quote (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (TinQuery) query = NULL;

  if (*text == '\0' || strlen (quoted) > TIN_QUERY_MAX_SIZE)
    return;

  query = tin_query_new (quoted, TIN_QUERY_MATCH_CASE, "UTF-8", &error);
  g_assert_no_error (error);
  g_assert_cmpint (tin_query_matches_payload (query, (const guint8 *) text, strlen (text)), ==, TIN_MATCH_YES);
}

/* One after another, each further on, and all within. */
static void
find_spans (TinQuery     *query,
            const guint8 *data,
            gsize         size)
{
  TinSpan span = { 0, 0 };

  for (guint i = 0; i < MAX_SPANS; i++)
    {
      gsize start = span.end;

      if (!tin_query_next_match (query, data, size, start, &span))
        return;
      g_assert_cmpuint (span.start, >=, start);
      g_assert_cmpuint (span.end, >, span.start);
      g_assert_cmpuint (span.end, <=, size);
    }
}

static void
ask (TinQuery     *query,
     const guint8 *data,
     gsize         size)
{
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *sentence = g_utf8_make_valid (raw, -1);
  g_autoptr (TinQuery) of_one = tin_query_with_connection (query, 3);
  TinAddress peer = { .family = TIN_FAMILY_IPV4, .port = 80, .bytes = { 127, 0, 0, 1 } };
  TinSpan span;

  for (guint event = 0; event < TIN_N_EVENTS; event++)
    {
      TinIndexEntry entry = { .event = event, .direction = event % 3, .by = event % 4, .connection = event, .size = size };
      TinQueryFacts facts = tin_query_facts (&entry, size);
      gboolean matches = tin_query_matches_facts (query, &facts);

      g_assert_true (matches || tin_query_has_facts (query));
      g_assert_true (!tin_query_matches_facts (of_one, &facts) || (matches && event == 3));
    }
  g_assert_true (tin_query_matches_peer (query, &peer) || tin_query_has_peers (query));
  g_assert_true (tin_query_matches_payload (query, data, size) == TIN_MATCH_YES || tin_query_has_patterns (query));
  tin_query_matches_sentence (query, sentence);
  find_spans (query, data, size);
  if (tin_query_next_in_sentence (query, sentence, 0, &span))
    g_assert_cmpuint (span.end, <=, strlen (sentence));
}

/* A byte that says how it is meant, a line that is the query, and what it is asked about. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  static const char *const encodings[] = { "UTF-8", "ISO-8859-1", "UTF-16LE", "SHIFT_JIS" };
  const guint8 *line_end = size > 1 ? memchr (data + 1, '\n', size - 1) : NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TinQuery) query = NULL;

  if (line_end == NULL)
    return 0;

  line = g_strndup ((const char *) data + 1, (gsize) (line_end - data - 1));
  if (!g_utf8_validate (line, -1, NULL))
    return 0;

  complete (line);
  quote (line);
  query = tin_query_new (line, data[0] & 3, encodings[data[0] >> 2 & 3], &error);
  if (query == NULL)
    {
      g_assert_true (error->domain == TIN_CODEC_ERROR && *error->message != '\0');
      g_assert_cmpuint (tin_codec_error_get_offset (error), <=, strlen (line));
      return 0;
    }
  g_assert_no_error (error);
  ask (query, line_end + 1, size - (gsize) (line_end + 1 - data));
  return 0;
}
