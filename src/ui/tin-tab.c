/* tin-tab.c: one session in a tab: address row, first page, session page.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-tab.h"

#include "ui/tin-address-row.h"
#include "ui/tin-file-row.h"
#include "ui/tin-recent-addresses.h"
#include "ui/tin-welcome.h"

#include <glib/gi18n-lib.h>

/* What a first choice suggests when nothing was opened before: the same port for server and client, so that
 * they find each other. */
#define SUGGESTED_HOST "127.0.0.1"
#define SUGGESTED_PORT 9999

struct _TinTab
{
  AdwBin            parent_instance;

  TinSession       *session;     /* (owned) */
  TinWorkbench     *workbench;   /* (owned) */
  GSettings        *settings;    /* (owned) */
  GCancellable     *cancellable; /* (owned) */
  const TinExample *counterpart; /* (nullable) what is offered */

  TinAddressRow    *address_row;
  TinFileRow       *file_row;
  GtkRevealer      *counterpart_revealer;
  GtkLabel         *counterpart_label;
  GtkStack         *stack;
  TinWelcome       *welcome;
  TinSessionPage   *page;
};

G_DEFINE_FINAL_TYPE (TinTab, tin_tab, ADW_TYPE_BIN)

/* The profile of a session stays the same object, which others are bound to. */
static void
take_over (TinProfile *own,
           TinProfile *profile)
{
  g_autoptr (TinEndpoint) endpoint = tin_profile_to_endpoint (profile, NULL);

  if (endpoint == NULL)
    return;

  tin_profile_set_endpoint (own, endpoint);
  g_object_set (own,
                "name", tin_profile_get_name (profile),
                "note", tin_profile_get_note (profile),
                NULL);
}

static TinProfile *
create_profile (TinTab       *self,
                TinTransport  transport,
                TinRole       role)
{
  TinProfile *last = tin_profile_store_get_last (tin_workbench_get_profiles (self->workbench), transport, role);
  g_autoptr (TinEndpoint) endpoint = NULL;

  if (last != NULL)
    return g_object_ref (last);

  endpoint = tin_endpoint_new (transport, role, SUGGESTED_HOST, SUGGESTED_PORT);

  return tin_profile_new_for_endpoint (endpoint);
}

static void
choose_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  TinTab *self = TIN_TAB (widget);
  const char *choice = g_variant_get_string (parameter, NULL);
  TinTransport transport = g_str_has_prefix (choice, "udp") ? TIN_TRANSPORT_UDP : TIN_TRANSPORT_TCP;
  TinRole role = g_str_has_suffix (choice, "client") ? TIN_ROLE_CLIENT : TIN_ROLE_SERVER;
  g_autoptr (TinProfile) profile = create_profile (self, transport, role);

  tin_tab_set_up (self, profile);
}

static void
offer_counterpart (TinTab           *self,
                   const TinExample *example)
{
  g_autofree char *text = NULL;

  self->counterpart = example->counterpart != NULL ? tin_examples_find (example->counterpart) : NULL;
  if (self->counterpart != NULL)
    {
      /* Translators: %s is the title of the example that talks to the one in this tab */
      text = g_strdup_printf (_("Its other end: “%s”"), _(self->counterpart->title));
      gtk_label_set_label (self->counterpart_label, text);
    }
  gtk_revealer_set_reveal_child (self->counterpart_revealer, self->counterpart != NULL);
}

typedef struct
{
  TinTab   *tab;   /* (owned) */
  char     *uri;   /* (owned) what was set up meanwhile */
  char     *port;  /* (owned) (nullable) instead of the example's own */
  gboolean  start; /* as soon as the address is known */
} Opening;

