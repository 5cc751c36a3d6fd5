/* tin-window-files.c: opens recordings in tabs, also those that broke off.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-window-private.h"

#include "ui/tin-open-file.h"

#include <glib/gi18n-lib.h>

#define MAX_RECOVERED 8 /* recordings that are opened at once: a tab each */

static AdwTabPage *
find_file (TinWindow  *self,
           const char *path)
{
  for (int i = 0; i < adw_tab_view_get_n_pages (self->tab_view); i++)
    {
      AdwTabPage *page = adw_tab_view_get_nth_page (self->tab_view, i);
      TinSession *session = tin_tab_get_session (TIN_TAB (adw_tab_page_get_child (page)));

      if (g_strcmp0 (tin_session_get_file (session), path) == 0)
        return page;
    }
  return NULL;
}

/* In a tab of its own, in place of a first page; or the tab that shows it already. */
gboolean
tin_window_open_file (TinWindow  *self,
                      GFile      *file,
                      GError    **error)
{
  g_autofree char *path = NULL;
  g_autoptr (TinSession) session = NULL;
  AdwTabPage *old;
  TinTab *tab;

  g_return_val_if_fail (TIN_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  path = g_file_get_path (file);
  if (path == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _("Only files on this computer can be opened."));
      return FALSE;
    }

  old = find_file (self, path);
  if (old != NULL)
    {
      adw_tab_view_set_selected_page (self->tab_view, old);
      return TRUE;
    }

  session = tin_workbench_open_file (self->workbench, path, error);
  if (session == NULL)
    return FALSE;

  old = adw_tab_view_get_selected_page (self->tab_view);
  tab = tin_window_append_session (self, session);
  if (old != NULL && tin_tab_is_welcoming (TIN_TAB (adw_tab_page_get_child (old))))
    adw_tab_view_close_page (self->tab_view, old);
  gtk_widget_grab_focus (GTK_WIDGET (tab));
  tin_open_file_remember (file);

  return TRUE;
}

static void
forget_open_files (TinWindow *self,
                   GPtrArray *recovered)
{
  for (int i = 0; i < adw_tab_view_get_n_pages (self->tab_view); i++)
    {
      AdwTabPage *page = adw_tab_view_get_nth_page (self->tab_view, i);
      const char *path = tin_session_get_file (tin_tab_get_session (TIN_TAB (adw_tab_page_get_child (page))));

      if (path != NULL)
        tin_recovery_forget (recovered, path);
    }
}

static void
offer_recovered (TinWindow *self)
{
  g_autofree char *title = tin_recovery_dup_title (self->recovered);
  g_autofree char *advice = tin_recovery_dup_advice (self->recovered);

  tin_banner_show (self->recovery_banner, title, advice);
}

/* Says what was @recovered, until the user closes it or opens that; but not of what is open here already. */
void
tin_window_show_recovered (TinWindow *self,
                           GPtrArray *recovered)
{
  g_return_if_fail (TIN_IS_WINDOW (self));
  g_return_if_fail (recovered != NULL);

  forget_open_files (self, recovered);
  if (recovered->len == 0)
    return;

  g_ptr_array_ref (recovered);
  g_clear_pointer (&self->recovered, g_ptr_array_unref);
  self->recovered = recovered;
  offer_recovered (self);
}

/* What was recovered, as many as are opened at once: the rest stays on offer. What is wrong with a file is said. */
void
tin_window_open_recovered (TinWindow *self)
{
  g_autoptr (GPtrArray) left = g_steal_pointer (&self->recovered);

  tin_banner_hide (self->recovery_banner);
  for (guint i = 0; left != NULL && left->len > 0 && i < MAX_RECOVERED; i++)
    {
      const TinRecovered *recovered = g_ptr_array_index (left, 0);
      g_autoptr (GFile) file = g_file_new_for_path (recovered->path);

      g_ptr_array_remove_index (left, 0);
      tin_open_file_or_explain (self, file);
    }

  if (left != NULL)
    tin_window_show_recovered (self, left);
}
