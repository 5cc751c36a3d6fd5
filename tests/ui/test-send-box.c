/* test-send-box.c: what is typed, how it is read, to whom it goes, and what stays when it cannot.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "page-support.h"

#include "ui/tin-send-box.h"

#include <string.h>

static GSocketConnection *
start_with_one (PageFixture *fixture)
{
  GSocketConnection *client;

  page_start (fixture);
  client = page_connect (fixture);
  page_wait_for_peers (fixture, 1);

  return client;
}

static TinComposer *
get_composer (PageFixture *fixture)
{
  return tin_session_get_composer (fixture->session);
}

static GtkWidget *
get_view (PageFixture *fixture)
{
  return page_get_in (fixture, "send_box", "text_view");
}

static const char *
get_label (PageFixture *fixture,
           const char  *id)
{
  return gtk_label_get_text (GTK_LABEL (page_get_in (fixture, "send_box", id)));
}

static gboolean
send_now (PageFixture *fixture)
{
  return tin_send_box_send (TIN_SEND_BOX (page_get (fixture, "send_box")));
}

static void
assert_typed (PageFixture *fixture,
              const char  *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (get_view (fixture)));
  GtkTextIter start, end;
  g_autofree char *typed = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  typed = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_assert_cmpstr (typed, ==, text);
  g_assert_cmpstr (tin_composer_get_text (get_composer (fixture)), ==, text);
}

static int
get_caret (PageFixture *fixture)
{
  int position;

  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (get_view (fixture))), "cursor-position", &position, NULL);

  return position;
}

static void
assert_problem (PageFixture *fixture,
                gboolean     expected)
{
  GtkWidget *label = page_get_in (fixture, "send_box", "problem_label");

  g_assert_true (gtk_widget_get_visible (label) == expected);
  g_assert_true ((*gtk_label_get_text (GTK_LABEL (label)) != '\0') == expected);

  if (expected)
    gtk_test_accessible_assert_state (GTK_ACCESSIBLE (get_view (fixture)), GTK_ACCESSIBLE_STATE_INVALID,
                                      GTK_ACCESSIBLE_INVALID_TRUE);
}

static void
test_sends_with_enter (PageFixture   *fixture,
                       gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = start_with_one (fixture);

  page_type (fixture, "hello");
  g_assert_false (page_press (get_view (fixture), GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_true (page_press (get_view (fixture), GDK_KEY_Return, 0));
  client_expect (client, "hello\n");
  assert_typed (fixture, "");

  page_type (fixture, "again");
  g_assert_true (page_press (get_view (fixture), GDK_KEY_KP_Enter, GDK_CONTROL_MASK));
  client_expect (client, "again\n");
}

static void
test_keeps_the_text_if_wanted (PageFixture   *fixture,
                               gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = start_with_one (fixture);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (get_view (fixture)));

  g_settings_set_boolean (fixture->settings, "keep-sent-text", TRUE);
  page_type (fixture, "hello");
  g_assert_true (send_now (fixture));
  client_expect (client, "hello\n");

  /* Typing replaces it, Enter sends it again. */
  assert_typed (fixture, "hello");
  g_assert_true (gtk_text_buffer_get_has_selection (buffer));
  g_assert_true (send_now (fixture));
  client_expect (client, "hello\n");
}

static void
test_sends_escapes (PageFixture   *fixture,
                    gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = start_with_one (fixture);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (page_get_in (fixture, "send_box", "format_drop_down")),
                              TIN_FORMAT_ESCAPES);
  page_type (fixture, "a\\x41\\tb");
  g_assert_true (send_now (fixture));
  client_expect (client, "aA\tb\n");
}

static void
test_sends_hex (PageFixture   *fixture,
                gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = start_with_one (fixture);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (page_get_in (fixture, "send_box", "format_drop_down")), TIN_FORMAT_HEX);
  page_type (fixture, "48 69 21");
  g_assert_cmpstr (get_label (fixture, "size_label"), ==, "3 bytes");
  g_assert_false (gtk_widget_get_sensitive (page_get_in (fixture, "send_box", "line_ending_drop_down")));
  g_assert_true (send_now (fixture));
  client_expect (client, "Hi!");
}

static void
test_adds_the_line_ending (PageFixture   *fixture,
                           gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client = start_with_one (fixture);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (page_get_in (fixture, "send_box", "line_ending_drop_down")),
                              TIN_LINE_ENDING_CRLF);
  page_type (fixture, "GET / HTTP/1.0");
  g_assert_cmpstr (get_label (fixture, "size_label"), ==, "16 bytes");
  g_assert_true (send_now (fixture));
  client_expect (client, "GET / HTTP/1.0\r\n");
}

