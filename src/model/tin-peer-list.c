/* tin-peer-list.c: the connection list, derived from the capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-peer-list.h"

#include "model/tin-peer-list-private.h"
#include "model/tin-peer-private.h"

/* Ended peers go in steps of this many, so that a view is not told one by one. */
#define TRIM_STEP (TIN_PEER_LIST_MAX_CLOSED / 10)

static void tin_peer_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TinPeerList, tin_peer_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tin_peer_list_list_model_init))

typedef enum
{
  PROP_N_OPEN = 1,
} TinPeerListProperty;

static GParamSpec *properties[PROP_N_OPEN + 1];

/* What opened it may be gone from a ring already; then the next record tells the address. */
static void
learn_address (TinPeer    *peer,
               TinCapture *capture,
               guint64     position)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  if (tin_capture_read (capture, position, 0, &record, NULL))
    tin_peer_set_record (peer, &record);
}

static TinPeer *
add_peer (TinPeerList *self,
          guint32      connection)
{
  TinPeer *peer = tin_peer_new (connection);

  g_ptr_array_add (self->peers, peer);
  g_hash_table_insert (self->by_number, GUINT_TO_POINTER (connection), peer);
  self->n_open++;
  self->most_open = MAX (self->most_open, self->n_open);

  return peer;
}

/* A connection that never opened is no peer. */
static TinPeer *
ensure_peer (TinPeerList         *self,
             const TinIndexEntry *entry)
{
  TinPeer *peer = tin_peer_list_find (self, entry->connection);

  if (peer == NULL && (entry->event == TIN_EVENT_OPENED || entry->event == TIN_EVENT_DATA))
    peer = add_peer (self, entry->connection);

  return peer;
}

/* Whatever is open is @state from now on. */
static void
end_open (TinPeerList  *self,
          TinPeerState  state)
{
  for (guint i = 0; self->n_open > 0 && i < self->peers->len; i++)
    {
      TinPeer *peer = g_ptr_array_index (self->peers, i);

      if (!tin_peer_is_open (peer))
        continue;

      tin_peer_set_state (peer, state);
      tin_peer_list_mark (self, peer);
      self->n_open--;
      self->n_unfinished += state == TIN_PEER_UNFINISHED;
    }
}

/* Removes the run of ended peers that begins at @start, @limit at most. */
static guint
remove_run (TinPeerList *self,
            guint        start,
            guint        limit)
{
  guint length = 0;

  while (length < limit && start + length < self->n_listed &&
         tin_peer_has_ended (g_ptr_array_index (self->peers, start + length)))
    {
      TinPeer *peer = g_ptr_array_index (self->peers, start + length);

      g_hash_table_remove (self->by_number, GUINT_TO_POINTER (tin_peer_get_connection (peer)));
      length++;
    }

  if (length > 0)
    {
      g_ptr_array_remove_range (self->peers, start, length);
      self->n_listed -= length;
      g_list_model_items_changed (G_LIST_MODEL (self), start, length, 0);
    }

  return length;
}

static void
remove_closed (TinPeerList *self,
               guint        n_closed)
{
  guint position = 0;

  while (n_closed > 0 && position < self->n_listed)
    {
      n_closed -= remove_run (self, position, n_closed);
      position++;
    }
}

static void
announce_peers (TinPeerList *self)
{
  guint n_added = self->peers->len - self->n_listed;

  if (n_added == 0)
    return;

  self->n_listed = self->peers->len;
  g_list_model_items_changed (G_LIST_MODEL (self), self->n_listed - n_added, 0, n_added);
}

static void
notify_n_open (TinPeerList *self)
{
  if (self->n_open == self->n_open_told)
    return;

  self->n_open_told = self->n_open;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_OPEN]);
}

