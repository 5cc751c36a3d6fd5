/* test-block-reader.c: tests of reading blocks back, good ones and hostile ones.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-pcapng.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *reason;
  const char *clean;
} ReasonCase;

static const ReasonCase reason_cases[] = {
  { "plain", "why", "why" },
  { "empty", "", "" },
  { "utf-8", "Grüße", "Grüße" },
  { "two-lines", "one\ntwo\tthree", "one two three" },
  { "escape", "\033[31mred", " [31mred" },
  { "no-text", "a\xff" "b", "a\357\277\275b" },
};

static void
test_cleans_reasons (gconstpointer data)
{
  const ReasonCase *reason_case = data;
  char buffer[TIN_PCAPNG_MAX_REASON];

  g_assert_cmpstr (tin_pcapng_clean_reason (reason_case->reason, buffer), ==, reason_case->clean);
}

static void
test_cuts_long_reasons (void)
{
  g_autoptr (GString) reason = g_string_new (NULL);
  char buffer[TIN_PCAPNG_MAX_REASON];
  const char *clean;

  for (guint i = 0; i < 1000; i++)
    g_string_append (reason, "ä€");
  clean = tin_pcapng_clean_reason (reason->str, buffer);
  g_assert_true (g_utf8_validate (clean, -1, NULL));
  g_assert_true (g_str_has_prefix (reason->str, clean));
  g_assert_cmpuint (strlen (clean), <, TIN_PCAPNG_MAX_REASON);
  g_assert_cmpuint (strlen (clean), >, TIN_PCAPNG_MAX_REASON - 6);
}

/* A journal block of @fields. */
static gboolean
read_fields (const char *fields,
             TinRecord  *record)
{
  gsize size = strlen (fields);
  gsize padded = (size + 3) & ~(gsize) 3;
  g_autofree guint8 *data = g_malloc0 (padded + 12);
  guint32 words[2] = { GUINT32_TO_LE (TIN_PCAPNG_JOURNAL), GUINT32_TO_LE (padded + 12) };
  TinBlock block = { .head = data, .head_size = padded + 12 };

  memcpy (data, words, sizeof words);
  memcpy (data + 8, fields, size);
  return tin_block_read (&block, G_MAXSIZE, record, NULL);
}

static void
test_reads_a_journal_entry (void)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  char buffer[TIN_ADDRESS_STRING_SIZE];

  g_assert_true (read_fields ("MESSAGE=x\nUNKNOWN=y\nno equals sign\nTINCAN_EVENT=half-closed\n"
                              "TINCAN_CONNECTION=4294967295\nTINCAN_TIME_NS=1767225600000000001\n"
                              "TINCAN_TRANSPORT=udp\nTINCAN_DIRECTION=in\nTINCAN_BY=rule\nTINCAN_SIZE=7\n"
                              "TINCAN_LOCAL=127.0.0.1:80\nTINCAN_PEER=[fe80::1]:9\nTINCAN_PEER_SCOPE=4000000\n"
                              "TINCAN_REASON=why=not", &record));
  g_assert_cmpint (record.event, ==, TIN_EVENT_HALF_CLOSED);
  g_assert_cmpuint (record.connection, ==, G_MAXUINT32);
  g_assert_cmpint (record.time_ns, ==, G_GINT64_CONSTANT (1767225600000000001));
  g_assert_cmpint (record.transport, ==, TIN_TRANSPORT_UDP);
  g_assert_cmpint (record.direction, ==, TIN_DIRECTION_IN);
  g_assert_cmpint (record.by, ==, TIN_BY_RULE);
  g_assert_cmpuint (record.size, ==, 7);
  g_assert_cmpstr (tin_address_format (&record.local, buffer), ==, "127.0.0.1:80");
  g_assert_cmpstr (tin_address_format (&record.peer, buffer), ==, "[fe80::1%4000000]:9");
  g_assert_cmpstr (record.reason, ==, "why=not");
}

static void
test_refuses_bad_fields (void)
{
  static const char *const bad[] = {
    "", "\n\n\n", "MESSAGE=x", "TINCAN_EVENT=", "TINCAN_EVENT=nonsense",
    "TINCAN_EVENT=note\nTINCAN_LOCAL=", "TINCAN_EVENT=note\nTINCAN_LOCAL=:", "TINCAN_EVENT=note\nTINCAN_LOCAL=1.2.3:4",
    "TINCAN_EVENT=note\nTINCAN_PEER=1.2.3.4:65536", "TINCAN_EVENT=note\nTINCAN_PEER=[::1:5",
    "TINCAN_EVENT=note\nTINCAN_PEER=[]:5", "TINCAN_EVENT=note\nTINCAN_PEER=1.2.3.4",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      g_assert_false (read_fields (bad[i], &record));
      g_assert_null (record.reason);
    }
}

