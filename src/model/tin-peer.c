/* tin-peer.c: a remote party: an accepted or made TCP connection, or a UDP address.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-peer.h"
#include "model/tin-peer-private.h"

#include <string.h>

/**
 * TinPeer:
 *
 * Belongs to its #TinPeerList, which changes it record by record without a word
 * and lets it notify once an update. A peer that left the list stays as it was.
 */
struct _TinPeer
{
  GObject       parent_instance;

  guint32       connection;
  TinPeerState  state;
  gint64        since_ns;
  gint64        last_us;       /* of the last record, 0 for none yet */
  TinAddress    remote;        /* unset while unknown */
  char         *address;       /* (owned) never NULL, empty while unknown */
  char         *local;         /* (owned) never NULL, empty while unknown */

  guint64       bytes_in;
  guint64       bytes_out;
  guint64       messages_in;
  guint64       messages_out;
  guint64       queued;

  guint         changes;       /* a bit for each property that changed since the last notification */
  gboolean      marked;        /* waits in the list's array of changed peers */
};

G_DEFINE_FINAL_TYPE (TinPeer, tin_peer, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_ADDRESS,
  PROP_BYTES_IN,
  PROP_BYTES_OUT,
  PROP_MESSAGES_IN,
  PROP_MESSAGES_OUT,
  PROP_QUEUED,
} TinPeerProperty;

#define N_PROPERTIES (PROP_QUEUED + 1)

static GParamSpec *properties[N_PROPERTIES];

static void
change (TinPeer         *self,
        TinPeerProperty  property)
{
  self->changes |= 1u << property;
}

static void
tin_peer_finalize (GObject *object)
{
  TinPeer *self = TIN_PEER (object);

  g_free (self->address);
  g_free (self->local);

  G_OBJECT_CLASS (tin_peer_parent_class)->finalize (object);
}

static void
tin_peer_get_property (GObject    *object,
                       guint       id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  TinPeer *self = TIN_PEER (object);

  switch ((TinPeerProperty) id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;

    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;

    case PROP_BYTES_IN:
      g_value_set_uint64 (value, self->bytes_in);
      break;

    case PROP_BYTES_OUT:
      g_value_set_uint64 (value, self->bytes_out);
      break;

    case PROP_MESSAGES_IN:
      g_value_set_uint64 (value, self->messages_in);
      break;

    case PROP_MESSAGES_OUT:
      g_value_set_uint64 (value, self->messages_out);
      break;

    case PROP_QUEUED:
      g_value_set_uint64 (value, self->queued);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static GParamSpec *
counter (const char *name)
{
  return g_param_spec_uint64 (name, NULL, NULL, 0, G_MAXUINT64, 0,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
tin_peer_class_init (TinPeerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tin_peer_finalize;
  object_class->get_property = tin_peer_get_property;

  properties[PROP_STATE] =
    g_param_spec_uint ("state", NULL, NULL, TIN_PEER_OPEN, TIN_PEER_UNFINISHED, TIN_PEER_OPEN,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ADDRESS] =
    g_param_spec_string ("address", NULL, NULL, "",
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BYTES_IN] = counter ("bytes-in");
  properties[PROP_BYTES_OUT] = counter ("bytes-out");
  properties[PROP_MESSAGES_IN] = counter ("messages-in");
  properties[PROP_MESSAGES_OUT] = counter ("messages-out");
  properties[PROP_QUEUED] = counter ("queued");

  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
tin_peer_init (TinPeer *self)
{
  self->address = g_strdup ("");
  self->local = g_strdup ("");
}

TinPeer *
tin_peer_new (guint32 connection)
{
  TinPeer *self = g_object_new (TIN_TYPE_PEER, NULL);

  self->connection = connection;

  return self;
}

/**
 * tin_peer_get_connection:
 *
 * Returns: the number that this peer's records carry, from 1 up
 */
guint32
tin_peer_get_connection (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), 0);

  return self->connection;
}

/**
 * tin_peer_get_address:
 *
 * Returns: (transfer none): the remote address and port, as in RFC 5952 section 6;
 *   empty when the record that told it is gone
 */
const char *
tin_peer_get_address (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), "");

  return self->address;
}

/**
 * tin_peer_get_local:
 *
 * Returns: (transfer none): our own address and port towards this peer
 */
const char *
tin_peer_get_local (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), "");

  return self->local;
}

/**
 * tin_peer_get_state:
 *
 * Returns: how far the connection is; a UDP address is open until it says goodbye
 *   or the session stops
 */
TinPeerState
tin_peer_get_state (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), TIN_PEER_CLOSED);

  return self->state;
}

/**
 * tin_peer_is_open:
 *
 * Returns: whether anything can still come from or go to it
 */
gboolean
tin_peer_is_open (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), FALSE);

  return self->state == TIN_PEER_OPEN || self->state == TIN_PEER_HALF_CLOSED;
}

/**
 * tin_peer_has_ended:
 *
 * Returns: whether it is known that nothing more came from it and went to it
 */
gboolean
tin_peer_has_ended (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), TRUE);

  return self->state == TIN_PEER_CLOSED || self->state == TIN_PEER_RESET;
}

/**
 * tin_peer_get_since_ns:
 *
 * Returns: when it appeared, nanoseconds since 1970; 0 when unknown
 */
gint64
tin_peer_get_since_ns (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), 0);

  return self->since_ns;
}