static void
opening_free (Opening *self)
{
  g_object_unref (self->tab);
  g_free (self->uri);
  g_free (self->port);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
use_port (TinProfile *profile,
          const char *port)
{
  if (port != NULL)
    g_object_set (profile, "port", port, NULL);
}

/* What the computer's name stands for is known now. It comes too late if the user has gone on. */
static void
example_open_ready_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (Opening) opening = user_data;
  g_autoptr (TinProfile) profile = tin_example_open_finish (result, NULL);
  TinSession *session = opening->tab->session;

  if (profile == NULL || session == NULL || tin_session_get_state (session) != TIN_SESSION_CLOSED)
    return;

  use_port (profile, opening->port);
  if (g_strcmp0 (tin_profile_get_uri (tin_session_get_profile (session)), opening->uri) == 0)
    take_over (tin_session_get_profile (session), profile);

  if (opening->start)
    tin_tab_start (opening->tab);
}

static void
open_example (TinTab           *self,
              const TinExample *example,
              const char       *port,
              gboolean          start)
{
  g_autoptr (TinProfile) profile = tin_example_to_profile (example);
  Opening *opening;

  use_port (profile, port);
  tin_tab_set_up (self, profile);
  offer_counterpart (self, example);

  opening = g_new0 (Opening, 1);
  opening->tab = g_object_ref (self);
  opening->uri = g_strdup (tin_profile_get_uri (tin_session_get_profile (self->session)));
  opening->port = g_strdup (port);
  opening->start = start;
  tin_example_open_async (example, NULL, NULL, self->cancellable, example_open_ready_cb, opening);
}

static void
example_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  const TinExample *example = tin_examples_find (g_variant_get_string (parameter, NULL));

  g_return_if_fail (example != NULL);

  open_example (TIN_TAB (widget), example, NULL, g_str_equal (name, "tab.start-example"));
}

static void
profile_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  TinTab *self = TIN_TAB (widget);
  TinProfile *profile = tin_profile_store_find (tin_workbench_get_profiles (self->workbench),
                                                g_variant_get_string (parameter, NULL));

  if (profile != NULL)
    tin_tab_set_up (self, profile);
}

static void
remove_profile_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  gtk_widget_activate_action_variant (widget, "win.remove-profile", parameter);
}

static void
dismiss_counterpart_action (GtkWidget  *widget,
                            const char *name,
                            GVariant   *parameter)
{
  gtk_revealer_set_reveal_child (TIN_TAB (widget)->counterpart_revealer, FALSE);
}

static void
counterpart_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  TinTab *self = TIN_TAB (widget);

  if (self->counterpart == NULL)
    return;

  dismiss_counterpart_action (widget, NULL, NULL);
  gtk_widget_activate_action (widget, "app.counterpart", "(ss)", self->counterpart->id,
                              tin_profile_get_port (tin_session_get_profile (self->session)));
}

/* Wherever it was started from, there is something to see now. */
static void
session_notify_state_cb (TinTab *self)
{
  TinProfile *profile = tin_session_get_profile (self->session);

  if (tin_session_get_state (self->session) != TIN_SESSION_OPENING)
    return;

  tin_tab_leave_welcome (self);
  tin_profile_store_set_last (tin_workbench_get_profiles (self->workbench), profile, NULL);

  /* Who does not record does not want to be remembered either. */
  if (tin_workbench_get_recording (self->workbench))
    tin_recent_addresses_add (self->settings, profile);
}

static void
session_notify_problem_cb (TinTab *self)
{
  if (tin_session_get_problem (self->session) != NULL)
    tin_tab_leave_welcome (self);
}

static gboolean
tin_tab_grab_focus (GtkWidget *widget)
{
  TinTab *self = TIN_TAB (widget);

  if (tin_session_get_file (self->session) != NULL)
    {
      tin_session_page_focus_log (self->page);
      return TRUE;
    }

  return gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
}

static void
tin_tab_dispose (GObject *object)
{
  TinTab *self = TIN_TAB (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->workbench);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tin_tab_parent_class)->dispose (object);
}

