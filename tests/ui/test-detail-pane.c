/* test-detail-pane.c: all of a message: as text, as hexadecimal, part by part.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-support.h"

#include "ui/tin-byte-view.h"
#include "ui/tin-detail-pane.h"

#include <string.h>

typedef struct
{
  LogFeed        feed;
  TinDetailPane *pane;
  GtkWidget     *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  log_feed_init (&fixture->feed);
  fixture->pane = g_object_new (TIN_TYPE_DETAIL_PANE, NULL);
  fixture->window = ui_show (fixture->pane, 900, 300);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->pane), (gpointer *) &fixture->pane);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_settle ();
  g_assert_null (fixture->pane);
  log_feed_clear (&fixture->feed);
}

/* Wherever in the pane it is. */
static GtkWidget *
find_part (Fixture    *fixture,
           const char *id)
{
  static const char *const owners[] = { "views", "pager", "find", "inspector" };
  GObject *found = gtk_widget_get_template_child (GTK_WIDGET (fixture->pane), TIN_TYPE_DETAIL_PANE, id);

  for (guint i = 0; found == NULL && i < G_N_ELEMENTS (owners); i++)
    {
      GtkWidget *owner = ui_find_template_child (fixture->pane, owners[i]);

      found = gtk_widget_get_template_child (owner, G_OBJECT_TYPE (owner), id);
    }

  g_assert_nonnull (found);

  return GTK_WIDGET (found);
}

static char *
get_text (Fixture    *fixture,
          const char *id)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_part (fixture, id)));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static const char *
get_label (Fixture    *fixture,
           const char *id)
{
  return gtk_label_get_text (GTK_LABEL (find_part (fixture, id)));
}

static void
show_last (Fixture *fixture)
{
  GListModel *messages = G_LIST_MODEL (fixture->feed.messages);
  g_autoptr (TinMessage) message = NULL;

  log_feed_show (&fixture->feed);
  message = g_list_model_get_item (messages, g_list_model_get_n_items (messages) - 1);
  tin_detail_pane_set_message (fixture->pane, message);
  ui_draw (fixture->window);
}

static void
assert_text (Fixture    *fixture,
             const char *id,
             const char *expected)
{
  g_autofree char *text = get_text (fixture, id);

  g_assert_cmpstr (text, ==, expected);
}

static double
get_top (Fixture    *fixture,
         const char *id)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (find_part (fixture, id), GTK_WIDGET (fixture->pane), &bounds));

  return bounds.origin.y;
}

/* Beside each other where both have room, below each other beside the inspector: nothing is cut off. */
static void
test_stacks_where_it_is_narrow (Fixture       *fixture,
                                gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "0123456789abcdef", -1);
  show_last (fixture);
  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_BOTH);
  ui_draw (fixture->window);
  g_assert_cmpfloat (get_top (fixture, "hex_scroller"), ==, get_top (fixture, "text_scroller"));

  g_object_set (fixture->pane, "show-inspector", TRUE, NULL);
  gtk_paned_set_position (GTK_PANED (find_part (fixture, "content_box")), 280);
  ui_draw (fixture->window);
  g_assert_cmpfloat (get_top (fixture, "hex_scroller"), >, get_top (fixture, "text_scroller"));
}

static gboolean
shows_one_order (gpointer fixture)
{
  return gtk_widget_get_visible (ui_find_template_child (find_part (fixture, "inspector"), "order_drop_down"));
}

static gboolean
shows_both_orders (gpointer fixture)
{
  return !shows_one_order (fixture);
}

/* Numbers that are cut off would be others. */
static void
test_shows_one_order_where_it_is_narrow (Fixture       *fixture,
                                         gconstpointer  data)
{
  GtkWidget *inspector = find_part (fixture, "inspector");
  GtkWidget *numbers[2];

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "\1\2", 2);
  show_last (fixture);
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
test_shows_text_and_hex (Fixture       *fixture,
                         gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "one\r\ntwo", -1);
  show_last (fixture);
  assert_text (fixture, "text_view", "one\ntwo");

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_BOTH);
  assert_text (fixture, "text_view", "one\ntwo");
  assert_text (fixture, "hex_view",
               "0000  6f 6e 65 0d 0a 74 77 6f                           one..two        \n");

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_HEX);
  g_assert_false (gtk_widget_get_visible (find_part (fixture, "text_scroller")));
  g_assert_true (gtk_widget_get_visible (find_part (fixture, "hex_scroller")));
}

