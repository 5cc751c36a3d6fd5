/* tin-status-bar.c: totals, what was dropped, and where it is being saved.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-status-bar.h"

#include <glib/gi18n-lib.h>

#include "model/tin-loss-words.h"
#include "model/tin-peer-words.h"
#include "ui/tin-framing-button.h"
#include "ui/tin-peer-row.h"
#include "ui/tin-statistics.h"
#include "ui/tin-tooltip.h"

/* Brought up to date from outside a few times a second, never once a message. */
struct _TinStatusBar
{
  AdwBin            parent_instance;

  GtkLabel         *received_label;
  GtkLabel         *sent_label;
  GtkLabel         *short_label;
  GtkLabel         *notes_label;
  GtkLabel         *alone_label;
  GtkLabel         *short_notes_label;
  GtkLabel         *recording_label;
  GtkMenuButton    *statistics_button;
  TinStatistics    *statistics;
  guint64           lost;             /* as @loss_details was made */
  guint64           unsent;           /* the same */
  char             *unsent_words;     /* (owned) (nullable) */
  char             *loss_details;     /* (owned) (nullable) */
  TinFramingButton *framing;
};

G_DEFINE_FINAL_TYPE (TinStatusBar, tin_status_bar, ADW_TYPE_BIN)

static char *
dup_received (guint64 n_reads,
              guint64 n_bytes,
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
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->short_label), GTK_ACCESSIBLE_PROPERTY_LABEL, both, -1);
  /* The labels in a button are no more than its name. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->statistics_button), GTK_ACCESSIBLE_PROPERTY_LABEL, both, -1);
}

static void
update_totals (TinStatusBar *self,
               TinSession   *session)
{
  const TinTotals *totals = tin_session_get_totals (session);
  g_autofree char *received = dup_received (totals->messages_in, totals->bytes_in,
                                            !tin_session_counts_messages (session, TIN_DIRECTION_IN));
  g_autofree char *sent = dup_sent (totals->messages_out, totals->bytes_out,
                                    !tin_session_counts_messages (session, TIN_DIRECTION_OUT));

  gtk_label_set_text (self->received_label, received);
  gtk_label_set_text (self->sent_label, sent);
  show_short (self, totals, received, sent);
}

/* What holds something up, in three lengths. */
typedef struct
{
  GString *whole;
  GString *brief;    /* where there is little room */
  GString *tooltip;
} Notes;

static void
append (GString    *text,
        const char *between,
        const char *note)
{
  if (text->len > 0)
    g_string_append (text, between);

  g_string_append (text, note);
}

static void
append_note (Notes      *notes,
             const char *whole,
             const char *brief)
{
  append (notes->whole, " · ", whole);
  append (notes->brief, " · ", brief);
  append (notes->tooltip, "\n", whole);
}

/* Why, and what to do about it, is in the recording, which is read when there is something new. */
static void
update_loss (TinStatusBar *self,
             TinSession   *session)
{
  const TinTotals *totals = tin_session_get_totals (session);
  guint64 lost = totals->dropped + totals->unread + totals->uncaptured;

  if (lost == self->lost && totals->unsent == self->unsent)
    return;

  g_free (self->unsent_words);
  self->unsent_words = tin_loss_words_dup_unsent (session);
  self->unsent = totals->unsent;
  g_free (self->loss_details);
  self->loss_details = tin_loss_words_dup_details (session);
  self->lost = lost;
}

/* Where there is little room, only what all reasons have in common. */
static void
append_loss (TinStatusBar *self,
             TinSession   *session,
             Notes        *notes)
{
  const TinTotals *totals = tin_session_get_totals (session);
  g_autofree char *whole = NULL;
  g_autofree char *total = NULL;

  if (tin_loss_words_is_any (totals))
    {
      whole = tin_loss_words_dup_brief (totals);
      total = tin_loss_words_dup_total (totals);
      append_note (notes, whole, total);
    }

  if (self->unsent_words != NULL)
    append_note (notes, self->unsent_words, self->unsent_words);
  if (self->loss_details != NULL)
    append (notes->tooltip, "\n", self->loss_details);
}

