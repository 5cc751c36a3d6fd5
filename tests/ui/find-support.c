/* find-support.c: a session page in whose log something is to be found.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "find-support.h"

static const char *const messages[FIND_N_MESSAGES] = {
  "alpha one", "beta two", "alpha three", "gamma four", "Alpha five",
};

/* Five messages, each in its own row. */
void
find_set_up (FindFixture   *fixture,
             gconstpointer  data)
{
  page_set_up (&fixture->page, "tcp-listen://127.0.0.1:0");
  page_start (&fixture->page);
  fixture->client = page_connect (&fixture->page);
  page_wait_for_peers (&fixture->page, 1);

  for (guint i = 0; i < FIND_N_MESSAGES; i++)
    {
      client_write (fixture->client, messages[i]);
      page_wait_for_text (&fixture->page, messages[i]);
    }

  fixture->entry = TIN_QUERY_ENTRY (page_get_in (&fixture->page, "filter_bar", "entry"));
  fixture->text = ui_find_template_child (fixture->entry, "entry");
}

void
find_tear_down (FindFixture   *fixture,
                gconstpointer  data)
{
  g_clear_object (&fixture->client);
  page_tear_down (&fixture->page);
}

TinLogView *
find_get_log (FindFixture *fixture)
{
  return TIN_LOG_VIEW (page_get (&fixture->page, "log"));
}

guint
find_count_rows (FindFixture *fixture)
{
  return g_list_model_get_n_items (tin_log_view_get_rows (find_get_log (fixture)));
}

gboolean
find_is_idle (gpointer data)
{
  FindFixture *fixture = data;
  gboolean busy;

  g_object_get (tin_session_get_search (fixture->page.session), "busy", &busy, NULL);

  return !busy;
}

/* As a user does it, with the cursor behind what is typed. */
void
find_type (FindFixture *fixture,
           const char  *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->text), "");
  gtk_editable_set_text (GTK_EDITABLE (fixture->text), text);
  gtk_editable_set_position (GTK_EDITABLE (fixture->text), -1);
  ui_wait_until (find_is_idle, fixture);
  ui_draw (fixture->page.window);
}

const char *
find_get_place (FindFixture *fixture)
{
  return gtk_label_get_text (GTK_LABEL (page_get_in (&fixture->page, "filter_bar", "place_label")));
}

const char *
find_get_selected (FindFixture *fixture)
{
  TinMessage *message = tin_log_view_get_selected (find_get_log (fixture));

  return message != NULL ? tin_message_get_text (message) : NULL;
}
