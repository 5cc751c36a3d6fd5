/* tin-capture-store.c: the folder of recordings: makes captures, names them, or says why one is not being saved.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-capture-store.h"

#include "capture/tin-file-sink.h"
#include "capture/tin-segment-name.h"

#include "model/tin-recordings.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define FOLDER_MODE           0700
#define MIB                   (G_GUINT64_CONSTANT (1024) * 1024) /* bytes */
#define DAY                   (G_GUINT64_CONSTANT (24) * 60 * 60) /* s */
#define DEFAULT_SEGMENT_SIZE  256       /* MiB */
#define DEFAULT_SESSION_LIMIT (8 * 1024) /* MiB */
#define MAX_SIZE              (64 * 1024 * 1024) /* MiB: 64 TiB */
#define MAX_AGE               36500     /* days */

typedef enum
{
  PROP_SEGMENT_SIZE = 1,
  PROP_SESSION_LIMIT,
  PROP_RECORDINGS_LIMIT,
  PROP_RECORDINGS_AGE,
} TinCaptureStoreProperty;

static const struct
{
  const char *name;
  int         minimum;
  int         maximum;
  int         initial;
} limit_properties[] = {
  [PROP_SEGMENT_SIZE] = { "segment-size", 1, MAX_SIZE, DEFAULT_SEGMENT_SIZE },
  [PROP_SESSION_LIMIT] = { "session-limit", 16, MAX_SIZE, DEFAULT_SESSION_LIMIT },
  [PROP_RECORDINGS_LIMIT] = { "recordings-limit", 0, MAX_SIZE, 0 },
  [PROP_RECORDINGS_AGE] = { "recordings-age", 0, MAX_AGE, 0 },
};

static GParamSpec *properties[G_N_ELEMENTS (limit_properties)];

/*
 * Knows its captures as long as they live, to have them written out at the end, but
 * does not keep them.
 */
struct _TinCaptureStore
{
  GObject     parent_instance;

  char       *folder;      /* (owned) */
  gboolean    recording;
  int         limits[PROP_RECORDINGS_AGE + 1]; /* by property */
  GPtrArray  *captures;    /* (element-type GWeakRef) (owned) */
};

G_DEFINE_FINAL_TYPE (TinCaptureStore, tin_capture_store, G_TYPE_OBJECT)

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
forget_dead (TinCaptureStore *self)
{
  for (guint i = self->captures->len; i > 0; i--)
    {
      g_autoptr (TinCapture) capture = g_weak_ref_get (g_ptr_array_index (self->captures, i - 1));

      if (capture == NULL)
        g_ptr_array_remove_index_fast (self->captures, i - 1);
    }
}

static void
remember (TinCaptureStore *self,
          TinCapture      *capture)
{
  GWeakRef *reference = g_new0 (GWeakRef, 1);

  forget_dead (self);
  g_weak_ref_init (reference, capture);
  g_ptr_array_add (self->captures, reference);
}

/* Others on this computer have no business with what was sent and received. */
static gboolean
make_folder (TinCaptureStore  *self,
             char            **reason)
{
  if (g_mkdir_with_parents (self->folder, FOLDER_MODE) != 0)
    {
      int code = errno;

      /* Translators: a folder, and the system's reason */
      *reason = g_strdup_printf (_("the folder %1$s cannot be made: %2$s"), self->folder, g_strerror (code));
      return FALSE;
    }

  if (g_access (self->folder, W_OK | X_OK) != 0)
    {
      int code = errno;

      /* Translators: a folder, and the system's reason */
      *reason = g_strdup_printf (_("the folder %1$s cannot be written to: %2$s"), self->folder, g_strerror (code));
      return FALSE;
    }

  return TRUE;
}

/* Several programs, and several stores of one, may begin in the same second, and the file is made
 * later, by another thread: a name that is free now is not enough. */
static char *
choose_name (TinCaptureStore *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  static int n_made;

  for (;;)
    {
      g_autofree char *name = g_strdup_printf (TIN_CAPTURE_STORE_PREFIX "%s-%d-%d" TIN_SEGMENT_NAME_ENDING, stamp, (int) getpid (),
                                               g_atomic_int_add (&n_made, 1) + 1);
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&name);
    }
}

static TinSink *
create_sink (TinCaptureStore  *self,
             char            **reason)
{
  g_autofree char *name = NULL;

  if (!self->recording)
    {
      *reason = g_strdup (_("recording is switched off"));
      return NULL;
    }

  if (!make_folder (self, reason))
    return NULL;

  name = choose_name (self);

  return tin_file_sink_new (self->folder, name);
}

static void
tin_capture_store_finalize (GObject *object)
{
  TinCaptureStore *self = TIN_CAPTURE_STORE (object);

  g_ptr_array_unref (self->captures);
  g_free (self->folder);

  G_OBJECT_CLASS (tin_capture_store_parent_class)->finalize (object);
}

static void
tin_capture_store_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  g_value_set_int (value, TIN_CAPTURE_STORE (object)->limits[id]);
}

static void
tin_capture_store_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  TinCaptureStore *self = TIN_CAPTURE_STORE (object);

  if (self->limits[id] == g_value_get_int (value))
    return;

  self->limits[id] = g_value_get_int (value);
  g_object_notify_by_pspec (object, pspec);
}

