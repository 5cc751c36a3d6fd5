/* tin-banner.c: a notice above the content, in place of AdwBanner, which libadwaita 1.2 lacks.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-banner.h"

#include <glib/gi18n-lib.h>

struct _TinBanner
{
  AdwBin       parent_instance;

  char        *kind;          /* (owned) (nullable) */
  char        *closed_title;  /* (owned) (nullable) what the user has closed */

  GtkRevealer *revealer;
  GtkWidget   *box;
  GtkImage    *icon;
  GtkLabel    *title_label;
  GtkLabel    *advice_label;
  GtkBox      *buttons;
  GtkWidget   *close_button;
};

static void tin_banner_buildable_init (GtkBuildableIface *interface);

static GtkBuildableIface *parent_buildable;

G_DEFINE_FINAL_TYPE_WITH_CODE (TinBanner, tin_banner, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, tin_banner_buildable_init))

typedef enum
{
  PROP_KIND = 1,
  PROP_CLOSABLE,
} TinBannerProperty;

static GParamSpec *properties[PROP_CLOSABLE + 1];

static void
close_button_clicked_cb (TinBanner *self)
{
  g_free (self->closed_title);
  self->closed_title = g_strdup (tin_banner_get_title (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static void
set_kind (TinBanner  *self,
          const char *kind)
{
  if (g_strcmp0 (self->kind, kind) == 0)
    return;

  if (self->kind != NULL)
    gtk_widget_remove_css_class (self->box, self->kind);

  g_free (self->kind);
  self->kind = g_strdup (kind);

  gtk_widget_add_css_class (self->box, kind);
  gtk_image_set_from_icon_name (self->icon, g_str_equal (kind, "info") ? "dialog-information-symbolic"
                                            : g_str_equal (kind, "error") ? "dialog-error-symbolic"
                                            : "dialog-warning-symbolic");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

static void
tin_banner_add_child (GtkBuildable *buildable,
                      GtkBuilder   *builder,
                      GObject      *child,
                      const char   *type)
{
  if (g_strcmp0 (type, "button") == 0)
    tin_banner_add_button (TIN_BANNER (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
tin_banner_buildable_init (GtkBuildableIface *interface)
{
  parent_buildable = g_type_interface_peek_parent (interface);
  interface->add_child = tin_banner_add_child;
}

static void
tin_banner_finalize (GObject *object)
{
  TinBanner *self = TIN_BANNER (object);

  g_free (self->kind);
  g_free (self->closed_title);

  G_OBJECT_CLASS (tin_banner_parent_class)->finalize (object);
}

static void
tin_banner_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  TinBanner *self = TIN_BANNER (object);

  switch ((TinBannerProperty) id)
    {
    case PROP_KIND:
      g_value_set_string (value, self->kind);
      break;

    case PROP_CLOSABLE:
      g_value_set_boolean (value, gtk_widget_get_visible (self->close_button));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_banner_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  TinBanner *self = TIN_BANNER (object);

  switch ((TinBannerProperty) id)
    {
    case PROP_KIND:
      set_kind (self, g_value_get_string (value));
      break;

    case PROP_CLOSABLE:
      gtk_widget_set_visible (self->close_button, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_banner_class_init (TinBannerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = tin_banner_finalize;
  object_class->get_property = tin_banner_get_property;
  object_class->set_property = tin_banner_set_property;

  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, "warning", flags);
  properties[PROP_CLOSABLE] = g_param_spec_boolean ("closable", NULL, NULL, TRUE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-banner.ui");

  gtk_widget_class_bind_template_child (widget_class, TinBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, TinBanner, box);
  gtk_widget_class_bind_template_child (widget_class, TinBanner, icon);
  gtk_widget_class_bind_template_child (widget_class, TinBanner, title_label);
  gtk_widget_class_bind_template_child (widget_class, TinBanner, advice_label);
  gtk_widget_class_bind_template_child (widget_class, TinBanner, buttons);
  gtk_widget_class_bind_template_child (widget_class, TinBanner, close_button);

  gtk_widget_class_bind_template_callback (widget_class, close_button_clicked_cb);
}

static void
tin_banner_init (TinBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_kind (self, "warning");
}

/* Plain text, never markup: either may hold what a peer or another program said. */
void
tin_banner_show (TinBanner  *self,
                 const char *title,
                 const char *advice)
{
  g_return_if_fail (TIN_IS_BANNER (self));
  g_return_if_fail (title != NULL);

  if (g_strcmp0 (self->closed_title, title) == 0)
    return;

  g_clear_pointer (&self->closed_title, g_free);
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->advice_label, advice != NULL ? advice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice_label), advice != NULL && *advice != '\0');

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, advice != NULL ? advice : "",
                                  -1);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/* Its cause is gone, so that the next one is shown even with the same words. */
void
tin_banner_hide (TinBanner *self)
{
  g_return_if_fail (TIN_IS_BANNER (self));

  g_clear_pointer (&self->closed_title, g_free);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

gboolean
tin_banner_is_revealed (TinBanner *self)
{
  g_return_val_if_fail (TIN_IS_BANNER (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

const char *
tin_banner_get_title (TinBanner *self)
{
  g_return_val_if_fail (TIN_IS_BANNER (self), NULL);

  return gtk_label_get_text (self->title_label);
}

void
tin_banner_add_button (TinBanner *self,
                       GtkWidget *button)
{
  g_return_if_fail (TIN_IS_BANNER (self));

  gtk_box_append (self->buttons, button);
}
