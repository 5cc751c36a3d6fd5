/* tin-option-words.c: options in the user's language, in the sections they are shown in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-option-words.h"

#include <glib/gi18n-lib.h>

static const char *const sections[TIN_N_OPTION_SECTIONS] = {
  [TIN_OPTION_SECTION_TIME] = N_("Time Limits"),
  [TIN_OPTION_SECTION_CONNECTIONS] = N_("Connections"),
  [TIN_OPTION_SECTION_KEEP_ALIVE] = N_("Keep-Alive"),
  [TIN_OPTION_SECTION_PACKETS] = N_("Packets"),
  [TIN_OPTION_SECTION_BUFFERS] = N_("Buffers"),
  [TIN_OPTION_SECTION_SOURCE] = N_("Source and Interface"),
};

/* A new option needs a row here to be in Preferences. */
static const struct
{
  TinOptionSection  section;
  const char       *title;
  const char       *subtitle; /* (nullable) */
  const char       *limit;    /* (nullable) where the system says how much it gives at most */
} words[TIN_N_OPTIONS] = {
  [TIN_OPTION_CONNECT_TIMEOUT] = { TIN_OPTION_SECTION_TIME, N_("Time Limit for Connecting"),
                                   N_("In seconds, from the lookup of the name on") },
  [TIN_OPTION_IDLE_TIMEOUT] = { TIN_OPTION_SECTION_TIME, N_("Time Limit for Silence"),
                                N_("In seconds without a byte either way; 0: never; "
                                   "senders of datagrams are forgotten after an hour") },
  [TIN_OPTION_HALF_OPEN_TIMEOUT] = { TIN_OPTION_SECTION_TIME, N_("Time Limit for Half-Open Connections"),
                                     N_("In seconds after only one side has finished; 0 for none") },
  [TIN_OPTION_MAX_CONNECTIONS] = { TIN_OPTION_SECTION_CONNECTIONS, N_("Connections at a Time"),
                                   N_("Further ones wait; 0: up to 20,000, as many as the program can hold") },
  [TIN_OPTION_BACKLOG] = { TIN_OPTION_SECTION_CONNECTIONS, N_("Waiting Connections"),
                           N_("How many wait to be accepted"), "/proc/sys/net/core/somaxconn" },
  [TIN_OPTION_RESET_ON_CLOSE] = { TIN_OPTION_SECTION_CONNECTIONS, N_("Reset on Closing"),
                                  N_("Sends a reset (SO_LINGER of 0): the peer sees an error, and what waits to be sent is lost") },
  [TIN_OPTION_KEEP_ALIVE] = { TIN_OPTION_SECTION_KEEP_ALIVE, N_("Notice Peers That Vanish"),
                              N_("Asks a silent peer whether it is still there") },
  [TIN_OPTION_KEEP_ALIVE_IDLE] = { TIN_OPTION_SECTION_KEEP_ALIVE, N_("Silence Before the First Question"),
                                   N_("In seconds") },
  [TIN_OPTION_KEEP_ALIVE_INTERVAL] = { TIN_OPTION_SECTION_KEEP_ALIVE, N_("Time Between Questions"), N_("In seconds") },
  [TIN_OPTION_KEEP_ALIVE_COUNT] = { TIN_OPTION_SECTION_KEEP_ALIVE, N_("Questions Without an Answer"),
                                    N_("So many mean that the peer is gone") },
  [TIN_OPTION_NO_DELAY] = { TIN_OPTION_SECTION_PACKETS, N_("Send Small Messages at Once"),
                            N_("Without it they are gathered (Nagle’s algorithm)") },
  [TIN_OPTION_HOP_LIMIT] = { TIN_OPTION_SECTION_PACKETS, N_("Hop Limit (TTL)"),
                             N_("Routers that a packet may pass; 0 for the system’s choice") },
  [TIN_OPTION_DSCP] = { TIN_OPTION_SECTION_PACKETS, N_("Class of Service (DSCP)"),
                        N_("46 for voice, 8 for what can wait; 0 for none") },
  [TIN_OPTION_SEND_BUFFER] = { TIN_OPTION_SECTION_BUFFERS, N_("Send Buffer"),
                               N_("In bytes; 0 for the system’s choice"), "/proc/sys/net/core/wmem_max" },
  [TIN_OPTION_RECEIVE_BUFFER] = { TIN_OPTION_SECTION_BUFFERS, N_("Receive Buffer"),
                                  N_("In bytes; 0 for the system’s choice (with UDP 4 MiB)"),
                                  "/proc/sys/net/core/rmem_max" },
  [TIN_OPTION_SOURCE_ADDRESS] = { TIN_OPTION_SECTION_SOURCE, N_("Source Address") },
  [TIN_OPTION_SOURCE_PORT] = { TIN_OPTION_SECTION_SOURCE, N_("Source Port"), N_("0 for any that is free") },
  [TIN_OPTION_INTERFACE] = { TIN_OPTION_SECTION_SOURCE, N_("Network Interface") },
  [TIN_OPTION_GROUPS] = { TIN_OPTION_SECTION_SOURCE, N_("Multicast Groups, Separated by Commas") },
};

