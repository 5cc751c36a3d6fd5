/* test-frames.c: the messages that a framing makes of a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "frames-fixture.h"

#include "capture/tin-capture-private.h"
#include "capture/tin-file-sink.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const TinFraming as_received = TIN_FRAMING_INIT;

static void
test_is_the_identity_as_received (void)
{
  g_auto (Scene) scene;
  TinFrames *frames;
  TinFrame frame;

  scene_init (&scene);
  scene_open (&scene, 1);
  scene_data (&scene, 1, TIN_DIRECTION_IN, "hello");
  scene_publish (&scene);

  frames = tin_frames_new (scene.capture, &as_received, &as_received);
  g_assert_true (tin_frames_is_identity (frames));
  g_assert_cmpuint (tin_frames_get_length (frames), ==, 2);
  g_assert_cmpuint (tin_frames_get_done (frames), ==, 2);

  g_assert_true (tin_frames_get (frames, 0, &frame));
  g_assert_cmpuint (frame.flags, ==, TIN_FRAME_EVENT);

  g_assert_true (tin_frames_get (frames, 1, &frame));
  g_assert_cmpuint (frame.first, ==, 1);
  g_assert_cmpuint (frame.last, ==, 1);
  g_assert_cmpuint (frame.offset, ==, 0);
  g_assert_cmpuint (frame.size, ==, 5);
  g_assert_cmpuint (frame.flags, ==, 0);

  g_assert_false (tin_frames_get (frames, 2, &frame));
  g_assert_cmpuint (tin_frames_find (frames, 1), ==, 1);
  g_assert_cmpuint (tin_frames_find (frames, 7), ==, 2);

  g_assert_finalize_object (frames);
}

typedef struct
{
  const char *name;
  const char *in;
  const char *out;
  const char *script;   /* "1<text" received, "1>text" sent, "1#" closed, "1-" half-closed by the peer, "0." stopped */
  guint       n_pending;
  const char *frames;
} FramesCase;

static const FramesCase frames_cases[] = {
  { "lines", "lines:lf", "received", "1<ab$c 1<d$ef 1<$", 0, "1:ab$ 1:cd$ 1:ef$" },
  { "both-ways", "lines:lf", "fixed:2", "1<ab$ 1>abcd 1>e 1<c 1>f", 1, "1:ab$ 1:ab 1:cd 1:ef | 1:c?" },
  { "one-way", "lines:lf", "received", "1<a 1>bcd 1<$", 0, "1:bcd 1:a$" },
  { "connections-between", "lines:lf", "received", "1<a 2<x 1<b$ 2<y$z 3<k", 2, "1:ab$ 2:xy$ | 2:z? 3:k?" },
  { "closed-in-between", "lines:lf", "lines:lf", "1<a 1>b 2<c 1# 2<$", 0, "1:a? 1:b? <closed> 2:c$" },
  { "half-closed", "lines:lf", "lines:lf", "1<a 1>b 1- 1>c$", 0, "1:a? <half-closed> 1:bc$" },
  { "stopped", "lines:lf", "lines:lf", "1<a 2<b 0. 1<c$", 0, "1:a? 2:b? <stopped> 1:c$" },
  { "split", "lines:lf,max:3", "received", "1<abcd 1<efg$", 0, "1:abc/ 1:def&/ 1:g$&" },
  { "split-and-coming", "lines:lf,max:3", "received", "1<abcde", 1, "1:abc/ | 1:de&?" },
  { "split-and-closed", "fixed:3", "received", "1<abcde 1#", 0, "1:abc 1:de? <closed>" },
  { "invalid", "length:1@1:whole", "received", "1<x\1y 1<\3z", 0, "1:x\1! 1:y\3z" },
  { "again-after-the-end", "lines:lf", "received", "1<a 1# 1<b$", 0, "1:a? <closed> 1:b$" },
  { "idle-until-the-end", "idle:3600000ms", "received", "1<a 1>b 1<c 1#", 0, "1:b 1:ac? <closed>" },
};

