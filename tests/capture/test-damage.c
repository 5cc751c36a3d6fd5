/* test-damage.c: every truncation and every wrong bit of small captures, of this program and of others.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All of them with "-m slow"; else those of the two smallest, and of the others one in so many.
 */

#include "capture-fixture.h"
#include "loader-fixture.h"

#include "capture/tin-block-copy.h"
#include "capture/tin-pcapng.h"
#include "capture/tin-scan.h"
#include "capture/tin-segment-name.h"

#include <glib/gstdio.h>
#include <string.h>

#define MAX_FILES      3
#define FLIP_STEP      97 /* a prime: all bits of a byte and of a word come up */
#define TRUNCATE_STEP  23
#define SMALL          600 /* bytes: what is gone through to the last bit */

typedef struct
{
  char     *name;               /* (owned) */
  GBytes   *files[MAX_FILES];   /* (owned): NULL behind the last */
  guint64   n_records;          /* in it as it is */
  gboolean  is_own;
  gboolean  has_ended;          /* one file of ours that says so in its last block */
} Specimen;

static GPtrArray *specimens;
static char *folder;

/* What the program said: in words, for people. */
static void
assert_words (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), >, 10);
}

static void
assert_progress (const TinLoaderProgress *progress)
{
  g_assert_true (progress->finished);
  g_assert_cmpuint (progress->n_cut + progress->n_damaged, <=, progress->n_total);
  g_assert_cmpuint (progress->n_bytes, <=, progress->n_total);
  if (progress->problem != NULL)
    assert_words (progress->problem);
  else
    g_assert_cmpuint (progress->n_bytes + progress->n_cut, >=, progress->n_total);
}

/* Both ways to read a record say the same, within what the index says. */
static void
assert_record (TinCapture        *capture,
               const TinScanItem *item)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_autoptr (GError) error = NULL;
  gsize size;
  const guint8 *payload;

  g_assert_cmpuint ((guint) item->entry.event, <, TIN_N_EVENTS);
  if (!tin_capture_read (capture, item->position, G_MAXSIZE, &record, &error))
    {
      assert_words (error->message);
      g_assert_null (item->payload);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpint (record.event, ==, item->entry.event);
  g_assert_cmpuint (record.connection, ==, item->entry.connection);
  g_assert_true (record.reason == NULL || g_utf8_validate (record.reason, -1, NULL));
  for (guint i = 0; record.notes != NULL && i < tin_notes_get_length (record.notes); i++)
    g_assert_true (g_utf8_validate (tin_notes_get (record.notes, i)->text, -1, NULL));
  if (record.event != TIN_EVENT_DATA)
    return;

  payload = g_bytes_get_data (record.payload, &size);
  g_assert_cmpuint (size, ==, item->entry.size);
  if (item->payload != NULL)
    g_assert_cmpmem (payload, size, item->payload, item->entry.size);
  else
    g_assert_cmpuint (size, ==, 0);
}

/* Everything is there that is said to be there, in the order of time. */
static void
assert_consistent (TinCapture *capture)
{
  guint64 n = tin_capture_get_published (capture);
  g_autoptr (TinScan) scan = tin_scan_new (capture, 0, n);
  guint64 n_given = 0, n_unread = 0;
  gint64 time_us = G_MININT64;
  TinScanItem item;

  g_assert_cmpuint (tin_capture_get_first (capture), ==, 0);
  g_assert_cmpuint (tin_capture_get_saved (capture), ==, n);
  while (tin_scan_next (scan, &item))
    {
      g_assert_cmpuint (item.position, ==, n_given);
      g_assert_cmpint (item.entry.time_us, >=, time_us);
      time_us = item.entry.time_us;
      assert_record (capture, &item);
      n_unread += item.entry.event == TIN_EVENT_DATA && item.entry.size > 0 && item.payload == NULL;
      n_given++;
    }
  g_assert_cmpuint (n_given, ==, n);
  g_assert_cmpuint (tin_scan_get_n_lost (scan), ==, n_unread);
}

static char *
get_path (guint number)
{
  g_autofree char *name = number > 1 ? tin_segment_name_make ("damage.pcapng", number) : g_strdup ("damage.pcapng");

  return g_build_filename (folder, name, NULL);
}

