/* test-detail-pane.c: all of a message: as text, as hexadecimal, part by part.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pane-support.h"

#include "ui/tin-byte-view.h"

#include <string.h>

static double
get_top (PaneFixture *fixture,
         const char  *id)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (pane_find_part (fixture, id), GTK_WIDGET (fixture->pane), &bounds));

  return bounds.origin.y;
}

/* Beside each other where both have room, below each other beside the inspector: nothing is cut off. */
static void
test_stacks_where_it_is_narrow (PaneFixture   *fixture,
                                gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "0123456789abcdef", -1);
  pane_show_last (fixture);
  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_BOTH);
  ui_draw (fixture->window);
  g_assert_cmpfloat (get_top (fixture, "hex_scroller"), ==, get_top (fixture, "text_scroller"));

  g_object_set (fixture->pane, "show-inspector", TRUE, NULL);
  gtk_paned_set_position (GTK_PANED (pane_find_part (fixture, "content_box")), 280);
  ui_draw (fixture->window);
  g_assert_cmpfloat (get_top (fixture, "hex_scroller"), >, get_top (fixture, "text_scroller"));
}

/* In a second line where one is too short for it. */
static void
test_shows_all_of_the_route (PaneFixture   *fixture,
                             gconstpointer  data)
{
  PangoLayout *summary;

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 760, 300);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "hello", -1);
  pane_show_last (fixture);
  ui_draw (fixture->window);

  summary = gtk_label_get_layout (GTK_LABEL (pane_find_part (fixture, "summary_label")));
  g_assert_cmpint (pango_layout_get_line_count (summary), ==, 2);
  g_assert_false (pango_layout_is_ellipsized (summary));
}

static gboolean
shows_one_order (gpointer fixture)
{
  return gtk_widget_get_visible (ui_find_template_child (pane_find_part (fixture, "inspector"), "order_drop_down"));
}

static gboolean
shows_both_orders (gpointer fixture)
{
  return !shows_one_order (fixture);
}

/* Numbers that are cut off would be others. */
static void
test_shows_one_order_where_it_is_narrow (PaneFixture   *fixture,
                                         gconstpointer  data)
{
  GtkWidget *inspector = pane_find_part (fixture, "inspector");
  GtkWidget *numbers[2];

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "\1\2", 2);
  pane_show_last (fixture);
  g_object_set (fixture->pane, "show-inspector", TRUE, NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 600);
  ui_wait_until (shows_both_orders, fixture);
  numbers[0] = ui_find (inspector, GTK_TYPE_LABEL, "513");
  numbers[1] = ui_find (inspector, GTK_TYPE_LABEL, "258");
  g_assert_true (gtk_widget_get_visible (numbers[0]) && gtk_widget_get_visible (numbers[1]));

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 560, 600);
  ui_wait_until (shows_one_order, fixture);
  g_assert_true (gtk_widget_get_visible (numbers[0]));
  g_assert_false (gtk_widget_get_visible (numbers[1]));

  gtk_drop_down_set_selected (GTK_DROP_DOWN (ui_find_template_child (inspector, "order_drop_down")), 1);
  g_assert_false (gtk_widget_get_visible (numbers[0]));
  g_assert_true (gtk_widget_get_visible (numbers[1]));
}

static void
test_shows_text_and_hex (PaneFixture   *fixture,
                         gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "one\r\ntwo", -1);
  pane_show_last (fixture);
  pane_assert_text (fixture, "text_view", "one\ntwo");

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_BOTH);
  pane_assert_text (fixture, "text_view", "one\ntwo");
  pane_assert_text (fixture, "hex_view",
                    "0000  6f 6e 65 0d 0a 74 77 6f                           one..two        \n");

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_HEX);
  g_assert_false (gtk_widget_get_visible (pane_find_part (fixture, "text_scroller")));
  g_assert_true (gtk_widget_get_visible (pane_find_part (fixture, "hex_scroller")));
}

static void
test_says_what_is_known (PaneFixture   *fixture,
                         gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_OUT, "x", 1);
  pane_show_last (fixture);

  g_assert_true (g_str_has_prefix (pane_get_label (fixture, "summary_label"), "Sent 1 byte · "));
  g_assert_true (g_str_has_suffix (pane_get_label (fixture, "summary_label"), " · 127.0.0.1:8080 → 127.0.0.1:40000"));

  log_feed_add (&fixture->feed, 1, TIN_DIRECTION_IN, "xy", 2);
  pane_show_last (fixture);

  g_assert_true (g_str_has_prefix (pane_get_label (fixture, "summary_label"), "Received 2 bytes · "));
  g_assert_true (g_str_has_suffix (pane_get_label (fixture, "summary_label"), " · 127.0.0.1:40001 → 127.0.0.1:8080"));
}