static void
test_says_what_is_known (Fixture       *fixture,
                         gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_OUT, "x", 1);
  show_last (fixture);

  g_assert_true (g_str_has_prefix (get_label (fixture, "summary_label"), "Sent 1 byte · "));
  g_assert_true (g_str_has_suffix (get_label (fixture, "summary_label"), " · 127.0.0.1:8080 → 127.0.0.1:40000"));

  log_feed_add (&fixture->feed, 1, TIN_DIRECTION_IN, "xy", 2);
  show_last (fixture);

  g_assert_true (g_str_has_prefix (get_label (fixture, "summary_label"), "Received 2 bytes · "));
  g_assert_true (g_str_has_suffix (get_label (fixture, "summary_label"), " · 127.0.0.1:40001 → 127.0.0.1:8080"));
}

static void
test_shows_events (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *text = NULL;

  log_feed_add_event (&fixture->feed, 0, TIN_EVENT_CLOSED, "as the peer wished");
  show_last (fixture);

  text = get_text (fixture, "text_view");
  g_assert_nonnull (strstr (text, "as the peer wished"));

  /* It has no bytes to be shown as digits. */
  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_HEX);
  g_assert_true (gtk_widget_get_visible (find_part (fixture, "text_scroller")));
  g_assert_false (gtk_widget_get_visible (find_part (fixture, "hex_scroller")));
}

/* Where a line wraps, too: a hyphen there would look like one of the peer. */
static void
test_adds_no_hyphens (Fixture       *fixture,
                      gconstpointer  data)
{
  GtkTextView *view = GTK_TEXT_VIEW (find_part (fixture, "text_view"));
  g_autofree char *word = g_strnfill (500, 'x');
  GtkTextIter iter;
  gboolean hyphens = TRUE;
  GSList *tags;

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, word, -1);
  show_last (fixture);

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (view), &iter, 250);
  tags = gtk_text_iter_get_tags (&iter);
  g_assert_cmpuint (g_slist_length (tags), ==, 1);
  g_object_get (tags->data, "insert-hyphens", &hyphens, NULL);
  g_assert_false (hyphens);
  g_slist_free (tags);
}

static void
test_shows_nothing (Fixture       *fixture,
                    gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "x", 1);
  show_last (fixture);
  tin_detail_pane_set_message (fixture->pane, NULL);

  assert_text (fixture, "text_view", "");
  g_assert_cmpstr (get_label (fixture, "summary_label"), ==, "Select a message to see all of it.");
  g_assert_null (tin_detail_pane_dup_shown (fixture->pane));
}

static void
test_shows_hostile_bytes (Fixture       *fixture,
                          gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "<b>a\0b\x1b[2J\xff\xe2\x80\xae</b>", 18);
  show_last (fixture);

  assert_text (fixture, "text_view", "<b>a\\0b\\x1B[2J\\xFF\\u{202E}</b>");
}

static void
test_reads_the_encoding (Fixture       *fixture,
                         gconstpointer  data)
{
  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "caf\xe9", -1);
  show_last (fixture);
  assert_text (fixture, "text_view", "caf\\xE9");

  tin_detail_pane_set_encoding (fixture->pane, "ISO-8859-1");
  assert_text (fixture, "text_view", "caf\xc3\xa9");
}

