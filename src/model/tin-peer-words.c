/* tin-peer-words.c: how it is said what a connection is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-peer-words.h"

#include <glib/gi18n-lib.h>

/**
 * tin_peer_state_get_label:
 *
 * Returns: (transfer none): a word or two
 */
const char *
tin_peer_state_get_label (TinPeerState state)
{
  switch (state)
    {
    case TIN_PEER_OPEN:
      return C_("connection", "Open");

    case TIN_PEER_HALF_CLOSED:
      return C_("connection", "Half-closed");

    case TIN_PEER_CLOSED:
      return C_("connection", "Closed");

    case TIN_PEER_RESET:
      return C_("connection", "Reset");

    case TIN_PEER_UNFINISHED:
      /* Translators: state of a connection in a recording that ends before the connection does, in little space. */
      return C_("connection", "Open at the end");

    default:
      g_return_val_if_reached ("");
    }
}

/**
 * tin_peer_get_waiting_word:
 *
 * Returns: (transfer none): what is searched for to find the peers for which something waits
 */
const char *
tin_peer_get_waiting_word (void)
{
  /* Translators: a word to search for, as it is in "1.2 MB waiting" */
  return C_("connection", "waiting");
}

/**
 * tin_peer_dup_waiting:
 * @queued: bytes that wait to be sent
 *
 * Returns: (transfer full): that they do, in little space
 */
char *
tin_peer_dup_waiting (guint64 queued)
{
  g_autofree char *size = g_format_size (queued);

  /* Translators: an amount that waits to be sent over a connection, in little space */
  return g_strdup_printf (C_("connection", "%s waiting"), size);
}
