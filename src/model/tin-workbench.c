/* tin-workbench.c: what all sessions share: the engine, the profiles, the history, the captures folder.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-workbench.h"

#include "model/tin-session-private.h"
#include "net/tin-resolver.h"

/**
 * TinWorkbench:
 *
 * One for the whole program. Sessions share its engine. When the workbench goes, the
 * engine stops, which ends whatever is still open: a session that outlives it can be
 * looked at, but not be started again.
 */
struct _TinWorkbench
{
  GObject           parent_instance;

  TinEngine        *engine;         /* (owned) */
  TinCaptureStore  *store;          /* (owned) */
  char             *profiles_path;  /* (owned) */
  char             *history_path;   /* (owned) */
  TinProfileStore  *profiles;       /* (owned) (nullable) until somebody asks */
  TinHistory       *history;        /* (owned) (nullable) until somebody asks */
  guint32           last_id;
};

G_DEFINE_FINAL_TYPE (TinWorkbench, tin_workbench, G_TYPE_OBJECT)

typedef enum
{
  PROP_RECORDING = 1,
} TinWorkbenchProperty;

static GParamSpec *properties[PROP_RECORDING + 1];

static void
tin_workbench_dispose (GObject *object)
{
  TinWorkbench *self = TIN_WORKBENCH (object);

  /* First what writes, then what was written. */
  if (self->engine != NULL)
    tin_engine_stop (self->engine);
  if (self->store != NULL)
    tin_capture_store_end (self->store);

  g_clear_object (&self->engine);
  g_clear_object (&self->store);
  g_clear_object (&self->profiles);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (tin_workbench_parent_class)->dispose (object);
}

static void
tin_workbench_finalize (GObject *object)
{
  TinWorkbench *self = TIN_WORKBENCH (object);

  g_free (self->profiles_path);
  g_free (self->history_path);

  G_OBJECT_CLASS (tin_workbench_parent_class)->finalize (object);
}