/**
 * tin_option_section_get_title:
 * @self: a section
 *
 * Returns: (transfer none): its heading, translated
 */
const char *
tin_option_section_get_title (TinOptionSection self)
{
  g_return_val_if_fail (self < TIN_N_OPTION_SECTIONS, NULL);

  return _(sections[self]);
}

/**
 * tin_option_get_section:
 * @option: an option
 *
 * Returns: with which others it is shown
 */
TinOptionSection
tin_option_get_section (TinOption option)
{
  g_return_val_if_fail (option < TIN_N_OPTIONS, 0);

  return words[option].section;
}

/**
 * tin_option_get_title:
 * @option: an option
 *
 * Returns: (transfer none): what it is called, translated
 */
const char *
tin_option_get_title (TinOption option)
{
  g_return_val_if_fail (option < TIN_N_OPTIONS, NULL);

  return _(words[option].title);
}

/**
 * tin_option_get_subtitle:
 * @option: an option
 *
 * Returns: (transfer none) (nullable): unit and meaning of the numbers, translated
 */
const char *
tin_option_get_subtitle (TinOption option)
{
  g_return_val_if_fail (option < TIN_N_OPTIONS, NULL);

  return words[option].subtitle != NULL ? _(words[option].subtitle) : NULL;
}

/* Either bytes or a number of connections, as the system has it. */
static char *
dup_limit (TinOption option)
{
  g_autofree char *contents = NULL;
  guint64 limit;

  if (words[option].limit == NULL || !g_file_get_contents (words[option].limit, &contents, NULL, NULL) ||
      !g_ascii_string_to_unsigned (g_strstrip (contents), 10, 0, G_MAXUINT64, &limit, NULL))
    return NULL;

  return option == TIN_OPTION_BACKLOG ? g_strdup_printf ("%" G_GUINT64_FORMAT, limit)
                                      : g_format_size_full (limit, G_FORMAT_SIZE_IEC_UNITS);
}

/**
 * tin_option_dup_subtitle:
 * @option: an option
 *
 * Returns: (transfer full): unit and meaning of the numbers, with the system's limit now if it has
 *   one; may be empty
 */
char *
tin_option_dup_subtitle (TinOption option)
{
  g_autofree char *limit = NULL;
  const char *subtitle;

  g_return_val_if_fail (option < TIN_N_OPTIONS, NULL);

  subtitle = tin_option_get_subtitle (option);
  if (subtitle == NULL)
    return g_strdup ("");

  limit = dup_limit (option);
  if (limit == NULL)
    return g_strdup (subtitle);

  /* Translators: what a number means, and the most that the system gives, such as "4.0 MiB" */
  return g_strdup_printf (_("%1$s. The system gives at most %2$s."), subtitle, limit);
}