static void
test_points_at_what_is_wrong (PageFixture   *fixture,
                              gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client G_GNUC_UNUSED = start_with_one (fixture);

  tin_composer_set_format (get_composer (fixture), TIN_FORMAT_HEX);
  page_type (fixture, "48 6x 21");
  assert_problem (fixture, FALSE);
  g_assert_cmpstr (get_label (fixture, "size_label"), ==, "Not valid yet");

  g_assert_false (send_now (fixture));
  assert_problem (fixture, TRUE);
  assert_typed (fixture, "48 6x 21");
  g_assert_cmpint (get_caret (fixture), ==, 4);
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "send-invalid");

  /* Typing on takes it away. */
  page_type (fixture, "48");
  assert_problem (fixture, FALSE);
}

static void
test_says_why_it_cannot (PageFixture   *fixture,
                         gconstpointer  uri)
{
  page_type (fixture, "hello");
  g_assert_false (page_is_enabled (fixture, "send"));
  g_assert_true (page_press (get_view (fixture), GDK_KEY_Return, 0));
  assert_problem (fixture, TRUE);
  g_assert_nonnull (strstr (get_label (fixture, "problem_label"), "F5"));
  assert_typed (fixture, "hello");

  page_start (fixture);
  g_assert_false (send_now (fixture));
  g_assert_cmpstr (get_label (fixture, "problem_label"), ==, "Nobody is connected yet.");
  assert_typed (fixture, "hello");
}

static GtkWidget *
get_target (PageFixture *fixture)
{
  return ui_find_template_child (page_get_in (fixture, "send_box", "target"), "drop_down");
}

static void
test_aims (PageFixture   *fixture,
           gconstpointer  uri)
{
  g_autoptr (GSocketConnection) first = start_with_one (fixture);
  g_autoptr (GSocketConnection) second = page_connect (fixture);
  GtkDropDown *target = GTK_DROP_DOWN (get_target (fixture));

  page_wait_for_peers (fixture, 2);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (target)), ==, 1);

  page_select_peer (fixture, 1);
  g_assert_cmpuint (gtk_drop_down_get_selected (target), ==, 1);
  page_type (fixture, "one");
  g_assert_true (send_now (fixture));
  client_expect (second, "one\n");

  gtk_drop_down_set_selected (target, 0);
  page_type (fixture, "both");
  g_assert_true (send_now (fixture));
  client_expect (second, "both\n");
  client_expect (first, "both\n");
}

static void
test_refuses_a_closed_target (PageFixture   *fixture,
                              gconstpointer  uri)
{
  g_autoptr (GSocketConnection) first G_GNUC_UNUSED = start_with_one (fixture);
  g_autoptr (GSocketConnection) second = page_connect (fixture);

  page_wait_for_peers (fixture, 2);
  page_select_peer (fixture, 1);
  page_type (fixture, "hello");
  g_assert_true (page_is_enabled (fixture, "send"));

  g_io_stream_close (G_IO_STREAM (second), NULL, NULL);
  page_wait_for_peers (fixture, 1);
  g_assert_false (page_is_enabled (fixture, "send"));
  g_assert_false (send_now (fixture));
  assert_problem (fixture, TRUE);
  assert_typed (fixture, "hello");
}

static void
test_remembers (PageFixture   *fixture,
                gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client G_GNUC_UNUSED = start_with_one (fixture);

  page_type (fixture, "first");
  g_assert_true (send_now (fixture));
  tin_composer_set_format (get_composer (fixture), TIN_FORMAT_HEX);
  page_type (fixture, "4869");
  g_assert_true (send_now (fixture));
  tin_composer_set_format (get_composer (fixture), TIN_FORMAT_TEXT);
  page_type (fixture, "draft");

  g_assert_true (page_press (get_view (fixture), GDK_KEY_Up, 0));
  assert_typed (fixture, "4869");
  g_assert_cmpint (tin_composer_get_format (get_composer (fixture)), ==, TIN_FORMAT_HEX);

  g_assert_true (page_press (get_view (fixture), GDK_KEY_Up, 0));
  assert_typed (fixture, "first");
  g_assert_cmpint (tin_composer_get_format (get_composer (fixture)), ==, TIN_FORMAT_TEXT);
  g_assert_false (page_press (get_view (fixture), GDK_KEY_Up, 0));

  g_assert_true (page_press (get_view (fixture), GDK_KEY_Down, 0));
  g_assert_true (page_press (get_view (fixture), GDK_KEY_Down, 0));
  assert_typed (fixture, "draft");
  g_assert_false (page_press (get_view (fixture), GDK_KEY_Down, 0));
}

