/* test-block-comment.c: tests of what the comments of a packet say, good ones and hostile ones.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-block-comment.h"

#include "capture/tin-pcapng.h"

#include <string.h>

static void
test_parses_bookmarks (void)
{
  static const struct { const char *comment; gint64 offset; const char *text; } cases[] = {
    { "bookmark", 0, "" }, { "bookmark: x", 0, "x" }, { "bookmark: ", 0, "" }, { "bookmark: : at 3", 0, ": at 3" },
    { "bookmark at 0", 0, "" }, { "bookmark at 4294967295: y", G_MAXUINT32, "y" },
    { "bookmark at 4294967296", -1, NULL }, { "bookmark at 99999999999999999999999", -1, NULL },
    { "bookmark at", -1, NULL }, { "bookmark at ", -1, NULL }, { "bookmark at -1", -1, NULL },
    { "bookmark at 1x", -1, NULL }, { "bookmark at  1", -1, NULL }, { "bookmark:x", -1, NULL },
    { "bookmarks are full", -1, NULL }, { "Bookmark", -1, NULL }, { "", -1, NULL }, { "bookmar", -1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *text = NULL;
      guint32 offset = 0;
      gboolean parsed = tin_block_comment_parse_bookmark (cases[i].comment, &offset, &text);

      g_assert_cmpint (parsed ? (gint64) offset : -1, ==, cases[i].offset);
      if (parsed)
        g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
read_comments (TinRecord          *record,
               const char *const  *comments)
{
  for (; *comments != NULL; comments++)
    tin_block_comment_read (*comments, record);
}

static void
test_reads_connections (void)
{
  static const struct { const char *comment; guint32 connection; TinEvent event; TinBy by; } cases[] = {
    { "connection 17", 17, TIN_EVENT_OPENED, TIN_BY_NONE },
    { "connection 4294967295 closed", G_MAXUINT32, TIN_EVENT_CLOSED, TIN_BY_NONE },
    { "connection 1 half-closed by peer", 1, TIN_EVENT_HALF_CLOSED, TIN_BY_PEER },
    { "connection 1 reset by local", 1, TIN_EVENT_RESET, TIN_BY_LOCAL },
    { "connection 1 closed by nobody", 1, TIN_EVENT_CLOSED, TIN_BY_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      tin_block_comment_read (cases[i].comment, &record);
      g_assert_cmpuint (record.connection, ==, cases[i].connection);
      g_assert_cmpint (record.event, ==, cases[i].event);
      g_assert_cmpint (record.by, ==, cases[i].by);
      g_assert_null (record.reason);
    }
}

/* What only begins as one of ours is a reason, and the first of them stays. */
static void
test_keeps_the_rest_as_the_reason (void)
{
  static const char *const reasons[] = {
    "why", "bookmarks are full", "connection", "connection ", "connection x", "connection 4294967296", "connection -1",
    "connection 1 2 3 4 5", "zone x", "zone 4294967296", "to", "to nowhere", "to 1.2.3.4", "to 1.2.3.4:5 at eth0",
    "on", "rules", "\xe2\x82\xac",
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_auto (TinRecord) record = { .event = TIN_EVENT_DATA, .transport = TIN_TRANSPORT_UDP };

      read_comments (&record, (const char *const[]) { "", reasons[i], "another one", NULL });
      g_assert_cmpstr (record.reason, ==, reasons[i]);
      g_assert_null (record.notes);
      g_assert_null (record.interface);
      g_assert_false (tin_address_is_set (&record.group));
    }
}

static void
test_reads_deliveries (void)
{
  static const struct { const char *comment; const char *group; const char *interface; } cases[] = {
    { "to 239.1.2.3:5353 on eth0", "239.1.2.3:5353", "eth0" }, { "to [ff02::fb]:5353", "[ff02::fb]:5353", NULL },
    { "on eth0", "", "eth0" }, { "on \xff", "", "\357\277\275" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (TinRecord) record = { .event = TIN_EVENT_DATA, .transport = TIN_TRANSPORT_UDP };
      g_auto (TinRecord) stream = { .event = TIN_EVENT_DATA, .transport = TIN_TRANSPORT_TCP };
      char buffer[TIN_ADDRESS_STRING_SIZE];

      tin_block_comment_read (cases[i].comment, &record);
      g_assert_cmpstr (tin_address_format (&record.group, buffer), ==, cases[i].group);
      g_assert_cmpstr (record.interface, ==, cases[i].interface);
      g_assert_null (record.reason);

      tin_block_comment_read (cases[i].comment, &stream);
      g_assert_false (tin_address_is_set (&stream.group));
      g_assert_nonnull (stream.reason);
    }
}

static void
test_reads_what_a_rule_sent (void)
{
  static const struct { const char *comment; const char *reason; } cases[] = {
    { "rule", NULL }, { "rule: echo", "echo" }, { "rule: ", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (TinRecord) record = { .event = TIN_EVENT_DATA };

      tin_block_comment_read (cases[i].comment, &record);
      g_assert_cmpint (record.by, ==, TIN_BY_RULE);
      g_assert_cmpstr (record.reason, ==, cases[i].reason);
    }
}

static void
test_reads_all_of_one_packet (void)
{
  g_auto (TinRecord) record = { .event = TIN_EVENT_DATA };
  g_autofree char *long_text = g_strnfill (100000, 'x');

  read_comments (&record, (const char *const[]) { "zone 7", "bookmark at 3: here\xff", "bookmark", "rule: echo",
                                                  "connection 5 closed", NULL });
  g_assert_cmpuint (record.local.scope, ==, 7);
  g_assert_cmpuint (record.peer.scope, ==, 7);
  g_assert_cmpuint (tin_notes_get_length (record.notes), ==, 2);
  g_assert_cmpstr (tin_notes_find (record.notes, 3)->text, ==, "here\357\277\275");
  g_assert_cmpstr (record.reason, ==, "echo");
  g_assert_cmpuint (record.connection, ==, 5);

  tin_record_clear (&record);
  tin_block_comment_read (long_text, &record);
  g_assert_cmpuint (strlen (record.reason), ==, strlen (long_text));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/block-comment/parses-bookmarks", test_parses_bookmarks);
  g_test_add_func ("/block-comment/reads-connections", test_reads_connections);
  g_test_add_func ("/block-comment/keeps-the-rest-as-the-reason", test_keeps_the_rest_as_the_reason);
  g_test_add_func ("/block-comment/reads-deliveries", test_reads_deliveries);
  g_test_add_func ("/block-comment/reads-what-a-rule-sent", test_reads_what_a_rule_sent);
  g_test_add_func ("/block-comment/reads-all-of-one-packet", test_reads_all_of_one_packet);

  return g_test_run ();
}