static void
tin_tab_class_init (TinTabClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_tab_dispose;
  widget_class->grab_focus = tin_tab_grab_focus;

  g_type_ensure (TIN_TYPE_ADDRESS_ROW);
  g_type_ensure (TIN_TYPE_FILE_ROW);
  g_type_ensure (TIN_TYPE_WELCOME);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, TinTab, address_row);
  gtk_widget_class_bind_template_child (widget_class, TinTab, file_row);
  gtk_widget_class_bind_template_child (widget_class, TinTab, counterpart_revealer);
  gtk_widget_class_bind_template_child (widget_class, TinTab, counterpart_label);
  gtk_widget_class_bind_template_child (widget_class, TinTab, stack);
  gtk_widget_class_bind_template_child (widget_class, TinTab, welcome);

  gtk_widget_class_install_action (widget_class, "tab.choose", "s", choose_action);
  gtk_widget_class_install_action (widget_class, "tab.example", "s", example_action);
  gtk_widget_class_install_action (widget_class, "tab.start-example", "s", example_action);
  gtk_widget_class_install_action (widget_class, "tab.profile", "s", profile_action);
  gtk_widget_class_install_action (widget_class, "tab.remove-profile", "s", remove_profile_action);
  gtk_widget_class_install_action (widget_class, "tab.counterpart", NULL, counterpart_action);
  gtk_widget_class_install_action (widget_class, "tab.dismiss-counterpart", NULL, dismiss_counterpart_action);
}

static void
tin_tab_init (TinTab *self)
{
  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A file has no address, and nothing is to be chosen. */
static void
show_file (TinTab *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->address_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->file_row), TRUE);
  tin_file_row_set_session (self->file_row, self->session);
  tin_tab_leave_welcome (self);
}

GtkWidget *
tin_tab_new (TinSession   *session,
             TinWorkbench *workbench,
             GSettings    *settings)
{
  TinTab *self;

  g_return_val_if_fail (TIN_IS_SESSION (session), NULL);
  g_return_val_if_fail (TIN_IS_WORKBENCH (workbench), NULL);

  self = g_object_new (TIN_TYPE_TAB, NULL);
  self->session = g_object_ref (session);
  self->workbench = g_object_ref (workbench);

  g_signal_connect_object (session, "notify::state", G_CALLBACK (session_notify_state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::problem", G_CALLBACK (session_notify_problem_cb), self,
                           G_CONNECT_SWAPPED);
  self->settings = g_object_ref (settings);
  tin_address_row_set_settings (self->address_row, settings);
  tin_address_row_set_profile (self->address_row, tin_session_get_profile (session));
  tin_welcome_set_profiles (self->welcome, tin_workbench_get_profiles (workbench));
  self->page = TIN_SESSION_PAGE (tin_session_page_new (session, workbench, settings));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->page), "session");
  if (tin_session_get_file (session) != NULL)
    show_file (self);

  return GTK_WIDGET (self);
}

TinSession *
tin_tab_get_session (TinTab *self)
{
  g_return_val_if_fail (TIN_IS_TAB (self), NULL);

  return self->session;
}

TinSessionPage *
tin_tab_get_page (TinTab *self)
{
  g_return_val_if_fail (TIN_IS_TAB (self), NULL);

  return self->page;
}

/* Whether it still shows the first page: nobody has chosen anything. */
gboolean
tin_tab_is_welcoming (TinTab *self)
{
  g_return_val_if_fail (TIN_IS_TAB (self), FALSE);

  return gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->welcome);
}

void
tin_tab_leave_welcome (TinTab *self)
{
  g_return_if_fail (TIN_IS_TAB (self));

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->page));
}

/* Takes over what @profile says, ready to be started. */
void
tin_tab_set_up (TinTab     *self,
                TinProfile *profile)
{
  g_return_if_fail (TIN_IS_TAB (self));
  g_return_if_fail (TIN_IS_PROFILE (profile));

  take_over (tin_session_get_profile (self->session), profile);
  tin_tab_leave_welcome (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Sets @example up, at @port if there is one, and offers the one that talks to it. */
void
tin_tab_open_example (TinTab           *self,
                      const TinExample *example,
                      const char       *port)
{
  g_return_if_fail (TIN_IS_TAB (self));
  g_return_if_fail (example != NULL);

  open_example (self, example, port, FALSE);
}

/* Opens the session. Why it could not is the session's problem, which its page shows. */
void
tin_tab_start (TinTab *self)
{
  g_return_if_fail (TIN_IS_TAB (self));

  tin_session_start (self->session, NULL);
}
