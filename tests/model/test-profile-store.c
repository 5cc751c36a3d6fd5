/* test-profile-store.c: profiles that survive a restart.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-profile-store.h"

#include "folder.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

typedef struct
{
  Folder          *folder;
  char            *path;
  TinProfileStore *store;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = folder_new ();
  fixture->path = g_build_filename (fixture->folder, "profiles", NULL);
  fixture->store = tin_profile_store_new (fixture->path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->store);
  folder_free (fixture->folder);
  g_free (fixture->path);
}

static TinProfile *
create (const char *name,
        const char *uri)
{
  g_autoptr (GError) error = NULL;
  TinProfile *profile = tin_profile_new_from_uri (uri, &error);

  g_assert_no_error (error);
  g_object_set (profile, "name", name, NULL);

  return profile;
}

static void
add (TinProfileStore *store,
     const char      *name,
     const char      *uri)
{
  g_autoptr (TinProfile) profile = create (name, uri);
  g_autoptr (GError) error = NULL;

  g_assert_true (tin_profile_store_add (store, profile, &error));
  g_assert_no_error (error);
}

/* What another start of the program finds when this one has ended. */
static TinProfileStore *
restart (Fixture *fixture)
{
  TinProfileStore *store;

  g_assert_finalize_object (fixture->store);
  fixture->store = tin_profile_store_new (fixture->path);

  store = tin_profile_store_new (fixture->path);
  tin_profile_store_load (store);

  return store;
}

static void
assert_names (TinProfileStore *store,
              const char      *expected)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (TinProfile) profile = g_list_model_get_item (G_LIST_MODEL (store), i);

      g_string_append_printf (names, "%s;", tin_profile_get_name (profile));
    }

  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_survives_a_restart (Fixture       *fixture,
                         gconstpointer  data)
{
  static const char greeting[] = "tcp-listen://localhost:1?reply=greeting&greeting=%00%FF%0A%5C;%20";
  g_autoptr (TinProfileStore) restarted = NULL;
  TinProfile *profile;

  add (fixture->store, "Zwei", "udp://[::1]:7?goodbye=bye");
  add (fixture->store, "  Ümläut ;\n\t[x]=\\ ", greeting);
  add (fixture->store, "Eins", "tcp://localhost:80");
  assert_names (fixture->store, "Zwei;  Ümläut ;\n\t[x]=\\ ;Eins;");

  restarted = restart (fixture);
  g_assert_null (tin_profile_store_get_notice (restarted));
  assert_names (restarted, "Zwei;  Ümläut ;\n\t[x]=\\ ;Eins;");
  profile = tin_profile_store_find (restarted, "  Ümläut ;\n\t[x]=\\ ");
  g_assert_cmpstr (tin_profile_get_uri (profile), ==, greeting);
  g_assert_null (tin_profile_store_find (restarted, "Drei"));
}

static void
count_changes_cb (GListModel *list,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GString    *log)
{
  g_string_append_printf (log, "%u-%u+%u ", position, removed, added);
}

static void
test_tells_what_changed (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (TinProfileStore) restarted = NULL;

  g_signal_connect (fixture->store, "items-changed", G_CALLBACK (count_changes_cb), log);
  add (fixture->store, "a", "tcp://h:1");
  add (fixture->store, "b", "tcp://h:2");
  add (fixture->store, "a", "tcp://h:3");
  g_assert_true (tin_profile_store_remove (fixture->store, "b", NULL));
  g_assert_cmpstr (log->str, ==, "0-0+1 1-0+1 0-1+1 1-1+0 ");
  g_assert_cmpstr (tin_profile_get_port (tin_profile_store_find (fixture->store, "a")), ==, "3");
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (fixture->store)) == TIN_TYPE_PROFILE);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->store), 1));

  restarted = restart (fixture);
  assert_names (restarted, "a;");
}

static void
test_keeps_a_copy (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (TinProfile) profile = create ("a", "tcp://h:1");

  g_assert_true (tin_profile_store_add (fixture->store, profile, NULL));
  g_object_set (profile, "port", "x", NULL);
  g_assert_cmpstr (tin_profile_get_port (tin_profile_store_find (fixture->store, "a")), ==, "1");
}

