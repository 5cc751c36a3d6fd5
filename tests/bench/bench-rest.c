/* bench-rest.c: how often the threads of this process wake up.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-rest.h"

#include <string.h>

#define TASKS "/proc/self/task"

/* A thread that waits gives its processor away of its own will: each time that it has woken up it does so once
 * more ("voluntary_ctxt_switches", proc(5)). */
struct _BenchRest
{
  GHashTable *before; /* (owned) thread number → switches */
};

static guint64
read_switches (const char *thread)
{
  static const char label[] = "\nvoluntary_ctxt_switches:";
  g_autofree char *path = g_build_filename (TASKS, thread, "status", NULL);
  g_autofree char *status = NULL;
  const char *found;

  if (!g_file_get_contents (path, &status, NULL, NULL) || (found = strstr (status, label)) == NULL)
    return 0;

  return g_ascii_strtoull (found + strlen (label), NULL, 10);
}

static char *
read_name (const char *thread)
{
  g_autofree char *path = g_build_filename (TASKS, thread, "comm", NULL);
  char *name = NULL;

  if (!g_file_get_contents (path, &name, NULL, NULL))
    return g_strdup ("?");

  return g_strchomp (name);
}

/* Begins to count. */
BenchRest *
bench_rest_new (void)
{
  BenchRest *self = g_new0 (BenchRest, 1);
  g_autoptr (GDir) tasks = g_dir_open (TASKS, 0, NULL);
  const char *thread;

  self->before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  while (tasks != NULL && (thread = g_dir_read_name (tasks)) != NULL)
    {
      guint64 *switches = g_new (guint64, 1);

      *switches = read_switches (thread);
      g_hash_table_insert (self->before, g_strdup (thread), switches);
    }

  return self;
}

void
bench_rest_free (BenchRest *self)
{
  g_hash_table_unref (self->before);
  g_free (self);
}

/* Returns: wake-ups of all threads since it was made; @threads tells whose they were */
guint64
bench_rest_count (BenchRest *self,
                  GString   *threads)
{
  g_autoptr (GDir) tasks = g_dir_open (TASKS, 0, NULL);
  const char *thread;
  guint64 sum = 0;

  while (tasks != NULL && (thread = g_dir_read_name (tasks)) != NULL)
    {
      const guint64 *before = g_hash_table_lookup (self->before, thread);
      guint64 n = read_switches (thread) - (before != NULL ? *before : 0);
      g_autofree char *name = n > 0 ? read_name (thread) : NULL;

      if (n > 0)
        g_string_append_printf (threads, " %s %" G_GUINT64_FORMAT, name, n);

      sum += n;
    }

  return sum;
}