static void
test_frames (gconstpointer data)
{
  const FramesCase *c = data;
  g_auto (Scene) scene;
  TinFrames *frames;
  g_autofree char *words = NULL;

  scene_init (&scene);
  frames_play (&scene, c->script);
  frames = frames_make (&scene, c->in, c->out);
  g_assert_false (tin_frames_is_identity (frames));
  words = frames_describe (frames, c->n_pending);
  g_assert_cmpstr (words, ==, c->frames);
  g_assert_finalize_object (frames);
}

/* While it comes, record by record, and afterwards: the same frames. */
static void
test_frames_live (gconstpointer data)
{
  const FramesCase *c = data;
  g_auto (Scene) scene;
  g_auto (GStrv) steps = g_strsplit (c->script, " ", -1);
  TinFrames *frames;
  g_autofree char *words = NULL;

  scene_init (&scene);
  frames = frames_make (&scene, c->in, c->out);
  for (guint i = 0; steps[i] != NULL; i++)
    {
      frames_play (&scene, steps[i]);
      tin_frames_wake (frames);
      while (tin_frames_get_done (frames) < tin_capture_get_published (scene.capture))
        g_thread_yield ();
    }

  words = frames_describe (frames, c->n_pending);
  g_assert_cmpstr (words, ==, c->frames);
  g_assert_finalize_object (frames);
}

/* Many reads on four connections, with lines across them, now and then an end. */
static char *
make_noise (void)
{
  static const char *const texts[] = { "a", "bc$", "$", "d$e", "$$", "fgh", "i$jk$l" };
  GString *script = g_string_new ("1<a 2<b 3>c 4<d");

  for (guint i = 0; i < 1500; i++)
    {
      guint peer = 1 + (guint) g_test_rand_int_range (0, 4);
      guint n_reads = g_test_rand_int_range (0, 20) == 0 ? 100 : 1 + (guint) g_test_rand_int_range (0, 4);

      if (g_test_rand_int_range (0, 15) == 0)
        g_string_append_printf (script, " %u%s", peer, g_test_rand_int_range (0, 2) == 0 ? "#" : "-");

      for (guint k = 0; k < n_reads; k++)
        g_string_append_printf (script, " %u%c%s", peer, "<<>"[i % 3],
                                texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))]);
    }

  return g_string_free (g_string_append (script, " 0."), FALSE);
}

/* Read by read, and a great many of them at once: the same frames. */
static void
test_noise_is_the_same_however_it_comes (void)
{
  static const char *const framings[] = { "lines:lf,max:5", "fixed:3", "length:1@1,max:9", "delimiter:0a0a", "idle:3600000ms" };
  g_autofree char *script = make_noise ();

  for (guint i = 0; i < G_N_ELEMENTS (framings); i++)
    {
      g_auto (Scene) scene;
      g_auto (GStrv) steps = g_strsplit (script, " ", -1);
      TinFrames *live;
      TinFrames *frames;
      g_autofree char *words = NULL;
      g_autofree char *live_words = NULL;

      scene_init (&scene);
      live = frames_make (&scene, framings[i], framings[(i + 1) % G_N_ELEMENTS (framings)]);
      for (guint k = 0; steps[k] != NULL; k++)
        {
          frames_play (&scene, steps[k]);
          tin_frames_wake (live);
          while (tin_frames_get_done (live) < tin_capture_get_published (scene.capture))
            g_thread_yield ();
        }

      frames = frames_make (&scene, framings[i], framings[(i + 1) % G_N_ELEMENTS (framings)]);
      words = frames_describe (frames, 0);
      live_words = frames_describe (live, 0);
      g_assert_cmpstr (words, ==, live_words);
      g_assert_finalize_object (frames);
      g_assert_finalize_object (live);
    }
}

/* Makes one payload in a file one that nobody can find. */
static void
damage (const char *path,
        const char *payload)
{
  const goffset headers_size = 20 + 20;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, TRUE, NULL);
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  const char *data;
  const char *at;

  g_assert_nonnull (file);
  data = g_mapped_file_get_contents (file);
  at = memmem (data, g_mapped_file_get_length (file), payload, strlen (payload));
  g_assert_nonnull (at);
  g_assert_cmpint (pwrite (fd, "", 1, at - data - headers_size), ==, 1);
  g_assert_no_errno (close (fd));
}

