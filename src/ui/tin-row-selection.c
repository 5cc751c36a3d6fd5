/* tin-row-selection.c: which rows are selected, as a set of positions.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-row-selection.h"

#include "ui/tin-filling-list.h"

/* As many as a view may ask for within a frame. */
#define MAX_LOOKED_AT 1024

struct _TinRowSelection
{
  GObject     parent_instance;

  GListModel *model;      /* (owned) (nullable) */
  GtkBitset  *selected;   /* (owned) */
  guint       n_items;    /* that we show; fewer than the model's while frozen */
  gboolean    frozen;
};

static void tin_row_selection_list_model_init (GListModelInterface *interface);
static void tin_row_selection_selection_model_init (GtkSelectionModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TinRowSelection, tin_row_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tin_row_selection_list_model_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, tin_row_selection_selection_model_init))

typedef enum
{
  PROP_MODEL = 1,
  PROP_FROZEN,
} TinRowSelectionProperty;

static GParamSpec *properties[PROP_FROZEN + 1];

static void
announce (TinRowSelection *self,
          guint            position,
          guint            removed,
          guint            added)
{
  self->n_items += added - removed;

  /* A splice behind the last selected row would move nothing. */
  if (!gtk_bitset_is_empty (self->selected) && position <= gtk_bitset_get_maximum (self->selected))
    gtk_bitset_splice (self->selected, position, removed, added);

  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* Where a row that a view keeps a widget for was removed, GTK asks for all that were added in the same change, one
 * after the other, to find it among them: for millions, each read from a file. So a removal is told apart from what
 * comes in its place. */
static void
change_items (TinRowSelection *self,
              guint            position,
              guint            removed,
              guint            added)
{
  const gboolean to_the_end = position + removed == self->n_items;

  if (removed > 0 && added > MAX_LOOKED_AT && to_the_end)
    {
      announce (self, position, removed, 0);
      announce (self, position, 0, added);
    }
  else
    {
      announce (self, position, removed, added);
    }
}

static void
thaw (TinRowSelection *self)
{
  self->frozen = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FROZEN]);
}

static void
model_items_changed_cb (TinRowSelection *self,
                        guint            position,
                        guint            removed,
                        guint            added)
{
  if (!self->frozen)
    {
      change_items (self, position, removed, added);
    }
  else if (position >= self->n_items)
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FROZEN]);
    }
  else if (added == 0 && position == 0 && removed <= self->n_items)
    {
      change_items (self, position, removed, added);
    }
  else if (position > 0 && position + removed >= self->n_items)
    {
      /* The last rows we show became others, as what was still coming is finished now. */
      removed = self->n_items - position;
      change_items (self, position, removed, MIN (removed, added));
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FROZEN]);
    }
  else
    {
      change_items (self, 0, self->n_items, g_list_model_get_n_items (self->model));
      thaw (self);
    }
}

static GType
tin_row_selection_get_item_type (GListModel *model)
{
  TinRowSelection *self = TIN_ROW_SELECTION (model);

  return self->model != NULL ? g_list_model_get_item_type (self->model) : G_TYPE_OBJECT;
}

static guint
tin_row_selection_get_n_items (GListModel *model)
{
  return TIN_ROW_SELECTION (model)->n_items;
}

static gpointer
tin_row_selection_get_item (GListModel *model,
                            guint       position)
{
  TinRowSelection *self = TIN_ROW_SELECTION (model);

  return position < self->n_items ? g_list_model_get_item (self->model, position) : NULL;
}

static void
tin_row_selection_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = tin_row_selection_get_item_type;
  interface->get_n_items = tin_row_selection_get_n_items;
  interface->get_item = tin_row_selection_get_item;
}

static gboolean
tin_row_selection_is_selected (GtkSelectionModel *model,
                               guint              position)
{
  return gtk_bitset_contains (TIN_ROW_SELECTION (model)->selected, position);
}

static GtkBitset *
tin_row_selection_get_selection_in_range (GtkSelectionModel *model,
                                          guint              position,
                                          guint              n_items)
{
  return gtk_bitset_ref (TIN_ROW_SELECTION (model)->selected);
}