/**
 * tin_peer_get_last_us:
 *
 * Returns: when something was last recorded of it, microseconds since 1970; 0 for never
 */
gint64
tin_peer_get_last_us (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), 0);

  return self->last_us;
}

/**
 * tin_peer_get_bytes_in:
 *
 * Returns: bytes of payload that came from it
 */
guint64
tin_peer_get_bytes_in (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), 0);

  return self->bytes_in;
}

/**
 * tin_peer_get_bytes_out:
 *
 * Returns: bytes of payload that the socket took for it
 */
guint64
tin_peer_get_bytes_out (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), 0);

  return self->bytes_out;
}

/**
 * tin_peer_get_messages_in:
 *
 * Returns: how many messages came from it
 */
guint64
tin_peer_get_messages_in (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), 0);

  return self->messages_in;
}

/**
 * tin_peer_get_messages_out:
 *
 * Returns: how many messages went to it
 */
guint64
tin_peer_get_messages_out (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), 0);

  return self->messages_out;
}

/**
 * tin_peer_get_queued:
 *
 * Returns: bytes that wait because the peer does not read, as last sampled
 */
guint64
tin_peer_get_queued (TinPeer *self)
{
  g_return_val_if_fail (TIN_IS_PEER (self), 0);

  return self->queued;
}

gboolean
tin_peer_has_address (TinPeer *self)
{
  return self->address[0] != '\0';
}

void
tin_peer_set_record (TinPeer         *self,
                     const TinRecord *record)
{
  char buffer[TIN_ADDRESS_STRING_SIZE];

  if (tin_address_is_set (&record->peer))
    {
      self->remote = record->peer;
      g_free (self->address);
      self->address = g_strdup (tin_address_format (&record->peer, buffer));
      change (self, PROP_ADDRESS);
    }

  if (tin_address_is_set (&record->local))
    {
      g_free (self->local);
      self->local = g_strdup (tin_address_format (&record->local, buffer));
    }

  if (self->since_ns == 0)
    self->since_ns = record->time_ns;
}

void
tin_peer_set_state (TinPeer      *self,
                    TinPeerState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  change (self, PROP_STATE);

  if (!tin_peer_is_open (self))
    tin_peer_set_queued (self, 0);
}

static void
add_data (TinPeer             *self,
          const TinIndexEntry *entry)
{
  if (entry->direction == TIN_DIRECTION_IN)
    {
      self->bytes_in += entry->size;
      self->messages_in++;
      self->changes |= 1u << PROP_BYTES_IN | 1u << PROP_MESSAGES_IN;
    }
  else if (entry->direction == TIN_DIRECTION_OUT)
    {
      self->bytes_out += entry->size;
      self->messages_out++;
      self->changes |= 1u << PROP_BYTES_OUT | 1u << PROP_MESSAGES_OUT;
    }
}

void
tin_peer_add_entry (TinPeer             *self,
                    const TinIndexEntry *entry)
{
  self->last_us = entry->time_us;

  switch ((TinEvent) entry->event)
    {
    case TIN_EVENT_DATA:
      add_data (self, entry);
      break;

    case TIN_EVENT_HALF_CLOSED:
      if (self->state == TIN_PEER_OPEN)
        tin_peer_set_state (self, TIN_PEER_HALF_CLOSED);
      break;

    case TIN_EVENT_CLOSED:
      if (self->state != TIN_PEER_RESET)
        tin_peer_set_state (self, TIN_PEER_CLOSED);
      break;

    case TIN_EVENT_RESET:
      tin_peer_set_state (self, TIN_PEER_RESET);
      break;

    case TIN_EVENT_CONNECTING:
    case TIN_EVENT_LISTENING:
    case TIN_EVENT_OPENED:
    case TIN_EVENT_REFUSED:
    case TIN_EVENT_DROPPED:
    case TIN_EVENT_RULE:
    case TIN_EVENT_NOTE:
    case TIN_EVENT_ERROR:
    case TIN_EVENT_STOPPED:
    default:
      break;
    }
}

void
tin_peer_set_queued (TinPeer *self,
                     guint64  queued)
{
  if (self->queued == queued)
    return;

  self->queued = queued;
  change (self, PROP_QUEUED);
}

/* By family, the bytes of the address, the interface, and then the port. */
int
tin_peer_compare_addresses (TinPeer *self,
                            TinPeer *other)
{
  const TinAddress *one = &self->remote, *two = &other->remote;
  int order = (int) one->family - (int) two->family;

  if (order == 0)
    order = memcmp (one->bytes, two->bytes, sizeof one->bytes);
  if (order == 0)
    order = (one->scope > two->scope) - (one->scope < two->scope);

  return order != 0 ? order : (int) one->port - (int) two->port;
}

/* Whether it was not marked yet; a mark lasts until the changes are notified. */
gboolean
tin_peer_mark (TinPeer *self)
{
  gboolean was_marked = self->marked;

  self->marked = TRUE;

  return !was_marked;
}

void
tin_peer_notify_changes (TinPeer *self)
{
  guint changes = self->changes;

  self->changes = 0;
  self->marked = FALSE;

  g_object_freeze_notify (G_OBJECT (self));

  for (guint id = PROP_STATE; id < N_PROPERTIES; id++)
    if (changes & 1u << id)
      g_object_notify_by_pspec (G_OBJECT (self), properties[id]);

  g_object_thaw_notify (G_OBJECT (self));
}
