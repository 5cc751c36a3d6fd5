/* test-payload.c: a payload, part by part.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-payload.h"

#include <glib/gstdio.h>
#include <string.h>

/* Over one slab, so that what stands on the border is met. */
#define LARGE (4 * 1024 * 1024 + 300000)
#define BORDER (4 * 1024 * 1024)

static GBytes *
make_bytes (gsize size)
{
  guint8 *data = g_malloc (MAX (size, 1));

  memset (data, '.', size);

  return g_bytes_new_take (data, size);
}

static TinPayload *
make_payload (gsize        size,
              const char  *word,
              const gsize *places,
              gsize        n_places)
{
  GBytes *bytes = make_bytes (size);
  guint8 *data = (guint8 *) g_bytes_get_data (bytes, NULL);
  TinPayload *payload;

  for (gsize i = 0; i < n_places; i++)
    memcpy (data + places[i], word, strlen (word));

  payload = tin_payload_new_bytes (bytes);
  g_bytes_unref (bytes);

  return payload;
}

typedef struct
{
  gboolean  ended;
  gboolean  complete;
  GArray   *hits;
  GError   *error;
} Found;

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Found *found = user_data;

  found->hits = tin_payload_find_finish (result, &found->complete, &found->error);
  found->ended = TRUE;
}

static void
find_pattern (TinPayload   *payload,
              TinPattern   *pattern,
              GCancellable *cancellable,
              Found        *found)
{
  *found = (Found) { 0 };
  tin_payload_find_async (payload, pattern, cancellable, found_cb, found);

  while (!found->ended)
    g_main_context_iteration (NULL, TRUE);
}

static void
find (TinPayload   *payload,
      const char   *text,
      GCancellable *cancellable,
      Found        *found)
{
  g_autoptr (TinPattern) pattern = tin_pattern_new_text (text, "UTF-8", TIN_CASE_SMART, NULL);

  find_pattern (payload, pattern, cancellable, found);
}

static void
test_reads_parts (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("0123456789", 10);
  g_autoptr (TinPayload) payload = tin_payload_new_bytes (bytes);
  static const struct
  {
    guint64     offset;
    gsize       size;
    const char *part;
  } cases[] = {
    { 0, 10, "0123456789" }, { 0, G_MAXSIZE, "0123456789" }, { 3, 2, "34" }, { 9, 5, "9" }, { 10, 1, "" },
    { G_MAXUINT64, G_MAXSIZE, "" },
  };

  g_assert_cmpuint (tin_payload_get_size (payload), ==, 10);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) part = tin_payload_read (payload, cases[i].offset, cases[i].size, NULL);

      g_assert_cmpmem (g_bytes_get_data (part, NULL), g_bytes_get_size (part), cases[i].part, strlen (cases[i].part));
    }
}

static void
test_finds_all (void)
{
  static const gsize places[] = { 0, 1000, BORDER - 3, BORDER + 5, LARGE - 6 };
  g_autoptr (TinPayload) payload = make_payload (LARGE, "needle", places, G_N_ELEMENTS (places));
  Found found;

  find (payload, "needle", NULL, &found);
  g_assert_no_error (found.error);
  g_assert_true (found.complete);
  g_assert_cmpuint (found.hits->len, ==, G_N_ELEMENTS (places));

  for (guint i = 0; i < found.hits->len; i++)
    {
      g_assert_cmpuint (g_array_index (found.hits, TinSpan, i).start, ==, places[i]);
      g_assert_cmpuint (g_array_index (found.hits, TinSpan, i).end, ==, places[i] + 6);
    }

  g_array_unref (found.hits);
}

/* Each hit looks back at a character of several bytes and on to the end of its line; among megabytes it is known from
 * what is near. */
