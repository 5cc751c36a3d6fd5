/* bench-log.c: a window over ten million messages: memory, opening, jumping, filtering, framing anew, rest.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Needs a display: build-aux/headless.sh gives one.
 */

#include "bench-folder.h"
#include "bench-frames.h"
#include "bench-grep.h"
#include "bench-process.h"
#include "bench-recording.h"
#include "bench-rest.h"

#include "log-support.h"
#include "ui/tin-log-view.h"
#include "ui/tin-session-page.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CAPTURE_NAME "log.pcapng"
#define LINES_NAME   "log.txt"
#define SETTLE_SECONDS 4  /* scroll bars fade */
#define REST_SECONDS   10
#define N_JUMPS      9
#define N_RUNS       3
#define NEEDLE       "needle"

static gint64 n_messages = 10000000;
static char *folder;
static char *written_path;

static const GOptionEntry options[] = {
  { "messages", 'n', 0, G_OPTION_ARG_INT64, &n_messages, "Messages of 64 bytes (10000000)", "N" },
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where 2.4 GB of files are for the time being", "FOLDER" },
  { "write", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &written_path, NULL, NULL },
  { NULL }
};

/* What is looked at, and what waits for a frame of it. */
typedef struct
{
  TinWorkbench *workbench;
  TinSession   *session;
  GSettings    *settings;
  GtkWidget    *page;
  GtkWidget    *window;
  TinLogView   *log;
  GListModel   *rows;
  guint         rows_before_paint;
  gint64        first_row;          /* ns: when the first row was on screen */
  guint         n_frames;
} View;

static void
before_paint_cb (GdkFrameClock *clock,
                 View          *view)
{
  view->rows_before_paint = view->rows != NULL ? g_list_model_get_n_items (view->rows) : 0;
}

static void
after_paint_cb (GdkFrameClock *clock,
                View          *view)
{
  view->n_frames++;
  if (view->first_row == 0 && view->rows_before_paint > 0)
    view->first_row = bench_get_time_ns ();
}

static double
since (gint64 start_ns)
{
  return (double) (bench_get_time_ns () - start_ns) / 1e9;
}

static guint64
get_resident_mib (void)
{
  return bench_process_get_memory (getpid (), "VmRSS") >> 20;
}

static gboolean
is_set_cb (gpointer data)
{
  return *(gboolean *) data;
}

static gboolean
set_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
rest (guint seconds)
{
  gboolean over = FALSE;

  g_timeout_add_seconds (seconds, set_cb, &over);
  ui_wait_until (is_set_cb, &over);
}

static void
measure_rest (const char *what)
{
  g_autoptr (GString) threads = g_string_new (NULL);
  g_autoptr (BenchRest) counted = NULL;
  guint64 n;

  rest (SETTLE_SECONDS);
  counted = bench_rest_new ();
  rest (REST_SECONDS);
  /* The timer of the measurement is one of them. */
  n = bench_rest_count (counted, threads) - 1;
  g_print ("  %-44s %8.1f a second   (%s, in %u s)\n", what, (double) n / REST_SECONDS,
           threads->len > 0 ? threads->str + 1 : "none", REST_SECONDS);
}

static void
show (View       *view,
      TinSession *session)
{
  view->session = session;
  view->page = tin_session_page_new (session, view->workbench, view->settings);
  view->window = ui_show (view->page, 1280, 900);
  view->log = TIN_LOG_VIEW (ui_find_template_child (view->page, "log"));
  view->rows = tin_log_view_get_rows (view->log);
  view->first_row = 0;
  g_signal_connect (gtk_widget_get_frame_clock (view->window), "before-paint", G_CALLBACK (before_paint_cb), view);
  g_signal_connect (gtk_widget_get_frame_clock (view->window), "after-paint", G_CALLBACK (after_paint_cb), view);
}

static void
hide (View *view)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (view->window), view);
  gtk_window_destroy (GTK_WINDOW (view->window));
  view->rows = NULL;
  ui_settle ();
  g_clear_object (&view->session);
}

static gboolean
has_first_row (gpointer data)
{
  View *view = data;

  return view->first_row != 0;
}

static gboolean
has_all_rows (gpointer data)
{
  View *view = data;

  return g_list_model_get_n_items (view->rows) >= (guint) n_messages;
}

