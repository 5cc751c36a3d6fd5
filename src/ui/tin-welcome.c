/* tin-welcome.c: the first page of a tab: what to do, and ready-made examples.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-welcome.h"

#include "model/tin-examples.h"

#include <glib/gi18n-lib.h>

/* It acts through the actions of the tab it is in, "tab.", and knows none of it. */
struct _TinWelcome
{
  AdwBin               parent_instance;

  TinProfileStore     *profiles;         /* (owned) (nullable) */
  GSignalGroup        *profiles_signals; /* (owned) */
  GPtrArray           *profile_rows;     /* (owned) (element-type GtkWidget) */

  GtkFlowBox          *choices;
  AdwPreferencesGroup *examples_group;
  AdwPreferencesGroup *profiles_group;
};

G_DEFINE_FINAL_TYPE (TinWelcome, tin_welcome, ADW_TYPE_BIN)

static const struct
{
  const char *id;
  const char *icon_name;
  const char *title;
  const char *summary;
} choices[] = {
  { "tcp-server", "network-server-symbolic", N_("_Start a TCP Server"), N_("Wait for programs to connect") },
  { "tcp-client", "network-wired-symbolic", N_("_Connect"), N_("Talk to a TCP server") },
  { "udp-server", "folder-download-symbolic", N_("_Receive UDP"), N_("Wait for datagrams") },
  { "udp-client", "mail-send-symbolic", N_("Send _UDP"), N_("Send datagrams to an address") },
};

static GtkWidget *
create_label (const char *text,
              const char *class_name)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_widget_add_css_class (label, class_name);

  return label;
}

static GtkWidget *
create_choice (guint which)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (choices[which].icon_name);
  GtkWidget *title = create_label (_(choices[which].title), "heading");
  GtkWidget *summary = create_label (_(choices[which].summary), "caption");

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 32);
  gtk_widget_set_margin_bottom (icon, 6);
  gtk_widget_add_css_class (summary, "dim-label");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), summary);

  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, title, NULL,
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, summary, NULL,
                                  -1);
  gtk_widget_add_css_class (button, "card");
  gtk_widget_add_css_class (button, "choice");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", choices[which].id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "tab.choose");

  return button;
}

/* Two and two belong together: four in a line where there is room, two below two where not, never three and one. */
static void
add_choices (TinWelcome *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i += 2)
    {
      GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

      gtk_box_set_homogeneous (GTK_BOX (pair), TRUE);
      gtk_box_append (GTK_BOX (pair), create_choice (i));
      gtk_box_append (GTK_BOX (pair), create_choice (i + 1));
      gtk_flow_box_insert (self->choices, pair, -1);

      /* The buttons take the focus, not the place they are in. */
      gtk_widget_set_focusable (gtk_widget_get_parent (pair), FALSE);
    }
}

static GtkWidget *
create_row (const char *title,
            const char *subtitle,
            const char *action,
            const char *target)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), action);

  return row;
}

static void
add_button (GtkWidget  *row,
            GtkWidget  *button,
            const char *name,
            const char *action,
            const char *target)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_example (TinWelcome       *self,
             const TinExample *example)
{
  g_autoptr (TinProfile) profile = tin_example_to_profile (example);
  gboolean is_server = tin_profile_get_role (profile) == TIN_ROLE_SERVER;
  GtkWidget *row = create_row (_(example->title), _(example->summary), "tab.example", example->id);
  GtkWidget *button = gtk_button_new_with_label (is_server ? _("Start") : _("Connect"));
  g_autofree char *name = NULL;

  /* Translators: %s is the title of an example */
  name = g_strdup_printf (is_server ? _("Start “%s”") : _("Connect “%s”"), _(example->title));
  add_button (row, button, name, "tab.start-example", example->id);
  adw_preferences_group_add (self->examples_group, row);
}

static void
add_profile (TinWelcome *self,
             TinProfile *profile)
{
  const char *name = tin_profile_get_name (profile);
  g_autofree char *uri = NULL;
  g_autofree char *label = NULL;
  GtkWidget *row;
  GtkWidget *button;

  g_object_get (profile, "uri", &uri, NULL);
  row = create_row (name, uri, "tab.profile", name);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);

  button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Remove"));
  /* Translators: %s is the name of a saved profile */
  label = g_strdup_printf (_("Remove “%s”"), name);
  add_button (row, button, label, "tab.remove-profile", name);

  adw_preferences_group_add (self->profiles_group, row);
  g_ptr_array_add (self->profile_rows, row);
}

static void
rebuild_profiles (TinWelcome *self)
{
  guint n_profiles = g_list_model_get_n_items (G_LIST_MODEL (self->profiles));

  for (guint i = 0; i < self->profile_rows->len; i++)
    adw_preferences_group_remove (self->profiles_group, g_ptr_array_index (self->profile_rows, i));
  g_ptr_array_set_size (self->profile_rows, 0);

  for (guint i = 0; i < n_profiles; i++)
    {
      g_autoptr (TinProfile) profile = g_list_model_get_item (G_LIST_MODEL (self->profiles), i);

      add_profile (self, profile);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->profiles_group), n_profiles > 0);
}

static void
profiles_items_changed_cb (TinWelcome *self)
{
  rebuild_profiles (self);
}

static void
tin_welcome_dispose (GObject *object)
{
  TinWelcome *self = TIN_WELCOME (object);

  if (self->profiles_signals != NULL)
    g_signal_group_set_target (self->profiles_signals, NULL);
  g_clear_object (&self->profiles_signals);
  g_clear_object (&self->profiles);
  g_clear_pointer (&self->profile_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (tin_welcome_parent_class)->dispose (object);
}

static void
tin_welcome_class_init (TinWelcomeClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_welcome_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, TinWelcome, choices);
  gtk_widget_class_bind_template_child (widget_class, TinWelcome, examples_group);
  gtk_widget_class_bind_template_child (widget_class, TinWelcome, profiles_group);
}

static void
tin_welcome_init (TinWelcome *self)
{
  guint n_examples = 0;
  const TinExample *examples = tin_examples_get (&n_examples);

  gtk_widget_init_template (GTK_WIDGET (self));

  self->profile_rows = g_ptr_array_new ();
  self->profiles_signals = g_signal_group_new (TIN_TYPE_PROFILE_STORE);
  g_signal_group_connect_swapped (self->profiles_signals, "items-changed",
                                  G_CALLBACK (profiles_items_changed_cb), self);

  add_choices (self);
  for (guint i = 0; i < n_examples; i++)
    add_example (self, &examples[i]);
}

void
tin_welcome_set_profiles (TinWelcome      *self,
                          TinProfileStore *profiles)
{
  g_return_if_fail (TIN_IS_WELCOME (self));
  g_return_if_fail (TIN_IS_PROFILE_STORE (profiles));

  if (!g_set_object (&self->profiles, profiles))
    return;

  g_signal_group_set_target (self->profiles_signals, profiles);
  rebuild_profiles (self);
}
