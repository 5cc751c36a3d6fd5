/* tin-session-page-bookmarks.c: marks messages, goes from one mark to the next, and writes notes on them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

#include <glib/gi18n-lib.h>

static TinBookmarks *
get_bookmarks (TinSessionPage *self)
{
  return tin_session_get_bookmarks (self->session);
}

static const TinBookmark *
find_on (TinSessionPage *self,
         TinMessage     *message)
{
  return tin_bookmarks_find (get_bookmarks (self), message);
}

static void
mark (TinSessionPage *self,
      TinMessage     *message,
      const char     *note)
{
  const TinBookmark *bookmark = find_on (self, message);
  guint64 position = bookmark != NULL ? bookmark->position : tin_message_get_position (message);
  guint32 offset = bookmark != NULL ? bookmark->offset : tin_message_get_offset (message);

  if (!tin_bookmarks_add (get_bookmarks (self), position, offset, note))
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("There are too many bookmarks already.")));
}

static void
toggle_bookmark_action (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  TinSessionPage *self = user_data;
  TinMessage *message = tin_log_view_get_selected (self->log);

  if (message == NULL)
    return;

  if (find_on (self, message) == NULL)
    mark (self, message, "");
  else
    tin_bookmarks_remove (get_bookmarks (self), message);
}

/* Among messages that are complete, or those that are still coming. */
static gboolean
find_row (TinMessageList    *messages,
          const TinBookmark *bookmark,
          guint             *row)
{
  guint64 number;

  return (tin_frames_find_byte (tin_message_list_get_frames (messages), bookmark->position, bookmark->offset, &number)
          && tin_message_list_find (messages, number, row))
         || tin_message_list_find_pending (messages, bookmark->position, bookmark->offset, row);
}

typedef const TinBookmark *(*FindFunc) (TinBookmarks *bookmarks,
                                        guint64       position,
                                        guint32       offset);

/* From the bookmark that was gone to last, while it is on the message: messages with several may lie within each
 * other. Else from where the message begins. What else is on it is passed over. */
static const TinBookmark *
find_other (TinSessionPage *self,
            TinMessage     *message,
            FindFunc        find)
{
  TinBookmarks *bookmarks = get_bookmarks (self);
  const guint count = tin_bookmarks_count (bookmarks);
  const gboolean is_on = tin_message_contains (message, self->bookmark.position, self->bookmark.offset);
  const TinBookmark *found = is_on ? find (bookmarks, self->bookmark.position, self->bookmark.offset)
                                   : find (bookmarks, tin_message_get_position (message),
                                           tin_message_get_offset (message));

  for (guint i = 1; i < count && tin_message_contains (message, found->position, found->offset); i++)
    found = find (bookmarks, found->position, found->offset);

  return found;
}

static void
go_to (TinSessionPage    *self,
       const TinBookmark *bookmark)
{
  guint row;

  if (bookmark == NULL)
    return;

  self->bookmark = (TinBookmark) { .position = bookmark->position, .offset = bookmark->offset };
  if (find_row (tin_session_get_messages (self->session), bookmark, &row))
    tin_log_view_go_to (self->log, row);
  else
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("The bookmarked message is not in the list.")));
}

static void
next_bookmark_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  TinSessionPage *self = user_data;
  TinMessage *message = tin_log_view_get_selected (self->log);

  go_to (self, message != NULL ? find_other (self, message, tin_bookmarks_find_next)
                               : tin_bookmarks_get (get_bookmarks (self), 0));
}

static void
previous_bookmark_action (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  TinSessionPage *self = user_data;
  TinMessage *message = tin_log_view_get_selected (self->log);

  go_to (self, message != NULL ? find_other (self, message, tin_bookmarks_find_previous)
                               : tin_bookmarks_find_previous (get_bookmarks (self), G_MAXUINT64, 0));
}

static void
note_entry_activate_cb (TinSessionPage *self)
{
  TinMessage *message = tin_log_view_get_selected (self->log);

  if (message != NULL)
    mark (self, message, gtk_editable_get_text (GTK_EDITABLE (self->note_entry)));

  gtk_popover_popdown (GTK_POPOVER (self->note_popover));
}