/* Opens it as a window does, with @damaged in place of one of its files. */
static TinCapture *
open_damaged (const Specimen     *specimen,
              guint               which,
              GBytes             *damaged,
              TinLoaderProgress  *progress,
              GError            **error)
{
  g_autofree char *path = get_path (which + 1);
  TinLoader *loader;
  TinCapture *capture;

  if (specimen->files[1] == NULL)
    return load_bytes (damaged, progress, error);

  for (guint i = 0; i < MAX_FILES && specimen->files[i] != NULL; i++)
    {
      g_autofree char *other = get_path (i + 1);
      GBytes *bytes = i == which ? damaged : specimen->files[i];

      g_assert_true (g_file_set_contents_full (other, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
  loader = tin_loader_new (path, folder, error);
  if (loader == NULL)
    return NULL;
  tin_loader_wait (loader);
  tin_loader_get_progress (loader, progress);
  capture = g_object_ref (tin_loader_get_capture (loader));
  tin_loader_free (loader);
  return capture;
}

/* How many records are left, -1 for a file that is refused or taken for one of another program. */
static gint64
assert_opens (const Specimen *specimen,
              guint           which,
              GBytes         *damaged)
{
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TinCapture) capture = open_damaged (specimen, which, damaged, &progress, &error);
  gint64 n = -1;

  if (capture == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      assert_words (error->message);
      return -1;
    }
  g_assert_no_error (error);
  assert_progress (&progress);
  assert_consistent (capture);
  if (!progress.is_foreign)
    n = tin_capture_get_published (capture);
  g_assert_finalize_object (g_steal_pointer (&capture));
  return n;
}

static guint
get_step (gsize size,
          guint step)
{
  return g_test_slow () || size < SMALL ? 1 : step;
}

/* The longer it is, the more is there. */
static void
test_opens_every_truncation (gconstpointer data)
{
  const Specimen *specimen = data;

  for (guint i = 0; i < MAX_FILES && specimen->files[i] != NULL; i++)
    {
      gsize size = g_bytes_get_size (specimen->files[i]);
      gint64 n_before = -1;

      for (gsize length = 0; length < size; length += get_step (size, TRUNCATE_STEP))
        {
          g_autoptr (GBytes) cut = g_bytes_new_from_bytes (specimen->files[i], 0, length);
          gint64 n = assert_opens (specimen, i, cut);

          if (specimen->files[1] == NULL)
            g_assert_cmpint (n, >=, n_before);
          n_before = n;
        }
      g_assert_cmpint (n_before, <=, specimen->n_records);
    }
}

/* A wrong bit costs the record that it is in, at most; but it may have one look like two, as an attempt is two blocks. */
static void
test_opens_every_flipped_bit (gconstpointer data)
{
  const Specimen *specimen = data;

  for (guint i = 0; i < MAX_FILES && specimen->files[i] != NULL; i++)
    {
      gsize size = g_bytes_get_size (specimen->files[i]);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (specimen->files[i], NULL), size);

      for (gsize bit = 0; bit < 8 * size; bit += get_step (size, FLIP_STEP))
        {
          g_autoptr (GBytes) flipped = NULL;
          gint64 n;

          copy[bit / 8] ^= 1 << bit % 8;
          flipped = g_bytes_new (copy, size);
          copy[bit / 8] ^= 1 << bit % 8;
          n = assert_opens (specimen, i, flipped);
          if (n >= 0)
            g_assert_cmpint (n, <=, specimen->n_records + 1);
          if (n >= 0 && specimen->has_ended)
            g_assert_cmpint (n, >=, specimen->n_records - 1);
        }
    }
}

static void
specimen_free (gpointer data)
{
  Specimen *specimen = data;

  for (guint i = 0; i < MAX_FILES; i++)
    g_clear_pointer (&specimen->files[i], g_bytes_unref);
  g_free (specimen->name);
  g_free (specimen);
}

static Specimen *
add_specimen (const char *name,
              GBytes     *file)
{
  Specimen *specimen = g_new0 (Specimen, 1);

  specimen->name = g_strdup (name);
  specimen->files[0] = file;
  g_ptr_array_add (specimens, specimen);
  return specimen;
}

/* It is as it should be, so long as nothing is wrong with it. */
static void
finish_specimen (Specimen *specimen)
{
  g_auto (TinLoaderProgress) progress = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TinCapture) capture = open_damaged (specimen, 0, specimen->files[0], &progress, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (progress.n_damaged, ==, 0);
  specimen->n_records = tin_capture_get_published (capture);
  specimen->is_own = !progress.is_foreign;
  specimen->has_ended = specimen->is_own && specimen->files[1] == NULL && progress.n_cut == 0;
  g_assert_cmpuint (specimen->n_records, >, 1);
}

static GBytes *
read_file_of (const char *sub_folder,
              const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, sub_folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize size;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, size);
}

static void
append_talk (TinCapture *capture)
{
  TinFlow flow;

  init_tcp_flow (&flow, capture);
  append_opened (capture, &flow, TIN_DIRECTION_IN);
  for (guint i = 0; i < 6; i++)
    append_in (capture, &flow, "word");
  tin_capture_append_event (capture, &flow, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, TIN_BY_PEER, 0, NULL);
}

static void
append_datagram (TinCapture *capture)
{
  TinAddress local = make_address ("::1", 7);
  TinAddress peer = make_address ("::1", 40000);
  TinFlow flow;

  tin_flow_init (&flow, TIN_TRANSPORT_UDP, tin_capture_take_connection (capture), &local, &peer);
  append_in (capture, &flow, "one");
  append_out (capture, &flow, TIN_BY_RULE, "one", "echo");
}

