/* tin-filter-bar.c: what the log is searched for, and what was found.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-filter-bar.h"

#include <glib/gi18n-lib.h>

#include "model/tin-query-text.h"
#include "ui/tin-filter-note.h"
#include "ui/tin-query-entry.h"
#include "ui/tin-query-form.h"
#include "ui/tin-query-help.h"

/* The terms that the choices stand for, in the order of the check buttons. */
static const char *const choices[] = { "in", "out", "events", "errors", NULL };

#define N_CHECKS G_N_ELEMENTS (choices) /* with the one for none of them */

struct _TinFilterBar
{
  AdwBin           parent_instance;

  TinSearch       *search;        /* (owned) (nullable) */
  TinMessage      *selected;      /* (owned) (nullable) */
  gboolean         is_updating;   /* entry and checks follow the search */

  GtkRevealer     *revealer;
  TinQueryEntry   *entry;
  TinQueryHelp    *query_help;
  TinQueryForm    *query_form;
  GtkLabel        *place_label;
  GtkLabel        *error_label;
  GtkLabel        *note_label;
  GtkToggleButton *case_button;
  GtkToggleButton *regex_button;
  GtkCheckButton  *all_check;
  GtkCheckButton  *in_check;
  GtkCheckButton  *out_check;
  GtkCheckButton  *events_check;
  GtkCheckButton  *errors_check;
  GtkCheckButton  *filter_check;
};

G_DEFINE_FINAL_TYPE (TinFilterBar, tin_filter_bar, ADW_TYPE_BIN)

/* Returns: (transfer full): with the thousands set apart as the language has it */
static char *
format_count (guint64 count)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
}

/* Returns: which of the messages found is selected, from 1 up; 0 if none is */
static guint64
get_place (TinFilterBar *self)
{
  if (self->selected == NULL)
    return 0;

  if (tin_message_get_frame (self->selected) != TIN_FRAME_NO_NUMBER)
    return tin_search_get_place (self->search, tin_message_get_frame (self->selected));

  return tin_search_get_pending_place (self->search, tin_message_get_position (self->selected),
                                       tin_message_get_offset (self->selected));
}

static char *
dup_place (TinFilterBar *self)
{
  guint64 n_hits = tin_search_get_n_hits (self->search);
  guint64 place = get_place (self);
  g_autofree char *count = format_count (n_hits);
  g_autofree char *index = format_count (place);
  gboolean busy;

  if (tin_search_get_query (self->search) == NULL || tin_search_get_error (self->search, NULL) != NULL)
    return g_strdup ("");

  g_object_get (self->search, "busy", &busy, NULL);
  if (n_hits == 0)
    return g_strdup (busy ? _("Searching…") : _("Nothing found"));

  if (place != 0 && place <= n_hits)
    /* Translators: which of the messages found is selected, and how many there are, such as "3 of 1,204" */
    return g_strdup_printf (_("%1$s of %2$s"), index, count);

  /* Translators: %s is a number of messages */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s found", "%s found", (gulong) n_hits), count);
}

static void
update_place (TinFilterBar *self)
{
  g_autofree char *place = dup_place (self);
  g_autofree char *note = tin_filter_note_dup (self->search);

  gtk_label_set_text (self->place_label, place);
  gtk_label_set_text (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL);
}

static void
update_error (TinFilterBar *self)
{
  gsize offset = 0;
  const char *error = tin_search_get_error (self->search, &offset);

  tin_query_entry_mark_error (self->entry, error != NULL, offset);
  gtk_label_set_text (self->error_label, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
  update_place (self);
}

static GtkCheckButton *
get_check (TinFilterBar *self,
           int           choice)
{
  GtkCheckButton *checks[N_CHECKS] = {
    self->in_check, self->out_check, self->events_check, self->errors_check, self->all_check,
  };

  return checks[choice >= 0 ? choice : (int) N_CHECKS - 1];
}

static void
update_text (TinFilterBar *self)
{
  const char *text = tin_search_get_text (self->search);

  /* What the entry has in between, as it is emptied first, is nobody's wish. */
  self->is_updating = TRUE;
  tin_query_entry_set_text (self->entry, text);
  if (*text != '\0')
    gtk_revealer_set_reveal_child (self->revealer, TRUE);

  gtk_check_button_set_active (get_check (self, tin_query_text_find (text, choices)), TRUE);
  self->is_updating = FALSE;

  update_error (self);
}

static void
check_toggled_cb (TinFilterBar   *self,
                  GtkCheckButton *check)
{
  g_autofree char *text = NULL;
  int choice = 0;

  if (self->is_updating || self->search == NULL || !gtk_check_button_get_active (check))
    return;

  while (get_check (self, choice) != check)
    choice++;

  text = tin_query_text_replace (tin_search_get_text (self->search), choices, choices[choice]);
  tin_search_set_text (self->search, text);
}

static void
entry_changed_cb (TinFilterBar *self)
{
  if (self->search != NULL && !self->is_updating)
    tin_search_set_text (self->search, tin_query_entry_get_text (self->entry));
}

/* At the beginning, as the end may be a quotation that is not closed. */
static void
help_chosen_cb (TinFilterBar *self,
                const char   *example)
{
  g_autofree char *text = NULL;

  if (self->search == NULL)
    return;

  text = g_strjoin (*tin_search_get_text (self->search) != '\0' ? " " : "", example,
                    tin_search_get_text (self->search), NULL);
  tin_search_set_text (self->search, text);
  tin_query_entry_focus (self->entry);
}

static void
entry_next_cb (TinFilterBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "page.find-next", NULL);
}

