/* tin-cli.c: one session in a terminal.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli/tin-cli.h"

#include "cli/tin-cli-input.h"
#include "cli/tin-cli-options.h"
#include "cli/tin-cli-output.h"
#include "codec/tin-codec-error.h"
#include "model/tin-workbench.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define DATAGRAM_LINGER 1000 /* ms without a datagram after which a UDP client whose input ended stops */

typedef struct
{
  GMainLoop     *loop;        /* (owned) */
  TinCliOptions  options;
  TinWorkbench  *workbench;   /* (owned) */
  TinSession    *session;     /* (owned) */
  TinCliInput   *input;       /* (owned) */
  TinCliOutput  *output;      /* (owned) */

  gboolean       interrupted;
  guint64        n_messages;  /* as of the last update */
  guint          linger_id;
  gboolean       failed;
} TinCli;

static gboolean
is_datagram_client (TinCli *self)
{
  return tin_profile_get_transport (self->options.profile) == TIN_TRANSPORT_UDP &&
         tin_profile_get_role (self->options.profile) == TIN_ROLE_CLIENT;
}

static void
quit_when_done (TinCli *self)
{
  if (tin_session_get_state (self->session) == TIN_SESSION_CLOSED && tin_cli_output_is_idle (self->output))
    g_main_loop_quit (self->loop);
}

static void
output_cb (gpointer user_data)
{
  TinCli *self = user_data;

  if (tin_cli_output_is_closed (self->output))
    tin_session_stop (self->session);

  quit_when_done (self);
}

static gboolean
linger_cb (gpointer user_data)
{
  TinCli *self = user_data;

  self->linger_id = 0;
  tin_session_stop (self->session);

  return G_SOURCE_REMOVE;
}

static void
restart_linger (TinCli *self)
{
  g_clear_handle_id (&self->linger_id, g_source_remove);
  self->linger_id = g_timeout_add (DATAGRAM_LINGER, linger_cb, self);
}

/* The end of the input ends a client's part of the talk, not a server. */
static void
input_ended_cb (gpointer user_data)
{
  TinCli *self = user_data;

  if (is_datagram_client (self))
    restart_linger (self);
  else if (tin_profile_get_role (self->options.profile) == TIN_ROLE_CLIENT)
    tin_session_finish_sending (self->session, 0);
}

static void
follow_datagrams (TinCli *self)
{
  const TinTotals *totals = tin_session_get_totals (self->session);
  guint64 n_messages = totals->messages_in + totals->messages_out;

  if (self->linger_id != 0 && n_messages != self->n_messages)
    restart_linger (self);

  self->n_messages = n_messages;
}

static void
session_updated_cb (TinCli *self)
{
  follow_datagrams (self);
  tin_cli_input_update (self->input);
  tin_cli_output_update (self->output);
}