static void
test_says_how_a_datagram_came (PaneFixture   *fixture,
                               gconstpointer  data)
{
  TinAddress group = { .family = TIN_FAMILY_IPV4, .port = 5353, .bytes = { 239, 1, 2, 3 } };
  TinDelivery delivery = { .missing = 400, .group = &group, .interface = "eth\n0" };
  TinFlow flow = fixture->feed.flows[0];

  flow.transport = TIN_TRANSPORT_UDP;
  g_assert_true (tin_capture_append_datagram (fixture->feed.capture, &flow, TIN_DIRECTION_IN, (const guint8 *) "x", 1,
                                              &delivery));
  pane_show_last (fixture);

  g_assert_true (g_str_has_prefix (pane_get_label (fixture, "summary_label"),
                                   "Received 1 byte · Truncated: 1 of 401 bytes · "));
  g_assert_true (g_str_has_suffix (pane_get_label (fixture, "summary_label"),
                                   " · 127.0.0.1:40000 → 239.1.2.3:5353 · multicast · on eth 0"));

  delivery = (TinDelivery) { .group = &group };
  group = (TinAddress) { .family = TIN_FAMILY_IPV4, .port = 5353, .bytes = { 192, 0, 2, 255 } };
  g_assert_true (tin_capture_append_datagram (fixture->feed.capture, &flow, TIN_DIRECTION_IN, (const guint8 *) "x", 1,
                                              &delivery));
  pane_show_last (fixture);
  g_assert_true (g_str_has_suffix (pane_get_label (fixture, "summary_label"), " → 192.0.2.255:5353 · broadcast"));
}

static void
test_shows_events (PaneFixture   *fixture,
                   gconstpointer  data)
{
  g_autofree char *text = NULL;

  log_feed_add_event (&fixture->feed, 0, TIN_EVENT_CLOSED, "as the peer wished");
  pane_show_last (fixture);

  text = pane_get_text (fixture, "text_view");
  g_assert_nonnull (strstr (text, "as the peer wished"));

  /* It has no bytes to be shown as digits. */
  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_HEX);
  g_assert_true (gtk_widget_get_visible (pane_find_part (fixture, "text_scroller")));
  g_assert_false (gtk_widget_get_visible (pane_find_part (fixture, "hex_scroller")));
}

/* Where a line wraps, too: a hyphen there would look like one of the peer. */
static void
test_adds_no_hyphens (PaneFixture   *fixture,
                      gconstpointer  data)
{
  GtkTextView *view = GTK_TEXT_VIEW (pane_find_part (fixture, "text_view"));
  g_autofree char *word = g_strnfill (500, 'x');
  GtkTextIter iter;
  gboolean hyphens = TRUE;
  GSList *tags;

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, word, -1);
  pane_show_last (fixture);

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (view), &iter, 250);
  tags = gtk_text_iter_get_tags (&iter);
  g_assert_cmpuint (g_slist_length (tags), ==, 1);
  g_object_get (tags->data, "insert-hyphens", &hyphens, NULL);
  g_assert_false (hyphens);
  g_slist_free (tags);
}

static void
test_shows_nothing (PaneFixture   *fixture,
                    gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "x", 1);
  pane_show_last (fixture);
  tin_detail_pane_set_message (fixture->pane, NULL);

  pane_assert_text (fixture, "text_view", "");
  g_assert_cmpstr (pane_get_label (fixture, "summary_label"), ==, "Select a message to see all of it.");
  g_assert_null (tin_detail_pane_dup_shown (fixture->pane));
}

static void
test_shows_hostile_bytes (PaneFixture   *fixture,
                          gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "<b>a\0b\x1b[2J\xff\xe2\x80\xae</b>", 18);
  pane_show_last (fixture);

  pane_assert_text (fixture, "text_view", "<b>a\\0b\\x1B[2J\\xFF\\u{202E}</b>");
}

static void
test_reads_the_encoding (PaneFixture   *fixture,
                         gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "caf\xe9", -1);
  pane_show_last (fixture);
  pane_assert_text (fixture, "text_view", "caf\\xE9");

  tin_detail_pane_set_encoding (fixture->pane, "ISO-8859-1");
  pane_assert_text (fixture, "text_view", "caf\xc3\xa9");
}

