/* tin-peer-order.c: the connection list as somebody wants to see it: searched, and in some order.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-peer-order.h"

#include "model/tin-peer-private.h"
#include "model/tin-peer-words.h"

#include <string.h>

#define INTERVAL_US (500 * 1000) /* between two orders that nobody asked for */
#define LAZINESS    20           /* and this many times as long as the last one took */

/**
 * TinPeerOrder:
 *
 * As long as all are wanted in the order in which they came, it is the list and costs
 * nothing. Otherwise it keeps an order of its own, which is made anew at once when somebody
 * asks for another one, and else no more than twice a second: what happens to a peer costs
 * nothing here, however many there are.
 */
struct _TinPeerOrder
{
  GObject       parent_instance;

  TinPeerList  *peers;      /* (owned) */
  GPtrArray    *shown;      /* (owned) (nullable) (element-type TinPeer) NULL while it is the list as it is */

  TinPeerSort   sort;
  gboolean      reversed;
  GStrv         words;      /* (owned) (nullable) each is in what is shown; folded */
  TinPeer      *kept;       /* (owned) (nullable) shown whatever is searched for */

  guint64       seen;       /* changes of the list that this order knows of */
  gint64        next_us;    /* the earliest time of the next one */
  GSource      *source;     /* (owned) (nullable) it is waited for */
};

static void tin_peer_order_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TinPeerOrder, tin_peer_order, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tin_peer_order_list_model_init))

typedef enum
{
  SIGNAL_REORDERED,
} TinPeerOrderSignal;

static guint signals[SIGNAL_REORDERED + 1];

/* A peer and where it belongs; what is the same is in the order of connection. */
typedef struct
{
  guint64  key;
  TinPeer *peer;
} Ranked;

static guint64
get_key (TinPeer     *peer,
         TinPeerSort  sort)
{
  switch (sort)
    {
    case TIN_PEER_SORT_RECEIVED:
      return G_MAXUINT64 - tin_peer_get_bytes_in (peer);

    case TIN_PEER_SORT_SENT:
      return G_MAXUINT64 - tin_peer_get_bytes_out (peer);

    case TIN_PEER_SORT_WAITING:
      return G_MAXUINT64 - tin_peer_get_queued (peer);

    case TIN_PEER_SORT_ACTIVITY:
      return G_MAXUINT64 - (guint64) tin_peer_get_last_us (peer);

    case TIN_PEER_SORT_CONNECTION:
      return tin_peer_get_connection (peer);

    case TIN_PEER_SORT_ADDRESS:
    default:
      return 0;
    }
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  TinPeerOrder *self = user_data;
  const Ranked *one = a, *other = b;
  int order;

  if (self->sort == TIN_PEER_SORT_ADDRESS)
    order = tin_peer_compare_addresses (one->peer, other->peer);
  else
    order = (one->key > other->key) - (one->key < other->key);

  if (order != 0)
    return self->reversed ? -order : order;

  return tin_peer_get_connection (one->peer) < tin_peer_get_connection (other->peer) ? -1 : 1;
}

/* What can be searched for beside the address, folded as the words are. */
typedef struct
{
  char *states[TIN_N_PEER_STATES]; /* (owned) */
  char *waiting;                   /* (owned) */
} Vocabulary;

static void
vocabulary_init (Vocabulary *self)
{
  for (guint i = 0; i < TIN_N_PEER_STATES; i++)
    self->states[i] = g_utf8_casefold (tin_peer_state_get_label (i), -1);

  self->waiting = g_utf8_casefold (tin_peer_get_waiting_word (), -1);
}

static void
vocabulary_clear (Vocabulary *self)
{
  for (guint i = 0; i < TIN_N_PEER_STATES; i++)
    g_free (self->states[i]);

  g_free (self->waiting);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Vocabulary, vocabulary_clear)

/* An address has no letters but those of hexadecimal digits and of an interface's name. */
static gboolean
matches (TinPeerOrder     *self,
         TinPeer          *peer,
         const Vocabulary *vocabulary)
{
  if (peer == self->kept)
    return TRUE;

  for (char **word = self->words; word != NULL && *word != NULL; word++)
    if (strcasestr (tin_peer_get_address (peer), *word) == NULL &&
        strstr (vocabulary->states[tin_peer_get_state (peer)], *word) == NULL &&
        (tin_peer_get_queued (peer) == 0 || strstr (vocabulary->waiting, *word) == NULL))
      return FALSE;

  return TRUE;
}

static gboolean
is_plain (TinPeerOrder *self)
{
  return self->sort == TIN_PEER_SORT_CONNECTION && !self->reversed && self->words == NULL;
}

