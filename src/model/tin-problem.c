/* tin-problem.c: a failure in words: what, why, and what to do about it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-problem-private.h"

#include "model/tin-session-state.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (TinProblem, tin_problem, G_TYPE_OBJECT)

static void
tin_problem_finalize (GObject *object)
{
  TinProblem *self = TIN_PROBLEM (object);

  g_clear_error (&self->cause);
  g_clear_pointer (&self->endpoint, tin_endpoint_free);
  g_free (self->place);
  g_free (self->title);
  g_free (self->advice);

  G_OBJECT_CLASS (tin_problem_parent_class)->finalize (object);
}

static void
tin_problem_class_init (TinProblemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tin_problem_finalize;
}

static void
tin_problem_init (TinProblem *self)
{
}

/**
 * tin_problem_is_server:
 * @self: a problem
 *
 * Returns: whether something was to listen
 */
gboolean
tin_problem_is_server (TinProblem *self)
{
  return self->endpoint->role == TIN_ROLE_SERVER;
}

/**
 * tin_problem_says:
 * @self: a problem
 * @system_error: an errno
 *
 * GIO has no code for some failures: then the system's own words are all that is left.
 *
 * Returns: whether the cause is in the words of that error
 */
gboolean
tin_problem_says (TinProblem *self,
                  int         system_error)
{
  return g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_FAILED) &&
         strstr (self->cause->message, g_strerror (system_error)) != NULL;
}

static gboolean
explain_unknown_host (TinProblem *self)
{
  if (g_error_matches (self->cause, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE))
    {
      /* Translators: protocol, port, host name */
      self->title = g_strdup_printf (_("%1$s port %2$u is out of reach: the address of %3$s cannot be looked up now"),
                                     self->protocol, self->endpoint->port, self->endpoint->host);
      self->advice = g_strdup (_("The name server does not answer. Check the network connection, or type the address "
                                 "in numbers."));
      return TRUE;
    }

  if (self->cause->domain != G_RESOLVER_ERROR &&
      !g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND))
    return FALSE;

  /* Translators: protocol, port, host name. The name may be long, so it stands there once. */
  self->title = g_strdup_printf (_("%1$s port %2$u is out of reach: no host is named %3$s"), self->protocol,
                                 self->endpoint->port, self->endpoint->host);
  self->advice = g_strdup (_("Check the spelling and the network connection, or type the address in numbers."));

  return TRUE;
}

static gboolean
explain_refused (TinProblem *self)
{
  if (!g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return FALSE;

  if (self->endpoint->transport == TIN_TRANSPORT_UDP)
    /* Translators: the placeholder is a protocol with an address: "UDP 127.0.0.1:8080" */
    self->title = g_strdup_printf (_("Server not running: nothing receives at %s"), self->place);
  else
    /* Translators: the placeholder is a protocol with an address: "TCP 127.0.0.1:8080" */
    self->title = g_strdup_printf (_("Nothing listens at %s"), self->place);

  self->advice = g_strdup (_("Start the server first, and check that host and port are the same on both sides."));

  return TRUE;
}

static gboolean
explain_timeout (TinProblem *self)
{
  guint seconds = self->endpoint->options[TIN_OPTION_CONNECT_TIMEOUT].number;

  if (!g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return FALSE;

  if (self->was_open)
    {
      /* Translators: the placeholder is a protocol with an address */
      self->title = g_strdup_printf (_("The connection to %s was lost: the peer answers no longer"), self->place);
      self->advice = g_strdup (_("The computer there may be switched off, or the network on the way is broken."));
      return TRUE;
    }

  /* Translators: a protocol with an address, and a number of seconds */
  self->title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s did not answer within %2$u second",
                                              "%1$s did not answer within %2$u seconds", seconds),
                                 self->place, seconds);
  self->advice = g_strdup (_("The computer there may be switched off, or a firewall drops what is sent to it. How long "
                             "to wait can be set in Preferences."));

  return TRUE;
}

