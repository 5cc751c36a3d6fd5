/* ui-support.c: what the tests of the window share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-support.h"

/* Starts GTK and libadwaita; from here on a warning of theirs ends the test. */
void
ui_test_init (int    *argc,
              char ***argv)
{
  g_test_init (argc, argv, NULL);
  adw_init ();

  /* Nothing moves, so that what is looked at is where it ends up. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

/* An application that has started but shows no window, in folders of its own. */
TinApplication *
ui_start_application (void)
{
  TinApplication *application = tin_application_new (G_APPLICATION_NON_UNIQUE);
  g_autoptr (GError) error = NULL;

  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_application_set_default (G_APPLICATION (application));
  g_assert_nonnull (tin_application_get_workbench (application));

  return application;
}

static int
do_nothing (GApplication *application,
            GVariantDict *options,
            gpointer      data)
{
  return EXIT_SUCCESS;
}

static gboolean
has_no_windows (gpointer data)
{
  return gtk_application_get_windows (GTK_APPLICATION (data)) == NULL;
}

/* Closes what is open and takes @application away; nothing of it may be left. */
void
ui_end_application (TinApplication *application)
{
  char *arguments[] = { "tincan", NULL };
  TinWorkbench *workbench = g_object_ref (tin_application_get_workbench (application));
  GSettings *settings = g_object_ref (tin_application_get_settings (application));

  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
  ui_wait_until (has_no_windows, application);
  ui_settle ();

  /* Only the end of g_application_run() leaves the bus, and has GTK let go of the application. */
  g_signal_connect (application, "handle-local-options", G_CALLBACK (do_nothing), NULL);
  g_application_run (G_APPLICATION (application), G_N_ELEMENTS (arguments) - 1, arguments);
  g_application_set_default (NULL);
  g_assert_finalize_object (application);
  g_assert_finalize_object (workbench);
  g_assert_finalize_object (settings);
}

/* The runner's timeout is the only clock. */
void
ui_wait_until (UiCondition condition,
               gpointer    data)
{
  while (!condition (data))
    g_main_context_iteration (NULL, TRUE);
}

void
ui_wait_for_state (TinSession      *session,
                   TinSessionState  state)
{
  while (tin_session_get_state (session) != state)
    g_main_context_iteration (NULL, TRUE);
}

/* Until nothing more is to be done at once. */
void
ui_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
says (GtkWidget  *widget,
      const char *label)
{
  const char *properties[] = { "label", "title", "tooltip-text" };

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autofree char *text = NULL;

      if (g_object_class_find_property (G_OBJECT_GET_CLASS (widget), properties[i]) == NULL)
        continue;

      g_object_get (widget, properties[i], &text, NULL);
      if (g_strcmp0 (text, label) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The first widget of @type in @root, in the order of the tree, that has @label as its label, title or
 * tooltip; any of @type for %NULL. */
GtkWidget *
ui_find (gpointer    root,
         GType       type,
         const char *label)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && (label == NULL || says (root, label)))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_find (child, type, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* What @id names in the template of @widget. */
GtkWidget *
ui_find_template_child (gpointer    widget,
                        const char *id)
{
  GObject *child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), id);

  g_assert_nonnull (child);

  return GTK_WIDGET (child);
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_get_width (data) > 0;
}

static gboolean
count_frame (GtkWidget     *widget,
             GdkFrameClock *clock,
             gpointer       data)
{
  guint *n_frames = data;

  (*n_frames)++;

  return *n_frames < 4;
}

static gboolean
has_drawn (gpointer data)
{
  return *(guint *) data >= 4;
}

/* Saves @widget as NAME.png in the folder that TIN_PICTURES names; nothing without it. */
void
ui_take_picture (gpointer    widget,
                 const char *name)
{
  const char *folder = g_getenv ("TIN_PICTURES");
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  guint n_frames = 0;
  int width;
  int height;

  if (folder == NULL)
    return;

  ui_wait_until (is_mapped, widget);
  gtk_widget_add_tick_callback (widget, count_frame, &n_frames, NULL);
  ui_wait_until (has_drawn, &n_frames);

  paintable = gtk_widget_paintable_new (widget);
  width = gdk_paintable_get_intrinsic_width (paintable);
  height = gdk_paintable_get_intrinsic_height (paintable);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));

  file = g_strconcat (name, ".png", NULL);
  path = g_build_filename (folder, file, NULL);
  gdk_texture_save_to_png (texture, path);
}

static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SWITCH (widget) || GTK_IS_DROP_DOWN (widget)
         || GTK_IS_MENU_BUTTON (widget) || GTK_IS_ENTRY (widget) || GTK_IS_SEARCH_ENTRY (widget)
         || GTK_IS_SPIN_BUTTON (widget) || GTK_IS_TEXT_VIEW (widget) || GTK_IS_LIST_VIEW (widget)
         || GTK_IS_COLUMN_VIEW (widget);
}

/* Parts of libraries, which name them or not. */
static gboolean
is_of_a_library (GtkWidget *widget)
{
  return GTK_IS_WINDOW_CONTROLS (widget) || GTK_IS_POPOVER_MENU (widget) || ADW_IS_VIEW_SWITCHER_BAR (widget)
         || ADW_IS_COMBO_ROW (widget) || ADW_IS_ENTRY_ROW (widget);
}

static gboolean
has_name (GtkWidget *widget)
{
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)
      || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return TRUE;

  if (GTK_IS_CHECK_BUTTON (widget))
    return gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)) != NULL;

  return GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL;
}

static gboolean
has_title (GtkWidget *row)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));

  return title != NULL && *title != '\0';
}

/* Every control below has a name for a screen reader, also in popovers that are not shown. */
void
ui_assert_names (GtkWidget *widget)
{
  gboolean control = is_control (widget);

  if (gtk_widget_get_visible (widget) && ((control && !has_name (widget))
                                          || (ADW_IS_PREFERENCES_ROW (widget) && !has_title (widget))))
    g_error ("A %s (%s) in a %s has no accessible name", G_OBJECT_TYPE_NAME (widget),
             gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)),
             G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));

  if (GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget)) != NULL)
    ui_assert_names (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget))));

  /* What is inside a control is GTK's. */
  if (control || is_of_a_library (widget))
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ui_assert_names (child);
}
