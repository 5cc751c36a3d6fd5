/* test-message-format.c: messages as other programs and people read them: JSON, CSV, text, hexdump.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-format.h"

#include <string.h>

#define TIME_NS G_GINT64_CONSTANT (1700000000123456789)
#define TIME    "2023-11-14T22:13:20.123456789Z"
#define LOCAL   "2023-11-14 22:13:20.123456"

typedef struct
{
  const char *name;
  TinRecord   record;
  const char *payload;
  const char *csv;
  const char *text;
  const char *hexdump;
} Case;

#define ADDRESS(number) { .family = TIN_FAMILY_IPV4, .port = number, .bytes = { 127, 0, 0, 1 } }
#define RECEIVED        { .event = TIN_EVENT_DATA, .direction = TIN_DIRECTION_IN, .by = TIN_BY_PEER, .connection = 7, \
                          .time_ns = TIME_NS, .local = ADDRESS (8080), .peer = ADDRESS (40000), .size = 99 }
#define RECEIVED_CSV    TIME ",data,7,in,127.0.0.1:40000,127.0.0.1:8080,"
#define RECEIVED_TEXT   LOCAL "  received      127.0.0.1:40000  "

static const Case cases[] = {
  { "listening",
    { .event = TIN_EVENT_LISTENING, .by = TIN_BY_LOCAL, .time_ns = TIME_NS, .local = ADDRESS (8080) },
    "",
    TIME ",listening,,,,127.0.0.1:8080,,,,,local,\r\n",
    LOCAL "  listening     Listening on 127.0.0.1:8080\n",
    "# " LOCAL "  listening     Listening on 127.0.0.1:8080\n\n" },
  { "plain", RECEIVED, "hi\n",
    RECEIVED_CSV "3,\"hi\\n\",68690a,,peer,\r\n",
    RECEIVED_TEXT "hi\\n\n",
    RECEIVED_TEXT "(3 bytes)\n"
    "00000000  68 69 0a                                          |hi.|\n\n" },
  { "quotes-and-commas", RECEIVED, "a,\"b\"",
    RECEIVED_CSV "5,\"a,\"\"b\"\"\",612c226222,,peer,\r\n",
    RECEIVED_TEXT "a,\"b\"\n",
    RECEIVED_TEXT "(5 bytes)\n"
    "00000000  61 2c 22 62 22                                    |a,\"b\"|\n\n" },
  { "formula", RECEIVED, "=1+1",
    RECEIVED_CSV "4,\"'=1+1\",3d312b31,,peer,\r\n",
    RECEIVED_TEXT "=1+1\n",
    RECEIVED_TEXT "(4 bytes)\n"
    "00000000  3d 31 2b 31                                       |=1+1|\n\n" },
  { "terminal-escapes", RECEIVED, "\033[2J\xff",
    RECEIVED_CSV "5,\"\\x1B[2J\\xFF\",1b5b324aff,,peer,\r\n",
    RECEIVED_TEXT "\\x1B[2J\\xFF\n",
    RECEIVED_TEXT "(5 bytes)\n"
    "00000000  1b 5b 32 4a ff                                    |.[2J.|\n\n" },
  { "truncated",
    { .event = TIN_EVENT_DATA, .direction = TIN_DIRECTION_IN, .by = TIN_BY_PEER, .connection = 7, .time_ns = TIME_NS,
      .local = ADDRESS (8080), .peer = ADDRESS (40000), .size = 2, .missing = 3 },
    "hi",
    RECEIVED_CSV "2,\"hi\",6869,,peer,truncated\r\n",
    LOCAL "  received (truncated)  127.0.0.1:40000  hi\n",
    LOCAL "  received (truncated)  127.0.0.1:40000  (2 bytes)\n"
    "00000000  68 69                                             |hi|\n\n" },
  { "dropped",
    { .event = TIN_EVENT_DROPPED, .direction = TIN_DIRECTION_IN, .transport = TIN_TRANSPORT_UDP, .time_ns = TIME_NS,
      .size = 12 },
    "",
    TIME ",dropped,,in,,,12,,,,,\r\n",
    LOCAL "  dropped       12 datagrams were lost\n",
    "# " LOCAL "  dropped       12 datagrams were lost\n\n" },
  { "unsent",
    { .event = TIN_EVENT_DROPPED, .direction = TIN_DIRECTION_OUT, .by = TIN_BY_LOCAL, .loss = TIN_LOSS_LEFT,
      .time_ns = TIME_NS, .size = 543100, .reason = (char *) "It was late." },
    "",
    TIME ",dropped,,out,,,543100,,,It was late.,local,\r\n",
    LOCAL "  dropped       543100 bytes were not sent. It was late.\n",
    "# " LOCAL "  dropped       543100 bytes were not sent. It was late.\n\n" },
  { "lost-datagrams",
    { .event = TIN_EVENT_DROPPED, .direction = TIN_DIRECTION_IN, .transport = TIN_TRANSPORT_UDP, .time_ns = TIME_NS,
      .loss = TIN_LOSS_RECEIVE_BUFFER, .size = 1, .reason = (char *) "It came fast." },
    "",
    TIME ",dropped,,in,,,1,,,It came fast.,,\r\n",
    LOCAL "  dropped       1 datagram was lost. It came fast.\n",
    "# " LOCAL "  dropped       1 datagram was lost. It came fast.\n\n" },
  { "hostile-reason",
    { .event = TIN_EVENT_NOTE, .time_ns = TIME_NS, .reason = (char *) "a,\xff\033" },
    "",
    TIME ",note,,,,,,,,\"a,\\xFF\\x1B\",,\r\n",
    LOCAL "  note          a,\\xFF\\x1B\n",
    "# " LOCAL "  note          a,\\xFF\\x1B\n\n" },
};

static void
test_writes (gconstpointer data)
{
  const Case *c = data;
  TinMessageContent message = {
    .record = &c->record,
    .data = (const guint8 *) c->payload,
    .size = strlen (c->payload),
    .encoding = "UTF-8",
  };
  g_autoptr (GString) csv = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) hexdump = g_string_new (NULL);

  tin_message_format_csv (csv, &message);
  g_assert_cmpstr (csv->str, ==, c->csv);

  tin_message_format_text (text, &message);
  g_assert_cmpstr (text->str, ==, c->text);

  tin_message_format_hexdump (hexdump, &message);
  g_assert_cmpstr (hexdump->str, ==, c->hexdump);
}

/* Whatever a peer sends, a line stays a line, and a large one is not cut. */
static void
test_holds_any_bytes (void)
{
  const TinRecord record = RECEIVED;
  g_autofree guint8 *data = g_malloc (300000);
  TinMessageContent message = { .record = &record, .data = data, .size = 300000, .encoding = "UTF-8" };
  g_autoptr (GString) csv = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < message.size; i++)
    data[i] = (guint8) (i * 7 + i / 256);

  tin_message_format_csv (csv, &message);
  tin_message_format_text (text, &message);

  g_assert_true (g_utf8_validate_len (csv->str, csv->len, NULL));
  g_assert_true (g_utf8_validate_len (text->str, text->len, NULL));
  g_assert_true (strchr (csv->str, '\n') == csv->str + csv->len - 1);
  g_assert_true (strchr (text->str, '\n') == text->str + text->len - 1);
  g_assert_cmpuint (text->len, >, message.size);

  for (gsize i = 0; i + 1 < text->len; i++)
    g_assert_cmpuint ((guchar) text->str[i], >=, 0x20);
}