static void
tin_peer_list_finalize (GObject *object)
{
  TinPeerList *self = TIN_PEER_LIST (object);

  g_hash_table_unref (self->by_number);
  g_ptr_array_unref (self->changed);
  g_ptr_array_unref (self->queueing);
  g_ptr_array_unref (self->peers);

  G_OBJECT_CLASS (tin_peer_list_parent_class)->finalize (object);
}

static void
tin_peer_list_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TinPeerList *self = TIN_PEER_LIST (object);

  switch ((TinPeerListProperty) id)
    {
    case PROP_N_OPEN:
      g_value_set_uint (value, self->n_open_told);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_peer_list_class_init (TinPeerListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tin_peer_list_finalize;
  object_class->get_property = tin_peer_list_get_property;

  properties[PROP_N_OPEN] =
    g_param_spec_uint ("n-open", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tin_peer_list_init (TinPeerList *self)
{
  self->peers = g_ptr_array_new_with_free_func (g_object_unref);
  self->changed = g_ptr_array_new_with_free_func (g_object_unref);
  self->queueing = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_number = g_hash_table_new (NULL, NULL);
}

static GType
tin_peer_list_get_item_type (GListModel *model)
{
  return TIN_TYPE_PEER;
}

static guint
tin_peer_list_get_n_items (GListModel *model)
{
  return TIN_PEER_LIST (model)->n_listed;
}

static gpointer
tin_peer_list_get_item (GListModel *model,
                        guint       position)
{
  TinPeerList *self = TIN_PEER_LIST (model);

  if (position >= self->n_listed)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->peers, position));
}

static void
tin_peer_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tin_peer_list_get_item_type;
  iface->get_n_items = tin_peer_list_get_n_items;
  iface->get_item = tin_peer_list_get_item;
}

/**
 * tin_peer_list_new:
 *
 * Returns: (transfer full): an empty list
 */
TinPeerList *
tin_peer_list_new (void)
{
  return g_object_new (TIN_TYPE_PEER_LIST, NULL);
}

/**
 * tin_peer_list_add_record:
 * @capture: where the record is; read only to learn a new peer's address
 * @position: of the record
 * @entry: its index entry
 *
 * Takes the next record in. Nothing is announced before tin_peer_list_end_update().
 */
void
tin_peer_list_add_record (TinPeerList         *self,
                          TinCapture          *capture,
                          guint64              position,
                          const TinIndexEntry *entry)
{
  TinPeer *peer;
  gboolean was_open;

  g_return_if_fail (TIN_IS_PEER_LIST (self));
  g_return_if_fail (TIN_IS_CAPTURE (capture));
  g_return_if_fail (entry != NULL);

  if (entry->connection == 0)
    {
      /* Nothing is open after the session stopped, even where the ring lost the closing records. */
      if (entry->event == TIN_EVENT_STOPPED)
        end_open (self, TIN_PEER_CLOSED);
      return;
    }

  peer = ensure_peer (self, entry);
  if (peer == NULL)
    return;

  if (!tin_peer_has_address (peer))
    learn_address (peer, capture, position);

  was_open = tin_peer_is_open (peer);
  tin_peer_add_entry (peer, entry);
  tin_peer_list_mark (self, peer);

  if (was_open && !tin_peer_is_open (peer))
    self->n_open--;
}

/**
 * tin_peer_list_end_update:
 *
 * Announces all that the records since the last call changed: one items-changed for
 * the new peers, one round of notifications a changed peer, and the removal of the
 * oldest ended ones beyond %TIN_PEER_LIST_MAX_CLOSED.
 */
void
tin_peer_list_end_update (TinPeerList *self)
{
  g_autoptr (GPtrArray) changed = NULL;
  guint n_closed;

  g_return_if_fail (TIN_IS_PEER_LIST (self));

  changed = g_steal_pointer (&self->changed);
  self->changed = g_ptr_array_new_with_free_func (g_object_unref);

  self->n_changes += changed->len;
  announce_peers (self);

  for (guint i = 0; i < changed->len; i++)
    tin_peer_notify_changes (g_ptr_array_index (changed, i));

  n_closed = self->n_listed - self->n_open - self->n_unfinished;
  if (n_closed > TIN_PEER_LIST_MAX_CLOSED)
    remove_closed (self, MAX (n_closed - TIN_PEER_LIST_MAX_CLOSED, TRIM_STEP));

  notify_n_open (self);
}

