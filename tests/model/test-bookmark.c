/* test-bookmark.c: the bookmarks that a recording brings with it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-bookmark.h"
#include "scene.h"

#include <string.h>

/* A packet that was sent, with a comment of any kind. */
static void
append (Scene      *scene,
        const char *text,
        const char *comment)
{
  g_assert_true (tin_capture_append_data (scene->capture, scene->flows[1], TIN_DIRECTION_OUT, TIN_BY_LOCAL,
                                          (const guint8 *) text, strlen (text), comment));
}

static void
scene_begin (Scene *scene)
{
  scene_init (scene);
  scene_open (scene, 1);
}

static void
assert_bookmark (GArray     *found,
                 guint       index,
                 guint64     position,
                 guint32     offset,
                 const char *note)
{
  const TinBookmark *bookmark = &g_array_index (found, TinBookmark, index);

  g_assert_cmpuint (found->len, >, index);
  g_assert_cmpuint (bookmark->position, ==, position);
  g_assert_cmpuint (bookmark->offset, ==, offset);
  g_assert_cmpstr (bookmark->note, ==, note);
}

static void
test_are_read (void)
{
  g_auto (Scene) scene;
  g_autoptr (GArray) found = NULL;
  guint64 first;

  scene_begin (&scene);
  scene_publish (&scene);
  first = tin_capture_get_published (scene.capture);
  append (&scene, "bookmark", NULL);
  append (&scene, "abc", "bookmark");
  append (&scene, "abc", "bookmarks are full");
  append (&scene, "abc", "bookmark at 2: the last byte");
  append (&scene, "abc", "bookmark at 3: behind it");
  scene_publish (&scene);

  found = tin_bookmark_array_read (scene.capture, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  assert_bookmark (found, 0, first + 1, 0, "");
  assert_bookmark (found, 1, first + 3, 2, "the last byte");
}

static void
test_are_none_when_nobody_waits (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Scene) scene;
  g_autoptr (GArray) found = NULL;

  scene_begin (&scene);
  append (&scene, "abc", "bookmark");
  scene_publish (&scene);

  g_cancellable_cancel (cancellable);
  found = tin_bookmark_array_read (scene.capture, cancellable);
  g_assert_cmpuint (found->len, ==, 0);
}

static void
test_have_a_bound (void)
{
  g_auto (Scene) scene;
  g_autoptr (GArray) found = NULL;

  scene_begin (&scene);
  for (guint i = 0; i < TIN_BOOKMARKS_MAX + 1; i++)
    append (&scene, "x", "bookmark");
  scene_publish (&scene);

  found = tin_bookmark_array_read (scene.capture, NULL);
  g_assert_cmpuint (found->len, ==, TIN_BOOKMARKS_MAX);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bookmark/are-read", test_are_read);
  g_test_add_func ("/bookmark/are-none-when-nobody-waits", test_are_none_when_nobody_waits);
  g_test_add_func ("/bookmark/have-a-bound", test_have_a_bound);

  return g_test_run ();
}