static gboolean
explain_unreachable (TinProblem *self)
{
  if (g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    {
      /* Translators: the placeholder is a protocol with an address */
      self->title = g_strdup_printf (_("No network leads to %s"), self->place);
      self->advice = g_strdup (_("Check that this computer is connected to a network and has a route to that address."));
      return TRUE;
    }

  if (!g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    return FALSE;

  /* Translators: the placeholder is a protocol with an address */
  self->title = g_strdup_printf (_("The computer at %s cannot be reached"), self->place);
  self->advice = g_strdup (_("It may be switched off, or a router or firewall on the way turns it down."));

  return TRUE;
}

static gboolean
explain_reset (TinProblem *self)
{
  if (!g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) &&
      !g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE) &&
      !tin_problem_says (self, ECONNRESET))
    return FALSE;

  /* Translators: the placeholder is a protocol with an address */
  self->title = g_strdup_printf (_("The connection to %s was reset by the peer"), self->place);
  self->advice = g_strdup (_("The program there ended it without a farewell. What was still on its way may be lost."));

  return TRUE;
}

static gboolean
explain_too_many_files (TinProblem *self)
{
  if (!g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES))
    return FALSE;

  /* Translators: the placeholder is a protocol with an address */
  self->title = g_strdup_printf (_("Too many files and connections are open to use %s"), self->place);
  self->advice = g_strdup (_("Close other connections or programs, or raise the limit of open files (ulimit -n)."));

  return TRUE;
}

static gboolean
explain_too_large (TinProblem *self)
{
  if (!g_error_matches (self->cause, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    return FALSE;

  /* Translators: the placeholder is a protocol with an address */
  self->title = g_strdup_printf (_("The message does not fit into one datagram to %s"), self->place);
  self->advice = g_strdup (_("A datagram holds 65,507 bytes over IPv4, and on some networks less. Send it in parts."));

  return TRUE;
}

static gboolean
explain_no_memory (TinProblem *self)
{
  if (!tin_problem_says (self, ENOBUFS) && !tin_problem_says (self, ENOMEM))
    return FALSE;

  /* Translators: the placeholder is a protocol with an address */
  self->title = g_strdup_printf (_("The system has no memory left for network data of %s"), self->place);
  self->advice = g_strdup (_("Wait a moment, close other programs or connections, and try again."));

  return TRUE;
}

static void
explain_anything (TinProblem *self)
{
  if (tin_problem_is_server (self) && !self->was_open)
    /* Translators: the placeholder is a protocol with an address; the reason stands below */
    self->title = g_strdup_printf (_("Nothing can listen on %s"), self->place);
  else
    /* Translators: the placeholder is a protocol with an address; the reason stands below */
    self->title = g_strdup_printf (_("%s cannot be used"), self->place);

  self->advice = g_strdup (self->cause->message);
}

/* In this order: what an address says for itself comes before the general. */
static const TinProblemExplainFunc explanations[] = {
  explain_unknown_host,
  explain_refused,
  explain_timeout,
  explain_reset,
  explain_too_many_files,
  explain_too_large,
  explain_no_memory,
  tin_problem_explain_address,
  explain_unreachable,
};

static char *
format_place (const TinEndpoint *endpoint,
              const char        *protocol)
{
  g_autofree char *address = tin_endpoint_dup_address (endpoint);

  /* Translators: protocol, then host and port: "TCP 127.0.0.1:8080" */
  return g_strdup_printf (_("%1$s %2$s"), protocol, address);
}

static TinProblem *
create (const GError      *cause,
        const TinEndpoint *endpoint,
        gboolean           was_open)
{
  TinProblem *self = g_object_new (TIN_TYPE_PROBLEM, NULL);

  self->cause = g_error_copy (cause);
  self->endpoint = tin_endpoint_copy (endpoint);
  self->protocol = endpoint->transport == TIN_TRANSPORT_UDP ? "UDP" : "TCP";
  self->place = format_place (endpoint, self->protocol);
  self->was_open = was_open;

  for (guint i = 0; self->title == NULL && i < G_N_ELEMENTS (explanations); i++)
    explanations[i] (self);

  if (self->title == NULL)
    explain_anything (self);

  return self;
}

/**
 * tin_problem_new:
 * @cause: what failed: of %G_IO_ERROR or %G_RESOLVER_ERROR, others keep their own words
 * @endpoint: what was to be opened; copied
 *
 * Puts a failure to open into words. Asks the system who holds a port and which addresses
 * there are where that is the matter; then it takes some milliseconds, or more where many
 * programs run: tin_problem_new_async() is for whoever must not wait.
 *
 * Returns: (transfer full): the problem
 */
TinProblem *
tin_problem_new (const GError      *cause,
                 const TinEndpoint *endpoint)
{
  g_return_val_if_fail (cause != NULL, NULL);
  g_return_val_if_fail (endpoint != NULL, NULL);

  return create (cause, endpoint, FALSE);
}

/**
 * tin_problem_new_while_open:
 * @cause: what failed
 * @endpoint: what was open; copied
 *
 * Puts into words what went wrong after all had gone well, as tin_problem_new() does.
 *
 * Returns: (transfer full): the problem
 */
TinProblem *
tin_problem_new_while_open (const GError      *cause,
                            const TinEndpoint *endpoint)
{
  g_return_val_if_fail (cause != NULL, NULL);
  g_return_val_if_fail (endpoint != NULL, NULL);

  return create (cause, endpoint, TRUE);
}

typedef struct
{
  GError      *cause;     /* (owned) */
  TinEndpoint *endpoint;  /* (owned) */
  gboolean     was_open;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_error_free (self->cause);
  tin_endpoint_free (self->endpoint);
  g_free (self);
}

static void
create_on_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  const Question *question = data;

  g_task_return_pointer (task, create (question->cause, question->endpoint, question->was_open), g_object_unref);
}

/**
 * tin_problem_new_async:
 * @cause: what failed; copied
 * @endpoint: what was to be opened, or was open; copied
 * @was_open: whether all had gone well before, see tin_problem_new_while_open()
 * @cancellable: (nullable): what makes it give up at once
 * @callback: called in the main context that is the calling thread's default now
 * @user_data: for @callback
 *
 * Puts a failure into words as tin_problem_new() does, but asks the system on a thread of
 * GTask's: to look through all processes takes tens of milliseconds where there are many.
 */
void
tin_problem_new_async (const GError        *cause,
                       const TinEndpoint   *endpoint,
                       gboolean             was_open,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (cause != NULL);
  g_return_if_fail (endpoint != NULL);

  question = g_new0 (Question, 1);
  question->cause = g_error_copy (cause);
  question->endpoint = tin_endpoint_copy (endpoint);
  question->was_open = was_open;

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, tin_problem_new_async);
  g_task_set_task_data (task, question, question_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, create_on_thread);
}