/**
 * tin_peer_list_find:
 *
 * Returns: (transfer none) (nullable): the listed peer with that number
 */
TinPeer *
tin_peer_list_find (TinPeerList *self,
                    guint32      connection)
{
  g_return_val_if_fail (TIN_IS_PEER_LIST (self), NULL);

  return g_hash_table_lookup (self->by_number, GUINT_TO_POINTER (connection));
}

/**
 * tin_peer_list_get_n_open:
 *
 * Returns: how many listed peers are open
 */
guint
tin_peer_list_get_n_open (TinPeerList *self)
{
  g_return_val_if_fail (TIN_IS_PEER_LIST (self), 0);

  return self->n_open;
}

/**
 * tin_peer_list_get_most_open:
 *
 * Returns: how many were open at once when most were
 */
guint
tin_peer_list_get_most_open (TinPeerList *self)
{
  g_return_val_if_fail (TIN_IS_PEER_LIST (self), 0);

  return self->most_open;
}

/**
 * tin_peer_list_get_n_ended:
 *
 * Returns: how many listed peers are known to have ended
 */
guint
tin_peer_list_get_n_ended (TinPeerList *self)
{
  g_return_val_if_fail (TIN_IS_PEER_LIST (self), 0);

  return self->n_listed - self->n_open - self->n_unfinished;
}

/**
 * tin_peer_list_get_n_waiting:
 *
 * Returns: for how many peers something waited to be sent, as last sampled
 */
guint
tin_peer_list_get_n_waiting (TinPeerList *self)
{
  g_return_val_if_fail (TIN_IS_PEER_LIST (self), 0);

  return self->queueing->len;
}

/**
 * tin_peer_list_get_n_changes:
 *
 * Returns: a number that is another one after any peer changed
 */
guint64
tin_peer_list_get_n_changes (TinPeerList *self)
{
  g_return_val_if_fail (TIN_IS_PEER_LIST (self), 0);

  return self->n_changes;
}

/**
 * tin_peer_list_finish:
 *
 * Says that all records of a recording were taken in. What has not ended by now is %TIN_PEER_UNFINISHED.
 */
void
tin_peer_list_finish (TinPeerList *self)
{
  g_return_if_fail (TIN_IS_PEER_LIST (self));

  if (self->n_open == 0)
    return;

  end_open (self, TIN_PEER_UNFINISHED);
  tin_peer_list_end_update (self);
}

/**
 * tin_peer_list_forget_closed:
 *
 * Takes the ended peers off the list. Their records stay.
 */
void
tin_peer_list_forget_closed (TinPeerList *self)
{
  g_return_if_fail (TIN_IS_PEER_LIST (self));

  tin_peer_list_end_update (self);
  remove_closed (self, G_MAXUINT);
}

/**
 * tin_peer_list_remove_all:
 *
 * Empties the list: the capture that it was derived from is gone.
 */
void
tin_peer_list_remove_all (TinPeerList *self)
{
  guint n_listed;

  g_return_if_fail (TIN_IS_PEER_LIST (self));

  n_listed = self->n_listed;
  g_hash_table_remove_all (self->by_number);
  g_ptr_array_set_size (self->changed, 0);
  g_ptr_array_set_size (self->queueing, 0);
  g_ptr_array_set_size (self->peers, 0);
  self->n_listed = 0;
  self->n_open = 0;
  self->n_unfinished = 0;
  self->most_open = 0;

  if (n_listed > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_listed, 0);

  notify_n_open (self);
}