/* No character is torn and no byte is lost or shown twice where parts meet. */
static void
test_turns_pages (PaneFixture   *fixture,
                  gconstpointer  data)
{
  const gsize n_characters = 1024 * 1024 / 3;
  GString *bytes = g_string_new (NULL);
  GString *seen = g_string_new (NULL);
  GtkWidget *next = NULL;
  g_autoptr (GBytes) payload = NULL;
  guint n_pages = 0;

  for (gsize i = 0; i < n_characters; i++)
    g_string_append (bytes, "猫");

  payload = g_string_free_to_bytes (bytes);
  tin_detail_pane_set_payload (fixture->pane, payload);
  g_assert_cmpstr (pane_get_label (fixture, "range_label"), ==, "1–16384 of 1048575 bytes");
  next = ui_find (fixture->pane, GTK_TYPE_BUTTON, "Next part");

  for (gboolean more = TRUE; more; n_pages++)
    {
      g_autofree char *text = pane_get_text (fixture, "text_view");

      g_assert_null (strchr (text, '\\'));

      for (const char *at = text; *at != '\0'; at++)
        if (*at != '\n')
          g_string_append_c (seen, *at);

      more = gtk_widget_get_sensitive (next);
      g_signal_emit_by_name (next, "clicked");
    }

  g_assert_cmpuint (n_pages, ==, 64);
  g_assert_cmpuint (seen->len, ==, n_characters * 3);
  g_string_free (seen, TRUE);
}

static void
test_turns_back (PaneFixture   *fixture,
                 gconstpointer  data)
{
  g_autofree char *bytes = g_strnfill (40000, 'x');
  g_autoptr (GBytes) payload = g_bytes_new (bytes, 40000);
  GtkWidget *next, *previous;

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_HEX);
  tin_detail_pane_set_payload (fixture->pane, payload);
  next = ui_find (fixture->pane, GTK_TYPE_BUTTON, "Next part");
  previous = ui_find (fixture->pane, GTK_TYPE_BUTTON, "Previous part");
  g_assert_false (gtk_widget_get_sensitive (previous));

  g_signal_emit_by_name (next, "clicked");
  g_signal_emit_by_name (next, "clicked");
  g_assert_cmpstr (pane_get_label (fixture, "range_label"), ==, "32769–40000 of 40000 bytes");
  g_assert_false (gtk_widget_get_sensitive (next));

  g_signal_emit_by_name (previous, "clicked");
  g_assert_cmpstr (pane_get_label (fixture, "range_label"), ==, "16385–32768 of 40000 bytes");
}

/* The largest record in one line: the window must not stall on it. */
static void
test_draws_a_long_line_quickly (PaneFixture   *fixture,
                                gconstpointer  data)
{
  g_autofree char *bytes = g_strnfill (TIN_CAPTURE_MAX_PAYLOAD, 'W');
  gint64 start;

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, bytes, TIN_CAPTURE_MAX_PAYLOAD);
  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_BOTH);
  start = g_get_monotonic_time ();
  pane_show_last (fixture);

  g_test_minimized_result ((g_get_monotonic_time () - start) / 1e6, "three frames with the largest record");
}

static void
test_copies_what_is_shown (PaneFixture   *fixture,
                           gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autofree char *hex = NULL;

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "hi", -1);
  pane_show_last (fixture);

  text = tin_detail_pane_dup_shown (fixture->pane);
  g_assert_cmpstr (text, ==, "hi");

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_HEX);
  hex = tin_detail_pane_dup_shown (fixture->pane);
  g_assert_true (g_str_has_prefix (hex, "00000000  68 69 "));
}

/* However large, only one page is read. */
static void
test_shows_a_huge_payload_quickly (PaneFixture   *fixture,
                                   gconstpointer  data)
{
  const gsize size = 256 * 1024 * 1024;
  g_autoptr (GBytes) payload = g_bytes_new_take (g_malloc0 (size), size);
  gint64 start = g_get_monotonic_time ();

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_BOTH);
  tin_detail_pane_set_payload (fixture->pane, payload);
  tin_detail_pane_select (fixture->pane, size - 1, size);
  ui_draw (fixture->window);

  g_test_minimized_result ((g_get_monotonic_time () - start) / 1e6, "the first and the last page of 256 MiB");
  g_assert_cmpstr (pane_get_label (fixture, "range_label"), ==, "268419073–268435456 of 268435456 bytes");
}

