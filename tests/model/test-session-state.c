/* test-session-state.c: what a session can be, what may follow what, and how it is said.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-session-state.h"

static void
test_finds_a_legal_way (void)
{
  for (TinSessionState from = 0; from < TIN_N_SESSION_STATES; from++)
    for (TinSessionState to = 0; to < TIN_N_SESSION_STATES; to++)
      {
        TinSessionState state = from;
        guint n_steps = 0;

        while (state != to)
          {
            TinSessionState next = tin_session_state_step (state, to);

            g_assert_true (tin_session_state_may_follow (state, next));
            state = next;
            g_assert_cmpuint (++n_steps, <=, 3);
          }
      }
}

static void
test_follows_the_channel (void)
{
  g_assert_cmpuint (tin_session_state_from_channel (TIN_CHANNEL_OPENING), ==, TIN_SESSION_OPENING);
  g_assert_cmpuint (tin_session_state_from_channel (TIN_CHANNEL_OPEN), ==, TIN_SESSION_OPEN);
  g_assert_cmpuint (tin_session_state_from_channel (TIN_CHANNEL_CLOSING), ==, TIN_SESSION_CLOSING);
  g_assert_cmpuint (tin_session_state_from_channel (TIN_CHANNEL_CLOSED), ==, TIN_SESSION_CLOSED);
}

typedef struct
{
  TinSessionState  state;
  gboolean         stopping;
  TinTransport     transport;
  TinRole          role;
  const char      *host;
  const char      *status;
} Case;

static const Case cases[] = {
  { TIN_SESSION_CLOSED, FALSE, TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, "localhost", "Closed" },
  { TIN_SESSION_OPENING, FALSE, TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, "localhost", "Preparing to listen on localhost:80…" },
  { TIN_SESSION_OPENING, FALSE, TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "::1", "Connecting to [::1]:80…" },
  { TIN_SESSION_OPENING, TRUE, TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "::1", "Closing…" },
  { TIN_SESSION_OPEN, FALSE, TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, "localhost", "Listening on 127.0.0.1:8080" },
  { TIN_SESSION_OPEN, FALSE, TIN_TRANSPORT_UDP, TIN_ROLE_SERVER, "localhost", "Listening on 127.0.0.1:8080" },
  { TIN_SESSION_OPEN, FALSE, TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "host", "Connected to host:80" },
  { TIN_SESSION_OPEN, FALSE, TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT, "host", "Sending to host:80" },
  { TIN_SESSION_CLOSING, FALSE, TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, "host", "Closing…" },
};

static void
test_is_said_in_words (void)
{
  const TinAddress local = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 127, 0, 0, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (cases[i].transport, cases[i].role, cases[i].host, 80);
      g_autofree char *status = tin_session_state_dup_status (cases[i].state, cases[i].stopping, endpoint, &local);

      g_assert_cmpstr (status, ==, cases[i].status);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session-state/finds-a-legal-way", test_finds_a_legal_way);
  g_test_add_func ("/session-state/follows-the-channel", test_follows_the_channel);
  g_test_add_func ("/session-state/is-said-in-words", test_is_said_in_words);

  return g_test_run ();
}