static void
entry_previous_cb (TinFilterBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "page.find-previous", NULL);
}

static void
entry_stop_cb (TinFilterBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "page.find-stop", NULL);
}

static void
tin_filter_bar_dispose (GObject *object)
{
  TinFilterBar *self = TIN_FILTER_BAR (object);

  g_clear_object (&self->selected);
  g_clear_object (&self->search);

  G_OBJECT_CLASS (tin_filter_bar_parent_class)->dispose (object);
}

static void
tin_filter_bar_class_init (TinFilterBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_filter_bar_dispose;

  g_type_ensure (TIN_TYPE_QUERY_ENTRY);
  g_type_ensure (TIN_TYPE_QUERY_FORM);
  g_type_ensure (TIN_TYPE_QUERY_HELP);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SEARCH);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-filter-bar.ui");

  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, entry);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, query_help);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, query_form);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, place_label);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, error_label);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, note_label);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, case_button);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, regex_button);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, all_check);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, in_check);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, out_check);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, events_check);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, errors_check);
  gtk_widget_class_bind_template_child (widget_class, TinFilterBar, filter_check);

  gtk_widget_class_bind_template_callback (widget_class, check_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, help_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_stop_cb);
}

static void
tin_filter_bar_init (TinFilterBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once. */
void
tin_filter_bar_set_search (TinFilterBar *self,
                           TinSearch    *search,
                           TinPeerList  *peers)
{
  const GBindingFlags both = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  g_return_if_fail (TIN_IS_FILTER_BAR (self));
  g_return_if_fail (TIN_IS_SEARCH (search));
  g_return_if_fail (self->search == NULL);

  self->search = g_object_ref (search);
  tin_query_entry_set_peers (self->entry, peers);
  tin_query_form_set_search (self->query_form, search);

  g_object_bind_property (search, "match-case", self->case_button, "active", both);
  g_object_bind_property (search, "regex", self->regex_button, "active", both);
  g_object_bind_property (search, "filter", self->filter_check, "active", both);

  g_signal_connect_object (search, "notify::text", G_CALLBACK (update_text), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "notify::error", G_CALLBACK (update_error), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "notify::filter", G_CALLBACK (update_place), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "notify::query", G_CALLBACK (update_place), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "notify::n-hits", G_CALLBACK (update_place), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "notify::busy", G_CALLBACK (update_place), self, G_CONNECT_SWAPPED);

  update_text (self);
  update_place (self);
}

/* The message of the log that is selected, or %NULL. */
void
tin_filter_bar_set_selected (TinFilterBar *self,
                             TinMessage   *message)
{
  g_return_if_fail (TIN_IS_FILTER_BAR (self));

  g_set_object (&self->selected, message);
  if (self->search != NULL)
    update_place (self);
}

gboolean
tin_filter_bar_is_open (TinFilterBar *self)
{
  g_return_val_if_fail (TIN_IS_FILTER_BAR (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

/* Takes the focus. */
void
tin_filter_bar_open (TinFilterBar *self)
{
  g_return_if_fail (TIN_IS_FILTER_BAR (self));

  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  tin_query_entry_focus (self->entry);
}

/* What was asked for goes, too. */
void
tin_filter_bar_close (TinFilterBar *self)
{
  g_return_if_fail (TIN_IS_FILTER_BAR (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  if (self->search != NULL)
    tin_search_set_text (self->search, "");
}
