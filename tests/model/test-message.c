/* test-message.c: a row of the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message.h"

#include "model/tin-message-words.h"
#include "scene.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *data;
  gsize       size;
  const char *encoding;
  const char *text;
} PayloadCase;

#define BYTES(literal) literal, sizeof literal - 1

static const PayloadCase payload_cases[] = {
  { "plain", BYTES ("hello"), "UTF-8", "hello" },
  { "line-ending", BYTES ("hello\r\n"), "UTF-8", "hello\\r\\n" },
  { "nothing", BYTES (""), "UTF-8", "" },
  { "not-utf-8", BYTES ("\xff\xfe"), "UTF-8", "\\xFF\\xFE" },
  { "escape-sequence", BYTES ("\033[2Jx"), NULL, "\\x1B[2Jx" },
  { "nul", BYTES ("a\0b"), NULL, "a\\0b" },
  { "markup", BYTES ("<b>&amp;"), NULL, "<b>&amp;" },
  { "latin-1", BYTES ("gr\xfc\xdf"), "ISO-8859-1", "gr\303\274\303\237" },
  { "utf-16", BYTES ("h\0i\0"), "UTF-16LE", "hi" },
  { "unknown-encoding", BYTES ("\xff" "a"), "no-such-thing", "\\xFF\\x61" },
};

static void
test_shows_payload (gconstpointer data)
{
  const PayloadCase *c = data;
  g_auto (Scene) scene;
  TinMessage *message;
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GError) error = NULL;

  scene_init (&scene);
  scene_bytes (&scene, 1, TIN_DIRECTION_IN, (const guint8 *) c->data, c->size);
  scene_publish (&scene);

  message = tin_message_new (scene.capture, 0, c->encoding);
  g_assert_cmpstr (tin_message_get_text (message), ==, c->text);
  g_assert_cmpuint (tin_message_get_size (message), ==, c->size);

  payload = tin_message_load_payload (message, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), c->data, c->size);

  g_assert_finalize_object (message);
}

static void
test_knows_its_record (void)
{
  g_auto (Scene) scene;
  TinMessage *message;

  scene_init (&scene);
  scene_open (&scene, 1);
  scene_data (&scene, 1, TIN_DIRECTION_IN, "abc");
  scene_publish (&scene);

  message = tin_message_new (scene.capture, 1, NULL);
  g_assert_cmpuint (tin_message_get_position (message), ==, 1);
  g_assert_cmpuint (tin_message_get_event (message), ==, TIN_EVENT_DATA);
  g_assert_cmpuint (tin_message_get_direction (message), ==, TIN_DIRECTION_IN);
  g_assert_cmpuint (tin_message_get_by (message), ==, TIN_BY_PEER);
  g_assert_cmpuint (tin_message_get_connection (message), ==, 1);
  g_assert_cmpint (tin_message_get_time_ns (message), >, 0);
  g_assert_cmpstr (tin_message_get_peer (message), ==, "127.0.0.1:40001");
  g_assert_cmpstr (tin_message_get_local (message), ==, "127.0.0.1:8080");
  g_assert_null (tin_message_get_reason (message));
  g_assert_false (tin_message_is_problem (message));
  g_assert_cmpstr (tin_message_get_event_label (message), ==, "received");

  g_assert_finalize_object (message);
}

typedef struct
{
  const char *name;
  guint       peer;
  TinEvent    event;
  TinBy       by;
  const char *reason;
  const char *label;
  const char *text;
  gboolean    problem;
} EventCase;

static const EventCase event_cases[] = {
  { "listening", 0, TIN_EVENT_LISTENING, TIN_BY_LOCAL, NULL, "listening", "Listening on 127.0.0.1:8080", FALSE },
  { "opened", 1, TIN_EVENT_OPENED, TIN_BY_PEER, NULL, "connected", "Connected", FALSE },
  { "left", 1, TIN_EVENT_CLOSED, TIN_BY_PEER, NULL, "disconnected", "Disconnected by the peer", FALSE },
  { "sent-away", 1, TIN_EVENT_CLOSED, TIN_BY_LOCAL, NULL, "disconnected", "Disconnected", FALSE },
  { "goodbye", 1, TIN_EVENT_CLOSED, TIN_BY_RULE, "goodbye", "disconnected", "Disconnected after the goodbye", FALSE },
  { "greeted", 1, TIN_EVENT_CLOSED, TIN_BY_RULE, "greeting", "disconnected", "Disconnected after the greeting", FALSE },
  { "with-a-reason", 1, TIN_EVENT_CLOSED, TIN_BY_LOCAL, "The cable broke.", "disconnected",
    "Disconnected. The cable broke.", FALSE },
  { "half-closed", 1, TIN_EVENT_HALF_CLOSED, TIN_BY_PEER, NULL, "half-closed", "The peer finished sending", FALSE },
  { "finished", 1, TIN_EVENT_HALF_CLOSED, TIN_BY_LOCAL, NULL, "half-closed", "Finished sending", FALSE },
  { "reset", 1, TIN_EVENT_RESET, TIN_BY_PEER, NULL, "reset", "The connection was reset by the peer", TRUE },
  { "reset-with-a-loss", 1, TIN_EVENT_RESET, TIN_BY_PEER, "Bytes that were not sent: 7.", "reset",
    "Bytes that were not sent: 7.", TRUE },
  { "refused", 1, TIN_EVENT_REFUSED, TIN_BY_PEER, NULL, "refused", "Server not running: the connection was refused",
    TRUE },
  { "note", 0, TIN_EVENT_NOTE, TIN_BY_LOCAL, "a \342\200\256note", "note", "a \\u{202E}note", FALSE },
  { "error", 0, TIN_EVENT_ERROR, TIN_BY_LOCAL, "No route to host", "error", "No route to host", TRUE },
  { "stopped", 0, TIN_EVENT_STOPPED, TIN_BY_LOCAL, NULL, "stopped", "Stopped", FALSE },
};

static void
test_puts_an_event_into_words (gconstpointer data)
{
  const EventCase *c = data;
  g_auto (Scene) scene;
  g_autoptr (TinMessage) message = NULL;

  scene_init (&scene);
  if (c->peer != 0 && c->event != TIN_EVENT_OPENED && c->event != TIN_EVENT_REFUSED)
    scene_open (&scene, c->peer);
  scene_event (&scene, c->peer, c->event, c->by, c->reason);
  scene_publish (&scene);

  message = tin_message_new (scene.capture, tin_capture_get_published (scene.capture) - 1, NULL);
  g_assert_cmpstr (tin_message_get_event_label (message), ==, c->label);
  g_assert_cmpstr (tin_message_get_text (message), ==, c->text);
  g_assert_cmpint (tin_message_is_problem (message), ==, c->problem);
  g_assert_cmpstr (tin_message_get_peer (message), ==, c->peer != 0 ? "127.0.0.1:40001" : "");
  g_clear_object (&message);
}

static void
test_has_words_for_every_event (void)
{
  for (TinEvent event = 0; event < TIN_N_EVENTS; event++)
    for (TinBy by = TIN_BY_NONE; by <= TIN_BY_RULE; by++)
      for (TinTransport transport = TIN_TRANSPORT_TCP; transport <= TIN_TRANSPORT_UDP; transport++)
        {
          TinRecord record = { .event = event, .by = by, .transport = transport, .size = 3, .reason = (char *) "why" };
          g_autofree char *sentence = tin_message_words_dup_sentence (&record, "", "");

          g_assert_true (g_utf8_validate (sentence, -1, NULL));
          g_assert_cmpuint (strlen (tin_message_words_get_label (event, TIN_DIRECTION_NONE)), >, 0);
          g_assert_nonnull (strstr (sentence, "why"));
        }
}

static void
test_cuts_a_long_payload (gconstpointer encoding)
{
  g_auto (Scene) scene;
  g_autoptr (TinMessage) message = NULL;
  g_autoptr (GBytes) payload = NULL;
  g_autofree guint8 *data = g_malloc (60000);

  for (guint i = 0; i < 60000; i++)
    data[i] = i % 2 == 0 ? 'x' : '\0';

  scene_init (&scene);
  scene_bytes (&scene, 1, TIN_DIRECTION_OUT, data, 60000);
  scene_publish (&scene);

  message = tin_message_new (scene.capture, 0, encoding);
  g_assert_cmpuint (strlen (tin_message_get_text (message)), <=, TIN_MESSAGE_TEXT_LIMIT);
  g_assert_true (g_str_has_prefix (tin_message_get_text (message), "x"));
  g_assert_true (g_str_has_suffix (tin_message_get_text (message), "\342\200\246"));
  g_assert_cmpuint (tin_message_get_size (message), ==, 60000);
  g_assert_cmpstr (tin_message_get_event_label (message), ==, "sent");

  payload = tin_message_load_payload (message, NULL);
  g_assert_cmpmem (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), data, 60000);
  g_clear_object (&message);
}

static void
test_shows_what_just_fits (void)
{
  g_auto (Scene) scene;
  g_autoptr (TinMessage) message = NULL;
  g_autofree char *text = g_strnfill (TIN_MESSAGE_TEXT_LIMIT - 3, 'y');

  scene_init (&scene);
  scene_data (&scene, 1, TIN_DIRECTION_IN, text);
  scene_publish (&scene);

  message = tin_message_new (scene.capture, 0, NULL);
  g_assert_cmpstr (tin_message_get_text (message), ==, text);
  g_clear_object (&message);
}

static void
test_says_that_it_is_gone (void)
{
  g_auto (Scene) scene;
  g_autoptr (TinMessage) message = NULL;
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GError) error = NULL;

  scene_init (&scene);
  message = tin_message_new (scene.capture, 12345, NULL);

  g_assert_cmpstr (tin_message_get_text (message), ==, "No longer kept");
  g_assert_cmpstr (tin_message_get_peer (message), ==, "");
  g_assert_true (tin_message_is_problem (message));

  payload = tin_message_load_payload (message, &error);
  g_assert_null (payload);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_object (&message);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (payload_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/message/shows-payload/", payload_cases[i].name, NULL);

      g_test_add_data_func (path, &payload_cases[i], test_shows_payload);
    }

  for (guint i = 0; i < G_N_ELEMENTS (event_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/message/puts-an-event-into-words/", event_cases[i].name, NULL);

      g_test_add_data_func (path, &event_cases[i], test_puts_an_event_into_words);
    }

  g_test_add_func ("/message/knows-its-record", test_knows_its_record);
  g_test_add_func ("/message/has-words-for-every-event", test_has_words_for_every_event);
  g_test_add_data_func ("/message/cuts-a-long-payload/utf-8", NULL, test_cuts_a_long_payload);
  g_test_add_data_func ("/message/cuts-a-long-payload/utf-16", "UTF-16LE", test_cuts_a_long_payload);
  g_test_add_func ("/message/shows-what-just-fits", test_shows_what_just_fits);
  g_test_add_func ("/message/says-that-it-is-gone", test_says_that_it_is_gone);

  return g_test_run ();
}
