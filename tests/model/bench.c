/* bench.c: a workbench with folders of its own, and plain sockets to talk to it with.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <string.h>

void
bench_set_up (Bench         *self,
              gconstpointer  data)
{
  g_autofree char *state = NULL;
  g_autofree char *config = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = folder_new ();
  state = g_build_filename (self->folder, "state", NULL);
  config = g_build_filename (self->folder, "config", NULL);
  self->workbench = tin_workbench_new (state, config, &error);
  g_assert_no_error (error);
}

void
bench_tear_down (Bench         *self,
                 gconstpointer  data)
{
  g_assert_finalize_object (g_steal_pointer (&self->workbench));
  g_clear_pointer (&self->folder, folder_leave);
}

TinSession *
bench_create (Bench      *self,
              const char *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri (uri, &error);

  g_assert_no_error (error);

  return tin_workbench_create_session (self->workbench, profile);
}

TinSession *
bench_start (Bench      *self,
             const char *uri)
{
  TinSession *session = bench_create (self, uri);
  g_autoptr (GError) error = NULL;

  tin_session_start (session, &error);
  g_assert_no_error (error);

  return session;
}

TinSession *
bench_serve (Bench      *self,
             const char *uri)
{
  TinSession *session = bench_start (self, uri);

  wait_for_state (session, TIN_SESSION_OPEN);
  g_assert_cmpuint (tin_session_get_port (session), !=, 0);

  return session;
}

void
bench_finish (TinSession *session)
{
  tin_session_stop (session);
  wait_for_state (session, TIN_SESSION_CLOSED);
  g_assert_finalize_object (session);
}

/* Appends a letter for each state that a session comes into: c, o, O and C. */
void
bench_note_state_cb (TinSession *session,
                     GParamSpec *pspec,
                     GString    *states)
{
  static const char letters[] = { 'c', 'o', 'O', 'C' };

  g_string_append_c (states, letters[tin_session_get_state (session)]);
}

void
wait_for_state (TinSession      *session,
                TinSessionState  state)
{
  wait_until (tin_session_get_state (session) == state);
}

void
wait_for_rows (TinSession *session,
               guint       n_rows)
{
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (tin_session_get_messages (session))) >= n_rows);
}

void
wait_for_open (TinSession *session,
               guint       n_open)
{
  wait_until (tin_peer_list_get_n_open (tin_session_get_peers (session)) == n_open);
}

/* The first message of a kind; an owned reference, or NULL. */
TinMessage *
find_message (TinSession   *session,
              TinEvent      event,
              TinDirection  direction)
{
  GListModel *messages = G_LIST_MODEL (tin_session_get_messages (session));

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (TinMessage) message = g_list_model_get_item (messages, i);

      if (tin_message_get_event (message) == event && tin_message_get_direction (message) == direction)
        return g_steal_pointer (&message);
    }

  return NULL;
}

gboolean
has_message (TinSession   *session,
             TinEvent      event,
             TinDirection  direction)
{
  g_autoptr (TinMessage) message = find_message (session, event, direction);

  return message != NULL;
}

GSocket *
socket_new (GSocketType type)
{
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, type, G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);

  return socket;
}

guint16
socket_bind (GSocket *socket)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_bind (socket, any, FALSE, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

void
socket_connect (GSocket *socket,
                guint16  port)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_autoptr (GError) error = NULL;

  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
}

void
socket_send (GSocket    *socket,
             const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_socket_send (socket, text, strlen (text), NULL, &error), ==, strlen (text));
  g_assert_no_error (error);
}

/* Text of that size, or what came before the end. */
char *
socket_receive (GSocket *socket,
                gsize    size)
{
  g_autofree char *text = g_malloc0 (size + 1);
  gsize received = 0;

  while (received < size)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_socket_receive (socket, text + received, size - received, NULL, &error);

      g_assert_no_error (error);
      if (n == 0)
        break;

      received += (gsize) n;
    }

  return g_steal_pointer (&text);
}
