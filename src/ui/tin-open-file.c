/* tin-open-file.c: the ways to open a recording in a window: chosen, dropped, or used before.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-open-file.h"

#include "ui/tin-choose-file.h"

#include <glib/gi18n-lib.h>

#define MAX_RECENT  10
#define MAX_DROPPED 20 /* files at once: a tab each */
#define MIME_PCAPNG "application/x-pcapng"
#define MIME_PCAP   "application/vnd.tcpdump.pcap"

/* Opens it, or says in the window why not. */
void
tin_open_file_or_explain (TinWindow *window,
                          GFile     *file)
{
  g_autoptr (GError) error = NULL;

  if (!tin_window_open_file (window, file, &error))
    tin_window_show_text (window, error->message);
}

/* Puts it at the top of the menu, here and in every program that lists what was used. */
void
tin_open_file_remember (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *name = g_file_get_basename (file);
  GtkRecentData data = {
    .mime_type = (char *) (g_str_has_suffix (name, ".pcap") ? MIME_PCAP : MIME_PCAPNG),
    .app_name = (char *) g_get_application_name (),
    .app_exec = (char *) "tincan %u",
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
chooser_response_cb (GtkNativeDialog *dialog,
                     int              response,
                     TinWindow       *window)
{
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      tin_open_file_or_explain (window, file);
    }
}

static void
add_filter (GtkFileChooser    *chooser,
            const char        *name,
            const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (; *patterns != NULL; patterns++)
    gtk_file_filter_add_pattern (filter, *patterns);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
open_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  static const char *const recordings[] = { "*.pcapng", "*.pcap", "*.cap", "*.dmp", NULL };
  static const char *const all[] = { "*", NULL };
  TinWindow *window = user_data;
  GtkFileChooserNative *chooser;

  chooser = gtk_file_chooser_native_new (_("Open Recordings"), GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_OPEN,
                                         _("_Open"), _("_Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  add_filter (GTK_FILE_CHOOSER (chooser), _("Recordings (pcapng, pcap)"), recordings);
  add_filter (GTK_FILE_CHOOSER (chooser), _("All Files"), all);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chooser_response_cb), window, 0);
  tin_choose_file_show (chooser);
}

static void
open_recent_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  tin_open_file_or_explain (user_data, file);
}

static gboolean
drop_cb (TinWindow    *window,
         const GValue *value)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));
  guint n = 0;

  for (GSList *at = files; at != NULL && n < MAX_DROPPED; at = at->next, n++)
    tin_open_file_or_explain (window, at->data);
  return n > 0;
}

static gint
compare_recent (gconstpointer a,
                gconstpointer b)
{
  GDateTime *time_a = gtk_recent_info_get_modified ((GtkRecentInfo *) a);
  GDateTime *time_b = gtk_recent_info_get_modified ((GtkRecentInfo *) b);

  return g_date_time_compare (time_b, time_a);
}

static void
append_recent (GMenu         *menu,
               GtkRecentInfo *info)
{
  g_auto (GStrv) parts = g_strsplit (gtk_recent_info_get_display_name (info), "_", -1);
  g_autofree char *label = g_strjoinv ("__", parts);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.open-recent", "s", gtk_recent_info_get_uri (info));
  g_menu_append_item (menu, item);
}

/* Only what was opened with this program. */
static void
recent_changed_cb (GMenu *menu)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  guint n = 0;

  items = g_list_sort (items, compare_recent);
  g_menu_remove_all (menu);
  for (GList *at = items; at != NULL && n < MAX_RECENT; at = at->next)
    if (gtk_recent_info_has_application (at->data, g_get_application_name ()))
      {
        append_recent (menu, at->data);
        n++;
      }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

static const GActionEntry actions[] = {
  { .name = "open", .activate = open_action },
  { .name = "open-recent", .activate = open_recent_action, .parameter_type = "s" },
};

/* Adds the actions to @window, lets it take dropped files, and keeps @recent_menu filled. */
void
tin_open_file_add (TinWindow *window,
                   GMenu     *recent_menu)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), window);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), window, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (target));

  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (recent_changed_cb), recent_menu,
                           G_CONNECT_SWAPPED);
  recent_changed_cb (recent_menu);
}