static void
test_fits_its_width (PaneFixture   *fixture,
                     gconstpointer  data)
{
  GtkWidget *hex = pane_find_part (fixture, "hex_view");
  gsize first, last;

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_HEX);
  pane_show_bytes (fixture, "0123456789abcdef", 16);
  g_assert_cmpint (gtk_text_buffer_get_line_count (gtk_text_view_get_buffer (GTK_TEXT_VIEW (hex))), ==, 2);

  tin_detail_pane_select (fixture->pane, 9, 12);
  gtk_widget_set_margin_end (GTK_WIDGET (fixture->pane), 500);
  ui_draw (fixture->window);
  ui_draw (fixture->window);
  g_assert_cmpint (gtk_text_buffer_get_line_count (gtk_text_view_get_buffer (GTK_TEXT_VIEW (hex))), >=, 3);
  tin_byte_view_get_selection (TIN_BYTE_VIEW (hex), &first, &last);
  g_assert_cmpuint (first, ==, 9);
  g_assert_cmpuint (last, ==, 12);
}

/* A message may have come in several pieces; where they were cut is seen, and nothing else is. */
static void
test_shows_where_reads_ended (PaneFixture   *fixture,
                              gconstpointer  data)
{
  g_autoptr (TinMessage) message = NULL;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (pane_find_part (fixture, "text_view")));
  GtkTextTag *cut;
  TinFrame frame = { .size = 7 };

  frame.first = tin_capture_get_published (fixture->feed.capture);
  frame.last = frame.first + 2;
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "one", 3);
  log_feed_add (&fixture->feed, 1, TIN_DIRECTION_IN, "other", 5);
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "four", 4);
  tin_capture_publish (fixture->feed.capture);

  message = tin_message_new_framed (fixture->feed.capture, NULL, &frame, "UTF-8");
  tin_detail_pane_set_message (fixture->pane, message);
  pane_assert_text (fixture, "text_view", "onefour");

  cut = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "cut");

  for (int i = 0; i < 7; i++)
    {
      GtkTextIter iter;

      gtk_text_buffer_get_iter_at_offset (buffer, &iter, i);
      g_assert_cmpint (gtk_text_iter_has_tag (&iter, cut), ==, i == 3);
    }
}

static void
test_has_names (PaneFixture   *fixture,
                gconstpointer  data)
{
  GtkAccessible *text = GTK_ACCESSIBLE (pane_find_part (fixture, "text_view"));
  GtkAccessible *hex = GTK_ACCESSIBLE (pane_find_part (fixture, "hex_view"));

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->pane), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Selected message");
  gtk_test_accessible_assert_property (text, GTK_ACCESSIBLE_PROPERTY_LABEL, "Message as text");
  gtk_test_accessible_assert_property (hex, GTK_ACCESSIBLE_PROPERTY_LABEL, "Message as hexadecimal");
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(name, function) \
  g_test_add ("/detail-pane/" name, PaneFixture, NULL, pane_set_up, function, pane_tear_down)
  ADD ("shows-text-and-hex", test_shows_text_and_hex);
  ADD ("shows-all-of-the-route", test_shows_all_of_the_route);
  ADD ("stacks-where-it-is-narrow", test_stacks_where_it_is_narrow);
  ADD ("shows-one-order-where-it-is-narrow", test_shows_one_order_where_it_is_narrow);
  ADD ("says-what-is-known", test_says_what_is_known);
  ADD ("says-how-a-datagram-came", test_says_how_a_datagram_came);
  ADD ("shows-events", test_shows_events);
  ADD ("adds-no-hyphens", test_adds_no_hyphens);
  ADD ("shows-nothing", test_shows_nothing);
  ADD ("shows-hostile-bytes", test_shows_hostile_bytes);
  ADD ("reads-the-encoding", test_reads_the_encoding);
  ADD ("turns-pages", test_turns_pages);
  ADD ("turns-back", test_turns_back);
  ADD ("draws-a-long-line-quickly", test_draws_a_long_line_quickly);
  ADD ("copies-what-is-shown", test_copies_what_is_shown);
  ADD ("shows-a-huge-payload-quickly", test_shows_a_huge_payload_quickly);
  ADD ("fits-its-width", test_fits_its_width);
  ADD ("shows-where-reads-ended", test_shows_where_reads_ended);
  ADD ("has-names", test_has_names);
#undef ADD

  return g_test_run ();
}
