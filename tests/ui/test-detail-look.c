/* test-detail-look.c: a closer look at a message: what is selected, found, inspected, laid out.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pane-support.h"

#include "ui/tin-byte-view.h"

#include <string.h>

/* What the user selects with pointer or keys. */
static void
select_characters (PaneFixture *fixture,
                   const char  *id,
                   int          start,
                   int          end)
{
  GtkWidget *view = pane_find_part (fixture, id);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter first, last;

  gtk_widget_grab_focus (view);
  gtk_text_buffer_get_iter_at_offset (buffer, &first, start);
  gtk_text_buffer_get_iter_at_offset (buffer, &last, end);
  gtk_text_buffer_select_range (buffer, &first, &last);
}

static void
assert_selected (PaneFixture *fixture,
                 guint64      start,
                 guint64      end)
{
  static const char *const views[] = { "text_view", "hex_view" };
  guint64 found_start, found_end;

  tin_detail_pane_get_selection (fixture->pane, &found_start, &found_end);
  g_assert_cmpuint (found_start, ==, start);
  g_assert_cmpuint (found_end, ==, end);

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      gsize first, last;

      tin_byte_view_get_selection (TIN_BYTE_VIEW (pane_find_part (fixture, views[i])), &first, &last);
      g_assert_cmpuint (first, ==, start);
      g_assert_cmpuint (last, ==, end);
    }
}

static void
test_links_selections (PaneFixture   *fixture,
                       gconstpointer  data)
{
  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_BOTH);
  pane_show_bytes (fixture, "ab\r\n\xc3\xa9\xffz", 8);

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
test_selects_what_it_is_told (PaneFixture   *fixture,
                              gconstpointer  data)
{
  g_autofree char *bytes = g_strnfill (40000, 'x');
  guint64 start, end;

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_BOTH);
  pane_show_bytes (fixture, bytes, 40000);

  tin_detail_pane_select (fixture->pane, 20000, 20010);
  tin_detail_pane_get_selection (fixture->pane, &start, &end);
  g_assert_cmpuint (start, ==, 20000);
  g_assert_cmpuint (end, ==, 20010);
  g_assert_cmpstr (pane_get_label (fixture, "range_label"), ==, "16385–32768 of 40000 bytes");

  tin_detail_pane_select (fixture->pane, G_MAXUINT64, G_MAXUINT64);
  tin_detail_pane_get_selection (fixture->pane, &start, &end);
  g_assert_cmpuint (start, ==, 39999);
}

static void
test_goes_to_a_byte (PaneFixture   *fixture,
                     gconstpointer  data)
{
  static const struct
  {
    const char *text;
    guint64     offset;
  } cases[] = { { "17000", 17000 }, { "0x9000", 0x9000 }, { "junk", 0x9000 }, { "40000", 0x9000 }, { "0", 0 } };
  g_autofree char *bytes = g_strnfill (40000, 'x');
  GtkWidget *entry;

  pane_show_bytes (fixture, bytes, 40000);
  entry = pane_find_part (fixture, "entry");
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
  PaneFixture *fixture = data;

  return !g_str_equal (pane_get_label (fixture, "count_label"), "Searching…");
}

static GtkWidget *
open_search (PaneFixture *fixture,
             const char  *text)
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
test_finds (PaneFixture   *fixture,
            gconstpointer  data)
{
  g_autofree char *bytes = g_strnfill (40000, '.');
  GtkWidget *entry;
  guint64 start, end;

  memcpy (bytes + 100, "Needle", 6);
  memcpy (bytes + 16381, "needle", 6);
  pane_show_bytes (fixture, bytes, 40000);

  entry = open_search (fixture, "needle");
  g_assert_cmpstr (pane_get_label (fixture, "count_label"), ==, "1 of 2");
  tin_detail_pane_get_selection (fixture->pane, &start, &end);
  g_assert_cmpuint (start, ==, 100);
  g_assert_cmpuint (end, ==, 106);

  /* The second one lies across two pages: as much as there is of it on the first. */
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (pane_get_label (fixture, "count_label"), ==, "2 of 2");
  tin_detail_pane_get_selection (fixture->pane, &start, &end);
  g_assert_cmpuint (start, ==, 16381);
  g_assert_cmpuint (end, ==, 16384);

  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (pane_get_label (fixture, "count_label"), ==, "1 of 2");

  open_search (fixture, "nothing");
  g_assert_cmpstr (pane_get_label (fixture, "count_label"), ==, "Not found");
}