static void
tin_workbench_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TinWorkbench *self = TIN_WORKBENCH (object);

  switch ((TinWorkbenchProperty) id)
    {
    case PROP_RECORDING:
      g_value_set_boolean (value, tin_workbench_get_recording (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_workbench_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  TinWorkbench *self = TIN_WORKBENCH (object);

  switch ((TinWorkbenchProperty) id)
    {
    case PROP_RECORDING:
      tin_workbench_set_recording (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_workbench_class_init (TinWorkbenchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tin_workbench_dispose;
  object_class->finalize = tin_workbench_finalize;
  object_class->get_property = tin_workbench_get_property;
  object_class->set_property = tin_workbench_set_property;

  properties[PROP_RECORDING] =
    g_param_spec_boolean ("recording", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tin_workbench_init (TinWorkbench *self)
{
}

/**
 * tin_workbench_new:
 * @state_folder: for recordings and history
 * @config_folder: for profiles
 * @error: return location for an error of %G_IO_ERROR or %G_THREAD_ERROR
 *
 * Starts the engine. Folders that are missing are made when something is written, and
 * one that cannot be written to is no error here.
 *
 * Returns: (transfer full) (nullable): the workbench; %NULL if the system gives no
 *   thread or descriptor for the engine
 */
TinWorkbench *
tin_workbench_new (const char  *state_folder,
                   const char  *config_folder,
                   GError     **error)
{
  g_autoptr (TinWorkbench) self = NULL;
  g_autofree char *captures_folder = NULL;

  g_return_val_if_fail (state_folder != NULL, NULL);
  g_return_val_if_fail (config_folder != NULL, NULL);

  self = g_object_new (TIN_TYPE_WORKBENCH, NULL);
  self->engine = tin_engine_new (error);
  if (self->engine == NULL)
    return NULL;

  captures_folder = g_build_filename (state_folder, "captures", NULL);
  self->store = tin_capture_store_new (captures_folder);

  self->profiles_path = g_build_filename (config_folder, "profiles", NULL);
  self->history_path = g_build_filename (state_folder, "history", NULL);

  return g_steal_pointer (&self);
}

/**
 * tin_workbench_new_for_user:
 * @error: return location for an error of %G_IO_ERROR or %G_THREAD_ERROR
 *
 * As tin_workbench_new(), in $XDG_STATE_HOME/tincan and $XDG_CONFIG_HOME/tincan, and for a
 * program rather than a test: from here on names are resolved as #TinResolver does.
 *
 * Returns: (transfer full) (nullable): the workbench
 */
TinWorkbench *
tin_workbench_new_for_user (GError **error)
{
  g_autofree char *state_folder = g_build_filename (g_get_user_state_dir (), "tincan", NULL);
  g_autofree char *config_folder = g_build_filename (g_get_user_config_dir (), "tincan", NULL);

  tin_resolver_install ();

  return tin_workbench_new (state_folder, config_folder, error);
}

/**
 * tin_workbench_get_profiles:
 *
 * Reads them from disk the first time.
 *
 * Returns: (transfer none): the named profiles
 */
TinProfileStore *
tin_workbench_get_profiles (TinWorkbench *self)
{
  g_return_val_if_fail (TIN_IS_WORKBENCH (self), NULL);

  if (self->profiles == NULL)
    {
      self->profiles = tin_profile_store_new (self->profiles_path);
      tin_profile_store_load (self->profiles);
    }

  return self->profiles;
}

/**
 * tin_workbench_get_history:
 *
 * Reads it from disk the first time. One that cannot be read begins empty.
 *
 * Returns: (transfer none): what was sent before
 */
TinHistory *
tin_workbench_get_history (TinWorkbench *self)
{
  g_return_val_if_fail (TIN_IS_WORKBENCH (self), NULL);

  if (self->history == NULL)
    {
      g_autoptr (GError) error = NULL;

      self->history = tin_history_new (self->history_path);
      if (!tin_history_load (self->history, &error))
        g_message ("The history of what was sent begins empty: %s", error->message);
    }

  return self->history;
}

/**
 * tin_workbench_get_captures:
 *
 * Returns: (transfer none): what makes the recordings, and keeps them within limits
 */
TinCaptureStore *
tin_workbench_get_captures (TinWorkbench *self)
{
  g_return_val_if_fail (TIN_IS_WORKBENCH (self), NULL);

  return self->store;
}

/**
 * tin_workbench_get_captures_folder:
 *
 * Returns: (transfer none): where recordings go, whether it is there yet or not
 */
const char *
tin_workbench_get_captures_folder (TinWorkbench *self)
{
  g_return_val_if_fail (TIN_IS_WORKBENCH (self), NULL);

  return tin_capture_store_get_folder (self->store);
}

/**
 * tin_workbench_get_recording:
 *
 * Returns: whether new sessions are saved to disk
 */
gboolean
tin_workbench_get_recording (TinWorkbench *self)
{
  g_return_val_if_fail (TIN_IS_WORKBENCH (self), FALSE);

  return tin_capture_store_get_recording (self->store);
}

/**
 * tin_workbench_set_recording:
 *
 * What is being recorded already goes on as it is.
 */
void
tin_workbench_set_recording (TinWorkbench *self,
                             gboolean      recording)
{
  g_return_if_fail (TIN_IS_WORKBENCH (self));

  if (tin_capture_store_get_recording (self->store) == recording)
    return;

  tin_capture_store_set_recording (self->store, recording);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORDING]);
}

/**
 * tin_workbench_create_session:
 * @profile: what to open; kept, and locked while the session is not closed
 *
 * Nothing is opened yet. The session lives in the main context that is the thread's
 * default now.
 *
 * Returns: (transfer full): a closed session with the next number
 */
TinSession *
tin_workbench_create_session (TinWorkbench *self,
                              TinProfile   *profile)
{
  g_return_val_if_fail (TIN_IS_WORKBENCH (self), NULL);
  g_return_val_if_fail (TIN_IS_PROFILE (profile), NULL);

  return tin_session_new (++self->last_id, profile, self->engine, self->store);
}

/**
 * tin_workbench_open_file:
 * @path: of a recording of this program, or a pcap or pcapng file of another
 * @error: as tin_loader_new()
 *
 * Opens a file to be read. What was recorded appears in the session as it is read, off this
 * thread; the file is never changed.
 *
 * Returns: (transfer full) (nullable): a closed session, which cannot be started
 */
TinSession *
tin_workbench_open_file (TinWorkbench  *self,
                         const char    *path,
                         GError       **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "tincan", NULL);
  g_autoptr (TinProfile) profile = tin_profile_new ();
  TinLoader *loader;
  TinSession *session;

  g_return_val_if_fail (TIN_IS_WORKBENCH (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  loader = tin_loader_new (path, folder, error);
  if (loader == NULL)
    return NULL;

  session = tin_workbench_create_session (self, profile);
  tin_session_show_file (session, loader);

  return session;
}

/**
 * tin_workbench_recover_async:
 * @cancellable: (nullable): to give up
 * @callback: calls tin_recovery_find_finish()
 * @user_data: for @callback
 *
 * Looks for what an end that was none left behind, as tin_recovery_find_async().
 */
void
tin_workbench_recover_async (TinWorkbench        *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "tincan", NULL);

  g_return_if_fail (TIN_IS_WORKBENCH (self));

  tin_recovery_find_async (tin_capture_store_get_folder (self->store), folder, cancellable, callback, user_data);
}
