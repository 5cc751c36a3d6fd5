/* tin-closed-tabs.c: sessions whose tab was just closed, and the toast that brings them back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-closed-tabs.h"

#include "ui/tin-farewell.h"

#include <glib/gi18n-lib.h>

/* Closing a tab asks no question: the session is kept, stopped, for as long as the toast offers it back. Tabs
 * that are closed one after the other share a toast, and come back together. */
struct _TinClosedTabs
{
  GObject          parent_instance;

  AdwToastOverlay *overlay;  /* (weak) */
  GPtrArray       *sessions; /* (owned) (element-type TinSession) */
  AdwToast        *toast;    /* (owned) (nullable) the one that is shown */
};

G_DEFINE_FINAL_TYPE (TinClosedTabs, tin_closed_tabs, G_TYPE_OBJECT)

typedef enum
{
  PROP_EMPTY = 1,
} TinClosedTabsProperty;

static GParamSpec *properties[PROP_EMPTY + 1];

enum
{
  REOPEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
toast_dismissed_cb (AdwToast      *toast,
                    TinClosedTabs *self)
{
  if (toast == self->toast)
    tin_closed_tabs_forget (self);
}

static void
take_away_toast (TinClosedTabs *self)
{
  g_autoptr (AdwToast) toast = g_steal_pointer (&self->toast);

  if (toast != NULL)
    adw_toast_dismiss (toast);
}

static char *
describe (TinClosedTabs *self)
{
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;

  if (self->sessions->len > 1)
    return g_strdup_printf (ngettext ("%u tab closed", "%u tabs closed", self->sessions->len), self->sessions->len);

  g_object_get (g_ptr_array_index (self->sessions, 0), "title", &title, NULL);
  escaped = g_markup_escape_text (title, -1);

  /* Translators: %s is what was open in the tab, such as "TCP server 127.0.0.1:8080" */
  return g_strdup_printf (_("Closed “%s”"), escaped);
}

static void
show_toast (TinClosedTabs *self)
{
  g_autofree char *title = describe (self);

  if (self->overlay == NULL)
    return;

  self->toast = adw_toast_new (title);
  adw_toast_set_button_label (self->toast, _("Undo"));
  adw_toast_set_action_name (self->toast, "win.reopen-tab");
  adw_toast_set_priority (self->toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (toast_dismissed_cb), self, 0);
  adw_toast_overlay_add_toast (self->overlay, g_object_ref (self->toast));
}

static void
tin_closed_tabs_dispose (GObject *object)
{
  TinClosedTabs *self = TIN_CLOSED_TABS (object);

  g_clear_object (&self->toast);
  g_clear_weak_pointer (&self->overlay);
  g_ptr_array_set_size (self->sessions, 0);

  G_OBJECT_CLASS (tin_closed_tabs_parent_class)->dispose (object);
}

static void
tin_closed_tabs_finalize (GObject *object)
{
  TinClosedTabs *self = TIN_CLOSED_TABS (object);

  g_ptr_array_unref (self->sessions);

  G_OBJECT_CLASS (tin_closed_tabs_parent_class)->finalize (object);
}

static void
tin_closed_tabs_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch ((TinClosedTabsProperty) id)
    {
    case PROP_EMPTY:
      g_value_set_boolean (value, tin_closed_tabs_is_empty (TIN_CLOSED_TABS (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_closed_tabs_class_init (TinClosedTabsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = tin_closed_tabs_dispose;
  object_class->finalize = tin_closed_tabs_finalize;
  object_class->get_property = tin_closed_tabs_get_property;

  properties[PROP_EMPTY] = g_param_spec_boolean ("empty", NULL, NULL, TRUE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[REOPEN] = g_signal_new ("reopen", TIN_TYPE_CLOSED_TABS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, TIN_TYPE_SESSION);
}

static void
tin_closed_tabs_init (TinClosedTabs *self)
{
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
}

TinClosedTabs *
tin_closed_tabs_new (AdwToastOverlay *overlay)
{
  TinClosedTabs *self = g_object_new (TIN_TYPE_CLOSED_TABS, NULL);

  g_set_weak_pointer (&self->overlay, overlay);

  return self;
}

gboolean
tin_closed_tabs_is_empty (TinClosedTabs *self)
{
  g_return_val_if_fail (TIN_IS_CLOSED_TABS (self), TRUE);

  return self->sessions->len == 0;
}

void
tin_closed_tabs_add (TinClosedTabs *self,
                     TinSession    *session)
{
  g_return_if_fail (TIN_IS_CLOSED_TABS (self));
  g_return_if_fail (TIN_IS_SESSION (session));

  take_away_toast (self);
  g_ptr_array_add (self->sessions, g_object_ref (session));
  show_toast (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
}

/* Brings back all that the toast speaks of, in the order they were closed. */
void
tin_closed_tabs_reopen (TinClosedTabs *self)
{
  g_autoptr (GPtrArray) sessions = NULL;

  g_return_if_fail (TIN_IS_CLOSED_TABS (self));

  take_away_toast (self);
  sessions = g_steal_pointer (&self->sessions);
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < sessions->len; i++)
    g_signal_emit (self, signals[REOPEN], 0, g_ptr_array_index (sessions, i));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
}

/* Lets the sessions go; one that still has something to send ends that first. */
void
tin_closed_tabs_forget (TinClosedTabs *self)
{
  GApplication *application = g_application_get_default ();

  g_return_if_fail (TIN_IS_CLOSED_TABS (self));

  for (guint i = 0; application != NULL && i < self->sessions->len; i++)
    tin_farewell (g_ptr_array_index (self->sessions, i), application);
  g_ptr_array_set_size (self->sessions, 0);
  take_away_toast (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
}