static void
test_finds_bytes (PaneFixture   *fixture,
                  gconstpointer  data)
{
  GtkWidget *find = ui_find_template_child (fixture->pane, "find");
  guint64 start, end;

  pane_show_bytes (fixture, "ab\r\ncd", 6);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_find_template_child (find, "hex_button")), TRUE);
  open_search (fixture, "0d 0a");
  tin_detail_pane_get_selection (fixture->pane, &start, &end);
  g_assert_cmpuint (start, ==, 2);
  g_assert_cmpuint (end, ==, 4);

  open_search (fixture, "0d 0");
  g_assert_nonnull (strstr (pane_get_label (fixture, "count_label"), "digit"));
}

static void
test_inspects (PaneFixture   *fixture,
               gconstpointer  data)
{
  GtkWidget *inspector = ui_find_template_child (fixture->pane, "inspector");

  g_object_set (fixture->pane, "view", TIN_DETAIL_HEX, "show-inspector", TRUE, NULL);
  pane_show_bytes (fixture, "\x01\x02\x03\x04\x00\x00\x00\x00\x7f", 9);
  g_assert_nonnull (ui_find (inspector, GTK_TYPE_LABEL, "513"));
  g_assert_nonnull (ui_find (inspector, GTK_TYPE_LABEL, "16909060"));

  tin_detail_pane_select (fixture->pane, 8, 9);
  g_assert_cmpstr (pane_get_label (fixture, "place_label"), ==, "Byte 8 (0x8), 1 selected");
  g_assert_nonnull (ui_find (inspector, GTK_TYPE_LABEL, "127"));
  g_assert_null (ui_find (inspector, GTK_TYPE_LABEL, "513"));
}

/* Who cannot read it does not know what it is. */
static void
test_formats_nothing_unreadable (PaneFixture   *fixture,
                                 gconstpointer  data)
{
  TinFrame frame = { .size = 500, .number = TIN_FRAME_NO_NUMBER };
  g_autoptr (TinMessage) message = NULL;

  log_feed_add (&fixture->feed, 0, TIN_DIRECTION_IN, "hello", 5);
  log_feed_show (&fixture->feed);
  frame.first = frame.last = tin_capture_get_published (fixture->feed.capture) - 1;
  message = tin_message_new_framed (fixture->feed.capture, NULL, &frame, NULL);

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_FORMATTED);
  tin_detail_pane_set_message (fixture->pane, message);
  ui_draw (fixture->window);
  g_assert_cmpstr (pane_get_label (fixture, "problem_label"), ==, "This message cannot be read.");
}

static void
test_formats (PaneFixture   *fixture,
              gconstpointer  data)
{
  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_FORMATTED);
  pane_show_bytes (fixture, "{\"a\":[1,\"\x1b\"]}", 13);
  pane_assert_text (fixture, "text_view", "{\n  \"a\": [\n    1,\n    \"\\x1B\"\n  ]\n}");

  pane_show_bytes (fixture, "hello", 5);
  g_assert_cmpstr (pane_get_label (fixture, "problem_label"), ==, "This message is neither JSON nor XML.");
  g_assert_false (gtk_widget_get_visible (pane_find_part (fixture, "views_box")));

  tin_detail_pane_set_view (fixture->pane, TIN_DETAIL_TEXT);
  pane_assert_text (fixture, "text_view", "hello");
  g_assert_true (gtk_widget_get_visible (pane_find_part (fixture, "views_box")));
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(name, function) \
  g_test_add ("/detail-look/" name, PaneFixture, NULL, pane_set_up, function, pane_tear_down)
  ADD ("links-selections", test_links_selections);
  ADD ("selects-what-it-is-told", test_selects_what_it_is_told);
  ADD ("goes-to-a-byte", test_goes_to_a_byte);
  ADD ("finds", test_finds);
  ADD ("finds-bytes", test_finds_bytes);
  ADD ("inspects", test_inspects);
  ADD ("formats", test_formats);
  ADD ("formats-nothing-unreadable", test_formats_nothing_unreadable);
#undef ADD

  return g_test_run ();
}
