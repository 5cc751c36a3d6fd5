/* test-record.c: tests of TinRecord and its enumerations, and of TinFlow.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include <string.h>

/* The contract with other programs, in its order. */
static const char *const nicks[] = {
  "connecting", "listening", "opened", "data", "half-closed", "closed", "reset", "refused", "dropped",
  "rule", "note", "error", "stopped",
};

static void
test_event_nicks (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (nicks), ==, TIN_N_EVENTS);
  for (guint i = 0; i < TIN_N_EVENTS; i++)
    {
      TinEvent event;

      g_assert_cmpstr (tin_event_get_nick (i), ==, nicks[i]);
      g_assert_true (tin_event_from_nick (nicks[i], &event));
      g_assert_cmpint (event, ==, i);
    }
}

static void
test_refuses_other_nicks (void)
{
  static const char *const others[] = { "", "Data", "dat", "data ", "half closed", "\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      TinEvent event;

      g_assert_false (tin_event_from_nick (others[i], &event));
    }
}

static void
test_other_nicks (void)
{
  g_assert_cmpstr (tin_direction_get_nick (TIN_DIRECTION_NONE), ==, NULL);
  g_assert_cmpstr (tin_direction_get_nick (TIN_DIRECTION_IN), ==, "in");
  g_assert_cmpstr (tin_direction_get_nick (TIN_DIRECTION_OUT), ==, "out");
  g_assert_cmpstr (tin_by_get_nick (TIN_BY_NONE), ==, NULL);
  g_assert_cmpstr (tin_by_get_nick (TIN_BY_LOCAL), ==, "local");
  g_assert_cmpstr (tin_by_get_nick (TIN_BY_PEER), ==, "peer");
  g_assert_cmpstr (tin_by_get_nick (TIN_BY_RULE), ==, "rule");
}

static void
test_loss_nicks (void)
{
  static const char *const losses[] = { NULL, "receive-buffer", "recording", "disk", "queue", "left", "unread", "uncaptured" };

  g_assert_cmpuint (G_N_ELEMENTS (losses), ==, TIN_N_LOSSES);
  for (guint i = 0; i < TIN_N_LOSSES; i++)
    {
      g_assert_cmpstr (tin_loss_get_nick (i), ==, losses[i]);
      g_assert_cmpint (tin_loss_from_nick (losses[i] != NULL ? losses[i] : "of another version"), ==, i);
    }
}

static void
test_clear (void)
{
  TinRecord record = {
    .event = TIN_EVENT_DATA,
    .size = 1,
    .payload = g_bytes_new_static ("x", 1),
    .reason = g_strdup ("why"),
  };
  TinRecord empty = TIN_RECORD_INIT;

  tin_record_clear (&record);
  g_assert_cmpmem (&record, sizeof record, &empty, sizeof empty);
  tin_record_clear (&record);
}

static void
test_connections_begin_apart (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  TinAddress address = make_address ("127.0.0.1", 1);

  for (guint i = 1; i <= 10000; i++)
    {
      TinFlow flow;

      tin_flow_init (&flow, TIN_TRANSPORT_TCP, i, &address, NULL);
      g_assert_true (g_hash_table_add (seen, GUINT_TO_POINTER (flow.next_sequence_in)));
      g_assert_cmpuint (flow.connection, ==, i);
      g_assert_true (tin_address_equal (&flow.local, &address));
      g_assert_false (tin_address_is_set (&flow.peer));
      g_assert_false (flow.opened || flow.finished_in || flow.finished_out);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record/event-nicks", test_event_nicks);
  g_test_add_func ("/record/refuses-other-nicks", test_refuses_other_nicks);
  g_test_add_func ("/record/other-nicks", test_other_nicks);
  g_test_add_func ("/record/loss-nicks", test_loss_nicks);
  g_test_add_func ("/record/clear", test_clear);
  g_test_add_func ("/flow/connections-begin-apart", test_connections_begin_apart);

  return g_test_run ();
}