static void
test_refuses_what_cannot_be_kept (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr (TinProfile) unnamed = create ("", "tcp://h:1");
  g_autoptr (TinProfile) wrong = create ("wrong", "tcp://h:1");
  g_autoptr (TinProfile) wordy = NULL;
  g_autofree char *words = g_strnfill (TIN_PROFILE_STORE_MAX_NAME_SIZE + 1, 'a');
  TinProfile *profiles[3];

  wordy = create (words, "tcp://h:1");
  g_object_set (wrong, "port", "x", NULL);
  profiles[0] = unnamed;
  profiles[1] = wrong;
  profiles[2] = wordy;

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (tin_profile_store_add (fixture->store, profiles[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }

  assert_names (fixture->store, "");
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_refuses_to_remove_what_is_not_there (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tin_profile_store_remove (fixture->store, "a", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_remembers_what_was_opened (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (TinProfile) server = create ("named", "tcp-listen://localhost:1");
  g_autoptr (TinProfile) client = create ("", "udp://localhost:2?goodbye=bye");
  g_autoptr (TinProfile) wrong = tin_profile_new ();
  g_autoptr (TinProfileStore) restarted = NULL;
  g_autoptr (GError) error = NULL;
  TinProfile *last;

  g_assert_null (tin_profile_store_get_last (fixture->store, TIN_TRANSPORT_TCP, TIN_ROLE_SERVER));
  g_assert_true (tin_profile_store_set_last (fixture->store, server, NULL));
  g_assert_true (tin_profile_store_set_last (fixture->store, client, NULL));

  restarted = restart (fixture);
  last = tin_profile_store_get_last (restarted, TIN_TRANSPORT_TCP, TIN_ROLE_SERVER);
  g_assert_cmpstr (tin_profile_get_uri (last), ==, "tcp-listen://localhost:1");
  g_assert_cmpstr (tin_profile_get_name (last), ==, "");
  last = tin_profile_store_get_last (restarted, TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT);
  g_assert_cmpstr (tin_profile_get_uri (last), ==, "udp://localhost:2?goodbye=bye");
  g_assert_null (tin_profile_store_get_last (restarted, TIN_TRANSPORT_UDP, TIN_ROLE_SERVER));
  assert_names (restarted, "");

  g_object_set (wrong, "port", "x", NULL);
  g_assert_false (tin_profile_store_set_last (restarted, wrong, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static void
test_writes_only_what_changed (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (TinProfile) profile = create ("", "tcp://localhost:1");

  g_assert_true (tin_profile_store_set_last (fixture->store, profile, NULL));
  while (!g_file_test (fixture->path, G_FILE_TEST_EXISTS))
    g_thread_yield ();

  g_assert_no_errno (g_unlink (fixture->path));
  g_assert_true (tin_profile_store_set_last (fixture->store, profile, NULL));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_sets_a_damaged_file_aside (Fixture       *fixture,
                                gconstpointer  data)
{
  static const struct
  {
    const char *contents;
    gssize      size;
  } cases[] = {
    { "not a key file", -1 },
    { "[Profile 1]\nName=\xFF\n", -1 },
    { "[Profile 1]\nName=a\0b\n", 22 },
    { "[Profile 1\nName=a\n", -1 },
    { "Name=a\n", -1 },
    { "\xFF\xFE[\0P\0", 6 },
    { "\x7F" "ELF\x01\x02", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TinProfileStore) store = NULL;
      g_autofree char *notice = NULL;

      write_file (fixture->path, cases[i].contents, cases[i].size);
      store = restart (fixture);
      g_object_get (store, "notice", &notice, NULL);
      g_assert_nonnull (strstr (notice, "profiles.bad-"));
      assert_names (store, "");
      g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
      g_assert_cmpuint (folder_count (fixture->folder, "profiles.bad-"), ==, i + 1);

      add (store, "new", "tcp://h:1");
      g_assert_finalize_object (g_steal_pointer (&store));
      store = restart (fixture);
      assert_names (store, "new;");
      g_assert_null (tin_profile_store_get_notice (store));
    }
}

static void
test_reads_what_an_editor_wrote (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (TinProfileStore) marked = NULL;
  g_autoptr (TinProfileStore) dos = NULL;
  g_autoptr (TinProfileStore) empty = NULL;

  write_file (fixture->path, "\xEF\xBB\xBF[Profile 1]\nName=a\nURI=tcp://h:1\n", -1);
  marked = restart (fixture);
  assert_names (marked, "a;");
  g_assert_null (tin_profile_store_get_notice (marked));

  write_file (fixture->path, "# mine\r\n[Profile 1]\r\nName=a\r\nURI=tcp://h:1\r\n", -1);
  dos = restart (fixture);
  assert_names (dos, "a;");
  g_assert_null (tin_profile_store_get_notice (dos));

  write_file (fixture->path, "", 0);
  empty = restart (fixture);
  assert_names (empty, "");
  g_assert_null (tin_profile_store_get_notice (empty));
}

static void
test_passes_over_a_bad_profile (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (TinProfileStore) store = NULL;
  g_autoptr (TinProfileStore) restarted = NULL;
  g_autofree char *contents = NULL;

  write_file (fixture->path,
              "[Profile 1]\nName=good\nURI=tcp://h:1\n"
              "[Profile 2]\nName=bad\xE2\x80\xAE\nURI=tcp://h:99999\n"
              "[Profile 3]\nURI=tcp://h:1\n"
              "[Profile 4]\nName=good\nURI=tcp://h:2\n"
              "[Profile 5]\nName=later\nURI=tls://h:2\n"
              "[Profile 6]\nName=fine\nURI=tcp://h:3\n"
              "[Last]\ntcp=tcp-listen://h:1\nudp=nonsense\nquic=quic://h:1\n"
              "[Something else]\nkey=value\n", -1);
  store = restart (fixture);
  assert_names (store, "good;fine;");
  g_assert_cmpstr (tin_profile_store_get_notice (store), ==,
                   "Some profiles could not be read and were passed over: "
                   "“bad\\u{202E}”, “Profile 3”, “good”, “later”");
  g_assert_null (tin_profile_store_get_last (store, TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT));
  g_assert_null (tin_profile_store_get_last (store, TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT));

  /* What we do not understand may be a later version's: it is still there after writing. */
  add (store, "new", "tcp://h:4");
  contents = read_file (fixture->path);
  g_assert_nonnull (strstr (contents, "URI=tls://h:2"));
  g_assert_nonnull (strstr (contents, "quic=quic://h:1"));
  g_assert_nonnull (strstr (contents, "key=value"));
  restarted = restart (fixture);
  assert_names (restarted, "good;fine;new;");
  g_assert_nonnull (tin_profile_store_get_notice (restarted));
}

static void
test_keeps_in_memory_what_cannot_be_written (Fixture       *fixture,
                                             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->path, "below-a-file", NULL);
  g_autoptr (TinProfileStore) store = tin_profile_store_new (path);
  g_autoptr (TinProfile) profile = create ("a", "tcp://h:1");
  g_autoptr (GError) error = NULL;

  write_file (fixture->path, "", 0);

  g_assert_false (tin_profile_store_add (store, profile, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  assert_names (store, "a;");

  g_clear_error (&error);
  g_assert_true (tin_profile_store_set_last (store, profile, &error));
  g_assert_no_error (error);
  g_assert_nonnull (tin_profile_store_get_last (store, TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT));

  g_clear_error (&error);
  g_assert_false (tin_profile_store_remove (store, "a", &error));
  g_assert_nonnull (error);
  assert_names (store, "");
}

static void
test_never_writes_over_a_file_that_is_in_the_way (void)
{
  /* It can be read, means nothing, and cannot be renamed by anybody. */
  g_autoptr (TinProfileStore) store = tin_profile_store_new ("/proc/version");
  g_autoptr (TinProfile) profile = create ("a", "tcp://h:1");
  g_autoptr (GError) error = NULL;

  tin_profile_store_load (store);
  g_assert_nonnull (strstr (tin_profile_store_get_notice (store), "changes will not be saved"));
  g_assert_false (tin_profile_store_add (store, profile, &error));
  g_assert_nonnull (error);
  assert_names (store, "a;");
}

static void
test_sweeps_up_after_an_interrupted_write (Fixture       *fixture,
                                           gconstpointer  data)
{
  g_autofree char *leftover = g_strconcat (fixture->path, ".Xy12Zq", NULL);
  const struct utimbuf long_ago = { 1000000000, 1000000000 };
  g_autoptr (TinProfileStore) store = NULL;

  add (fixture->store, "a", "tcp://h:1");
  write_file (leftover, "[Prof", -1);
  g_assert_no_errno (utime (leftover, &long_ago));

  store = restart (fixture);
  assert_names (store, "a;");
  g_assert_false (g_file_test (leftover, G_FILE_TEST_EXISTS));
}

/* Every truncation and every flipped bit of a file ends in a store that works. */
static void
test_survives_damage (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char good[] = "[Profile 1]\nName=a\nURI=tcp://h:1\n[Last]\nudp=udp://h:2?goodbye=bye\n";
  const gsize size = strlen (good);

  for (gsize i = 0; i < size * 9; i++)
    {
      g_autoptr (TinProfileStore) store = NULL;
      g_autofree char *damaged = g_strdup (good);

      if (i < size * 8)
        damaged[i / 8] ^= 1 << i % 8;
      write_file (fixture->path, damaged, i < size * 8 ? size : i - size * 8);

      store = restart (fixture);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), <=, 1);
      if (i % 128 == 0)
        add (store, "new", "tcp://h:4");
    }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/profile-store/survives-a-restart", test_survives_a_restart);
  ADD ("/profile-store/tells-what-changed", test_tells_what_changed);
  ADD ("/profile-store/keeps-a-copy", test_keeps_a_copy);
  ADD ("/profile-store/refuses-what-cannot-be-kept", test_refuses_what_cannot_be_kept);
  ADD ("/profile-store/refuses-to-remove-what-is-not-there", test_refuses_to_remove_what_is_not_there);
  ADD ("/profile-store/remembers-what-was-opened", test_remembers_what_was_opened);
  ADD ("/profile-store/writes-only-what-changed", test_writes_only_what_changed);
  ADD ("/profile-store/sets-a-damaged-file-aside", test_sets_a_damaged_file_aside);
  ADD ("/profile-store/reads-what-an-editor-wrote", test_reads_what_an_editor_wrote);
  ADD ("/profile-store/passes-over-a-bad-profile", test_passes_over_a_bad_profile);
  ADD ("/profile-store/keeps-in-memory-what-cannot-be-written", test_keeps_in_memory_what_cannot_be_written);
  g_test_add_func ("/profile-store/never-writes-over-a-file-that-is-in-the-way",
                   test_never_writes_over_a_file_that_is_in_the_way);
  ADD ("/profile-store/sweeps-up-after-an-interrupted-write", test_sweeps_up_after_an_interrupted_write);
  ADD ("/profile-store/survives-damage", test_survives_damage);

  return g_test_run ();
}
