/* tin-application.c: what there is one of: the workbench, the settings, the windows.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-application-private.h"

#include "ui/tin-failure.h"
#include "ui/tin-window.h"

G_DEFINE_FINAL_TYPE (TinApplication, tin_application, ADW_TYPE_APPLICATION)

static void
apply_color_scheme (TinApplication *self)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT,
    ADW_COLOR_SCHEME_FORCE_LIGHT,
    ADW_COLOR_SCHEME_FORCE_DARK,
  };
  int chosen = g_settings_get_enum (self->settings, "color-scheme");

  g_return_if_fail (chosen >= 0 && chosen < (int) G_N_ELEMENTS (schemes));

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[chosen]);
}

static void
recover_ready_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GPtrArray) recovered = tin_recovery_find_finish (result, NULL);
  TinWindow *window;

  /* Then the application may be gone. */
  if (recovered == NULL || recovered->len == 0)
    return;

  window = tin_application_find_window (user_data);
  if (window != NULL)
    tin_window_show_recovered (window, recovered);
}

/* The first one says what became of a file that could not be read. */
static TinWindow *
make_window (TinApplication *self)
{
  TinWindow *window = tin_window_new (self);
  const char *notice = tin_profile_store_get_notice (tin_workbench_get_profiles (self->workbench));

  if (notice != NULL && !self->gave_notice)
    tin_window_show_text (window, notice);
  if (!self->gave_notice)
    tin_workbench_recover_async (self->workbench, self->recovering, recover_ready_cb, self);
  self->gave_notice = TRUE;

  return window;
}

static TinWindow *
find_or_make_window (TinApplication *self)
{
  TinWindow *window = tin_application_find_window (self);

  return window != NULL ? window : make_window (self);
}

static void
tin_application_startup (GApplication *application)
{
  TinApplication *self = TIN_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  G_APPLICATION_CLASS (tin_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (TIN_APPLICATION_ID);
  self->recovering = g_cancellable_new ();

  self->settings = g_settings_new (TIN_APPLICATION_ID);
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme), self,
                           G_CONNECT_SWAPPED);
  apply_color_scheme (self);

  self->workbench = tin_workbench_new_for_user (&error);
  if (self->workbench != NULL)
    {
      g_settings_bind (self->settings, "recording", self->workbench, "recording", G_SETTINGS_BIND_DEFAULT);
      tin_capture_store_bind (tin_workbench_get_captures (self->workbench), self->settings);
      tin_capture_store_tidy (tin_workbench_get_captures (self->workbench));
    }
  else
    {
      self->failure = g_strdup (error->message);
      g_printerr ("tincan: %s\n", self->failure);
    }

  tin_application_add_actions (self);
}

static void
tin_application_activate (GApplication *application)
{
  TinApplication *self = TIN_APPLICATION (application);
  TinWindow *window = tin_application_find_window (self);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    tin_application_open_window (self);
}

/* From a file manager, over D-Bus. */
static void
tin_application_open (GApplication  *application,
                      GFile        **files,
                      int            n_files,
                      const char    *hint)
{
  TinApplication *self = TIN_APPLICATION (application);

  for (int i = 0; i < n_files; i++)
    tin_application_open_file (self, files[i], NULL);
}

static void
tin_application_dispose (GObject *object)
{
  TinApplication *self = TIN_APPLICATION (object);

  g_cancellable_cancel (self->recovering);
  g_clear_object (&self->recovering);
  g_clear_object (&self->workbench);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tin_application_parent_class)->dispose (object);
}

static void
tin_application_finalize (GObject *object)
{
  TinApplication *self = TIN_APPLICATION (object);

  g_free (self->failure);

  G_OBJECT_CLASS (tin_application_parent_class)->finalize (object);
}

static void
tin_application_class_init (TinApplicationClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  object_class->dispose = tin_application_dispose;
  object_class->finalize = tin_application_finalize;
  application_class->startup = tin_application_startup;
  application_class->activate = tin_application_activate;
  application_class->handle_local_options = tin_application_handle_local_options;
  application_class->open = tin_application_open;
  application_class->command_line = tin_application_command_line;
}