static GPtrArray *
list_all (TinPeerOrder *self)
{
  guint n_peers = g_list_model_get_n_items (G_LIST_MODEL (self->peers));
  GPtrArray *peers = g_ptr_array_new_full (n_peers, g_object_unref);

  for (guint i = 0; i < n_peers; i++)
    g_ptr_array_add (peers, g_list_model_get_item (G_LIST_MODEL (self->peers), i));

  return peers;
}

static GPtrArray *
list_wanted (TinPeerOrder *self)
{
  g_autoptr (GPtrArray) all = list_all (self);
  g_autoptr (GArray) ranked = g_array_sized_new (FALSE, FALSE, sizeof (Ranked), all->len);
  g_auto (Vocabulary) vocabulary = { 0 };
  GPtrArray *wanted;

  vocabulary_init (&vocabulary);
  for (guint i = 0; i < all->len; i++)
    {
      TinPeer *peer = g_ptr_array_index (all, i);
      Ranked item = { get_key (peer, self->sort), peer };

      if (matches (self, peer, &vocabulary))
        g_array_append_val (ranked, item);
    }

  g_array_sort_with_data (ranked, compare, self);

  wanted = g_ptr_array_new_full (ranked->len, g_object_unref);
  for (guint i = 0; i < ranked->len; i++)
    g_ptr_array_add (wanted, g_object_ref (g_array_index (ranked, Ranked, i).peer));

  return wanted;
}

/* Says what is between the beginning and the end that are the same. */
static void
announce (TinPeerOrder *self,
          GPtrArray    *before,
          GPtrArray    *after)
{
  guint length = MIN (before->len, after->len);
  guint start = 0, end = 0;

  while (start < length && before->pdata[start] == after->pdata[start])
    start++;
  while (end < length - start && before->pdata[before->len - 1 - end] == after->pdata[after->len - 1 - end])
    end++;

  if (start + end < MAX (before->len, after->len))
    g_list_model_items_changed (G_LIST_MODEL (self), start, before->len - start - end, after->len - start - end);
}

static void
stop_waiting (TinPeerOrder *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);

  g_clear_pointer (&self->source, g_source_unref);
}

static void
make_order (TinPeerOrder *self)
{
  gint64 begin_us = g_get_monotonic_time ();
  g_autoptr (GPtrArray) before = self->shown != NULL ? g_steal_pointer (&self->shown) : list_all (self);
  g_autoptr (GPtrArray) after = is_plain (self) ? list_all (self) : list_wanted (self);

  stop_waiting (self);
  self->seen = tin_peer_list_get_n_changes (self->peers);
  self->shown = is_plain (self) ? NULL : g_ptr_array_ref (after);
  announce (self, before, after);

  self->next_us = g_get_monotonic_time () + MAX (INTERVAL_US, LAZINESS * (g_get_monotonic_time () - begin_us));
}

static void
make_order_again (TinPeerOrder *self)
{
  g_signal_emit (self, signals[SIGNAL_REORDERED], 0);
  make_order (self);
}

static gboolean
source_cb (gpointer user_data)
{
  make_order_again (user_data);

  return G_SOURCE_REMOVE;
}

/* Now, or when enough time has passed since the last one. */
static void
want_order (TinPeerOrder *self)
{
  gint64 now_us = g_get_monotonic_time ();
  g_autoptr (GMainContext) context = NULL;

  if (self->source != NULL)
    return;

  if (now_us >= self->next_us)
    {
      make_order_again (self);
      return;
    }

  context = g_main_context_ref_thread_default ();
  self->source = g_timeout_source_new ((self->next_us - now_us) / 1000 + 1);
  g_source_set_static_name (self->source, "tin_peer_order");
  g_source_set_callback (self->source, source_cb, self, NULL);
  g_source_attach (self->source, context);
}

static void
peers_items_changed_cb (TinPeerOrder *self,
                        guint         position,
                        guint         removed,
                        guint         added)
{
  if (self->shown == NULL)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  else
    want_order (self);
}

static void
tin_peer_order_dispose (GObject *object)
{
  TinPeerOrder *self = TIN_PEER_ORDER (object);

  stop_waiting (self);
  if (self->peers != NULL)
    g_signal_handlers_disconnect_by_data (self->peers, self);
  g_clear_object (&self->peers);
  g_clear_object (&self->kept);
  g_clear_pointer (&self->shown, g_ptr_array_unref);

  G_OBJECT_CLASS (tin_peer_order_parent_class)->dispose (object);
}

static void
tin_peer_order_finalize (GObject *object)
{
  TinPeerOrder *self = TIN_PEER_ORDER (object);

  g_strfreev (self->words);

  G_OBJECT_CLASS (tin_peer_order_parent_class)->finalize (object);
}