static void
test_remembers_tomorrow (PageFixture   *fixture,
                         gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client G_GNUC_UNUSED = start_with_one (fixture);
  g_autofree char *path = g_build_filename (fixture->folder, "state", "history", NULL);
  g_autoptr (TinHistory) history = tin_history_new (path);
  g_autoptr (GError) error = NULL;

  page_type (fixture, "kept");
  g_assert_true (send_now (fixture));
  page_close (fixture);

  /* By itself, a while later: closing a tab waits for no disk. */
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, FALSE);

  g_assert_true (tin_history_load (history, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tin_history_get_length (history), ==, 1);
}

/* Up and Down walk through the lines of a message first. */
static void
test_walks_lines_before_history (PageFixture   *fixture,
                                 gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client G_GNUC_UNUSED = start_with_one (fixture);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (get_view (fixture)));
  GtkTextIter end;

  page_type (fixture, "sent");
  g_assert_true (send_now (fixture));
  page_type (fixture, "one\ntwo");
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);

  g_assert_false (page_press (get_view (fixture), GDK_KEY_Up, 0));
  assert_typed (fixture, "one\ntwo");
}

/* What is typed next completes the byte, and does not come before what is there of it. */
static void
test_waits_behind_half_a_byte (PageFixture   *fixture,
                               gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client G_GNUC_UNUSED = start_with_one (fixture);

  tin_composer_set_format (get_composer (fixture), TIN_FORMAT_HEX);
  page_type (fixture, "4f 4b 0");
  g_assert_false (send_now (fixture));
  assert_problem (fixture, TRUE);
  g_assert_cmpint (get_caret (fixture), ==, 7);
}

static void
test_counts_datagrams (PageFixture   *fixture,
                       gconstpointer  uri)
{
  g_autofree char *large = g_strnfill (65508, 'x');

  page_start (fixture);
  page_type (fixture, "hello");
  g_assert_cmpstr (get_label (fixture, "size_label"), ==, "6 of 65507 bytes");
  g_assert_false (gtk_widget_get_visible (page_get_in (fixture, "send_box", "target")));

  page_type (fixture, large);
  g_assert_true (gtk_widget_has_css_class (page_get_in (fixture, "send_box", "size_label"), "error"));
  g_assert_false (send_now (fixture));
  assert_problem (fixture, TRUE);
  assert_typed (fixture, large);
}

static void
test_refuses_what_the_encoding_lacks (PageFixture   *fixture,
                                      gconstpointer  uri)
{
  g_autoptr (GSocketConnection) client G_GNUC_UNUSED = start_with_one (fixture);

  page_type (fixture, "ok 猫");
  g_assert_false (send_now (fixture));
  assert_problem (fixture, TRUE);
  g_assert_cmpint (get_caret (fixture), ==, 3);
}

static void
test_has_names (PageFixture   *fixture,
                gconstpointer  uri)
{
  const struct
  {
    const char *id;
    const char *name;
  }
  parts[] =
  {
    { "text_view", "Message to send" },
    { "format_drop_down", "Format" },
    { "line_ending_drop_down", "Line ending" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (page_get_in (fixture, "send_box", parts[i].id)),
                                         GTK_ACCESSIBLE_PROPERTY_LABEL, parts[i].name);

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_target (fixture)), GTK_ACCESSIBLE_PROPERTY_LABEL, "Send to");
}

int
main (int    argc,
      char **argv)
{
  const char *server = "tcp-listen://127.0.0.1:0";

  ui_test_init (&argc, &argv);

#define ADD(name, uri, function) g_test_add ("/send-box/" name, PageFixture, uri, page_test_set_up, function, page_test_tear_down)
  ADD ("sends-with-enter", server, test_sends_with_enter);
  ADD ("keeps-the-text-if-wanted", server, test_keeps_the_text_if_wanted);
  ADD ("sends-escapes", server, test_sends_escapes);
  ADD ("sends-hex", server, test_sends_hex);
  ADD ("adds-the-line-ending", server, test_adds_the_line_ending);
  ADD ("points-at-what-is-wrong", server, test_points_at_what_is_wrong);
  ADD ("says-why-it-cannot", server, test_says_why_it_cannot);
  ADD ("aims", server, test_aims);
  ADD ("refuses-a-closed-target", server, test_refuses_a_closed_target);
  ADD ("remembers", server, test_remembers);
  ADD ("remembers-tomorrow", server, test_remembers_tomorrow);
  ADD ("walks-lines-before-history", server, test_walks_lines_before_history);
  ADD ("waits-behind-half-a-byte", server, test_waits_behind_half_a_byte);
  ADD ("counts-datagrams", "udp://127.0.0.1:9", test_counts_datagrams);
  ADD ("refuses-what-the-encoding-lacks", "tcp-listen://127.0.0.1:0?encoding=ISO-8859-1",
       test_refuses_what_the_encoding_lacks);
  ADD ("has-names", server, test_has_names);
#undef ADD

  return g_test_run ();
}
