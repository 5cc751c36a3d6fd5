/* tin-query-form.c: terms of a query as fields: who, how large, when.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-query-form.h"

#include "model/tin-query-field.h"

struct _TinQueryForm
{
  AdwBin     parent_instance;

  TinSearch *search;        /* (owned) (nullable) */
  gboolean   is_updating;   /* the fields follow the search */

  GtkWidget *peer_entry;
  GtkWidget *size_first_entry;
  GtkWidget *size_last_entry;
  GtkWidget *time_first_entry;
  GtkWidget *time_last_entry;
};

G_DEFINE_FINAL_TYPE (TinQueryForm, tin_query_form, ADW_TYPE_BIN)

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

/* What is being typed stays as it is. */
static void
show_text (GtkWidget  *entry,
           const char *text)
{
  if ((gtk_widget_get_state_flags (entry) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
show_range (const char *text,
            const char *name,
            GtkWidget  *first_entry,
            GtkWidget  *last_entry)
{
  g_autofree char *first = NULL, *last = NULL;

  tin_query_field_dup_range (text, name, &first, &last);
  show_text (first_entry, first);
  show_text (last_entry, last);
}

static void
update (TinQueryForm *self)
{
  const char *text = tin_search_get_text (self->search);
  g_autofree char *peer = tin_query_field_dup_value (text, "peer");

  if (self->is_updating)
    return;

  self->is_updating = TRUE;
  show_text (self->peer_entry, peer);
  show_range (text, "size", self->size_first_entry, self->size_last_entry);
  show_range (text, "time", self->time_first_entry, self->time_last_entry);
  self->is_updating = FALSE;
}

static char *
dup_changed (TinQueryForm *self,
             GtkWidget    *entry)
{
  const char *text = tin_search_get_text (self->search);

  if (entry == self->peer_entry)
    return tin_query_field_set_value (text, "peer", get_text (entry));

  if (entry == self->size_first_entry || entry == self->size_last_entry)
    return tin_query_field_set_range (text, "size", get_text (self->size_first_entry),
                                      get_text (self->size_last_entry));

  return tin_query_field_set_range (text, "time", get_text (self->time_first_entry), get_text (self->time_last_entry));
}

static void
entry_changed_cb (TinQueryForm *self,
                  GtkWidget    *entry)
{
  g_autofree char *text = NULL;

  if (self->is_updating || self->search == NULL)
    return;

  text = dup_changed (self, entry);
  self->is_updating = TRUE;
  tin_search_set_text (self->search, text);
  self->is_updating = FALSE;
}

static void
tin_query_form_dispose (GObject *object)
{
  TinQueryForm *self = TIN_QUERY_FORM (object);

  g_clear_object (&self->search);

  G_OBJECT_CLASS (tin_query_form_parent_class)->dispose (object);
}

static void
tin_query_form_class_init (TinQueryFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_query_form_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-query-form.ui");
  gtk_widget_class_bind_template_child (widget_class, TinQueryForm, peer_entry);
  gtk_widget_class_bind_template_child (widget_class, TinQueryForm, size_first_entry);
  gtk_widget_class_bind_template_child (widget_class, TinQueryForm, size_last_entry);
  gtk_widget_class_bind_template_child (widget_class, TinQueryForm, time_first_entry);
  gtk_widget_class_bind_template_child (widget_class, TinQueryForm, time_last_entry);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
}

static void
tin_query_form_init (TinQueryForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once. What is typed elsewhere stands in the fields, and what is typed here in the text of the search. */
void
tin_query_form_set_search (TinQueryForm *self,
                           TinSearch    *search)
{
  g_return_if_fail (TIN_IS_QUERY_FORM (self));
  g_return_if_fail (TIN_IS_SEARCH (search));
  g_return_if_fail (self->search == NULL);

  self->search = g_object_ref (search);
  g_signal_connect_object (search, "notify::text", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