/* No character is torn and no byte is lost or shown twice where parts meet. */
static void
test_turns_pages (Fixture       *fixture,
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
  g_assert_cmpstr (get_label (fixture, "range_label"), ==, "1–16384 of 1048575 bytes");
  next = ui_find (fixture->pane, GTK_TYPE_BUTTON, "Next part");

  for (gboolean more = TRUE; more; n_pages++)
    {
      g_autofree char *text = get_text (fixture, "text_view");

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
test_turns_back (Fixture       *fixture,
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
  g_assert_cmpstr (get_label (fixture, "range_label"), ==, "32769–40000 of 40000 bytes");
  g_assert_false (gtk_widget_get_sensitive (next));

  g_signal_emit_by_name (previous, "clicked");
  g_assert_cmpstr (get_label (fixture, "range_label"), ==, "16385–32768 of 40000 bytes");
}

/* The largest record in one line: the window must not stall on it. */
static void
test_draws_a_long_line_quickly (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autofree char *bytes = g_strnfill (TIN_CAPTURE_MAX_PAYLOAD, 'W');
  gint64 start;

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, bytes, TIN_CAPTURE_MAX_PAYLOAD);
  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_BOTH);
  start = g_get_monotonic_time ();
  show_last (fixture);

  g_test_minimized_result ((g_get_monotonic_time () - start) / 1e6, "three frames with the largest record");
}

static void
test_copies_what_is_shown (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autofree char *hex = NULL;

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "hi", -1);
  show_last (fixture);

  text = tin_detail_pane_dup_shown (fixture->pane);
  g_assert_cmpstr (text, ==, "hi");

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_HEX);
  hex = tin_detail_pane_dup_shown (fixture->pane);
  g_assert_true (g_str_has_prefix (hex, "00000000  68 69 "));
}

static void
show_bytes (Fixture    *fixture,
            const void *data,
            gsize       size)
{
  g_autoptr (GBytes) payload = g_bytes_new (data, size);

  tin_detail_pane_set_payload (fixture->pane, payload);
  ui_draw (fixture->window);
}

/* What the user selects with pointer or keys. */
static void
select_characters (Fixture    *fixture,
                   const char *id,
                   int         start,
                   int         end)
{
  GtkWidget *view = find_part (fixture, id);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter first, last;

  gtk_widget_grab_focus (view);
  gtk_text_buffer_get_iter_at_offset (buffer, &first, start);
  gtk_text_buffer_get_iter_at_offset (buffer, &last, end);
  gtk_text_buffer_select_range (buffer, &first, &last);
}

static void
assert_selected (Fixture *fixture,
                 guint64  start,
                 guint64  end)
{
  static const char *const views[] = { "text_view", "hex_view" };
  guint64 found_start, found_end;

  tin_detail_pane_get_selection (fixture->pane, &found_start, &found_end);
  g_assert_cmpuint (found_start, ==, start);
  g_assert_cmpuint (found_end, ==, end);

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      gsize first, last;

      tin_byte_view_get_selection (TIN_BYTE_VIEW (find_part (fixture, views[i])), &first, &last);
      g_assert_cmpuint (first, ==, start);
      g_assert_cmpuint (last, ==, end);
    }
}

static void
test_links_selections (Fixture       *fixture,
                       gconstpointer  data)
{
  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_BOTH);
  show_bytes (fixture, "ab\r\n\xc3\xa9\xffz", 8);

  /* The é, its two bytes; the token of a byte that is none, as a whole. */
  select_characters (fixture, "text_view", 3, 4);
  assert_selected (fixture, 4, 6);
  select_characters (fixture, "text_view", 5, 6);
  assert_selected (fixture, 6, 7);

  /* From the middle of the first pair to behind the third. */
  select_characters (fixture, "hex_view", 6, 14);
  assert_selected (fixture, 0, 3);

  /* A caret is before a byte. */
  select_characters (fixture, "hex_view", 9, 9);
  assert_selected (fixture, 1, 1);
}

