/* tin-status-bar.c: totals, what was dropped, and where it is being saved.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-status-bar.h"

#include <glib/gi18n-lib.h>

#include "ui/tin-framing-button.h"
#include "ui/tin-peer-row.h"

/* Brought up to date from outside a few times a second, never once a message. */
struct _TinStatusBar
{
  AdwBin            parent_instance;

  GtkLabel         *received_label;
  GtkLabel         *sent_label;
  GtkLabel         *short_label;
  GtkLabel         *notes_label;
  GtkLabel         *recording_label;
  TinFramingButton *framing;
};

G_DEFINE_FINAL_TYPE (TinStatusBar, tin_status_bar, ADW_TYPE_BIN)

/* Totals know of reads and writes alone, which are messages as long as nothing joins or parts them. */
static gboolean
is_framed (TinSession   *session,
           TinDirection  direction)
{
  TinFrames *frames = tin_message_list_get_frames (tin_session_get_messages (session));

  return frames != NULL && tin_frames_get_framing (frames, direction)->kind != TIN_FRAMING_AS_RECEIVED;
}

static char *
dup_received (guint64  n_reads,
              guint64  n_bytes,
              gboolean framed)
{
  g_autofree char *count = g_strdup_printf ("%'" G_GUINT64_FORMAT, n_reads);
  g_autofree char *size = g_format_size (n_bytes);

  if (!framed)
    /* Translators: a number of messages and their amount, such as "Received 1,204 (1.2 MB)". */
    return g_strdup_printf (_("Received %s (%s)"), count, size);

  /* Translators: an amount, and in how many reads of the socket it came, such as "Received 1.2 MB in 1,204 reads" */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Received %1$s in %2$s read", "Received %1$s in %2$s reads",
                                       n_reads), size, count);
}

static char *
dup_sent (guint64  n_writes,
          guint64  n_bytes,
          gboolean framed)
{
  g_autofree char *count = g_strdup_printf ("%'" G_GUINT64_FORMAT, n_writes);
  g_autofree char *size = g_format_size (n_bytes);

  if (!framed)
    /* Translators: a number of messages and their amount, such as "Sent 1,204 (1.2 MB)". */
    return g_strdup_printf (_("Sent %s (%s)"), count, size);

  /* Translators: an amount, and in how many writes to the socket it went, such as "Sent 1.2 MB in 1,204 writes" */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Sent %1$s in %2$s write", "Sent %1$s in %2$s writes",
                                       n_writes), size, count);
}

/* Amounts alone, which mean the same whatever joins or parts messages. */
static void
show_short (TinStatusBar    *self,
            const TinTotals *totals,
            const char      *received,
            const char      *sent)
{
  g_autofree char *amounts = tin_peer_row_dup_amounts (totals->bytes_in, totals->bytes_out);
  g_autofree char *both = g_strdup_printf ("%s\n%s", received, sent);

  gtk_label_set_text (self->short_label, amounts);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->short_label), both);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->short_label), GTK_ACCESSIBLE_PROPERTY_LABEL, both, -1);
}

static void
update_totals (TinStatusBar *self,
               TinSession   *session)
{
  const TinTotals *totals = tin_session_get_totals (session);
  g_autofree char *received = dup_received (totals->messages_in, totals->bytes_in,
                                            is_framed (session, TIN_DIRECTION_IN));
  g_autofree char *sent = dup_sent (totals->messages_out, totals->bytes_out,
                                    is_framed (session, TIN_DIRECTION_OUT));

  gtk_label_set_text (self->received_label, received);
  gtk_label_set_text (self->sent_label, sent);
  show_short (self, totals, received, sent);
}

static void
append_note (GString    *notes,
             const char *note)
{
  if (notes->len > 0)
    g_string_append (notes, " · ");

  g_string_append (notes, note);
}

static void
update_notes (TinStatusBar *self,
              TinSession   *session)
{
  GString *notes = g_string_new (NULL);
  guint64 dropped = tin_session_get_totals (session)->dropped;
  guint64 queued = 0;
  gboolean at_limit = FALSE;

  g_object_get (session, "queued", &queued, "at-limit", &at_limit, NULL);

  if (dropped > 0)
    {
      /* Translators: datagrams that the system lost before they reached us. */
      g_autofree char *digits = g_strdup_printf ("%'" G_GUINT64_FORMAT, dropped);
      g_autofree char *note = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s lost", "%s lost", dropped), digits);

      append_note (notes, note);
    }

  if (queued > 0)
    {
      g_autofree char *size = g_format_size (queued);
      /* Translators: %s is an amount such as "1.2 MB". */
      g_autofree char *note = g_strdup_printf (_("%s waiting to be sent"), size);

      append_note (notes, note);
    }

  if (at_limit)
    append_note (notes, _("No more connections are accepted"));

  gtk_label_set_text (self->notes_label, notes->str);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->notes_label), notes->str);
  gtk_widget_set_visible (GTK_WIDGET (self->notes_label), notes->len > 0);
  g_string_free (notes, TRUE);
}

static void
update_recording (TinStatusBar *self,
                  TinCapture   *capture)
{
  g_auto (TinCaptureHealth) health = { 0 };
  g_autofree char *text = NULL;

  if (capture != NULL)
    tin_capture_get_health (capture, &health);

  if (capture == NULL)
    {
      text = g_strdup ("");
    }
  else if (health.state == TIN_CAPTURE_SAVING && health.path != NULL)
    {
      g_autofree char *name = g_path_get_basename (health.path);
      g_autofree char *shown = g_filename_display_name (name);

      /* Translators: %s is the name of the file that is being recorded to. */
      text = g_strdup_printf (_("Saved in %s"), shown);
    }
  else
    {
      text = g_strdup (_("Not being saved"));
    }

  gtk_label_set_text (self->recording_label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->recording_label),
                               health.state == TIN_CAPTURE_SAVING ? health.path : health.reason);
}

static void
update_file (TinStatusBar *self,
             const char   *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  gtk_label_set_text (self->recording_label, _("Only for reading"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->recording_label), shown);
}

static void
tin_status_bar_class_init (TinStatusBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (TIN_TYPE_FRAMING_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-status-bar.ui");

  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, received_label);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, sent_label);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, short_label);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, notes_label);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, recording_label);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, framing);
}

static void
tin_status_bar_init (TinStatusBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once, before it is shown. */
void
tin_status_bar_set_session (TinStatusBar *self,
                            TinSession   *session)
{
  g_return_if_fail (TIN_IS_STATUS_BAR (self));

  tin_framing_button_set_session (self->framing, session);
}

/* Opens the choice of how messages are framed. */
void
tin_status_bar_show_framing (TinStatusBar *self)
{
  g_return_if_fail (TIN_IS_STATUS_BAR (self));

  tin_framing_button_popup (self->framing);
}

void
tin_status_bar_update (TinStatusBar *self,
                       TinSession   *session)
{
  g_return_if_fail (TIN_IS_STATUS_BAR (self));

  update_totals (self, session);
  update_notes (self, session);
  if (tin_session_get_file (session) != NULL)
    update_file (self, tin_session_get_file (session));
  else
    update_recording (self, tin_session_get_capture (session));
}