static void
fill_memory (Scene *scene)
{
  static const guint8 payload[64 * 1024];

  for (guint i = 0; i < 256; i++)
    {
      while (!tin_capture_has_room (scene->capture))
        tin_capture_flush (scene->capture, G_MAXINT);
      scene_bytes (scene, 3, TIN_DIRECTION_OUT, payload, sizeof payload - 1);
      scene_publish (scene);
    }

  g_assert_true (tin_capture_flush (scene->capture, G_MAXINT));
}

/* Nobody knows where the next message of its stream begins. */
static void
test_a_lost_read_ends_its_message (void)
{
  static const TinFrame expected[] = {
    { .first = 0, .last = 1, .size = 3 },
    { .first = 1, .last = 1, .size = 1, .offset = 2, .flags = TIN_FRAME_UNFINISHED },
    { .first = 2, .last = 2, .size = 5, .flags = TIN_FRAME_UNFINISHED },
    { .first = 3, .last = 3, .size = 2 },
    { .first = 4, .last = 4, .size = 2 },
    { .first = 3, .last = 5, .size = 2, .offset = 2 },
    { .first = 5, .last = 5, .size = 2, .offset = 1 },
  };
  g_autofree char *folder = g_dir_make_tmp ("tincan-frames-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "lost.pcapng", NULL);
  g_autoptr (TinSink) sink = tin_file_sink_new (folder, "lost.pcapng");
  g_auto (Scene) scene = { .capture = tin_capture_new ("test", sink, 1) };
  TinFrames *frames;

  frames_play (&scene, "1<a 1<b$c 1<LOST$ 1<d$e 2<k$ 1<$f$");
  fill_memory (&scene);
  damage (path, "LOST");

  frames = frames_make (&scene, "lines:lf", "received");
  g_array_unref (frames_settle (frames, 0));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      TinFrame frame;

      g_assert_true (tin_frames_get (frames, i, &frame));
      g_assert_cmpuint (frame.first, ==, expected[i].first);
      g_assert_cmpuint (frame.last, ==, expected[i].last);
      g_assert_cmpuint (frame.offset, ==, expected[i].offset);
      g_assert_cmpuint (frame.size, ==, expected[i].size);
      g_assert_cmpuint (frame.flags, ==, expected[i].flags);
    }
  g_assert_finalize_object (frames);

  g_unlink (path);
  g_rmdir (folder);
}

static void
be_a_datagram_peer (Scene *scene,
                    guint  peer)
{
  TinAddress local = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 127, 0, 0, 1 } };
  TinAddress remote = { .family = TIN_FAMILY_IPV4, .port = 40000, .bytes = { 127, 0, 0, 1 } };

  scene->flows[peer] = g_new0 (TinFlow, 1);
  tin_flow_init (scene->flows[peer], TIN_TRANSPORT_UDP, peer, &local, &remote);
}

static void
test_never_joins_datagrams (void)
{
  static const struct
  {
    const char *framing;
    const char *frames;
  } cases[] = {
    { "lines:lf", "1:a$ 1:b 1: 1:c$" },
    { "fixed:2", "1:a$ 1:b? 1: 1:c$" },
    { "idle:20ms", "1:a$b 1: 1:c$" },
    { "lines:lf,max:1", "1:a/ 1:$& 1:b/ 1: 1:c/ 1:$&" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Scene) scene;
      TinFrames *frames;
      g_autofree char *words = NULL;

      scene_init (&scene);
      be_a_datagram_peer (&scene, 1);
      frames_play (&scene, "1<a$b 1< 1<c$");
      frames = frames_make (&scene, cases[i].framing, "received");
      words = frames_describe (frames, 0);
      g_assert_cmpstr (words, ==, cases[i].frames);
      g_assert_finalize_object (frames);
    }
}