static void
test_selects_what_it_is_told (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autofree char *bytes = g_strnfill (40000, 'x');
  guint64 start, end;

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_BOTH);
  show_bytes (fixture, bytes, 40000);

  tin_detail_pane_select (fixture->pane, 20000, 20010);
  tin_detail_pane_get_selection (fixture->pane, &start, &end);
  g_assert_cmpuint (start, ==, 20000);
  g_assert_cmpuint (end, ==, 20010);
  g_assert_cmpstr (get_label (fixture, "range_label"), ==, "16385–32768 of 40000 bytes");

  tin_detail_pane_select (fixture->pane, G_MAXUINT64, G_MAXUINT64);
  tin_detail_pane_get_selection (fixture->pane, &start, &end);
  g_assert_cmpuint (start, ==, 39999);
}

static void
test_goes_to_a_byte (Fixture       *fixture,
                     gconstpointer  data)
{
  static const struct
  {
    const char *text;
    guint64     offset;
  } cases[] = { { "17000", 17000 }, { "0x9000", 0x9000 }, { "junk", 0x9000 }, { "40000", 0x9000 }, { "0", 0 } };
  g_autofree char *bytes = g_strnfill (40000, 'x');
  GtkWidget *entry;

  show_bytes (fixture, bytes, 40000);
  entry = find_part (fixture, "entry");
  g_assert_true (GTK_IS_ENTRY (entry));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 start, end;

      gtk_editable_set_text (GTK_EDITABLE (entry), cases[i].text);
      g_signal_emit_by_name (entry, "activate");
      tin_detail_pane_get_selection (fixture->pane, &start, &end);
      g_assert_cmpuint (start, ==, cases[i].offset);
    }
}

static gboolean
search_ended (gpointer data)
{
  Fixture *fixture = data;

  return !g_str_equal (get_label (fixture, "count_label"), "Searching…");
}

static GtkWidget *
open_search (Fixture    *fixture,
             const char *text)
{
  GtkWidget *find = ui_find_template_child (fixture->pane, "find");
  GtkWidget *entry = ui_find_template_child (find, "entry");

  tin_detail_pane_find (fixture->pane);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
  ui_wait_until (search_ended, fixture);

  return entry;
}

static void
test_finds (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *bytes = g_strnfill (40000, '.');
  GtkWidget *entry;
  guint64 start, end;

  memcpy (bytes + 100, "Needle", 6);
  memcpy (bytes + 16381, "needle", 6);
  show_bytes (fixture, bytes, 40000);

  entry = open_search (fixture, "needle");
  g_assert_cmpstr (get_label (fixture, "count_label"), ==, "1 of 2");
  tin_detail_pane_get_selection (fixture->pane, &start, &end);
  g_assert_cmpuint (start, ==, 100);
  g_assert_cmpuint (end, ==, 106);

  /* The second one lies across two pages: as much as there is of it on the first. */
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (get_label (fixture, "count_label"), ==, "2 of 2");
  tin_detail_pane_get_selection (fixture->pane, &start, &end);
  g_assert_cmpuint (start, ==, 16381);
  g_assert_cmpuint (end, ==, 16384);

  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (get_label (fixture, "count_label"), ==, "1 of 2");

  open_search (fixture, "nothing");
  g_assert_cmpstr (get_label (fixture, "count_label"), ==, "Not found");
}

static void
test_finds_bytes (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *find = ui_find_template_child (fixture->pane, "find");
  guint64 start, end;

  show_bytes (fixture, "ab\r\ncd", 6);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_find_template_child (find, "hex_button")), TRUE);
  open_search (fixture, "0d 0a");
  tin_detail_pane_get_selection (fixture->pane, &start, &end);
  g_assert_cmpuint (start, ==, 2);
  g_assert_cmpuint (end, ==, 4);

  open_search (fixture, "0d 0");
  g_assert_nonnull (strstr (get_label (fixture, "count_label"), "digit"));
}

static void
test_inspects (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *inspector = ui_find_template_child (fixture->pane, "inspector");

  g_object_set (fixture->pane, "view", TIN_DETAIL_HEX, "show-inspector", TRUE, NULL);
  show_bytes (fixture, "\x01\x02\x03\x04\x00\x00\x00\x00\x7f", 9);
  g_assert_nonnull (ui_find (inspector, GTK_TYPE_LABEL, "513"));
  g_assert_nonnull (ui_find (inspector, GTK_TYPE_LABEL, "16909060"));

  tin_detail_pane_select (fixture->pane, 8, 9);
  g_assert_cmpstr (get_label (fixture, "place_label"), ==, "Byte 8 (0x8), 1 selected");
  g_assert_nonnull (ui_find (inspector, GTK_TYPE_LABEL, "127"));
  g_assert_null (ui_find (inspector, GTK_TYPE_LABEL, "513"));
}

