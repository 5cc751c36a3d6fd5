/* soak-process.c: the server of a soak test, and what it says of its log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soak-process.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/**
 * soak_get_place:
 *
 * Returns: the folder for recordings, TIN_SOAK_FOLDER of the environment or /var/tmp: a folder for
 *   temporary files is often in memory
 */
const char *
soak_get_place (void)
{
  const char *place = g_getenv ("TIN_SOAK_FOLDER");

  return place != NULL ? place : "/var/tmp";
}

/* Returns: a number of the environment */
guint64
soak_get_option (const char *name,
                 guint64     initial)
{
  const char *text = g_getenv (name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : initial;
}

/**
 * soak_server_start:
 * @limit_mib: of the recording, MiB
 * @wants_hashes: it shall tell them of every connection in the end
 *
 * Returns: (transfer full): a server that listens; the test fails where there is none
 */
SoakServer *
soak_server_start (guint64  limit_mib,
                   gboolean wants_hashes)
{
  SoakServer *self = g_new0 (SoakServer, 1);
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *programs = g_path_get_dirname (own);
  g_autofree char *program = g_build_filename (programs, "soak-server", NULL);
  g_autofree char *limit = g_strdup_printf ("--limit=%" G_GUINT64_FORMAT, limit_mib);
  const char *arguments[] = { program, limit, "--folder", NULL, wants_hashes ? "--hashes" : NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  self->folder = g_build_filename (soak_get_place (), "tincan-soak-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (self->folder));
  arguments[3] = self->folder;

  self->process = bench_process_start (arguments, BENCH_ANY_CPU, &error);
  g_assert_no_error (error);
  line = bench_process_read_line (self->process);
  g_assert_nonnull (line);
  self->port = g_ascii_strtoull (line, NULL, 10);
  g_assert_cmpuint (self->port, !=, 0);

  return self;
}

/**
 * soak_server_ask:
 * @n_connections: that were made in all so far
 *
 * Waits until all of them are over and in the log.
 *
 * Returns: (transfer full): the totals of the log
 */
char *
soak_server_ask (SoakServer *self,
                 guint64     n_connections)
{
  g_autofree char *question = g_strdup_printf ("%" G_GUINT64_FORMAT "\n", n_connections);
  char *line;

  g_assert_cmpint (write (self->process->input, question, strlen (question)), ==, strlen (question));
  line = bench_process_read_line (self->process);
  g_assert_nonnull (line);

  return line;
}

/* Asks it to end the session; what it has to say can then be read. */
void
soak_server_end (SoakServer *self)
{
  bench_process_end_input (self->process);
}

/* Returns: how many descriptors the server has open */
guint
soak_server_get_descriptors (SoakServer *self)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%d/fd", (int) self->process->pid);
  g_autoptr (GDir) descriptors = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (descriptors != NULL && g_dir_read_name (descriptors) != NULL)
    n++;

  return n;
}

/* Stops the server and removes what it has recorded. */
void
soak_server_free (SoakServer *self)
{
  const char *const removal[] = { "rm", "-rf", self->folder, NULL };

  bench_process_stop (self->process);
  g_spawn_sync (NULL, (char **) removal, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (self->folder);
  g_free (self);
}

/* Returns: the number that stands behind a name in a line */
guint64
soak_get_figure (const char *line,
                 const char *name)
{
  g_autofree char *label = g_strdup_printf (" %s ", name);
  const char *found = strstr (line, label);

  g_assert_nonnull (found);

  return g_ascii_strtoull (found + strlen (label), NULL, 10);
}