static void
open_file (View       *view,
           const char *path,
           const char *what)
{
  g_autoptr (GError) error = NULL;
  gint64 start = bench_get_time_ns ();
  double first;

  show (view, tin_workbench_open_file (view->workbench, path, &error));
  g_assert_no_error (error);

  /* The frame in which it was shown has no rows yet. */
  ui_wait_until (has_first_row, view);
  first = (double) (view->first_row - start) / 1e9;
  ui_wait_until (has_all_rows, view);
  g_print ("  %-44s %8.3f s to the first row, %.2f s to the last\n", what, first, since (start));
}

typedef struct
{
  GtkAdjustment *adjustment;
  View          *view;
  double         share;     /* of the list */
  guint          n_frames;  /* before */
} Jump;

static gboolean
has_jumped (gpointer data)
{
  Jump *jump = data;
  double upper = gtk_adjustment_get_upper (jump->adjustment);
  double middle = gtk_adjustment_get_value (jump->adjustment) + gtk_adjustment_get_page_size (jump->adjustment) / 2;

  return ABS (middle / upper - jump->share) < 0.0001 && jump->view->n_frames > jump->n_frames;
}

static void
measure_jumps (View *view)
{
  GtkWidget *column_view = ui_find (view->log, GTK_TYPE_COLUMN_VIEW, NULL);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (column_view));
  guint n_rows = g_list_model_get_n_items (view->rows);
  double times[N_JUMPS];
  double longest = 0;

  for (int i = 0; i < N_JUMPS; i++)
    {
      /* Half the way first, then here and there. */
      double share = i == 0 ? 0.5 : ((i * 4) % N_JUMPS + 0.5) / N_JUMPS;
      Jump jump = { adjustment, view, share, view->n_frames };
      gint64 start = bench_get_time_ns ();

      tin_log_view_go_to (view->log, (guint) (n_rows * share));
      gtk_widget_queue_draw (view->window);
      ui_wait_until (has_jumped, &jump);
      times[i] = since (start) * 1e3;
      longest = MAX (longest, times[i]);
    }

  g_print ("  %-44s %8.1f ms to the middle, median of %d places %.1f ms, longest %.1f ms\n", "jump",
           times[0], N_JUMPS, bench_median (times, N_JUMPS), longest);
}

static void
wake_cb (gpointer data)
{
  g_main_context_wakeup (NULL);
}

static gboolean
has_searched (gpointer data)
{
  View *view = data;
  TinMessageList *messages = tin_session_get_messages (view->session);

  tin_message_list_update (messages);

  return !tin_finder_is_busy (tin_message_list_get_finder (messages)) && !tin_message_list_is_busy (messages);
}

static double
filter (View *view)
{
  TinMessageList *messages = tin_session_get_messages (view->session);
  g_autoptr (GError) error = NULL;
  g_autoptr (TinQuery) query = tin_query_new (NEEDLE, TIN_QUERY_DEFAULT, "UTF-8", &error);
  g_autoptr (TinFinder) finder = tin_finder_new (tin_message_list_get_frames (messages), query, 0);
  gint64 start = bench_get_time_ns ();
  double seconds;

  g_assert_no_error (error);
  tin_finder_set_news_func (finder, wake_cb, NULL);
  tin_message_list_set_finder (messages, finder);
  tin_finder_continue (finder);
  ui_wait_until (has_searched, view);
  seconds = since (start);
  g_assert_cmpuint (g_list_model_get_n_items (view->rows), ==, n_messages / 1000000);
  tin_finder_set_news_func (finder, NULL, NULL);
  tin_message_list_set_finder (messages, NULL);
  ui_settle ();

  return seconds;
}

static void
measure_filter (View       *view,
                const char *lines_path)
{
  const double payload = (double) n_messages * BENCH_MESSAGE_SIZE / 1e9;
  double ours[N_RUNS], theirs[N_RUNS], ratios[N_RUNS];
  guint64 n_lines;
  BenchFrames frames;

  bench_frames_begin (&frames, view->window);
  for (int i = 0; i < N_RUNS; i++)
    {
      ours[i] = filter (view);
      theirs[i] = bench_grep ("-ci " NEEDLE, lines_path, &n_lines);
      g_assert_cmpuint (n_lines, ==, n_messages / 1000000);
      ratios[i] = theirs[i] / ours[i];
    }
  bench_frames_end (&frames);

  g_print ("  %-44s %8.2f GB/s, grep -ci %.2f GB/s, ratio %.2f\n", "filter by “" NEEDLE "”, rows and all",
           payload / bench_median (ours, N_RUNS), payload / bench_median (theirs, N_RUNS),
           bench_median (ratios, N_RUNS));
}