/* Without anything else that comes, and without a mark that it is not finished. */
static void
test_a_pause_ends_a_message (void)
{
  g_auto (Scene) scene;
  TinFrames *frames;
  g_autofree char *words = NULL;

  scene_init (&scene);
  frames_play (&scene, "1<a 2<b 2>c");
  frames = frames_make (&scene, "idle:1ms", "idle:1ms");
  while (tin_frames_get_length (frames) < 3)
    g_thread_yield ();

  words = frames_describe (frames, 0);
  g_assert_null (strchr (words, '?'));
  g_assert_nonnull (strstr (words, "1:a"));
  g_assert_nonnull (strstr (words, "2:b"));
  g_assert_nonnull (strstr (words, "2:c"));
  g_assert_finalize_object (frames);
}

/* The system's clock was set back by an hour since the capture began. */
static void
test_a_pause_goes_by_the_clock_of_records (void)
{
  g_auto (Scene) scene;
  TinFrames *frames;

  scene_init (&scene);
  scene.capture->clock_offset += 3600 * G_GINT64_CONSTANT (1000000000);
  frames_play (&scene, "1<a");
  frames = frames_make (&scene, "idle:1ms", "received");
  while (tin_frames_get_length (frames) < 1)
    g_thread_yield ();

  g_assert_finalize_object (frames);
}

static void
count (gpointer data)
{
  g_atomic_int_inc ((int *) data);
}

static void
test_tells_news (void)
{
  g_auto (Scene) scene;
  TinFrames *frames;
  int n_news = 0;
  int seen;

  scene_init (&scene);
  frames_play (&scene, "1<a");
  frames = frames_make (&scene, "lines:lf", "received");
  g_array_unref (frames_settle (frames, 1));

  tin_frames_set_news_func (frames, count, &n_news);
  frames_play (&scene, "1<b$");
  tin_frames_wake (frames);
  while (g_atomic_int_get (&n_news) == 0)
    g_thread_yield ();
  g_array_unref (frames_settle (frames, 0));

  tin_frames_set_news_func (frames, NULL, NULL);
  seen = g_atomic_int_get (&n_news);
  frames_play (&scene, "1<c");
  g_array_unref (frames_settle (frames, 1));
  g_assert_cmpint (g_atomic_int_get (&n_news), ==, seen);

  g_assert_finalize_object (frames);
}

static void
test_finds_a_record (void)
{
  g_auto (Scene) scene;
  TinFrames *frames;

  scene_init (&scene);
  frames_play (&scene, "1<a 1<b$c$ 1<d 1<$ 1<e$");
  frames = frames_make (&scene, "lines:lf", "received");
  g_array_unref (frames_settle (frames, 0));

  g_assert_cmpuint (tin_frames_find (frames, 0), ==, 0);
  g_assert_cmpuint (tin_frames_find (frames, 1), ==, 0);
  g_assert_cmpuint (tin_frames_find (frames, 2), ==, 2);
  g_assert_cmpuint (tin_frames_find (frames, 3), ==, 2);
  g_assert_cmpuint (tin_frames_find (frames, 4), ==, 3);
  g_assert_cmpuint (tin_frames_find (frames, 5), ==, 4);

  g_assert_finalize_object (frames);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frames/is-the-identity-as-received", test_is_the_identity_as_received);

  for (guint i = 0; i < G_N_ELEMENTS (frames_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/frames/of-a-capture/", frames_cases[i].name, NULL);
      g_autofree char *live = g_strconcat ("/frames/as-it-comes/", frames_cases[i].name, NULL);

      g_test_add_data_func (path, &frames_cases[i], test_frames);
      g_test_add_data_func (live, &frames_cases[i], test_frames_live);
    }

  g_test_add_func ("/frames/noise-is-the-same-however-it-comes", test_noise_is_the_same_however_it_comes);
  g_test_add_func ("/frames/a-lost-read-ends-its-message", test_a_lost_read_ends_its_message);
  g_test_add_func ("/frames/never-joins-datagrams", test_never_joins_datagrams);
  g_test_add_func ("/frames/a-pause-ends-a-message", test_a_pause_ends_a_message);
  g_test_add_func ("/frames/a-pause-goes-by-the-clock-of-records", test_a_pause_goes_by_the_clock_of_records);
  g_test_add_func ("/frames/tells-news", test_tells_news);
  g_test_add_func ("/frames/finds-a-record", test_finds_a_record);

  return g_test_run ();
}