static void
tin_peer_order_class_init (TinPeerOrderClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = tin_peer_order_dispose;
  object_class->finalize = tin_peer_order_finalize;

  signals[SIGNAL_REORDERED] = g_signal_new ("reordered", TIN_TYPE_PEER_ORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);
}

static void
tin_peer_order_init (TinPeerOrder *self)
{
}

static GType
tin_peer_order_get_item_type (GListModel *model)
{
  return TIN_TYPE_PEER;
}

static guint
tin_peer_order_get_n_items (GListModel *model)
{
  TinPeerOrder *self = TIN_PEER_ORDER (model);

  if (self->shown != NULL)
    return self->shown->len;

  return self->peers != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->peers)) : 0;
}

static gpointer
tin_peer_order_get_item (GListModel *model,
                         guint       position)
{
  TinPeerOrder *self = TIN_PEER_ORDER (model);

  if (self->shown == NULL)
    return self->peers != NULL ? g_list_model_get_item (G_LIST_MODEL (self->peers), position) : NULL;

  return position < self->shown->len ? g_object_ref (self->shown->pdata[position]) : NULL;
}

static void
tin_peer_order_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tin_peer_order_get_item_type;
  iface->get_n_items = tin_peer_order_get_n_items;
  iface->get_item = tin_peer_order_get_item;
}

/**
 * tin_peer_order_new: (constructor)
 * @peers: kept
 *
 * Returns: (transfer full): all of them, in the order in which they came
 */
TinPeerOrder *
tin_peer_order_new (TinPeerList *peers)
{
  TinPeerOrder *self;

  g_return_val_if_fail (TIN_IS_PEER_LIST (peers), NULL);

  self = g_object_new (TIN_TYPE_PEER_ORDER, NULL);
  self->peers = g_object_ref (peers);
  g_signal_connect_swapped (peers, "items-changed", G_CALLBACK (peers_items_changed_cb), self);

  return self;
}

/**
 * tin_peer_order_set_sort:
 * @sort: which peer is first
 * @reversed: whether that one is to be the last
 *
 * At once.
 */
void
tin_peer_order_set_sort (TinPeerOrder *self,
                         TinPeerSort   sort,
                         gboolean      reversed)
{
  g_return_if_fail (TIN_IS_PEER_ORDER (self));

  if (self->sort == sort && self->reversed == reversed)
    return;

  self->sort = sort;
  self->reversed = reversed;
  make_order (self);
}

/* Folded, and none of them empty. */
static GStrv
split_words (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0')
      g_strv_builder_add (words, *part);

  return g_strv_builder_end (words);
}

/**
 * tin_peer_order_set_search:
 * @text: words; UTF-8. Each is part of the address, of the state as it is shown, or of what
 *   is said where something waits to be sent. Without a word all are shown.
 *
 * At once.
 */
void
tin_peer_order_set_search (TinPeerOrder *self,
                           const char   *text)
{
  g_auto (GStrv) words = NULL;

  g_return_if_fail (TIN_IS_PEER_ORDER (self));
  g_return_if_fail (text != NULL);

  words = split_words (text);
  if (*words == NULL)
    g_clear_pointer (&words, g_strfreev);
  if (words == self->words || (words != NULL && self->words != NULL &&
                               g_strv_equal ((const char *const *) words, (const char *const *) self->words)))
    return;

  g_strfreev (self->words);
  self->words = g_steal_pointer (&words);
  make_order (self);
}

/**
 * tin_peer_order_is_search:
 *
 * Returns: whether only what was searched for is shown
 */
gboolean
tin_peer_order_is_search (TinPeerOrder *self)
{
  g_return_val_if_fail (TIN_IS_PEER_ORDER (self), FALSE);

  return self->words != NULL;
}

/**
 * tin_peer_order_set_kept:
 * @peer: (nullable): one of the list
 *
 * Has it shown whatever is searched for, from the next order on: who has chosen a connection
 * does not want to lose it to a search for another.
 */
void
tin_peer_order_set_kept (TinPeerOrder *self,
                         TinPeer      *peer)
{
  g_return_if_fail (TIN_IS_PEER_ORDER (self));

  g_set_object (&self->kept, peer);
}

/**
 * tin_peer_order_update:
 *
 * Looks after peers that have changed since. There is another order within half a second,
 * or a little more when there are very many.
 */
void
tin_peer_order_update (TinPeerOrder *self)
{
  g_return_if_fail (TIN_IS_PEER_ORDER (self));

  if (self->shown != NULL && self->seen != tin_peer_list_get_n_changes (self->peers))
    want_order (self);
}
