/* tin-option-entry.c: preferences: where the number of an option is typed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-option-entry.h"

#define WIDTH     9  /* characters: some more than the largest size of a buffer */
#define BIG_STEPS 10 /* with Page Up and Page Down */

/* No spin button: that one makes some number of whatever is typed, often 0, which means no limit. Here it stays as it
 * was typed, and the profile says what is wrong with it. */
struct _TinOptionEntry
{
  GtkEntry    parent_instance;

  TinProfile *profile;    /* (owned) (nullable) */
  TinOption   option;
  gboolean    is_writing; /* what is typed is not laid out anew, such as 007 */
};

G_DEFINE_FINAL_TYPE (TinOptionEntry, tin_option_entry, GTK_TYPE_ENTRY)

static void
changed_cb (TinOptionEntry *self)
{
  self->is_writing = TRUE;
  tin_profile_set_option_text (self->profile, self->option, gtk_editable_get_text (GTK_EDITABLE (self)));
  self->is_writing = FALSE;
}

/* GTK empties the field before it writes to it, and says so: the profile must not take that for what was typed. */
static void
update (TinOptionEntry *self)
{
  g_autofree char *text = NULL;

  if (self->is_writing)
    return;

  text = tin_profile_dup_option_text (self->profile, self->option);
  if (g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self))))
    return;

  g_signal_handlers_block_by_func (self, changed_cb, self);
  gtk_editable_set_text (GTK_EDITABLE (self), text);
  g_signal_handlers_unblock_by_func (self, changed_cb, self);
}

static void
profile_notify_option_cb (TinOptionEntry *self)
{
  update (self);
}

/* From the number that was set last, if what stands there is none. */
static void
step (TinOptionEntry *self,
      int             n_steps)
{
  const TinOptionInfo *info = tin_option_get_info (self->option);
  guint number;

  g_object_get (self->profile, info->name, &number, NULL);
  g_object_set (self->profile, info->name, (guint) CLAMP ((gint64) number + n_steps, info->lowest, info->highest), NULL);
  gtk_editable_set_position (GTK_EDITABLE (self), -1);
}

static gboolean
key_pressed_cb (TinOptionEntry  *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0 || !gtk_editable_get_editable (GTK_EDITABLE (self)))
    return GDK_EVENT_PROPAGATE;

  if (key == GDK_KEY_Up || key == GDK_KEY_KP_Up)
    step (self, 1);
  else if (key == GDK_KEY_Down || key == GDK_KEY_KP_Down)
    step (self, -1);
  else if (key == GDK_KEY_Page_Up || key == GDK_KEY_KP_Page_Up)
    step (self, BIG_STEPS);
  else if (key == GDK_KEY_Page_Down || key == GDK_KEY_KP_Page_Down)
    step (self, -BIG_STEPS);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
tin_option_entry_dispose (GObject *object)
{
  TinOptionEntry *self = TIN_OPTION_ENTRY (object);

  g_clear_object (&self->profile);

  G_OBJECT_CLASS (tin_option_entry_parent_class)->dispose (object);
}

static void
tin_option_entry_class_init (TinOptionEntryClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tin_option_entry_dispose;
}

static void
tin_option_entry_init (TinOptionEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  g_object_set (self, "width-chars", WIDTH, "max-width-chars", WIDTH, "xalign", 1.0,
                "input-purpose", GTK_INPUT_PURPOSE_DIGITS, "input-hints", GTK_INPUT_HINT_NO_SPELLCHECK, NULL);
}

/* @option is one with a number. */
GtkWidget *
tin_option_entry_new (TinProfile *profile,
                      TinOption   option)
{
  TinOptionEntry *self;
  g_autofree char *signal = NULL;

  g_return_val_if_fail (TIN_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (tin_option_get_info (option)->kind == TIN_OPTION_NUMBER, NULL);

  self = g_object_new (TIN_TYPE_OPTION_ENTRY, NULL);
  self->profile = g_object_ref (profile);
  self->option = option;

  signal = g_strconcat ("notify::", tin_option_get_info (option)->name, NULL);
  g_signal_connect_object (profile, signal, G_CALLBACK (profile_notify_option_cb), self, G_CONNECT_SWAPPED);
  update (self);
  g_signal_connect_swapped (self, "changed", G_CALLBACK (changed_cb), self);

  return GTK_WIDGET (self);
}