static void
test_names_the_fields (void)
{
  g_autoptr (GString) header = g_string_new (NULL);
  g_auto (GStrv) names = NULL;

  tin_message_format_csv_header (header);
  names = g_strsplit (header->str, ",", -1);
  g_assert_cmpuint (g_strv_length (names), ==, 12);
  g_assert_true (g_str_has_suffix (header->str, "\r\n"));
}

static void
test_reads_in_the_encoding (void)
{
  const TinRecord record = RECEIVED;
  TinMessageContent message = {
    .record = &record, .data = (const guint8 *) "\xe4", .size = 1, .encoding = "ISO-8859-1",
  };
  g_autoptr (GString) out = g_string_new (NULL);

  tin_message_format_csv (out, &message);
  g_assert_cmpstr (out->str, ==, RECEIVED_CSV "1,\"\303\244\",e4,,peer,\r\n");

  g_string_truncate (out, 0);
  tin_message_format_json (out, &message, 3);
  g_assert_cmpstr (out->str, ==,
                   "{\"time\":\"" TIME "\",\"event\":\"data\",\"session\":3,\"connection\":7,\"direction\":\"in\","
                   "\"peer\":\"127.0.0.1:40000\",\"local\":\"127.0.0.1:8080\",\"size\":1,\"text\":\"\303\244\","
                   "\"hex\":\"e4\",\"by\":\"peer\"}\n");
}

