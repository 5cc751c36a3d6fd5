/* tin-session-page-find.c: how the log is searched from the page.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

#include <glib/gi18n-lib.h>

#include "ui/tin-filter-note.h"

static TinSearch *
get_search (TinSessionPage *self)
{
  return tin_session_get_search (self->session);
}

/* Returns: the number of the selected frame; G_MAXUINT64 if none is selected, or it has none yet */
static guint64
get_selected_frame (TinSessionPage *self)
{
  TinMessage *message = tin_log_view_get_selected (self->log);

  return message != NULL ? tin_message_get_frame (message) : G_MAXUINT64;
}

/* It may be found, but not be listed yet. */
static void
go_to (TinSessionPage *self,
       guint64         number)
{
  guint row;

  if (tin_message_list_find (tin_session_get_messages (self->session), number, &row))
    tin_log_view_reveal (self->log, row);
}

static void
find_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TinSessionPage *self = user_data;

  tin_filter_bar_open (self->filter_bar);
}

/* Returns: which of the messages found that are still coming is selected; -1 if none is */
static int
find_selected_pending (TinSessionPage *self,
                       const GArray   *pending)
{
  TinMessage *message = tin_log_view_get_selected (self->log);

  if (message == NULL || tin_message_get_frame (message) != TIN_FRAME_NO_NUMBER)
    return -1;

  for (guint i = 0; i < pending->len; i++)
    {
      const TinFrame *frame = &g_array_index (pending, TinFrame, i);

      if (frame->first == tin_message_get_position (message) && frame->offset == tin_message_get_offset (message))
        return (int) i;
    }

  return -1;
}

/* Not more of them may be listed than somebody reads. */
static gboolean
go_to_pending (TinSessionPage *self,
               const GArray   *pending,
               int             first,
               int             step)
{
  for (int i = first; i >= 0 && i < (int) pending->len; i += step)
    {
      const TinFrame *frame = &g_array_index (pending, TinFrame, i);
      guint row;

      if (!tin_message_list_find_pending (tin_session_get_messages (self->session), frame->first, frame->offset, &row))
        continue;

      tin_log_view_reveal (self->log, row);
      return TRUE;
    }

  return FALSE;
}

/* What is still coming is behind all others. */
static void
find_next_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  TinSessionPage *self = user_data;
  g_autoptr (GArray) pending = tin_search_dup_pending (get_search (self));
  const int selected = find_selected_pending (self, pending);
  const guint64 number = get_selected_frame (self);
  guint64 hit = 0;
  gboolean found = tin_search_find_next (get_search (self), number, &hit);
  gboolean was_last = selected >= 0 || !found || (number != G_MAXUINT64 && hit <= number);

  if (!(was_last && go_to_pending (self, pending, selected + 1, 1)) && found)
    go_to (self, hit);
}

static void
find_previous_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  TinSessionPage *self = user_data;
  g_autoptr (GArray) pending = tin_search_dup_pending (get_search (self));
  const int selected = find_selected_pending (self, pending);
  const guint64 number = get_selected_frame (self);
  guint64 hit = 0;
  gboolean found = tin_search_find_previous (get_search (self), number, &hit);
  gboolean was_first = selected < 0 && (!found || hit >= number || number == G_MAXUINT64);

  if (selected > 0 && go_to_pending (self, pending, selected - 1, -1))
    return;

  if (!(was_first && go_to_pending (self, pending, (int) pending->len - 1, -1)) && found)
    go_to (self, hit);
}

/* What was selected among the messages found stays selected among all of them. */
static void
find_stop_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  TinSessionPage *self = user_data;
  const guint64 number = get_selected_frame (self);

  tin_filter_bar_close (self->filter_bar);
  if (number != G_MAXUINT64)
    go_to (self, number);
  tin_log_view_focus (self->log);
}

static const GActionEntry entries[] = {
  { .name = "find", .activate = find_action },
  { .name = "find-next", .activate = find_next_action },
  { .name = "find-previous", .activate = find_previous_action },
  { .name = "find-stop", .activate = find_stop_action },
};

/* Why nothing is found. What cannot be understood finds nothing else than before. */
static char *
dup_no_match (TinSearch *search)
{
  g_autofree char *last = NULL;

  if (tin_search_get_query (search) == NULL || !tin_search_get_filter (search))
    return NULL;

  if (tin_search_get_error (search, NULL) == NULL)
    return g_strdup (_("No message matches"));

  last = tin_filter_note_dup_last (search);

  /* Translators: %s is what somebody typed into the filter before something that cannot be understood */
  return g_strdup_printf (_("No message matches “%s”"), last);
}

static const char *
get_no_messages (TinSessionPage *self)
{
  guint64 n_hidden = 0;

  g_object_get (tin_session_get_messages (self->session), "hidden", &n_hidden, NULL);

  if (n_hidden > 0)
    return _("No messages since the log was cleared");

  if (tin_session_get_file (self->session) != NULL)
    return _("No messages in this recording");

  return _("No messages yet");
}

/* What the log says where it has no rows. */
void
tin_session_page_update_placeholder (TinSessionPage *self)
{
  g_autofree char *no_match = dup_no_match (get_search (self));

  tin_log_view_set_placeholder (self->log, no_match != NULL ? no_match : get_no_messages (self));
}

static void
search_notify_query_cb (TinSessionPage *self)
{
  tin_session_page_update_placeholder (self);
  tin_log_view_set_query (self->log, tin_search_get_query (get_search (self)));
  tin_detail_pane_set_query (self->detail, tin_search_get_query (get_search (self)));
}

static void
search_notify_n_hits_cb (TinSessionPage *self)
{
  gboolean found = tin_search_get_n_hits (get_search (self)) > 0;
  GActionMap *actions = G_ACTION_MAP (self->actions);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (actions, "find-next")), found);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (actions, "find-previous")), found);
}

static void
log_notify_selected_cb (TinSessionPage *self)
{
  tin_filter_bar_set_selected (self->filter_bar, tin_log_view_get_selected (self->log));
}

/* After the template and the session are there. */
void
tin_session_page_add_find (TinSessionPage *self)
{
  TinSearch *search = get_search (self);

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  tin_filter_bar_set_search (self->filter_bar, search, tin_session_get_peers (self->session));

  g_signal_connect_object (search, "notify::query", G_CALLBACK (search_notify_query_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "notify::error", G_CALLBACK (tin_session_page_update_placeholder), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "notify::filter", G_CALLBACK (tin_session_page_update_placeholder), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "notify::n-hits", G_CALLBACK (search_notify_n_hits_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->log, "notify::selected", G_CALLBACK (log_notify_selected_cb), self,
                           G_CONNECT_SWAPPED);

  search_notify_query_cb (self);
  search_notify_n_hits_cb (self);
}