static char *
dup_waiting (guint64  queued,
             guint    n_waiting,
             TinPeer *most)
{
  g_autofree char *size = g_format_size (queued);

  if (n_waiting > 1)
    /* Translators: %1$s is an amount such as "1.2 MB", %2$u a number of connections. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s waiting to be sent to %2$u connection",
                                         "%1$s waiting to be sent to %2$u connections", n_waiting), size, n_waiting);

  if (most != NULL)
    /* Translators: an amount such as "1.2 MB", and an address with its port */
    return g_strdup_printf (_("%1$s waiting to be sent to %2$s"), size, tin_peer_get_address (most));

  /* Translators: %s is an amount such as "1.2 MB". */
  return g_strdup_printf (_("%s waiting to be sent"), size);
}

/* With the connection for which most of it waits. */
static void
append_waiting (TinSession *session,
                Notes      *notes)
{
  TinPeerList *peers = tin_session_get_peers (session);
  TinPeer *most = tin_peer_list_get_most_waiting (peers);
  const guint n_waiting = tin_peer_list_get_n_waiting (peers);
  guint64 queued = 0;
  g_autofree char *whole = NULL;
  g_autofree char *brief = NULL;

  g_object_get (session, "queued", &queued, NULL);
  if (queued == 0)
    return;

  whole = dup_waiting (queued, n_waiting, most);
  brief = tin_peer_dup_waiting (queued);
  append_note (notes, whole, brief);

  if (n_waiting > 1 && most != NULL)
    {
      g_autofree char *size = g_format_size (tin_peer_get_queued (most));
      /* Translators: an address with its port, and an amount such as "1.2 MB" */
      g_autofree char *line = g_strdup_printf (_("Most waits for %1$s: %2$s"), tin_peer_get_address (most), size);

      append (notes->tooltip, "\n", line);
    }
}

static void
append_slow_disk (TinSession *session,
                  Notes      *notes)
{
  TinCapture *capture = tin_session_get_capture (session);
  g_auto (TinCaptureHealth) health = { 0 };
  g_autofree char *size = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *brief = NULL;

  if (capture == NULL || tin_session_get_file (session) != NULL)
    return;

  tin_capture_get_health (capture, &health);
  if (!health.is_full)
    return;

  size = g_format_size (health.unwritten_bytes);
  /* Translators: %s is an amount such as "64 MB". */
  whole = g_strdup_printf (_("Receiving waits for the disk: %s are not written yet"), size);
  /* Translators: %s is an amount such as "64 MB". Short: there is little room. */
  brief = g_strdup_printf (_("%s not written"), size);
  append_note (notes, whole, brief);
}

static void
show_notes (TinStatusBar *self,
            const Notes  *notes)
{
  const char *tooltip = notes->tooltip->len > 0 ? notes->tooltip->str : NULL;

  gtk_label_set_text (self->notes_label, notes->whole->str);
  gtk_widget_set_visible (GTK_WIDGET (self->notes_label), notes->whole->len > 0);
  tin_tooltip_set (self->notes_label, tooltip);
  gtk_label_set_text (self->alone_label, notes->whole->str);
  tin_tooltip_set (self->alone_label, tooltip);
  tin_tooltip_set (self->short_notes_label, tooltip);

  /* A reader of the screen has room for all of it. */
  gtk_label_set_text (self->short_notes_label, notes->brief->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->short_notes_label), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  notes->whole->str, -1);
}

static void
append_unlisted (TinSession *session,
                 Notes      *notes)
{
  guint n_unlisted = tin_message_list_count_unlisted (tin_session_get_messages (session));
  g_autofree char *digits = g_strdup_printf ("%'u", n_unlisted);
  g_autofree char *whole = NULL;
  g_autofree char *brief = NULL;

  if (n_unlisted == 0)
    return;

  /* Translators: a number of messages of which a part has come. The log shows the newest hundred of these. */
  whole = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s more unfinished message is not shown",
                                        "%s more unfinished messages are not shown", n_unlisted), digits);
  /* Translators: a number of messages. Short: there is little room. */
  brief = g_strdup_printf (_("%s not shown"), digits);
  append_note (notes, whole, brief);
}