/* Reads each block of the golden files from an allocation of its own, so that a
 * sanitizer sees every step too far. */
static void
for_each_golden_block (void (*function) (const guint8 *block, gsize size))
{
  static const char *const names[] = {
    "tcp-echo-server.pcapng", "tcp-client-ipv6.pcapng", "tcp-failures.pcapng", "udp.pcapng", "link-local.pcapng",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "capture", "golden", names[i], NULL);
      g_autofree char *data = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      for (gsize offset = 0; offset < size;)
        {
          const guint8 *block = (const guint8 *) data + offset;
          gsize block_size = tin_block_get_size (block, size - offset);

          g_assert_cmpuint (block_size, >, 0);
          function (block, block_size);
          offset += block_size;
        }
    }
}

static gboolean
read_copy (const guint8 *data,
           gsize         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  TinBlock block = { .head = copy, .head_size = size };
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_autoptr (GError) error = NULL;

  if (tin_block_read (&block, G_MAXSIZE, &record, &error))
    {
      g_assert_true (record.reason == NULL || g_utf8_validate (record.reason, -1, NULL));
      return TRUE;
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  return FALSE;
}

static void
cut_everywhere (const guint8 *block,
                gsize         size)
{
  for (gsize i = 0; i < size; i++)
    read_copy (block, i);
}

static void
break_every_byte (const guint8 *block,
                  gsize         size)
{
  static const guint8 values[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
  g_autofree guint8 *copy = g_memdup2 (block, size);

  for (gsize i = 0; i < size; i++)
    for (guint j = 0; j < G_N_ELEMENTS (values); j++)
      {
        guint8 before = copy[i];

        copy[i] = values[j];
        read_copy (copy, size);
        copy[i] = before;
      }
}

static void
test_cut_anywhere (void)
{
  for_each_golden_block (cut_everywhere);
}

static void
test_any_byte_broken (void)
{
  for_each_golden_block (break_every_byte);
}

static void
test_sizes_that_cannot_be (void)
{
  static const guint32 sizes[] = { 0, 4, 8, 11, 13, 14, 15, TIN_BLOCK_MAX_SIZE + 4, 0x80000000, 0xfffffffc, 0xffffffff };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint32 head[2] = { GUINT32_TO_LE (TIN_PCAPNG_PACKET), GUINT32_TO_LE (sizes[i]) };

      g_assert_cmpuint (tin_block_get_size ((const guint8 *) head, 8), ==, 0);
      g_assert_false (read_copy ((const guint8 *) head, 8));
    }
  g_assert_cmpuint (tin_block_get_size ((const guint8 *) "", 0), ==, 0);
}

/* A long payload of which only the beginning was fetched. */
static void
test_reads_without_the_middle (void)
{
  TinAddress address = make_address ("127.0.0.1", 5);
  g_autofree guint8 *payload = g_malloc (60000);
  TinCapture *capture = tin_capture_new ("test", NULL, 0);
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  TinFlow flow;

  memset (payload, 'x', 60000);
  tin_flow_init (&flow, TIN_TRANSPORT_UDP, 3, &address, &address);
  g_assert_true (tin_capture_append_data (capture, &flow, TIN_DIRECTION_OUT, TIN_BY_RULE, payload, 60000, "echo"));
  tin_capture_publish (capture);
  for (gsize limit = 0; limit <= 60001; limit += 1 + limit / 3)
    {
      tin_record_clear (&record);
      g_assert_true (tin_capture_read (capture, 0, limit, &record, NULL));
      g_assert_cmpstr (record.reason, ==, "echo");
      g_assert_cmpint (record.by, ==, TIN_BY_RULE);
      g_assert_cmpuint (record.size, ==, 60000);
      if (limit == 0)
        g_assert_null (record.payload);
      else
        g_assert_cmpmem (g_bytes_get_data (record.payload, NULL), g_bytes_get_size (record.payload),
                         payload, MIN (limit, 60000));
    }
  g_assert_finalize_object (capture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (reason_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/pcapng/cleans-reasons/", reason_cases[i].name, NULL);

      g_test_add_data_func (path, &reason_cases[i], test_cleans_reasons);
    }
  g_test_add_func ("/pcapng/cuts-long-reasons", test_cuts_long_reasons);
  g_test_add_func ("/block-reader/reads-a-journal-entry", test_reads_a_journal_entry);
  g_test_add_func ("/block-reader/refuses-bad-fields", test_refuses_bad_fields);
  g_test_add_func ("/block-reader/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/block-reader/any-byte-broken", test_any_byte_broken);
  g_test_add_func ("/block-reader/sizes-that-cannot-be", test_sizes_that_cannot_be);
  g_test_add_func ("/block-reader/reads-without-the-middle", test_reads_without_the_middle);

  return g_test_run ();
}
