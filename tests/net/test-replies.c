/* test-replies.c: which bytes are a goodbye, and what is said unasked.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-goodbye.h"

#include <string.h>

typedef struct
{
  const char *data;
  gssize      size;    /* -1: up to the NUL */
  gboolean    found;
  gsize       before;
} GoodbyeRow;

static TinEndpoint *
create_endpoint (void)
{
  TinEndpoint *endpoint = tin_endpoint_new (TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, "localhost", 0);

  g_bytes_unref (endpoint->goodbye);
  endpoint->goodbye = g_bytes_new_static ("bye", 3);

  return endpoint;
}

static void
test_stream (void)
{
  static const GoodbyeRow rows[] = {
    { "bye", -1, TRUE, 0 },
    { "bye\n", -1, TRUE, 0 },
    { "bye\r\n", -1, TRUE, 0 },
    { "bye\r", -1, TRUE, 0 },
    { "bye\0", 4, TRUE, 0 },
    { "hello\nbye\n", -1, TRUE, 6 },
    { "hello\r\nbye\r\n", -1, TRUE, 7 },
    { "a\0bye\0", 6, TRUE, 2 },
    { "\nbye\n", -1, TRUE, 1 },
    { "hello\nbye\nmo", -1, TRUE, 6 },
    { "", -1, FALSE, 0 },
    { "b", -1, FALSE, 0 },
    { "ye", -1, FALSE, 0 },
    { "bye\n\n", -1, FALSE, 0 },
    { "bye\n\r", -1, FALSE, 0 },
    { "byebye", -1, FALSE, 0 },
    { "goodbye", -1, FALSE, 0 },
    { "goodbye\n", -1, FALSE, 0 },
    { "bye ", -1, FALSE, 0 },
    { "BYE", -1, FALSE, 0 },
    { "bye\nhello\n", -1, FALSE, 0 },
    { "hello\nbye", -1, FALSE, 0 },
    { "bye\nx", -1, TRUE, 0 },
    { "\n", -1, FALSE, 0 },
    { "\r\n\r\n", -1, FALSE, 0 },
  };
  g_autoptr (TinEndpoint) endpoint = create_endpoint ();
  g_auto (TinReplies) replies = { 0 };

  g_assert_true (tin_replies_init (&replies, endpoint, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize size = rows[i].size >= 0 ? (gsize) rows[i].size : strlen (rows[i].data);
      gsize before = 0;
      gboolean found = tin_replies_find_goodbye (&replies, (const guint8 *) rows[i].data, size, &before);

      g_test_message ("row %" G_GSIZE_FORMAT ": %s", i, rows[i].data);
      g_assert_cmpint (found, ==, rows[i].found);
      if (found)
        g_assert_cmpuint (before, ==, rows[i].before);
    }
}

typedef struct
{
  const char *framing;
  const char *chunks[4];
  int         found;     /* in which chunk, or -1 */
  gsize       before;
} LineRow;

/* Returns: in which chunk the word is, or -1 */
static int
find_in_chunks (const LineRow *row,
                gsize         *before)
{
  g_autoptr (TinEndpoint) endpoint = create_endpoint ();
  g_auto (TinReplies) replies = { 0 };
  TinGoodbye goodbye;

  g_assert_true (tin_framing_parse (row->framing, &endpoint->framing_in, NULL));
  g_assert_true (tin_replies_init (&replies, endpoint, NULL));
  tin_goodbye_init (&goodbye, &replies);

  for (int i = 0; i < 4 && row->chunks[i] != NULL; i++)
    if (tin_goodbye_find (&goodbye, (const guint8 *) row->chunks[i], strlen (row->chunks[i]), before))
      return i;

  return -1;
}

static void
test_lines (void)
{
  static const LineRow rows[] = {
    { "lines:lf", { "bye\n" }, 0, 0 },
    { "lines:lf", { "bye\r\n" }, 0, 0 },
    { "lines:lf", { "bye" }, -1, 0 },
    { "lines:lf", { "b", "ye", "\n" }, 2, 0 },
    { "lines:lf", { "b", "y", "e\r", "\n" }, 3, 0 },
    { "lines:lf", { "hello\nbye\nx" }, 0, 6 },
    { "lines:lf", { "bye\nhello\n" }, 0, 0 },
    { "lines:lf", { "hello", "\nbye\n" }, 1, 1 },
    { "lines:lf", { "good", "bye\n" }, -1, 0 },
    { "lines:lf", { "bye", "bye\n" }, -1, 0 },
    { "lines:lf", { "bye ", "\n" }, -1, 0 },
    { "lines:lf", { "bye\r\r\n" }, -1, 0 },
    { "lines:lf", { "byx\n", "\n", "bye\n" }, 2, 0 },
    { "lines:lf,max:2", { "bye\n" }, 0, 0 },
    { "lines:crlf", { "bye\n" }, -1, 0 },
    { "lines:crlf", { "a\nbye\r\n", "bye\r\n" }, 1, 0 },
    { "lines:crlf", { "bye\r", "\n" }, 1, 0 },
    { "lines:cr", { "bye\r" }, 0, 0 },
    { "fixed:2", { "bye\n" }, 0, 0 },
    { "delimiter:41", { "b", "yeA" }, -1, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize before = 0;
      int found = find_in_chunks (&rows[i], &before);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (found, ==, rows[i].found);
      if (found >= 0)
        g_assert_cmpuint (before, ==, rows[i].before);
    }
}

static void
test_message (void)
{
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT, "localhost", 1);
  g_auto (TinReplies) replies = { 0 };

  g_bytes_unref (endpoint->goodbye);
  endpoint->goodbye = g_bytes_new_static ("bye", 3);
  g_assert_true (tin_replies_init (&replies, endpoint, NULL));

  g_assert_true (tin_replies_is_goodbye (&replies, (const guint8 *) "bye", 3));
  g_assert_true (tin_replies_is_goodbye (&replies, (const guint8 *) "bye\r\n", 5));
  g_assert_false (tin_replies_is_goodbye (&replies, (const guint8 *) "bye\n\n", 5));
  g_assert_false (tin_replies_is_goodbye (&replies, (const guint8 *) "by", 2));
  g_assert_false (tin_replies_is_goodbye (&replies, (const guint8 *) "", 0));
}

static void
test_none (void)
{
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, "localhost", 0);
  g_auto (TinReplies) replies = { 0 };
  gsize before;

  g_assert_true (tin_replies_init (&replies, endpoint, NULL));
  g_assert_false (tin_replies_find_goodbye (&replies, (const guint8 *) "", 0, &before));
  g_assert_false (tin_replies_find_goodbye (&replies, (const guint8 *) "\n", 1, &before));
  g_assert_false (tin_replies_is_goodbye (&replies, (const guint8 *) "", 0));
  g_assert_null (replies.opening);
  g_assert_false (replies.echo);
}