static void
test_formats (Fixture       *fixture,
              gconstpointer  data)
{
  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_FORMATTED);
  show_bytes (fixture, "{\"a\":[1,\"\x1b\"]}", 13);
  assert_text (fixture, "text_view", "{\n  \"a\": [\n    1,\n    \"\\x1B\"\n  ]\n}");

  show_bytes (fixture, "hello", 5);
  g_assert_cmpstr (get_label (fixture, "problem_label"), ==, "This message is neither JSON nor XML.");
  g_assert_false (gtk_widget_get_visible (find_part (fixture, "views_box")));

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_TEXT);
  assert_text (fixture, "text_view", "hello");
  g_assert_true (gtk_widget_get_visible (find_part (fixture, "views_box")));
}

/* However large, only one page is read. */
static void
test_shows_a_huge_payload_quickly (Fixture       *fixture,
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
  g_assert_cmpstr (get_label (fixture, "range_label"), ==, "268419073–268435456 of 268435456 bytes");
}

static void
test_fits_its_width (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWidget *hex = find_part (fixture, "hex_view");
  gsize first, last;

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_HEX);
  show_bytes (fixture, "0123456789abcdef", 16);
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
test_shows_where_reads_ended (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (TinMessage) message = NULL;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_part (fixture, "text_view")));
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
  assert_text (fixture, "text_view", "onefour");

  cut = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "cut");

  for (int i = 0; i < 7; i++)
    {
      GtkTextIter iter;

      gtk_text_buffer_get_iter_at_offset (buffer, &iter, i);
      g_assert_cmpint (gtk_text_iter_has_tag (&iter, cut), ==, i == 3);
    }
}

static void
test_has_names (Fixture       *fixture,
                gconstpointer  data)
{
  GtkAccessible *text = GTK_ACCESSIBLE (find_part (fixture, "text_view"));
  GtkAccessible *hex = GTK_ACCESSIBLE (find_part (fixture, "hex_view"));

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

#define ADD(name, function) g_test_add ("/detail-pane/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("shows-text-and-hex", test_shows_text_and_hex);
  ADD ("stacks-where-it-is-narrow", test_stacks_where_it_is_narrow);
  ADD ("shows-one-order-where-it-is-narrow", test_shows_one_order_where_it_is_narrow);
  ADD ("says-what-is-known", test_says_what_is_known);
  ADD ("shows-events", test_shows_events);
  ADD ("adds-no-hyphens", test_adds_no_hyphens);
  ADD ("shows-nothing", test_shows_nothing);
  ADD ("shows-hostile-bytes", test_shows_hostile_bytes);
  ADD ("reads-the-encoding", test_reads_the_encoding);
  ADD ("turns-pages", test_turns_pages);
  ADD ("turns-back", test_turns_back);
  ADD ("draws-a-long-line-quickly", test_draws_a_long_line_quickly);
  ADD ("copies-what-is-shown", test_copies_what_is_shown);
  ADD ("links-selections", test_links_selections);
  ADD ("selects-what-it-is-told", test_selects_what_it_is_told);
  ADD ("goes-to-a-byte", test_goes_to_a_byte);
  ADD ("finds", test_finds);
  ADD ("finds-bytes", test_finds_bytes);
  ADD ("inspects", test_inspects);
  ADD ("formats", test_formats);
  ADD ("shows-a-huge-payload-quickly", test_shows_a_huge_payload_quickly);
  ADD ("fits-its-width", test_fits_its_width);
  ADD ("shows-where-reads-ended", test_shows_where_reads_ended);
  ADD ("has-names", test_has_names);
#undef ADD

  return g_test_run ();
}
