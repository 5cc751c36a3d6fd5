/* tin-settings-writer.c: puts the newest contents of a small file on disk, behind the back of whoever has them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-settings-writer.h"

#include "model/tin-settings-file.h"

/**
 * TinSettingsWriter:
 *
 * Writing a file whole means waiting until the disk has it (fsync(2)), for as long as the
 * disk likes. A thread does that while there is something to write, and only one: what is
 * older is never written after what is newer.
 */
struct _TinSettingsWriter
{
  gatomicrefcount  references;
  char            *path;     /* (owned) nobody changes it */
  int              mode;

  GMutex           lock;     /* of all that follows */
  GCond            idle;     /* the thread ends */
  char            *pending;  /* (owned) (nullable) what is to be written next */
  gboolean         running;  /* and the thread holds a reference */
};

static void
unref (TinSettingsWriter *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->idle);
  g_free (self->path);
  g_free (self);
}

static gboolean
write_contents (TinSettingsWriter  *self,
                const char         *contents,
                GError            **error)
{
  return tin_settings_file_prepare (self->path, error) &&
         g_file_set_contents_full (self->path, contents, -1, G_FILE_SET_CONTENTS_CONSISTENT, self->mode, error);
}

static void
write_and_free (TinSettingsWriter *self,
                char              *contents)
{
  g_autoptr (GError) error = NULL;

  if (!write_contents (self, contents, &error))
    g_message ("%s could not be saved: %s", self->path, error->message);

  g_free (contents);
}

/* Returns: (transfer full) (nullable): what is next; if it is NULL, the thread ends */
static char *
take_pending (TinSettingsWriter *self)
{
  char *contents;

  g_mutex_lock (&self->lock);

  contents = g_steal_pointer (&self->pending);
  if (contents == NULL)
    {
      self->running = FALSE;
      g_cond_broadcast (&self->idle);
    }

  g_mutex_unlock (&self->lock);

  return contents;
}

static gpointer
run (gpointer data)
{
  TinSettingsWriter *self = data;
  char *contents;

  while ((contents = take_pending (self)) != NULL)
    write_and_free (self, contents);

  unref (self);

  return NULL;
}

/* With the lock held. Returns: whether the system has a thread for us */
static gboolean
start_thread (TinSettingsWriter *self)
{
  g_autoptr (GThread) thread = NULL;

  g_atomic_ref_count_inc (&self->references);
  thread = g_thread_try_new ("tin-settings", run, self, NULL);
  self->running = thread != NULL;

  /* Never the last one: who calls has another. */
  if (thread == NULL)
    unref (self);

  return self->running;
}

/* With the lock held. */
static void
wait_until_idle (TinSettingsWriter *self)
{
  while (self->running)
    g_cond_wait (&self->idle, &self->lock);
}

/**
 * tin_settings_writer_new:
 * @path: the file; its folder is made when it is written first
 * @mode: who may read it, as chmod(2) has it
 *
 * Returns: (transfer full): a writer with nothing to write
 */
TinSettingsWriter *
tin_settings_writer_new (const char *path,
                         int         mode)
{
  TinSettingsWriter *self = g_new0 (TinSettingsWriter, 1);

  g_atomic_ref_count_init (&self->references);
  self->path = g_strdup (path);
  self->mode = mode;
  g_mutex_init (&self->lock);
  g_cond_init (&self->idle);

  return self;
}

/**
 * tin_settings_writer_free:
 * @self: (transfer full): a writer
 *
 * Waits until all of it is on disk.
 */
void
tin_settings_writer_free (TinSettingsWriter *self)
{
  tin_settings_writer_wait (self);
  unref (self);
}

/**
 * tin_settings_writer_get_path:
 *
 * Returns: (transfer none): the file
 */
const char *
tin_settings_writer_get_path (TinSettingsWriter *self)
{
  return self->path;
}

/**
 * tin_settings_writer_write_later:
 * @self: a writer
 * @contents: (transfer full): the whole file, in UTF-8
 *
 * Has it written by a thread and returns at once. Of what comes while the disk is slow only
 * the newest is written. A failure is noted in the program's own log.
 */
void
tin_settings_writer_write_later (TinSettingsWriter *self,
                                 char              *contents)
{
  g_autofree char *unwritten = NULL;

  g_mutex_lock (&self->lock);

  g_free (self->pending);
  self->pending = contents;

  if (!self->running && !start_thread (self))
    unwritten = g_steal_pointer (&self->pending);

  g_mutex_unlock (&self->lock);

  /* No thread can be had: better late than never. */
  if (unwritten != NULL)
    write_and_free (self, g_steal_pointer (&unwritten));
}

/**
 * tin_settings_writer_write:
 * @self: a writer
 * @contents: the whole file, in UTF-8
 * @error: return location for an error
 *
 * Writes it now, instead of what waits to be written. Blocks as long as the disk does: for
 * what a user asked for by itself and wants to know the end of.
 *
 * Fails as g_file_set_contents_full() does.
 *
 * Returns: whether it was written, whole; if not, the file is as it was before
 */
gboolean
tin_settings_writer_write (TinSettingsWriter  *self,
                           const char         *contents,
                           GError            **error)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->pending, g_free);
  wait_until_idle (self);
  g_mutex_unlock (&self->lock);

  return write_contents (self, contents, error);
}

/**
 * tin_settings_writer_wait:
 * @self: a writer
 *
 * Waits until all that was given to it is on disk, or could not be written.
 */
void
tin_settings_writer_wait (TinSettingsWriter *self)
{
  g_mutex_lock (&self->lock);
  wait_until_idle (self);
  g_mutex_unlock (&self->lock);
}