static void
test_finds_many_by_an_expression (void)
{
  static const char line[] = "\303\244\303\266\303\274a\n";
  const gsize size = sizeof line - 1;
  const guint n_lines = TIN_PAYLOAD_MAX_HITS - 1;
  GByteArray *text = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TinPayload) payload = NULL;
  g_autoptr (TinPattern) pattern = tin_pattern_new_regex ("(?<=.\303\234)A$", "UTF-8", TIN_CASE_IGNORED, FALSE, NULL);
  Found found;

  for (guint i = 0; i < n_lines; i++)
    g_byte_array_append (text, (const guint8 *) line, size);
  g_byte_array_set_size (text, LARGE);
  memset (text->data + n_lines * size, '.', LARGE - n_lines * size);
  bytes = g_byte_array_free_to_bytes (text);
  payload = tin_payload_new_bytes (bytes);

  find_pattern (payload, pattern, NULL, &found);
  g_assert_no_error (found.error);
  g_assert_true (found.complete);
  g_assert_cmpuint (found.hits->len, ==, n_lines);
  for (guint i = 0; i < n_lines; i++)
    g_assert_cmpuint (g_array_index (found.hits, TinSpan, i).start, ==, (i + 1) * size - 2);

  g_array_unref (found.hits);
}

static void
test_bounds_its_hits (void)
{
  g_autoptr (TinPayload) payload = make_payload (LARGE, "", NULL, 0);
  Found found;

  find (payload, ".", NULL, &found);
  g_assert_cmpuint (found.hits->len, ==, TIN_PAYLOAD_MAX_HITS);
  g_assert_false (found.complete);
  g_array_unref (found.hits);
}

/* Neither twice nor overlapping, also where one lies across the border. */
static void
test_counts_each_once (void)
{
  static const gsize places[] = { BORDER - 2 };
  g_autoptr (TinPayload) payload = make_payload (LARGE, "aaaaa", places, 1);
  Found found;

  find (payload, "aaa", NULL, &found);
  g_assert_cmpuint (found.hits->len, ==, 1);
  g_assert_cmpuint (g_array_index (found.hits, TinSpan, 0).start, ==, BORDER - 2);
  g_array_unref (found.hits);
}

static void
test_can_be_cancelled (void)
{
  g_autoptr (TinPayload) payload = make_payload (LARGE, "", NULL, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Found found;

  g_cancellable_cancel (cancellable);
  find (payload, "x", cancellable, &found);
  g_assert_error (found.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (found.hits);
  g_clear_error (&found.error);
}

static void
wait_for (TinJob *job)
{
  while (tin_job_get_state (job) == TIN_JOB_RUNNING)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_saves (void)
{
  static const gsize sizes[] = { 0, 1, LARGE };
  g_autofree char *folder = g_dir_make_tmp ("tincan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "payload", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (TinPayload) payload = make_payload (sizes[i], "", NULL, 0);
      g_autoptr (TinJob) job = tin_payload_save (payload, path);
      g_autoptr (GBytes) expected = make_bytes (sizes[i]);
      g_autofree char *content = NULL;
      gsize size;

      wait_for (job);
      g_assert_cmpint (tin_job_get_state (job), ==, TIN_JOB_DONE);
      g_assert_true (g_file_get_contents (path, &content, &size, NULL));
      g_assert_cmpmem (content, size, g_bytes_get_data (expected, NULL), sizes[i]);
    }

  g_remove (path);
  g_rmdir (folder);
}

static void
test_says_why_it_cannot_save (void)
{
  g_autoptr (TinPayload) payload = make_payload (5, "", NULL, 0);
  g_autoptr (TinJob) job = tin_payload_save (payload, "/no/such/folder/payload");

  wait_for (job);
  g_assert_cmpint (tin_job_get_state (job), ==, TIN_JOB_FAILED);
  g_assert_error (tin_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/payload/reads-parts", test_reads_parts);
  g_test_add_func ("/payload/finds-all", test_finds_all);
  g_test_add_func ("/payload/finds-many-by-an-expression", test_finds_many_by_an_expression);
  g_test_add_func ("/payload/bounds-its-hits", test_bounds_its_hits);
  g_test_add_func ("/payload/counts-each-once", test_counts_each_once);
  g_test_add_func ("/payload/can-be-cancelled", test_can_be_cancelled);
  g_test_add_func ("/payload/saves", test_saves);
  g_test_add_func ("/payload/says-why-it-cannot-save", test_says_why_it_cannot_save);

  return g_test_run ();
}
