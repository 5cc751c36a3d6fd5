/* tin-detail-find.c: looks for text or bytes in one message.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-detail-find.h"

#include <glib/gi18n-lib.h>

#include "codec/tin-hex.h"

#define NO_HIT G_MAXUINT

struct _TinDetailFind
{
  AdwBin           parent_instance;

  TinPayload      *payload;      /* (owned) (nullable) */
  char            *encoding;     /* (owned) */
  GCancellable    *cancellable;  /* (owned) (nullable) while a search runs */
  GArray          *hits;         /* (owned) (element-type TinSpan) */
  gboolean         complete;     /* whether those are all */
  guint            current;      /* of the hits, or NO_HIT */
  gboolean         go;           /* to the first one when they come */

  GtkRevealer     *revealer;
  GtkSearchEntry  *entry;
  GtkToggleButton *hex_button;
  GtkLabel        *count_label;
  GtkWidget       *previous_button;
  GtkWidget       *next_button;
};

G_DEFINE_FINAL_TYPE (TinDetailFind, tin_detail_find, ADW_TYPE_BIN)

enum
{
  FOUND,
  REACHED,
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
dup_count (TinDetailFind *self)
{
  if (self->hits->len == 0)
    return g_strdup (_("Not found"));

  if (!self->complete)
    /* Translators: which of the places where a text was found is shown; there are more than the second number */
    return g_strdup_printf (_("%1$u of more than %2$u"), self->current + 1, self->hits->len);

  /* Translators: which of the places where a text was found is shown, such as "3 of 17" */
  return g_strdup_printf (_("%1$u of %2$u"), self->current + 1, self->hits->len);
}

/* @problem: (nullable): why there is nothing to show */
static void
show_state (TinDetailFind *self,
            const char    *problem)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *count = NULL;
  gboolean failed;

  if (problem != NULL)
    count = g_strdup (problem);
  else if (*text == '\0' || self->payload == NULL)
    count = g_strdup ("");
  else if (self->cancellable != NULL)
    count = g_strdup (_("Searching…"));
  else
    count = dup_count (self);

  failed = problem != NULL || (*text != '\0' && self->cancellable == NULL && self->hits->len == 0);
  gtk_label_set_text (self->count_label, count);

  if (failed)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");

  gtk_widget_set_sensitive (self->previous_button, self->hits->len > 0);
  gtk_widget_set_sensitive (self->next_button, self->hits->len > 0);
}

static void
go_to (TinDetailFind *self,
       guint          hit)
{
  const TinSpan *span = &g_array_index (self->hits, TinSpan, hit);

  self->current = hit;
  show_state (self, NULL);
  g_signal_emit (self, signals[REACHED], 0, (guint64) span->start, (guint64) span->end);
}

static void
set_hits (TinDetailFind *self,
          GArray        *hits,
          gboolean       complete)
{
  g_array_unref (self->hits);
  self->hits = hits;
  self->complete = complete;
  self->current = 0;

  g_signal_emit (self, signals[FOUND], 0);
}

static void
find_ready_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (TinDetailFind) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean complete;
  GArray *hits = tin_payload_find_finish (result, &complete, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);

  if (hits == NULL)
    {
      show_state (self, error->message);
      return;
    }

  set_hits (self, hits, complete);

  if (self->go && hits->len > 0)
    go_to (self, 0);
  else
    show_state (self, NULL);
}

static TinPattern *
create_pattern (TinDetailFind  *self,
                const char     *text,
                GError        **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!gtk_toggle_button_get_active (self->hex_button))
    return tin_pattern_new_text (text, self->encoding, TIN_CASE_SMART, error);

  bytes = tin_hex_decode (text, error);

  return bytes != NULL && g_bytes_get_size (bytes) > 0 ? tin_pattern_new_bytes (bytes) : NULL;
}

static void
stop (TinDetailFind *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  g_clear_object (&self->cancellable);
}

static void
search (TinDetailFind *self,
        gboolean       go)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (TinPattern) pattern = NULL;
  g_autoptr (GError) error = NULL;

  stop (self);
  set_hits (self, g_array_new (FALSE, FALSE, sizeof (TinSpan)), TRUE);

  if (*text != '\0' && self->payload != NULL && gtk_revealer_get_reveal_child (self->revealer))
    pattern = create_pattern (self, text, &error);

  if (pattern != NULL)
    {
      self->go = go;
      self->cancellable = g_cancellable_new ();
      tin_payload_find_async (self->payload, pattern, self->cancellable, find_ready_cb, g_object_ref (self));
    }

  show_state (self, error != NULL ? error->message : NULL);
}

