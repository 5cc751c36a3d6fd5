/* test-jump.c: a place in the log as somebody types it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-jump.h"

#include "model/tin-message-list.h"

#define SECOND G_GINT64_CONSTANT (1000000000)
#define HOUR   (3600 * SECOND)
#define DAY    (24 * HOUR)

/* The tests run in UTC: the log begins at ten o'clock of the second of January 1970 and lasts five hours. */
#define START (DAY + 10 * HOUR)
#define END   (DAY + 15 * HOUR)

static void
test_parses (void)
{
  static const struct
  {
    const char *text;
    gint64      time_ns;
  } cases[] = {
    { "14:05", DAY + 14 * HOUR + 300 * SECOND },
    { " 14:05:30 ", DAY + 14 * HOUR + 330 * SECOND },
    { "14:05:30.25", DAY + 14 * HOUR + 330 * SECOND + SECOND / 4 },
    { "14:05:30,000000001", DAY + 14 * HOUR + 330 * SECOND + 1 },
    { "9:00", DAY + 9 * HOUR },
    { "1970-01-03 00:00", 2 * DAY },
    { "1970-01-03T00:00:01.5", 2 * DAY + SECOND + SECOND / 2 },
    { "+0", START },
    { "+12.5", START + 12 * SECOND + SECOND / 2 },
    { "+90", START + 90 * SECOND },
    { "+1:02:03", START + HOUR + 123 * SECOND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      TinJump jump;

      g_assert_true (tin_jump_parse (&jump, cases[i].text, START, END, &error));
      g_assert_no_error (error);
      g_assert_false (jump.is_row);
      g_assert_cmpint (jump.time_ns, ==, cases[i].time_ns);
    }
}

/* Whoever made a file may have it begin at any time. */
static void
test_stays_in_range (void)
{
  TinJump jump;

  g_assert_true (tin_jump_parse (&jump, "+1:00:00", G_MAXINT64 - SECOND, G_MAXINT64, NULL));
  g_assert_cmpint (jump.time_ns, ==, G_MAXINT64);
  g_assert_false (tin_jump_parse (&jump, "23:59:59", G_MAXINT64 - SECOND, G_MAXINT64, NULL));
}

/* Over midnight, a time that is before the start is meant for the next day. */
static void
test_knows_the_next_day (void)
{
  TinJump jump;

  g_assert_true (tin_jump_parse (&jump, "9:00", START, START + DAY, NULL));
  g_assert_cmpint (jump.time_ns, ==, 2 * DAY + 9 * HOUR);
}

static void
test_refuses (void)
{
  static const char *const cases[] = {
    "", " ", "x", "14", "24:00", "14:60", "14:05:60", "14:05:", ":05", "14:05x", "14:05.5", "1:2:3:4", "-1:00", "+", "+x",
    "+1:2:3:4", "+99999999999999999999", "#", "#0", "#-1", "#1x", "#99999999999999999999", "1970-13-01 00:00",
    "1970-02-30 00:00", "1970-01-01", "2263-01-01 00:00", "9999-12-31 23:59", "0001-01-01 00:00",
    "99999-01-01 00:00", "999999999999:00",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      TinJump jump;

      g_assert_false (tin_jump_parse (&jump, cases[i], START, END, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

static void
test_parses_rows (void)
{
  TinJump jump;

  g_assert_true (tin_jump_parse (&jump, "#1", START, END, NULL));
  g_assert_true (jump.is_row);
  g_assert_cmpuint (jump.row, ==, 0);
  g_assert_true (tin_jump_parse (&jump, "#1000000", START, END, NULL));
  g_assert_cmpuint (jump.row, ==, 999999);
}

static void
fill (TinCapture *capture)
{
  TinAddress local = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 127, 0, 0, 1 } };
  TinAddress peer = { .family = TIN_FAMILY_IPV4, .port = 40000, .bytes = { 127, 0, 0, 1 } };
  TinFlow flow;

  tin_flow_init (&flow, TIN_TRANSPORT_TCP, tin_capture_take_connection (capture), &local, &peer);
  tin_capture_append_event (capture, &flow, TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);

  for (guint i = 0; i < 1000; i++)
    g_assert_true (tin_capture_append_data (capture, &flow, TIN_DIRECTION_IN, TIN_BY_PEER,
                                            (const guint8 *) "x", 1, NULL));

  tin_capture_publish (capture);
}

static gint64
get_time (GListModel *list,
          guint       row)
{
  g_autoptr (TinMessage) message = g_list_model_get_item (list, row);

  return tin_message_get_time_ns (message);
}

static void
test_finds_the_row (void)
{
  g_autoptr (TinCapture) capture = tin_capture_new ("test", NULL, TIN_CAPTURE_DEFAULT_RING_SIZE);
  g_autoptr (TinMessageList) messages = tin_message_list_new ();
  GListModel *list = G_LIST_MODEL (messages);
  TinJump jump = { 0 };

  g_assert_cmpuint (tin_jump_find (&jump, list), ==, 0);

  fill (capture);
  tin_message_list_set_capture (messages, capture);
  do
    tin_message_list_update (messages);
  while (tin_message_list_is_busy (messages));

  g_assert_cmpuint (tin_jump_find (&jump, list), ==, 0);

  for (guint row = 0; row < 1001; row += 37)
    {
      guint found;

      jump.time_ns = get_time (list, row);
      found = tin_jump_find (&jump, list);
      g_assert_cmpuint (found, <=, row);
      g_assert_cmpint (get_time (list, found), ==, jump.time_ns);
      g_assert_true (found == 0 || get_time (list, found - 1) < jump.time_ns);
    }

  jump.time_ns = G_MAXINT64;
  g_assert_cmpuint (tin_jump_find (&jump, list), ==, 1000);

  jump = (TinJump) { .is_row = TRUE, .row = 500 };
  g_assert_cmpuint (tin_jump_find (&jump, list), ==, 500);
  jump.row = G_MAXUINT64;
  g_assert_cmpuint (tin_jump_find (&jump, list), ==, 1000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/jump/parses", test_parses);
  g_test_add_func ("/jump/knows-the-next-day", test_knows_the_next_day);
  g_test_add_func ("/jump/stays-in-range", test_stays_in_range);
  g_test_add_func ("/jump/refuses", test_refuses);
  g_test_add_func ("/jump/parses-rows", test_parses_rows);
  g_test_add_func ("/jump/finds-the-row", test_finds_the_row);

  return g_test_run ();
}