static gboolean
tin_row_selection_set_selection (GtkSelectionModel *model,
                                 GtkBitset         *selected,
                                 GtkBitset         *mask)
{
  TinRowSelection *self = TIN_ROW_SELECTION (model);
  g_autoptr (GtkBitset) wanted = gtk_bitset_copy (selected);
  g_autoptr (GtkBitset) kept = gtk_bitset_copy (self->selected);
  g_autoptr (GtkBitset) changed = gtk_bitset_copy (self->selected);
  guint first;

  /* A row that is not there (any more) cannot be selected. */
  gtk_bitset_intersect (wanted, mask);
  gtk_bitset_remove_range_closed (wanted, self->n_items, G_MAXUINT);
  gtk_bitset_subtract (kept, mask);
  gtk_bitset_union (kept, wanted);
  gtk_bitset_difference (changed, kept);

  if (gtk_bitset_is_empty (changed))
    return TRUE;

  /* Whoever was handed the old set keeps it as it was. */
  gtk_bitset_unref (self->selected);
  self->selected = g_steal_pointer (&kept);

  first = gtk_bitset_get_minimum (changed);
  gtk_selection_model_selection_changed (model, first, gtk_bitset_get_maximum (changed) - first + 1);

  return TRUE;
}

static gboolean
tin_row_selection_select_all (GtkSelectionModel *model)
{
  TinRowSelection *self = TIN_ROW_SELECTION (model);
  g_autoptr (GtkBitset) all = NULL;

  if (TIN_IS_FILLING_LIST (self->model))
    tin_filling_list_fill (TIN_FILLING_LIST (self->model));
  all = gtk_bitset_new_range (0, self->n_items);

  return tin_row_selection_set_selection (model, all, all);
}

static void
tin_row_selection_selection_model_init (GtkSelectionModelInterface *interface)
{
  interface->select_all = tin_row_selection_select_all;
  interface->is_selected = tin_row_selection_is_selected;
  interface->get_selection_in_range = tin_row_selection_get_selection_in_range;
  interface->set_selection = tin_row_selection_set_selection;
}

static void
tin_row_selection_dispose (GObject *object)
{
  TinRowSelection *self = TIN_ROW_SELECTION (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, model_items_changed_cb, self);

  g_clear_object (&self->model);
  self->n_items = 0;

  G_OBJECT_CLASS (tin_row_selection_parent_class)->dispose (object);
}

static void
tin_row_selection_finalize (GObject *object)
{
  TinRowSelection *self = TIN_ROW_SELECTION (object);

  gtk_bitset_unref (self->selected);

  G_OBJECT_CLASS (tin_row_selection_parent_class)->finalize (object);
}

static void
tin_row_selection_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  TinRowSelection *self = TIN_ROW_SELECTION (object);

  switch ((TinRowSelectionProperty) id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;

    case PROP_FROZEN:
      g_value_set_boolean (value, self->frozen);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_row_selection_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  TinRowSelection *self = TIN_ROW_SELECTION (object);

  switch ((TinRowSelectionProperty) id)
    {
    case PROP_MODEL:
      tin_row_selection_set_model (self, g_value_get_object (value));
      break;

    case PROP_FROZEN:
      tin_row_selection_set_frozen (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_row_selection_class_init (TinRowSelectionClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = tin_row_selection_dispose;
  object_class->finalize = tin_row_selection_finalize;
  object_class->get_property = tin_row_selection_get_property;
  object_class->set_property = tin_row_selection_set_property;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_FROZEN] = g_param_spec_boolean ("frozen", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tin_row_selection_init (TinRowSelection *self)
{
  self->selected = gtk_bitset_new_empty ();
}

TinRowSelection *
tin_row_selection_new (GListModel *model)
{
  return g_object_new (TIN_TYPE_ROW_SELECTION, "model", model, NULL);
}

void
tin_row_selection_set_model (TinRowSelection *self,
                             GListModel      *model)
{
  guint n_items = model != NULL ? g_list_model_get_n_items (model) : 0;

  g_return_if_fail (TIN_IS_ROW_SELECTION (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, model_items_changed_cb, self);

  g_set_object (&self->model, model);

  if (model != NULL)
    g_signal_connect_swapped (model, "items-changed", G_CALLBACK (model_items_changed_cb), self);

  change_items (self, 0, self->n_items, n_items);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

gboolean
tin_row_selection_get_frozen (TinRowSelection *self)
{
  g_return_val_if_fail (TIN_IS_ROW_SELECTION (self), FALSE);

  return self->frozen;
}

void
tin_row_selection_set_frozen (TinRowSelection *self,
                              gboolean         frozen)
{
  guint held_back;

  g_return_if_fail (TIN_IS_ROW_SELECTION (self));

  if (self->frozen == frozen)
    return;

  held_back = tin_row_selection_count_held_back (self);
  self->frozen = frozen;

  if (held_back > 0)
    change_items (self, self->n_items, 0, held_back);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FROZEN]);
}

/* How many rows came since it was frozen. Each arrival notifies "frozen". */
guint
tin_row_selection_count_held_back (TinRowSelection *self)
{
  g_return_val_if_fail (TIN_IS_ROW_SELECTION (self), 0);

  return self->model != NULL ? g_list_model_get_n_items (self->model) - self->n_items : 0;
}