/* What has the keyboard outside of the log; in the log, and in a menu, rows are where it goes on. */
static void
remember_opener (TinSessionPage *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!tin_session_page_has_focus_in (self, GTK_WIDGET (self))
      || tin_session_page_has_focus_in (self, GTK_WIDGET (self->log))
      || tin_session_page_has_focus_in (self, self->note_popover))
    focus = NULL;

  g_set_weak_pointer (&self->note_opener, focus);
}

/* GTK gives the keyboard to nobody then. The button of a note that was emptied is gone. */
static void
note_popover_closed_cb (TinSessionPage *self)
{
  if (self->note_opener == NULL || !gtk_widget_get_mapped (self->note_opener)
      || !gtk_widget_grab_focus (self->note_opener))
    tin_log_view_focus (self->log);
}

static void
edit_note_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  TinSessionPage *self = user_data;
  TinMessage *message = tin_log_view_get_selected (self->log);
  const TinBookmark *bookmark = message != NULL ? find_on (self, message) : NULL;
  double x, y;

  if (message == NULL)
    return;

  remember_opener (self);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->log), GTK_WIDGET (self),
                                    gtk_widget_get_width (GTK_WIDGET (self->log)) / 2.0, 1, &x, &y);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->note_popover), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_editable_set_text (GTK_EDITABLE (self->note_entry), bookmark != NULL ? bookmark->note : "");
  gtk_popover_popup (GTK_POPOVER (self->note_popover));
  gtk_widget_grab_focus (self->note_entry);
}

static const GActionEntry entries[] = {
  { .name = "toggle-bookmark", .activate = toggle_bookmark_action },
  { .name = "next-bookmark", .activate = next_bookmark_action },
  { .name = "previous-bookmark", .activate = previous_bookmark_action },
  { .name = "edit-note", .activate = edit_note_action },
};

static void
update_actions (TinSessionPage *self)
{
  const gboolean selected = tin_log_view_get_selected (self->log) != NULL;
  const gboolean any = tin_bookmarks_count (get_bookmarks (self)) > 0;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      gboolean is_move = entries[i].activate == next_bookmark_action || entries[i].activate == previous_bookmark_action;
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), entries[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_move ? any : selected);
    }
}

static void
bookmarks_changed_cb (TinSessionPage *self)
{
  tin_log_view_set_bookmarks (self->log, get_bookmarks (self));
  tin_session_page_update_note (self);
  update_actions (self);
}

static void
add_note_popover (TinSessionPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new_with_mnemonic (_("_Note"));

  self->note_entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->note_entry), 32);
  gtk_entry_set_max_length (GTK_ENTRY (self->note_entry), 250);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->note_entry);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->note_entry);
  g_signal_connect_object (self->note_entry, "activate", G_CALLBACK (note_entry_activate_cb), self,
                           G_CONNECT_SWAPPED);

  self->note_popover = gtk_popover_new ();
  gtk_popover_set_has_arrow (GTK_POPOVER (self->note_popover), FALSE);
  gtk_popover_set_child (GTK_POPOVER (self->note_popover), box);
  gtk_widget_set_parent (self->note_popover, GTK_WIDGET (self));
  g_signal_connect_object (self->note_popover, "closed", G_CALLBACK (note_popover_closed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* After the template and the session are there. */
void
tin_session_page_add_bookmarks (TinSessionPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  add_note_popover (self);

  g_signal_connect_object (get_bookmarks (self), "changed", G_CALLBACK (bookmarks_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->log, "notify::selected", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  bookmarks_changed_cb (self);
}

/* When another message is shown, or other notes are there. */
void
tin_session_page_update_note (TinSessionPage *self)
{
  TinMessage *message = tin_detail_pane_get_message (self->detail);
  const TinBookmark *bookmark = message != NULL ? find_on (self, message) : NULL;

  tin_detail_pane_set_note (self->detail, bookmark != NULL ? bookmark->note : NULL);
}