/* Two datagrams of raw IP, in a pcap file. */
static GBytes *
make_small_pcap (void)
{
  static const guint8 head[] = {
    0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0x0f, 0, 101, 0, 0, 0,
  };
  static const guint8 packet[] = {
    0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0, 0, 32, 0, 0, 0,
    0x45, 0, 0, 32, 0, 0, 0, 0, 64, 17, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1, 0x9c, 0x40, 0, 7, 0, 12, 0, 0, 'p', 'i', 'n', 'g',
  };
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, head, sizeof head);
  g_byte_array_append (file, packet, sizeof packet);
  g_byte_array_append (file, packet, sizeof packet);
  return g_byte_array_free_to_bytes (file);
}

/* A talk in three files, as the writer has them: each begins anew, and the last one has the end. */
static void
add_in_segments (void)
{
  g_autoptr (GBytes) whole = save_capture (append_talk);
  g_autoptr (GArray) blocks = find_blocks (whole);
  Specimen *specimen = add_specimen ("segments", NULL);
  gsize head_size = g_array_index (blocks, gsize, 2);
  const guint8 *data = g_bytes_get_data (whole, NULL);
  guint n = blocks->len - 3;

  for (guint i = 0; i < MAX_FILES; i++)
    {
      gsize begin = g_array_index (blocks, gsize, 2 + i * n / MAX_FILES);
      gsize end = g_array_index (blocks, gsize, 2 + (i + 1) * n / MAX_FILES);
      GByteArray *file = g_byte_array_new ();

      g_byte_array_append (file, data, head_size);
      g_byte_array_append (file, data + begin, end - begin);
      specimen->files[i] = g_byte_array_free_to_bytes (file);
    }
}

/* A saved copy, with what was written on its messages. */
static void
add_with_notes (void)
{
  g_autoptr (GBytes) whole = save_capture (append_talk);
  g_autoptr (GArray) blocks = find_blocks (whole);
  GByteArray *file = g_byte_array_new ();
  const guint8 *data = g_bytes_get_data (whole, NULL);
  g_autoptr (TinNotes) notes = tin_notes_new ();

  g_byte_array_append (file, data, g_array_index (blocks, gsize, 2));
  tin_notes_add (notes, 0, "look here");
  tin_notes_add (notes, 2, "");
  for (guint i = 2; i + 1 < blocks->len; i++)
    {
      gsize begin = g_array_index (blocks, gsize, i);
      gsize end = g_array_index (blocks, gsize, i + 1);

      g_assert_true (tin_block_copy (file, data + begin, end - begin, notes, TIN_BLOCK_COPY_KEEP));
    }
  g_byte_array_append (file, data + g_bytes_get_size (whole) - TIN_PCAPNG_END_SIZE, TIN_PCAPNG_END_SIZE);
  add_specimen ("notes", g_byte_array_free_to_bytes (file));
}

static void
add_specimens (void)
{
  static const char *const own[] = { "tcp-echo-server", "tcp-client-ipv6", "udp", "tcp-failures", "link-local" };
  static const char *const dumped[] = { "small.pcapng", "six.pcapng", "cooked.pcapng", "cooked.pcap", "refused.pcapng" };
  static const char *const converted[] = { "pcap-loop", "pcap-raw", "pcap-sll2", "pcap-vlan", "pcapng-big-endian" };
  g_autoptr (GBytes) unclean = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      g_autofree char *name = g_strconcat (own[i], ".pcapng", NULL);

      add_specimen (own[i], read_file_of ("capture/golden", name));
    }
  unclean = read_file_of ("capture/golden", "tcp-echo-server.pcapng");
  add_specimen ("unclean", g_bytes_new_from_bytes (unclean, 0, g_bytes_get_size (unclean) - TIN_PCAPNG_END_SIZE - 50));
  add_specimen ("datagrams", save_capture (append_datagram));
  add_specimen ("pcap", make_small_pcap ());
  add_in_segments ();
  add_with_notes ();
  for (guint i = 0; i < G_N_ELEMENTS (dumped); i++)
    add_specimen (dumped[i], read_file_of ("capture/foreign", dumped[i]));
  for (guint i = 0; i < G_N_ELEMENTS (converted); i++)
    add_specimen (converted[i], read_file_of ("fuzz/seeds/capture-file", converted[i]));
}

static void
remove_folder (void)
{
  for (guint i = 1; i <= MAX_FILES; i++)
    {
      g_autofree char *path = get_path (i);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  use_fast_folder ();
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tincan-test-XXXXXX", NULL);
  specimens = g_ptr_array_new_with_free_func (specimen_free);
  add_specimens ();

  for (guint i = 0; i < specimens->len; i++)
    {
      Specimen *specimen = g_ptr_array_index (specimens, i);
      g_autofree char *cut = g_strconcat ("/damage/every-truncation/", specimen->name, NULL);
      g_autofree char *flipped = g_strconcat ("/damage/every-flipped-bit/", specimen->name, NULL);

      finish_specimen (specimen);
      g_test_add_data_func (cut, specimen, test_opens_every_truncation);
      g_test_add_data_func (flipped, specimen, test_opens_every_flipped_bit);
    }
  status = g_test_run ();

  g_ptr_array_unref (specimens);
  remove_folder ();
  return status;
}
