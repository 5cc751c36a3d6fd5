/* tin-session-page-view.c: actions of the group "page." on the messages that are looked at.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

#include <glib/gi18n-lib.h>

#include "ui/tin-copy.h"

static void
toast (TinSessionPage *self,
       const char     *title)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
report_left_out (TinSessionPage *self,
                 const TinCopy  *copy)
{
  g_autofree char *title = NULL;

  if (copy->problem != NULL)
    title = g_strdup (copy->problem->message);
  else if (copy->form <= TIN_COPY_HEX)
    /* Translators: %u is a number of selected messages that were too many for the clipboard. */
    title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u message was left out: too much for the clipboard",
                                          "%u messages were left out: too much for the clipboard",
                                          copy->n_left_out), copy->n_left_out);
  else
    /* Translators: %u is a number of selected rows of the log that have no bytes to be copied, or too many. */
    title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row was left out: it has no bytes, or too many",
                                          "%u rows were left out: they have no bytes, or too many",
                                          copy->n_left_out), copy->n_left_out);

  toast (self, title);
}

static void
copy_messages (TinSessionPage *self,
               TinCopyForm     form)
{
  TinCopy copy = {
    .form = form, .encoding = tin_detail_pane_get_encoding (self->detail),
    .role = tin_profile_get_role (tin_session_get_profile (self->session)),
  };
  g_autofree char *text = tin_copy_messages (&copy, self->log);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);

  if (copy.n_left_out > 0)
    report_left_out (self, &copy);

  g_clear_error (&copy.problem);
}

static void
copy_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  copy_messages (user_data, TIN_COPY_ROWS);
}

static void
copy_as_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  TinCopyForm form;

  if (tin_copy_form_from_nick (g_variant_get_string (parameter, NULL), &form))
    copy_messages (user_data, form);
}

static void
copy_shown_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  TinSessionPage *self = user_data;
  g_autofree char *text = tin_detail_pane_dup_shown (self->detail);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static const GActionEntry entries[] = {
  { .name = "copy", .activate = copy_action },
  { .name = "copy-as", .activate = copy_as_action, .parameter_type = "s" },
  { .name = "copy-shown", .activate = copy_shown_action },
};

void
tin_session_page_add_view_actions (TinSessionPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}