/**
 * tin_problem_new_finish:
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED, the only way to fail
 *
 * Returns: (transfer full) (nullable): the problem
 */
TinProblem *
tin_problem_new_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tin_problem_new_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tin_problem_get_title:
 *
 * Returns: (transfer none): a clause on what failed, with protocol, address and port
 */
const char *
tin_problem_get_title (TinProblem *self)
{
  g_return_val_if_fail (TIN_IS_PROBLEM (self), NULL);

  return self->title;
}

/**
 * tin_problem_get_advice:
 *
 * Returns: (transfer none) (nullable): the cause, and what to do about it
 */
const char *
tin_problem_get_advice (TinProblem *self)
{
  g_return_val_if_fail (TIN_IS_PROBLEM (self), NULL);

  return self->advice;
}

/**
 * tin_problem_get_free_port:
 *
 * Returns: a port that was free a moment ago, to offer instead; 0 for none
 */
guint16
tin_problem_get_free_port (TinProblem *self)
{
  g_return_val_if_fail (TIN_IS_PROBLEM (self), 0);

  return self->free_port;
}

/**
 * tin_problem_get_cause:
 *
 * Returns: (transfer none): the failure itself
 */
const GError *
tin_problem_get_cause (TinProblem *self)
{
  g_return_val_if_fail (TIN_IS_PROBLEM (self), NULL);

  return self->cause;
}