static void
search_changed_cb (TinDetailFind *self)
{
  search (self, TRUE);
}

static void
next_cb (TinDetailFind *self)
{
  if (self->hits->len > 0)
    go_to (self, (self->current + 1) % self->hits->len);
}

static void
previous_cb (TinDetailFind *self)
{
  if (self->hits->len > 0)
    go_to (self, (self->current + self->hits->len - 1) % self->hits->len);
}

static gboolean
key_pressed_cb (TinDetailFind   *self,
                guint            key,
                guint            code,
                GdkModifierType  modifiers)
{
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || (modifiers & GDK_SHIFT_MASK) == 0)
    return GDK_EVENT_PROPAGATE;

  previous_cb (self);

  return GDK_EVENT_STOP;
}

static void
tin_detail_find_dispose (GObject *object)
{
  TinDetailFind *self = TIN_DETAIL_FIND (object);

  stop (self);
  g_clear_pointer (&self->payload, tin_payload_unref);

  G_OBJECT_CLASS (tin_detail_find_parent_class)->dispose (object);
}

static void
tin_detail_find_finalize (GObject *object)
{
  TinDetailFind *self = TIN_DETAIL_FIND (object);

  g_array_unref (self->hits);
  g_free (self->encoding);

  G_OBJECT_CLASS (tin_detail_find_parent_class)->finalize (object);
}

/* From its buttons, too. */
static gboolean
bar_key_pressed_cb (TinDetailFind   *self,
                    guint            key,
                    guint            code,
                    GdkModifierType  modifiers)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  tin_detail_find_close (self);

  return GDK_EVENT_STOP;
}

static void
tin_detail_find_class_init (TinDetailFindClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_detail_find_dispose;
  object_class->finalize = tin_detail_find_finalize;

  signals[FOUND] = g_signal_new ("found", TIN_TYPE_DETAIL_FIND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[REACHED] = g_signal_new ("reached", TIN_TYPE_DETAIL_FIND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_UINT64);
  signals[CLOSED] = g_signal_new ("closed", TIN_TYPE_DETAIL_FIND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-detail-find.ui");

  gtk_widget_class_bind_template_child (widget_class, TinDetailFind, revealer);
  gtk_widget_class_bind_template_child (widget_class, TinDetailFind, entry);
  gtk_widget_class_bind_template_child (widget_class, TinDetailFind, hex_button);
  gtk_widget_class_bind_template_child (widget_class, TinDetailFind, count_label);
  gtk_widget_class_bind_template_child (widget_class, TinDetailFind, previous_button);
  gtk_widget_class_bind_template_child (widget_class, TinDetailFind, next_button);

  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tin_detail_find_close);
  gtk_widget_class_bind_template_callback (widget_class, bar_key_pressed_cb);
}

static void
tin_detail_find_init (TinDetailFind *self)
{
  self->encoding = g_strdup ("UTF-8");
  self->hits = g_array_new (FALSE, FALSE, sizeof (TinSpan));

  gtk_widget_init_template (GTK_WIDGET (self));
  show_state (self, NULL);
}

void
tin_detail_find_open (TinDetailFind *self)
{
  g_return_if_fail (TIN_IS_DETAIL_FIND (self));

  if (!gtk_revealer_get_reveal_child (self->revealer))
    {
      gtk_revealer_set_reveal_child (self->revealer, TRUE);
      search (self, FALSE);
    }

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
tin_detail_find_close (TinDetailFind *self)
{
  g_return_if_fail (TIN_IS_DETAIL_FIND (self));

  if (!gtk_revealer_get_reveal_child (self->revealer))
    return;

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  search (self, FALSE);
  g_signal_emit (self, signals[CLOSED], 0);
}

/* Where to look, or NULL. What was looked for before is looked for there, too, but not gone to. */
void
tin_detail_find_set_payload (TinDetailFind *self,
                             TinPayload    *payload,
                             const char    *encoding)
{
  g_return_if_fail (TIN_IS_DETAIL_FIND (self));

  g_clear_pointer (&self->payload, tin_payload_unref);
  self->payload = payload != NULL ? tin_payload_ref (payload) : NULL;
  g_free (self->encoding);
  self->encoding = g_strdup (encoding);

  search (self, FALSE);
}

/* Returns: (transfer none) (element-type TinSpan): ascending */
GArray *
tin_detail_find_get_hits (TinDetailFind *self)
{
  g_return_val_if_fail (TIN_IS_DETAIL_FIND (self), NULL);

  return self->hits;
}
