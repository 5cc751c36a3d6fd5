/* test-session-banners.c: what the page says above everything else: problems, warnings, refusals.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pace.h"
#include "page-support.h"

#include "ui/tin-banner.h"

#include <string.h>

#define SERVER        "tcp-listen://127.0.0.1:0"
#define PING_INTERVAL 20000 /* µs */
#define N_STORMING    200   /* datagrams of each interval: some thousand in the second that is looked at */

static TinBanner *
get_banner (PageFixture *fixture,
            const char  *id)
{
  return TIN_BANNER (page_get (fixture, id));
}

static gboolean
has_problem (gpointer session)
{
  return tin_session_get_problem (session) != NULL;
}

static void
test_offers_a_free_port (PageFixture   *fixture,
                         gconstpointer  uri)
{
  g_autoptr (GSocketListener) other = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) taken = NULL;
  g_autofree char *port = NULL;

  g_socket_listener_add_address (other, wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &taken, &error);
  g_assert_no_error (error);
  port = g_strdup_printf ("%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (taken)));
  g_object_set (tin_session_get_profile (fixture->session), "port", port, NULL);

  g_assert_true (tin_session_start (fixture->session, NULL));
  ui_wait_until (has_problem, fixture->session);
  ui_draw (fixture->window);

  g_assert_true (tin_banner_is_revealed (get_banner (fixture, "problem_banner")));
  g_assert_nonnull (strstr (tin_banner_get_title (get_banner (fixture, "problem_banner")), port));
  g_assert_true (page_is_enabled (fixture, "try-again"));
  ui_take_picture (fixture->window, "page-port-in-use");

  page_activate (fixture, "use-free-port");
  ui_wait_for_state (fixture->session, TIN_SESSION_OPEN);
  g_assert_false (tin_banner_is_revealed (get_banner (fixture, "problem_banner")));
  g_assert_cmpuint (tin_session_get_port (fixture->session), !=,
                    g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (taken)));
}

static void
test_warns_of_the_network (PageFixture   *fixture,
                           gconstpointer  uri)
{
  page_start (fixture);

  g_assert_true (tin_banner_is_revealed (get_banner (fixture, "exposure_banner")));
  ui_take_picture (fixture->window, "page-exposed");
}

static void
test_is_quiet_on_loopback (PageFixture   *fixture,
                           gconstpointer  uri)
{
  page_start (fixture);

  g_assert_false (tin_banner_is_revealed (get_banner (fixture, "exposure_banner")));
  g_assert_false (tin_banner_is_revealed (get_banner (fixture, "recording_banner")));
  g_assert_false (tin_banner_is_revealed (get_banner (fixture, "problem_banner")));
}

static gboolean
warns_of_recording (gpointer data)
{
  PageFixture *fixture = data;

  return tin_banner_is_revealed (get_banner (fixture, "recording_banner"));
}

static void
test_says_when_nothing_is_saved (PageFixture   *fixture,
                                 gconstpointer  uri)
{
  tin_workbench_set_recording (fixture->workbench, FALSE);
  page_start (fixture);
  ui_wait_until (warns_of_recording, fixture);

  g_assert_true (g_str_has_prefix (tin_banner_get_title (get_banner (fixture, "recording_banner")), "Not being saved"));
}

static void
test_shows_a_refusal (PageFixture   *fixture,
                      gconstpointer  uri)
{
  g_assert_true (tin_session_start (fixture->session, NULL));
  ui_wait_until (has_problem, fixture->session);
  ui_draw (fixture->window);

  g_assert_true (tin_banner_is_revealed (get_banner (fixture, "problem_banner")));
  g_assert_false (gtk_widget_get_visible (page_get (fixture, "free_port_button")));
  ui_take_picture (fixture->window, "page-refused");
}

/* Who sends for as long as it takes, however long the window needs for a frame. */
typedef struct
{
  GSocket *socket;      /* (unowned) */
  int      n_at_once;   /* (atomic) datagrams, 0 to end */
} Pinger;

static gpointer
ping_thread (gpointer data)
{
  Pinger *pinger = data;
  Pace pace;
  int n;

  pace_init (&pace, PING_INTERVAL);

  while ((n = g_atomic_int_get (&pinger->n_at_once)) > 0)
    {
      while (n-- > 0)
        g_socket_send (pinger->socket, "ping", 4, NULL, NULL);

      pace_wait (&pace);
    }

  return NULL;
}

static gboolean
storm_is_shown (gpointer data)
{
  return tin_banner_is_revealed (get_banner (data, "storm_banner"));
}

static gboolean
storm_is_over (gpointer data)
{
  return !storm_is_shown (data);
}

/* Where it is drawn is another matter: what was on its way may come behind it. */
static gboolean
tells_of_resuming (gpointer data)
{
  PageFixture *fixture = data;
  GListModel *messages = G_LIST_MODEL (tin_session_get_messages (fixture->session));

  for (guint i = g_list_model_get_n_items (messages); i > 0; i--)
    {
      g_autoptr (TinMessage) message = g_list_model_get_item (messages, i - 1);

      if (tin_message_get_event (message) == TIN_EVENT_NOTE)
        return g_str_equal (tin_message_get_text (message), "Answers were resumed by hand.");
    }

  return FALSE;
}

static void
test_resumes_answers (PageFixture   *fixture,
                      gconstpointer  uri)
{
  g_autoptr (GSocket) client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = NULL;
  Pinger pinger = { client, N_STORMING };
  GThread *thread;

  page_start (fixture);
  address = g_inet_socket_address_new (loopback, tin_session_get_port (fixture->session));
  g_assert_true (g_socket_connect (client, address, NULL, NULL));
  thread = g_thread_new ("pinger", ping_thread, &pinger);
  ui_wait_until (storm_is_shown, fixture);

  /* It goes on, more slowly. */
  g_atomic_int_set (&pinger.n_at_once, 1);
  g_assert_cmpstr (tin_banner_get_title (get_banner (fixture, "storm_banner")), ==, "Answers to 1 peer pause");
  ui_draw (fixture->window);
  ui_take_picture (fixture->window, "page-storm");

  page_activate (fixture, "resume-answers");
  g_atomic_int_set (&pinger.n_at_once, 0);
  g_thread_join (thread);
  ui_wait_until (storm_is_over, fixture);
  ui_wait_until (tells_of_resuming, fixture);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

#define ADD(name, uri, function) \
  g_test_add ("/session-banners/" name, PageFixture, uri, page_test_set_up, function, page_test_tear_down)
  ADD ("offers-a-free-port", SERVER, test_offers_a_free_port);
  ADD ("warns-of-the-network", "tcp-listen://0.0.0.0:0", test_warns_of_the_network);
  ADD ("is-quiet-on-loopback", SERVER, test_is_quiet_on_loopback);
  ADD ("says-when-nothing-is-saved", SERVER, test_says_when_nothing_is_saved);
  ADD ("shows-a-refusal", "tcp://127.0.0.1:1", test_shows_a_refusal);
  ADD ("resumes-answers", "udp-listen://127.0.0.1:0?reply=echo", test_resumes_answers);
#undef ADD

  return g_test_run ();
}