/* A UDP server that is not there yet is said in the log, and is no failure. */
static void
report_problem (TinCli *self)
{
  TinProblem *problem = tin_session_get_problem (self->session);

  if (problem == NULL || tin_session_get_state (self->session) == TIN_SESSION_OPEN)
    return;

  if (is_datagram_client (self) &&
      g_error_matches (tin_problem_get_cause (problem), G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return;

  self->failed = TRUE;
  g_printerr ("tincan-cli: %s\n", tin_problem_get_title (problem));
  if (tin_problem_get_advice (problem) != NULL)
    g_printerr ("  %s\n", tin_problem_get_advice (problem));
}

static void
session_notify_state_cb (TinCli *self)
{
  if (tin_session_get_state (self->session) != TIN_SESSION_CLOSED)
    return;

  report_problem (self);
  quit_when_done (self);
}

static void
session_notify_recording_problem_cb (TinCli *self)
{
  const char *problem = tin_session_get_recording_problem (self->session);

  if (problem != NULL && self->options.save)
    g_printerr ("tincan-cli: %s\n", problem);
}

/* The first asks, the second insists. */
static gboolean
signal_cb (gpointer user_data)
{
  TinCli *self = user_data;

  if (self->interrupted)
    _exit (0);

  self->interrupted = TRUE;
  tin_session_stop (self->session);
  quit_when_done (self);

  return G_SOURCE_CONTINUE;
}

/* The limits of recordings are those of the window; where it is not installed, nothing is ever removed. */
static void
take_limits (TinCli *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, TIN_CAPTURE_STORE_SCHEMA, TRUE);
  if (schema == NULL)
    return;

  settings = g_settings_new_full (schema, NULL, NULL);
  tin_capture_store_bind (tin_workbench_get_captures (self->workbench), settings);
}

static gboolean
open_session (TinCli  *self,
              GError **error)
{
  self->workbench = tin_workbench_new_for_user (error);
  if (self->workbench == NULL)
    return FALSE;

  tin_workbench_set_recording (self->workbench, self->options.save);
  if (self->options.save)
    take_limits (self);
  self->session = tin_workbench_create_session (self->workbench, self->options.profile);
  self->input = tin_cli_input_new (self->session, self->options.format == TIN_CLI_RAW, input_ended_cb, self);
  self->output = tin_cli_output_new (self->session, self->options.format, output_cb, self);

  g_signal_connect_swapped (self->session, "updated", G_CALLBACK (session_updated_cb), self);
  g_signal_connect_swapped (self->session, "notify::state", G_CALLBACK (session_notify_state_cb), self);
  g_signal_connect_swapped (self->session, "notify::recording-problem",
                            G_CALLBACK (session_notify_recording_problem_cb), self);

  return tin_session_start (self->session, error);
}

/* A socket or a recording that got the number of a closed standard stream would be
 * written to by mistake. What stands in for standard output cannot be written, so that
 * it counts as closed. */
static void
occupy_standard_streams (void)
{
  static const int modes[] = {
    [STDIN_FILENO] = O_RDONLY,
    [STDOUT_FILENO] = O_RDONLY,
    [STDERR_FILENO] = O_WRONLY,
  };

  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) == -1)
      {
        /* The lowest number that is free is this one. */
        int opened = open ("/dev/null", modes[fd]);

        g_assert (opened == fd || opened == -1);
      }
}

static void
run_loop (TinCli *self)
{
  guint signals[] = {
    g_unix_signal_add (SIGINT, signal_cb, self),
    g_unix_signal_add (SIGTERM, signal_cb, self),
    g_unix_signal_add (SIGHUP, signal_cb, self),
  };

  g_main_loop_run (self->loop);

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (signals[i]);
}

static void
tin_cli_clear (TinCli *self)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);

  g_clear_handle_id (&self->linger_id, g_source_remove);
  g_clear_pointer (&self->input, tin_cli_input_free);
  g_clear_pointer (&self->output, tin_cli_output_free);
  g_clear_object (&self->session);
  g_clear_object (&self->workbench);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  tin_cli_options_clear (&self->options);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinCli, tin_cli_clear)

static int
report_usage (const GError *error)
{
  if (error->domain == TIN_CODEC_ERROR)
    /* Translators: what is wrong with a URI, and at which byte of it */
    g_printerr (_("tincan-cli: %1$s (at byte %2$zu)\n"), error->message,
                tin_codec_error_get_offset (error));
  else
    g_printerr ("tincan-cli: %s\n", error->message);

  g_printerr (_("Try “tincan-cli --help”.\n"));

  return TIN_CLI_EXIT_USAGE;
}

/**
 * tin_cli_run:
 * @arguments: of the program, ended by %NULL
 *
 * Opens one session, sends standard input over it, and writes what happens to standard
 * output, until the session ends, standard output closes or a signal asks to stop.
 *
 * Returns: the exit code: 0, %TIN_CLI_EXIT_FAILED or %TIN_CLI_EXIT_USAGE
 */
int
tin_cli_run (char **arguments)
{
  g_auto (TinCli) self = { 0 };
  g_autoptr (GError) error = NULL;

  occupy_standard_streams ();

  if (!tin_cli_options_parse (&self.options, arguments, &error))
    return report_usage (error);

  if (self.options.version)
    {
      g_print ("tincan-cli %s\n", TIN_VERSION);
      return 0;
    }

  self.loop = g_main_loop_new (NULL, FALSE);

  if (!open_session (&self, &error))
    {
      g_printerr ("tincan-cli: %s\n", error->message);
      return TIN_CLI_EXIT_FAILED;
    }

  run_loop (&self);

  return self.failed ? TIN_CLI_EXIT_FAILED : 0;
}