static void
test_marks_what_is_not_whole (void)
{
  const TinRecord record = RECEIVED;
  TinMessageContent message = {
    .record = &record, .data = (const guint8 *) "a", .size = 1, .encoding = "UTF-8",
    .flags = TIN_FRAME_SPLIT | TIN_FRAME_REST,
  };
  g_autoptr (GString) out = g_string_new (NULL);

  tin_message_format_csv (out, &message);
  g_assert_true (g_str_has_suffix (out->str, ",1,\"a\",61,,peer,split rest\r\n"));

  g_string_truncate (out, 0);
  tin_message_format_json (out, &message, 1);
  g_assert_true (g_str_has_suffix (out->str, ",\"by\":\"peer\",\"marks\":\"split rest\"}\n"));

  g_string_truncate (out, 0);
  message.flags = TIN_FRAME_UNFINISHED;
  tin_message_format_text (out, &message);
  g_assert_cmpstr (out->str, ==, LOCAL "  received (unfinished)  127.0.0.1:40000  a\n");
}

/* A payload that is never there whole. */
typedef struct
{
  GString *out;        /* (unowned) */
  gsize    size;
  gsize    limit;      /* where it breaks off */
  gsize    n_written;
  gsize    n_held;     /* at most */
} Source;

static gboolean
read_source (gpointer            reader,
             TinMessagePieceFunc func,
             gpointer            user_data)
{
  Source *source = reader;
  guint8 piece[60000];

  for (gsize i = 0; i < sizeof piece; i++)
    piece[i] = "\303\244\"\n\001\342\202\254=x"[i % 10];

  for (gsize at = 0; at < source->size; at += sizeof piece)
    {
      source->n_held = MAX (source->n_held, source->out->allocated_len);
      source->n_written += source->out->len;
      g_string_truncate (source->out, 0);

      if (at >= source->limit)
        return FALSE;
      if (!func (piece, MIN (sizeof piece, source->size - at), user_data))
        return TRUE;
    }

  return TRUE;
}

static gboolean
format (guint                    kind,
        GString                 *out,
        const TinMessageContent *message)
{
  switch (kind)
    {
    case 0:
      return tin_message_format_json (out, message, 1);

    case 1:
      return tin_message_format_csv (out, message);

    case 2:
      return tin_message_format_text (out, message);

    case 3:
      return tin_message_format_hexdump (out, message);

    default:
      return tin_message_format_raw (out, message);
    }
}

static void
test_holds_little_of_a_large_message (void)
{
  const TinRecord record = RECEIVED;

  for (guint kind = 0; kind < 5; kind++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      Source source = { .out = out, .size = 8 * 1024 * 1024, .limit = G_MAXSIZE };
      TinMessageContent message = {
        .record = &record, .encoding = "UTF-8", .size = source.size, .read = read_source, .reader = &source,
      };

      g_assert_true (format (kind, out, &message));
      g_assert_cmpuint (source.n_written + out->len, >=, source.size);
      g_assert_cmpuint (source.n_held, <, 1024 * 1024);

      source.limit = source.size / 2;
      g_assert_false (format (kind, out, &message));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/message-format/writes/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_writes);
    }

  g_test_add_func ("/message-format/holds-any-bytes", test_holds_any_bytes);
  g_test_add_func ("/message-format/names-the-fields", test_names_the_fields);
  g_test_add_func ("/message-format/reads-in-the-encoding", test_reads_in_the_encoding);

  g_test_add_func ("/message-format/marks-what-is-not-whole", test_marks_what_is_not_whole);
  g_test_add_func ("/message-format/holds-little-of-a-large-message", test_holds_little_of_a_large_message);

  return g_test_run ();
}
