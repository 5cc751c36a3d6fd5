/* tin-framing-button.c: says how messages are framed, and changes it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-framing-button.h"

#include <glib/gi18n-lib.h>

#include "model/tin-framing-words.h"
#include "ui/tin-framing-editor.h"

#define EDITOR_WIDTH 350 /* pixels */
#define POPOVER_EDGE 72  /* pixels around the editors, with the shadow */

struct _TinFramingButton
{
  AdwBin            parent_instance;

  TinProfile       *profile;    /* (owned) (nullable) */
  TinMessageList   *messages;   /* (owned) (nullable) */

  GtkMenuButton    *button;
  GtkLabel         *label;
  GtkBox           *editors;
  TinFramingEditor *in;
  TinFramingEditor *out;
  GtkRevealer      *progress_revealer;
  GtkProgressBar   *progress;
};

G_DEFINE_FINAL_TYPE (TinFramingButton, tin_framing_button, ADW_TYPE_BIN)

static char *
dup_label (TinFramingEditor * editor,
           gboolean outgoing)
{
  TinFraming framing = TIN_FRAMING_INIT;

  tin_framing_parse (tin_framing_editor_get_framing (editor), &framing, NULL);

  return tin_framing_words_dup_label (&framing, outgoing);
}

static gboolean
are_same (TinFramingButton *self)
{
  return g_str_equal (tin_framing_editor_get_framing (self->in), tin_framing_editor_get_framing (self->out));
}

static void
show_words (TinFramingButton *self)
{
  g_autofree char *in = dup_label (self->in, FALSE);
  g_autofree char *out = dup_label (self->out, TRUE);
  /* Translators: how messages are framed, each way, such as "Received: Lines (LF)" */
  g_autofree char *sentence = g_strdup_printf (_("How messages are framed\nReceived: %1$s\nSent: %2$s"), in, out);
  /* Translators: how received and sent messages are framed, where that is not the same */
  g_autofree char *both = g_strdup_printf (_("%1$s / %2$s"), in, out);

  gtk_label_set_text (self->label, are_same (self) ? in : both);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

static void
show_progress (TinFramingButton *self)
{
  double progress = 1;
  g_autofree char *text = NULL;

  if (self->messages != NULL)
    g_object_get (self->messages, "progress", &progress, NULL);

  gtk_progress_bar_set_fraction (self->progress, progress);
  gtk_revealer_set_reveal_child (self->progress_revealer, progress < 1);
  if (progress >= 1)
    {
      show_words (self);
      return;
    }

  /* Translators: on a button while old messages are framed anew */
  text = g_strdup_printf (_("Framing… %u %%"), (guint) (100 * progress));
  gtk_label_set_text (self->label, text);
}

/* Beside each other where the window is wide enough, or else below each other: nothing of them is outside of it. */
static void
place_editors (GtkMenuButton *button,
               gpointer       user_data)
{
  TinFramingButton *self = user_data;
  int room = gtk_widget_get_width (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)))) - POPOVER_EDGE;
  gboolean beside = room >= 2 * EDITOR_WIDTH + gtk_box_get_spacing (self->editors);
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (button));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->editors),
                                  beside ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_homogeneous (self->editors, beside);
  gtk_widget_set_size_request (GTK_WIDGET (self->in), MIN (EDITOR_WIDTH, room), -1);
  gtk_widget_queue_resize (popover);
}

static void
tin_framing_button_dispose (GObject *object)
{
  TinFramingButton *self = TIN_FRAMING_BUTTON (object);

  g_clear_object (&self->messages);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (tin_framing_button_parent_class)->dispose (object);
}

static void
tin_framing_button_class_init (TinFramingButtonClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_framing_button_dispose;

  g_type_ensure (TIN_TYPE_FRAMING_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-framing-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TinFramingButton, button);
  gtk_widget_class_bind_template_child (widget_class, TinFramingButton, label);
  gtk_widget_class_bind_template_child (widget_class, TinFramingButton, editors);
  gtk_widget_class_bind_template_child (widget_class, TinFramingButton, in);
  gtk_widget_class_bind_template_child (widget_class, TinFramingButton, out);
  gtk_widget_class_bind_template_child (widget_class, TinFramingButton, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, TinFramingButton, progress);
  gtk_widget_class_bind_template_callback (widget_class, show_progress);
}

static void
tin_framing_button_init (TinFramingButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->button, place_editors, self, NULL);
  show_words (self);
}

/* Once, before it is shown. */
void
tin_framing_button_set_session (TinFramingButton *self,
                                TinSession       *session)
{
  const GBindingFlags both_ways = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  g_return_if_fail (TIN_IS_FRAMING_BUTTON (self));
  g_return_if_fail (TIN_IS_SESSION (session));
  g_return_if_fail (self->profile == NULL);

  self->profile = g_object_ref (tin_session_get_profile (session));
  self->messages = g_object_ref (tin_session_get_messages (session));
  g_object_bind_property (self->profile, "framing-in", self->in, "framing", both_ways);
  g_object_bind_property (self->profile, "framing-out", self->out, "framing", both_ways);
  g_signal_connect_object (self->messages, "notify::progress", G_CALLBACK (show_progress), self, G_CONNECT_SWAPPED);
  show_progress (self);
}

void
tin_framing_button_popup (TinFramingButton *self)
{
  g_return_if_fail (TIN_IS_FRAMING_BUTTON (self));

  gtk_menu_button_popup (self->button);
}
