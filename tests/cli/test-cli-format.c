/* test-cli-format.c: a record as a line of text or of JSON.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli/tin-cli-format.h"

#include <string.h>

#define TIME_NS G_GINT64_CONSTANT (1700000000123456789)
#define TIME    "\"time\":\"2023-11-14T22:13:20.123456789Z\""

typedef struct
{
  const char *name;
  TinRecord   record;
  const char *payload;   /* (nullable) */
  const char *encoding;
  const char *json;
  const char *text;
} Case;

#define ADDRESS(number) { .family = TIN_FAMILY_IPV4, .port = number, .bytes = { 127, 0, 0, 1 } }

static const Case cases[] = {
  { "listening",
    { .event = TIN_EVENT_LISTENING, .by = TIN_BY_LOCAL, .time_ns = TIME_NS, .local = ADDRESS (8080) },
    NULL, "UTF-8",
    "{" TIME ",\"event\":\"listening\",\"session\":3,\"local\":\"127.0.0.1:8080\",\"by\":\"local\"}\n",
    "22:13:20.123  listening     Listening on 127.0.0.1:8080\n" },
  { "received",
    { .event = TIN_EVENT_DATA, .direction = TIN_DIRECTION_IN, .by = TIN_BY_PEER, .connection = 7, .time_ns = TIME_NS,
      .local = ADDRESS (8080), .peer = ADDRESS (40000), .size = 3 },
    "hi\n", "UTF-8",
    "{" TIME ",\"event\":\"data\",\"session\":3,\"connection\":7,\"direction\":\"in\",\"peer\":\"127.0.0.1:40000\","
    "\"local\":\"127.0.0.1:8080\",\"size\":3,\"text\":\"hi\\n\",\"hex\":\"68690a\",\"by\":\"peer\"}\n",
    "22:13:20.123  received      127.0.0.1:40000  hi\\n\n" },
  { "no-text",
    { .event = TIN_EVENT_DATA, .direction = TIN_DIRECTION_OUT, .by = TIN_BY_RULE, .connection = 7, .time_ns = TIME_NS,
      .peer = ADDRESS (40000), .size = 1, .reason = (char *) "echo" },
    "\xff", "UTF-8",
    "{" TIME ",\"event\":\"data\",\"session\":3,\"connection\":7,\"direction\":\"out\",\"peer\":\"127.0.0.1:40000\","
    "\"size\":1,\"text\":null,\"hex\":\"ff\",\"reason\":\"echo\",\"by\":\"rule\"}\n",
    "22:13:20.123  sent          127.0.0.1:40000  \\xFF\n" },
  { "latin-1",
    { .event = TIN_EVENT_DATA, .direction = TIN_DIRECTION_IN, .connection = 1, .time_ns = TIME_NS,
      .peer = ADDRESS (40000), .size = 1 },
    "\xe4", "ISO-8859-1",
    "{" TIME ",\"event\":\"data\",\"session\":3,\"connection\":1,\"direction\":\"in\",\"peer\":\"127.0.0.1:40000\","
    "\"size\":1,\"text\":\"\303\244\",\"hex\":\"e4\"}\n",
    "22:13:20.123  received      127.0.0.1:40000  \303\244\n" },
  { "empty-datagram",
    { .event = TIN_EVENT_DATA, .direction = TIN_DIRECTION_IN, .connection = 1, .time_ns = TIME_NS,
      .peer = ADDRESS (40000) },
    NULL, "UTF-8",
    "{" TIME ",\"event\":\"data\",\"session\":3,\"connection\":1,\"direction\":\"in\",\"peer\":\"127.0.0.1:40000\","
    "\"size\":0,\"text\":\"\",\"hex\":\"\"}\n",
    "22:13:20.123  received      127.0.0.1:40000  \n" },
  { "dropped",
    { .event = TIN_EVENT_DROPPED, .transport = TIN_TRANSPORT_UDP, .time_ns = TIME_NS, .size = 12 },
    NULL, "UTF-8",
    "{" TIME ",\"event\":\"dropped\",\"session\":3,\"size\":12}\n",
    "22:13:20.123  dropped       12 datagrams were lost\n" },
  { "left-unread",
    { .event = TIN_EVENT_DROPPED, .direction = TIN_DIRECTION_IN, .transport = TIN_TRANSPORT_TCP, .connection = 1,
      .time_ns = TIME_NS, .size = 458634, .loss = TIN_LOSS_UNREAD },
    NULL, "UTF-8",
    "{" TIME ",\"event\":\"dropped\",\"session\":3,\"connection\":1,\"direction\":\"in\",\"size\":458634}\n",
    "22:13:20.123  dropped       458634 bytes were left unread\n" },
  { "not-captured",
    { .event = TIN_EVENT_DROPPED, .direction = TIN_DIRECTION_OUT, .transport = TIN_TRANSPORT_TCP, .connection = 1,
      .time_ns = TIME_NS, .size = 7, .loss = TIN_LOSS_UNCAPTURED },
    NULL, "UTF-8",
    "{" TIME ",\"event\":\"dropped\",\"session\":3,\"connection\":1,\"direction\":\"out\",\"size\":7}\n",
    "22:13:20.123  dropped       7 bytes were not captured\n" },
  { "hostile-reason",
    { .event = TIN_EVENT_NOTE, .time_ns = TIME_NS, .reason = (char *) "a\xff\033" },
    NULL, "UTF-8",
    "{" TIME ",\"event\":\"note\",\"session\":3,\"reason\":\"a\357\277\275\\u001b\"}\n",
    "22:13:20.123  note          a\\xFF\\x1B\n" },
};

static void
test_writes (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) payload = NULL;
  TinRecord record = c->record;

  if (c->payload != NULL)
    payload = g_bytes_new_static (c->payload, strlen (c->payload));
  record.payload = payload;

  tin_cli_format_json (json, &record, 3, c->encoding);
  g_assert_cmpstr (json->str, ==, c->json);

  tin_cli_format_text (text, &record, c->encoding);
  g_assert_cmpstr (text->str, ==, c->text);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/cli-format/writes/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_writes);
    }

  return g_test_run ();
}