static void
tin_capture_store_class_init (TinCaptureStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tin_capture_store_finalize;
  object_class->get_property = tin_capture_store_get_property;
  object_class->set_property = tin_capture_store_set_property;

  for (guint id = PROP_SEGMENT_SIZE; id < G_N_ELEMENTS (properties); id++)
    properties[id] = g_param_spec_int (limit_properties[id].name, NULL, NULL, limit_properties[id].minimum,
                                       limit_properties[id].maximum, limit_properties[id].initial,
                                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tin_capture_store_init (TinCaptureStore *self)
{
  self->recording = TRUE;
  for (guint id = PROP_SEGMENT_SIZE; id < G_N_ELEMENTS (properties); id++)
    self->limits[id] = limit_properties[id].initial;
  self->captures = g_ptr_array_new_with_free_func (weak_ref_free);
}

/**
 * tin_capture_store_new:
 * @folder: where recordings go; made when the first one begins, mode 0700
 *
 * Returns: (transfer full): a store that records
 */
TinCaptureStore *
tin_capture_store_new (const char *folder)
{
  TinCaptureStore *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (TIN_TYPE_CAPTURE_STORE, NULL);
  self->folder = g_strdup (folder);

  return self;
}

/**
 * tin_capture_store_get_folder:
 *
 * Returns: (transfer none): where recordings go, whether it is there yet or not
 */
const char *
tin_capture_store_get_folder (TinCaptureStore *self)
{
  g_return_val_if_fail (TIN_IS_CAPTURE_STORE (self), NULL);

  return self->folder;
}

/**
 * tin_capture_store_get_recording:
 *
 * Returns: whether new captures get a file
 */
gboolean
tin_capture_store_get_recording (TinCaptureStore *self)
{
  g_return_val_if_fail (TIN_IS_CAPTURE_STORE (self), FALSE);

  return self->recording;
}

/**
 * tin_capture_store_set_recording:
 *
 * Captures that were made before go on as they are.
 */
void
tin_capture_store_set_recording (TinCaptureStore *self,
                                 gboolean         recording)
{
  g_return_if_fail (TIN_IS_CAPTURE_STORE (self));

  self->recording = recording;
}

/**
 * tin_capture_store_bind:
 * @settings: with a key for each property, of the same name
 *
 * Takes the limits from there, now and whenever they change.
 */
void
tin_capture_store_bind (TinCaptureStore *self,
                        GSettings       *settings)
{
  g_return_if_fail (TIN_IS_CAPTURE_STORE (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  for (guint id = PROP_SEGMENT_SIZE; id < G_N_ELEMENTS (properties); id++)
    g_settings_bind (settings, limit_properties[id].name, self, limit_properties[id].name, G_SETTINGS_BIND_GET);
}

/**
 * tin_capture_store_tidy:
 *
 * Removes recordings that nobody uses, as the limits say, in another thread. What cannot be
 * removed is tried again another time.
 */
void
tin_capture_store_tidy (TinCaptureStore *self)
{
  int limit;
  int age;

  g_return_if_fail (TIN_IS_CAPTURE_STORE (self));

  limit = self->limits[PROP_RECORDINGS_LIMIT];
  age = self->limits[PROP_RECORDINGS_AGE];
  if (limit == 0 && age == 0)
    return;

  tin_recordings_keep_async (self->folder, limit > 0 ? limit * MIB : TIN_RECORDINGS_NO_LIMIT,
                             age > 0 ? age * DAY : TIN_RECORDINGS_NO_LIMIT, NULL, NULL, NULL);
}

/**
 * tin_capture_store_create:
 * @name: what the capture calls its interface: the endpoint
 * @reason: (out): (nullable) why there is no file: a clause to follow a colon
 *
 * Makes a capture with a file of its own, or in memory alone where that is not
 * possible or not wanted: a missing folder is no reason not to work. Tidies the folder as well.
 *
 * Returns: (transfer full): the capture
 */
TinCapture *
tin_capture_store_create (TinCaptureStore  *self,
                          const char       *name,
                          char            **reason)
{
  const TinCaptureLimits limits = {
    .segment_size = self->limits[PROP_SEGMENT_SIZE] * MIB,
    .session_limit = self->limits[PROP_SESSION_LIMIT] * MIB,
  };
  g_autoptr (TinSink) sink = NULL;
  TinCapture *capture;

  g_return_val_if_fail (TIN_IS_CAPTURE_STORE (self), NULL);
  g_return_val_if_fail (reason != NULL, NULL);

  *reason = NULL;
  sink = create_sink (self, reason);
  capture = tin_capture_new_limited (name, sink, TIN_CAPTURE_DEFAULT_RING_SIZE, &limits);
  if (sink != NULL)
    tin_capture_store_tidy (self);
  remember (self, capture);

  return capture;
}

/**
 * tin_capture_store_end:
 *
 * Ends the captures that still live, to which nobody appends any more, so that their recordings are whole. Waits at
 * most %TIN_CAPTURE_STORE_END_TIMEOUT milliseconds for all together.
 */
void
tin_capture_store_end (TinCaptureStore *self)
{
  gint64 deadline = g_get_monotonic_time () + TIN_CAPTURE_STORE_END_TIMEOUT * G_GINT64_CONSTANT (1000);

  g_return_if_fail (TIN_IS_CAPTURE_STORE (self));

  for (guint i = 0; i < self->captures->len; i++)
    {
      g_autoptr (TinCapture) capture = g_weak_ref_get (g_ptr_array_index (self->captures, i));
      gint64 left_ms = (deadline - g_get_monotonic_time ()) / 1000;

      if (capture != NULL)
        tin_capture_end (capture, (guint) MAX (left_ms, 0));
    }
}
