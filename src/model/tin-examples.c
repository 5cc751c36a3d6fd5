/* tin-examples.c: the ready-made profiles.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-examples.h"

#include "codec/tin-display.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define RESOLVE_DEADLINE_MS 1000
#define SHOWN_SIZE          64 /* bytes of a host name in a note */

static const TinExample examples[] = {
  {
    .id = "greeting-server",
    .title = N_("Greeting server"),
    .summary = N_("Sends a greeting to each client and hangs up"),
    .uri = "tcp-listen://127.0.0.1:9999?reply=greeting&greeting=Thank%20you%20for%20connecting%0D%0A&close-after-greeting=1",
    .counterpart = "one-shot-client",
    .by_name = TRUE,
  },
  {
    .id = "one-shot-client",
    .title = N_("One-shot client"),
    .summary = N_("Connects and shows what comes until the server hangs up"),
    .uri = "tcp://127.0.0.1:9999",
    .counterpart = "greeting-server",
    .by_name = TRUE,
  },
  {
    .id = "echo-server",
    .title = N_("Echo server for many clients"),
    .summary = N_("Sends back to each client what it sent; “bye” ends the conversation"),
    .uri = "tcp-listen://127.0.0.1:8080?reply=echo&goodbye=bye",
    .counterpart = "talking-client",
  },
  {
    .id = "talking-client",
    .title = N_("Talking client"),
    .summary = N_("Introduces itself and sends what you type; “bye” ends the conversation"),
    .uri = "tcp://127.0.0.1:8080?first-message=This%20is%20from%20Client&goodbye=bye&eol=none",
    .counterpart = "echo-server",
  },
  {
    .id = "udp-echo-server",
    .title = N_("UDP echo server"),
    .summary = N_("Sends each datagram back to where it came from"),
    .uri = "udp-listen://127.0.0.1:8080?reply=echo",
    .counterpart = "udp-client",
  },
  {
    .id = "udp-client",
    .title = N_("UDP client"),
    .summary = N_("Sends datagrams to one address and shows the answers; “bye” ends it"),
    .uri = "udp://127.0.0.1:8080?first-message=Hello%20server,%20from%20UDP%20client!&goodbye=bye&eol=none",
    .counterpart = "udp-echo-server",
  },
};

/**
 * tin_examples_get:
 * @n_examples: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_examples): all examples, in the order to show
 *   them in
 */
const TinExample *
tin_examples_get (guint *n_examples)
{
  g_return_val_if_fail (n_examples != NULL, NULL);

  *n_examples = G_N_ELEMENTS (examples);

  return examples;
}

/**
 * tin_examples_find:
 * @id: such as "echo-server"
 *
 * Returns: (transfer none) (nullable): the example of that id
 */
const TinExample *
tin_examples_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      if (strcmp (examples[i].id, id) == 0)
        return &examples[i];
    }

  return NULL;
}

/**
 * tin_example_to_profile:
 * @self: an example
 *
 * Makes its profile at once, on 127.0.0.1. See tin_example_open_async() for one that goes by
 * the computer's name.
 *
 * Returns: (transfer full): a new profile without a name
 */
TinProfile *
tin_example_to_profile (const TinExample *self)
{
  g_autoptr (GError) error = NULL;
  TinProfile *profile;

  g_return_val_if_fail (self != NULL, NULL);

  profile = tin_profile_new_from_uri (self->uri, &error);
  g_assert_no_error (error);

  return profile;
}

typedef struct
{
  const TinExample *example;
  char             *host_name;     /* (owned) */
  GCancellable     *lookup;        /* (owned) ends the lookup at the deadline, too */
  GCancellable     *cancellable;   /* (owned) (nullable) the caller's */
  gulong            cancelled_id;
  GSource          *deadline;      /* (owned) */
} Opening;

static void
opening_free (Opening *self)
{
  g_cancellable_disconnect (self->cancellable, self->cancelled_id);
  g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->lookup);
  g_free (self->host_name);
  g_free (self);
}

static gboolean
deadline_cb (gpointer user_data)
{
  Opening *opening = user_data;

  g_cancellable_cancel (opening->lookup);

  return G_SOURCE_REMOVE;
}

static void
cancellable_cancelled_cb (GCancellable *cancellable,
                          GCancellable *lookup)
{
  g_cancellable_cancel (lookup);
}