static void
append_unseen (TinSession *session,
               Notes      *notes)
{
  guint64 n_unseen = tin_session_get_n_unseen (session);
  g_autofree char *digits = g_strdup_printf ("%'" G_GUINT64_FORMAT, n_unseen);
  g_autofree char *whole = NULL;
  g_autofree char *brief = NULL;

  if (n_unseen == 0)
    return;

  /* Translators: a number of records of what happened: messages and events. They were not held any more. */
  whole = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s record was gone before it could be shown",
                                        "%s records were gone before they could be shown", n_unseen), digits);
  /* Translators: a number of records of what happened. Short: there is little room. */
  brief = g_strdup_printf (_("%s unseen"), digits);
  append_note (notes, whole, brief);
  append (notes->tooltip, "\n",
          _("Totals count them. The log, the rates, the chart and the list of peers lack them. "
            "A session that is saved to disk holds more than memory."));
}

/* With the way out. */
static void
append_limit (TinSession *session,
              Notes      *notes)
{
  const guint limit = tin_session_get_reached_limit (session);
  g_autofree char *digits = g_strdup_printf ("%'u", limit);
  g_autofree char *reason = NULL;

  if (limit > 0)
    /* Translators: a number of connections; “Connections at a Time” is in Preferences */
    reason = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "The limit of %s connection is reached. Once the session is stopped, "
                                           "Preferences change it: “Connections at a Time”.",
                                           "The limit of %s connections is reached. Once the session is stopped, "
                                           "Preferences change it: “Connections at a Time”.", limit), digits);
  else
    reason = g_strdup (_("All sessions together have as many connections as the program can hold."));

  /* Translators: as many connections are open as are allowed. Short: there is little room. */
  append_note (notes, _("No more connections are accepted"), _("Full"));
  append (notes->tooltip, "\n", reason);
  append (notes->tooltip, "\n", _("Who waits comes in as soon as one ends."));
}

/* First what holds everything up. */
static void
update_notes (TinStatusBar *self,
              TinSession   *session)
{
  Notes notes = { g_string_new (NULL), g_string_new (NULL), g_string_new (NULL) };
  gboolean at_limit = FALSE;

  g_object_get (session, "at-limit", &at_limit, NULL);
  append_slow_disk (session, &notes);
  append_waiting (session, &notes);
  if (at_limit)
    append_limit (session, &notes);
  update_loss (self, session);
  append_loss (self, session, &notes);
  append_unseen (session, &notes);
  append_unlisted (session, &notes);

  show_notes (self, &notes);
  g_string_free (notes.whole, TRUE);
  g_string_free (notes.brief, TRUE);
  g_string_free (notes.tooltip, TRUE);
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
  tin_tooltip_set (self->recording_label, health.state == TIN_CAPTURE_SAVING ? health.path : health.reason);
}

static void
update_file (TinStatusBar *self,
             const char   *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  gtk_label_set_text (self->recording_label, _("Only for reading"));
  tin_tooltip_set (self->recording_label, shown);
}

static void
tin_status_bar_finalize (GObject *object)
{
  g_free (TIN_STATUS_BAR (object)->loss_details);
  g_free (TIN_STATUS_BAR (object)->unsent_words);

  G_OBJECT_CLASS (tin_status_bar_parent_class)->finalize (object);
}

static void
tin_status_bar_class_init (TinStatusBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = tin_status_bar_finalize;

  g_type_ensure (TIN_TYPE_FRAMING_BUTTON);
  g_type_ensure (TIN_TYPE_STATISTICS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-status-bar.ui");

  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, received_label);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, sent_label);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, short_label);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, notes_label);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, alone_label);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, short_notes_label);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, recording_label);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, statistics_button);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, statistics);
  gtk_widget_class_bind_template_child (widget_class, TinStatusBar, framing);
}

static void
tin_status_bar_init (TinStatusBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tin_tooltip_wrap (self->notes_label);
  tin_tooltip_wrap (self->alone_label);
  tin_tooltip_wrap (self->short_notes_label);
}

/* Once, before it is shown. */
void
tin_status_bar_set_session (TinStatusBar *self,
                            TinSession   *session)
{
  g_return_if_fail (TIN_IS_STATUS_BAR (self));

  tin_framing_button_set_session (self->framing, session);
  tin_statistics_set_session (self->statistics, session);
}

/* Opens the choice of how messages are framed. */
void
tin_status_bar_show_framing (TinStatusBar *self)
{
  g_return_if_fail (TIN_IS_STATUS_BAR (self));

  tin_framing_button_popup (self->framing);
}

void
tin_status_bar_show_statistics (TinStatusBar *self)
{
  g_return_if_fail (TIN_IS_STATUS_BAR (self));

  gtk_menu_button_popup (self->statistics_button);
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