static void
test_opening (void)
{
  static const struct
  {
    const char *uri;
    const char *opening;
    const char *rule;
    gboolean    closes;
  } rows[] = {
    { "tcp-listen://localhost:0?reply=greeting&greeting=Hi", "Hi", TIN_RULE_GREETING, FALSE },
    { "tcp-listen://localhost:0?reply=greeting&greeting=Hi&close-after-greeting=1", "Hi", TIN_RULE_GREETING, TRUE },
    { "tcp-listen://localhost:0?reply=echo", NULL, NULL, FALSE },
    { "tcp://localhost:1?first-message=Hello", "Hello", TIN_RULE_FIRST_MESSAGE, FALSE },
    { "tcp://localhost:1?first-message=gr%C3%BC%C3%9F&encoding=ISO-8859-1", "gr\xfc\xdf", TIN_RULE_FIRST_MESSAGE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TinEndpoint) endpoint = tin_endpoint_parse (rows[i].uri, &error);
      g_auto (TinReplies) replies = { 0 };

      g_assert_no_error (error);
      g_assert_true (tin_replies_init (&replies, endpoint, NULL));
      g_assert_cmpint (replies.close_after_opening, ==, rows[i].closes);
      g_assert_cmpint (replies.opening != NULL, ==, rows[i].opening != NULL);

      if (rows[i].opening == NULL)
        continue;

      g_assert_cmpstr (replies.opening_rule, ==, rows[i].rule);
      g_assert_cmpmem (g_bytes_get_data (replies.opening, NULL), g_bytes_get_size (replies.opening),
                       rows[i].opening, strlen (rows[i].opening));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/replies/finds-a-goodbye-in-a-stream", test_stream);
  g_test_add_func ("/replies/finds-a-goodbye-by-lines", test_lines);
  g_test_add_func ("/replies/knows-a-goodbye-message", test_message);
  g_test_add_func ("/replies/has-none-unless-told", test_none);
  g_test_add_func ("/replies/opens-as-the-endpoint-says", test_opening);

  return g_test_run ();
}