static Opening *
opening_new (const TinExample *example,
             const char       *host_name,
             GCancellable     *cancellable)
{
  Opening *self = g_new0 (Opening, 1);

  self->example = example;
  self->host_name = g_strdup (host_name);
  self->lookup = g_cancellable_new ();
  if (cancellable != NULL)
    {
      self->cancellable = g_object_ref (cancellable);
      self->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancellable_cancelled_cb),
                                                  g_object_ref (self->lookup), g_object_unref);
    }

  self->deadline = g_timeout_source_new (RESOLVE_DEADLINE_MS);
  g_source_set_callback (self->deadline, deadline_cb, self, NULL);
  g_source_attach (self->deadline, g_main_context_get_thread_default ());

  return self;
}

/* (transfer full) (nullable): the first address that is loopback, or the first that is not */
static char *
find_address (GList    *addresses,
              gboolean  loopback)
{
  for (GList *i = addresses; i != NULL; i = i->next)
    {
      if (g_inet_address_get_family (i->data) == G_SOCKET_FAMILY_IPV4 &&
          !g_inet_address_get_is_any (i->data) &&
          (g_inet_address_get_is_loopback (i->data) != FALSE) == loopback)
        return g_inet_address_to_string (i->data);
    }

  return NULL;
}

static char *
explain (const TinExample *example,
         const char       *host_name,
         const char       *address)
{
  g_autofree char *shown = tin_display_dup_text (host_name, SHOWN_SIZE);

  if (g_str_has_prefix (example->uri, "tcp-listen"))
    /* Translators: the computer's name, its address in the network, and that address again. */
    return g_strdup_printf (_("The name of this computer, %s, stands for %s: to serve others in the network, listen on %s"),
                            shown, address, address);

  /* Translators: the computer's name, its address in the network, and that address again. */
  return g_strdup_printf (_("The name of this computer, %s, stands for %s: if the server goes by that name, connect to %s"),
                          shown, address, address);
}

/* What the name means in 127.0.0.0/8 is where other programs on this computer look for the
 * server and put it. An address in the network is offered, never taken: nothing is served to
 * others unasked. */
static void
apply_addresses (TinProfile *profile,
                 Opening    *opening,
                 GList      *addresses)
{
  g_autofree char *loopback = find_address (addresses, TRUE);
  g_autofree char *other = find_address (addresses, FALSE);
  g_autofree char *note = NULL;

  if (loopback != NULL)
    {
      g_object_set (profile, "host", loopback, NULL);
    }
  else if (other != NULL)
    {
      note = explain (opening->example, opening->host_name, other);
      g_object_set (profile, "note", note, NULL);
    }
}

static void
lookup_by_name_ready_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, NULL);
  g_autoptr (TinProfile) profile = tin_example_to_profile (opening->example);

  apply_addresses (profile, opening, addresses);
  g_resolver_free_addresses (addresses);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&profile), g_object_unref);
}

/**
 * tin_example_open_async:
 * @self: an example
 * @host_name: (nullable): the computer's name, or %NULL to ask the system
 * @resolver: (nullable): who resolves it, or %NULL for the default
 * @cancellable: (nullable): to give up
 * @callback: called in the thread-default main context, never before this returns
 * @user_data: for @callback
 *
 * Makes the profile of an example. One that goes by the computer's name is bound to what the
 * name resolves to in 127.0.0.0/8. If that is nothing, it is 127.0.0.1, and the address that the
 * name has in the network is offered in the property note. A name that cannot be resolved
 * within a second is as good as none.
 */
void
tin_example_open_async (const TinExample    *self,
                        const char          *host_name,
                        GResolver           *resolver,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GResolver) chosen = resolver != NULL ? g_object_ref (resolver) : g_resolver_get_default ();
  g_autoptr (GTask) task = NULL;
  Opening *opening;

  g_return_if_fail (self != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, tin_example_open_async);

  if (!self->by_name)
    {
      g_task_return_pointer (task, tin_example_to_profile (self), g_object_unref);
      return;
    }

  opening = opening_new (self, host_name != NULL ? host_name : g_get_host_name (), cancellable);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  /* Of every family: asked for IPv4 alone, a computer without a network does not even know its own name. */
  g_resolver_lookup_by_name_async (chosen, opening->host_name, opening->lookup, lookup_by_name_ready_cb,
                                   g_steal_pointer (&task));
}

/**
 * tin_example_open_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Fails with %G_IO_ERROR_CANCELLED only.
 *
 * Returns: (transfer full) (nullable): a new profile without a name
 */
TinProfile *
tin_example_open_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