static void
tin_application_init (TinApplication *self)
{
  tin_application_add_options (G_APPLICATION (self));
}

TinApplication *
tin_application_new (GApplicationFlags flags)
{
  return g_object_new (TIN_TYPE_APPLICATION,
                       "application-id", TIN_APPLICATION_ID,
                       "resource-base-path", "/io/github/tincan/Tincan",
                       "flags", flags | G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       NULL);
}

/**
 * tin_application_get_workbench:
 *
 * Returns: (nullable) (transfer none): what sessions share, once started
 */
TinWorkbench *
tin_application_get_workbench (TinApplication *self)
{
  g_return_val_if_fail (TIN_IS_APPLICATION (self), NULL);

  return self->workbench;
}

/**
 * tin_application_get_settings:
 *
 * Returns: (nullable) (transfer none): the user's settings, once started
 */
GSettings *
tin_application_get_settings (TinApplication *self)
{
  g_return_val_if_fail (TIN_IS_APPLICATION (self), NULL);

  return self->settings;
}

/* The window that was used last. */
TinWindow *
tin_application_find_window (TinApplication *self)
{
  g_return_val_if_fail (TIN_IS_APPLICATION (self), NULL);

  for (GList *at = gtk_application_get_windows (GTK_APPLICATION (self)); at != NULL; at = at->next)
    {
      if (TIN_IS_WINDOW (at->data))
        return at->data;
    }

  return NULL;
}

/* A new one, with the first page; or the reason why there is none. */
void
tin_application_open_window (TinApplication *self)
{
  TinWindow *window;

  g_return_if_fail (TIN_IS_APPLICATION (self));

  if (self->workbench == NULL)
    {
      tin_failure_present (GTK_APPLICATION (self), self->failure);
      return;
    }

  window = make_window (self);
  tin_window_add_tab (window, NULL);
  gtk_window_present (GTK_WINDOW (window));
}

/* In a free tab of the window that was used last. */
void
tin_application_open_profile (TinApplication *self,
                              TinProfile     *profile,
                              gboolean        start)
{
  TinWindow *window = find_or_make_window (self);
  TinTab *tab = tin_window_get_free_tab (window);

  tin_tab_set_up (tab, profile);
  if (start)
    tin_tab_start (tab);

  gtk_window_present (GTK_WINDOW (window));
}

/* Where the first page is shown, or in a tab of its own. */
void
tin_application_open_example (TinApplication *self,
                              const char     *id,
                              const char     *port)
{
  const TinExample *example;
  TinWindow *window;

  g_return_if_fail (TIN_IS_APPLICATION (self));
  g_return_if_fail (id != NULL);

  if (self->workbench == NULL)
    {
      tin_failure_present (GTK_APPLICATION (self), self->failure);
      return;
    }

  example = tin_examples_find (id);
  if (example == NULL)
    {
      g_warning ("There is no example called “%s”", id);
      return;
    }

  window = find_or_make_window (self);
  tin_tab_open_example (tin_window_get_free_tab (window), example, port);
  gtk_window_present (GTK_WINDOW (window));
}

/* In a tab of the window that was used last. What is wrong with it is said there, too. */
gboolean
tin_application_open_file (TinApplication  *self,
                           GFile           *file,
                           GError         **error)
{
  g_autoptr (GError) problem = NULL;
  TinWindow *window;

  g_return_val_if_fail (TIN_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  if (self->workbench == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, self->failure);
      tin_failure_present (GTK_APPLICATION (self), self->failure);
      return FALSE;
    }

  window = find_or_make_window (self);
  if (!tin_window_open_file (window, file, &problem))
    {
      /* Somewhere to say it. */
      if (tin_window_get_current_tab (window) == NULL)
        tin_window_add_tab (window, NULL);
      tin_window_show_text (window, problem->message);
      g_propagate_error (error, g_error_copy (problem));
    }
  gtk_window_present (GTK_WINDOW (window));

  return problem == NULL;
}
