/* test-log-copy.c: what is copied of the message log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-view-support.h"

#include "ui/tin-copy.h"

#include <string.h>

static char *
copy_as (LogViewFixture *fixture,
         TinCopyForm     form)
{
  TinCopy copy = { .form = form, .encoding = "UTF-8", .role = TIN_ROLE_SERVER, .session = 3 };
  char *text = tin_copy_messages (&copy, fixture->log);

  g_assert_no_error (copy.problem);
  g_assert_cmpuint (copy.n_left_out, ==, 0);

  return text;
}

static void
select_last_rows (LogViewFixture *fixture,
                  guint           n_rows)
{
  guint n_all = g_list_model_get_n_items (tin_log_view_get_rows (fixture->log));

  for (guint i = 0; i < n_rows; i++)
    log_view_select_row (fixture, n_all - n_rows + i, i == 0);
}

static void
test_copies (LogViewFixture *fixture,
             gconstpointer   data)
{
  g_autofree char *rows = NULL;
  g_autofree char *text = NULL;
  g_autofree char *hex = NULL;

  g_assert_null (copy_as (fixture, TIN_COPY_ROWS));

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "one\n", -1);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_OUT, "two", -1);
  log_feed_show (&fixture->feed);
  select_last_rows (fixture, 2);

  rows = copy_as (fixture, TIN_COPY_ROWS);
  g_assert_nonnull (strstr (rows, "\t← received\t127.0.0.1:40000\t4\tone\\n\n"));
  g_assert_true (g_str_has_suffix (rows, "\t→ sent\t127.0.0.1:40000\t3\ttwo"));

  text = copy_as (fixture, TIN_COPY_TEXT);
  g_assert_cmpstr (text, ==, "one\ntwo");

  hex = copy_as (fixture, TIN_COPY_HEX);
  g_assert_cmpstr (hex, ==, "6f6e650a\n74776f");
}

static void
test_copies_as_source (LogViewFixture *fixture,
                       gconstpointer   data)
{
  static const struct
  {
    TinCopyForm  form;
    const char  *text;
  } cases[] = {
    { TIN_COPY_C, "/* 2 bytes */\nstatic const unsigned char message_1[2] = {\n  0x68, 0x69,\n};\n"
      "/* 1 byte */\nstatic const unsigned char message_2[1] = {\n  0x00,\n};\n" },
    { TIN_COPY_PYTHON, "b'hi'\nb'\\x00'" },
    { TIN_COPY_NC, "printf 'hi' | nc -N 127.0.0.1 8080\nprintf '\\000' | nc -N -l 127.0.0.1 8080" },
    { TIN_COPY_SOCAT, "printf 'hi' | socat - TCP4:127.0.0.1:8080\n"
      "printf '\\000' | socat - TCP4-LISTEN:8080,bind=127.0.0.1,reuseaddr" },
    { TIN_COPY_TINCAN, "printf 'hi' | tincan-cli --raw tcp://127.0.0.1:8080\n"
      "tincan-cli 'tcp-listen://127.0.0.1:8080?reply=greeting&greeting=%00&close-after-greeting=1'" },
  };
  g_autofree char *json = NULL;

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "hi", 2);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_OUT, "", 1);
  log_feed_show (&fixture->feed);
  select_last_rows (fixture, 2);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = copy_as (fixture, cases[i].form);

      g_assert_cmpstr (text, ==, cases[i].text);
    }

  json = copy_as (fixture, TIN_COPY_JSON);
  g_assert_nonnull (strstr (json, "\"event\":\"data\",\"session\":3,\"connection\":1,\"direction\":\"in\","
                            "\"peer\":\"127.0.0.1:40000\",\"local\":\"127.0.0.1:8080\","
                            "\"size\":2,\"text\":\"hi\",\"hex\":\"6869\""));
}

/* As in a file of JSON Lines: a script shall not take a part for the whole. */
static void
test_marks_what_is_not_whole (LogViewFixture *fixture,
                              gconstpointer   data)
{
  TinFraming lines = { .kind = TIN_FRAMING_DELIMITER, .max_size = 4 };
  const TinFraming received = TIN_FRAMING_INIT;
  g_autofree char *json = NULL;

  tin_framing_set_delimiter (&lines, (const guint8 *) "\n", 1);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "too long\n", -1);
  tin_message_list_set_framing (fixture->feed.messages, &lines, &received);
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->feed.messages)) < 5)
    log_feed_show (&fixture->feed);
  select_last_rows (fixture, 3);

  json = copy_as (fixture, TIN_COPY_JSON);
  g_assert_nonnull (strstr (json, "\"text\":\"too \",\"hex\":\"746f6f20\",\"by\":\"local\",\"marks\":\"split\""));
  g_assert_nonnull (strstr (json, "\"text\":\"long\",\"hex\":\"6c6f6e67\",\"by\":\"local\",\"marks\":\"split rest\""));
}

/* An event has no bytes: nothing is made up for it. */
static void
test_leaves_out_what_has_no_bytes (LogViewFixture *fixture,
                                   gconstpointer   data)
{
  TinCopy copy = { .form = TIN_COPY_C, .encoding = "UTF-8" };

  log_view_select_row (fixture, 0, TRUE);
  g_assert_null (tin_copy_messages (&copy, fixture->log));
  g_assert_cmpuint (copy.n_left_out, ==, 1);
}

static void
test_bounds_what_it_copies (LogViewFixture *fixture,
                            gconstpointer   data)
{
  TinCopy copy = { .form = TIN_COPY_ROWS, .encoding = "UTF-8" };
  g_autofree char *rows = NULL;

  log_feed_add_many (&fixture->feed, TIN_COPY_MAX_ROWS);
  log_feed_show (&fixture->feed);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (tin_log_view_get_rows (fixture->log)));

  rows = tin_copy_messages (&copy, fixture->log);
  g_assert_nonnull (rows);
  g_assert_cmpuint (copy.n_left_out, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(name, function) \
  g_test_add ("/log-copy/" name, LogViewFixture, NULL, log_view_set_up, function, log_view_tear_down)
  ADD ("copies", test_copies);
  ADD ("copies-as-source", test_copies_as_source);
  ADD ("marks-what-is-not-whole", test_marks_what_is_not_whole);
  ADD ("leaves-out-what-has-no-bytes", test_leaves_out_what_has_no_bytes);
  ADD ("bounds-what-it-copies", test_bounds_what_it_copies);
#undef ADD

  return g_test_run ();
}