static gboolean
is_framed (gpointer data)
{
  View *view = data;
  TinMessageList *messages = tin_session_get_messages (view->session);
  double progress;

  g_object_get (messages, "progress", &progress, NULL);

  return progress >= 1 && g_list_model_get_n_items (view->rows) >= (guint) n_messages;
}

static void
frame_anew (View       *view,
            const char *text)
{
  TinFraming framing = TIN_FRAMING_INIT;
  TinMessageList *messages = tin_session_get_messages (view->session);
  const double payload = (double) n_messages * BENCH_MESSAGE_SIZE / 1e9;
  g_autofree char *what = g_strdup_printf ("frame anew as %s", text);
  gint64 start = bench_get_time_ns ();
  BenchFrames frames;
  double seconds;

  g_assert_true (tin_framing_parse (text, &framing, NULL));
  bench_frames_begin (&frames, view->window);
  tin_message_list_set_framing (messages, &framing, &framing);
  ui_wait_until (is_framed, view);
  seconds = since (start);
  bench_frames_end (&frames);

  g_print ("  %-44s %8.2f GB/s, %.1f million messages a second, longest gap of frames %.0f ms, resident %"
           G_GUINT64_FORMAT " MiB\n", what, payload / seconds, (double) n_messages / seconds / 1e6,
           (double) frames.longest / 1e6, get_resident_mib ());
}

static void
measure (View       *view,
         const char *path,
         const char *lines_path)
{
  g_autoptr (TinProfile) profile = tin_profile_new ();
  const TinFraming as_received = TIN_FRAMING_INIT;

  show (view, tin_workbench_create_session (view->workbench, profile));
  g_print ("  %-44s %8" G_GUINT64_FORMAT " MiB\n", "resident, a window without messages", get_resident_mib ());
  measure_rest ("wake-ups, a window without messages");
  hide (view);

  open_file (view, path, "open the file");
  g_print ("  %-44s %8" G_GUINT64_FORMAT " MiB\n", "resident, all of it in the window", get_resident_mib ());
  rest (1);
  hide (view);
  open_file (view, path, "open it again");
  g_print ("  %-44s %8" G_GUINT64_FORMAT " MiB\n", "resident", get_resident_mib ());
  measure_jumps (view);
  measure_rest ("wake-ups, all of it in the window");
  measure_filter (view, lines_path);
  g_print ("  %-44s %8" G_GUINT64_FORMAT " MiB\n", "resident after filtering", get_resident_mib ());
  frame_anew (view, "lines:lf");
  frame_anew (view, "fixed:64");
  tin_message_list_set_framing (tin_session_get_messages (view->session), &as_received, &as_received);
  measure_rest ("wake-ups, as received again");
  hide (view);
}

static int
write_file (void)
{
  g_autofree char *parent = g_path_get_dirname (written_path);
  g_autofree char *lines_path = g_build_filename (parent, LINES_NAME, NULL);
  g_autoptr (TinCapture) capture = bench_recording_create (written_path, lines_path, n_messages);

  return 0;
}

/* In a process of its own, whose memory is not weighed. */
static gboolean
have_file_written (const char *program,
                   const char *path)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, n_messages);
  const char *command[] = { program, "--messages", number, "--write", path, NULL };
  int status;

  return g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL) &&
         status == 0;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *own_folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *lines_path = NULL;
  g_autofree char *state = NULL;
  View view = { 0 };

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || n_messages < 1000000)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "at least a million messages");
      return 2;
    }

  if (written_path != NULL)
    return write_file ();

  own_folder = bench_folder_new (NULL);
  path = g_build_filename (folder != NULL ? folder : own_folder, CAPTURE_NAME, NULL);
  lines_path = g_build_filename (folder != NULL ? folder : own_folder, LINES_NAME, NULL);
  if (!have_file_written (argv[0], path))
    return 1;

  ui_test_init (&argc, &argv);
  state = g_build_filename (own_folder, "state", NULL);
  view.workbench = tin_workbench_new (state, state, &error);
  g_assert_no_error (error);
  view.settings = g_settings_new (TIN_APPLICATION_ID);

  g_print ("%" G_GINT64_FORMAT " messages of %d bytes in a window\n", n_messages, BENCH_MESSAGE_SIZE);
  measure (&view, path, lines_path);

  g_clear_object (&view.workbench);
  g_clear_object (&view.settings);
  g_unlink (path);
  g_unlink (lines_path);
  bench_folder_remove (own_folder);

  return 0;
}
